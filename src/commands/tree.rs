//! Reads the findings that are judged, and what is looked up beside them.

use std::{
    collections::BTreeSet,
    io::Read as _,
    path::{Path, PathBuf},
};

use super::{
    Environment,
    changed::{self, Comparison, Places},
    load::{Surveyed, either_within},
};
use crate::{
    cli::{BranchArgs, InputArgs},
    diagnostic::{Code, Diagnostic, FileName},
    files,
    manifest::{self, Cache, Elsewhere, Entry, Known, Manifests, Place, Survey, Tree, Wanted},
    org::Config,
};

/// A tree of fewer files is parsed before a cache is of use; one that is asked for is used in any case.
const WORTH_A_CACHE: usize = 500;

/// The documents of a run.
#[derive(Default)]
pub(super) struct Found {
    /// What of the judged files is at hand.
    pub(super) manifests: Manifests,
    /// The documents of the judged files that are not at hand: no branch changes them.
    pub(super) known: Vec<Entry>,
    /// The documents of the configured tree that are not judged.
    pub(super) rest: Vec<Entry>,
    /// What the branch changes, if that was asked for, or why that is not known.
    pub(super) comparison: Option<Result<Comparison, Diagnostic>>,
    /// What kept anything from being remembered.
    pub(super) warnings: Vec<Diagnostic>,
}

impl Found {
    /// The CVEs that the documents of judged files name, in capitals.
    pub(super) fn named_cves(&self) -> BTreeSet<String> {
        let known = self.known.iter().filter_map(|entry| entry.cve.as_ref()).map(|cve| cve.to_uppercase());
        manifest::named_cves(&self.manifests.documents).into_iter().chain(known).collect()
    }
}

/// Reads all that the arguments and the configuration name.
pub(super) fn read(
    args: &InputArgs,
    branch: &BranchArgs,
    config: &Config,
    elsewhere: &Elsewhere,
    environment: &Environment,
) -> Found {
    if args.paths.iter().any(|path| path == Path::new("-")) {
        let mut cache = cache(args, config, environment);
        let manifests = read_stdin(args, elsewhere, environment);
        let rest = rest(&manifests, &[], args, config, Wanted::NONE, &mut cache);
        let warnings = warnings(&cache, args, environment);
        return Found { manifests, rest, warnings, ..Found::default() };
    }
    let mut judged = either_within(&args.paths, &config.findings);
    let places = Places { judged: &judged, tree: &config.findings };
    let comparison = branch.changed_since.as_deref().map(|since| changed::compare(places, since, environment));
    if comparison.is_some() {
        // What a branch deletes is not there; the comparison complains of what never was.
        judged.retain(|path| path.exists());
    }
    let mut cache = cache(args, config, environment);
    // What could not be compared is not judged.
    let file = |file: &FileName| match &comparison {
        None => true,
        Some(comparison) => comparison.as_ref().is_ok_and(|comparison| comparison.concerns(file)),
    };
    let known = |known: &Known| match &comparison {
        None => true,
        Some(comparison) => comparison.as_ref().is_ok_and(|comparison| comparison.concerns_known(known)),
    };
    let wanted = Wanted { file: &file, known: &known };
    let Tree { manifests, known } = manifest::read_tree(&judged, wanted, elsewhere, &mut cache, &environment.progress);
    let beside = if comparison.is_some() { wanted } else { Wanted::NONE };
    let rest = rest(&manifests, &known, args, config, beside, &mut cache);
    let warnings = warnings(&cache, args, environment);
    Found { manifests, known, rest, comparison, warnings }
}

/// Writes the cache. Who did not ask for one need not know that there is none.
fn warnings(cache: &Cache, args: &InputArgs, environment: &Environment) -> Vec<Diagnostic> {
    let is_asked_for = args.cache.folder.is_some() || environment.cache.is_some();
    cache.write().err().into_iter().filter(|_| is_asked_for).collect()
}

/// Sees the same without keeping it.
pub(super) fn survey(args: &InputArgs, config: &Config, environment: &Environment) -> Surveyed {
    let is_stdin = args.paths.iter().any(|path| path == Path::new("-"));
    let mut survey = match (is_stdin, args.paths.len()) {
        (true, 2..) => Survey::of_problem(only_stdin()),
        (true, _) => manifest::survey_stdin((environment.stdin)()),
        (false, _) => manifest::survey_files(&either_within(&args.paths, &config.findings), &environment.progress),
    };
    let is_all = args.paths.is_empty() || !has_tree(config);
    let mut rest =
        if is_all { Survey::default() } else { manifest::survey_files(&config.findings, &environment.progress) };
    survey.look_up_beside(&mut rest);
    Surveyed { survey, rest }
}

/// `-` stands beside other paths.
pub(super) fn only_stdin() -> Diagnostic {
    Diagnostic::error(Code::Usage, "`-` cannot be combined with other paths")
        .help("pipe all findings in, or name files")
}

fn read_stdin(args: &InputArgs, elsewhere: &Elsewhere, environment: &Environment) -> Manifests {
    if args.paths.len() > 1 {
        return Manifests { problems: vec![only_stdin()], ..Manifests::default() };
    }
    let mut bytes = Vec::new();
    match (environment.stdin)().read_to_end(&mut bytes) {
        Ok(_) => manifest::read_stdin_beside(bytes, elsewhere),
        Err(error) => {
            let problem = files::failure("read", Path::new("<stdin>"), &error);
            Manifests { problems: vec![problem], ..Manifests::default() }
        }
    }
}

/// The findings of the configured tree that are not judged: rules look up duplicates and repeats among them, too. What is
/// wrong with them is the business of a run that judges them.
fn rest(
    judged: &Manifests,
    known: &[Entry],
    args: &InputArgs,
    config: &Config,
    wanted: Wanted<'_>,
    cache: &mut Cache,
) -> Vec<Entry> {
    if args.paths.is_empty() || !has_tree(config) {
        return Vec::new();
    }
    let judged = judged.documents.iter().map(|document| document.id.as_str());
    let judged: BTreeSet<&str> = judged.chain(known.iter().map(|entry| entry.id.as_str())).collect();
    let mut rest = manifest::read_entries(&config.findings, wanted, cache);
    rest.retain(|entry| !judged.contains(entry.id.as_str()));
    rest
}

/// Whether any configured place of findings is there.
fn has_tree(config: &Config) -> bool {
    config.findings.iter().any(|path| path.exists())
}

/// The folder in which things are remembered from run to run: the one that the user names; else that of the user, but not
/// where nobody said who may write it.
pub(super) fn cache_folder(args: &InputArgs, environment: &Environment) -> Option<PathBuf> {
    let users = environment.user_cache.as_ref().filter(|_| !environment.is_ci);
    let users = users.map(|folder| folder.join(env!("CARGO_PKG_NAME")));
    let named = args.cache.folder.as_ref().or(environment.cache.as_ref());
    named.cloned().or(users).filter(|_| !args.cache.no_cache)
}

/// The cache of the configured tree, or of what is judged if there is none. A folder that the user names is used; else
/// that of the user, but not where nobody said who may write it: machines that run pipelines are shared.
fn cache(args: &InputArgs, config: &Config, environment: &Environment) -> Cache {
    let is_named = args.cache.folder.is_some() || environment.cache.is_some();
    let at_least = if is_named { 0 } else { WORTH_A_CACHE };
    let chosen = cache_folder(args, environment).map(|folder| (folder, at_least));
    let tree = if has_tree(config) { &config.findings } else { &args.paths };
    let place = chosen.map(|(folder, at_least)| Place::new(&folder, tree, at_least));
    // Paths are read once to be judged, and once with the rest of the tree.
    Cache::new(place, !args.paths.is_empty())
}
