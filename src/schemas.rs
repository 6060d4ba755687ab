//! The published JSON Schemas: each by its name, with its text, and the words that a document may use for a field.

use serde_json::Value;

use crate::manifest::Kind;

/// A published schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its name, for example `finding`.
    pub name: &'static str,
    /// What fits it, in one line.
    pub summary: &'static str,
    /// The schema, as JSON.
    pub text: &'static str,
}

impl Published {
    /// The name of the file in which it is published.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.v1.schema.json", self.name)
    }
}

macro_rules! published {
    ($($name:literal: $summary:literal,)+) => {
        &[$(Published {
            name: $name,
            summary: $summary,
            text: include_str!(concat!("../schemas/", $name, ".v1.schema.json")),
        },)+]
    };
}

/// All published schemas, sorted by name.
pub const ALL: &[Published] = published! {
    "access-review": "an access review, below `findings/` or a folder of its own",
    "baseline": "what `check --update-baseline` writes: what was blocked when the gate was adopted",
    "case": "a case file, `*_test.yaml`: findings and what the gate says of them",
    "config": "the configuration, `remedy-policy.yaml`",
    "explanation": "what `explain --format json` writes",
    "finding": "a finding, below `findings/`",
    "input": "what a policy sees as `input`, and `export opa` writes",
    "org": "organization data, below `org/`",
    "profile": "a profile: the numbers by which the rules judge",
    "result": "what `check --format json` writes",
    "result-record": "a line of what `check --format ndjson` writes",
    "rule-metadata": "the METADATA comment above a rule",
    "rules": "what `rules --format json` writes",
    "tests": "what `test --format json` writes",
    "waiver": "a waiver, below `waivers/`",
};

/// A schema by its name.
#[must_use]
pub fn get(name: &str) -> Option<&'static Published> {
    ALL.iter().find(|schema| schema.name == name)
}

/// The states in which a document of a kind can be, in the order of its schema. Organization data has none.
#[must_use]
pub fn states(kind: Kind) -> Vec<String> {
    match kind {
        Kind::Finding => words("finding", "/properties/state/enum"),
        Kind::AccessReview => words("access-review", "/properties/state/enum"),
        Kind::Organization | Kind::Waiver => Vec::new(),
        Kind::Deletion => {
            let of_reviews = states(Kind::AccessReview).into_iter();
            let known = states(Kind::Finding);
            let more: Vec<String> = of_reviews.filter(|state| !known.contains(state)).collect();
            known.into_iter().chain(more).collect()
        }
    }
}

/// The types of finding, in the order of the schema.
#[must_use]
pub fn finding_types() -> Vec<String> {
    words("finding", "/$defs/type/enum")
}

fn words(name: &str, pointer: &str) -> Vec<String> {
    get(name)
        .and_then(|schema| serde_json::from_str::<Value>(schema.text).ok())
        .and_then(|schema| schema.pointer(pointer).and_then(Value::as_array).cloned())
        .into_iter()
        .flatten()
        .filter_map(|word| word.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_words_are_there() {
        assert!(ALL.is_sorted_by_key(|schema| schema.name));
        assert!(states(Kind::Finding).contains(&"accepted".to_owned()));
        assert!(states(Kind::AccessReview).contains(&"completed".to_owned()));
        assert!(finding_types().contains(&"leaked_secret".to_owned()));
    }
}
