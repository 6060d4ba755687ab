//! What differs between a commit and the working tree: uncommitted and untracked files count, and submodules are looked into.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use super::{
    Commit, Repository, path,
    program::{Git, refusal},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    files,
};

/// A file that differs, by its path in the repository.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Whether the commit has it.
    pub was_there: bool,
    /// Its content in the commit, if that was wanted and it was a regular file.
    pub before: Option<Vec<u8>>,
}

/// What differs between a commit and the working tree.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// The files that differ, by their path in the repository.
    pub files: BTreeMap<PathBuf, Change>,
    /// Folders that are new as a whole: other repositories that are no submodules.
    pub folders: BTreeSet<PathBuf>,
    /// Symbolic links: what they lead to may have changed elsewhere.
    pub links: BTreeSet<PathBuf>,
    /// Files that are ignored, and so are none of the repository.
    pub ignored: BTreeSet<PathBuf>,
    /// Files that differ and are not checked out.
    pub unseen: BTreeSet<PathBuf>,
}

/// The mode of a symbolic link.
const LINK: &str = "120000";
/// The mode of a submodule.
const SUBMODULE: &str = "160000";

impl Repository {
    /// What differs between a commit and the working tree, below paths of the repository. The content that the commit has is
    /// read where `wanted` says so.
    ///
    /// # Errors
    ///
    /// Git refuses, or a submodule is not there to be looked into.
    pub fn changes(
        &self,
        base: &Commit,
        paths: &[PathBuf],
        wanted: &dyn Fn(&Path) -> bool,
    ) -> Result<Changes, Diagnostic> {
        let mut changes = Changes::default();
        let tree = Tree { git: &self.git, top: &self.top, prefix: PathBuf::new(), base: base.id.clone() };
        tree.collect(paths, wanted, &mut changes)?;
        Ok(changes)
    }
}

/// The mode of what is not there.
const ABSENT: &str = "000000";

/// The working tree of a repository or a submodule, and what it is compared with.
struct Tree<'a> {
    git: &'a Git,
    top: &'a Path,
    /// Where it stands in the outermost repository.
    prefix: PathBuf,
    /// A commit, or the empty tree.
    base: String,
}

/// A file of the index.
struct Indexed {
    mode: String,
    id: String,
    is_checked_out: bool,
}

impl Tree<'_> {
    fn collect(
        &self,
        paths: &[PathBuf],
        wanted: &dyn Fn(&Path) -> bool,
        changes: &mut Changes,
    ) -> Result<(), Diagnostic> {
        // Git does not look through a path into a submodule: there, the submodule itself is asked about.
        let own: BTreeSet<PathBuf> =
            paths.iter().map(|path| self.submodule_above(path).unwrap_or_else(|| path.clone())).collect();
        if own.is_empty() {
            return Ok(());
        }
        let indexed = self.indexed(&own)?;
        let mut blobs: Vec<(PathBuf, String)> = Vec::new();
        let mut removed = BTreeSet::new();
        for differing in self.differing(&own)? {
            let Differing { path, mode_before, mode_after, id_before } = differing;
            let whole = self.prefix.join(&path);
            if mode_before == SUBMODULE && mode_after != SUBMODULE {
                removed.insert(path.clone());
            }
            if mode_before == SUBMODULE || mode_before == ABSENT && mode_after == SUBMODULE {
                continue;
            }
            let change = changes.files.entry(whole.clone()).or_default();
            change.was_there |= mode_before != ABSENT;
            if mode_before.starts_with("100") && wanted(&whole) {
                blobs.push((whole.clone(), id_before));
            }
            let is_hidden = indexed.get(&path).is_some_and(|file| !file.is_checked_out);
            if is_hidden && !self.top.join(&path).exists() {
                changes.unseen.insert(whole);
            }
        }
        if let Some(path) = removed.first() {
            return Err(not_comparable(&self.prefix.join(path), "it is no submodule any more"));
        }
        self.read(blobs, changes)?;
        self.listed(&own, &["-o", "--exclude-standard"], |path| {
            if path.as_os_str().as_encoded_bytes().ends_with(b"/") {
                changes.folders.insert(path.components().collect());
            } else {
                changes.files.entry(path).or_default();
            }
        })?;
        self.listed(&own, &["-o", "-i", "--exclude-standard"], |path| {
            changes.ignored.insert(path);
        })?;
        for (path, file) in &indexed {
            if file.mode == LINK {
                changes.links.insert(self.prefix.join(path));
            } else if file.mode == SUBMODULE {
                self.look_into(path, file, paths, wanted, changes)?;
            }
        }
        Ok(())
    }

    /// The repository in the working tree that holds a path, if that is another one than this.
    fn submodule_above(&self, path: &Path) -> Option<PathBuf> {
        let above: Vec<&Path> = path.ancestors().filter(|folder| *folder != Path::new("")).collect();
        above.into_iter().rev().find(|folder| self.top.join(folder).join(".git").exists()).map(Path::to_path_buf)
    }

    fn indexed(&self, paths: &BTreeSet<PathBuf>) -> Result<BTreeMap<PathBuf, Indexed>, Diagnostic> {
        let listing = self.git.run(&arguments(&["ls-files", "-s", "-t", "-z"], paths))?;
        Ok(path::fields(&listing)
            .filter_map(|line| {
                let at = line.iter().position(|byte| *byte == b'\t')?;
                let (words, path) = (line.get(..at)?, line.get(at + 1..)?);
                let words = String::from_utf8_lossy(words);
                let mut words = words.split(' ');
                let is_checked_out = words.next()? != "S";
                let (mode, id) = (words.next()?.to_owned(), words.next()?.to_owned());
                Some((path::of_bytes(path), Indexed { mode, id, is_checked_out }))
            })
            .collect())
    }

    fn differing(&self, paths: &BTreeSet<PathBuf>) -> Result<Vec<Differing>, Diagnostic> {
        let options = [
            // Files that were only touched do not differ.
            "-c",
            "diff.autoRefreshIndex=true",
            "diff",
            "--raw",
            "-z",
            "--no-abbrev",
            "--no-renames",
            "--no-ext-diff",
            "--no-color",
            "--no-relative",
            "--ignore-submodules=dirty",
            &self.base,
        ];
        let listing = self.git.run(&arguments(&options, paths))?;
        let mut fields = path::fields(&listing);
        let mut found = Vec::new();
        while let (Some(head), Some(name)) = (fields.next(), fields.next()) {
            let head = String::from_utf8_lossy(head);
            let words: Vec<&str> = head.trim_start_matches(':').split(' ').collect();
            if let [mode_before, mode_after, id_before, ..] = words.as_slice() {
                found.push(Differing {
                    path: path::of_bytes(name),
                    mode_before: (*mode_before).to_owned(),
                    mode_after: (*mode_after).to_owned(),
                    id_before: (*id_before).to_owned(),
                });
            }
        }
        Ok(found)
    }

    /// Goes over a listing of files that the index does not have.
    fn listed(
        &self,
        paths: &BTreeSet<PathBuf>,
        options: &[&str],
        mut found: impl FnMut(PathBuf),
    ) -> Result<(), Diagnostic> {
        let options: Vec<&str> = ["ls-files", "-z"].iter().chain(options).copied().collect();
        let listing = self.git.run(&arguments(&options, paths))?;
        for name in path::fields(&listing) {
            found(self.prefix.join(path::of_bytes(name)));
        }
        Ok(())
    }

    /// Reads what the base has of some files, all in one run of git.
    fn read(&self, blobs: Vec<(PathBuf, String)>, changes: &mut Changes) -> Result<(), Diagnostic> {
        let ids: Vec<&str> = blobs.iter().map(|(_, id)| id.as_str()).collect();
        let contents = read_blobs(self.git, &ids)?;
        for ((path, _), content) in blobs.into_iter().zip(contents) {
            changes.files.entry(path).or_default().before = Some(content);
        }
        Ok(())
    }

    /// Compares a submodule with the commit that the base records for it.
    fn look_into(
        &self,
        path: &Path,
        file: &Indexed,
        paths: &[PathBuf],
        wanted: &dyn Fn(&Path) -> bool,
        changes: &mut Changes,
    ) -> Result<(), Diagnostic> {
        let (whole, top) = (self.prefix.join(path), self.top.join(path));
        let recorded = self.recorded(path)?;
        if !top.join(".git").exists() {
            let is_same = recorded.as_deref() == Some(file.id.as_str());
            return if is_same { Ok(()) } else { Err(not_comparable(&whole, "it is not checked out")) };
        }
        let git = Git::in_submodule(&top);
        let base = match recorded {
            None => {
                String::from_utf8_lossy(&git.feed(&["hash-object", "-t", "tree", "--stdin"], &[])?).trim().to_owned()
            }
            Some(commit) => {
                if !git.end(&["cat-file", "-e", &format!("{commit}^{{commit}}")], &[])?.succeeded {
                    let short = commit.get(..7).unwrap_or(&commit);
                    return Err(not_comparable(&whole, &format!("it does not have the commit {short}")));
                }
                commit
            }
        };
        let inner: Vec<PathBuf> = paths
            .iter()
            .filter_map(|wanted| match wanted.strip_prefix(path) {
                Ok(inner) => Some(inner.to_path_buf()),
                Err(_) => path.starts_with(wanted).then(PathBuf::new),
            })
            .collect();
        Tree { git: &git, top: &top, prefix: whole, base }.collect(&inner, wanted, changes)
    }

    /// The commit of a submodule that the base records.
    fn recorded(&self, path: &Path) -> Result<Option<String>, Diagnostic> {
        let listing = self.git.run(&arguments(&["ls-tree", "-z", &self.base], [path]))?;
        let entry = path::fields(&listing).next().map(|entry| String::from_utf8_lossy(entry).into_owned());
        let commit = entry.as_deref().and_then(|entry| entry.strip_prefix("160000 commit "));
        Ok(commit.and_then(|rest| rest.split('\t').next()).map(str::to_owned))
    }
}

struct Differing {
    path: PathBuf,
    mode_before: String,
    mode_after: String,
    id_before: String,
}

/// Reads blobs in one run of git, in their order.
fn read_blobs(git: &Git, ids: &[&str]) -> Result<Vec<Vec<u8>>, Diagnostic> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let input = ids.iter().fold(String::new(), |input, id| input + id + "\n");
    let ended = git.end(&["cat-file", "--batch"], input.as_bytes())?;
    let mut rest = ended.stdout.as_slice();
    let mut contents = Vec::new();
    for id in ids {
        let Some((content, after)) = next_blob(rest) else {
            let problem = if ended.stderr.trim().is_empty() { "an object is missing" } else { ended.stderr.trim() };
            return Err(refusal(&format!("{id}: {problem}")));
        };
        contents.push(content.to_vec());
        rest = after;
    }
    Ok(contents)
}

/// `<id> blob <bytes>`, a line break, the content, a line break.
fn next_blob(output: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = output.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(output.get(..end)?).ok()?;
    let size: usize = head.rsplit_once(" blob ")?.1.parse().ok()?;
    let start = end + 1;
    Some((output.get(start..start + size)?, output.get(start + size + 1..)?))
}

/// Options, then `--`, then paths.
pub(super) fn arguments<P: AsRef<Path>>(
    options: &[&str],
    paths: impl IntoIterator<Item = P>,
) -> Vec<std::ffi::OsString> {
    let options = options.iter().map(std::ffi::OsString::from);
    let paths = paths.into_iter().map(|path| path::spec(path.as_ref()).into_os_string());
    options.chain(std::iter::once("--".into())).chain(paths).collect()
}

/// A submodule whose versions are not all there.
pub(super) fn not_comparable(path: &Path, why: &str) -> Diagnostic {
    let name = files::display(path);
    Diagnostic::error(Code::Git, format!("the submodule `{name}` cannot be compared: {why}")).help(
        "fetch it with its history: `git submodule update --init`, then `git fetch --unshallow` in it if it is shallow",
    )
}
