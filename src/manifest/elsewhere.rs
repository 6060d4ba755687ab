//! `--index`: the entries of documents that are judged elsewhere, from files with one entry a line.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{Entry, Kind, Manifest, sparse::Sparse};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::Span,
    files,
};

/// The longest line of an index, in bytes. An entry has some hundred.
const LONGEST_LINE: u64 = 1 << 20;

/// What there is beside the documents that are read. It may name those, too: an entry under the id of a document that is
/// read is the entry of that document.
#[derive(Clone, Debug, Default)]
pub struct Elsewhere {
    /// In the order of their ids.
    entries: Vec<Entry>,
}

impl Elsewhere {
    /// Reads index files. Everything that is wrong with any of them is reported, by line.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or a line of it is no entry.
    pub fn read(paths: &[PathBuf], sources: &mut Sources) -> Result<Self, Vec<Diagnostic>> {
        let mut entries = Vec::new();
        let mut problems = Vec::new();
        for path in paths {
            let mut sparse = Sparse::default();
            let name = files::display(path);
            let read = fs::File::open(path).and_then(|file| {
                read_lines(&mut BufReader::new(file), &name, &mut sparse, &mut entries, &mut problems)
            });
            if let Err(error) = read {
                problems.push(files::failure("read", path, &error).in_file(&name));
            }
            sparse.finish(&name, sources);
        }
        entries.sort_by(|one: &Entry, other: &Entry| one.id.cmp(&other.id));
        if problems.is_empty() { Ok(Self { entries }) } else { Err(problems) }
    }

    /// The entries under an id. More than one: which of the documents is meant cannot be known.
    #[must_use]
    pub fn entries_of(&self, id: &str) -> &[Entry] {
        let start = self.entries.partition_point(|entry| entry.id.as_str() < id);
        let after = self.entries.partition_point(|entry| entry.id.as_str() <= id);
        self.entries.get(start..after).unwrap_or_default()
    }

    /// The entries whose id is theirs alone, in the order of ids. Two documents with one id are judged by nobody, and nobody
    /// looks them up.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.chunk_by(|one, other| one.id == other.id).filter_map(|same| match same {
            [entry] => Some(entry),
            _ => None,
        })
    }

    /// Those of them that stand for none of the documents that are known by their ids.
    #[must_use]
    pub fn beside(&self, known: &BTreeSet<&str>) -> Vec<Entry> {
        self.entries().filter(|entry| !known.contains(entry.id.as_str())).cloned().collect()
    }

    /// Notes at a document that came through standard input in which file it stands.
    pub(super) fn name(&self, document: &mut Manifest) {
        if let [entry] = self.entries_of(&document.id) {
            document.listed_file = Some(Arc::from(entry.file.as_str()));
        }
    }
}

fn read_lines(
    input: &mut dyn BufRead,
    name: &FileName,
    sparse: &mut Sparse,
    entries: &mut Vec<Entry>,
    problems: &mut Vec<Diagnostic>,
) -> io::Result<()> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        if Read::take(&mut *input, LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let is_whole = line.ends_with(b"\n") || (line.len() as u64) < LONGEST_LINE;
        let text = line.trim_ascii();
        if text.is_empty() {
            continue;
        }
        match if is_whole { entry(text) } else { Err(("it is longer than 1 MiB".to_owned(), 0)) } {
            Ok(entry) => entries.push(entry),
            Err((reason, column)) => {
                let shown = String::from_utf8_lossy(text.get(..4096).unwrap_or(text));
                let mut at = column.min(shown.len());
                while !shown.is_char_boundary(at) {
                    at -= 1;
                }
                let problem =
                    Diagnostic::error(Code::InvalidIndex, format!("this line of `{name}` is no entry: {reason}"))
                        .in_file(name)
                        .at(Span::new(at, at))
                        .help("`remedy-policy index` writes an index; make it anew by the version that reads it");
                problems.extend(sparse.keep(number, &shown, [problem]));
            }
        }
        if !is_whole {
            // What follows is the rest of that line.
            break;
        }
    }
    Ok(())
}

/// An entry, or why it is none and in which byte that was seen.
fn entry(line: &[u8]) -> Result<Entry, (String, usize)> {
    let entry: Entry = serde_json::from_slice(line).map_err(|error| {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let text = error.to_string();
        (text.strip_suffix(&place).unwrap_or(&text).to_owned(), error.column().saturating_sub(1))
    })?;
    match entry.kind {
        Kind::Finding | Kind::AccessReview if entry.id.is_empty() => Err(("its `id` is empty".to_owned(), 0)),
        Kind::Finding | Kind::AccessReview => Ok(entry),
        other => Err((format!("a document of kind `{}` is not looked up", other.as_str()), 0)),
    }
}

/// Whether an entry stands at the place of a document.
pub(super) fn is_at(entry: &Entry, file: &str, line: Option<usize>) -> bool {
    Path::new(&entry.file) == Path::new(file) && (entry.line.is_none() || entry.line == line)
}
