//! Errors of syntax in words. The parser's own need one of its features, and many speak of its state machine.

use granit_parser::ErrorKind as Kind;

/// Tells whether the parser was inside a quoted scalar, whose opening quote is then worth showing.
pub(super) const fn is_in_quotes(kind: &Kind) -> bool {
    matches!(kind, Kind::UnclosedQuotedScalar | Kind::InvalidQuotedScalarIndent | Kind::DocumentIndicatorInQuotedScalar)
}

/// Tells whether the parser found a tab, which it reports at the character after it.
pub(super) const fn is_tab(kind: &Kind) -> bool {
    matches!(kind, Kind::TabInIndentation | Kind::TabInBlockIndentation | Kind::TabNotAllowed)
}

/// Says what the parser found, with advice for the mistakes that people make.
pub(super) fn words(kind: &Kind) -> (String, Option<&'static str>) {
    let (message, help) = match kind {
        Kind::UnclosedFlowCollection { open } => {
            return (format!("`{open}` is not closed"), Some("close the bracket"));
        }
        Kind::MismatchedFlowCollectionEnd { open, close } => {
            return (format!("`{open}` is closed by `{close}`"), Some("use the bracket that fits"));
        }
        Kind::UnexpectedCharacter { character } => {
            let message = format!("nothing can begin with `{}`", character.escape_default());
            return (message, Some("put a text that begins with this character into quotes"));
        }
        Kind::ExpectedFlowMappingSeparator => {
            ("expected `,` or `}`", "close the bracket, or put a comma between the items")
        }
        Kind::ExpectedFlowSequenceSeparator => {
            ("expected `,` or `]`", "close the bracket, or put a comma between the items")
        }
        Kind::MisplacedFlowCollectionEnd => {
            ("a closing bracket without an opening one", "remove it, or put the text into quotes")
        }
        Kind::UnclosedQuotedScalar => ("a quoted text that does not end", "close the quote"),
        Kind::InvalidQuotedScalarIndent => {
            ("a quoted text that goes on without being indented", "close the quote, or indent its further lines")
        }
        Kind::DocumentIndicatorInQuotedScalar => ("a document ends inside a quoted text", "close the quote"),
        Kind::InvalidTrailingSingleQuotedScalar | Kind::InvalidTrailingDoubleQuotedScalar => (
            "text after a closing quote",
            "put the whole text into quotes; a quote inside single quotes is written twice",
        ),
        Kind::UnknownQuotedScalarEscape => {
            ("an escape that YAML does not know", "use single quotes, or double the backslash")
        }
        Kind::InvalidQuotedScalarHexEscape
        | Kind::InvalidUnicodeEscape
        | Kind::InvalidLowSurrogateHexEscape
        | Kind::InvalidLowSurrogate
        | Kind::MissingLowSurrogate
        | Kind::UnpairedLowSurrogate => {
            ("an escape that stands for no character", "use single quotes, or double the backslash")
        }
        Kind::MappingValueNotAllowed | Kind::InvalidColonPlacement | Kind::FlowMappingValueAdjacentCollection => {
            ("a `key: value` cannot stand here", "check the indentation, and put a text that contains `: ` into quotes")
        }
        Kind::MappingKeyNotAllowed | Kind::ExpectedBlockMappingKey => {
            ("expected a key of the mapping above", "check the indentation of this line")
        }
        Kind::SimpleKeyExpected | Kind::InvalidSimpleKey => {
            ("expected `key: value`", "write a colon and a space after the key, and check the indentation")
        }
        Kind::ExpectedBlockSequenceEntry => {
            ("expected `- ` and an item of the list above", "check the indentation of this line")
        }
        Kind::BlockSequenceEntryNotAllowed => ("a list item cannot stand here", "begin the list on a line of its own"),
        Kind::BlockEntryInFlowCollection => ("`- ` inside brackets", "separate the items with commas"),
        Kind::InvalidIndentation | Kind::InvalidFlowScalarIndent | Kind::InvalidBlockScalarIndent => {
            ("the indentation fits nothing above", "indent this line like the lines it belongs to")
        }
        Kind::TabInIndentation
        | Kind::TabInBlockIndentation
        | Kind::TabNotAllowed
        | Kind::TabAtBlockScalarStart
        | Kind::TabInPlainScalar => ("a tab where only spaces can stand", "indent with spaces"),
        Kind::InvalidBlockScalarHeader => ("text after `|` or `>`", "begin the text on the next line"),
        Kind::ZeroBlockScalarIndent => ("a block text cannot be indented by 0", "write a digit from 1 to 9, or none"),
        Kind::CommentNotSeparated => {
            ("a comment needs a space before its `#`", "put a space there, or the text into quotes")
        }
        Kind::CommentInterceptedScalar => ("a comment inside a text of several lines", "put the text into quotes"),
        Kind::UndeclaredTagHandle => {
            ("a tag with an unknown prefix", "remove the tag; a text that begins with `!` needs quotes")
        }
        Kind::MissingAnchorOrAliasName => {
            ("an anchor or alias without a name", "put a text that begins with `&` or `*` into quotes")
        }
        Kind::BomInsideDocument => ("a byte-order mark inside the text", "remove the invisible character"),
        Kind::PlainScalarStartsWithDashFlowIndicator => ("a text cannot begin like this", "put it into quotes"),
        // What is left are directives, tags and states that hardly anybody meets.
        other => return (from_name(&format!("{other:?}")), None),
    };
    (message.to_owned(), Some(help))
}

/// Makes `missing directive name` of `MissingDirectiveName`.
fn from_name(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().take_while(char::is_ascii_alphanumeric) {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push(' ');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
