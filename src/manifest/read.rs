//! Reads manifests. A broken one is reported with all that is wrong with it, and hides nobody else.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use rayon::prelude::*;

use super::{Elsewhere, Entry, Kind, Manifest, duplicates, elsewhere, table};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Part, Severity, Sources},
    document::{
        Document, Limits, Node, Parsed, ProblemCode, Schema, Span, Value, decode_utf8, parse_json, parse_ndjson,
        parse_ndjson_part, parse_yaml,
    },
    files,
    progress::Progress,
    suggest::nearest,
};

/// The extensions of manifests in a folder.
pub const EXTENSIONS: &[&str] = &["yaml", "yml", "json", "ndjson"];

/// What standard input is called in messages.
pub(super) const STDIN: &str = "<stdin>";

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
            let read = of_file(file);
            progress.advance();
            read
        })
        .collect();
    for part in parts {
        manifests.append(part);
    }
    manifests.refuse_duplicate_ids(&Elsewhere::default());
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

/// Reads one file. Documents that have an id together are not looked for.
pub(super) fn of_file(file: &Path) -> Manifests {
    let name = files::display(file);
    match files::read(file) {
        Ok(bytes) => of_bytes(&name, bytes, Some(file.parent().unwrap_or(Path::new("")))),
        Err(problem) => Manifests { problems: vec![problem.in_file(&name)], ..Manifests::default() },
    }
}

/// Reads manifests that arrived on standard input: YAML, JSON, or one JSON document a line.
#[must_use]
pub fn read_stdin(bytes: Vec<u8>) -> Manifests {
    read_stdin_beside(bytes, &Elsewhere::default())
}

/// The same beside documents that are elsewhere. An entry of a document that is read says in which file it stands.
#[must_use]
pub fn read_stdin_beside(bytes: Vec<u8>, elsewhere: &Elsewhere) -> Manifests {
    let mut manifests = of_stdin(bytes);
    manifests.refuse_duplicate_ids(elsewhere);
    manifests.documents.iter_mut().for_each(|document| elsewhere.name(document));
    manifests
}

/// Reads standard input. Documents that have an id together are not looked for.
pub(super) fn of_stdin(bytes: Vec<u8>) -> Manifests {
    of_bytes(&Arc::from(STDIN), bytes, None)
}

/// Reads one JSON document a line, whatever the name.
pub(super) fn of_json_lines(name: &FileName, bytes: Vec<u8>) -> Manifests {
    of_bytes_in(name, bytes, None, |_, text| parse_ndjson(text, &Limits::default()))
}

/// Reads manifests from a text in YAML under a name of its own; files that it names are looked up from `folder`.
#[must_use]
pub fn read_text(name: &FileName, text: Arc<str>, folder: &Path) -> Manifests {
    of_text(name, text, Some(folder))
}

/// Reads manifests as they were: the files that they name may be gone, and are left alone.
#[must_use]
pub fn read_past(name: &FileName, text: Arc<str>) -> Manifests {
    of_documents(name, text, parse, &mut |_| Ok(()))
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
    pub(super) fn refuse_duplicate_ids(&mut self, elsewhere: &Elsewhere) {
        let mut places: BTreeMap<&str, Vec<(&FileName, Span)>> = BTreeMap::new();
        for document in &self.documents {
            places.entry(&document.id).or_default().push((&document.file, document.id_span));
        }
        let listed = |id: &str| Some(elsewhere.entries_of(id)).filter(|entries| entries.len() > 1).unwrap_or_default();
        places.retain(|id, places| places.len() > 1 || !listed(id).is_empty());
        let mut problems = Vec::new();
        for (id, places) in &places {
            let listed = listed(id);
            for (number, place @ (file, span)) in places.iter().enumerate() {
                let others = if listed.is_empty() {
                    duplicates::others(number, places, &self.sources)
                } else {
                    let line = self.sources.line_column(file, *span).map(|place| place.line);
                    let others = listed.iter().filter(|entry| !elsewhere::is_at(entry, file, line));
                    let written = |entry: &Entry| match entry.line {
                        Some(line) => duplicates::written(&entry.file, line),
                        None => format!("`{}`", entry.file),
                    };
                    others.map(written).collect()
                };
                let also = if listed.len() == others.len() { "the index has it in" } else { duplicates::ALSO };
                problems.push(duplicates::shared(id, places.len().max(listed.len()), *place, also, &others));
            }
        }
        let duplicated: BTreeSet<String> = places.into_keys().map(str::to_owned).collect();
        self.documents.retain(|document| !duplicated.contains(&document.id));
        self.problems.extend(problems);
    }
}

type Parse = fn(&FileName, &str) -> Parsed;

/// Reads what a file of that name, in that folder, holds.
pub(super) fn of_bytes(name: &FileName, bytes: Vec<u8>, folder: Option<&Path>) -> Manifests {
    of_bytes_in(name, bytes, folder, parse)
}

fn of_bytes_in(name: &FileName, bytes: Vec<u8>, folder: Option<&Path>, parse: Parse) -> Manifests {
    match decode_utf8(bytes) {
        Ok(text) => of_text_in(name, Arc::from(text), folder, parse),
        Err(problem) => Manifests {
            problems: vec![Diagnostic::from_problem(problem, Severity::Error, name)],
            ..Manifests::default()
        },
    }
}

/// Reads documents of a text; `parse` says what it is.
fn of_text_in(name: &FileName, text: Arc<str>, folder: Option<&Path>, parse: Parse) -> Manifests {
    with_tables(name, folder, |complete| of_documents(name, text, parse, complete))
}

fn of_text(name: &FileName, text: Arc<str>, folder: Option<&Path>) -> Manifests {
    of_text_in(name, text, folder, parse)
}

/// Adds to documents what stands beside them.
type Complete<'a> = dyn FnMut(&mut Manifest) -> Result<(), Vec<Diagnostic>> + 'a;

/// Reads documents with the tables that stand beside reviews.
fn with_tables(name: &FileName, folder: Option<&Path>, read: impl FnOnce(&mut Complete<'_>) -> Manifests) -> Manifests {
    let mut texts = Vec::new();
    let mut manifests = read(&mut |document| {
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
fn of_documents(name: &FileName, text: Arc<str>, parse: Parse, complete: &mut Complete<'_>) -> Manifests {
    let parsed = parse(name, &text);
    let is_empty = parsed.documents.is_empty() && parsed.problems.is_empty();
    let mut manifests = of_parsed(name, &text, parsed, complete);
    if is_empty {
        manifests.problems.push(holds_nothing(name));
    }
    manifests.sources.insert(Arc::clone(name), text);
    manifests
}

/// Whole lines of a file with one document a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lines {
    /// Where they begin.
    pub(super) part: Part,
    /// The number of the first document.
    pub(super) document: usize,
    /// How many problems the parser found before.
    pub(super) problems_before: usize,
}

/// Reads documents of whole lines; spans count from the first of them. Says also what the parser made of them.
pub(super) fn of_lines(
    name: &FileName,
    text: Arc<str>,
    lines: Lines,
    folder: Option<&Path>,
) -> (Manifests, LinesParsed) {
    let is_first = lines.part == Part::default();
    let mut parsed = parse_ndjson_part(&text, &Limits::default(), is_first, lines.problems_before);
    for document in &mut parsed.documents {
        document.index += lines.document;
    }
    let of_lines = LinesParsed {
        documents: parsed.documents.len(),
        problems: parsed.problems.len(),
        is_refused: parsed.problems.iter().any(|problem| problem.code == ProblemCode::ControlCharacter),
        is_end: parsed.problems.iter().any(|problem| problem.code.is_limit()),
    };
    let mut manifests = with_tables(name, folder, |complete| of_parsed(name, &text, parsed, complete));
    manifests.sources.insert_part(Arc::clone(name), text, lines.part);
    (manifests, of_lines)
}

/// What the parser made of lines.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct LinesParsed {
    /// How many documents it read.
    pub(super) documents: usize,
    /// How many problems it found.
    pub(super) problems: usize,
    /// It refuses the whole file.
    pub(super) is_refused: bool,
    /// It reads nothing of the file after these lines: a limit was passed.
    pub(super) is_end: bool,
}

fn of_parsed(name: &FileName, text: &Arc<str>, parsed: Parsed, complete: &mut Complete<'_>) -> Manifests {
    let diagnostic = |severity| move |problem| Diagnostic::from_problem(problem, severity, name);
    let mut manifests = Manifests {
        problems: parsed.problems.into_iter().map(diagnostic(Severity::Error)).collect(),
        warnings: parsed.warnings.into_iter().map(diagnostic(Severity::Warning)).collect(),
        ..Manifests::default()
    };
    for document in parsed.documents {
        let checked = check(document, name, text).and_then(|mut document| {
            complete(&mut document)?;
            Ok(document)
        });
        match checked {
            Ok(document) => manifests.documents.push(document),
            Err(problems) => manifests.problems.extend(problems),
        }
    }
    manifests
}

/// A file without a document.
pub(super) fn holds_nothing(name: &FileName) -> Diagnostic {
    Diagnostic::error(Code::EmptyDocument, format!("`{name}` holds no finding"))
        .at(Span::new(0, 0))
        .in_file(name)
        .help("remove the file, or write a finding into it")
}

fn parse(name: &FileName, text: &str) -> Parsed {
    let limits = Limits::default();
    let is_stdin = &**name == STDIN;
    let first_line = first_line(text);
    let is_lines = name.ends_with(".ndjson") || (is_stdin && is_document(first_line));
    if is_lines {
        let mut parsed = parse_ndjson(text, &limits);
        for problem in &mut parsed.problems {
            if matches!(problem.code, ProblemCode::LimitSize | ProblemCode::LimitDocuments) {
                problem.help = Some(
                    "a run with no report but `ndjson` reads lines without an end; others keep them all".to_owned(),
                );
            }
        }
        parsed
    } else if name.ends_with(".json") || (is_stdin && first_line.starts_with('{')) {
        parse_json(text, &limits)
    } else {
        parse_yaml(text, &limits)
    }
}

/// The first line of a text that is not blank.
pub(super) fn first_line(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim_start().lines().next().unwrap_or_default().trim_end()
}

/// Whether a line looks like a whole document in JSON.
pub(super) fn is_document(line: &str) -> bool {
    line.starts_with('{') && line.ends_with('}')
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
        listed_file: None,
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
