//! Text from manifests and policies, made safe for a terminal.

/// A text without characters that a terminal would obey: escapes, line breaks, marks that turn the direction of writing.
pub(super) fn printable(text: &str) -> String {
    text.chars().map(|c| if is_obeyed(c) { '\u{fffd}' } else { c }).collect()
}

/// The same, for text of several lines.
pub(super) fn printable_lines(text: &str) -> String {
    text.lines().map(printable).collect::<Vec<_>>().join("\n")
}

/// The same, for text that goes where nothing obeys a line break or a tab: those stay.
pub(super) fn printable_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars().map(|c| if is_obeyed(c) && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c }).collect()
}

/// The text of a file with such characters blotted out, byte for byte: the places in it stay where they are.
pub(super) fn same_length(text: &str) -> String {
    if !text.chars().any(|c| is_obeyed(c) && !matches!(c, '\n' | '\r' | '\t')) {
        return text.to_owned();
    }
    let mut blotted = String::with_capacity(text.len());
    for c in text.chars() {
        if is_obeyed(c) && !matches!(c, '\n' | '\r' | '\t') {
            blotted.extend(std::iter::repeat_n('?', c.len_utf8()));
        } else {
            blotted.push(c);
        }
    }
    blotted
}

fn is_obeyed(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_blotted_out_and_places_stay() {
        assert_eq!(printable("a\u{1b}[31m\nb\u{202e}"), "a\u{fffd}[31m\u{fffd}b\u{fffd}");
        let text = "a: \u{1b}[31m\n\tb: \u{202e}é\n";
        assert_eq!(same_length(text), "a: ?[31m\n\tb: ???é\n");
        assert_eq!(same_length(text).len(), text.len());
    }
}
