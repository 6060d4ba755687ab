//! `remedy-policy.yaml`: where things are, which profile, which time zone. The evaluation time never stands in it: a
//! forgotten pin would let every acceptance live for ever.

use std::path::{Path, PathBuf};

use super::{
    read::{self, shipped_schema},
    waivers::{self, Waiver},
};
use crate::{
    diagnostic::{Diagnostic, Sources},
    document::Node,
};

/// The name of the configuration file.
pub const CONFIG_FILE: &str = "remedy-policy.yaml";

/// What is used beside a configuration that does not name it, if it is there.
pub const DEFAULT_PLACES: [&str; 4] = ["org", "feeds", "policies", "waivers"];

/// The configuration of a run, with its paths resolved.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file it came from; nothing if there is none.
    pub file: Option<PathBuf>,
    /// Where relative paths start: the folder of the file, else the current one.
    pub base: PathBuf,
    /// The folder in the working tree that stands for it, from which the globs of waivers start.
    pub tree: PathBuf,
    /// Folders and files with findings.
    pub findings: Vec<PathBuf>,
    /// Folders and files with organisation data.
    pub org: Vec<PathBuf>,
    /// Folders and files with feeds.
    pub feeds: Vec<PathBuf>,
    /// Folders and files with the organisation's own policies.
    pub policies: Vec<PathBuf>,
    /// Folders and files with waivers.
    pub waivers: Vec<PathBuf>,
    /// The levels that it sets for rules.
    pub levels: Vec<Waiver>,
    /// Where the pages of rules are read, with `{rule}` for the id.
    pub rule_pages: Option<String>,
    /// The shipped profile or the profile file.
    pub profile: String,
    /// The IANA name of the organisation's time zone.
    pub time_zone: String,
}

impl Config {
    /// The configuration that applies: the one named, else the nearest one from the first path upward, else from the
    /// current folder upward, else none but the defaults.
    ///
    /// # Errors
    ///
    /// The named file does not exist, or a file does not fit the schema.
    pub fn find(
        named: Option<&Path>,
        paths: &[PathBuf],
        current: &Path,
        sources: &mut Sources,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let found = named.map(Path::to_path_buf).or_else(|| {
            let first = paths.first().filter(|path| *path != Path::new("-"));
            first.and_then(|path| upward(path, current)).or_else(|| upward(Path::new(""), current))
        });
        match found {
            Some(path) => Self::read(&path, sources, warnings),
            None => Ok(Self::without_file(PathBuf::new())),
        }
    }

    fn read(path: &Path, sources: &mut Sources, warnings: &mut Vec<Diagnostic>) -> Result<Self, Vec<Diagnostic>> {
        let schema =
            shipped_schema(include_str!("../../schemas/config.v1.schema.json")).map_err(|problem| vec![problem])?;
        let documents = read::file(path, &schema, sources, warnings)?;
        let base = path.parent().map(Path::to_path_buf).unwrap_or_default();
        let mut config = Self::with_defaults(base.clone());
        config.file = Some(path.to_path_buf());
        let Some(document) = documents.first() else { return Ok(config) };
        let paths = |key: &str| -> Option<Vec<PathBuf>> {
            let items = document.root.get(key)?.as_list()?;
            Some(items.iter().filter_map(Node::as_str).map(|path| base.join(path)).collect())
        };
        if let Some(findings) = paths("findings") {
            config.findings = findings;
        }
        if let Some(org) = paths("org") {
            config.org = org;
        }
        if let Some(feeds) = paths("feeds") {
            config.feeds = feeds;
        }
        if let Some(policies) = paths("policies") {
            config.policies = policies;
        }
        if let Some(waivers) = paths("waivers") {
            config.waivers = waivers;
        }
        let text = sources.text(&document.file).cloned().unwrap_or_default();
        config.rule_pages = document.root.get("rule_pages").and_then(Node::as_str).map(str::to_owned);
        config.levels = waivers::levels(&document.root, &document.file, &text);
        if let Some(profile) = document.root.get("profile").and_then(Node::as_str) {
            config.profile = profile.to_owned();
        }
        if let Some(zone) = document.root.get("time_zone").and_then(Node::as_str) {
            config.time_zone = zone.to_owned();
        }
        Ok(config)
    }

    /// What holds in a folder without a configuration.
    #[must_use]
    pub fn without_file(base: PathBuf) -> Self {
        Self::with_defaults(base)
    }

    /// All files and folders that it judges by, apart from the profile.
    #[must_use]
    pub fn judges_by(&self) -> Vec<PathBuf> {
        [&self.org, &self.feeds, &self.policies, &self.waivers].into_iter().flatten().cloned().collect()
    }

    /// What holds where nothing is written. A folder that a config names must exist; one that is only the default is used
    /// if it is there.
    fn with_defaults(base: PathBuf) -> Self {
        let if_there =
            |name: &str| -> Vec<PathBuf> { Some(base.join(name)).filter(|path| path.exists()).into_iter().collect() };
        Self {
            file: None,
            tree: base.clone(),
            findings: vec![base.join("findings")],
            org: if_there("org"),
            feeds: if_there("feeds"),
            policies: if_there("policies"),
            waivers: if_there("waivers"),
            levels: Vec::new(),
            rule_pages: None,
            profile: "default".to_owned(),
            time_zone: "UTC".to_owned(),
            base,
        }
    }
}

/// The nearest configuration from a path upward. Relative paths end at the current folder's root, so that a config above
/// the current folder is found too.
fn upward(path: &Path, current: &Path) -> Option<PathBuf> {
    let mut relative = Some(path.to_path_buf());
    while let Some(folder) = relative {
        let candidate = folder.join(CONFIG_FILE);
        if candidate.is_file() {
            return Some(candidate);
        }
        relative = folder.parent().map(Path::to_path_buf);
    }
    if path.is_absolute() {
        return None;
    }
    let mut above = PathBuf::new();
    for _ in current.ancestors().skip(1) {
        above.push("..");
        let candidate = above.join(CONFIG_FILE);
        if current.join(&candidate).is_file() {
            return Some(candidate);
        }
    }
    None
}
