//! Judges cases by the gate of `check`: the policies are loaded once, and given their data once for all cases that share it.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use rayon::prelude::*;

use super::{
    case_file::{Case, CaseFile},
    expectation::{Expectation, Mismatch},
    prepare::{Job, Reader},
};
use crate::{
    diagnostic::{Diagnostic, FileName, Sources},
    document::Span,
    gate::{Gate, Policies},
};

/// What holds where a case file says nothing.
#[derive(Clone, Debug)]
pub struct Defaults {
    /// The shipped profile or the profile file.
    pub profile: String,
    /// The folder from which the path of that file starts.
    pub profile_base: PathBuf,
    /// Organization data.
    pub org: Vec<PathBuf>,
    /// Feeds.
    pub feeds: Vec<PathBuf>,
    /// The IANA name of the time zone.
    pub time_zone: String,
}

/// How a case ended.
#[derive(Clone, Debug)]
pub enum CaseOutcome {
    /// The gate says what is expected.
    Passed,
    /// It says something else.
    Failed(Mismatch),
    /// It said something else, and that is expected from now on.
    Blessed(Mismatch),
    /// The case could not be judged.
    Error(Vec<Diagnostic>),
}

/// A case that was judged.
#[derive(Clone, Debug)]
pub struct CaseResult {
    /// The case file.
    pub file: FileName,
    /// The bytes of the case's name.
    pub span: Span,
    /// Its name.
    pub name: String,
    /// How it ended.
    pub outcome: CaseOutcome,
    /// How long it took.
    pub duration: Duration,
}

/// Judges the cases that are chosen, in parallel; the results are in the order of the files and of their text.
///
/// # Errors
///
/// What a file as a whole relies on cannot be read: a profile, organization data, other findings.
pub fn judge(
    case_files: &[CaseFile],
    is_chosen: &dyn Fn(&CaseFile, &Case) -> bool,
    policies: &Policies,
    defaults: &Defaults,
    sources: &mut Sources,
) -> Result<Vec<CaseResult>, Vec<Diagnostic>> {
    let mut reader = Reader::new(defaults, sources);
    let mut problems = Vec::new();
    let mut results: Vec<(usize, CaseResult)> = Vec::new();
    let mut groups: BTreeMap<String, Vec<(usize, Job<'_>)>> = BTreeMap::new();
    let mut number = 0;
    for file in case_files {
        let chosen: Vec<&Case> = file.cases.iter().filter(|case| is_chosen(file, case)).collect();
        if chosen.is_empty() {
            continue;
        }
        match reader.surroundings(file) {
            Ok(by) => {
                let by = Arc::new(by);
                for case in chosen {
                    number += 1;
                    match reader.job(file, case, &by, policies.catalogue()) {
                        Ok((job, key)) => groups.entry(key).or_default().push((number, job)),
                        Err(found) => {
                            results.push((number, result(file, case, CaseOutcome::Error(found), Duration::ZERO)));
                        }
                    }
                }
            }
            Err(found) => problems.extend(found),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let groups: Vec<_> = groups.into_values().collect();
    results.par_extend(groups.into_par_iter().flat_map_iter(|jobs| group(jobs, policies)));
    results.sort_by_key(|(number, _)| *number);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

fn result(file: &CaseFile, case: &Case, outcome: CaseOutcome, duration: Duration) -> CaseResult {
    CaseResult { file: file.name.clone(), span: case.span, name: case.name.clone(), outcome, duration }
}

/// Judges cases that share all data.
fn group(jobs: Vec<(usize, Job<'_>)>, policies: &Policies) -> Vec<(usize, CaseResult)> {
    let Some((_, first)) = jobs.first() else { return Vec::new() };
    let (by, started) = (&first.by, Instant::now());
    let gate = Gate::new(policies.clone(), &by.organization, &by.profile, &first.feeds, &first.index, first.at.clone());
    let gate = match gate {
        Ok(gate) => gate,
        Err(problem) => {
            let failed = |job: &Job<'_>| {
                result(job.file, job.case, CaseOutcome::Error(vec![problem.clone()]), started.elapsed())
            };
            return jobs.iter().map(|(number, job)| (*number, failed(job))).collect();
        }
    };
    let mut judge = gate.judge_for_thread();
    jobs.into_iter()
        .map(|(number, job)| {
            let started = Instant::now();
            let decision = judge.judge(&job.document);
            let outcome = match Expectation::compare(job.case.expect.as_ref(), &decision) {
                Some(mismatch) => CaseOutcome::Failed(mismatch),
                None => CaseOutcome::Passed,
            };
            (number, result(job.file, job.case, outcome, started.elapsed()))
        })
        .collect()
}
