//! Fields of objects: what stands under a key that is written, and what to say of one that is not there.

use super::{
    checker::{Checker, advice, key_step},
    scope::{Path, Root, Value},
    types::{Object, Type},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    manifest::Kind,
};

impl Checker<'_> {
    /// What stands under a key of a reference.
    pub(super) fn key_of(&mut self, here: &Value, key: &str, span: Span, whole: Span) -> Type {
        self.is_of_kind(here, key, span);
        let owner = self.text(Span { start: whole.start, end: span.start });
        let owner = format!("`{}`", owner.trim_end_matches(['.', '[', '"', '`']));
        self.key(&here.kind, key, span, &owner, "always undefined")
    }

    /// A rule whose METADATA leaves only other kinds of document never sees this one.
    fn is_of_kind(&mut self, here: &Value, key: &str, span: Span) {
        // A waiver comes with the document that it is to cover, a deletion with the one that is gone.
        let kinds: &[Kind] = match key {
            "finding" => &[Kind::Finding, Kind::Waiver, Kind::Deletion],
            "review" => &[Kind::AccessReview, Kind::Waiver, Kind::Deletion],
            "waiver" => &[Kind::Waiver],
            _ => return,
        };
        let input = Path::new(Root::Input);
        if self.is_apart || here.path.as_ref() != Some(&input) || span.start >= span.end {
            return;
        }
        let Some(limit) = self.scope.limits.get(&input.with(key_step("kind"))) else { return };
        if !kinds.iter().any(|kind| limit.words.contains(kind.as_str())) {
            let kinds: Vec<String> = limit.words.iter().map(|word| format!("`{word}`")).collect();
            let problem = Diagnostic::error(
                Code::PolicyNeverFires,
                format!("`input.{key}` is absent: this rule is for {} alone", kinds.join(" and ")),
            )
            .label("always undefined here")
            .help("correct `kinds` of the METADATA; without it, a rule is for findings");
            self.wrong(span, problem);
        }
    }

    /// What stands under a key.
    pub(super) fn key(&mut self, kind: &Type, key: &str, span: Span, owner: &str, label: &str) -> Type {
        if kind.any || kind.is_never() {
            self.right(span, Code::PolicyUnknownReference);
            self.right(span, Code::PolicyUnknownTableKey);
            return Type::any();
        }
        let is_written = span.start < span.end;
        if let Some(object) = &kind.object {
            if let Some(field) = object.fields.get(key) {
                self.right(span, Code::PolicyUnknownReference);
                self.right(span, Code::PolicyUnknownTableKey);
                return field.value.clone();
            }
            if let (Some(rest), false) = (&object.rest, object.is_table) {
                self.right(span, Code::PolicyUnknownReference);
                self.right(span, Code::PolicyUnknownTableKey);
                return rest.clone();
            }
            if is_written && !(object.fields.is_empty() && object.rest.is_none()) {
                self.wrong(span, no_key(object, key, owner, label));
            }
            return Type::any();
        }
        if let Some(set) = &kind.set {
            return (**set).clone();
        }
        if is_written {
            let what = format!("{owner} is {}, which has no `{key}`", kind.describe());
            self.wrong(span, Diagnostic::error(Code::PolicyUnknownReference, what).label(label));
        }
        Type::any()
    }
}

/// An object has no such key.
pub(super) fn no_key(object: &Object, key: &str, owner: &str, label: &str) -> Diagnostic {
    let help = advice(key, object.keys(), "it has");
    let problem = if object.is_table {
        let label = if object.rest.is_some() { "undefined with this profile" } else { label };
        Diagnostic::error(Code::PolicyUnknownTableKey, format!("the profile has no `{key}` in {owner}")).label(label)
    } else {
        Diagnostic::error(Code::PolicyUnknownReference, format!("{owner} has no `{key}`")).label(label)
    };
    problem.help(help.unwrap_or_else(|| "look up the names in the schema of the document".to_owned()))
}
