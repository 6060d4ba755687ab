//! Pull requests on GitHub, GitLab and Azure, from the steps of each service to what the program itself says there.

use serde_json::Value;

use crate::{
    common::Folder,
    services::{Project, values},
    wiring::yaml,
    wiring_steps::{environment_of_azure, job_of_gitlab},
};

const BINARY: &str = env!("CARGO_BIN_EXE_remedy-policy");

/// The files of a start that passes on 2026-11-20.
fn start() -> Vec<(String, String)> {
    let folder = Folder::new();
    assert_eq!(folder.run(&["init", ".", "--at", "2026-11-20"]).code, 0);
    let mut files = Vec::new();
    let mut folders = vec![folder.path().to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder.path()).unwrap().to_str().unwrap().to_owned();
                files.push((name, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    files
}

/// A pull request that changes files of that start.
fn pull_request(change: impl Fn(&str, &str) -> Option<String>) -> Project {
    let start = start();
    let before: Vec<(&str, &str)> = start.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let changed = before.iter().filter_map(|(name, text)| Some(((*name).to_owned(), change(name, text)?)));
    let changed: Vec<(String, String)> = changed.collect();
    assert!(!changed.is_empty());
    let after: Vec<(&str, &str)> = changed.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    Project::new(&before, &after)
}

/// Takes the owner out of the finding.
fn without_owner(name: &str, text: &str) -> Option<String> {
    let is_owner = |line: &&str| line.trim_start().starts_with("accountable_owner:");
    let kept = || text.lines().filter(|line| !is_owner(line)).map(|line| format!("{line}\n")).collect();
    name.starts_with("findings/").then(kept)
}

fn github(project: &Project) -> (i32, String) {
    let event = [("pull_request.base.sha", project.base.as_str()), ("pull_request.number", "7")];
    let (outcome, _) = project.github(&[("binary", BINARY), ("at", "2026-11-20"), ("upload-sarif", "true")], &event);
    (outcome.code, format!("{}{}", outcome.stdout, outcome.stderr))
}

#[test]
fn a_blocked_pull_request_on_github_gets_annotations_a_summary_and_sarif() {
    let project = pull_request(without_owner);
    let (code, printed) = github(&project);
    assert_eq!(code, 1, "{printed}");
    let annotation =
        printed.lines().find(|line| line.starts_with("::error file=findings/")).unwrap_or_else(|| panic!("{printed}"));
    assert!(annotation.contains("OWN-01") && annotation.contains("line="), "{annotation}");
    let read = |name: &str| std::fs::read_to_string(project.temp(name)).unwrap();
    let sarif: Value = serde_json::from_str(&read("remedy-policy/results.sarif")).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "OWN-01");
    for markdown in [read("summary.md"), read("remedy-policy/report.md")] {
        assert!(markdown.contains("OWN-01"), "{markdown}");
    }
}

#[test]
fn a_pull_request_that_changes_no_finding_passes() {
    let project = pull_request(|name, text| {
        (name == "remedy-policy.yaml").then(|| {
            format!(
                "{text}# More.
"
            )
        })
    });
    let (code, printed) = github(&project);
    assert_eq!(code, 0, "{printed}");
}

#[test]
fn a_pull_request_does_not_soften_its_own_gate() {
    let project = pull_request(|name, text| {
        let softened = text.replace("findings: [findings]", "findings: [nowhere]");
        without_owner(name, text).or_else(|| (name == "remedy-policy.yaml").then_some(softened))
    });
    let (code, printed) = github(&project);
    assert_eq!(code, 1, "{printed}");
    assert!(printed.contains("OWN-01"), "{printed}");
}

#[test]
fn a_blocked_merge_request_on_gitlab_gets_code_quality_a_test_report_and_a_page() {
    let project = pull_request(without_owner);
    let (script, mut environment) = job_of_gitlab(&project);
    environment.extend(values(&[
        ("REMEDY_BINARY", BINARY),
        ("REMEDY_ARGS", "--at 2026-11-20"),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
    ]));
    let outcome = project.shell(&format!("git fetch --quiet --unshallow\n{script}"), &environment);
    assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
    let read = |name: &str| std::fs::read_to_string(project.checkout().join(name)).unwrap();
    let issues: Value = serde_json::from_str(&read("gl-code-quality-report.json")).unwrap();
    assert_eq!(issues[0]["check_name"], "OWN-01");
    assert!(read("remedy-policy.junit.xml").contains("OWN-01"));
    assert!(read("remedy-policy.html").contains("OWN-01"));
}

#[test]
fn a_blocked_pull_request_on_azure_gets_issues_a_summary_and_a_test_report() {
    let project = pull_request(without_owner);
    crate::services::git(
        &project.checkout(),
        &["fetch", "--quiet", "--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*"],
    );
    let environment = environment_of_azure(&project, &[("binary", BINARY), ("args", "--at 2026-11-20")], Some("main"));
    let template = yaml("integrations/azure/remedy-policy.yml");
    let outcome = project.shell(template["steps"][0]["bash"].as_str().unwrap(), &environment);
    assert_eq!(outcome.code, 1, "{}{}", outcome.stdout, outcome.stderr);
    let issue = outcome.stdout.lines().find(|line| line.starts_with("##vso[task.logissue type=error;")).unwrap();
    assert!(issue.contains("sourcepath=findings/") && issue.contains("OWN-01"), "{issue}");
    assert!(outcome.stdout.contains("##vso[task.uploadsummary]"), "{}", outcome.stdout);
    for report in ["remedy-policy.junit.xml", "remedy-policy.md"] {
        assert!(std::fs::read_to_string(project.temp(report)).unwrap().contains("OWN-01"), "{report}");
    }
}
