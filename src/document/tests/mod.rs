//! Tests of the whole module; those of one function stand beside it.

mod hostile;
mod json;
mod refusals;
mod schema;
mod spans;

use super::*;

fn load(text: &str) -> Parsed {
    parse_yaml(text, &Limits::default())
}

/// The only document of a text without problems.
fn root(text: &str) -> Node {
    let mut parsed = load(text);
    assert_eq!(parsed.problems, [], "{text}");
    assert_eq!(parsed.documents.len(), 1, "{text}");
    parsed.documents.remove(0).root
}

/// `code "place" message; related "place" label; help`, one problem a line.
fn lines(problems: &[Problem], text: &str) -> String {
    let mut out = String::new();
    for problem in problems {
        out.push_str(&format!("{} {:?} {}", problem.code.as_str(), problem.span.slice(text), problem.message));
        for (span, label) in &problem.related {
            out.push_str(&format!(" | {:?} {label}", span.slice(text)));
        }
        if let Some(help) = &problem.help {
            out.push_str(&format!(" | {help}"));
        }
        out.push('\n');
    }
    out
}

fn path(text: &str) -> Path {
    text.split('.')
        .filter(|part| !part.is_empty())
        .map(|part| match part.parse::<usize>() {
            Ok(index) => index.into(),
            Err(_) => part.into(),
        })
        .collect()
}

/// Every message reads as the style guide asks.
fn assert_style(problem: &Problem) {
    let words = [Some(&problem.message), problem.help.as_ref(), problem.label.as_ref()];
    for words in words.into_iter().flatten().chain(problem.related.iter().map(|(_, label)| label)) {
        assert!(!words.is_empty() && !words.contains(['\n', '\r', '\u{1b}']), "{words:?}");
        assert!(!words.ends_with('.'), "{words}");
        let bare = words.split('`').step_by(2).collect::<String>();
        let first = bare.chars().next();
        let is_name = ["JSON", "YAML", "RFC"].iter().any(|name| words.starts_with(name));
        assert!(is_name || !first.is_some_and(char::is_uppercase), "{words}");
        assert!(!bare.contains("::"), "{words}");
    }
}

/// Compares what each text gives with what is expected, and shows all differences at once.
fn assert_table(cases: &[(&str, &str)], run: impl Fn(&str) -> Vec<Problem>) {
    let mut wrong = String::new();
    for (text, expected) in cases {
        let problems = run(text);
        problems.iter().for_each(assert_style);
        let found = lines(&problems, text);
        if found != *expected {
            wrong.push_str(&format!("--- {text:?}\n{found}=== expected\n{expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
