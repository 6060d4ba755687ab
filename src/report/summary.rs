//! How a run ended, in one line.

use super::{Run, lint};
use crate::{
    diagnostic::Severity,
    exit::Exit,
    gate::{Relief, Verdict},
    wording::count,
};

/// How a run ended, and by what it judged.
pub(super) fn summary(run: &Run) -> String {
    let mut parts = vec![ended(run)];
    parts.extend(relieved(run));
    parts.extend(judged_by(run));
    parts.join(" · ")
}

/// How a run ended.
pub(super) fn ended(run: &Run) -> String {
    let denials: usize = run.decisions.iter().map(|decision| decision.denials.len()).sum();
    match run.exit() {
        Exit::Passed | Exit::Blocked | Exit::Error if run.lint.is_some() => lint::summary(run, denials),
        Exit::Passed if run.decisions.is_empty() => format!("passed: {}", run.judged()),
        Exit::Passed => format!("passed: {}, none blocked", run.judged()),
        Exit::Blocked => {
            format!("blocked: {} of {} by {}", run.count(Verdict::Blocked), run.judged(), count(denials, "denial"))
        }
        Exit::Error => format!(
            "not everything could be judged: {} in files; of {} read, {} could not be judged, {} blocked",
            count(run.problems.iter().filter(|problem| problem.severity == Severity::Error).count(), "problem"),
            run.judged(),
            run.count(Verdict::Error),
            run.count(Verdict::Blocked)
        ),
        Exit::Nothing => "nothing to judge".to_owned(),
    }
}

/// How many denials do not block, and why not: `3 waived`, `12 in the baseline`.
pub(super) fn relieved(run: &Run) -> Vec<String> {
    let number_of = |is: fn(&Relief) -> bool| {
        let suppressed = run.decisions.iter().flat_map(|decision| &decision.suppressed);
        suppressed.filter(|denial| denial.relief.as_ref().is_some_and(is)).count()
    };
    let numbers = [
        (number_of(|relief| matches!(relief, Relief::Waiver(_))), "waived"),
        (number_of(|relief| matches!(relief, Relief::Baseline)), "in the baseline"),
        (number_of(|relief| matches!(relief, Relief::Level(_))), "switched off"),
    ];
    numbers.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}")).collect()
}

/// The evaluation time, the profile with its rules, and the feeds.
pub(super) fn judged_by(run: &Run) -> Vec<String> {
    let mut parts = Vec::new();
    if let (Some(base), false) = (&run.changed_since, run.decisions.is_empty()) {
        parts.push(format!("changed since {} (base {})", base.name, base.short()));
    }
    if let Some(at) = &run.at {
        parts.push(format!("judged as of {} ({} {})", at.time(), at.date(), at.zone()));
    }
    if let Some(profile) = &run.profile {
        let rules = match run.catalogue.len() {
            0 => String::new(),
            rules => format!(", {}", count(rules, "rule")),
        };
        parts.push(format!("profile {profile}{rules}"));
    }
    if let Some(commit) = &run.policy_from {
        parts.push(format!("policies of {} ({})", commit.name, commit.short()));
    }
    for feed in &run.feeds {
        parts.push([feed.feed, feed.version.as_deref().unwrap_or_default()].join(" ").trim_end().to_owned());
    }
    parts
}
