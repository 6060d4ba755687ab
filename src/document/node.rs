//! The tree: values in the order of the file, each with the bytes it came from.

use std::fmt;
use std::sync::Arc;

use serde_json::Value as Json;

/// Byte range in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte after the range.
    pub end: u32,
}

impl Span {
    /// Makes the range from `start` to `end`; offsets past 4 GiB, which no limit allows, end at 4 GiB.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// Is the same range in a text that has so many bytes more before it; past 4 GiB it ends at 4 GiB.
    #[must_use]
    pub const fn moved(self, bytes: u32) -> Self {
        Self { start: self.start.saturating_add(bytes), end: self.end.saturating_add(bytes) }
    }

    /// Is the same range for indexing.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Gives the part of `text` that the range covers; nothing where the text is not the one it was made for.
    #[must_use]
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }

    /// Tells whether the range has no bytes.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Tells whether `other` lies inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Span> for miette::SourceSpan {
    fn from(span: Span) -> Self {
        (span.start as usize, span.range().len()).into()
    }
}

/// A value with its place.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it is written: for a value that came through an alias, at the anchor.
    pub span: Span,
    /// The `*alias` or `<<` through which it came; set on the top of what was copied, not on the values below it.
    pub via: Option<Span>,
}

/// A value of the YAML 1.2 core schema, which are the values of JSON.
#[derive(Clone, Debug, Default)]
pub enum Value {
    /// `null`, `~` or nothing.
    #[default]
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that 64 bits hold.
    Integer(Integer),
    /// Any other number; always finite.
    Float(f64),
    /// Text; also dates. It is shared with the values that an engine makes of the tree.
    String(Arc<str>),
    /// A list.
    List(Vec<Node>),
    /// A mapping.
    Map(Map),
}

/// A whole number from `i64::MIN` to `u64::MAX`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Integer {
    // INVARIANT: zero is not negative, and a negative magnitude is at most 2^63.
    negative: bool,
    magnitude: u64,
}

impl Integer {
    /// Makes the number of that sign and size, if 64 bits hold it.
    #[must_use]
    pub fn from_parts(negative: bool, magnitude: u64) -> Option<Self> {
        let fits = !negative || magnitude <= i64::MIN.unsigned_abs();
        fits.then_some(Self { negative: negative && magnitude != 0, magnitude })
    }

    /// Gives the number where it fits an `i64`.
    #[must_use]
    pub fn as_i64(self) -> Option<i64> {
        i64::try_from(self.as_i128()).ok()
    }

    /// Gives the number where it is not negative.
    #[must_use]
    pub fn as_u64(self) -> Option<u64> {
        (!self.negative).then_some(self.magnitude)
    }

    /// Gives the number, which always fits.
    #[must_use]
    pub fn as_i128(self) -> i128 {
        let magnitude = i128::from(self.magnitude);
        if self.negative { -magnitude } else { magnitude }
    }
}

impl fmt::Display for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_i128().fmt(f)
    }
}

impl fmt::Debug for Integer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_i128().fmt(f)
    }
}

/// Keys and values in the order of the file; what merge keys brought in stands at the end.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Box<[Entry]>,
    // Positions sorted by key, for mappings too long to search through. Boxed twice to keep a `Node` at 56 bytes.
    index: Option<Box<Index>>,
}

#[derive(Clone, Debug)]
struct Index(Box<[u32]>);

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key as text; shared as texts are.
    pub key: Arc<str>,
    /// Where the key is written, with its quotes.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

impl Map {
    /// The most keys through which a lookup just goes.
    pub(super) const SEARCHED_THROUGH: usize = 16;

    /// Makes a mapping; of two equal keys, which no reader lets through, lookups see one.
    #[must_use]
    pub fn new(entries: Vec<Entry>) -> Self {
        if entries.len() <= Self::SEARCHED_THROUGH {
            return Self { entries: entries.into_boxed_slice(), index: None };
        }
        let mut order: Box<[u32]> = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by_key(|&at| entries.get(at as usize).map(|entry| &*entry.key));
        Self::sorted(entries, order)
    }

    /// Makes a mapping; `order` is the positions sorted by key.
    pub(super) fn sorted(entries: Vec<Entry>, order: Box<[u32]>) -> Self {
        let index = (entries.len() > Self::SEARCHED_THROUGH).then(|| Box::new(Index(order)));
        Self { entries: entries.into_boxed_slice(), index }
    }

    /// Finds the value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// Finds a key with its value.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        let Some(index) = &self.index else { return self.iter().find(|entry| &*entry.key == key) };
        let key_at = |at: u32| self.entries.get(at as usize).map_or("", |entry| &*entry.key);
        let found = index.0.binary_search_by(|&at| key_at(at).cmp(key)).ok()?;
        self.entries.get(*index.0.get(found)? as usize)
    }

    /// Goes through the keys and values in their order.
    pub fn iter(&self) -> std::slice::Iter<'_, Entry> {
        self.entries.iter()
    }

    /// Counts the keys.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Gives up the entries, in their order.
    #[must_use]
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries.into_vec()
    }
}

impl<'a> IntoIterator for &'a Map {
    type Item = &'a Entry;
    type IntoIter = std::slice::Iter<'a, Entry>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Node {
    /// Makes a value that is written at `span`.
    #[must_use]
    pub fn new(value: Value, span: Span) -> Self {
        Self { value, span, via: None }
    }

    /// Gives the text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// Gives the values of a list.
    #[must_use]
    pub fn as_list(&self) -> Option<&[Node]> {
        if let Value::List(items) = &self.value { Some(items) } else { None }
    }

    /// Gives the mapping.
    #[must_use]
    pub fn as_map(&self) -> Option<&Map> {
        if let Value::Map(map) = &self.value { Some(map) } else { None }
    }

    /// Finds the value of a key, where this is a mapping that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.get(key)
    }

    /// Says what kind of value it is, for messages: `a list`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Null if self.span.is_empty() => "no value",
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Integer(_) => "an integer",
            Value::Float(_) => "a number",
            Value::String(_) => "a string",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// Builds the same value without places.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => (*value).into(),
            Value::Integer(value) => value.as_u64().map_or_else(|| value.as_i64().into(), Into::into),
            Value::Float(value) => (*value).into(),
            Value::String(text) => (&**text).into(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Map(map) => {
                Json::Object(map.iter().map(|entry| (entry.key.to_string(), entry.value.to_json())).collect())
            }
        }
    }
}
