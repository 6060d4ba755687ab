//! Mistakes against a schema, with the exact words.

use super::*;

const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "urn:test:thing",
  "type": "object",
  "required": ["kind", "id"],
  "additionalProperties": false,
  "properties": {
    "kind": {"const": "Thing"},
    "id": {"description": "The name. It never changes.", "type": "string", "pattern": "^[A-Z]+-\\d+$", "examples": ["AB-1"]},
    "severity": {"enum": ["critical", "high", "moderate", "low"]},
    "level": {"enum": [1, 2.5, null, "x"]},
    "due": {"$ref": "#/$defs/moment"},
    "day": {"type": ["string", "null"], "format": "date"},
    "time": {"type": "string", "format": "date-time"},
    "link": {"type": "string", "format": "uri"},
    "count": {"type": "integer", "minimum": 1, "maximum": 9},
    "share": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5},
    "done": {"type": "boolean"},
    "owner": {"$ref": "#/$defs/owner", "description": "Who answers."},
    "names": {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1, "maxItems": 4, "uniqueItems": true},
    "title": {"type": "string", "minLength": 3, "maxLength": 8},
    "people": {"type": "object", "propertyNames": {"pattern": "^[a-z0-9]+$"}, "additionalProperties": {"$ref": "#/$defs/owner"}},
    "some": {"type": "object", "minProperties": 2},
    "form": {"oneOf": [
      {"type": "object", "required": ["type", "path"], "additionalProperties": false, "properties": {"type": {"const": "file"}, "path": {"type": "string"}}},
      {"type": "object", "required": ["type", "url"], "additionalProperties": false, "properties": {"type": {"const": "link"}, "url": {"type": "string"}}}
    ]},
    "maybe": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/owner"}]},
    "either": {"type": "object", "anyOf": [{"required": ["one"]}, {"required": ["two"]}]},
    "word": {"anyOf": [{"enum": ["alpha", "beta"]}, {"const": "gamma"}]},
    "scalar": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    "odd": {"oneOf": [{"minimum": 5}, {"multipleOf": 2}]},
    "never": false,
    "pick": {"not": {"enum": ["x"]}},
    "has": {"contains": {"const": 1}},
    "state": {"type": "string"},
    "closure": {"description": "How it was closed", "type": "object", "properties": {"at": {"$ref": "#/$defs/moment"}}},
    "open": {"$ref": "#/$defs/owner", "properties": {"more": true}, "unevaluatedProperties": false}
  },
  "if": {"properties": {"state": {"const": "closed"}}, "required": ["state"]},
  "then": {"required": ["closure"], "properties": {"closure": {"required": ["at"]}}},
  "$defs": {
    "moment": {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]},
    "owner": {"type": "object", "required": ["accountable_owner"], "properties": {
      "accountable_owner": {"description": "One person.", "type": "string"}, "team": {"type": "string"},
      "next": {"$ref": "#/$defs/owner"}}}
  }
}"##;

fn check(text: &str) -> Vec<Problem> {
    let schema = Schema::compile(SCHEMA).unwrap();
    let text = format!("kind: Thing\nid: AB-1\n{text}");
    let problems = schema.validate(&root(&text), &text);
    assert_eq!(problems.is_empty(), schema.is_valid(&root(&text)));
    // Places are shown in the text without its first two lines.
    let shift = |span: Span| Span { start: span.start.saturating_sub(21), end: span.end.saturating_sub(21) };
    problems
        .into_iter()
        .map(|problem| Problem {
            span: shift(problem.span),
            related: problem.related.iter().map(|(span, label)| (shift(*span), label.clone())).collect(),
            ..problem
        })
        .collect()
}

#[test]
fn each_mistake_has_its_words_and_its_place() {
    assert_table(
        &[
            ("severity: high\ndue: 2026-02-28\nday: null\ntime: 2026-11-02T09:14:00+01:00\nlevel: 2.5\n", ""),
            ("severty: high\n", "schema-unknown-key \"severty\" unknown key `severty` | did you mean `severity`?\n"),
            ("dueDate: x\n", "schema-unknown-key \"dueDate\" unknown key `dueDate`\n"),
            (
                "team: x\n",
                "schema-unknown-key \"team\" unknown key `team` | did you mean `owner.team`, `maybe.team` or `open.team`?\n",
            ),
            ("path: x\n", "schema-unknown-key \"path\" unknown key `path` | did you mean `form.path`?\n"),
            (
                "form: {type: file, path: a, x: 1}\n",
                "schema-unknown-key \"x\" unknown key `x` | the keys here are `type`, `path`\n",
            ),
            (
                "owner:\n  accountableOwner: ann\n  team: x\n",
                "schema-missing-key \"owner\" missing key `accountable_owner` | add `accountable_owner`: One person\n",
            ),
            (
                "open:\n  accountable_owner: a\n  teem: b\n",
                "schema-unknown-key \"teem\" unknown key `teem` | did you mean `team`?\n",
            ),
            (
                "open:\n  accountable_owner: a\n  team: 7\n",
                "schema-type \"7\" expected a string, found an integer | put it into quotes: `\"7\"`\n",
            ),
            ("owner: ann\n", "schema-type \"ann\" expected a mapping, found a string\n"),
            (
                "owner: [ann]\n",
                "schema-type \"[ann]\" expected a mapping, found a list | write `key: value` lines without `- `\n",
            ),
            (
                "owner:\n",
                "schema-type \"owner\" expected a mapping, found no value | give it a value, or remove the key\n",
            ),
            ("names: ann\n", "schema-type \"ann\" expected a list, found a string | write it as a list: `[ann]`\n"),
            (
                "names:\n  a: 1\n  b: 2\n",
                "schema-type \"names\" expected a list, found a mapping | begin each item with `- `\n",
            ),
            (
                "names: [true]\n",
                "schema-type \"true\" expected a string, found a boolean | put it into quotes: `\"true\"`\n",
            ),
            ("count: \"5\"\n", "schema-type \"\\\"5\\\"\" expected an integer, found a string | remove the quotes\n"),
            ("count: 1.5\n", "schema-type \"1.5\" expected an integer, found a number\n"),
            ("count: 2.0\n", ""),
            (
                "done: yes\n",
                "schema-type \"yes\" expected `true` or `false`, found a string | write `true` without quotes\n",
            ),
            (
                "day: 5\n",
                "schema-type \"5\" expected null or a string, found an integer | put it into quotes: `\"5\"`\n",
            ),
            (
                "scalar: {a: 1}\n",
                "schema-type \"{a: 1}\" expected a string or a list, found a mapping | begin each item with `- `\n",
            ),
            ("scalar: [1]\n", "schema-type \"1\" expected a string, found an integer | put it into quotes: `\"1\"`\n"),
            (
                "severity: hihg\n",
                "schema-value \"hihg\" `hihg` is not an allowed value | did you mean `high`? the values are `critical`, `high`, `moderate`, `low`\n",
            ),
            (
                "severity: CRITICAL\n",
                "schema-value \"CRITICAL\" `CRITICAL` is not an allowed value | did you mean `critical`? the values are `critical`, `high`, `moderate`, `low`\n",
            ),
            (
                "severity: 3\n",
                "schema-value \"3\" `3` is not an allowed value | the values are `critical`, `high`, `moderate`, `low`\n",
            ),
            (
                "severity: [low]\n",
                "schema-value \"[low]\" a list is not an allowed value | the values are `critical`, `high`, `moderate`, `low`\n",
            ),
            ("level: 3\n", "schema-value \"3\" `3` is not an allowed value | the values are `1`, `2.5`, `null`, `x`\n"),
            ("level: 1.0\n", ""),
            (
                "word: gama\n",
                "schema-value \"gama\" `gama` is not an allowed value | did you mean `gamma`? the values are `alpha`, `beta`, `gamma`\n",
            ),
            (
                "due: 2026-13-45\n",
                "schema-format \"2026-13-45\" `2026-13-45` is not a date | write a day as `2026-11-03`, or a time with its zone as `2026-11-02T09:14:00Z`\n",
            ),
            (
                "due: 2026-02-30\n",
                "schema-format \"2026-02-30\" `2026-02-30` is not a date | write a day as `2026-11-03`, or a time with its zone as `2026-11-02T09:14:00Z`\n",
            ),
            (
                "due: 2026-02-03 10:00\n",
                "schema-format \"2026-02-03 10:00\" `2026-02-03 10:00` is not a date and time | write a day as `2026-11-03`, or a time with its zone as `2026-11-02T09:14:00Z`\n",
            ),
            (
                "due: 20261103\n",
                "schema-type \"20261103\" expected a string, found an integer | put it into quotes: `\"20261103\"`\n",
            ),
            ("due: [2026-11-03]\n", "schema-type \"[2026-11-03]\" expected a string, found a list\n"),
            (
                "day: 2025-02-29\n",
                "schema-format \"2025-02-29\" `2025-02-29` is not a date | write a day of the calendar as `2026-11-03`\n",
            ),
            (
                "time: 2026-11-02T09:14:00\n",
                "schema-format \"2026-11-02T09:14:00\" `2026-11-02T09:14:00` is not a date and time | write a time with its zone as `2026-11-02T09:14:00Z`\n",
            ),
            ("link: no link\n", "schema-format \"no link\" `no link` is not a URI\n"),
            ("count: 0\n", "schema-value \"0\" `0` is less than 1\n"),
            ("count: 10\n", "schema-value \"10\" `10` is more than 9\n"),
            ("share: 0\n", "schema-value \"0\" `0` is not more than 0\n"),
            ("share: 0.7\n", "schema-value \"0.7\" `0.7` is not a multiple of 0.5\n"),
            ("names: []\n", "schema-value \"[]\" an empty list is not allowed\n"),
            ("names: [a, '']\n", "schema-value \"''\" an empty string is not allowed\n"),
            ("names: [a, b, c, d, e]\n", "schema-value \"[a, b, c, d, e]\" expected at most 4 items, found 5\n"),
            (
                "names:\n- a\n- b\n- a\n",
                "schema-value \"a\" `a` is in the list twice | \"a\" first given here | remove one of the two\n",
            ),
            ("title: ab\n", "schema-value \"ab\" `ab` has fewer than 3 characters\n"),
            ("title: abcdefghé\n", "schema-value \"abcdefghé\" `abcdefghé` has more than 8 characters\n"),
            (
                "people:\n  Ann B: {accountable_owner: x}\n  '007': {accountable_owner: x}\n",
                "schema-value \"Ann B\" the key `Ann B` does not match `^[a-z0-9]+$`\n",
            ),
            (
                "people:\n  \"007\": {accountable_owner: 1}\n",
                "schema-type \"1\" expected a string, found an integer | put it into quotes: `\"1\"`\n",
            ),
            ("some: {a: 1}\n", "schema-value \"{a: 1}\" expected at least 2 keys, found 1\n"),
            (
                "form: {type: link, path: a}\n",
                "schema-missing-key \"form\" missing key `url` | add `url`\nschema-unknown-key \"path\" unknown key `path` | the keys here are `type`, `url`\n",
            ),
            ("form: {type: fil, path: a}\n", "schema-value \"fil\" expected `file`, found `fil`\n"),
            ("form: 5\n", "schema-type \"5\" expected a mapping, found an integer\n"),
            (
                "maybe: {team: 5}\n",
                "schema-missing-key \"maybe\" missing key `accountable_owner` | add `accountable_owner`: One person\nschema-type \"5\" expected a string, found an integer | put it into quotes: `\"5\"`\n",
            ),
            ("maybe: x\n", "schema-type \"x\" expected null or a mapping, found a string\n"),
            ("either: {x: 1}\n", "schema-missing-key \"{x: 1}\" missing one of the keys `one` or `two`\n"),
            (
                "odd: 3\n",
                "schema-value \"3\" an integer that fits none of the allowed forms | mend one of these: `3` is less than 5; `3` is not a multiple of 2\n",
            ),
            ("odd: 8\n", "schema-value \"8\" `8` fits more than one of the allowed forms\n"),
            ("never: 1\n", "schema-value \"1\" the value of `never` is not allowed here\n"),
            ("pick: x\n", "schema-value \"x\" the value of `pick` is not allowed here\n"),
            ("has: [2]\n", "schema-value \"[2]\" no item of the list is one of those it needs\n"),
            ("state: closed\nclosure:\n  by: x\n", "schema-missing-key \"closure\" missing key `at` | add `at`\n"),
            (
                "owner: &o\n  team: x\nmaybe: *o\n",
                "schema-missing-key \"owner\" missing key `accountable_owner` | add `accountable_owner`: One person\n\
                 schema-missing-key \"maybe\" missing key `accountable_owner` | \"*o\" used through this | add `accountable_owner`: One person\n",
            ),
        ],
        check,
    );
}

#[test]
fn missing_keys_of_the_root_are_shown_on_its_first_key() {
    let schema = Schema::compile(SCHEMA).unwrap();
    let text = "# é\nstate: closed\nkind: Thinq\n";
    assert_eq!(
        lines(&schema.validate(&root(text), text), text),
        "schema-missing-key \"state\" missing key `closure` | add `closure`: How it was closed\n\
         schema-missing-key \"state\" missing key `id` | add `id`: The name\n\
         schema-value \"Thinq\" expected `Thing`, found `Thinq`\n"
    );
    for (text, expected) in [
        (
            "- a\n- b\n",
            "schema-type \"- a\" expected a mapping, found a list | write `key: value` lines without `- `\n",
        ),
        ("---\n", "schema-type \"\" expected a mapping, found no value | give it a value, or remove the key\n"),
        ("text\n", "schema-type \"text\" expected a mapping, found a string\n"),
    ] {
        assert_eq!(lines(&schema.validate(&root(text), text), text), expected);
    }
    let text = "kind: Thing\nid: ab\n";
    assert_eq!(
        lines(&schema.validate(&root(text), text), text),
        "schema-value \"ab\" `ab` does not match `^[A-Z]+-\\\\d+$` | for example `AB-1`\n".replace("\\\\", "\\")
    );
}

#[test]
fn schemas_that_cannot_be_trusted_are_refused() {
    for (text, start) in [
        ("{", "the schema is not JSON"),
        (r#"{"type": "strin"}"#, "the schema is not valid at `/type`"),
        (r#"{"format": "dtae"}"#, "the schema is not valid at"),
        (r##"{"$ref": "#/$defs/gone"}"##, "the schema is not valid at"),
        (r#"{"$ref": "https://example.org/schema.json"}"#, "the schema is not valid at"),
    ] {
        let message = Schema::compile(text).unwrap_err();
        assert!(message.starts_with(start), "{message}");
        assert!(!message.contains('\n'), "{message}");
    }
}

#[test]
fn the_outline_finds_subschemas() {
    let schema = Schema::compile(SCHEMA).unwrap();
    let at = path("people.ann.next.accountable_owner");
    assert_eq!(schema.subschemas(&at)[0]["description"], "One person.");
    assert!(schema.subschemas(&path("people.ann.gone")).is_empty());
    assert_eq!(schema.json()["$id"], "urn:test:thing");
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&schema);
}

#[test]
fn equal_values_are_compared_as_json_schema_says() {
    let schema = r#"{"properties": {"a": {"uniqueItems": true}, "b": {"enum": [{"x": [1, 2]}, [true]]}}}"#;
    let schema = Schema::compile(schema).unwrap();
    for (text, fits) in [
        ("a: [{x: 1, y: 2}, {y: 2, x: 1.0}]", false),
        ("a: [1, true, '1', null]", true),
        ("a: [1, 1.0]", false),
        ("b: {x: [1.0, 2]}", true),
        ("b: {x: [1]}", false),
        ("b: [true]", true),
        ("b: [1]", false),
    ] {
        assert_eq!(schema.validate(&root(text), text).is_empty(), fits, "{text}");
    }
}

#[test]
fn many_violations_are_counted_and_the_first_are_shown() {
    let schema = Schema::compile(r#"{"items": {"type": "string"}}"#).unwrap();
    let text = format!("[{}]", "1,".repeat(20_000));
    let problems = schema.validate(&root(&text), &text);
    assert_eq!(problems.len(), 1001);
    let huge = format!("[{}]", "1,".repeat(250_001));
    let few = schema.validate(&root(&huge), &huge);
    assert_eq!(few.iter().map(|problem| problem.code.as_str()).collect::<Vec<_>>(), ["schema-type", "limit-problems"]);
    let keys: String = (0..5_000).map(|at| format!("key{at}: 1\n")).collect();
    assert_eq!(Schema::compile(SCHEMA).unwrap().validate(&root(&keys), &keys).len(), 1001);
    assert_eq!(problems.last().unwrap().message, "there may be more: the search ended after 1000 problems");
}

#[test]
fn formats_survive_any_text() {
    let schema = r#"{"properties": {"d": {"format": "date"}, "t": {"format": "date-time"}, "u": {"format": "uri"},
        "m": {"format": "email"}, "x": {"pattern": "^(a+)+$"}}}"#;
    let schema = Schema::compile(schema).unwrap();
    let pieces = [
        "2026-11-02T09:14:00",
        "é",
        "🦀",
        "Z",
        "+01:00",
        "-",
        "T",
        ":",
        ".",
        "a@",
        "[IPv6:",
        "x",
        "0000-00-00",
        "\u{301}",
    ];
    for one in pieces {
        for two in pieces {
            for three in pieces {
                let text = format!(
                    "{{d: '{one}{two}{three}', t: '{one}{two}{three}', u: '{one}{two}{three}', m: '{one}{two}{three}', x: '{one}'}}"
                );
                schema.validate(&root(&text), &text).iter().for_each(assert_style);
            }
        }
    }
    let text = format!("x: {}b", "a".repeat(5_000));
    assert_eq!(schema.validate(&root(&text), &text).len(), 1);
}
