//! What is counted: small fixed pieces of work on one thread. No clock decides anything in them.

use std::{error::Error, fs, hint::black_box, path::Path, sync::Arc};

use remedy_policy::{
    diagnostic::{Diagnostic, FileName, Sources},
    engine::Data,
    gate::{Decision, EvaluationTime, Gate, Verdict},
    manifest::{self, Index, Manifest},
    org::{Feeds, Organization, Profile},
    policy::shipped_policies,
    report::{self, Run},
};

use crate::corpus::{self, AT, Corpus};

/// How many findings are read, judged and printed.
const FINDINGS: usize = 50;

/// How many others are judged before, so that what is done once is done.
const BEFORE: usize = 5;

/// The scenarios inside this program.
pub(crate) const INSIDE: &[(&str, Scenario)] =
    &[("judge", judge), ("load", load), ("read", read), ("report", report_lines)];

/// The scenario that is the whole program, for one finding.
pub(crate) const START: &str = "start";

/// Works in the folder that [`prepare`] has filled.
pub(crate) type Scenario = fn(&Path) -> Result<(), Box<dyn Error>>;

/// Does what is counted. Callgrind knows this function by its name.
#[inline(never)]
fn counted<T>(work: impl FnOnce() -> T) -> T {
    let result = black_box(work());
    black_box(result)
}

/// Fills a folder with what scenarios need: an organisation, and one finding that is a closure that holds.
pub(crate) fn prepare(folder: &Path) -> Result<(), Box<dyn Error>> {
    let all = Corpus::write(&folder.join("all"), FINDINGS)?;
    all.copy_one(&folder.join("one"))?;
    // Nobody wants to find them by accident; the organisation is what is needed of the tree.
    fs::remove_dir_all(folder.join("all/findings"))?;
    Ok(())
}

/// The arguments of the program for the scenario [`START`], in the folder `one`.
pub(crate) const START_ARGUMENTS: &[&str] = &["check", "--at", AT, "--jobs", "1", "--quiet"];

/// Reading: parse, validate, convert for the engine.
fn read(_: &Path) -> Result<(), Box<dyn Error>> {
    // The schema is compiled with the first finding.
    let before = findings(FINDINGS, 1)?;
    let texts = texts(0, FINDINGS)?;
    let read = counted(|| {
        let manifests = texts.iter().map(|(name, text)| manifest::read_text(name, Arc::clone(text), Path::new("")));
        let converted = manifests.map(|read| {
            let values: Vec<Data> = read.documents.iter().map(|document| Data::from_node(&document.root)).collect();
            (read, values)
        });
        converted.collect::<Vec<_>>()
    });
    let count = read.iter().filter(|(read, values)| read.problems.is_empty() && values.len() == 1).count();
    check(count == FINDINGS && before.len() == 1, "a finding of the corpus does not fit")
}

/// Loading the shipped policies with the data of the organisation, until the first finding can be judged.
fn load(folder: &Path) -> Result<(), Box<dyn Error>> {
    let findings = findings(0, FINDINGS)?;
    let given = Given::read(folder, &findings)?;
    let gate = counted(|| {
        let gate = given.gate(&findings)?;
        drop(gate.judge_for_thread());
        Ok::<_, Box<dyn Error>>(gate)
    });
    gate.map(std::mem::forget)
}

/// Judging, with policies that are loaded.
fn judge(folder: &Path) -> Result<(), Box<dyn Error>> {
    let (gate, all) = loaded(folder)?;
    let (findings, before) = all.split_at(FINDINGS);
    let mut judge = gate.judge_for_thread();
    before.iter().for_each(|finding| drop(judge.judge(finding)));
    let decisions: Vec<Decision> = counted(|| findings.iter().map(|finding| judge.judge(finding)).collect());
    all_judged(&decisions)
}

/// The report of decisions, line by line.
fn report_lines(folder: &Path) -> Result<(), Box<dyn Error>> {
    let (gate, all) = loaded(folder)?;
    let mut judge = gate.judge_for_thread();
    let mut sources = Sources::default();
    for finding in &all {
        sources.insert(Arc::clone(&finding.file), Arc::clone(&finding.text));
    }
    let decisions: Vec<Decision> = all.iter().take(FINDINGS).map(|finding| judge.judge(finding)).collect();
    all_judged(&decisions)?;
    let run = Run {
        decisions,
        sources,
        at: Some(gate.at().clone()),
        profile: Some("default".to_owned()),
        catalogue: gate.catalogue().clone(),
        ..Run::default()
    };
    let mut out = Vec::with_capacity(1 << 20);
    counted(|| report::ndjson(&run, &mut out))?;
    check(out.iter().filter(|byte| **byte == b'\n').count() == FINDINGS + 1, "the report has not a line a finding")
}

/// What the policies judge by.
struct Given {
    organization: Organization,
    profile: Profile,
    feeds: Feeds,
    at: EvaluationTime,
}

impl Given {
    fn read(folder: &Path, tree: &[Manifest]) -> Result<Self, Box<dyn Error>> {
        let sources = &mut Sources::default();
        let warnings = &mut Vec::new();
        let organization = Organization::read(&[folder.join("all/org")], sources, warnings).map_err(failed)?;
        let profile = Profile::load("default", folder, sources, warnings).map_err(failed)?;
        let feeds = Feeds::read(&[folder.join("all/feeds")], &manifest::named_cves(tree)).map_err(failed)?;
        let at = EvaluationTime::parse(AT, "UTC").map_err(|problem| failed(vec![problem]))?;
        Ok(Self { organization, profile, feeds, at })
    }

    fn gate(&self, tree: &[Manifest]) -> Result<Gate, Box<dyn Error>> {
        let Self { organization, profile, feeds, at } = self;
        let index = Index::of(tree);
        Gate::load(shipped_policies(), organization, profile, feeds, &index, at.clone()).map_err(failed)
    }
}

/// A gate, and the findings with those that are judged before.
fn loaded(folder: &Path) -> Result<(Gate, Vec<Manifest>), Box<dyn Error>> {
    let findings = findings(0, FINDINGS + BEFORE)?;
    let gate = Given::read(folder, &findings)?.gate(&findings)?;
    Ok((gate, findings))
}

/// A manifest's text, after the name of its file.
type Named = (FileName, Arc<str>);

/// The manifests of so many findings from a number on.
fn findings(from: usize, count: usize) -> Result<Vec<Manifest>, Box<dyn Error>> {
    let mut findings = Vec::with_capacity(count);
    for (name, text) in texts(from, count)? {
        let read = manifest::read_text(&name, text, Path::new(""));
        if !read.problems.is_empty() {
            return Err(failed(read.problems));
        }
        findings.extend(read.documents);
    }
    Ok(findings)
}

fn texts(from: usize, count: usize) -> Result<Vec<Named>, Box<dyn Error>> {
    let text = |number| Ok((Arc::from(format!("{}.yaml", corpus::id(number))), Arc::from(corpus::text(number)?)));
    (from..from + count).map(text).collect()
}

/// What could not be judged was not judged fast.
fn all_judged(decisions: &[Decision]) -> Result<(), Box<dyn Error>> {
    let Some(decision) = decisions.iter().find(|decision| decision.verdict == Verdict::Error) else { return Ok(()) };
    let why = decision.errors.first().map_or("", |error| error.message.as_str());
    Err(format!("{} could not be judged: {why}", decision.id).into())
}

fn check(holds: bool, otherwise: &str) -> Result<(), Box<dyn Error>> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}

fn failed(problems: Vec<Diagnostic>) -> Box<dyn Error> {
    let messages: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
    messages.join("\n").into()
}
