//! Writes policies in the one form that the engine evaluates right. The text that people read and that is exported stays
//! as it is; only the engine gets the other one.
//!
//! Two defects of this version of the interpreter make rules silently not fire, so that a gate would pass what it should
//! block. `tests/integration/engine_contract.rs` holds both; when one is gone, so can its half of this file.
//!
//! * **Imports.** When a name of an imported package is used, the whole package is evaluated and its path marked as done;
//!   from then on an imported name inside that package, and a rule of a later file of it, is undefined. A full path takes
//!   another way: `org.now` becomes `data.remedy.lib.org.now`.
//! * **Values in heads.** In `deny contains {"found": x.name} if some x in list`, one `x` without a name loses the results
//!   of the others. In a body it is right: the value moves there, `deny contains v if { some x in list; v := {…} }`.

use std::{collections::BTreeMap, sync::Arc};

use regorus::unstable::{Expr, Module, Ref, Rule, RuleBody, RuleHead};

use super::{
    clauses::{package_of, span_of},
    walk::{self, Visit},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    document::Span,
    policy::PolicySource,
};

/// The name of the variable that stands for a head's value; no policy would choose it.
const HEAD_VALUE: &str = "head_value__";

/// The policies of one package as the engine gets them: one text, whatever the number of files. The interpreter walks over
/// all modules at each reference, so a few large ones cost less than many small ones.
#[derive(Clone, Debug)]
pub(super) struct Written {
    /// The name under which the engine knows it.
    pub(super) name: String,
    pub(super) text: String,
    /// Copied pieces: where each begins here, and which bytes of which source it is.
    pieces: Vec<(usize, usize, Span)>,
}

impl Written {
    /// The copied pieces: where each begins here, and which bytes of which source it is.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (usize, usize, Span)> {
        self.pieces.iter().copied()
    }

    /// The source, and the offset in it, of a place here; the nearest copied one before it, if it was put in.
    pub(super) fn original(&self, offset: usize) -> Option<(usize, usize)> {
        let (start, source, span) = self.pieces.iter().rfind(|(start, _, _)| *start <= offset)?;
        Some((*source, (span.start as usize + (offset - start)).min(span.end as usize)))
    }
}

/// The names that a module imports, with the full path of each.
pub(super) fn imports_of(module: &Module) -> BTreeMap<String, String> {
    module
        .imports
        .iter()
        .filter_map(|import| {
            let path = walk::components(&import.refr)?;
            let alias = import.r#as.as_ref().map(|alias| alias.text().to_owned()).or_else(|| path.last().cloned())?;
            let is_path = path.first().is_some_and(|first| first == "data" || first == "input") && path.len() > 1;
            is_path.then(|| (alias, path.join(".")))
        })
        .collect()
}

/// The path of a reference as far as it is written out, its import resolved: `data.org.people`, `input.finding.id`.
pub(super) fn full_path(imports: &BTreeMap<String, String>, reference: &Expr) -> Vec<String> {
    let (path, _) = walk::static_prefix(reference);
    match path.first().and_then(|first| imports.get(first)) {
        Some(import) => import.split('.').map(str::to_owned).chain(path.into_iter().skip(1)).collect(),
        None => path,
    }
}

/// The modules, in the order of their sources, in the form that the engine evaluates right: one text a package.
///
/// # Errors
///
/// A local variable has the name of an import: which of the two is meant is left to no guess.
pub(super) fn rewrite(modules: &[Ref<Module>], sources: &[PolicySource]) -> Result<Vec<Written>, Vec<Diagnostic>> {
    let mut packages: BTreeMap<Vec<String>, Written> = BTreeMap::new();
    let mut problems = Vec::new();
    for (index, (module, source)) in modules.iter().zip(sources).enumerate() {
        let written = packages.entry(package_of(module)).or_insert_with(|| Written {
            name: format!("package {}", package_of(module).join(".")),
            text: format!("{}\n", module.package.span.text()),
            pieces: Vec::new(),
        });
        problems.extend(add(written, module, &source.text, index));
    }
    if problems.is_empty() { Ok(packages.into_values().collect()) } else { Err(problems) }
}

/// Adds the rules of a module to the text of its package.
fn add(written: &mut Written, module: &Module, text: &str, source: usize) -> Vec<Diagnostic> {
    let imports = imports_of(module);
    let mut uses: BTreeMap<Span, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for rule in &module.policy {
        walk::rule(rule, &mut |visit| match visit {
            Visit::Call(reference) | Visit::Reference(reference) => {
                if let Some(name) = walk::root(reference)
                    && let Some(path) = imports.get(name.text())
                {
                    uses.insert(span_of(name), path.as_str());
                }
            }
            Visit::Local(name) if imports.contains_key(name.text()) => problems.push(hidden(name, module)),
            Visit::Local(_) | Visit::Miscompiled => {}
        });
    }
    let mut writer = Writer { text, uses: &uses, source, written };
    let mut done = after_header(module, text);
    for moved in module.policy.iter().filter_map(|rule| MovedHead::of(rule, text)) {
        writer.copy(done, moved.value.start);
        writer.put(HEAD_VALUE);
        writer.copy(moved.value.end, moved.query_start);
        if !moved.has_braces {
            writer.put("{ ");
        }
        writer.copy(moved.query_start, moved.body_end);
        // On a line of its own, so that what is evaluated on a line there was on one line here.
        writer.put(&format!("\n{HEAD_VALUE} := "));
        writer.copy(moved.value.start, moved.value.end);
        if !moved.has_braces {
            writer.put(" }");
        }
        done = moved.body_end;
    }
    writer.copy(done, u32::try_from(text.len()).unwrap_or(u32::MAX));
    writer.put("\n");
    problems
}

/// Where the line of the package, or of the last import, ends: from there on a module has rules.
pub(super) fn after_header(module: &Module, text: &str) -> u32 {
    let last = module.imports.iter().map(|import| import.span.end).chain([module.package.span.end]).max();
    let last = last.unwrap_or_default() as usize;
    let line = text.get(last..).unwrap_or_default().find('\n');
    Span::new(0, line.map_or(text.len(), |line| last + line)).end
}

struct Writer<'a> {
    text: &'a str,
    uses: &'a BTreeMap<Span, &'a str>,
    source: usize,
    written: &'a mut Written,
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.written.text.push_str(text);
    }

    /// Copies a range, its uses of imports written as full paths.
    fn copy(&mut self, start: u32, end: u32) {
        let mut from = start;
        let uses: Vec<(Span, &str)> = self
            .uses
            .range(Span { start, end: start }..Span { start: end, end })
            .map(|(span, path)| (*span, *path))
            .collect();
        for (span, path) in uses {
            self.piece(from, span.start);
            self.written.pieces.push((self.written.text.len(), self.source, span));
            self.put(path);
            from = span.end;
        }
        self.piece(from, end);
    }

    fn piece(&mut self, start: u32, end: u32) {
        self.written.pieces.push((self.written.text.len(), self.source, Span { start, end }));
        let piece = self.text.get(start as usize..end as usize).unwrap_or_default();
        self.written.text.push_str(piece);
    }
}

/// A rule whose head has a value that moves into the body.
struct MovedHead {
    value: Span,
    query_start: u32,
    body_end: u32,
    has_braces: bool,
}

impl MovedHead {
    fn of(rule: &Ref<Rule>, text: &str) -> Option<Self> {
        let Rule::Spec { head, bodies, .. } = rule.as_ref() else { return None };
        let [RuleBody { query, is_else: false, .. }] = bodies.as_slice() else { return None };
        let value = value_of(head, text)?;
        let body_end = past_quote(text, query.stmts.last()?.span.end as usize);
        // A body without braces may begin with one, too: `if {1, 2}[x]`. It ends with its last statement.
        let has_braces = text.get(query.span.start as usize..)?.starts_with('{') && query.span.end > body_end;
        Some(Self { value, query_start: query.span.start, body_end, has_braces })
    }
}

/// The bytes of a head's value, if it is more than a name or a constant.
fn value_of(head: &RuleHead, text: &str) -> Option<Span> {
    let (whole, value, after) = match head {
        RuleHead::Set { span, refr, key: Some(key) } => {
            let rest = text.get(refr.span().end as usize..span.end as usize)?;
            (span, key, refr.span().end as usize + rest.find("contains")? + "contains".len())
        }
        RuleHead::Compr { span, assign: Some(assign), .. } | RuleHead::Func { span, assign: Some(assign), .. } => {
            let rest = text.get(assign.span.start as usize..span.end as usize)?;
            (span, &assign.value, assign.span.start as usize + rest.find('=')? + 1)
        }
        RuleHead::Set { .. } | RuleHead::Compr { .. } | RuleHead::Func { .. } => return None,
    };
    let is_plain = matches!(
        value.as_ref(),
        Expr::Var { .. }
            | Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. }
    );
    let blanks = text.get(after..)?.len() - text.get(after..)?.trim_start().len();
    (!is_plain).then(|| Span { start: Span::new(after + blanks, 0).start, end: past_quote(text, whole.end as usize) })
}

/// The engine's span of a text literal leaves its quotes out, and so does that of what ends with one.
fn past_quote(text: &str, end: usize) -> u32 {
    let is_quote = text.get(end..).is_some_and(|rest| rest.starts_with(['"', '`']));
    Span::new(0, end + usize::from(is_quote)).end
}

fn hidden(name: &regorus::unstable::Span, module: &Module) -> Diagnostic {
    let file: FileName = Arc::from(module.package.span.source.get_path().as_str());
    Diagnostic::error(Code::PolicySyntax, format!("the variable `{}` hides the import of that name", name.text()))
        .in_file(&file)
        .at(span_of(name))
        .help("give the variable another name")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modules(sources: &[PolicySource]) -> Vec<Ref<Module>> {
        let mut engine = regorus::Engine::new();
        for source in sources {
            engine.add_policy(source.name.to_string(), source.text.to_string()).unwrap();
        }
        engine.get_modules().clone()
    }

    fn written(text: &str) -> Written {
        let sources = [PolicySource::new("a.rego", text)];
        let mut written = rewrite(&modules(&sources), &sources).unwrap();
        let mut again = regorus::Engine::new();
        again.add_policy("a.rego".to_owned(), written[0].text.clone()).unwrap();
        written.remove(0)
    }

    #[test]
    fn imports_are_written_out_and_values_move_into_the_body() {
        let text = "package a\nimport data.lib.org as o\n\nd contains o.new(\"x\", { # why\n\t\"n\": o.now,\n}) if {\n\tsome i in [1]\n\ti == 1 # last\n}\n\nw contains {\"m\": i} if some i in [1]\nf(x) := {\"a\": x} if x == 1\np contains msg if { msg := o.text }\nq(x) := [x, \"é\"] if x == \"é\"\nr := o.a + `b` if { 1 == 1; o.c != \"\" }\n";
        assert_eq!(
            written(text).text,
            "package a\n\n\nd contains head_value__ if {\n\tsome i in [1]\n\ti == 1\nhead_value__ := data.lib.org.new(\"x\", { # why\n\t\"n\": data.lib.org.now,\n}) # last\n}\n\nw contains head_value__ if { some i in [1]\nhead_value__ := {\"m\": i} }\nf(x) := head_value__ if { x == 1\nhead_value__ := {\"a\": x} }\np contains msg if { msg := data.lib.org.text }\nq(x) := head_value__ if { x == \"é\"\nhead_value__ := [x, \"é\"] }\nr := head_value__ if { 1 == 1; data.lib.org.c != \"\"\nhead_value__ := data.lib.org.a + `b` }\n\n"
        );
    }

    #[test]
    fn whatever_a_body_or_a_head_ends_with_is_taken_whole() {
        for end in [
            "input.x[i]",
            "input[\"x\"]",
            "f(i)",
            "[1, 2][i]",
            "{1, 2}[i]",
            "not input.x[i]",
            "i == {\"a\": 1}",
            "i == {1}",
            "i in {1}",
            "count({x | some x in [1]}) == 1",
            "i == `raw`",
            "every x in [1] { x == 1 }",
            "input.x with input as {\"x\": [1]}",
            "-1 == i",
            "i == null",
            "i == {x: y | some x, y in [1]}",
            "i == [x | some x in [1]]",
            "data.b[_]",
        ] {
            for (head, tail) in [
                ("d contains [i, 1]", ""),
                ("d contains {\"a\": i}", " # c"),
                ("f(i) := [i][0]", ""),
                ("d contains g(i)[0]", ""),
            ] {
                let text = format!("package a\n{head} if {{\n\ti := 1\n\t{end}{tail}\n}}\n");
                assert!(written(&text).text.contains(&format!("{end}\nhead_value__ := ")), "{}", written(&text).text);
                let text = format!("package a\n{head} if {end}{tail}\n");
                assert!(written(&text).text.contains("}"), "{}", written(&text).text);
            }
        }
    }

    #[test]
    fn a_place_in_the_written_text_leads_back_to_the_original() {
        let text = "package a\nimport data.lib.org\nd contains {\"n\": org.now} if {\n\tsome i in [1]\n\tzed(i)\n}\n";
        let written = written(text);
        for word in ["zed", "some", "{\"n\""] {
            let here = written.text.find(word).unwrap();
            assert_eq!(written.original(here), Some((0, text.find(word).unwrap())), "{word}");
        }
    }

    #[test]
    fn files_of_a_package_become_one_text_and_keep_their_places() {
        let sources = [
            PolicySource::new("a.rego", "package a\nimport data.lib.x\n\np := x.one\n"),
            PolicySource::new("lib.rego", "package lib.x\none := 1"),
            PolicySource::new(
                "b.rego",
                "# METADATA\npackage a # the same\nimport rego.v1\nimport input.finding as f\nq if f.zed\n",
            ),
        ];
        let written = rewrite(&modules(&sources), &sources).unwrap();
        assert_eq!(written.len(), 2);
        assert_eq!(written[0].text, "package a\n\n\np := data.lib.x.one\n\n\nq if input.finding.zed\n\n");
        let here = written[0].text.find("q if").unwrap();
        assert_eq!(written[0].original(here), Some((2, sources[2].text.find("q if").unwrap())));
    }

    #[test]
    fn a_variable_that_hides_an_import_is_refused() {
        let text = "package a\nimport data.lib.org\nd contains org if { org := 1 }\n";
        let sources = [PolicySource::new("a.rego", text)];
        let problems = rewrite(&modules(&sources), &sources).unwrap_err();
        assert_eq!(problems[0].message, "the variable `org` hides the import of that name");
    }
}
