//! Bytes to text, and text of the file inside messages.

use super::node::Span;
use super::problem::{Problem, ProblemCode};

/// Decodes a file as UTF-8.
///
/// The problem's span is empty and stands before the first bad byte, so it also fits the text that
/// `String::from_utf8_lossy` makes of the same bytes.
///
/// # Errors
///
/// Bytes that are not UTF-8, with the place of the first.
pub fn decode_utf8(bytes: Vec<u8>) -> Result<String, Problem> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let looks_utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        let found = bytes.get(at).copied().unwrap_or_default();
        Problem::new(ProblemCode::InvalidUtf8, Span::new(at, at), format!("byte 0x{found:02x} is not valid UTF-8"))
            .with_help(if looks_utf16 {
                "the file looks like UTF-16: save it as UTF-8"
            } else {
                "save the file as UTF-8"
            })
    })
}

/// Finds the first character that may not stand in the text of a file.
pub(super) fn control_character(text: &str) -> Option<Problem> {
    let is_bad = |c: char| match c {
        '\t' | '\n' | '\r' | '\u{85}' => false,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => true,
        _ => false,
    };
    // Only these bytes begin such a character.
    let is_control = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    if !has_byte(text, |byte| is_control(byte) | (byte == 0x7f) | (byte == 0xc2) | (byte == 0xef)) {
        return None;
    }
    // A byte-order mark may begin a file; inside it makes a key that looks like another one.
    let (at, found) = text.char_indices().find(|&(at, c)| is_bad(c) || (c == '\u{feff}' && at != 0))?;
    Some(bad_character(at, found))
}

fn bad_character(at: usize, found: char) -> Problem {
    let kind = if found == '\u{feff}' { "byte-order mark" } else { "control character" };
    let message = format!("{kind} U+{:04X}", u32::from(found));
    let help = if found == '\0' {
        "remove it; if the file is full of them, it is binary or UTF-16: save it as UTF-8"
    } else {
        "remove it, or write it as an escape inside double quotes"
    };
    let span = Span::new(at, at + found.len_utf8());
    Problem::new(ProblemCode::ControlCharacter, span, message).with_help(help)
}

/// What is wrong with a text that is not the beginning of its file and begins with a byte-order mark.
pub(super) fn byte_order_mark_inside() -> Problem {
    bad_character(0, '\u{feff}')
}

/// Tells whether a text has a byte of a kind.
///
/// A condition without branches becomes instructions that look at many bytes at once.
pub(super) fn has_byte(text: &str, is_meant: impl Fn(u8) -> bool) -> bool {
    let fold = |piece: &[u8]| piece.iter().fold(false, |found, &byte| found | is_meant(byte));
    let (pieces, rest) = text.as_bytes().as_chunks::<64>();
    pieces.iter().any(|piece| fold(piece)) || fold(rest)
}

/// Puts a text of the file into backticks: on one line, not long, and without anything a terminal could obey.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut out = String::from("`");
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        let is_hidden = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
        if is_hidden { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out.push('`');
    out
}

/// Joins words to `a, b or c`.
pub(super) fn either(words: &[impl AsRef<str>]) -> String {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}
