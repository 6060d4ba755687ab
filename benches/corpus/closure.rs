//! What was done about a finding, and what shows it: plan, evidence, retests, approvals.

use std::{error::Error, fmt::Write as _};

use super::{
    finding::{Facts, Fault, digest, id},
    organization::{control, is_human, member, system},
};

/// Where the identities of a type of finding are used.
fn used_in(finding_type: &str) -> &'static str {
    match finding_type {
        "leaked_secret" => "code, vault",
        "stale_account" | "orphaned_account" => "idp",
        "unmanaged_nhi" => "pipeline",
        _ => "runtime",
    }
}

/// The path that fixes a type of finding, and its actions with what they change.
fn path(finding_type: &str) -> (&'static str, &'static [(&'static str, &'static str)]) {
    match finding_type {
        "vulnerability" => ("config_change", &[("patch", "runtime"), ("validate", "process")]),
        "leaked_secret" => (
            "rotation",
            &[
                ("revoke_old", "runtime"),
                ("rotate", "vault"),
                ("fix_code", "code"),
                ("clear_locations", "code"),
                ("change_pipeline", "pipeline"),
                ("misuse_lookback", "process"),
            ],
        ),
        "overprivileged_identity" => {
            ("privilege_reduction", &[("baseline_least_privilege", "process"), ("reduce_scope", "runtime")])
        }
        "stale_account" => (
            "access_removal",
            &[
                ("validate", "process"),
                ("impact_review", "process"),
                ("schedule_retirement", "process"),
                ("retire", "idp"),
            ],
        ),
        "orphaned_account" => ("access_removal", &[("disable", "idp"), ("delete", "idp")]),
        "unmanaged_nhi" => ("process_change", &[("onboard", "process"), ("set_expiry", "pipeline")]),
        _ => (
            "access_removal",
            &[("rerun_review", "process"), ("execute_revocations", "runtime"), ("fix_population", "process")],
        ),
    }
}

/// What evidence a closure of a type needs.
fn evidence(finding_type: &str) -> &'static [&'static str] {
    match finding_type {
        "vulnerability" => &["scan_report", "version_record"],
        "leaked_secret" => {
            &["invalidity_probe", "vault_record", "location_clear_list", "log_review", "functional_test"]
        }
        "overprivileged_identity" => &["permission_export_before", "permission_export_after", "functional_test"],
        "stale_account" => &["review_note", "retirement_record"],
        "orphaned_account" => &["inventory_diff", "idp_export"],
        "unmanaged_nhi" => &["inventory_record"],
        _ => &["population_extract", "decision_log", "revocation_event"],
    }
}

impl Facts {
    /// Where the identity is used.
    pub(super) fn used_in(&self) -> &'static str {
        used_in(self.finding_type)
    }

    /// The secret of a leak, and what became of it.
    pub(super) fn secret(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        let Self { number, detected, .. } = self;
        writeln!(text, "secret:\n  id: key-{number}\n  kind: api_key\n  valid_at_detection: true")?;
        writeln!(text, "  exposed_in: [log]\n  locations:")?;
        write!(text, "    - {{place: \"log of build {number}\", cleared: {}", self.state == "closed")?;
        if self.state == "closed" {
            write!(text, ", cleared_at: {detected}T13:00:00Z, ref: CHG-{number}-3")?;
        }
        writeln!(text, "}}")?;
        if self.state == "closed" {
            writeln!(text, "  replacement: {{id: key-{number}-v2, store: vault, expires_at: 2027-06-30}}")?;
        }
        Ok(())
    }

    /// The plan, done or not.
    pub(super) fn plan(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        let (path, steps) = path(self.finding_type);
        if self.state == "closed" && self.has_identity() {
            writeln!(text, "containment:\n  contained_at: {}T07:30:00Z", self.detected)?;
            writeln!(text, "  contained_by: {}\n  method: restrict\n  ref: CHG-{}", member(self.team, 3), self.number)?;
        }
        writeln!(text, "plan:\n  path: {path}\n  summary: what the runbook of the team says\n  actions:")?;
        for (step, (action, surface)) in steps.iter().enumerate() {
            write!(text, "    - {{type: {action}, surface: {surface}, ")?;
            if self.state == "closed" {
                let (by, at) = (member(self.team, 3), self.done_at(step));
                let change = format!("CHG-{}-{step}", self.number);
                writeln!(text, "status: done, performed_by: {by}, performed_at: {at},")?;
                writeln!(text, "       change_ref: {change}, justification: as the runbook says}}")?;
            } else {
                writeln!(text, "status: planned}}")?;
            }
        }
        Ok(())
    }

    fn done_at(&self, step: usize) -> String {
        format!("{}T{:02}:00:00Z", self.detected, 10 + step)
    }

    /// What somebody high up was told, where a control has failed before.
    pub(super) fn escalation(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        if self.finding_type == "access_review_failure" && matches!(self.state, "closed" | "accepted") {
            let (to, day) = (member(0, 1), self.day(1)?);
            writeln!(
                text,
                "escalation:\n  records:\n    - level: executive\n      to: {to}\n      at: {day}T09:00:00Z"
            )?;
            writeln!(text, "      ref: mail://{}\n      acknowledged_by: {to}", id(self.number))?;
            writeln!(text, "      acknowledged_at: {day}T15:00:00Z\n      cause: under_resourced")?;
            writeln!(text, "      decision: the next review begins a month earlier")?;
        }
        Ok(())
    }

    /// What shows that a closure holds.
    pub(super) fn closure(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        let Self { number, team, .. } = self;
        self.lifecycle(text)?;
        let kinds = evidence(self.finding_type);
        writeln!(text, "evidence_required: [{}]\nevidence:", kinds.join(", "))?;
        for (position, kind) in kinds.iter().enumerate() {
            let (by, at) = (member(*team, 5), format!("{}T{:02}:00:00Z", self.day(18)?, 9 + position));
            let (subject, system) = self.subject_of_evidence(kind);
            writeln!(text, "  - type: {kind}\n    ref: evidence/{}/{kind}.json", id(*number))?;
            writeln!(text, "    sha256: \"{}\"", digest(*number, i64::try_from(position)?))?;
            writeln!(
                text,
                "    collected_at: {at}\n    collected_by: {by}\n    subject: {subject}\n    system: {system}"
            )?;
            if *kind == "log_review" {
                writeln!(text, "    period: {{from: {0}T00:00:00Z, to: {0}T14:00:00Z}}", self.detected)?;
            }
        }
        writeln!(text, "retest:")?;
        for after in [2, 17] {
            let at = format!("{}T10:00:00Z", self.day(after)?);
            writeln!(text, "  - {{result: pass, method: nightly-scan, at: {at}, by: {},", self.verifier())?;
            writeln!(
                text,
                "     scope: all systems of the team, config_digest: \"sha256:5d41402a\", ref: scan://{number}/{after}}}"
            )?;
        }
        writeln!(text, "approvals:\n  - {{kind: plan, by: {}, at: {}T09:30:00Z,", member(*team, 2), self.detected)?;
        writeln!(text, "     ref: mail://{}/plan, policy_ref: wiki://policies/access}}", id(*number))?;
        writeln!(text, "  - {{kind: closure, by: {}, at: {}T12:00:00Z}}", member(5, 2), self.day(19)?)?;
        let disposition = if self.fault == Fault::Disposition { "mitigated_full" } else { "remediated" };
        writeln!(text, "closure:\n  requested_by: {}\n  disposition: {disposition}", member(*team, 2))?;
        writeln!(text, "  at: {}T09:00:00Z\n  verified_by: {}", self.day(20)?, member(4, 2 + (number + 1) % 4))?;
        Ok(())
    }

    /// What a piece of evidence is about, and where it was collected.
    fn subject_of_evidence(&self, kind: &str) -> (String, String) {
        match kind {
            "invalidity_probe" => (format!("key-{}", self.number), system(self.identity)),
            _ if self.has_identity() => (self.identity_name(), system(self.identity)),
            _ => (control(self.team, self.number), system(self.number)),
        }
    }

    /// What became of the identity.
    fn lifecycle(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        if !self.has_identity() {
            return Ok(());
        }
        let (approved, by) = (member(self.team, 0), member(self.team, 3));
        writeln!(text, "lifecycle:\n  approved_by: {approved}\n  approved_at: {}T09:00:00Z", self.detected)?;
        let last = path(self.finding_type).1.len() - 1;
        if matches!(self.finding_type, "stale_account" | "orphaned_account") {
            let day = self.detected;
            writeln!(text, "  retire_on: {day}\n  retired_by: {by}\n  retired_at: {}", self.done_at(last))?;
        } else {
            writeln!(text, "  rotated_by: {by}\n  rotated_at: {}", self.done_at(1))?;
        }
        if self.finding_type == "overprivileged_identity" {
            let owner = if is_human(self.identity) { "reader" } else { "job.read" };
            writeln!(
                text,
                "permissions:\n  before: [administrator, {owner}]\n  after: [{owner}]\n  baseline: [{owner}]"
            )?;
            writeln!(text, "  exported_by: {}\n  exported_at: {}T07:00:00Z", member(self.team, 5), self.day(18)?)?;
            writeln!(text, "  ref: evidence/{}/permission_export_after.json", id(self.number))?;
        }
        Ok(())
    }
}
