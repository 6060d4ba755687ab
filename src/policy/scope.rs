//! Of what a rule can speak: the kinds of document, and the states and types of finding. The gate asks no package that cannot
//! speak of what it judges.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::manifest::{Kind, Subject};

/// Of what a rule, or a package of rules, can speak. An empty set of states or types stands for all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The kinds of document.
    pub kinds: BTreeSet<Kind>,
    /// The states.
    pub states: BTreeSet<String>,
    /// The types of finding.
    pub types: BTreeSet<String>,
}

impl Scope {
    /// Whether a rule of this scope can speak of that.
    #[must_use]
    pub fn includes(&self, subject: Subject<'_>) -> bool {
        let fits = |allowed: &BTreeSet<String>, word: Option<&str>| {
            allowed.is_empty() || word.is_none_or(|word| allowed.contains(word))
        };
        self.kinds.contains(&subject.kind)
            && fits(&self.states, subject.state)
            && fits(&self.types, subject.finding_type)
    }

    /// Widens the scope until it includes all that another includes.
    pub fn widen(&mut self, other: &Self) {
        if self.kinds.is_empty() {
            *self = other.clone();
            return;
        }
        self.kinds.extend(&other.kinds);
        for (all, more) in [(&mut self.states, &other.states), (&mut self.types, &other.types)] {
            if all.is_empty() || more.is_empty() {
                all.clear();
            } else {
                all.extend(more.iter().cloned());
            }
        }
    }

    /// The scope as Rego, over the input document: one body for each kind.
    pub(crate) fn to_rego(&self) -> Vec<String> {
        let body = |kind: &Kind| {
            let mut body = format!("input.kind == \"{}\"", kind.as_str());
            let mut within = |key: &str, words: &BTreeSet<String>| {
                if !words.is_empty() {
                    let words: Vec<String> =
                        words.iter().map(|word| serde_json::Value::from(word.as_str()).to_string()).collect();
                    let _ = write!(body, "; {key} in {{{}}}", words.join(", "));
                }
            };
            match kind {
                Kind::Finding => {
                    within("input.finding.state", &self.states);
                    within("input.finding.type", &self.types);
                }
                Kind::AccessReview => within("input.review.state", &self.states),
                // What is deleted may be a finding or a review; `Scope::includes` knows its state.
                Kind::Organization | Kind::Waiver | Kind::Deletion => {}
            }
            body
        };
        self.kinds.iter().map(body).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(kinds: &[Kind], states: &[&str], types: &[&str]) -> Scope {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        Scope { kinds: kinds.iter().copied().collect(), states: words(states), types: words(types) }
    }

    #[test]
    fn a_scope_includes_what_fits_all_it_names() {
        let scope = scope(&[Kind::Finding], &["closed"], &["leaked_secret"]);
        let subject =
            |state, finding_type| Subject { kind: Kind::Finding, state: Some(state), finding_type: Some(finding_type) };
        assert!(scope.includes(subject("closed", "leaked_secret")));
        assert!(!scope.includes(subject("open", "leaked_secret")));
        assert!(!scope.includes(subject("closed", "vulnerability")));
        assert!(!scope.includes(Subject::ORGANIZATION));
    }

    #[test]
    fn a_widened_scope_is_as_wide_as_the_widest() {
        let mut wide = Scope::default();
        wide.widen(&scope(&[Kind::Finding], &["closed"], &["leaked_secret"]));
        wide.widen(&scope(&[Kind::AccessReview], &["completed"], &[]));
        assert_eq!(wide, scope(&[Kind::Finding, Kind::AccessReview], &["closed", "completed"], &[]));
        assert_eq!(
            wide.to_rego(),
            [
                r#"input.kind == "Finding"; input.finding.state in {"closed", "completed"}"#,
                r#"input.kind == "AccessReview"; input.review.state in {"closed", "completed"}"#,
            ]
        );
    }
}
