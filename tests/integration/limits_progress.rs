//! How far a run is: shown on a terminal from one second on, and gone at its end. A terminal is made by `script`.

use std::process::Command;

use crate::common::{Folder, root};

/// Takes about a tenth of a second for each finding, and prints its id.
const SLOW: &str = r#"package acme.slow

# METADATA
# title: Slow
# description: Takes its time.
# custom:
#   id: SLO-01
#   solution: Wait.
deny contains {"rule": "SLO-01", "path": ["title"], "message": "slow"} if {
	print("looked at", input.finding.id)
	count([x | some x in numbers.range(1, 150000); x % 7 == 0]) == 0
}
"#;

/// So many findings that they take more than two seconds together, on a fast machine, too.
const FINDINGS: usize = 36;

fn slow() -> Folder {
    let findings: Vec<String> = (0..FINDINGS)
        .map(|at| {
            format!(
                "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-{at}\ntitle: t{at}\ntype: vulnerability\n\
                 severity: low\nstate: open\nsource: {{kind: scanner, detected_at: 2026-11-{:02}}}\n",
                at % 19 + 1
            )
        })
        .collect();
    Folder::new()
        .with("findings/all.yaml", findings.join("---\n"))
        .with("policies/slow.rego", SLOW)
        .with("org/people.yaml", "apiVersion: remedy-policy/v1\nkind: Organization\npeople: {}\n")
        .with("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\n")
}

/// All that a terminal gets from `check` in a folder.
fn on_a_terminal(folder: &std::path::Path, args: &str, ci: Option<&str>) -> String {
    let program = env!("CARGO_BIN_EXE_remedy-policy");
    let mut command = Command::new("script");
    command.args(["-qec", &format!("'{program}' check --at 2026-11-20 --jobs 1 {args}"), "/dev/null"]);
    command.current_dir(folder).env("TERM", "xterm").env_remove("CI").stdin(std::process::Stdio::null());
    if let Some(ci) = ci {
        command.env("CI", ci);
    }
    let output = command.output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The lines that are left on the screen: what a carriage return goes back over is written over or cleared.
fn left(written: &str) -> Vec<&str> {
    written
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
        .map(|line| line.rsplit('\r').next().unwrap_or(line).trim_start_matches("\u{1b}[2K"))
        .collect()
}

#[test]
fn a_long_run_says_how_far_it_is_and_leaves_nothing_of_it() {
    let folder = slow();
    let written = on_a_terminal(folder.path(), "", None);
    assert!(written.contains("judging ") && written.contains(&format!(" of {FINDINGS}")), "{written:?}");
    let lines = left(&written);
    assert!(lines.iter().all(|line| !line.contains("judging")), "{lines:#?}");
    for at in 0..FINDINGS {
        let wanted = format!("policies/slow.rego:10: looked at F-{at}");
        assert!(lines.iter().any(|line| *line == wanted), "{wanted}: {lines:#?}");
    }
}

#[test]
fn nobody_is_told_who_does_not_watch() {
    let folder = slow();
    assert!(!on_a_terminal(folder.path(), "", Some("true")).contains("judging"));
    assert!(!on_a_terminal(folder.path(), "--quiet", None).contains("judging"));
}

#[test]
fn a_short_run_shows_nothing() {
    let written = on_a_terminal(&root().join("fixtures/clean"), "", None);
    assert!(written.contains("passed"), "{written:?}");
    assert!(!written.contains("judging") && !written.contains("reading"), "{written:?}");
}
