//! `check --changed-since`: what of a branch is judged, and what counts as deleted.

use crate::{
    common::root,
    git_repository::{Repository, check_in, expect, git_in, ids},
};

const OPEN: &str = "findings/open.yaml";
const CLOSABLE: &str = "findings/closable.yaml";
const ACCEPTABLE: &str = "findings/acceptable.yaml";

#[test]
fn a_branch_that_changes_no_finding_passes_and_says_so() {
    let repository = Repository::new();
    repository.write("README.md", "unrelated\n");
    repository.replace("org/organization.yaml", "kind: Organization", "kind: Organization # the same");
    repository.commit("unrelated");
    let outcome = repository.check(&["--changed-since", "main"]);
    let short = repository.short("main");
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    let line = format!("passed: no finding changed since main (base {short}) · judged as of ");
    assert!(outcome.stdout.starts_with(&line), "{}", outcome.stdout);
    let document = repository.check(&["--changed-since", "main", "--format", "json"]).json();
    assert_eq!(document["changed_since"]["ref"], "main");
    assert_eq!(document["changed_since"]["commit"], repository.git(&["rev-parse", "main"]).as_str());
    assert_eq!(document["exit_code"], 0);
}

#[test]
fn form_and_place_of_a_document_are_no_change_and_its_content_is() {
    let repository = Repository::new();
    let open = repository.read(OPEN);
    let closable = repository.read(CLOSABLE);
    // Another file, another order, other comments, another notation.
    repository.git(&["mv", ACCEPTABLE, "findings/Acceptable.yaml"]);
    repository.git(&["rm", "-q", OPEN]);
    let open = open.replace("type: vulnerability", "type: \"vulnerability\" # as the scanner says");
    repository.write(CLOSABLE, format!("# two of them\n---\n{open}---\n{closable}"));
    assert_eq!(repository.since_main(), expect(0, &[], &[]));
    repository.commit("the same, committed");
    assert_eq!(repository.since_main(), expect(0, &[], &[]));
    // One of the two documents of a file, in the working tree alone.
    repository.replace(CLOSABLE, "title: Shop accepts", "title: The shop accepts");
    assert_eq!(repository.since_main(), expect(0, &["HP-2026-013"], &[]));
    repository.commit("and in a commit");
    assert_eq!(repository.since_main(), expect(0, &["HP-2026-013"], &[]));
}

#[test]
fn a_new_document_counts_before_git_knows_of_it() {
    let repository = Repository::new();
    repository.write("findings/new/other.yaml", repository.read(OPEN).replace("HP-2026-013", "HP-2026-099"));
    assert_eq!(repository.since_main(), expect(0, &["HP-2026-099"], &[]));
    let outcome = repository.check(&["--changed-since", "main"]);
    assert!(
        outcome.stdout.contains("passed: 1 finding, none blocked · changed since main (base "),
        "{}",
        outcome.stdout
    );
}

#[test]
fn rules_still_see_the_findings_that_are_not_judged() {
    let repository = Repository::new();
    let policy = "package own\n\nimport rego.v1\n\ndeny contains msg if {\n\tcount(data.index) != 3\n\tmsg := \"not all are there\"\n}\n";
    repository.write("policies/own.rego", policy);
    repository.replace(OPEN, "title: Shop", "title: The shop");
    assert_eq!(repository.since_main(), expect(0, &["HP-2026-013"], &[]));
    assert_eq!(repository.changed(&["--changed-since", "main", OPEN]), expect(0, &["HP-2026-013"], &[]));
}

#[test]
fn deleting_an_open_finding_is_blocked_with_its_lines() {
    let repository = Repository::new();
    repository.git(&["rm", "-q", OPEN]);
    let outcome = repository.check(&["--changed-since", "main"]);
    assert_eq!(outcome.code, 1);
    let shown = outcome.stdout.split(" closable ").next().unwrap();
    insta::assert_snapshot!(shown, @r"
    ✗ HP-2026-013 blocked: Shop accepts passwords of six characters (deleted) (low vulnerability, was `open`)

    DEL-01

      × `HP-2026-013` is deleted while it is `open`
        ╭─[findings/open.yaml:11:8]
     10 │ blast_radius: customers
     11 │ state: open
        ·        ──┬─
        ·          ╰── expected closed
     12 │ source: {kind: pentest, reported_by: ines, detected_at: 2026-11-10}
        ╰────
      help: restore it under the same id, and ask for `closed` there
            who can: amara
    ");
    assert!(outcome.stdout.contains("blocked: 1 of 1 deletion by 1 denial"), "{}", outcome.stdout);
    repository.commit("deleted");
    let schema = std::fs::read_to_string(root().join("schemas/result.v1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let args = ["--changed-since", "main", "--policy-from", "main", "--format", "json"];
    let document = repository.check(&args).json();
    assert!(validator.is_valid(&document), "{document:#}");
    assert_eq!(repository.since_main(), expect(1, &[], &["HP-2026-013"]));
    assert_eq!(repository.check(&["--changed-since", "main", "--explain"]).code, 1);
}

#[test]
fn a_closed_finding_may_go_and_an_accepted_one_may_not() {
    let repository = Repository::new();
    repository.git(&["rm", "-q", CLOSABLE]);
    assert_eq!(repository.since_main(), expect(0, &[], &["HP-2026-011"]));
    repository.git(&["rm", "-q", ACCEPTABLE]);
    assert_eq!(repository.since_main(), expect(1, &[], &["HP-2026-007", "HP-2026-011"]));
}

#[test]
fn a_whole_folder_of_findings_may_be_gone() {
    let repository = Repository::new();
    repository.git(&["rm", "-q", "-r", "findings"]);
    assert_eq!(repository.since_main(), expect(1, &[], &["HP-2026-007", "HP-2026-011", "HP-2026-013"]));
}

#[test]
fn a_document_that_leaves_a_file_is_shown_in_the_file_as_it_was() {
    let repository = Repository::new();
    let both = format!("{}---\n{}", repository.read(CLOSABLE), repository.read(OPEN));
    repository.write(CLOSABLE, both);
    repository.remove(OPEN);
    repository.commit("together");
    repository.git(&["branch", "-q", "-f", "main"]);
    let short = repository.short("main");
    let rest = repository.read(CLOSABLE).split_once("---\n").unwrap().0.to_owned();
    repository.write(CLOSABLE, rest);
    let outcome = repository.check(&["--changed-since", "main"]);
    assert!(outcome.stdout.contains(&format!("[{short}:findings/closable.yaml:136:8]")), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("136 │ state: open"), "{}", outcome.stdout);
}

#[test]
fn another_id_is_another_finding() {
    let repository = Repository::new();
    repository.replace(OPEN, "HP-2026-013", "HP-2026-014");
    assert_eq!(repository.since_main(), expect(1, &["HP-2026-014"], &["HP-2026-013"]));
}

#[test]
fn a_copy_is_a_duplicate() {
    let repository = Repository::new();
    repository.write("findings/copy.yaml", repository.read(OPEN));
    let outcome = repository.check(&["--changed-since", "main"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("the id `HP-2026-013` belongs to 2 documents"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("DEL-01"), "{}", outcome.stdout);
}

#[test]
fn paths_limit_what_is_judged() {
    let repository = Repository::new();
    repository.replace(CLOSABLE, "title: Password", "title: The password");
    repository.remove(OPEN);
    let since = |paths: &[&str]| repository.changed(&[&["--changed-since", "main"], paths].concat());
    assert_eq!(since(&[CLOSABLE]), expect(0, &["HP-2026-011"], &[]));
    assert_eq!(since(&[ACCEPTABLE]), expect(0, &[], &[]));
    // As `git diff --name-only` would name it.
    assert_eq!(since(&[OPEN]), expect(1, &[], &["HP-2026-013"]));
    assert_eq!(since(&["."]), expect(1, &["HP-2026-011"], &["HP-2026-013"]));
    let outcome = repository.check(&["--changed-since", "main", "findings/never.yaml"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("could not read `findings/never.yaml`: it does not exist"), "{}", outcome.stdout);
    let outcome = repository.check(&["--changed-since", "main", "-"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("standard input cannot be compared with a commit"), "{}", outcome.stdout);
    let outside = repository.outside();
    std::fs::write(outside.join("x.yaml"), "").unwrap();
    let outcome = repository.check(&["--changed-since", "main", "../x.yaml", CLOSABLE]);
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
}

#[test]
fn broken_files_count_where_the_branch_changes_them() {
    let repository = Repository::new();
    repository.write("findings/old.yaml", "kind: Finding\n");
    repository.write("findings/mended.yaml", "kind: [\n");
    repository.commit("broken");
    repository.git(&["branch", "-q", "-f", "main"]);
    repository.write("findings/mended.yaml", repository.read(OPEN).replace("HP-2026-013", "HP-2026-020"));
    assert_eq!(repository.since_main(), expect(0, &["HP-2026-020"], &[]));
    // A finding in a file that cannot be read is not taken for deleted.
    repository.replace(OPEN, "severity: low", "severity: tiny");
    assert_eq!(repository.since_main(), expect(2, &["HP-2026-020"], &[]));
    let text = repository.check(&["--changed-since", "main"]).stdout;
    assert!(text.contains("findings/open.yaml:7") && !text.contains("findings/old.yaml"), "{text}");
}

#[test]
fn a_table_beside_a_review_belongs_to_it() {
    let repository = Repository::new();
    for name in ["payroll-2026-q3.yaml", "payroll-2026-q3/decisions.csv", "payroll-2026-q3/privileged.csv"] {
        let text = std::fs::read(root().join("fixtures/acme/reviews").join(name)).unwrap();
        repository.write(&format!("findings/{name}"), text);
    }
    for name in ["third-party", "service", "employee"] {
        let name = format!("payroll-2026-q3/{name}.csv");
        repository.write(
            &format!("findings/{name}"),
            std::fs::read(root().join("fixtures/acme/reviews").join(&name)).unwrap(),
        );
    }
    repository.commit("review");
    repository.git(&["branch", "-q", "-f", "main"]);
    assert_eq!(repository.since_main().1, Vec::<String>::new());
    let table = "findings/payroll-2026-q3/decisions.csv";
    let text = repository.read(table);
    repository.write(table, format!("{text}\n"));
    assert_eq!(repository.since_main().1.len(), 1, "{:?}", repository.since_main());
    let named = repository.changed(&["--changed-since", "main", "findings/payroll-2026-q3.yaml"]);
    assert_eq!(named.1.len(), 1, "{named:?}");
    repository.remove(table);
    let outcome = repository.check(&["--changed-since", "main"]);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("decisions.csv"), "{}", outcome.stdout);
}

#[test]
fn what_git_ignores_is_not_there() {
    let repository = Repository::new();
    repository.write(".gitignore", "findings/private/\n");
    repository.write("findings/private/x.yaml", repository.read(OPEN).replace("HP-2026-013", "HP-2026-030"));
    assert_eq!(repository.since_main(), expect(0, &[], &[]));
    // Hidden behind .gitignore it is gone for everybody else.
    std::fs::rename(repository.top.join(OPEN), repository.top.join("findings/private/open.yaml")).unwrap();
    assert_eq!(repository.since_main(), expect(1, &[], &["HP-2026-013"]));
}

#[test]
fn names_of_any_kind_are_found() {
    let repository = Repository::new();
    let open = repository.read(OPEN);
    let names: Vec<&[u8]> = vec![
        b"with space.yaml",
        "Prüfung – 日本.yaml".as_bytes(),
        b"line\nbreak.yaml",
        b"[a]*?.yaml",
        b":(top)x.yaml",
        b"-q.yaml",
        b"\"quoted\".yaml",
        #[cfg(target_os = "linux")]
        b"latin-\xe9.yaml",
    ];
    let path = |name: &[u8]| {
        use std::os::unix::ffi::OsStrExt as _;
        repository.top.join("findings").join(std::ffi::OsStr::from_bytes(name))
    };
    for (number, name) in names.iter().enumerate() {
        std::fs::write(path(name), open.replace("HP-2026-013", &format!("HP-2026-10{number}"))).unwrap();
    }
    assert_eq!(repository.since_main().1.len(), names.len());
    repository.commit("names");
    assert_eq!(repository.since_main().1.len(), names.len());
    repository.git(&["branch", "-q", "-f", "main"]);
    assert_eq!(repository.since_main(), expect(0, &[], &[]));
    for name in &names {
        std::fs::remove_file(path(name)).unwrap();
    }
    let (code, judged, deleted) = repository.since_main();
    assert_eq!((code, judged.len(), deleted.len()), (1, 0, names.len()));
}

#[test]
fn line_endings_and_times_of_files_are_no_change() {
    let repository = Repository::new();
    let crlf = repository.read(OPEN).replace('\n', "\r\n");
    repository.write(OPEN, crlf);
    repository.write(CLOSABLE, repository.read(CLOSABLE));
    assert_eq!(repository.since_main(), expect(0, &[], &[]));
    repository.git(&["config", "core.autocrlf", "true"]);
    assert_eq!(repository.since_main(), expect(0, &[], &[]));
}

#[test]
fn a_finding_behind_a_link_is_always_judged() {
    let repository = Repository::new();
    repository.write("elsewhere/linked.yaml", repository.read(OPEN).replace("HP-2026-013", "HP-2026-040"));
    std::os::unix::fs::symlink("../elsewhere/linked.yaml", repository.top.join("findings/linked.yaml")).unwrap();
    repository.commit("link");
    repository.git(&["branch", "-q", "-f", "main"]);
    assert_eq!(repository.since_main(), expect(0, &["HP-2026-040"], &[]));
}

#[test]
fn commits_are_named_as_git_names_them_and_from_anywhere() {
    let repository = Repository::new();
    repository.git(&["tag", "-a", "-m", "first", "v1"]);
    repository.replace(OPEN, "title: Shop", "title: The shop");
    repository.commit("title");
    let id = repository.git(&["rev-parse", "main"]);
    let changed = expect(0, &["HP-2026-013"], &[]);
    for name in ["main", "v1", "HEAD~1", "refs/heads/main", &id, &repository.short("main"), "HEAD^"] {
        assert_eq!(repository.changed(&["--changed-since", name]), changed, "{name}");
    }
    // A branch that went on is compared with where it was left.
    repository.git(&["checkout", "-q", "main"]);
    repository.replace(CLOSABLE, "title: Password", "title: The password");
    repository.commit("main goes on");
    repository.git(&["checkout", "-q", "--detach", "work"]);
    assert_eq!(repository.since_main(), changed);
    let below = repository.top.join("org");
    let args = ["--changed-since", "main", "--format", "json"];
    assert_eq!(ids(&check_in(&below, &args, |_| ())), changed);
    let elsewhere = ["--changed-since", "main", "--format", "json", "repository"];
    assert_eq!(ids(&check_in(&repository.outside(), &elsewhere, |_| ())), changed);
    let tree = repository.outside().join("linked");
    repository.git(&["worktree", "add", "-q", tree.to_str().unwrap(), "work~0"]);
    assert_eq!(ids(&check_in(&tree, &args, |_| ())), changed);
}

/// The complaint of a check in a folder, for one that must exit with 2.
fn complaint(folder: &std::path::Path, since: &str) -> String {
    let outcome = check_in(folder, &["--changed-since", since, "--format", "json"], |_| ());
    assert_eq!(outcome.code, 2, "{}", outcome.stdout);
    let problem = &outcome.json()["problems"][0];
    assert_eq!(outcome.json()["problems"].as_array().unwrap().len(), 1, "{}", outcome.stdout);
    assert_eq!(problem["code"], "git");
    format!("{} ({})", problem["message"].as_str().unwrap(), problem["help"].as_str().unwrap_or_default())
}

#[test]
fn a_name_that_stands_for_nothing_is_refused_with_the_nearest() {
    let repository = Repository::new();
    repository.git(&["update-ref", "refs/remotes/origin/release", "main"]);
    assert_eq!(complaint(&repository.top, "release"), "no commit is named `release` (did you mean `origin/release`?)");
    assert_eq!(complaint(&repository.top, "mian"), "no commit is named `mian` (did you mean `main`?)");
    let advice = "name a branch, a tag or a commit of this repository; fetch it first if only the remote has it";
    assert_eq!(complaint(&repository.top, "0123abcd"), format!("no commit is named `0123abcd` ({advice})"));
    assert_eq!(complaint(&repository.top, ""), format!("no commit is named `` ({advice})"));
    assert_eq!(complaint(&repository.top, "main:findings"), format!("no commit is named `main:findings` ({advice})"));
    for option in ["--help", "-q", "--output=x"] {
        let name = format!("--changed-since={option}");
        let outcome = repository.check(&[&name]);
        assert_eq!(outcome.code, 2);
        assert!(outcome.stdout.contains(&format!("no commit is named `{option}`")), "{}", outcome.stdout);
    }
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let repository = Repository::new();
    for number in 0..3 {
        repository.replace(OPEN, "title: ", "title: More ");
        repository.commit(&format!("work {number}"));
    }
    let clone = repository.outside().join("clone");
    let url = format!("file://{}", repository.top.display());
    git_in(&repository.outside(), &["clone", "-q", "--depth", "1", "--no-single-branch", &url, "clone"]);
    let advice = "fetch the whole history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout";
    assert_eq!(
        complaint(&clone, "origin/main"),
        format!(
            "HEAD and `origin/main` have no commit in common (the clone is shallow, and may not reach back to it; {advice})"
        )
    );
    assert_eq!(complaint(&clone, "v9"), format!("no commit is named `v9` (the clone is shallow; {advice})"));
    git_in(&clone, &["fetch", "-q", "--unshallow"]);
    let outcome = check_in(&clone, &["--changed-since", "origin/main", "--format", "json"], |_| ());
    assert_eq!(ids(&outcome), expect(0, &["HP-2026-013"], &[]));
}

#[test]
fn a_place_where_nothing_can_be_compared_is_named() {
    let repository = Repository::new();
    let outside = repository.outside();
    git_in(&outside, &["clone", "-q", "--bare", "repository", "bare"]);
    let bare = "this repository is bare: it has no working tree with findings";
    assert!(complaint(&outside.join("bare"), "main").starts_with(bare));
    let none = "the folder is in no git repository (run it in the repository that holds the findings)";
    assert_eq!(complaint(&outside, "main"), none);
    let unborn = Repository::empty();
    assert_eq!(
        complaint(&unborn.top, "HEAD"),
        "no commit is named `HEAD` (name a branch, a tag or a commit of this repository; fetch it first if only the remote has it)"
    );
    repository.git(&["checkout", "-q", "--orphan", "unborn"]);
    assert_eq!(
        complaint(&repository.top, "main"),
        "the current branch has no commit yet (commit first, or judge all findings, without `--changed-since`)"
    );
    repository.commit("orphan");
    assert_eq!(
        complaint(&repository.top, "main"),
        "HEAD and `main` have no commit in common (name the branch from which this one began)"
    );
}

#[test]
fn git_that_is_missing_or_refuses_is_named() {
    let repository = Repository::new();
    let args = ["--changed-since", "main"];
    let empty = repository.outside().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let outcome = check_in(&repository.top, &args, |command| _ = command.env("PATH", &empty));
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("the `git` program is not there"), "{}", outcome.stdout);
    let outcome = check_in(&repository.top, &args, |command| _ = command.env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1"));
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("git refused: detected dubious ownership in repository"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("safe.directory"), "{}", outcome.stdout);
}

#[test]
fn a_sparse_checkout_hides_no_change_and_deletes_nothing() {
    let repository = Repository::new();
    repository.write("findings/team/a.yaml", repository.read(OPEN).replace("HP-2026-013", "HP-2026-050"));
    repository.commit("team");
    repository.git(&["branch", "-q", "-f", "main"]);
    repository.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/findings/team/"]);
    assert!(!repository.top.join("findings/team/a.yaml").exists());
    assert_eq!(repository.since_main(), expect(0, &[], &[]));
    repository.git(&["sparse-checkout", "disable"]);
    repository.replace("findings/team/a.yaml", "title: Shop", "title: The shop");
    repository.commit("hidden change");
    repository.git(&["sparse-checkout", "set", "--no-cone", "/*", "!/findings/team/"]);
    assert_eq!(
        complaint(&repository.top, "main"),
        "`findings/team/a.yaml` differs from `main`, and is not checked out (add its folder to the sparse checkout: `git sparse-checkout add FOLDER`)"
    );
}

#[test]
fn a_submodule_is_compared_with_the_commit_that_was_recorded() {
    let (repository, inner) = (Repository::new(), Repository::empty());
    inner.write("a.yaml", repository.read(OPEN).replace("HP-2026-013", "HP-2026-060"));
    inner.write("b.yaml", repository.read(OPEN).replace("HP-2026-013", "HP-2026-061"));
    inner.commit("first");
    repository.git(&["submodule", "--quiet", "add", inner.top.to_str().unwrap(), "findings/team"]);
    assert_eq!(repository.since_main(), expect(0, &["HP-2026-060", "HP-2026-061"], &[]));
    repository.commit("submodule");
    repository.git(&["branch", "-q", "-f", "main"]);
    assert_eq!(repository.since_main(), expect(0, &[], &[]));
    repository.replace("findings/team/a.yaml", "title: Shop", "title: The shop");
    assert_eq!(repository.since_main(), expect(0, &["HP-2026-060"], &[]));
    let team = repository.top.join("findings/team");
    git_in(&team, &["rm", "-q", "b.yaml"]);
    git_in(&team, &["commit", "-q", "-a", "-m", "second"]);
    let both = expect(1, &["HP-2026-060"], &["HP-2026-061"]);
    assert_eq!(repository.since_main(), both);
    repository.commit("moved on");
    assert_eq!(repository.since_main(), both);
    let named = repository.changed(&["--changed-since", "main", "findings/team"]);
    assert_eq!(named, both);
    // A clone whose submodule does not reach back.
    git_in(&team, &["push", "-q", "origin", "HEAD:refs/heads/second"]);
    git_in(&inner.top, &["checkout", "-q", "second"]);
    repository.git(&[
        "config",
        "-f",
        ".gitmodules",
        "submodule.findings/team.url",
        &format!("file://{}", inner.top.display()),
    ]);
    repository.commit("url");
    git_in(&repository.outside(), &["clone", "-q", "repository", "clone"]);
    let clone = repository.outside().join("clone");
    let absent = complaint(&clone, "origin/main");
    assert!(absent.starts_with("the submodule `findings/team` cannot be compared: it is not checked out"), "{absent}");
    git_in(&clone, &["submodule", "--quiet", "update", "--init", "--depth", "1"]);
    let shallow = complaint(&clone, "origin/main");
    assert!(
        shallow.starts_with("the submodule `findings/team` cannot be compared: it does not have the commit "),
        "{shallow}"
    );
    git_in(&clone.join("findings/team"), &["fetch", "-q", "--unshallow"]);
    assert_eq!(ids(&check_in(&clone, &["--changed-since", "origin/main", "--format", "json"], |_| ())), both);
    repository.git(&["rm", "-q", "findings/team"]);
    let removed = complaint(&repository.top, "main");
    assert!(
        removed.starts_with("the submodule `findings/team` cannot be compared: it is no submodule any more"),
        "{removed}"
    );
}

#[test]
fn a_merge_in_progress_passes_nothing() {
    let repository = Repository::new();
    repository.replace(OPEN, "title: Shop", "title: The shop");
    repository.commit("here");
    repository.git(&["checkout", "-q", "-b", "other", "main"]);
    repository.replace(OPEN, "title: Shop", "title: Our shop");
    repository.commit("there");
    let merged = std::process::Command::new("git")
        .arg("-C")
        .arg(&repository.top)
        .args(["-c", "user.name=test", "-c", "user.email=test", "merge", "-q", "work"])
        .output()
        .unwrap();
    assert!(!merged.status.success());
    let (code, judged, deleted) = repository.since_main();
    assert_eq!((code, judged.len(), deleted.len()), (2, 0, 0));
}
