//! What rules refer to by id: the requirements that they enforce and the controls of public frameworks, each with its text.
//! The tables travel beside the shipped policies.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use super::source::shipped_text;

static SHIPPED: LazyLock<Reference> = LazyLock::new(|| Reference {
    guidance: table("requirements.yaml"),
    frameworks: table::<Frameworks>("frameworks.yaml").frameworks,
});

/// The two tables.
#[derive(Clone, Debug, Default)]
pub struct Reference {
    guidance: Guidance,
    frameworks: BTreeMap<String, Framework>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Guidance {
    documents: BTreeMap<String, String>,
    requirements: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frameworks {
    frameworks: BTreeMap<String, Framework>,
}

/// A public framework.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Framework {
    /// Its title.
    pub title: String,
    /// What each control asks for, by its id.
    pub ids: BTreeMap<String, String>,
    /// Controls that were withdrawn, with what replaces each.
    #[serde(default)]
    pub withdrawn: BTreeMap<String, String>,
}

/// A control of a framework, with its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control<'a> {
    /// The title of the framework.
    pub framework: &'a str,
    /// The id in it.
    pub id: &'a str,
    /// What it asks for.
    pub text: &'a str,
}

impl Reference {
    /// The tables of the shipped library.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &SHIPPED
    }

    /// The guidance documents behind the requirements: the letters before the dot of an id, and the title.
    #[must_use]
    pub fn documents(&self) -> &BTreeMap<String, String> {
        &self.guidance.documents
    }

    /// The text of each requirement by its id, for example `S0.12`.
    #[must_use]
    pub fn requirements(&self) -> &BTreeMap<String, String> {
        &self.guidance.requirements
    }

    /// The frameworks by their names.
    #[must_use]
    pub fn frameworks(&self) -> &BTreeMap<String, Framework> {
        &self.frameworks
    }

    /// The control that a rule names as `FRAMEWORK:ID`; nothing if the tables do not know it, as may be with a rule of the
    /// organization's own.
    #[must_use]
    pub fn control(&self, name: &str) -> Option<Control<'_>> {
        let (framework, id) = name.split_once(':')?;
        let framework = self.frameworks.get(framework)?;
        let (id, text) = framework.ids.get_key_value(id)?;
        Some(Control { framework: &framework.title, id, text })
    }
}

/// A table of the shipped library. It is part of the program; a test holds that it can be read.
fn table<T: serde::de::DeserializeOwned + Default>(name: &str) -> T {
    shipped_text(name).and_then(|text| serde_yaml::from_str(text).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tables_can_be_read() {
        let reference = Reference::shipped();
        assert!(reference.requirements().len() > 100);
        assert!(reference.documents().len() > 3);
        let control = reference.control("NIST-CSF-2.0:GV.RR-02").unwrap();
        assert_eq!(control.framework, "NIST Cybersecurity Framework 2.0");
        assert_eq!(reference.control("NIST-CSF-2.0:PR.AC-01"), None);
        assert_eq!(reference.control("HOUSE:1"), None);
    }
}
