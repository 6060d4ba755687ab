//! Texts, as SARIF writes them: plain, and as Markdown.

use serde_sarif::sarif::{Message, MultiformatMessageString};

use crate::report::printable::printable;

/// A message of several lines; the first says what it is about.
pub(super) fn message(lines: &[String]) -> Message {
    let markdown = lines.split_first().map_or_else(String::new, |(first, rest)| {
        let rest: String = rest.iter().map(|line| format!("\n- {}", escaped(line.trim_start()))).collect();
        let gap = if rest.is_empty() { "" } else { "\n" };
        format!("**Message:** {}{gap}{rest}", escaped(first))
    });
    Message::builder().text(plain(&lines.join("\n"))).markdown(markdown).build()
}

/// The same text as plain text and as Markdown.
pub(super) fn multiformat(text: &str, markdown: String) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(plain(text)).markdown(markdown).build()
}

/// A plain text. In SARIF, `[text](place)` in it would be a link: a backslash takes that from it.
pub(super) fn plain(text: &str) -> String {
    text.replace("](", "\\](")
}

/// A text in one line that is no Markdown, whatever stands in it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in printable(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '!' | '$' | '@' | ':') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_manifests_is_no_link_and_no_markdown() {
        assert_eq!(plain("see [x](http://a.example)"), "see [x\\](http://a.example)");
        assert_eq!(escaped("<b> *x*\n# h http://a"), "\\<b\\> \\*x\\*\u{fffd}\\# h http\\://a");
    }
}
