//! Reads manifests. A broken one is reported with all that is wrong with it, and hides nobody else.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use rayon::prelude::*;

use super::{Kind, Manifest, table};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Severity, Sources},
    document::{
        Document, Limits, Node, Parsed, Problem, Schema, Span, Value, decode_utf8, parse_json, parse_ndjson, parse_yaml,
    },
    files,
    progress::Progress,
    suggest::nearest,
};

/// The extensions of manifests in a folder.
pub const EXTENSIONS: &[&str] = &["yaml", "yml", "json", "ndjson"];

/// The kinds of document that are judged, each with its schema.
const KINDS: &[Kind] = &[Kind::Finding, Kind::AccessReview];

type Compiled = LazyLock<Result<Schema, String>>;

static FINDING: Compiled = LazyLock::new(|| Schema::compile(include_str!("../../schemas/finding.v1.schema.json")));

static ACCESS_REVIEW: Compiled =
    LazyLock::new(|| Schema::compile(include_str!("../../schemas/access-review.v1.schema.json")));

fn schema_of(kind: Kind) -> Result<&'static Schema, Diagnostic> {
    let compiled = if kind == Kind::AccessReview { &ACCESS_REVIEW } else { &FINDING };
    compiled.as_ref().map_err(|message| Diagnostic::error(Code::Io, message.clone()))
}

/// What reading gave: the documents that can be judged, and what is wrong with the rest.
#[derive(Clone, Debug, Default)]
pub struct Manifests {
    /// Documents that fit their schema, in the order of files.
    pub documents: Vec<Manifest>,
    /// What could not be read, or does not fit.
    pub problems: Vec<Diagnostic>,
    /// Worth knowing; changes no verdict.
    pub warnings: Vec<Diagnostic>,
    /// The texts of all files.
    pub sources: Sources,
}

/// Reads the manifests of files and folders, on the threads of the current pool.
#[must_use]
pub fn read_files(paths: &[PathBuf]) -> Manifests {
    read_files_with(paths, &Progress::default())
}

/// The same, and says how far it is.
#[must_use]
pub fn read_files_with(paths: &[PathBuf], progress: &Progress) -> Manifests {
    let mut manifests = Manifests::default();
    let files = list(paths, &mut manifests.problems);
    progress.begin("reading", files.len());
    let parts: Vec<Manifests> = files
        .par_iter()
        .map(|file| {
            let name = files::display(file);
            let read = match files::read(file) {
                Ok(bytes) => of_bytes(&name, bytes, Some(file.parent().unwrap_or(Path::new("")))),
                Err(problem) => Manifests { problems: vec![problem.in_file(&name)], ..Manifests::default() },
            };
            progress.advance();
            read
        })
        .collect();
    for part in parts {
        manifests.append(part);
    }
    manifests.refuse_duplicate_ids();
    manifests
}

/// The files of manifests at and below paths, each once, in the order of the paths.
pub(super) fn list(paths: &[PathBuf], problems: &mut Vec<Diagnostic>) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        match files::walk(path, EXTENSIONS) {
            Ok(found) => files.extend(found),
            Err(problem) => problems.push(problem),
        }
    }
    if paths.len() > 1 {
        let mut seen = BTreeSet::new();
        files.retain(|file| seen.insert(file.clone()));
    }
    files
}

/// Reads manifests that arrived on standard input: YAML, JSON, or one JSON document a line.
#[must_use]
pub fn read_stdin(bytes: Vec<u8>) -> Manifests {
    let mut manifests = of_bytes(&Arc::from("<stdin>"), bytes, None);
    manifests.refuse_duplicate_ids();
    manifests
}

/// Reads manifests from a text in YAML under a name of its own; files that it names are looked up from `folder`.
#[must_use]
pub fn read_text(name: &FileName, text: Arc<str>, folder: &Path) -> Manifests {
    of_text(name, text, Some(folder))
}

/// Reads manifests as they were: the files that they name may be gone, and are left alone.
#[must_use]
pub fn read_past(name: &FileName, text: Arc<str>) -> Manifests {
    of_documents(name, text, |_| Ok(()))
}

impl Manifests {
    /// Adds what was read elsewhere.
    pub fn append(&mut self, other: Self) {
        self.documents.extend(other.documents);
        self.problems.extend(other.problems);
        self.warnings.extend(other.warnings);
        self.sources.extend(other.sources);
    }

    /// Two documents with one id: which of them is meant cannot be known, so neither is judged.
    pub(super) fn refuse_duplicate_ids(&mut self) {
        let mut places: BTreeMap<&str, Vec<(&FileName, Span)>> = BTreeMap::new();
        for document in &self.documents {
            places.entry(&document.id).or_default().push((&document.file, document.id_span));
        }
        let mut problems = Vec::new();
        for (id, places) in places.iter().filter(|(_, places)| places.len() > 1) {
            for (number, (file, span)) in places.iter().enumerate() {
                let others: Vec<String> = places
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != number)
                    .map(|(_, (file, span))| {
                        let line = self.sources.line_column(file, *span).map_or(0, |place| place.line);
                        format!("`{file}` line {line}")
                    })
                    .collect();
                problems.push(
                    Diagnostic::error(
                        Code::DuplicateFinding,
                        format!("the id `{id}` belongs to {} documents", places.len()),
                    )
                    .in_file(file)
                    .at(*span)
                    .help(format!(
                        "give each finding and review an id of its own; it is also in {}",
                        others.join(", ")
                    )),
                );
            }
        }
        let duplicated: Vec<String> =
            places.into_iter().filter(|(_, places)| places.len() > 1).map(|(id, _)| id.to_owned()).collect();
        self.documents.retain(|document| !duplicated.contains(&document.id));
        self.problems.extend(problems);
    }
}

/// Reads what a file of that name, in that folder, holds.
pub(super) fn of_bytes(name: &FileName, bytes: Vec<u8>, folder: Option<&Path>) -> Manifests {
    match decode_utf8(bytes) {
        Ok(text) => of_text(name, Arc::from(text), folder),
        Err(problem) => Manifests {
            problems: vec![Diagnostic::from_problem(problem, Severity::Error, name)],
            ..Manifests::default()
        },
    }
}

fn of_text(name: &FileName, text: Arc<str>, folder: Option<&Path>) -> Manifests {
    let mut texts = Vec::new();
    let mut manifests = of_documents(name, text, |document| {
        if document.kind == Kind::AccessReview {
            let read = table::read_all(&document.root, name, folder);
            texts.extend(read.texts);
            document.tables = read.tables;
            if !read.problems.is_empty() {
                return Err(read.problems);
            }
        }
        Ok(())
    });
    for (file, text) in texts {
        manifests.sources.insert(file, text);
    }
    manifests
}

/// Reads documents; `complete` adds to each what stands beside it.
fn of_documents(
    name: &FileName,
    text: Arc<str>,
    mut complete: impl FnMut(&mut Manifest) -> Result<(), Vec<Diagnostic>>,
) -> Manifests {
    let parsed = parse(name, &text);
    let mut manifests = Manifests::default();
    let error = |problem: Problem| Diagnostic::from_problem(problem, Severity::Error, name);
    manifests.problems.extend(parsed.problems.into_iter().map(error));
    manifests
        .warnings
        .extend(parsed.warnings.into_iter().map(|problem| Diagnostic::from_problem(problem, Severity::Warning, name)));
    if parsed.documents.is_empty() && manifests.problems.is_empty() {
        manifests.problems.push(
            Diagnostic::error(Code::EmptyDocument, format!("`{name}` holds no finding"))
                .at(Span::new(0, 0))
                .in_file(name)
                .help("remove the file, or write a finding into it"),
        );
    }
    for document in parsed.documents {
        let checked = check(document, name, &text).and_then(|mut document| {
            complete(&mut document)?;
            Ok(document)
        });
        match checked {
            Ok(document) => manifests.documents.push(document),
            Err(problems) => manifests.problems.extend(problems),
        }
    }
    manifests.sources.insert(Arc::clone(name), text);
    manifests
}

fn parse(name: &FileName, text: &str) -> Parsed {
    let limits = Limits::default();
    let is_stdin = &**name == "<stdin>";
    let first_line = text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or_default().trim_end();
    let is_lines = name.ends_with(".ndjson") || (is_stdin && first_line.starts_with('{') && first_line.ends_with('}'));
    if is_lines {
        parse_ndjson(text, &limits)
    } else if name.ends_with(".json") || (is_stdin && first_line.starts_with('{')) {
        parse_json(text, &limits)
    } else {
        parse_yaml(text, &limits)
    }
}

fn check(document: Document, name: &FileName, text: &Arc<str>) -> Result<Manifest, Vec<Diagnostic>> {
    if matches!(document.root.value, Value::Null) {
        return Err(vec![
            Diagnostic::error(Code::EmptyDocument, "a document of this file is empty")
                .in_file(name)
                .at(document.span)
                .help("remove the `---` that has nothing after it, or write a finding there"),
        ]);
    }
    let kind = kind_of(&document.root, name).map_err(|problem| vec![problem])?;
    let problems: Vec<Diagnostic> = schema_of(kind)
        .map_err(|problem| vec![problem])?
        .validate(&document.root, text)
        .into_iter()
        .map(|problem| Diagnostic::from_problem(problem, Severity::Error, name))
        .collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let optional = |key: &str| document.root.get(key).and_then(Node::as_str).map(str::to_owned);
    let field = |key: &str| optional(key).unwrap_or_default();
    Ok(Manifest {
        kind,
        id: field("id"),
        title: field("title"),
        finding_type: optional("type"),
        severity: optional("severity"),
        state: field("state"),
        tables: Vec::new(),
        file: Arc::clone(name),
        document: document.index,
        id_span: document.root.get("id").map_or(document.root.span, |id| id.span),
        text: Arc::clone(text),
        root: document.root,
    })
}

/// What a document is. One of another kind gets one clear sentence instead of every key that a finding does not know; what
/// is no map, or has a `kind` that is no text, is checked as a finding.
fn kind_of(root: &Node, name: &FileName) -> Result<Kind, Diagnostic> {
    let Some(map) = root.as_map() else { return Ok(Kind::Finding) };
    let Some(kind) = map.entry("kind") else {
        return Err(Diagnostic::error(Code::UnknownKind, "this document does not say what it is")
            .in_file(name)
            .at(map.iter().next().map_or(root.span, |entry| entry.key_span))
            .label("no `kind` in this document")
            .help("begin a finding with `apiVersion: remedy-policy/v1` and `kind: Finding`"));
    };
    let Some(word) = kind.value.as_str() else { return Ok(Kind::Finding) };
    if let Some(kind) = KINDS.iter().find(|kind| kind.as_str() == word) {
        return Ok(*kind);
    }
    let names: Vec<&str> = KINDS.iter().map(|kind| kind.as_str()).collect();
    let help = match nearest(word, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("documents of kind {} are judged; move others out of the findings folder", names.join(", ")),
    };
    Err(Diagnostic::error(Code::UnknownKind, format!("a document of kind `{word}` is not judged"))
        .in_file(name)
        .at(kind.value.span)
        .help(help))
}
