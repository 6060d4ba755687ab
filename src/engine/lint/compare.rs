//! Comparisons, memberships and assignments: what can never hold, and what means something else than it says.

use std::{collections::BTreeSet, rc::Rc};

use regorus::unstable::{AssignOp, BoolOp, Expr};

use super::{
    checker::{Checker, advice, constant_text},
    scope::{Limit, Value},
    types::{Text, Type},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    document::Span,
};

/// A text that is shorter is the beginning of a date, a year perhaps, and meant as text.
const SHORTEST_DATE: usize = 10;

impl<'a> Checker<'a> {
    /// `lhs op rhs`.
    pub(super) fn comparison(&mut self, op: &BoolOp, lhs: &'a Expr, rhs: &'a Expr, span: Span) {
        let (one, other) = (self.value(lhs), self.value(rhs));
        let is_order = !matches!(op, BoolOp::Eq | BoolOp::Ne);
        if is_order {
            self.order(&one.kind, &other.kind, (lhs, rhs), span);
            return;
        }
        self.equality(&one, &other, (lhs, rhs), *op == BoolOp::Ne, span);
        for (value, literal) in [(&one, rhs), (&other, lhs)] {
            if let Some(word) = constant_text(literal) {
                self.limit(value, &BTreeSet::from([word]), *op == BoolOp::Ne, Self::span(literal));
            }
        }
    }

    /// Less or greater: of dates that are text this is not what it looks like.
    fn order(&mut self, one: &Type, other: &Type, (lhs, rhs): (&'a Expr, &'a Expr), span: Span) {
        if one.any || other.any || one.is_never() || other.is_never() {
            self.right(span, Code::PolicyTypeMismatch);
            self.right(span, Code::PolicyDateAsText);
            return;
        }
        if !share_a_kind(one, other) {
            let problem = self.different_kinds(one, other, (lhs, rhs), "compared");
            self.wrong(span, problem);
            return;
        }
        self.right(span, Code::PolicyTypeMismatch);
        let is_moment = |kind: &Type| kind.text.as_ref().is_some_and(|text| text.is_moment);
        let is_short = |literal: &Expr| constant_text(literal).is_some_and(|text| text.len() < SHORTEST_DATE);
        if (is_moment(one) || is_moment(other)) && !is_short(lhs) && !is_short(rhs) {
            let named = if is_moment(one) { lhs } else { rhs };
            self.wrong(
                span,
                Diagnostic::error(
                    Code::PolicyDateAsText,
                    format!("{} is a date or a moment, and is compared as text", self.name(named)),
                )
                .label("text: days, times and zones are not understood here")
                .help(
                    "use `moment.before(a, b)`, `moment.passed(a)` and their like of `data.remedy.lib.moment`, or \
                     `time.parse_rfc3339_ns` where each value has a time and a zone",
                ),
            );
        } else {
            self.right(span, Code::PolicyDateAsText);
        }
    }

    /// Equal or not: what can never be equal was mistyped.
    fn equality(&mut self, one: &Value, other: &Value, (lhs, rhs): (&'a Expr, &'a Expr), is_negated: bool, span: Span) {
        let (a, b) = (&one.kind, &other.kind);
        let place = if constant_text(lhs).is_some() { lhs } else { rhs };
        if a.any || b.any || a.is_never() || b.is_never() {
            self.right(span, Code::PolicyTypeMismatch);
            self.right(Self::span(place), Code::PolicyUnknownValue);
            return;
        }
        if !share_a_kind(a, b) {
            let is_null = |expression: &Expr| matches!(expression, Expr::Null { .. });
            if is_null(lhs) || is_null(rhs) {
                if !is_negated {
                    let named = if is_null(lhs) { rhs } else { lhs };
                    self.wrong(
                        span,
                        Diagnostic::error(Code::PolicyTypeMismatch, format!("{} is never null", self.name(named)))
                            .label("never true")
                            .help(format!(
                                "what is absent is undefined, not null: write `not {}`",
                                self.text(Self::span(named))
                            )),
                    );
                }
                return;
            }
            let how = if is_negated { "always different" } else { "never equal" };
            let problem = self.different_kinds(a, b, (lhs, rhs), how);
            self.wrong(span, problem);
            return;
        }
        self.right(span, Code::PolicyTypeMismatch);
        let (Some(words), Some(others)) = (a.only_words(), b.only_words()) else {
            self.right(Self::span(place), Code::PolicyUnknownValue);
            return;
        };
        if words.is_disjoint(others) {
            let (named, allowed) = if constant_text(lhs).is_some() { (rhs, others) } else { (lhs, words) };
            let problem = self.never_equal(named, allowed, place, is_negated);
            self.wrong(Self::span(place), problem);
        } else {
            self.right(Self::span(place), Code::PolicyUnknownValue);
        }
    }

    fn never_equal(&self, named: &Expr, allowed: &BTreeSet<Rc<str>>, literal: &Expr, is_negated: bool) -> Diagnostic {
        let label = if is_negated { "always different" } else { "never equal" };
        let all = allowed.iter().map(|word| &**word);
        match constant_text(literal) {
            Some(word) => {
                let problem =
                    Diagnostic::error(Code::PolicyUnknownValue, format!("{} is never `{word}`", self.name(named)));
                let near = if allowed.contains(&*word.to_lowercase()) {
                    Some(format!("did you mean `{}`?", word.to_lowercase()))
                } else {
                    advice(&word, all.clone(), "it is one of")
                };
                problem.label(label).help(near.unwrap_or_else(|| {
                    format!("it is one of: {}", all.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))
                }))
            }
            None => Diagnostic::error(
                Code::PolicyUnknownValue,
                format!("{} and {} have no value in common", self.name(named), self.name(literal)),
            )
            .label(label)
            .help("compare with something that it can be"),
        }
    }

    fn different_kinds(&self, one: &Type, other: &Type, (lhs, rhs): (&Expr, &Expr), how: &str) -> Diagnostic {
        let problem = Diagnostic::error(
            Code::PolicyTypeMismatch,
            format!("{} is {}, {} is {}", self.name(lhs), one.describe(), self.name(rhs), other.describe()),
        )
        .label(match how {
            "compared" => "the answer does not depend on the values".to_owned(),
            how => how.to_owned(),
        });
        if one.array.is_some() || other.array.is_some() || one.set.is_some() || other.set.is_some() {
            problem.help("ask for a member of a list with `in`")
        } else if one.number || other.number {
            problem.help("make a number of a text with `to_number`")
        } else {
            problem.help("compare values of one kind")
        }
    }

    /// `value in collection`.
    pub(super) fn membership(&mut self, value: &'a Expr, collection: &'a Expr) {
        if let Expr::Var { span, .. } = value
            && self.is_free(span.text())
        {
            let Value { kind, is_raw, .. } = self.collection(collection);
            self.bind(span.text(), Value { kind: kind.entries().1, path: None, is_raw });
            return;
        }
        let looked_for = self.value(value);
        if let Expr::Set { items, .. } | Expr::Array { items, .. } = collection {
            let mut words = BTreeSet::new();
            for item in items {
                let found = self.value(item);
                self.equality(&looked_for, &found, (value, item), false, Self::span(item));
                words.extend(constant_text(item));
            }
            if words.len() == items.len() {
                self.limit(&looked_for, &words, false, Self::span(collection));
            }
            return;
        }
        let kind = self.collection(collection).kind;
        let (_, members) = kind.entries();
        let span = Self::span(value);
        if kind.any || members.any || members.is_never() || looked_for.kind.any || looked_for.kind.is_never() {
            self.right(span, Code::PolicyTypeMismatch);
            self.right(span, Code::PolicyUnknownValue);
            return;
        }
        if !share_a_kind(&looked_for.kind, &members) {
            let problem = Diagnostic::error(
                Code::PolicyTypeMismatch,
                format!(
                    "{} is {}, but {} holds {}",
                    self.name(value),
                    looked_for.kind.describe(),
                    self.name(collection),
                    members.describe()
                ),
            )
            .label("never in it")
            .help("look for a value of the kind that it holds");
            self.wrong(span, problem);
            return;
        }
        self.right(span, Code::PolicyTypeMismatch);
        if let (Some(words), Some(members)) = (looked_for.kind.only_words(), members.only_words()) {
            if words.is_disjoint(members) {
                let problem = self.never_equal(collection, members, value, false);
                self.wrong(span, problem.label("never in it"));
            } else {
                self.right(span, Code::PolicyUnknownValue);
            }
        }
    }

    /// Something that is iterated over or searched.
    pub(super) fn collection(&mut self, collection: &'a Expr) -> Value {
        let value = self.value(collection);
        let span = Self::span(collection);
        if value.kind.any || value.kind.is_never() {
            self.right(span, Code::PolicyTypeMismatch);
            return Value::any();
        }
        if value.kind.is_collection() {
            self.right(span, Code::PolicyTypeMismatch);
            return value;
        }
        let problem = self.mismatch(collection, &value.kind, "a list, a set or an object");
        self.wrong(span, problem.help("there is nothing in it to look at one by one"));
        Value::any()
    }

    /// `lhs := rhs` and `lhs = rhs`.
    pub(super) fn assignment(&mut self, op: &AssignOp, lhs: &'a Expr, rhs: &'a Expr, span: Span) {
        let is_new = |checker: &Self, side: &Expr| match side {
            Expr::Var { span, .. } => checker.is_free(span.text()),
            _ => false,
        };
        if *op == AssignOp::ColEq || is_new(self, lhs) || matches!(lhs, Expr::Array { .. } | Expr::Object { .. }) {
            let was_silent = self.is_silent;
            self.is_silent |= self.is_judging && is_result(rhs);
            let value = self.value(rhs);
            self.is_silent = was_silent;
            self.bind_pattern(lhs, value);
        } else if is_new(self, rhs) {
            let value = self.value(lhs);
            self.bind_pattern(rhs, value);
        } else {
            self.comparison(&BoolOp::Eq, lhs, rhs, span);
        }
    }

    /// A condition leaves only some words for a value, or takes some away. None left: it never holds.
    fn limit(&mut self, value: &Value, words: &BTreeSet<Rc<str>>, is_negated: bool, place: Span) {
        let Some(path) = value.path.clone() else { return };
        let before = self.scope.limits.get(&path).cloned();
        let all = before.as_ref().map(|limit| limit.words.clone()).or_else(|| value.kind.only_words().cloned());
        let left: BTreeSet<Rc<str>> = match (&all, is_negated) {
            (Some(all), true) => all.difference(words).cloned().collect(),
            (Some(all), false) => all.intersection(words).cloned().collect(),
            (None, false) => words.clone(),
            (None, true) => return,
        };
        if let (true, Some(before)) = (left.is_empty(), before) {
            let named: Vec<String> = before.words.iter().map(|word| format!("`{word}`")).collect();
            let mut problem = Diagnostic::error(
                Code::PolicyNeverFires,
                match before.place {
                    Some(_) => "two conditions contradict each other".to_owned(),
                    None => format!("this contradicts the METADATA of the rule, which leaves {}", named.join(", ")),
                },
            )
            .label("never true here");
            problem = match before.place {
                Some(first) => problem.related(first, "after this condition").help(
                    "a rule can ask for one of several values with `in {…}`; alternatives are clauses of their own",
                ),
                None => problem.help("correct `states`, `types` or `kinds` of the METADATA, or the condition"),
            };
            self.wrong(place, problem);
            return;
        }
        self.right(place, Code::PolicyNeverFires);
        if !left.is_empty() {
            self.scope.limits.insert(path, Limit { words: left, place: Some(place) });
        }
    }
}

/// Whether it is a result that is written out.
fn is_result(expression: &Expr) -> bool {
    let Expr::Object { fields, .. } = expression else { return false };
    let mut keys = fields.iter().filter_map(|(_, key, _)| constant_text(key));
    keys.any(|key| matches!(&*key, "message" | "msg"))
}

/// Whether two values are of one kind, whatever the words.
fn share_a_kind(one: &Type, other: &Type) -> bool {
    let without_words = |kind: &Type| Type { text: kind.text.as_ref().map(|_| Text::default()), ..kind.clone() };
    without_words(one).meets(&without_words(other))
}
