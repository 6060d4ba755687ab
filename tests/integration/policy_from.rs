//! `check --policy-from`: a branch is judged by what another one has, and what it changes of that is reported.

use crate::git_repository::{Repository, check_in, git_in};

const FROM: [&str; 2] = ["--policy-from", "main"];

/// Denies everything that is open.
const STRICT: &str = "package own\n\nimport rego.v1\n\ndeny contains msg if {\n\tinput.finding.state == \"open\"\n\tmsg := \"nothing stays open\"\n}\n";

/// Denies nothing.
const SOFT: &str = "package own\n\nimport rego.v1\n\ndeny contains msg if {\n\tinput.finding.state == \"never\"\n\tmsg := \"never\"\n}\n";

const PROFILE: &str = "apiVersion: remedy-policy/v1\nkind: Profile\nname: own\nextends: base.yaml\n";

/// A repository whose `main` has a strict policy and a profile that extends another file.
fn strict() -> Repository {
    let repository = Repository::new();
    repository.write("policies/own.rego", STRICT);
    repository.write("profiles/own.yaml", PROFILE);
    repository.write("profiles/base.yaml", PROFILE.replace("base.yaml", "default").replace("name: own", "name: below"));
    repository.write("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\nprofile: profiles/own.yaml\n");
    repository.commit("strict");
    repository.git(&["branch", "-q", "-f", "main"]);
    repository
}

/// The warnings of a run, each in one line.
fn warnings(repository: &Repository, args: &[&str]) -> Vec<String> {
    let document = repository.check(&[args, &["--format", "json"]].concat()).json();
    let problems = document["problems"].as_array().unwrap().iter();
    problems
        .filter(|problem| problem["severity"] == "warning")
        .map(|problem| {
            let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
            format!("{} {}: {} ({})", text("code"), text("file"), text("message"), text("help"))
        })
        .collect()
}

#[test]
fn a_branch_cannot_soften_the_gate_that_it_must_pass() {
    let repository = strict();
    repository.write("policies/own.rego", SOFT);
    repository.remove("profiles/own.yaml");
    repository.write("org/more.yaml", "apiVersion: remedy-policy/v1\nkind: Organization\n");
    repository.write("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\npolicies: [elsewhere]\n");
    repository.write("elsewhere/own.rego", SOFT);
    repository.write("policies/own_test.rego", "package own_test\n");
    repository.write("policies/README.md", "words\n");
    repository.commit("softened");
    assert_eq!(repository.check(&[]).code, 0);
    let outcome = repository.check(&FROM);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("nothing stays open"), "{}", outcome.stdout);
    let short = repository.short("main");
    assert!(
        outcome.stdout.contains(&format!("profile own, 151 rules · policies of main ({short})")),
        "{}",
        outcome.stdout
    );
    insta::with_settings!({filters => vec![(short.as_str(), "abc1234")]}, {
        insta::assert_snapshot!(warnings(&repository, &FROM).join("\n"), @r"
        policy-changed elsewhere/own.rego: `elsewhere/own.rego` is added here, which does not count yet: `main` (abc1234) does not have it (this change takes effect once it is merged)
        policy-changed org/more.yaml: `org/more.yaml` is added here, which does not count yet: `main` (abc1234) does not have it (this change takes effect once it is merged)
        policy-changed policies/own.rego: `policies/own.rego` is changed here, which does not count yet: judged by the version of `main` (abc1234) (this change takes effect once it is merged)
        policy-changed profiles/own.yaml: `profiles/own.yaml` is deleted here, which does not count yet: judged by the version of `main` (abc1234) (this change takes effect once it is merged)
        policy-changed remedy-policy.yaml: `remedy-policy.yaml` is changed here, which does not count yet: judged by the version of `main` (abc1234) (this change takes effect once it is merged)
        ");
    });
    // Without a commit in between, and with a nearer configuration, it is the same.
    repository.write("findings/remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\nfindings: ['.']\n");
    assert_eq!(repository.check(&["--policy-from", "main", "findings/open.yaml"]).code, 1);
}

#[test]
fn files_of_the_commit_are_named_by_it_and_every_run_gives_the_same_bytes() {
    let repository = strict();
    repository.write("policies/own.rego", SOFT);
    let args = ["--policy-from", "main", "--changed-since", "main", "--explain", "--format", "json"];
    repository.replace("findings/open.yaml", "title: Shop", "title: The shop");
    let first = repository.check(&args).stdout;
    assert!(!first.contains("/tmp") && !first.contains("tree/"), "{first}");
    let document: serde_json::Value = serde_json::from_str(&first).unwrap();
    assert_eq!(document["config"], "main:remedy-policy.yaml");
    assert_eq!(document["policy_from"]["commit"], repository.git(&["rev-parse", "main"]).as_str());
    assert_eq!(document["totals"]["blocked"], 1);
    for _ in 0..2 {
        assert_eq!(repository.check(&args).stdout, first);
    }
    // What is wrong with the gate of the commit is shown with its lines.
    repository.git(&["checkout", "-q", "main"]);
    repository.write("org/more.yaml", "apiVersion: remedy-policy/v1\nkind: Organisation\n");
    repository.write("policies/broken.rego", "package broken\n\ndeny contains if {\n");
    repository.commit("broken");
    repository.git(&["checkout", "-q", "work"]);
    let outcome = repository.check(&FROM);
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("[main:org/more.yaml:2:7]"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("main:policies/broken.rego:3"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("/tmp"), "{}", outcome.stdout);
    assert!(!outcome.stdout.contains("policy-changed"), "main went on, the branch did not: {}", outcome.stdout);
}

#[test]
fn a_broken_gate_of_the_branch_does_not_matter_and_a_change_of_the_other_is_not_reported() {
    let repository = strict();
    repository.write("policies/own.rego", "package own\n\nnonsense");
    repository.write("remedy-policy.yaml", "kind: [");
    repository.commit("broken");
    repository.git(&["checkout", "-q", "main"]);
    repository.write("org/later.yaml", "apiVersion: remedy-policy/v1\nkind: Organization\n");
    repository.commit("main goes on");
    repository.git(&["checkout", "-q", "work"]);
    assert_eq!(repository.check(&FROM).code, 1);
    let files: Vec<String> =
        warnings(&repository, &FROM).iter().map(|line| line.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(files, ["policies/own.rego:", "remedy-policy.yaml:"]);
}

#[test]
fn the_findings_are_those_that_the_commit_configures_in_the_working_tree() {
    let repository = strict();
    repository.write("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\nfindings: [nothing]\n");
    repository.write("nothing/x.yaml", repository.read("findings/closable.yaml").replace("HP-2026-011", "HP-2026-090"));
    repository.replace("findings/open.yaml", "HP-2026-013", "HP-2026-091");
    let document = repository.check(&["--policy-from", "main", "--format", "json"]).json();
    let ids: Vec<&str> =
        document["findings"].as_array().unwrap().iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["HP-2026-007", "HP-2026-011", "HP-2026-091"]);
    let below = check_in(&repository.top.join("org"), &FROM, |_| ());
    assert!(below.stdout.contains("[../findings/open.yaml:"), "{}", below.stdout);
    let named = repository.check(&["--policy-from", "main", "nothing"]);
    assert_eq!(named.code, 0, "{}", named.stdout);
    let piped = crate::common::run_in(
        &repository.top,
        &["check", "--policy-from", "main", "--at", "2026-11-20", "-"],
        &repository.read("findings/open.yaml"),
    );
    assert_eq!(piped.code, 1, "{}", piped.stdout);
}

#[test]
fn a_commit_without_configuration_judges_by_the_defaults() {
    let repository = Repository::new();
    repository.git(&["rm", "-q", "remedy-policy.yaml"]);
    repository.commit("no configuration");
    repository.git(&["branch", "-q", "-f", "main"]);
    repository.write("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\nprofile: small-org\n");
    let outcome = repository.check(&FROM);
    assert_eq!(outcome.code, 0, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("profile default"), "{}", outcome.stdout);
    let warnings = warnings(&repository, &FROM);
    assert!(
        warnings.iter().any(|line| line.contains("`main` has no remedy-policy.yaml: judged with the defaults")),
        "{warnings:?}"
    );
}

#[test]
fn arguments_name_files_of_the_commit() {
    let repository = strict();
    repository.write("policies/own.rego", SOFT);
    repository.remove("profiles/base.yaml");
    repository.write("other.yaml", "apiVersion: remedy-policy/v1\nkind: Config\n");
    let code = |args: &[&str]| repository.check(&[&FROM, args].concat()).code;
    assert_eq!(code(&["--policy", "policies"]), 1);
    assert_eq!(code(&["--policy", repository.top.join("policies").to_str().unwrap()]), 1);
    assert_eq!(code(&["--profile", "profiles/own.yaml", "--data", "org"]), 1);
    assert_eq!(code(&["--config", "remedy-policy.yaml"]), 1);
    assert_eq!(code(&["--profile", "default"]), 1);
    let refused = |args: &[&str], words: &str| {
        let outcome = repository.check(&[&FROM, args].concat());
        assert_eq!(outcome.code, 2);
        assert!(outcome.stdout.contains(words), "{}", outcome.stdout);
    };
    refused(&["--config", "other.yaml"], "could not read `main:other.yaml`: it does not exist");
    refused(&["--policy", "elsewhere"], "could not read `main:elsewhere`: it does not exist");
    refused(&["--policy", "/etc"], "`/etc` is outside the repository");
    refused(&["--data", "../other"], "or leave out `--policy-from`");
    refused(&["--profile", "/etc/x.yaml"], "`/etc/x.yaml` is outside the repository");
    repository.git(&["stash", "-q", "-u"]);
    repository.write("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\norg: [../other]\n");
    repository.commit("outside");
    repository.git(&["branch", "-q", "-f", "main"]);
    refused(&[], "the configuration of `main` names ");
}

#[test]
fn links_lead_to_files_of_the_commit_and_never_out_of_it() {
    let repository = strict();
    repository.git(&["mv", "org", "shared"]);
    std::os::unix::fs::symlink("shared", repository.top.join("org")).unwrap();
    repository.git(&["mv", "policies/own.rego", "shared/own.rego"]);
    std::fs::create_dir_all(repository.top.join("policies")).unwrap();
    std::os::unix::fs::symlink("../org/own.rego", repository.top.join("policies/own.rego")).unwrap();
    repository.commit("links");
    repository.git(&["branch", "-q", "-f", "main"]);
    repository.write("shared/own.rego", SOFT);
    let outcome = repository.check(&FROM);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("`shared/own.rego` is changed here"), "{}", outcome.stdout);
    repository.git(&["checkout", "-q", "-f", "work"]);
    std::fs::write(repository.outside().join("soft.rego"), SOFT).unwrap();
    for target in ["/etc/passwd", "../../soft.rego"] {
        repository.remove("policies/own.rego");
        std::os::unix::fs::symlink(target, repository.top.join("policies/own.rego")).unwrap();
        repository.commit("out");
        repository.git(&["branch", "-q", "-f", "main"]);
        let outcome = repository.check(&FROM);
        assert_eq!(outcome.code, 2);
        let words = "the link `main:policies/own.rego` leads out of the repository";
        assert!(outcome.stdout.contains(words), "{}", outcome.stdout);
    }
}

#[test]
fn attributes_of_the_branch_do_not_change_the_files_of_the_commit() {
    let repository = strict();
    repository.write(".gitattributes", "*.rego working-tree-encoding=UTF-16\n");
    repository.write(".git/info/exclude", "");
    assert_eq!(repository.check(&FROM).code, 1);
}

#[test]
fn data_may_stand_in_a_submodule() {
    let (repository, inner) = (strict(), Repository::empty());
    inner.write("rules/own.rego", STRICT.replace("package own", "package inner").replace("stays open", "stays"));
    inner.commit("first");
    repository.git(&["submodule", "--quiet", "add", inner.top.to_str().unwrap(), "gate"]);
    repository.write("remedy-policy.yaml", "apiVersion: remedy-policy/v1\nkind: Config\npolicies: [gate/rules]\n");
    repository.commit("submodule");
    repository.git(&["branch", "-q", "-f", "main"]);
    repository.write("gate/rules/own.rego", SOFT);
    git_in(&repository.top.join("gate"), &["commit", "-q", "-a", "-m", "soft"]);
    repository.commit("soft");
    let outcome = repository.check(&FROM);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("nothing stays"), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("`gate/rules/own.rego` is changed here"), "{}", outcome.stdout);
}

#[test]
fn a_shallow_clone_of_both_tips_is_enough() {
    let repository = strict();
    repository.write("policies/own.rego", SOFT);
    repository.commit("soft");
    let url = format!("file://{}", repository.top.display());
    git_in(&repository.outside(), &["clone", "-q", "--depth", "1", "--no-single-branch", &url, "clone"]);
    let outcome = check_in(&repository.outside().join("clone"), &["--policy-from", "origin/main"], |_| ());
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains("`policies/own.rego` is changed here"), "{}", outcome.stdout);
    let none = repository.check(&["--policy-from", "none"]);
    assert_eq!(none.code, 2);
    assert!(none.stdout.contains("no commit is named `none`"), "{}", none.stdout);
}
