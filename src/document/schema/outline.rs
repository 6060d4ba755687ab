//! Finding one's way in the text of a schema: which keys are known at a place, and what they are for.

use serde_json::{Map, Value as Json};

use crate::document::path::Segment;

/// The subschemas that apply to the same value as `schema`: itself, what it refers to, and all branches.
pub(super) fn whole<'s>(root: &'s Json, schema: &'s Json) -> Vec<&'s Map<String, Json>> {
    let mut found: Vec<&Map<String, Json>> = Vec::new();
    let mut waiting = vec![schema];
    while let Some(schema) = waiting.pop() {
        let Json::Object(object) = schema else { continue };
        // A schema may refer to itself; each is taken once.
        if found.iter().any(|known| std::ptr::eq(*known, object)) {
            continue;
        }
        found.push(object);
        // The last one pushed is looked at next: references before branches.
        for list in ["oneOf", "anyOf", "allOf"] {
            waiting.extend(object.get(list).and_then(Json::as_array).into_iter().flatten().rev());
        }
        waiting.extend(["else", "then"].iter().filter_map(|key| object.get(*key)));
        waiting.extend(referred(root, object));
    }
    found
}

fn referred<'s>(root: &'s Json, object: &'s Map<String, Json>) -> Option<&'s Json> {
    let (_, pointer) = object.get("$ref")?.as_str()?.split_once('#')?;
    root.pointer(pointer)
}

/// The subschema for a key of a mapping.
pub(super) fn property<'s>(root: &'s Json, schema: &'s Json, key: &str) -> Option<&'s Json> {
    let known = |object: &&'s Map<String, Json>| object.get("properties")?.get(key);
    // A branch often names a key only to ask for it: the one that describes it is the better one.
    let mut found = None;
    for candidate in whole(root, schema).iter().filter_map(known) {
        if description(root, candidate).is_some() {
            return Some(candidate);
        }
        found = found.or(Some(candidate));
    }
    found
}

/// The keys that a mapping may have, in the order of the schema.
pub(super) fn keys<'s>(root: &'s Json, schema: &'s Json) -> Vec<&'s str> {
    let mut keys: Vec<&str> = Vec::new();
    for object in whole(root, schema) {
        for key in object.get("properties").and_then(Json::as_object).into_iter().flat_map(Map::keys) {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
    }
    keys
}

/// The first sentence of a description, without its period.
pub(super) fn description<'s>(root: &'s Json, schema: &'s Json) -> Option<&'s str> {
    let text = whole(root, schema).iter().find_map(|object| object.get("description")?.as_str())?;
    let sentence = text.split_once(". ").map_or(text, |(first, _)| first);
    Some(sentence.trim().trim_end_matches('.')).filter(|text| !text.is_empty())
}

/// The subschemas for the values at a path.
pub(super) fn at<'s>(root: &'s Json, path: &[Segment]) -> Vec<&'s Json> {
    path.iter().fold(vec![root], |schemas, segment| {
        let mut next = Vec::new();
        for object in schemas.iter().flat_map(|schema| whole(root, schema)) {
            let child = match segment {
                Segment::Key(key) => object
                    .get("properties")
                    .and_then(|known| known.get(&**key))
                    .or_else(|| object.get("additionalProperties")),
                Segment::Index(index) => {
                    object.get("prefixItems").and_then(|items| items.get(*index)).or_else(|| object.get("items"))
                }
            };
            next.extend(child.filter(|child| child.is_object()));
        }
        next
    })
}

/// The places nearest to the root where a key is known, as paths; `[]` stands for an item of a list.
pub(super) fn homes(root: &Json, key: &str) -> Vec<String> {
    const DEEPEST: usize = 4;
    let mut level = vec![(String::new(), root)];
    for _ in 0..DEEPEST {
        let mut found = Vec::new();
        let mut next = Vec::new();
        for (path, schema) in level {
            for object in whole(root, schema) {
                for (name, child) in object.get("properties").and_then(Json::as_object).into_iter().flatten() {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    if name == key && !found.contains(&path) {
                        found.push(path.clone());
                    }
                    next.push((path, child));
                }
                next.extend(object.get("items").map(|items| (format!("{path}[]"), items)));
            }
        }
        if !found.is_empty() {
            return found;
        }
        level = next;
    }
    Vec::new()
}
