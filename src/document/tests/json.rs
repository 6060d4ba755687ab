//! JSON and NDJSON.

use super::*;

fn json(text: &str) -> Parsed {
    parse_json(text, &Limits::default())
}

#[test]
fn json_is_read_with_its_places() {
    let long = "k".repeat(3000);
    let text = format!(
        "\u{feff} {{\t\"a\\u00e9\\ud83e\\udd80\\/\": [1, -0, 2.50, 1E+2, {{}}, []],\n\t\"{long}\"\n: {{\"ü\": null,\"t\":true}}}}\r\n"
    );
    let parsed = json(&text);
    assert_eq!(parsed.problems, []);
    let root = &parsed.documents[0].root;
    let expected: serde_json::Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
    assert_eq!(root.to_json()["aé🦀/"][0], expected["aé🦀/"][0]);
    assert_eq!(root.to_json()[&long], expected[&long]);
    let slice = |at: &str| root.at(&path(at)).unwrap().span.slice(&text);
    assert_eq!((slice("aé🦀/"), slice("aé🦀/.2"), slice("aé🦀/.4")), ("[1, -0, 2.50, 1E+2, {}, []]", "2.50", "{}"));
    assert_eq!(slice(&format!("{long}.ü")), "null");
    assert_eq!(parsed.documents[0].span, root.span);
    assert!(json("").documents.is_empty() && json(" \n").documents.is_empty());
}

#[test]
fn what_is_yaml_but_not_json_is_refused() {
    assert_table(
        &[
            ("{a: 1}", "json-syntax \"a\" expected a key in double quotes, found `a` | \"{\" this `{` is still open\n"),
            (
                "{\"a\": 1,}",
                "json-syntax \"}\" expected a key in double quotes, found `}` | \"{\" this `{` is still open | JSON has no comma after the last item\n",
            ),
            (
                "[1, 2,]",
                "json-syntax \"]\" expected a value, found `]` | \"[\" this `[` is still open | JSON has no comma after the last item\n",
            ),
            ("[1 2]", "json-syntax \"2\" expected `,` or `]`, found `2` | \"[\" this `[` is still open\n"),
            (
                "[1}",
                "json-syntax \"}\" expected `,` or `]`, found `}` | \"[\" this `[` is still open | JSON has no comma after the last item\n",
            ),
            ("{\"a\" 1}", "json-syntax \"1\" expected `:`, found `1` | \"{\" this `{` is still open\n"),
            (
                "[1,\n# no\n2]",
                "json-syntax \"#\" expected a value, found `#` | \"[\" this `[` is still open | JSON has no comments\n",
            ),
            (
                "{'a': 1}",
                "json-syntax \"'\" expected a key in double quotes, found `'` | \"{\" this `{` is still open | JSON has double quotes only\n",
            ),
            (
                "[yes]",
                "json-syntax \"yes\" `yes` is not a JSON value | \"[\" this `[` is still open | put text into double quotes\n",
            ),
            (
                "[01]",
                "json-syntax \"01\" `01` is not a JSON value | \"[\" this `[` is still open | put text into double quotes\n",
            ),
            (
                "[.5]",
                "json-syntax \".5\" `.5` is not a JSON value | \"[\" this `[` is still open | put text into double quotes\n",
            ),
            (
                "[+1]",
                "json-syntax \"+1\" `+1` is not a JSON value | \"[\" this `[` is still open | put text into double quotes\n",
            ),
            (
                "[0x1]",
                "json-syntax \"0x1\" `0x1` is not a JSON value | \"[\" this `[` is still open | put text into double quotes\n",
            ),
            ("\"a", "json-syntax \"\\\"\" a string that does not end | close the quote\n"),
            ("\"a\\", "json-syntax \"\\\"\" a string that does not end | close the quote\n"),
            (
                "\"a\tb\"",
                "json-syntax \"\\t\" a line break or tab inside a string | \"\\\"\" the quote opens here | close the quote, or write `\\n` or `\\t`\n",
            ),
            (
                "\"\\x\"",
                "json-syntax \"\\\"\\\\x\\\"\" an escape that JSON does not know | after a backslash JSON allows one of `\"\\/bfnrt`, or `u` and four digits\n",
            ),
            (
                "\"\\ud800\"",
                "json-syntax \"\\\"\\\\ud800\\\"\" an escape that JSON does not know | after a backslash JSON allows one of `\"\\/bfnrt`, or `u` and four digits\n",
            ),
            ("{} {}", "json-syntax \"{\" expected the end of the document, found `{`\n"),
            ("[", "json-syntax \"\" expected a value, found the end | \"[\" this `[` is still open\n"),
            ("[1", "json-syntax \"\" expected `,` or `]`, found the end | \"[\" this `[` is still open\n"),
            (
                "{\"a\": 1, \"a\": 2}",
                "duplicate-key \"\\\"a\\\"\" duplicate key `a` | \"\\\"a\\\"\" first given here | remove one of the two: readers do not agree on which one counts\n",
            ),
            ("[1e400]", "number-out-of-range \"1e400\" `1e400` is out of range: numbers have 64 bits\n"),
            (
                "{\"$serde_json::private::RawValue\": 1}",
                "reserved-key \"\\\"$serde_json::private::RawValue\\\"\" `$serde_json::private::RawValue` is a reserved key | choose another key: a reader could take this mapping for a number\n",
            ),
            ("{\"\": 1}", "invalid-key \"\\\"\\\"\" a key cannot be empty | write a text as the key\n"),
        ],
        |text| json(text).problems,
    );
}

#[test]
fn quoted_merge_keys_and_words_of_yaml_are_text_in_json() {
    let parsed = json("{\"<<\": {\"a\": 1}, \"on\": \"no\", \"1\": 2}");
    assert_eq!((parsed.problems.len(), parsed.warnings.len()), (0, 0));
    assert_eq!(parsed.documents[0].root.as_map().unwrap().len(), 3);
}

#[test]
fn a_bad_line_does_not_stop_the_others() {
    let text = "{\"a\": 1}\n\n{\"b\": \n  \r\n[\"é\"]\r\n{\"c\": 1, \"c\": 2}\n3";
    let parsed = parse_ndjson(text, &Limits::default());
    let found: Vec<_> = parsed.documents.iter().map(|doc| (doc.index, doc.span.slice(text))).collect();
    assert_eq!(found, [(0, "{\"a\": 1}"), (2, "[\"é\"]"), (4, "3")]);
    let codes: Vec<_> = parsed.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, ["json-syntax", "duplicate-key"]);
}

#[test]
fn both_readers_agree_on_json() {
    for text in [
        "{\"a\":[1,\"b\"],\"c\":{\"d\":null}}",
        "[]",
        "[[],{}]",
        "\"x\\ny\"",
        "-1.5e3",
        "true",
        "{\"a\\\"b\":\"\\u0041\"}",
        "[\n\t1\n,\t2]",
    ] {
        let (one, other) = (json(text), load(text));
        assert_eq!(format!("{:?}", one.documents), format!("{:?}", other.documents), "{text}");
    }
}

#[test]
fn every_prefix_of_json_is_read_to_an_end() {
    let text = "{\"aé\": [1, -2.5e+3, \"x\\u00e9\", {\"b\": null}], \"c\": true}";
    for (at, _) in text.char_indices() {
        let parsed = json(text.get(..at).unwrap());
        assert_eq!(parsed.documents.len(), 0, "{at}");
        parsed.problems.iter().for_each(|problem| assert!(text.get(problem.span.range()).is_some()));
    }
}
