//! `--changed-since`: which of the documents that were read a branch changes, and which it deletes.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::Environment;
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Severity},
    document::decode_utf8,
    files,
    git::{Changes, Commit, Repository},
    manifest::{self, EXTENSIONS, Entry, Kind, Manifest, Manifests},
};

/// What was read, and from where.
pub(super) struct Read<'a> {
    /// The files and folders that are judged; not all of them need exist.
    pub(super) judged: &'a [PathBuf],
    /// The files and folders of the whole tree.
    pub(super) tree: &'a [PathBuf],
    /// What the judged ones hold.
    pub(super) manifests: &'a Manifests,
    /// The documents of the tree beside them.
    pub(super) rest: &'a [Entry],
}

/// What a branch changes.
pub(super) struct Selection {
    /// For each document that was read whether it is changed.
    pub(super) is_changed: Vec<bool>,
    /// What is deleted, as it was, with the texts.
    pub(super) deleted: Manifests,
    /// What is wrong with changed files, and which of them could not be compared.
    pub(super) problems: Vec<Diagnostic>,
    /// What is worth knowing of changed files.
    pub(super) warnings: Vec<Diagnostic>,
    /// Where the branch began.
    pub(super) base: Commit,
}

/// A file or folder that was read, and where it stands in the repository.
struct Root {
    given: PathBuf,
    inside: PathBuf,
    is_judged: bool,
}

impl Root {
    /// The name of a file of the repository, as the user would write it.
    fn name(&self, path: &Path) -> Option<FileName> {
        let rest = path.strip_prefix(&self.inside).ok()?;
        Some(files::display(&if rest == Path::new("") { self.given.clone() } else { self.given.join(rest) }))
    }

    /// Whether manifests are read from a file of the repository.
    fn reads(&self, path: &Path) -> bool {
        path.strip_prefix(&self.inside).is_ok_and(|rest| rest == Path::new("") || files::is_walked(rest, EXTENSIONS))
    }
}

/// Compares what was read with the commit at which the branch left another one.
pub(super) fn select(read: &Read<'_>, since: &str, environment: &Environment) -> Result<Selection, Vec<Diagnostic>> {
    compare(read, since, environment).map_err(|problem| vec![problem])
}

fn compare(read: &Read<'_>, since: &str, environment: &Environment) -> Result<Selection, Diagnostic> {
    let current = &environment.current_dir;
    let repository = Repository::of(read.judged, current)?;
    let base = repository.merge_base(&repository.commit(since)?)?;
    let roots = roots(read, &repository, current)?;
    let paths: Vec<PathBuf> = roots.iter().map(|root| root.inside.clone()).collect();
    let is_read = |path: &Path| roots.iter().any(|root| root.reads(path));
    let changes = repository.changes(&base, &paths, &is_read)?;
    let names = Names::of(&changes, &roots);
    let past = Past::of(&changes, &roots, &base, &repository);
    let is_changed = read.manifests.documents.iter().map(|document| names.changes(document, &past)).collect();
    let mut problems = names.concerned(&read.manifests.problems);
    let warnings = names.concerned(&read.manifests.warnings);
    problems.extend(unseen(&changes, &roots, &is_read, since));
    problems.extend(missing(read.judged, &roots, &changes));
    let deleted = past.deleted(read, &names);
    Ok(Selection { is_changed, deleted, problems, warnings, base })
}

/// Where what was read stands in the repository. Beside a file stand the tables that it names, so its folder is looked at, too.
fn roots(read: &Read<'_>, repository: &Repository, current: &Path) -> Result<Vec<Root>, Diagnostic> {
    let mut roots = Vec::new();
    for (given, is_judged) in
        read.judged.iter().map(|path| (path, true)).chain(read.tree.iter().map(|path| (path, false)))
    {
        let inside = match repository.inside(given, current) {
            Ok(inside) => inside,
            Err(problem) if is_judged => return Err(problem),
            // The rest of the tree is only looked up in.
            Err(_) => continue,
        };
        if given.is_file()
            && let (Some(folder), Some(above)) = (inside.parent(), given.parent())
        {
            roots.push(Root { given: above.to_path_buf(), inside: folder.to_path_buf(), is_judged: false });
        }
        roots.push(Root { given: given.clone(), inside, is_judged });
    }
    Ok(roots)
}

/// The names of the files that differ, as documents carry them.
struct Names {
    differing: BTreeSet<FileName>,
    /// Folders that are new as a whole, each with `/` at its end.
    folders: Vec<String>,
    links: BTreeSet<FileName>,
    ignored: BTreeSet<FileName>,
    /// Whether a file differs that is no manifest: a table beside a review.
    has_table: bool,
}

impl Names {
    fn of(changes: &Changes, roots: &[Root]) -> Self {
        let all = |paths: &mut dyn Iterator<Item = &PathBuf>| -> BTreeSet<FileName> {
            paths.flat_map(|path| roots.iter().filter_map(|root| root.name(path))).collect()
        };
        let is_table =
            |path: &PathBuf| path.extension().is_none_or(|end| !EXTENSIONS.iter().any(|known| end == *known));
        // A folder that is new as a whole may stand above what was named.
        let new = |root: &Root| changes.folders.iter().any(|folder| root.inside.starts_with(folder));
        let above = roots.iter().filter(|root| new(root)).map(|root| files::display(&root.given));
        let folders = all(&mut changes.folders.iter()).into_iter().chain(above);
        Self {
            differing: all(&mut changes.files.keys()),
            folders: folders.map(|name| format!("{name}/")).collect(),
            links: all(&mut changes.links.iter()),
            ignored: all(&mut changes.ignored.iter()),
            has_table: changes.files.keys().any(is_table),
        }
    }

    fn differs(&self, name: &FileName) -> bool {
        self.differing.contains(name)
            || self.folders.iter().any(|folder| name.starts_with(folder) || folder.strip_suffix('/') == Some(&**name))
    }

    /// Whether a document is new or was otherwise.
    fn changes(&self, document: &Manifest, past: &Past) -> bool {
        let beside = |table: &FileName| {
            let name = FileName::from(table.replace("/./", "/"));
            self.differs(&name) || self.links.contains(&name)
        };
        self.links.contains(&document.file)
            || self.differs(&document.file) && !past.had(document)
            || document.tables.iter().any(|table| beside(&table.file))
    }

    /// What was found in files that differ. What is wrong elsewhere is the business of a run that judges everything.
    fn concerned(&self, found: &[Diagnostic]) -> Vec<Diagnostic> {
        let concerns = |problem: &&Diagnostic| match &problem.file {
            Some(file) => {
                let may_be_of_table = matches!(problem.code, Code::InvalidTable | Code::Io);
                self.differs(file) || self.links.contains(file) || self.has_table && may_be_of_table
            }
            None => true,
        };
        found.iter().filter(concerns).cloned().collect()
    }
}

/// The documents of the files that differ, as they were.
struct Past {
    /// By their id; each with whether its file is judged.
    documents: BTreeMap<String, Vec<(Manifest, bool)>>,
    /// The texts that they point into.
    texts: BTreeMap<FileName, Arc<str>>,
}

impl Past {
    fn of(changes: &Changes, roots: &[Root], base: &Commit, repository: &Repository) -> Self {
        let mut past = Self { documents: BTreeMap::new(), texts: BTreeMap::new() };
        for (path, change) in &changes.files {
            let Some(Ok(text)) = change.before.clone().map(decode_utf8) else { continue };
            let reading = || roots.iter().filter(|root| root.reads(path));
            let is_judged = reading().any(|root| root.is_judged);
            let Some(name) = reading().find_map(|root| root.name(path)) else { continue };
            // The text under the name of a file that is still there is what it holds now.
            let is_there = repository.top().join(path).symlink_metadata().is_ok();
            let shown = if is_there { Arc::from(format!("{}:{name}", base.short())) } else { Arc::clone(&name) };
            let text: Arc<str> = Arc::from(text);
            for mut document in manifest::read_past(&name, Arc::clone(&text)).documents {
                document.file = Arc::clone(&shown);
                past.documents.entry(document.id.clone()).or_default().push((document, is_judged));
            }
            past.texts.insert(shown, text);
        }
        past
    }

    /// Whether a document was there with the same content, wherever it stood.
    fn had(&self, document: &Manifest) -> bool {
        match self.documents.get(&document.id).map(Vec::as_slice) {
            Some([(before, _)]) => before.kind == document.kind && before.root.to_json() == document.root.to_json(),
            _ => false,
        }
    }

    /// The documents that stand nowhere any more. One whose id is in a file that cannot be read may be there still.
    fn deleted(&self, read: &Read<'_>, names: &Names) -> Manifests {
        let present: BTreeSet<&str> = read
            .manifests
            .documents
            .iter()
            .map(|document| (&*document.file, document.id.as_str()))
            .chain(read.rest.iter().map(|entry| (entry.file.as_str(), entry.id.as_str())))
            .filter(|(file, _)| !names.ignored.contains(*file))
            .map(|(_, id)| id)
            .collect();
        let broken: BTreeSet<&FileName> = read
            .manifests
            .problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .filter_map(|problem| problem.file.as_ref())
            .collect();
        let is_in_broken = |id: &str| {
            broken.iter().any(|file| read.manifests.sources.text(file).is_some_and(|text| text.contains(id)))
        };
        let mut deleted = Manifests::default();
        for (id, documents) in &self.documents {
            let Some((document, true)) = documents.first() else { continue };
            if present.contains(id.as_str()) || is_in_broken(id) {
                continue;
            }
            if let Some(text) = self.texts.get(&document.file) {
                deleted.sources.insert(Arc::clone(&document.file), Arc::clone(text));
            }
            let title = format!("{} (deleted)", document.title);
            deleted.documents.push(Manifest { kind: Kind::Deletion, title, ..document.clone() });
        }
        deleted.documents.sort_by(|a, b| (&a.file, a.document).cmp(&(&b.file, b.document)));
        deleted
    }
}

/// Changed files of a sparse checkout that are not there: what they hold could not be judged.
fn unseen(changes: &Changes, roots: &[Root], is_read: &dyn Fn(&Path) -> bool, since: &str) -> Vec<Diagnostic> {
    let is_table = |path: &Path| path.extension().is_some_and(|extension| extension == "csv");
    changes
        .unseen
        .iter()
        .filter(|path| is_read(path) || is_table(path))
        .filter_map(|path| roots.iter().find_map(|root| root.name(path)))
        .map(|name| {
            Diagnostic::error(Code::Git, format!("`{name}` differs from `{since}`, and is not checked out"))
                .help("add its folder to the sparse checkout: `git sparse-checkout add FOLDER`")
        })
        .collect()
}

/// Named files and folders that are not there, and were not there before.
fn missing(judged: &[PathBuf], roots: &[Root], changes: &Changes) -> Vec<Diagnostic> {
    let was_there = |given: &Path| {
        let inside = roots.iter().find(|root| root.given == given).map(|root| &root.inside);
        inside.is_some_and(|inside| {
            changes.files.iter().any(|(path, change)| change.was_there && path.starts_with(inside))
        })
    };
    let gone: Vec<PathBuf> = judged.iter().filter(|path| !path.exists() && !was_there(path)).cloned().collect();
    manifest::read_files(&gone).problems
}
