//! Where a report is read inside a forge: the folder of the run within the repository, by which a forge finds files.

use std::path::Path;

use super::Run;

/// What reports for a forge know of it.
#[derive(Clone, Debug, Default)]
pub struct Forge {
    /// The root of the checked-out repository, with forward slashes; empty if it is not known.
    root: String,
    /// The folder of the run within it, with forward slashes; empty for the root itself.
    folder: String,
    /// The names of commits, `main:`, before the paths of files that were read from them.
    commits: Vec<String>,
    /// Leave out warnings and totals.
    pub quiet: bool,
    /// Whether the whole report stands in the summary of the job, too.
    pub has_summary: bool,
}

impl Forge {
    /// A run in a folder of a repository that is checked out at `root`.
    #[must_use]
    pub fn at(root: Option<&Path>, current_dir: &Path) -> Self {
        let root = root.filter(|root| root.is_absolute());
        let folder = root.and_then(|root| current_dir.strip_prefix(root).ok()).unwrap_or(Path::new(""));
        let text = |path: &Path| path.to_string_lossy().replace('\\', "/");
        Self { root: root.map(text).unwrap_or_default(), folder: text(folder), ..Self::default() }
    }

    /// The same for a run that read files from commits: in a forge they stand under their own paths.
    #[must_use]
    pub fn with_commits(self, run: &Run) -> Self {
        let judges = run.policy_from.as_ref().map(|commit| format!("{}:", commit.name));
        let base = run.changed_since.as_ref().map(|commit| format!("{}:", commit.short()));
        Self { commits: judges.into_iter().chain(base).collect(), ..self }
    }

    /// The path of a file from the root of the repository. Nothing for what is no file, like standard input.
    pub(super) fn path(&self, file: &str) -> Option<String> {
        if file.is_empty() || (file.starts_with('<') && file.ends_with('>')) {
            return None;
        }
        let file = self.commits.iter().find_map(|commit| file.strip_prefix(commit.as_str())).unwrap_or(file);
        let within = Some(file)
            .filter(|_| !self.root.is_empty())
            .and_then(|file| file.strip_prefix(self.root.trim_end_matches('/')))
            .and_then(|rest| rest.strip_prefix('/'));
        let (start, rest) = match within {
            Some(rest) => ("", rest),
            None if file.starts_with('/') => return Some(file.to_owned()),
            None => (self.folder.as_str(), file),
        };
        let mut parts: Vec<&str> = Vec::new();
        for part in start.split('/').chain(rest.split('/')) {
            match part {
                "" | "." => {}
                ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        Some(parts.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_from_the_root_of_the_repository() {
        let forge = Forge::at(Some(Path::new("/builds/acme")), Path::new("/builds/acme/security/gate"));
        let path = |file| forge.path(file).unwrap();
        assert_eq!(path("findings/a.yaml"), "security/gate/findings/a.yaml");
        assert_eq!(path("../org/./people.yaml"), "security/org/people.yaml");
        assert_eq!(path("/builds/acme/findings/a.yaml"), "findings/a.yaml");
        assert_eq!(path("/builds/acme-2/a.yaml"), "/builds/acme-2/a.yaml");
        assert_eq!(forge.path("<stdin>"), None);
        let unknown = Forge::at(None, Path::new("/home/x"));
        assert_eq!(unknown.path("../a.yaml").unwrap(), "../a.yaml");
        assert_eq!(unknown.path("findings/a.yaml").unwrap(), "findings/a.yaml");
    }
}
