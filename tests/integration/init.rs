//! `init`: what it writes passes at once and is complete; what is there is never touched.

use std::path::Path;

use crate::common::{Folder, Outcome, root};

fn init(args: &[&str]) -> (Folder, Outcome) {
    let folder = Folder::new();
    let outcome = folder.run(&[&["init"], args].concat());
    (folder, outcome)
}

/// The files below a folder, sorted.
fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.is_file())
        .map(|path| path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"))
        .collect();
    names.sort();
    names
}

fn assert_passes(folder: &Folder, args: &[&str]) {
    for command in ["check", "lint"] {
        let outcome = folder.run(&[&[command], args].concat());
        assert_eq!(outcome.code, 0, "{command} {args:?}: {}{}", outcome.stdout, outcome.stderr);
        // Neither a denial nor a warning: a start that begins with a complaint is none.
        assert!(!outcome.stdout.contains("help:"), "{}", outcome.stdout);
    }
}

#[test]
fn a_start_passes_now() {
    let (folder, outcome) = init(&[]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""));
    assert_passes(&folder, &[]);
}

#[test]
fn a_start_passes_on_any_day_in_any_zone() {
    for (at, zone) in [
        ("2024-02-29", "UTC"),
        ("2026-12-31T23:59:59Z", "Pacific/Kiritimati"),
        ("2027-01-01T00:00:00Z", "Pacific/Pago_Pago"),
        ("2031-03-30", "Europe/Berlin"),
    ] {
        let (folder, outcome) = init(&["--at", at, "--time-zone", zone]);
        assert_eq!(outcome.code, 0, "{at} {zone}: {}", outcome.stderr);
        assert_passes(&folder, &["--at", at]);
        assert_eq!(folder.run(&["test"]).code, 0, "{at} {zone}: {}", folder.run(&["test"]).stdout);
    }
}

#[test]
fn it_says_what_it_wrote_and_how_to_go_on() {
    let (folder, outcome) = init(&["audit/gate", "--name", "acme"]);
    insta::assert_snapshot!(outcome.stdout, @r"
    Written to `audit/gate`:

      remedy-policy.yaml                        where things are, profile, time zone
      findings/SEC-1.yaml                       a first finding
      org/people.yaml                           who works here and what they can change
      org/controls.yaml                         controls, systems, identities and their owners
      profiles/acme.yaml                        your numbers, where they differ
      policies/acme/ticket_is_linked.rego       a rule of your own
      policies/acme/ticket_is_linked_test.rego  its tests
      policies/acme/ticket_is_linked_test.yaml  findings that it passes and blocks
      .remedy-policy/schemas/                   what editors complete and check by

    Go on with:

      cd audit/gate
      remedy-policy check        judge the finding
      remedy-policy lint         judge the organization data
      remedy-policy rules --own  list your own rule
      remedy-policy test         run its tests
    ");
    let written = files(folder.path());
    for name in written.iter().filter(|name| !name.contains("/.remedy-policy/")) {
        assert!(outcome.stdout.contains(name.strip_prefix("audit/gate/").unwrap()), "{name}");
    }
    let schemas = std::fs::read_dir(root().join("schemas")).unwrap().count();
    assert_eq!(written.iter().filter(|name| name.contains("/.remedy-policy/schemas/")).count(), schemas);
    let rules = folder.run(&["rules", "--own", "--config", "audit/gate/remedy-policy.yaml"]);
    assert!(rules.stdout.contains("ACME-01"), "{}{}", rules.stdout, rules.stderr);
}

#[test]
fn every_value_is_filled_in_and_every_schema_is_where_its_comment_says() {
    let (folder, _) = init(&["--name", "acme"]);
    let mut count = 0;
    for name in files(folder.path()) {
        let text = std::fs::read_to_string(folder.file(&name)).unwrap();
        if name.starts_with(".remedy-policy/") {
            continue;
        }
        assert!(!text.contains("{{") && !text.contains("house"), "{name}");
        if let Some(schema) = text.lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=") {
            count += 1;
            assert!(folder.file(&name).parent().unwrap().join(schema).is_file(), "{name}: {schema}");
        }
    }
    assert_eq!(count, 6, "files with a schema for the editor");
}

#[test]
fn the_first_finding_is_what_the_rule_and_the_profile_judge() {
    let (folder, _) = init(&["--at", "2026-11-20"]);
    let finding = std::fs::read_to_string(folder.file("findings/SEC-1.yaml")).unwrap();
    std::fs::write(folder.file("findings/SEC-1.yaml"), finding.replace("  record_id: SEC-1\n", "")).unwrap();
    let outcome = folder.run(&["check", "--at", "2026-11-20"]);
    assert_eq!(outcome.code, 1);
    assert!(outcome.stdout.contains("HOUSE-01"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("`record_id` belongs here"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("profile house"), "{}", outcome.stdout);
}

#[test]
fn the_tests_of_the_first_rule_hold_and_notice_what_changes() {
    let (folder, _) = init(&[]);
    let outcome = folder.run(&["test", "--coverage", "--threshold", "100"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("4 tests and 2 cases, 6 passed"), "{}", outcome.stdout);
    assert_eq!(folder.run(&["test", "--mutate", "--threshold", "90"]).code, 0);
}

#[test]
fn nothing_is_overwritten_and_nothing_is_written_beside() {
    let folder = Folder::new().with("org/people.yaml", "mine").with("remedy-policy.yaml", "mine, too");
    let outcome = folder.run(&["init"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    insta::assert_snapshot!(outcome.stderr, @r"

    usage

      × 2 files are there already, so nothing was written
      help: name another folder, or move them away:
              remedy-policy.yaml
              org/people.yaml
    ");
    assert_eq!(files(folder.path()), ["org/people.yaml", "remedy-policy.yaml"]);
    assert_eq!(std::fs::read_to_string(folder.file("org/people.yaml")).unwrap(), "mine");

    let (again, _) = init(&["--at", "2026-11-20"]);
    let outcome = again.run(&["init", "--at", "2026-11-20"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("findings/SEC-1.yaml"), "{}", outcome.stderr);
}

#[test]
fn what_is_half_written_is_taken_back() {
    // A file stands where a folder is needed, and that is met after other files.
    let folder = Folder::new().with("policies", "a file");
    let outcome = folder.run(&["init"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stderr.contains("could not write `policies/house/ticket_is_linked.rego`"), "{}", outcome.stderr);
    assert_eq!(files(folder.path()), ["policies"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn schemas_that_are_there_may_stay() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["schema", "--dir", ".remedy-policy/schemas"]).code, 0);
    assert_eq!(folder.run(&["init"]).code, 0);
}

#[test]
fn a_name_that_cannot_be_used_is_refused_with_an_example() {
    for (args, message) in [
        (["--name", "Acme Corp"], "`Acme Corp` is no name for packages"),
        (["--name", "own"], "`own` is taken: the shipped library has a rule `OWN-01`"),
        (["--name", "data"], "`data` is taken"),
        (["--time-zone", "Mars"], "`Mars` is no time zone"),
        (["--at", "soon"], "`soon` is no evaluation time"),
    ] {
        let (folder, outcome) = init(&args);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{args:?}");
        assert!(outcome.stderr.contains(message), "{}", outcome.stderr);
        assert!(outcome.stderr.contains("help: "), "{}", outcome.stderr);
        assert_eq!(files(folder.path()), [""; 0]);
    }
}
