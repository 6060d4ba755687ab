//! The report on tests for people: what does not hold and where, lines that nothing evaluates, mutants that nothing notices,
//! and totals.

use std::fmt::Write as _;

use similar::TextDiff;

use super::{
    human::{Human, draw},
    printable::printable_lines,
    tests_cases, tests_why,
};
use crate::{
    diagnostic::{Code, Diagnostic, LineColumn},
    engine::{
        mutation::{Fate, Judged},
        testing::{Outcome, TestResult},
    },
    exit::Exit,
    testing::{Share, TestRun},
    wording::count,
};

/// How many lines of a mutant's diff are shown before and after the change.
const CONTEXT_LINES: usize = 2;

/// How many numbers of lines are named in a row.
const MOST_LINES: usize = 12;

/// Renders a run of tests.
#[must_use]
pub fn render(run: &TestRun, style: Human) -> String {
    let mut out = String::new();
    for result in &run.results {
        test(&mut out, run, result, style);
    }
    for case in &run.cases {
        tests_cases::human(&mut out, run, case, style);
    }
    draw(&mut out, &run.problems, &run.sources, style);
    mutants(&mut out, run, style);
    coverage(&mut out, run, style);
    if !style.quiet || run.exit() == Exit::Nothing {
        draw(&mut out, &run.warnings, &run.sources, style);
    }
    summary(&mut out, run);
    out
}

fn test(out: &mut String, run: &TestRun, result: &TestResult, style: Human) {
    let test = &result.test;
    let failed = |message: &str| {
        Diagnostic::error(Code::TestFailed, format!("`{}` {message}", test.name)).in_file(&test.file).at(test.span)
    };
    let problem = match &result.outcome {
        Outcome::Passed => return,
        Outcome::Skipped => {
            if !style.quiet {
                let _ = writeln!(out, "skipped {}:{} {}", test.file, line(run, result), test.name);
            }
            return;
        }
        Outcome::Failed(None) => match result.why.as_deref().and_then(|why| Some((why, tests_why::condition(why)?))) {
            Some((why, step)) => {
                let mut problem = failed("does not hold").at(step.span).label("this does not hold");
                problem.file = Some(why.file.clone());
                let evidence = tests_why::evidence(run, why);
                if evidence.is_empty() { problem } else { problem.help(evidence) }
            }
            None => failed("does not hold").label("one of its conditions is undefined or false"),
        },
        Outcome::Failed(Some(value)) => failed("does not hold").label(format!("it is {value}, and must be true")),
        Outcome::Error(problem) => {
            let place = format!("while `{}` was evaluated ({}:{})", test.name, test.file, line(run, result));
            let help = problem.help.iter().cloned().chain([place]).collect::<Vec<_>>().join("\n");
            (**problem).clone().help(help)
        }
    };
    draw(out, &[problem], &run.sources, style);
    if !result.prints.is_empty() {
        let _ = writeln!(out, "  it printed:");
        for print in &result.prints {
            let _ = writeln!(out, "    {}", printable_lines(print).replace('\n', "\n    "));
        }
    }
}

fn line(run: &TestRun, result: &TestResult) -> usize {
    run.sources.line_column(&result.test.file, result.test.span).map_or(0, |LineColumn { line, .. }| line)
}

fn mutants(out: &mut String, run: &TestRun, style: Human) {
    for judged in run.mutants.iter().flatten() {
        if let Fate::Survived(tests) = judged.fate {
            survivor(out, run, judged, tests);
        }
    }
    if style.quiet {
        return;
    }
    for (file, share) in run.killed() {
        let _ = writeln!(out, "{:>7}  {file}: {} of {} mutants noticed", percent(share), share.good, share.all);
    }
}

fn survivor(out: &mut String, run: &TestRun, judged: &Judged, tests: usize) {
    let mutant = &judged.mutant;
    let why = match tests {
        0 => "no test evaluates this".to_owned(),
        1 => "1 test evaluates this, and still holds".to_owned(),
        many => format!("{many} tests evaluate this, and all still hold"),
    };
    let _ = writeln!(out, "{}:{} {} not noticed: {why}", mutant.file, mutant.line, mutant.operator);
    if let Some(text) = run.sources.text(&mutant.file) {
        let changed = mutant.apply(text);
        let diff = TextDiff::from_lines(&**text, changed.as_str());
        let diff = diff.unified_diff().context_radius(CONTEXT_LINES).to_string();
        for line in diff.lines() {
            let line = printable_lines(&line.replace('\t', "    "));
            let _ = writeln!(out, "{}", format!("  {line}").trim_end());
        }
    }
    out.push('\n');
}

fn coverage(out: &mut String, run: &TestRun, style: Human) {
    let Some(files) = &run.coverage else { return };
    if style.quiet {
        return;
    }
    for (file, lines) in files {
        let share = TestRun::covered(lines);
        let _ = write!(out, "{:>7}  {file}", percent(share));
        if !lines.not_covered.is_empty() {
            let _ = write!(out, ": not evaluated: {}", ranges(lines.not_covered.iter().copied()));
        }
        out.push('\n');
    }
}

/// Line numbers in words: `lines 3, 7-9`.
fn ranges(numbers: impl Iterator<Item = u32>) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match ranges.last_mut() {
            Some((_, end)) if *end + 1 == number => *end = number,
            _ => ranges.push((number, number)),
        }
    }
    let more = ranges.len().saturating_sub(MOST_LINES);
    let named: Vec<String> = ranges
        .iter()
        .take(MOST_LINES)
        .map(|(start, end)| if start == end { start.to_string() } else { format!("{start}-{end}") })
        .collect();
    let word = if matches!(ranges.as_slice(), [(start, end)] if start == end) { "line" } else { "lines" };
    let rest = if more > 0 { format!(" and {more} more places") } else { String::new() };
    format!("{word} {}{rest}", named.join(", "))
}

fn percent(share: Share) -> String {
    format!("{}.{} %", share.permille() / 10, share.permille() % 10)
}

fn summary(out: &mut String, run: &TestRun) {
    let mut parts = vec![match (run.results.len(), run.cases.len()) {
        (tests, 0) => count(tests, "test"),
        (0, cases) => count(cases, "case"),
        (tests, cases) => format!("{} and {}", count(tests, "test"), count(cases, "case")),
    }];
    let ends = run.ends();
    for (number, what) in [
        (ends.passed, "passed"),
        (ends.failed, "failed"),
        (ends.errors, "could not be evaluated"),
        (ends.skipped, "skipped"),
        (ends.blessed, "rewritten"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {what}"));
        }
    }
    let mut summary = parts.join(", ");
    if run.coverage.is_some() {
        let share = run.covered_in_all();
        let _ = write!(summary, " · {} of {} lines evaluated ({})", share.good, share.all, percent(share));
    }
    if let Some(mutants) = &run.mutants {
        let share = run.killed_in_all();
        let of = |is: fn(&Fate) -> bool| mutants.iter().filter(|judged| is(&judged.fate)).count();
        let _ = write!(summary, " · {} of {} noticed ({})", share.good, count(share.all, "mutant"), percent(share));
        for (number, what) in [
            (of(|fate| matches!(fate, Fate::TimedOut(_))), "by going on too long"),
            (of(|fate| matches!(fate, Fate::Equivalent(_))), "set aside by a comment"),
            (of(|fate| matches!(fate, Fate::Invalid)), "are no policies"),
        ] {
            if number > 0 {
                let _ = write!(summary, ", {number} {what}");
            }
        }
    }
    if run.exit() == Exit::Blocked && run.is_below_threshold() {
        let _ = write!(summary, " · below the threshold of {} %", run.threshold.unwrap_or_default());
    }
    let _ = writeln!(out, "{summary}");
}
