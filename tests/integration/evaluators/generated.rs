//! Generated findings and reviews are judged alike by both evaluators.
//!
//! `PROPTEST_CASES` gives another number of findings, `PROPTEST_RNG_SEED` other ones.

use std::{collections::BTreeSet, time::Instant};

use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use remedy_policy::{
    diagnostic::Code,
    manifest::{Kind, Manifest},
};
use serde_json::Value;

use super::{
    candidate::{Candidate, candidates},
    settings::{ACME, AT, Named, Setting},
    shrink::{bare, smallest},
};

/// How many are judged together; a setting is used for one batch at a time.
const BATCH: usize = 100;

/// What findings are judged by, in turn.
const SETTINGS: [Named; 16] = [
    ACME,
    Named { folder: "acme", profile: "default", zone: "UTC", at: "2026-11-20T23:30:00Z", feeds: true },
    Named { folder: "none", profile: "default", zone: "UTC", at: AT, feeds: false },
    Named { folder: "clean", profile: "small-org", zone: "America/New_York", at: AT, feeds: false },
    Named { folder: "acme", profile: "bod-26-04", zone: "Asia/Kolkata", at: AT, feeds: true },
    Named { folder: "acme", profile: "fedramp-vdr-b", zone: "Pacific/Kiritimati", at: AT, feeds: true },
    Named { folder: "acme", profile: "fedramp-vdr-c", zone: "Pacific/Pago_Pago", at: AT, feeds: false },
    Named { folder: "acme", profile: "fedramp-vdr-d", zone: "Europe/London", at: "2026-10-25T00:30:00Z", feeds: true },
    Named { folder: "acme", profile: "fedramp-rev5", zone: "America/St_Johns", at: AT, feeds: true },
    Named { folder: "acme", profile: "pci-4.0.1", zone: "Australia/Lord_Howe", at: AT, feeds: true },
    Named { folder: "acme", profile: "sox-404", zone: "Europe/Berlin", at: "2026-12-31", feeds: true },
    Named { folder: "acme", profile: "soc2", zone: "America/Sao_Paulo", at: "2025-11-20", feeds: true },
    Named { folder: "acme", profile: "defectdojo", zone: "UTC", at: AT, feeds: true },
    Named { folder: "mixed", profile: "default", zone: "Europe/Berlin", at: AT, feeds: true },
    Named {
        folder: "acme",
        profile: "profiles/acme.yaml",
        zone: "Europe/Berlin",
        at: "2026-11-09T08:00:00Z",
        feeds: false,
    },
    Named { folder: "acme", profile: "profiles/acme.yaml", zone: "Europe/Berlin", at: "2028-02-29", feeds: true },
];

/// A number from the environment, if it is given.
fn from_environment(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|error| panic!("{name}={text}: {error}")))
}

fn seed() -> u64 {
    from_environment("PROPTEST_RNG_SEED").unwrap_or(20_261_120)
}

fn runner() -> TestRunner {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed().to_le_bytes());
    let config = Config { failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// Some findings and reviews that fit their schema.
pub(super) fn sample(count: usize) -> Vec<Manifest> {
    let (strategy, mut runner) = (candidates(), runner());
    let documents = std::iter::repeat_with(|| strategy.new_tree(&mut runner).unwrap().current());
    let fitting = documents.filter_map(|candidate| {
        let manifest = candidate.to_manifest()?;
        candidate.fits_its_schema(&manifest).then_some(manifest)
    });
    fitting.take(count).collect()
}

/// In what the evaluators differ on a candidate that is judged alone.
fn difference_alone(setting: &Setting, candidate: &Candidate) -> Option<String> {
    let manifest = candidate.to_manifest()?;
    let judged = setting.judge(std::slice::from_ref(&manifest));
    judged.differences.into_iter().next().map(|(_, difference)| difference)
}

/// The report on a candidate on which the evaluators differ: the smallest finding that still shows it.
fn report(setting: &Setting, tree: &mut Box<dyn ValueTree<Value = Candidate>>, in_its_batch: &str) -> String {
    let how = format!("judged by {}; PROPTEST_RNG_SEED={}", setting.name, seed());
    let found = tree.current();
    if difference_alone(setting, &found).is_none() {
        let yaml = found.to_yaml();
        return format!("a finding is judged otherwise after others, and alike alone; {how}\n\n{yaml}\n{in_its_batch}");
    }
    let simple = smallest(tree, |candidate| difference_alone(setting, candidate).is_some());
    let with = |document: &Value| Candidate { document: document.clone(), ..simple.clone() };
    let bare = with(&bare(&simple.document, |document| difference_alone(setting, &with(document)).is_some()));
    let difference = difference_alone(setting, &bare).unwrap_or_default();
    format!("the evaluators differ; {how}, kind {:?}\n\n{}\n{difference}", bare.kind, bare.to_yaml())
}

/// A mistake of the fast evaluator is found, and shown by a finding that a person can read.
#[test]
fn a_mistake_is_found_and_shown_by_a_small_finding() {
    let setting = Setting::acme().with_fault(|decision| decision.denials.retain(|denial| denial.rule != "TRK-01"));
    let (strategy, mut runner) = (candidates(), runner());
    let mut trees = std::iter::repeat_with(|| strategy.new_tree(&mut runner).unwrap()).take(200);
    let found = trees.find_map(|tree| {
        let difference = difference_alone(&setting, &tree.current())?;
        Some((tree, difference))
    });
    let (mut tree, difference) = found.unwrap();
    let report = report(&setting, &mut tree, &difference);
    assert!(report.contains("PROPTEST_RNG_SEED=") && report.contains("TRK-01"), "{report}");
    let finding = report.lines().skip(2).take_while(|line| !line.starts_with('`')).count();
    assert!(finding <= 12, "{finding} lines\n{report}");
}

#[test]
fn generated_findings_are_judged_alike() {
    let by_default = if cfg!(feature = "equal") { 20_000 } else { 300 };
    let count = from_environment("PROPTEST_CASES").map_or(by_default, |count| usize::try_from(count).unwrap());
    let (strategy, mut runner) = (candidates(), runner());
    let mut settings: Vec<Option<Setting>> = vec![None; SETTINGS.len()];
    let (mut judged, mut fitting, mut at_a_limit, mut failed, mut batch) = (0, 0, 0, 0, 0);
    let (mut rules, mut verdicts, mut kinds) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let started = Instant::now();
    while judged < count {
        let number = batch % SETTINGS.len();
        let setting = settings[number].get_or_insert_with(|| Setting::load(SETTINGS[number]));
        let (mut trees, mut documents) = (Vec::new(), Vec::new());
        while documents.len() < BATCH.min(count - judged) {
            let tree = strategy.new_tree(&mut runner).unwrap();
            let candidate = tree.current();
            if let Some(manifest) = candidate.to_manifest() {
                fitting += usize::from(candidate.fits_its_schema(&manifest));
                documents.push(manifest);
                trees.push(tree);
            }
        }
        let result = setting.judge(&documents);
        if let Some((number, difference)) = result.differences.first() {
            panic!("{}", report(setting, &mut trees[*number], difference));
        }
        for (decision, tree) in result.decisions.iter().zip(&trees) {
            let spoken = decision.denials.iter().chain(&decision.warnings);
            rules.extend(spoken.map(|denial| denial.rule.clone()));
            verdicts.insert(decision.verdict);
            kinds.insert(decision.kind);
            if let Some(error) = decision.errors.iter().find(|error| error.code == Code::PolicyEvaluation) {
                failed += 1;
                let candidate = tree.current();
                let fits = candidate.to_manifest().is_some_and(|manifest| candidate.fits_its_schema(&manifest));
                assert!(
                    !fits,
                    "a rule fails on a document that fits its schema: {error:#?}\n\n{}",
                    candidate.to_yaml()
                );
            }
        }
        at_a_limit += result.at_a_limit;
        judged += documents.len();
        batch += 1;
    }
    println!(
        "{judged} findings in {:.0?}: {fitting} fit their schema, {} rules spoke, rules failed on {failed}, {at_a_limit} reached a limit",
        started.elapsed(),
        rules.len()
    );
    // The generator must be worth its time: most findings are such as `check` would judge, and most rules speak.
    assert!(fitting * 10 >= judged * 6, "only {fitting} of {judged} fit their schema");
    assert!(at_a_limit * 50 <= judged, "{at_a_limit} of {judged} reached a limit");
    if judged >= 300 {
        assert!(rules.len() >= if judged >= 5_000 { 120 } else { 90 }, "only {} rules spoke: {rules:?}", rules.len());
        assert!(kinds.contains(&Kind::AccessReview) && kinds.contains(&Kind::Deletion), "{kinds:?}");
        assert!(verdicts.len() >= 4, "{verdicts:?}");
    }
}
