//! The steps for GitHub, GitLab and Azure, run as shell in a real checkout with a stand-in for the program: what it is told,
//! what becomes of its exit code, and that no text from outside is ever run.

use serde_yaml::Value;

use crate::{
    services::{Project, Values, git, values},
    wiring::{text, visit, yaml},
};

const FILES: [(&str, &str); 1] = [("findings/a.yaml", "a: 1\n")];
const CHANGE: [(&str, &str); 1] = [("findings/b.yaml", "b: 1\n")];

fn project() -> Project {
    Project::new(&FILES, &CHANGE)
}

/// The action with a stand-in that ends with a code.
fn github(project: &Project, code: i32, inputs: &[(&str, &str)], event: &[(&str, &str)]) -> (i32, String, Vec<String>) {
    let binary = project.stand_in(code);
    let mut all = vec![("binary", binary.to_str().unwrap())];
    all.extend(inputs);
    let (outcome, ran) = project.github(&all, event);
    (outcome.code, format!("{}{}", outcome.stdout, outcome.stderr), ran)
}

#[test]
fn a_pull_request_on_github_is_judged_against_its_base() {
    let project = project();
    let base = project.base.clone();
    let (code, printed, ran) = github(&project, 0, &[], &[("pull_request.base.sha", &base)]);
    assert_eq!((code, ran.join(", ")), (0, "Install, Check, Result".to_owned()), "{printed}");
    assert_eq!(
        project.arguments(),
        [
            "check",
            "--format",
            "github",
            "--output",
            "sarif=TEMP/remedy-policy/results.sarif",
            "--output",
            "markdown=TEMP/remedy-policy/report.md",
            &format!("--changed-since={base}"),
            &format!("--policy-from={base}"),
            "--"
        ]
    );
    // The checkout was shallow; now it has the history that leads from the base to it.
    assert_eq!(git(&project.checkout(), &["merge-base", &base, "HEAD"]), base);
    assert_eq!(git(&project.checkout(), &["rev-list", "--count", "HEAD"]), "4");
}

#[test]
fn without_a_pull_request_everything_is_judged_by_the_files_of_the_checkout() {
    let project = project();
    let (code, printed, _) = github(&project, 0, &[], &[]);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(project.arguments().last().unwrap(), "--");
    assert!(
        !project
            .arguments()
            .iter()
            .any(|argument| argument.contains("changed-since") || argument.contains("policy-from"))
    );
}

#[test]
fn a_merge_queue_has_a_base_and_none_turns_it_off() {
    let project = project();
    let event = [("merge_group.base_sha", project.base.as_str())];
    let (code, printed, _) = github(&project, 0, &[("changed-since", "none")], &event);
    assert_eq!(code, 0, "{printed}");
    let arguments = project.arguments();
    assert_eq!(arguments[arguments.len() - 2], format!("--policy-from={}", project.base));
    assert!(!arguments.iter().any(|argument| argument.contains("changed-since")), "{arguments:?}");
}

#[test]
fn the_action_ends_with_the_code_of_the_check_after_upload_and_comment() {
    let project = project();
    project.program("gh", "#!/bin/sh\nexit 0\n");
    for code in [1, 2, 3, 101] {
        let event = [("pull_request.base.sha", project.base.as_str()), ("pull_request.number", "7")];
        let inputs = [("upload-sarif", "true"), ("comment", "true")];
        let (ended, printed, ran) = github(&project, code, &inputs, &event);
        assert_eq!(ended, code, "{printed}");
        assert_eq!(ran.join(", "), "Install, Check, Upload to code scanning, Comment, Result");
    }
}

#[test]
fn a_base_that_cannot_be_fetched_is_an_error_that_names_the_remedy() {
    let project = project();
    let event = [("pull_request.base.sha", "0123456789012345678901234567890123456789")];
    let (code, printed, ran) = github(&project, 0, &[], &event);
    assert_eq!((code, ran.last().unwrap().as_str()), (2, "Check"), "{printed}");
    assert!(printed.contains("::error title=remedy-policy::the base commit 0123456789"), "{printed}");
    assert!(printed.contains("`fetch-depth: 0`"), "{printed}");
}

#[test]
fn inputs_reach_the_program_as_they_are_and_are_never_run() {
    let project = project();
    let evil = "$(touch pwned) `touch pwned`; touch pwned #";
    let inputs = [
        ("paths", "findings\n--help\na b\n$(touch pwned)"),
        ("profile", evil),
        ("at", "2026-11-20"),
        ("changed-since", evil),
        ("policy-from", "--quiet"),
        ("args", "--explain\n  --jobs 2 * $(touch"),
        ("sarif-file", "out/the report.sarif"),
    ];
    let (code, printed, _) = github(&project, 0, &inputs, &[("pull_request.base.sha", &project.base)]);
    assert_eq!(code, 0, "{printed}");
    assert!(!project.checkout().join("pwned").exists());
    assert!(project.checkout().join("out/the report.sarif").exists());
    let expected = [
        "sarif=out/the report.sarif".to_owned(),
        "--output".to_owned(),
        "markdown=TEMP/remedy-policy/report.md".to_owned(),
        format!("--changed-since={evil}"),
        "--policy-from=--quiet".to_owned(),
        format!("--profile={evil}"),
    ];
    let arguments = project.arguments();
    assert_eq!(arguments[4..10], expected);
    assert_eq!(
        arguments[10..],
        [
            "--at=2026-11-20",
            "--explain",
            "--jobs",
            "2",
            "*",
            "$(touch",
            "--",
            "findings",
            "--help",
            "a b",
            "$(touch pwned)"
        ]
    );
}

#[test]
fn a_program_or_version_that_cannot_be_is_refused_before_anything_runs() {
    let project = project();
    for (inputs, message) in [
        ([("binary", "nowhere/remedy-policy")], "the input `binary` names no program"),
        ([("version", "1.0; touch pwned")], "the input `version` is not a version"),
        ([("version", "--index-url=x")], "the input `version` is not a version"),
        ([("version", "")], "the input `version` is not a version"),
    ] {
        let (outcome, ran) = project.github(&inputs, &[]);
        assert_eq!((outcome.code, ran.len()), (2, 1), "{inputs:?}: {}", outcome.stdout);
        assert!(outcome.stdout.contains(message), "{}", outcome.stdout);
    }
}

/// A `gh` that notes its arguments, and knows of these comments.
fn gh(project: &Project, ids: &str) {
    let script = format!(
        "#!/bin/sh\nprintf '%s\\n' \"$*\" >> '{}'\ncase $* in *--paginate*) printf '{ids}' ;; esac\n",
        project.temp("gh").display()
    );
    project.program("gh", &script);
}

#[test]
fn a_comment_is_written_once_and_then_changed() {
    for (ids, call) in [
        ("", "--method POST repos/acme/audit/issues/7/comments --field body=@"),
        ("41\\n42\\n", "--method PATCH repos/acme/audit/issues/comments/41 --field body=@"),
    ] {
        let project = project();
        gh(&project, ids);
        let (code, printed, _) = github(&project, 1, &[("comment", "true")], &[("pull_request.number", "7")]);
        assert_eq!(code, 1, "{printed}");
        let calls = std::fs::read_to_string(project.temp("gh")).unwrap();
        assert!(calls.lines().nth(1).unwrap().contains(call), "{calls}");
        assert_eq!(
            std::fs::read_to_string(project.temp("remedy-policy/comment.md")).unwrap(),
            "<!-- remedy-policy -->\nreport\n"
        );
    }
}

#[test]
fn a_report_has_one_marker_and_fits_into_a_comment() {
    let marker = "<!-- remedy-policy -->\n";
    let long = format!("{marker}{}", "é".repeat(40_000));
    for (report, comment) in [
        (format!("{marker}## Blocked\n"), format!("{marker}## Blocked\n")),
        (long, format!("{marker}The report of remedy-policy is too long for a comment: see the summary of the run.\n")),
    ] {
        let project = project();
        gh(&project, "");
        std::fs::write(project.temp("report.md"), report).unwrap();
        let environment = [
            ("RUNNER_TEMP", project.temp("")),
            ("MARKDOWN_FILE", project.temp("report.md")),
            ("GITHUB_REPOSITORY", "acme/audit".into()),
            ("PULL_REQUEST", "7".into()),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value.display().to_string()));
        let script = format!("bash '{}/integrations/github/run.sh' comment", crate::common::root().display());
        let outcome = project.shell(&script, &environment.into());
        assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
        assert_eq!(std::fs::read_to_string(project.temp("remedy-policy/comment.md")).unwrap(), comment);
    }
}

#[test]
fn a_comment_that_cannot_be_written_warns_and_leaves_the_verdict() {
    let project = project();
    project.program("gh", "#!/bin/sh\necho 'HTTP 403' >&2\nexit 1\n");
    let (code, printed, _) = github(&project, 0, &[("comment", "true")], &[("pull_request.number", "7")]);
    assert_eq!(code, 0, "{printed}");
    assert!(printed.contains("::warning title=remedy-policy::could not comment: the job needs"), "{printed}");
}

#[test]
fn no_expression_stands_inside_a_script() {
    for file in
        ["action.yml", "integrations/azure/remedy-policy.yml", "integrations/gitlab/remedy-policy.gitlab-ci.yml"]
    {
        let mut scripts = 0;
        visit(&yaml(file), &mut |map| {
            for key in ["run", "bash", "script", "before_script"] {
                for script in map.get(key).into_iter().flat_map(texts) {
                    assert!(!script.contains("${{") && !script.contains("$(Build"), "{file}: {script}");
                    scripts += 1;
                }
            }
        });
        assert!(scripts > 0, "{file}");
    }
    // An action that is used is pinned by its commit.
    let uses: Vec<String> =
        text("action.yml").lines().filter_map(|line| Some(line.trim().strip_prefix("uses: ")?.to_owned())).collect();
    assert_eq!(uses.len(), 1);
    let commit = uses[0].split('@').nth(1).unwrap().split(' ').next().unwrap();
    assert!(commit.len() == 40 && commit.chars().all(|digit| digit.is_ascii_hexdigit()), "{commit}");
}

fn texts(value: &Value) -> Vec<String> {
    let many = value.as_sequence().into_iter().flatten().filter_map(Value::as_str);
    value.as_str().into_iter().chain(many).map(str::to_owned).collect()
}

/// The script of the job of GitLab, `before_script` and `script` in one shell as its runner has them, and its environment.
pub(crate) fn job_of_gitlab(project: &Project) -> (String, Values) {
    let job = &yaml("integrations/gitlab/remedy-policy.gitlab-ci.yml")["remedy-policy"];
    let script = [texts(&job["before_script"]), texts(&job["script"])].concat().join("\n");
    let mut environment = values(&[("CI_PROJECT_DIR", project.checkout().to_str().unwrap())]);
    let variable = |value: &Value| value.as_str().unwrap().to_owned();
    let variables = job["variables"].as_mapping().unwrap();
    environment.extend(variables.iter().map(|(name, value)| (variable(name), variable(value))));
    (script, environment)
}

fn gitlab(project: &Project, code: i32, environment: &[(&str, &str)]) -> (i32, String) {
    let (script, mut all) = job_of_gitlab(project);
    all.insert("REMEDY_BINARY".to_owned(), project.stand_in(code).display().to_string());
    all.extend(values(environment));
    let outcome = project.shell(&script, &all);
    (outcome.code, format!("{}{}", outcome.stdout, outcome.stderr))
}

const GITLAB_OUTPUTS: [&str; 7] = [
    "check",
    "--output",
    "gitlab=gl-code-quality-report.json",
    "--output",
    "junit=remedy-policy.junit.xml",
    "--output",
    "html=remedy-policy.html",
];

#[test]
fn a_merge_request_on_gitlab_is_judged_by_the_policies_of_its_target() {
    let project = project();
    let environment = [
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", project.base.as_str()),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
        ("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "1"),
        ("CI_MERGE_REQUEST_PROJECT_ID", "1"),
        ("REMEDY_ARGS", "--quiet $(touch pwned)"),
        ("REMEDY_PATHS", "findings *"),
    ];
    let (code, printed) = gitlab(&project, 1, &environment);
    assert_eq!(code, 1, "{printed}");
    let target = "refs/remotes/remedy-policy/target";
    let changed = format!("--changed-since={}", project.base);
    let policies = format!("--policy-from={target}");
    let expected = [&GITLAB_OUTPUTS[..], &[&changed, &policies, "--quiet", "$(touch", "pwned)", "--", "findings", "*"]];
    assert_eq!(project.arguments(), expected.concat());
    assert_eq!(git(&project.checkout(), &["rev-parse", target]), project.base);
    // Each report that the job keeps is written.
    let job = &yaml("integrations/gitlab/remedy-policy.gitlab-ci.yml")["remedy-policy"];
    let reports = job["artifacts"]["reports"]
        .as_mapping()
        .unwrap()
        .values()
        .chain(job["artifacts"]["paths"].as_sequence().unwrap());
    for report in reports {
        assert!(project.checkout().join(report.as_str().unwrap()).exists(), "{report:?}");
    }
}

#[test]
fn a_fork_on_gitlab_does_not_choose_the_policies() {
    let project = project();
    let upstream = git(&project.checkout(), &["remote", "get-url", "origin"]);
    std::os::unix::fs::symlink(upstream.trim_start_matches("file://"), project.temp("upstream.git")).unwrap();
    git(&project.checkout(), &["remote", "set-url", "origin", "file:///nowhere"]);
    let url = format!("file://{}", project.temp("upstream").display());
    let environment = [
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
        ("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "2"),
        ("CI_MERGE_REQUEST_PROJECT_ID", "1"),
        ("CI_MERGE_REQUEST_PROJECT_URL", url.as_str()),
    ];
    let (code, printed) = gitlab(&project, 0, &environment);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(git(&project.checkout(), &["rev-parse", "refs/remotes/remedy-policy/target"]), project.base);
    // A target that cannot be fetched is the end.
    let gone = [&environment[..3], &[("CI_MERGE_REQUEST_PROJECT_URL", "file:///nowhere")]].concat();
    assert_ne!(gitlab(&project, 0, &gone).0, 0);
}

#[test]
fn the_default_branch_on_gitlab_is_judged_whole() {
    let project = project();
    let (code, printed) = gitlab(&project, 0, &[]);
    assert_eq!(code, 0, "{printed}");
    assert_eq!(project.arguments(), [&GITLAB_OUTPUTS[..], &["--"]].concat());
}

/// The environment of the step of Azure, with its parameters at their defaults but for some.
pub(crate) fn environment_of_azure(project: &Project, parameters: &[(&str, &str)], target: Option<&str>) -> Values {
    let template = yaml("integrations/azure/remedy-policy.yml");
    let mut set = values(parameters);
    let temp = project.temp("");
    let mut environment = values(&[("AGENT_TEMPDIRECTORY", temp.to_str().unwrap().trim_end_matches('/'))]);
    environment.extend(target.map(|branch| ("SYSTEM_PULLREQUEST_TARGETBRANCH".to_owned(), branch.to_owned())));
    for (name, value) in template["steps"][0]["env"].as_mapping().unwrap() {
        let parameter = value.as_str().unwrap().trim_start_matches("${{ parameters.").trim_end_matches(" }}");
        let known = template["parameters"].as_sequence().unwrap().iter().find(|known| known["name"] == parameter);
        let default = known.unwrap_or_else(|| panic!("no parameter {parameter}"))["default"].as_str().unwrap();
        let value = set.remove(parameter).unwrap_or_else(|| default.to_owned());
        environment.insert(name.as_str().unwrap().to_owned(), value);
    }
    assert!(set.is_empty(), "the step does not read {set:?}");
    environment
}

fn azure(project: &Project, code: i32, parameters: &[(&str, &str)], target: Option<&str>) -> (i32, String) {
    let stand_in = project.stand_in(code);
    let all = [parameters, &[("binary", stand_in.to_str().unwrap())]].concat();
    let environment = environment_of_azure(project, &all, target);
    let template = yaml("integrations/azure/remedy-policy.yml");
    let outcome = project.shell(template["steps"][0]["bash"].as_str().unwrap(), &environment);
    (outcome.code, format!("{}{}", outcome.stdout, outcome.stderr))
}

#[test]
fn a_pull_request_on_azure_is_judged_against_its_target() {
    for target in ["refs/heads/main", "main"] {
        let project = project();
        git(&project.checkout(), &["fetch", "--quiet", "--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*"]);
        let parameters = [("args", "--quiet $(touch pwned)"), ("paths", "findings *"), ("profile", "$(touch pwned)")];
        let (code, printed) = azure(&project, 1, &parameters, Some(target));
        assert_eq!(code, 1, "{printed}");
        assert!(printed.contains("##vso[task.uploadsummary]") && printed.contains("judged"), "{printed}");
        let expected = [
            "check",
            "--format",
            "azure",
            "--output",
            "junit=TEMP/remedy-policy.junit.xml",
            "--output",
            "markdown=TEMP/remedy-policy.md",
            "--changed-since=origin/main",
            "--policy-from=origin/main",
            "--profile=$(touch pwned)",
            "--quiet",
            "$(touch",
            "pwned)",
            "--",
            "findings",
            "*",
        ];
        assert_eq!(project.arguments(), expected);
    }
}

#[test]
fn a_checkout_on_azure_without_the_target_is_an_error_that_names_the_remedy() {
    let project = project();
    let (code, printed) = azure(&project, 0, &[], Some("refs/heads/main"));
    assert_eq!(code, 2, "{printed}");
    assert!(printed.contains("##vso[task.logissue type=error]the target branch main"), "{printed}");
    assert!(printed.contains("fetchDepth: 0"), "{printed}");
    // Everything, by the files of the checkout, needs no history: that is the way of a push.
    assert_eq!(azure(&project, 0, &[], None).0, 0);
}

#[test]
fn the_script_of_the_action_runs_by_itself_only_with_a_step() {
    let project = project();
    let script = format!("bash '{}/integrations/github/run.sh' uninstall", crate::common::root().display());
    let outcome = project.shell(&script, &Values::new());
    assert_eq!(outcome.code, 2);
    assert!(outcome.stdout.contains("run.sh takes install, check, comment or result"), "{}", outcome.stdout);
}
