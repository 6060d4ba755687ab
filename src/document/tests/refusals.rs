//! Everything that is refused, with the words and the places.

use super::*;

#[test]
fn refusals_of_yaml() {
    assert_table(
        &[
            (
                "a: 1\nb: 2\na: 3\n",
                "duplicate-key \"a\" duplicate key `a` | \"a\" first given here | remove one of the two: readers do not agree on which one counts\n",
            ),
            (
                "1: a\n\"1\": b\n",
                "duplicate-key \"\\\"1\\\"\" duplicate key `1` | \"1\" first given here | `1` and `\"1\"` are the same key: remove one of the two\n",
            ),
            (
                "<<: {a: 1}\n<<: {b: 2}\n",
                "duplicate-key \"<<\" duplicate key `<<` | \"<<\" first given here | remove one of the two: readers do not agree on which one counts\n",
            ),
            (
                "[a]: 1\n? {b: c}\n: 2\n? - d\n: 3\n",
                "invalid-key \"[\" a list cannot be a key | write a text as the key; a text with brackets or braces needs quotes\n\
             invalid-key \"{\" a mapping cannot be a key | write a text as the key; a text with brackets or braces needs quotes\n\
             invalid-key \"\" a list cannot be a key | write a text as the key; a text with brackets or braces needs quotes\n",
            ),
            ("~: a\n", "invalid-key \"~\" a key cannot be null | write a text as the key\n"),
            (": a\n", "invalid-key \"\" a key cannot be null | write a text as the key\n"),
            ("\"\": a\n", "invalid-key \"\\\"\\\"\" a key cannot be empty | write a text as the key\n"),
            ("1.10: a\n", "invalid-key \"1.10\" the key `1.10` would become `1.1` | put the key into quotes\n"),
            ("True: a\n", "invalid-key \"True\" the key `True` would become `true` | put the key into quotes\n"),
            ("&k a: b\n", "invalid-key \"a\" an anchor on a key | remove the anchor\n"),
            ("a: &k x\n*k : b\n", "invalid-key \"*k\" an alias cannot be a key | write the key out\n"),
            (
                "a: *gone\n",
                "unknown-alias \"*gone\" no anchor `gone` before here | define it earlier in the same document, or put a text that begins with `*` into quotes\n",
            ),
            (
                "a: &k\n  b: [*k]\n",
                "alias-cycle \"*k\" an alias inside the value it stands for | \"\" the value begins here | write the inner value out\n",
            ),
            (
                "a: &k 1\n--- \nb: *k\n",
                "unknown-alias \"*k\" no anchor `k` before here | define it earlier in the same document, or put a text that begins with `*` into quotes\n",
            ),
            (
                "a: !foo x\n",
                "unknown-tag \"!foo\" unknown tag `!foo` | remove the tag; a text that begins with `!` needs quotes\n",
            ),
            (
                "a: !!binary x\n",
                "unknown-tag \"!!binary\" unknown tag `!!binary` | remove the tag; a text that begins with `!` needs quotes\n",
            ),
            (
                "a: !!int x\n",
                "unknown-tag \"!!int\" the tag `!!int` does not fit a scalar like this | remove the tag; a text that begins with `!` needs quotes\n",
            ),
            (
                "a: !!map\n- x\n",
                "unknown-tag \"!!map\" the tag `!!map` does not fit a list | remove the tag; a text that begins with `!` needs quotes\n",
            ),
            (
                "a: !set {b: 1}\n",
                "unknown-tag \"!set\" unknown tag `!set` | remove the tag; a text that begins with `!` needs quotes\n",
            ),
            (
                "a: .nan\n",
                "number-out-of-range \".nan\" `.nan` is not a finite number | put it into quotes if it is text\n",
            ),
            (
                "a: [-.inf, 1e400]\n",
                "number-out-of-range \"-.inf\" `-.inf` is not a finite number | put it into quotes if it is text\n\
             number-out-of-range \"1e400\" `1e400` is out of range: numbers have 64 bits | put it into quotes if it is text\n",
            ),
            (
                "18446744073709551616: a\n",
                "number-out-of-range \"18446744073709551616\" `18446744073709551616` is out of range: numbers have 64 bits | put it into quotes if it is text\n",
            ),
            (
                "x: {\"$serde_json::private::Number\": \"abc\"}\n",
                "reserved-key \"\\\"$serde_json::private::Number\\\"\" `$serde_json::private::Number` is a reserved key | choose another key: a reader could take this mapping for a number\n",
            ),
            (
                "a:\n  <<: 5\n",
                "invalid-merge \"<<\" `<<` merges mappings, found an integer | name a mapping with `*alias`; a key of that name needs quotes\n",
            ),
            (
                "a:\n  <<: [{b: 1}, x]\n",
                "invalid-merge \"<<\" `<<` merges mappings, found a string | name a mapping with `*alias`; a key of that name needs quotes\n",
            ),
            (
                "a: \"x\u{1b}[31m\"\n",
                "control-character \"\\u{1b}\" control character U+001B | remove it, or write it as an escape inside double quotes\n",
            ),
            (
                "a: x\0y\n",
                "control-character \"\\0\" control character U+0000 | remove it; if the file is full of them, it is binary or UTF-16: save it as UTF-8\n",
            ),
            (
                "a: \u{9b}\n",
                "control-character \"\\u{9b}\" control character U+009B | remove it, or write it as an escape inside double quotes\n",
            ),
        ],
        |text| load(text).problems,
    );
}

#[test]
fn errors_of_syntax() {
    assert_table(
        &[
            ("a: [1,\nb: 2\n", "yaml-syntax \"[\" `[` is not closed | close the bracket\n"),
            (
                "a: {x: 1\nb: 2\n",
                "yaml-syntax \":\" expected `,` or `}` | \"{\" this `{` is still open | close the bracket, or put a comma between the items\n",
            ),
            ("a: [1}\n", "yaml-syntax \"[\" `[` is closed by `}` | use the bracket that fits\n"),
            (
                "a: \"x\nb: 2\n",
                "yaml-syntax \"b\" a quoted text that goes on without being indented | \"\\\"\" the quote opens here | close the quote, or indent its further lines\n",
            ),
            ("a: 'x\n", "yaml-syntax \"'\" a quoted text that does not end | close the quote\n"),
            (
                "a: b: c\n",
                "yaml-syntax \":\" a `key: value` cannot stand here | check the indentation, and put a text that contains `: ` into quotes\n",
            ),
            (
                "a: 1\nb\nc: 2\n",
                "yaml-syntax \"b\" expected `key: value` | write a colon and a space after the key, and check the indentation\n",
            ),
            ("a:\n\tb: 1\n", "yaml-syntax \"\\t\" a tab where only spaces can stand | indent with spaces\n"),
            (
                "a: @x\n",
                "yaml-syntax \"@\" nothing can begin with `@` | put a text that begins with this character into quotes\n",
            ),
            (
                "a: \"\\q\"\n",
                "yaml-syntax \"\\\"\" an escape that YAML does not know | use single quotes, or double the backslash\n",
            ),
            (
                "a:\n  b: 1\n c: 2\n",
                "yaml-syntax \"c\" expected a key of the mapping above | check the indentation of this line\n",
            ),
            (
                "a: 'it's'\n",
                "yaml-syntax \"s\" text after a closing quote | put the whole text into quotes; a quote inside single quotes is written twice\n",
            ),
            (
                "- a\nb: 1\n",
                "yaml-syntax \"b\" expected `- ` and an item of the list above | check the indentation of this line\n",
            ),
            ("a: - b\n", "yaml-syntax \"-\" a list item cannot stand here | begin the list on a line of its own\n"),
            ("a: 1\n  - b\n", ""),
            ("%FOO\n%YAML 9.9\n--- a\n", "yaml-syntax \"%\" unsupported yaml major version\n"),
        ],
        |text| load(text).problems,
    );
}

#[test]
fn all_problems_of_a_file_are_reported() {
    let text = "a: 1\na: 2\nb: !x y\nc: *no\n---\nfine: true\n---\n[\n---\nd: 'x\n---\ne: \"ok\"\n";
    let parsed = load(text);
    let codes: Vec<_> = parsed.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["duplicate-key", "unknown-tag", "unknown-alias", "yaml-syntax", "yaml-syntax"]);
    assert_eq!(parsed.documents.iter().map(|document| document.index).collect::<Vec<_>>(), [1, 4]);
}

#[test]
fn problems_are_counted_too() {
    let text = "- !x a\n".repeat(5000);
    let parsed = load(&text);
    assert_eq!(parsed.problems.len(), 1001);
    assert_eq!(parsed.problems.last().unwrap().code, ProblemCode::LimitProblems);
    assert!(parsed.documents.is_empty());
    let parsed = load(&"- no\n".repeat(5000));
    assert_eq!((parsed.documents.len(), parsed.warnings.len()), (1, 1000));
}

#[test]
fn warnings_are_for_scalars_without_quotes_or_tag() {
    let text = "a: no\nb: 'no'\nc: !!str no\non: 1\nd: 017\n";
    let parsed = load(text);
    assert_eq!(
        lines(&parsed.warnings, text),
        "yaml-1-1-scalar \"no\" `no` is text here, but `false` in YAML 1.1 | write `\"no\"`, or `false` if that is meant\n\
         yaml-1-1-scalar \"on\" `on` is text here, but `true` in YAML 1.1 | write `\"on\"`, or `true` if that is meant\n\
         yaml-1-1-scalar \"017\" `017` is the number 17 here, but the number 15 in YAML 1.1 | write `\"017\"` if text is meant, or the number as `17`\n"
    );
    assert_eq!(parsed.documents.len(), 1);
    assert!(load("!!str no: 1\n").problems.is_empty());
}

#[test]
fn messages_cannot_talk_to_the_terminal() {
    let text = "\"a\\e[31m\\n\\u202e\": 1\n\"a\\e[31m\\n\\u202e\": 2\n";
    let parsed = load(text);
    assert_eq!(parsed.problems[0].message, "duplicate key `a\\u{1b}[31m\\n\\u{202e}`");
    let long = format!("{0}: 1\n{0}: 2\n", "x".repeat(500));
    assert!(load(&long).problems[0].message.chars().count() < 90);
}

#[test]
fn bytes_that_are_not_utf8() {
    assert_eq!(decode_utf8("é".into()).unwrap(), "é");
    for (bytes, start, words) in [
        (&b"a: \xe9\n"[..], 3, "byte 0xe9 is not valid UTF-8; save the file as UTF-8"),
        (b"ab\xe2\x82", 2, "byte 0xe2 is not valid UTF-8; save the file as UTF-8"),
        (b"\xff\xfea\0", 0, "byte 0xff is not valid UTF-8; the file looks like UTF-16: save it as UTF-8"),
    ] {
        let problem = decode_utf8(bytes.to_vec()).unwrap_err();
        assert_eq!((problem.span, problem.code), (Span { start, end: start }, ProblemCode::InvalidUtf8));
        assert_eq!(format!("{}; {}", problem.message, problem.help.as_deref().unwrap()), words);
    }
}

#[test]
fn codes_have_one_name_and_a_description() {
    let mut names: Vec<_> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ProblemCode::ALL.len());
    for code in ProblemCode::ALL {
        assert!(code.as_str().chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'));
        assert!(code.description().ends_with('.') && !code.description().starts_with(' '), "{}", code.description());
    }
}
