//! XML, element by element, from texts of any kind.

use std::{
    borrow::Cow,
    io::{self, Write},
};

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

/// An attribute: its name and its value, as plain text.
pub(super) type Attribute<'a> = (&'a str, &'a str);

/// Writes elements, each on a line of its own.
pub(super) struct Xml<'a> {
    writer: Writer<&'a mut dyn Write>,
}

impl<'a> Xml<'a> {
    /// Begins a document.
    pub(super) fn begin(out: &'a mut dyn Write) -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(out, b' ', 2);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self { writer })
    }

    /// Begins an element that holds others.
    pub(super) fn open(&mut self, name: &str, attributes: &[Attribute<'_>]) -> io::Result<()> {
        self.writer.write_event(Event::Start(start(name, attributes)))
    }

    /// Ends it.
    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.writer.write_event(Event::End(BytesEnd::new(name)))
    }

    /// Writes an element that holds nothing.
    pub(super) fn empty(&mut self, name: &str, attributes: &[Attribute<'_>]) -> io::Result<()> {
        self.writer.write_event(Event::Empty(start(name, attributes)))
    }

    /// Writes an element that holds a text.
    pub(super) fn text(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) -> io::Result<()> {
        self.open(name, attributes)?;
        self.writer.write_event(Event::Text(BytesText::from_escaped(escaped(text, false))))?;
        self.close(name)
    }

    /// Ends the document.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.writer.get_mut().write_all(b"\n")
    }
}

fn start<'a>(name: &'a str, attributes: &[Attribute<'_>]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((name.as_bytes(), escaped(value, true).as_bytes()));
    }
    start
}

/// A text as it may stand in XML 1.0. Characters that no XML may hold, escaped or not, become U+FFFD. In attributes, readers
/// turn line breaks and tabs into blanks unless they are escaped. Outside of them they turn carriage returns into line feeds, and
/// some know no escapes by number there: so that is what is written.
fn escaped(text: &str, in_attribute: bool) -> Cow<'_, str> {
    let is_plain = |c: char| is_legal(c) && !matches!(c, '<' | '>' | '&' | '"' | '\'' | '\r' | '\n' | '\t');
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\r' if in_attribute => out.push_str("&#13;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            '\r' if characters.peek() == Some(&'\n') => {}
            '\r' => out.push('\n'),
            c if is_legal(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}

/// Whether XML 1.0 allows a character.
fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_xml_is_escaped_and_what_it_forbids_is_replaced() {
        assert_eq!(escaped("a ]]> <b> & \"c\"", false), "a ]]&gt; &lt;b&gt; &amp; &quot;c&quot;");
        assert_eq!(escaped("\u{1}\u{1b}[31m\u{ffff}\u{10ffff}", false), "\u{fffd}\u{fffd}[31m\u{fffd}\u{10ffff}");
        assert_eq!(escaped("a\r\n\tb\rc", false), "a\n\tb\nc");
        assert_eq!(escaped("a\r\n\tb", true), "a&#13;&#10;&#9;b");
    }
}
