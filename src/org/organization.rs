//! Organisation data: people, teams, controls, identities, vendors, systems and runbooks, merged from all files into
//! `data.org`.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use super::read::{self, Checked, shipped_schema};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::{Entry, Found, Node, Segment, Span, Value},
    engine::Data,
    files,
    manifest::{Kind, Manifest},
};

/// The sections of organisation data, in the order of the schema.
const SECTIONS: &[&str] = &["people", "teams", "controls", "identities", "vendors", "systems", "runbooks"];

/// Organisation data of all files. A section that no file has is absent, so that a rule can tell "nobody" from "not given".
#[derive(Clone, Debug, Default)]
pub struct Organization {
    sections: BTreeMap<&'static str, BTreeMap<String, Node>>,
    documents: Vec<Manifest>,
}

/// Who is who, and what kind of identity is what; names in lowercase.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    persons: BTreeMap<String, String>,
    classes: BTreeMap<String, Vec<&'static str>>,
}

impl Directory {
    /// The person that a name stands for; the name itself if nobody is known by it.
    #[must_use]
    pub fn person(&self, name: &str) -> String {
        self.persons.get(&name.to_lowercase()).map_or_else(|| name.to_owned(), String::clone)
    }

    /// The classes of population to which an identity may belong by its record: of a third party, of machines, or
    /// privileged. None for one that is not in the inventory, or an ordinary account.
    #[must_use]
    pub fn classes(&self, identity: &str) -> &[&'static str] {
        self.classes.get(&identity.to_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }
}

fn classes_of(record: &Node) -> Vec<&'static str> {
    let is_human = record.get("kind").and_then(Node::as_str) == Some("human");
    let is_privileged = matches!(record.get("privileged").map(|node| &node.value), Some(Value::Bool(true)));
    let fitting =
        [("third_party", record.get("vendor").is_some()), ("service", !is_human), ("privileged", is_privileged)];
    fitting.into_iter().filter(|(_, fits)| *fits).map(|(class, _)| class).collect()
}

fn manifest_of(document: Checked, text: Arc<str>) -> Manifest {
    Manifest {
        kind: Kind::Organization,
        id: document.file.to_string(),
        title: document.root.get("description").and_then(Node::as_str).unwrap_or("organization data").to_owned(),
        finding_type: None,
        severity: None,
        state: String::new(),
        id_span: document.root.get("kind").map_or(document.root.span, |kind| kind.span),
        document: 0,
        file: document.file,
        text,
        root: document.root,
        tables: Vec::new(),
        listed_file: None,
    }
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
            organization.merge(&document, &mut places, &mut problems);
            let text = sources.text(&document.file).cloned().unwrap_or_default();
            organization.documents.push(manifest_of(document, text));
        }
        problems.extend(organization.alias_conflicts());
        if problems.is_empty() { Ok(organization) } else { Err(problems) }
    }

    fn merge(
        &mut self,
        document: &Checked,
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

    fn members_and_level_holders(&self) -> (Data, Data) {
        let mut members: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let mut level_holders = Vec::new();
        for (id, person) in self.sections.get("people").into_iter().flatten() {
            if let Some(team) = person.get("team").and_then(Node::as_str) {
                members.entry(team).or_default().push(id);
            }
            if person.get("levels").and_then(Node::as_list).is_some_and(|levels| !levels.is_empty()) {
                level_holders.push(id.as_str());
            }
        }
        let members = members.into_iter().map(|(team, ids)| (team, Data::from_json(&ids.into())));
        (Data::object(members), Data::from_json(&level_holders.into()))
    }

    /// The ids of the entries of a section by every name that stands for them, in small letters: the id, the aliases, and the
    /// texts under more keys.
    fn ids_by_name(&self, section: &str, keys: &[&str]) -> Data {
        let mut ids: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for (id, entry) in self.sections.get(section).into_iter().flatten() {
            let aliases = entry.get("aliases").and_then(Node::as_list).into_iter().flatten().filter_map(Node::as_str);
            let named = keys.iter().filter_map(|key| entry.get(key).and_then(Node::as_str));
            for name in aliases.chain(named).chain([id.as_str()]) {
                ids.entry(name.to_lowercase()).or_default().insert(id);
            }
        }
        let list = |ids: &BTreeSet<&str>| Data::from_json(&ids.iter().copied().collect());
        Data::object(ids.iter().map(|(name, ids)| (name.as_str(), list(ids))))
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

    /// The documents that the data was merged from, in the order of files, for what a rule says of them.
    #[must_use]
    pub fn documents(&self) -> &[Manifest] {
        &self.documents
    }

    /// The number of the document that holds what a path below `data.org` leads to: the one with that entry, else one with
    /// that section, else the first.
    #[must_use]
    pub fn document_of(&self, path: &[Segment]) -> usize {
        let holds = |depth: usize| {
            let path = path.get(..depth)?;
            self.documents.iter().position(|document| matches!(document.root.locate(path).found, Found::Exact))
        };
        holds(2).or_else(|| holds(1)).unwrap_or_default()
    }

    /// What a review is compared with: who is who, and what the inventory says of an identity.
    #[must_use]
    pub fn directory(&self) -> Directory {
        let none = BTreeMap::new();
        let identities = self.sections.get("identities").unwrap_or(&none);
        let names = |id: &str, record: &Node| -> Vec<String> {
            let aliases = record.get("aliases").and_then(Node::as_list).into_iter().flatten().filter_map(Node::as_str);
            std::iter::once(id).chain(aliases).map(str::to_lowercase).collect()
        };
        let classes = identities
            .iter()
            .map(|(id, record)| (names(id, record), classes_of(record)))
            .filter(|(_, classes)| !classes.is_empty())
            .flat_map(|(names, classes)| names.into_iter().map(move |name| (name, classes.clone())))
            .collect();
        Directory { persons: self.aliases().0, classes }
    }

    /// The document `data.org`: the sections as they are written, and what would take a rule long to gather for each finding:
    /// `aliases`, the `members` of each team, and `level_holders`, who hold or held any level of approval, and
    /// the ids of teams and identities by every name that stands for them (`team_names`, `identity_names`).
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
        let (members, level_holders) = self.members_and_level_holders();
        Data::object(sections.chain([
            ("aliases", aliases),
            ("members", members),
            ("level_holders", level_holders),
            ("team_names", self.ids_by_name("teams", &["name"])),
            ("identity_names", self.ids_by_name("identities", &[])),
        ]))
    }
}
