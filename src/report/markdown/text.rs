//! Texts of manifests and policies inside Markdown: they are shown as they are, and never become markup, a link, a mention or
//! a reference.

use crate::report::printable::printable_text;

/// What a forge cannot see through and a reader does not see: it keeps `@team` and `#1` from being looked up.
const GAP: &str = "&#8203;";

/// A text on one line, as it is. Holds in Markdown, in table cells and between tags.
pub(in crate::report) fn literal(text: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + 16);
    let mut rest = line.chars().peekable();
    let mut before = [' '; 3];
    while let Some(c) = rest.next() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // Between letters it is no markup, and many names have it.
            '_' if before[2].is_alphanumeric() && rest.peek().is_some_and(|next| next.is_alphanumeric()) => {
                out.push('_')
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '@' | '$' | '^' | '=' => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            _ => out.push(c),
        }
        let next = rest.peek().copied().unwrap_or(' ');
        let is_reference = matches!(c, '@' | '#' | '!' | '&' | '$' | '%' | '~' | '^')
            && (next.is_alphanumeric() || matches!(next, '"' | '_' | '[' | '*'));
        let is_address = c == ':' && next == '/';
        let is_host = c == '.' && before == ['w', 'w', 'w'];
        let is_issue = c == '-' && before[1..] == ['g', 'h'] && next.is_ascii_digit();
        if is_reference || is_address || is_host || is_issue {
            out.push_str(GAP);
        }
        before = [before[1], before[2], c.to_ascii_lowercase()];
    }
    out
}

/// A text on one line in which what stands between backticks is code, as policies write it.
pub(in crate::report) fn prose(text: &str) -> String {
    let line = one_line(text);
    let parts: Vec<&str> = line.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return literal(&line);
    }
    let mut out = String::new();
    for (number, part) in parts.iter().enumerate() {
        if number.is_multiple_of(2) {
            out.push_str(&literal(part));
        } else if part.trim().is_empty() {
            out.push_str(&literal(&format!("`{part}`")));
        } else {
            out.push_str(&code(part));
        }
    }
    out
}

/// A text on one line, as code.
pub(in crate::report) fn code(text: &str) -> String {
    let line = one_line(text);
    if line.trim().is_empty() {
        return literal(&format!("`{line}`"));
    }
    let fence = "`".repeat(longest_run(&line, '`') + 1);
    let has_edge = |edge: Option<char>| edge.is_some_and(|c| c == '`' || c == ' ');
    let pad = if has_edge(line.chars().next()) || has_edge(line.chars().next_back()) { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

/// Lines of code in a block of their own, with a line break at the end.
pub(in crate::report) fn block(language: &str, text: &str) -> String {
    let text = printable_text(text);
    let fence = "`".repeat((longest_run(&text, '`') + 1).max(3));
    format!("{fence}{language}\n{}\n{fence}\n", text.trim_end_matches('\n'))
}

/// The most characters of a text that are shown: one long text must not leave no room for all others.
const LONGEST: usize = 1_000;

/// A text without line breaks and tabs, which mean something almost everywhere.
fn one_line(text: &str) -> String {
    let text = if text.chars().nth(LONGEST).is_some() {
        text.chars().take(LONGEST).chain(['…']).collect()
    } else {
        text.to_owned()
    };
    printable_text(&text).replace(['\n', '\t', '\u{2028}', '\u{2029}'], " ")
}

fn longest_run(text: &str, of: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == of { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        assert_eq!(literal("a | <b> & *c* _d_ e_f"), "a &#124; &lt;b&gt; &amp; &#42;c&#42; &#95;d&#95; e_f");
        assert_eq!(literal("@here #1 GH-7"), "&#64;&#8203;here &#35;&#8203;1 GH-&#8203;7");
        assert_eq!(literal("http://x.example www.x.example"), "http:&#8203;//x.example www.&#8203;x.example");
        assert_eq!(literal("two\r\nlines\u{1b}[0m"), "two lines\u{fffd}&#91;0m");
    }

    #[test]
    fn backticks_are_code_if_they_are_pairs() {
        assert_eq!(prose("set `a.b` to *one*"), "set `a.b` to &#42;one&#42;");
        assert_eq!(prose("one ` alone"), "one &#96; alone");
        assert_eq!(prose("``"), "&#96;&#96;");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(block("yaml", "a: ```\n"), "````yaml\na: ```\n````\n");
    }
}
