//! YAML text to trees: the parser's events with their places, tags, and recovery at the next `---`.
//!
//! All that is known of the parser crate is in this folder. Two of its traits are corrected here: a list that is not
//! indented past its key is reported to start after its first dash, and an empty value comes as the text `~`.

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, Tag};

mod syntax;

use super::build::{Builder, Stop};
use super::limits::{Limits, Parsed};
use super::node::{Span, Value};
use super::problem::{Problem, ProblemCode};
use super::scalar::{read_otherwise, resolve};
use super::text::{control_character, shown};
use syntax::{is_in_quotes, is_tab, words};

/// Reads a file of YAML 1.2 documents.
///
/// All problems of the file are reported: one of syntax ends its document, and reading goes on after the next
/// `---`; others spoil their document, which is read to its end; only a limit ends the file. An empty file has no
/// document, and nothing between two `---` is a document that is null.
#[must_use]
pub fn parse_yaml(text: &str, limits: &Limits) -> Parsed {
    if let Some(problem) = too_large(text, limits).or_else(|| control_character(text)) {
        return Parsed { problems: vec![problem], ..Parsed::default() };
    }
    let mut loader = Loader { text, builder: Builder::new(text, limits), last_end: 0 };
    // A limit has been reported by the time that it ends the file.
    let _: Result<(), Stop> = loader.load(limits);
    loader.builder.finish()
}

/// Refuses a file by its size alone.
pub(super) fn too_large(text: &str, limits: &Limits) -> Option<Problem> {
    // INVARIANT: every offset of a file that is read fits an u32.
    if text.len() <= limits.bytes && u32::try_from(text.len()).is_ok() {
        return None;
    }
    let message = format!("the file has {} bytes, more than {}", text.len(), limits.bytes);
    Some(Problem::new(ProblemCode::LimitSize, Span::default(), message))
}

struct Loader<'a> {
    text: &'a str,
    builder: Builder<'a>,
    /// The end of the last event with text.
    last_end: usize,
}

impl<'a> Loader<'a> {
    fn load(&mut self, limits: &Limits) -> Result<(), Stop> {
        // The builder counts both kinds of nesting together and sees the limit first.
        let nesting = limits.depth.saturating_add(2);
        let mut options = granit_parser::options! {
            emit_unresolved_aliases: true,
            flow_nesting_limit: nesting,
            block_nesting_limit: nesting,
        };
        options.set_emit_comments(false);
        let mut parser = Parser::new_from_str_with_options(self.text, options);
        while let Some(event) = parser.next_event() {
            match event {
                Ok((event, span)) => self.event(event, &span)?,
                Err(error) => {
                    let is_limit = *error.kind() == ErrorKind::RecursionLimitExceeded;
                    let problem = self.syntax(&error);
                    self.builder.problem(problem)?;
                    if is_limit {
                        return Err(Stop);
                    }
                    self.builder.abandon_document();
                    if !self.next_document(&mut parser) {
                        return Ok(());
                    }
                }
            }
        }
        Ok(())
    }

    fn next_document(&mut self, parser: &mut Parser<'a, StrInput<'a>>) -> bool {
        parser.proceed_next_document().unwrap_or(false)
    }

    fn event(&mut self, event: Event<'a>, at: &granit_parser::Span) -> Result<(), Stop> {
        let span = at.byte_range().map_or_else(Span::default, |range| Span::new(range.start, range.end));
        match event {
            Event::DocumentStart(is_explicit, _) => {
                let marker = is_explicit.then_some(span);
                self.last_end = span.range().start.max(marker.unwrap_or_default().range().end);
                return self.builder.start_document(marker, span);
            }
            Event::DocumentEnd => {
                self.builder.end_document();
                return Ok(());
            }
            Event::Alias(id) => self.builder.alias(id, span)?,
            Event::UnresolvedAlias(name) => {
                let problem =
                    Problem::new(ProblemCode::UnknownAlias, span, format!("no anchor {} before here", shown(&name)))
                        .with_help(
                            "define it earlier in the same document, or put a text that begins with `*` into quotes",
                        );
                self.builder.problem(problem)?;
                if self.builder.expects_key() {
                    self.builder.bad_key(span);
                } else {
                    self.builder.value(Value::Null, span, 0)?;
                }
            }
            Event::Scalar(text, style, anchor, tag) => self.scalar(&text, style, anchor, tag.as_deref(), span, at)?,
            Event::SequenceStart(style, anchor, tag) => {
                self.collection_tag(tag.as_deref(), "seq", "a list", span, at)?;
                let is_flow = style == StructureStyle::Flow;
                let start = if is_flow { span } else { self.first_dash(span) };
                self.builder.start_list(start, is_flow, anchor)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.collection_tag(tag.as_deref(), "map", "a mapping", span, at)?;
                self.builder.start_map(span, style == StructureStyle::Flow, anchor)?;
            }
            // The end of a block collection is reported at the token after it: the builder takes the last content.
            Event::SequenceEnd | Event::MappingEnd => self.builder.end((!span.is_empty()).then_some(span))?,
            _ => return Ok(()),
        }
        self.last_end = self.last_end.max(span.range().end);
        Ok(())
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        mut span: Span,
        at: &granit_parser::Span,
    ) -> Result<(), Stop> {
        let is_plain = style == ScalarStyle::Plain;
        let text = if is_plain && span.is_empty() { "" } else { text };
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            let written = span.slice(self.text).trim_end().len();
            span = Span::new(span.range().start, span.range().start + written);
        }
        let kind = match tag {
            None if is_plain => "",
            None => "str",
            Some(tag) if tag.handle().is_empty() && tag.suffix() == "!" => "str",
            Some(tag) if tag.handle() == "!" && tag.suffix().is_empty() => "str",
            Some(tag) => tag.core_suffix().unwrap_or("unknown"),
        };
        let resolved = if kind == "str" { Ok(None) } else { resolve(text) };
        let is_key = self.builder.expects_key();
        let value = match resolved {
            Err(fault) => {
                let message = format!("{} {}", shown(text), fault.words());
                let problem = Problem::new(ProblemCode::NumberOutOfRange, span, message);
                self.builder.problem(problem.with_help("put it into quotes if it is text"))?;
                None
            }
            Ok(value) => match (kind, value) {
                ("" | "str", value) => {
                    if kind.is_empty()
                        && let Some((message, help)) = read_otherwise(text, value.as_ref())
                    {
                        self.builder.warning(Problem::new(ProblemCode::Yaml11Scalar, span, message).with_help(help));
                    }
                    Some(value.unwrap_or_else(|| Value::String(text.into())))
                }
                ("null", Some(value @ Value::Null))
                | ("bool", Some(value @ Value::Bool(_)))
                | ("int", Some(value @ Value::Integer(_)))
                | ("float", Some(value @ Value::Float(_))) => Some(value),
                #[expect(clippy::cast_precision_loss, reason = "`!!float 1` asks for a floating point number")]
                ("float", Some(Value::Integer(value))) => Some(Value::Float(value.as_i128() as f64)),
                _ => {
                    self.bad_tag(tag, "a scalar like this", span, at)?;
                    None
                }
            },
        };
        match value {
            Some(value) if is_key => self.builder.key(&value, kind.is_empty().then_some(text), span, anchor),
            None if is_key => {
                self.builder.bad_key(span);
                Ok(())
            }
            value => self.builder.value(value.unwrap_or_default(), span, anchor),
        }
    }

    fn collection_tag(
        &mut self,
        tag: Option<&Tag>,
        own: &str,
        kind: &str,
        span: Span,
        at: &granit_parser::Span,
    ) -> Result<(), Stop> {
        match tag {
            None => Ok(()),
            Some(tag) if tag.core_suffix() == Some(own) || tag.original() == "!" => Ok(()),
            tag => self.bad_tag(tag, kind, span, at),
        }
    }

    fn bad_tag(&mut self, tag: Option<&Tag>, kind: &str, span: Span, at: &granit_parser::Span) -> Result<(), Stop> {
        let place =
            at.tag_span().and_then(|tag| tag.byte_range()).map_or(span, |range| Span::new(range.start, range.end));
        let Some(tag) = tag else { return Ok(()) };
        let name = shown(&tag.original());
        let message = if tag.core_suffix().is_some() {
            format!("the tag {name} does not fit {kind}")
        } else {
            format!("unknown tag {name}")
        };
        let problem = Problem::new(ProblemCode::UnknownTag, place, message);
        self.builder.problem(problem.with_help("remove the tag; a text that begins with `!` needs quotes"))
    }

    /// Finds the real start of a block list, which the parser reports after the first dash where the list is not
    /// indented past its key. That dash is then the first thing after the key that is no comment, anchor or tag.
    fn first_dash(&self, reported: Span) -> Span {
        let empty = |at: usize| Span::new(at, at);
        let reported = empty(reported.range().start);
        let Some(key) = self.builder.pending_key() else { return reported };
        let mut at = key.range().end;
        let mut rest = Span::new(at, reported.range().start).slice(self.text);
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '-' => return empty(at),
                '#' => rest.find(['\n', '\r']).unwrap_or(rest.len()),
                '&' | '!' => rest.find(|c: char| c.is_whitespace()).unwrap_or(rest.len()),
                _ => first.len_utf8(),
            };
            at += length;
            rest = rest.get(length..).unwrap_or_default();
        }
        reported
    }

    fn syntax(&self, error: &ScanError) -> Problem {
        let kind = error.kind();
        let at = error.marker().byte_offset().unwrap_or_default().min(self.text.len());
        let here = |at: usize| {
            let next = self.text.get(at..).and_then(|rest| rest.chars().next());
            Span::new(at, at + next.map_or(0, char::len_utf8))
        };
        if *kind == ErrorKind::RecursionLimitExceeded {
            return Problem::new(ProblemCode::LimitDepth, here(at), "nested too deeply");
        }
        let problem = |kind: &ErrorKind, at: usize| {
            let (message, help) = words(kind);
            let problem = Problem::new(ProblemCode::YamlSyntax, here(at), message);
            Problem { help: help.map(str::to_owned), ..problem }
        };
        if is_in_quotes(kind) {
            let gap = self.text.get(self.last_end..at).unwrap_or_default();
            return match gap.find(['"', '\'']).map(|found| self.last_end + found) {
                Some(quote) if at == self.text.len() => problem(&ErrorKind::UnclosedQuotedScalar, quote),
                Some(quote) => problem(kind, at).with_related(here(quote), "the quote opens here"),
                None => problem(kind, at),
            };
        }
        let before = at.saturating_sub(1);
        if is_tab(kind) && self.text.get(before..at) == Some("\t") {
            return problem(kind, before);
        }
        match self.builder.open_bracket().filter(|bracket| bracket.range().start != at) {
            Some(bracket) if !matches!(kind, ErrorKind::MismatchedFlowCollectionEnd { .. }) => {
                problem(kind, at).with_related(bracket, format!("this `{}` is still open", bracket.slice(self.text)))
            }
            _ => problem(kind, at),
        }
    }
}
