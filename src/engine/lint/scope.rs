//! What is known at a point of a body: variables, paths that are there, and the words to which conditions limit a path.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use super::types::Type;
use crate::document::Span;

/// Where a path begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Root {
    Input,
    Data,
    /// A variable, by its number.
    Local(u32),
    /// An argument of a function, in what calls of it learn.
    Argument(usize),
}

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Key(Rc<str>),
    Index(Rc<str>),
    /// The value of a variable, by its number.
    Local(u32),
    /// Any key.
    Every,
}

/// One value, by the way that leads to it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path {
    pub(super) root: Root,
    pub(super) steps: Vec<Step>,
}

impl Path {
    pub(super) fn new(root: Root) -> Self {
        Self { root, steps: Vec::new() }
    }

    /// A path of keys.
    pub(super) fn keys<'a>(root: Root, keys: impl IntoIterator<Item = &'a str>) -> Self {
        Self { root, steps: keys.into_iter().map(|key| Step::Key(Rc::from(key))).collect() }
    }

    pub(super) fn with(&self, step: Step) -> Self {
        let mut longer = self.clone();
        longer.steps.push(step);
        longer
    }

    /// Whether it is the same path, or leads to the other; any key is every key.
    pub(super) fn leads_to(&self, other: &Self) -> bool {
        self.root == other.root
            && self.steps.len() <= other.steps.len()
            && self.steps.iter().zip(&other.steps).all(|(a, b)| a == b || *a == Step::Every || *b == Step::Every)
    }

    /// Whether it means the same outside the body that it was seen in.
    pub(super) fn is_global(&self) -> bool {
        !matches!(self.root, Root::Local(_)) && !self.steps.iter().any(|step| matches!(step, Step::Local(_)))
    }

    /// The same path from another start, if it begins like `from`.
    pub(super) fn moved(&self, onto: &Self) -> Self {
        Self { root: onto.root.clone(), steps: onto.steps.iter().chain(&self.steps).cloned().collect() }
    }
}

/// A value of which something is known.
#[derive(Clone, Debug)]
pub(super) struct Value {
    pub(super) kind: Type,
    /// The way to it, if there is one name for it.
    pub(super) path: Option<Path>,
    /// Whether it comes out of a document as it is: no rule has chosen it among others.
    pub(super) is_raw: bool,
}

impl Value {
    pub(super) fn new(kind: Type) -> Self {
        Self { kind, path: None, is_raw: false }
    }

    pub(super) fn any() -> Self {
        Self::new(Type::any())
    }
}

/// A local variable.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) number: u32,
    pub(super) value: Value,
    /// Whether something gave it a value yet.
    pub(super) is_bound: bool,
}

/// The words that a condition leaves for a path, and where it stands; nothing for METADATA.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    pub(super) words: BTreeSet<Rc<str>>,
    pub(super) place: Option<Span>,
}

/// Everything that is known in a body.
#[derive(Clone, Debug, Default)]
pub(super) struct Scope {
    pub(super) variables: BTreeMap<Rc<str>, Variable>,
    /// Paths that are there, or the body fails; with each, all that lead to it.
    known: BTreeSet<Path>,
    pub(super) limits: BTreeMap<Path, Limit>,
}

impl Scope {
    /// A path that must be there for the body to hold.
    pub(super) fn learn(&mut self, path: &Path) {
        let mut shorter = path.clone();
        while self.known.insert(shorter.clone()) && shorter.steps.pop().is_some() {}
    }

    pub(super) fn knows(&self, path: &Path) -> bool {
        self.known.contains(path)
    }

    /// All that is known to be there.
    pub(super) fn known(&self) -> &BTreeSet<Path> {
        &self.known
    }

    /// A type, its fields marked as there that are known to be there.
    pub(super) fn narrowed(&self, kind: &Type, path: &Path) -> Type {
        let below = self.known.range(path..).skip_while(|known| *known == path);
        let below = below.take_while(|known| known.root == path.root && known.steps.starts_with(&path.steps));
        let mut narrowed = kind.clone();
        for known in below {
            if let Some(steps) = known.steps.get(path.steps.len()..) {
                require(&mut narrowed, steps);
            }
        }
        narrowed
    }
}

/// Marks the fields along the steps as there.
fn require(kind: &mut Type, steps: &[Step]) {
    let Some((Step::Key(key), rest)) = steps.split_first() else { return };
    let Some(object) = &mut kind.object else { return };
    if object.fields.get(key).is_none_or(|field| field.is_required && rest.is_empty()) {
        return;
    }
    if let Some(field) = Rc::make_mut(object).fields.get_mut(key) {
        field.is_required = true;
        require(&mut field.value, rest);
    }
}
