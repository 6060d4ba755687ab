//! Hostile input ends in a diagnostic within a second and 200 MB. Run one after the other: `.ci/run` does.

use std::{
    io::Write,
    process::Command,
    time::{Duration, Instant},
};

use remedy_policy::{
    gate::{Decision, Denial, Verdict},
    report::{self, Forge, Markdown, Run},
};

use crate::{
    common::{Folder, Outcome},
    formats::sample::{FORMATS, Format, decision, denial, sample},
};

/// The most memory that the program may have in use, in kB.
const MEMORY: u64 = 200_000;

/// The most memory that writing a report may take beside the run itself, in kB.
const REPORT_MEMORY: u64 = 50_000;

const TIME: Duration = Duration::from_secs(1);

const HEAD: &str = "apiVersion: remedy-policy/v1\nkind: Finding\nid: F-1\ntitle: t\ntype: vulnerability\nseverity: low\nstate: open\nsource: {kind: scanner, detected_at: 2026-11-19}\n";

/// Runs the program, and asserts that it ends in time, within its memory, and with "could not judge".
fn refused(folder: &Folder, args: &[&str]) -> Outcome {
    let out = folder.file("stdout");
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_remedy-policy"))
        .args(args)
        .args(["--at", "2026-11-20", "--jobs", "1"])
        .current_dir(folder.path())
        .stdout(std::fs::File::create(&out).unwrap())
        .spawn()
        .unwrap();
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_memory(child.id()));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    let took = started.elapsed();
    let stdout = std::fs::read_to_string(out).unwrap();
    assert_eq!(status.code(), Some(2), "{stdout}");
    assert!(took < TIME, "it took {took:?}");
    assert!(peak > 0 && peak < MEMORY, "it used {peak} kB");
    Outcome { code: 2, stdout, stderr: String::new() }
}

/// The most memory that a running process has had in use so far, in kB, as Linux counts it.
fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}

fn finding(tail: &str) -> Folder {
    Folder::new().with("findings/a.yaml", format!("{HEAD}{tail}"))
}

fn code_of(outcome: &Outcome) -> &str {
    outcome.stdout.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim()
}

#[test]
fn limits_alias_bomb() {
    let mut bomb = String::from("extensions:\n  a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for level in 1..10 {
        let below = format!("*a{}, ", level - 1).repeat(9);
        bomb.push_str(&format!("  a{level}: &a{level} [{}]\n", below.trim_end_matches(", ")));
    }
    assert_eq!(code_of(&refused(&finding(&bomb), &["check"])), "limit-aliases");
}

#[test]
fn limits_alias_of_a_large_text() {
    let text = "x".repeat(1_000_000);
    let aliases = "*t, ".repeat(2_000);
    let tail = format!("extensions:\n  t: &t {text}\n  l: [{}]\n", aliases.trim_end_matches(", "));
    assert_eq!(code_of(&refused(&finding(&tail), &["check"])), "limit-aliases");
}

#[test]
fn limits_deep_nesting() {
    for tail in [
        format!("extensions: {}", "[".repeat(10_000)),
        format!("extensions: {}", "{a: ".repeat(10_000)),
        format!("extensions:\n  x:\n    {}1\n", "- ".repeat(10_000)),
    ] {
        let outcome = refused(&finding(&tail), &["check"]);
        assert!(outcome.stdout.contains("limit-depth"), "{}", outcome.stdout);
    }
    let json = Folder::new().with("findings/a.json", "[".repeat(10_000));
    assert!(refused(&json, &["check"]).stdout.contains("limit-depth"));
}

#[test]
fn limits_huge_scalar() {
    let outcome = refused(&finding(&format!("description: {}\n", "x".repeat(50_000_000))), &["check"]);
    assert_eq!(code_of(&outcome), "limit-size");
}

#[test]
fn limits_bytes_that_are_no_text() {
    let folder = Folder::new().with("findings/a.yaml", [HEAD.as_bytes(), b"description: \xff\xfe\n"].concat());
    assert_eq!(code_of(&refused(&folder, &["check"])), "invalid-utf8");
    let folder = finding("description: \"a\0b\"\n");
    assert_eq!(code_of(&refused(&folder, &["check"])), "control-character");
}

#[test]
fn limits_truncated_and_cyclic() {
    assert_eq!(code_of(&refused(&finding("description: \"never clos"), &["check"])), "yaml-syntax");
    assert_eq!(code_of(&refused(&finding("extensions: &x {a: *x}\n"), &["check"])), "alias-cycle");
}

#[test]
fn limits_a_policy_that_loops() {
    let policy = "package acme.slow\n\ndeny contains \"found\" if {\n\tsome a in numbers.range(1, 5000)\n\tsome b in numbers.range(1, 5000)\n\tsome c in numbers.range(1, 5000)\n\t((a * b) * c) == -1\n}\n";
    let folder = finding("")
        .with("policies/slow.rego", policy)
        .with("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\n");
    let outcome = refused(&folder, &["check"]);
    assert!(outcome.stdout.contains("time-limit"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("policies/slow.rego:3:1"), "{}", outcome.stdout);
}

#[test]
fn limits_many_problems_in_one_file() {
    let outcome = refused(&finding(&"unknown_key: 1\n".repeat(100_000)), &["check"]);
    assert!(outcome.stdout.contains("duplicate-key"));
}

/// The most memory that a streaming run of so many findings of 50 kB takes, in kB.
fn streamed(findings: usize) -> u64 {
    let mut child = Command::new(env!("CARGO_BIN_EXE_remedy-policy"))
        .args(["check", "-", "--at", "2026-11-20", "--format", "ndjson"])
        .current_dir(Folder::new().path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let text = "x".repeat(50_000);
        for number in 0..findings {
            let line = format!(
                "{{\"apiVersion\":\"remedy-policy/v1\",\"kind\":\"Finding\",\"id\":\"F-{number}\",\"title\":\"t\",\"type\":\"vulnerability\",\
                 \"severity\":\"low\",\"state\":\"open\",\"source\":{{\"kind\":\"scanner\",\"detected_at\":\"2026-11-19\"}},\"description\":\"{text}\"}}\n"
            );
            pipe.write_all(line.as_bytes()).unwrap();
        }
    });
    let mut peak = 0;
    let status = loop {
        peak = peak.max(peak_memory(child.id()));
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(1)),
        }
    };
    writer.join().unwrap();
    assert_eq!(status.code(), Some(2), "without organization data nothing can be judged");
    peak
}

#[test]
fn limits_a_stream_takes_no_more_memory_however_long_it_is() {
    // Five megabytes, and twenty.
    let (short, long) = (streamed(100), streamed(400));
    assert!(long < short + 6_000, "100 findings of 50 kB took {short} kB, 400 took {long} kB");
}

/// Counts what is written, and keeps nothing.
#[derive(Default)]
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The formats that know of a forge or leave something out.
const OTHERS: [Format; 5] = [
    ("github", |run, out| report::github(run, &Forge::default(), out)),
    ("gitlab", |run, out| report::gitlab(run, &Forge::default(), out)),
    ("azure", |run, out| report::azure(run, &Forge::default(), out)),
    ("markdown", |run, out| report::markdown(run, Markdown::COMMENT, &Forge::default(), out)),
    ("html", report::html),
];

#[test]
fn limits_reports_of_a_hundred_thousand_denials_are_written_as_they_are_made() {
    const DECISIONS: usize = 12_500;
    let one = sample();
    let denials: Vec<Denial> =
        ["due.date", "title", "labels.a", "labels.b", "plan", "source", "retest[0]", "evidence[3].ref"]
            .into_iter()
            .map(|path| denial("SLA-02", path, "2026-11-01"))
            .collect();
    let decisions = (0..DECISIONS).map(|number| Decision {
        verdict: Verdict::Blocked,
        denials: denials.clone(),
        ..decision(&format!("F-{number}"), "findings/a.yaml")
    });
    let run = Run { decisions: decisions.collect(), ..one };
    for (format, write) in FORMATS.into_iter().chain(OTHERS) {
        // Linux forgets the peak of before.
        std::fs::write("/proc/self/clear_refs", "5").unwrap();
        let before = peak_memory(std::process::id());
        let mut counter = Counter::default();
        write(&run, &mut counter).unwrap();
        let grown = peak_memory(std::process::id()) - before;
        let is_whole = FORMATS.iter().any(|(name, _)| *name == format);
        assert!(counter.0 > if is_whole { DECISIONS * 100 } else { 0 }, "{format}: {} bytes", counter.0);
        assert!(before > 0 && grown < REPORT_MEMORY, "{format}: {} bytes took {grown} kB", counter.0);
    }
}
