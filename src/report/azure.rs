//! Annotations for Azure Pipelines: logging commands. The exit code fails the step; no command says so a second time.

use std::io;

use super::{
    Forge, Run,
    annotations::{Annotation, each},
    github::plain,
    note::Note,
    summary::summary,
};
use crate::wording::count;

/// Writes the issues of a run, and in one plain line how it ended.
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
            let message = format!("{rest} {verb} not listed here: `remedy-policy check` shows all of them");
            writeln!(out, "##vso[task.logissue type={};]{}", severity.as_str(), data(&message))
        }
    })?;
    if forge.quiet { Ok(()) } else { writeln!(out, "{}", plain(&summary(run))) }
}

fn write_note(note: &Note<'_>, forge: &Forge, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "##vso[task.logissue type={};", note.severity.as_str())?;
    if let Some(path) = note.path(forge) {
        write!(out, "sourcepath={};", property(&path))?;
        if let Some(region) = note.region() {
            write!(out, "linenumber={};columnnumber={};", region.start.line, region.start.column)?;
        }
    }
    write!(out, "code={};]", property(note.code()))?;
    writeln!(out, "{}", data(&note.text()))
}

/// The text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%AZP25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(']', "%5D").replace(';', "%3B")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_those_of_the_task_library() {
        assert_eq!(data("50% a;b]\r\n"), "50%AZP25 a;b]%0D%0A");
        assert_eq!(property("50% a;b]\r\n"), "50%AZP25 a%3Bb%5D%0D%0A");
    }
}
