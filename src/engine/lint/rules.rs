//! Rules and functions: what each is for those who use it.

use std::{collections::BTreeSet, mem};

use regorus::unstable::{Expr, Rule, RuleHead};

use super::{
    call::outward,
    checker::{Checker, Refusal, Summary, constant_text},
    program::Clause,
    scope::{Path, Root, Scope, Step, Value},
    types::Type,
};

/// For how many kinds of arguments a function is read by itself; after that, for all others at once.
const MOST_READINGS: usize = 24;

/// How deep rules may lead into each other.
const DEEPEST: usize = 48;

impl<'a> Checker<'a> {
    /// What a rule is, or a function for arguments of these kinds.
    pub(super) fn summary(&mut self, path: &str, arguments: &[Type]) -> Summary {
        let known = self.known.get(path).map(Vec::as_slice).unwrap_or_default();
        if let Some((_, summary)) = known.iter().find(|(kinds, _)| kinds == arguments) {
            return summary.clone();
        }
        let unknown = Summary { kind: Type::any(), ..Summary::default() };
        if self.reading.len() >= DEEPEST || self.reading.iter().any(|reading| reading == path) {
            return unknown;
        }
        if known.len() >= MOST_READINGS && !arguments.iter().all(|kind| kind.any) {
            return self.summary(path, &vec![Type::any(); arguments.len()]);
        }
        let Some(definition) = self.program.rules.get(path) else { return unknown };
        if definition.is_function && arguments.is_empty() {
            return unknown;
        }
        self.reading.push(path.to_owned());
        let place = (self.unit, mem::take(&mut self.scope), self.is_judging, self.is_silent);
        let mode = (self.is_apart, self.is_asked, self.is_head);
        let looked_at = (mem::take(&mut self.touched), mem::take(&mut self.borrowed), mem::take(&mut self.refused));
        let mut read = Vec::new();
        let mut default = None;
        for clause in &definition.clauses {
            self.unit = clause.0;
            (self.is_judging, self.is_silent) = (false, false);
            (self.is_apart, self.is_asked, self.is_head) = (false, false, false);
            match clause.1 {
                Rule::Default { value, .. } => {
                    self.scope = Scope::default();
                    default = Some(self.value(value).kind);
                }
                Rule::Spec { .. } => read.extend(self.clause(*clause, arguments)),
            }
        }
        (self.unit, self.scope, self.is_judging, self.is_silent) = place;
        (self.is_apart, self.is_asked, self.is_head) = mode;
        (self.touched, self.borrowed, self.refused) = looked_at;
        self.reading.pop();
        let summary = joined(read, default, definition.clauses.len());
        self.known.entry(path.to_owned()).or_default().push((arguments.to_vec(), summary.clone()));
        summary
    }

    /// What each body of a clause gives; nothing for one that holds for no arguments of these kinds.
    fn clause(&mut self, (unit, rule): Clause<'a>, arguments: &[Type]) -> Vec<Summary> {
        let Rule::Spec { head, bodies, .. } = rule else { return Vec::new() };
        let mut read = Vec::new();
        let of_head = match head {
            RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => assign.as_ref().map(|it| &it.value),
            RuleHead::Set { key, .. } => key.as_ref(),
        };
        let mut values: Vec<_> = bodies
            .iter()
            .map(|body| (Some(&body.query), body.assign.as_ref().map(|assign| &assign.value).or(of_head)))
            .collect();
        if values.is_empty() {
            values.push((None, of_head));
        }
        for (query, value) in values {
            self.unit = unit;
            self.scope = Scope::default();
            self.touched.clear();
            self.borrowed.clear();
            let Some(numbers) = self.take_arguments(head, arguments) else { continue };
            if let Some(query) = query
                && !self.query(query)
            {
                continue;
            }
            self.is_head = true;
            let value = match value {
                Some(value) => self.value(value),
                None => Value::new(Type::boolean()),
            };
            self.is_head = false;
            let requires = self.scope.known().iter().filter_map(|path| outward(path, &numbers)).collect();
            let mut summary = of_shape(head, value, requires);
            let looked_at = mem::take(&mut self.touched).into_iter().chain(mem::take(&mut self.borrowed));
            summary.touches = looked_at.filter_map(|path| touched(&path, &numbers)).collect();
            for refusal in mem::take(&mut self.refused) {
                let number = numbers.iter().position(|number| {
                    number.and_then(|number| usize::try_from(number).ok()) == Some(refusal.argument)
                });
                summary.refused.extend(number.map(|argument| Refusal { argument, ..refusal }));
            }
            read.push(summary);
        }
        read
    }

    /// Gives the arguments of a function their kinds. Nothing if it is not meant for such.
    fn take_arguments(&mut self, head: &'a RuleHead, kinds: &[Type]) -> Option<Vec<Option<u32>>> {
        let RuleHead::Func { args, .. } = head else { return Some(Vec::new()) };
        let mut numbers = Vec::new();
        for (number, argument) in args.iter().enumerate() {
            let kind = kinds.get(number).cloned().unwrap_or_else(Type::any);
            match argument.as_ref() {
                Expr::Var { span, .. } => {
                    self.bind(span.text(), Value::new(kind));
                    numbers.push(self.scope.variables.get(span.text()).map(|variable| variable.number));
                    continue;
                }
                Expr::Array { .. } | Expr::Object { .. } => self.bind_pattern(argument, Value::new(kind)),
                literal => {
                    let wanted = self.value(literal).kind;
                    let is_meant = constant_text(literal).is_none() || wanted.meets(&kind);
                    if !is_meant || !(kind.any || wanted.meets(&kind)) {
                        return None;
                    }
                }
            }
            numbers.push(None);
        }
        Some(numbers)
    }
}

/// A path that a clause looks at, as far as it means something outside: below a variable, it looks at everything.
fn touched(path: &Path, arguments: &[Option<u32>]) -> Option<Path> {
    let mut path = path.clone();
    if let Some(number) = path.steps.iter().position(|step| matches!(step, Step::Local(_))) {
        path.steps.truncate(number);
        path.steps.push(Step::Every);
    }
    outward(&path, arguments)
}

/// What a head makes of its value.
fn of_shape(head: &RuleHead, value: Value, requires: BTreeSet<Path>) -> Summary {
    let has_keys = |refr: &Expr| !matches!(refr, Expr::Var { .. });
    match head {
        RuleHead::Set { refr, .. } if has_keys(refr) => Summary { kind: Type::any(), ..Summary::default() },
        RuleHead::Compr { refr, .. } if has_keys(refr) => Summary { kind: Type::any(), ..Summary::default() },
        RuleHead::Set { .. } => Summary { kind: Type::set(value.kind), ..Summary::default() },
        RuleHead::Compr { .. } => {
            let path = value.path.filter(|path| matches!(path.root, Root::Input | Root::Data) && path.is_global());
            Summary { kind: value.kind, path, requires, ..Summary::default() }
        }
        RuleHead::Func { .. } => Summary { kind: value.kind, requires, ..Summary::default() },
    }
}

/// All clauses together. What each of them requires, the rule requires.
fn joined(read: Vec<Summary>, default: Option<Type>, clauses: usize) -> Summary {
    let path = match read.as_slice() {
        [only] if clauses == 1 => only.path.clone(),
        _ => None,
    };
    let has_default = default.is_some();
    let kind = read.iter().map(|summary| &summary.kind).chain(&default).fold(Type::default(), |all, one| all.join(one));
    let touches = read.iter().flat_map(|summary| &summary.touches).cloned().collect();
    let refused = read.iter().flat_map(|summary| &summary.refused).cloned().collect();
    let mut requires = read.into_iter().map(|summary| summary.requires);
    let requires = match requires.next() {
        Some(first) if !has_default => requires.fold(first, |all, one| all.intersection(&one).cloned().collect()),
        _ => BTreeSet::new(),
    };
    Summary { kind, path, requires, touches, refused }
}
