//! Turns a run into text, one format a file.

mod advice;
mod excerpt;
mod explanation;
mod explanation_json;
mod html;
mod human;
mod json;
mod junit;
mod lint;
mod located;
mod ndjson;
mod printable;
mod rule_page;
mod rules;
mod sarif;
mod suggestion;
mod tap;
mod tests_cases;
mod tests_human;
mod tests_json;
mod tests_junit;
mod tests_lcov;
mod tests_why;
mod values;
mod wrap;

pub(crate) use crate::wording::count;
pub use explanation::{ExplainedDocument, render as explanation};
pub use explanation_json::render as explanation_json;
pub use html::render as html;
pub use human::{Human, render as human};
pub use json::render as json;
pub use junit::render as junit;
pub use lint::Lint;
pub use ndjson::render as ndjson;
pub use rule_page::{RulePage, effect as rule_effect, rule_page};
pub use rules::{RuleList, human as rules_human, json as rules_json};
pub use sarif::render as sarif;
pub use tap::render as tap;
pub use tests_human::render as tests_human;
pub use tests_json::render as tests_json;
pub use tests_junit::render as tests_junit;
pub use tests_lcov::render as tests_lcov;

use std::path::PathBuf;

use crate::{
    diagnostic::{Diagnostic, Severity, Sources},
    exit::Exit,
    gate::{BaselineUse, Decision, EvaluationTime, Verdict, WaiverUse},
    manifest::Kind,
    org::FeedSnapshot,
    policy::Catalogue,
};

/// The result of a run, before it is put into words.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The decisions, in the order of files and documents.
    pub decisions: Vec<Decision>,
    /// What could not be read or loaded.
    pub problems: Vec<Diagnostic>,
    /// Worth knowing; changes no verdict.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the others point into.
    pub sources: Sources,
    /// The evaluation time; nothing if the run ended before it was known.
    pub at: Option<EvaluationTime>,
    /// The name of the profile.
    pub profile: Option<String>,
    /// The configuration file.
    pub config: Option<PathBuf>,
    /// The feed snapshots that were used.
    pub feeds: Vec<FeedSnapshot>,
    /// The rules that were loaded.
    pub catalogue: Catalogue,
    /// Whether warnings fail the run.
    pub fails_on_warnings: bool,
    /// The waivers of the organization, and what came of each.
    pub waivers: Vec<WaiverUse>,
    /// What came of the baseline, if there is one.
    pub baseline: Option<BaselineUse>,
    /// What checking the policies found; nothing if none were checked.
    pub lint: Option<Lint>,
}

impl Run {
    /// The decisions on documents of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().filter(move |decision| decision.kind == kind)
    }

    /// What was judged, in words: `70 findings and 2 access reviews`, or `4 files of organization data`.
    #[must_use]
    pub fn judged(&self) -> String {
        let of_data = self.of_kind(Kind::Organization).count();
        let of_data = (of_data > 0).then(|| format!("{} of organization data", count(of_data, "file")));
        let of_policies = self.lint.as_ref().map(|lint| format!("{} of policies", count(lint.files, "file")));
        let files: Vec<String> = of_policies.into_iter().chain(of_data).collect();
        if !files.is_empty() {
            return files.join(" and ");
        }
        let findings = self.of_kind(Kind::Finding).count();
        match self.of_kind(Kind::AccessReview).count() {
            0 => count(findings, "finding"),
            reviews if findings == 0 => count(reviews, "access review"),
            reviews => format!("{} and {}", count(findings, "finding"), count(reviews, "access review")),
        }
    }

    /// How many documents have a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        self.decisions.iter().filter(|decision| decision.verdict == verdict).count()
    }

    /// The exit code. What could not be judged wins over what is blocked: a broken manifest hides behind nothing.
    #[must_use]
    pub fn exit(&self) -> Exit {
        let has_problem = self.problems.iter().any(|problem| problem.severity == Severity::Error);
        let has_finding = self.lint.as_ref().is_some_and(|lint| lint.count(Severity::Error) > 0);
        if has_problem || self.count(Verdict::Error) > 0 {
            Exit::Error
        } else if has_finding || self.count(Verdict::Blocked) > 0 || self.is_failed_by_warnings() {
            Exit::Blocked
        } else if self.decisions.iter().any(|decision| decision.rules_applied == 0) {
            self.exit_with_unjudged()
        } else if self.decisions.is_empty() && self.lint.is_none() {
            Exit::Nothing
        } else {
            Exit::Passed
        }
    }

    fn is_failed_by_warnings(&self) -> bool {
        let warns = self.decisions.iter().any(|decision| !decision.warnings.is_empty());
        self.fails_on_warnings && (warns || !self.warnings.is_empty())
    }

    /// Some finding was judged by no rule at all: that is no pass. If none was, there was nothing to judge.
    fn exit_with_unjudged(&self) -> Exit {
        if self.decisions.iter().all(|decision| decision.rules_applied == 0) { Exit::Nothing } else { Exit::Error }
    }
}
