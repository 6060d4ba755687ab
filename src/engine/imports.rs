//! Writes imports out, so that the engine never meets one.
//!
//! The interpreter of this version has a defect that makes rules silently not fire. When a name of an imported package is
//! used, it evaluates that whole package and marks its path as done; from then on an imported name inside that package,
//! and a rule of a later file of it, is undefined. A full path, `data.remedy.lib.org.now`, takes another way and is right.
//! So the text that the engine gets has full paths; the text that people read and that is exported keeps its imports.
//! `tests/integration/engine_contract.rs` holds the defect: when it is gone, this file can go.

use std::{collections::BTreeMap, sync::Arc};

use regorus::unstable::{Module, Rule};

use super::{
    clauses::span_of,
    walk::{self, Visit},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    document::Span,
};

/// The names that a module imports, with the full path of each.
pub(super) fn of_module(module: &Module) -> BTreeMap<String, String> {
    module
        .imports
        .iter()
        .filter_map(|import| {
            let path = walk::components(&import.refr)?;
            let alias = import.r#as.as_ref().map(|alias| alias.text().to_owned()).or_else(|| path.last().cloned())?;
            (path.first().is_some_and(|first| first == "data") && path.len() > 1).then(|| (alias, path.join(".")))
        })
        .collect()
}

/// The text of a module with each use of an import written as a full path.
///
/// # Errors
///
/// A local variable has the name of an import: which of the two is meant is left to no guess.
pub(super) fn written_out(module: &Module, text: &str) -> Result<String, Vec<Diagnostic>> {
    let imports = of_module(module);
    if imports.is_empty() {
        return Ok(text.to_owned());
    }
    let mut uses: BTreeMap<Span, &String> = BTreeMap::new();
    let mut problems = Vec::new();
    for rule in &module.policy {
        uses_in_rule(rule, &imports, &mut uses, &mut problems, module);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let mut written = String::with_capacity(text.len() * 2);
    let mut end = 0;
    for (span, path) in uses {
        written.push_str(text.get(end..span.start as usize).unwrap_or_default());
        written.push_str(path);
        end = span.end as usize;
    }
    written.push_str(text.get(end..).unwrap_or_default());
    Ok(written)
}

fn uses_in_rule<'a>(
    rule: &Rule,
    imports: &'a BTreeMap<String, String>,
    uses: &mut BTreeMap<Span, &'a String>,
    problems: &mut Vec<Diagnostic>,
    module: &Module,
) {
    walk::rule(rule, &mut |visit| match visit {
        Visit::Call(reference) | Visit::Reference(reference) => {
            if let Some(name) = walk::root(reference)
                && let Some(path) = imports.get(name.text())
            {
                uses.insert(span_of(name), path);
            }
        }
        Visit::Local(name) if imports.contains_key(name.text()) => problems.push(hidden(name, module)),
        Visit::Local(_) => {}
    });
}

fn hidden(name: &regorus::unstable::Span, module: &Module) -> Diagnostic {
    let file: FileName = Arc::from(module.package.span.source.get_path().as_str());
    Diagnostic::error(Code::PolicySyntax, format!("the variable `{}` hides the import of that name", name.text()))
        .in_file(&file)
        .at(span_of(name))
        .help("give the variable another name")
}
