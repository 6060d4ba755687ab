//! Every fixture is judged alike by both evaluators.

use remedy_policy::{
    diagnostic::Sources,
    engine::Evaluator,
    gate::{Reliefs, Verdict},
    manifest::{self, Kind, Manifest},
    org::Waivers,
};
use serde_json::Value;

use super::{
    compare::difference,
    settings::{ACME, AT, Named, Setting},
};
use crate::{
    cases::{base, cases, changed},
    common::{Folder, root},
};

#[test]
fn findings_and_reviews_of_acme_are_judged_alike() {
    let judged = Setting::acme().assert_equal(&Setting::acme().documents);
    let verdicts: std::collections::BTreeSet<Verdict> =
        judged.decisions.iter().map(|decision| decision.verdict).collect();
    assert!(verdicts.len() >= 5 && judged.decisions.len() > 100, "{verdicts:?}");
    assert_eq!(judged.at_a_limit, 0);
    let times = ["2026-11-03T07:59:59Z", "2027-06-30"];
    for at in times.into_iter().take(if cfg!(feature = "equal") { 2 } else { 0 }) {
        let setting = Setting::load(Named { at, ..ACME });
        setting.assert_equal(&setting.documents);
    }
}

#[test]
fn small_and_absent_organizations_are_judged_alike() {
    for (folder, zone, feeds) in [("clean", "UTC", true), ("mixed", "UTC", false), ("none", "Asia/Tokyo", false)] {
        let setting = Setting::load(Named { folder, profile: "default", zone, feeds, at: AT });
        let documents = if folder == "none" { &Setting::acme().documents } else { &setting.documents };
        assert!(!documents.is_empty(), "{folder}");
        setting.assert_equal(documents);
    }
}

#[test]
fn what_is_deleted_is_judged_alike() {
    let deleted = |document: &Manifest| Manifest { kind: Kind::Deletion, ..document.clone() };
    let documents: Vec<Manifest> = Setting::acme().documents.iter().step_by(4).map(deleted).collect();
    let judged = Setting::acme().assert_equal(&documents);
    assert!(judged.decisions.iter().any(|decision| !decision.denials.is_empty()));
}

#[test]
fn organization_data_is_judged_alike() {
    for folder in ["acme", "clean"] {
        let setting = if folder == "acme" {
            Setting::acme().clone()
        } else {
            Setting::load(Named { folder, profile: "default", zone: "UTC", feeds: false, at: "2031-01-01" })
        };
        let [machine, interpreter] = [Evaluator::Machine, Evaluator::Interpreter]
            .map(|evaluator| setting.gate(evaluator).judge_for_thread().judge_organization(&setting.organization));
        assert!(!machine.is_empty() && machine.len() == interpreter.len());
        for (machine, interpreter) in machine.iter().zip(&interpreter) {
            assert_eq!(difference(machine, interpreter), None, "{}", machine.id);
        }
    }
}

#[test]
fn what_each_rule_is_for_is_judged_alike() {
    let mut documents = Vec::new();
    for (name, case) in cases() {
        if case.passes.starts_with("org") {
            continue;
        }
        let base = base(&case);
        let file = root().join("fixtures/acme").join(&case.passes);
        let tables: Vec<_> =
            manifest::read_files(&[file]).documents.into_iter().flat_map(|known| known.tables).collect();
        let forms = [
            ("speaks", changed(&base, &case.speaks.set, &case.speaks.remove)),
            ("absent", changed(&base, &case.absent.set, &case.absent.remove)),
        ];
        for (form, document) in forms.into_iter().take(if cfg!(feature = "equal") { 2 } else { 1 }) {
            let read = manifest::read_stdin(document.to_string().into_bytes());
            let file = format!("{name}, {form}").into();
            documents.extend(read.documents.into_iter().map(|document| Manifest {
                tables: tables.clone(),
                file: std::sync::Arc::clone(&file),
                ..document
            }));
        }
    }
    assert!(documents.len() > 100, "{}", documents.len());
    let judged = Setting::acme().assert_equal(&documents);
    let blocked = judged.decisions.iter().filter(|decision| decision.verdict == Verdict::Blocked).count();
    assert!(blocked > 80, "only {blocked} are blocked");
}

/// A waiver is judged by rules of its own.
#[test]
fn waivers_are_judged_alike() {
    let setting = Setting::load(Named { folder: "clean", profile: "default", zone: "UTC", feeds: false, at: AT });
    let mut without_due = setting.documents[0].root.to_json();
    for document in &setting.documents {
        if document.state == "closed" {
            without_due = document.root.to_json();
        }
    }
    without_due.as_object_mut().unwrap().remove("due");
    let documents = manifest::read_stdin(without_due.to_string().into_bytes()).documents;
    let waiver = |approved_by: &str, expires: &str| {
        serde_json::json!({
            "apiVersion": "remedy-policy/v1", "kind": "Waiver", "id": "WVR-1", "rule": "SLA-01",
            "scope": {"ids": [documents[0].id]}, "reason": "the tracker loses due dates until its update",
            "requested_by": "bruno", "approved_by": approved_by, "approved_on": "2026-11-10", "expires": expires,
            "ticket": "HP-77",
        })
    };
    let mut covered = 0;
    for waiver in [waiver("noel", "2026-12-10"), waiver("bruno", "2026-12-10"), waiver("nobody", "2099-12-10")] {
        let folder = Folder::new().with("waivers/waiver.json", Value::to_string(&waiver));
        let [machine, interpreter] = [Evaluator::Machine, Evaluator::Interpreter].map(|evaluator| {
            let gate = setting.gate(evaluator);
            let waivers = Waivers::read(
                &[folder.file("waivers")],
                Vec::new(),
                folder.path(),
                &mut Sources::default(),
                &mut Vec::new(),
            );
            let reliefs = Reliefs::new(waivers.unwrap(), None, gate.catalogue()).unwrap();
            gate.with_reliefs(reliefs).judge(&documents[0])
        });
        assert_eq!(difference(&machine, &interpreter), None, "{waiver:#}");
        covered += interpreter.suppressed.len();
    }
    assert!(covered > 0, "no waiver holds");
}
