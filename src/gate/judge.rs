//! Loads everything once, then judges findings and reviews one by one.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    decision::{Decision, Denial, Verdict},
    relieve::{Standing, settle},
    result::{self, Reading},
    review,
    time::EvaluationTime,
    waivers::Reliefs,
};
use crate::{
    diagnostic::{Code, Diagnostic},
    digest,
    engine::{Clause, Data, Engine, Evaluator, RawResult, RuleSet, Session},
    manifest::{Index, Kind, Manifest, Subject},
    org::{Directory, Feeds, Organization, Profile},
    policy::{Catalogue, Level, PolicySource, Scope},
    progress::Progress,
};

/// Loaded policies that were given nothing to judge by yet. Loading them is the longest part of a start, and nothing else
/// has to be there for it.
#[derive(Clone)]
pub struct Policies {
    engine: Engine,
    catalogue: Catalogue,
    scopes: BTreeMap<RuleSet, Scope>,
}

impl Policies {
    /// Loads policies.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub fn load(sources: Vec<PolicySource>) -> Result<Self, Vec<Diagnostic>> {
        Self::load_with(Engine::load(sources.clone())?, &sources, Catalogue::scopes)
    }

    /// The same, and remembers in a folder what it came to.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub fn load_remembered(sources: Vec<PolicySource>, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        Self::load_with(Engine::load_remembered(sources.clone(), folder)?, &sources, Catalogue::scopes)
    }

    /// Loads policies that are all asked about every finding and review, also about those of which they cannot speak by the
    /// states, types and kinds of their METADATA. It takes longer and decides the same; tests hold that.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub fn load_asking_everything(sources: Vec<PolicySource>) -> Result<Self, Vec<Diagnostic>> {
        Self::load_with(Engine::load(sources.clone())?, &sources, |catalogue| {
            let mut scopes = catalogue.scopes();
            for Scope { kinds, states, types } in scopes.values_mut() {
                kinds.extend([Kind::Finding, Kind::AccessReview]);
                states.clear();
                types.clear();
            }
            scopes
        })
    }

    fn load_with(
        mut engine: Engine,
        sources: &[PolicySource],
        scopes: impl FnOnce(&Catalogue) -> BTreeMap<RuleSet, Scope>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let catalogue = Catalogue::build(sources, engine.clauses())?;
        let scopes = scopes(&catalogue);
        let conditions = scopes.iter().map(|(set, scope)| (set.clone(), scope.to_rego())).collect();
        engine.ask(&conditions).map_err(|problem| vec![problem])?;
        Ok(Self { engine, catalogue, scopes })
    }

    /// The rules by id.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }
}

/// The loaded gate: policies with their data, at one evaluation time.
#[derive(Clone)]
pub struct Gate {
    pub(super) engine: Engine,
    pub(super) catalogue: Catalogue,
    scopes: BTreeMap<RuleSet, Scope>,
    directory: Directory,
    data: Data,
    at: EvaluationTime,
    pub(super) reliefs: Reliefs,
}

impl Gate {
    /// Loads policies and gives them what they judge by. `index` knows all findings, also those that will not be judged: rules
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
        index: &Index,
        at: EvaluationTime,
    ) -> Result<Self, Vec<Diagnostic>> {
        Self::new(Policies::load(policies)?, organization, profile, feeds, index, at).map_err(|problem| vec![problem])
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
        index: &Index,
        at: EvaluationTime,
    ) -> Result<Self, Diagnostic> {
        let Policies { mut engine, catalogue, scopes } = policies;
        let data = Data::object([
            ("org", organization.to_data()),
            ("params", profile.to_data()),
            ("feeds", feeds.to_data()),
            ("index", index.to_data()),
            ("index_by", index.groups_to_data()),
        ]);
        engine.add_data(data.clone())?;
        let directory = organization.directory();
        Ok(Self { engine, catalogue, scopes, directory, data, at, reliefs: Reliefs::default() })
    }

    /// Judges by that evaluator from now on. Decisions are the same by either; the interpreter alone is slower.
    #[must_use]
    pub fn with_evaluator(mut self, evaluator: Evaluator) -> Self {
        self.engine.set_evaluator(evaluator);
        self
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

    /// The rule sets that run in the interpreter alone, and why.
    #[must_use]
    pub fn interpreted(&self) -> BTreeMap<RuleSet, String> {
        self.engine.interpreted()
    }

    /// The evaluation time.
    #[must_use]
    pub fn at(&self) -> &EvaluationTime {
        &self.at
    }

    /// Judges one document. To judge many, take a [`Judge`] for each thread, or [`Gate::judge_all`].
    #[must_use]
    pub fn judge(&self, document: &Manifest) -> Decision {
        self.judge_for_thread().judge(document)
    }

    /// A judge for one thread.
    #[must_use]
    pub fn judge_for_thread(&self) -> Judge<'_> {
        self.judge_with(self.engine.session())
    }

    fn judge_with<'a>(&'a self, session: Session<'a>) -> Judge<'a> {
        Judge { gate: self, session, asked: BTreeMap::new(), levels: BTreeMap::new(), progress: None }
    }

    /// Judges documents on the threads of the current pool; decisions come in their order.
    #[must_use]
    pub fn judge_all(&self, documents: &[Manifest]) -> Vec<Decision> {
        self.judge_all_with(documents, &Progress::default())
    }

    /// The same, and says how far it is.
    #[must_use]
    pub fn judge_all_with(&self, documents: &[Manifest], progress: &Progress) -> Vec<Decision> {
        progress.begin("judging", documents.len());
        self.judges(progress).judge_all(documents)
    }

    /// A judge that writes what policies print beside that.
    pub(super) fn judge_beside<'a>(&'a self, progress: &'a Progress) -> Judge<'a> {
        Judge { progress: Some(progress), ..self.judge_for_thread() }
    }

    /// The input document that the policies see for a finding or a review.
    #[must_use]
    pub fn input(&self, document: &Manifest) -> Data {
        let (name, facts) = match document.kind {
            Kind::AccessReview => (
                "review",
                Data::object([(
                    "review",
                    Data::from_json(&review::facts(document, &self.directory, self.at.time_zone())),
                )]),
            ),
            Kind::Deletion if document.text_at(&["kind"]) == Some(Kind::AccessReview.as_str()) => {
                ("review", Data::object([]))
            }
            _ => ("finding", Data::object([])),
        };
        Data::object([
            ("kind", Data::from_json(&document.kind.as_str().into())),
            (name, Data::from_node(&document.root)),
            ("facts", facts),
            ("at", self.at.to_data()),
        ])
    }

    /// The rule sets that can speak of that.
    pub(super) fn asked(&self, subject: Subject<'_>) -> BTreeSet<RuleSet> {
        self.scopes.iter().filter(|(_, scope)| scope.includes(subject)).map(|(set, _)| set.clone()).collect()
    }
}

/// What decides which rules can speak of a document, kept beyond it.
type OwnedSubject = (Kind, String, Option<String>);

/// Judges documents one after the other on one thread.
pub struct Judge<'a> {
    pub(super) gate: &'a Gate,
    pub(super) session: Session<'a>,
    /// The rule sets for what was judged so far.
    asked: BTreeMap<OwnedSubject, BTreeSet<RuleSet>>,
    /// What came of the levels that were asked about so far, by their id.
    pub(super) levels: BTreeMap<String, Standing>,
    /// Beside what policies print.
    progress: Option<&'a Progress>,
}

impl Judge<'_> {
    /// Judges a finding or a review.
    pub fn judge(&mut self, document: &Manifest) -> Decision {
        let subject = (document.kind, document.state.clone(), document.finding_type.clone());
        let gate = self.gate;
        let asked = self.asked.entry(subject).or_insert_with(|| gate.asked(document.subject()));
        let evaluation = self.session.evaluate(gate.input(document), asked);
        self.say(&evaluation.prints);
        let mut errors: Vec<Diagnostic> = evaluation.failures.into_iter().map(|failure| failure.diagnostic).collect();
        let mut results = Vec::new();
        for raw in &evaluation.results {
            read(raw, document, &gate.catalogue, &mut results, &mut errors);
        }
        self.decide(document, results, errors)
    }

    /// The decision that follows from what the rules said, and from what keeps it from blocking.
    fn decide(&mut self, document: &Manifest, results: Vec<Denial>, errors: Vec<Diagnostic>) -> Decision {
        let mut decision = said(document, results, errors, &self.gate.catalogue);
        self.relieve(&mut decision, document);
        settle(&mut decision, document);
        decision
    }

    /// Writes what policies print to standard error.
    fn say(&self, prints: &[String]) {
        match self.progress {
            Some(progress) => progress.say(prints),
            None => Progress::default().say(prints),
        }
    }

    /// Judges the organization data alone: one decision a document. What could not be judged stands with the first.
    pub fn judge_organization(&mut self, organization: &Organization) -> Vec<Decision> {
        let gate = self.gate;
        let asked = gate.asked(Subject::ORGANIZATION);
        let kind = Data::from_json(&Kind::Organization.as_str().into());
        let evaluation = self.session.evaluate(Data::object([("kind", kind), ("at", gate.at.to_data())]), &asked);
        self.say(&evaluation.prints);
        let documents = organization.documents();
        let mut found: Vec<(Vec<Denial>, Vec<Diagnostic>)> = vec![Default::default(); documents.len()];
        if let Some((_, errors)) = found.first_mut() {
            errors.extend(evaluation.failures.into_iter().map(|failure| failure.diagnostic));
        }
        for raw in &evaluation.results {
            let number = organization.document_of(&result::path_of(raw));
            if let (Some(document), Some((results, errors))) = (documents.get(number), found.get_mut(number)) {
                read(raw, document, &gate.catalogue, results, errors);
            }
        }
        documents
            .iter()
            .zip(found)
            .map(|(document, (results, errors))| self.decide(document, results, errors))
            .collect()
    }
}

/// Sorts what a rule returned into results and errors.
pub(super) fn read(
    raw: &RawResult,
    document: &Manifest,
    catalogue: &Catalogue,
    results: &mut Vec<Denial>,
    errors: &mut Vec<Diagnostic>,
) {
    match (result::read(raw, document, catalogue), result::unavailable(raw)) {
        (Reading::Error(problem), _) => errors.push(problem),
        (Reading::Denial(denial), Some(input)) => errors.push(not_judged(&denial, input, document)),
        (Reading::Denial(denial), None) => results.push(*denial),
    }
}

/// What the rules said, before anything keeps a denial from blocking.
fn said(document: &Manifest, results: Vec<Denial>, errors: Vec<Diagnostic>, catalogue: &Catalogue) -> Decision {
    let (mut denials, mut warnings): (Vec<Denial>, Vec<Denial>) =
        results.into_iter().partition(|result| result.level == Level::Deny);
    sort(&mut denials);
    sort(&mut warnings);
    fingerprint(denials.iter_mut().chain(&mut warnings), document);
    Decision {
        kind: document.kind,
        id: document.id.clone(),
        title: document.title.clone(),
        finding_type: document.finding_type.clone(),
        severity: document.severity.clone(),
        state: document.state.clone(),
        file: document.file.clone(),
        document: document.document,
        span: document.id_span,
        verdict: Verdict::Error,
        flags: denials.iter().chain(&warnings).filter_map(|denial| denial.flag).collect::<BTreeSet<_>>(),
        due: document.text_at(&["due", "date"]).map(str::to_owned),
        acceptance: None,
        rules_applied: catalogue.count_applying(document.subject()),
        denials,
        warnings,
        suppressed: Vec::new(),
        errors,
    }
}

/// By place in the manifest, then rule and message: the order of the file is the order in which people read.
pub(super) fn sort(denials: &mut [Denial]) {
    denials.sort_by(|a, b| (a.place.span, &a.rule, &a.message).cmp(&(b.place.span, &b.rule, &b.message)));
}

/// Gives each denial what makes it the same one from run to run. It knows no line, no message and no time: those change while
/// the denial stays. Several denials of one rule at one path are told apart by their order.
fn fingerprint<'a>(denials: impl Iterator<Item = &'a mut Denial>, document: &Manifest) {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for denial in denials {
        let path = denial.path.to_string();
        let number = seen.entry((denial.rule.clone(), path.clone())).or_default();
        let identity = [document.kind.as_str(), &document.id, &denial.rule, &path, &number.to_string()].join("\0");
        *number += 1;
        denial.fingerprint = digest::sha256(identity.as_bytes()).chars().take(32).collect();
    }
}

fn not_judged(denial: &Denial, input: &str, document: &Manifest) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        Code::InputUnavailable,
        format!("{} cannot be judged: `{input}` is not available", denial.rule),
    )
    .in_file(&document.file)
    .at(denial.place.span)
    .label("needed for this");
    match &denial.unblock {
        Some(advice) => diagnostic.help(advice.clone()),
        None => diagnostic,
    }
}
