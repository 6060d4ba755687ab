//! JSON Schema 2020-12 over the tree: what is wrong, in words, on lines.

mod branch;
mod names;
mod outline;
mod tree;
mod words;

use std::fmt;

use jsonschema::{Draft, ValidationError, Validator};
use serde_json::Value as Json;

use super::node::{Node, Span, Value};
use super::path::Segment;
use super::problem::{Problem, ProblemCode};
use tree::Tree;
use words::Words;

/// The most problems of one document that are put into words.
const MOST: usize = 1_000;

/// The most values of a document in which every violation is looked for: the validator keeps them all in memory.
const LARGEST: usize = 250_000;

/// A schema, ready to check documents; made once, used on any number of threads.
pub struct Schema {
    json: Json,
    validator: Validator<Tree>,
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Schema").field("$id", &self.json.get("$id")).finish_non_exhaustive()
    }
}

impl Schema {
    /// Reads a schema of draft 2020-12, with `format` as a check.
    ///
    /// # Errors
    ///
    /// Text that is no JSON or no valid schema, and formats that are not known: a check that never fails is none.
    pub fn compile(json_text: &str) -> Result<Self, String> {
        let json: Json = serde_json::from_str(json_text).map_err(|error| format!("the schema is not JSON: {error}"))?;
        let validator = jsonschema::options_for::<Tree>()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(false)
            .build(&json)
            .map_err(|error| format!("the schema is not valid at `{}`: {error}", error.instance_path()))?;
        Ok(Self { json, validator })
    }

    /// Gives the schema as it was read.
    #[must_use]
    pub const fn json(&self) -> &Json {
        &self.json
    }

    /// Finds the subschemas for the value at a path: references are followed and all branches are taken, whatever the
    /// document. There is none where the schema does not know the path.
    #[must_use]
    pub fn subschemas(&self, path: &[Segment]) -> Vec<&Json> {
        outline::at(&self.json, path)
    }

    /// Tells whether a document fits, without saying why not.
    #[must_use]
    pub fn is_valid(&self, root: &Node) -> bool {
        self.validator.is_valid(root)
    }

    /// Finds every violation, by place; `text` is the file that the document was read from.
    ///
    /// Of a document with more than a thousand violations the first thousand are put into words, and one more
    /// problem says so. Of a document with more than 250,000 values only the first violation is looked for.
    #[must_use]
    pub fn validate(&self, root: &Node, text: &str) -> Vec<Problem> {
        if self.validator.is_valid(root) {
            return Vec::new();
        }
        let words = Words::new(&self.json, root, text);
        let is_huge = has_more_than(LARGEST, root);
        let mut errors: Vec<(Span, ValidationError<'_>)> = if is_huge {
            self.validator.validate(root).err().into_iter().map(|error| (root.span, error)).collect()
        } else {
            let errors = self.validator.iter_errors(root);
            errors.map(|error| (words.place(error.instance_path().as_str()), error)).collect()
        };
        let mut is_cut = is_huge || errors.len() > MOST;
        if errors.len() > MOST {
            errors.sort_by_key(|(span, _)| *span);
            errors.truncate(MOST);
        }
        let mut problems = Vec::new();
        for (_, error) in &errors {
            words.translate(error, &mut problems);
        }
        problems.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
        problems.dedup_by(|a, b| (a.span, a.code, &a.message) == (b.span, b.code, &b.message));
        // INVARIANT: what the validator refuses is never passed for want of words.
        if problems.is_empty() {
            let span = root.locate(&[]).label_span(text);
            problems.push(Problem::new(ProblemCode::SchemaValue, span, "the document does not fit its schema"));
        }
        is_cut |= problems.len() > MOST;
        problems.truncate(MOST);
        if is_cut {
            let span = problems.last().map_or(root.span, |problem| problem.span);
            let message = format!("there may be more: the search ended after {} problems", problems.len());
            problems.push(Problem::new(ProblemCode::LimitProblems, span, message));
        }
        problems
    }
}

fn has_more_than(most: usize, root: &Node) -> bool {
    let mut count = 0;
    let mut waiting = vec![root];
    while let Some(node) = waiting.pop() {
        count += 1;
        if count > most {
            return true;
        }
        match &node.value {
            Value::List(nodes) => waiting.extend(nodes),
            Value::Map(map) => waiting.extend(map.iter().map(|entry| &entry.value)),
            _ => {}
        }
    }
    false
}
