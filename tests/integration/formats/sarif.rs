//! SARIF, held to the schema of the standard and read back with the types of `serde-sarif`.

use std::{path::PathBuf, process::Command};

use serde_json::Value;
use serde_sarif::sarif::Sarif;

use super::{
    HOSTILE, Reports, Shown, denials, listed,
    sample::{sample, written},
};
use crate::common::{Folder, root, run};

/// The schema of the standard; the crate `serde-sarif` carries it.
fn standard() -> jsonschema::Validator {
    let host = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let host = String::from_utf8(host).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "serde-sarif").unwrap();
    let manifest = PathBuf::from(package["manifest_path"].as_str().unwrap());
    let text = std::fs::read_to_string(manifest.parent().unwrap().join("src/schema.json")).unwrap();
    // One pattern of the standard, that of a language, has a bracket too many.
    let text = text.replace("{2}]?$\"", "{2}$\"");
    jsonschema::options().should_validate_formats(true).build(&serde_json::from_str(&text).unwrap()).unwrap()
}

fn log(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn results(log: &Value) -> &Vec<Value> {
    log["runs"][0]["results"].as_array().unwrap()
}

/// The path of a result's first place.
fn file(result: &Value) -> String {
    let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let (byte, after) = match first {
            b'%' => (u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap(), &after[2..]),
            byte => (*byte, after),
        };
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8(bytes).unwrap()
}

/// A result as a denial; its message without the advice below it.
fn shown(result: &Value, messages: &[Shown]) -> Shown {
    let place = &result["locations"][0];
    let text = result["message"]["text"].as_str().unwrap().replace("\\](", "](");
    let id = place["logicalLocations"][0]["name"].as_str().unwrap();
    let rule = result["ruleId"].as_str().unwrap();
    let known = messages.iter().find(|shown| shown.id == id && shown.rule == rule && text.starts_with(&shown.message));
    Shown {
        rule: rule.to_owned(),
        id: id.to_owned(),
        file: file(result),
        line: place["physicalLocation"]["region"]["startLine"].as_u64().unwrap(),
        message: known.map_or(text, |shown| shown.message.clone()),
    }
}

#[test]
fn logs_fit_the_standard_and_its_types() {
    let validator = standard();
    let reports = [Reports::hostile(), Reports::acme()].map(|reports| reports.text("sarif").to_owned());
    let mut logs = reports.to_vec();
    logs.push(written(&sample(), "sarif"));
    for arguments in [
        ["check", "fixtures/mixed"],
        ["check", "fixtures/empty"],
        ["check", "fixtures/nowhere"],
        ["lint", "fixtures/invalid"],
    ] {
        logs.push(run(&[arguments[0], arguments[1], "--at", super::AT, "--format", "sarif"]).stdout);
    }
    for text in logs {
        let log = log(&text);
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:#?}");
        serde_json::from_str::<Sarif>(&text).unwrap();
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in results(&log) {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
    }
}

#[test]
fn every_denial_is_a_result_with_its_text_and_place() {
    let reports = Reports::hostile();
    let document = reports.json();
    let log = log(reports.text("sarif"));
    for (level, list) in [("error", "denials"), ("warning", "warnings")] {
        let expected = listed(&document, list);
        let found: Vec<Shown> = results(&log)
            .iter()
            .filter(|result| result["level"] == level)
            .map(|result| shown(result, &expected))
            .collect();
        assert_eq!(found, expected);
    }
    for (name, text) in HOSTILE {
        let result = results(&log)
            .iter()
            .find(|result| result["properties"]["finding"] == *name && result["ruleId"] == "HOS-01")
            .unwrap();
        assert_eq!(result["properties"]["unblock"], format!("unblock {text}"));
        let message = result["message"]["text"].as_str().unwrap().replace("\\](", "](");
        assert_eq!(
            message,
            format!("message {text}\nunblock {text}\nwho can: who {text}\nat the earliest: 2026-12-24")
        );
    }
    assert_eq!(denials(&document).len(), results(&log).iter().filter(|result| result["level"] == "error").count());
}

#[test]
fn what_could_not_be_read_is_a_notification_and_the_run_did_not_succeed() {
    let log = log(Reports::hostile().text("sarif"));
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!((&invocation["executionSuccessful"], &invocation["exitCode"]), (&false.into(), &2.into()));
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert!(notifications.iter().any(|told| told["descriptor"]["id"] == "schema-value"), "{notifications:?}");
    let blocked: Value = serde_json::from_str(Reports::acme().text("sarif")).unwrap();
    assert_eq!(blocked["runs"][0]["invocations"][0]["executionSuccessful"], true);
}

#[test]
fn what_is_suppressed_says_why_and_the_rest_says_that_it_is_not() {
    let log = log(&written(&sample(), "sarif"));
    let of = |finding: &str, rule: &str| {
        results(&log)
            .iter()
            .find(|result| result["properties"]["finding"] == finding && result["ruleId"] == rule)
            .unwrap()
    };
    let waived = &of("F-1", "ESC-04")["suppressions"][0];
    assert_eq!((&waived["kind"], &waived["status"]), (&"external".into(), &"accepted".into()));
    insta::assert_snapshot!(
        waived["justification"].as_str().unwrap().replace('\u{1}', "U+0001"),
        @"waived by WVR-1 until 2027-01-31: the vendor is late <b> ]]> # U+0001 (asked for by alice, approved by bob on 2026-10-01; SEC-9; it ends soon)"
    );
    assert_eq!(waived["location"]["physicalLocation"]["region"]["startLine"], 2);
    let baseline = of("F-2", "SLA-02");
    assert_eq!(baseline["suppressions"][0]["justification"], "in the baseline: it denied before the gate was adopted");
    assert_eq!(baseline["baselineState"], "unchanged");
    let blocked = of("F-1", "SLA-02");
    assert_eq!((&blocked["suppressions"], &blocked["baselineState"]), (&Value::Array(Vec::new()), &"new".into()));
    assert_eq!(blocked["partialFingerprints"]["remedyPolicyDenial/v1"], "SLA-02-due.date");
    insta::assert_snapshot!(blocked["message"]["text"].as_str().unwrap(), @r"
    SLA-02 denies `2026-11-01`
    waiver WVR-2 expired on 2026-10-01 (waivers/w.yaml:3): renew it or fix the finding
    change `due.date`
    who can: alice, team-a
    at the earliest: 2026-12-24
    ");
    insta::assert_snapshot!(blocked["message"]["markdown"].as_str().unwrap(), @r"
    **SLA-02:** SLA-02 denies \`2026-11-01\`

    - waiver WVR-2 expired on 2026-10-01 (waivers/w.yaml:3): renew it or fix the finding
    - change \`due.date\`
    - who can: alice, team-a
    - at the earliest: 2026-12-24
    ");
    let places: Vec<&str> = blocked["relatedLocations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| place["message"]["text"].as_str().unwrap())
        .collect();
    assert_eq!(places, ["the title", "waiver WVR-2 expired on 2026-10-01"]);
    let absent = results(&log).last().unwrap();
    assert_eq!((&absent["baselineState"], &absent["kind"]), (&"absent".into(), &"pass".into()));
    assert!(of("F-1", "SLA-01")["message"]["text"].as_str().unwrap().contains("blocks from 2027-02-01"));
}

#[test]
fn a_run_without_reliefs_says_nothing_of_suppressions() {
    let log = log(Reports::hostile().text("sarif"));
    assert!(results(&log).iter().all(|result| result.get("suppressions").is_none()));
}

#[test]
fn columns_count_characters() {
    let log = log(&written(&sample(), "sarif"));
    assert_eq!(log["runs"][0]["columnKind"], "unicodeCodePoints");
    let owner = results(&log).iter().find(|result| result["ruleId"] == "OWN-01").unwrap();
    let region = &owner["locations"][0]["physicalLocation"]["region"];
    assert_eq!(
        (&region["startColumn"], &region["endColumn"], &region["byteLength"]),
        (&22.into(), &25.into(), &4.into())
    );
}

#[test]
fn a_rule_says_what_it_is_for() {
    let log = log(&written(&sample(), "sarif"));
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "OWN-01").unwrap();
    assert_eq!(
        (&rule["name"], &rule["shortDescription"]["text"]),
        (&"NamedAccountableOwner".into(), &"Named accountable owner".into())
    );
    assert_eq!(rule["defaultConfiguration"]["level"], "error");
    assert!(rule["help"]["markdown"].as_str().unwrap().contains("\n## Requirements\n"));
    assert!(!rule["properties"]["requirements"].as_array().unwrap().is_empty());
    assert!(rules.is_sorted_by_key(|rule| rule["id"].as_str().unwrap().to_owned()));
}

#[test]
fn a_rule_links_to_its_page() {
    let policy = "package own\n\n# METADATA\n# title: Own\n# description: Own.\n# related_resources:\n#   - \
                  https://wiki.example.com/own\n# custom:\n#   id: OWNED-01\n#   solution: None.\ndeny contains \
                  {\"rule\": \"OWNED-01\", \"path\": [], \"message\": \"no\"}\n";
    let config = "apiVersion: remedy-policy/v1\nkind: Config\nrule_pages: https://rules.example.com/{rule}.html\n";
    let finding = "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: T\ntype: leaked_secret\nseverity: \
                   high\nstate: open\nsource: {kind: scanner, detected_at: 2026-11-19}\n";
    let folder = Folder::new()
        .with("policies/own.rego", policy)
        .with("remedy-policy.yaml", config)
        .with("findings/a.yaml", finding);
    let log = log(&folder.run(&["check", "--at", "2026-11-20", "--format", "sarif"]).stdout);
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let page = |id: &str| rules.iter().find(|rule| rule["id"] == id).unwrap()["helpUri"].as_str().unwrap();
    assert_eq!(page("OWN-01"), "https://rules.example.com/OWN-01.html");
    assert_eq!(page("OWNED-01"), "https://wiki.example.com/own");
    standard().validate(&log).unwrap();
    let comment = folder.run(&["check", "--at", "2026-11-20", "--format", "markdown"]).stdout;
    assert!(comment.contains("**[OWNED-01](https://wiki.example.com/own)** Own"), "{comment}");
}
