//! What is wired, by the programs that it is for: shells, readers of manual pages, pre-commit, pip, and the linters and schemas
//! of the files. `.ci/run` installs them.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    common::{Folder, Outcome, root, run},
    services::git,
    wiring::{SHELLS, text},
};

/// The folder of the Python programs.
fn programs() -> PathBuf {
    std::env::var_os("REMEDY_TEST_PROGRAMS").map(PathBuf::from).unwrap_or_else(|| {
        panic!("REMEDY_TEST_PROGRAMS names the folder of pre-commit, check-jsonschema and hadolint; see .ci/run")
    })
}

/// Runs a program, with the built one in front of the path.
fn program(name: impl AsRef<std::ffi::OsStr>, folder: &Path, args: &[&str], environment: &[(&str, &str)]) -> Outcome {
    let ours = Path::new(env!("CARGO_BIN_EXE_remedy-policy")).parent().unwrap();
    let path = format!("{}:{}", ours.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(&name);
    command.current_dir(folder).args(args).env("PATH", path).envs(environment.iter().copied());
    let output = command.output().unwrap_or_else(|error| panic!("{}: {error}", name.as_ref().display()));
    Outcome {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with the script of each shell, under the name of the shell.
fn scripts() -> Folder {
    SHELLS.iter().fold(Folder::new(), |folder, shell| folder.with(shell, run(&["completions", shell]).stdout))
}

#[test]
fn shells_read_their_completions_without_a_word() {
    let folder = scripts();
    for (shell, args) in [
        ("bash", &["--noprofile", "--norc", "-n", "bash"][..]),
        ("zsh", &["-f", "-n", "zsh"]),
        ("fish", &["--no-config", "--no-execute", "fish"]),
    ] {
        let outcome = program(shell, folder.path(), args, &[("HOME", folder.path().to_str().unwrap())]);
        assert_eq!((outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()), (0, "", ""), "{shell}");
    }
}

/// What bash offers for the last of some words, by the function that the script registers.
fn bash_offers(folder: &Folder, words: &[&str]) -> Vec<String> {
    let script = "source ./bash; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=()\n\
                  spec=$(complete -p remedy-policy); function=${spec#*-F }; function=${function%% *}\n\
                  last=$(($# - 1)); $function remedy-policy \"${COMP_WORDS[last]}\" \"${COMP_WORDS[last - 1]}\"\n\
                  printf '%s\\n' \"${COMPREPLY[@]}\"";
    let args = [&["--noprofile", "--norc", "-c", script, "bash", "remedy-policy"], words].concat();
    let outcome = program("bash", folder.path(), &args, &[]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{words:?}");
    outcome.stdout.lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_options_values_and_files() {
    let folder = scripts().with("remedies/a.yaml", "");
    assert_eq!(bash_offers(&folder, &["ch"]), ["check"]);
    assert_eq!(bash_offers(&folder, &["check", "--prof"]), ["--profile"]);
    assert!(bash_offers(&folder, &["check", "--format", ""]).contains(&"json".to_owned()));
    assert_eq!(bash_offers(&folder, &["check", "--color", "al"]), ["always"]);
    assert_eq!(bash_offers(&folder, &["completions", "nu"]), ["nushell"]);
    assert_eq!(bash_offers(&folder, &["export", "o"]), ["opa"]);
    assert_eq!(bash_offers(&folder, &["check", "--config", "remed"]), ["remedies"]);
    // Names of arguments are no words to type; where there is nothing to offer, bash itself completes files.
    assert!(!bash_offers(&folder, &["check", ""]).iter().any(|word| word.starts_with(['[', '<'])));
    assert_eq!(bash_offers(&folder, &["check", "remed"]), [""]);
}

/// Elvish completes on a terminal only: the function is taken out of its place, and so are the widths of what it shows.
#[test]
fn elvish_runs_the_function_that_completes() {
    let folder = scripts();
    let script = std::fs::read_to_string(folder.file("elvish")).unwrap();
    let script = script.replace("set edit:completion:arg-completer[remedy-policy]", "var complete");
    let script = script.replace("edit:complex-candidate $text &display=", "put $text #");
    for (words, offered) in
        [("''", "check"), ("check ''", "--profile"), ("export ''", "opa"), ("export opa ''", "--jobs")]
    {
        let folder = Folder::new()
            .with("run", format!("{script}\neach {{|text| echo $text}} [($complete remedy-policy {words})]\n"));
        let outcome = program("elvish", folder.path(), &["-norc", "run"], &[("HOME", folder.path().to_str().unwrap())]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{words}");
        assert!(outcome.stdout.lines().any(|line| line == offered), "{words}: {}", outcome.stdout);
    }
}

#[test]
fn fish_and_zsh_complete_commands_and_options() {
    let folder = scripts();
    let home = folder.path().to_str().unwrap();
    let fish = |line: &str| {
        let script = format!("source fish; complete --do-complete '{line}'");
        program("fish", folder.path(), &["--no-config", "-c", &script], &[("HOME", home)]).stdout
    };
    assert_eq!(fish("remedy-policy ch"), "check\tJudge findings and access reviews\n");
    assert!(
        fish("remedy-policy check --format j").starts_with("--format=json\t")
            || fish("remedy-policy check --format j").starts_with("json\t")
    );
    // Zsh completes on a terminal only; that it loads the function is what can be told without one.
    let script = "autoload -Uz compinit && compinit -D -u && source ./zsh && print ${_comps[remedy-policy]}";
    let zsh = program("zsh", folder.path(), &["-f", "-c", script], &[("HOME", home)]);
    assert_eq!((zsh.stdout.as_str(), zsh.stderr.as_str()), ("_remedy-policy\n", ""));
}

#[test]
fn readers_of_manual_pages_have_no_complaint() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["man", "man"]).code, 0);
    for entry in std::fs::read_dir(folder.file("man")).unwrap() {
        let page = entry.unwrap().path();
        let page = page.to_str().unwrap();
        for (reader, args) in
            [("groff", &["-man", "-Tutf8", "-ww", "-z", page][..]), ("mandoc", &["-Tlint", "-Werror", page])]
        {
            let outcome = program(reader, folder.path(), args, &[]);
            assert_eq!(
                (outcome.code, outcome.stdout.as_str(), outcome.stderr.as_str()),
                (0, "", ""),
                "{reader} {page}"
            );
        }
    }
    let page =
        program("mandoc", folder.path(), &["-Tascii", "-O", "width=100", "man/remedy-policy-check.1"], &[]).stdout;
    // Bold is struck over: a letter, a backspace, the letter.
    let page: String = page.split('\u{8}').map(|part| part.strip_suffix(|_: char| true).unwrap_or("")).collect();
    assert!(page.contains("0  every finding was judged, none is blocked\n"), "{page}");
}

/// Runs a Python program in the root of the repository; it must be content.
fn content(name: &str, args: &[&str]) {
    let outcome = program(programs().join(name), root(), args, &[]);
    assert_eq!(outcome.code, 0, "{name} {args:?}:\n{}{}", outcome.stdout, outcome.stderr);
}

#[test]
fn the_files_of_services_fit_the_schemas_of_the_services() {
    for (schema, file) in [
        ("vendor.github-actions", "action.yml"),
        ("vendor.gitlab-ci", "integrations/gitlab/remedy-policy.gitlab-ci.yml"),
        ("vendor.azure-pipelines", "integrations/azure/remedy-policy.yml"),
    ] {
        content("check-jsonschema", &["--builtin-schema", schema, file]);
    }
    content("pre-commit", &["validate-manifest", ".pre-commit-hooks.yaml"]);
    content("hadolint", &["Containerfile"]);
    let outcome = program("shellcheck", root(), &["integrations/github/run.sh"], &[]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (0, ""));
}

#[test]
fn the_examples_of_the_page_fit_the_schemas_of_the_services() {
    let page = text("docs/ci.md");
    for (heading, schema) in [
        ("GitHub", "vendor.github-workflows"),
        ("GitLab", "vendor.gitlab-ci"),
        ("Azure Pipelines", "vendor.azure-pipelines"),
    ] {
        let section = page.split(&format!("\n## {heading}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
        let blocks: Vec<&str> =
            section.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
        assert!(!blocks.is_empty(), "{heading}");
        for block in blocks {
            let folder = Folder::new().with("example.yml", block);
            content("check-jsonschema", &["--builtin-schema", schema, folder.file("example.yml").to_str().unwrap()]);
        }
    }
    let section = page.split("\n## pre-commit\n").nth(1).unwrap();
    for block in section.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        let folder = Folder::new().with("config.yaml", block);
        content("pre-commit", &["validate-config", folder.file("config.yaml").to_str().unwrap()]);
    }
}

/// A repository with a finding that passes, and a configuration of pre-commit.
fn hooked(configuration: &str) -> Folder {
    let folder = Folder::new();
    assert_eq!(folder.run(&["init", ".", "--at", "2026-11-20"]).code, 0);
    let folder = folder.with(".pre-commit-config.yaml", configuration);
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    folder
}

/// Commits through the hook: first what passes, then a finding that is due too late. `--at` keeps the dates of both.
fn passes_and_blocks(folder: &Folder, environment: &[(&str, &str)]) {
    let cache = Folder::new();
    let mut all = vec![("PRE_COMMIT_HOME", cache.path().to_str().unwrap()), ("PRE_COMMIT_COLOR", "never")];
    all.extend(environment);
    let pre_commit = programs().join("pre-commit");
    let passed = program(&pre_commit, folder.path(), &["run", "--verbose"], &all);
    assert_eq!(passed.code, 0, "{}{}", passed.stdout, passed.stderr);
    assert!(passed.stdout.contains("Passed"), "{}", passed.stdout);

    let finding = std::fs::read_dir(folder.file("findings")).unwrap().next().unwrap().unwrap().path();
    let manifest = std::fs::read_to_string(&finding).unwrap();
    let owner = manifest.lines().find(|line| line.trim_start().starts_with("accountable_owner:")).unwrap();
    std::fs::write(&finding, manifest.replace(&format!("{owner}\n"), "")).unwrap();
    git(folder.path(), &["add", "--all"]);
    let blocked = program(&pre_commit, folder.path(), &["run"], &all);
    assert_eq!(blocked.code, 1, "{}{}", blocked.stdout, blocked.stderr);
    assert!(blocked.stdout.contains("exit code: 1") && blocked.stdout.contains("OWN-01"), "{}", blocked.stdout);

    // A commit that touches none of the files does not wait.
    git(folder.path(), &["-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "start"]);
    std::fs::write(folder.file("notes.txt"), "a line\n").unwrap();
    git(folder.path(), &["add", "--all"]);
    let skipped = program(&pre_commit, folder.path(), &["run"], &all);
    assert!(skipped.code == 0 && skipped.stdout.contains("no files to check"), "{}", skipped.stdout);
}

/// A repository with the hooks of this one, at a tag.
fn repository() -> Folder {
    let folder = ["Cargo.toml", ".pre-commit-hooks.yaml"]
        .iter()
        .fold(Folder::new(), |folder, file| folder.with(file, text(file)));
    git(folder.path(), &["init", "--quiet"]);
    git(folder.path(), &["add", "--all"]);
    git(folder.path(), &["commit", "--quiet", "-m", "release"]);
    git(folder.path(), &["tag", "v0.1.0"]);
    folder
}

fn configuration(repository: &Folder, hook: &str) -> String {
    format!(
        "repos:\n  - repo: file://{}\n    rev: v0.1.0\n    hooks:\n      - id: {hook}\n        args: [--at, \"2026-11-20\"]\n",
        repository.path().display()
    )
}

#[test]
fn the_hook_runs_the_program_that_is_installed() {
    let repository = repository();
    passes_and_blocks(&hooked(&configuration(&repository, "remedy-policy-system")), &[]);
}

/// What `language: rust` runs is `cargo install`; a stand-in gives it the built program instead of building it for minutes.
#[test]
fn the_hook_builds_the_program_from_its_repository() {
    let repository = repository();
    let script = format!(
        "#!/bin/sh\n[ \"$1\" = install ] || exit 0\n\
         while [ $# -gt 0 ]; do [ \"$1\" = --root ] && root=$2; shift; done\n\
         mkdir -p \"$root/bin\" && cp '{}' \"$root/bin/\"\n",
        env!("CARGO_BIN_EXE_remedy-policy")
    );
    let tools = Folder::new().with("cargo", script);
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(tools.file("cargo"), mode).unwrap();
    let path = format!("{}:/usr/bin:/bin", tools.path().display());
    passes_and_blocks(&hooked(&configuration(&repository, "remedy-policy")), &[("PATH", &path)]);
}

/// The folder of the wheel that `.ci/run` has built.
fn wheels() -> PathBuf {
    let folder = std::env::var_os("REMEDY_TEST_WHEELS").map(PathBuf::from);
    folder.unwrap_or_else(|| panic!("REMEDY_TEST_WHEELS names the folder of the wheel; see .ci/run"))
}

/// The example of the page, with the wheel that was built here.
#[test]
fn the_hook_of_the_page_installs_the_wheel() {
    let section = text("docs/ci.md");
    let section = section.split("\n## pre-commit\n").nth(1).unwrap();
    let example = section.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let example = format!("{example}        args: [--at, \"2026-11-20\"]\n");
    passes_and_blocks(&hooked(&example), &[("PIP_FIND_LINKS", wheels().to_str().unwrap()), ("PATH", "/usr/bin:/bin")]);
}

#[test]
fn the_wheel_installs_into_a_clean_environment_and_judges() {
    let folder = Folder::new();
    let venv = folder.file("venv");
    let python = programs().join("python3");
    let made = program(python, folder.path(), &["-m", "venv", venv.to_str().unwrap()], &[]);
    assert_eq!(made.code, 0, "{}", made.stderr);
    let wheels = wheels();
    let install = ["install", "--quiet", "--no-index", "--find-links", wheels.to_str().unwrap(), "remedy-policy"];
    let pip = program(venv.join("bin/pip"), folder.path(), &install, &[("PIP_DISABLE_PIP_VERSION_CHECK", "1")]);
    assert_eq!(pip.code, 0, "{}", pip.stderr);

    let version = env!("CARGO_PKG_VERSION");
    let said = program(venv.join("bin/remedy-policy"), folder.path(), &["--version"], &[]);
    assert_eq!((said.code, said.stdout), (0, format!("remedy-policy {version}\n")));
    let fixture = root().join("fixtures/acme/findings/blocked/own-01-no-accountable-owner.yaml");
    let args = ["check", fixture.to_str().unwrap(), "--at", "2026-11-20", "--quiet"];
    let judged = program(venv.join("bin/remedy-policy"), folder.path(), &args, &[]);
    let ours = folder.run(&args);
    assert_eq!((judged.code, judged.stdout), (1, ours.stdout));

    let shown = program(venv.join("bin/pip"), folder.path(), &["show", "--files", "remedy-policy"], &[]).stdout;
    let metadata = std::fs::read_to_string(
        std::fs::read_dir(venv.join("lib"))
            .unwrap()
            .next()
            .unwrap()
            .unwrap()
            .path()
            .join(format!("site-packages/remedy_policy-{version}.dist-info/METADATA")),
    )
    .unwrap();
    for line in
        ["License-Expression: Apache-2.0", "Description-Content-Type: text/markdown", "Summary: A gate for the closure"]
    {
        assert!(metadata.contains(line), "{line}: {metadata}");
    }
    // The program, and what describes it.
    let (_, files) = shown.split_once("Files:\n").unwrap();
    let others: Vec<&str> = files.lines().map(str::trim).filter(|file| !file.contains(".dist-info/")).collect();
    assert_eq!(others, ["../../../bin/remedy-policy"]);
}

#[test]
fn the_source_distribution_holds_what_a_build_needs() {
    let archive = std::fs::read_dir(wheels()).unwrap().map(|entry| entry.unwrap().path());
    let archive = archive.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "gz")).unwrap();
    let listed = program("tar", root(), &["-tzf", archive.to_str().unwrap()], &[]).stdout;
    for file in [
        "Cargo.toml",
        "Cargo.lock",
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "src/main.rs",
        "schemas/finding.v1.schema.json",
    ] {
        assert!(listed.lines().any(|line| line.ends_with(&format!("/{file}"))), "{file} is missing");
    }
    for folder in ["fixtures", "tests", "benches", "target", ".ci", "docs", "integrations"] {
        let prefix = format!("remedy_policy-{}/{folder}/", env!("CARGO_PKG_VERSION"));
        assert!(!listed.contains(&prefix), "{folder} does not belong in");
    }
}
