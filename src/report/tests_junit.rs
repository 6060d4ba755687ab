//! The report on tests as JUnit XML: a suite a file. It has no times, so that equal runs give equal reports.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::{tests_cases, tests_why};
use crate::{
    diagnostic::{Diagnostic, FileName, Severity},
    engine::testing::{Outcome, TestResult},
    testing::{CaseOutcome, CaseResult, TestRun},
};

/// Renders a run of tests.
///
/// # Errors
///
/// Never in practice: the writer writes into memory.
pub fn render(run: &TestRun) -> Result<String, quick_junit::SerializeError> {
    let mut suites: BTreeMap<&FileName, Vec<TestCase>> = BTreeMap::new();
    for result in &run.results {
        suites.entry(&result.test.file).or_default().push(test(run, result));
    }
    for case in &run.cases {
        suites.entry(&case.file).or_default().push(of_case(run, case));
    }
    let mut report = Report::new("remedy-policy test");
    for (file, cases) in suites {
        let mut suite = TestSuite::new(&**file);
        suite.add_test_cases(cases.into_iter().map(|mut case| {
            case.set_classname(&**file);
            case
        }));
        report.add_test_suite(suite);
    }
    let problems = problems(run);
    if !problems.is_empty() {
        let mut suite = TestSuite::new("remedy-policy");
        suite.add_test_cases(problems);
        report.add_test_suite(suite);
    }
    report.to_string()
}

fn test(run: &TestRun, result: &TestResult) -> TestCase {
    let status = match &result.outcome {
        Outcome::Passed => TestCaseStatus::success(),
        Outcome::Skipped => TestCaseStatus::skipped(),
        Outcome::Failed(Some(value)) => failure("does not hold", &format!("it is {value}, and must be true")),
        Outcome::Failed(None) => {
            let why = result.why.as_ref().map(|why| tests_why::in_words(run, why));
            failure("does not hold", &why.unwrap_or_else(|| "one of its conditions is undefined or false".to_owned()))
        }
        Outcome::Error(problem) => error(std::slice::from_ref(&**problem), run),
    };
    let mut case = TestCase::new(result.test.name.as_str(), status);
    if !result.prints.is_empty() {
        case.set_system_out(result.prints.join("\n"));
    }
    case
}

fn of_case(run: &TestRun, case: &CaseResult) -> TestCase {
    let status = match &case.outcome {
        CaseOutcome::Passed | CaseOutcome::Blessed(_) => TestCaseStatus::success(),
        CaseOutcome::Failed(mismatch) => {
            let message =
                if mismatch.expected.is_empty() { "does not say what is expected" } else { "is judged otherwise" };
            let line = tests_cases::line(run, case);
            failure(message, &format!("{}:{line}\n{}", case.file, tests_cases::diff(mismatch)))
        }
        CaseOutcome::Error(problems) => error(problems, run),
    };
    TestCase::new(case.name.as_str(), status)
}

/// What could not be read, and a threshold that is not reached.
fn problems(run: &TestRun) -> Vec<TestCase> {
    let errors = run.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let mut cases: Vec<TestCase> =
        errors.map(|problem| TestCase::new(problem.code.as_str(), error(std::slice::from_ref(problem), run))).collect();
    if run.is_below_threshold() {
        let percent = run.threshold.unwrap_or_default();
        let share = run.measured();
        let text = format!("{} of {}, below {percent} %", share.good, share.all);
        cases.push(TestCase::new("threshold", failure("is not reached", &text)));
    }
    cases
}

fn failure(message: &str, text: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_message(message).set_description(text);
    status
}

fn error(problems: &[Diagnostic], run: &TestRun) -> TestCaseStatus {
    let place = |problem: &Diagnostic| match (&problem.file, problem.span) {
        (Some(file), Some(span)) => {
            let line = run.sources.line_column(file, span).map_or(0, |place| place.line);
            format!("{file}:{line}: ")
        }
        (Some(file), None) => format!("{file}: "),
        _ => String::new(),
    };
    let lines = |problem: &Diagnostic| {
        let help = problem.help.as_ref().map(|help| format!("\n{help}")).unwrap_or_default();
        format!("{}{}{help}", place(problem), problem.message)
    };
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_message(problems.first().map_or("could not be evaluated", |problem| problem.message.as_str()));
    status.set_description(problems.iter().map(lines).collect::<Vec<_>>().join("\n"));
    status
}
