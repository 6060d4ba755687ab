//! Reads what a rule returned. Anything that is not a result is an error: it could have been meant to block.

use serde_json::{Map, Value};

use super::decision::{Denial, Flag, Place, RelatedPlace};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::{Found, Path, Segment},
    engine::RawResult,
    manifest::Manifest,
    policy::{Catalogue, Level, RESULT_KEYS, RuleEntry, fallback_id},
    suggest::nearest,
};

/// What a result is after reading.
pub(super) enum Reading {
    Denial(Box<Denial>),
    Error(Diagnostic),
}

/// Reads a result of a rule.
pub(super) fn read(raw: &RawResult, document: &Manifest, catalogue: &Catalogue) -> Reading {
    let read = match &raw.value {
        Value::String(message) => Ok(plain(raw, document, message, None)),
        Value::Bool(true) => {
            Ok(plain(raw, document, &format!("`{}` holds", fallback_id(&raw.package, raw.level)), None))
        }
        Value::Object(fields) if !fields.contains_key("rule") && message_of_another_gate(fields).is_some() => {
            let message = message_of_another_gate(fields).unwrap_or_default();
            Ok(plain(raw, document, message, Some(raw.value.clone())))
        }
        Value::Object(fields) => read_object(raw, fields, document, catalogue),
        other => Err(format!("it returned {}, which is no result", kind(other))),
    };
    match read {
        Ok(denial) => Reading::Denial(Box::new(denial)),
        Err(why) => Reading::Error(malformed(raw, catalogue, &why)),
    }
}

/// Policies written for other Rego gates return `{"msg": …}`, with whatever they like beside it.
fn message_of_another_gate(fields: &Map<String, Value>) -> Option<&str> {
    fields.get("msg").and_then(Value::as_str)
}

/// A result that is only words: it speaks of the whole document.
fn plain(raw: &RawResult, document: &Manifest, message: &str, facts: Option<Value>) -> Denial {
    let path = Path(vec![Segment::Key("id".into())]);
    Denial {
        rule: fallback_id(&raw.package, raw.level),
        level: raw.level,
        rule_set: raw.level,
        place: locate(document, &path),
        path: Path(Vec::new()),
        message: message.to_owned(),
        found: None,
        expected: None,
        unblock: None,
        who: Vec::new(),
        earliest: None,
        related: Vec::new(),
        facts,
        flag: None,
        decided_by: None,
        fingerprint: String::new(),
        relief: None,
        lapsed: Vec::new(),
        baseline: None,
    }
}

fn read_object(
    raw: &RawResult,
    fields: &Map<String, Value>,
    document: &Manifest,
    catalogue: &Catalogue,
) -> Result<Denial, String> {
    if let Some(key) = fields.keys().find(|key| !RESULT_KEYS.contains(&key.as_str())) {
        let near = nearest(key, RESULT_KEYS.iter().copied())
            .map(|near| format!("; did you mean `{near}`?"))
            .unwrap_or_default();
        return Err(format!("its result has the unknown key `{key}`{near}"));
    }
    let rule = required_text(fields, "rule")?;
    let entry =
        catalogue.get(rule).ok_or_else(|| format!("its result names the rule `{rule}`, which no METADATA defines"))?;
    agrees_with_metadata(entry, raw.level, document)?;
    let path = read_path(fields.get("path").ok_or("its result has no `path`")?)?;
    let related = match fields.get("related") {
        None => Vec::new(),
        Some(Value::Array(items)) => items.iter().map(|item| read_related(item, document)).collect::<Result<_, _>>()?,
        Some(other) => return Err(format!("`related` of its result is {}, not a list", kind(other))),
    };
    Ok(Denial {
        rule: rule.to_owned(),
        level: raw.level,
        rule_set: raw.level,
        place: locate(document, &path),
        path,
        message: required_text(fields, "message")?.to_owned(),
        found: fields.get("found").cloned(),
        expected: fields.get("expected").cloned(),
        unblock: optional_text(fields, "unblock")?,
        who: read_who(fields.get("who"))?,
        earliest: optional_text(fields, "earliest")?,
        related,
        facts: fields.get("facts").cloned(),
        flag: match optional_text(fields, "flag")? {
            None => None,
            Some(word) => Some(Flag::parse(&word).ok_or_else(|| format!("its result has the unknown flag `{word}`"))?),
        },
        decided_by: None,
        fingerprint: String::new(),
        relief: None,
        lapsed: Vec::new(),
        baseline: None,
    })
}

/// METADATA says in which states and of which types a rule speaks, and is believed elsewhere; so it has to be true.
fn agrees_with_metadata(entry: &RuleEntry, level: Level, document: &Manifest) -> Result<(), String> {
    if !entry.levels.contains(&level) {
        return Err(format!("`{}` is not a rule of `{}` by its METADATA", entry.id, level.as_str()));
    }
    if !entry.scope.includes(document.subject()) {
        let of_type = document.finding_type.as_ref().map(|word| format!(" of type `{word}`")).unwrap_or_default();
        return Err(format!(
            "`{}` speaks of a document of kind `{}`{of_type} in state `{}`, which its METADATA rules out",
            entry.id,
            document.kind.as_str(),
            document.state
        ));
    }
    Ok(())
}

fn read_related(item: &Value, document: &Manifest) -> Result<RelatedPlace, String> {
    let fields = item.as_object().ok_or("an entry of `related` is no object")?;
    let path = read_path(fields.get("path").ok_or("an entry of `related` has no `path`")?)?;
    Ok(RelatedPlace { place: locate(document, &path), path, message: required_text(fields, "message")?.to_owned() })
}

fn read_path(value: &Value) -> Result<Path, String> {
    let segments = value.as_array().ok_or_else(|| format!("`path` of its result is {}, not a list", kind(value)))?;
    segments
        .iter()
        .map(|segment| match segment {
            Value::String(key) => Ok(Segment::Key(key.as_str().into())),
            Value::Number(number) => number
                .as_u64()
                .and_then(|index| usize::try_from(index).ok())
                .map(Segment::Index)
                .ok_or_else(|| format!("`{number}` in `path` of its result is no index")),
            other => Err(format!("`path` of its result holds {}", kind(other))),
        })
        .collect::<Result<Vec<_>, _>>()
        .map(Path)
}

fn read_who(value: Option<&Value>) -> Result<Vec<String>, String> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| {
                item.as_str().map(str::to_owned).ok_or_else(|| format!("`who` of its result holds {}", kind(item)))
            })
            .collect(),
        Some(other) => Err(format!("`who` of its result is {}, not a list", kind(other))),
    }
}

fn required_text<'a>(fields: &'a Map<String, Value>, key: &str) -> Result<&'a str, String> {
    match fields.get(key) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text),
        Some(Value::String(_)) => Err(format!("`{key}` of its result is empty")),
        Some(other) => Err(format!("`{key}` of its result is {}, not text", kind(other))),
        None => Err(format!("its result has no `{key}`")),
    }
}

fn optional_text(fields: &Map<String, Value>, key: &str) -> Result<Option<String>, String> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(_) => required_text(fields, key).map(|text| Some(text.to_owned())),
    }
}

/// The path that a result names; empty if it names none.
pub(super) fn path_of(raw: &RawResult) -> Path {
    raw.value.get("path").map(path_in).unwrap_or_default()
}

/// The path that a list of keys and indices stands for; empty if it is none.
pub(super) fn path_in(value: &Value) -> Path {
    read_path(value).unwrap_or_default()
}

/// What a rule that could not judge returned: the name of the input that was not given.
pub(super) fn unavailable(denial_of: &RawResult) -> Option<&str> {
    denial_of.value.get("unavailable").and_then(Value::as_str)
}

/// Where a path leads in a document.
pub(super) fn locate(document: &Manifest, path: &Path) -> Place {
    let location = document.root.locate(&path.0);
    let is_missing_at_the_root = matches!(&location.found, Found::Parent { missing } if missing.len() == path.0.len());
    let span = if is_missing_at_the_root { document.id_span } else { location.label_span(&document.text) };
    let missing = match location.found {
        Found::Exact => Vec::new(),
        Found::Parent { missing } => missing,
    };
    Place { span, missing }
}

/// A rule of the organisation or of the library that returned something else than a result.
fn malformed(raw: &RawResult, catalogue: &Catalogue, why: &str) -> Diagnostic {
    let named = raw.value.get("rule").and_then(Value::as_str).and_then(|rule| catalogue.get(rule));
    let entry = named
        .or_else(|| catalogue.iter().find(|entry| entry.package == raw.package && entry.levels.contains(&raw.level)));
    let diagnostic = Diagnostic::error(
        Code::PolicyResult,
        format!("`{}` of package `{}` cannot be read: {why}", raw.level.as_str(), raw.package),
    )
    .help("a result is a text, or an object with `rule`, `path` and `message`");
    match entry {
        Some(entry) => diagnostic.in_file(&entry.file).at(entry.span),
        None => diagnostic,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
