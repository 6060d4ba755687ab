//! Events of a parser to a tree: limits, aliases, merge keys, and what a key may be.
//!
//! Nothing here recurses over the file. A problem spoils its document, which is then dropped, but reading goes on so
//! that all problems of a file are seen; only a limit ends the file.

mod frame;
mod mapping;

use super::limits::{DEEPEST, Document, Limits, Parsed};
use super::node::{Entry, Node, Span, Value};
use super::problem::{Problem, ProblemCode};
use super::scalar::key_text;
use super::text::shown;
use frame::{Anchor, Frame, Items, Key, Open, Place, Tally, moved};

/// A limit was passed: reading ends.
#[derive(Debug)]
pub(super) struct Stop;

/// A key of serde_json's own that turns a mapping into a number, or worse, for whoever deserialises it.
const RESERVED: &str = "$serde_json::private::";

/// Builds the documents of one file.
pub(super) struct Builder<'a> {
    text: &'a str,
    limits: &'a Limits,
    parsed: Parsed,
    open: Option<Open>,
    next_index: usize,
    nodes: usize,
    copied: usize,
    /// Problems of the same file that were found before its text.
    problems_before: usize,
    /// Emptied lists that have room: what is built is moved out of them into no more room than it needs.
    spare_nodes: Vec<Vec<Node>>,
    spare_entries: Vec<Vec<Entry>>,
}

impl<'a> Builder<'a> {
    pub(super) fn new(text: &'a str, limits: &'a Limits) -> Self {
        Self {
            text,
            limits,
            parsed: Parsed::default(),
            open: None,
            next_index: 0,
            nodes: 0,
            copied: 0,
            problems_before: 0,
            spare_nodes: Vec::new(),
            spare_entries: Vec::new(),
        }
    }

    pub(super) fn problems_before(&mut self, number: usize) {
        self.problems_before = number;
    }

    pub(super) fn finish(mut self) -> Parsed {
        self.parsed.problems.sort_by_key(|problem| problem.span);
        self.parsed.warnings.sort_by_key(|problem| problem.span);
        self.parsed
    }

    pub(super) fn problem(&mut self, problem: Problem) -> Result<(), Stop> {
        let span = problem.span;
        self.parsed.problems.push(problem);
        if self.problems_before + self.parsed.problems.len() < self.limits.problems {
            return Ok(());
        }
        let message = format!("more than {} problems: the rest of the file was not read", self.limits.problems);
        self.parsed.problems.push(Problem::new(ProblemCode::LimitProblems, span, message));
        Err(Stop)
    }

    pub(super) fn warning(&mut self, warning: Problem) {
        if self.parsed.warnings.len() < self.limits.problems {
            self.parsed.warnings.push(warning);
        }
    }

    pub(super) fn limit(&mut self, code: ProblemCode, span: Span, message: String) -> Stop {
        self.parsed.problems.push(Problem::new(code, span, message));
        Stop
    }

    /// Begins a document; `span` is its `---`, if it has one, and `at` the place to complain at.
    pub(super) fn start_document(&mut self, span: Option<Span>, at: Span) -> Result<(), Stop> {
        if self.next_index >= self.limits.documents {
            let message = format!("more than {} documents in a file", self.limits.documents);
            return Err(self.limit(ProblemCode::LimitDocuments, at, message));
        }
        self.next_index += 1;
        self.open = Some(Open { span, problems_before: self.parsed.problems.len(), ..Open::default() });
        Ok(())
    }

    pub(super) fn end_document(&mut self) {
        let Some(open) = self.open.take() else { return };
        if self.parsed.problems.len() > open.problems_before {
            return;
        }
        let mut span = open.span.unwrap_or_default();
        let root = open.root.unwrap_or_else(|| Node::new(Value::Null, Span { start: span.end, end: span.end }));
        span.start = span.start.min(root.span.start);
        self.parsed.documents.push(Document { index: self.next_index.saturating_sub(1), root, span });
    }

    /// Gives up the document that is open; a document whose very beginning is broken counts too.
    pub(super) fn abandon_document(&mut self) {
        if self.open.take().is_none() {
            self.next_index += 1;
        }
    }

    pub(super) fn expects_key(&self) -> bool {
        let top = self.open.as_ref().and_then(|open| open.frames.last());
        matches!(top, Some(Frame { items: Items::Map { key: None, .. }, .. }))
    }

    /// The key whose value comes next.
    pub(super) fn pending_key(&self) -> Option<Span> {
        match self.open.as_ref()?.frames.last()? {
            Frame { items: Items::Map { key: Some(key), .. }, .. } => Some(key.span),
            _ => None,
        }
    }

    /// The bracket that was opened last and is still open.
    pub(super) fn open_bracket(&self) -> Option<Span> {
        let frame = self.open.as_ref()?.frames.iter().rev().find(|frame| frame.is_flow)?;
        Some(Span { start: frame.span.start, end: frame.span.start + 1 })
    }

    pub(super) fn start_list(&mut self, span: Span, is_flow: bool, anchor: usize) -> Result<(), Stop> {
        let nodes = self.spare_nodes.pop().unwrap_or_default();
        self.start(Items::List(nodes), span, is_flow, anchor)
    }

    pub(super) fn start_map(&mut self, span: Span, is_flow: bool, anchor: usize) -> Result<(), Stop> {
        let entries = self.spare_entries.pop().unwrap_or_default();
        self.start(Items::Map { entries, key: None, merges: Vec::new() }, span, is_flow, anchor)
    }

    fn start(&mut self, items: Items, span: Span, is_flow: bool, anchor: usize) -> Result<(), Stop> {
        let is_key = self.expects_key();
        if is_key {
            let kind = if matches!(items, Items::List(_)) { "list" } else { "mapping" };
            self.problem(
                Problem::new(ProblemCode::InvalidKey, span, format!("a {kind} cannot be a key"))
                    .with_help("write a text as the key; a text with brackets or braces needs quotes"),
            )?;
        }
        self.count(1, span)?;
        let depth = self.open.as_ref().map_or(0, |open| open.frames.len());
        self.check_depth(depth + 1, span)?;
        // A pair that stands in a list without braces has no bracket.
        let is_flow = is_flow && !span.is_empty();
        let frame = Frame { items, span, is_flow, is_key, anchor, tally: Tally::collection() };
        if let Some(open) = &mut self.open {
            open.frames.push(frame);
        }
        Ok(())
    }

    /// Ends a list or mapping; `bracket` is the closing one of a flow collection.
    pub(super) fn end(&mut self, bracket: Option<Span>) -> Result<(), Stop> {
        let Some(frame) = self.open.as_mut().and_then(|open| open.frames.pop()) else { return Ok(()) };
        let end = bracket.filter(|_| frame.is_flow).map_or(frame.span.end, |bracket| bracket.end);
        let span = Span { start: frame.span.start, end: end.max(frame.span.end) };
        let value = match frame.items {
            Items::List(mut nodes) => {
                let list = moved(&mut nodes);
                self.spare_nodes.push(nodes);
                Value::List(list)
            }
            Items::Map { mut entries, merges, .. } => {
                let map = self.close_map(&mut entries, merges)?;
                self.spare_entries.push(entries);
                Value::Map(map)
            }
        };
        if frame.is_key {
            self.set_key("", span, false);
            return Ok(());
        }
        self.complete(Node::new(value, span), span, frame.tally, frame.anchor)
    }

    /// A scalar as a value.
    pub(super) fn value(&mut self, value: Value, span: Span, anchor: usize) -> Result<(), Stop> {
        self.count(1, span)?;
        let text = if let Value::String(text) = &value { text.len() } else { 0 };
        self.complete(Node::new(value, span), span, Tally::leaf(text), anchor)
    }

    /// A scalar as a key; `source` is what the file says where that is not in quotes.
    pub(super) fn key(&mut self, value: &Value, source: Option<&str>, span: Span, anchor: usize) -> Result<(), Stop> {
        let text = key_text(value);
        let (code, message, help) = match &text {
            _ if anchor != 0 => (ProblemCode::InvalidKey, "an anchor on a key".to_owned(), "remove the anchor"),
            None => (ProblemCode::InvalidKey, "a key cannot be null".to_owned(), "write a text as the key"),
            Some(text) if text.is_empty() => {
                (ProblemCode::InvalidKey, "a key cannot be empty".to_owned(), "write a text as the key")
            }
            Some(text) if text.starts_with(RESERVED) => {
                let message = format!("{} is a reserved key", shown(text));
                (ProblemCode::ReservedKey, message, "choose another key: a reader could take this mapping for a number")
            }
            Some(text) if source.is_some_and(|source| source != text) => {
                let (source, text) = (shown(source.unwrap_or_default()), shown(text));
                (ProblemCode::InvalidKey, format!("the key {source} would become {text}"), "put the key into quotes")
            }
            Some(text) => {
                let is_merge = source.is_some() && text == "<<";
                self.set_key(text, span, is_merge);
                return Ok(());
            }
        };
        self.set_key("", span, false);
        self.problem(Problem::new(code, span, message).with_help(help))
    }

    /// A key that cannot be read; the caller has said why. Its value is still looked at.
    pub(super) fn bad_key(&mut self, span: Span) {
        self.set_key("", span, false);
    }

    pub(super) fn alias(&mut self, id: usize, span: Span) -> Result<(), Stop> {
        if self.expects_key() {
            self.bad_key(span);
            let problem = Problem::new(ProblemCode::InvalidKey, span, "an alias cannot be a key");
            return self.problem(problem.with_help("write the key out"));
        }
        let is_spoiled = self.is_spoiled();
        let Some(open) = &self.open else { return Ok(()) };
        let Some(anchor) = open.anchors.get(&id) else {
            let whole = open.frames.iter().find(|frame| frame.anchor == id).map(|frame| frame.span.start);
            let mut problem = Problem::new(ProblemCode::AliasCycle, span, "an alias inside the value it stands for")
                .with_help("write the inner value out");
            if let Some(at) = whole {
                problem = problem.with_related(Span { start: at, end: at }, "the value begins here");
            }
            self.problem(problem)?;
            return self.value(Value::Null, span, 0);
        };
        let (tally, depth) = (anchor.tally, open.frames.len());
        self.count(tally.nodes, span)?;
        self.check_depth(depth + tally.height, span)?;
        self.copy(tally, span)?;
        // Nobody will see a spoiled document, and its paths may lead to other values than those that were counted.
        let mut node = if is_spoiled { None } else { self.anchored(id).cloned() }.unwrap_or_default();
        node.via = Some(span);
        self.complete(node, span, tally, 0)
    }

    fn copy(&mut self, tally: Tally, span: Span) -> Result<(), Stop> {
        self.copied = self.copied.saturating_add(tally.bytes);
        if self.copied <= self.limits.alias_bytes {
            return Ok(());
        }
        let message = format!("aliases copy more than {} bytes", self.limits.alias_bytes);
        Err(self.limit(ProblemCode::LimitAliases, span, message))
    }

    /// Tells whether the document that is open has a problem.
    fn is_spoiled(&self) -> bool {
        self.open.as_ref().is_some_and(|open| self.parsed.problems.len() > open.problems_before)
    }

    fn anchored(&self, id: usize) -> Option<&Node> {
        let open = self.open.as_ref()?;
        let path = match &open.anchors.get(&id)?.place {
            Place::Copy(node) => return Some(node),
            Place::Path(path) => path,
        };
        // As long as the path goes through collections that are still open, it goes through the frames.
        let is_open = |(at, frame): &(&usize, &Frame)| **at == frame.next_child();
        let depth = path.iter().zip(&open.frames).take_while(is_open).count();
        let mut below = path.get(depth..)?.iter();
        let first = open.frames.get(depth)?.child(*below.next()?)?;
        below.try_fold(first, |node, &at| match &node.value {
            Value::List(nodes) => nodes.get(at),
            Value::Map(map) => map.iter().as_slice().get(at).map(|entry| &entry.value),
            _ => None,
        })
    }

    /// Puts a value into its place; `span` is where it stands, which for an alias is not where it is written.
    fn complete(&mut self, node: Node, span: Span, tally: Tally, anchor: usize) -> Result<(), Stop> {
        let is_merged = |open: &Open| open.frames.iter().any(Frame::is_in_merge);
        let is_copied = anchor != 0 && self.open.as_ref().is_some_and(is_merged);
        if is_copied {
            self.copy(tally, span)?;
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        open.reach(span);
        if anchor != 0 {
            let place = if is_copied {
                Place::Copy(Box::new(node.clone()))
            } else {
                Place::Path(open.frames.iter().map(Frame::next_child).collect())
            };
            open.anchors.insert(anchor, Anchor { tally, place });
        }
        let Some(frame) = open.frames.last_mut() else {
            open.root = Some(node);
            return Ok(());
        };
        frame.span.end = frame.span.end.max(span.end);
        frame.tally.add(tally);
        match &mut frame.items {
            Items::List(nodes) => nodes.push(node),
            Items::Map { entries, key, merges } => match key.take() {
                Some(Key { is_merge: true, span, .. }) => merges.push((span, node)),
                Some(Key { text, span, .. }) => {
                    frame.tally.bytes += text.len() + size_of::<Entry>() - size_of::<Node>();
                    entries.push(Entry { key: text, key_span: span, value: node });
                }
                None => {}
            },
        }
        Ok(())
    }

    fn set_key(&mut self, text: &str, span: Span, is_merge: bool) {
        let Some(open) = &mut self.open else { return };
        open.reach(span);
        let Some(Frame { items: Items::Map { key, .. }, span: whole, .. }) = open.frames.last_mut() else { return };
        whole.end = whole.end.max(span.end);
        *key = Some(Key { text: text.into(), span, is_merge });
    }

    fn count(&mut self, nodes: usize, span: Span) -> Result<(), Stop> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes <= self.limits.nodes {
            return Ok(());
        }
        let message = format!("more than {} values in a file", self.limits.nodes);
        Err(self.limit(ProblemCode::LimitNodes, span, message))
    }

    fn check_depth(&mut self, depth: usize, span: Span) -> Result<(), Stop> {
        let deepest = self.limits.depth.min(DEEPEST);
        if depth <= deepest {
            return Ok(());
        }
        Err(self.limit(ProblemCode::LimitDepth, span, format!("nested more than {deepest} deep")))
    }
}
