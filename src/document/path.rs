//! Ways into the tree, and the place to point at, also for a value that is not there.

use std::fmt;
use std::ops::Deref;

use super::node::{Node, Span, Value};

/// One step into a mapping or a list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// A key of a mapping.
    Key(Box<str>),
    /// A position in a list, from 0.
    Index(usize),
}

impl From<&str> for Segment {
    fn from(key: &str) -> Self {
        Self::Key(key.into())
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The steps from the root of a document to a value; shown as `ownership.history[2].by`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Path(pub Vec<Segment>);

impl Deref for Path {
    type Target = [Segment];

    fn deref(&self) -> &[Segment] {
        &self.0
    }
}

impl From<Vec<Segment>> for Path {
    fn from(segments: Vec<Segment>) -> Self {
        Self(segments)
    }
}

impl FromIterator<Segment> for Path {
    fn from_iter<I: IntoIterator<Item = Segment>>(segments: I) -> Self {
        Self(segments.into_iter().collect())
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key) => {
                    let is_plain = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '$'));
                    if key.is_empty() || !is_plain {
                        write!(f, "[{key:?}]")?;
                    } else if at == 0 {
                        f.write_str(key)?;
                    } else {
                        write!(f, ".{key}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

impl Path {
    /// Reads the form in which paths are shown: `ownership.history[2].by`, `labels["a b"]`. An empty text is the root.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut segments = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix("[\"") {
                let end = after.find("\"]")?;
                let key: String = serde_json::from_str(&format!("\"{}\"", after.get(..end)?)).ok()?;
                segments.push(Segment::Key(key.into()));
                rest = after.get(end + 2..)?;
            } else if let Some(after) = rest.strip_prefix('[') {
                let (index, after) = after.split_once(']')?;
                segments.push(Segment::Index(index.parse().ok()?));
                rest = after;
            } else {
                let key = if segments.is_empty() { rest } else { rest.strip_prefix('.')? };
                let end = key.find(['.', '[']).unwrap_or(key.len());
                segments.push(Segment::from(key.get(..end).filter(|key| !key.is_empty())?));
                rest = key.get(end..)?;
            }
        }
        Some(Self(segments))
    }
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The value, or the deepest value on the way to it.
    pub span: Span,
    /// Its key; for the root its first key; none in a list.
    pub key_span: Option<Span>,
    /// The alias or merge key through which the path goes, the outermost if several.
    pub via: Option<Span>,
    /// Whether the value is there.
    pub found: Found,
}

/// How far a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The value exists.
    Exact,
    /// Only an ancestor exists.
    Parent {
        /// The steps from that ancestor on.
        missing: Vec<Segment>,
    },
}

impl Location {
    /// Gives the bytes to underline: the value, or its key when the value is missing, empty or of several lines.
    #[must_use]
    pub fn label_span(&self, text: &str) -> Span {
        let slice = self.span.slice(text);
        if self.found == Found::Exact && !slice.is_empty() && !slice.contains(['\n', '\r']) {
            return self.span;
        }
        let first_line = slice.split(['\n', '\r']).next().map_or(0, str::len);
        self.key_span.unwrap_or_else(|| Span::new(self.span.range().start, self.span.range().start + first_line))
    }
}

impl Node {
    /// Follows a path.
    #[must_use]
    pub fn at(&self, path: &[Segment]) -> Option<&Node> {
        path.iter().try_fold(self, |node, segment| node.step(segment).map(|(node, _)| node))
    }

    /// Finds the place of a path, or of the deepest ancestor that exists.
    #[must_use]
    pub fn locate(&self, path: &[Segment]) -> Location {
        let first_key = self.as_map().and_then(|map| map.iter().next()).map(|entry| entry.key_span);
        let (mut node, mut key_span, mut via) = (self, first_key, self.via);
        let mut rest = path;
        while let Some((segment, after)) = rest.split_first() {
            let Some((child, child_key)) = node.step(segment) else { break };
            via = via.or(child.via);
            (node, key_span, rest) = (child, child_key, after);
        }
        let found = if rest.is_empty() { Found::Exact } else { Found::Parent { missing: rest.to_vec() } };
        Location { span: node.span, key_span, via, found }
    }

    fn step(&self, segment: &Segment) -> Option<(&Node, Option<Span>)> {
        match (&self.value, segment) {
            (Value::Map(map), Segment::Key(key)) => map.entry(key).map(|entry| (&entry.value, Some(entry.key_span))),
            (Value::List(items), Segment::Index(index)) => items.get(*index).map(|node| (node, None)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_as_it_is_shown() {
        for text in ["", "due", "ownership.history[2].by", "[0].a", "labels[\"a b\"].c", "labels[\"\"]"] {
            assert_eq!(Path::parse(text).map(|path| path.to_string()).as_deref(), Some(text));
        }
        for text in [".due", "due.", "due[x]", "due[", "a..b", "a[0]b"] {
            assert_eq!(Path::parse(text), None, "{text}");
        }
    }
}
