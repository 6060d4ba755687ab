//! The public data set: the KEV catalogue, CVE records with SSVC decisions, and the decision table of BOD 26-04, as published.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use remedy_policy::org::Feeds;
use serde_json::Value;

use crate::common::{Folder, Outcome, params, run_in};

fn data(path: &str) -> PathBuf {
    let folder = std::env::var("REMEDY_TEST_DATA")
        .unwrap_or_else(|_| panic!("REMEDY_TEST_DATA names the folder of the public data set"));
    let path = Path::new(&folder).join(path);
    assert!(path.exists(), "{} is not there", path.display());
    path
}

/// An open vulnerability whose owner is right, so that only its dates are judged.
fn vulnerability(cve: &str, detected: &str, due: &str) -> Folder {
    Folder::new()
        .with(
            "findings/a.yaml",
            format!(
                "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: t\ntype: vulnerability\nseverity: low\nimpact: low\nstate: open\nsource: {{kind: scanner, detected_at: {detected}}}\nexposure: {{cve: {cve}, evaluated_at: {detected}, exploitation: none, internet_reachable: false, automatable: false, technical_impact: partial}}\nownership: {{status: confirmed, accountable_owner: ada}}\ndue: {{date: {due}, set_by: ada}}\n"
            ),
        )
        .with("org/people.yaml", "apiVersion: remedy-policy/v1\nkind: Organization\npeople:\n  ada: {name: Ada}\n")
}

fn check(folder: &Folder, feeds: &Path, at: &str, more: &[&str]) -> Outcome {
    let feeds = feeds.to_str().unwrap();
    let args = [&["check", "--at", at, "--format", "json", "--feeds", feeds], more].concat();
    run_in(folder.path(), &args, "")
}

fn denial(outcome: &Outcome, rule: &str) -> Value {
    let document = outcome.json();
    let denials = document["findings"][0]["denials"].as_array().unwrap();
    denials.iter().find(|denial| denial["rule"] == rule).unwrap_or_else(|| panic!("no {rule}: {document:#}")).clone()
}

#[test]
fn real_data_a_cve_of_the_catalogue_gets_its_cap() {
    let kev = data("kev/kev-2025.08.25-official.json");
    let catalogue: Value = serde_json::from_str(&std::fs::read_to_string(&kev).unwrap()).unwrap();
    let entry =
        catalogue["vulnerabilities"].as_array().unwrap().iter().find(|v| v["cveID"] == "CVE-2025-48384").unwrap();
    let (added, due) = (entry["dateAdded"].as_str().unwrap(), entry["dueDate"].as_str().unwrap());

    let kept = check(&vulnerability("CVE-2025-48384", added, due), &kev, "2025-09-01", &[]);
    assert_eq!(kept.code, 0, "{}", kept.stdout);

    let late = check(&vulnerability("CVE-2025-48384", added, "2025-10-30"), &kev, "2025-09-01", &[]);
    assert_eq!(late.code, 1);
    let denial = denial(&late, "SLA-07");
    assert_eq!(denial["expected"], due);
    assert_eq!((denial["line"].as_u64(), &denial["path"][1]), (Some(12), &Value::from("date")));
}

#[test]
fn real_data_a_cve_without_any_snapshot_is_an_error_and_not_a_pass() {
    let folder = vulnerability("CVE-2025-48384", "2025-08-26", "2025-09-01");
    let outcome = run_in(folder.path(), &["check", "--at", "2025-09-01", "--format", "json"], "");
    assert_eq!(outcome.code, 2);
    let document = outcome.json();
    assert_eq!(document["findings"][0]["verdict"], "error");
    assert_eq!(document["findings"][0]["errors"][0]["code"], "input-unavailable");
}

#[test]
fn real_data_a_due_date_before_the_day_of_listing_counts_as_the_day_of_listing() {
    let kev = data("kev/kev-2025.08.25-official.json");
    let catalogue: Value = serde_json::from_str(&std::fs::read_to_string(&kev).unwrap()).unwrap();
    let wrong: Vec<&Value> = catalogue["vulnerabilities"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|entry| entry["dueDate"].as_str() < entry["dateAdded"].as_str())
        .collect();
    assert!(!wrong.is_empty(), "the snapshot is known to have such rows");
    for entry in wrong {
        let added = entry["dateAdded"].as_str().unwrap();
        let outcome =
            check(&vulnerability(entry["cveID"].as_str().unwrap(), added, "2030-01-01"), &kev, "2025-09-01", &[]);
        assert_eq!(denial(&outcome, "SLA-07")["expected"], added, "{entry}");
    }
}

#[test]
fn real_data_every_entry_of_the_catalogue_is_read() {
    let kev = data("kev/kev-2025.08.25-official.json");
    let catalogue: Value = serde_json::from_str(&std::fs::read_to_string(&kev).unwrap()).unwrap();
    let cves: BTreeSet<String> = catalogue["vulnerabilities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["cveID"].as_str().unwrap().to_owned())
        .collect();
    let feeds = Feeds::read(&[kev], &cves).unwrap().to_data().to_json();
    assert_eq!(feeds["kev"]["entries"].as_object().unwrap().len(), cves.len());
    assert_eq!(feeds["kev"]["version"], "2025.08.25");
}

#[test]
fn real_data_compressed_feeds_are_read_alike() {
    use std::io::Write as _;
    let kev = data("kev/kev-2025.08.25-official.json");
    let cves = BTreeSet::from(["CVE-2025-48384".to_owned()]);
    let folder = Folder::new();
    let packed = folder.file("kev.json.gz");
    let mut encoder =
        flate2::write::GzEncoder::new(std::fs::File::create(&packed).unwrap(), flate2::Compression::fast());
    encoder.write_all(&std::fs::read(&kev).unwrap()).unwrap();
    encoder.finish().unwrap();
    let plain = Feeds::read(&[kev], &cves).unwrap().to_data().to_json();
    assert_eq!(Feeds::read(&[packed], &cves).unwrap().to_data().to_json(), plain);
}

#[test]
fn real_data_ssvc_decisions_of_all_records_are_read() {
    let folder = data("vulnrichment");
    let records: Vec<PathBuf> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("CVE-")))
        .collect();
    let cves: BTreeSet<String> =
        records.iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let feeds = Feeds::read(&records, &cves).unwrap().to_data().to_json();
    let entries = feeds["ssvc"]["entries"].as_object().unwrap();
    assert!(entries.len() >= 15, "{} of {}", entries.len(), cves.len());
    for (cve, entry) in entries {
        assert!(["none", "public_poc", "active"].contains(&entry["exploitation"].as_str().unwrap()), "{cve}: {entry}");
        assert!(entry["automatable"].is_boolean() && entry["technical_impact"].is_string(), "{cve}: {entry}");
    }
}

#[test]
fn real_data_the_table_of_bod_26_04_is_the_published_one() {
    let mut published = BTreeSet::new();
    let mut reader = csv::Reader::from_path(data("ssvc/cisa_bod_26_04_1_0_0.csv")).unwrap();
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header.to_lowercase().contains(name)).unwrap();
    let (exposed, kev, automatable, impact, outcome) = (
        column("publicly exposed"),
        column("kev"),
        column("automatable"),
        column("technical impact"),
        headers.len() - 1,
    );
    for record in reader.records() {
        let record = record.unwrap();
        let yes = |column: usize| record[column].trim().eq_ignore_ascii_case("yes");
        let outcome = record[outcome].trim().to_lowercase();
        let (days, triage) = match outcome.as_str() {
            text if text.contains("forensic") => (Some(3), true),
            text if text.contains("14") => (Some(14), false),
            text if text.contains("60") => (Some(60), false),
            text if text.contains('3') => (Some(3), false),
            _ => (None, false),
        };
        published.insert((
            yes(kev),
            yes(exposed),
            yes(automatable),
            record[impact].trim().to_lowercase(),
            days,
            triage,
        ));
    }
    assert_eq!(published.len(), 16);
    let table = params("bod-26-04");
    let shipped: BTreeSet<_> = table["cve_table"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let flag = |key: &str| row[key].as_bool().unwrap();
            (
                flag("in_kev"),
                flag("publicly_exposed"),
                flag("automatable"),
                row["technical_impact"].as_str().unwrap().to_owned(),
                row["days"].as_u64(),
                flag("forensic_triage"),
            )
        })
        .collect();
    assert_eq!(shipped, published);
}

#[test]
fn real_data_the_times_of_the_fedramp_profiles_are_the_published_ones() {
    let text = std::fs::read_to_string(data("fedramp/fedramp-consolidated-rules-2026.07.14.01.json")).unwrap();
    let rules: Value = serde_json::from_str(&text).unwrap();
    let of_class = |id: &str, class: &str| &find(&rules, id).unwrap()["varies_by_class"][class];
    let days = |timeframe: &Value| {
        let number = timeframe["timeframe_num"].as_f64().unwrap();
        if timeframe["timeframe_type"] == "hours" { number / 24.0 } else { number }
    };
    for class in ["b", "c", "d"] {
        let params = params(&format!("fedramp-vdr-{class}"));
        assert_eq!(params["evaluation_max_days"].as_f64().unwrap(), days(of_class("VER-TFR-EVU", class)), "{class}");
        let published = &of_class("VDR-TFR-PVR", class)["pain_timeframes"];
        let mut compared = 0;
        for (tier, column) in [("exposed", "irv_lev"), ("likely", "nirv_lev"), ("possible", "nlev")] {
            for (rating, pain) in [("critical", "5"), ("high", "4"), ("moderate", "3"), ("low", "2")] {
                let ours = params["sla"][tier]["days"][rating].as_f64().unwrap();
                assert_eq!(ours, days(&published[pain][column]), "class {class}, N{pain}, {column}");
                compared += 1;
            }
        }
        assert_eq!(compared, 12);
        for rating in ["critical", "high", "moderate", "low"] {
            let of = |tier: &str| params["sla"][tier]["days"][rating].as_f64().unwrap();
            assert!(of("active") <= of("exposed"), "class {class}: what is exploited has no more time ({rating})");
        }
    }
    let most = find(&rules, "VER-TFR-MAV").unwrap().to_string();
    assert!(most.contains("192 days"), "{most}");
    assert_eq!(params("default")["max_open_days"], 192);
}

/// The value of a key, wherever it stands.
fn find<'a>(document: &'a Value, key: &str) -> Option<&'a Value> {
    match document {
        Value::Object(fields) => fields.get(key).or_else(|| fields.values().find_map(|value| find(value, key))),
        Value::Array(items) => items.iter().find_map(|item| find(item, key)),
        _ => None,
    }
}
