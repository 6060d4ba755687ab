//! The pages say what is true: every code has its heading, and every example prints what the page shows.

use std::collections::BTreeMap;

use remedy_policy::{diagnostic::Code, document::ProblemCode};

use crate::common::{Folder, root};

/// A fenced block of a page: what stands behind the opening fence, and the lines inside.
struct Block {
    info: String,
    text: String,
}

/// A page cut at its `## ` headings. What comes before the first has no heading.
struct Section {
    heading: Option<String>,
    blocks: Vec<Block>,
}

fn sections(page: &str) -> Vec<Section> {
    let mut sections = vec![Section { heading: None, blocks: Vec::new() }];
    let mut open: Option<Block> = None;
    for line in page.split_inclusive('\n') {
        let section = sections.last_mut().unwrap();
        match (&mut open, line.strip_prefix("```"), line.strip_prefix("## ")) {
            (Some(_), Some(_), _) => section.blocks.extend(open.take()),
            (Some(block), None, _) => block.text.push_str(line),
            (None, Some(info), _) => open = Some(Block { info: info.trim_end().to_owned(), text: String::new() }),
            (None, None, Some(heading)) => {
                sections.push(Section { heading: Some(heading.trim_end().to_owned()), blocks: Vec::new() });
            }
            (None, None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    sections
}

fn codes_page() -> Vec<Section> {
    sections(&std::fs::read_to_string(root().join("docs/codes.md")).unwrap())
}

#[test]
fn every_code_has_one_heading_and_every_heading_is_a_code() {
    let page = codes_page();
    let headings: Vec<&str> = page.iter().filter_map(|section| section.heading.as_deref()).collect();
    let mut codes: Vec<&str> = Code::OWN.iter().map(|code| code.as_str()).collect();
    codes.extend(ProblemCode::ALL.iter().map(|code| code.as_str()));
    codes.sort_unstable();
    // Equal lists: none is missing, none is there twice, and the order is that of the alphabet.
    assert_eq!(headings, codes);
}

/// Lays out the files of an example, runs its command, and asserts that the page shows a part of the output. An example
/// whose input is made by a shell is too large or too strange for a page, and is left to the tests of the loader.
#[test]
fn every_example_of_the_codes_page_prints_what_the_page_shows() {
    let page = codes_page();
    let (intro, sections) = page.split_first().unwrap();
    let shared = files(intro);
    let mut count = 0;
    for section in sections {
        let code = section.heading.as_deref().unwrap();
        let Some(console) = section.blocks.iter().find(|block| block.info == "console") else {
            panic!("`{code}` has no example");
        };
        if section.blocks.iter().any(|block| block.info == "sh") {
            continue;
        }
        let (command, shown) = console.text.split_once('\n').unwrap();
        let args: Vec<&str> = command.strip_prefix("$ remedy-policy ").unwrap().split_whitespace().collect();
        // The one example without any finding.
        let shared = if code == "nothing-to-judge" { &BTreeMap::new() } else { &shared };
        let mut all = shared.clone();
        all.extend(files(section));
        let folder = all.into_iter().fold(Folder::new(), |folder, (name, text)| folder.with(name, text));
        let outcome = folder.run(&args);
        let expected = match (code, args.first()) {
            ("nothing-to-judge" | "nothing-to-test", _) => 3,
            ("policy-missing-table-entry" | "policy-no-metadata" | "policy-no-test", _) => 0,
            ("mutation-comment", _) => 0,
            // Beside what the waiver covers, other rules deny.
            ("waiver-expiring", _) => 1,
            ("invalid-case", _) => 2,
            (_, Some(&("lint" | "test"))) => 1,
            _ => 2,
        };
        assert_eq!(outcome.code, expected, "{code}: {}", outcome.stdout);
        assert!(
            outcome.stdout.contains(shown.trim_end()),
            "the page shows of `{code}`\n{shown}\nthe program prints\n{}",
            outcome.stdout
        );
        count += 1;
    }
    assert!(count >= 40, "only {count} examples were run");
}

/// The files of a section: blocks whose language is followed by a name.
fn files(section: &Section) -> BTreeMap<&str, &str> {
    section
        .blocks
        .iter()
        .filter_map(|block| block.info.split_once(' ').map(|(_, name)| (name, block.text.as_str())))
        .collect()
}

/// Runs a command line of a page.
fn prompt(folder: &std::path::Path, console: &Block) -> (crate::common::Outcome, String) {
    let (command, shown) = console.text.split_once('\n').unwrap();
    let args: Vec<&str> = command.strip_prefix("$ remedy-policy ").unwrap().split_whitespace().collect();
    (crate::common::run_in(folder, &args, ""), shown.trim_end().to_owned())
}

#[test]
fn the_commands_of_the_readme_print_what_it_shows() {
    let page = sections(&std::fs::read_to_string(root().join("README.md")).unwrap());
    let section = |heading: &str| page.iter().find(|section| section.heading.as_deref() == Some(heading)).unwrap();

    let tried = section("Try it").blocks.iter().filter(|block| block.info == "console");
    for (console, code) in tried.zip([1, 0]) {
        let (outcome, shown) = prompt(root(), console);
        assert_eq!(outcome.code, code);
        assert!(outcome.stdout.contains(&shown), "{}", outcome.stdout);
    }

    let adopt = section("Adopt it in your repository");
    let folder = files(adopt).into_iter().fold(Folder::new(), |folder, (name, text)| folder.with(name, text));
    let consoles: Vec<&Block> = adopt.blocks.iter().filter(|block| block.info == "console").collect();
    let (outcome, shown) = prompt(folder.path(), consoles[0]);
    assert_eq!(outcome.code, 1, "{}", outcome.stdout);
    assert!(outcome.stdout.contains(&shown), "{}", outcome.stdout);

    let first = files(adopt)["findings/first.yaml"].replace("date: 2026-12-11", "date: 2026-11-27");
    std::fs::write(folder.file("findings/first.yaml"), first).unwrap();
    let (outcome, shown) = prompt(folder.path(), consoles[1]);
    assert_eq!((outcome.code, outcome.stdout.trim_end()), (0, shown.as_str()));
}

/// Follows the guide as a reader would: files and commands in the order of the page, in one folder.
#[test]
fn the_guide_for_authors_can_be_followed_to_the_letter() {
    let folder = Folder::new();
    let page = sections(&std::fs::read_to_string(root().join("docs/writing-policies.md")).unwrap());
    let mut commands = 0;
    for block in page.iter().flat_map(|section| &section.blocks) {
        match block.info.split_once(' ') {
            Some((_, name)) => {
                let path = folder.file(name);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, &block.text).unwrap();
            }
            None if block.info == "console" => commands += follow(&folder, &block.text),
            None => assert!(!block.text.contains("$ remedy-policy"), "a command that is not run:\n{}", block.text),
        }
    }
    assert!(commands >= 14, "only {commands} commands were run");
}

/// Runs the commands of a block and compares what each prints; a line `…` stands for any lines. `echo $?` prints the exit
/// code of the command before. Returns how many were run.
fn follow(folder: &Folder, text: &str) -> usize {
    let mut last = None;
    let mut count = 0;
    for command in format!("\n{text}").split("\n$ ").skip(1) {
        let (line, shown) = command.split_once('\n').unwrap_or((command, ""));
        let shown = shown.trim_end();
        if line == "echo $?" {
            assert_eq!(last.map(|code: i32| code.to_string()).as_deref(), Some(shown), "`{line}` in\n{text}");
            continue;
        }
        let args = line.strip_prefix("remedy-policy ").unwrap_or_else(|| panic!("`{line}` cannot be run"));
        let outcome = folder.run(&args.split_whitespace().collect::<Vec<_>>());
        let printed = outcome.stdout.trim_end();
        let pieces: Vec<&str> = shown.split('…').map(str::trim_end).collect();
        let is_as_shown = match pieces.as_slice() {
            [all] => printed == *all,
            pieces => {
                let mut rest = Some(printed);
                for piece in pieces {
                    rest = rest.and_then(|rest| rest.split_once(piece)).map(|(_, after)| after);
                }
                rest.is_some()
            }
        };
        assert!(
            is_as_shown,
            "`{line}`: the guide shows\n{shown}\nthe program prints\n{printed}\nand complains\n{}",
            outcome.stderr
        );
        last = Some(outcome.code);
        count += 1;
    }
    count
}

#[test]
fn the_readme_names_every_exit_code_and_every_verdict() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    for code in 0..=3 {
        assert!(readme.contains(&format!("| {code} | ")), "{code}");
    }
    for verdict in remedy_policy::gate::Verdict::ALL {
        assert!(readme.contains(&format!("| `{}` | ", verdict.as_str())), "{}", verdict.as_str());
    }
}
