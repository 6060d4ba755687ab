//! The shipped policies: their Rego tests, the lines that those evaluate, and the promises of their METADATA.

use std::{collections::BTreeMap, fs, path::PathBuf};

use remedy_policy::{
    engine::{
        Data, Engine,
        testing::{Outcome, Suite, Test},
    },
    manifest::Kind,
    policy::{Catalogue, Level, PolicySource, RuleEntry, read_tested, shipped_policies},
};

use crate::common::{catalogue, params, root};

/// All `.rego` files of the library, tests included, with their texts.
fn all_policies() -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(root().join("policies"))
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rego"))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn every_rego_test_holds_and_together_they_evaluate_every_line() {
    let tested = read_tested(&[root().join("policies")], &[]).unwrap();
    let data = Data::object([("params", Data::from_json(&params("default")))]);
    let suite = Suite::load(tested.sources.clone(), data).unwrap();
    let tests: Vec<&Test> = suite.tests().iter().collect();
    assert!(tests.len() >= 1900, "only {} tests were found", tests.len());
    let (results, coverage) = suite.run(&tests, true).unwrap();
    let failures: Vec<_> = results.iter().filter(|result| result.outcome != Outcome::Passed).collect();
    assert!(failures.is_empty(), "{} of {} tests:\n{failures:#?}", failures.len(), tests.len());
    let not_evaluated: Vec<String> = tested
        .named
        .iter()
        .filter(|file| !file.ends_with("_test.rego"))
        .filter_map(|file| {
            let lines = suite.lines_of(file, &coverage).unwrap();
            (!lines.not_covered.is_empty()).then(|| format!("{file}: lines {:?}", lines.not_covered))
        })
        .collect();
    assert!(not_evaluated.is_empty(), "no test evaluates\n{}", not_evaluated.join("\n"));
}

/// Policies of the organisation are checked in full; the shipped ones are held to the same here.
#[test]
fn the_metadata_of_the_shipped_policies_fits_its_schema() {
    let shipped = shipped_policies();
    let sources: Vec<PolicySource> =
        shipped.iter().map(|source| PolicySource::new(&source.name, &source.text)).collect();
    let engine = Engine::load(shipped).unwrap();
    let problems = Catalogue::build(&sources, engine.clauses()).unwrap_err();
    let others: Vec<_> = problems.iter().filter(|problem| problem.code.as_str() != "policy-reserved-package").collect();
    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn the_families_of_the_gate_are_complete() {
    let mut families: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let catalogue = catalogue();
    for rule in catalogue.iter() {
        let (family, number) = rule.id.split_once('-').unwrap();
        families.entry(family).or_default().push(number.parse().unwrap());
    }
    let expected: BTreeMap<&str, Vec<u32>> = BTreeMap::from([
        ("ACT", 6),
        ("AUT", 2),
        ("BRK", 4),
        ("CMP", 3),
        ("CON", 4),
        ("CTX", 4),
        ("DEL", 1),
        ("DRM", 3),
        ("ESC", 5),
        ("EVD", 9),
        ("FPS", 1),
        ("INV", 4),
        ("JML", 3),
        ("NHI", 11),
        ("OWN", 15),
        ("RCA", 3),
        ("RET", 7),
        ("REV", 10),
        ("RSK", 10),
        ("SHR", 2),
        ("SLA", 11),
        ("SOD", 10),
        ("SOX", 7),
        ("TRK", 5),
        ("VDT", 1),
        ("VND", 5),
        ("WVR", 4),
    ])
    .into_iter()
    .map(|(family, rules)| (family, (1..=rules).collect()))
    .collect();
    assert_eq!(families, expected);
    assert_eq!(families.values().map(Vec::len).sum::<usize>(), 150);
}

#[test]
fn every_rule_says_what_it_is_and_stands_in_a_folder_of_its_package() {
    for rule in catalogue().iter() {
        assert!(!rule.title.is_empty() && !rule.description.is_empty() && !rule.solution.is_empty(), "{}", rule.id);
        let has_states = rule.scope.kinds.iter().any(|kind| !matches!(kind, Kind::Organization | Kind::Waiver));
        assert_eq!(has_states, !rule.scope.states.is_empty(), "states of {}", rule.id);
        let folder = rule.file.trim_start_matches("policies/").split('/').next().unwrap();
        assert_eq!(rule.package, format!("remedy.{folder}"), "{}", rule.id);
        let test = root().join(rule.file.replace(".rego", "_test.rego"));
        assert!(test.is_file(), "{} has no test beside it", rule.id);
    }
}

#[test]
fn containment_is_blocked_by_no_rule_but_those_of_dates() {
    let of_containments =
        |rule: &&RuleEntry| rule.scope.kinds.contains(&Kind::Finding) && rule.scope.states.contains("contained");
    for rule in catalogue().iter().filter(of_containments) {
        // VDT-01 asks of a containment only that it has happened; CON-03 warns of one that came late, and blocks what it
        // is followed by.
        let is_of_dates = rule.id.starts_with("SLA-") || ["VDT-01", "CON-03"].contains(&rule.id.as_str());
        assert!(is_of_dates || !rule.levels.contains(&Level::Deny), "{} can block a containment", rule.id);
    }
}

#[test]
fn a_file_holds_one_rule_and_stays_small() {
    for (file, text) in all_policies() {
        let lines = text.lines().count();
        let is_example = file.contains("/lib/example_");
        let limit = if is_example { 200 } else { 150 };
        let most = if file.ends_with("_test.rego") { 400 } else { limit };
        assert!(lines <= most, "{file} has {lines} lines");
        for (number, line) in text.lines().enumerate() {
            let width = line.replace('\t', "    ").chars().count();
            assert!(width <= 120 || file.ends_with("_test.rego"), "{file}:{} is {width} columns wide", number + 1);
        }
        assert!(text.matches("#   id: ").count() <= 1, "{file} holds two rules");
    }
}
