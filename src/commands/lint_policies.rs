//! The part of `lint` that checks policies: which files, with which profile, and what is found.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{Environment, load};
use crate::{
    cli::LintArgs,
    diagnostic::{Diagnostic, FileName, Sources},
    engine::{self, LintInputs, Linted},
    files,
    org::{Config, Profile},
    policy::{self, WorkingCopy},
    report::Lint,
};

/// What came of checking the policies, and which data is left to be judged.
#[derive(Default)]
pub(super) struct Checked {
    /// Nothing if no policies were to be checked.
    pub(super) lint: Option<Lint>,
    /// What could not be checked.
    pub(super) problems: Vec<Diagnostic>,
    pub(super) sources: Sources,
    /// The name of the profile whose tables were looked up.
    pub(super) profile: Option<String>,
    /// The named paths that are organization data.
    pub(super) data: Vec<PathBuf>,
    /// Whether there is no organization data to judge.
    pub(super) has_no_data: bool,
}

/// Checks the policies that the arguments name, else those of the configuration.
pub(super) fn check(args: &LintArgs, environment: &Environment) -> Checked {
    let mut checked = Checked::default();
    // What is wrong with the configuration is said by the part that judges data.
    let found = Config::find(
        args.policies.config.as_deref(),
        &args.paths,
        &environment.current_dir,
        &mut checked.sources,
        &mut Vec::new(),
    );
    let Ok(config) = found else {
        checked.data.clone_from(&args.paths);
        return checked;
    };
    let configured = load::either(&args.policies.policy, &config.policies);
    let mut named = if args.paths.is_empty() { configured.to_vec() } else { Vec::new() };
    for path in &args.paths {
        let is_policy = holds_policies(path);
        if is_policy {
            named.extend(load::either_within(std::slice::from_ref(path), configured));
        }
        let within = load::either_within(std::slice::from_ref(path), &config.org);
        if !is_policy || within.as_slice() != std::slice::from_ref(path) {
            checked.data.extend(within);
        } else if path.is_dir() {
            checked.data.extend(data_beside_policies(path));
        }
    }
    checked.has_no_data =
        if args.paths.is_empty() { config.org.is_empty() && !named.is_empty() } else { checked.data.is_empty() };
    if named.is_empty() {
        return checked;
    }
    let all: Vec<PathBuf> = named.iter().chain(configured).cloned().collect();
    match policy::read_working_copy(&all) {
        Ok(copy) => check_copy(args, &config, &copy, &named, &mut checked),
        Err(problems) => {
            checked.lint = Some(Lint::default());
            checked.problems = problems;
        }
    }
    checked
}

fn check_copy(args: &LintArgs, config: &Config, copy: &WorkingCopy, named: &[PathBuf], checked: &mut Checked) {
    for source in copy.policies.iter().chain(&copy.tests) {
        checked.sources.insert(source.name.clone(), source.text.clone());
    }
    let reported: BTreeSet<FileName> = below(named, &["rego"]).collect();
    let folders: Vec<PathBuf> =
        named.iter().map(|path| if path.is_file() { folder_of(path) } else { path.clone() }).collect();
    let test_files: BTreeSet<FileName> = below(&folders, &["rego", "yaml", "yml"]).collect();
    let base = if args.policies.profile.is_some() { Path::new("") } else { config.base.as_path() };
    let name = args.policies.profile.as_deref().unwrap_or(&config.profile);
    let profile = match Profile::load(name, base, &mut checked.sources, &mut Vec::new()) {
        Ok(profile) => Some(profile),
        Err(problems) => {
            checked.problems.extend(problems);
            None
        }
    };
    let params = profile.as_ref().map(|profile| profile.to_data().to_json());
    checked.profile = profile.map(|profile| profile.name);
    // Of two rules with one id the later is told, so those that are checked come last.
    let mut policies = copy.policies.clone();
    policies.sort_by_key(|source| reported.contains(&source.name));
    let inputs = LintInputs {
        policies: &policies,
        tests: &copy.tests,
        test_files: &test_files,
        reported: &reported,
        params: params.as_ref(),
    };
    let Linted { found, problems } = engine::lint(inputs);
    checked.problems.extend(problems);
    checked.lint = Some(Lint { files: reported.len(), found });
}

/// Whether a path is a policy, or a folder with policies in it.
fn holds_policies(path: &Path) -> bool {
    if path.is_file() {
        return path.extension().is_some_and(|extension| extension == "rego");
    }
    files::walk(path, &["rego"]).is_ok_and(|found| !found.is_empty())
}

/// The organization data in a folder of policies: files that say that they are.
fn data_beside_policies(folder: &Path) -> Vec<PathBuf> {
    let is_data = |file: &PathBuf| {
        files::read(file).is_ok_and(|bytes| {
            let text = String::from_utf8_lossy(&bytes);
            text.lines().any(|line| {
                let line = line.trim().trim_start_matches(['{', ' ']).replace('"', "");
                line.starts_with("kind:") && line.contains("Organization")
            })
        })
    };
    let mut found = files::walk(folder, &["yaml", "yml", "json"]).unwrap_or_default();
    found.retain(is_data);
    found
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

/// The names of the files below the paths. What cannot be read is said where the policies are read.
fn below<'a>(paths: &'a [PathBuf], extensions: &'a [&'a str]) -> impl Iterator<Item = FileName> + 'a {
    paths.iter().filter_map(|path| files::walk(path, extensions).ok()).flatten().map(|file| files::display(&file))
}
