//! The CSV files beside an access review: populations and decisions, read whole and checked row by row.

use std::{
    collections::BTreeSet,
    path::{Component, Path},
    sync::Arc,
};

use jiff::tz::TimeZone;

use crate::{
    diagnostic::{Code, Diagnostic, FileName, Severity},
    digest,
    document::{Node, Segment, Span, decode_utf8, first_instant},
    files,
    suggest::nearest,
};

/// How many rows of one file are complained of; the rest is counted.
const MOST_COMPLAINTS: usize = 20;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Items of a population.
    Items,
    /// Decisions about items.
    Decisions,
}

/// The fields of an item; the first one has to be there.
const ITEM: &[&str] = &["id", "identity", "holder", "entitlement", "class", "business_unit", "requested_by"];

/// The fields of a decision; the first one has to be there.
const DECISION: &[&str] = &[
    "item",
    "reviewer",
    "decided_at",
    "decision",
    "remediation_ref",
    "executed_at",
    "executed_by",
    "verified_at",
    "verified_by",
    "evidence_ref",
    "business_unit",
];

/// The words that a field may hold; the schema of the review says the same of what is written in it.
const WORDS: &[(&str, &[&str])] = &[
    ("class", &["privileged", "service", "third_party", "break_glass", "employee"]),
    ("decision", &["keep", "modify", "revoke"]),
];

/// The fields that hold a day or an instant.
const MOMENTS: &[&str] = &["decided_at", "executed_at", "verified_at"];

impl Rows {
    /// The names of the fields, in the order of [`Row::fields`].
    #[must_use]
    pub fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Items => ITEM,
            Self::Decisions => DECISION,
        }
    }
}

/// A table that a review names.
#[derive(Clone, Debug)]
pub struct Table {
    /// Where the review names it: `populations[2]` or `decisions`.
    pub path: Vec<Segment>,
    /// What its rows are.
    pub rows_are: Rows,
    /// The file.
    pub file: FileName,
    /// The SHA-256 of its bytes, in lowercase hexadecimal.
    pub sha256: String,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u64,
    /// What it holds of each field; nothing where the cell is empty or the column is not there.
    pub fields: Vec<Option<Box<str>>>,
}

/// What reading the tables of a review gave.
#[derive(Debug, Default)]
pub(super) struct Tables {
    pub(super) tables: Vec<Arc<Table>>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) texts: Vec<(FileName, Arc<str>)>,
}

/// Reads the tables that a review names. `folder` is that of its file; a review from standard input has none.
pub(super) fn read_all(review: &Node, name: &FileName, folder: Option<&Path>) -> Tables {
    let mut read = Tables::default();
    let populations = review.get("populations").and_then(Node::as_list).unwrap_or_default();
    let named = populations
        .iter()
        .enumerate()
        .map(|(index, node)| (vec![Segment::from("populations"), Segment::from(index)], Rows::Items, node))
        .chain(review.get("decisions").map(|node| (vec![Segment::from("decisions")], Rows::Decisions, node)));
    for (path, rows_are, node) in named {
        let Some(file) = node.get("file") else { continue };
        let complain = |problem: Diagnostic| problem.in_file(name).at(file.span);
        let place = match (folder, beside(file.as_str().unwrap_or_default())) {
            (Some(folder), Some(file)) => folder.join(file),
            (None, _) => {
                read.problems.push(complain(
                    Diagnostic::error(Code::InvalidTable, "a review from standard input cannot name a file")
                        .help("write the items into the review, or check the file that holds the review"),
                ));
                continue;
            }
            (_, None) => {
                read.problems.push(complain(
                    Diagnostic::error(Code::InvalidTable, "the file does not lie beside the review")
                        .help("name a file in the folder of the review, or below it"),
                ));
                continue;
            }
        };
        match files::read(&place) {
            Err(problem) => read.problems.push(complain(problem)),
            Ok(bytes) => of_bytes(&mut read, bytes, path, rows_are, node, (name, &files::display(&place))),
        }
    }
    read
}

/// A relative path that does not lead out of its folder.
fn beside(file: &str) -> Option<&Path> {
    let path = Path::new(file);
    let stays = path.components().all(|component| matches!(component, Component::Normal(_) | Component::CurDir));
    (stays && !file.is_empty()).then_some(path)
}

fn of_bytes(
    read: &mut Tables,
    bytes: Vec<u8>,
    path: Vec<Segment>,
    rows_are: Rows,
    node: &Node,
    (review, file): (&FileName, &FileName),
) {
    let sha256 = digest::sha256(&bytes);
    let text: Arc<str> = match decode_utf8(bytes) {
        Ok(text) => Arc::from(text),
        Err(problem) => {
            read.problems.push(Diagnostic::from_problem(problem, Severity::Error, file));
            return;
        }
    };
    read.texts.push((Arc::clone(file), Arc::clone(&text)));
    match rows(&text, rows_are, node, (review, file)) {
        Ok(rows) => read.tables.push(Arc::new(Table { path, rows_are, file: Arc::clone(file), sha256, rows })),
        Err(problems) => read.problems.extend(problems),
    }
}

fn rows(
    text: &str,
    rows_are: Rows,
    node: &Node,
    (review, file): (&FileName, &FileName),
) -> Result<Vec<Row>, Vec<Diagnostic>> {
    let mut reader =
        csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let shift = text.len() - text.trim_start_matches('\u{feff}').len();
    let headers = reader.headers().cloned().map_err(|error| vec![of_csv(&error, text, shift, file)])?;
    let columns = columns(&headers, rows_are, node, (review, file))?;
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    let mut more = 0;
    let mut record = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {
                let cell = |column: &Option<usize>| {
                    column.and_then(|column| record.get(column)).filter(|cell| !cell.is_empty()).map(Box::from)
                };
                let fields: Vec<Option<Box<str>>> = columns.iter().map(cell).collect();
                let position = record.position();
                let start = shift + position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or_default());
                // The reader passes over empty lines and does not count them.
                let empty = text.get(start..).unwrap_or_default().chars().take_while(|c| matches!(c, '\r' | '\n'));
                let empty = u64::try_from(empty.filter(|c| *c == '\n').count()).unwrap_or_default();
                let line = position.map_or(0, csv::Position::line) + empty;
                for why in complaints(&fields, rows_are) {
                    if problems.len() < MOST_COMPLAINTS {
                        problems.push(
                            Diagnostic::error(Code::InvalidTable, format!("{why} in row {line}"))
                                .in_file(file)
                                .at(line_at(text, start)),
                        );
                    } else {
                        more += 1;
                    }
                }
                rows.push(Row { line, fields });
            }
            Err(error) => {
                problems.push(of_csv(&error, text, shift, file));
                break;
            }
        }
    }
    if more > 0 {
        problems.push(
            Diagnostic::error(Code::InvalidTable, format!("{more} more cells of this file are wrong")).in_file(file),
        );
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

/// The column of each field: that with its name, or with the name that the review gives.
fn columns(
    headers: &csv::StringRecord,
    rows_are: Rows,
    node: &Node,
    (review, file): (&FileName, &FileName),
) -> Result<Vec<Option<usize>>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let known: BTreeSet<&str> = headers.iter().collect();
    if known.len() < headers.len() {
        problems.push(
            Diagnostic::error(Code::InvalidTable, "two columns have the same header").in_file(file).at(Span::new(0, 0)),
        );
    }
    let columns = rows_are
        .fields()
        .iter()
        .enumerate()
        .map(|(number, field)| {
            let named = node.get("columns").and_then(|columns| columns.get(field));
            let header = named.and_then(Node::as_str).unwrap_or(field);
            let column = headers.iter().position(|other| other == header);
            if column.is_none() && (named.is_some() || number == 0) {
                let in_another_case = headers.iter().find(|other| other.eq_ignore_ascii_case(header));
                let help = match in_another_case.or_else(|| nearest(header, headers.iter())) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("its columns are {}", headers.iter().collect::<Vec<_>>().join(", ")),
                };
                let place = named.or_else(|| node.get("file")).map_or(node.span, |named| named.span);
                problems.push(
                    Diagnostic::error(Code::InvalidTable, format!("`{file}` has no column `{header}`"))
                        .in_file(review)
                        .at(place)
                        .help(format!("{help}; name the one that holds `{field}` as `columns: {{{field}: …}}`")),
                );
            }
            column
        })
        .collect();
    if problems.is_empty() { Ok(columns) } else { Err(problems) }
}

/// What is wrong with a row.
fn complaints(fields: &[Option<Box<str>>], rows_are: Rows) -> Vec<String> {
    let mut complaints = Vec::new();
    for (number, (name, value)) in rows_are.fields().iter().zip(fields).enumerate() {
        let Some(value) = value else {
            if number == 0 {
                complaints.push(format!("there is no `{name}`"));
            }
            continue;
        };
        let words = WORDS.iter().find(|(field, _)| field == name).map(|(_, words)| *words);
        if let Some(words) = words
            && !words.contains(&&**value)
        {
            complaints.push(format!("`{value}` is no `{name}` ({})", words.join(", ")));
        }
        if MOMENTS.contains(name) && first_instant(value, &TimeZone::UTC).is_none() {
            complaints.push(format!("`{value}` is no day and no instant with a zone, as `{name}` needs it"));
        }
    }
    complaints
}

/// The bytes of the line that begins at or after an offset.
fn line_at(text: &str, start: usize) -> Span {
    let rest = text.get(start..).unwrap_or_default();
    let begin = start + (rest.len() - rest.trim_start_matches(['\r', '\n']).len());
    let end = text.get(begin..).and_then(|rest| rest.find(['\r', '\n'])).map_or(text.len(), |length| begin + length);
    Span::new(begin, end)
}

fn of_csv(error: &csv::Error, text: &str, shift: usize, file: &FileName) -> Diagnostic {
    let what = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("cells in this row: {len}, in the header: {expected_len}")
        }
        _ => format!("this is no CSV: {error}"),
    };
    let start = error.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or_default());
    Diagnostic::error(Code::InvalidTable, what).in_file(file).at(line_at(text, shift + start))
}

impl Table {
    /// A cell by the number of its row and the name of its field.
    #[must_use]
    pub fn cell<'a>(&self, row: &'a Row, field: &str) -> Option<&'a str> {
        let number = self.rows_are.fields().iter().position(|name| *name == field)?;
        row.fields.get(number)?.as_deref()
    }
}

/// The table that a review names at a path.
#[must_use]
pub fn table_at<'a>(tables: &'a [Arc<Table>], path: &[Segment]) -> Option<&'a Table> {
    tables.iter().map(AsRef::as_ref).find(|table| table.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell may hold what the same field may hold in the document, and nothing else.
    #[test]
    fn columns_and_words_are_those_of_the_schema() {
        let schema: serde_json::Value =
            serde_json::from_str(include_str!("../../schemas/access-review.v1.schema.json")).unwrap();
        let sorted = |mut words: Vec<&str>| {
            words.sort_unstable();
            words.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        for (name, rows_are) in [("item", Rows::Items), ("decision", Rows::Decisions)] {
            let properties = schema["$defs"][name]["properties"].as_object().unwrap();
            assert_eq!(sorted(rows_are.fields().to_vec()), sorted(properties.keys().map(String::as_str).collect()));
        }
        for (field, enumeration) in
            [("class", &schema["$defs"]["class"]), ("decision", &schema["$defs"]["decision"]["properties"]["decision"])]
        {
            let (_, words) = WORDS.iter().find(|(name, _)| *name == field).unwrap();
            let allowed = enumeration["enum"].as_array().unwrap().iter().filter_map(serde_json::Value::as_str);
            assert_eq!(sorted(words.to_vec()), sorted(allowed.collect()), "{field}");
        }
    }
}
