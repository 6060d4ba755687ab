//! Loads everything that a command judges with: configuration, findings, organisation data, profile, feeds and policies.
//! What is wrong with one does not hide what is wrong with another.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{Environment, changed, policy_from, tree};
use crate::{
    cli::{BranchArgs, InputArgs},
    diagnostic::{Code, Diagnostic, Sources},
    gate::{Baseline, EvaluationTime, Gate, Policies, Reliefs},
    git::Snapshot,
    manifest::{self, Elsewhere, Entry, Index, Manifest, Manifests, Survey},
    org::{Config, Feeds, Organization, Profile, Waivers},
    policy::{self, PolicySource},
    report::Run,
};

/// What a command reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reads {
    /// Findings, reviews and all that they are judged by.
    Everything,
    /// The same, but of findings and reviews only what is looked up: they are read again when they are judged.
    Survey,
    /// Organization data and the policies that judge it.
    Organization,
    /// The policies, and by which profile they judge.
    Policies,
    /// Organization data and the shipped policies alone.
    OrganizationByLibrary,
}

/// All that was loaded. Without a gate, the problems say why.
pub(super) struct Loaded {
    pub(super) gate: Option<Gate>,
    pub(super) documents: Vec<Manifest>,
    /// The documents of the configured tree that are not judged.
    pub(super) rest: Vec<Entry>,
    /// Instead of both, if that was asked for.
    pub(super) survey: Option<Surveyed>,
    pub(super) organization: Option<Organization>,
    pub(super) policies: Vec<PolicySource>,
    /// Everything that a report says beside the decisions.
    pub(super) run: Run,
}

/// What was seen of the tree.
pub(super) struct Surveyed {
    /// The documents that are judged.
    pub(super) survey: Survey,
    /// The documents of the configured tree that are not judged.
    pub(super) rest: Survey,
}

/// Collects what is wrong, and goes on.
#[derive(Default)]
struct Complaints {
    problems: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
    sources: Sources,
}

impl Complaints {
    fn keep<T>(&mut self, result: Result<T, Vec<Diagnostic>>) -> Option<T> {
        result.map_err(|problems| self.problems.extend(problems)).ok()
    }
}

/// Loads what the arguments name, on a pool of as many threads as they ask for.
pub(super) fn load(args: &InputArgs, reads: Reads, environment: &Environment) -> Loaded {
    load_of_branch(args, &BranchArgs::default(), reads, environment)
}

/// The same, of what a branch changes, or by what another commit judges.
pub(super) fn load_of_branch(args: &InputArgs, branch: &BranchArgs, reads: Reads, environment: &Environment) -> Loaded {
    let mut complaints = Complaints::default();
    let found = usage(args, branch).and_then(|()| configure(args, branch, environment, &mut complaints));
    let Some(Configured { args, config, snapshot }) = complaints.keep(found) else {
        return Loaded {
            gate: None,
            documents: Vec::new(),
            rest: Vec::new(),
            survey: None,
            organization: None,
            policies: Vec::new(),
            run: run(complaints),
        };
    };
    let args = &args;
    let at = complaints.keep(evaluation_time(args, &config).map_err(|problem| vec![problem]));
    let own = match reads {
        Reads::OrganizationByLibrary => Some(Vec::new()),
        _ => complaints.keep(policy::read_policies(either(&args.policies.policy, &config.policies))),
    };
    let mut policies = policy::shipped_policies();
    policies.extend(own.iter().flatten().cloned());
    for source in &policies {
        complaints.sources.insert(source.name.clone(), source.text.clone());
    }
    let elsewhere = Elsewhere::read(&args.data.index, &mut complaints.sources);
    let elsewhere = complaints.keep(elsewhere);
    let is_listed = elsewhere.is_some();
    let elsewhere = elsewhere.unwrap_or_default();
    // For one finding, loading the policies takes as long as reading everything else.
    let (loaded, (tree, mut surveyed, judged_by)) = rayon::join(
        || {
            own.map(|_| match tree::cache_folder(args, environment) {
                // A pipeline may share its folder with branches that nobody has reviewed; what judges them is loaded anew.
                Some(folder) if reads != Reads::Policies && !environment.is_ci => {
                    Policies::load_remembered(policies.clone(), &folder)
                }
                _ => Policies::load(policies.clone()),
            })
        },
        || {
            let tree = match reads {
                Reads::Everything => tree::read(args, branch, &config, &elsewhere, environment),
                _ => tree::Found::default(),
            };
            let mut surveyed = (reads == Reads::Survey).then(|| tree::survey(args, &config, environment));
            let mut cves = match &mut surveyed {
                Some(Surveyed { survey, .. }) => std::mem::take(&mut survey.cves),
                None => tree.named_cves(),
            };
            cves.extend(manifest::named_cves(elsewhere.entries()));
            let judged_by = JudgedBy::read(args, reads, &config, &cves, &mut complaints);
            (tree, surveyed, judged_by)
        },
    );
    let loaded = loaded.and_then(|loaded| complaints.keep(loaded));
    let tree::Found { manifests, known, mut rest, comparison, warnings: of_cache } = tree;
    complaints.warnings.extend(of_cache);
    let judged = manifests.documents.iter().map(|document| document.id.as_str());
    let ids: BTreeSet<&str> = judged.chain(known.iter().chain(&rest).map(|entry| entry.id.as_str())).collect();
    let beside = elsewhere.beside(&ids);
    let mut gate = None;
    let mut described = Described::default();
    let mut data = None;
    if let (Some(at), Some(loaded), Some(JudgedBy { profile, organization, feeds, waivers, baseline })) =
        (at, loaded, judged_by.filter(|_| is_listed))
    {
        described = Described { at: Some(at.clone()), profile: Some(profile.name.clone()), feeds: feeds.snapshots() };
        let index = match &mut surveyed {
            Some(Surveyed { survey, .. }) => std::mem::take(&mut survey.index),
            None => {
                let others = known.iter().chain(&rest).chain(&beside).cloned();
                Index::of(manifests.documents.iter().map(Entry::from).chain(others))
            }
        };
        let reliefs = complaints.keep(Reliefs::new(waivers, baseline, loaded.catalogue()));
        let new = Gate::new(loaded, &organization, &profile, &feeds, &index, at);
        let new = complaints.keep(new.map_err(|problem| vec![problem]));
        gate = new.zip(reliefs).map(|(gate, reliefs)| gate.with_reliefs(reliefs));
        data = Some(organization);
    }
    let selection = comparison.map(|comparison| {
        let comparison = complaints.keep(comparison.map_err(|problem| vec![problem]))?;
        Some(comparison.select(changed::Read { manifests: &manifests, known: &known, rest: &rest }))
    });
    let Manifests { mut documents, mut problems, mut warnings, sources } = manifests;
    let mut changed_since = None;
    match selection {
        None => {}
        Some(None) => (documents, problems, warnings) = Default::default(),
        Some(Some(selection)) => {
            let (changed, unchanged): (Vec<_>, Vec<_>) =
                documents.into_iter().zip(selection.is_changed).partition(|(_, is_changed)| *is_changed);
            documents = changed.into_iter().map(|(document, _)| document).collect();
            rest.extend(known);
            rest.extend(unchanged.iter().map(|(document, _)| Entry::from(document)));
            documents.extend(selection.deleted.documents);
            complaints.sources.extend(selection.deleted.sources);
            problems = selection.problems;
            warnings = selection.warnings;
            changed_since = Some(selection.base);
        }
    }
    // An entry of what a branch deletes does not keep it.
    rest.extend(beside);
    complaints.problems.extend(problems);
    complaints.warnings.extend(warnings);
    complaints.sources.extend(sources);
    if let Some(Surveyed { survey, .. }) = &mut surveyed {
        complaints.problems.append(&mut survey.problems);
        complaints.warnings.append(&mut survey.warnings);
        complaints.sources.extend(std::mem::take(&mut survey.sources));
    }
    let mut run = run(complaints);
    run.at = described.at;
    run.profile = described.profile;
    run.feeds = described.feeds;
    run.config = config.file.map(|file| PathBuf::from(&*crate::files::display(&file)));
    run.rule_pages = config.rule_pages;
    run.changed_since = changed_since;
    run.policy_from = snapshot.map(|snapshot| snapshot.commit().clone());
    run.catalogue = gate.as_ref().map(|gate| gate.catalogue().clone()).unwrap_or_default();
    Loaded { gate, documents, rest, survey: surveyed, organization: data, policies, run }
}

/// The arguments and the configuration that hold, and the files that stand behind them.
struct Configured {
    args: InputArgs,
    config: Config,
    /// What they name, if that is not of the working tree. It is there as long as this is.
    snapshot: Option<Snapshot>,
}

fn configure(
    args: &InputArgs,
    branch: &BranchArgs,
    environment: &Environment,
    complaints: &mut Complaints,
) -> Result<Configured, Vec<Diagnostic>> {
    let (sources, warnings) = (&mut complaints.sources, &mut complaints.warnings);
    if let Some(name) = &branch.policy_from {
        let policy_from::JudgedFrom { args, config, snapshot } =
            policy_from::read(args, name, environment, sources, warnings)?;
        return Ok(Configured { args, config, snapshot: Some(snapshot) });
    }
    let named = args.policies.config.as_deref();
    let config = Config::find(named, &args.paths, &environment.current_dir, sources, warnings)?;
    Ok(Configured { args: args.clone(), config, snapshot: None })
}

/// What cannot be asked for together.
fn usage(args: &InputArgs, branch: &BranchArgs) -> Result<(), Vec<Diagnostic>> {
    if branch.changed_since.is_some() && args.paths.iter().any(|path| path == Path::new("-")) {
        let message = "standard input cannot be compared with a commit";
        let problem = Diagnostic::error(Code::Usage, message).help("name files, or leave out `--changed-since`");
        return Err(vec![problem]);
    }
    Ok(())
}

/// What policies judge by, beside the finding.
struct JudgedBy {
    profile: Profile,
    organization: Organization,
    feeds: Feeds,
    waivers: Waivers,
    baseline: Option<Baseline>,
}

impl JudgedBy {
    fn without_reliefs(profile: Profile, organization: Organization, feeds: Feeds) -> Self {
        Self { profile, organization, feeds, waivers: Waivers::default(), baseline: None }
    }

    /// Reads all of it, also if some of it is wrong.
    fn read(
        args: &InputArgs,
        reads: Reads,
        config: &Config,
        cves: &BTreeSet<String>,
        complaints: &mut Complaints,
    ) -> Option<Self> {
        let profile_name = args.policies.profile.as_deref().unwrap_or(&config.profile);
        // A profile that is named on the command line is a path from the current folder, not from the configuration.
        let profile_base = if args.policies.profile.is_some() { Path::new("") } else { config.base.as_path() };
        let profile = Profile::load(profile_name, profile_base, &mut complaints.sources, &mut complaints.warnings);
        let profile = complaints.keep(profile);
        if reads == Reads::Policies {
            return Some(Self::without_reliefs(profile?, Organization::default(), Feeds::default()));
        }
        let organization = Organization::read(
            &either_within(&args.data.org, &config.org),
            &mut complaints.sources,
            &mut complaints.warnings,
        );
        let organization = complaints.keep(organization);
        let feeds = Feeds::read(either(&args.data.feeds, &config.feeds), cves);
        let feeds = complaints.keep(feeds);
        if reads == Reads::OrganizationByLibrary {
            // A waiver may name a rule of the policies that were not loaded.
            return Some(Self::without_reliefs(profile?, organization?, feeds?));
        }
        let waivers = Waivers::read(
            either(&args.data.waivers, &config.waivers),
            config.levels.clone(),
            &config.tree,
            &mut complaints.sources,
            &mut complaints.warnings,
        );
        let waivers = complaints.keep(waivers);
        let baseline = match &args.data.baseline {
            None => Some(None),
            Some(file) => {
                let read = Baseline::read(file, &mut complaints.sources, &mut complaints.warnings);
                complaints.keep(read).map(Some)
            }
        };
        Some(Self {
            profile: profile?,
            organization: organization?,
            feeds: feeds?,
            waivers: waivers?,
            baseline: baseline?,
        })
    }
}

/// A run in which nothing was read.
pub(super) fn nothing() -> Run {
    run(Complaints::default())
}

#[derive(Default)]
struct Described {
    at: Option<EvaluationTime>,
    profile: Option<String>,
    feeds: Vec<crate::org::FeedSnapshot>,
}

fn run(mut complaints: Complaints) -> Run {
    complaints.problems.sort_by(Diagnostic::order);
    complaints.problems.dedup();
    complaints.warnings.sort_by(Diagnostic::order);
    Run { problems: complaints.problems, warnings: complaints.warnings, sources: complaints.sources, ..Run::default() }
}

/// What the command line names replaces what the configuration names.
pub(super) fn either<'a>(named: &'a [PathBuf], configured: &'a [PathBuf]) -> &'a [PathBuf] {
    if named.is_empty() { configured } else { named }
}

fn evaluation_time(args: &InputArgs, config: &Config) -> Result<EvaluationTime, Diagnostic> {
    match &args.policies.at {
        Some(text) => EvaluationTime::parse(text, &config.time_zone),
        None => EvaluationTime::now(&config.time_zone),
    }
}

/// The paths to read. A folder that holds a configured folder stands for that one: beside findings are organisation data,
/// feeds and evidence, which are no findings.
pub(super) fn either_within(named: &[PathBuf], configured: &[PathBuf]) -> Vec<PathBuf> {
    if named.is_empty() {
        return configured.to_vec();
    }
    named
        .iter()
        .flat_map(|path| {
            let within: Vec<PathBuf> =
                configured.iter().filter(|inner| inner.as_path() != path && is_within(inner, path)).cloned().collect();
            if within.is_empty() { vec![path.clone()] } else { within }
        })
        .collect()
}

fn is_within(inner: &Path, outer: &Path) -> bool {
    match (inner.canonicalize(), outer.canonicalize()) {
        (Ok(inner), Ok(outer)) => inner != outer && inner.starts_with(outer),
        _ => false,
    }
}
