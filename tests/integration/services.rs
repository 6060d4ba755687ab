//! Runs the steps of a CI service as shell: the scripts as they stand in its YAML file, in its environment, in a real checkout.

use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use serde_yaml::Value;

use crate::{
    common::{Folder, Outcome, root},
    wiring::yaml,
};

/// Names and what they stand for.
pub(crate) type Values = BTreeMap<String, String>;

/// Values from pairs.
pub(crate) fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Runs git, and gives what it says.
pub(crate) fn git(folder: &Path, args: &[&str]) -> String {
    let fixed = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(folder).args(fixed).args(["-c", "init.defaultBranch=main"]).args(args);
    for (name, value) in GIT_ENVIRONMENT {
        command.env(name, value);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

/// Nothing of the machine's own configuration.
const GIT_ENVIRONMENT: [(&str, &str); 4] = [
    ("GIT_CONFIG_GLOBAL", "/dev/null"),
    ("GIT_CONFIG_SYSTEM", "/dev/null"),
    ("GIT_AUTHOR_DATE", "2026-11-20T12:00:00Z"),
    ("GIT_COMMITTER_DATE", "2026-11-20T12:00:00Z"),
];

/// A repository with a pull request, and a folder for a runner.
pub(crate) struct Project {
    folder: Folder,
    /// The tip of the base branch.
    pub(crate) base: String,
}

impl Project {
    /// `main` has `before`, moves on by a commit, and a branch from before that adds `after`; the checkout is shallow and holds
    /// the merge of both, as the services make it.
    pub(crate) fn new(before: &[(&str, &str)], after: &[(&str, &str)]) -> Self {
        let folder = Folder::new();
        let origin = folder.file("origin");
        std::fs::create_dir_all(folder.file("temp")).unwrap();
        std::fs::create_dir_all(&origin).unwrap();
        git(&origin, &["init", "--quiet"]);
        let write = |files: &[(&str, &str)], message: &str| {
            for (name, contents) in files {
                let path = origin.join(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, contents).unwrap();
            }
            git(&origin, &["add", "--all"]);
            git(&origin, &["commit", "--quiet", "--allow-empty", "-m", message]);
        };
        write(before, "start");
        git(&origin, &["switch", "--quiet", "-c", "change"]);
        write(after, "change");
        git(&origin, &["switch", "--quiet", "main"]);
        write(&[("notes.txt", "moved on\n")], "main moves on");
        let base = git(&origin, &["rev-parse", "HEAD"]);
        git(&origin, &["switch", "--quiet", "--detach"]);
        git(&origin, &["merge", "--quiet", "--no-ff", "-m", "merge", "change"]);
        git(&origin, &["update-ref", "refs/pull/7/merge", "HEAD"]);
        git(&origin, &["switch", "--quiet", "main"]);
        let project = Self { folder, base };
        let checkout = project.checkout();
        std::fs::create_dir_all(&checkout).unwrap();
        git(&checkout, &["init", "--quiet"]);
        let url = format!("file://{}", origin.display());
        git(&checkout, &["remote", "add", "origin", &url]);
        git(&checkout, &["fetch", "--quiet", "--no-tags", "--depth=1", "origin", "refs/pull/7/merge"]);
        git(&checkout, &["checkout", "--quiet", "--detach", "FETCH_HEAD"]);
        project
    }

    /// Where the pull request is checked out.
    pub(crate) fn checkout(&self) -> PathBuf {
        self.folder.file("checkout")
    }

    /// A file that the steps may write.
    pub(crate) fn temp(&self, name: &str) -> PathBuf {
        self.folder.file("temp").join(name)
    }

    /// Writes a program that is found by its name.
    pub(crate) fn program(&self, name: &str, script: &str) -> PathBuf {
        let path = self.folder.file("bin").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, script).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    /// A program in the place of remedy-policy that notes its arguments, writes the files it is told to, and ends with a code.
    pub(crate) fn stand_in(&self, code: i32) -> PathBuf {
        let script = format!(
            "#!/bin/sh\n[ \"$1\" = --version ] && exec echo 'remedy-policy 9.9.9'\n\
             printf '%s\\n' \"$@\" > '{}'\n\
             while [ $# -gt 0 ]; do\n\
             [ \"$1\" = --output ] && echo report > \"${{2#*=}}\"\nshift\ndone\necho judged\nexit {code}\n",
            self.temp("arguments").display()
        );
        self.program("stand-in", &script)
    }

    /// The arguments that the stand-in has noted, with the folder of temporary files as `TEMP`.
    pub(crate) fn arguments(&self) -> Vec<String> {
        let text = std::fs::read_to_string(self.temp("arguments")).unwrap();
        let temp = self.folder.file("temp").display().to_string();
        text.lines().map(|line| line.replace(&temp, "TEMP")).collect()
    }

    /// Runs a script in the checkout. Nothing of the machine's environment is there but the path.
    pub(crate) fn shell(&self, script: &str, environment: &Values) -> Outcome {
        let path = format!("{}:{}", self.folder.file("bin").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]);
        command.current_dir(self.checkout()).env_clear().env("PATH", path).env("HOME", self.folder.path());
        command.env("GIT_TERMINAL_PROMPT", "0").envs(GIT_ENVIRONMENT).envs(environment);
        let output = command.output().unwrap();
        Outcome {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs the action of GitHub to its end: the code of the step that failed, or 0; what the steps printed; and the names of
    /// those that ran.
    pub(crate) fn github(&self, inputs: &[(&str, &str)], event: &[(&str, &str)]) -> (Outcome, Vec<String>) {
        let action = yaml("action.yml");
        let mut context = values(&[("github.token", "t0ken")]);
        context.extend(event.iter().map(|(name, value)| (format!("github.event.{name}"), (*value).to_owned())));
        for (name, input) in action["inputs"].as_mapping().unwrap() {
            let default = replace(input["default"].as_str().unwrap(), &context);
            context.insert(format!("inputs.{}", name.as_str().unwrap()), default);
        }
        for (name, value) in inputs {
            let known = context.insert(format!("inputs.{name}"), (*value).to_owned());
            assert!(known.is_some(), "action.yml has no input `{name}`");
        }
        let mut whole = Outcome { code: 0, stdout: String::new(), stderr: String::new() };
        let mut ran = Vec::new();
        for step in action["runs"]["steps"].as_sequence().unwrap() {
            if !step.get("if").is_none_or(|condition| holds(condition.as_str().unwrap(), &context)) {
                continue;
            }
            ran.push(step["name"].as_str().unwrap().to_owned());
            let Some(script) = step.get("run").and_then(Value::as_str) else { continue };
            let outputs = self.temp("github-output");
            std::fs::write(&outputs, "").unwrap();
            let mut environment = values(&[
                ("GITHUB_ACTIONS", "true"),
                ("GITHUB_REPOSITORY", "acme/audit"),
                ("GITHUB_ACTION_PATH", root().to_str().unwrap()),
                ("GITHUB_WORKSPACE", self.checkout().to_str().unwrap()),
                ("GITHUB_OUTPUT", outputs.to_str().unwrap()),
                ("GITHUB_STEP_SUMMARY", self.temp("summary.md").to_str().unwrap()),
                ("RUNNER_TEMP", self.folder.file("temp").to_str().unwrap()),
            ]);
            for (name, value) in step["env"].as_mapping().into_iter().flatten() {
                environment.insert(name.as_str().unwrap().to_owned(), replace(value.as_str().unwrap(), &context));
            }
            let outcome = self.shell(script, &environment);
            whole.stdout.push_str(&outcome.stdout);
            whole.stderr.push_str(&outcome.stderr);
            whole.code = outcome.code;
            if whole.code != 0 {
                break;
            }
            for (name, value) in
                std::fs::read_to_string(&outputs).unwrap().lines().filter_map(|line| line.split_once('='))
            {
                context.insert(format!("steps.{}.outputs.{name}", step["id"].as_str().unwrap()), value.to_owned());
            }
        }
        (whole, ran)
    }
}

/// A text with its `${{ … }}` replaced.
fn replace(text: &str, context: &Values) -> String {
    let mut parts = text.split("${{");
    let mut replaced = parts.next().unwrap().to_owned();
    for part in parts {
        let (expression, rest) = part.split_once("}}").unwrap();
        let mut names = expression.split("||").map(str::trim);
        replaced.push_str(
            names.find_map(|name| context.get(name).filter(|value| !value.is_empty())).map_or("", |value| value),
        );
        replaced.push_str(rest);
    }
    replaced
}

/// Whether an `if:` holds: names, and names compared with texts, joined by `&&`.
fn holds(condition: &str, context: &Values) -> bool {
    let condition = condition.trim().trim_start_matches("${{").trim_end_matches("}}");
    let value = |name: &str| match name.trim() {
        text if text.starts_with('\'') => text.trim_matches('\'').to_owned(),
        name => context.get(name).cloned().unwrap_or_default(),
    };
    condition.split("&&").all(|part| match (part.split_once("=="), part.split_once("!=")) {
        (Some((left, right)), _) => value(left) == value(right),
        (_, Some((left, right))) => value(left) != value(right),
        _ => !value(part).is_empty(),
    })
}
