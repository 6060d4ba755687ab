//! `anyOf` and `oneOf`: hearing only the complaints of the branch that was meant.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value as Json;

use super::names::types;
use super::words::Words;
use crate::document::node::Node;
use crate::document::path::Segment;
use crate::document::problem::{Problem, ProblemCode as Code};
use crate::document::text::{either, shown};

type Branch = Vec<ValidationError<'static>>;

impl Words<'_> {
    /// Says why a value fits no branch; `branches` are what each of them complains of.
    pub(super) fn no_branch(
        &self,
        base: &str,
        path: &[Segment],
        node: &Node,
        branches: &[Branch],
        out: &mut Vec<Problem>,
    ) {
        let is_here = |error: &ValidationError<'_>| error.instance_path().as_str() == base;
        let wrong_types = |error: &ValidationError<'_>| match error.kind() {
            Kind::Type { kind } if is_here(error) => Some(types(kind)),
            _ => None,
        };
        let fits = |branch: &&Branch| branch.iter().all(|error| wrong_types(error).is_none());
        let fitting: Vec<&Branch> = branches.iter().filter(fits).collect();
        if fitting.is_empty() {
            let mut expected = Vec::new();
            for name in branches.iter().flatten().filter_map(wrong_types).flatten() {
                if !expected.contains(&name) {
                    expected.push(name);
                }
            }
            out.push(self.wrong_type(path, node, &expected));
        } else if let Some(problem) = self.same_complaint(&is_here, path, node, &fitting) {
            out.push(problem);
        } else if let Some(meant) = meant(base, &fitting) {
            meant.iter().for_each(|error| self.translate(error, out));
        } else {
            let mut reasons: Vec<String> = Vec::new();
            for first in fitting.iter().filter_map(|branch| branch.first()) {
                let mut problems = Vec::new();
                self.translate(first, &mut problems);
                reasons.extend(problems.into_iter().map(|problem| problem.message).take(1));
            }
            reasons.dedup();
            let message = format!("{} that fits none of the allowed forms", node.kind());
            let problem = self.at(Code::SchemaValue, path, message);
            out.push(problem.with_help(format!("mend one of these: {}", reasons.join("; "))));
        }
    }

    /// One problem for branches that all complain of the same thing about the value itself.
    fn same_complaint(
        &self,
        is_here: &impl Fn(&ValidationError<'_>) -> bool,
        path: &[Segment],
        node: &Node,
        branches: &[&Branch],
    ) -> Option<Problem> {
        let all = || branches.iter().flat_map(|branch| branch.iter());
        if !all().all(is_here) {
            return None;
        }
        let formats =
            all().map(|error| if let Kind::Format { format } = error.kind() { Some(&**format) } else { None });
        if let Some(formats) = formats.collect::<Option<Vec<&str>>>() {
            return Some(self.wrong_format(path, node, &formats));
        }
        let options = all().map(|error| match error.kind() {
            Kind::Enum { options } => options.as_array().cloned(),
            Kind::Constant { expected_value } => Some(vec![(**expected_value).clone()]),
            _ => None,
        });
        if let Some(options) = options.collect::<Option<Vec<Vec<Json>>>>() {
            return Some(self.not_allowed(path, node, &options.concat()));
        }
        let keys = all().map(|error| match error.kind() {
            Kind::Required { property } => property.as_str().map(shown),
            _ => None,
        });
        let keys = keys.collect::<Option<Vec<String>>>().filter(|_| branches.len() > 1)?;
        Some(self.at(Code::SchemaMissingKey, path, format!("missing one of the keys {}", either(&keys))))
    }
}

/// The branch that was probably meant: a wrong constant one level below the value, the mark that tells forms apart,
/// speaks against one; then the fewest complaints win.
fn meant<'b>(base: &str, branches: &[&'b Branch]) -> Option<&'b Branch> {
    let is_mark = |error: &&ValidationError<'_>| {
        let below = error.instance_path().as_str().strip_prefix(base).unwrap_or_default();
        below.matches('/').count() == 1 && matches!(error.kind(), Kind::Enum { .. } | Kind::Constant { .. })
    };
    let mut ranked: Vec<((usize, usize), &Branch)> =
        branches.iter().map(|branch| ((branch.iter().filter(is_mark).count(), branch.len()), *branch)).collect();
    ranked.sort_by_key(|(cost, _)| *cost);
    match ranked.as_slice() {
        [(_, only)] => Some(only),
        [(best, first), (second, _), ..] if best < second => Some(first),
        _ => None,
    }
}
