//! Runs the tests that evaluate what a mutant changes, until one of them notices.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use rayon::prelude::*;
use regorus::unstable::{Module, Ref};

use super::{Mutant, Operator, aside};
use crate::{
    diagnostic::{Code, Diagnostic},
    engine::{
        clauses::package_of,
        parse, rewrite,
        testing::{Coverage, Outcome, PackagePath, Suite, Test, TestResult, WrittenLines, compile},
    },
    policy::PolicySource,
};

/// A test that takes this many times longer with a mutant than without it has noticed.
const PATIENCE: u32 = 20;

/// The least time that a test is given with a mutant.
const LEAST_TIME: Duration = Duration::from_secs(1);

/// What became of a mutant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A test failed.
    Killed(Test),
    /// A test went on and on.
    TimedOut(Test),
    /// Every test that evaluates it still holds; the number of them.
    Survived(usize),
    /// A comment beside it says why it is no different from the policy; the reason.
    Equivalent(String),
    /// It is no policy that the engine takes, and says nothing about the tests.
    Invalid,
}

/// A mutant and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The mutant.
    pub mutant: Mutant,
    /// What became of it.
    pub fate: Fate,
}

/// What the tests do without any mutant.
pub struct Baseline<'a> {
    tests: Vec<(&'a Test, Duration, Coverage)>,
    results: Vec<TestResult>,
    /// The lines of each written text of which the engine keeps account.
    counted: BTreeMap<String, BTreeSet<u32>>,
}

impl Baseline<'_> {
    /// What the tests gave, in their order.
    #[must_use]
    pub fn results(&self) -> &[TestResult] {
        &self.results
    }
}

/// A test without any mutant: what it gave, the lines that it evaluated, and all lines of which the engine keeps account.
type Account = (TestResult, Coverage, Coverage);

impl Suite {
    /// Judges mutants, in parallel; the results are in their order. `tick` is called after each. Every test of the baseline
    /// has to hold.
    #[must_use]
    pub fn judge(&self, baseline: &Baseline<'_>, mutants: Vec<Mutant>, tick: &(dyn Fn() + Sync)) -> Vec<Judged> {
        let mut packages: BTreeMap<PackagePath, Vec<(usize, Mutant)>> = BTreeMap::new();
        for (index, mutant) in mutants.into_iter().enumerate() {
            packages.entry(self.package_of(&mutant)).or_default().push((index, mutant));
        }
        let mut judged = Vec::new();
        for (package, mutants) in packages {
            let lines = self
                .packages
                .get(&package)
                .and_then(|package| self.written.get(package.written))
                .map(|written| (written.name.clone(), WrittenLines::new(written)));
            let Some((name, lines)) = lines else { continue };
            let of_package: Vec<(usize, Judged)> = mutants
                .into_par_iter()
                .map(|(index, mutant)| {
                    let fate = self.fate(&package, &name, &lines, &mutant, baseline);
                    tick();
                    (index, Judged { mutant, fate })
                })
                .collect();
            judged.extend(of_package);
        }
        judged.sort_by_key(|(index, _)| *index);
        judged.into_iter().map(|(_, judged)| judged).collect()
    }

    fn source_of(&self, mutant: &Mutant) -> Option<usize> {
        self.sources.iter().position(|source| source.name == mutant.file)
    }

    fn package_of(&self, mutant: &Mutant) -> PackagePath {
        let module = self.source_of(mutant).and_then(|index| self.modules.get(index));
        module.map(|module| package_of(module)).unwrap_or_default()
    }

    /// Runs the tests that can reach a mutant, and those that `is_meant` names, each with an account of the lines that it
    /// evaluates.
    ///
    /// # Errors
    ///
    /// A policy does not compile.
    pub fn baseline(
        &self,
        mutants: &[Mutant],
        is_meant: &dyn Fn(&Test) -> bool,
    ) -> Result<Baseline<'_>, Vec<Diagnostic>> {
        let mutated: BTreeSet<PackagePath> = mutants.iter().map(|mutant| self.package_of(mutant)).collect();
        let mut by_package: BTreeMap<&PackagePath, Vec<(usize, &Test)>> = BTreeMap::new();
        for (number, test) in self.tests().iter().enumerate() {
            let reaches =
                self.packages.get(&test.package).is_some_and(|package| !package.reaches.is_disjoint(&mutated));
            if reaches || is_meant(test) {
                by_package.entry(&test.package).or_default().push((number, test));
            }
        }
        let by_package: Vec<_> = by_package.into_iter().collect();
        let run: Vec<Result<Vec<Account>, Diagnostic>> = by_package
            .par_iter()
            .map(|(package, tests)| {
                let mut interpreter = self.ready(package, true)?;
                Ok(tests
                    .iter()
                    .map(|(_, test)| {
                        interpreter.clear_coverage_data();
                        let result = self.run_one(&mut interpreter, test, None);
                        let (covered, counted) = Coverage::with_all(&interpreter);
                        (result, covered, counted)
                    })
                    .collect())
            })
            .collect();
        let mut baseline = Baseline { tests: Vec::new(), results: Vec::new(), counted: BTreeMap::new() };
        let (mut problems, mut numbered) = (Vec::new(), Vec::new());
        for ((_, tests), results) in by_package.iter().zip(run) {
            match results {
                Err(problem) => problems.push(problem),
                Ok(results) => {
                    for ((number, test), (result, covered, counted)) in tests.iter().zip(results) {
                        for (name, lines) in counted.into_lines() {
                            baseline.counted.entry(name).or_default().extend(lines);
                        }
                        if !test.is_todo() {
                            baseline.tests.push((test, result.duration, covered));
                        }
                        numbered.push((*number, result));
                    }
                }
            }
        }
        numbered.sort_by_key(|(number, _)| *number);
        baseline.results = numbered.into_iter().map(|(_, result)| result).collect();
        if problems.is_empty() { Ok(baseline) } else { Err(problems) }
    }

    fn fate(
        &self,
        package: &PackagePath,
        written: &str,
        lines: &WrittenLines,
        mutant: &Mutant,
        baseline: &Baseline<'_>,
    ) -> Fate {
        if let Some(reason) =
            self.source_of(mutant).and_then(|index| aside::reason(&self.sources.get(index)?.text, mutant))
        {
            return Fate::Equivalent(reason);
        }
        let Some(changed) = self.changed(package, mutant) else { return Fate::Invalid };
        let tests = self.tests_of(written, lines, mutant, baseline);
        let count = tests.iter().map(|(_, tests)| tests.len()).sum();
        if tests.is_empty() {
            let reaches = self.packages.get(package).map(|package| &package.reaches);
            return match self.mutated(package, &changed, reaches.into_iter().flatten()) {
                Some(_) => Fate::Survived(0),
                None => Fate::Invalid,
            };
        }
        for (test_package, tests) in tests {
            let reaches = self.packages.get(test_package).map(|package| &package.reaches);
            let Some(mut interpreter) = self.mutated(package, &changed, reaches.into_iter().flatten()) else {
                return Fate::Invalid;
            };
            for (test, duration) in tests {
                let limit = (duration * PATIENCE).max(LEAST_TIME);
                match self.run_one(&mut interpreter, test, Some(limit)).outcome {
                    Outcome::Passed | Outcome::Skipped => {}
                    Outcome::Error(problem) if problem.code == Code::TimeLimit => return Fate::TimedOut(test.clone()),
                    Outcome::Failed(_) | Outcome::Error(_) => return Fate::Killed(test.clone()),
                }
            }
        }
        Fate::Survived(count)
    }

    /// The text of the mutant's package as the engine reads it. Nothing if it does not parse.
    fn changed(&self, package: &PackagePath, mutant: &Mutant) -> Option<rewrite::Written> {
        let index = self.source_of(mutant)?;
        let (mut modules, mut sources): (Vec<Ref<Module>>, Vec<PolicySource>) = (Vec::new(), Vec::new());
        for (number, (module, source)) in self.modules.iter().zip(&self.sources).enumerate() {
            if number == index {
                let text = mutant.apply(&source.text);
                let changed = PolicySource { text: text.into(), ..source.clone() };
                modules.extend(parse(std::slice::from_ref(&changed)).ok()?);
                sources.push(changed);
            } else if package_of(module) == *package {
                modules.push(module.clone());
                sources.push(source.clone());
            }
        }
        rewrite::rewrite(&modules, &sources).ok()?.into_iter().next()
    }

    /// A compiled interpreter with packages, one of them changed. Nothing if it does not compile.
    fn mutated<'a>(
        &self,
        package: &PackagePath,
        changed: &rewrite::Written,
        packages: impl Iterator<Item = &'a PackagePath>,
    ) -> Option<regorus::Engine> {
        let mut interpreter = self.interpreter(packages.filter(|other| *other != package)).ok()?;
        interpreter.add_policy(changed.name.clone(), changed.text.clone()).ok()?;
        compile(&mut interpreter).ok()?;
        Some(interpreter)
    }

    /// The tests that evaluate what a mutant changes, by package: those beside its file first, then the quick ones.
    fn tests_of<'a>(
        &self,
        written: &str,
        lines: &WrittenLines,
        mutant: &Mutant,
        baseline: &Baseline<'a>,
    ) -> Vec<(&'a PackagePath, Vec<(&'a Test, Duration)>)> {
        let Some(source) = self.source_of(mutant) else { return Vec::new() };
        let counted = |line: &u32| baseline.counted.get(written).is_some_and(|counted| counted.contains(line));
        let own = lines.line(source, mutant.span.start).filter(counted);
        let of_interest: BTreeSet<u32> = match own {
            Some(line) if mutant.operator != Operator::DropClause => BTreeSet::from([line]),
            _ => lines.of_range(source, mutant.rule).into_iter().filter(counted).collect(),
        };
        let beside = mutant.file.trim_end_matches(".rego");
        let is_beside = |test: &Test| test.file.strip_prefix(beside).is_some_and(|rest| rest.starts_with('_'));
        let mut packages: BTreeMap<&PackagePath, Vec<(&Test, Duration)>> = BTreeMap::new();
        for (test, duration, covered) in &baseline.tests {
            if of_interest.iter().any(|line| covered.has(written, *line)) {
                packages.entry(&test.package).or_default().push((test, *duration));
            }
        }
        let mut packages: Vec<_> = packages.into_iter().collect();
        for (_, tests) in &mut packages {
            tests.sort_by_key(|(test, duration)| (!is_beside(test), *duration));
        }
        packages.sort_by_key(|(_, tests)| {
            let has_own = tests.iter().any(|(test, _)| is_beside(test));
            (!has_own, tests.iter().map(|(_, duration)| *duration).sum::<Duration>())
        });
        packages
    }
}
