//! The page of a rule: what it asks for, of what it speaks, what unblocks, and what it enforces.

use std::fmt::Write as _;

use super::{
    printable::{printable, printable_lines},
    wrap::wrap,
};
use crate::{
    manifest::Kind,
    policy::{Level, Origin, Reference, RuleEntry},
};

/// What a page says, before it is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulePage<'a> {
    /// The id and the title.
    pub heading: String,
    /// What it asks for and why; empty without METADATA.
    pub description: &'a str,
    /// What its results do: `blocks`, `warns`, or both; from when on, and whether it can be waived.
    pub effect: String,
    /// Of what it can speak, in words; names stand in backticks.
    pub judges: String,
    /// What unblocks; empty without METADATA.
    pub solution: &'a str,
    /// The requirements that it enforces, each with its text.
    pub requirements: Vec<(&'a str, &'a str)>,
    /// Controls of public frameworks: the title of the framework, the id, and what it asks for.
    pub controls: Vec<(&'a str, &'a str, &'a str)>,
}

impl<'a> RulePage<'a> {
    /// Gathers the page of a rule. What the tables do not know, as may be with a rule of the organization's own, is named
    /// without a text.
    #[must_use]
    pub fn new(rule: &'a RuleEntry, reference: &'a Reference) -> Self {
        let title = if rule.title.is_empty() { String::new() } else { format!(": {}", rule.title) };
        let requirement = |id: &'a String| {
            let text = reference.requirements().get(id).map_or("", String::as_str);
            (id.as_str(), text)
        };
        let control = |name: &'a String| match reference.control(name) {
            Some(control) => (control.framework, control.id, control.text),
            None => name.split_once(':').map_or(("", name.as_str(), ""), |(framework, id)| (framework, id, "")),
        };
        Self {
            heading: format!("{}{title}", rule.id),
            description: &rule.description,
            effect: effect(rule),
            judges: judges(rule),
            solution: &rule.solution,
            requirements: rule.requirements.iter().map(requirement).collect(),
            controls: rule.controls.iter().map(control).collect(),
        }
    }
}

/// What the results of a rule do, in words.
#[must_use]
pub fn effect(rule: &RuleEntry) -> String {
    let level = match (rule.levels.contains(&Level::Deny), rule.levels.contains(&Level::Warn)) {
        (true, true) => "blocks, and warns",
        (true, false) => "blocks",
        _ => "warns",
    };
    let from =
        rule.effective_on.as_ref().map(|day| format!("; warns until it blocks from {day} on")).unwrap_or_default();
    let hard = if rule.is_hard { "; nobody can waive it" } else { "" };
    format!("{level}{from}{hard}")
}

fn judges(rule: &RuleEntry) -> String {
    let kind = |kind: &Kind| match kind {
        Kind::Finding => "findings",
        Kind::AccessReview => "access reviews",
        Kind::Organization => "organization data (`remedy-policy lint`)",
        Kind::Waiver => "waivers, and levels that the configuration sets",
        Kind::Deletion => "deleted findings and access reviews (`check --changed-since`)",
    };
    let mut text = rule.scope.kinds.iter().map(kind).collect::<Vec<_>>().join(" and ");
    let words = |words: &std::collections::BTreeSet<String>| {
        words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
    };
    if !rule.scope.states.is_empty() {
        let _ = write!(text, " that are {}", words(&rule.scope.states));
    }
    if !rule.scope.types.is_empty() {
        let _ = write!(text, ", of type {}", words(&rule.scope.types));
    }
    text
}

/// The page of a rule for a terminal: at most `width` columns, headings in bold if colour may be used.
#[must_use]
pub fn rule_page(rule: &RuleEntry, reference: &Reference, width: usize, color: bool) -> String {
    let page = RulePage::new(rule, reference);
    let mut out = Layout { out: String::new(), width, color };
    out.heading(&page.heading);
    for paragraph in paragraphs(page.description) {
        out.out.push('\n');
        out.indented("", "", &paragraph);
    }
    out.out.push('\n');
    out.indented("effect   ", "         ", &page.effect);
    out.indented("judges   ", "         ", &page.judges);
    let file = match rule.origin {
        Origin::Shipped => format!("{} of the shipped library", rule.file),
        Origin::Own => rule.file.to_string(),
    };
    out.indented("rule     ", "         ", &file);
    out.indented("package  ", "         ", &rule.package);
    if !page.solution.is_empty() {
        out.section("How to unblock");
        out.indented("  ", "  ", page.solution);
    }
    if !page.requirements.is_empty() {
        out.section("Requirements");
        let column = page.requirements.iter().map(|(id, _)| id.chars().count()).max().unwrap_or_default();
        for (id, text) in &page.requirements {
            out.entry(column, id, text);
        }
    }
    if !page.controls.is_empty() {
        out.section("Controls of public frameworks");
        let column = page.controls.iter().map(|(_, id, _)| id.chars().count()).max().unwrap_or_default();
        let mut last = "";
        for (framework, id, text) in &page.controls {
            if *framework != last {
                last = framework;
                out.indented("  ", "  ", framework);
            }
            out.entry(column + 2, &format!("  {id}"), text);
        }
    }
    out.out
}

struct Layout {
    out: String,
    width: usize,
    color: bool,
}

impl Layout {
    fn heading(&mut self, text: &str) {
        let text = printable(text);
        let _ = match self.color {
            true => writeln!(self.out, "\u{1b}[1m{text}\u{1b}[0m"),
            false => writeln!(self.out, "{text}"),
        };
    }

    fn section(&mut self, title: &str) {
        self.out.push('\n');
        self.heading(title);
    }

    /// An id, and beside it its text.
    fn entry(&mut self, column: usize, id: &str, text: &str) {
        let first = format!("  {id:column$}  ");
        let rest = " ".repeat(first.chars().count());
        self.indented(&first, &rest, text);
    }

    fn indented(&mut self, first: &str, rest: &str, text: &str) {
        let width = self.width.saturating_sub(rest.chars().count()).max(20);
        for (number, line) in wrap(&printable(&one_line(text)), width).iter().enumerate() {
            let indent = if number == 0 { printable(first) } else { rest.to_owned() };
            let _ = writeln!(self.out, "{}", format!("{indent}{line}").trim_end());
        }
    }
}

/// The paragraphs of a text: parted by empty lines. An item of a list is one by itself.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in printable_lines(text).lines() {
        let line = line.trim();
        let begins = line.starts_with("- ") || line.starts_with("* ");
        match (line.is_empty(), is_open && !begins, paragraphs.last_mut()) {
            (true, ..) => is_open = false,
            (false, true, Some(last)) => {
                last.push(' ');
                last.push_str(line);
            }
            _ => {
                paragraphs.push(line.to_owned());
                is_open = true;
            }
        }
    }
    paragraphs
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
