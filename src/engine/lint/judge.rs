//! Rules that judge, `deny` and `warn`: their conditions against their METADATA, and what makes them silent.

use std::{
    collections::{BTreeMap, BTreeSet},
    mem,
    rc::Rc,
};

use regorus::unstable::{Expr, Query, Ref, Rule, RuleHead};

use super::{
    checker::{Candidate, Checker},
    program::{Clause, head_name},
    scope::{Limit, Path, Root, Scope},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
    engine::clauses::span_of,
    manifest::Kind,
    policy::{Level, MetadataBlock},
    suggest::nearest,
};

impl<'a> Checker<'a> {
    /// Reads all rules of the files that are reported.
    pub(super) fn check_all(&mut self) {
        for number in 0..self.program.units.len() {
            self.unit = number;
            let Some(unit) = self.unit().filter(|unit| unit.is_reported) else { continue };
            self.imports();
            self.misnamed_rules();
            self.unasked_sets();
            for rule in &unit.module.policy {
                let Some(name) = head_name(rule) else { continue };
                let is_function = matches!(rule.as_ref(), Rule::Spec { head: RuleHead::Func { .. }, .. });
                if Level::parse(name).is_some() && !is_function {
                    self.judging_rule((number, rule));
                } else if !is_function {
                    self.summary(&format!("data.{}.{name}", unit.package), &[]);
                }
                self.unit = number;
            }
        }
        self.uncalled_functions();
    }

    /// Functions that nothing calls are read for arguments of any kind.
    fn uncalled_functions(&mut self) {
        let program = self.program;
        for (path, definition) in program.rules.iter().filter(|(_, definition)| definition.is_function) {
            if self.known.contains_key(path) {
                continue;
            }
            let arguments = definition.clauses.iter().find_map(|(_, rule)| match rule {
                Rule::Spec { head: RuleHead::Func { args, .. }, .. } => Some(args.len()),
                _ => None,
            });
            self.summary(path, &vec![super::types::Type::any(); arguments.unwrap_or_default()]);
        }
    }

    /// What is imported must be there.
    fn imports(&mut self) {
        let Some(unit) = self.unit() else { return };
        for import in &unit.module.imports {
            self.scope = Scope::default();
            self.value(&import.refr);
        }
    }

    /// A METADATA block with an id belongs above a rule that judges.
    fn misnamed_rules(&mut self) {
        let Some(unit) = self.unit() else { return };
        for block in unit.blocks.iter().filter(|block| block.id.is_some()) {
            let after = unit.module.policy.iter().filter(|rule| rule.span().start >= block.end);
            let Some(rule) = after.min_by_key(|rule| rule.span().start) else { continue };
            let Some(name) = head_name(rule).filter(|name| Level::parse(name).is_none()) else { continue };
            let start = rule.span().start;
            let end = start.saturating_add(u32::try_from(name.len()).unwrap_or_default());
            let id = block.id.as_ref().map(|(id, _)| id.as_str()).unwrap_or_default();
            let problem = Diagnostic::error(
                Code::PolicyMisnamedRule,
                format!("the METADATA of `{id}` stands above `{name}`, which never judges"),
            )
            .label("only `deny` and `warn` are asked");
            let help = match nearest(name, ["deny", "warn"]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "move the METADATA to the rule that it describes".to_owned(),
            };
            self.wrong(Span { start, end }, problem.help(help));
        }
    }

    /// A set whose name is nearly that of a rule that judges, or the one of another gate, and that nothing asks.
    fn unasked_sets(&mut self) {
        let Some(unit) = self.unit() else { return };
        for rule in &unit.module.policy {
            let Rule::Spec { head: RuleHead::Set { .. }, .. } = rule.as_ref() else { continue };
            let Some(name) = head_name(rule).filter(|name| Level::parse(name).is_none()) else { continue };
            let meant = if name == "violation" { Some("deny") } else { nearest(name, ["deny", "warn"]) };
            let start = rule.span().start;
            let is_told = unit.blocks.iter().any(|block| block.id.is_some() && block.end == start);
            let (Some(meant), false) = (meant, is_told || self.program.is_asked(&unit.package, name)) else { continue };
            let end = start.saturating_add(u32::try_from(name.len()).unwrap_or_default());
            let problem =
                Diagnostic::error(Code::PolicyMisnamedRule, format!("nothing asks `{name}`, so it never judges"))
                    .label("only `deny` and `warn` are asked")
                    .help(format!("did you mean `{meant}`?"));
            self.wrong(Span { start, end }, problem);
        }
    }

    fn judging_rule(&mut self, (number, rule): Clause<'a>) {
        let Rule::Spec { head, bodies, .. } = rule else { return };
        let Some(unit) = self.program.units.get(number) else { return };
        let (refr, value) = match head {
            RuleHead::Set { refr, key, .. } => (refr, key.as_ref()),
            RuleHead::Compr { refr, assign, .. } => (refr, assign.as_ref().map(|assign| &assign.value)),
            RuleHead::Func { .. } => return,
        };
        let block = unit.blocks.iter().rfind(|block| block.end <= refr.span().start);
        let mut queries: Vec<Option<&'a Ref<Query>>> = bodies.iter().map(|body| Some(&body.query)).collect();
        if queries.is_empty() {
            queries.push(None);
        }
        for query in queries {
            self.unit = number;
            self.scope = Scope::default();
            self.scope.limits = limits_of(block);
            self.touched.clear();
            self.borrowed.clear();
            self.is_judging = true;
            if let Some(query) = query {
                self.query(query);
            }
            if let Some(value) = value {
                (self.is_silent, self.is_head) = (true, true);
                self.value(value);
                (self.is_silent, self.is_head) = (false, false);
                self.result(written_result(value, query.map(AsRef::as_ref)), block);
            }
            self.is_judging = false;
            self.silently_undefined();
        }
    }

    /// References in places where their absence is not seen, of what no condition asks for.
    fn silently_undefined(&mut self) {
        let mut told: BTreeSet<Path> = BTreeSet::new();
        for Candidate { span, optional } in mem::take(&mut self.candidates) {
            let Some((path, before, keys)) = optional.into_iter().find(|(path, _, _)| !self.scope.knows(path)) else {
                continue;
            };
            // A rule that the body asks looks at it, too: that it is there may follow from the answer.
            if self.borrowed.iter().any(|looked_at| path.leads_to(looked_at)) || !told.insert(path) {
                continue;
            }
            let parent = self.text(Span { start: span.start, end: before });
            let place = match keys.as_slice() {
                [key] => format!("\"{key}\""),
                several => {
                    format!("[{}]", several.iter().map(|key| format!("\"{key}\"")).collect::<Vec<_>>().join(", "))
                }
            };
            let absent = keys.first().map(|key| format!("{parent}.{key}")).unwrap_or_default();
            self.wrong(
                span,
                Diagnostic::error(
                    Code::PolicySilentlyUndefined,
                    format!("`{absent}` may be absent, and then this rule does not fire"),
                )
                .label("undefined here is silent")
                .help(format!(
                    "write `object.get({parent}, {place}, \"none\")`, or ask for `{absent}` in a condition if the \
                     rule is only for those that have it"
                )),
            );
        }
    }
}

/// What METADATA leaves of the kinds, states and types.
fn limits_of(block: Option<&MetadataBlock>) -> BTreeMap<Path, Limit> {
    let Some(block) = block.filter(|block| block.id.is_some()) else { return BTreeMap::new() };
    let scope = &block.scope;
    let limit = |words: BTreeSet<Rc<str>>| Limit { words, place: None };
    let words =
        |words: &BTreeSet<String>| -> BTreeSet<Rc<str>> { words.iter().map(|word| Rc::from(&**word)).collect() };
    let kinds: BTreeSet<Rc<str>> = scope.kinds.iter().map(|kind| Rc::from(kind.as_str())).collect();
    let mut limits = BTreeMap::from([(Path::keys(Root::Input, ["kind"]), limit(kinds))]);
    if !scope.states.is_empty() {
        for name in ["finding", "review"] {
            limits.insert(Path::keys(Root::Input, [name, "state"]), limit(words(&scope.states)));
        }
    }
    if !scope.types.is_empty() && scope.kinds.contains(&Kind::Finding) {
        limits.insert(Path::keys(Root::Input, ["finding", "type"]), limit(words(&scope.types)));
    }
    limits
}

/// The expression that builds a result: that of the head, or what the body gives to the variable in it.
fn written_result<'e>(value: &'e Expr, query: Option<&'e Query>) -> &'e Expr {
    let Expr::Var { span: name, .. } = value else { return value };
    let assigned = query.into_iter().flat_map(|query| &query.stmts).find_map(|statement| match &statement.literal {
        regorus::unstable::Literal::Expr { expr, .. } => match expr.as_ref() {
            Expr::AssignExpr { lhs, rhs, .. } if lhs.span().text() == name.text() => Some(rhs.as_ref()),
            _ => None,
        },
        _ => None,
    });
    assigned.unwrap_or(value)
}

/// The bytes of an expression.
pub(super) fn place_of(expression: &Expr) -> Span {
    span_of(expression.span())
}
