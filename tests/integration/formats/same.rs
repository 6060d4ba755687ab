//! All formats show the same, and the same bytes every time.

use clap::ValueEnum as _;
use remedy_policy::cli::Format;

use super::{AT, denials, hostile, sample::FORMATS};
use crate::common::{root, run, run_in};

#[test]
fn formats_are_the_same_bytes_on_every_run_and_any_number_of_threads() {
    let folder = hostile();
    for (format, _) in FORMATS {
        for (place, path) in [(folder.path(), "."), (root(), "fixtures/acme")] {
            let once = run_in(place, &["check", path, "--at", AT, "--format", format, "--jobs", "1"], "");
            let again = run_in(place, &["check", path, "--at", AT, "--format", format, "--jobs", "2"], "");
            assert!(once.stdout == again.stdout && once.code == again.code, "{format}");
            assert!(!once.stdout.contains(place.to_str().unwrap()), "{format} names a folder of this machine");
        }
    }
}

#[test]
fn formats_are_all_described() {
    let page = std::fs::read_to_string(root().join("docs/formats.md")).unwrap();
    for format in Format::value_variants() {
        let name = format.to_possible_value().unwrap().get_name().to_owned();
        assert!(page.contains(&format!("\n## {name}\n")), "docs/formats.md has no section on {name}");
        assert!(page.contains(&format!("| [`{name}`](#{name}) |")), "docs/formats.md does not list {name}");
    }
}

#[test]
fn formats_name_each_denial_of_acme() {
    let arguments = ["check", "fixtures/acme", "--at", AT, "--format"];
    let document = run(&[&arguments[..], &["json"]].concat()).json();
    let expected = denials(&document);
    for (format, _) in FORMATS {
        let text = run(&[&arguments[..], &[format]].concat()).stdout;
        let (mut rest, mut known) = (text.as_str(), None);
        for id in expected.iter().map(|shown| &shown.id) {
            rest = match rest.split_once(id.as_str()) {
                Some((_, after)) => after,
                // Several denials of one finding may be named once.
                None if known == Some(id) => rest,
                None => panic!("{format} lacks {id}, or has it elsewhere"),
            };
            known = Some(id);
        }
        let rules: usize = expected.iter().filter(|shown| text.contains(&shown.rule)).count();
        assert_eq!(rules, expected.len(), "{format}");
    }
}

#[test]
fn formats_have_the_same_exit_code_and_go_to_several_files() {
    let folder = hostile();
    let mut arguments = vec!["check", "--at", AT, "--quiet"];
    let outputs: Vec<String> = FORMATS.iter().map(|(format, _)| format!("{format}=out/report.{format}")).collect();
    std::fs::create_dir(folder.file("out")).unwrap();
    for output in &outputs {
        arguments.extend(["--output", output]);
    }
    assert_eq!(folder.run(&arguments).code, 2);
    for (format, _) in FORMATS {
        let outcome = folder.run(&["check", "--at", AT, "--format", format]);
        assert_eq!(outcome.code, 2, "{format}");
        let written = std::fs::read_to_string(folder.file(&format!("out/report.{format}"))).unwrap();
        assert!(written == outcome.stdout, "{format}");
    }
}
