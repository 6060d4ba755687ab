//! Values that mean something: those of the fixtures by their path, and the names of the organization.

use std::collections::{BTreeMap, BTreeSet};

use remedy_policy::{manifest::Manifest, org::Organization};
use serde_json::Value;

/// The longest list of values that is kept for a path.
const MOST_VALUES: usize = 200;

/// Known values. A path is written without indices: `plan.actions[].type`.
#[derive(Debug)]
pub(super) struct Pool {
    by_path: BTreeMap<String, Vec<Value>>,
    names: Vec<String>,
}

impl Pool {
    pub(super) fn of(documents: &[Manifest], organization: &Organization) -> Self {
        let mut by_path = BTreeMap::new();
        for document in documents {
            add("", &document.root.to_json(), &mut by_path);
        }
        let mut names = BTreeSet::from(["nobody".to_owned()]);
        for (section, entries) in organization.to_data().to_json().as_object().into_iter().flatten() {
            for name in entries.as_object().into_iter().flat_map(|entries| entries.keys()) {
                names.insert(name.clone());
                if section == "people" {
                    names.insert(name.to_uppercase());
                }
            }
        }
        Self { by_path, names: names.into_iter().collect() }
    }

    /// The values that fixtures have at a path.
    pub(super) fn at(&self, path: &str) -> &[Value] {
        self.by_path.get(path).map(Vec::as_slice).unwrap_or_default()
    }

    /// Ids, aliases and addresses of the organization.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }
}

fn add(path: &str, value: &Value, by_path: &mut BTreeMap<String, Vec<Value>>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                add(&path, value, by_path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add(&format!("{path}[]"), item, by_path)),
        leaf => {
            let values = by_path.entry(path.to_owned()).or_default();
            if values.len() < MOST_VALUES && !values.contains(leaf) {
                values.push(leaf.clone());
            }
        }
    }
}
