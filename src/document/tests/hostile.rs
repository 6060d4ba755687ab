//! Files made to crash, to hang or to fill the memory.

use super::*;

fn refuses(text: &str, code: &str) {
    let started = std::time::Instant::now();
    let parsed = load(text);
    let codes: Vec<_> = parsed.problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(codes, [code], "{:.60}", text);
    assert!(parsed.documents.is_empty());
    // Generous, for debug builds on busy machines: each of these takes hours, or all memory, where it is not stopped.
    assert!(started.elapsed().as_secs() < 20, "{:.60}: {:?}", text, started.elapsed());
}

fn laughs(depth: usize, width: usize, reference: impl Fn(usize) -> String) -> String {
    let mut text = String::from("a0: &a0 {k: v}\n");
    for level in 1..=depth {
        let inner = vec![reference(level - 1); width].join(", ");
        text.push_str(&format!("a{level}: &a{level} [{inner}]\n"));
    }
    text
}

#[test]
fn aliases_cannot_multiply() {
    refuses(&laughs(9, 9, |level| format!("*a{level}")), "limit-aliases");
    refuses(&laughs(30, 2, |level| format!("*a{level}")), "limit-aliases");
    let merged: String =
        (1..40).map(|at| format!("b{at}: &b{at}\n  <<: *b{}\n  k{at}: {{<<: *b{}}}\n", at - 1, at - 1)).collect();
    refuses(&format!("b0: &b0 {{x: 1}}\n{merged}"), "limit-aliases");
    let big = format!("a: &a {}\nb:\n{}", "x".repeat(1 << 20), "- *a\n".repeat(2000));
    refuses(&big, "limit-aliases");
    let fan = format!("a: &a [{}]\nb:\n{}", "1,".repeat(1000), "- *a\n".repeat(20_000));
    refuses(&fan, "limit-aliases");
    // Copies that are made because a merge takes the anchored value away count as well.
    let inner = (0..40).fold("x".repeat(1 << 20), |inner, at| format!("{{k: &n{at} {inner}}}"));
    refuses(&format!("<<: {inner}\n"), "limit-aliases");
}

#[test]
fn anchors_that_no_alias_names_cost_nothing() {
    let inner = (0..60).fold("x".repeat(1 << 20), |inner, at| format!("&n{at} [{inner}]"));
    assert_eq!(load(&inner).problems, []);
}

#[test]
fn aliases_of_a_spoiled_document_are_not_followed() {
    // The path to `&a` leads to the big value once the key that it stood in is gone.
    let big = "x".repeat(1 << 20);
    let text = format!("? [&a x]\n: [{big}]\nb: [{}]\n", "*a,".repeat(100_000));
    refuses(&text, "invalid-key");
}

#[test]
fn nesting_has_an_end() {
    for text in
        ["[".repeat(10_000), "{a: ".repeat(10_000), "- ".repeat(10_000), "? ".repeat(10_000), "[a: ".repeat(10_000)]
    {
        let parsed = load(&text);
        assert_eq!(parsed.problems.last().unwrap().code, ProblemCode::LimitDepth, "{text:.20}");
    }
    let block: String = (0..2000).map(|at| format!("{}a:\n", " ".repeat(at))).collect();
    refuses(&block, "limit-depth");
    // The alias brings its own depth.
    let half = format!("{}x{}", "[".repeat(40), "]".repeat(40));
    refuses(&format!("a: &a {half}\nb: {}*a{}\n", "[".repeat(40), "]".repeat(40)), "limit-depth");
    assert_eq!(load(&format!("{}{}", "[".repeat(64), "]".repeat(64))).problems, []);
    refuses(&format!("{}{}", "[".repeat(65), "]".repeat(65)), "limit-depth");
    let limits = Limits { depth: usize::MAX, ..Limits::default() };
    assert_eq!(parse_yaml(&"[".repeat(100_000), &limits).problems[0].code, ProblemCode::LimitDepth);
    assert_eq!(parse_json(&"[".repeat(100_000), &limits).problems[0].code, ProblemCode::LimitDepth);
}

#[test]
fn sizes_have_an_end() {
    refuses(&"#".repeat((16 << 20) + 1), "limit-size");
    let limits = Limits { nodes: 10_000, ..Limits::default() };
    for parsed in [parse_yaml, parse_json].map(|parse| parse(&format!("[{}", "1,".repeat(10_001)), &limits)) {
        assert_eq!(parsed.problems[0].code, ProblemCode::LimitNodes);
    }
    assert_eq!((Limits::default().nodes, Limits::default().bytes), (1_000_000, 16 << 20));
    let parsed = load(&"--- a\n".repeat(10_001));
    assert_eq!((parsed.documents.len(), parsed.problems[0].code), (10_000, ProblemCode::LimitDocuments));
    let parsed = parse_ndjson(&"1\n".repeat(10_001), &Limits::default());
    assert_eq!((parsed.documents.len(), parsed.problems[0].code), (10_000, ProblemCode::LimitDocuments));
    let tags: String = (0..100_000).map(|at| format!("%TAG !t{at}! tag:x,2026:\n")).collect();
    assert!(!load(&tags).problems.is_empty());
}

#[test]
fn keys_and_lookups_are_not_quadratic() {
    let text: String = (0..30_000).map(|at| format!("key{at}: {at}\n")).collect();
    let mut parsed = load(&text);
    let root = parsed.documents.remove(0).root;
    assert_eq!(root.as_map().unwrap().len(), 30_000);
    assert!((0..30_000).all(|at| root.get(&format!("key{at}")).is_some()));
    assert!(root.get("key").is_none());
    let twice = format!("{text}{text}");
    assert_eq!(load(&twice).problems.len(), 1001);
}

#[test]
fn broken_files_end_in_one_clean_error() {
    refuses("\"abc", "yaml-syntax");
    refuses("a: \"x\\u12", "yaml-syntax");
    refuses("{a: [b, ", "yaml-syntax");
    refuses("a: x\0", "control-character");
    refuses(&"\0".repeat(1000), "control-character");
    refuses("a: 1\na\u{feff}: 2\n", "control-character");
    assert_eq!(load("a:").problems, []);
    let unclosed = format!("a: '{}", "x\n".repeat(100_000));
    assert_eq!(load(&unclosed).problems[0].code, ProblemCode::YamlSyntax);
    let quotes = "- '\n".repeat(20_000);
    assert!(!load(&quotes).problems.is_empty());
    let restarts = "[\n---\n".repeat(5_000);
    assert_eq!(load(&restarts).problems.last().unwrap().code, ProblemCode::LimitProblems);
}
