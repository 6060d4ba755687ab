//! `--policy-from`: configuration, policies, profile and data of a commit, and what the working tree changes of them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::Environment;
use crate::{
    cli::InputArgs,
    diagnostic::{Code, Diagnostic, Sources},
    files,
    git::{Changes, Commit, Repository, Snapshot, plain},
    org::{CONFIG_FILE, Config, DEFAULT_PLACES, is_profile_file, profile_files},
};

/// What may be read from a folder that a configuration names.
const EXTENSIONS: &[&str] = &["rego", "yaml", "yml", "json", "csv", "gz"];

/// By what a commit judges.
pub(super) struct JudgedFrom {
    /// The arguments, their paths those of the commit. The paths of findings are those of the working tree.
    pub(super) args: InputArgs,
    /// The configuration of the commit. Its findings are those of the working tree.
    pub(super) config: Config,
    /// The files; they are there as long as this is.
    pub(super) snapshot: Snapshot,
}

/// Finds a commit and its configuration, checks out what it names, and warns of what the working tree changes of that.
pub(super) fn read(
    args: &InputArgs,
    name: &str,
    environment: &Environment,
    sources: &mut Sources,
    warnings: &mut Vec<Diagnostic>,
) -> Result<JudgedFrom, Vec<Diagnostic>> {
    let one = |problem| vec![problem];
    let paths: Vec<PathBuf> = args.paths.iter().filter(|path| *path != Path::new("-")).cloned().collect();
    let current = environment.current_dir.as_path();
    let repository = Repository::of(&paths, current).map_err(one)?;
    let commit = repository.commit(name).map_err(one)?;
    let mut from = Reader {
        snapshot: Snapshot::of(&repository, commit).map_err(one)?,
        repository,
        current,
        known: BTreeSet::new(),
    };
    let file = from.config_file(args.policies.config.as_deref(), &paths).map_err(one)?;
    let folder = match &file {
        Some(file) => file.parent().map(Path::to_path_buf).unwrap_or_default(),
        None => from.repository.inside(Path::new(""), current).unwrap_or_default(),
    };
    let defaults = DEFAULT_PLACES.iter().map(|place| folder.join(place));
    from.provide(defaults.chain(file.clone()).collect()).map_err(one)?;
    let root = from.snapshot.root().to_path_buf();
    let mut config = match &file {
        Some(file) => Config::find(Some(&root.join(file)), &[], current, sources, warnings)?,
        None => Config::without_file(root.join(&folder)),
    };
    let turned = from.arguments(args).map_err(one)?;
    from.provide_named(&turned, &config).map_err(one)?;
    config.findings =
        config.findings.iter().map(|path| from.in_working_tree(path)).collect::<Result<_, _>>().map_err(one)?;
    config.tree = from.in_working_tree(&config.base).map_err(one)?;
    let mut turned = turned;
    // A baseline that the branch brings accepts nothing yet; that it does is a warning.
    turned.data.baseline = turned.data.baseline.filter(|file| file.exists());
    let named = args.policies.config.as_deref();
    warnings.extend(from.changed(named, &paths, file.is_some()).map_err(one)?);
    Ok(JudgedFrom { args: turned, config, snapshot: from.snapshot })
}

struct Reader<'a> {
    repository: Repository,
    snapshot: Snapshot,
    current: &'a Path,
    /// All that was provided, by its path in the repository.
    known: BTreeSet<PathBuf>,
}

impl Reader<'_> {
    fn provide(&mut self, paths: Vec<PathBuf>) -> Result<(), Diagnostic> {
        self.snapshot.provide(&paths)?;
        self.known.extend(paths);
        Ok(())
    }

    /// The configuration of the commit: the one named, else the nearest from the first path upward, else from the current
    /// folder.
    fn config_file(&self, named: Option<&Path>, paths: &[PathBuf]) -> Result<Option<PathBuf>, Diagnostic> {
        if let Some(named) = named {
            return self.repository.inside(named, self.current).map(Some);
        }
        let starts = paths.first().map(PathBuf::as_path).into_iter().chain(std::iter::once(Path::new("")));
        for start in starts {
            let Ok(inside) = self.repository.inside(start, self.current) else { continue };
            for folder in inside.ancestors() {
                let candidate = folder.join(CONFIG_FILE);
                if self.snapshot.has(&candidate)? {
                    return Ok(Some(candidate));
                }
            }
        }
        Ok(None)
    }

    /// The arguments, with all paths but those of findings turned into those of the commit.
    fn arguments(&self, args: &InputArgs) -> Result<InputArgs, Diagnostic> {
        let mut turned = args.clone();
        turned.policies.config = None;
        for path in turned
            .policies
            .policy
            .iter_mut()
            .chain(&mut turned.data.org)
            .chain(&mut turned.data.feeds)
            .chain(&mut turned.data.waivers)
        {
            *path = self.place(path)?;
        }
        if let Some(baseline) = &mut turned.data.baseline {
            *baseline = self.place(baseline)?;
        }
        if let Some(profile) = turned.policies.profile.as_mut().filter(|profile| is_profile_file(profile)) {
            *profile = self.place(Path::new(profile.as_str()))?.to_string_lossy().into_owned();
        }
        Ok(turned)
    }

    /// Where the version of the commit stands.
    fn place(&self, path: &Path) -> Result<PathBuf, Diagnostic> {
        let inside = self.repository.inside(path, self.current).map_err(|problem| {
            let advice = format!("`{}` has no version of it; name a path of the repository", self.commit().name);
            problem.help(format!("{advice}, or leave out `--policy-from`"))
        })?;
        Ok(self.snapshot.root().join(inside))
    }

    fn commit(&self) -> &Commit {
        self.snapshot.commit()
    }

    /// Checks out all that the arguments and the configuration name, and the files that a profile extends.
    fn provide_named(&mut self, args: &InputArgs, config: &Config) -> Result<(), Diagnostic> {
        let of_args = args
            .policies
            .policy
            .iter()
            .chain(&args.data.org)
            .chain(&args.data.feeds)
            .chain(&args.data.waivers)
            .chain(&args.data.baseline)
            .cloned();
        let named: Vec<PathBuf> = of_args.chain(config.judges_by()).collect();
        self.provide(named.iter().map(|path| self.inside_snapshot(path)).collect::<Result<_, _>>()?)?;
        let (profile, base) = match &args.policies.profile {
            Some(profile) => (profile, Path::new("")),
            None => (&config.profile, config.base.as_path()),
        };
        // Each file says what it extends once it is there.
        loop {
            let files = profile_files(profile, base);
            let files = files.iter().map(|path| self.inside_snapshot(path)).collect::<Result<Vec<_>, _>>()?;
            let new: Vec<PathBuf> = files.into_iter().filter(|file| !self.known.contains(file)).collect();
            if new.is_empty() {
                return Ok(());
            }
            self.provide(new)?;
        }
    }

    /// The path in the repository of one below the folder of the snapshot.
    fn inside_snapshot(&self, path: &Path) -> Result<PathBuf, Diagnostic> {
        let root = self.snapshot.root();
        path.strip_prefix(root).ok().and_then(plain).ok_or_else(|| {
            let name = files::display(path);
            let message =
                format!("the configuration of `{}` names `{name}`, outside the repository", self.commit().name);
            Diagnostic::error(Code::Usage, message)
                .help("keep it in the repository, where its changes can be seen, or leave out `--policy-from`")
        })
    }

    /// The path in the working tree for one of the snapshot.
    fn in_working_tree(&self, path: &Path) -> Result<PathBuf, Diagnostic> {
        Ok(self.shown(&self.inside_snapshot(path)?))
    }

    /// A path of the repository, from the current folder if that is in it.
    fn shown(&self, inside: &Path) -> PathBuf {
        let Ok(here) = self.repository.inside(Path::new(""), self.current) else {
            return self.repository.top().join(inside);
        };
        let common = here.components().zip(inside.components()).take_while(|(a, b)| a == b).count();
        let up = here.components().skip(common).map(|_| "..");
        up.map(PathBuf::from)
            .chain(inside.components().skip(common).map(|part| PathBuf::from(part.as_os_str())))
            .collect()
    }

    /// A warning for each file of the gate that the working tree changes. A file that only the commit has changed since the
    /// branch left it is none: that change is not the branch's.
    fn changed(
        &self,
        named: Option<&Path>,
        paths: &[PathBuf],
        has_config: bool,
    ) -> Result<Vec<Diagnostic>, Diagnostic> {
        let mut places = self.known.clone();
        let mut here = None;
        let (mut sources, mut ignored) = (Sources::default(), Vec::new());
        if let Ok(config) = Config::find(named, paths, self.current, &mut sources, &mut ignored) {
            let profile = profile_files(&config.profile, &config.base);
            let named = config.judges_by().into_iter().chain(profile).chain(config.file.clone());
            places.extend(named.filter_map(|path| self.repository.inside(&path, self.current).ok()));
            here = config.file;
        }
        let places: Vec<PathBuf> = places.into_iter().collect();
        let tip = self.repository.changes(self.commit(), &places, &|_| false)?;
        let base = self.repository.merge_base(self.commit()).ok();
        let branch = base.map(|base| self.repository.changes(&base, &places, &|_| false)).transpose()?;
        let mut warnings: Vec<Diagnostic> = tip
            .files
            .iter()
            .filter(|(path, _)| is_read(path) && branch.as_ref().is_none_or(|branch| branch.files.contains_key(*path)))
            .map(|(path, change)| self.warning(path, change.was_there))
            .chain(self.new_folders(&tip))
            .collect();
        if let (false, Some(here)) = (has_config, here) {
            let commit = self.commit();
            let message = format!("`{}` has no {CONFIG_FILE}: judged with the defaults", commit.name);
            warnings.push(
                Diagnostic::warning(Code::PolicyChanged, message)
                    .in_file(&files::display(&here))
                    .help("this configuration takes effect once it is merged"),
            );
        }
        Ok(warnings)
    }

    fn new_folders(&self, changes: &Changes) -> Vec<Diagnostic> {
        changes.folders.iter().map(|folder| self.warning(folder, false)).collect()
    }

    fn warning(&self, path: &Path, was_there: bool) -> Diagnostic {
        let is_there = self.repository.top().join(path).symlink_metadata().is_ok();
        let what = match (was_there, is_there) {
            (true, true) => "changed",
            (true, false) => "deleted",
            (false, _) => "added",
        };
        let (name, commit) = (files::display(&self.shown(path)), self.commit());
        let counts = match was_there {
            true => format!("judged by the version of `{}` ({})", commit.name, commit.short()),
            false => format!("`{}` ({}) does not have it", commit.name, commit.short()),
        };
        Diagnostic::warning(Code::PolicyChanged, format!("`{name}` is {what} here, which does not count yet: {counts}"))
            .in_file(&name)
            .help("this change takes effect once it is merged")
    }
}

/// Whether a file can decide anything: tests cannot.
fn is_read(path: &Path) -> bool {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
    EXTENSIONS.contains(&extension) && !stem.ends_with("_test")
}
