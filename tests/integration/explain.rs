//! What `explain` says decided: compared with written answers for the findings of Acme.

use std::{collections::BTreeMap, sync::LazyLock};

use rayon::prelude::*;
use remedy_policy::{
    diagnostic::Sources,
    engine::explain::{Attempt, Depth, Step, StepResult},
    gate::{Decision, DecisionExplainer, EvaluationTime, Gate, Policies, Verdict},
    manifest::{self, Index, Manifest},
    org::{Feeds, Organization, Profile},
    policy::{self, Level},
};
use serde::Deserialize;
use serde_json::Value;

use crate::common::root;

/// The answers of `fixtures/acme/explained.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answers {
    denied: Vec<Answer>,
    silent: Vec<Answer>,
}

/// What decided one rule about one finding.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    /// The file, below `fixtures/acme`.
    finding: String,
    rule: String,
    /// The clause of a silent rule, from one.
    #[serde(default)]
    clause: Option<usize>,
    /// The text of the condition in one line.
    condition: String,
    /// The policy that holds it.
    file: String,
    /// Values that it saw, by their expression; null for what is absent.
    #[serde(default)]
    values: BTreeMap<String, Value>,
}

impl Answer {
    /// How the answer differs from what decided.
    fn differs(&self, decided: Option<(&Attempt, &Step)>) -> Option<String> {
        let Some((attempt, step)) = decided else { return Some("nothing decided".to_owned()) };
        let seen: BTreeMap<String, Value> = step
            .values
            .iter()
            .map(|seen| (in_one_line(&seen.expression), seen.value.clone().unwrap_or_default()))
            .collect();
        let is_seen = |(expression, value): (&String, &Value)| seen.get(expression) == Some(value);
        let is_right =
            in_one_line(&step.text) == self.condition && *attempt.file == *self.file && self.values.iter().all(is_seen);
        (!is_right)
            .then(|| format!("`{}` of {} with {}", in_one_line(&step.text), attempt.file, Value::from_iter(seen)))
    }

    /// A difference, for the list of them.
    fn report(&self, difference: &str) -> String {
        let wanted = Value::from_iter(self.values.clone());
        format!(
            "{}:{}\n  written: `{}` of {} with {wanted}\n  decided: {difference}",
            self.finding, self.rule, self.condition, self.file,
        )
    }
}

fn in_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Acme, loaded once, its own policies included.
struct Acme {
    gate: Gate,
    documents: Vec<Manifest>,
}

static ACME: LazyLock<Acme> = LazyLock::new(|| {
    let folder = root().join("fixtures/acme");
    let documents = manifest::read_files(&[folder.join("findings"), folder.join("reviews")]).documents;
    let organization = Organization::read(&[folder.join("org")], &mut Sources::default(), &mut Vec::new()).unwrap();
    let feeds = Feeds::read(&[folder.join("feeds")], &manifest::named_cves(&documents)).unwrap();
    let profile = Profile::load("profiles/acme.yaml", &folder, &mut Sources::default(), &mut Vec::new()).unwrap();
    let mut sources = policy::shipped_policies();
    sources.extend(policy::read_policies(&[folder.join("policies")]).unwrap());
    let at = EvaluationTime::parse("2026-11-20", "Europe/Berlin").unwrap();
    let policies = Policies::load(sources).unwrap();
    let gate = Gate::new(policies, &organization, &profile, &feeds, &Index::of(&documents), at).unwrap();
    Acme { gate, documents }
});

fn answers() -> Answers {
    serde_yaml::from_str(&std::fs::read_to_string(root().join("fixtures/acme/explained.yaml")).unwrap()).unwrap()
}

/// The file of a document, below `fixtures/acme`.
fn file_of(document: &Manifest) -> &str {
    let prefix = format!("{}/", root().join("fixtures/acme").display());
    document.file.strip_prefix(prefix.as_str()).unwrap_or(&document.file)
}

/// Does something with each document and gathers what it says, on all threads; each thread keeps what it compiled.
fn of_each(
    documents: &[&Manifest],
    claim: impl Fn(&mut DecisionExplainer<'_>, &Manifest, &Decision) -> Vec<String> + Sync,
) -> Vec<String> {
    let share = documents.len().div_ceil(rayon::current_num_threads());
    documents
        .par_chunks(share)
        .flat_map_iter(|documents| {
            let mut explainer = ACME.gate.explainer().unwrap();
            let said: Vec<String> = documents
                .iter()
                .flat_map(|document| claim(&mut explainer, document, &ACME.gate.judge(document)))
                .collect();
            said
        })
        .collect()
}

#[test]
fn the_condition_that_decided_is_the_one_that_is_written() {
    let answers = answers();
    let documents: Vec<&Manifest> = LazyLock::force(&ACME).documents.iter().collect();
    let differences = of_each(&documents, |explainer, document, decision| {
        let is_of_this = |answer: &&Answer| answer.finding == file_of(document);
        let mut differences = Vec::new();
        for answer in answers.denied.iter().filter(is_of_this) {
            let decided: Vec<Attempt> = decision
                .denials
                .iter()
                .filter(|denial| denial.rule == answer.rule)
                .filter_map(|denial| explainer.denial(document, denial, Depth::Deciding).unwrap())
                .collect();
            // Where a rule denies a finding several times, one of the denials is meant.
            let differing: Vec<Option<String>> =
                decided.iter().map(|attempt| answer.differs(attempt.deciding())).collect();
            if differing.iter().all(Option::is_some) {
                let why = differing.into_iter().flatten().next();
                differences.push(answer.report(&why.unwrap_or_else(|| "the rule does not deny it".to_owned())));
            }
        }
        for answer in answers.silent.iter().filter(is_of_this) {
            assert!(decision.denials.iter().all(|denial| denial.rule != answer.rule), "{answer:?}");
            let rule = ACME.gate.catalogue().get(&answer.rule).unwrap();
            let clauses = explainer.rule(document, rule, Level::Deny, Depth::Deciding).unwrap();
            let clause = &clauses[answer.clause.unwrap_or(1) - 1];
            differences.extend(answer.differs(clause.deciding()).map(|difference| answer.report(&difference)));
        }
        differences
    });
    assert!(differences.is_empty(), "{} differ:\n{}", differences.len(), differences.join("\n"));
}

#[test]
fn there_are_answers_for_each_blocked_finding() {
    let answers = answers();
    let blocked: Vec<&str> =
        ACME.documents.iter().map(file_of).filter(|file| file.starts_with("findings/blocked/")).collect();
    let is_answered = |file: &&str| answers.denied.iter().any(|answer| answer.finding == **file);
    // What an organization's own rule blocks has no rule of the library to be named after.
    let missing: Vec<&&str> =
        blocked.iter().filter(|file| !is_answered(file) && !file.contains("/own-policy-")).collect();
    assert!(missing.is_empty(), "{missing:?}");
    let documents: Vec<&str> = ACME.documents.iter().map(file_of).collect();
    for answer in answers.denied.iter().chain(&answers.silent) {
        assert!(documents.contains(&answer.finding.as_str()), "{answer:?}");
    }
}

#[test]
fn every_denial_and_warning_has_a_clause_and_a_condition_that_decided() {
    let documents: Vec<&Manifest> = LazyLock::force(&ACME).documents.iter().collect();
    let missing = of_each(&documents, |explainer, document, decision| {
        let mut missing = Vec::new();
        for denial in decision.denials.iter().chain(&decision.warnings) {
            let attempt = explainer.denial(document, denial, Depth::Values).unwrap();
            let complaint = match &attempt {
                None => Some("no clause"),
                Some(attempt) if attempt.deciding().is_none() => Some("no condition"),
                Some(attempt) if has_error(attempt) => Some("a condition that cannot be evaluated"),
                Some(_) => None,
            };
            missing.extend(complaint.map(|what| format!("{}:{}: {what}", file_of(document), denial.rule)));
        }
        missing
    });
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// Each finding is asked about every fiftieth rule that applies and is silent, beginning elsewhere, so that the work stays small.
const STRIDE: usize = 50;

#[test]
fn silent_rules_have_conditions_that_can_be_evaluated() {
    let documents: Vec<&Manifest> = LazyLock::force(&ACME).documents.iter().collect();
    let number_of: BTreeMap<&str, usize> = documents.iter().enumerate().map(|(at, of)| (of.id.as_str(), at)).collect();
    let failing = of_each(&documents, |explainer, document, decision| {
        assert_ne!(decision.verdict, Verdict::Error, "{}", file_of(document));
        let mut failing = Vec::new();
        let number = number_of[document.id.as_str()];
        let silent = ACME.gate.catalogue().iter().enumerate().filter(|(at, rule)| {
            (at + number).is_multiple_of(STRIDE)
                && rule.scope.includes(document.subject())
                && decision.denials.iter().all(|denial| denial.rule != rule.id)
        });
        for (_, rule) in silent {
            for attempt in explainer.rule(document, rule, Level::Deny, Depth::Deciding).unwrap() {
                if attempt.holds || attempt.deciding().is_none() || has_error(&attempt) {
                    failing.push(format!("{}:{}", file_of(document), rule.id));
                }
            }
        }
        failing
    });
    assert!(failing.is_empty(), "{}", failing.join("\n"));
}

fn has_error(attempt: &Attempt) -> bool {
    attempt.steps.iter().any(|step| {
        step.result == StepResult::Error
            || step.because.iter().flat_map(|explanation| &explanation.attempts).any(has_error)
    })
}
