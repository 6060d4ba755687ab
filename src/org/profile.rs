//! Profiles: the numbers and lists by which policies judge, merged along `extends` into `data.params`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::read::{self, Checked, shipped_schema};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::{Entry, Limits, Map, Node, Schema, Value, decode_utf8, parse_yaml},
    engine::Data,
    files,
    policy::{shipped_profile, shipped_profile_names},
    suggest::nearest,
};

/// How many profiles may extend each other.
const LONGEST_CHAIN: usize = 8;

/// A complete profile.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name, as results print it.
    pub name: String,
    params: Node,
}

impl Profile {
    /// Loads a shipped profile by name, or a file, and what it extends.
    ///
    /// # Errors
    ///
    /// It does not exist, does not fit the schema, extends one that does not exist, or lacks a number after all that it
    /// extends is merged.
    pub fn load(
        name_or_path: &str,
        base: &Path,
        sources: &mut Sources,
        warnings: &mut Vec<Diagnostic>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let schema =
            shipped_schema(include_str!("../../schemas/profile.v1.schema.json")).map_err(|problem| vec![problem])?;
        let mut folder = folder_of(name_or_path, base);
        let mut chain = vec![read_one(name_or_path, base, &schema, sources, warnings)?];
        while let Some(parent) = chain.last().and_then(|last| last.root.get("extends")).and_then(Node::as_str) {
            if chain.len() >= LONGEST_CHAIN {
                let last = chain.last().map(|last| (Arc::clone(&last.file), last.root.span));
                let mut problem = Diagnostic::error(
                    Code::UnknownProfile,
                    format!("profiles extend each other more than {LONGEST_CHAIN} times"),
                );
                if let Some((file, span)) = last {
                    problem = problem.in_file(&file).at(span);
                }
                return Err(vec![problem.help("a profile may not extend itself, directly or through others")]);
            }
            let parent = parent.to_owned();
            let next = read_one(&parent, &folder, &schema, sources, warnings).map_err(|problems| {
                let place = chain.last().and_then(|last| Some((&last.file, last.root.get("extends")?.span)));
                problems
                    .into_iter()
                    .map(|problem| match (&problem.file, place) {
                        (None, Some((file, span))) => problem.in_file(file).at(span),
                        _ => problem,
                    })
                    .collect::<Vec<_>>()
            })?;
            folder = folder_of(&parent, &folder);
            chain.push(next);
        }
        merge_chain(chain, &schema)
    }

    /// The document `data.params`.
    #[must_use]
    pub fn to_data(&self) -> Data {
        Data::from_node(&self.params)
    }
}

/// Where a profile's own relative paths start: its folder. Shipped profiles have none and extend by name.
fn folder_of(name_or_path: &str, base: &Path) -> PathBuf {
    let path = base.join(name_or_path);
    if is_profile_file(name_or_path) { path.parent().unwrap_or(base).to_path_buf() } else { base.to_path_buf() }
}

/// Whether a profile is a file, and no name of a shipped one.
#[must_use]
pub fn is_profile_file(name_or_path: &str) -> bool {
    name_or_path.contains(['/', '\\']) || name_or_path.ends_with(".yaml") || name_or_path.ends_with(".yml")
}

/// The files of a profile and of all that it extends, as far as they can be read: what [`Profile::load`] reads.
#[must_use]
pub fn profile_files(name_or_path: &str, base: &Path) -> Vec<PathBuf> {
    let (mut name, mut folder, mut files) = (name_or_path.to_owned(), base.to_path_buf(), Vec::new());
    while is_profile_file(&name) && files.len() < LONGEST_CHAIN {
        let path = folder.join(&name);
        folder = folder_of(&name, &folder);
        let text = files::read(&path).ok().and_then(|bytes| decode_utf8(bytes).ok()).unwrap_or_default();
        files.push(path);
        let parsed = parse_yaml(&text, &Limits::default());
        let Some(parent) = parsed.documents.first().and_then(|document| document.root.get("extends")?.as_str()) else {
            break;
        };
        name = parent.to_owned();
    }
    files
}

fn read_one(
    name_or_path: &str,
    base: &Path,
    schema: &Schema,
    sources: &mut Sources,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Checked, Vec<Diagnostic>> {
    let mut documents = if is_profile_file(name_or_path) {
        read::file(&base.join(name_or_path), schema, sources, warnings)?
    } else {
        let text = shipped_profile(name_or_path).ok_or_else(|| vec![unknown(name_or_path)])?;
        let name: FileName = Arc::from(format!("policies/profiles/{name_or_path}.yaml"));
        sources.insert(Arc::clone(&name), Arc::from(text));
        read::documents(&name, text, schema, warnings)?
    };
    match documents.len() {
        1 => documents.pop().ok_or_else(Vec::new),
        count => Err(vec![Diagnostic::error(
            Code::UnknownProfile,
            format!("`{name_or_path}` holds {count} documents; a profile is one"),
        )]),
    }
}

fn unknown(name: &str) -> Diagnostic {
    let names = shipped_profile_names();
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("shipped profiles: {}; a file of your own ends in `.yaml`", names.join(", ")),
    };
    Diagnostic::error(Code::UnknownProfile, format!("no profile is named `{name}`")).help(help)
}

/// Lays each profile over the one that it extends, and checks that the whole is complete.
fn merge_chain(mut chain: Vec<Checked>, schema: &Schema) -> Result<Profile, Vec<Diagnostic>> {
    let outermost = chain.first().map(|first| (Arc::clone(&first.file), first.root.clone()));
    let Some(mut merged) = chain.pop().map(|checked| checked.root) else { return Err(Vec::new()) };
    let extends_another = !chain.is_empty();
    while let Some(over) = chain.pop() {
        merged = overlay(merged, over.root);
    }
    let Some((file, root)) = outermost else { return Err(Vec::new()) };
    let name = root.get("name").and_then(Node::as_str).unwrap_or_default().to_owned();
    if extends_another {
        let complete = without_extends(&merged);
        let problems: Vec<Diagnostic> = schema
            .validate(&complete, "")
            .into_iter()
            .map(|problem| {
                Diagnostic::error(
                    Code::Document(problem.code),
                    format!("after merging what it extends: {}", problem.message),
                )
                .in_file(&file)
                .at(root.get("extends").map_or(root.span, |extends| extends.span))
                .help(problem.help.unwrap_or_else(|| "give all values of a new entry".to_owned()))
            })
            .collect();
        if !problems.is_empty() {
            return Err(problems);
        }
    }
    let params =
        merged.get("params").cloned().unwrap_or_else(|| Node::new(Value::Map(Map::new(Vec::new())), root.span));
    Ok(Profile { name, params })
}

/// Maps are merged key by key; everything else is replaced.
fn overlay(under: Node, over: Node) -> Node {
    match (under.value, over.value) {
        (Value::Map(under_map), Value::Map(over_map)) => {
            let mut entries = under_map.into_entries();
            for entry in over_map.into_entries() {
                match entries.iter_mut().find(|known| known.key == entry.key) {
                    Some(known) => {
                        let below = std::mem::replace(&mut known.value, Node::new(Value::Null, entry.key_span));
                        known.value = overlay(below, entry.value);
                        known.key_span = entry.key_span;
                    }
                    None => entries.push(entry),
                }
            }
            Node::new(Value::Map(Map::new(entries)), over.span)
        }
        (_, value) => Node::new(value, over.span),
    }
}

fn without_extends(node: &Node) -> Node {
    let entries: Vec<Entry> =
        node.as_map().into_iter().flat_map(Map::iter).filter(|entry| &*entry.key != "extends").cloned().collect();
    Node::new(Value::Map(Map::new(entries)), node.span)
}
