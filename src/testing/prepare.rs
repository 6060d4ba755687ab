//! Makes cases ready to be judged: reads what they name, each thing once, and changes their documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    case_file::{Case, CaseFile, Subject, invalid},
    changes,
    expectation::Expectation,
    judge::Defaults,
};
use crate::{
    diagnostic::{Diagnostic, FileName, Severity, Sources},
    document::{self, Span},
    files,
    gate::EvaluationTime,
    manifest::{self, Index, Manifest, Manifests},
    org::{Feeds, Organization, Profile},
    policy::Catalogue,
    suggest::nearest,
};

/// What the cases of a file are judged by.
pub(super) struct Surroundings {
    pub(super) profile: Profile,
    pub(super) organization: Organization,
    feeds: Vec<PathBuf>,
    tree: Vec<Manifest>,
}

/// A case that is ready to be judged.
pub(super) struct Job<'a> {
    pub(super) file: &'a CaseFile,
    pub(super) case: &'a Case,
    pub(super) by: Arc<Surroundings>,
    pub(super) index: Index,
    pub(super) document: Manifest,
    pub(super) feeds: Arc<Feeds>,
    pub(super) at: EvaluationTime,
}

/// Reads what cases need, each thing once.
pub(super) struct Reader<'a> {
    defaults: &'a Defaults,
    sources: &'a mut Sources,
    read: BTreeMap<PathBuf, Arc<Manifests>>,
    feeds: BTreeMap<(Vec<PathBuf>, BTreeSet<String>), Arc<Feeds>>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(defaults: &'a Defaults, sources: &'a mut Sources) -> Self {
        Self { defaults, sources, read: BTreeMap::new(), feeds: BTreeMap::new() }
    }

    pub(super) fn surroundings(&mut self, file: &CaseFile) -> Result<Surroundings, Vec<Diagnostic>> {
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
    pub(super) fn job<'c>(
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
        Ok((Job { file, case, by: Arc::clone(by), index, document, feeds, at }, key))
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
