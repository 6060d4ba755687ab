//! A tree that is seen whole before any of it is judged, and is not kept: what rules look up, what names each document, what
//! is wrong, and from where every piece can be read again.

mod cutter;
mod gather;
mod piece;
mod reading;

use std::{
    collections::{BTreeMap, BTreeSet, VecDeque},
    hash::RandomState,
    io::Read,
    path::{Path, PathBuf},
    sync::Arc,
};

use self::{gather::Seen, piece::Origin};
use super::{EXTENSIONS, Index, Listed, Manifests, duplicates, read::STDIN};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Sources},
    document::Span,
    files,
    progress::Progress,
};

pub use self::piece::Piece;

/// A document of a tree that is not kept.
#[derive(Debug)]
struct Listing {
    id: Arc<str>,
    /// The number of its file.
    origin: u32,
    /// The number of its type, from 1; 0 if it has none.
    finding_type: u32,
}

/// What is left of a tree when all of it was seen.
#[derive(Debug, Default)]
pub struct Survey {
    /// What is wrong, with the bytes of the files; their texts are gone.
    pub problems: Vec<Diagnostic>,
    /// Worth knowing; changes no verdict.
    pub warnings: Vec<Diagnostic>,
    /// The places at which problems and warnings point.
    pub sources: Sources,
    /// The CVE ids that findings name, in capitals.
    pub cves: BTreeSet<String>,
    /// What rules look up.
    pub index: Index,
    listings: Vec<Listing>,
    /// The types of findings that there are.
    types: Vec<Arc<str>>,
    numbers: BTreeMap<Arc<str>, u32>,
    /// Ids that several documents have: none of them is judged.
    refused: BTreeSet<Box<str>>,
    origins: Vec<Origin>,
    pieces: Vec<Piece>,
    hashes: RandomState,
}

/// Sees the manifests of files and folders, on the threads of the current pool, and says how far it is.
#[must_use]
pub fn survey_files(paths: &[PathBuf], progress: &Progress) -> Survey {
    let mut survey = Survey::default();
    let mut found: Vec<PathBuf> = Vec::new();
    for path in paths {
        match files::walk(path, EXTENSIONS) {
            Ok(walked) => found.extend(walked),
            Err(problem) => survey.problems.push(problem),
        }
    }
    let mut seen = BTreeSet::new();
    let is_new: Vec<bool> = found.iter().map(|file| seen.insert(file.as_path())).collect();
    drop(seen);
    let mut files: VecDeque<Origin> =
        found.into_iter().zip(is_new).filter(|(_, is_new)| *is_new).map(|(file, _)| Origin::of_path(file)).collect();
    progress.begin("reading", files.len());
    let is_lines = |origin: &Origin| origin.name.ends_with(".ndjson");
    while let Some(first) = files.pop_front() {
        if is_lines(&first) {
            survey.lines_of_file(first);
            progress.advance();
            continue;
        }
        let mut batch = vec![first];
        while batch.len() < reading::FILES_AT_A_TIME
            && let Some(next) = files.pop_front_if(|next| !is_lines(next))
        {
            batch.push(next);
        }
        survey.whole_files(batch, progress);
    }
    survey.finish()
}

/// Sees manifests that arrive on standard input. One JSON document a line is written to a temporary file, to be read again;
/// anything else is kept.
#[must_use]
pub fn survey_stdin(reader: impl Read) -> Survey {
    let mut survey = Survey::default();
    if let Err(error) = survey.stdin(reader) {
        survey = Survey::of_problem(files::failure("read", Path::new(STDIN), &error));
    }
    survey.finish()
}

impl Survey {
    /// Nothing was seen, and why.
    #[must_use]
    pub fn of_problem(problem: Diagnostic) -> Self {
        Self { problems: vec![problem], ..Self::default() }
    }

    /// The pieces that hold documents to judge, in the order of the tree.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// How many documents can be judged.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.listings.len()
    }

    /// The documents that can be judged, in the order of the tree.
    pub fn listed(&self) -> impl Iterator<Item = Listed<'_>> {
        self.listings.iter().filter_map(|listing| {
            let finding_type = self.types.get((listing.finding_type as usize).wrapping_sub(1));
            let file = &self.origins.get(listing.origin as usize)?.name;
            Some(Listed { id: &listing.id, finding_type: finding_type.map(|word| &**word), file })
        })
    }

    /// Reads a piece again: the documents of it that are judged.
    ///
    /// # Errors
    ///
    /// It cannot be read, or is not what it was when it was seen.
    pub fn read(&self, piece: &Piece) -> Result<Manifests, Diagnostic> {
        let origin = self.origins.get(piece.origin as usize);
        let origin = origin.ok_or_else(|| Diagnostic::error(Code::Io, "a file of another tree"))?;
        let mut manifests = piece::read_again(origin, piece, &self.hashes)?;
        manifests.documents.truncate(piece.documents());
        if !self.refused.is_empty() {
            manifests.documents.retain(|document| !self.refused.contains(&*document.id));
        }
        Ok(manifests)
    }

    /// Adds to what rules look up the documents of another tree; those that are in this one are taken out of that.
    pub fn look_up_beside(&mut self, rest: &mut Self) {
        let known: BTreeSet<&str> = self.listings.iter().map(|listing| &*listing.id).collect();
        let twice: BTreeSet<Box<str>> = rest
            .listings
            .iter()
            .filter(|other| known.contains(&*other.id))
            .map(|other| Box::from(&*other.id))
            .collect();
        rest.index.remove(&twice);
        rest.listings.retain(|other| !twice.contains(&*other.id));
        self.index.append(std::mem::take(&mut rest.index));
    }

    fn add_origin(&mut self, origin: Origin) -> usize {
        self.origins.push(origin);
        self.origins.len() - 1
    }

    /// Adds what was seen in a piece of a file.
    fn add(&mut self, origin: usize, seen: Seen) {
        self.problems.extend(seen.problems);
        self.warnings.extend(seen.warnings);
        self.sources.extend(seen.sources);
        let origin = u32::try_from(origin).unwrap_or(u32::MAX);
        for entry in &seen.entries {
            let id = self.index.add(entry);
            let finding_type = entry.finding_type.as_deref().map_or(0, |word| self.number_of_type(word));
            self.listings.push(Listing { id, origin, finding_type });
            self.cves.extend(entry.cve.as_ref().map(|cve| cve.to_uppercase()));
        }
        if let (Some(mut piece), false) = (seen.piece, seen.entries.is_empty()) {
            piece.origin = origin;
            self.pieces.push(piece);
        }
    }

    fn number_of_type(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let word: Arc<str> = Arc::from(word);
        self.types.push(Arc::clone(&word));
        let number = u32::try_from(self.types.len()).unwrap_or_default();
        self.numbers.insert(word, number);
        number
    }

    /// Two documents with one id: which of them is meant cannot be known, so neither is judged. Where they stand is looked up
    /// for them alone.
    fn finish(mut self) -> Self {
        let twice = duplicates::find(self.listings.iter().map(|listing| &*listing.id));
        if twice.is_empty() {
            return self;
        }
        let mut places: BTreeMap<usize, Option<(FileName, Span)>> =
            twice.iter().flatten().map(|number| (*number, None)).collect();
        let mut first = 0;
        for piece in &self.pieces {
            let numbers = first..first + piece.documents();
            first = numbers.end;
            let mut within = places.range_mut(numbers.clone()).peekable();
            let Some(origin) = self.origins.get(piece.origin as usize).filter(|_| within.peek().is_some()) else {
                continue;
            };
            match piece::read_again(origin, piece, &self.hashes) {
                Ok(Manifests { documents, sources, .. }) => {
                    for (number, place) in within {
                        let Some(document) = documents.get(number - numbers.start) else { continue };
                        self.sources.extend(sources.places([(&document.file, document.id_span)]));
                        let moved = document.id_span.moved(sources.offset(&document.file));
                        *place = Some((FileName::clone(&document.file), moved));
                    }
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        for same in &twice {
            let places: Vec<(&FileName, Span)> = same
                .iter()
                .filter_map(|number| places.get(number)?.as_ref())
                .map(|(file, span)| (file, *span))
                .collect();
            let Some(first) = same.first().and_then(|number| self.listings.get(*number)) else { continue };
            self.problems.extend(duplicates::complain(&first.id, &places, &self.sources));
            self.refused.insert(Box::from(&*first.id));
        }
        self.index.remove(&self.refused);
        self.listings.retain(|listing| !self.refused.contains(&*listing.id));
        self
    }

    /// How much of it there is, to go back to.
    fn mark(&self) -> Mark {
        Mark {
            problems: self.problems.len(),
            warnings: self.warnings.len(),
            index: self.index.len(),
            listings: self.listings.len(),
            pieces: self.pieces.len(),
        }
    }

    /// Forgets what came after a mark: it is of one file, which is refused as a whole.
    fn forget(&mut self, mark: &Mark, name: &str) {
        self.problems.truncate(mark.problems);
        self.warnings.truncate(mark.warnings);
        self.index.truncate(mark.index);
        self.listings.truncate(mark.listings);
        self.pieces.truncate(mark.pieces);
        self.sources.remove(name);
    }
}

/// How much of a survey there was.
#[derive(Debug)]
struct Mark {
    problems: usize,
    warnings: usize,
    index: usize,
    listings: usize,
    pieces: usize,
}
