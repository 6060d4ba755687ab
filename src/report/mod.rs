//! Turns a run into text, one format a file.

mod advice;
mod annotations;
mod azure;
mod complaint;
mod excerpt;
mod explanation;
mod explanation_json;
mod forge;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod junit;
mod lint;
mod located;
mod markdown;
mod ndjson;
mod note;
mod printable;
mod rule_page;
mod rules;
mod sarif;
mod suggestion;
mod summary;
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
pub use azure::render as azure;
pub use explanation::{ExplainedDocument, render as explanation};
pub use explanation_json::render as explanation_json;
pub use forge::Forge;
pub use github::render as github;
pub use gitlab::render as gitlab;
pub use html::render as html;
pub use human::{Human, render as human};
pub use json::render as json;
pub use junit::render as junit;
pub use lint::Lint;
pub use markdown::{MARKER as MARKDOWN_MARKER, Markdown, render as markdown};
pub use ndjson::{record as ndjson_record, render as ndjson, rest as ndjson_rest};
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
    gate::{BaselineUse, Counts, Decision, EvaluationTime, Verdict, WaiverUse},
    git::Commit,
    manifest::Kind,
    org::FeedSnapshot,
    policy::{Catalogue, Origin, RuleEntry},
};

/// The result of a run, before it is put into words.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// The decisions, in the order of files and documents.
    pub decisions: Vec<Decision>,
    /// How many more there were of which sort, that were written and dropped.
    pub written: Counts,
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
    /// Where the pages of rules are read, with `{rule}` for the id.
    pub rule_pages: Option<String>,
    /// Whether warnings fail the run.
    pub fails_on_warnings: bool,
    /// The waivers of the organization, and what came of each.
    pub waivers: Vec<WaiverUse>,
    /// What came of the baseline, if there is one.
    pub baseline: Option<BaselineUse>,
    /// The commit at which the branch began, if only what it changes was judged. Its name is that of the other branch.
    pub changed_since: Option<Commit>,
    /// The commit whose policies and data judged, if that was not the working tree.
    pub policy_from: Option<Commit>,
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
        let judged = [(Kind::Finding, "finding"), (Kind::AccessReview, "access review"), (Kind::Deletion, "deletion")];
        let judged = judged.map(|(kind, word)| (self.of_kind(kind).count(), word));
        let counts = judged.into_iter().filter(|(number, _)| *number > 0).map(|(number, word)| count(number, word));
        let counts: Vec<String> = counts.collect();
        match (counts.split_last(), &self.changed_since) {
            (None, Some(base)) if self.exit() == Exit::Passed => {
                format!("no finding changed since {} (base {})", base.name, base.short())
            }
            (None, _) => count(0, "finding"),
            (Some((last, [])), _) => last.clone(),
            (Some((last, before)), _) => format!("{} and {last}", before.join(", ")),
        }
    }

    /// How many documents have a verdict.
    #[must_use]
    pub fn count(&self, verdict: Verdict) -> usize {
        let kept = self.decisions.iter().filter(|decision| decision.verdict == verdict).count();
        kept + self.written.of_verdict(verdict)
    }

    /// How many decisions there are of each sort.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = self.written.clone();
        self.decisions.iter().for_each(|decision| counts.add(decision));
        counts
    }

    /// The exit code. What could not be judged wins over what is blocked: a broken manifest hides behind nothing.
    #[must_use]
    pub fn exit(&self) -> Exit {
        let counts = self.counts();
        let has_problem = self.problems.iter().any(|problem| problem.severity == Severity::Error);
        let has_finding = self.lint.as_ref().is_some_and(|lint| lint.count(Severity::Error) > 0);
        if has_problem || counts.of_verdict(Verdict::Error) > 0 {
            Exit::Error
        } else if has_finding || counts.of_verdict(Verdict::Blocked) > 0 || self.is_failed_by_warnings() {
            Exit::Blocked
        } else if counts.unjudged > 0 {
            // Some finding was judged by no rule at all: that is no pass. If none was, there was nothing to judge.
            if counts.unjudged == counts.decisions { Exit::Nothing } else { Exit::Error }
        } else if counts.decisions == 0 && self.lint.is_none() && self.changed_since.is_none() {
            Exit::Nothing
        } else {
            Exit::Passed
        }
    }

    /// Where the page of a rule is read: where its METADATA says, else where the configuration says, else with the project
    /// if it is shipped.
    #[must_use]
    pub fn rule_page_url(&self, rule: &RuleEntry) -> Option<String> {
        let project = env!("CARGO_PKG_REPOSITORY");
        let id: String = rule.id.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        let configured = || self.rule_pages.as_ref().map(|pages| pages.replace("{rule}", &id));
        let is_shipped = rule.origin == Origin::Shipped && !project.is_empty();
        let shipped = || is_shipped.then(|| format!("{project}/blob/main/docs/rules/{id}.md"));
        rule.link.clone().or_else(configured).or_else(shipped)
    }

    fn is_failed_by_warnings(&self) -> bool {
        self.fails_on_warnings && (self.counts().warnings > 0 || !self.warnings.is_empty())
    }
}
