//! Results that are written out in a rule: their keys, their rule, and whether their paths can exist.

use std::{collections::BTreeMap, rc::Rc};

use regorus::unstable::Expr;

use super::{
    checker::{Checker, advice, constant_text},
    judge::place_of,
    types::Type,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    engine::walk,
    manifest::Kind,
    policy::{MetadataBlock, RESULT_KEYS},
    suggest::nearest,
};

/// The functions of the library that build results, as full paths.
const BUILDERS: &[&str] = &["data.remedy.lib.result.deny", "data.remedy.lib.result.warn"];

/// The one that builds a result for what could not be judged.
const UNAVAILABLE: &str = "data.remedy.lib.result.unavailable";

impl<'a> Checker<'a> {
    /// Reads a result that is written out. Of one that is computed nothing is claimed.
    pub(super) fn result(&mut self, result: &Expr, block: Option<&MetadataBlock>) {
        match result {
            Expr::Object { .. } => {
                let fields = fields_of(result);
                if !fields.contains_key("rule") {
                    return;
                }
                let place = fields.get("rule").map_or_else(|| place_of(result), |(key, _)| *key);
                self.keys(&fields, &["path", "message"], place);
                self.rule_and_path(fields.get("rule").map(|(_, rule)| *rule), fields.get("path"), &fields, block);
            }
            Expr::Call { fcn, params, .. } => {
                let name = walk::components(fcn).map(|components| components.join(".")).unwrap_or_default();
                let Some(path) = self.function_path(&name) else { return };
                let params: Vec<&Expr> = params.iter().map(AsRef::as_ref).collect();
                let [rule, place, rest @ ..] = params.as_slice() else { return };
                let mut fields = BTreeMap::new();
                if let (Some(details @ Expr::Object { .. }), true) = (rest.first(), BUILDERS.contains(&path.as_str())) {
                    fields = fields_of(details);
                    self.keys(&fields, &["message"], place_of(rule));
                } else if path != UNAVAILABLE && !BUILDERS.contains(&path.as_str()) {
                    return;
                }
                let place = (place_of(place), *place);
                self.rule_and_path(Some(rule), Some(&place), &fields, block);
            }
            _ => {}
        }
    }

    fn keys(&mut self, fields: &BTreeMap<Rc<str>, (Span, &Expr)>, needed: &[&str], place: Span) {
        for (key, (span, _)) in fields.iter().filter(|(key, _)| !RESULT_KEYS.contains(&&***key)) {
            let problem = Diagnostic::error(Code::PolicyResult, format!("a result has no key `{key}`"))
                .label("the finding could not be judged");
            let help = match nearest(key, RESULT_KEYS.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "values of your own belong into `facts`".to_owned(),
            };
            self.wrong(*span, problem.help(help));
        }
        for key in needed.iter().filter(|key| !fields.contains_key(**key)) {
            let problem = Diagnostic::error(Code::PolicyResult, format!("this result has no `{key}`"))
                .label("the finding could not be judged")
                .help("a result has `rule`, `path` and `message`");
            self.wrong(place, problem);
        }
    }

    fn rule_and_path(
        &mut self,
        rule: Option<&Expr>,
        path: Option<&(Span, &Expr)>,
        fields: &BTreeMap<Rc<str>, (Span, &Expr)>,
        block: Option<&MetadataBlock>,
    ) {
        if let Some((rule, named)) = rule.and_then(|rule| Some((rule, constant_text(rule)?))) {
            self.rule_id(rule, &named, block);
        }
        let kinds: Vec<Kind> = match block {
            Some(block) => block.scope.kinds.iter().copied().collect(),
            None => vec![Kind::Finding, Kind::AccessReview],
        };
        if let Some((_, path)) = path {
            self.path(path, &kinds);
        }
        if let Some((_, Expr::Array { items, .. })) = fields.get("related") {
            for item in items {
                if let Some((_, path)) = fields_of(item).get("path") {
                    self.path(path, &kinds);
                }
            }
        }
    }

    fn rule_id(&mut self, rule: &Expr, named: &str, block: Option<&MetadataBlock>) {
        let problem = match block.and_then(|block| block.id.as_ref()) {
            Some((id, _)) if id == named => return,
            Some((id, place)) => Diagnostic::error(
                Code::PolicyResult,
                format!("this result names the rule `{named}`, the METADATA above it says `{id}`"),
            )
            .label("another rule")
            .related(*place, "the id of this rule"),
            None => Diagnostic::error(
                Code::PolicyResult,
                format!("this result names the rule `{named}`, which no METADATA above it defines"),
            )
            .label("the finding could not be judged"),
        };
        self.wrong(place_of(rule), problem.help("a rule has one id: that of the METADATA above it"));
    }

    /// A path that is written out must be one that a document can have.
    fn path(&mut self, path: &Expr, kinds: &[Kind]) {
        let Expr::Array { items, .. } = path else { return };
        let mut failure: Option<(Span, Diagnostic)> = None;
        for kind in kinds {
            match self.failed_step(items.iter().map(AsRef::as_ref), *kind) {
                Some(failed) => failure = failure.or(Some(failed)),
                None => return,
            }
        }
        if let Some((span, problem)) = failure {
            self.wrong(span, problem);
        }
    }

    /// The first step that leads nowhere.
    fn failed_step<'e>(&self, items: impl Iterator<Item = &'e Expr>, kind: Kind) -> Option<(Span, Diagnostic)> {
        let mut here = self.documents.of_kind(kind).clone();
        let mut before = match kind {
            Kind::Finding => "a finding",
            Kind::AccessReview => "an access review",
            Kind::Organization => "the organization data",
            Kind::Waiver => "a waiver",
            Kind::Deletion => "a deleted finding",
        }
        .to_owned();
        for item in items {
            if here.any {
                return None;
            }
            here = match (item, constant_text(item)) {
                (_, Some(key)) => {
                    let object = here.object.clone();
                    let known = object.as_ref().and_then(|object| match object.fields.get(&key) {
                        Some(field) => Some(field.value.clone()),
                        None => object.rest.clone(),
                    });
                    let Some(next) = known else {
                        let problem = Diagnostic::error(Code::PolicyUnknownPath, format!("{before} has no `{key}`"))
                            .label("no manifest has this");
                        let names = object.as_deref().map(|object| object.keys().collect::<Vec<_>>());
                        let names = names.unwrap_or_default();
                        let help = advice(&key, names.into_iter(), "it has");
                        let help = help.unwrap_or_else(|| {
                            "a path is that of the value in the manifest, or of where it belongs".to_owned()
                        });
                        return Some((place_of(item), problem.help(help)));
                    };
                    before = format!("`{key}`");
                    next
                }
                (Expr::Number { .. }, None) => match here.array.as_ref() {
                    Some(array) => array.items.clone(),
                    None => {
                        let problem = Diagnostic::error(
                            Code::PolicyUnknownPath,
                            format!("{before} is no list, and has no entry by number"),
                        )
                        .label("no manifest has this")
                        .help("name the key");
                        return Some((place_of(item), problem));
                    }
                },
                (_, None) => here.entries().1,
            };
            if here == Type::default() {
                return None;
            }
        }
        None
    }
}

/// The fields of an object that is written out, with the place of each key.
fn fields_of(object: &Expr) -> BTreeMap<Rc<str>, (Span, &Expr)> {
    let Expr::Object { fields, .. } = object else { return BTreeMap::new() };
    fields.iter().filter_map(|(_, key, value)| Some((constant_text(key)?, (place_of(key), value.as_ref())))).collect()
}
