//! Reads one YAML document that must fit a schema: the way of configuration, organisation data and profiles.

use std::{path::Path, sync::Arc};

use crate::{
    diagnostic::{Code, Diagnostic, FileName, Severity, Sources},
    document::{Limits, Node, Schema, decode_utf8, parse_yaml},
    files,
};

/// A document that fits its schema, with the name of its file.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) file: FileName,
    pub(crate) root: Node,
}

/// Reads the documents of a file and checks each against the schema.
pub(crate) fn file(
    path: &Path,
    schema: &Schema,
    sources: &mut Sources,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Vec<Checked>, Vec<Diagnostic>> {
    let name = files::display(path);
    let bytes = files::read(path).map_err(|problem| vec![problem])?;
    let text = decode_utf8(bytes).map_err(|problem| vec![Diagnostic::from_problem(problem, Severity::Error, &name)])?;
    let text: Arc<str> = Arc::from(text);
    sources.insert(Arc::clone(&name), Arc::clone(&text));
    documents(&name, &text, schema, warnings)
}

/// Checks the documents of a text.
pub(super) fn documents(
    name: &FileName,
    text: &str,
    schema: &Schema,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Vec<Checked>, Vec<Diagnostic>> {
    let parsed = parse_yaml(text, &Limits::default());
    let report = |problem| Diagnostic::from_problem(problem, Severity::Error, name);
    let mut problems: Vec<Diagnostic> = parsed.problems.into_iter().map(report).collect();
    warnings
        .extend(parsed.warnings.into_iter().map(|problem| Diagnostic::from_problem(problem, Severity::Warning, name)));
    for document in &parsed.documents {
        problems.extend(schema.validate(&document.root, text).into_iter().map(report));
    }
    if parsed.documents.is_empty() && problems.is_empty() {
        problems.push(Diagnostic::error(Code::EmptyDocument, format!("`{name}` is empty")).in_file(name));
    }
    if problems.is_empty() {
        Ok(parsed
            .documents
            .into_iter()
            .map(|document| Checked { file: Arc::clone(name), root: document.root })
            .collect())
    } else {
        Err(problems)
    }
}

/// A schema that travels in the binary. That it compiles is a test's business; if it should not, that is one error.
pub(crate) fn shipped_schema(text: &str) -> Result<Schema, Diagnostic> {
    Schema::compile(text).map_err(|message| {
        Diagnostic::error(Code::Io, format!("a shipped schema does not compile: {message}"))
            .help("this is a bug of remedy-policy; please report it")
    })
}
