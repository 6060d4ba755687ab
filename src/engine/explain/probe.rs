//! Asks the engine about one statement at a time. Beside the policies it gets one rule for each statement of a file, which
//! takes the values of the locals from the input and gives those that the statement adds.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use regorus::{
    Value,
    unstable::{Expr, Literal},
};

use super::{
    body::{Body, Operand},
    names::pattern_names,
    places::{DocumentPath, KEY},
    program::{File, Program},
};
use crate::{
    diagnostic::Diagnostic,
    engine::{CULPRIT_TIME_LIMIT, limited},
    policy::PolicySource,
};

/// The key of the input under which the rows stand, and the prefix of every name that is put beside a policy's own.
const ROWS: &str = "explain__rows";

/// The locals of a body at one point, one of perhaps many sets of values.
#[derive(Clone, Default)]
pub(super) struct Row {
    pub(super) values: BTreeMap<String, Value>,
    /// Where the documents hold a local's value.
    pub(super) places: BTreeMap<String, DocumentPath>,
    /// Which of the rows before the statement it comes from.
    pub(super) parent: usize,
}

/// The policies that a file needs, with the probes of that file.
pub(super) struct Probe {
    engine: regorus::Engine,
    package: String,
}

impl Probe {
    /// Compiles the probes of a file.
    ///
    /// # Errors
    ///
    /// The engine does not take them.
    pub(super) fn compile(
        all: &[PolicySource],
        data: &[Value],
        program: &Program,
        file: usize,
    ) -> Result<Self, Vec<Diagnostic>> {
        let Some(asked) = program.files.get(file) else { return Err(Vec::new()) };
        let needed: Vec<&File> =
            program.needed_by(file).into_iter().filter_map(|number| program.files.get(number)).collect();
        let mut sources: Vec<PolicySource> =
            all.iter().filter(|source| needed.iter().any(|file| file.name == source.name)).cloned().collect();
        sources.push(PolicySource::new(&format!("{} explained", asked.name), &text_of(asked, program.with_sides)));
        let modules = crate::engine::parse(&sources)?;
        let mut interpreter = crate::engine::interpreter(&sources, &modules)?.inner;
        for data in data {
            let added = interpreter.add_data(data.clone());
            added.map_err(|complaint| {
                let code = crate::diagnostic::Code::PolicyEvaluation;
                vec![crate::engine::error::from_engine(&complaint, code, &sources, &[])]
            })?;
        }
        // What a policy prints it has printed where it was evaluated.
        interpreter.set_gather_prints(true);
        let package = format!("data.{}", asked.package);
        Ok(Self { engine: interpreter, package })
    }

    /// Evaluates a statement for each row; the rows that come out of it name the one that they come from.
    pub(super) fn step(
        &mut self,
        input: &Value,
        body: usize,
        statement: usize,
        rows: &[Row],
    ) -> Result<Vec<Row>, String> {
        let found = self.ask(input, &format!("explain__{body}_{statement}"), rows)?;
        let mut after = Vec::new();
        for entry in found {
            let [row, bound] = entry.as_slice() else { continue };
            let Some((parent, before)) = row_of(row, rows) else { continue };
            let mut values = before.values.clone();
            if let Ok(bound) = bound.as_object() {
                values.extend(
                    bound.iter().filter_map(|(name, value)| Some((name.as_string().ok()?.to_string(), value.clone()))),
                );
            }
            after.push(Row { values, places: before.places.clone(), parent });
        }
        after.sort_by_key(|row| row.parent);
        Ok(after)
    }

    /// The names that the arguments of a call get, or nothing if they do not fit.
    pub(super) fn arguments(
        &mut self,
        input: &Value,
        body: usize,
        arguments: Vec<Value>,
    ) -> Result<Option<BTreeMap<String, Value>>, String> {
        let row = Row {
            values: BTreeMap::from([("explain__arguments".to_owned(), Value::from(arguments))]),
            ..Row::default()
        };
        let rows = self.step_named(input, &format!("explain__{body}_arguments"), &[row])?;
        Ok(rows.into_iter().next())
    }

    fn step_named(&mut self, input: &Value, probe: &str, rows: &[Row]) -> Result<Vec<BTreeMap<String, Value>>, String> {
        let names = |entry: Vec<Value>| {
            let bound = entry.into_iter().nth(1)?;
            let bound = bound.as_object().ok()?;
            Some(
                bound
                    .iter()
                    .filter_map(|(name, value)| Some((name.as_string().ok()?.to_string(), value.clone())))
                    .collect(),
            )
        };
        Ok(self.ask(input, probe, rows)?.into_iter().filter_map(names).collect())
    }

    /// The values of the operands of a statement, or of a body's outcome (`statement` is nothing then), for one row: by the
    /// number of the operand; the arguments of a call under [`ARGUMENTS`] more.
    pub(super) fn operands(
        &mut self,
        input: &Value,
        body: usize,
        statement: Option<usize>,
        row: &Row,
    ) -> Result<BTreeMap<usize, Vec<Value>>, String> {
        let name = match statement {
            Some(statement) => format!("explain__{body}_{statement}_operands"),
            None => format!("explain__{body}_outcome_operands"),
        };
        self.numbered(input, &name, row)
    }

    /// The two values that a statement compares, for one row, by 0 and 1.
    pub(super) fn sides(
        &mut self,
        input: &Value,
        body: usize,
        statement: usize,
        row: &Row,
    ) -> Result<BTreeMap<usize, Vec<Value>>, String> {
        self.numbered(input, &format!("explain__{body}_{statement}_sides"), row)
    }

    fn numbered(&mut self, input: &Value, name: &str, row: &Row) -> Result<BTreeMap<usize, Vec<Value>>, String> {
        let mut values: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
        for entry in self.ask(input, name, std::slice::from_ref(row))? {
            if let [_, number, value] = entry.as_slice()
                && let Some(number) = number.as_u64().ok().and_then(|number| usize::try_from(number).ok())
            {
                values.entry(number).or_default().push(value.clone());
            }
        }
        Ok(values)
    }

    /// What a body gives for each row: the number of the row, and the value.
    pub(super) fn outcomes(&mut self, input: &Value, body: usize, rows: &[Row]) -> Result<Vec<(usize, Value)>, String> {
        let found = self.ask(input, &format!("explain__{body}_outcome"), rows)?;
        let mut outcomes: Vec<(usize, Value)> = found
            .into_iter()
            .filter_map(|entry| match entry.as_slice() {
                [row, value] => Some((row_of(row, rows)?.0, value.clone())),
                _ => None,
            })
            .collect();
        outcomes.sort_by_key(|(row, _)| *row);
        Ok(outcomes)
    }

    fn ask(&mut self, input: &Value, probe: &str, rows: &[Row]) -> Result<Vec<Vec<Value>>, String> {
        let mut document = input.as_object().cloned().unwrap_or_default();
        let rows: Vec<Value> = rows
            .iter()
            .map(|row| {
                Value::from(
                    row.values
                        .iter()
                        .map(|(name, value)| (Value::from(name.as_str()), value.clone()))
                        .collect::<BTreeMap<Value, Value>>(),
                )
            })
            .collect();
        document.insert(Value::from(ROWS), Value::from(rows));
        self.engine.set_input(Value::from(document));
        let path = format!("{}.{probe}", self.package);
        let answer = limited(&mut self.engine, &path, CULPRIT_TIME_LIMIT * 10)?;
        let entries = answer.as_set().map_err(|_| format!("`{path}` became undefined"))?;
        Ok(entries.iter().filter_map(|entry| Some(entry.as_array().ok()?.iter().cloned().collect())).collect())
    }
}

/// What is added to the number of an operand that is a call, to name its arguments.
pub(super) const ARGUMENTS: usize = 1000;

fn row_of<'a>(number: &Value, rows: &'a [Row]) -> Option<(usize, &'a Row)> {
    let number = usize::try_from(number.as_u64().ok()?).ok()?;
    Some((number, rows.get(number)?))
}

/// The module of probes of a file.
fn text_of(file: &File, with_sides: bool) -> String {
    let mut text = file.header.clone();
    text.push('\n');
    for (number, body) in file.bodies.all.iter().enumerate() {
        write_body(&mut text, file, number, body, with_sides);
    }
    text
}

fn write_body(text: &mut String, file: &File, number: usize, body: &Body, with_sides: bool) {
    let slice = |span: crate::document::Span| file.text.get(span.start as usize..span.end as usize).unwrap_or_default();
    if !body.arguments.is_empty() {
        write_arguments(text, file, number, body);
    }
    for (index, statement) in body.statements.iter().enumerate() {
        let mut bound: Vec<String> = statement.binds.iter().map(|name| format!("\"{name}\": {name}")).collect();
        let mut written = slice(statement.span).to_owned();
        if let Some(Literal::SomeIn { key: None, value, .. }) = statement.literal()
            && matches!(value.as_ref(), Expr::Var { .. })
        {
            let value = crate::engine::clauses::span_of(value.span());
            let start = (value.start - statement.span.start) as usize;
            bound.push(format!("\"{KEY}\": {KEY}"));
            written = format!("some {KEY}, {}", written.get(start..).unwrap_or_default());
        }
        let head = format!("explain__{number}_{index} contains [explain__row, {{{}}}]", bound.join(", "));
        let mut lines = reads(statement.reads.iter());
        if !statement.undeclared.is_empty() {
            let names: Vec<&str> = statement.undeclared.iter().map(String::as_str).collect();
            lines.push(format!("some {}", names.join(", ")));
        }
        lines.push(written);
        write_rule(text, &head, &lines);
        let name = format!("explain__{number}_{index}_operands");
        let modifiers = statement.modifiers.map_or("", slice);
        write_operands(text, &name, &statement.operands, modifiers, &slice);
        if with_sides && !statement.sides.is_empty() {
            write_operands(text, &format!("explain__{number}_{index}_sides"), &statement.sides, modifiers, &slice);
        }
    }
    let name = format!("explain__{number}_outcome");
    match &body.outcome {
        Some(outcome) => {
            let mut lines = reads(outcome.reads.iter());
            lines.push(format!("explain__value := {}", slice(outcome.span)));
            write_rule(text, &format!("{name} contains [explain__row, explain__value]"), &lines);
            write_operands(text, &format!("{name}_operands"), &outcome.operands, "", &slice);
        }
        None => write_rule(text, &format!("{name} contains [explain__row, true]"), &[]),
    }
}

fn write_operands<'t>(
    text: &mut String,
    name: &str,
    operands: &[Operand],
    modifiers: &str,
    slice: &dyn Fn(crate::document::Span) -> &'t str,
) {
    if operands.is_empty() {
        let _ = writeln!(text, "{name} contains [] if false");
    }
    for (number, operand) in operands.iter().enumerate() {
        let mut lines = reads(operand.reads.iter());
        lines.push(format!("explain__value := {} {modifiers}", slice(operand.span)));
        write_rule(text, &format!("{name} contains [explain__row, {number}, explain__value]"), &lines);
        // Each parameter alone, so that one without a value does not hide the others.
        for (position, parameter) in operand.parameters.iter().enumerate() {
            let mut lines = reads(operand.reads.iter());
            lines.push(format!("explain__value := {} {modifiers}", slice(parameter.span)));
            let key = ARGUMENTS * (position + 1) + number;
            write_rule(text, &format!("{name} contains [explain__row, {key}, explain__value]"), &lines);
        }
    }
}

fn write_arguments(text: &mut String, file: &File, number: usize, body: &Body) {
    let slice = |span: crate::document::Span| file.text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let mut names = Vec::new();
    let mut lines = Vec::new();
    for (index, argument) in body.arguments.iter().enumerate() {
        let given = format!("explain__env.explain__arguments[{index}]");
        let written = slice(argument.span);
        match argument.expr.as_ref() {
            Expr::Var { span, .. } if span.text() == "_" => {}
            Expr::Var { span, .. } => {
                names.push(span.text().to_owned());
                lines.push(format!("{written} := {given}"));
            }
            Expr::Array { .. } | Expr::Object { .. } => {
                let mut bound = BTreeSet::new();
                pattern_names(&argument.expr, &mut bound);
                bound.remove("_");
                names.extend(bound);
                lines.push(format!("{written} := {given}"));
            }
            _ => lines.push(format!("{written} == {given}")),
        }
    }
    let bound: Vec<String> = names.iter().map(|name| format!("\"{name}\": {name}")).collect();
    let head = format!("explain__{number}_arguments contains [explain__row, {{{}}}]", bound.join(", "));
    write_rule(text, &head, &lines);
}

fn reads<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    names.map(|name| format!("{name} := explain__env.{name}")).collect()
}

fn write_rule(text: &mut String, head: &str, lines: &[String]) {
    let _ = writeln!(text, "{head} if {{\n\tsome explain__row, explain__env in input.{ROWS}");
    for line in lines {
        let _ = writeln!(text, "\t{line}");
    }
    text.push_str("}\n");
}
