//! The manifests: sixty to a hundred lines each, of several types and all states, a fifth of them with something wrong.

use std::{
    error::Error,
    fmt::{self, Write as _},
};

use jiff::civil::Date;

use super::{
    TODAY, later, of,
    organization::{
        builder, control, cve, environment, holder, identity, identity_of, is_human, listed_on, member, system, team,
    },
    pick,
};

const TYPES: &[&str] = &[
    "vulnerability",
    "vulnerability",
    "vulnerability",
    "vulnerability",
    "vulnerability",
    "vulnerability",
    "overprivileged_identity",
    "overprivileged_identity",
    "overprivileged_identity",
    "overprivileged_identity",
    "leaked_secret",
    "leaked_secret",
    "leaked_secret",
    "stale_account",
    "stale_account",
    "orphaned_account",
    "orphaned_account",
    "unmanaged_nhi",
    "unmanaged_nhi",
    "access_review_failure",
];
const ACCEPTED_TYPES: &[&str] =
    &["vulnerability", "vulnerability", "vulnerability", "stale_account", "access_review_failure"];
const SEVERITIES: &[&str] =
    &["critical", "high", "high", "high", "moderate", "moderate", "moderate", "moderate", "low", "low"];

/// What is wrong with a finding. Of a finding that stays open only some of it blocks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    NoOwner,
    OwnerIsAQueue,
    OwnerLeft,
    OwnershipNotConfirmed,
    NoDueDate,
    DueTooLate,
    Overdue,
    NoImpact,
    IdentityNotInInventory,
    NoDelegation,
    Disposition,
    AcceptanceExpired,
    AcceptedTooLow,
}

const FAULTS_OF_OPEN: &[Fault] =
    &[Fault::NoOwner, Fault::OwnerIsAQueue, Fault::OwnerLeft, Fault::NoDueDate, Fault::Overdue];
const FAULTS_OF_CLOSED: &[Fault] = &[
    Fault::NoOwner,
    Fault::OwnerIsAQueue,
    Fault::OwnershipNotConfirmed,
    Fault::DueTooLate,
    Fault::NoImpact,
    Fault::IdentityNotInInventory,
    Fault::NoDelegation,
    Fault::Disposition,
];
const FAULTS_OF_ACCEPTED: &[Fault] =
    &[Fault::OwnershipNotConfirmed, Fault::AcceptanceExpired, Fault::AcceptedTooLow, Fault::NoImpact];

/// What all parts of a manifest agree on.
pub(super) struct Facts {
    pub(super) number: usize,
    pub(super) state: &'static str,
    pub(super) fault: Fault,
    pub(super) finding_type: &'static str,
    pub(super) severity: &'static str,
    pub(super) team: usize,
    pub(super) identity: usize,
    /// The number of its CVE, and whether the catalogue lists that.
    cve: (usize, bool),
    pub(super) detected: Date,
}

/// The id of a finding.
pub(crate) fn id(number: usize) -> String {
    format!("F-{number:05}")
}

/// Whether a finding asks to be closed, and nothing was made wrong with it.
pub(super) fn is_closure_that_holds(number: usize) -> bool {
    state(number) == "closed" && fault(number) == Fault::None
}

/// 40 % are open, 35 % closed, 20 % accepted, 5 % contained.
fn state(number: usize) -> &'static str {
    match pick(number, 1, 100) {
        0..40 => "open",
        40..75 => "closed",
        75..95 => "accepted",
        _ => "contained",
    }
}

fn fault(number: usize) -> Fault {
    if pick(number, 2, 5) > 0 {
        return Fault::None;
    }
    let faults = match state(number) {
        "open" => FAULTS_OF_OPEN,
        "closed" => FAULTS_OF_CLOSED,
        "accepted" => FAULTS_OF_ACCEPTED,
        _ => &[Fault::NoDueDate],
    };
    faults.get(pick(number, 3, faults.len())).copied().unwrap_or(Fault::None)
}

/// How many days after its detection a finding is due.
fn days_to_fix(severity: &str) -> i64 {
    match severity {
        "critical" => 3,
        "high" => 7,
        "moderate" => 14,
        _ => 20,
    }
}

/// The manifest of a finding.
pub(crate) fn text(number: usize) -> Result<String, Box<dyn Error>> {
    let facts = Facts::of(number)?;
    let mut text = String::with_capacity(4096);
    facts.head(&mut text)?;
    facts.subject(&mut text)?;
    facts.exposure(&mut text)?;
    facts.ownership(&mut text)?;
    facts.due(&mut text)?;
    facts.plan(&mut text)?;
    facts.escalation(&mut text)?;
    match facts.state {
        "closed" => facts.closure(&mut text)?,
        "accepted" => facts.acceptance(&mut text)?,
        _ => facts.waiting(&mut text)?,
    }
    facts.tracking(&mut text)?;
    Ok(text)
}

impl Facts {
    fn of(number: usize) -> Result<Self, Box<dyn Error>> {
        let state = state(number);
        let fault = fault(number);
        let is_about_an_identity = fault == Fault::IdentityNotInInventory;
        let finding_type = match state {
            "accepted" => of(ACCEPTED_TYPES, pick(number, 4, ACCEPTED_TYPES.len())),
            _ if is_about_an_identity => "stale_account",
            _ => of(TYPES, pick(number, 4, TYPES.len())),
        };
        let team = builder(pick(number, 5, 1000));
        let severity = of(SEVERITIES, pick(number, 9, SEVERITIES.len()));
        let listed = finding_type == "vulnerability" && state == "closed" && pick(number, 6, 8) == 0;
        let cve_number = if listed { pick(number, 7, 400) } else { number };
        let days_ago = match state {
            "closed" => 30 + i64::try_from(pick(number, 8, 40))?,
            "accepted" => 12 + i64::try_from(pick(number, 8, 30))?,
            _ if fault == Fault::Overdue => 3 + days_to_fix(severity),
            // Before half of the time is over: then somebody would have to be told.
            _ => 1 + i64::try_from(pick(number, 8, usize::try_from(days_to_fix(severity) / 2 - 1)?))?,
        };
        Ok(Self {
            number,
            state,
            fault,
            finding_type,
            severity,
            team,
            identity: identity_of(team, number, pick(number, 10, 16)),
            cve: (cve_number, listed),
            detected: if listed { listed_on(cve_number)? } else { later(TODAY, -days_ago)? },
        })
    }

    pub(super) fn day(&self, after_detection: i64) -> Result<Date, jiff::Error> {
        later(self.detected, after_detection)
    }

    fn owner(&self) -> String {
        match self.fault {
            Fault::OwnerIsAQueue => format!("queue-{}", 38 + self.number % 2),
            Fault::OwnerLeft => member(self.team - self.team % 2, 6),
            _ => member(self.team, 2),
        }
    }

    /// Somebody who fixed nothing and owns nothing.
    pub(super) fn verifier(&self) -> String {
        member(4, 2 + self.number % 4)
    }

    pub(super) fn has_identity(&self) -> bool {
        !matches!(self.finding_type, "vulnerability" | "access_review_failure")
    }

    /// The id of the identity that it is about.
    pub(super) fn identity_name(&self) -> String {
        match self.fault {
            Fault::IdentityNotInInventory => format!("svc-unlisted-{}", self.number),
            _ => identity(self.identity),
        }
    }

    fn head(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        let Self { number, state, finding_type, severity, .. } = self;
        writeln!(text, "apiVersion: remedy-policy/v1\nkind: Finding\nid: {}", id(*number))?;
        writeln!(text, "title: \"{} in {}, number {number}\"", finding_type.replace('_', " "), system(*number))?;
        writeln!(text, "description: >-")?;
        writeln!(text, "  Found by the nightly run and confirmed by hand. The service behind it is in daily use, and")?;
        writeln!(text, "  what it can reach is more than what it was made for.")?;
        writeln!(text, "fingerprint: {finding_type}:{}:{number}", system(*number))?;
        writeln!(text, "type: {finding_type}\nseverity: {severity}")?;
        if self.fault != Fault::NoImpact {
            writeln!(text, "impact: {severity}")?;
        }
        writeln!(text, "environment: {}\nblast_radius: single_system", environment(self.identity))?;
        let (by, at) = (self.verifier(), self.detected);
        writeln!(text, "state: {state}\nsource: {{kind: scanner, detector: nightly-scan, reported_by: {by},")?;
        writeln!(text, "  detected_at: {at}T06:10:00Z}}")?;
        writeln!(text, "control: {{id: {}, owner: {}}}", control(self.team, *number), member(self.team, 2))?;
        Ok(())
    }

    fn subject(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        if self.has_identity() {
            let name = self.identity_name();
            let kind = if is_human(self.identity) { "human" } else { "service_account" };
            let privileged = self.identity.is_multiple_of(5);
            writeln!(
                text,
                "identity: {{id: {name}, kind: {kind}, privileged: {privileged}, used_in: [{}]}}",
                self.used_in()
            )?;
        }
        if self.finding_type == "leaked_secret" {
            self.secret(text)?;
        }
        let (first, second) = (system(self.number + 1), system(self.number + 2));
        let (by, at) = (member(self.team, 2), self.detected);
        writeln!(text, "context: {{application: {}, business_process: order to cash,", system(self.number))?;
        writeln!(text, "  dependencies: [{first}, {second}], rotation_method: pipeline job,")?;
        writeln!(text, "  verified_by: {by}, verified_at: {at}T08:00:00Z}}")?;
        Ok(())
    }

    fn exposure(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        writeln!(text, "exposure:\n  evaluated_at: {}T08:30:00Z\n  exploitation: none", self.detected)?;
        writeln!(text, "  internet_reachable: false\n  automatable: false\n  technical_impact: partial")?;
        if self.finding_type == "vulnerability" {
            let (number, listed) = self.cve;
            writeln!(text, "  cve: {}\n  epss: 0.0{}", cve(number, listed), 1 + number % 8)?;
        }
        Ok(())
    }

    fn ownership(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        let status = if self.fault == Fault::OwnershipNotConfirmed { "provisional" } else { "confirmed" };
        writeln!(text, "ownership:\n  status: {status}")?;
        if self.fault != Fault::NoOwner {
            writeln!(text, "  accountable_owner: {}", self.owner())?;
        }
        let implementer = member(self.team, 3);
        writeln!(text, "  resolver: {}\n  implementers: [{implementer}]", team(self.team))?;
        writeln!(text, "  evidence_owner: {}\n  source_ref: cmdb://{}", member(self.team, 5), system(self.number))?;
        writeln!(text, "  assigned_at: {}T07:00:00Z\n  verified_at: {}", self.detected, self.detected)?;
        writeln!(text, "  verified_by: {}", self.verifier())?;
        if self.fault != Fault::NoDelegation {
            let until = later(TODAY, 10)?;
            writeln!(
                text,
                "  delegations:\n    - {{from: {}, to: {implementer}, scope: the fix, until: {until}}}",
                self.owner()
            )?;
        }
        Ok(())
    }

    fn due(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        let days = if self.fault == Fault::DueTooLate { 400 } else { days_to_fix(self.severity) };
        let date = match self.fault {
            Fault::NoDueDate => String::new(),
            _ => format!("date: {}, ", self.day(days)?),
        };
        let (by, at) = (member(self.team, 2), self.detected);
        writeln!(text, "due: {{{date}set_by: {by}, clock_started_at: {at}T06:10:00Z}}")?;
        Ok(())
    }

    fn acceptance(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        let (level, days, review) = match self.severity {
            "critical" => ("L4", 25, 10),
            "high" => ("L3", 80, 20),
            "moderate" => ("L2", 150, 60),
            _ => ("L1", 300, 120),
        };
        let approved = later(TODAY, -1 - i64::try_from(pick(self.number, 11, 8))?)?;
        let expires = later(approved, if self.fault == Fault::AcceptanceExpired { 0 } else { days })?;
        let approver = if self.fault == Fault::AcceptedTooLow { member(6, 3) } else { holder(level) };
        let (control_id, started) = (format!("CC-{}", self.number), self.day(2)?);
        writeln!(
            text,
            "compensating_controls:\n  - id: {control_id}\n    description: reachable from the bastion alone"
        )?;
        writeln!(text, "    owner: {}\n    started_at: {started}", member(self.team, 0))?;
        writeln!(text, "    expires_at: {}\n    reviews:", later(approved, 320)?)?;
        writeln!(text, "      - {{at: {approved}, by: {}, result: effective}}\n    evidence:", self.verifier())?;
        writeln!(text, "      - ref: evidence/{}/control.json", id(self.number))?;
        writeln!(text, "        sha256: \"{}\"\n        collected_at: {approved}", digest(self.number, 0))?;
        writeln!(text, "risk_acceptance:\n  decision: accept\n  rationale: the vendor ships the fix next quarter")?;
        writeln!(text, "  residual_risk: {}\n  scope: {{finding: {}}}", self.severity, id(self.number))?;
        writeln!(text, "  requested_by: {}\n  approved_by: {approver}\n  level: {level}", member(self.team, 2))?;
        writeln!(
            text,
            "  approved_at: {approved}T10:00:00Z\n  recorded_at: {approved}T16:00:00Z\n  expires_at: {expires}"
        )?;
        writeln!(text, "  review_at: {}\n  compensating_controls: [{control_id}]", later(TODAY, review)?)?;
        writeln!(text, "  record: {{ref: records/{control_id}.pdf, sha256: \"{}\"}}", digest(self.number, 1))?;
        Ok(())
    }

    fn waiting(&self, text: &mut String) -> Result<(), Box<dyn Error>> {
        if self.state == "contained" {
            writeln!(text, "containment:\n  contained_at: {}T08:00:00Z", self.detected)?;
            writeln!(text, "  contained_by: {}\n  method: restrict\n  ref: CHG-{}", member(self.team, 3), self.number)?;
        }
        writeln!(text, "evidence_required: [scan_report, config_export]\nevidence: []\nretest: []\napprovals: []")?;
        Ok(())
    }

    fn tracking(&self, text: &mut String) -> Result<(), fmt::Error> {
        let record = format!("SEC-{}", self.number);
        writeln!(text, "tracking: {{system: jira, record_id: {record},")?;
        let links = ["finding", "owner", "action", "retest"].map(|link| format!("{link}: \"jira://{record}#{link}\""));
        writeln!(text, "  links: {{{}}}}}", links.join(", "))?;
        writeln!(text, "labels: {{team: {}, wave: {}}}", team(self.team), self.number % 12)
    }
}

/// A digest of nothing, of the right length.
pub(super) fn digest(number: usize, salt: i64) -> String {
    format!("{number:060x}{salt:04x}")
}
