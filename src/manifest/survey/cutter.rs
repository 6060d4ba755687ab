//! Cuts a stream with one document a line into pieces of whole lines.

use std::io::{self, Read};

use crate::{diagnostic::Part, manifest::read::first_line};

/// The size that a piece has, unless a single line is longer: small enough that all threads have work, and that what is made
/// of it needs little room.
pub(super) const PIECE: usize = 32 << 10;

/// Whole lines, and where they stand.
#[derive(Clone, Debug, Default)]
pub(super) struct Cut {
    pub(super) bytes: Vec<u8>,
    pub(super) part: Part,
    /// The number of the first document.
    pub(super) document: usize,
}

/// The next lines of a stream.
#[derive(Debug)]
pub(super) enum Next {
    Lines(Cut),
    /// A line that is longer than the limit, and where it begins.
    TooLong(Part),
    /// Lines that begin or end past 4 GiB, to which no span can point.
    TooFar(Part),
    End,
}

/// Cuts a stream.
pub(super) struct Cutter<R> {
    reader: R,
    /// What was read and not cut off yet.
    rest: Vec<u8>,
    /// How much of that is known to have no line break.
    searched: usize,
    is_at_end: bool,
    longest: usize,
    offset: u64,
    line: usize,
    document: usize,
}

impl<R: Read> Cutter<R> {
    /// Cuts into lines of at most so many bytes.
    pub(super) fn new(reader: R, longest: usize) -> Self {
        Self { reader, rest: Vec::new(), searched: 0, is_at_end: false, longest, offset: 0, line: 0, document: 0 }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.is_at_end = self.reader.by_ref().take(PIECE as u64).read_to_end(&mut self.rest)? == 0;
        Ok(())
    }

    /// The first line that is not blank, as far as it is not longer than the limit. Nothing is cut off.
    pub(super) fn first_line(&mut self) -> io::Result<String> {
        loop {
            let begun = self.rest.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.rest).trim_ascii_start();
            if begun.contains(&b'\n') || self.is_at_end || self.rest.len() > self.longest {
                return Ok(first_line(&String::from_utf8_lossy(&self.rest)).to_owned());
            }
            self.fill()?;
        }
    }

    /// All that was not cut off, if that is not longer than the limit; else how long it is.
    pub(super) fn remainder(mut self) -> io::Result<Result<Vec<u8>, u64>> {
        let most = (self.longest + 1).saturating_sub(self.rest.len()) as u64;
        self.reader.by_ref().take(most).read_to_end(&mut self.rest)?;
        if self.rest.len() <= self.longest {
            return Ok(Ok(self.rest));
        }
        let more = io::copy(&mut self.reader, &mut io::sink())?;
        Ok(Err(self.rest.len() as u64 + more))
    }

    /// The next lines.
    pub(super) fn next(&mut self) -> io::Result<Next> {
        loop {
            let new = self.rest.get(self.searched..).unwrap_or_default();
            let end = new.iter().rposition(|byte| *byte == b'\n').map(|at| self.searched + at + 1);
            let first = new.iter().position(|byte| *byte == b'\n').map_or(self.rest.len(), |at| self.searched + at);
            if first > self.longest {
                return Ok(match self.part(0) {
                    Some(part) => Next::TooLong(part),
                    None => Next::TooFar(Part::default()),
                });
            }
            match end {
                Some(end) if self.rest.len() >= PIECE => return Ok(self.cut(end)),
                _ if self.is_at_end && self.rest.is_empty() => return Ok(Next::End),
                _ if self.is_at_end => return Ok(self.cut(self.rest.len())),
                Some(_) => {}
                None => self.searched = self.rest.len(),
            }
            self.fill()?;
        }
    }

    /// Where the rest begins, if so many bytes of it can be pointed at.
    fn part(&self, bytes: usize) -> Option<Part> {
        u32::try_from(self.offset + bytes as u64).ok()?;
        Some(Part { offset: u32::try_from(self.offset).ok()?, line: self.line })
    }

    fn cut(&mut self, end: usize) -> Next {
        let Some(part) = self.part(end) else { return Next::TooFar(self.part(0).unwrap_or_default()) };
        let rest = self.rest.split_off(end);
        let bytes = std::mem::replace(&mut self.rest, rest);
        let document = self.document;
        self.searched = 0;
        self.offset += bytes.len() as u64;
        let text = if part == Part::default() { bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes) } else { &bytes };
        for line in text.split_inclusive(|byte| *byte == b'\n') {
            self.line += usize::from(line.ends_with(b"\n"));
            self.document += usize::from(!line.trim_ascii().is_empty());
        }
        Next::Lines(Cut { bytes, part, document })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(text: &str, longest: usize) -> (Vec<Cut>, Next) {
        let mut cutter = Cutter::new(text.as_bytes(), longest);
        let mut cuts = Vec::new();
        loop {
            match cutter.next().unwrap() {
                Next::Lines(cut) => cuts.push(cut),
                end => return (cuts, end),
            }
        }
    }

    #[test]
    fn pieces_are_whole_lines_and_together_the_stream() {
        let text: String = (0..9_000).map(|number| format!("{{\"number\": {number}}}\n\n")).collect();
        let text = format!("\u{feff}{text}last");
        let (cuts, end) = cuts(&text, 1 << 20);
        assert!(matches!(end, Next::End));
        assert!(cuts.len() > 3);
        let mut offset = 0;
        for cut in &cuts {
            assert_eq!(cut.part.offset as usize, offset);
            let before = text.get(..offset).unwrap();
            assert_eq!(cut.part.line, before.matches('\n').count());
            assert_eq!(cut.document, before.matches('{').count());
            offset += cut.bytes.len();
        }
        assert_eq!(cuts.iter().flat_map(|cut| cut.bytes.clone()).collect::<Vec<_>>(), text.as_bytes());
    }

    #[test]
    fn a_line_that_is_too_long_ends_it_and_one_as_long_as_allowed_does_not() {
        let long = format!("{{}}\n{}\n{{}}\n", "x".repeat(100_000));
        let (before, end) = cuts(&long, 99_999);
        assert!(matches!(end, Next::TooLong(Part { offset: 3, line: 1 })), "{end:?}");
        assert_eq!(before.iter().map(|cut| cut.bytes.len()).sum::<usize>(), 3);
        assert!(matches!(cuts(&long, 200_000).1, Next::End));
    }
}
