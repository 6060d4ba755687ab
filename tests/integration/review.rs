//! Access reviews: the CSV files beside them, and the facts that rules get about them.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::common::{Folder, Outcome};

/// A policy of the organization that hands out the facts it sees.
const POLICY: &str = r#"package example.review

# METADATA
# title: Facts
# description: Shows the facts.
# custom:
#   id: EXA-01
#   kinds: [AccessReview]
#   solution: None is needed.
warn contains {"rule": "EXA-01", "path": ["id"], "message": "facts", "facts": input.facts.review} if {
	input.kind == "AccessReview"
}
"#;

const CONFIG: &str = "{apiVersion: remedy-policy/v1, kind: Config, findings: [reviews], org: [org], policies: [own]}";

const ORGANIZATION: &str = "{apiVersion: remedy-policy/v1, kind: Organization,
  people: {ann: {name: Ann, aliases: [ann@example.com]}, bob: {name: Bob}},
  identities: {svc-a: {kind: service_account, owner: ann}, northwind: {kind: oauth_app, vendor: n}, root-ann: {kind: human, privileged: true}}}";

fn review(body: &str) -> Folder {
    Folder::new()
        .with("remedy-policy.yaml", CONFIG)
        .with("org/org.yaml", ORGANIZATION)
        .with("own/facts.rego", POLICY)
        .with(
            "reviews/r.yaml",
            format!(
                "apiVersion: remedy-policy/v1\nkind: AccessReview\nid: AR-1\ntitle: Ledger\nstate: completed\n{body}"
            ),
        )
}

fn check(folder: &Folder) -> Outcome {
    folder.run(&["check", "--at", "2026-11-20", "--format", "json"])
}

fn facts(folder: &Folder) -> Value {
    let outcome = check(folder);
    let document = outcome.json();
    let warnings = document["reviews"][0]["warnings"].as_array().unwrap_or_else(|| panic!("{document:#}"));
    warnings.iter().find(|warning| warning["rule"] == "EXA-01").unwrap_or_else(|| panic!("{document:#}"))["facts"]
        .clone()
}

/// The first problem: its code, its place, its message and advice.
fn problem(folder: &Folder) -> (String, String) {
    let outcome = check(folder);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    let document = outcome.json();
    let problem = &document["problems"][0];
    assert_eq!(problem["code"], "invalid-table", "{problem}");
    assert_eq!(document["reviews"], json!([]), "a review that cannot be read is not judged");
    let place = format!("{}:{}", problem["file"].as_str().unwrap(), problem["line"]);
    let help = problem["help"].as_str().unwrap_or_default();
    (place, format!("{} ({help})", problem["message"].as_str().unwrap()))
}

#[test]
fn items_and_decisions_of_a_list_are_joined_counted_and_grouped() {
    let folder = review(
        "populations:
  - class: employee
    items:
      - {id: i1, holder: ann, entitlement: read}
      - {id: i2, holder: bob, requested_by: ann}
      - {id: i2, holder: bob}
      - {id: i3, identity: svc-a}
      - {id: i4, identity: NORTHWIND, class: privileged}
decisions:
  - {item: i1, reviewer: ann@example.com, decided_at: 2026-11-02T10:00:00Z, decision: keep}
  - {item: i2, reviewer: ann, decided_at: 2026-11-02T10:00:30Z, decision: revoke, remediation_ref: CHG-1, executed_at: 2026-11-01, executed_by: bob, verified_at: 2026-11-04, verified_by: BOB}
  - {item: i2, reviewer: ann, decision: revoke}
  - {item: i9, reviewer: ann, decision: keep}
  - {item: i3, reviewer: bob}
",
    );
    let facts = facts(&folder);
    assert_eq!(
        facts["populations"],
        json!([{"count": 5, "class": "employee", "repeated": {"count": 1, "items": ["i2"]}}])
    );
    assert_eq!(facts["undecided"], json!([{"class": "employee", "count": 1, "items": ["i4"]}]));
    assert_eq!(
        facts["decisions"],
        json!({"count": 5, "unknown": {"count": 1, "items": ["i9"]}, "repeated": {"count": 1, "items": ["i2"]}})
    );
    assert_eq!(facts["median_seconds"], 30);
    assert_eq!(facts["last_decided_at"], "2026-11-02T10:00:30Z");
    let groups = facts["groups"].as_array().unwrap();
    assert_eq!(groups.len(), 4, "{groups:#?}");
    let of = |item: &str| groups.iter().find(|group| group["example"]["item"] == item).unwrap();
    let own = of("i1");
    assert_eq!((&own["self"], &own["own_request"], &own["decision"]), (&json!(true), &json!(false), &json!("keep")));
    assert_eq!(own["example"], json!({"item": "i1", "path": ["decisions", 0], "row": null}));
    let revoked = groups.iter().find(|group| group["executed"] == true).unwrap();
    for fact in ["executed_early", "verified", "verified_by_executor", "own_request", "has_remediation"] {
        assert_eq!(revoked[fact], true, "{fact}");
    }
    assert_eq!((&of("i3")["item_class"], &of("i3")["decided"]), (&json!("service"), &json!(false)));
    assert!(of("i3").get("decision").is_none());
}

#[test]
fn a_table_is_read_counted_and_compared_with_its_digest() {
    let items = "\u{feff}Account,Holder,Unit,Cost\nacc-1,ann,sales,3\nacc-2,\"bob\",,4\n";
    let decisions = "item,reviewer,decision\nacc-1,bob,keep\n\nacc-2,bob,revoke\n";
    let digest = {
        use sha2::{Digest as _, Sha256};
        Sha256::digest(items.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let folder = review(&format!(
        "populations:\n  - {{class: employee, file: data/ledger.csv, sha256: {digest}, columns: {{id: Account, holder: Holder, business_unit: Unit}}}}\ndecisions: {{file: decisions.csv, sha256: \"{}\"}}\n",
        "0".repeat(64)
    ))
    .with("reviews/data/ledger.csv", items)
    .with("reviews/decisions.csv", decisions);
    let facts = facts(&folder);
    assert_eq!(facts["populations"][0]["count"], 2);
    assert_eq!(facts["populations"][0]["digest_matches"], true);
    assert_eq!(facts["decisions"]["count"], 2);
    assert_eq!(facts["decisions"]["digest_matches"], false);
    assert_eq!(facts["undecided"], json!([]));
    assert_eq!(facts["groups"][0]["business_unit"], Value::Null, "what a unit uses is not what it says");
    assert_eq!(facts["groups"].as_array().unwrap().len(), 2);
    assert_eq!(facts["groups"][1]["example"], json!({"item": "acc-2", "path": null, "row": 4}));
}

#[test]
fn what_is_wrong_with_a_table_is_said_with_its_row() {
    let with = |file: &str, items: &str| {
        review(&format!("populations:\n  - {{class: employee, file: {file}}}\n")).with("reviews/items.csv", items)
    };
    let cases = [
        (with("items.csv", "account\nacc-1\n"), "reviews/r.yaml:7", "has no column `id`"),
        (with("items.csv", "id,class\na,employee\nb,staff\n"), "reviews/items.csv:3", "`staff` is no `class`"),
        (with("items.csv", "id,class\n,employee\n"), "reviews/items.csv:2", "there is no `id` in row 2"),
        (with("items.csv", "id,class\na\n"), "reviews/items.csv:2", "cells in this row: 1, in the header: 2"),
        (with("items.csv", "id,id\na,b\n"), "reviews/items.csv:1", "two columns have the same header"),
        (with("../org/org.yaml", ""), "reviews/r.yaml:7", "does not lie beside the review"),
        (with("/etc/passwd", ""), "reviews/r.yaml:7", "does not lie beside the review"),
    ];
    for (folder, place, words) in &cases {
        let (found, message) = problem(folder);
        assert_eq!((found.as_str(), message.contains(words)), (*place, true), "{message}");
    }
    let (_, message) = problem(&with("items.csv", "Id\nacc-1\n"));
    assert!(message.contains("did you mean `Id`?"), "{message}");
    let dates = review("decisions: {file: d.csv}\n").with("reviews/d.csv", "item,decided_at\na,02.11.2026\n");
    assert!(problem(&dates).1.contains("`02.11.2026` is no day"), "{:?}", problem(&dates));
}

#[test]
fn a_file_that_is_not_there_and_a_review_without_a_folder_are_errors() {
    let body = "populations:\n  - {class: employee, file: missing.csv}\n";
    let outcome = check(&review(body));
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("missing.csv"), "{}", outcome.stdout);
    let folder = Folder::new();
    let text =
        format!("apiVersion: remedy-policy/v1\nkind: AccessReview\nid: AR-1\ntitle: Ledger\nstate: completed\n{body}");
    let outcome = crate::common::run_in(folder.path(), &["check", "-", "--at", "2026-11-20"], &text);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("a review from standard input cannot name a file"), "{}", outcome.stdout);
}

#[test]
fn a_hundred_thousand_items_become_a_few_groups() {
    let mut items = String::from("id,holder,identity\n");
    let mut decisions = String::from("item,reviewer,decided_at,decision,remediation_ref,executed_at\n");
    for number in 0..100_000 {
        writeln!(items, "acc-{number},p{},acc-{number}", number % 997).unwrap();
        let rest = if number % 10 == 0 { "revoke,CHG-1,2026-11-03" } else { "keep,," };
        writeln!(decisions, "acc-{number},boss-{},2026-11-02,{rest}", number % 40).unwrap();
    }
    let folder = review("populations:\n  - {class: employee, file: items.csv}\ndecisions: {file: decisions.csv}\n")
        .with("reviews/items.csv", items)
        .with("reviews/decisions.csv", decisions);
    let facts = facts(&folder);
    assert_eq!(facts["populations"][0]["count"], 100_000);
    assert_eq!(facts["undecided"], json!([]));
    let groups = facts["groups"].as_array().unwrap();
    assert_eq!(groups.iter().map(|group| group["count"].as_u64().unwrap()).sum::<u64>(), 100_000);
    assert_eq!(groups.len(), 40);
}
