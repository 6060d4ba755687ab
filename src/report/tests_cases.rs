//! The cases of case files in the report for people: what the gate says beside what is expected.

use std::fmt::Write as _;

use similar::{ChangeTag, TextDiff};

use super::{
    human::{Human, draw},
    printable::{printable, printable_lines},
};
use crate::{
    diagnostic::{Code, Diagnostic, LineColumn},
    testing::{CaseOutcome, CaseResult, Mismatch, TestRun},
};

/// Writes a case that does not hold, or that was rewritten.
pub(super) fn human(out: &mut String, run: &TestRun, case: &CaseResult, style: Human) {
    match &case.outcome {
        CaseOutcome::Passed => {}
        CaseOutcome::Blessed(mismatch) => {
            let _ = writeln!(out, "rewritten {}:{} {}", case.file, line(run, case), printable(&case.name));
            if !style.quiet {
                let _ = writeln!(out, "{}", indented(&diff(mismatch)));
            }
        }
        CaseOutcome::Failed(mismatch) => {
            let failed = |message: &str| {
                let message = format!("`{}` {message}", case.name);
                Diagnostic::error(Code::TestFailed, message).in_file(&case.file).at(case.span)
            };
            let problem = if mismatch.expected.is_empty() {
                failed("does not say what is expected")
                    .label("no `expect` in this case")
                    .help("`remedy-policy test --bless` writes what the gate says:")
            } else {
                failed("is judged otherwise")
                    .label("the gate does not say what is expected")
                    .help("`-` is expected, `+` is what the gate says; `remedy-policy test --bless` writes that down")
            };
            draw(out, &[problem], &run.sources, style);
            out.push_str(&indented(&diff(mismatch)));
        }
        CaseOutcome::Error(problems) => {
            let place = format!("while `{}` was judged ({}:{})", case.name, case.file, line(run, case));
            for problem in problems {
                let here = problem.file.as_ref() == Some(&case.file);
                let place = Some(place.clone()).filter(|_| !here);
                let help = problem.help.iter().cloned().chain(place).collect::<Vec<_>>().join("\n");
                let problem = if help.is_empty() { problem.clone() } else { problem.clone().help(help) };
                draw(out, &[problem], &run.sources, style);
            }
        }
    }
}

/// The line on which a case is named.
pub(super) fn line(run: &TestRun, case: &CaseResult) -> usize {
    run.sources.line_column(&case.file, case.span).map_or(0, |LineColumn { line, .. }| line)
}

/// What is expected and what is said, line by line.
pub(super) fn diff(mismatch: &Mismatch) -> String {
    lines(&mismatch.expected, &mismatch.actual)
}

/// All lines of two texts: ` ` before those that both have, `-` and `+` before those of one.
pub(super) fn lines(before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let mut out = String::new();
    for change in diff.iter_all_changes() {
        let mark = match change.tag() {
            ChangeTag::Equal => ' ',
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
        };
        let _ = writeln!(out, "{mark} {}", change.value().trim_end_matches(['\r', '\n']));
    }
    out
}

fn indented(text: &str) -> String {
    printable_lines(text).lines().map(|line| format!("    {line}\n")).collect()
}
