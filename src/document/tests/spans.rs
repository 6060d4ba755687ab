//! Each value, key and document knows its bytes.

use super::*;

const FILE: &str = "\u{feff}# Übersicht 🦀
title: Schlüssel im Repo é  # Kommentar
\"日本\": '語 ü'
list:
- eins
- {a: [1, 2.5], \"b\": ~}
-
  - zwei

  # nach
empty:
text: |
  Zeile 1
  Zeile ü 2

folded: >-
  a
  b
nested:
  deep: &anker
    x: 1
    y: true
  again: *anker
tagged: !!str 12
";

#[test]
fn every_value_is_the_slice_it_was_written_as() {
    let root = root(FILE);
    for (at, expected) in [
        ("title", "Schlüssel im Repo é"),
        ("日本", "'語 ü'"),
        ("list", "- eins\n- {a: [1, 2.5], \"b\": ~}\n-\n  - zwei"),
        ("list.0", "eins"),
        ("list.1", "{a: [1, 2.5], \"b\": ~}"),
        ("list.1.a", "[1, 2.5]"),
        ("list.1.a.1", "2.5"),
        ("list.1.b", "~"),
        ("list.2", "- zwei"),
        ("list.2.0", "zwei"),
        ("empty", ""),
        ("text", "Zeile 1\n  Zeile ü 2"),
        ("folded", "a\n  b"),
        ("nested", "deep: &anker\n    x: 1\n    y: true\n  again: *anker"),
        ("nested.deep", "x: 1\n    y: true"),
        ("nested.again", "x: 1\n    y: true"),
        ("tagged", "12"),
    ] {
        let node = root.at(&path(at)).unwrap_or_else(|| panic!("{at}"));
        assert_eq!(node.span.slice(FILE), expected, "{at}");
    }
    let key = |at: &str| root.locate(&path(at)).key_span.unwrap().slice(FILE);
    assert_eq!((key("日本"), key("list.1.b"), key("nested.deep")), ("\"日本\"", "\"b\"", "deep"));
    assert_eq!(root.at(&path("nested.again")).unwrap().via.unwrap().slice(FILE), "*anker");
    assert_eq!(root.at(&path("text")).unwrap().as_str(), Some("Zeile 1\nZeile ü 2\n"));
    assert_eq!(root.at(&path("tagged")).unwrap().as_str(), Some("12"));
    assert!(root.span.slice(FILE).starts_with("title:") && root.span.slice(FILE).ends_with("12"));
}

#[test]
fn a_list_that_is_not_indented_starts_at_its_first_dash() {
    for (text, at, expected) in [
        ("k:\n- x\n- y\n", "k", "- x\n- y"),
        ("k: # - no\n# - nor\n- x\n", "k", "- x"),
        ("k: &a-b\n- x\n", "k", "- x"),
        ("k: !!seq\n- x\n", "k", "- x"),
        ("k:\n- - x\n", "k", "- - x"),
        ("k:\n- - x\n", "k.0", "- x"),
        ("k:\n-\n  - x\n", "k.0", "- x"),
        ("k:\n- &a\n  - x\n", "k.0", "- x"),
        ("k:\n- &a x\n", "k", "- &a x"),
        ("k:\n  - x\n", "k", "- x"),
        ("? k\n:\n- x\n", "k", "- x"),
        ("- a:\n  - b\n", "0.a", "- b"),
        ("k: [\n-1]\n", "k", "[\n-1]"),
        ("é:\r\n- x\r\n", "é", "- x"),
        ("[a: b, c: [d: e]]", "0", "a: b"),
        ("[a: b, c: [d: e]]", "1", "c: [d: e]"),
        ("[a: b, c: [d: e]]", "1.c.0", "d: e"),
    ] {
        assert_eq!(root(text).at(&path(at)).unwrap().span.slice(text), expected, "{text}");
    }
}

#[test]
fn documents_keep_their_numbers_and_their_bytes() {
    let text = "# first\na: 1\n---\n---\nb: [\n---\n- c\n...\n---\nd: é\n";
    let parsed = load(text);
    let found: Vec<_> = parsed.documents.iter().map(|doc| (doc.index, doc.span.slice(text))).collect();
    assert_eq!(found, [(0, "a: 1"), (1, "---"), (3, "---\n- c"), (4, "---\nd: é")]);
    assert!(matches!(parsed.documents[1].root.value, Value::Null));
    assert_eq!(lines(&parsed.problems, text), "yaml-syntax \"[\" `[` is not closed | close the bracket\n");
    assert!(load("").documents.is_empty() && load("# nothing\n").documents.is_empty());
    assert_eq!(load("--- a\n--- b").documents.len(), 2);
}

#[test]
fn merge_keys_are_applied_and_remember_where_they_stood() {
    let text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\nuse:\n  <<: [*b, *m]\n  y: 9\nplain:\n  <<: *b\nquoted:\n  \"<<\": 5\n";
    let root = root(text);
    let keys =
        |at: &str| root.at(&path(at)).unwrap().as_map().unwrap().iter().map(|e| &*e.key).collect::<Vec<_>>().join(" ");
    assert_eq!((keys("use"), keys("plain"), keys("quoted")), ("y x z".into(), "x y".into(), "<<".into()));
    assert_eq!(root.to_json()["use"].to_string(), r#"{"y":9,"x":1,"z":4}"#);
    let location = root.locate(&path("use.z"));
    assert_eq!((location.span.slice(text), location.via.unwrap().slice(text)), ("4", "*m"));
    assert_eq!(root.locate(&path("use.y")).via, None);
    assert_eq!(self::root("a:\n  <<: {x: 1}\n  y: 2\n").to_json().to_string(), r#"{"a":{"y":2,"x":1}}"#);
    // An anchor inside what is merged can be named before and after the merge.
    let text = "a:\n  <<: {x: &v [1]}\n  y: *v\nb: *v\n";
    assert_eq!(self::root(text).to_json().to_string(), r#"{"a":{"y":[1],"x":[1]},"b":[1]}"#);
}

#[test]
fn aliases_are_found_wherever_the_anchor_is() {
    let text =
        "- &a [1, &b {k: &c v}]\n- [*b, [*c], *a]\n- x: *b\n  y: &b new\n  z: [*b]\n- &d\n  - &e q\n  - *e\n- *d\n";
    let expected =
        r#"[[1,{"k":"v"}],[{"k":"v"},["v"],[1,{"k":"v"}]],{"x":{"k":"v"},"y":"new","z":["new"]},["q","q"],["q","q"]]"#;
    assert_eq!(root(text).to_json().to_string(), expected);
}

#[test]
fn locations_name_the_deepest_ancestor_that_is_there() {
    let text =
        "own:\n  owner: ann\n  list:\n    - id: 1\n      by: x\n    -\nnone:\nshared: &s\n  a: 1\n  b: 2\nuse: *s\n";
    let root = root(text);
    let label = |at: &str| root.locate(&path(at)).label_span(text).slice(text).to_owned();
    for (at, expected) in [
        ("own.owner", "ann"),
        ("own", "own"),
        ("own.missing.deep", "own"),
        ("own.owner.deep", "owner"),
        ("own.list.0.by", "x"),
        ("own.list.0", "id: 1"),
        ("own.list.0.missing", "id: 1"),
        ("own.list.7", "list"),
        ("none", "none"),
        ("missing", "own"),
        ("", "own"),
        ("use.a", "1"),
        ("use.missing", "use"),
        ("use", "use"),
    ] {
        assert_eq!(label(at), expected, "{at}");
    }
    assert_eq!(root.locate(&path("own.missing.deep")).found, Found::Parent { missing: path("missing.deep").0 });
    assert_eq!(root.locate(&path("use.a")).via.unwrap().slice(text), "*s");
    let shown = Path(vec!["ownership".into(), "history".into(), 2.into(), "by".into(), "a.b".into(), "443".into()]);
    assert_eq!(shown.to_string(), "ownership.history[2].by[\"a.b\"].443");
    assert_eq!(self::root("- a\n- b\n").locate(&[]).label_span("- a\n- b\n").slice("- a\n- b\n"), "- a");
}

/// Each value lies inside its parent, or came through an alias that does.
fn assert_nested(node: &Node, text: &str) {
    assert!(text.get(node.span.range()).is_some(), "{:?}", node.span);
    let inside = |child: &Node| {
        let place = child.via.unwrap_or(child.span);
        // What an alias inside merged values brought in stands with the merged value.
        assert!(
            node.span.contains(place) || child.via.is_some(),
            "{:?} {:?}",
            node.span.slice(text),
            place.slice(text)
        );
        assert_nested(child, text);
    };
    match &node.value {
        Value::List(nodes) => nodes.iter().for_each(inside),
        Value::Map(map) => {
            for entry in map {
                assert!(node.span.contains(entry.key_span) || entry.value.via.is_some());
                assert!(entry.key_span.end <= entry.value.span.start || entry.value.via.is_some());
                inside(&entry.value);
            }
        }
        _ => {}
    }
}

#[test]
fn values_lie_inside_their_parents() {
    let corpus = [
        FILE,
        "- [a, {b: c}]\n",
        "{a: [1,\n 2], b: {}}",
        "a:\n b:\n  c:\n   - d: |\n      x\n     e: f\n",
        "? a\n: b\n",
        "a: &x\n  - b: 1\nc:\n  <<: {d: 2}\n  e: *x\n",
        "- - - a\n    - b\n  - c\n",
        "\"a\": \"b\\nc\"\n",
        "a: 'b\n  c'\n",
        "a: b\n  c\n",
        "[a: b, c: d]",
        "a: !!map {}\nb: !!seq\n- 1\n",
        "a: []\nb: {}\nc: ''\n",
        "- \n- ~\n-\n",
        "a: >\n\n\n  x\n\n\nb: 1\n",
    ];
    for text in corpus {
        let text = text.to_owned();
        for variant in [text.clone(), text.replace('\n', "\r\n"), text.replace('a', "é"), format!("---\n{text}...\n")]
        {
            for document in load(&variant).documents {
                assert!(document.span.contains(document.root.span), "{variant}");
                assert_nested(&document.root, &variant);
            }
        }
        // Every prefix of a file is read to an end, with places on characters.
        for (at, _) in text.char_indices() {
            let prefix = text.get(..at).unwrap();
            let parsed = load(prefix);
            parsed.documents.iter().for_each(|document| assert_nested(&document.root, prefix));
            for problem in &parsed.problems {
                assert!(prefix.get(problem.span.range()).is_some(), "{prefix}");
                assert_style(problem);
            }
        }
    }
}

#[test]
fn a_node_is_small() {
    assert_eq!(size_of::<Node>(), 56);
    assert!(size_of::<Entry>() <= 80);
}
