//! Reads case files: findings and reviews, and what the gate is to say of each.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use serde_json::Value;

use super::expectation::Expectation;
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::{Node, Span},
    files,
    org::read::{self as reader, Checked, shipped_schema},
    schemas,
};

/// One document of a case file, its paths resolved.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The name of the file.
    pub name: FileName,
    /// The folder from which its paths start.
    pub folder: PathBuf,
    /// The shipped profile or profile file, and the bytes that name it.
    pub profile: Option<(String, Span)>,
    /// Organization data, instead of that of the configuration.
    pub org: Option<Vec<PathBuf>>,
    /// Feeds, instead of those of the configuration.
    pub feeds: Option<Vec<PathBuf>>,
    /// Other findings of the tree.
    pub tree: Vec<PathBuf>,
    /// The cases, in the order of the text.
    pub cases: Vec<Case>,
}

/// A document, what is changed in it, and what the gate is to say of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it shows.
    pub name: String,
    /// The bytes of its name.
    pub span: Span,
    /// The evaluation time, and the bytes that give it.
    pub at: Option<(String, Span)>,
    /// What is judged.
    pub subject: Subject,
    /// Values to put in: the path, its bytes, the value.
    pub set: Vec<(String, Span, Value)>,
    /// Paths to take out, with their bytes.
    pub remove: Vec<(String, Span)>,
    /// What is expected; nothing if the case does not say it yet.
    pub expect: Option<Expectation>,
    /// The whole case, for those who rewrite it.
    pub(super) root: Node,
}

/// What a case judges.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A document of a file.
    Manifest {
        /// The file.
        path: PathBuf,
        /// The bytes that name it.
        span: Span,
        /// The id of the document, if the file holds several.
        id: Option<String>,
    },
    /// A document that is written out in the case.
    Inline {
        /// Its kind.
        kind: &'static str,
        /// The document.
        document: Value,
    },
}

/// The case files that paths name: files by any name that ends in `.yaml` or `.yml`, those that end in `_test.yaml` below a
/// folder, and the one that stands beside a policy.
///
/// # Errors
///
/// Something below a path cannot be listed.
pub fn case_files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let mut found = BTreeSet::new();
    let mut problems = Vec::new();
    for path in paths {
        match files::walk(path, &["yaml", "yml"]) {
            Ok(files) if path.is_dir() => found.extend(files.into_iter().filter(|file| is_case_file(file))),
            Ok(_) if is_yaml(path) => drop(found.insert(path.clone())),
            Ok(_) => {
                let stem = path.with_extension("");
                let beside = |end: &str| PathBuf::from(format!("{}{end}", stem.to_string_lossy()));
                found.extend(["_test.yaml", "_test.yml"].map(beside).into_iter().filter(|file| file.is_file()));
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(found.into_iter().collect()) } else { Err(problems) }
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

fn is_case_file(path: &Path) -> bool {
    path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with("_test"))
}

/// Reads a case file.
///
/// # Errors
///
/// Everything that is wrong with it.
pub fn read(
    path: &Path,
    sources: &mut Sources,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Vec<CaseFile>, Vec<Diagnostic>> {
    let text = schemas::get("case").map(|schema| schema.text).unwrap_or_default();
    let schema = shipped_schema(text).map_err(|problem| vec![problem])?;
    let documents = reader::file(path, &schema, sources, warnings)?;
    let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
    let (mut read, mut problems) = (Vec::new(), Vec::new());
    let mut names = BTreeSet::new();
    for document in &documents {
        match of_document(document, &folder, &mut names) {
            Ok(file) => read.push(file),
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(read) } else { Err(problems) }
}

fn of_document(document: &Checked, folder: &Path, names: &mut BTreeSet<String>) -> Result<CaseFile, Vec<Diagnostic>> {
    let root = &document.root;
    let paths = |key: &str| -> Option<Vec<PathBuf>> {
        let items = root.get(key)?.as_list()?;
        Some(items.iter().filter_map(Node::as_str).map(|path| files::join(folder, path)).collect())
    };
    let at = text_of(root, "at");
    let (mut cases, mut problems) = (Vec::new(), Vec::new());
    for case in root.get("cases").and_then(Node::as_list).unwrap_or_default() {
        match of_case(case, folder, at.as_ref(), &document.file) {
            Ok(case) if !names.insert(case.name.clone()) => problems.push(
                invalid(&document.file, case.span, format!("two cases are named `{}`", case.name))
                    .help("give each case of a file a name of its own"),
            ),
            Ok(case) => cases.push(case),
            Err(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(CaseFile {
        name: document.file.clone(),
        folder: folder.to_path_buf(),
        profile: text_of(root, "profile"),
        org: paths("org"),
        feeds: paths("feeds"),
        tree: paths("tree").unwrap_or_default(),
        cases,
    })
}

fn of_case(case: &Node, folder: &Path, at: Option<&(String, Span)>, file: &FileName) -> Result<Case, Box<Diagnostic>> {
    let (name, span) = text_of(case, "name").unwrap_or_default();
    let refuse = |message: &str, help: &str| Err(Box::new(invalid(file, span, message).help(help)));
    let given: Vec<&str> =
        ["manifest", "finding", "review"].into_iter().filter(|key| case.get(key).is_some()).collect();
    let inline = |key: &str, kind| {
        let document = case.get(key).map(Node::to_json).unwrap_or_default();
        Subject::Inline { kind, document }
    };
    let subject = match given.as_slice() {
        ["manifest"] => {
            let (path, span) = text_of(case, "manifest").unwrap_or_default();
            Subject::Manifest { path: files::join(folder, &path), span, id: text_of(case, "id").map(|(id, _)| id) }
        }
        _ if case.get("id").is_some() => {
            return refuse("`id` says which document of a manifest is meant", "name the file as `manifest`");
        }
        ["finding"] => inline("finding", "Finding"),
        ["review"] => inline("review", "AccessReview"),
        [] => {
            return refuse(
                "the case does not say what is judged",
                "name a file as `manifest`, or write a `finding` or `review` out",
            );
        }
        _ => return refuse("the case names two documents", "give one of `manifest`, `finding` and `review`"),
    };
    let set = case.get("set").and_then(Node::as_map).into_iter().flatten();
    let remove = case.get("remove").and_then(Node::as_list).into_iter().flatten();
    Ok(Case {
        at: text_of(case, "at").or_else(|| at.cloned()),
        subject,
        set: set.map(|entry| (entry.key.to_string(), entry.key_span, entry.value.to_json())).collect(),
        remove: remove.filter_map(|node| Some((node.as_str()?.to_owned(), node.span))).collect(),
        expect: case.get("expect").map(Expectation::of),
        root: case.clone(),
        name,
        span,
    })
}

/// The text under a key, and its bytes.
fn text_of(node: &Node, key: &str) -> Option<(String, Span)> {
    let node = node.get(key)?;
    Some((node.as_str()?.to_owned(), node.span))
}

/// A complaint about a case.
pub(super) fn invalid(file: &FileName, span: Span, message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::InvalidCase, message).in_file(file).at(span)
}
