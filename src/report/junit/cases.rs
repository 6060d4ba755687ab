//! What each rule says of a document: a case a rule.

use std::collections::BTreeSet;

use crate::{
    diagnostic::Diagnostic,
    exit::Exit,
    gate::{Decision, Denial},
    manifest::Subject,
    report::Run,
};

/// What a rule says of a document.
pub(super) struct Case<'a> {
    /// The id of the rule, or the code of what could not be judged.
    pub(super) rule: &'a str,
    /// The title of the rule.
    pub(super) title: &'a str,
    pub(super) outcome: Outcome<'a>,
    /// What does not block.
    pub(super) warnings: Vec<&'a Denial>,
}

/// How a case ends.
pub(super) enum Outcome<'a> {
    /// The rule has nothing to say.
    Passed,
    /// It blocks.
    Failed(Vec<&'a Denial>),
    /// It would block, and something keeps it from that.
    Suppressed(Vec<&'a Denial>),
    /// Something could not be judged.
    Error(&'a Diagnostic),
    /// The rule said nothing, but not everything about the document could be judged.
    Unknown,
    /// No rule can speak of the document, nor of any other.
    NothingToJudge,
    /// No rule can speak of the document.
    NoRule,
}

/// How many cases there are, and how they end.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) tests: usize,
    pub(super) failures: usize,
    pub(super) errors: usize,
    pub(super) skipped: usize,
}

impl Counts {
    pub(super) fn add(&mut self, outcome: &Outcome<'_>) {
        self.tests += 1;
        match outcome {
            Outcome::Passed => {}
            Outcome::Failed(_) => self.failures += 1,
            Outcome::Error(_) | Outcome::NoRule => self.errors += 1,
            Outcome::Suppressed(_) | Outcome::Unknown | Outcome::NothingToJudge => self.skipped += 1,
        }
    }

    pub(super) fn add_all(&mut self, other: Self) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }
}

/// The cases of a decision: first the rules that speak, in the order of their places; then what could not be judged; then the
/// rules that have nothing to say, by id.
pub(super) fn of_decision<'a>(decision: &'a Decision, run: &'a Run) -> Vec<Case<'a>> {
    let title = |rule: &str| run.catalogue.get(rule).map_or("", |rule| rule.title.as_str());
    let mut cases = Vec::new();
    let mut seen = BTreeSet::new();
    for denial in decision.denials.iter().chain(&decision.suppressed).chain(&decision.warnings) {
        let rule = denial.rule.as_str();
        if seen.insert(rule) {
            let outcome = spoken(decision, rule);
            cases.push(Case { rule, title: title(rule), outcome, warnings: of_rule(&decision.warnings, rule) });
        }
    }
    cases.extend(decision.errors.iter().map(|error| Case {
        rule: error.code.as_str(),
        title: "",
        outcome: Outcome::Error(error),
        warnings: Vec::new(),
    }));
    let state = Some(decision.state.as_str()).filter(|state| !state.is_empty());
    let subject = Subject { kind: decision.kind, state, finding_type: decision.finding_type.as_deref() };
    let silent = run.catalogue.iter().filter(|rule| rule.scope.includes(subject) && !seen.contains(rule.id.as_str()));
    cases.extend(silent.map(|rule| Case {
        rule: &rule.id,
        title: &rule.title,
        outcome: if decision.errors.is_empty() { Outcome::Passed } else { Outcome::Unknown },
        warnings: Vec::new(),
    }));
    if cases.is_empty() {
        let outcome = if run.exit() == Exit::Nothing { Outcome::NothingToJudge } else { Outcome::NoRule };
        cases.push(Case { rule: "no rule", title: "", outcome, warnings: Vec::new() });
    }
    cases
}

fn spoken<'a>(decision: &'a Decision, rule: &str) -> Outcome<'a> {
    let (denials, suppressed) = (of_rule(&decision.denials, rule), of_rule(&decision.suppressed, rule));
    match (denials.is_empty(), suppressed.is_empty()) {
        (false, _) => Outcome::Failed(denials),
        (true, false) => Outcome::Suppressed(suppressed),
        (true, true) => Outcome::Passed,
    }
}

fn of_rule<'a>(denials: &'a [Denial], rule: &str) -> Vec<&'a Denial> {
    denials.iter().filter(|denial| denial.rule == rule).collect()
}

/// How the cases of decisions end.
pub(super) fn count(decisions: &[Decision], run: &Run) -> Counts {
    let mut counts = Counts::default();
    for decision in decisions {
        for case in of_decision(decision, run) {
            counts.add(&case.outcome);
        }
    }
    counts
}
