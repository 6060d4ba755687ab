//! A middle-sized organisation: 300 people in 40 teams, 60 controls, 500 identities, 80 systems, and a KEV catalogue. Where
//! findings come by the hundred thousand there is more that they can be about, so each further ten thousand of them bring 60
//! controls and 480 identities of their own.

use std::{
    error::Error,
    fmt::{self, Write as _},
};

use jiff::civil::Date;

use super::{TODAY, later, of};

const PEOPLE: usize = 300;
const TEAMS: usize = 40;
/// How many controls and identities ten thousand findings are about.
const CONTROLS: usize = 60;
const IDENTITIES: usize = BUILDERS * OWN_IDENTITIES;
/// How many identities a team has for ten thousand findings.
const OWN_IDENTITIES: usize = 16;
/// Identities that no finding is about.
const QUIET_IDENTITIES: usize = 20;
/// How many findings share controls and identities.
const SHARE: usize = 10_000;
const SYSTEMS: usize = 80;
const KEV_ENTRIES: usize = 400;

/// The first team that builds and runs something; those before are executives, audit, security and the like.
const FIRST_BUILDER: usize = 8;
/// How many of them there are. The teams after them are queues.
const BUILDERS: usize = 30;

const FIRST_NAMES: &[&str] = &[
    "alba", "amir", "anna", "bilal", "carla", "chen", "daria", "elif", "emil", "farah", "goran", "hana", "ines", "ivo",
    "jana", "kofi", "lena", "luca", "maja", "milan", "nadia", "noor", "olga", "omar", "petra", "rosa", "samir", "tara",
    "yara", "zoran",
];
const LAST_NAMES: &[&str] = &["abel", "berg", "costa", "dietz", "ekman", "falk", "greco", "haas", "ivanov", "jansen"];
const FUNCTIONS: &[&str] =
    &["executive", "audit", "access_review", "iam", "security", "security", "finance", "compliance"];
const BUILDER_FUNCTIONS: &[&str] = &["application", "infrastructure", "platform"];
const CAPABILITIES: &str = "[change_code, change_pipeline, change_configuration, change_entitlement, document, \
    forensic_analysis, manage_identity, patch_system, review_access, revoke_credential, rotate_credential, \
    vendor_management]";
const ENVIRONMENTS: &[&str] = &["production", "production", "staging", "corporate"];

/// The id of a person.
pub(super) fn person(number: usize) -> String {
    format!("{}.{}", of(FIRST_NAMES, number), of(LAST_NAMES, number / FIRST_NAMES.len()))
}

/// The id of a team.
pub(super) fn team(number: usize) -> String {
    if number < FIRST_BUILDER + BUILDERS { format!("team-{number:02}") } else { format!("queue-{number:02}") }
}

/// The team that a finding belongs to.
pub(super) fn builder(number: usize) -> usize {
    FIRST_BUILDER + number % BUILDERS
}

/// A member of a team: 0 is its lead (level L2), 1 the deputy (L1), up to 6.
pub(super) fn member(team: usize, rank: usize) -> String {
    person(team + TEAMS * rank)
}

/// Somebody who holds a risk level and builds nothing.
pub(super) fn holder(level: &str) -> String {
    match level {
        "L4" => member(0, 1),
        "L3" => member(0, 2),
        "L2" => member(5, 0),
        _ => member(5, 1),
    }
}

/// The id of the control of a team that a finding is about.
pub(super) fn control(team: usize, finding: usize) -> String {
    control_id(team - FIRST_BUILDER + BUILDERS * (finding % 2) + CONTROLS * (finding / SHARE))
}

fn control_id(number: usize) -> String {
    format!("CTL-{number:02}")
}

/// The number of the identity of a team that a finding is about: one of sixteen.
pub(super) fn identity_of(team: usize, finding: usize, which: usize) -> usize {
    team - FIRST_BUILDER + BUILDERS * (which % OWN_IDENTITIES) + IDENTITIES * (finding / SHARE)
}

/// The id of an identity.
pub(super) fn identity(number: usize) -> String {
    format!("{}-{number:03}", if is_human(number) { "usr" } else { "svc" })
}

/// Whether an identity is an account of a person.
pub(super) fn is_human(number: usize) -> bool {
    number % 4 == 3
}

/// The id of a system.
pub(super) fn system(number: usize) -> String {
    format!("system-{:02}", number % SYSTEMS)
}

/// The environment of an identity and of the finding about it.
pub(super) fn environment(identity: usize) -> &'static str {
    of(ENVIRONMENTS, identity / 7)
}

/// A CVE that is in the catalogue, or one that is not.
pub(super) fn cve(number: usize, listed: bool) -> String {
    if listed { format!("CVE-2026-{}", 10_000 + number % KEV_ENTRIES) } else { format!("CVE-2026-{}", 30_000 + number) }
}

/// The day on which an entry of the catalogue was added. Findings about it were found on that day.
pub(super) fn listed_on(number: usize) -> Result<Date, Box<dyn Error>> {
    Ok(later(TODAY, -i64::try_from(40 + number % KEV_ENTRIES % 60)?)?)
}

/// The files of the organisation that so many findings are about.
pub(super) fn files(findings: usize) -> Result<Vec<(&'static str, String)>, fmt::Error> {
    let shares = findings.div_ceil(SHARE).max(1);
    Ok(vec![
        ("people.yaml", people()?),
        ("teams.yaml", teams()?),
        ("controls.yaml", controls(CONTROLS * shares)?),
        ("identities.yaml", identities(IDENTITIES * shares + QUIET_IDENTITIES)?),
        ("systems.yaml", systems()?),
    ])
}

fn section(name: &str) -> String {
    format!("apiVersion: remedy-policy/v1\nkind: Organization\n\n{name}:\n")
}

fn people() -> Result<String, fmt::Error> {
    let mut text = section("people");
    for number in 0..PEOPLE {
        let (id, team_number, rank) = (person(number), number % TEAMS, number / TEAMS);
        let (first, last) = id.split_once('.').unwrap_or_default();
        writeln!(
            text,
            "  {id}:\n    name: {first} {last}\n    email: {id}@example.com\n    team: {}",
            team(team_number)
        )?;
        if number > 0 {
            writeln!(text, "    manager: {}", if rank == 0 { person(0) } else { member(team_number, 0) })?;
        }
        writeln!(text, "    started_at: 20{:02}-0{}-01", 10 + number % 14, 1 + number % 9)?;
        let level = match (team_number, rank) {
            (0, 0 | 1) => Some("L4"),
            (0, _) => Some("L3"),
            (_, 0) => Some("L2"),
            (_, 1) => Some("L1"),
            _ => None,
        };
        if let Some(level) = level {
            writeln!(text, "    levels: [{{level: {level}, from: 2024-01-01, source_ref: \"doa://2024/{id}\"}}]")?;
        }
        // The last of each team has left; findings that still name them are blocked.
        if rank == 6 && number % 2 == 0 {
            writeln!(text, "    active: false\n    ended_at: 2026-03-31")?;
        }
    }
    Ok(text)
}

fn teams() -> Result<String, fmt::Error> {
    let mut text = section("teams");
    for number in 0..TEAMS {
        let id = team(number);
        let function = FUNCTIONS.get(number).copied().unwrap_or_else(|| of(BUILDER_FUNCTIONS, number));
        writeln!(
            text,
            "  {id}:\n    name: {}\n    function: {function}\n    lead: {}",
            id.to_uppercase(),
            person(number)
        )?;
        if number >= FIRST_BUILDER + BUILDERS {
            writeln!(text, "    generic_queue: true\n    aliases: [{id}@example.com]")?;
        } else if number >= FIRST_BUILDER {
            writeln!(text, "    capabilities: {CAPABILITIES}\n    on_call: rota://{id}")?;
        } else {
            writeln!(text, "    capabilities: [business_approval, review_access]")?;
        }
    }
    Ok(text)
}

fn controls(count: usize) -> Result<String, fmt::Error> {
    let mut text = section("controls");
    for number in 0..count {
        let builder = builder(number);
        let (id, owner) = (control_id(number), member(builder, 2));
        let framework = of(&["internal", "iso27001", "nist"], number);
        writeln!(text, "  {id}:\n    title: Control {number} of {}\n    framework: {framework}", team(builder))?;
        writeln!(text, "    objective: What it is there for, in a sentence that says it.\n    frequency: quarterly")?;
        writeln!(text, "    system_of_record: jira\n    systems: [{}, {}]", system(number), system(number + 30))?;
        writeln!(text, "    owners:\n      - {{person: {owner}, from: 2020-01-01, doc_ref: \"raci://2020/{id}\"}}")?;
    }
    Ok(text)
}

fn identities(count: usize) -> Result<String, fmt::Error> {
    let mut text = section("identities");
    for number in 0..count {
        let builder = builder(number);
        let kind = if is_human(number) { "human" } else { of(&["service_account", "token", "workload"], number / 3) };
        writeln!(text, "  {}:\n    kind: {kind}\n    owner: {}", identity(number), member(builder, 4))?;
        writeln!(text, "    team: {}\n    privileged: {}", team(builder), number % 5 == 0)?;
        writeln!(text, "    environment: {}\n    systems: [{}]", environment(number), system(number))?;
        writeln!(text, "    onboarding: standard\n    approver: {}\n    expires_at: 2027-06-30", member(builder, 0))?;
    }
    Ok(text)
}

fn systems() -> Result<String, fmt::Error> {
    let mut text = section("systems");
    writeln!(text, "  vault: {{name: Vault, kind: vault, owner: {}, environment: production}}", member(4, 0))?;
    for number in 0..SYSTEMS {
        let owner = member(builder(number), 3);
        let reachable = number % 3 == 0;
        writeln!(
            text,
            "  {}: {{name: System {number}, owner: {owner}, environment: production, internet_reachable: {reachable}}}",
            system(number)
        )?;
    }
    Ok(text)
}

/// A catalogue in the published form.
pub(super) fn kev() -> Result<String, Box<dyn Error>> {
    let mut entries = Vec::with_capacity(KEV_ENTRIES);
    for number in 0..KEV_ENTRIES {
        let added = listed_on(number)?;
        entries.push(serde_json::json!({
            "cveID": cve(number, true),
            "vendorProject": format!("Vendor {}", number % 50),
            "product": format!("Product {}", number % 120),
            "vulnerabilityName": format!("Vendor {} Product {} Deserialization Vulnerability", number % 50, number % 120),
            "dateAdded": added.to_string(),
            "shortDescription": "The product deserializes untrusted data, which lets an attacker run code of their own \
                on the server with the rights of the service.",
            "requiredAction": "Apply mitigations per vendor instructions or discontinue use of the product if \
                mitigations are unavailable.",
            "dueDate": later(added, 21)?.to_string(),
            "knownRansomwareCampaignUse": if number % 5 == 0 { "Known" } else { "Unknown" },
            "notes": format!("https://example.com/advisories/{number}"),
            "cwes": ["CWE-502"],
        }));
    }
    Ok(serde_json::to_string_pretty(&serde_json::json!({
        "title": "CISA Catalog of Known Exploited Vulnerabilities",
        "catalogVersion": "2026.11.19",
        "dateReleased": "2026-11-19T16:00:00.0000Z",
        "count": entries.len(),
        "vulnerabilities": entries,
    }))?)
}
