//! Texts, as SARIF writes them: plain, and as Markdown.

use serde_sarif::sarif::{Message, MultiformatMessageString};

use crate::report::printable::printable;

/// A message of several lines; the first says what it is about. As Markdown, the rule or code stands before it, the others are a
/// list, and those that are set in are lines of YAML.
pub(super) fn message(rule: &str, lines: &[String]) -> Message {
    let mut markdown = format!("**{}:** {}\n", escaped(rule), escaped(lines.first().map_or("", String::as_str)));
    let mut in_yaml = false;
    for line in lines.iter().skip(1) {
        let is_yaml = line.starts_with("  ");
        if is_yaml {
            // Code below an item of a list: a blank line, and four blanks more than the text of the item.
            let gap = if in_yaml { "" } else { "\n" };
            markdown.push_str(&format!("{gap}\n      {}", printable(line.get(2..).unwrap_or_default())));
        } else {
            let gap = if in_yaml { "\n" } else { "" };
            markdown.push_str(&format!("{gap}\n- {}", escaped(line)));
        }
        in_yaml = is_yaml;
    }
    Message::builder().text(plain(&lines.join("\n"))).markdown(markdown.trim_end()).build()
}

/// The same text as plain text and as Markdown.
pub(super) fn both(text: &str, markdown: String) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(plain(text)).markdown(markdown).build()
}

/// A plain text alone.
pub(super) fn multiformat(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(plain(text)).build()
}

/// A plain text. In SARIF, `[text](place)` in it would be a link: a backslash takes that from it.
pub(super) fn plain(text: &str) -> String {
    text.replace("](", "\\](")
}

/// A text in one line that is no Markdown, whatever stands in it.
pub(super) fn escaped(text: &str) -> String {
    let line: String = text.chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c }).collect();
    let mut out = String::with_capacity(line.len() + 8);
    let mut before = ' ';
    for c in printable(&line).chars() {
        // The second of two slashes after a colon would make an address a link.
        let is_link = c == '/' && before == ':';
        if is_link
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '~' | '!' | '$' | '@')
        {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn advice_is_a_list_and_yaml_is_code() {
        let lines = ["no `due`", "set it", "  due:", "    date: 1", "who can: alice"].map(str::to_owned);
        let message = message("SLA-01", &lines);
        let markdown = "**SLA-01:** no \\`due\\`\n\n- set it\n\n      due:\n        date: 1\n\n- who can: alice";
        assert_eq!(message.markdown.as_deref(), Some(markdown));
        assert_eq!(message.text.as_deref(), Some("no `due`\nset it\n  due:\n    date: 1\nwho can: alice"));
    }

    #[test]
    fn text_from_manifests_is_no_link_and_no_markdown() {
        assert_eq!(plain("see [x](http://a.example)"), "see [x\\](http://a.example)");
        assert_eq!(escaped("<b> *x*\n# h http://a"), "\\<b\\> \\*x\\* \\# h http:\\//a");
    }
}
