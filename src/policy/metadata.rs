//! Reads the METADATA blocks of a policy file: comments that begin with `# METADATA` and hold YAML. The engine drops
//! comments, so this reads the text.

use std::sync::LazyLock;

use crate::{
    diagnostic::{Code, Diagnostic, FileName, Severity},
    document::{Limits, Node, Problem, Schema, Span, parse_yaml},
};

static SCHEMA: LazyLock<Result<Schema, String>> =
    LazyLock::new(|| Schema::compile(include_str!("../../schemas/rule-metadata.v1.schema.json")));

/// A METADATA block above a rule.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The offset of the first byte after the block: where the rule begins.
    pub(super) end: u32,
    /// The YAML in it, with spans in the policy file.
    pub(super) root: Node,
}

/// The blocks of a file that stand above a rule, and what is wrong with them. Blocks above a package are for people. A block
/// without `custom.id` was written for another reader: it is taken as it is.
pub(super) fn read(file: &FileName, text: &str, check: bool) -> (Vec<Block>, Vec<Diagnostic>) {
    let mut blocks = Vec::new();
    let mut problems = Vec::new();
    for (start, end) in regions(text) {
        let region = text.get(start..end).unwrap_or_default();
        if text.get(end..).is_some_and(|rest| rest.starts_with("package ")) {
            continue;
        }
        let report = |problem: Problem| {
            let code = Code::PolicyMetadata;
            Diagnostic { code, ..Diagnostic::from_problem(problem, Severity::Error, file) }
        };
        let parsed = parse_yaml(&blanked(text, start, region), &Limits::default());
        problems.extend(parsed.problems.into_iter().map(report));
        let Some(document) = parsed.documents.into_iter().next() else { continue };
        let is_ours = document.root.get("custom").is_some_and(|custom| custom.get("id").is_some());
        if check && is_ours {
            match &*SCHEMA {
                Ok(schema) => problems.extend(schema.validate(&document.root, text).into_iter().map(report)),
                Err(message) => problems.push(Diagnostic::error(Code::PolicyMetadata, message.clone())),
            }
        }
        blocks.push(Block { end: Span::new(start, end).end, root: document.root });
    }
    (blocks, problems)
}

/// The byte ranges of the blocks: from the line `# METADATA` through the last comment line after it.
fn regions(text: &str) -> Vec<(usize, usize)> {
    let mut regions = Vec::new();
    let mut open: Option<usize> = None;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let is_comment = line.starts_with('#');
        match open {
            None if line.trim_end() == "# METADATA" => open = Some(offset),
            Some(start) if !is_comment => {
                regions.push((start, offset));
                open = None;
            }
            _ => {}
        }
        offset += line.len();
    }
    if let Some(start) = open {
        regions.push((start, text.len()));
    }
    regions
}

/// The YAML of a block at its own place in the file: everything before it, the line `# METADATA` and each `#` become
/// spaces, so that offsets hold.
fn blanked(text: &str, start: usize, region: &str) -> String {
    let mut yaml = String::with_capacity(start + region.len());
    for before in text.get(..start).unwrap_or_default().chars() {
        if before == '\n' {
            yaml.push('\n');
        } else {
            yaml.extend(std::iter::repeat_n(' ', before.len_utf8()));
        }
    }
    for (number, line) in region.split_inclusive('\n').enumerate() {
        if number == 0 {
            yaml.extend(std::iter::repeat_n(' ', line.trim_end_matches('\n').len()));
            yaml.push('\n');
        } else {
            yaml.push(' ');
            yaml.push_str(line.get(1..).unwrap_or_default());
        }
    }
    yaml
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# METADATA\n# title: é package\npackage a\n\n# METADATA\n# title: A\n# description: B\n# custom:\n#   id: OWN-01\n#   solution: C\ndeny contains 1\n";

    #[test]
    fn a_block_keeps_its_place_in_the_file() {
        let (blocks, problems) = read(&"a.rego".into(), TEXT, true);
        assert_eq!(problems, []);
        assert_eq!(blocks.len(), 1);
        let id = blocks[0].root.get("custom").and_then(|custom| custom.get("id")).unwrap();
        assert_eq!(id.as_str(), Some("OWN-01"));
        assert_eq!(id.span.slice(TEXT), "OWN-01");
        assert!(TEXT.get(blocks[0].end as usize..).unwrap().starts_with("deny"));
    }

    #[test]
    fn a_missing_field_and_a_mistyped_key_are_reported_with_their_line() {
        let text = "package a\n\n# METADATA\n# titel: A\n# description: B\n# custom: {id: OWN-01, solution: C}\ndeny contains 1\n";
        let (_, problems) = read(&"a.rego".into(), text, true);
        let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert!(messages.iter().any(|message| message.contains("titel")), "{messages:?}");
    }
}
