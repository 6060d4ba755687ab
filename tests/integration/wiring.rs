//! What is installed beside the program, by its content: completions, manual pages, hooks, the container file, the wheel. What
//! real shells and programs make of it is in `wiring_programs.rs`.

use std::collections::BTreeSet;

use serde_yaml::Value;

use crate::common::{Folder, root, run};

pub(crate) const SHELLS: [&str; 6] = ["bash", "zsh", "fish", "powershell", "elvish", "nushell"];

pub(crate) fn text(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

pub(crate) fn yaml(file: &str) -> Value {
    serde_yaml::from_str(&text(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// The commands that the help lists.
fn commands() -> BTreeSet<String> {
    let help = run(&["--help"]).stdout;
    let list = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}

#[test]
fn completions_for_each_shell_know_every_command_and_its_options() {
    let commands = commands();
    assert!(commands.len() >= 10, "{commands:?}");
    for shell in SHELLS {
        let outcome = run(&["completions", shell]);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{shell}");
        for command in &commands {
            assert!(outcome.stdout.contains(command.as_str()), "{shell} does not know `{command}`");
        }
        for word in ["opa", "profile", "jobs"] {
            assert!(outcome.stdout.contains(word), "{shell} does not know `{word}`");
        }
        assert_eq!(outcome.stdout, run(&["completions", shell]).stdout, "{shell}");
    }
}

#[test]
fn an_unknown_shell_is_refused_with_the_names_of_the_others() {
    let outcome = run(&["completions", "tcsh"]);
    assert_eq!(outcome.code, 2);
    for shell in SHELLS {
        assert!(outcome.stderr.contains(shell), "{}", outcome.stderr);
    }
}

#[test]
fn there_is_a_manual_page_for_each_command_and_subcommand() {
    let folder = Folder::new();
    let outcome = folder.run(&["man", "share/man1"]);
    let mut expected: BTreeSet<String> = commands().iter().map(|name| format!("remedy-policy-{name}.1")).collect();
    expected.extend(["remedy-policy.1".to_owned(), "remedy-policy-export-opa.1".to_owned()]);
    assert_eq!((outcome.code, outcome.stdout), (0, format!("{} pages in `share/man1`\n", expected.len())));
    let found = std::fs::read_dir(folder.file("share/man1")).unwrap();
    let found: BTreeSet<String> = found.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(found, expected);
    let main = std::fs::read_to_string(folder.file("share/man1/remedy-policy.1")).unwrap();
    assert_eq!(main, run(&["man"]).stdout);

    // Examples stay lines, and the exit codes have a section of their own.
    let check = std::fs::read_to_string(folder.file("share/man1/remedy-policy-check.1")).unwrap();
    assert!(check.starts_with(".TH remedy-policy-check 1 \"\" \"remedy-policy "), "{check}");
    assert!(check.contains(".SH EXAMPLES\n.nf\nremedy\\-policy check "), "{check}");
    assert!(check.contains(".SH \"EXIT CODES\"\n.nf\n0  every finding"), "{check}");
    for entry in std::fs::read_dir(folder.file("share/man1")).unwrap() {
        let path = entry.unwrap().path();
        assert!(std::fs::read(&path).unwrap().is_ascii(), "{}", path.display());
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = Folder::new().with("man", "a file");
    let outcome = folder.run(&["man", "man"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(outcome.stderr.contains("could not create `man`"), "{}", outcome.stderr);
}

#[test]
fn every_hook_runs_a_command_that_exists() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_sequence().unwrap();
    let ids: Vec<&str> = hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["remedy-policy", "remedy-policy-lint", "remedy-policy-system", "remedy-policy-lint-system"]);
    for hook in hooks {
        let entry: Vec<&str> = hook["entry"].as_str().unwrap().split(' ').collect();
        assert_eq!((entry[0], entry.len()), ("remedy-policy", 2));
        assert!(commands().contains(entry[1]), "{entry:?}");
        // What is judged does not hang on what is committed.
        assert_eq!(hook["pass_filenames"].as_bool(), Some(false));
    }
}

/// The sources and targets of the COPY instructions that take files from the checkout.
fn copied(containerfile: &str) -> Vec<String> {
    let copies = containerfile.lines().filter_map(|line| line.strip_prefix("COPY "));
    let copies = copies.filter(|arguments| !arguments.starts_with("--from"));
    copies
        .flat_map(|arguments| {
            let words: Vec<&str> = arguments.split(' ').collect();
            words[..words.len() - 1].iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_container_file_copies_all_that_the_build_needs() {
    let containerfile = text("Containerfile");
    let copied = copied(&containerfile);
    let listed = text(".dockerignore");
    for path in &copied {
        assert!(root().join(path).exists(), "{path} does not exist");
        assert!(listed.lines().any(|line| line.strip_prefix('!') == Some(path)), ".dockerignore hides {path}");
    }
    // What is packaged is what a build needs, but for pages.
    let manifest = text("Cargo.toml");
    let include = manifest.lines().find_map(|line| line.strip_prefix("include = ")).unwrap();
    let include: Vec<String> = serde_json::from_str(include).unwrap();
    for path in include
        .iter()
        .map(|glob| glob.trim_end_matches("/**").trim_start_matches('/'))
        .filter(|path| !path.ends_with(".md"))
    {
        assert!(copied.iter().any(|copied| copied == path), "{path} is not copied");
    }
    // Cargo refuses a manifest that names targets which are not there.
    for path in manifest.lines().filter_map(|line| line.strip_prefix("path = ")) {
        let folder = path.trim_matches('"').split('/').next().unwrap();
        assert!(copied.iter().any(|copied| copied == folder), "{folder} is not copied");
    }
    assert!(containerfile.contains("RUN cargo build --locked --release --bin remedy-policy\n"));
    assert!(containerfile.contains("/src/target/release/remedy-policy /usr/local/bin/"));
    let user = containerfile.lines().find_map(|line| line.strip_prefix("USER ")).unwrap();
    assert!(!user.starts_with('0') && !user.starts_with("root"), "{user}");
    for image in containerfile.lines().filter_map(|line| line.strip_prefix("FROM ")) {
        let tag = image.split(' ').next().unwrap().rsplit_once(':').unwrap().1;
        assert!(tag.contains('.'), "{image} has no exact version");
    }
    let rust = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"');
    assert!(containerfile.contains(&format!("library/rust:{rust}.")), "the image has another Rust than {rust}");
}

#[test]
fn what_is_installed_by_version_has_the_version_of_the_program() {
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(yaml("action.yml")["inputs"]["version"]["default"].as_str(), Some(version));
    let gitlab = yaml("integrations/gitlab/remedy-policy.gitlab-ci.yml");
    assert_eq!(gitlab["remedy-policy"]["variables"]["REMEDY_VERSION"].as_str(), Some(version));
    let azure = yaml("integrations/azure/remedy-policy.yml");
    let parameters = azure["parameters"].as_sequence().unwrap();
    let parameter = parameters.iter().find(|parameter| parameter["name"] == "version").unwrap();
    assert_eq!(parameter["default"].as_str(), Some(version));
    let page = text("docs/ci.md");
    assert!(page.contains(&format!("remedy-policy=={version}")) && page.contains(&format!("@v{version}")));
    // The metadata of the wheel are those of the crate.
    let (cargo, python) = (text("Cargo.toml"), text("pyproject.toml"));
    for key in ["name = ", "description = ", "keywords = ", "license = ", "readme = "] {
        let line = |text: &str| text.lines().find(|line| line.starts_with(key)).map(str::to_owned);
        assert_eq!(line(&cargo), line(&python), "{key}");
        assert!(line(&cargo).is_some(), "{key}");
    }
}

/// Each YAML block of the pages that show how to wire the program parses; what it is, the block itself says.
#[test]
fn the_yaml_of_the_pages_parses_and_names_what_exists() {
    let hooks = text(".pre-commit-hooks.yaml");
    let action = yaml("action.yml");
    let mut blocks = 0;
    for page in ["docs/ci.md", "README.md"] {
        let page = text(page);
        let fences = page.split("```yaml").skip(1).filter_map(|rest| rest.split_once('\n'));
        for block in fences.map(|(_, rest)| rest.split("```").next().unwrap()) {
            let indent = block.len() - block.trim_start_matches(' ').len();
            let lines = block.lines().map(|line| line.get(indent..).unwrap_or(""));
            let block = lines.collect::<Vec<_>>().join("\n");
            let value: Value = serde_yaml::from_str(&block).unwrap_or_else(|error| panic!("{error}:\n{block}"));
            blocks += 1;
            visit(&value, &mut |map| {
                if map.get("uses").and_then(Value::as_str).is_some_and(|uses| uses.contains("remedy-policy@")) {
                    for input in map.get("with").and_then(Value::as_mapping).into_iter().flat_map(|with| with.keys()) {
                        assert!(action["inputs"].get(input).is_some(), "action.yml has no input {input:?}");
                    }
                }
                let is_ours =
                    map.get("repo").and_then(Value::as_str).is_some_and(|repo| repo.contains("remedy-policy"));
                for hook in map.get("hooks").and_then(Value::as_sequence).into_iter().flatten().filter(|_| is_ours) {
                    assert!(hooks.contains(&format!("- id: {}\n", hook["id"].as_str().unwrap())), "{hook:?}");
                }
            });
        }
    }
    assert!(blocks >= 8, "only {blocks} blocks");
}

/// Goes over every mapping of a value.
pub(crate) fn visit(value: &Value, look: &mut dyn FnMut(&serde_yaml::Mapping)) {
    if let Some(map) = value.as_mapping() {
        look(map);
        map.values().for_each(|value| visit(value, look));
    }
    value.as_sequence().into_iter().flatten().for_each(|value| visit(value, look));
}
