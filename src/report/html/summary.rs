//! The top of the page: how the run ended in one sentence, totals, and by what it was judged. And what the filters offer.

use std::collections::BTreeSet;

use askama::Template;

use super::finding::said_of;
use crate::{
    diagnostic::Severity,
    exit::Exit,
    gate::{Flag, Verdict},
    report::{Run, count, lint},
};

/// The head of the page and its summary.
#[derive(Template)]
#[template(path = "start.html")]
pub(super) struct Start<'a> {
    policy: String,
    style: &'static str,
    script: &'static str,
    icon: &'static str,
    title: String,
    class: &'static str,
    mark: &'static str,
    verdict: String,
    sentence: String,
    totals: Vec<Total>,
    flags: Vec<(usize, &'static str)>,
    facts: Vec<(&'static str, Vec<String>)>,
    sections: &'a [(&'static str, &'static str)],
}

struct Total {
    verdict: Verdict,
    number: usize,
}

impl<'a> Start<'a> {
    pub(super) fn of(
        run: &Run,
        policy: String,
        style: &'static str,
        script: &'static str,
        sections: &'a [(&'static str, &'static str)],
    ) -> Self {
        let (class, mark, verdict, sentence) = ending(run);
        let totals = if run.lint.is_none() {
            Verdict::ALL.into_iter().map(|verdict| Total { verdict, number: run.count(verdict) }).collect()
        } else {
            Vec::new()
        };
        let flagged = |flag: Flag| run.decisions.iter().filter(|decision| decision.flags.contains(&flag)).count();
        let flags = Flag::ALL.into_iter().map(|flag| (flagged(flag), flag.as_str()));
        Self {
            policy,
            style,
            script,
            icon: super::ICON,
            title: format!("{verdict}: {}", run.judged()),
            class,
            mark,
            verdict,
            sentence,
            totals,
            flags: flags.filter(|(number, _)| *number > 0).collect(),
            facts: facts(run),
            sections,
        }
    }
}

/// How the run ended: its class, its mark, its word, and what that word means here.
fn ending(run: &Run) -> (&'static str, &'static str, String, String) {
    let denials: usize = run.decisions.iter().map(|decision| decision.denials.len()).sum();
    let (class, mark, word) = match run.exit() {
        Exit::Passed => ("passed", "✓", "Passed"),
        Exit::Blocked => ("blocked", "✗", "Blocked"),
        Exit::Error => ("error", "!", "Not everything could be judged"),
        Exit::Nothing => ("nothing", "–", "Nothing to judge"),
    };
    let blocked = run.count(Verdict::Blocked);
    let warnings: usize =
        run.decisions.iter().map(|decision| decision.warnings.len()).sum::<usize>() + run.warnings.len();
    let of_blocked = || {
        let warnings = if run.is_failed_by_warnings() {
            format!("; --fail-on warn: {}", count(warnings, "warning"))
        } else {
            String::new()
        };
        format!("{blocked} of {} blocked, by {}{warnings}", run.judged(), count(denials, "denial"))
    };
    let sentence = match run.exit() {
        Exit::Passed | Exit::Blocked | Exit::Error if run.lint.is_some() => lint::summary(run, denials),
        Exit::Passed => format!("{}, none blocked", run.judged()),
        Exit::Blocked => of_blocked(),
        Exit::Error => {
            let problems = run.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
            let unjudged = count(run.count(Verdict::Error), "document");
            format!("{} in files, {unjudged} not judged; {}", count(problems, "problem"), of_blocked())
        }
        Exit::Nothing => "no finding was found, or no rule applies to any".to_owned(),
    };
    (class, mark, word.to_owned(), sentence)
}

fn facts(run: &Run) -> Vec<(&'static str, Vec<String>)> {
    let mut facts = Vec::new();
    if let Some(at) = &run.at {
        facts.push(("Judged as of", vec![format!("{} ({})", at.date(), at.zone()), at.time()]));
    }
    if let Some(profile) = &run.profile {
        facts.push(("Profile", vec![profile.clone(), count(run.catalogue.len(), "rule")]));
    }
    let feeds = run.feeds.iter().map(|feed| match &feed.version {
        Some(version) => format!("{} {version}", feed.feed),
        None => feed.feed.to_owned(),
    });
    facts.push(("Feeds", feeds.collect()));
    facts.push(("Configuration", run.config.iter().map(|path| crate::files::display(path).to_string()).collect()));
    facts.push(("Tool", vec![format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))]));
    for (_, values) in &mut facts {
        if values.is_empty() {
            values.push("none".to_owned());
        }
    }
    facts
}

/// What the filters offer.
#[derive(Template)]
#[template(path = "filters.html")]
pub(super) struct Filters<'a> {
    total: usize,
    verdicts: Vec<(&'static str, usize)>,
    severities: Vec<&'a str>,
    types: BTreeSet<&'a str>,
    rules: BTreeSet<&'a str>,
    who: BTreeSet<&'a str>,
}

/// The severities, the worst first.
const SEVERITIES: [&str; 4] = ["critical", "high", "moderate", "low"];

impl<'a> Filters<'a> {
    pub(super) fn of(run: &'a Run) -> Self {
        let verdicts = Verdict::ALL.into_iter().chain([Verdict::Sound]);
        let mut filters = Self {
            total: run.decisions.len(),
            verdicts: verdicts
                .map(|verdict| (verdict.as_str(), run.count(verdict)))
                .filter(|(_, number)| *number > 0)
                .collect(),
            severities: Vec::new(),
            types: BTreeSet::new(),
            rules: BTreeSet::new(),
            who: BTreeSet::new(),
        };
        let mut severities: BTreeSet<(usize, &str)> = BTreeSet::new();
        for decision in &run.decisions {
            if let Some(severity) = &decision.severity {
                let rank = SEVERITIES.iter().position(|known| known == severity).unwrap_or(SEVERITIES.len());
                severities.insert((rank, severity));
            }
            filters.types.extend(decision.finding_type.as_deref());
            for (denial, _) in said_of(decision) {
                filters.rules.insert(&denial.rule);
                filters.who.extend(denial.who.iter().map(String::as_str));
            }
        }
        filters.severities = severities.into_iter().map(|(_, severity)| severity).collect();
        filters
    }
}
