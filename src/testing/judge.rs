//! Judges cases by the gate of `check`: the policies are loaded once, and given their data once for all cases that share it.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use rayon::prelude::*;

use super::{
    case_file::{Case, CaseFile, Subject, invalid},
    changes,
    expectation::{Expectation, Mismatch},
};
use crate::{
    diagnostic::{Diagnostic, FileName, Severity, Sources},
    document::{self, Span},
    files,
    gate::{EvaluationTime, Gate, Policies},
    manifest::{self, Index, Manifest, Manifests},
    org::{Feeds, Organization, Profile},
    policy::Catalogue,
    suggest::nearest,
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

/// What the cases of a file are judged by.
struct Surroundings {
    profile: Profile,
    organization: Organization,
    feeds: Vec<PathBuf>,
    tree: Vec<Manifest>,
}

/// A case that is ready to be judged.
struct Job<'a> {
    file: &'a CaseFile,
    case: &'a Case,
    by: Arc<Surroundings>,
    tree: Vec<Manifest>,
    document: Manifest,
    feeds: Arc<Feeds>,
    at: EvaluationTime,
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
    let mut reader = Reader { defaults, sources, read: BTreeMap::new(), feeds: BTreeMap::new() };
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
    let gate =
        Gate::new(policies.clone(), &by.organization, &by.profile, &first.feeds, &first.tree, first.at.clone());
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

/// Reads what cases need, each thing once.
struct Reader<'a> {
    defaults: &'a Defaults,
    sources: &'a mut Sources,
    read: BTreeMap<PathBuf, Arc<Manifests>>,
    feeds: BTreeMap<(Vec<PathBuf>, BTreeSet<String>), Arc<Feeds>>,
}

impl Reader<'_> {
    fn surroundings(&mut self, file: &CaseFile) -> Result<Surroundings, Vec<Diagnostic>> {
        let (mut problems, mut warnings) = (Vec::new(), Vec::new());
        let (name, base, span) = match &file.profile {
            Some((name, span)) => (name, &file.folder, Some(*span)),
            None => (&self.defaults.profile, &self.defaults.profile_base, None),
        };
        let profile = Profile::load(name, base, self.sources, &mut warnings).map_err(|found| {
            problems.extend(found.into_iter().map(|problem| match (&problem.file, span) {
                (None, Some(span)) => problem.in_file(&file.name).at(span),
                _ => problem,
            }));
        });
        let org = file.org.as_ref().unwrap_or(&self.defaults.org);
        let organization = Organization::read(org, self.sources, &mut warnings);
        let organization = organization.map_err(|found| problems.extend(found));
        let Manifests { documents: tree, problems: broken, sources, .. } = manifest::read_files(&file.tree);
        self.sources.extend(sources);
        problems.extend(broken);
        match (profile, organization) {
            (Ok(profile), Ok(organization)) if problems.is_empty() => {
                let feeds = file.feeds.as_ref().unwrap_or(&self.defaults.feeds).clone();
                Ok(Surroundings { profile, organization, feeds, tree })
            }
            _ => Err(problems),
        }
    }

    /// Makes a case ready, and says with which others it shares all data.
    fn job<'c>(
        &mut self,
        file: &'c CaseFile,
        case: &'c Case,
        by: &Arc<Surroundings>,
        catalogue: &Catalogue,
    ) -> Result<(Job<'c>, String), Vec<Diagnostic>> {
        let mut problems = unknown_rules(file, case, catalogue);
        let at = match &case.at {
            Some((text, span)) => EvaluationTime::parse(text, &self.defaults.time_zone)
                .map_err(|problem| problems.push(problem.in_file(&file.name).at(*span)))
                .ok(),
            None => {
                problems.push(
                    invalid(&file.name, case.span, "the case does not say as of when it is judged")
                        .help("add `at: 2026-11-20`, a day of your choice, to the case or once to the file"),
                );
                None
            }
        };
        let document = self.document(file, case).map_err(|found| problems.extend(found)).ok();
        let (Some(at), Some(document), true) = (at, document, problems.is_empty()) else { return Err(problems) };
        let mut tree = by.tree.clone();
        tree.retain(|other| other.id != document.id);
        tree.push(document.clone());
        let cves = manifest::named_cves(&tree);
        let asked = (by.feeds.clone(), cves);
        let feeds = match self.feeds.get(&asked) {
            Some(feeds) => Arc::clone(feeds),
            None => {
                let feeds = Arc::new(Feeds::read(&asked.0, &asked.1)?);
                self.feeds.insert(asked.clone(), Arc::clone(&feeds));
                feeds
            }
        };
        let index = Index::of(&tree);
        // The surroundings of a file are its own; within it, what a case changes in the data is time, index and feeds.
        let key = format!("{}\n{:p}\n{}\n{:?}\n{}", file.name, Arc::as_ptr(by), at.time(), asked, index.to_json());
        Ok((Job { file, case, by: Arc::clone(by), tree, document, feeds, at }, key))
    }

    /// The document of a case, with its changes.
    fn document(&mut self, file: &CaseFile, case: &Case) -> Result<Manifest, Vec<Diagnostic>> {
        let (mut value, folder) = match &case.subject {
            Subject::Manifest { path, span, id } => {
                let manifest = self.manifest(path, *span, id.as_deref(), file)?;
                if case.set.is_empty() && case.remove.is_empty() {
                    return Ok(manifest);
                }
                (manifest.root.to_json(), path.parent().map(Path::to_path_buf).unwrap_or_default())
            }
            Subject::Inline { kind, document } => (with_kind(kind, document), file.folder.clone()),
        };
        let mut problems = Vec::new();
        let mut path_of = |text: &str, span: Span| {
            let path = document::Path::parse(text).filter(|path| !path.is_empty());
            if path.is_none() {
                let problem = invalid(&file.name, span, format!("`{text}` is no path"));
                problems.push(problem.help("paths look like `closure.at` or `retest[0].result`"));
            }
            path
        };
        let set: Vec<_> =
            case.set.iter().filter_map(|(text, span, new)| Some((path_of(text, *span)?, *span, new))).collect();
        let remove: Vec<_> =
            case.remove.iter().filter_map(|(text, span)| Some((path_of(text, *span)?, *span))).collect();
        for (path, span, new) in set {
            if let Err(why) = changes::set(&mut value, &path, new.clone()) {
                problems.push(invalid(&file.name, span, format!("`{path}` cannot be set: {why}")));
            }
        }
        for (path, span) in remove {
            if !changes::remove(&mut value, &path) {
                let problem = invalid(&file.name, span, format!("there is nothing at `{path}` to remove"));
                problems.push(problem.help("the document does not have it; look at the spelling"));
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        self.changed(&value, &folder, file, case)
    }

    /// The document of a file.
    fn manifest(
        &mut self,
        path: &Path,
        span: Span,
        id: Option<&str>,
        file: &CaseFile,
    ) -> Result<Manifest, Vec<Diagnostic>> {
        let manifests = match self.read.get(path) {
            Some(manifests) => Arc::clone(manifests),
            None => {
                let manifests = Arc::new(manifest::read_files(std::slice::from_ref(&path.to_path_buf())));
                self.sources.extend(manifests.sources.clone());
                self.read.insert(path.to_path_buf(), Arc::clone(&manifests));
                manifests
            }
        };
        if !manifests.problems.is_empty() {
            let placed = |problem: &Diagnostic| match problem.file {
                Some(_) => problem.clone(),
                None => problem.clone().in_file(&file.name).at(span),
            };
            return Err(manifests.problems.iter().map(placed).collect());
        }
        let ids = || manifests.documents.iter().map(|document| document.id.as_str());
        let refuse = |message: String, help: String| Err(vec![invalid(&file.name, span, message).help(help)]);
        match (id, manifests.documents.as_slice()) {
            (None, [one]) => Ok(one.clone()),
            (None, documents) => refuse(
                format!("`{}` holds {} documents", files::display(path), documents.len()),
                format!("say which one is meant: `id: {}`", ids().next().unwrap_or("SEC-1")),
            ),
            (Some(id), documents) => match documents.iter().find(|document| document.id == id) {
                Some(document) => Ok(document.clone()),
                None => refuse(
                    format!("`{}` holds no document `{id}`", files::display(path)),
                    nearest(id, ids()).map_or_else(
                        || format!("it holds {}", ids().collect::<Vec<_>>().join(", ")),
                        |near| format!("did you mean `{near}`?"),
                    ),
                ),
            },
        }
    }

    /// Reads a document that a case wrote or changed, so that it is checked as any other.
    fn changed(
        &mut self,
        value: &serde_json::Value,
        folder: &Path,
        file: &CaseFile,
        case: &Case,
    ) -> Result<Manifest, Vec<Diagnostic>> {
        let name: FileName = Arc::from(format!("{}, document of `{}`", file.name, case.name));
        let text: Arc<str> = Arc::from(serde_json::to_string_pretty(value).unwrap_or_default());
        let Manifests { mut documents, problems, sources, .. } = manifest::read_text(&name, text, folder);
        self.sources.extend(sources);
        let errors: Vec<Diagnostic> =
            problems.into_iter().filter(|problem| problem.severity == Severity::Error).collect();
        match documents.pop() {
            Some(document) if errors.is_empty() => Ok(document),
            _ => Err(errors),
        }
    }
}

fn with_kind(kind: &str, document: &serde_json::Value) -> serde_json::Value {
    let mut fields = serde_json::Map::new();
    fields.insert("apiVersion".to_owned(), "remedy-policy/v1".into());
    fields.insert("kind".to_owned(), kind.into());
    fields.extend(document.as_object().cloned().unwrap_or_default());
    fields.into()
}

/// Rules that are expected to speak and that nobody loaded.
fn unknown_rules(file: &CaseFile, case: &Case, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let rules = case.expect.iter().flat_map(Expectation::rules);
    rules
        .filter(|(rule, _)| catalogue.get(rule).is_none())
        .map(|(rule, span)| {
            let problem = invalid(&file.name, span, format!("no rule is named `{rule}`"));
            match nearest(rule, catalogue.iter().map(|entry| entry.id.as_str())) {
                Some(near) => problem.help(format!("did you mean `{near}`?")),
                None => problem.help("`remedy-policy rules` lists them"),
            }
        })
        .collect()
}
