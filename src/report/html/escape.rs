//! Text from manifests, policies and people, made safe for a page and visible on it: markup is escaped, and what a reader
//! could not see, control characters and marks that turn the direction of writing, is shown by its sign or number.

use std::fmt;

use askama::filters::Escaper;

/// The rule by which every text of a template is escaped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Visible;

impl Escaper for Visible {
    fn write_escaped_str<W: fmt::Write>(&self, mut dest: W, text: &str) -> fmt::Result {
        write_visible(&mut dest, text)
    }
}

fn write_visible(dest: &mut dyn fmt::Write, text: &str) -> fmt::Result {
    let mut plain = 0;
    for (at, c) in text.char_indices().filter(|(_, c)| is_special(*c)) {
        dest.write_str(text.get(plain..at).unwrap_or_default())?;
        match c {
            '&' => dest.write_str("&amp;")?,
            '<' => dest.write_str("&lt;")?,
            '>' => dest.write_str("&gt;")?,
            '"' => dest.write_str("&quot;")?,
            '\'' => dest.write_str("&#39;")?,
            '\u{7f}' => dest.write_char('\u{2421}')?,
            c => match char::from_u32(0x2400 + u32::from(c)).filter(|_| c < ' ') {
                Some(sign) => dest.write_char(sign)?,
                None => write!(dest, "\u{27e8}U+{:04X}\u{27e9}", u32::from(c))?,
            },
        }
        plain = at + c.len_utf8();
    }
    dest.write_str(text.get(plain..).unwrap_or_default())
}

fn is_special(c: char) -> bool {
    match c {
        '&' | '<' | '>' | '"' | '\'' => true,
        '\n' | '\t' => false,
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fdd0}'..='\u{fdef}' => true,
        c if u32::from(c) & 0xfffe == 0xfffe => true,
        c => c.is_control(),
    }
}

/// A sentence in which words between backticks are names: those become code. It is escaped already.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prose<'a>(pub(super) &'a str);

impl fmt::Display for Prose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((before, (code, after))) =
            rest.split_once('`').and_then(|(before, behind)| Some((before, behind.split_once('`')?)))
        {
            write_visible(f, before)?;
            f.write_str("<code>")?;
            write_visible(f, code)?;
            f.write_str("</code>")?;
            rest = after;
        }
        write_visible(f, rest)
    }
}

impl askama::filters::HtmlSafe for Prose<'_> {}

/// An owned sentence of that kind.
#[derive(Clone, Debug)]
pub(super) struct OwnProse(pub(super) String);

impl fmt::Display for OwnProse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Prose(&self.0).fmt(f)
    }
}

impl askama::filters::HtmlSafe for OwnProse {}

#[cfg(test)]
mod tests {
    use super::*;

    fn visible(text: &str) -> String {
        let mut out = String::new();
        Visible.write_escaped_str(&mut out, text).unwrap();
        out
    }

    #[test]
    fn markup_is_text_and_what_hides_is_seen() {
        assert_eq!(visible("</script>\"'&"), "&lt;/script&gt;&quot;&#39;&amp;");
        assert_eq!(visible("a\u{1b}b\u{7f}c\u{85}\u{202e}d\r"), "a\u{241b}b\u{2421}c⟨U+0085⟩⟨U+202E⟩d\u{240d}");
        assert_eq!(visible("\u{ffff}\u{10fffe}\u{fdd0}\u{e000}"), "⟨U+FFFF⟩⟨U+10FFFE⟩⟨U+FDD0⟩\u{e000}");
        assert_eq!(visible("one\n\ttwo 👩‍💻 é"), "one\n\ttwo 👩‍💻 é");
    }

    #[test]
    fn names_between_backticks_become_code_and_a_lonely_backtick_stays() {
        assert_eq!(Prose("set `a<b` to ` 1").to_string(), "set <code>a&lt;b</code> to ` 1");
    }
}
