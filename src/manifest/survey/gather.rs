//! What is seen of the pieces of one file, in their order: a limit ends it, and a character that may not stand there refuses all
//! of it.

use std::hash::RandomState;

use rayon::prelude::*;

use super::{
    Mark, Survey,
    cutter::Cut,
    piece::{self, Held, Origin, Piece, Range},
};
use crate::{
    diagnostic::{Code, Diagnostic, FileName, Part, Sources},
    document::{Limits, ProblemCode, Span},
    manifest::{
        Entry, Manifests,
        read::{Lines, LinesParsed, holds_nothing},
    },
};

/// What is remembered of a piece.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Each document.
    pub(super) entries: Vec<Entry>,
    pub(super) problems: Vec<Diagnostic>,
    pub(super) warnings: Vec<Diagnostic>,
    /// The places at which those point.
    pub(super) sources: Sources,
    /// From where it can be read again.
    pub(super) piece: Option<Piece>,
    pub(super) parsed: LinesParsed,
    pub(super) is_no_text: bool,
}

impl Seen {
    /// Reads a file, or lines of it, and keeps what has to be remembered.
    pub(super) fn of(origin: &Origin, bytes: Vec<u8>, lines: Option<Lines>, hashes: &RandomState) -> Self {
        let length = number(bytes.len());
        let Held { manifests, digest, parsed, is_no_text } = piece::read(origin, bytes, lines, hashes);
        let Manifests { documents, mut problems, mut warnings, sources } = manifests;
        let pointed_at =
            problems.iter().chain(&warnings).filter_map(|problem| Some((problem.file.as_ref()?, problem.span?)));
        let places = sources.places(pointed_at);
        let offset = |problem: &Diagnostic| problem.file.as_ref().map_or(0, |file| sources.offset(file));
        for list in [&mut problems, &mut warnings] {
            for problem in list.iter_mut() {
                let moved = offset(problem);
                if moved > 0 {
                    *problem = problem.clone().moved(moved);
                }
            }
        }
        let entries = documents.iter().map(Entry::from).collect();
        let lines = lines.map(|lines| Range {
            offset: lines.part.offset,
            line: number(lines.part.line),
            document: number(lines.document),
        });
        let piece = Piece { origin: 0, lines, documents: number(documents.len()), length, digest };
        Self { entries, problems, warnings, sources: places, piece: Some(piece), parsed, is_no_text }
    }
}

fn number(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Why a whole file is refused.
struct Refused {
    problem: Diagnostic,
    sources: Sources,
    is_no_text: bool,
}

/// What the lines of one file gave so far.
pub(super) struct Gathered {
    origin: usize,
    mark: Mark,
    /// What the parser found.
    documents: usize,
    problems: usize,
    /// Nothing after this is judged: a limit was passed.
    is_over: bool,
    refused: Option<Refused>,
}

impl Gathered {
    pub(super) fn begin(survey: &Survey, origin: usize) -> Self {
        Self { origin, mark: survey.mark(), documents: 0, problems: 0, is_over: false, refused: None }
    }

    /// Sees lines, on all threads, and adds what was seen to the survey.
    pub(super) fn add(&mut self, survey: &mut Survey, cuts: Vec<Cut>) {
        let Some(origin) = survey.origins.get(self.origin) else { return };
        let hashes = &survey.hashes;
        let lines = |cut: &Cut, problems_before| Lines { part: cut.part, document: cut.document, problems_before };
        let all: Vec<(Cut, Seen)> = cuts
            .into_par_iter()
            .map(|mut cut| {
                let seen = Seen::of(origin, cut.bytes.clone(), Some(lines(&cut, 0)), hashes);
                // Most lines are right, and not read again before they are judged.
                if seen.parsed.problems == 0 {
                    cut.bytes = Vec::new();
                }
                (cut, seen)
            })
            .collect();
        let most = Limits::default().problems;
        let mut added = Vec::new();
        for (cut, mut seen) in all {
            if seen.is_no_text || seen.parsed.is_refused {
                self.refuse(&mut seen);
            }
            if self.is_over || self.refused.is_some() {
                continue;
            }
            if seen.parsed.problems > 0 && self.problems + seen.parsed.problems >= most {
                let lines = lines(&cut, self.problems);
                seen = Seen::of(origin, cut.bytes, Some(lines), hashes);
            }
            self.documents += seen.parsed.documents;
            self.problems += seen.parsed.problems;
            self.is_over |= seen.parsed.is_end;
            added.push(seen);
        }
        for seen in added {
            survey.add(self.origin, seen);
        }
    }

    /// The file is refused; what is no text counts more than what is a wrong character.
    fn refuse(&mut self, seen: &mut Seen) {
        if self.refused.as_ref().is_some_and(|known| known.is_no_text || !seen.is_no_text) {
            return;
        }
        let Some(problem) = seen.problems.drain(..).next() else { return };
        let sources = std::mem::take(&mut seen.sources);
        self.refused = Some(Refused { problem, sources, is_no_text: seen.is_no_text });
    }

    /// Ends the file at a limit.
    pub(super) fn stop(&mut self, survey: &mut Survey, part: Part, message: String) {
        let Some(name) = survey.origins.get(self.origin).map(|origin| FileName::clone(&origin.name)) else { return };
        if self.is_over || self.refused.is_some() {
            return;
        }
        let here = Span::new(0, 0);
        let mut sources = Sources::default();
        sources.insert_part(FileName::clone(&name), "".into(), part);
        let problem = Diagnostic::error(Code::Document(ProblemCode::LimitSize), message)
            .in_file(&name)
            .at(here.moved(part.offset));
        let sources = sources.places([(&name, here)]);
        survey.add(self.origin, Seen { problems: vec![problem], sources, ..Seen::default() });
        (self.is_over, self.problems) = (true, self.problems + 1);
    }

    /// The file is at its end.
    pub(super) fn finish(self, survey: &mut Survey) {
        let Some(name) = survey.origins.get(self.origin).map(|origin| FileName::clone(&origin.name)) else { return };
        if let Some(Refused { problem, sources, .. }) = self.refused {
            survey.forget(&self.mark, &name);
            survey.problems.push(problem);
            survey.sources.extend(sources);
        } else if self.documents == 0 && self.problems == 0 {
            let mut sources = Sources::default();
            sources.insert(FileName::clone(&name), "".into());
            let problem = holds_nothing(&name);
            survey.sources.extend(sources.places([(&name, Span::new(0, 0))]));
            survey.problems.push(problem);
        }
    }
}
