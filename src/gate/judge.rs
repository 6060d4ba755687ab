//! Loads everything once, then judges findings one by one.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{
    decision::{Acceptance, Decision, Denial, Verdict},
    result::{self, Reading},
    time::EvaluationTime,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    engine::{Clause, Data, Engine, RawResult, Session},
    manifest::{Finding, index},
    org::{Feeds, Organization, Profile},
    policy::{Catalogue, PolicySource},
};

/// Loaded policies that were given nothing to judge by yet. Loading them is the longest part of a start, and nothing else
/// has to be there for it.
#[derive(Clone)]
pub struct Policies {
    engine: Engine,
    catalogue: Catalogue,
}

impl Policies {
    /// Loads policies.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub fn load(sources: Vec<PolicySource>) -> Result<Self, Vec<Diagnostic>> {
        let engine = Engine::load(sources.clone())?;
        let catalogue = Catalogue::build(&sources, engine.clauses())?;
        Ok(Self { engine, catalogue })
    }
}

/// The loaded gate: policies with their data, at one evaluation time.
#[derive(Clone)]
pub struct Gate {
    engine: Engine,
    catalogue: Catalogue,
    data: Data,
    at: EvaluationTime,
}

impl Gate {
    /// Loads policies and gives them what they judge by. `tree` is all findings, also those that will not be judged: rules
    /// look up duplicates and repeats in it.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the policies.
    pub fn load(
        policies: Vec<PolicySource>,
        organization: &Organization,
        profile: &Profile,
        feeds: &Feeds,
        tree: &[Finding],
        at: EvaluationTime,
    ) -> Result<Self, Vec<Diagnostic>> {
        Self::new(Policies::load(policies)?, organization, profile, feeds, tree, at).map_err(|problem| vec![problem])
    }

    /// Gives loaded policies what they judge by.
    ///
    /// # Errors
    ///
    /// The engine does not take the data.
    pub fn new(
        policies: Policies,
        organization: &Organization,
        profile: &Profile,
        feeds: &Feeds,
        tree: &[Finding],
        at: EvaluationTime,
    ) -> Result<Self, Diagnostic> {
        let Policies { mut engine, catalogue } = policies;
        let data = Data::object([
            ("org", organization.to_data()),
            ("params", profile.to_data()),
            ("feeds", feeds.to_data()),
            ("index", Data::from_json(&index(tree))),
        ]);
        engine.add_data(data.clone())?;
        Ok(Self { engine, catalogue, data, at })
    }

    /// The document under `data` that the policies see beside the input.
    #[must_use]
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// Every clause that judges.
    #[must_use]
    pub fn clauses(&self) -> &[Clause] {
        self.engine.clauses()
    }

    /// The rules that are loaded.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The evaluation time.
    #[must_use]
    pub fn at(&self) -> &EvaluationTime {
        &self.at
    }

    /// Judges one finding. To judge many, take a [`Judge`] for each thread, or [`Gate::judge_all`].
    #[must_use]
    pub fn judge(&self, finding: &Finding) -> Decision {
        self.judge_for_thread().judge(finding)
    }

    /// A judge for one thread.
    #[must_use]
    pub fn judge_for_thread(&self) -> Judge<'_> {
        Judge { gate: self, session: self.engine.session() }
    }

    /// Judges findings on the threads of the current pool; decisions come in the order of the findings.
    #[must_use]
    pub fn judge_all(&self, findings: &[Finding]) -> Vec<Decision> {
        findings
            .par_iter()
            .with_min_len(8)
            .map_init(|| self.judge_for_thread(), |judge, finding| judge.judge(finding))
            .collect()
    }

    /// The input document that the policies see for a finding.
    #[must_use]
    pub fn input(&self, finding: &Finding) -> Data {
        Data::object([
            ("finding", Data::from_node(&finding.root)),
            ("facts", Data::object([])),
            ("at", self.at.to_data()),
        ])
    }
}

/// Judges findings one after the other on one thread.
pub struct Judge<'a> {
    gate: &'a Gate,
    session: Session<'a>,
}

impl Judge<'_> {
    /// Judges a finding.
    pub fn judge(&mut self, finding: &Finding) -> Decision {
        let evaluation = self.session.evaluate(self.gate.input(finding));
        let mut errors: Vec<Diagnostic> = evaluation.failures.into_iter().map(|failure| failure.diagnostic).collect();
        let mut denials = Vec::new();
        let mut warnings = Vec::new();
        for raw in &evaluation.results {
            match (result::read(raw, finding, &self.gate.catalogue), result::unavailable(raw)) {
                (Reading::Error(problem), _) => errors.push(problem),
                (Reading::Denial(denial), Some(input)) => errors.push(not_judged(&denial, input, finding)),
                (Reading::Denial(denial), None) if is_denial(raw) => denials.push(*denial),
                (Reading::Denial(denial), None) => warnings.push(*denial),
            }
        }
        sort(&mut denials);
        sort(&mut warnings);
        errors.sort_by(Diagnostic::order);
        errors.dedup();
        let verdict = if !errors.is_empty() {
            Verdict::Error
        } else if !denials.is_empty() {
            Verdict::Blocked
        } else {
            Verdict::undisputed(&finding.state)
        };
        Decision {
            id: finding.id.clone(),
            title: finding.title.clone(),
            finding_type: finding.finding_type.clone(),
            severity: finding.severity.clone(),
            state: finding.state.clone(),
            file: finding.file.clone(),
            document: finding.document,
            span: finding.id_span,
            verdict,
            flags: denials.iter().chain(&warnings).filter_map(|denial| denial.flag).collect::<BTreeSet<_>>(),
            acceptance: (verdict == Verdict::Acceptable).then(|| acceptance(finding)),
            rules_applied: self.gate.catalogue.count_applying(&finding.state, &finding.finding_type),
            denials,
            warnings,
            errors,
        }
    }
}

fn is_denial(raw: &RawResult) -> bool {
    raw.level == crate::policy::Level::Deny
}

/// By place in the manifest, then rule and message: the order of the file is the order in which people read.
fn sort(denials: &mut [Denial]) {
    denials.sort_by(|a, b| (a.place.span, &a.rule, &a.message).cmp(&(b.place.span, &b.rule, &b.message)));
}

fn not_judged(denial: &Denial, input: &str, finding: &Finding) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code::InputUnavailable,
        format!("{} cannot be judged: `{input}` is not available", denial.rule),
    )
    .in_file(&finding.file)
    .at(denial.place.span)
    .label("needed for this");
    match &denial.unblock {
        Some(advice) => diagnostic.help(advice.clone()),
        None => diagnostic,
    }
}

fn acceptance(finding: &Finding) -> Acceptance {
    let date = |key| finding.text_at(&["risk_acceptance", key]).map(str::to_owned);
    Acceptance { expires_at: date("expires_at"), review_at: date("review_at") }
}
