//! What findings are judged by: organizations, profiles, feeds, zones and times, each loaded once for both evaluators.

use std::{path::Path, sync::LazyLock};

use remedy_policy::{
    diagnostic::Sources,
    engine::Evaluator,
    gate::{Decision, EvaluationTime, Gate, Policies},
    manifest::{self, Index, Manifest},
    org::{Feeds, Organization, Profile},
    policy::{read_policies, shipped_policies},
};

use super::compare::{difference, reached_a_limit};
use crate::common::root;

/// The evaluation time of the fixtures.
pub(super) const AT: &str = "2026-11-20";

/// A gate in both forms, and the documents of its tree.
#[derive(Clone)]
pub(super) struct Setting {
    pub(super) name: String,
    pub(super) organization: Organization,
    pub(super) documents: Vec<Manifest>,
    gate: Gate,
    fault: Option<fn(&mut Decision)>,
}

/// What judges in a setting: fixtures below this folder, a profile, a zone and a time.
#[derive(Clone, Copy)]
pub(super) struct Named {
    pub(super) folder: &'static str,
    pub(super) profile: &'static str,
    pub(super) zone: &'static str,
    pub(super) at: &'static str,
    pub(super) feeds: bool,
}

/// Acme as its configuration has it.
pub(super) const ACME: Named =
    Named { folder: "acme", profile: "profiles/acme.yaml", zone: "Europe/Berlin", at: AT, feeds: true };

static POLICIES: LazyLock<Policies> = LazyLock::new(|| {
    let mut policies = shipped_policies();
    policies.extend(read_policies(&[root().join("fixtures/acme/policies")]).unwrap());
    Policies::load(policies).unwrap()
});

static OF_ACME: LazyLock<Setting> = LazyLock::new(|| Setting::load(ACME));

impl Setting {
    /// Acme as its configuration has it.
    pub(super) fn acme() -> &'static Self {
        &OF_ACME
    }

    pub(super) fn load(named: Named) -> Self {
        Self::load_with(named, POLICIES.clone())
    }

    /// Loads a setting with policies of its own. A folder `none` is an organization without any data.
    pub(super) fn load_with(named: Named, policies: Policies) -> Self {
        let Named { folder, profile, zone, at, feeds } = named;
        let base = root().join("fixtures").join(folder);
        let documents = documents_of(&base);
        let (mut sources, mut warnings) = (Sources::default(), Vec::new());
        let organization = if base.join("org").exists() {
            Organization::read(&[base.join("org")], &mut sources, &mut warnings).unwrap()
        } else {
            Organization::default()
        };
        let profile_name = profile;
        let profile = Profile::load(profile, &base, &mut sources, &mut warnings).unwrap();
        let feeds = if feeds {
            let cves = ["CVE-2021-33161", "CVE-2024-23897", "CVE-2025-55182"].map(str::to_owned);
            let cves = manifest::named_cves(&documents).into_iter().chain(cves).collect();
            Feeds::read(&[root().join("fixtures/acme/feeds")], &cves).unwrap()
        } else {
            Feeds::default()
        };
        let at_time = EvaluationTime::parse(at, zone).unwrap();
        let gate = Gate::new(policies, &organization, &profile, &feeds, &Index::of(&documents), at_time).unwrap();
        let name = format!("{folder}, profile {profile_name}, at {at} in {zone}, feeds: {}", feeds.snapshots().len());
        Self { name, organization, documents, gate, fault: None }
    }

    /// The gate that judges by an evaluator.
    pub(super) fn gate(&self, evaluator: Evaluator) -> Gate {
        self.gate.clone().with_evaluator(evaluator)
    }

    /// The same setting with a fast evaluator that makes a mistake.
    pub(super) fn with_fault(&self, fault: fn(&mut Decision)) -> Self {
        Self { fault: Some(fault), ..self.clone() }
    }

    /// Judges documents by the fast evaluator, mistakes and all.
    fn judge_fast(&self, documents: &[Manifest]) -> Vec<Decision> {
        let mut decisions = self.gate(Evaluator::Machine).judge_all(documents);
        if let Some(fault) = self.fault {
            decisions.iter_mut().for_each(fault);
        }
        decisions
    }

    /// Judges documents by both evaluators; gives the number of each on which they differ, with the difference, and how many
    /// reached a limit. What the interpreter decided comes beside it.
    pub(super) fn judge(&self, documents: &[Manifest]) -> Judged {
        let machine = self.judge_fast(documents);
        let interpreter = self.gate(Evaluator::Interpreter).judge_all(documents);
        let mut judged = Judged::default();
        for (number, (machine, interpreter)) in machine.iter().zip(&interpreter).enumerate() {
            if reached_a_limit(machine) || reached_a_limit(interpreter) {
                judged.at_a_limit += 1;
            } else if let Some(difference) = difference(machine, interpreter) {
                judged.differences.push((number, difference));
            }
        }
        judged.decisions = interpreter;
        judged
    }

    /// Judges documents by both evaluators, and fails the test if they differ on one.
    pub(super) fn assert_equal(&self, documents: &[Manifest]) -> Judged {
        let judged = self.judge(documents);
        let shown: Vec<String> = judged
            .differences
            .iter()
            .take(3)
            .map(|(number, difference)| {
                format!("{} ({}): {difference}", documents[*number].id, documents[*number].file)
            })
            .collect();
        assert!(
            shown.is_empty(),
            "{}: the evaluators differ on {} of {} documents\n{}",
            self.name,
            judged.differences.len(),
            documents.len(),
            shown.join("\n\n")
        );
        judged
    }
}

/// What judging by both evaluators gave.
#[derive(Default)]
pub(super) struct Judged {
    pub(super) differences: Vec<(usize, String)>,
    pub(super) at_a_limit: usize,
    pub(super) decisions: Vec<Decision>,
}

/// The findings and reviews below a folder that can be read; none for a folder that is not there.
pub(super) fn documents_of(base: &Path) -> Vec<Manifest> {
    let folders: Vec<_> =
        ["findings", "reviews"].into_iter().map(|name| base.join(name)).filter(|path| path.exists()).collect();
    manifest::read_files(&folders).documents
}
