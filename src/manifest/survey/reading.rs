//! Sees files whole, and streams with one document a line some lines at a time.

use std::{
    fs::File,
    io::{self, BufWriter, Read, Write},
    path::Path,
    sync::{Arc, Mutex},
};

use rayon::prelude::*;

use super::{
    Survey,
    cutter::{Cutter, Next},
    gather::{Gathered, Seen},
    piece::{Origin, Place},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::{Limits, ProblemCode, Span},
    files,
    manifest::read::{STDIN, is_document},
    progress::Progress,
};

/// How many files are read at a time.
pub(super) const FILES_AT_A_TIME: usize = 256;

/// How many bytes of lines are read at a time.
const BYTES_AT_A_TIME: usize = 1 << 20;

impl Survey {
    pub(super) fn whole_files(&mut self, batch: Vec<Origin>, progress: &Progress) {
        let seen: Vec<Seen> = batch
            .par_iter()
            .map(|origin| {
                let seen = match origin.bytes() {
                    Ok(bytes) => Seen::of(origin, bytes, None, &self.hashes),
                    Err(problem) => Seen { problems: vec![problem], ..Seen::default() },
                };
                progress.advance();
                seen
            })
            .collect();
        for (origin, seen) in batch.into_iter().zip(seen) {
            let number = self.add_origin(origin);
            self.add(number, seen);
        }
    }

    pub(super) fn lines_of_file(&mut self, origin: Origin) {
        let opened = origin.path().map_or_else(|| Err(io::ErrorKind::NotFound.into()), File::open);
        let mark = self.mark();
        let number = self.add_origin(origin);
        let read = opened.and_then(|file| {
            let cutter = Cutter::new(file, Limits::default().bytes);
            self.lines(cutter, number, &mut io::sink())
        });
        let Some(origin) = self.origins.get(number) else { return };
        let name = FileName::clone(&origin.name);
        let failure = |error| files::failure("read", origin.path().unwrap_or(Path::new("")), &error).in_file(&name);
        if let Some(problem) = read.err().map(failure) {
            self.forget(&mark, &name);
            self.problems.push(problem);
        }
    }

    pub(super) fn stdin(&mut self, reader: impl Read) -> io::Result<()> {
        let limits = Limits::default();
        let name = FileName::from(STDIN);
        let mut cutter = Cutter::new(reader, limits.bytes);
        if is_document(&cutter.first_line()?) {
            let file = tempfile::tempfile().map_err(of_spool)?;
            let spool = Arc::new(Mutex::new(file.try_clone()?));
            let number = self.add_origin(Origin { name, place: Some(Box::new(Place::Spool(spool))) });
            let mut out = BufWriter::new(file);
            self.lines(cutter, number, &mut out)?;
            return out.flush().map_err(of_spool);
        }
        let seen = match cutter.remainder()? {
            Ok(bytes) => {
                let origin = Origin { name, place: Some(Box::new(Place::Memory(bytes.as_slice().into()))) };
                let seen = Seen::of(&origin, bytes, None, &self.hashes);
                self.add_origin(origin);
                seen
            }
            Err(length) => {
                let message = format!("the file has {length} bytes, more than {}", limits.bytes);
                let problem = Diagnostic::error(Code::Document(ProblemCode::LimitSize), message).at(Span::default());
                let mut sources = Sources::default();
                sources.insert(FileName::clone(&name), "".into());
                Seen {
                    sources: sources.places([(&name, Span::default())]),
                    problems: vec![problem.in_file(&name)],
                    ..Seen::default()
                }
            }
        };
        self.add(0, seen);
        Ok(())
    }

    /// Sees a stream with one document a line, and copies it.
    fn lines(&mut self, mut cutter: Cutter<impl Read>, origin: usize, copy: &mut dyn Write) -> io::Result<()> {
        let mut gathered = Gathered::begin(self, origin);
        loop {
            let mut cuts = Vec::new();
            let mut bytes = 0;
            let mut end = None;
            while bytes < BYTES_AT_A_TIME && end.is_none() {
                match cutter.next()? {
                    Next::Lines(cut) => {
                        copy.write_all(&cut.bytes).map_err(of_spool)?;
                        bytes += cut.bytes.len();
                        cuts.push(cut);
                    }
                    next => end = Some(next),
                }
            }
            gathered.add(self, cuts);
            match end {
                None => {}
                Some(Next::TooLong(part)) => {
                    let most = Limits::default().bytes;
                    gathered.stop(self, part, format!("the line has more than {most} bytes"));
                    break;
                }
                Some(Next::TooFar(part)) => {
                    gathered.stop(self, part, "the file goes on past 4 GiB: split it".to_owned());
                    break;
                }
                Some(Next::End | Next::Lines(_)) => break,
            }
        }
        gathered.finish(self);
        Ok(())
    }
}

/// Standard input could be read, and not be kept.
fn of_spool(error: io::Error) -> io::Error {
    io::Error::other(format!("it could not be written to a temporary file: {error}"))
}
