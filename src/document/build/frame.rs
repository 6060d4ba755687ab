//! What is open while a document is built.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::node::{Entry, Node, Span};

/// The cost of a value with all that is below it.
#[derive(Clone, Copy)]
pub(super) struct Tally {
    pub(super) nodes: usize,
    pub(super) bytes: usize,
    pub(super) height: usize,
}

impl Tally {
    pub(super) const fn leaf(text: usize) -> Self {
        Self { nodes: 1, bytes: size_of::<Node>() + text, height: 0 }
    }

    pub(super) const fn collection() -> Self {
        Self { nodes: 1, bytes: size_of::<Node>(), height: 1 }
    }

    pub(super) fn add(&mut self, child: Self) {
        self.nodes = self.nodes.saturating_add(child.nodes);
        self.bytes = self.bytes.saturating_add(child.bytes);
        self.height = self.height.max(child.height + 1);
    }
}

pub(super) struct Key {
    pub(super) text: Arc<str>,
    pub(super) span: Span,
    pub(super) is_merge: bool,
}

pub(super) enum Items {
    List(Vec<Node>),
    Map { entries: Vec<Entry>, key: Option<Key>, merges: Vec<(Span, Node)> },
}

pub(super) struct Frame {
    pub(super) items: Items,
    pub(super) span: Span,
    pub(super) is_flow: bool,
    /// The whole collection stands where a key should.
    pub(super) is_key: bool,
    pub(super) anchor: usize,
    pub(super) tally: Tally,
}

impl Frame {
    /// The position of the child that is being read, or comes next.
    pub(super) fn next_child(&self) -> usize {
        match &self.items {
            Items::List(nodes) => nodes.len(),
            Items::Map { entries, .. } => entries.len(),
        }
    }

    pub(super) fn child(&self, at: usize) -> Option<&Node> {
        match &self.items {
            Items::List(nodes) => nodes.get(at),
            Items::Map { entries, .. } => entries.get(at).map(|entry| &entry.value),
        }
    }

    pub(super) fn is_in_merge(&self) -> bool {
        matches!(&self.items, Items::Map { key: Some(Key { is_merge: true, .. }), .. })
    }
}

pub(super) struct Anchor {
    pub(super) tally: Tally,
    pub(super) place: Place,
}

/// Where an anchored value is found again. No copy is made before an alias asks for it.
pub(super) enum Place {
    /// Positions from the root of the tree that is being built: containers only grow at their end.
    Path(Box<[usize]>),
    /// A copy, where merging will take the value out of its place.
    Copy(Box<Node>),
}

/// Moves everything out of a list into one that has no more room than it needs; the list keeps its room.
pub(super) fn moved<T>(list: &mut Vec<T>) -> Vec<T> {
    let mut out = Vec::with_capacity(list.len());
    out.append(list);
    out
}

#[derive(Default)]
pub(super) struct Open {
    /// From the `---`; unknown as long as there is neither that nor a value.
    pub(super) span: Option<Span>,
    pub(super) frames: Vec<Frame>,
    pub(super) root: Option<Node>,
    pub(super) anchors: HashMap<usize, Anchor>,
    pub(super) problems_before: usize,
}

impl Open {
    pub(super) fn reach(&mut self, span: Span) {
        let whole = self.span.get_or_insert(span);
        whole.end = whole.end.max(span.end);
    }
}
