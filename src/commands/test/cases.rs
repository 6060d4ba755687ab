//! Judges the cases of case files, and writes down what the gate says if that is asked.

use std::path::PathBuf;

use super::{Loaded, is_filtered};
use crate::{
    cli::TestArgs,
    diagnostic::Diagnostic,
    gate::Policies,
    policy,
    testing::{self, CaseFile, Defaults, TestRun},
};

/// Reads the case files that paths name, and says what is wrong with others.
pub(super) fn read(paths: &[PathBuf], run: &mut TestRun) -> (Vec<CaseFile>, Vec<Diagnostic>) {
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    match testing::case_files(paths) {
        Ok(files) => {
            for file in files {
                match testing::read(&file, &mut run.sources, &mut run.warnings) {
                    Ok(found) => read.extend(found),
                    Err(found) => problems.extend(found),
                }
            }
        }
        Err(found) => problems.extend(found),
    }
    (read, problems)
}

/// Judges the cases that the filter lets through.
pub(super) fn judge(args: &TestArgs, loaded: &Loaded, run: &mut TestRun) -> Result<(), Vec<Diagnostic>> {
    let case_files = &loaded.case_files;
    let is_chosen = |file: &CaseFile, case: &testing::Case| is_filtered(args, &file.name, &case.name);
    if !case_files.iter().any(|file| file.cases.iter().any(|case| is_chosen(file, case))) {
        return Ok(());
    }
    let config = &loaded.config;
    let sources = loaded.tested.sources.iter().filter(|source| !policy::is_test_file(&source.name)).cloned();
    let policies = Policies::load(sources.collect())?;
    let defaults = Defaults {
        profile: args.profile.as_ref().unwrap_or(&config.profile).clone(),
        profile_base: if args.profile.is_some() { PathBuf::new() } else { config.base.clone() },
        org: config.org.clone(),
        feeds: config.feeds.clone(),
        time_zone: config.time_zone.clone(),
    };
    run.cases = testing::judge(case_files, &is_chosen, &policies, &defaults, &mut run.sources)?;
    if args.bless {
        testing::bless(case_files, &mut run.cases, &run.sources)?;
    }
    Ok(())
}
