//! Where policies and shipped profiles come from: the binary itself, and the files that the user names.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use include_dir::{Dir, DirEntry, include_dir};
use serde::Serialize;

use crate::{
    diagnostic::{Code, Diagnostic, FileName, Severity},
    document::decode_utf8,
    files,
};

static SHIPPED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/policies");

/// Who wrote a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    /// It travels in the binary.
    Shipped,
    /// The organisation wrote it.
    Own,
}

/// The text of a policy file.
#[derive(Clone, Debug)]
pub struct PolicySource {
    /// The name under which it appears in diagnostics.
    pub name: FileName,
    /// The Rego.
    pub text: Arc<str>,
    /// Who wrote it.
    pub origin: Origin,
}

impl PolicySource {
    /// A policy of the organisation's own.
    #[must_use]
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: Arc::from(name), text: Arc::from(text), origin: Origin::Own }
    }
}

/// The shipped policies, without their tests, sorted by name.
#[must_use]
pub fn shipped_policies() -> Vec<PolicySource> {
    shipped(|name| !is_test_file(name))
}

/// The packages of examples that tests of the shipped policies start from, and others can, too.
pub(super) fn shipped_examples() -> Vec<PolicySource> {
    shipped(|name| name.starts_with("lib/example"))
}

fn shipped(is_wanted: impl Fn(&str) -> bool) -> Vec<PolicySource> {
    let mut files = Vec::new();
    collect(&SHIPPED, &mut files);
    let mut sources: Vec<PolicySource> = files
        .into_iter()
        .filter(|(name, _)| name.ends_with(".rego") && is_wanted(name))
        .map(|(name, text)| PolicySource {
            name: Arc::from(format!("policies/{name}")),
            text: Arc::from(text),
            origin: Origin::Shipped,
        })
        .collect();
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    sources
}

/// The text of a shipped profile by its name, for example `default`.
#[must_use]
pub fn shipped_profile(name: &str) -> Option<&'static str> {
    SHIPPED.get_file(format!("profiles/{name}.yaml")).and_then(include_dir::File::contents_utf8)
}

/// The text of a file beside the shipped policies, for example `requirements.yaml`.
pub(super) fn shipped_text(name: &str) -> Option<&'static str> {
    SHIPPED.get_file(name).and_then(include_dir::File::contents_utf8)
}

/// The names of the shipped profiles, sorted.
#[must_use]
pub fn shipped_profile_names() -> Vec<&'static str> {
    let mut names: Vec<&'static str> = SHIPPED
        .get_dir("profiles")
        .into_iter()
        .flat_map(Dir::files)
        .filter_map(|file| file.path().file_stem().and_then(|stem| stem.to_str()))
        .collect();
    names.sort_unstable();
    names
}

fn collect(dir: &'static Dir<'static>, files: &mut Vec<(String, &'static str)>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(inner) => collect(inner, files),
            DirEntry::File(file) => {
                if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
                    files.push((name.replace('\\', "/"), text));
                }
            }
        }
    }
}

pub(crate) fn is_test_file(name: &str) -> bool {
    name.ends_with("_test.rego")
}

/// Reads the organisation's own policies from files and folders. Tests are left out, and so is a file that is a copy of a
/// shipped one.
///
/// # Errors
///
/// A path does not exist or cannot be read, a named path holds no policy, or a file claims a package of the shipped
/// library. Everything that is wrong is reported.
pub fn read_policies(paths: &[PathBuf]) -> Result<Vec<PolicySource>, Vec<Diagnostic>> {
    let shipped = shipped_policies();
    let shipped_texts: BTreeSet<&str> = shipped.iter().map(|source| &*source.text).collect();
    let mut sources = read_all(paths)?;
    sources.retain(|source| !shipped_texts.contains(&*source.text) && !is_test_file(&source.name));
    Ok(sources)
}

/// Policies to be checked rather than used: tests apart, and files of the shipped library in place of what travels in the
/// binary.
#[derive(Clone, Debug, Default)]
pub struct WorkingCopy {
    /// All policies that judge together: those that were read, and the shipped ones that they do not stand for.
    pub policies: Vec<PolicySource>,
    /// The tests that were read.
    pub tests: Vec<PolicySource>,
}

/// Reads policies to be checked, from files and folders. A file of the shipped library, by its text or by its name and its
/// package, stands for the one in the binary: so the library can be checked while it is worked on.
///
/// # Errors
///
/// A path does not exist or cannot be read, or a named path holds no policy. Everything that is wrong is reported.
pub fn read_working_copy(paths: &[PathBuf]) -> Result<WorkingCopy, Vec<Diagnostic>> {
    let shipped = shipped_policies();
    let (tests, mut policies): (Vec<_>, Vec<_>) =
        read_all(paths)?.into_iter().partition(|source| is_test_file(&source.name));
    let mut replaced = BTreeSet::new();
    for source in &mut policies {
        if let Some(known) = shipped_for(source, &shipped) {
            replaced.insert(FileName::clone(&known.name));
            source.origin = Origin::Shipped;
        }
    }
    policies.extend(shipped.into_iter().filter(|known| !replaced.contains(&known.name)));
    Ok(WorkingCopy { policies, tests })
}

/// The shipped file that one from a disk stands for: the one of the same text, or the one of the same package whose name ends
/// the place of the file.
pub(super) fn shipped_for<'s>(source: &PolicySource, shipped: &'s [PolicySource]) -> Option<&'s PolicySource> {
    let place = Path::new(&*source.name).canonicalize().unwrap_or_default().to_string_lossy().replace('\\', "/");
    let has_its_place = |known: &PolicySource| {
        place.strip_suffix(&*known.name).is_some_and(|before| before.ends_with('/'))
            && package_line(&source.text) == package_line(&known.text)
    };
    shipped.iter().find(|known| known.text == source.text).or_else(|| shipped.iter().find(|known| has_its_place(known)))
}

/// The line that names the package.
fn package_line(text: &str) -> Option<&str> {
    text.lines().find(|line| line.starts_with("package ")).map(str::trim_end)
}

/// All policy files below the paths, tests included, each once.
fn read_all(paths: &[PathBuf]) -> Result<Vec<PolicySource>, Vec<Diagnostic>> {
    let mut sources: Vec<PolicySource> = Vec::new();
    let mut problems = Vec::new();
    for path in paths {
        let found = match files::walk(path, &["rego"]) {
            Ok(found) => found,
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        if found.is_empty() {
            problems.push(
                Diagnostic::error(Code::PolicyNoRules, format!("no policy in `{}`", files::display(path)))
                    .help("a policy is a file whose name ends in `.rego`"),
            );
        }
        for file in found {
            let name = files::display(&file);
            match files::read(&file).and_then(|bytes| {
                decode_utf8(bytes).map_err(|problem| Diagnostic::from_problem(problem, Severity::Error, &name))
            }) {
                Ok(text) => {
                    if !sources.iter().any(|source| source.name == name) {
                        sources.push(PolicySource { name, text: Arc::from(text), origin: Origin::Own });
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
    }
    if problems.is_empty() { Ok(sources) } else { Err(problems) }
}
