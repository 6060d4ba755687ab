//! What people read inside their forge: annotations for GitHub and Azure Pipelines, Code Quality for GitLab, a comment in
//! Markdown. Each is read back by the rules of its forge.

use std::{collections::BTreeSet, io};

use remedy_policy::{
    diagnostic::{Code, Diagnostic},
    document::{Path, Segment, Span},
    gate::{BaselineUse, Concession, Decision, Denial, Flag, Lapsed, Place, Relief, Verdict, WaiverState, WaiverUse},
    manifest::Kind,
    policy::Level,
    report::{self, Forge, Human, Run},
};
use serde_json::Value;

use crate::{
    common::{Folder, Outcome, run},
    formats::{AT, HOSTILE, check, denials, hostile},
};

mod markdown;

/// A text as these reports show it: without what would steer a terminal.
fn shown(text: &str) -> String {
    let is_direction = |c| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.replace("\r\n", "\n")
        .chars()
        .map(|c| if is_direction(c) || (c.is_control() && c != '\n' && c != '\t') { '\u{fffd}' } else { c })
        .collect()
}

/// A denial at the first key of a file.
fn denial(rule: &str, message: &str) -> Denial {
    Denial {
        rule: rule.to_owned(),
        level: Level::Deny,
        rule_set: Level::Deny,
        path: Path(vec![Segment::from("id")]),
        place: Place { span: Span::new(4, 7), missing: Vec::new() },
        message: message.to_owned(),
        found: None,
        expected: None,
        unblock: None,
        who: Vec::new(),
        earliest: None,
        related: Vec::new(),
        facts: None,
        flag: None,
        decided_by: None,
        fingerprint: String::new(),
        relief: None,
        lapsed: Vec::new(),
        baseline: None,
    }
}

/// A decision on a finding that asks to be closed.
fn decision(id: &str, title: &str, severity: &str, file: &str) -> Decision {
    Decision {
        kind: Kind::Finding,
        id: id.to_owned(),
        title: title.to_owned(),
        finding_type: Some("leaked_secret".to_owned()),
        severity: Some(severity.to_owned()),
        state: "closed".to_owned(),
        file: file.into(),
        document: 0,
        span: Span::new(4, 7),
        verdict: Verdict::Blocked,
        flags: BTreeSet::new(),
        acceptance: None,
        due: None,
        rules_applied: 1,
        denials: Vec::new(),
        warnings: Vec::new(),
        suppressed: Vec::new(),
        errors: Vec::new(),
    }
}

fn concession(id: &str) -> Concession {
    Concession {
        id: id.to_owned(),
        file: "waivers/2026.yaml".into(),
        span: Span::new(6, 11),
        reason: "the vendor ships the fix in January".to_owned(),
        requested_by: "alice".to_owned(),
        approved_by: "carol".to_owned(),
        approved_on: "2026-11-01".to_owned(),
        expires: "2027-01-31".to_owned(),
        ticket: Some("SEC-7".to_owned()),
        warning: None,
    }
}

/// A run with something of everything.
fn all_sorts() -> Run {
    let file = "findings/a.yaml";
    let mut lapsed = denial("OWN-01", "no named accountable owner");
    lapsed.place = Place { span: Span::new(0, 7), missing: vec![Segment::from("ownership"), Segment::from("owner")] };
    lapsed.expected = Some("a person".into());
    lapsed.unblock = Some("set `ownership.owner` to one person".to_owned());
    lapsed.who = vec!["alice".to_owned(), "team/payments".to_owned()];
    lapsed.earliest = Some("2026-12-01".to_owned());
    lapsed.lapsed = vec![Lapsed {
        id: "WVR-3".to_owned(),
        state: WaiverState::WaiverExpired,
        message: "waiver WVR-3 expired on 2026-10-01".to_owned(),
        unblock: Some("renew it, or fix the finding".to_owned()),
        file: "waivers/2026.yaml".into(),
        span: Span::new(6, 11),
    }];
    let mut low = decision("F-1", "A key in a wiki", "low", file);
    low.denials = vec![lapsed];
    low.flags = BTreeSet::from([Flag::Late]);
    let mut staged = denial("EVD-09", "no evidence of the last access");
    staged.level = Level::Warn;
    staged.relief = Some(Relief::EffectiveOn("2027-01-01".to_owned()));
    let mut lowered = denial("SLA-02", "due later than the table allows");
    lowered.relief = Some(Relief::Level(concession("level warn of SLA-02")));
    low.warnings = vec![staged, lowered];

    let mut critical = decision("F-2", "A key in a repository", "critical", "findings/b.yaml");
    critical.denials = vec![denial("RET-01", "never tested again")];
    let mut waived = denial("OWN-01", "no named accountable owner");
    waived.relief = Some(Relief::Waiver(concession("WVR-4")));
    let mut old = denial("EVD-01", "no evidence");
    old.relief = Some(Relief::Baseline);
    critical.suppressed = vec![waived, old];

    let mut unjudged = decision("F-3", "A key in a ticket", "high", "findings/c.yaml");
    unjudged.verdict = Verdict::Error;
    unjudged.errors = vec![
        Diagnostic::error(Code::InputUnavailable, "EXP-01 cannot be judged: `feeds.kev` is not available")
            .in_file(&"findings/c.yaml".into())
            .at(Span::new(4, 7))
            .help("give a snapshot with `--feeds`"),
    ];
    let mut sources = remedy_policy::diagnostic::Sources::default();
    for (name, text) in [
        ("findings/a.yaml", "id: F-1\nkind: Finding\n"),
        ("findings/b.yaml", "id: F-2\n"),
        ("findings/c.yaml", "id: F-3\n"),
        ("waivers/2026.yaml", "- id: WVR-3\n- id: WVR-4\n"),
    ] {
        sources.insert(name.into(), text.into());
    }
    Run {
        decisions: vec![low, critical, unjudged],
        warnings: vec![Diagnostic::warning(Code::Usage, "something to know")],
        sources,
        profile: Some("default".to_owned()),
        waivers: vec![
            WaiverUse {
                rule: "OWN-01".to_owned(),
                concession: concession("WVR-4"),
                state: WaiverState::Waived,
                covers: 1,
            },
            WaiverUse {
                rule: "OWN-02".to_owned(),
                concession: concession("WVR-5"),
                state: WaiverState::WaiverUnused,
                covers: 0,
            },
        ],
        baseline: Some(BaselineUse { file: "baseline.json".to_owned(), unchanged: 1, absent: Vec::new() }),
        ..Run::default()
    }
}

/// A run of one finding in which a text is everywhere.
fn run_of(text: &str) -> Run {
    let file = format!("findings/{}.yaml", text.replace('/', "-"));
    let mut hostile = denial("HOS-01", text);
    hostile.unblock = Some(text.to_owned());
    hostile.who = vec![text.to_owned()];
    hostile.earliest = Some(text.to_owned());
    hostile.place.missing = vec![Segment::Key(text.into())];
    hostile.expected = Some(text.into());
    hostile.lapsed = vec![Lapsed {
        id: text.to_owned(),
        state: WaiverState::WaiverExpired,
        message: text.to_owned(),
        unblock: Some(text.to_owned()),
        file: file.as_str().into(),
        span: Span::new(0, 2),
    }];
    let mut held = Concession { reason: text.to_owned(), approved_by: text.to_owned(), ..concession(text) };
    held.approved_on = text.to_owned();
    let mut waived = denial("HOS-02", text);
    waived.relief = Some(Relief::Waiver(held.clone()));
    let mut warning = denial("HOS-03", text);
    warning.relief = Some(Relief::EffectiveOn(text.to_owned()));
    let mut of_it = decision("HOSTILE", text, "low", &file);
    of_it.finding_type = Some(text.to_owned());
    of_it.denials = vec![hostile];
    of_it.suppressed = vec![waived];
    of_it.warnings = vec![warning];
    let mut sources = remedy_policy::diagnostic::Sources::default();
    sources.insert(file.as_str().into(), "id: HOSTILE\n".into());
    Run {
        decisions: vec![of_it],
        problems: vec![Diagnostic::error(Code::Io, text).in_file(&file.as_str().into()).help(text)],
        sources,
        profile: Some(text.to_owned()),
        waivers: vec![WaiverUse {
            rule: text.to_owned(),
            concession: held,
            state: WaiverState::WaiverExpiring,
            covers: 1,
        }],
        baseline: Some(BaselineUse { file: text.to_owned(), unchanged: 1, absent: Vec::new() }),
        ..Run::default()
    }
}

/// What a report writes.
fn written(render: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    render(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn github(run: &Run) -> String {
    written(|out| report::github(run, &Forge::default(), out))
}

fn azure(run: &Run) -> String {
    written(|out| report::azure(run, &Forge::default(), out))
}

fn gitlab(run: &Run) -> String {
    written(|out| report::gitlab(run, &Forge::default(), out))
}

/// A command that a runner read: its name, its properties and its text.
#[derive(Debug)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    data: String,
}

impl Command {
    fn get(&self, name: &str) -> Option<&str> {
        self.properties.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Reads a line as the runner of GitHub Actions does; nothing for a plain line.
fn github_command(line: &str) -> Option<Command> {
    let decode = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let (head, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let properties = properties
        .split(',')
        .filter(|property| !property.is_empty())
        .map(|property| {
            let (key, value) = property.split_once('=').unwrap();
            (key.to_owned(), decode(&value.replace("%3A", ":").replace("%2C", ",")).replace("%25", "%"))
        })
        .collect();
    Some(Command { name: name.to_owned(), properties, data: decode(data).replace("%25", "%") })
}

/// Reads a line as the agent of Azure Pipelines does: a command may stand anywhere in it.
fn azure_command(line: &str) -> Option<Command> {
    let decode = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let (_, rest) = line.split_once("##vso[")?;
    let (head, data) = rest.split_once(']').unwrap();
    let (name, properties) = head.split_once(' ').unwrap();
    let properties = properties
        .split(';')
        .filter(|property| !property.is_empty())
        .map(|property| {
            let (key, value) = property.split_once('=').unwrap();
            let value = decode(&value.replace("%3B", ";").replace("%5D", "]")).replace("%AZP25", "%");
            (key.to_owned(), value)
        })
        .collect();
    Some(Command { name: name.to_owned(), properties, data: decode(data).replace("%AZP25", "%") })
}

#[test]
fn github_annotations_of_all_sorts() {
    insta::assert_snapshot!(github(&all_sorts()), @r"
    ::error file=findings/c.yaml,line=1,endLine=1,col=5,endColumn=8,title=input-unavailable::EXP-01 cannot be judged: `feeds.kev` is not available%0Agive a snapshot with `--feeds`%0Aconcerns F-3
    ::error file=findings/b.yaml,line=1,endLine=1,col=5,endColumn=8,title=RET-01::F-2: never tested again
    ::error file=findings/a.yaml,line=1,endLine=1,col=1,endColumn=8,title=OWN-01::F-1: no named accountable owner%0Awaiver WVR-3 expired on 2026-10-01 (waivers/2026.yaml:1): renew it, or fix the finding%0Aset `ownership.owner` to one person%0A  ownership:%0A    owner: …%0Awho can: alice, team/payments%0Aat the earliest: 2026-12-01
    ::warning file=findings/a.yaml,line=1,endLine=1,col=5,endColumn=8,title=EVD-09::F-1: no evidence of the last access%0Ablocks from 2027-01-01
    ::warning file=findings/a.yaml,line=1,endLine=1,col=5,endColumn=8,title=SLA-02::F-1: due later than the table allows%0Alevel warn of SLA-02 until 2027-01-31
    ::warning title=usage::something to know
    not everything could be judged: 0 problems in files; of 3 findings read, 1 could not be judged, 2 blocked · 1 waived · 1 in the baseline · profile default
    ");
}

#[test]
fn azure_issues_of_all_sorts() {
    insta::assert_snapshot!(azure(&all_sorts()), @r"
    ##vso[task.logissue type=error;sourcepath=findings/c.yaml;linenumber=1;columnnumber=5;code=input-unavailable;]EXP-01 cannot be judged: `feeds.kev` is not available%0Agive a snapshot with `--feeds`%0Aconcerns F-3
    ##vso[task.logissue type=error;sourcepath=findings/b.yaml;linenumber=1;columnnumber=5;code=RET-01;]F-2: never tested again
    ##vso[task.logissue type=error;sourcepath=findings/a.yaml;linenumber=1;columnnumber=1;code=OWN-01;]F-1: no named accountable owner%0Awaiver WVR-3 expired on 2026-10-01 (waivers/2026.yaml:1): renew it, or fix the finding%0Aset `ownership.owner` to one person%0A  ownership:%0A    owner: …%0Awho can: alice, team/payments%0Aat the earliest: 2026-12-01
    ##vso[task.logissue type=warning;sourcepath=findings/a.yaml;linenumber=1;columnnumber=5;code=EVD-09;]F-1: no evidence of the last access%0Ablocks from 2027-01-01
    ##vso[task.logissue type=warning;sourcepath=findings/a.yaml;linenumber=1;columnnumber=5;code=SLA-02;]F-1: due later than the table allows%0Alevel warn of SLA-02 until 2027-01-31
    ##vso[task.logissue type=warning;code=usage;]something to know
    not everything could be judged: 0 problems in files; of 3 findings read, 1 could not be judged, 2 blocked · 1 waived · 1 in the baseline · profile default
    ");
}

#[test]
fn gitlab_issues_of_all_sorts() {
    insta::assert_snapshot!(gitlab(&all_sorts()), @r#"
    [
      {
        "description": "F-1: no named accountable owner (waiver WVR-3 expired on 2026-10-01 (waivers/2026.yaml:1): renew it, or fix the finding; set `ownership.owner` to one person; who can: alice, team/payments; at the earliest: 2026-12-01)",
        "check_name": "OWN-01",
        "fingerprint": "6e3ce1c7fe2787a3543bb04814eef1a0",
        "severity": "minor",
        "location": {
          "path": "findings/a.yaml",
          "lines": {
            "begin": 1,
            "end": 1
          }
        },
        "content": {
          "body": "F-1: no named accountable owner\n\n- waiver WVR-3 expired on 2026-10-01 (waivers/2026.yaml:1): renew it, or fix the finding\n- set `ownership.owner` to one person\n- who can: alice, team/payments\n- at the earliest: 2026-12-01\n\nTo add:\n\n```yaml\nownership:\n  owner: …\n```\n"
        }
      },
      {
        "description": "F-1: no evidence of the last access (blocks from 2027-01-01)",
        "check_name": "EVD-09",
        "fingerprint": "af1bdcfa5d0e47eb5fccdf6bdd327565",
        "severity": "info",
        "location": {
          "path": "findings/a.yaml",
          "lines": {
            "begin": 1,
            "end": 1
          }
        },
        "content": {
          "body": "F-1: no evidence of the last access\n\n- blocks from 2027-01-01"
        }
      },
      {
        "description": "F-1: due later than the table allows (level warn of SLA-02 until 2027-01-31)",
        "check_name": "SLA-02",
        "fingerprint": "c6fb662869bf247b3459f55b5602f308",
        "severity": "info",
        "location": {
          "path": "findings/a.yaml",
          "lines": {
            "begin": 1,
            "end": 1
          }
        },
        "content": {
          "body": "F-1: due later than the table allows\n\n- level warn of SLA-02 until 2027-01-31"
        }
      },
      {
        "description": "F-2: never tested again",
        "check_name": "RET-01",
        "fingerprint": "72ac2b047e6a4020ed2cd68f5dca9df3",
        "severity": "blocker",
        "location": {
          "path": "findings/b.yaml",
          "lines": {
            "begin": 1,
            "end": 1
          }
        },
        "content": {
          "body": "F-2: never tested again"
        }
      },
      {
        "description": "EXP-01 cannot be judged: `feeds.kev` is not available (give a snapshot with `--feeds`; concerns F-3)",
        "check_name": "input-unavailable",
        "fingerprint": "37654181bbd66bb3a63536786c4e91e9",
        "severity": "blocker",
        "location": {
          "path": "findings/c.yaml",
          "lines": {
            "begin": 1,
            "end": 1
          }
        },
        "content": {
          "body": "EXP-01 cannot be judged: `feeds.kev` is not available\n\n- give a snapshot with `--feeds`\n- concerns F-3"
        }
      },
      {
        "description": "something to know",
        "check_name": "usage",
        "fingerprint": "fbbba6df02de35e1314a6640652d1db7",
        "severity": "info",
        "location": {
          "path": "remedy-policy.yaml",
          "lines": {
            "begin": 1,
            "end": 1
          }
        },
        "content": {
          "body": "something to know"
        }
      }
    ]
    "#);
}

#[test]
fn the_human_report_names_what_keeps_from_blocking_and_what_no_longer_does() {
    let style = Human { color: false, width: 100, quiet: false };
    insta::assert_snapshot!(written(|out| report::human(&all_sorts(), style, out)), @r"
    ✗ F-1 blocked, late: A key in a wiki (low leaked_secret, asks to be closed)

    OWN-01

      × no named accountable owner
       ╭─[findings/a.yaml:1:1]
     1 │ id: F-1
       · ───┬───
       ·    ╰── `ownership` belongs here
     2 │ kind: Finding
       ╰────
      help: waiver WVR-3 expired on 2026-10-01 (waivers/2026.yaml:1): renew it, or fix the finding
            set `ownership.owner` to one person
              ownership:
                owner: …
            who can: alice, team/payments
            at the earliest: 2026-12-01

    EVD-09

      ⚠ no evidence of the last access
       ╭─[findings/a.yaml:1:5]
     1 │ id: F-1
       ·     ─┬─
       ·      ╰── here
     2 │ kind: Finding
       ╰────
      help: blocks from 2027-01-01

    SLA-02

      ⚠ due later than the table allows
       ╭─[findings/a.yaml:1:5]
     1 │ id: F-1
       ·     ─┬─
       ·      ╰── here
     2 │ kind: Finding
       ╰────
      help: level warn of SLA-02 until 2027-01-31

    ✗ F-2 blocked: A key in a repository (critical leaked_secret, asks to be closed)

    RET-01

      × never tested again
       ╭─[findings/b.yaml:1:5]
     1 │ id: F-2
       ·     ─┬─
       ·      ╰── here
       ╰────

    ~ F-2 OWN-01 waived by WVR-4 until 2027-01-31

    input-unavailable

      × EXP-01 cannot be judged: `feeds.kev` is not available
       ╭─[findings/c.yaml:1:5]
     1 │ id: F-3
       ·     ─┬─
       ·      ╰── here
       ╰────
      help: give a snapshot with `--feeds`
            concerns F-3

    usage

      ⚠ something to know
     closable    0
     acceptable  0
     contained   0
     open        0
     blocked     2  1 late
     error       1
    not everything could be judged: 0 problems in files; of 3 findings read, 1 could not be judged, 2 blocked · 1 waived · 1 in the baseline · profile default
    ");
}

#[test]
fn a_quiet_report_leaves_out_warnings_and_totals() {
    let mut forge = Forge::default();
    forge.quiet = true;
    let run = all_sorts();
    for render in [report::github, report::azure, report::gitlab] {
        let out = written(|out| render(&run, &forge, out));
        assert!(out.contains("never tested again"), "{out}");
        assert!(!out.contains("EVD-09") && !out.contains("profile"), "{out}");
    }
    let human = written(|out| report::human(&run, Human { color: false, width: 100, quiet: true }, out));
    assert!(human.contains("waiver WVR-3 expired") && !human.contains("waived by"), "{human}");
}

#[test]
fn hostile_texts_reach_github_annotations_and_become_no_command() {
    for (name, text) in HOSTILE {
        let out = github(&run_of(text));
        let lines: Vec<&str> = out.lines().collect();
        let commands: Vec<Command> = lines.iter().filter_map(|line| github_command(line)).collect();
        assert_eq!(
            commands.iter().map(|c| c.name.as_str()).collect::<Vec<_>>(),
            ["error", "error", "warning"],
            "{out}"
        );
        assert_eq!(lines.len(), 4, "{name}: {out}");
        assert!(!lines[3].contains("##["), "{name}: {}", lines[3]);
        let file = format!("findings/{}.yaml", text.replace('/', "-"));
        let wanted = format!("HOSTILE: {}\n", shown(text));
        assert!(commands[1].data.starts_with(&wanted), "{name}: {:?}", commands[1].data);
        assert_eq!(commands[1].get("file"), Some(file.as_str()), "{name}");
        assert_eq!(commands[1].get("title"), Some("HOS-01"));
        assert_eq!(commands[2].get("title"), Some("HOS-03"));
    }
}

#[test]
fn hostile_texts_reach_azure_issues_and_become_no_command() {
    for (name, text) in HOSTILE {
        let out = azure(&run_of(text));
        let commands: Vec<Command> = out.lines().filter_map(azure_command).collect();
        assert_eq!(commands.len(), 3, "{name}: {out}");
        assert_eq!(out.lines().count(), 4, "{name}: {out}");
        assert!(commands.iter().all(|command| command.name == "task.logissue"), "{name}: {out}");
        let file = format!("findings/{}.yaml", text.replace('/', "-"));
        assert!(commands[1].data.starts_with(&format!("HOSTILE: {}\n", shown(text))), "{name}: {commands:?}");
        assert_eq!(commands[1].get("sourcepath"), Some(file.as_str()), "{name}");
        assert_eq!((commands[1].get("linenumber"), commands[1].get("columnnumber")), (Some("1"), Some("5")));
        assert_eq!((commands[1].get("type"), commands[1].get("code")), (Some("error"), Some("HOS-01")));
    }
}

#[test]
fn gitlab_issues_have_what_gitlab_documents_and_the_denials_of_the_run_in_its_order() {
    let folder = hostile();
    let outcome = check(&folder, "gitlab");
    let json = check(&folder, "json");
    assert_eq!((outcome.code, json.code), (2, 2));
    let document = outcome.json();
    let issues = document.as_array().unwrap();
    is_code_quality(issues);
    let of_rules: Vec<&Value> =
        issues.iter().filter(|issue| issue["severity"] == "minor" && issue["content"]["body"] != Value::Null).collect();
    let expected = denials(&json.json());
    assert_eq!(of_rules.len(), expected.len());
    for (issue, denial) in of_rules.iter().zip(&expected) {
        assert_eq!(issue["check_name"], Value::from(denial.rule.as_str()));
        assert_eq!(issue["location"]["path"], Value::from(denial.file.as_str()));
        assert_eq!(issue["location"]["lines"]["begin"], Value::from(denial.line));
        let description = issue["description"].as_str().unwrap();
        let wanted = format!("{}: {}", denial.id, shown(&denial.message));
        assert!(description.starts_with(&wanted), "{description:?} {wanted:?}");
    }
}

/// The fields that GitLab documents for an entry of a Code Quality report, and no others but `content`.
fn is_code_quality(issues: &[Value]) {
    let mut fingerprints = BTreeSet::new();
    for issue in issues {
        let keys: Vec<&str> = issue.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["description", "check_name", "fingerprint", "severity", "location", "content"]);
        for key in ["description", "check_name"] {
            assert!(!issue[key].as_str().unwrap().is_empty());
        }
        let severity = issue["severity"].as_str().unwrap();
        assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity));
        let path = issue["location"]["path"].as_str().unwrap();
        assert!(!path.is_empty() && !path.starts_with("./") && !path.starts_with('/'), "{path}");
        assert!(issue["location"]["lines"]["begin"].as_u64().unwrap() >= 1);
        assert!(!issue["content"]["body"].as_str().unwrap().is_empty());
        assert!(fingerprints.insert(issue["fingerprint"].as_str().unwrap()), "used twice: {issue}");
    }
}

#[test]
fn every_format_ends_with_the_same_exit_code_and_says_the_same_twice() {
    let folder = hostile();
    for format in ["github", "gitlab", "azure", "markdown"] {
        let outcome = check(&folder, format);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (2, ""), "{format}");
        let again = folder.run(&["check", "--at", AT, "--format", format, "--jobs", "1"]);
        assert_eq!(again.stdout, outcome.stdout, "{format}");
        let clean = run(&["check", "fixtures/clean", "--at", AT, "--format", format]);
        let human = run(&["check", "fixtures/clean", "--at", AT]);
        assert_eq!(clean.code, human.code, "{format}");
    }
}

/// A run with as many findings, all blocked; each hundredth is critical.
fn many(number: usize) -> Run {
    let decisions = (0..number)
        .map(|at| {
            let severity = if at % 100 == 99 { "critical" } else { "low" };
            let mut blocked = decision(&format!("F-{at}"), "A key", severity, "findings/a.yaml");
            blocked.denials = vec![denial("OWN-01", "no owner")];
            blocked.warnings = vec![denial("OWN-02", "no deputy")];
            blocked
        })
        .collect();
    let mut run = Run { decisions, ..Run::default() };
    run.sources.insert("findings/a.yaml".into(), "id: F-0\n".into());
    run
}

#[test]
fn annotations_are_capped_with_the_most_severe_first_and_a_count_of_the_rest() {
    let run = many(5_000);
    let github = github(&run);
    let of = |name: &str| {
        github.lines().filter_map(github_command).filter(|command| command.name == name).collect::<Vec<_>>()
    };
    let (errors, warnings) = (of("error"), of("warning"));
    assert_eq!((errors.len(), warnings.len()), (10, 10));
    assert_eq!(errors[0].data, "F-99: no owner");
    assert_eq!(errors[8].data, "F-899: no owner");
    assert_eq!(errors[9].data, "4991 more errors are not annotated: `remedy-policy check` shows all of them");
    assert_eq!(warnings[0].data, "F-0: no deputy");
    let azure = azure(&run);
    let issues: Vec<Command> = azure.lines().filter_map(azure_command).collect();
    assert_eq!(issues.len(), 20);
    assert_eq!(issues[9].data, "4991 more errors are not listed here: `remedy-policy check` shows all of them");
    // Ten are not too many.
    assert_eq!(github_lines(&many(10)), 20 + 1);
    let all: Value = serde_json::from_str(&gitlab(&run)).unwrap();
    is_code_quality(all.as_array().unwrap());
    assert_eq!(all.as_array().unwrap().len(), 10_000);
}

fn github_lines(run: &Run) -> usize {
    github(run).lines().count()
}

/// Runs `check` on the fixtures of the organisation in a folder below the root of a checkout.
fn in_step(folder: &Folder, summary: &str) -> Outcome {
    let mut command = crate::common::command(folder.path(), &["check", "--at", AT, "--format", "github"]);
    command.env("GITHUB_STEP_SUMMARY", folder.file(summary));
    command.env("GITHUB_WORKSPACE", folder.path().canonicalize().unwrap().parent().unwrap());
    let output = command.output().unwrap();
    Outcome {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn github_gets_the_comment_as_summary_and_paths_from_the_root_of_the_checkout() {
    let folder = hostile().with("summary.md", "# Of an earlier program\n\n");
    let outcome = in_step(&folder, "summary.md");
    assert_eq!(outcome.code, 2);
    let summary = std::fs::read_to_string(folder.file("summary.md")).unwrap();
    assert!(summary.starts_with("# Of an earlier program\n\n<!-- remedy-policy -->\n## "), "{summary}");
    assert!(outcome.stdout.contains("more errors are not annotated: see the summary of this job"), "{outcome:?}");
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    let files: Vec<Command> = outcome.stdout.lines().filter_map(github_command).collect();
    assert!(files.iter().all(|c| c.get("file").is_none_or(|file| file.starts_with(&format!("{name}/findings/")))));
    assert!(summary.contains(&format!("`{name}/findings/z.yaml:")), "{summary}");
}

#[test]
fn a_summary_that_is_full_or_cannot_be_written_is_a_problem() {
    let full = hostile().with("summary.md", "x".repeat(1024 * 1024));
    let outcome = in_step(&full, "summary.md");
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("the summary of the step is full"), "{}", outcome.stdout);
    assert_eq!(std::fs::read(full.file("summary.md")).unwrap().len(), 1024 * 1024);
    let missing = in_step(&hostile(), "no/such/folder.md");
    assert!(missing.stdout.contains("folder.md"), "{}", missing.stdout);
}
