//! Compares counted instructions with those that were expected, and says what follows. Nothing here runs anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde::{Deserialize, Serialize};

/// The file with the expected counts, from the root of the repository.
pub(crate) const FILE: &str = "benches/instructions/expected.yaml";

/// How one starts it.
pub(crate) const COMMAND: &str = "cargo bench --profile dev --bench instructions";

/// By how much a count may change, either way, before somebody has to say why: a twentieth.
const TOLERANCE: u64 = 20;

/// By how much two counts of the same program may differ: hash tables have another order each time.
const NOISE: f64 = 0.005;

const HEAD: &str = "\
# Instructions that each scenario takes, as callgrind counts them. CI fails when one takes over 5 % more than here.
#
#     cargo bench --profile dev --bench instructions                            compare
#     cargo bench --profile dev --bench instructions -- --update --note \"why\"   write down what it takes now
#
# Each note says why the count is what it is. Counts made with other tools are not compared.
";

/// What a count depends on beside the program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Tools {
    /// The version of the compiler.
    pub(crate) rustc: String,
    /// The version of what counts.
    pub(crate) valgrind: String,
    /// The kind of processor: the C library copies memory by other instructions where there are wider ones.
    pub(crate) processor: String,
}

/// What a scenario is expected to take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Count {
    pub(crate) instructions: u64,
    /// Why it is that many.
    pub(crate) note: String,
}

/// The file with the expected counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) made_with: Tools,
    pub(crate) scenarios: BTreeMap<String, Count>,
}

impl Expected {
    /// Reads the file's text.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        serde_yaml::from_str(text).map_err(|error| format!("{FILE}: {error}"))
    }

    /// The file's text.
    pub(crate) fn to_text(&self) -> Result<String, String> {
        let yaml = serde_yaml::to_string(self).map_err(|error| format!("{FILE}: {error}"))?;
        Ok(format!("{HEAD}\n{yaml}"))
    }

    /// Takes over what was counted. A count within the noise stays as it is, with its note, if it was made with the same
    /// tools; scenarios that are no longer there go.
    pub(crate) fn update(&mut self, tools: &Tools, counted: &BTreeMap<String, u64>, known: &[&str], note: &str) {
        let is_same = self.made_with == *tools;
        self.made_with = tools.clone();
        self.scenarios.retain(|name, _| known.contains(&name.as_str()));
        for (name, &instructions) in counted {
            let stays = self.scenarios.get(name).is_some_and(|expected| {
                is_same
                    && !expected.note.trim().is_empty()
                    && change(expected.instructions, instructions).abs() <= NOISE
            });
            if !stays {
                self.scenarios.insert(name.clone(), Count { instructions, note: note.to_owned() });
            }
        }
    }
}

/// What came of a scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// Within the tolerance.
    Same,
    /// It takes more by that share.
    Grown(f64),
    /// It takes less by that share.
    Shrunk(f64),
    /// The file does not have it.
    New,
    /// The file has it, and nothing counts it.
    Gone,
    /// The file does not say why it is that many.
    NoNote,
}

impl Verdict {
    /// Whether CI fails with it.
    pub(crate) fn fails(self) -> bool {
        !matches!(self, Self::Same | Self::Shrunk(_))
    }
}

/// A scenario, what was expected of it and what was counted.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Compared {
    pub(crate) name: String,
    pub(crate) expected: Option<u64>,
    pub(crate) counted: Option<u64>,
    pub(crate) verdict: Verdict,
}

/// Compares what was counted; `known` are all scenarios that there are. With other tools numbers are not compared.
pub(crate) fn compare(
    expected: &Expected,
    tools: &Tools,
    counted: &BTreeMap<String, u64>,
    known: &[&str],
) -> Vec<Compared> {
    let names: BTreeSet<&str> = counted.keys().chain(expected.scenarios.keys()).map(String::as_str).collect();
    let is_same = expected.made_with == *tools;
    let compared = names.into_iter().filter_map(|name| {
        let (was, is) = (expected.scenarios.get(name), counted.get(name).copied());
        let verdict = match (was, is) {
            (Some(_), None) if known.contains(&name) => return None,
            (Some(_), None) => Verdict::Gone,
            (None, _) => Verdict::New,
            (Some(was), _) if was.note.trim().is_empty() => Verdict::NoNote,
            (Some(was), Some(is)) if is_same => judged(was.instructions, is),
            (Some(_), Some(_)) => Verdict::Same,
        };
        Some(Compared { name: name.to_owned(), expected: was.map(|was| was.instructions), counted: is, verdict })
    });
    compared.collect()
}

fn judged(was: u64, is: u64) -> Verdict {
    if is.abs_diff(was).saturating_mul(TOLERANCE) <= was {
        Verdict::Same
    } else if is > was {
        Verdict::Grown(change(was, is))
    } else {
        Verdict::Shrunk(-change(was, is))
    }
}

/// The share by which a count differs from another; positive if it is more.
fn change(was: u64, is: u64) -> f64 {
    is as f64 / was.max(1) as f64 - 1.0
}

/// The comparison as text: a table, and what there is to do.
pub(crate) fn report(expected: &Expected, tools: &Tools, compared: &[Compared]) -> String {
    let mut text = String::new();
    let width = compared.iter().map(|one| one.name.len()).max().unwrap_or_default().max("scenario".len());
    let _ = writeln!(text, "{:<width$}  {:>15}  {:>15}  {:>8}", "scenario", "expected", "counted", "change");
    for one in compared {
        let number = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), thousands);
        let change = match (one.expected, one.counted) {
            (Some(was), Some(is)) => format!("{:+.1} %", 100.0 * change(was, is)),
            _ => "-".to_owned(),
        };
        let _ = writeln!(
            text,
            "{:<width$}  {:>15}  {:>15}  {change:>8}",
            one.name,
            number(one.expected),
            number(one.counted)
        );
    }
    if expected.made_with != *tools && !expected.scenarios.is_empty() {
        text.push_str(&other_tools(&expected.made_with, tools));
    }
    for one in compared {
        text.push_str(&advice(one));
    }
    text
}

fn other_tools(made_with: &Tools, tools: &Tools) -> String {
    let mut text = "\nnot compared: the expected counts were made with other tools\n".to_owned();
    for (name, was, is) in [
        ("rustc", &made_with.rustc, &tools.rustc),
        ("valgrind", &made_with.valgrind, &tools.valgrind),
        ("processor", &made_with.processor, &tools.processor),
    ] {
        if was != is {
            let _ = writeln!(text, "  {name}: expected `{was}`, here `{is}`");
        }
    }
    let _ = writeln!(
        text,
        "  help: count the commit before this change and this one with the same tools, then write down the new counts:\n\
         \x20   {COMMAND} -- --update --note \"counted with {}\"",
        tools.rustc
    );
    text
}

fn advice(one: &Compared) -> String {
    let name = &one.name;
    let update = |why: &str| format!("    {COMMAND} -- --only {name} --update --note \"{why}\"\n");
    match one.verdict {
        Verdict::Same => String::new(),
        Verdict::Grown(share) => format!(
            "\nerror: `{name}` takes {:.1} % more instructions than {FILE} says\n  help: make it cheaper, or write down why \
             it is worth that:\n{}",
            100.0 * share,
            update("what it buys")
        ),
        Verdict::Shrunk(share) => format!(
            "\nnote: `{name}` takes {:.1} % fewer instructions than {FILE} says\n  help: keep what is gained, so that it \
             cannot be lost without a word:\n{}",
            100.0 * share,
            update("what made it cheaper")
        ),
        Verdict::New => format!(
            "\nerror: {FILE} does not say what `{name}` may take\n  help: write it down:\n{}",
            update("first count")
        ),
        Verdict::Gone => format!(
            "\nerror: {FILE} expects the scenario `{name}`, and there is none of that name\n  help: take it out of the \
             file, or correct its name\n"
        ),
        Verdict::NoNote => format!(
            "\nerror: {FILE} does not say why `{name}` takes that many\n  help: write a `note` beside the number\n"
        ),
    }
}

/// A number in groups of three digits.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
