//! What a case expects, compared with what the gate says.

use std::{collections::BTreeSet, fmt::Write as _};

use crate::{
    document::{Limits, Node, Path, Span, parse_yaml},
    gate::{Decision, Denial},
};

/// What a case expects.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expectation {
    verdict: String,
    denials: Option<Vec<Expected>>,
    warnings: Option<Vec<Expected>>,
    flags: Option<BTreeSet<String>>,
    errors: Option<Vec<Expected>>,
}

/// A denial, warning or error that is expected. What is not given may be anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Expected {
    /// The id of a rule, or a code.
    rule: String,
    span: Span,
    path: Option<String>,
    message: Option<String>,
    says: Option<String>,
}

/// A denial, warning or error that is there.
#[derive(Clone, Debug)]
struct Actual {
    rule: String,
    path: Option<Path>,
    message: String,
}

/// What is expected and what the gate says, both written as the `expect` of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// What is expected; empty if the case does not say it.
    pub expected: String,
    /// What the gate says, in the same form: what need not be told is left out there, too.
    pub actual: String,
}

impl Expectation {
    /// Reads what fits the schema.
    pub(super) fn of(node: &Node) -> Self {
        let list = |key: &str, name: &str| {
            Some(node.get(key)?.as_list()?.iter().map(|item| Expected::of(item, name)).collect::<Vec<_>>())
        };
        let flags = node.get("flags").and_then(Node::as_list);
        Self {
            verdict: node.get("verdict").and_then(Node::as_str).unwrap_or_default().to_owned(),
            denials: list("denials", "rule"),
            warnings: list("warnings", "rule"),
            flags: flags.map(|flags| flags.iter().filter_map(Node::as_str).map(str::to_owned).collect()),
            errors: list("errors", "code"),
        }
    }

    /// The rules that are named, each with its bytes.
    pub(super) fn rules(&self) -> impl Iterator<Item = (&str, Span)> {
        let named = self.denials.iter().chain(&self.warnings).flatten();
        named.map(|expected| (expected.rule.as_str(), expected.span))
    }

    /// Compares a decision with what is expected of it. Nothing if it is as expected.
    pub(super) fn compare(expectation: Option<&Self>, decision: &Decision) -> Option<Mismatch> {
        let unsaid = Self::default();
        let expected = expectation.unwrap_or(&unsaid);
        let verdict = decision.verdict.as_str();
        // Beside an error, any denials may stand: it says that not all is known.
        let is_open = expected.verdict == "error";
        let denials = expected.denials.clone().or_else(|| (!is_open || verdict != "error").then(Vec::new));
        let errors = expected.errors.clone().or_else(|| (!is_open).then(Vec::new));
        let mut mismatch = Mismatch { expected: String::new(), actual: String::new() };
        let mut is_as_expected = expectation.is_some() && expected.verdict == verdict;
        let _ = writeln!(mismatch.expected, "verdict: {}", expected.verdict);
        let _ = writeln!(mismatch.actual, "verdict: {verdict}");
        if let Some(flags) = &expected.flags {
            let actual: BTreeSet<String> = decision.flags.iter().map(|flag| flag.as_str().to_owned()).collect();
            let written = |flags: &BTreeSet<String>| flags.iter().cloned().collect::<Vec<_>>().join(", ");
            let _ = writeln!(mismatch.expected, "flags: [{}]", written(flags));
            let _ = writeln!(mismatch.actual, "flags: [{}]", written(&actual));
            is_as_expected &= *flags == actual;
        }
        let found = |denials: &[Denial]| denials.iter().map(Actual::of_denial).collect::<Vec<_>>();
        let found_errors = decision.errors.iter().map(|problem| Actual {
            rule: problem.code.as_str().to_owned(),
            path: None,
            message: problem.message.clone(),
        });
        for (key, name, expected, actual) in [
            ("denials", "rule", denials, found(&decision.denials)),
            ("warnings", "rule", expected.warnings.clone(), found(&decision.warnings)),
            ("errors", "code", errors, found_errors.collect()),
        ] {
            if let Some(expected) = expected {
                is_as_expected &= compare_lists(key, name, &expected, &actual, &mut mismatch);
            }
        }
        if expectation.is_none() {
            mismatch.expected.clear();
        }
        (!is_as_expected).then_some(mismatch)
    }
}

impl Expected {
    fn of(node: &Node, name: &str) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        Self {
            rule: text(name).unwrap_or_default(),
            span: node.get(name).map_or(node.span, |node| node.span),
            path: text("path"),
            message: text("message"),
            says: text("says"),
        }
    }

    fn fits(&self, actual: &Actual) -> bool {
        self.rule == actual.rule
            && self.path.as_ref().is_none_or(|path| Path::parse(path) == actual.path)
            && self.message.as_ref().is_none_or(|message| *message == actual.message)
            && self.says.as_ref().is_none_or(|part| actual.message.contains(part.as_str()))
    }

    fn write(&self, out: &mut String, name: &str) {
        let fields = [
            (name, Some(&self.rule)),
            ("path", self.path.as_ref()),
            ("message", self.message.as_ref()),
            ("says", self.says.as_ref()),
        ];
        for (number, (key, value)) in fields.into_iter().filter_map(|(key, value)| Some((key, value?))).enumerate() {
            let _ = writeln!(out, "  {} {key}: {}", if number == 0 { '-' } else { ' ' }, scalar(value));
        }
    }
}

impl Actual {
    fn of_denial(denial: &Denial) -> Self {
        Self { rule: denial.rule.clone(), path: Some(denial.path.clone()), message: denial.message.clone() }
    }

    /// What would be expected of it: what `like` tells, or else everything.
    fn as_expected(&self, like: Option<&Expected>) -> Expected {
        let tells = |told: fn(&Expected) -> bool| like.is_none_or(told);
        let message = tells(|like| like.message.is_some() || like.says.is_some()).then(|| self.message.clone());
        // An error has no path, and its whole message is not asked for.
        let (message, says) = if self.path.is_some() { (message, None) } else { (None, message) };
        Expected {
            rule: self.rule.clone(),
            span: Span::default(),
            path: self.path.as_ref().filter(|_| tells(|like| like.path.is_some())).map(Path::to_string),
            message,
            says,
        }
    }
}

/// Compares lists without regard to their order, and writes both. What is as expected is written alike, in the same place.
fn compare_lists(key: &str, name: &str, expected: &[Expected], actual: &[Actual], mismatch: &mut Mismatch) -> bool {
    let partners = pair(expected, actual);
    let mut left: Vec<usize> = (0..actual.len()).filter(|number| !partners.contains(&Some(*number))).collect();
    let is_as_expected = left.is_empty() && partners.iter().all(Option::is_some);
    let (mut wanted, mut there) = (String::new(), String::new());
    for (item, partner) in expected.iter().zip(&partners) {
        item.write(&mut wanted, name);
        if partner.is_some() {
            item.write(&mut there, name);
        } else if let Some(position) = position_alike(item, &left, actual)
            && let Some(other) = actual.get(left.remove(position))
        {
            other.as_expected(Some(item)).write(&mut there, name);
        }
    }
    for other in left.into_iter().filter_map(|number| actual.get(number)) {
        other.as_expected(None).write(&mut there, name);
    }
    for (out, list) in [(&mut mismatch.expected, wanted), (&mut mismatch.actual, there)] {
        match list.as_str() {
            // Written out where something else is not: a warning that is not expected, no denial where none is expected.
            "" if key == "warnings" => drop(writeln!(out, "{key}: []")),
            "" => {}
            list => drop(writeln!(out, "{key}:\n{}", list.trim_end())),
        }
    }
    is_as_expected
}

/// What is left of the same rule, and at the same path if there is one.
fn position_alike(item: &Expected, left: &[usize], actual: &[Actual]) -> Option<usize> {
    let is_alike = |number: &usize, with_path: bool| {
        actual.get(*number).is_some_and(|other| {
            let is_there = item.path.as_ref().is_some_and(|path| Path::parse(path) == other.path);
            item.rule == other.rule && (!with_path || is_there)
        })
    };
    let find = |with_path| left.iter().position(|number| is_alike(number, with_path));
    find(true).or_else(|| find(false))
}

/// For each that is expected one that is there and fits; as many pairs as there can be.
fn pair(expected: &[Expected], actual: &[Actual]) -> Vec<Option<usize>> {
    let mut taken: Vec<Option<usize>> = vec![None; actual.len()];
    for item in 0..expected.len() {
        let mut tried = vec![false; actual.len()];
        place(item, expected, actual, &mut taken, &mut tried);
    }
    let holder = |item: usize| taken.iter().position(|by| *by == Some(item));
    (0..expected.len()).map(holder).collect()
}

/// Finds a partner for one, moving others that have another choice.
fn place(
    item: usize,
    expected: &[Expected],
    actual: &[Actual],
    taken: &mut [Option<usize>],
    tried: &mut [bool],
) -> bool {
    for (number, other) in actual.iter().enumerate() {
        let fits = expected.get(item).is_some_and(|item| item.fits(other));
        let Some(was_tried) = tried.get_mut(number) else { continue };
        if !fits || *was_tried {
            continue;
        }
        *was_tried = true;
        let holder = taken.get(number).copied().flatten();
        if holder.is_none_or(|holder| place(holder, expected, actual, taken, tried)) {
            if let Some(by) = taken.get_mut(number) {
                *by = Some(item);
            }
            return true;
        }
    }
    false
}

/// A text as YAML on one line, in quotes where it needs them.
fn scalar(text: &str) -> String {
    let plain = serde_yaml::to_string(text).unwrap_or_default();
    let plain = plain.trim_end();
    let read = parse_yaml(&format!("x: {plain}\n"), &Limits::default());
    let is_read_back = !plain.contains('\n')
        && read.problems.is_empty()
        && read.warnings.is_empty()
        && read.documents.first().and_then(|document| document.root.get("x")).and_then(Node::as_str) == Some(text);
    if is_read_back { plain.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expected(path: Option<&str>, says: Option<&str>) -> Expected {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Expected { rule: "A-1".to_owned(), path: owned(path), says: owned(says), ..Expected::default() }
    }

    fn actual(path: &str, message: &str) -> Actual {
        Actual { rule: "A-1".to_owned(), path: Path::parse(path), message: message.to_owned() }
    }

    #[test]
    fn what_fits_several_leaves_the_one_that_another_needs() {
        let expected = [expected(Some("p"), None), expected(None, Some("m"))];
        let actual = [actual("p", "m"), actual("p", "n")];
        assert_eq!(pair(&expected, &actual), [Some(1), Some(0)]);
    }

    #[test]
    fn a_text_is_read_back_as_it_was() {
        for (text, written) in [
            ("no ticket is linked", "no ticket is linked"),
            ("no", "\"no\""),
            ("a: b", "'a: b'"),
            ("", "''"),
            ("two\nlines", "\"two\\nlines\""),
            ("2026-11-20", "2026-11-20"),
        ] {
            let read = parse_yaml(&format!("x: {}\n", scalar(text)), &Limits::default());
            assert_eq!(read.documents[0].root.get("x").and_then(Node::as_str), Some(text));
            assert_eq!(scalar(text).replace('\'', "\""), written.replace('\'', "\""), "{text}");
        }
    }
}
