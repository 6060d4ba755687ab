//! Waivers, and the levels that the configuration sets for rules: who granted what for which documents until when. Whether
//! one holds is judged by the rules of kind `Waiver`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::read::{self, Checked, shipped_schema};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::{Map, Node, Span},
    files,
    manifest::{Kind, Listed, Manifest},
};

/// What somebody granted for a time: a waiver, or a lower level of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concession {
    /// The id of the waiver; for a level, `level warn of SLA-02`.
    pub id: String,
    /// The file it stands in.
    pub file: FileName,
    /// Its bytes there.
    pub span: Span,
    /// Why it was granted.
    pub reason: String,
    /// Who asked for it.
    pub requested_by: String,
    /// Who granted it.
    pub approved_by: String,
    /// The day on which it was granted.
    pub approved_on: String,
    /// The last day on which it holds.
    pub expires: String,
    /// Where the work on it is tracked.
    pub ticket: Option<String>,
    /// What the rules warn of, for example that it ends soon.
    pub warning: Option<String>,
}

/// What the configuration says of the level of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetLevel {
    /// Its denials and warnings block.
    Block,
    /// Its denials are shown and do not block.
    Warn,
    /// It says nothing.
    Off,
}

/// What a waiver or a level does to the denials of its rule.
#[derive(Clone, Debug)]
pub enum Grant {
    /// It waives them for some documents.
    Waiver(Scope),
    /// It sets another level for all documents.
    Level(SetLevel),
}

/// Which documents a waiver covers: those that fit each of the keys that are given.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    ids: Option<Vec<String>>,
    types: Option<Vec<String>>,
    files: Option<GlobSet>,
}

impl Scope {
    /// Whether it covers a document. `base` is the folder of the configuration, from which globs start.
    fn covers(&self, document: Listed<'_>, base: &Path) -> bool {
        let has = |words: &Option<Vec<String>>, word: Option<&str>| {
            words.as_ref().is_none_or(|words| word.is_some_and(|word| words.iter().any(|known| known == word)))
        };
        let is_within = |globs: &GlobSet| {
            let file = absolute(Path::new(document.file));
            file.strip_prefix(base).is_ok_and(|file| globs.is_match(file))
        };
        has(&self.ids, Some(document.id))
            && has(&self.types, document.finding_type)
            && self.files.as_ref().is_none_or(is_within)
    }
}

/// A waiver, or a level of a rule.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// Where the rule is named.
    pub rule_span: Span,
    /// What it does.
    pub grant: Grant,
    /// Who granted it, why and until when.
    pub concession: Concession,
    /// The document, as rules judge it.
    pub manifest: Manifest,
}

/// All waivers and levels, in the order of files.
#[derive(Clone, Debug, Default)]
pub struct Waivers {
    all: Vec<Waiver>,
    base: PathBuf,
}

impl Waivers {
    /// Reads the waivers of files and folders, and adds the levels that the configuration sets. `base` is the folder of the
    /// configuration.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any file: the schema, a glob, an id that two waivers have.
    pub fn read(
        paths: &[PathBuf],
        levels: Vec<Waiver>,
        base: &Path,
        sources: &mut Sources,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut waivers = Self { all: levels, base: absolute(base) };
        if paths.is_empty() {
            return Ok(waivers);
        }
        let schema =
            shipped_schema(include_str!("../../schemas/waiver.v1.schema.json")).map_err(|problem| vec![problem])?;
        for path in paths {
            let found = files::walk(path, &["yaml", "yml", "json"]);
            for file in found.map_err(|problem| problems.push(problem)).unwrap_or_default() {
                match read::file(&file, &schema, sources, warnings) {
                    Ok(documents) => {
                        for (number, document) in documents.into_iter().enumerate() {
                            let text = sources.text(&document.file).cloned().unwrap_or_default();
                            waivers.add(document, number, text, &mut problems);
                        }
                    }
                    Err(found) => problems.extend(found),
                }
            }
        }
        if problems.is_empty() { Ok(waivers) } else { Err(problems) }
    }

    fn add(&mut self, document: Checked, number: usize, text: Arc<str>, problems: &mut Vec<Diagnostic>) {
        let Checked { file, root } = document;
        let id = text_of(&root, "id");
        let id_span = root.get("id").map_or(root.span, |id| id.span);
        if let Some(known) = self.all.iter().find(|known| known.concession.id == id) {
            problems.push(
                Diagnostic::error(Code::DuplicateEntry, format!("two waivers have the id `{id}`"))
                    .in_file(&file)
                    .at(id_span)
                    .help(format!("it stands in `{}` already; give this one another", known.concession.file)),
            );
            return;
        }
        let scope = match scope_of(&root, &file) {
            Ok(scope) => scope,
            Err(problem) => {
                problems.push(problem);
                return;
            }
        };
        self.all.push(waiver_of(Written { file, root, number, text, id, id_span }, Grant::Waiver(scope)));
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Waiver> {
        self.all.iter()
    }

    /// One of them by its number in that order.
    #[must_use]
    pub fn get(&self, number: usize) -> Option<&Waiver> {
        self.all.get(number)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a waiver covers a document, if its rule should speak of it. A level covers all.
    #[must_use]
    pub fn covers<'a>(&self, waiver: &Waiver, document: impl Into<Listed<'a>>) -> bool {
        match &waiver.grant {
            Grant::Waiver(scope) => scope.covers(document.into(), &self.base),
            Grant::Level(_) => true,
        }
    }
}

/// The path from the root, without asking what is there.
fn absolute(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// The levels of a configuration.
pub(super) fn levels(root: &Node, file: &FileName, text: &Arc<str>) -> Vec<Waiver> {
    let entries = root.get("levels").and_then(Node::as_map).into_iter().flat_map(Map::iter);
    entries
        .map(|entry| {
            let word = text_of(&entry.value, "level");
            let level = match word.as_str() {
                "block" => SetLevel::Block,
                "off" => SetLevel::Off,
                _ => SetLevel::Warn,
            };
            let written = Written {
                file: Arc::clone(file),
                root: entry.value.clone(),
                number: 0,
                text: Arc::clone(text),
                id: format!("level {word} of {}", entry.key),
                id_span: entry.key_span,
            };
            let waiver = waiver_of(written, Grant::Level(level));
            Waiver { rule: entry.key.to_string(), rule_span: entry.key_span, ..waiver }
        })
        .collect()
}

/// A waiver or level as it stands in its file.
struct Written {
    file: FileName,
    root: Node,
    number: usize,
    text: Arc<str>,
    id: String,
    id_span: Span,
}

fn waiver_of(written: Written, grant: Grant) -> Waiver {
    let Written { file, root, number, text, id, id_span } = written;
    Waiver {
        rule: text_of(&root, "rule"),
        rule_span: root.get("rule").map_or(id_span, |rule| rule.span),
        grant,
        concession: Concession {
            id: id.clone(),
            file: Arc::clone(&file),
            span: id_span,
            reason: text_of(&root, "reason"),
            requested_by: text_of(&root, "requested_by"),
            approved_by: text_of(&root, "approved_by"),
            approved_on: text_of(&root, "approved_on"),
            expires: text_of(&root, "expires"),
            ticket: root.get("ticket").and_then(Node::as_str).map(str::to_owned),
            warning: None,
        },
        manifest: Manifest {
            kind: Kind::Waiver,
            title: text_of(&root, "reason"),
            id,
            finding_type: None,
            severity: None,
            state: String::new(),
            file,
            document: number,
            id_span,
            root,
            text,
            tables: Vec::new(),
        },
    }
}

fn text_of(node: &Node, key: &str) -> String {
    node.get(key).and_then(Node::as_str).unwrap_or_default().to_owned()
}

fn scope_of(root: &Node, file: &FileName) -> Result<Scope, Diagnostic> {
    let scope = root.get("scope");
    let items = |key: &str| scope.and_then(|scope| scope.get(key)).and_then(Node::as_list);
    let texts = |key: &str| items(key).map(|items| items.iter().filter_map(Node::as_str).map(str::to_owned).collect());
    let files = match items("files") {
        None => None,
        Some(items) => {
            let mut globs = GlobSetBuilder::new();
            for item in items {
                let pattern = item.as_str().unwrap_or_default();
                let glob = GlobBuilder::new(pattern).literal_separator(true).build().map_err(|error| {
                    Diagnostic::error(Code::InvalidWaiver, format!("`{pattern}` is no glob: {}", error.kind()))
                        .in_file(file)
                        .at(item.span)
                        .help("write a path from the folder of the configuration, with `*` within a name and `**` across folders")
                })?;
                globs.add(glob);
            }
            let globs = globs.build();
            Some(globs.map_err(|error| {
                Diagnostic::error(Code::InvalidWaiver, error.to_string()).in_file(file).at(root.span)
            })?)
        }
    };
    Ok(Scope { ids: texts("ids"), types: texts("types"), files })
}
