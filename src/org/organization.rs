//! Organisation data: people, teams, controls, identities, vendors and systems, merged from all files into `data.org`.

use std::{collections::BTreeMap, path::PathBuf};

use super::read::{self, Checked, shipped_schema};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::{Entry, Node, Span},
    engine::Data,
    files,
};

/// The sections of organisation data, in the order of the schema.
const SECTIONS: &[&str] = &["people", "teams", "controls", "identities", "vendors", "systems"];

/// Organisation data of all files. A section that no file has is absent, so that a rule can tell "nobody" from "not given".
#[derive(Clone, Debug, Default)]
pub struct Organization {
    sections: BTreeMap<&'static str, BTreeMap<String, Node>>,
}

/// An alias that two people claim.
struct AliasConflict {
    alias: String,
    people: [String; 2],
}

impl Organization {
    /// Reads all files below the paths.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any file: the schema, an id that is defined twice, an alias that two people claim.
    pub fn read(
        paths: &[PathBuf],
        sources: &mut Sources,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Self, Vec<Diagnostic>> {
        if paths.is_empty() {
            return Ok(Self::default());
        }
        let schema =
            shipped_schema(include_str!("../../schemas/org.v1.schema.json")).map_err(|problem| vec![problem])?;
        let mut problems = Vec::new();
        let mut documents = Vec::new();
        for path in paths {
            match files::walk(path, &["yaml", "yml", "json"]) {
                Ok(found) => {
                    for file in found {
                        match read::file(&file, &schema, sources, warnings) {
                            Ok(checked) => documents.extend(checked),
                            Err(found) => problems.extend(found),
                        }
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        let mut organization = Self::default();
        let mut places = BTreeMap::new();
        for document in documents {
            organization.merge(document, &mut places, &mut problems);
        }
        problems.extend(organization.alias_conflicts());
        if problems.is_empty() { Ok(organization) } else { Err(problems) }
    }

    fn merge(
        &mut self,
        document: Checked,
        places: &mut BTreeMap<(&'static str, String), (FileName, Span)>,
        problems: &mut Vec<Diagnostic>,
    ) {
        for &section in SECTIONS {
            let Some(map) = document.root.get(section).and_then(Node::as_map) else { continue };
            let known = self.sections.entry(section).or_default();
            for Entry { key, key_span, value, .. } in map.iter() {
                let place = (section, key.to_string());
                if let Some((file, span)) = places.get(&place) {
                    let mut problem =
                        Diagnostic::error(Code::DuplicateEntry, format!("`{key}` is defined twice in `{section}`"))
                            .in_file(&document.file)
                            .at(*key_span)
                            .help(format!("it is defined in `{file}` already; keep one of the two"));
                    if *file == document.file {
                        problem = problem.related(*span, "first defined here");
                    }
                    problems.push(problem);
                } else {
                    places.insert(place, (document.file.clone(), *key_span));
                    known.insert(key.to_string(), value.clone());
                }
            }
        }
    }

    /// Ids, aliases and addresses of people, and non-human identities with an owner: each leads to one person, also where
    /// the owner is written by an alias. Keys are lowercase.
    fn aliases(&self) -> (BTreeMap<String, String>, Vec<AliasConflict>) {
        let mut aliases: BTreeMap<String, String> = BTreeMap::new();
        let mut conflicts = Vec::new();
        let mut claim = |aliases: &mut BTreeMap<String, String>, alias: &str, person: &str| {
            let key = alias.to_lowercase();
            match aliases.get(&key) {
                Some(other) if other != person => {
                    let people = [other.clone(), person.to_owned()];
                    conflicts.push(AliasConflict { alias: alias.to_owned(), people });
                }
                Some(_) => {}
                None => {
                    aliases.insert(key, person.to_owned());
                }
            }
        };
        let none = BTreeMap::new();
        let people = self.sections.get("people").unwrap_or(&none);
        for id in people.keys() {
            claim(&mut aliases, id, id);
        }
        for (id, person) in people {
            if let Some(email) = person.get("email").and_then(Node::as_str) {
                claim(&mut aliases, email, id);
            }
            for alias in person.get("aliases").and_then(Node::as_list).into_iter().flatten().filter_map(Node::as_str) {
                claim(&mut aliases, alias, id);
            }
        }
        let people = aliases.clone();
        for (id, identity) in self.sections.get("identities").unwrap_or(&none) {
            let is_human = identity.get("kind").and_then(Node::as_str) == Some("human");
            if let Some(owner) = identity.get("owner").and_then(Node::as_str)
                && !is_human
            {
                let owner = people.get(&owner.to_lowercase()).map_or(owner, String::as_str);
                claim(&mut aliases, id, owner);
                for alias in
                    identity.get("aliases").and_then(Node::as_list).into_iter().flatten().filter_map(Node::as_str)
                {
                    claim(&mut aliases, alias, owner);
                }
            }
        }
        (aliases, conflicts)
    }

    fn alias_conflicts(&self) -> Vec<Diagnostic> {
        self.aliases()
            .1
            .into_iter()
            .map(|AliasConflict { alias, people: [one, other] }| {
                Diagnostic::error(Code::DuplicateEntry, format!("`{alias}` leads to two people, `{one}` and `{other}`"))
                    .help("an id, alias, address or service account stands for one person")
            })
            .collect()
    }

    /// The document `data.org`: the sections as they are written, and `aliases`.
    #[must_use]
    pub fn to_data(&self) -> Data {
        let sections = self.sections.iter().map(|(section, entries)| {
            let entries = entries.iter().map(|(id, node)| (id.as_str(), Data::from_node(node)));
            (*section, Data::object(entries))
        });
        let aliases = self.aliases().0;
        let aliases = Data::object(
            aliases.iter().map(|(alias, person)| (alias.as_str(), Data::from_json(&person.as_str().into()))),
        );
        Data::object(sections.chain([("aliases", aliases)]))
    }
}
