//! The cases of `fixtures/rules`: for each rule a manifest that it lets through, one that it blocks at a named place, and
//! one with the field absent; for rules of dates the seconds around the boundary.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::LazyLock,
};

use rayon::prelude::*;
use remedy_policy::{
    diagnostic::{Diagnostic, Sources},
    gate::{Decision, EvaluationTime, Gate, Policies, Verdict},
    manifest::{self, Index, Kind, Manifest},
    org::{Feeds, Organization, Profile},
    policy::{Level, shipped_policies},
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::common::{catalogue, root};

/// The evaluation time of every case that names no other.
const AT: &str = "2026-11-20";

/// The zone of the organization of the cases.
const ZONE: &str = "Europe/Berlin";

/// What a rule says of three manifests, each a change of one that passes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// The id of the rule; the file is named after it.
    pub(crate) rule: String,
    /// The manifest that passes, or the file of organization data, below `fixtures/acme`.
    pub(crate) passes: PathBuf,
    /// Own numbers of the profile, for rules that ask for other ones.
    #[serde(default)]
    profile: Option<String>,
    /// What makes the rule speak.
    pub(crate) speaks: Change,
    /// What is left out, and which rules speak then: nothing, if absence is right.
    absent: Absent,
    /// The seconds around the boundary of a date.
    #[serde(default)]
    boundaries: Vec<Boundary>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    /// Values by their path, `plan.actions[0].performed_by`; a list grows by an index that is its length.
    #[serde(default)]
    pub(crate) set: BTreeMap<String, Value>,
    /// Paths that are taken away.
    #[serde(default)]
    pub(crate) remove: Vec<String>,
    /// Where the rule must point.
    pub(crate) path: String,
    /// Words that its message must have.
    #[serde(default)]
    pub(crate) says: String,
    /// Another evaluation time.
    #[serde(default)]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Absent {
    #[serde(default)]
    set: BTreeMap<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    /// The rules that deny then, each with its path.
    denies: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Boundary {
    /// The organization's time zone.
    zone: String,
    /// The path that takes the times, or `at` for the evaluation time.
    moves: String,
    /// What else differs from the manifest that passes.
    #[serde(default)]
    set: BTreeMap<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    #[serde(default)]
    at: Option<String>,
    /// Each instant and whether the rule speaks.
    times: BTreeMap<String, bool>,
}

/// Policies and organization of the cases, loaded once.
struct Acme {
    policies: Policies,
    organization: Organization,
    feeds: Feeds,
    tree: Vec<Manifest>,
}

static ACME: LazyLock<Acme> = LazyLock::new(|| {
    let folder = root().join("fixtures/acme");
    let tree = manifest::read_files(&[folder.join("findings"), folder.join("reviews")]);
    assert!(tree.problems.is_empty(), "{:#?}", tree.problems);
    let organization = Organization::read(&[folder.join("org")], &mut Sources::default(), &mut Vec::new()).unwrap();
    let feeds = Feeds::read(&[folder.join("feeds")], &manifest::named_cves(&tree.documents)).unwrap();
    let policies = Policies::load(shipped_policies()).unwrap();
    Acme { policies, organization, feeds, tree: tree.documents }
});

fn profile(name: Option<&str>) -> Profile {
    let base = root().join("fixtures/acme");
    let name = name.unwrap_or("profiles/acme.yaml");
    Profile::load(name, &base, &mut Sources::default(), &mut Vec::new()).unwrap()
}

/// All cases, by the name of their file; with `REMEDY_TEST_CASES=EVD` only those whose name begins so, while one works on
/// them.
pub(crate) fn cases() -> Vec<(String, Case)> {
    let prefix = std::env::var("REMEDY_TEST_CASES").unwrap_or_default();
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(root().join("fixtures/rules"))
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(&prefix))
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            (name.clone(), serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}")))
        })
        .collect()
}

/// The manifest that passes, as JSON.
pub(crate) fn base(case: &Case) -> Value {
    let path = root().join("fixtures/acme").join(&case.passes);
    let read = manifest::read_files(std::slice::from_ref(&path));
    let document = read.documents.first().unwrap_or_else(|| panic!("{}: {:#?}", path.display(), read.problems));
    remedy_policy::engine::Data::from_node(&document.root).to_json()
}

/// `plan.actions[0].type` as a JSON pointer.
fn pointer(path: &str) -> String {
    format!("/{}", path.replace('[', ".").replace(']', "").replace('.', "/"))
}

/// The path of a result as it is written in a case.
fn written(path: &remedy_policy::document::Path) -> String {
    path.to_string()
}

fn changed(base: &Value, set: &BTreeMap<String, Value>, remove: &[String]) -> Value {
    let mut changed = base.clone();
    for path in remove {
        let pointer = pointer(path);
        let (above, key) = pointer.rsplit_once('/').unwrap();
        match changed.pointer_mut(above) {
            Some(Value::Object(fields)) => assert!(fields.remove(key).is_some(), "there is no `{path}` to remove"),
            Some(Value::Array(items)) => drop(items.remove(key.parse().unwrap())),
            _ => panic!("there is no `{path}` to remove"),
        }
    }
    for (path, value) in set {
        put(&mut changed, pointer(path).trim_start_matches('/'), value);
    }
    changed
}

fn put(into: &mut Value, path: &str, value: &Value) {
    let (key, rest) = path.split_once('/').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let below = match into {
        Value::Array(items) => {
            let index: usize = key.parse().unwrap_or_else(|_| panic!("`{key}` is no index"));
            if index == items.len() {
                items.push(json!({}));
            }
            &mut items[index]
        }
        Value::Object(fields) => fields.entry(key).or_insert_with(|| json!({})),
        other => panic!("`{key}` cannot be put into {other}"),
    };
    match rest {
        None => *below = value.clone(),
        Some(rest) => put(below, rest, value),
    }
}

/// Reads a changed manifest and judges it among the others of Acme.
fn judge(case: &Case, document: &Value, at: &str, zone: &str) -> Decision {
    let acme = &*ACME;
    let read = manifest::read_stdin(document.to_string().into_bytes());
    assert!(read.problems.is_empty(), "{}: {:#?}", case.rule, messages(&read.problems));
    let mut manifest = read.documents.into_iter().next().unwrap();
    let file = root().join("fixtures/acme").join(&case.passes);
    if kinds(&case.rule) == BTreeSet::from([Kind::Deletion]) {
        manifest.kind = Kind::Deletion;
    }
    manifest.tables = manifest::read_files(&[file]).documents.into_iter().flat_map(|known| known.tables).collect();
    let mut tree: Vec<Manifest> = acme.tree.iter().filter(|other| other.id != manifest.id).cloned().collect();
    tree.push(manifest.clone());
    let at = EvaluationTime::parse(at, zone).unwrap();
    let profile = profile(case.profile.as_deref());
    let gate =
        Gate::new(acme.policies.clone(), &acme.organization, &profile, &acme.feeds, &Index::of(&tree), at).unwrap();
    gate.judge(&manifest)
}

fn messages(problems: &[Diagnostic]) -> Vec<&str> {
    problems.iter().map(|problem| problem.message.as_str()).collect()
}

/// What speaks against a decision: rule and path of each denial, and of each warning if warnings count.
fn spoken(decision: &Decision) -> Vec<(String, String)> {
    decision.denials.iter().map(|denial| (denial.rule.clone(), written(&denial.path))).collect()
}

fn level(rule: &str) -> BTreeSet<Level> {
    static LEVELS: LazyLock<BTreeMap<String, BTreeSet<Level>>> =
        LazyLock::new(|| catalogue().iter().map(|rule| (rule.id.clone(), rule.levels.clone())).collect());
    LEVELS.get(rule).unwrap_or_else(|| panic!("no rule is named {rule}")).clone()
}

/// The kinds of document of which a rule speaks.
fn kinds(rule: &str) -> BTreeSet<Kind> {
    static KINDS: LazyLock<BTreeMap<String, BTreeSet<Kind>>> =
        LazyLock::new(|| catalogue().iter().map(|rule| (rule.id.clone(), rule.scope.kinds.clone())).collect());
    KINDS.get(rule).unwrap_or_else(|| panic!("no rule is named {rule}")).clone()
}

/// Judges the organization data of Acme with one changed file.
fn judge_organization(case: &Case, document: &Value) -> Vec<Decision> {
    let acme = &*ACME;
    let folder = tempfile::tempdir().unwrap();
    let changed = case.passes.file_name().unwrap();
    for entry in std::fs::read_dir(root().join("fixtures/acme/org")).unwrap() {
        let path = entry.unwrap().path();
        if path.file_name().unwrap() == changed {
            std::fs::write(folder.path().join(changed).with_extension("json"), document.to_string()).unwrap();
        } else {
            std::fs::copy(&path, folder.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    let paths = [folder.path().to_owned()];
    let organization = Organization::read(&paths, &mut Sources::default(), &mut Vec::new())
        .unwrap_or_else(|problems| panic!("{}: {:#?}", case.rule, messages(&problems)));
    let at = EvaluationTime::parse(case.speaks.at.as_deref().unwrap_or(AT), ZONE).unwrap();
    let profile = profile(case.profile.as_deref());
    let gate = Gate::new(acme.policies.clone(), &organization, &profile, &acme.feeds, &Index::default(), at).unwrap();
    gate.judge_for_thread().judge_organization(&organization)
}

#[test]
fn every_rule_about_the_organization_speaks_of_its_case_alone() {
    for (name, case) in cases().into_iter().filter(|(_, case)| case.passes.starts_with("org")) {
        let base = base_of_organization(&case);
        let spoken_of = |set: &BTreeMap<String, Value>, remove: &[String]| -> BTreeMap<String, String> {
            judge_organization(&case, &changed(&base, set, remove)).iter().flat_map(spoken).collect()
        };
        let one = BTreeMap::from([(case.rule.clone(), case.speaks.path.clone())]);
        assert_eq!(spoken_of(&case.speaks.set, &case.speaks.remove), one, "{name}");
        assert_eq!(spoken_of(&case.absent.set, &case.absent.remove), case.absent.denies, "{name}");
        assert_eq!(spoken_of(&BTreeMap::new(), &[]), BTreeMap::new(), "{name}");
    }
}

fn base_of_organization(case: &Case) -> Value {
    let text = std::fs::read_to_string(root().join("fixtures/acme").join(&case.passes)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// Runs one claim of each case, and gathers what does not hold.
fn all(claim: impl Fn(&Case) -> Result<(), String> + Sync) {
    let cases: Vec<(String, Case)> = cases().into_iter().filter(|(_, case)| !case.passes.starts_with("org")).collect();
    // Loaded before the threads of the pool begin: loading uses them as well.
    LazyLock::force(&ACME);
    let failures: Vec<String> =
        cases.par_iter().filter_map(|(name, case)| claim(case).err().map(|why| format!("{name}: {why}"))).collect();
    assert!(failures.is_empty(), "{} of {} cases:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn every_rule_blocks_its_case_alone_at_the_place_that_is_written() {
    all(|case| {
        let change = &case.speaks;
        let document = changed(&base(case), &change.set, &change.remove);
        let decision = judge(case, &document, change.at.as_deref().unwrap_or(AT), ZONE);
        let denies = level(&case.rule).contains(&Level::Deny);
        let expected: Vec<_> = denies.then(|| (case.rule.clone(), change.path.clone())).into_iter().collect();
        if spoken(&decision) != expected || !decision.errors.is_empty() {
            return Err(format!("expected {expected:?}, got {:?} {:?}", spoken(&decision), messages(&decision.errors)));
        }
        let results = if denies { &decision.denials } else { &decision.warnings };
        let spoke = results.iter().find(|result| result.rule == case.rule && written(&result.path) == change.path);
        match spoke {
            Some(result) if result.message.contains(&change.says) => Ok(()),
            Some(result) => Err(format!("its message is {:?}", result.message)),
            None => Err(format!("it warns nothing at {}: {:?}", change.path, decision.warnings)),
        }
    });
}

#[test]
fn every_rule_lets_the_unchanged_manifest_through() {
    all(|case| {
        let decision = judge(case, &base(case), AT, ZONE);
        // A rule that can block may warn of what was ratified.
        let only_warns = !level(&case.rule).contains(&Level::Deny);
        let spoke = only_warns && decision.warnings.iter().any(|result| result.rule == case.rule);
        match decision.verdict {
            Verdict::Blocked | Verdict::Error => {
                Err(format!("{:?} {:?}", spoken(&decision), messages(&decision.errors)))
            }
            _ if spoke => Err("it warns".to_owned()),
            _ => Ok(()),
        }
    });
}

#[test]
fn what_is_absent_is_noticed_by_the_rules_that_are_named() {
    all(|case| {
        let document = changed(&base(case), &case.absent.set, &case.absent.remove);
        let decision = judge(case, &document, case.speaks.at.as_deref().unwrap_or(AT), ZONE);
        let spoken: BTreeMap<String, String> = spoken(&decision).into_iter().collect();
        if spoken == case.absent.denies && decision.errors.is_empty() {
            Ok(())
        } else {
            Err(format!("expected {:?}, got {spoken:?} {:?}", case.absent.denies, messages(&decision.errors)))
        }
    });
}

#[test]
fn rules_of_dates_change_their_mind_within_one_second_in_every_zone() {
    all(|case| {
        for boundary in &case.boundaries {
            for (time, speaks) in &boundary.times {
                let mut set = boundary.set.clone();
                let mut at = boundary.at.as_deref().unwrap_or(AT);
                if boundary.moves == "at" {
                    at = time;
                } else {
                    set.insert(boundary.moves.clone(), json!(time));
                }
                let document = changed(&base(case), &set, &boundary.remove);
                let decision = judge(case, &document, at, &boundary.zone);
                let spoke = decision.denials.iter().chain(&decision.warnings).any(|result| result.rule == case.rule);
                if spoke != *speaks {
                    return Err(format!(
                        "at {time} ({}) it {}",
                        boundary.zone,
                        if spoke { "speaks" } else { "is silent" }
                    ));
                }
            }
        }
        Ok(())
    });
}

/// Tension of the requirements: an owner comes before remediation, and containment before everything.
#[test]
fn a_containment_is_never_blocked_for_want_of_owner_inventory_or_approval() {
    let kept =
        ["apiVersion", "kind", "id", "title", "type", "severity", "state", "source", "exposure", "due", "containment"];
    let contained: Vec<&Manifest> = ACME.tree.iter().filter(|manifest| manifest.state == "contained").collect();
    assert!(contained.len() >= 3);
    for manifest in contained {
        let case: Case = serde_json::from_value(json!({
            "rule": "CON-04",
            "passes": manifest.file.rsplit_once("fixtures/acme/").unwrap().1,
            "speaks": {"path": "ownership"},
            "absent": {"denies": {}},
        }))
        .unwrap();
        let mut document = base(&case);
        document.as_object_mut().unwrap().retain(|key, _| kept.contains(&key.as_str()));
        let decision = judge(&case, &document, AT, ZONE);
        assert_eq!(decision.verdict, Verdict::Contained, "{}: {:?}", manifest.id, spoken(&decision));
    }
}

#[test]
fn every_rule_has_a_case() {
    let catalogue = catalogue();
    // Rules about waivers judge no manifest: `waivers.rs` has their cases.
    let waiver = BTreeSet::from([Kind::Waiver]);
    let rules = catalogue.iter().filter(|rule| rule.scope.kinds != waiver);
    let rules: BTreeSet<&str> = rules.map(|rule| rule.id.as_str()).collect();
    let cases = cases();
    let named: BTreeSet<&str> = cases.iter().map(|(_, case)| case.rule.as_str()).collect();
    assert_eq!(named, rules);
    for (name, case) in &cases {
        assert_eq!(name, &case.rule, "a case is named after its rule");
    }
}

/// What METADATA rules out is not asked; asking it would change nothing.
#[test]
fn packages_that_cannot_speak_would_say_nothing() {
    let acme = &*ACME;
    let mut engine = remedy_policy::engine::Engine::load(shipped_policies()).unwrap();
    let scopes = catalogue().scopes();
    let always = scopes.keys().map(|set| (set.clone(), vec!["true".to_owned()])).collect();
    engine.ask(&always).unwrap();
    let at = EvaluationTime::parse(AT, ZONE).unwrap();
    let gate =
        Gate::new(acme.policies.clone(), &acme.organization, &profile(None), &acme.feeds, &Index::of(&acme.tree), at)
            .unwrap();
    engine.add_data(gate.data().clone()).unwrap();
    let mut session = engine.session();
    let mut passed_over = 0;
    for manifest in &acme.tree {
        let all = session.evaluate(gate.input(manifest), &scopes.keys().cloned().collect());
        assert!(all.failures.is_empty(), "{}: {:#?}", manifest.id, all.failures);
        for result in all.results {
            let set = (result.package.clone(), result.level);
            assert!(scopes[&set].includes(manifest.subject()), "{}: {:?}", manifest.id, result);
        }
        passed_over += scopes.values().filter(|scope| !scope.includes(manifest.subject())).count();
    }
    assert!(passed_over > 10 * acme.tree.len(), "only {passed_over} rule sets were passed over");
}
