//! Annotations for GitHub Actions: workflow commands, written as GitHub's toolkit writes them.

use std::io;

use super::{
    Forge, Run,
    annotations::{Annotation, each},
    note::Note,
    printable::printable,
    summary::summary,
};
use crate::wording::count;

/// Writes the annotations of a run, and in one plain line how it ended.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, forge: &Forge, out: &mut dyn io::Write) -> io::Result<()> {
    each(run, forge.quiet, |annotation| match annotation {
        Annotation::Note(note) => write_note(&note, forge, out),
        Annotation::Rest(severity, number) => {
            let rest = count(number, &format!("more {}", severity.as_str()));
            let verb = if number == 1 { "is" } else { "are" };
            let see = if forge.has_summary {
                "see the summary of this job"
            } else {
                "`remedy-policy check` shows all of them"
            };
            let message = format!("{rest} {verb} not annotated: {see}");
            writeln!(out, "::{} title=remedy-policy::{}", severity.as_str(), data(&message))
        }
    })?;
    if forge.quiet { Ok(()) } else { writeln!(out, "{}", plain(&summary(run))) }
}

fn write_note(note: &Note<'_>, forge: &Forge, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "::{} ", note.severity.as_str())?;
    if let Some(path) = note.path(forge) {
        write!(out, "file={},", property(&path))?;
        if let Some(region) = note.region() {
            let last = region.last_line();
            write!(out, "line={},endLine={last},", region.start.line)?;
            // Columns are taken only from annotations of one line.
            if region.end.line == region.start.line {
                write!(out, "col={},endColumn={},", region.start.column, region.end.column.max(region.start.column))?;
            }
        }
    }
    writeln!(out, "title={}::{}", property(&note.title()), data(&note.text()))
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A line of the log that is no command: what looks like one, old or new, is taken apart.
pub(super) fn plain(text: &str) -> String {
    printable(text).replace("##", "# #").replace("::", ": :")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_the_toolkit() {
        assert_eq!(data("50% a:b,c\r\nd"), "50%25 a:b,c%0D%0Ad");
        assert_eq!(property("50% a:b,c\r\nd"), "50%25 a%3Ab%2Cc%0D%0Ad");
        assert_eq!(plain("::error::x ##[error]y ##vso[z]"), ": :error: :x # #[error]y # #vso[z]");
    }
}
