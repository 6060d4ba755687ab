//! A repository with a working tree, and the commits that names stand for in it.

use std::path::{Path, PathBuf};

use super::{
    path,
    program::{Git, refusal},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    files,
    suggest::nearest,
};

/// How many characters of a commit's id are shown.
const SHORT: usize = 7;

/// A commit, and what the user calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// What the user calls it, for example `origin/main`.
    pub name: String,
    /// Its id, in hexadecimal.
    pub id: String,
}

impl Commit {
    /// The first seven characters of its id.
    #[must_use]
    pub fn short(&self) -> &str {
        self.id.get(..SHORT).unwrap_or(&self.id)
    }
}

/// A repository with a working tree.
#[derive(Clone, Debug)]
pub struct Repository {
    pub(super) git: Git,
    /// The folder of its working tree, without links on the way.
    pub(super) top: PathBuf,
}

impl Repository {
    /// The repository of the current folder if all paths are in it, else that of the first path.
    ///
    /// # Errors
    ///
    /// There is none, it has no working tree, git does not trust its owner, or there is no git program.
    pub fn of(paths: &[PathBuf], current: &Path) -> Result<Self, Diagnostic> {
        let here = Self::containing(current);
        let Some(first) = paths.first() else { return here };
        match here {
            Ok(here) if paths.iter().all(|path| here.inside(path, current).is_ok()) => Ok(here),
            Ok(_) | Err(_) => {
                let place = current.join(first);
                let folder = place.ancestors().find(|folder| folder.is_dir()).unwrap_or(current);
                Self::containing(folder)
            }
        }
    }

    /// The repository in whose working tree a folder stands.
    ///
    /// # Errors
    ///
    /// As for [`Repository::of`].
    pub fn containing(folder: &Path) -> Result<Self, Diagnostic> {
        let git = Git::in_folder(folder);
        let ended = git.end(&["rev-parse", "--show-toplevel"], &[])?;
        if !ended.succeeded {
            return Err(no_working_tree(&ended.stderr, folder));
        }
        let top = path::of_line(&ended.stdout);
        let top = top.canonicalize().map_err(|error| files::failure("read", &top, &error))?;
        Ok(Self { git: Git::in_folder(&top), top })
    }

    /// The commit that a name stands for: a branch, a tag, an id, `HEAD~1`.
    ///
    /// # Errors
    ///
    /// There is none of that name.
    pub fn commit(&self, name: &str) -> Result<Commit, Diagnostic> {
        let wanted = format!("{name}^{{commit}}");
        let ended = self.git.end(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted], &[])?;
        let id = String::from_utf8_lossy(&ended.stdout).trim().to_owned();
        if ended.succeeded && !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(Commit { name: name.to_owned(), id });
        }
        Err(Diagnostic::error(Code::Git, format!("no commit is named `{name}`")).help(self.advice(name)))
    }

    /// What to do about a name that stands for nothing.
    fn advice(&self, name: &str) -> String {
        let format = "--format=%(refname)";
        let listed = self.git.run(&["for-each-ref", format, "refs/heads", "refs/remotes", "refs/tags"]);
        let listed = String::from_utf8_lossy(&listed.unwrap_or_default()).into_owned();
        let known: Vec<&str> = listed
            .lines()
            .filter_map(|line| {
                ["refs/heads/", "refs/remotes/", "refs/tags/"].iter().find_map(|on| line.strip_prefix(on))
            })
            .collect();
        let of_remote = known.iter().find(|known| known.split_once('/').is_some_and(|(_, branch)| branch == name));
        if let Some(known) = of_remote.copied().or_else(|| nearest(name, known.iter().copied())) {
            return format!("did you mean `{known}`?");
        }
        if self.is_shallow() {
            return format!("the clone is shallow; {UNSHALLOW}");
        }
        "name a branch, a tag or a commit of this repository; fetch it first if only the remote has it".to_owned()
    }

    /// The last commit that HEAD and another one have in common: where the branch began.
    ///
    /// # Errors
    ///
    /// HEAD has no commit yet, or they have none in common, or none that a shallow clone holds.
    pub fn merge_base(&self, other: &Commit) -> Result<Commit, Diagnostic> {
        let head = self.git.end(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"], &[])?;
        if !head.succeeded {
            return Err(Diagnostic::error(Code::Git, "the current branch has no commit yet")
                .help("commit first, or judge all findings, without `--changed-since`"));
        }
        let ended = self.git.end(&["merge-base", "HEAD", &other.id], &[])?;
        let id = String::from_utf8_lossy(&ended.stdout).trim().to_owned();
        if ended.succeeded && !id.is_empty() {
            return Ok(Commit { name: other.name.clone(), id });
        }
        if !ended.stderr.trim().is_empty() {
            return Err(refusal(&ended.stderr));
        }
        let message = format!("HEAD and `{}` have no commit in common", other.name);
        let problem = Diagnostic::error(Code::Git, message);
        Err(if self.is_shallow() {
            problem.help(format!("the clone is shallow, and may not reach back to it; {UNSHALLOW}"))
        } else {
            problem.help("name the branch from which this one began")
        })
    }

    fn is_shallow(&self) -> bool {
        self.git.run(&["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.starts_with(b"true"))
    }

    /// The folder of the working tree, without links on the way.
    #[must_use]
    pub fn top(&self) -> &Path {
        &self.top
    }

    /// Where a path stands in the repository. Links on the way to it are followed; it need not exist.
    ///
    /// # Errors
    ///
    /// It is outside.
    pub fn inside(&self, path: &Path, current: &Path) -> Result<PathBuf, Diagnostic> {
        real(&current.join(path)).strip_prefix(&self.top).map(Path::to_path_buf).map_err(|_| {
            Diagnostic::error(Code::Usage, format!("`{}` is outside the repository", files::display(path)))
                .help("name paths of the repository that the current folder is in")
        })
    }
}

/// What makes a shallow clone a whole one.
const UNSHALLOW: &str = "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout";

/// A path without links on the way to its last part; with none at all if that is a folder.
fn real(path: &Path) -> PathBuf {
    let is_folder = path.is_dir();
    let (mut above, mut rest) = (path, Vec::new());
    loop {
        let must_stay = rest.is_empty() && !is_folder;
        if let (false, Ok(real)) = (must_stay, above.canonicalize()) {
            let whole = rest.iter().rev().fold(real, |whole, part| whole.join(part));
            return path::plain(&whole).unwrap_or(whole);
        }
        let (Some(parent), Some(last)) = (above.parent(), above.components().next_back()) else {
            return path.to_path_buf();
        };
        rest.push(last.as_os_str().to_owned());
        above = if parent == Path::new("") { Path::new(".") } else { parent };
    }
}

fn no_working_tree(stderr: &str, folder: &Path) -> Diagnostic {
    if stderr.contains("must be run in a work tree") {
        return Diagnostic::error(Code::Git, "this repository is bare: it has no working tree with findings")
            .help("check a branch out, and judge there: `git worktree add FOLDER BRANCH`");
    }
    if stderr.contains("not a git repository") {
        let name = if folder.is_absolute() { "the folder".to_owned() } else { format!("`{}`", files::display(folder)) };
        return Diagnostic::error(Code::Git, format!("{name} is in no git repository"))
            .help("run it in the repository that holds the findings");
    }
    refusal(stderr)
}
