//! The report on tests for machines: one document.

use serde::Serialize;
use similar::TextDiff;

use super::tests_why;
use crate::{
    diagnostic::{Diagnostic, Sources},
    document::Span,
    engine::{mutation::Fate, testing::Outcome},
    testing::{CaseOutcome, Share, TestRun},
};

/// The name and version of the format.
const FORMAT: &str = "remedy-policy/tests/v1";

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    tool: Tool,
    exit_code: u8,
    tests: Vec<TestDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<CoverageDocument<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mutation: Option<MutationDocument<'a>>,
    problems: Vec<ProblemDocument<'a>>,
}

#[derive(Serialize)]
struct TestDocument<'a> {
    kind: &'static str,
    file: &'a str,
    line: usize,
    name: &'a str,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    prints: &'a [String],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct CoverageDocument<'a> {
    covered: usize,
    lines: usize,
    files: Vec<CoverageFile<'a>>,
}

#[derive(Serialize)]
struct CoverageFile<'a> {
    file: &'a str,
    covered: Vec<u32>,
    not_covered: Vec<u32>,
}

#[derive(Serialize)]
struct MutationDocument<'a> {
    killed: usize,
    mutants: usize,
    files: Vec<MutationFile<'a>>,
    all: Vec<MutantDocument<'a>>,
}

#[derive(Serialize)]
struct MutationFile<'a> {
    file: &'a str,
    killed: usize,
    mutants: usize,
}

#[derive(Serialize)]
struct MutantDocument<'a> {
    file: &'a str,
    line: u32,
    operator: &'static str,
    start: u32,
    end: u32,
    replacement: &'a str,
    fate: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    killed_by: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tests: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<String>,
}

#[derive(Serialize)]
struct ProblemDocument<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
}

/// Renders a run of tests.
///
/// # Errors
///
/// Never in practice: the document has only strings as keys.
pub fn render(run: &TestRun) -> serde_json::Result<String> {
    let document = Document {
        format: FORMAT,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        exit_code: run.exit().code(),
        tests: tests(run).chain(cases(run)).collect(),
        coverage: coverage(run),
        mutation: mutation(run),
        problems: run.problems.iter().chain(&run.warnings).map(|problem| problem_of(problem, &run.sources)).collect(),
    };
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn tests(run: &TestRun) -> impl Iterator<Item = TestDocument<'_>> {
    run.results.iter().map(|result| {
        let (outcome, message) = match &result.outcome {
            Outcome::Passed => ("passed", None),
            Outcome::Failed(None) => ("failed", result.why.as_ref().map(|why| tests_why::in_words(run, why))),
            Outcome::Failed(Some(value)) => ("failed", Some(format!("it is {value}"))),
            Outcome::Error(problem) => ("error", Some(problem.message.clone())),
            Outcome::Skipped => ("skipped", None),
        };
        TestDocument {
            kind: "rego",
            file: &result.test.file,
            line: line(&run.sources, &result.test.file, result.test.span).unwrap_or_default(),
            name: &result.test.name,
            outcome,
            message,
            expected: None,
            actual: None,
            prints: &result.prints,
        }
    })
}

fn cases(run: &TestRun) -> impl Iterator<Item = TestDocument<'_>> {
    run.cases.iter().map(|case| {
        let (outcome, message, mismatch) = match &case.outcome {
            CaseOutcome::Passed => ("passed", None, None),
            CaseOutcome::Failed(mismatch) => ("failed", None, Some(mismatch)),
            CaseOutcome::Blessed(mismatch) => ("rewritten", None, Some(mismatch)),
            CaseOutcome::Error(problems) => {
                let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
                ("error", Some(messages.join("\n")), None)
            }
        };
        TestDocument {
            kind: "case",
            file: &case.file,
            line: line(&run.sources, &case.file, case.span).unwrap_or_default(),
            name: &case.name,
            outcome,
            message,
            expected: mismatch.map(|mismatch| mismatch.expected.as_str()),
            actual: mismatch.map(|mismatch| mismatch.actual.as_str()),
            prints: &[],
        }
    })
}

fn coverage(run: &TestRun) -> Option<CoverageDocument<'_>> {
    let Share { good, all } = run.covered_in_all();
    let files = run.coverage.as_ref()?.iter().map(|(file, lines)| CoverageFile {
        file,
        covered: lines.covered.iter().copied().collect(),
        not_covered: lines.not_covered.iter().copied().collect(),
    });
    Some(CoverageDocument { covered: good, lines: all, files: files.collect() })
}

fn mutation(run: &TestRun) -> Option<MutationDocument<'_>> {
    let Share { good, all } = run.killed_in_all();
    let files =
        run.killed().into_iter().map(|(file, share)| MutationFile { file, killed: share.good, mutants: share.all });
    let mutants = run.mutants.as_ref()?.iter().map(|judged| {
        let mutant = &judged.mutant;
        let (fate, by, tests, because) = match &judged.fate {
            Fate::Killed(by) => ("killed", Some(by), None, None),
            Fate::TimedOut(by) => ("timed_out", Some(by), None, None),
            Fate::Survived(tests) => ("survived", None, Some(*tests), None),
            Fate::Equivalent(because) => ("equivalent", None, None, Some(because.as_str())),
            Fate::Invalid => ("invalid", None, None, None),
        };
        let diff = run.sources.text(&mutant.file).filter(|_| tests.is_some()).map(|text| {
            let changed = mutant.apply(text);
            TextDiff::from_lines(&**text, changed.as_str()).unified_diff().context_radius(2).to_string()
        });
        MutantDocument {
            file: &mutant.file,
            line: mutant.line,
            operator: mutant.operator.as_str(),
            start: mutant.span.start,
            end: mutant.span.end,
            replacement: &mutant.replacement,
            fate,
            killed_by: by.map(|test| format!("{}::{}", test.file, test.name)),
            tests,
            because,
            diff,
        }
    });
    Some(MutationDocument { killed: good, mutants: all, files: files.collect(), all: mutants.collect() })
}

fn problem_of<'a>(problem: &'a Diagnostic, sources: &Sources) -> ProblemDocument<'a> {
    ProblemDocument {
        code: problem.code.as_str(),
        severity: problem.severity.as_str(),
        message: &problem.message,
        file: problem.file.as_deref(),
        line: problem.file.as_ref().and_then(|file| line(sources, file, problem.span?)),
        help: problem.help.as_deref(),
    }
}

fn line(sources: &Sources, file: &str, span: Span) -> Option<usize> {
    sources.line_column(file, span).map(|place| place.line)
}
