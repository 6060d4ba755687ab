//! The rules that can speak, as SARIF describes them: what each is for, what unblocks, and what it enforces.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;
use serde_sarif::sarif::{PropertyBag, ReportingConfiguration, ReportingDescriptor};

use super::message::{both, escaped, multiformat};
use crate::{
    diagnostic::{Code, Severity},
    policy::{Level, Reference, RuleEntry},
    report::{RulePage, Run},
};

/// Where the project lives; empty if nowhere.
pub(super) const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The descriptors of a run: the rules by id, then the codes of what checking policies found.
pub(super) struct Rules {
    pub(super) descriptors: Vec<ReportingDescriptor>,
    indices: BTreeMap<String, i64>,
}

impl Rules {
    pub(super) fn of(run: &Run) -> Self {
        let mut descriptors: Vec<ReportingDescriptor> = run.catalogue.iter().map(|rule| of_rule(rule, run)).collect();
        let found = run.lint.iter().flat_map(|lint| &lint.found);
        let codes: BTreeMap<&str, (Code, Severity)> =
            found.map(|found| (found.code.as_str(), (found.code, found.severity))).collect();
        descriptors.extend(codes.values().map(|(code, severity)| {
            let level = if *severity == Severity::Error { "error" } else { "warning" };
            ReportingDescriptor { default_configuration: Some(configuration(level)), ..of_code(*code) }
        }));
        let indices = descriptors.iter().zip(0..).map(|(descriptor, index)| (descriptor.id.clone(), index)).collect();
        Self { descriptors, indices }
    }

    /// The position of a rule; nothing if it is not known.
    pub(super) fn index(&self, id: &str) -> Option<i64> {
        self.indices.get(id).copied()
    }
}

/// What a code of a diagnostic means.
pub(super) fn of_code(code: Code) -> ReportingDescriptor {
    let description = code.description();
    ReportingDescriptor::builder().id(code.as_str()).short_description(multiformat(description)).build()
}

fn of_rule(rule: &RuleEntry, run: &Run) -> ReportingDescriptor {
    let page = RulePage::new(rule, Reference::shipped());
    let title = if rule.title.is_empty() { &rule.id } else { &rule.title };
    let level = if rule.levels.contains(&Level::Deny) { "error" } else { "warning" };
    let mut descriptor = ReportingDescriptor::builder()
        .id(rule.id.as_str())
        .name(name(rule))
        .short_description(multiformat(title))
        .help(both(&help(&page), help_markdown(&page)))
        .default_configuration(configuration(level))
        .properties(properties(rule, level))
        .build();
    if !rule.description.is_empty() {
        descriptor.full_description = Some(multiformat(&rule.description));
    }
    descriptor.help_uri = run.rule_page_url(rule);
    descriptor
}

fn configuration(level: &str) -> ReportingConfiguration {
    ReportingConfiguration::builder().level(level).build()
}

/// The name of its file in words that are put together: `NamedAccountableOwner`.
fn name(rule: &RuleEntry) -> String {
    let file = rule.file.rsplit('/').next().unwrap_or_default();
    let stem = file.split('.').next().unwrap_or_default();
    let words = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .map(|word| {
            let mut characters = word.chars();
            characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
        })
        .collect()
}

fn properties(rule: &RuleEntry, level: &str) -> PropertyBag {
    let list = |items: &[String]| Value::from(items.to_vec());
    let family = rule.package.rsplit('.').next().unwrap_or_default();
    let other = [
        ("requirements", list(&rule.requirements)),
        ("controls", list(&rule.controls)),
        ("package", Value::from(rule.package.as_str())),
        ("problem.severity", Value::from(level)),
    ];
    let mut properties: BTreeMap<String, Value> = other.map(|(key, value)| (key.to_owned(), value)).into();
    if rule.is_hard {
        properties.insert("hard".to_owned(), Value::from(true));
    }
    if let Some(date) = &rule.effective_on {
        properties.insert("effectiveOn".to_owned(), Value::from(date.as_str()));
    }
    PropertyBag::builder()
        .tags(vec!["compliance".to_owned(), family.to_owned()])
        .additional_properties(properties)
        .build()
}

/// The page of a rule as plain text.
fn help(page: &RulePage<'_>) -> String {
    let mut text = page.heading.clone();
    for part in [page.description, page.solution] {
        if !part.is_empty() {
            let _ = write!(text, "\n\n{part}");
        }
    }
    let mut list = |title: &str, items: Vec<String>| {
        if !items.is_empty() {
            let _ = write!(text, "\n\n{title}:\n{}", items.join("\n"));
        }
    };
    list("Requirements", page.requirements.iter().map(|(id, of)| named(id, of)).collect());
    list("Controls", page.controls.iter().map(|(framework, id, of)| named(&on(framework, id), of)).collect());
    text
}

/// The same as Markdown.
fn help_markdown(page: &RulePage<'_>) -> String {
    let mut text = format!("# {}\n", escaped(&page.heading));
    if !page.description.is_empty() {
        let _ = writeln!(text, "\n{}", escaped_lines(page.description));
    }
    if !page.solution.is_empty() {
        let _ = writeln!(text, "\n**What unblocks:** {}", escaped_lines(page.solution));
    }
    let mut list = |title: &str, items: Vec<String>| {
        if !items.is_empty() {
            let items: Vec<String> = items.iter().map(|item| format!("- {}", escaped(item))).collect();
            let _ = writeln!(text, "\n## {title}\n\n{}", items.join("\n"));
        }
    };
    list("Requirements", page.requirements.iter().map(|(id, of)| named(id, of)).collect());
    list("Controls", page.controls.iter().map(|(framework, id, of)| named(&on(framework, id), of)).collect());
    text
}

/// Lines of text, made one paragraph.
fn escaped_lines(text: &str) -> String {
    text.lines().map(|line| escaped(line.trim())).collect::<Vec<_>>().join(" ")
}

fn named(id: &str, text: &str) -> String {
    if text.is_empty() { id.to_owned() } else { format!("{id}: {text}") }
}

fn on(framework: &str, id: &str) -> String {
    [framework, id].join(" ").trim_start().to_owned()
}
