//! Waivers, levels, days from which rules block, and baselines: what keeps a denial from blocking, and what does not.

use insta::assert_snapshot;
use serde_json::Value;

use crate::common::{Folder, Outcome, root, run_in};

const AT: &str = "2026-11-20";

/// Harbour Press with one closure that has no due date (SLA-01), and one reason more if `also` changes it.
fn press(also: impl Fn(String) -> String) -> Folder {
    let mut folder = Folder::new();
    let clean = root().join("fixtures/clean");
    for entry in walkdir::WalkDir::new(&clean).into_iter().map(Result::unwrap).filter(|entry| entry.path().is_file()) {
        let name = entry.path().strip_prefix(&clean).unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let text = match name.as_str() {
            "findings/closable.yaml" => also(text.replace("due: {date: 2026-11-10, set_by: amara}\n", "")),
            _ => text,
        };
        folder = folder.with(&name, text);
    }
    folder
}

pub(crate) fn blocked() -> Folder {
    press(|text| text)
}

/// A waiver for that closure: granted by Noel for Bruno, who asked for it.
pub(crate) fn waiver(changes: &[(&str, &str)]) -> String {
    let mut text = "\
apiVersion: remedy-policy/v1
kind: Waiver
id: WVR-1
rule: SLA-01
scope: {ids: [HP-2026-011]}
reason: the tracker loses due dates until its update
requested_by: bruno
approved_by: noel
approved_on: 2026-11-10
expires: 2026-12-10
ticket: HP-77
"
    .to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

fn check(folder: &Folder, more: &[&str]) -> Outcome {
    let args: Vec<&str> = ["check", "--at", AT].into_iter().chain(more.iter().copied()).collect();
    folder.run(&args)
}

fn json(folder: &Folder, more: &[&str]) -> (i32, Value) {
    let more: Vec<&str> = more.iter().copied().chain(["--format", "json"]).collect();
    let outcome = check(folder, &more);
    (outcome.code, outcome.json())
}

fn finding<'a>(document: &'a Value, id: &str) -> &'a Value {
    document["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == id).unwrap()
}

/// The rules of a list of denials.
fn rules(finding: &Value, list: &str) -> Vec<String> {
    finding[list].as_array().unwrap().iter().map(|denial| denial["rule"].as_str().unwrap().to_owned()).collect()
}

/// The codes of what is said beside the findings.
fn codes(document: &Value) -> Vec<String> {
    let problems = document["problems"].as_array().unwrap();
    problems.iter().map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_waiver_takes_a_denial_out_and_says_so() {
    let folder = blocked().with("waivers/due.yaml", waiver(&[]));
    let (code, document) = json(&folder, &[]);
    assert_eq!(code, 0, "{document:#}");
    let closed = finding(&document, "HP-2026-011");
    assert_eq!((closed["verdict"].as_str(), &closed["flags"]), (Some("closable"), &serde_json::json!(["waived"])));
    assert_eq!((rules(closed, "denials"), rules(closed, "suppressed")), (Vec::new(), vec!["SLA-01".to_owned()]));
    let relief = &closed["suppressed"][0]["relief"];
    assert_eq!((relief["kind"].as_str(), relief["id"].as_str()), (Some("waiver"), Some("WVR-1")));
    assert_eq!(relief["expires"], "2026-12-10");
    assert_eq!(document["waivers"][0]["state"], "waived");
    assert_eq!(codes(&document), Vec::<String>::new());
}

#[test]
fn without_a_waiver_it_blocks() {
    let (code, document) = json(&blocked(), &[]);
    assert_eq!(code, 1);
    assert_eq!(rules(finding(&document, "HP-2026-011"), "denials"), ["SLA-01"]);
}

/// What came of a waiver that does not hold: the finding is blocked, and the denial names it.
fn lapsed(changes: &[(&str, &str)], at: &str) -> (String, String, u64) {
    let folder = blocked().with("waivers/due.yaml", waiver(changes));
    let outcome = folder.run(&["check", "--at", at, "--format", "json"]);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    let document = outcome.json();
    let closed = finding(&document, "HP-2026-011");
    assert_eq!((closed["verdict"].as_str(), rules(closed, "denials")), (Some("blocked"), vec!["SLA-01".to_owned()]));
    let lapsed = &closed["denials"][0]["lapsed"][0];
    assert_eq!(document["waivers"][0]["state"], lapsed["state"]);
    let text = |key: &str| lapsed[key].as_str().unwrap().to_owned();
    (text("state"), text("message"), lapsed["line"].as_u64().unwrap())
}

#[test]
fn a_waiver_that_does_not_hold_is_named_as_the_reason_with_its_line() {
    assert_eq!(
        lapsed(&[], "2026-12-11"),
        ("waiver-expired".to_owned(), "expired on 2026-12-10, 1 day ago".to_owned(), 10)
    );
    assert_eq!(
        lapsed(&[("2026-12-10", "2026-12-11")], AT),
        (
            "waiver-too-long".to_owned(),
            "is granted for 31 days, and a waiver for a high finding may last 30 days".to_owned(),
            10
        )
    );
    assert_eq!(
        lapsed(&[("requested_by: bruno", "requested_by: noel")], AT),
        ("waiver-unauthorised".to_owned(), "was granted by `noel`, who asked for it".to_owned(), 8)
    );
    assert_eq!(
        lapsed(&[("approved_by: noel", "approved_by: ines")], AT),
        (
            "waiver-unauthorised".to_owned(),
            "was granted by `ines` (level none), and a waiver for a high finding needs L2".to_owned(),
            8
        )
    );
}

#[test]
fn it_holds_until_the_end_of_its_last_day() {
    let folder = blocked().with("waivers/due.yaml", waiver(&[]));
    assert_eq!(folder.run(&["check", "--at", "2026-12-10T23:59:59Z"]).code, 0);
    assert_eq!(folder.run(&["check", "--at", "2026-12-11T00:00:00Z"]).code, 1);
}

#[test]
fn a_waiver_that_ends_soon_warns_where_it_stands() {
    let folder = blocked().with("waivers/due.yaml", waiver(&[]));
    let outcome = folder.run(&["check", "--at", "2026-12-01", "--format", "json"]);
    assert_eq!(outcome.code, 0);
    let document = outcome.json();
    assert_eq!(
        (codes(&document), document["waivers"][0]["state"].as_str()),
        (vec!["waiver-expiring".to_owned()], Some("waiver-expiring"))
    );
    let warning = &document["problems"][0];
    assert_eq!(warning["message"], "waiver WVR-1 ends on 2026-12-10, in 9 days; 1 denial of SLA-01 blocks after that");
    assert_eq!((warning["file"].as_str(), warning["line"].as_u64()), (Some("waivers/due.yaml"), Some(3)));
    assert_eq!(folder.run(&["check", "--at", "2026-12-01", "--fail-on", "warn"]).code, 1);
}

#[test]
fn a_waiver_that_covers_nothing_is_said_if_all_that_it_covers_was_judged() {
    let other = waiver(&[("ids: [HP-2026-011]", "files: [\"findings/open*.yaml\"]")]);
    let folder = blocked().with("waivers/due.yaml", other);
    let (code, document) = json(&folder, &[]);
    assert_eq!((code, codes(&document)), (1, vec!["waiver-unused".to_owned()]));
    assert_eq!(document["problems"][0]["label"], "SLA-01 speaks of none of the 1 document in its scope");
    let (_, document) = json(&folder, &["findings/closable.yaml"]);
    assert_eq!(codes(&document), Vec::<String>::new());
    let nowhere = blocked().with("waivers/due.yaml", waiver(&[("HP-2026-011", "HP-2026-999")]));
    let (_, document) = json(&nowhere, &[]);
    assert_eq!(document["problems"][0]["label"], "no finding or review of its scope is there");
}

#[test]
fn the_keys_of_a_scope_must_all_fit() {
    for (scope, code) in [
        ("types: [leaked_secret]", 0),
        ("types: [vulnerability]", 1),
        ("files: [\"findings/*.yaml\"]", 0),
        ("files: [\"*.yaml\"]", 1),
        ("files: [\"**/closable.yaml\"]", 0),
        ("ids: [HP-2026-011], types: [vulnerability]", 1),
        ("ids: [HP-2026-011], types: [leaked_secret], files: [\"findings/**\"]", 0),
    ] {
        let folder = blocked().with("waivers/due.yaml", waiver(&[("ids: [HP-2026-011]", scope)]));
        assert_eq!(check(&folder, &[]).code, code, "{scope}");
    }
}

#[test]
fn a_review_is_waived_by_its_id_as_something_critical() {
    let acme = root().join("fixtures/acme");
    let text = std::fs::read_to_string(acme.join("reviews/emergency-accounts-2026-11.yaml")).unwrap();
    let waiver = waiver(&[
        ("HP-2026-011", "AR-2026-11-EMERGENCY"),
        ("SLA-01", "REV-01"),
        ("bruno", "jweber"),
        ("noel", "mrossi"),
        ("2026-12-10", "2026-11-24"),
    ]);
    let folder = Folder::new()
        .with("review.yaml", text.replace("systems: [erp, vault]", "systems: [erp, vault, bastion]"))
        .with("waiver.yaml", &waiver)
        .with("longer.yaml", waiver.replace("2026-11-24", "2026-11-25"));
    let judged = |waiver: &str| {
        let (review, waiver) = (folder.file("review.yaml"), folder.file(waiver));
        let paths = ["--waivers", waiver.to_str().unwrap(), review.to_str().unwrap()];
        let config = ["check", "--at", AT, "--format", "json", "--config", "remedy-policy.yaml"];
        let outcome = run_in(&acme, &[config.as_slice(), &paths].concat(), "");
        outcome.json()["reviews"][0].clone()
    };
    let holds = judged("waiver.yaml");
    assert_eq!((holds["verdict"].as_str(), rules(&holds, "suppressed")), (Some("closable"), vec!["REV-01".to_owned()]));
    let too_long = judged("longer.yaml");
    assert_eq!(too_long["denials"][0]["lapsed"][0]["state"], "waiver-too-long", "{too_long:#}");
}

#[test]
fn several_waivers_of_one_rule_stand_side_by_side() {
    let expired = waiver(&[("WVR-1", "WVR-0"), ("2026-12-10", "2026-11-12")]);
    let folder = blocked().with("waivers/due.yaml", format!("{expired}---\n{}", waiver(&[])));
    let (code, document) = json(&folder, &[]);
    assert_eq!(code, 0);
    let states: Vec<_> = document["waivers"].as_array().unwrap().iter().map(|waiver| &waiver["state"]).collect();
    assert_eq!(states, ["waiver-expired", "waived"]);
}

#[test]
fn a_malformed_waiver_is_an_error_and_every_problem_is_named() {
    let broken = waiver(&[("rule: SLA-01", "rule: SLA-001"), ("ticket:", "tickett:"), ("2026-12-10", "soon")]);
    let twice = format!("{}---\n{}", waiver(&[]), waiver(&[]));
    let glob = waiver(&[("ids: [HP-2026-011]", "files: [\"findings/[\"]")]);
    for (text, code) in [(broken, "schema-unknown-key"), (twice, "duplicate-entry"), (glob, "invalid-waiver")] {
        let folder = blocked().with("waivers/due.yaml", text);
        let (exit, document) = json(&folder, &[]);
        assert_eq!(exit, 2, "{code}");
        assert!(codes(&document).contains(&code.to_owned()), "{document:#}");
    }
    let unknown = blocked().with("waivers/due.yaml", waiver(&[("rule: SLA-01", "rule: SLA-99")]));
    let outcome = check(&unknown, &[]);
    assert_eq!(outcome.code, 2);
    assert_snapshot!(outcome.stdout, @"

    invalid-waiver

      × no rule is named `SLA-99`
       ╭─[waivers/due.yaml:4:7]
     3 │ id: WVR-1
     4 │ rule: SLA-99
       ·       ───┬──
       ·          ╰── here
     5 │ scope: {ids: [HP-2026-011]}
       ╰────
      help: did you mean `SLA-09`?
    not everything could be judged: 1 problem in files; of 0 findings read, 0 could not be judged, 0 blocked · judged as of 2026-11-20T23:59:59Z (2026-11-20 UTC) · profile default
    ");
}

#[test]
fn a_hard_rule_cannot_be_waived() {
    let hard = waiver(&[("rule: SLA-01", "rule: SOD-01")]);
    let folder = press(|text| text.replace("by: ines", "by: bruno")).with("waivers/sod.yaml", hard);
    let (code, document) = json(&folder, &[]);
    assert_eq!(code, 1);
    let closed = finding(&document, "HP-2026-011");
    let denial = closed["denials"].as_array().unwrap().iter().find(|denial| denial["rule"] == "SOD-01").unwrap();
    assert_eq!(denial["lapsed"][0]["state"], "waiver-hard");
    assert_eq!(denial["lapsed"][0]["message"], "names SOD-01, which is hard: nobody can waive it");
}

/// The configuration with a level of SLA-01.
fn with_level(level: &str, rest: &str) -> Folder {
    blocked().with(
        "remedy-policy.yaml",
        format!(
            "apiVersion: remedy-policy/v1\nkind: Config\nlevels:\n  SLA-01:\n    level: {level}\n    \
             reason: dates move into the tracker in January\n    requested_by: bruno\n    approved_by: noel\n    \
             approved_on: 2026-11-01\n    {rest}\n"
        ),
    )
}

#[test]
fn a_level_holds_for_a_time() {
    let (code, document) = json(&with_level("warn", "expires: 2027-01-30"), &[]);
    let closed = finding(&document, "HP-2026-011");
    assert_eq!((code, rules(closed, "denials"), rules(closed, "warnings")), (0, vec![], vec!["SLA-01".to_owned()]));
    assert_eq!(closed["warnings"][0]["relief"]["id"], "level warn of SLA-01");
    let (code, document) = json(&with_level("off", "expires: 2027-01-30"), &[]);
    let closed = finding(&document, "HP-2026-011");
    assert_eq!((code, rules(closed, "warnings"), rules(closed, "suppressed")), (0, vec![], vec!["SLA-01".to_owned()]));
    assert_eq!(closed["flags"], serde_json::json!([]));
}

#[test]
fn a_level_holds_for_rules_of_the_organization_data() {
    let folder = with_level("warn", "expires: 2027-01-30");
    let org = std::fs::read_to_string(folder.path().join("org/organization.yaml")).unwrap();
    let config = std::fs::read_to_string(folder.path().join("remedy-policy.yaml")).unwrap();
    let folder = folder.with("org/organization.yaml", org.replace("    scopes: [orders.write]\n", ""));
    let lint = ["lint", "--at", AT];
    let outcome = folder.run(&lint);
    assert!(outcome.code == 1 && outcome.stdout.contains("INV-03"), "{}", outcome.stdout);
    let folder = folder.with("remedy-policy.yaml", config.replace("SLA-01", "INV-03"));
    let outcome = folder.run(&lint);
    assert!(outcome.code == 0 && outcome.stdout.contains("INV-03"), "{}", outcome.stdout);
}

#[test]
fn a_waiver_of_a_rule_that_is_broken_is_not_blamed_for_it() {
    let folder = blocked()
        .with("policies/own.rego", "package press\n\ndeny contains {\n")
        .with("waivers/own.yaml", waiver(&[("rule: SLA-01", "rule: HP-01")]));
    let outcome = folder.run(&["lint", "--at", AT]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("policy-syntax"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("invalid-waiver"), "{}", outcome.stdout);
}

#[test]
fn a_level_that_is_over_or_too_long_does_not_hold() {
    for (expires, state) in [("2026-11-19", "waiver-expired"), ("2027-01-31", "waiver-too-long")] {
        let (code, document) = json(&with_level("off", &format!("expires: {expires}")), &[]);
        let denial = &finding(&document, "HP-2026-011")["denials"][0];
        assert_eq!((code, denial["lapsed"][0]["state"].as_str()), (1, Some(state)));
        assert_eq!(denial["lapsed"][0]["file"], "remedy-policy.yaml");
        assert_eq!(denial["lapsed"][0]["line"], 10);
    }
}

#[test]
fn the_level_block_gives_a_warning_the_power_to_block() {
    let raised = with_level("block", "expires: 2028-01-30");
    let text = std::fs::read_to_string(raised.path().join("remedy-policy.yaml")).unwrap();
    let raised = with_own_rule(raised.with("remedy-policy.yaml", text.replace("SLA-01", "HP-01")), "warn", "");
    let before = json(&with_own_rule(blocked(), "warn", ""), &[]).1;
    let (_, document) = json(&raised, &["--explain"]);
    let (before, after) = (finding(&before, "HP-2026-011"), finding(&document, "HP-2026-011"));
    assert_eq!(rules(before, "warnings"), ["HP-01"]);
    assert_eq!(rules(after, "denials"), ["SLA-01", "HP-01"]);
    assert!(after["denials"][1]["decided_by"].is_object(), "{after:#}");
}

#[test]
fn a_level_without_reason_or_end_is_an_error() {
    let (code, document) = json(&with_level("off", ""), &[]);
    assert_eq!((code, document["problems"][0]["message"].as_str()), (2, Some("missing key `expires`")));
}

/// A rule of its own about logs, of a rule set and with more METADATA.
fn with_own_rule(folder: Folder, set: &str, more: &str) -> Folder {
    folder.with(
        "policies/own.rego",
        format!(
            "package press\n\n# METADATA\n# title: No log\n# description: A log holds no password.\n# custom:\n#   id: HP-01\n\
             #   solution: Clear the log.\n{more}{set} contains {{\"rule\": \"HP-01\", \"path\": [\"title\"], \
             \"message\": \"a password stood in a log\"}} if {{\n\tcontains(input.finding.title, \"log\")\n}}\n"
        ),
    )
}

/// The same as a rule that blocks from a day on.
fn staged(day: &str) -> Folder {
    with_own_rule(blocked(), "deny", &format!("#   effective_on: {day}\n"))
}

#[test]
fn a_rule_warns_until_the_day_from_which_it_blocks() {
    let (_, document) = json(&staged("2026-11-21"), &[]);
    let closed = finding(&document, "HP-2026-011");
    assert_eq!(
        (rules(closed, "denials"), rules(closed, "warnings")),
        (vec!["SLA-01".to_owned()], vec!["HP-01".to_owned()])
    );
    let relief = &closed["warnings"][0]["relief"];
    assert_eq!((relief["kind"].as_str(), relief["from"].as_str()), (Some("effective-on"), Some("2026-11-21")));
    let (_, document) = json(&staged("2026-11-20"), &[]);
    assert_eq!(rules(finding(&document, "HP-2026-011"), "denials"), ["SLA-01", "HP-01"]);
    assert_eq!(check(&staged("tomorrow"), &[]).code, 2);
}

#[test]
fn a_baseline_accepts_what_is_there_once_and_only_shrinks() {
    let folder = press(|text| text.replace("  source_ref: wiki://systems/shop\n", ""));
    let missing = check(&folder, &["--baseline", "baseline.yaml"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stdout.contains("--update-baseline"), "{}", missing.stdout);

    let (code, document) = json(&folder, &["--baseline", "baseline.yaml", "--update-baseline"]);
    assert_eq!(code, 0, "{document:#}");
    let written = std::fs::read_to_string(folder.path().join("baseline.yaml")).unwrap();
    assert_snapshot!(written, @"
    # What was blocked when the gate was adopted. `remedy-policy check --baseline FILE --update-baseline` takes out what
    # is fixed; nothing is ever added.
    apiVersion: remedy-policy/v1
    kind: Baseline
    denials:
    - id: HP-2026-011
      rule: SLA-01
      path: due.date
      fingerprint: a5c3420865bff26dd410a6322a3158b2
    ");
    let closed = finding(&document, "HP-2026-011");
    assert_eq!(closed["flags"], serde_json::json!(["baseline"]));
    assert_eq!(closed["suppressed"][0]["baseline"], "unchanged");

    // Moved lines are no new denials.
    let path = folder.path().join("findings/closable.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("# moved\n\n{text}")).unwrap();
    assert_eq!(check(&folder, &["--baseline", "baseline.yaml"]).code, 0);

    // What is new blocks, and does not come into a baseline that is there.
    let verified_by_the_fixer = text.replace("08:00:00Z\n    by: ines", "08:00:00Z\n    by: bruno");
    std::fs::write(&path, verified_by_the_fixer).unwrap();
    let (code, document) = json(&folder, &["--baseline", "baseline.yaml", "--update-baseline"]);
    assert_eq!(code, 1);
    assert_eq!(finding(&document, "HP-2026-011")["denials"][0]["baseline"], "new");
    assert_eq!(std::fs::read_to_string(folder.path().join("baseline.yaml")).unwrap(), written);

    // What is fixed leaves it, and cannot come back.
    std::fs::write(
        &path,
        text.replace("environment: production\n", "environment: production\ndue: {date: 2026-11-10, set_by: amara}\n"),
    )
    .unwrap();
    let (code, document) = json(&folder, &["--baseline", "baseline.yaml"]);
    assert_eq!((code, codes(&document)), (0, vec!["baseline-shrinks".to_owned()]));
    assert_eq!(document["baseline"]["absent"][0]["rule"], "SLA-01");
    assert_eq!(check(&folder, &["--baseline", "baseline.yaml", "--update-baseline"]).code, 0);
    std::fs::write(&path, text).unwrap();
    assert_eq!(check(&folder, &["--baseline", "baseline.yaml"]).code, 1);
}

#[test]
fn a_baseline_keeps_what_was_not_judged_or_could_not_be() {
    let folder = blocked();
    assert_eq!(check(&folder, &["--baseline", "baseline.yaml", "--update-baseline"]).code, 0);
    let written = std::fs::read_to_string(folder.path().join("baseline.yaml")).unwrap();
    assert_eq!(check(&folder, &["--baseline", "baseline.yaml", "--update-baseline", "findings/open.yaml"]).code, 0);
    std::fs::write(folder.path().join("findings/closable.yaml"), "kind: [").unwrap();
    assert_eq!(check(&folder, &["--baseline", "baseline.yaml", "--update-baseline"]).code, 2);
    assert_eq!(std::fs::read_to_string(folder.path().join("baseline.yaml")).unwrap(), written);
    std::fs::remove_file(folder.path().join("findings/closable.yaml")).unwrap();
    assert_eq!(check(&folder, &["--baseline", "baseline.yaml", "--update-baseline"]).code, 0);
    assert!(std::fs::read_to_string(folder.path().join("baseline.yaml")).unwrap().contains("denials: []"));
}

#[test]
fn a_waiver_is_explained_with_what_it_covers() {
    let folder = blocked().with("waivers/due.yaml", waiver(&[]));
    let outcome = folder.run(&["explain", "--at", AT, "HP-2026-011:SLA-01"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert!(outcome.stdout.contains("SLA-01"), "{}", outcome.stdout);
}
