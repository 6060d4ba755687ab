//! Where in the documents the value of an expression stands, as far as the text of the policy tells.

use regorus::{
    Value,
    unstable::{Expr, Literal, Ref},
};
use serde::Serialize;

use super::{body::Statement, probe::Row, program::Program};
use crate::{
    document::{Path, Segment},
    engine::walk,
};

/// A place in one of the documents that a policy sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentPath {
    /// Which document.
    pub root: Root,
    /// The way in it.
    #[serde(skip)]
    pub path: Path,
}

/// The documents that people write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Root {
    /// The finding or review.
    Manifest,
    /// The organization data.
    Organization,
}

impl DocumentPath {
    /// The place of an entry.
    pub(super) fn entry(self, key: &Value) -> Option<Self> {
        segment(key).map(|key| self.and([key]))
    }

    fn and(mut self, segments: impl IntoIterator<Item = Segment>) -> Self {
        self.path.0.extend(segments);
        self
    }
}

/// The local that takes the key where `some x in …` names none.
pub(super) const KEY: &str = "explain__key";

/// How many definitions one reference is followed through.
const MOST_HOPS: usize = 6;

/// Where the value of an expression stands.
pub(super) fn of(program: &Program, file: usize, expr: &Expr, row: &Row) -> Option<DocumentPath> {
    follow(program, file, expr, row, MOST_HOPS)
}

fn follow(program: &Program, file: usize, expr: &Expr, row: &Row, hops: usize) -> Option<DocumentPath> {
    match expr {
        Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => reference(program, file, expr, row, hops),
        Expr::Call { fcn, params, .. } => call(program, file, fcn, params, row, hops),
        _ => None,
    }
}

fn reference(program: &Program, file: usize, expr: &Expr, row: &Row, hops: usize) -> Option<DocumentPath> {
    let segments = segments(expr, row)?;
    let root = walk::root(expr)?.text();
    if let Some(place) = row.places.get(root) {
        return Some(place.clone().and(segments));
    }
    if row.values.contains_key(root) {
        return None;
    }
    let import = program.files.get(file)?.imports.get(root);
    let start: Vec<Segment> = match import {
        Some(path) => path.split('.').map(Segment::from).collect(),
        None => vec![Segment::from(root)],
    };
    let full: Vec<Segment> = start.into_iter().chain(segments).collect();
    let key = |at: usize| match full.get(at) {
        Some(Segment::Key(key)) => Some(&**key),
        _ => None,
    };
    match (key(0), key(1)) {
        (Some("input"), Some("finding" | "review")) => {
            return Some(DocumentPath { root: Root::Manifest, path: full.into_iter().skip(2).collect() });
        }
        (Some("data"), Some("org")) => {
            return Some(DocumentPath { root: Root::Organization, path: full.into_iter().skip(2).collect() });
        }
        _ => {}
    }
    let (name, _) = program.definition_of(file, expr)?;
    let depth = name.split('.').count();
    let written = if key(0) == Some("data") {
        full
    } else {
        let package = program.files.get(file)?.package.clone();
        std::iter::once("data").chain(package.split('.')).map(Segment::from).chain(full).collect()
    };
    let rest: Vec<Segment> = written.into_iter().skip(depth).collect();
    let place = definition(program, &name, &Row::default(), hops)?;
    Some(place.and(rest))
}

/// The place of what a definition gives, if all that it does is name one.
fn definition(program: &Program, name: &str, row: &Row, hops: usize) -> Option<DocumentPath> {
    let definition = program.definitions.get(name)?;
    let [clause] = definition.clauses.as_slice() else { return None };
    let [body] = clause.bodies.as_slice() else { return None };
    let body = program.files.get(clause.file)?.bodies.all.get(*body)?;
    if definition.is_set {
        return None;
    }
    follow(program, clause.file, &body.outcome.as_ref()?.expr, row, hops.checked_sub(1)?)
}

fn call(
    program: &Program,
    file: usize,
    function: &Expr,
    params: &[Ref<Expr>],
    row: &Row,
    hops: usize,
) -> Option<DocumentPath> {
    if walk::components(function)? == ["object", "get"] {
        let [object, key, _] = params else { return None };
        return Some(follow(program, file, object, row, hops)?.and(path_in(key, row)?));
    }
    let (name, _) = program.definition_of(file, function)?;
    let clause = program.definitions.get(&name)?.clauses.first()?;
    let body = program.files.get(clause.file)?.bodies.all.get(*clause.bodies.first()?)?;
    let mut inner = Row::default();
    for (argument, param) in body.arguments.iter().zip(params) {
        let Expr::Var { span, .. } = argument.expr.as_ref() else { continue };
        if let Some(place) = follow(program, file, param, row, hops) {
            inner.places.insert(span.text().to_owned(), place);
        }
        if let Some(path) = path_in(param, row) {
            let list = path.into_iter().map(|segment| match segment {
                Segment::Key(key) => Value::from(&*key),
                Segment::Index(index) => Value::from(index as u64),
            });
            inner.values.insert(span.text().to_owned(), Value::from(list.collect::<Vec<_>>()));
        }
    }
    definition(program, &name, &inner, hops)
}

/// A key, or a list of keys, as it is written or as a local holds it.
fn path_in(expr: &Expr, row: &Row) -> Option<Vec<Segment>> {
    match expr {
        Expr::String { value, .. } | Expr::RawString { value, .. } | Expr::Number { value, .. } => {
            Some(vec![segment(value)?])
        }
        Expr::Array { items, .. } => {
            let parts: Option<Vec<Vec<Segment>>> = items.iter().map(|item| path_in(item, row)).collect();
            Some(parts?.concat())
        }
        Expr::Var { span, .. } => match row.values.get(span.text())? {
            Value::Array(items) => items.iter().map(segment).collect(),
            value => Some(vec![segment(value)?]),
        },
        _ => None,
    }
}

/// The way that a reference goes after the name that it begins with.
fn segments(expr: &Expr, row: &Row) -> Option<Vec<Segment>> {
    match expr {
        Expr::Var { .. } => Some(Vec::new()),
        Expr::RefDot { refr, field, .. } => {
            let mut path = segments(refr, row)?;
            path.push(Segment::from(field.0.text()));
            Some(path)
        }
        Expr::RefBrack { refr, index, .. } => {
            let mut path = segments(refr, row)?;
            let last = path_in(index, row)?;
            let [only] = last.as_slice() else { return None };
            path.push(only.clone());
            Some(path)
        }
        _ => None,
    }
}

fn segment(value: &Value) -> Option<Segment> {
    match value {
        Value::String(key) => Some(Segment::from(&**key)),
        Value::Number(number) => Some(Segment::Index(usize::try_from(number.as_u64()?).ok()?)),
        _ => None,
    }
}

/// The places of the locals that a statement has bound in a row.
pub(super) fn bind(program: &Program, file: usize, statement: &Statement, row: &mut Row) {
    match statement.literal() {
        Some(Literal::Expr { expr, .. }) => {
            if let Expr::AssignExpr { lhs, rhs, .. } = expr.as_ref()
                && let Expr::Var { span, .. } = lhs.as_ref()
                && let Some(place) = of(program, file, rhs, row)
            {
                row.places.insert(span.text().to_owned(), place);
            }
        }
        Some(Literal::SomeIn { key, value, collection, .. }) => {
            let Expr::Var { span, .. } = value.as_ref() else { return };
            let Some(place) = of(program, file, collection, row) else { return };
            let key = match key.as_deref() {
                Some(Expr::Var { span, .. }) => row.values.get(span.text()).and_then(segment),
                Some(_) => None,
                None => row.values.remove(KEY).as_ref().and_then(segment),
            };
            if let Some(key) = key {
                row.places.insert(span.text().to_owned(), place.and([key]));
            }
        }
        _ => {}
    }
}
