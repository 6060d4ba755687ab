//! The published schemas, and that what is written fits them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::common::{Folder, root, run};

fn schema(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(root().join("schemas").join(name)).unwrap()).unwrap()
}

fn assert_fits(validator: &jsonschema::Validator, document: &Value, what: &str) {
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{what}:\n{}", errors.join("\n"));
}

#[test]
fn every_schema_is_valid_2020_12_and_has_an_id() {
    for entry in std::fs::read_dir(root().join("schemas")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let schema = schema(&name);
        assert!(jsonschema::meta::is_valid(&schema), "{name}");
        let expected = format!("urn:remedy-policy:schema:{}:v1", name.trim_end_matches(".v1.schema.json"));
        assert_eq!(schema["$id"], expected.as_str());
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
    }
}

#[test]
fn results_of_every_kind_of_run_fit_the_result_schema() {
    let validator =
        jsonschema::options().should_validate_formats(true).build(&schema("result.v1.schema.json")).unwrap();
    for (arguments, code) in [
        (["check", "fixtures/acme"], 1),
        (["check", "fixtures/clean"], 0),
        (["check", "fixtures/mixed"], 2),
        (["check", "fixtures/empty"], 3),
        (["check", "fixtures/nowhere"], 2),
        (["check", "fixtures/invalid/findings"], 2),
    ] {
        let outcome = run(&[arguments[0], arguments[1], "--at", "2026-11-20", "--format", "json"]);
        assert_eq!(outcome.code, code, "{arguments:?}");
        let document = outcome.json();
        assert_fits(&validator, &document, arguments[1]);
        assert_eq!(document["exit_code"], code);
    }
}

#[test]
fn explanations_fit_their_schemas() {
    let validator = jsonschema::validator_for(&schema("explanation.v1.schema.json")).unwrap();
    for arguments in [
        vec!["fixtures/acme/findings/blocked/sla-02-due-date-too-late.yaml"],
        vec!["fixtures/acme/findings/blocked/own-04-team-cannot-change-it.yaml", "--all"],
        vec!["fixtures/acme/findings/acceptable/edi-partner-key.yaml:RSK-02"],
        vec!["fixtures/acme/findings/acceptable/edi-partner-key.yaml:SOD-01"],
        vec!["fixtures/acme/reviews"],
    ] {
        let all = [&["explain"], arguments.as_slice(), &["--at", "2026-11-20", "--format", "json"]].concat();
        let outcome = run(&all);
        assert_eq!(outcome.code, 0, "{arguments:?}: {}", outcome.stdout);
        assert_fits(&validator, &outcome.json(), arguments[0]);
    }
    let validator = jsonschema::validator_for(&schema("result.v1.schema.json")).unwrap();
    let blocked = "fixtures/acme/findings/blocked/sla-02-due-date-too-late.yaml";
    let outcome = run(&["check", blocked, "--at", "2026-11-20", "--explain", "--format", "json"]);
    assert_fits(&validator, &outcome.json(), "check --explain");
    let decided = &outcome.json()["findings"][0]["denials"][0]["decided_by"];
    assert_eq!(decided["condition"], "moment.outlasts(due, deadline.limit(exploitability.base_tier))");
    assert_eq!(decided["values"][0]["line"], 36);
}

#[test]
fn what_policies_see_fits_the_input_schema() {
    let registry = ["finding", "access-review"].into_iter().fold(jsonschema::Registry::new(), |registry, name| {
        registry.add(format!("urn:remedy-policy:schema:{name}:v1"), schema(&format!("{name}.v1.schema.json"))).unwrap()
    });
    let registry = registry.prepare().unwrap();
    let options = jsonschema::options().should_validate_formats(true).with_registry(&registry);
    let validator = options.build(&schema("input.v1.schema.json")).unwrap();
    let folder = Folder::new();
    let target = folder.file("decision");
    let outcome = run(&["export", "opa", target.to_str().unwrap(), "fixtures/acme", "--at", "2026-11-20"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    let mut kinds = BTreeSet::new();
    for entry in std::fs::read_dir(target.join("inputs")).unwrap() {
        let path = entry.unwrap().path();
        let input: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        assert_fits(&validator, &input, &path.display().to_string());
        kinds.insert(input["kind"].as_str().unwrap().to_owned());
        let mut other = input;
        other["kind"] = "Organization".into();
        assert!(!validator.is_valid(&other), "a finding is no organization data");
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["AccessReview", "Finding"]);
}

#[test]
fn only_labels_and_extensions_of_a_finding_are_open() {
    fn open_objects(schema: &Value, path: &str, found: &mut Vec<String>) {
        if let Some(object) = schema.as_object() {
            let is_object = object.get("properties").is_some() || schema["type"] == "object";
            let is_branch = path.ends_with("/then") || path.ends_with("/if") || path.ends_with("/else");
            if is_object && !is_branch && object.get("additionalProperties") != Some(&Value::Bool(false)) {
                found.push(path.to_owned());
            }
            for (key, value) in object {
                open_objects(value, &format!("{path}/{key}"), found);
            }
        }
        for (index, value) in schema.as_array().into_iter().flatten().enumerate() {
            open_objects(value, &format!("{path}/{index}"), found);
        }
    }
    let mut found = Vec::new();
    open_objects(&schema("finding.v1.schema.json"), "", &mut found);
    found.retain(|path| !path.contains("/then/"));
    assert_eq!(found, ["/properties/labels", "/properties/extensions"]);
}
