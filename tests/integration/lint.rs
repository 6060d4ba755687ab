//! `lint`: organization data on its own.

use crate::common::{Folder, run};

const POLICY: &str = r#"package example.org

# METADATA
# title: Every team has a lead
# description: Somebody answers for a team.
# custom:
#   id: EXA-01
#   kinds: [Organization]
#   solution: Name the lead.
deny contains {"rule": "EXA-01", "path": ["teams", id, "lead"], "message": sprintf("`%s` has no lead", [id]), "unblock": "name the lead"} if {
	input.kind == "Organization"
	some id, team in data.org.teams
	not team.lead
}
"#;

fn organization(text: &str) -> Folder {
    Folder::new()
        .with(
            "remedy-policy.yaml",
            "{apiVersion: remedy-policy/v1, kind: Config, findings: [findings], org: [org], policies: [own]}",
        )
        .with("own/lead.rego", POLICY)
        .with("org/a-people.yaml", "apiVersion: remedy-policy/v1\nkind: Organization\npeople:\n  ann: {name: Ann}\n")
        .with("org/b-teams.yaml", format!("apiVersion: remedy-policy/v1\nkind: Organization\nteams:\n{text}"))
}

const TEAM: &str = "  red: {name: Red, function: security}\n";

#[test]
fn a_rule_about_the_organization_points_at_the_entry_in_its_file() {
    let folder = organization(TEAM);
    let outcome = folder.run(&["lint", "--at", "2026-11-20", "--format", "json"]);
    assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
    let document = outcome.json();
    let files = document["organization"].as_array().unwrap();
    let verdicts: Vec<_> = files.iter().map(|file| (&file["id"], &file["verdict"])).collect();
    assert_eq!(verdicts.len(), 2, "{verdicts:?}");
    let file = files.iter().find(|file| file["id"] == "org/b-teams.yaml").unwrap();
    let denial = file["denials"].as_array().unwrap().iter().find(|denial| denial["rule"] == "EXA-01").unwrap();
    assert_eq!((&denial["file"], &denial["line"]), (&"org/b-teams.yaml".into(), &4.into()), "{denial}");
    let human = folder.run(&["lint", "--at", "2026-11-20"]);
    assert!(human.stdout.contains("`red` has no lead"), "{}", human.stdout);
    assert!(human.stdout.contains("✗ org/b-teams.yaml"), "{}", human.stdout);
}

#[test]
fn rules_about_the_organization_do_not_judge_findings() {
    let folder = organization(TEAM).with(
        "findings/f.yaml",
        "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: t\ntype: vulnerability\nseverity: low\nstate: open\nsource: {kind: scanner, detected_at: 2026-11-19}\n",
    );
    let outcome = folder.run(&["check", "--at", "2026-11-20"]);
    assert!(!outcome.stdout.contains("EXA-01"), "{}", outcome.stdout);
}

#[test]
fn findings_are_not_read_and_a_folder_stands_for_its_organization_data() {
    let folder = organization(TEAM).with("findings/f.yaml", "not a finding");
    let by_folder = folder.run(&["lint", ".", "--at", "2026-11-20", "--format", "json"]);
    assert_eq!(by_folder.code, 1, "{}", by_folder.stdout);
    assert_eq!(by_folder.json()["organization"].as_array().unwrap().len(), 2);
    let one = folder.run(&["lint", "org/a-people.yaml", "--at", "2026-11-20", "--format", "json"]);
    assert_eq!(one.json()["organization"].as_array().unwrap().len(), 1);
}

#[test]
fn no_organization_data_is_nothing_to_judge_and_wrong_data_is_an_error() {
    let folder = Folder::new();
    let outcome = folder.run(&["lint"]);
    assert_eq!(outcome.code, 3, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("no organization data was found"), "{}", outcome.stdout);
    let outcome = organization("  red: {nam: Red, function: security}\n").run(&["lint", "--at", "2026-11-20"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("did you mean `name`?"), "{}", outcome.stdout);
}

#[test]
fn the_organization_of_acme_is_sound() {
    let outcome = run(&["lint", "fixtures/acme", "--at", "2026-11-20"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
}

#[test]
fn help_has_examples() {
    insta::assert_snapshot!("help_lint", run(&["lint", "--help"]).stdout);
}
