//! JSON and its lines, held to their schemas.

use serde_json::Value;

use super::{
    Reports,
    sample::{sample, written},
};
use crate::common::{root, run};

fn schema(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("schemas").join(name)).unwrap()).unwrap()
}

fn assert_fits(name: &str, documents: &[Value]) {
    let validator = jsonschema::options().should_validate_formats(true).build(&schema(name)).unwrap();
    for document in documents {
        let errors: Vec<String> =
            validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{document:#}\n{errors:#?}");
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}

#[test]
fn every_line_fits_the_schema_of_records() {
    assert_fits("result-record.v1.schema.json", &lines(Reports::hostile().text("ndjson")));
    assert_fits("result-record.v1.schema.json", &lines(Reports::acme().text("ndjson")));
    assert_fits("result-record.v1.schema.json", &lines(&written(&sample(), "ndjson")));
    for arguments in [["check", "fixtures/mixed"], ["check", "fixtures/empty"], ["lint", "fixtures/acme"]] {
        let outcome = run(&[arguments[0], arguments[1], "--at", super::AT, "--format", "ndjson"]);
        assert_fits("result-record.v1.schema.json", &lines(&outcome.stdout));
    }
}

#[test]
fn reliefs_waivers_and_the_baseline_fit_the_schema_of_results() {
    let document: Value = serde_json::from_str(&written(&sample(), "json")).unwrap();
    assert_fits("result.v1.schema.json", std::slice::from_ref(&document));
    assert_eq!(document["totals"]["suppressed"], 3);
    assert_eq!((&document["totals"]["waived"], &document["totals"]["baseline"]), (&1.into(), &1.into()));
    assert_eq!(document["baseline"]["absent"][0]["id"], "F-9");
    let blocked = &document["findings"][0];
    let lapsed = &blocked["denials"][0]["lapsed"][0];
    assert_eq!((&lapsed["state"], &lapsed["line"]), (&"waiver-expired".into(), &3.into()));
    assert_eq!(blocked["warnings"][0]["relief"], serde_json::json!({"kind": "effective-on", "from": "2027-02-01"}));
    let relief = &blocked["suppressed"][0]["relief"];
    assert_eq!((&relief["kind"], &relief["id"], &relief["line"]), (&"waiver".into(), &"WVR-1".into(), &2.into()));
}

#[test]
fn lines_hold_what_the_document_holds() {
    let reports = Reports::hostile();
    let document = reports.json();
    let mut records = lines(reports.text("ndjson"));
    let summary = records.pop().unwrap();
    assert_eq!(summary["record"], "summary");
    for key in ["tool", "totals", "rules", "exit_code", "evaluated_at", "waivers"] {
        assert_eq!(summary[key], document[key], "{key}");
    }
    for (record, list) in [("finding", "findings"), ("review", "reviews"), ("problem", "problems")] {
        let mut of_record: Vec<Value> = records.iter().filter(|line| line["record"] == record).cloned().collect();
        for line in &mut of_record {
            line.as_object_mut().unwrap().remove("record");
        }
        assert_eq!(Value::from(of_record), document[list], "{record}");
    }
}

#[test]
fn both_schemas_describe_a_denial_alike() {
    let (result, record) = (schema("result.v1.schema.json"), schema("result-record.v1.schema.json"));
    for (name, definition) in result["$defs"].as_object().unwrap() {
        if matches!(name.as_str(), "finding" | "review") {
            let of_record = &record["$defs"][format!("{name}_record")]["properties"];
            for (key, value) in definition["properties"].as_object().unwrap() {
                assert_eq!(of_record[key], *value, "{name}.{key}");
            }
        } else {
            assert_eq!(record["$defs"][name], *definition, "{name}");
        }
    }
}
