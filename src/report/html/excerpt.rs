//! Lines of a file with marked ranges, as a denial or a problem shows them.

use crate::{
    diagnostic::{FileName, Sources},
    document::Span,
};

/// How many lines are shown around those that are marked.
const CONTEXT_LINES: usize = 2;

/// How many marked lines are shown; of more than that, the first and the last.
const LONGEST: usize = 14;

/// How many lines are left at each end when some in the middle are left out.
const ENDS: usize = 6;

/// A label stands below its mark up to this column; on a phone there is no room for more.
const DEEPEST: usize = 28;

/// A line that is longer than this many bytes is cut to what is around its mark.
const WIDEST: usize = 400;

/// A range to mark, and what to say of it.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    pub(super) span: Span,
    pub(super) label: String,
    /// Whether it is what the message speaks of; else it is something that was compared.
    pub(super) is_primary: bool,
}

/// What stands on a row of an excerpt.
pub(super) enum Row<'a> {
    /// A line of the file.
    Line { number: usize, parts: Vec<Part<'a>> },
    /// What is said of the mark that ends in the line above.
    Label { text: &'a str, indent: String, is_primary: bool },
    /// As many lines that are not shown.
    Gap(usize),
}

/// A piece of a line.
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    /// `m` for the marked range, `r` for what it is compared with, else nothing.
    pub(super) class: &'static str,
}

/// The rows that show the marks of a file. Nothing for a file that is not known.
pub(super) fn rows<'a>(file: &FileName, marks: &'a [Mark], sources: &'a Sources) -> Vec<Row<'a>> {
    let start = marks.iter().map(|mark| mark.span.start as usize).min();
    let end = marks.iter().map(|mark| mark.span.end as usize).max();
    let (Some(start), Some(end)) = (start, end) else { return Vec::new() };
    let Some(excerpt) = sources.excerpt(file, Span::new(start, end), CONTEXT_LINES) else { return Vec::new() };
    let lines: Vec<(usize, usize, &str)> = excerpt
        .text
        .split_inclusive('\n')
        .enumerate()
        .scan(excerpt.offset, |offset, (index, text)| {
            let at = *offset;
            *offset += text.len();
            Some((excerpt.line + index + 1, at, text.trim_end_matches(['\n', '\r'])))
        })
        .collect();
    let left_out = (lines.len() > LONGEST + 2 * CONTEXT_LINES).then(|| ENDS..lines.len() - ENDS);
    let mut rows = Vec::new();
    for (index, (number, offset, text)) in lines.into_iter().enumerate() {
        if let Some(gap) = left_out.as_ref().filter(|gap| gap.contains(&index)) {
            if index == gap.start {
                rows.push(Row::Gap(gap.len()));
            }
            continue;
        }
        rows.push(Row::Line { number, parts: parts(text, offset, marks) });
        rows.extend(marks.iter().filter(|mark| !mark.label.is_empty() && ends_in(mark.span, offset, text.len())).map(
            |mark| Row::Label { text: &mark.label, indent: indent(text, offset, mark), is_primary: mark.is_primary },
        ));
    }
    rows
}

fn ends_in(span: Span, offset: usize, length: usize) -> bool {
    let last = (span.end as usize).saturating_sub(usize::from(span.end > span.start));
    (offset..=offset + length).contains(&last)
}

/// Blanks as wide as what stands before a mark, where that is not much.
fn indent(text: &str, offset: usize, mark: &Mark) -> String {
    let start = (mark.span.start as usize).saturating_sub(offset).min(text.len());
    let before = text.get(..text.floor_char_boundary(start)).unwrap_or_default().chars().count();
    " ".repeat(if before <= DEEPEST { before } else { 0 })
}

/// Cuts a line where marks begin and end.
fn parts<'a>(text: &'a str, offset: usize, marks: &[Mark]) -> Vec<Part<'a>> {
    let indent = text.len() - text.trim_start().len();
    let ranges: Vec<(usize, usize, bool)> = marks
        .iter()
        .filter_map(|mark| {
            let start = (mark.span.start as usize).saturating_sub(offset);
            let start = if (mark.span.start as usize) < offset { indent } else { start };
            let end = (mark.span.end as usize).checked_sub(offset)?.min(text.len());
            let (start, end) = (text.floor_char_boundary(start), text.ceil_char_boundary(end));
            (start < end).then_some((start, end, mark.is_primary))
        })
        .collect();
    let (from, to) = shown(text, &ranges);
    let mut cuts: Vec<usize> = ranges.iter().flat_map(|(start, end, _)| [*start, *end]).chain([from, to]).collect();
    cuts.retain(|cut| (from..=to).contains(cut));
    cuts.sort_unstable();
    cuts.dedup();
    let pieces = cuts.iter().zip(cuts.iter().skip(1)).map(|(start, end)| {
        let inside = ranges.iter().filter(|(from, to, _)| from <= start && end <= to);
        let class = match inside.map(|(.., is_primary)| *is_primary).max() {
            Some(true) => "m",
            Some(false) => "r",
            None => "",
        };
        Part { text: text.get(*start..*end).unwrap_or_default(), class }
    });
    let cut = |is_cut: bool| is_cut.then_some(Part { text: "…", class: "" });
    cut(from > 0).into_iter().chain(pieces).chain(cut(to < text.len())).collect()
}

/// Which bytes of a line are shown: all of it, or what is around its first mark.
fn shown(text: &str, ranges: &[(usize, usize, bool)]) -> (usize, usize) {
    if text.len() <= WIDEST {
        return (0, text.len());
    }
    let from = ranges.iter().map(|(start, ..)| *start).min().unwrap_or_default().saturating_sub(WIDEST / 4);
    let from = text.floor_char_boundary(from);
    (from, text.floor_char_boundary((from + WIDEST).min(text.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, marks: &[Mark]) -> String {
        let mut sources = Sources::default();
        let file: FileName = "a.yaml".into();
        sources.insert(file.clone(), text.into());
        let mut out = String::new();
        for row in rows(&file, marks, &sources) {
            match row {
                Row::Line { number, parts } => {
                    let parts: Vec<String> =
                        parts.iter().map(|part| format!("{}{}", part.class, [part.text].join(""))).collect();
                    out.push_str(&format!("{number}|{}\n", parts.join("|")));
                }
                Row::Label { text, .. } => out.push_str(&format!("^{text}\n")),
                Row::Gap(lines) => out.push_str(&format!("…{lines}\n")),
            }
        }
        out
    }

    fn mark(start: usize, end: usize, is_primary: bool) -> Mark {
        Mark { span: Span::new(start, end), label: if is_primary { "here" } else { "there" }.to_owned(), is_primary }
    }

    #[test]
    fn a_mark_is_cut_out_of_its_line_and_named_below_it() {
        let text = "a: 1\nb: é2\nc: 3\nd: 4\ne: 5\n";
        assert_eq!(drawn(text, &[mark(8, 11, true)]), "1|a: 1\n2|b: |mé2\n^here\n3|c: 3\n4|d: 4\n");
        assert_eq!(
            drawn(text, &[mark(8, 11, true), mark(12, 13, false)]),
            "1|a: 1\n2|b: |mé2\n^here\n3|rc|: 3\n^there\n4|d: 4\n5|e: 5\n"
        );
    }

    #[test]
    fn long_ranges_and_long_lines_are_cut() {
        let many: String = (0..40).map(|number| format!("  k{number}: 1\n")).collect();
        let shown = drawn(&many, &[mark(2, many.len(), true)]);
        assert!(shown.contains("\n…28\n"), "{shown}");
        assert!(shown.starts_with("1|  |mk0: 1\n2|  |mk1: 1\n"), "{shown}");
        let long = format!("a: {}é{}\n", "x".repeat(1000), "y".repeat(1000));
        let shown = drawn(&long, &[mark(1003, 1005, true)]);
        assert!(shown.starts_with("1|…|x") && shown.contains("|mé|") && shown.len() < 500, "{shown}");
    }
}
