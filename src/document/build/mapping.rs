//! The end of a mapping: merge keys and duplicates.

use super::frame::moved;
use super::{Builder, Stop};
use crate::document::node::{Entry, Map, Node, Span, Value};
use crate::document::problem::{Problem, ProblemCode};
use crate::document::text::shown;

impl Builder<'_> {
    /// Applies merge keys and refuses duplicates: a key of the mapping itself wins over merged ones, and of
    /// these the first. The entries are taken out of their list.
    pub(super) fn close_map(&mut self, entries: &mut Vec<Entry>, merges: Vec<(Span, Node)>) -> Result<Map, Stop> {
        let own = entries.len();
        for pair in merges.windows(2) {
            if let [(first, _), (second, _)] = pair {
                self.duplicate("<<", *first, *second)?;
            }
        }
        for (key_span, node) in merges {
            self.merge(entries, key_span, node)?;
        }
        if entries.len() <= Map::SEARCHED_THROUGH && are_different(entries) {
            return Ok(Map::new(moved(entries)));
        }
        let key_at = |at: u32| entries.get(at as usize).map_or("", |entry| &*entry.key);
        // INVARIANT: the limit of values is far below 2^32.
        let mut order: Box<[u32]> = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|&a, &b| key_at(a).cmp(key_at(b)).then(a.cmp(&b)));
        let mut repeated = Vec::new();
        let mut first = 0;
        for (rank, &at) in order.iter().enumerate() {
            if rank == 0 || key_at(at) != key_at(first) {
                first = at;
            // A key that could not be read stands here as an empty one; it has been reported.
            } else if !key_at(at).is_empty() {
                repeated.push((first, at));
            }
        }
        if repeated.is_empty() {
            return Ok(Map::sorted(moved(entries), order));
        }
        repeated.sort_unstable_by_key(|&(_, at)| at);
        for &(first, at) in repeated.iter().filter(|&&(_, at)| (at as usize) < own) {
            if let (Some(first), Some(second)) = (entries.get(first as usize), entries.get(at as usize)) {
                self.duplicate(&second.key, first.key_span, second.key_span)?;
            }
        }
        let mut drop_at = repeated.iter().map(|&(_, at)| at).peekable();
        let mut at = 0;
        entries.retain(|_| {
            let is_dropped = drop_at.next_if_eq(&at).is_some();
            at += 1;
            !is_dropped
        });
        Ok(Map::new(moved(entries)))
    }

    fn merge(&mut self, entries: &mut Vec<Entry>, key_span: Span, node: Node) -> Result<(), Stop> {
        let via = node.via;
        let sources = match node.value {
            Value::List(nodes) => nodes,
            value => vec![Node { value, span: node.span, via }],
        };
        for source in sources {
            let source_via = via.or(source.via).unwrap_or(key_span);
            // An alias in a spoiled document was not followed.
            if source.via.is_some() && self.is_spoiled() {
                continue;
            }
            let kind = source.kind();
            let Value::Map(map) = source.value else {
                let problem =
                    Problem::new(ProblemCode::InvalidMerge, key_span, format!("`<<` merges mappings, found {kind}"));
                self.problem(problem.with_help("name a mapping with `*alias`; a key of that name needs quotes"))?;
                continue;
            };
            entries.extend(map.into_entries().into_iter().map(|mut entry| {
                entry.value.via = Some(source_via);
                entry
            }));
        }
        Ok(())
    }

    fn duplicate(&mut self, key: &str, first: Span, second: Span) -> Result<(), Stop> {
        let (one, other) = (first.slice(self.text), second.slice(self.text));
        let help = if one == other {
            "remove one of the two: readers do not agree on which one counts".to_owned()
        } else {
            format!("{} and {} are the same key: remove one of the two", shown(one), shown(other))
        };
        let problem = Problem::new(ProblemCode::DuplicateKey, second, format!("duplicate key {}", shown(key)));
        self.problem(problem.with_label("here again").with_related(first, "first given here").with_help(help))
    }
}

/// Tells whether no key of a short mapping is there twice.
fn are_different(entries: &[Entry]) -> bool {
    let is_new = |(at, entry): (usize, &Entry)| entries.iter().take(at).all(|other| other.key != entry.key);
    entries.iter().enumerate().all(is_new)
}
