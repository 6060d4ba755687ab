//! Lists documents as entries, one by one: what is listed is not kept.

use std::{
    io::{self, BufRead, Read},
    path::{Path, PathBuf},
};

use rayon::{ThreadPool, prelude::*};

use super::{
    Entry, Manifests,
    read::{STDIN, list, of_file, of_json_lines, of_stdin},
    sparse::Sparse,
};
use crate::{
    diagnostic::{Diagnostic, FileName, Severity, Sources},
    files,
};

/// How many files or lines are read at once, to be shared among the threads.
const AT_ONCE: usize = 512;

/// And how many bytes, about.
const BYTES_AT_ONCE: usize = 8 << 20;

/// Of a line with a problem, so many bytes are kept to be shown.
const LONGEST_SHOWN: usize = 64 << 10;

/// The longest line that is kept: one byte more than the limit of a document, so that the reader of documents sees that.
const LONGEST_LINE: u64 = (16 << 20) + 1;

/// What could not be listed, and worth knowing.
#[derive(Debug, Default)]
pub struct Unlisted {
    /// What could not be read, or does not fit its schema.
    pub problems: Vec<Diagnostic>,
    /// Worth knowing; changes no entry.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the others point into.
    pub sources: Sources,
}

/// Takes the entries.
pub type Sink<'a> = dyn FnMut(&Entry) -> io::Result<()> + 'a;

/// Lists the documents of files and folders, in their order.
///
/// # Errors
///
/// The sink does not take an entry.
pub fn list_files(paths: &[PathBuf], pool: &ThreadPool, sink: &mut Sink<'_>) -> io::Result<Unlisted> {
    let mut unlisted = Unlisted::default();
    let files = list(paths, &mut unlisted.problems);
    for files in files.chunks(AT_ONCE) {
        let parts: Vec<Manifests> = pool.install(|| files.par_iter().map(|file| of_file(file)).collect());
        for part in parts {
            unlisted.take(part, sink)?;
        }
    }
    Ok(unlisted)
}

/// Lists the documents of standard input. One JSON document a line is listed line by line, in memory that does not grow with
/// their number; any other input is read to its end first.
///
/// # Errors
///
/// The sink does not take an entry.
pub fn list_stdin(input: &mut dyn BufRead, pool: &ThreadPool, sink: &mut Sink<'_>) -> io::Result<Unlisted> {
    let mut unlisted = Unlisted::default();
    let unread = |error: &io::Error| files::failure("read", Path::new("<stdin>"), error);
    let mut next = 1;
    let mut lines = match next_lines(input, &mut next) {
        Ok(lines) if lines.iter().find(|line| !line.is_blank()).is_some_and(Line::is_object) => lines,
        Ok(begin) => {
            let mut bytes = begin.into_iter().map(|line| line.bytes).collect::<Vec<_>>().concat();
            match input.read_to_end(&mut bytes) {
                Ok(_) => unlisted.take(of_stdin(bytes), sink)?,
                Err(error) => unlisted.problems.push(unread(&error)),
            }
            return Ok(unlisted);
        }
        Err(error) => {
            unlisted.problems.push(unread(&error));
            return Ok(unlisted);
        }
    };
    let mut sparse = Sparse::default();
    while !lines.is_empty() {
        let parts: Vec<Manifests> = pool.install(|| lines.par_iter().map(Line::read).collect());
        for (line, part) in lines.iter().zip(parts) {
            unlisted.take_line(line, part, &mut sparse, sink)?;
        }
        lines = next_lines(input, &mut next).unwrap_or_else(|error| {
            unlisted.problems.push(unread(&error));
            Vec::new()
        });
    }
    sparse.finish(&FileName::from(STDIN), &mut unlisted.sources);
    Ok(unlisted)
}

impl Unlisted {
    fn take(&mut self, part: Manifests, sink: &mut Sink<'_>) -> io::Result<()> {
        for document in &part.documents {
            let place = part.sources.line_column(&document.file, document.id_span);
            sink(&Entry { line: place.map(|place| place.line), ..Entry::from(document) })?;
        }
        if !(part.problems.is_empty() && part.warnings.is_empty()) {
            self.problems.extend(part.problems);
            self.warnings.extend(part.warnings);
            self.sources.extend(part.sources);
        }
        Ok(())
    }

    fn take_line(&mut self, line: &Line, part: Manifests, sparse: &mut Sparse, sink: &mut Sink<'_>) -> io::Result<()> {
        for document in &part.documents {
            sink(&Entry { line: Some(line.number), ..Entry::from(document) })?;
        }
        if !(part.problems.is_empty() && part.warnings.is_empty()) {
            let text = String::from_utf8_lossy(line.bytes.get(..LONGEST_SHOWN).unwrap_or(&line.bytes));
            let found = part.problems.into_iter().chain(part.warnings);
            let found = sparse.keep(line.number, text.trim_end_matches(['\r', '\n']), found);
            let (problems, warnings): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|found| found.severity == Severity::Error);
            self.problems.extend(problems);
            self.warnings.extend(warnings);
        }
        Ok(())
    }
}

/// A line of the input, with its line break.
struct Line {
    /// From 1.
    number: usize,
    bytes: Vec<u8>,
}

impl Line {
    fn is_blank(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }

    /// Whether it looks like a JSON document of its own.
    fn is_object(&self) -> bool {
        let text = self.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&self.bytes).trim_ascii();
        text.starts_with(b"{") && text.ends_with(b"}")
    }

    fn read(&self) -> Manifests {
        if self.is_blank() { Manifests::default() } else { of_json_lines(&FileName::from(STDIN), self.bytes.clone()) }
    }
}

/// The next lines; none at the end. Of a line that is too long, the begin is kept.
fn next_lines(input: &mut dyn BufRead, next: &mut usize) -> io::Result<Vec<Line>> {
    let mut lines = Vec::new();
    let mut bytes = 0;
    while lines.len() < AT_ONCE && bytes < BYTES_AT_ONCE {
        let mut line = Vec::new();
        if Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() as u64 == LONGEST_LINE && !line.ends_with(b"\n") {
            input.skip_until(b'\n')?;
        }
        bytes += line.len();
        lines.push(Line { number: *next, bytes: line });
        *next += 1;
    }
    Ok(lines)
}
