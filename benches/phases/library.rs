//! The library, phase by phase, on one thread.

use std::{collections::BTreeSet, error::Error, fs, path::Path, time::Duration};

use remedy_policy::{
    diagnostic::{Diagnostic, Sources},
    document::{Limits, Schema, decode_utf8, parse_yaml},
    engine::Engine,
    files,
    gate::{Decision, EvaluationTime, Gate, Policies},
    manifest::{self, Index, Manifest},
    org::{Config, Feeds, Organization, Profile},
    policy::{Catalogue, PolicySource, shipped_policies},
    report::{self, Human, Run},
};

use crate::{
    corpus::AT,
    table::{progress, time},
};

const FINDING: &str = include_str!("../../schemas/finding.v1.schema.json");
const ORGANIZATION: &str = include_str!("../../schemas/org.v1.schema.json");
const PROFILE: &str = include_str!("../../schemas/profile.v1.schema.json");
const CONFIG: &str = include_str!("../../schemas/config.v1.schema.json");

/// The step of a start with which the others are compared.
pub(crate) const PARSE_AND_VALIDATE: &str = "finding: parse and validate";

/// A phase and its median.
pub(crate) type Phase = (&'static str, Duration);

/// What a tree is judged with, loaded once.
pub(crate) struct Loaded {
    pub(crate) findings: Vec<Manifest>,
    pub(crate) gate: Gate,
    sources: Sources,
    config: Config,
}

fn failed(problems: Vec<Diagnostic>) -> Box<dyn Error> {
    let messages: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
    messages.join("\n").into()
}

fn config(root: &Path) -> Result<Config, Box<dyn Error>> {
    Config::find(None, &[root.to_path_buf()], root, &mut Sources::default(), &mut Vec::new()).map_err(failed)
}

fn organization(config: &Config) -> Result<Organization, Vec<Diagnostic>> {
    Organization::read(&config.org, &mut Sources::default(), &mut Vec::new())
}

fn profile(config: &Config) -> Result<Profile, Vec<Diagnostic>> {
    Profile::load(&config.profile, &config.base, &mut Sources::default(), &mut Vec::new())
}

/// Loads a tree as `check` does, or one finding of it.
pub(crate) fn load(root: &Path, findings: &Path) -> Result<Loaded, Box<dyn Error>> {
    load_with(root, findings, shipped_policies())
}

/// The same with the policies of some families alone.
pub(crate) fn load_with(root: &Path, findings: &Path, policies: Vec<PolicySource>) -> Result<Loaded, Box<dyn Error>> {
    let config = config(root)?;
    let manifests = manifest::read_files(&[findings.to_path_buf()]);
    if !manifests.problems.is_empty() {
        return Err(failed(manifests.problems));
    }
    let feeds = Feeds::read(&config.feeds, &manifest::named_cves(&manifests.documents)).map_err(failed)?;
    let at = EvaluationTime::parse(AT, "UTC").map_err(|problem| failed(vec![problem]))?;
    let (organization, profile) = (organization(&config).map_err(failed)?, profile(&config).map_err(failed)?);
    let index = Index::of(&manifests.documents);
    let gate = Gate::load(policies, &organization, &profile, &feeds, &index, at).map_err(failed)?;
    Ok(Loaded { findings: manifests.documents, gate, sources: manifests.sources, config })
}

impl Loaded {
    /// Keeps so many findings, spread over the tree, and gives back how many there were.
    pub(crate) fn keep(&mut self, most: usize) -> usize {
        let all = self.findings.len();
        let findings = std::mem::take(&mut self.findings);
        self.findings = findings.into_iter().step_by(all.div_ceil(most).max(1)).collect();
        all
    }
}

/// The families of the shipped library: folders below `policies/`, but for `lib`, which all of them need.
pub(crate) fn families() -> Vec<String> {
    let families = shipped_policies().iter().filter_map(|source| family(source).map(str::to_owned)).collect();
    let mut families: BTreeSet<String> = families;
    families.remove("lib");
    families.into_iter().collect()
}

fn family(source: &PolicySource) -> Option<&str> {
    source.name.split('/').nth(1)
}

/// The policies of some families, with what all families need.
pub(crate) fn policies_of(families: &[&String]) -> Vec<PolicySource> {
    let is_wanted = |name: &str| name == "lib" || families.iter().any(|family| *family == name);
    shipped_policies().into_iter().filter(|source| family(source).is_some_and(is_wanted)).collect()
}

/// How long judging all loaded findings takes on one thread, conversion included.
pub(crate) fn judging(gate: &Gate, findings: &[Manifest], rounds: usize) -> Duration {
    let mut judge = gate.judge_for_thread();
    time(rounds, || findings.iter().map(|finding| judge.judge(finding).denials.len()).sum::<usize>())
}

/// What reading and parsing cost for all loaded findings together.
pub(crate) fn reading(loaded: &Loaded, rounds: usize) -> Vec<Phase> {
    progress("reading and parsing");
    let paths: Vec<_> = loaded.findings.iter().map(|finding| Path::new(&*finding.file)).collect();
    let limits = Limits::default();
    vec![
        ("read", time(rounds, || paths.iter().map(|path| files::read(path).is_ok()).filter(|read| *read).count())),
        (
            "parse",
            time(rounds, || {
                let parsed = loaded.findings.iter().map(|finding| {
                    let text = decode_utf8(finding.text.as_bytes().to_vec()).unwrap_or_default();
                    parse_yaml(&text, &limits).documents.len()
                });
                parsed.sum::<usize>()
            }),
        ),
    ]
}

/// What each phase costs for all loaded findings together, and the decisions that came out.
pub(crate) fn phases(loaded: &Loaded, rounds: usize) -> Result<(Vec<Phase>, Vec<Decision>), Box<dyn Error>> {
    let schema = Schema::compile(FINDING)?;
    let mut phases = reading(loaded, rounds);
    progress("validating and converting");
    phases.extend([
        (
            "validate",
            time(rounds, || {
                loaded.findings.iter().map(|finding| schema.validate(&finding.root, &finding.text).len()).sum::<usize>()
            }),
        ),
        ("convert", time(rounds, || loaded.findings.iter().map(|finding| loaded.gate.input(finding)).for_each(drop))),
    ]);
    // Judging converts too; the share of the conversion is shown once.
    let converted = phases.last().map_or(Duration::ZERO, |phase| phase.1);
    progress("judging");
    let judged = judging(&loaded.gate, &loaded.findings, rounds);
    let mut judge = loaded.gate.judge_for_thread();
    phases.push(("judge", judged.saturating_sub(converted)));
    progress("printing");
    let run = run(loaded, loaded.findings.iter().map(|finding| judge.judge(finding)).collect());
    let style = Human { color: false, width: 100, quiet: false };
    phases.push(("print (human)", time(rounds, || report::human(&run, style, &mut std::io::sink()))));
    phases.push(("print (json)", time(rounds, || report::json(&run, &mut std::io::sink()))));
    phases.push(("print (ndjson)", time(rounds, || report::ndjson(&run, &mut std::io::sink()))));
    Ok((phases, run.decisions))
}

fn run(loaded: &Loaded, decisions: Vec<Decision>) -> Run {
    Run {
        decisions,
        problems: Vec::new(),
        warnings: Vec::new(),
        sources: loaded.sources.clone(),
        at: Some(loaded.gate.at().clone()),
        profile: Some(loaded.config.profile.clone()),
        config: loaded.config.file.clone(),
        feeds: Vec::new(),
        catalogue: loaded.gate.catalogue().clone(),
        ..Run::default()
    }
}

/// What is done for one finding, step by step. The schemas are part of the steps that name them.
pub(crate) fn startup(root: &Path, one: &Path, rounds: usize) -> Result<Vec<Phase>, Box<dyn Error>> {
    let loaded = load(root, one)?;
    let (config, gate) = (&loaded.config, &loaded.gate);
    let at = EvaluationTime::parse(AT, "UTC").map_err(|problem| failed(vec![problem]))?;
    let cves = manifest::named_cves(&loaded.findings);
    let feeds = Feeds::read(&config.feeds, &cves).map_err(failed)?;
    let (organization_, profile_) = (organization(config).map_err(failed)?, profile(config).map_err(failed)?);
    let policies = Policies::load(shipped_policies()).map_err(failed)?;
    let finding = loaded.findings.first().ok_or("no finding")?;
    let file = fs::read_to_string(one)?;
    let schema = Schema::compile(FINDING)?;
    Ok(vec![
        ("schema of findings", time(rounds, || Schema::compile(FINDING))),
        ("schema of organisation data", time(rounds, || Schema::compile(ORGANIZATION))),
        ("schema of profiles", time(rounds, || Schema::compile(PROFILE))),
        ("schema of the configuration", time(rounds, || Schema::compile(CONFIG))),
        ("configuration, with its schema", time(rounds, || self::config(root).is_ok())),
        ("profile, with its schema", time(rounds, || profile(config))),
        ("organisation data, with its schema", time(rounds, || organization(config))),
        ("feeds", time(rounds, || Feeds::read(&config.feeds, &cves))),
        (
            PARSE_AND_VALIDATE,
            time(rounds, || {
                let parsed = parse_yaml(&file, &Limits::default());
                parsed.documents.iter().map(|document| schema.validate(&document.root, &file).len()).sum::<usize>()
            }),
        ),
        ("policies: into the engine", time(rounds, || Engine::load(shipped_policies()))),
        ("policies: catalogue of METADATA", time(rounds, || Catalogue::build(&shipped_policies(), gate.clauses()))),
        (
            "policies: data for them",
            time(rounds, || {
                Gate::new(policies.clone(), &organization_, &profile_, &feeds, &Index::of(&loaded.findings), at.clone())
                    .ok()
            }),
        ),
        ("finding: first judgement", time(rounds, || gate.judge(finding))),
    ])
}
