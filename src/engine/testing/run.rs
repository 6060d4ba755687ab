//! Evaluates tests, side by side, and says what each gave.

use std::{collections::BTreeMap, time::Duration};

use rayon::prelude::*;

use super::{Coverage, PackagePath, Suite, Test, compile};
use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    engine::{error::is_time_limit, explain::Attempt, limited, value},
};

/// The longest time that one test may take.
const TIME_LIMIT: Duration = Duration::from_secs(10);

/// What a test gave.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is true.
    Passed,
    /// It is something else than true; nothing if it is undefined, since one of its conditions does not hold.
    Failed(Option<serde_json::Value>),
    /// It could not be evaluated.
    Error(Box<Diagnostic>),
    /// It is marked as not yet meant to hold, and was not evaluated.
    Skipped,
}

/// A test that was run.
#[derive(Clone, Debug, PartialEq)]
pub struct TestResult {
    /// The test.
    pub test: Test,
    /// What it gave.
    pub outcome: Outcome,
    /// How long it took.
    pub duration: Duration,
    /// What it printed.
    pub prints: Vec<String>,
    /// Why it does not hold, if one of its conditions does not.
    pub why: Option<Box<Attempt>>,
}

/// Tests by file, each with its place among the results.
type ByFile<'a> = BTreeMap<&'a FileName, Vec<(usize, &'a Test)>>;

impl Suite {
    /// Runs tests, in parallel over their files. The results are in the order of the tests.
    ///
    /// # Errors
    ///
    /// A policy does not compile.
    pub fn run(&self, tests: &[&Test], with_coverage: bool) -> Result<(Vec<TestResult>, Coverage), Vec<Diagnostic>> {
        let mut packages: BTreeMap<&PackagePath, ByFile<'_>> = BTreeMap::new();
        for (index, test) in tests.iter().enumerate() {
            packages.entry(&test.package).or_default().entry(&test.file).or_default().push((index, test));
        }
        let packages: Vec<_> = packages.into_iter().collect();
        let run: Vec<_> = packages
            .par_iter()
            .map(|(package, files)| {
                let interpreter = self.ready(package, with_coverage)?;
                let files: Vec<_> = files.values().collect();
                Ok(files.par_iter().map(|tests| self.run_file(interpreter.clone(), tests)).collect::<Vec<_>>())
            })
            .collect();
        let mut results: Vec<(usize, TestResult)> = Vec::with_capacity(tests.len());
        let mut coverage = Coverage::default();
        let mut problems = Vec::new();
        for package in run {
            match package {
                Ok(files) => {
                    for (of_file, covered) in files {
                        results.extend(of_file);
                        coverage.merge(covered);
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            problems.sort_by(Diagnostic::order);
            problems.dedup();
            return Err(problems);
        }
        results.sort_by_key(|(index, _)| *index);
        Ok((results.into_iter().map(|(_, result)| result).collect(), coverage))
    }

    /// Finds out why tests do not hold.
    pub fn explain(&self, results: &mut [TestResult]) {
        let mut packages: BTreeMap<PackagePath, Vec<&mut TestResult>> = BTreeMap::new();
        for result in results.iter_mut().filter(|result| result.outcome == Outcome::Failed(None)) {
            packages.entry(result.test.package.clone()).or_default().push(result);
        }
        packages.into_par_iter().for_each(|(package, results)| {
            let mut explainer = self.explainer(&package);
            for result in results {
                result.why = explainer.test(&result.test).map(Box::new);
            }
        });
    }

    /// A compiled interpreter with all that a test package reaches.
    pub(in crate::engine) fn ready(
        &self,
        package: &PackagePath,
        with_coverage: bool,
    ) -> Result<regorus::Engine, Diagnostic> {
        let reached = self.packages.get(package).map(|package| &package.reaches);
        let mut interpreter = self.interpreter(reached.into_iter().flatten())?;
        interpreter.set_enable_coverage(with_coverage);
        compile(&mut interpreter).map_err(|complaint| self.complain(&complaint, Code::PolicySyntax))?;
        Ok(interpreter)
    }

    fn run_file(
        &self,
        mut interpreter: regorus::Engine,
        tests: &[(usize, &Test)],
    ) -> (Vec<(usize, TestResult)>, Coverage) {
        let results = tests.iter().map(|(index, test)| (*index, self.run_one(&mut interpreter, test, None))).collect();
        (results, Coverage::of(&interpreter))
    }

    /// Runs one test, within a limit of computing time.
    pub(in crate::engine) fn run_one(
        &self,
        interpreter: &mut regorus::Engine,
        test: &Test,
        limit: Option<Duration>,
    ) -> TestResult {
        let started = std::time::Instant::now();
        let outcome = if test.is_todo() {
            Outcome::Skipped
        } else {
            match limited(interpreter, &test.path(), limit.unwrap_or(TIME_LIMIT)) {
                Ok(regorus::Value::Bool(true)) => Outcome::Passed,
                Ok(regorus::Value::Undefined) => Outcome::Failed(None),
                Ok(other) => Outcome::Failed(Some(value::to_json(&other))),
                Err(complaint) => {
                    let code = if is_time_limit(&complaint) { Code::TimeLimit } else { Code::PolicyEvaluation };
                    let problem = self.complain(&complaint, code);
                    let problem = if problem.file.is_some() {
                        problem
                    } else {
                        problem.in_file(&test.file).at(test.span).label("while this test was evaluated")
                    };
                    Outcome::Error(Box::new(problem))
                }
            }
        };
        let prints = interpreter.take_prints().unwrap_or_default();
        let prints =
            prints.iter().map(|print| crate::engine::prints::with_place(print, &self.written, &self.sources)).collect();
        TestResult { test: (*test).clone(), outcome, duration: started.elapsed(), prints, why: None }
    }
}
