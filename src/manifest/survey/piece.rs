//! Pieces of a tree that can be read again, and what a piece holds.

use std::{
    fs::File,
    hash::{BuildHasher, Hash, Hasher, RandomState},
    io::{self, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    diagnostic::{Code, Diagnostic, FileName, Part, Severity},
    document::decode_utf8,
    files,
    manifest::{
        Manifests,
        read::{Lines, LinesParsed, of_bytes, of_lines},
    },
};

/// A file of a tree, or standard input.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) name: FileName,
    /// Where its bytes are; nothing if that is the path that its name is.
    pub(super) place: Option<Box<Place>>,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub(super) enum Place {
    /// At another path than its name is.
    Path(PathBuf),
    /// In a temporary file.
    Spool(Arc<Mutex<File>>),
    /// Here.
    Memory(Arc<[u8]>),
}

impl Origin {
    pub(super) fn of_path(path: PathBuf) -> Self {
        let name = files::display(&path);
        let is_named = path.to_str() == Some(&*name);
        Self { name, place: (!is_named).then(|| Box::new(Place::Path(path))) }
    }

    pub(super) fn path(&self) -> Option<&Path> {
        match self.place.as_deref() {
            None => Some(Path::new(&*self.name)),
            Some(Place::Path(path)) => Some(path),
            Some(Place::Spool(_) | Place::Memory(_)) => None,
        }
    }

    /// The folder from which other files are named.
    pub(super) fn folder(&self) -> Option<&Path> {
        self.path().map(|path| path.parent().unwrap_or(Path::new("")))
    }

    /// All of it.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Diagnostic> {
        match (self.place.as_deref(), self.path()) {
            (Some(Place::Memory(bytes)), _) => Ok(bytes.to_vec()),
            (_, Some(path)) => files::read(path).map_err(|problem| problem.in_file(&self.name)),
            (_, None) => Ok(Vec::new()),
        }
    }

    /// So many bytes of it.
    fn range(&self, start: u32, length: u32) -> Result<Vec<u8>, Diagnostic> {
        let read = |file: &mut File| {
            let mut bytes = vec![0; length as usize];
            file.seek(SeekFrom::Start(start.into()))?;
            file.read_exact(&mut bytes).map(|()| bytes)
        };
        let read = match (self.place.as_deref(), self.path()) {
            (Some(Place::Spool(file)), _) => read(&mut file.lock().unwrap_or_else(PoisonError::into_inner)),
            (_, Some(path)) => File::open(path).and_then(|mut file| read(&mut file)),
            (_, None) => Err(io::ErrorKind::NotFound.into()),
        };
        read.map_err(|error| {
            if error.kind() == io::ErrorKind::UnexpectedEof {
                return self.changed();
            }
            files::failure("read", self.path().unwrap_or(Path::new(&*self.name)), &error).in_file(&self.name)
        })
    }

    /// Says that it is not what it was.
    fn changed(&self) -> Diagnostic {
        let name = &self.name;
        Diagnostic::error(Code::Io, format!("`{name}` changed while it was judged"))
            .in_file(name)
            .help("what was found in it before does not hold; check again when nothing writes to it")
    }
}

/// A file, or whole lines of one, that can be read again.
#[derive(Clone, Debug)]
pub struct Piece {
    /// The number of its file.
    pub(super) origin: u32,
    /// Which lines; nothing for the whole file.
    pub(super) lines: Option<Range>,
    /// How many documents can be judged.
    pub(super) documents: u32,
    /// How many bytes it has.
    pub(super) length: u32,
    /// What its bytes, and those of the tables that it names, come to.
    pub(super) digest: u64,
}

/// Where lines stand.
#[derive(Clone, Debug)]
pub(super) struct Range {
    pub(super) offset: u32,
    pub(super) line: u32,
    pub(super) document: u32,
}

impl Piece {
    /// How many documents of it can be judged.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.documents as usize
    }

    /// How many bytes it has.
    #[must_use]
    pub fn length(&self) -> usize {
        self.length as usize
    }
}

/// What reading a piece gave.
#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) manifests: Manifests,
    pub(super) digest: u64,
    /// What the parser made of it, if it is lines.
    pub(super) parsed: LinesParsed,
    /// It is no text, and so is its whole file.
    pub(super) is_no_text: bool,
}

/// Reads bytes of a file: all of them, or lines.
pub(super) fn read(origin: &Origin, bytes: Vec<u8>, lines: Option<Lines>, hashes: &RandomState) -> Held {
    let mut hasher = hashes.build_hasher();
    bytes.hash(&mut hasher);
    let (name, folder) = (&origin.name, origin.folder());
    let mut held = Held::default();
    match lines {
        None => held.manifests = of_bytes(name, bytes, folder),
        Some(lines) => match decode_utf8(bytes) {
            Ok(text) => (held.manifests, held.parsed) = of_lines(name, text.into(), lines, folder),
            Err(problem) => {
                held.manifests.problems.push(Diagnostic::from_problem(problem, Severity::Error, name));
                held.is_no_text = true;
            }
        },
    }
    for table in held.manifests.documents.iter().flat_map(|document| &document.tables) {
        table.sha256.hash(&mut hasher);
    }
    held.digest = hasher.finish();
    held
}

/// Reads a piece again.
///
/// # Errors
///
/// It cannot be read, or is not what it was.
pub(super) fn read_again(origin: &Origin, piece: &Piece, hashes: &RandomState) -> Result<Manifests, Diagnostic> {
    let (bytes, lines) = match &piece.lines {
        None => (origin.bytes()?, None),
        Some(range) => {
            let part = Part { offset: range.offset, line: range.line as usize };
            let lines = Lines { part, document: range.document as usize, problems_before: 0 };
            (origin.range(range.offset, piece.length)?, Some(lines))
        }
    };
    let held = read(origin, bytes, lines, hashes);
    if held.digest != piece.digest || held.manifests.documents.len() < piece.documents() {
        return Err(origin.changed());
    }
    Ok(held.manifests)
}
