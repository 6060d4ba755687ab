//! Files of a commit, checked out below a temporary folder under the names that git gives them: `main:org/people.yaml`.

use std::{
    collections::BTreeSet,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use tempfile::TempDir;

use super::{
    Commit, Repository,
    changes::{arguments, not_comparable},
    path,
    program::Git,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    files,
};

/// How many links may lead to each other.
const LONGEST_CHAIN: usize = 32;

/// Files of a commit. They are there as long as this is.
#[derive(Debug)]
pub struct Snapshot {
    git: Git,
    top: PathBuf,
    commit: Commit,
    folder: TempDir,
    root: PathBuf,
    /// How many times something was checked out.
    turns: usize,
    _shown: files::Shown,
}

/// A file, link or submodule of a tree.
struct Entry {
    mode: String,
    id: String,
    path: PathBuf,
}

impl Snapshot {
    /// A snapshot of a commit that has no file yet.
    ///
    /// # Errors
    ///
    /// There is no place for temporary files.
    pub fn of(repository: &Repository, commit: Commit) -> Result<Self, Diagnostic> {
        let place = std::env::temp_dir();
        let failed = |error| files::failure("write into", Path::new("the folder for temporary files"), &error);
        let folder = tempfile::Builder::new().prefix("remedy-policy-").tempdir_in(place).map_err(failed)?;
        // What a link names is compared with this, so it has none itself.
        let root = folder.path().canonicalize().map_err(failed)?.join("tree");
        fs::create_dir(&root).map_err(failed)?;
        let shown = files::show_below(&root, &format!("{}:", commit.name));
        let (git, top) = (repository.git.clone(), repository.top.clone());
        Ok(Self { git, top, commit, folder, root, turns: 0, _shown: shown })
    }

    /// The commit.
    #[must_use]
    pub fn commit(&self) -> &Commit {
        &self.commit
    }

    /// The folder that stands for the root of the repository.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether the commit has a file, link or folder of that path.
    ///
    /// # Errors
    ///
    /// Git refuses.
    pub fn has(&self, path: &Path) -> Result<bool, Diagnostic> {
        Ok(path == Path::new("") || !self.list(&self.commit.id, &["-z"], [path])?.is_empty())
    }

    /// Checks out the files at and below paths of the repository, as far as the commit has them. Links are followed inside the
    /// repository, submodules to the commit that is recorded for them.
    ///
    /// # Errors
    ///
    /// A link leads out of the repository, a submodule is not there, or git refuses.
    pub fn provide(&mut self, paths: &[PathBuf]) -> Result<(), Diagnostic> {
        let mut wanted: BTreeSet<PathBuf> = paths.iter().cloned().collect();
        let mut known: BTreeSet<PathBuf> = BTreeSet::new();
        for _ in 0..LONGEST_CHAIN {
            let next: Vec<PathBuf> = wanted.difference(&known).cloned().collect();
            if next.is_empty() {
                return Ok(());
            }
            let entries = self.entries(&next)?;
            self.check_out(&self.git.clone(), Path::new(""), &self.commit.id.clone(), &entries)?;
            for entry in &entries {
                if entry.mode == "120000" {
                    wanted.extend(self.through_link(&entry.path, &next)?);
                } else if entry.mode == "160000" {
                    self.provide_submodule(entry, &next)?;
                }
            }
            known.extend(next);
        }
        Err(Diagnostic::error(Code::Git, format!("links in `{}` lead to each other", self.commit.name)))
    }

    /// What stands at, below and above the paths: links and submodules above lead to what is wanted.
    fn entries(&self, paths: &[PathBuf]) -> Result<Vec<Entry>, Diagnostic> {
        let id = &self.commit.id;
        let mut entries = self.list(id, &["-r", "-z"], paths)?;
        let above: BTreeSet<&Path> = paths.iter().flat_map(|path| path.ancestors().skip(1)).collect();
        let above: Vec<&Path> = above.into_iter().filter(|folder| *folder != Path::new("")).collect();
        if !above.is_empty() {
            let listed = self.list(id, &["-z"], above)?;
            entries.extend(listed.into_iter().filter(|entry| entry.mode == "120000" || entry.mode == "160000"));
        }
        Ok(entries)
    }

    fn list<P: AsRef<Path>>(
        &self,
        tree: &str,
        options: &[&str],
        paths: impl IntoIterator<Item = P>,
    ) -> Result<Vec<Entry>, Diagnostic> {
        list(&self.git, tree, options, paths)
    }

    /// Where wanted paths lead through a link that was checked out.
    fn through_link(&self, link: &Path, wanted: &[PathBuf]) -> Result<Vec<PathBuf>, Diagnostic> {
        let place = self.root.join(link);
        let target = fs::read_link(&place).map_err(|error| files::failure("read", &place, &error))?;
        let folder = link.parent().unwrap_or(Path::new(""));
        let target = if target.is_absolute() { None } else { path::plain(&folder.join(&target)) };
        let Some(target) = target else {
            // Nobody follows it to files that are not of this commit.
            let _ = fs::remove_file(&place);
            let problem = format!("the link `{}` leads out of the repository", files::display(&place));
            return Err(
                Diagnostic::error(Code::Git, problem).help("keep what the gate is configured by in the repository")
            );
        };
        let inner = wanted.iter().filter_map(|path| path.strip_prefix(link).ok());
        let mut targets: Vec<PathBuf> = inner.map(|rest| target.join(rest)).collect();
        if targets.is_empty() {
            targets.push(target);
        }
        Ok(targets)
    }

    fn provide_submodule(&mut self, entry: &Entry, wanted: &[PathBuf]) -> Result<(), Diagnostic> {
        let top = self.top.join(&entry.path);
        let git = Git::in_submodule(&top);
        if !top.join(".git").exists() {
            return Err(not_comparable(&entry.path, "it is not checked out"));
        }
        if !git.end(&["cat-file", "-e", &format!("{}^{{commit}}", entry.id)], &[])?.succeeded {
            let short = entry.id.get(..7).unwrap_or(&entry.id);
            return Err(not_comparable(&entry.path, &format!("it does not have the commit {short}")));
        }
        let inner: Vec<PathBuf> = wanted
            .iter()
            .filter_map(|wanted| match wanted.strip_prefix(&entry.path) {
                Ok(inner) => Some(inner.to_path_buf()),
                Err(_) => entry.path.starts_with(wanted).then(PathBuf::new),
            })
            .collect();
        let entries = list(&git, &entry.id, &["-r", "-z"], &inner)?;
        if let Some(link) = entries.iter().find(|entry| entry.mode == "120000" || entry.mode == "160000") {
            let name = files::display(&entry.path.join(&link.path));
            return Err(not_comparable(&entry.path, &format!("`{name}` is a link or a submodule")));
        }
        self.check_out(&git, &entry.path, &entry.id, &entries)
    }

    /// Writes files as a checkout would, with line endings and filters, from an index of its own. The attributes are those of
    /// the commit, too.
    fn check_out(&mut self, git: &Git, prefix: &Path, tree: &str, entries: &[Entry]) -> Result<(), Diagnostic> {
        if entries.is_empty() {
            return Ok(());
        }
        let folders: BTreeSet<PathBuf> = entries
            .iter()
            .flat_map(|entry| entry.path.ancestors().skip(1))
            .map(|at| at.join(".gitattributes"))
            .collect();
        let attributes = list(git, tree, &["-z"], &folders)?;
        let mut index = Vec::new();
        for entry in entries.iter().chain(&attributes).filter(|entry| entry.mode != "160000" && entry.mode != "040000")
        {
            index.extend(format!("{} {} 0\t", entry.mode, entry.id).into_bytes());
            index.extend(path::to_bytes(&entry.path));
            index.push(0);
        }
        self.turns += 1;
        let place = self.root.join(prefix);
        fs::create_dir_all(&place).map_err(|error| files::failure("write", &place, &error))?;
        let repository = path::of_line(&git.run(&["rev-parse", "--absolute-git-dir"])?);
        let apart = Git::in_submodule(&place)
            .with("GIT_DIR", repository.into_os_string())
            .with("GIT_WORK_TREE", place.into_os_string())
            .with("GIT_INDEX_FILE", self.folder.path().join(format!("index-{}", self.turns)).into_os_string());
        apart.feed(&["update-index", "-z", "--index-info"], &index)?;
        apart.run(&["checkout-index", "-a", "-f", "-q"]).map(drop)
    }
}

/// What a tree has at, or with `-r` below, the paths.
fn list<P: AsRef<Path>>(
    git: &Git,
    tree: &str,
    options: &[&str],
    paths: impl IntoIterator<Item = P>,
) -> Result<Vec<Entry>, Diagnostic> {
    let paths: Vec<PathBuf> = paths.into_iter().map(|path| path.as_ref().to_path_buf()).collect();
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    let options: Vec<&str> = ["ls-tree"].iter().chain(options).copied().chain(["--full-tree", tree]).collect();
    let is_whole = paths.iter().any(|path| path == Path::new(""));
    let args: Vec<OsString> =
        if is_whole { options.iter().map(OsString::from).collect() } else { arguments(&options, &paths) };
    let listing = git.run(&args)?;
    Ok(path::fields(&listing)
        .filter_map(|line| {
            let at = line.iter().position(|byte| *byte == b'\t')?;
            let words = String::from_utf8_lossy(line.get(..at)?).into_owned();
            let mut words = words.split(' ');
            let (mode, id) = (words.next()?.to_owned(), words.nth(1)?.to_owned());
            Some(Entry { mode, id, path: path::of_bytes(line.get(at + 1..)?) })
        })
        .collect())
}
