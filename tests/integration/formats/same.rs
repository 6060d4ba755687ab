//! All formats show the same, and the same bytes every time.

use clap::ValueEnum as _;
use remedy_policy::cli::Format;

use super::{Reports, check, denials, hostile, sample::FORMATS};
use crate::common::root;

#[test]
fn formats_are_the_same_bytes_on_every_run_and_any_number_of_threads() {
    let folder = hostile();
    for (place, path, once) in [(folder.path(), ".", Reports::hostile()), (root(), "fixtures/acme", Reports::acme())] {
        let again = Reports::of(place, path, "2");
        assert_eq!(once.code, again.code);
        for (format, _) in FORMATS {
            assert!(once.text(format) == again.text(format), "{format}");
            assert!(!again.text(format).contains(place.to_str().unwrap()), "{format} names a folder of this machine");
        }
    }
}

#[test]
fn formats_on_standard_output_are_those_in_files_and_change_no_exit_code() {
    let folder = hostile();
    for (format, _) in FORMATS {
        let outcome = check(&folder, format);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (2, ""), "{format}");
        assert!(outcome.stdout == Reports::hostile().text(format), "{format}");
    }
    assert_eq!((Reports::hostile().code, Reports::acme().code), (2, 1));
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
    let expected = denials(&Reports::acme().json());
    for (format, _) in FORMATS {
        let text = Reports::acme().text(format);
        let (mut rest, mut known) = (text, None);
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
