//! The list of loaded rules: a table for people, and a document described by `schemas/rules.v1.schema.json`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use comfy_table::{ContentArrangement, Row, Table, presets};
use serde::Serialize;

use super::{Run, count, json::Tool, printable::printable};
use crate::{
    diagnostic::LineColumn,
    engine::RuleSet,
    files,
    manifest::Kind,
    policy::{Level, Origin, RuleEntry},
};

/// The name and version of the format.
const FORMAT: &str = "remedy-policy/rules/v1";

/// The rules to list, and the run that loaded them.
#[derive(Clone, Debug)]
pub struct RuleList<'a> {
    /// The rules, in the order of the list.
    pub rules: Vec<&'a RuleEntry>,
    /// What was loaded.
    pub run: &'a Run,
    /// The rule sets that run in the interpreter alone, and why.
    pub interpreted: BTreeMap<RuleSet, String>,
}

impl RuleList<'_> {
    /// Why a rule runs in the interpreter.
    fn interpreted(&self, rule: &RuleEntry) -> Option<&str> {
        let of = |level: &Level| self.interpreted.get(&(rule.package.clone(), *level));
        rule.levels.iter().find_map(of).map(String::as_str)
    }
}

/// A table and a line of totals. With a width the lines are broken to fit it; without one each rule is one line.
#[must_use]
pub fn human(list: &RuleList<'_>, width: Option<usize>, color: bool) -> String {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING);
    match width.and_then(|width| u16::try_from(width).ok()) {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table.add_row(Row::from(["ID", "LEVEL", "TITLE", "JUDGES", "FROM"]));
    for rule in &list.rules {
        table.add_row([printable(&rule.id), levels(rule), printable(&rule.title), judges(rule), from(rule, list.run)]);
    }
    let mut out = String::new();
    for (number, line) in table.to_string().lines().enumerate() {
        // The table pads each cell on both sides; the first column needs no margin.
        let line = line.strip_prefix(' ').unwrap_or(line).trim_end();
        let _ = match color && number == 0 {
            true => writeln!(out, "\u{1b}[1m{line}\u{1b}[0m"),
            false => writeln!(out, "{line}"),
        };
    }
    let own = list.rules.iter().filter(|rule| rule.origin == Origin::Own).count();
    let _ = write!(out, "\n{}, {own} of your own", count(list.rules.len(), "rule"));
    if list.rules.len() < list.run.catalogue.len() {
        let _ = write!(out, "; {} are loaded", list.run.catalogue.len());
    }
    if let Some(profile) = &list.run.profile {
        let _ = write!(out, " · profile {profile}");
    }
    out.push('\n');
    let mut slow: BTreeMap<(&str, &str), Vec<String>> = BTreeMap::new();
    for rule in &list.rules {
        if let Some(why) = list.interpreted(rule) {
            slow.entry((&rule.package, why)).or_default().push(printable(&rule.id));
        }
    }
    for ((package, why), ids) in slow {
        let (package, why) = (printable(package), printable(why));
        let _ = writeln!(out, "In the interpreter, which is slower: package {package} ({}): {why}", ids.join(", "));
    }
    out
}

/// What its results do: `deny`, `warn`, or both.
pub(super) fn levels(rule: &RuleEntry) -> String {
    rule.levels.iter().map(|level| level.as_str()).collect::<Vec<_>>().join(", ")
}

/// Of what it can speak: `finding (accepted, closed)`, then the types of finding if it names some.
fn judges(rule: &RuleEntry) -> String {
    let word = |kind: &Kind| match kind {
        Kind::Finding => "finding",
        Kind::AccessReview => "review",
        Kind::Organization => "org",
        Kind::Waiver => "waiver",
        Kind::Deletion => "deletion",
    };
    let list = |words: &BTreeSet<String>| words.iter().map(|word| printable(word)).collect::<Vec<_>>().join(", ");
    let mut text = rule.scope.kinds.iter().map(word).collect::<Vec<_>>().join(", ");
    if !rule.scope.states.is_empty() {
        let _ = write!(text, " ({})", list(&rule.scope.states));
    }
    if !rule.scope.types.is_empty() {
        let _ = write!(text, " {}", list(&rule.scope.types));
    }
    text
}

fn from(rule: &RuleEntry, run: &Run) -> String {
    match rule.origin {
        Origin::Shipped => "shipped".to_owned(),
        Origin::Own => printable(&format!("{}:{}", rule.file, place(rule, run).line)),
    }
}

fn place(rule: &RuleEntry, run: &Run) -> LineColumn {
    run.sources.line_column(&rule.file, rule.span).unwrap_or(LineColumn { line: 1, column: 1 })
}

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    tool: Tool,
    profile: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    config: Option<String>,
    loaded: usize,
    rules: Vec<RuleDocument<'a>>,
}

#[derive(Serialize)]
struct RuleDocument<'a> {
    id: &'a str,
    levels: &'a BTreeSet<Level>,
    title: &'a str,
    description: &'a str,
    solution: &'a str,
    package: &'a str,
    kinds: &'a BTreeSet<Kind>,
    states: &'a BTreeSet<String>,
    types: &'a BTreeSet<String>,
    requirements: &'a [String],
    controls: &'a [String],
    hard: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    effective_on: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    interpreted: Option<&'a str>,
    origin: Origin,
    file: &'a str,
    line: usize,
    column: usize,
}

/// The list as a document.
///
/// # Errors
///
/// It cannot be written as JSON.
pub fn json(list: &RuleList<'_>) -> Result<String, serde_json::Error> {
    let document = Document {
        format: FORMAT,
        tool: Tool::THIS,
        profile: list.run.profile.as_deref().unwrap_or_default(),
        config: list.run.config.as_deref().map(|path| files::display(path).to_string()),
        loaded: list.run.catalogue.len(),
        rules: list.rules.iter().map(|rule| document_of(rule, list)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document)?;
    text.push('\n');
    Ok(text)
}

fn document_of<'a>(rule: &'a RuleEntry, list: &'a RuleList<'_>) -> RuleDocument<'a> {
    let LineColumn { line, column } = place(rule, list.run);
    RuleDocument {
        id: &rule.id,
        levels: &rule.levels,
        title: &rule.title,
        description: &rule.description,
        solution: &rule.solution,
        package: &rule.package,
        kinds: &rule.scope.kinds,
        states: &rule.scope.states,
        types: &rule.scope.types,
        requirements: &rule.requirements,
        controls: &rule.controls,
        hard: rule.is_hard,
        effective_on: rule.effective_on.as_deref(),
        interpreted: list.interpreted(rule),
        origin: rule.origin,
        file: &rule.file,
        line,
        column,
    }
}
