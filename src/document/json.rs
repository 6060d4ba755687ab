//! JSON and NDJSON text to the same trees.
//!
//! JSON is read by a scanner of its own instead of the YAML parser: most of YAML is not JSON and should be refused in
//! a `.json` file, and some JSON is refused by YAML (keys of more than 1,024 characters, for one). Limits, duplicate
//! keys and reserved keys are the business of the same builder.

use std::borrow::Cow;

use super::build::{Builder, Stop};
use super::limits::{Limits, Parsed};
use super::node::{Span, Value};
use super::problem::{Problem, ProblemCode};
use super::scalar::number;
use super::text::{byte_order_mark_inside, control_character, shown};
use super::yaml::too_large;

/// Reads a file that is one JSON value.
#[must_use]
pub fn parse_json(text: &str, limits: &Limits) -> Parsed {
    read(text, limits, |scanner| scanner.document())
}

/// Reads a file with one JSON value a line; blank lines are left out, and a bad line does not stop the others.
#[must_use]
pub fn parse_ndjson(text: &str, limits: &Limits) -> Parsed {
    read(text, limits, Scanner::lines)
}

/// Reads whole lines of such a file, after others in which so many problems were found. Documents and offsets count from the
/// first of these lines.
#[must_use]
pub fn parse_ndjson_part(text: &str, limits: &Limits, is_first: bool, problems_before: usize) -> Parsed {
    if !is_first && text.starts_with('\u{feff}') {
        return Parsed { problems: vec![byte_order_mark_inside()], ..Parsed::default() };
    }
    read(text, limits, |scanner| {
        scanner.builder.problems_before(problems_before);
        scanner.lines()
    })
}

fn read<'a>(text: &'a str, limits: &'a Limits, run: impl FnOnce(&mut Scanner<'a>) -> Result<(), Stop>) -> Parsed {
    if let Some(problem) = too_large(text, limits).or_else(|| control_character(text)) {
        return Parsed { problems: vec![problem], ..Parsed::default() };
    }
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut scanner = Scanner { text, at: start, end: text.len(), builder: Builder::new(text, limits) };
    // A limit has been reported by the time that it ends the file.
    let _: Result<(), Stop> = run(&mut scanner);
    scanner.builder.finish()
}

/// Why a document was given up.
enum Halt {
    Syntax(Problem),
    Limit,
}

impl From<Stop> for Halt {
    fn from(_: Stop) -> Self {
        Self::Limit
    }
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Where the document has to end: the end of the line or of the file.
    end: usize,
    builder: Builder<'a>,
}

impl<'a> Scanner<'a> {
    fn lines(&mut self) -> Result<(), Stop> {
        let mut at = self.at;
        for line in self.text.get(at..).unwrap_or_default().split_inclusive('\n') {
            (self.at, self.end) = (at, at + line.len());
            at = self.end;
            if !line.trim_ascii().is_empty() {
                self.document()?;
            }
        }
        Ok(())
    }

    fn document(&mut self) -> Result<(), Stop> {
        self.space();
        if self.at == self.end {
            return Ok(());
        }
        self.builder.start_document(None, self.here())?;
        match self.values() {
            Ok(()) => {
                self.builder.end_document();
                Ok(())
            }
            Err(Halt::Limit) => Err(Stop),
            Err(Halt::Syntax(mut problem)) => {
                if let Some(bracket) = self.builder.open_bracket() {
                    let label = format!("this `{}` is still open", bracket.slice(self.text));
                    problem = problem.with_related(bracket, label);
                }
                self.builder.problem(problem)?;
                self.builder.abandon_document();
                Ok(())
            }
        }
    }

    /// Reads one value with all that is in it; `closers` are the brackets that are open.
    fn values(&mut self) -> Result<(), Halt> {
        let mut closers: Vec<u8> = Vec::new();
        loop {
            // A value begins here.
            self.space();
            let here = self.here();
            match self.byte() {
                Some(open @ (b'[' | b'{')) => {
                    self.at += 1;
                    let closer = if open == b'[' {
                        self.builder.start_list(here, true, 0)?;
                        b']'
                    } else {
                        self.builder.start_map(here, true, 0)?;
                        b'}'
                    };
                    self.space();
                    if self.byte() != Some(closer) {
                        closers.push(closer);
                        if closer == b'}' {
                            self.key()?;
                        }
                        continue;
                    }
                    self.builder.end(Some(self.here()))?;
                    self.at += 1;
                }
                Some(b'"') => {
                    let (text, span) = self.string()?;
                    self.builder.value(Value::String(text.into()), span, 0)?;
                }
                Some(_) => self.word()?,
                None => return Err(self.expected("a value")),
            }
            // A value has ended: close what ends with it, up to the next comma.
            loop {
                self.space();
                let Some(&closer) = closers.last() else {
                    return if self.at == self.end { Ok(()) } else { Err(self.expected("the end of the document")) };
                };
                match self.byte() {
                    Some(b',') => {
                        self.at += 1;
                        if closer == b'}' {
                            self.key()?;
                        }
                        break;
                    }
                    Some(byte) if byte == closer => {
                        self.builder.end(Some(self.here()))?;
                        self.at += 1;
                        closers.pop();
                    }
                    _ => return Err(self.expected(if closer == b'}' { "`,` or `}`" } else { "`,` or `]`" })),
                }
            }
        }
    }

    fn key(&mut self) -> Result<(), Halt> {
        self.space();
        if self.byte() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let (text, span) = self.string()?;
        self.builder.key(&Value::String(text.as_ref().into()), None, span, 0)?;
        self.space();
        if self.byte() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Result<(Cow<'a, str>, Span), Halt> {
        let start = self.at;
        let bytes = self.rest().as_bytes();
        let mut length = 1;
        let mut is_escaped = false;
        loop {
            let rest = bytes.get(length..).unwrap_or_default();
            let is_special = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < b' ';
            length += rest.iter().position(is_special).unwrap_or(rest.len());
            match bytes.get(length) {
                Some(b'"') => break,
                Some(b'\\') => {
                    is_escaped = true;
                    length += 2;
                }
                // Other control characters have been refused before.
                Some(_) => {
                    self.at += length;
                    let here = Span::new(self.at, self.at + 1);
                    return Err(Halt::Syntax(
                        Problem::new(ProblemCode::JsonSyntax, here, "a line break or tab inside a string")
                            .with_related(Span::new(start, start + 1), "the quote opens here")
                            .with_help("close the quote, or write `\\n` or `\\t`"),
                    ));
                }
                None => {
                    let quote = Span::new(start, start + 1);
                    let problem = Problem::new(ProblemCode::JsonSyntax, quote, "a string that does not end");
                    return Err(Halt::Syntax(problem.with_help("close the quote")));
                }
            }
        }
        let span = Span::new(start, start + length + 1);
        self.at += length + 1;
        if !is_escaped {
            return Ok((Cow::Borrowed(self.text.get(start + 1..start + length).unwrap_or_default()), span));
        }
        // serde_json decodes what is known to be one string; it can only dislike an escape.
        match serde_json::from_str::<String>(span.slice(self.text)) {
            Ok(text) => Ok((Cow::Owned(text), span)),
            Err(_) => {
                let problem = Problem::new(ProblemCode::JsonSyntax, span, "an escape that JSON does not know");
                Err(Halt::Syntax(
                    problem.with_help("after a backslash JSON allows one of `\"\\/bfnrt`, or `u` and four digits"),
                ))
            }
        }
    }

    fn word(&mut self) -> Result<(), Halt> {
        let is_in_word = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_');
        let length = self.rest().find(|c| !is_in_word(c)).unwrap_or(self.rest().len());
        let span = Span::new(self.at, self.at + length);
        let word = span.slice(self.text);
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ if is_number(word) => match number(word) {
                Ok(value) => value.unwrap_or_default(),
                Err(fault) => {
                    let message = format!("{} {}", shown(word), fault.words());
                    self.builder.problem(Problem::new(ProblemCode::NumberOutOfRange, span, message))?;
                    Value::Null
                }
            },
            "" => return Err(self.expected("a value")),
            _ => {
                let problem =
                    Problem::new(ProblemCode::JsonSyntax, span, format!("{} is not a JSON value", shown(word)));
                return Err(Halt::Syntax(problem.with_help("put text into double quotes")));
            }
        };
        self.at += length;
        self.builder.value(value, span, 0)?;
        Ok(())
    }

    fn expected(&self, what: &str) -> Halt {
        let found = match self.rest().chars().next() {
            Some(c) => shown(c.encode_utf8(&mut [0; 4])),
            None => "the end".to_owned(),
        };
        let problem = Problem::new(ProblemCode::JsonSyntax, self.here(), format!("expected {what}, found {found}"));
        Halt::Syntax(match self.rest().as_bytes() {
            [b'/' | b'#', ..] => problem.with_help("JSON has no comments"),
            [b'\'', ..] => problem.with_help("JSON has double quotes only"),
            [b'}' | b']', ..] => problem.with_help("JSON has no comma after the last item"),
            _ => problem,
        })
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied().filter(|_| self.at < self.end)
    }

    fn here(&self) -> Span {
        Span::new(self.at, self.at + self.rest().chars().next().map_or(0, char::len_utf8))
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte() {
            self.at += 1;
        }
    }
}

/// Tells whether a word is a number as JSON writes it.
fn is_number(word: &str) -> bool {
    let unsigned = word.strip_prefix('-').unwrap_or(word);
    let split = unsigned.find(|c: char| !c.is_ascii_digit()).unwrap_or(unsigned.len());
    let (whole, rest) = unsigned.split_at_checked(split).unwrap_or_default();
    let (fraction, exponent) = match rest.find(['e', 'E']).and_then(|at| rest.split_at_checked(at)) {
        Some((fraction, exponent)) => (fraction, exponent.get(1..)),
        None => (rest, None),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && (fraction.is_empty() || fraction.strip_prefix('.').is_some_and(is_digits))
        && exponent.is_none_or(|text| is_digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}
