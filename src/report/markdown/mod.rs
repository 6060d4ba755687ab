//! A comment on a pull request, in Markdown: the verdict in words, then what blocks and what unblocks it.

mod findings;
mod page;
pub(super) mod text;

use std::{fmt::Write as _, io};

use page::Page;
use text::{code, literal, prose};

use super::{
    Forge, Run,
    advice::{lapsed_message, lapsed_place},
    complaint::complaints,
    summary::{ended, judged_by, relieved},
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    exit::Exit,
    gate::{Concession, Decision, Denial, Flag, Relief, Verdict, WaiverState},
    manifest::Kind,
    wording::count,
};

/// By this line a program finds its comment again.
pub const MARKER: &str = "<!-- remedy-policy -->";

/// How long the page may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markdown {
    /// The most bytes it has.
    pub limit: usize,
}

impl Markdown {
    /// A comment on GitHub holds 65,536 characters; some are left to who posts it.
    pub const COMMENT: Self = Self { limit: 65_000 };
    /// The summary of a step on GitHub holds 1 MiB.
    pub const STEP_SUMMARY: Self = Self { limit: 1024 * 1024 - 1024 };
}

/// The bytes that are kept for the counts of what was left out.
const RESERVED: usize = 2_000;

/// Writes the comment.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, style: Markdown, forge: &Forge, out: &mut dyn io::Write) -> io::Result<()> {
    let tail = tail(run);
    let mut page = Page::new(head(run), style.limit, tail.len() + RESERVED);
    let report = Report { run, forge };
    report.not_judged(&mut page);
    report.blocked(&mut page);
    if !forge.quiet {
        report.waived(&mut page);
        report.later(&mut page);
        report.warnings(&mut page);
        report.waivers(&mut page);
        report.baseline(&mut page);
    }
    out.write_all(page.end(&tail).as_bytes())
}

pub(super) struct Report<'a> {
    run: &'a Run,
    forge: &'a Forge,
}

/// The marker, the verdict and the totals.
fn head(run: &Run) -> String {
    let sign = match run.exit() {
        Exit::Passed => "✅",
        Exit::Blocked => "❌",
        Exit::Error => "⚠️",
        Exit::Nothing => "⚪",
    };
    let mut head = format!("{MARKER}\n## {sign} {}\n\n", literal(&verdict(run)));
    if run.decisions.iter().any(|decision| decision.kind != Kind::Organization) {
        head.push_str("| verdict | number | of these |\n|---|---:|---|\n");
        for verdict in Verdict::ALL {
            let number = run.count(verdict);
            if number > 0 {
                let _ = writeln!(head, "| {} | {number} | {} |", verdict.as_str(), flags(run, verdict));
            }
        }
        head.push('\n');
    }
    let relieved = relieved(run);
    if !relieved.is_empty() {
        let _ = writeln!(head, "Denials that do not block: {}.\n", relieved.join(", "));
    }
    head
}

/// How the run ended, as a sentence.
fn verdict(run: &Run) -> String {
    let is_are = |number: usize| if number == 1 { "is" } else { "are" };
    let blocked = run.count(Verdict::Blocked);
    match run.exit() {
        _ if run.lint.is_some() || run.of_kind(Kind::Organization).next().is_some() => ended(run),
        Exit::Passed if run.decisions.is_empty() => run.judged(),
        Exit::Passed => format!("{}, none is blocked", run.judged()),
        Exit::Blocked => format!("{blocked} of {} {} blocked", run.judged(), is_are(blocked)),
        Exit::Error => {
            let errors = run.problems.iter().filter(|problem| problem.severity == Severity::Error).count();
            let mut parts = Vec::new();
            if errors > 0 {
                parts.push(count(errors, "problem"));
            }
            let unjudged = run.count(Verdict::Error);
            if unjudged > 0 {
                parts.push(format!("{unjudged} of {} could not be judged", run.judged()));
            }
            parts.push(match blocked {
                0 => "none is blocked".to_owned(),
                _ => format!("{blocked} {} blocked", is_are(blocked)),
            });
            format!("Not everything could be judged: {}", parts.join(", "))
        }
        Exit::Nothing => "Nothing to judge".to_owned(),
    }
}

fn flags(run: &Run, verdict: Verdict) -> String {
    let of_verdict = || run.decisions.iter().filter(|decision| decision.verdict == verdict);
    let numbers = Flag::ALL.into_iter().filter_map(|flag| {
        let number = of_verdict().filter(|decision| decision.flags.contains(&flag)).count();
        (number > 0).then(|| format!("{number} {}", flag.as_str()))
    });
    numbers.collect::<Vec<_>>().join(", ")
}

/// By what was judged.
fn tail(run: &Run) -> String {
    let parts = judged_by(run);
    if parts.is_empty() { String::new() } else { format!("---\n\n{}\n", literal(&parts.join(" · "))) }
}

/// A section that is folded up: its title, and so many entries.
fn folded(page: &mut Page, title: &str, all: usize, thing: &str, entries: impl Iterator<Item = String>) {
    if all == 0 {
        return;
    }
    let closing = "\n</details>\n\n";
    let opening = format!("<details><summary>{title}</summary>\n\n");
    listed(page, &opening, entries, closing, all, thing);
}

/// Entries of a list between what opens and what closes it. What does not fit is counted.
fn listed(
    page: &mut Page,
    opening: &str,
    entries: impl Iterator<Item = String>,
    closing: &str,
    all: usize,
    thing: &str,
) {
    let mut opening = Some(opening);
    let mut shown = 0;
    for entry in entries {
        let piece = format!("{}{entry}", opening.unwrap_or_default());
        if !page.add(&piece, closing.len()) {
            break;
        }
        opening = None;
        shown += 1;
    }
    if opening.is_none() {
        page.close(closing);
    }
    rest(page, all - shown, thing);
}

/// Says how many things the page does not show.
fn rest(page: &mut Page, number: usize, thing: &str) {
    if number > 0 {
        let things = count(number, &format!("more {thing}"));
        let verb = if number == 1 { "does" } else { "do" };
        page.close(&format!("_{things} {verb} not fit here: `remedy-policy check` shows all of them._\n\n"));
    }
}

impl Report<'_> {
    /// What could not be judged, each complaint once.
    fn not_judged(&self, page: &mut Page) {
        let found = self.run.lint.iter().flat_map(|lint| &lint.found);
        let is_error = |problem: &&Diagnostic| problem.severity == Severity::Error;
        let problems: Vec<&Diagnostic> = self.run.problems.iter().chain(found).filter(is_error).collect();
        let complaints = complaints(self.run);
        let all = problems.len() + complaints.len();
        let entries = problems
            .into_iter()
            .map(|problem| self.problem(problem, None))
            .chain(complaints.iter().map(|each| self.problem(each.diagnostic, Some(&each.concerned()))));
        let title = if self.run.lint.is_some() { "Problems" } else { "Could not be judged" };
        listed(page, &format!("### {title}\n\n"), entries, "\n", all, "problem");
    }

    fn problem(&self, problem: &Diagnostic, concerned: Option<&str>) -> String {
        let mut entry = format!("- **{}** {}", literal(problem.code.as_str()), prose(&problem.message));
        if let Some(place) = self.place_of(problem) {
            let _ = write!(entry, " ({place})");
        }
        entry.push('\n');
        for line in problem.help.iter().flat_map(|help| help.lines()).chain(concerned) {
            let _ = writeln!(entry, "  - {}", prose(line));
        }
        entry
    }

    /// The denials that a waiver or a lower level keeps from blocking.
    fn waived(&self, page: &mut Page) {
        let waived = || {
            self.of_lists(|decision| &decision.suppressed).filter_map(|(decision, denial)| match &denial.relief {
                Some(relief @ (Relief::Waiver(by) | Relief::Level(by))) => Some((decision, denial, relief, by)),
                _ => None,
            })
        };
        let all = waived().count();
        let entries = waived().map(|(decision, denial, relief, by)| {
            format!("- {} — {}{}\n", self.line_of(decision, denial), prose(&relief.words()), granted(by))
        });
        folded(page, &count(all, "waived denial"), all, "waived denial", entries);
    }

    /// What blocks from a later day on.
    fn later(&self, page: &mut Page) {
        let later = || {
            self.of_lists(|decision| &decision.warnings).filter_map(|(decision, denial)| match &denial.relief {
                Some(relief @ Relief::EffectiveOn(_)) => Some((decision, denial, relief)),
                _ => None,
            })
        };
        let all = later().count();
        let entries = later().map(|(decision, denial, relief)| {
            format!("- **{}**: {}\n", literal(&relief.words()), self.line_of(decision, denial))
        });
        folded(page, &format!("{} from a later day on", blocks(all)), all, "staged denial", entries);
    }

    fn warnings(&self, page: &mut Page) {
        let denials = || {
            self.of_lists(|decision| &decision.warnings)
                .filter(|(_, denial)| !matches!(denial.relief, Some(Relief::EffectiveOn(_))))
        };
        let problems = || {
            let found = self.run.lint.iter().flat_map(|lint| &lint.found);
            let problems = self.run.problems.iter().chain(found).chain(&self.run.warnings);
            problems.filter(|problem| problem.severity == Severity::Warning)
        };
        let of_denials = denials().map(|(decision, denial)| {
            let relief = denial.relief.as_ref().map(|relief| format!(" — {}", prose(&relief.words())));
            format!("- {}{}\n", self.line_of(decision, denial), relief.unwrap_or_default())
        });
        let all = denials().count() + problems().count();
        let entries = of_denials.chain(problems().map(|problem| self.problem(problem, None)));
        folded(page, &count(all, "warning"), all, "warning", entries);
    }

    /// The waivers that somebody has to look at.
    fn waivers(&self, page: &mut Page) {
        let waivers = || self.run.waivers.iter().filter(|each| each.state != WaiverState::Waived);
        let all = waivers().count();
        let entries = waivers().map(|each| {
            let waiver = &each.concession;
            let state = match each.state {
                WaiverState::Waived => "holds",
                WaiverState::WaiverExpiring => "ends soon",
                WaiverState::WaiverExpired => "has ended",
                WaiverState::WaiverTooLong => "was granted for too long",
                WaiverState::WaiverUnauthorised => "was granted by somebody who may not",
                WaiverState::WaiverHard => "waives a rule that nobody can waive",
                WaiverState::WaiverUnused => "covers nothing",
            };
            format!(
                "- **{}** of {}, until {}, {state} ({})\n",
                literal(&waiver.id),
                literal(&each.rule),
                literal(&waiver.expires),
                self.place(&waiver.file, waiver.span),
            )
        });
        folded(page, &format!("{} to look at", count(all, "waiver")), all, "waiver", entries);
    }

    fn baseline(&self, page: &mut Page) {
        let Some(baseline) = &self.run.baseline else { return };
        let mut line =
            format!("Baseline {}: {} still there", code(&baseline.file), count(baseline.unchanged, "accepted denial"));
        match baseline.absent.len() {
            0 => line.push_str(".\n\n"),
            gone => {
                let verb = if gone == 1 { "is" } else { "are" };
                let _ = write!(line, "; {gone} {verb} gone and can leave it.\n\n");
            }
        }
        page.add(&line, 0);
    }

    /// A denial of another list than what blocks, in one line.
    fn line_of(&self, decision: &Decision, denial: &Denial) -> String {
        format!(
            "**{}** {}: {} ({})",
            literal(&denial.rule),
            code(if decision.id.is_empty() { &decision.file } else { &decision.id }),
            prose(&denial.message),
            self.place(&decision.file, denial.place.span)
        )
    }

    fn of_lists(&self, list: fn(&Decision) -> &[Denial]) -> impl Iterator<Item = (&Decision, &Denial)> {
        self.run.decisions.iter().flat_map(move |decision| list(decision).iter().map(move |denial| (decision, denial)))
    }
}

/// How many things block: `1 denial that blocks`.
fn blocks(number: usize) -> String {
    if number == 1 { "1 denial that blocks".to_owned() } else { format!("{number} denials that block") }
}

/// Who granted it and why.
fn granted(by: &Concession) -> String {
    let mut text = format!(", approved by {} on {}", code(&by.approved_by), literal(&by.approved_on));
    if !by.reason.is_empty() {
        let _ = write!(text, ": {}", prose(&by.reason));
    }
    if let Some(ticket) = &by.ticket {
        let _ = write!(text, " ({})", literal(ticket));
    }
    text
}
