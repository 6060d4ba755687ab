//! The shipped policies: their Rego tests, the lines that those evaluate, and the promises of their METADATA.

use std::{collections::BTreeMap, fs, path::PathBuf};

use remedy_policy::{
    diagnostic::Sources,
    engine::Engine,
    org::Profile,
    policy::{Catalogue, Level, PolicySource, shipped_policies},
};

use crate::common::root;

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

/// An interpreter with the whole library, its tests, and the default profile as `data.params`.
fn interpreter() -> regorus::Engine {
    let mut engine = regorus::Engine::new();
    engine.set_strict_builtin_errors(true);
    for (name, text) in all_policies() {
        engine.add_policy(name, text).unwrap();
    }
    let profile = Profile::load("default", "".as_ref(), &mut Sources::default(), &mut Vec::new()).unwrap();
    let data = serde_json::json!({"params": profile.to_data().to_json()});
    engine.add_data(regorus::Value::from_json_str(&data.to_string()).unwrap()).unwrap();
    engine
}

/// The tests of a file: package and rule name.
fn tests_of(text: &str) -> Vec<(String, String)> {
    let package = text.lines().find_map(|line| line.strip_prefix("package ")).unwrap().trim();
    let mut names: Vec<String> = text
        .lines()
        .filter(|line| line.starts_with("test_"))
        .map(|line| line.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .collect();
    names.dedup();
    names.into_iter().map(|name| (package.to_owned(), name)).collect()
}

#[test]
fn every_rego_test_holds_and_together_they_evaluate_every_line() {
    let mut engine = interpreter();
    engine.set_enable_coverage(true);
    let mut failures = Vec::new();
    let mut count = 0;
    for (file, text) in all_policies().iter().filter(|(file, _)| file.ends_with("_test.rego")) {
        for (package, name) in tests_of(text) {
            count += 1;
            match engine.eval_rule(format!("data.{package}.{name}")) {
                Ok(value) if value == regorus::Value::from(true) => {}
                Ok(value) => failures.push(format!("{file}: {name} is {value}")),
                Err(error) => failures.push(format!("{file}: {name} failed: {error}")),
            }
        }
    }
    assert!(count >= 300, "only {count} tests were found");
    assert!(failures.is_empty(), "{} of {count} tests:\n{}", failures.len(), failures.join("\n"));
    let not_evaluated: Vec<String> = engine
        .get_coverage_report()
        .unwrap()
        .files
        .iter()
        .filter(|file| !file.path.ends_with("_test.rego") && !file.not_covered.is_empty())
        .map(|file| format!("{}: lines {:?}", file.path, file.not_covered))
        .collect();
    assert!(not_evaluated.is_empty(), "no test evaluates\n{}", not_evaluated.join("\n"));
}

fn catalogue() -> Catalogue {
    // Policies of the organisation are checked in full; the shipped ones are held to the same here.
    let sources: Vec<PolicySource> =
        shipped_policies().iter().map(|source| PolicySource::new(&source.name, &source.text)).collect();
    let shipped = shipped_policies();
    let engine = Engine::load(shipped.clone()).unwrap();
    let problems = Catalogue::build(&sources, engine.clauses()).unwrap_err();
    let others: Vec<_> = problems.iter().filter(|problem| problem.code.as_str() != "policy-reserved-package").collect();
    assert!(others.is_empty(), "{others:#?}");
    Catalogue::build(&shipped, engine.clauses()).unwrap()
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
        ("CMP", (1..=3).collect()),
        ("CTX", vec![4]),
        ("INV", vec![1, 2, 4]),
        ("OWN", (1..=15).collect()),
        ("RSK", (1..=10).collect()),
        ("SLA", (1..=11).collect()),
        ("SOD", vec![7]),
        ("VDT", vec![1]),
    ]);
    assert_eq!(families, expected);
}

#[test]
fn every_rule_says_what_it_is_and_stands_in_a_folder_of_its_package() {
    for rule in catalogue().iter() {
        assert!(!rule.title.is_empty() && !rule.description.is_empty() && !rule.solution.is_empty(), "{}", rule.id);
        assert!(!rule.scope.states.is_empty(), "{} names no states", rule.id);
        let folder = rule.file.trim_start_matches("policies/").split('/').next().unwrap();
        assert_eq!(rule.package, format!("remedy.{folder}"), "{}", rule.id);
        let test = root().join(rule.file.replace(".rego", "_test.rego"));
        assert!(test.is_file(), "{} has no test beside it", rule.id);
    }
}

#[test]
fn containment_is_blocked_by_no_rule_but_those_of_dates() {
    for rule in catalogue().iter().filter(|rule| rule.scope.states.contains("contained")) {
        // VDT-01 asks of a containment only that it has happened.
        let is_of_dates = rule.id.starts_with("SLA-") || rule.id == "VDT-01";
        assert!(is_of_dates || !rule.levels.contains(&Level::Deny), "{} can block a containment", rule.id);
    }
}

#[test]
fn a_file_holds_one_rule_and_stays_small() {
    for (file, text) in all_policies() {
        let lines = text.lines().count();
        let limit = if file.ends_with("example_test.rego") { 200 } else { 150 };
        let most = if file.ends_with("_test.rego") { 400 } else { limit };
        assert!(lines <= most, "{file} has {lines} lines");
        for (number, line) in text.lines().enumerate() {
            let width = line.replace('\t', "    ").chars().count();
            assert!(width <= 120 || file.ends_with("_test.rego"), "{file}:{} is {width} columns wide", number + 1);
        }
        assert!(text.matches("#   id: ").count() <= 1, "{file} holds two rules");
    }
}
