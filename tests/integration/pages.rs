//! `docs/rules/` and `docs/requirements.md`: written from METADATA, the cases and the two tables beside the policies, and
//! held to them. `REMEDY_WRITE_DOCS=1 cargo test pages` writes them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    path::Path,
};

use remedy_policy::{
    manifest::Kind,
    policy::{Catalogue, Level, Reference, RuleEntry},
    report::{RulePage, rule_effect, rule_page},
};
use serde_json::Value;

use crate::{
    cases::{Case, cases},
    common::{catalogue, root},
};

/// Everything that the pages are made from.
struct Library {
    catalogue: Catalogue,
    cases: BTreeMap<String, Case>,
    reference: &'static Reference,
}

fn library() -> Library {
    Library {
        catalogue: catalogue(),
        cases: cases().into_iter().map(|(_, case)| (case.rule.clone(), case)).collect(),
        reference: Reference::shipped(),
    }
}

/// Compares a page with what it should say, or writes it.
fn hold(name: &str, page: &str, differing: &mut Vec<String>) {
    let path = root().join("docs").join(name);
    if std::fs::read_to_string(&path).is_ok_and(|text| text == page) {
        return;
    }
    if std::env::var_os("REMEDY_WRITE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, page).unwrap();
    } else {
        differing.push(name.to_owned());
    }
}

/// `S0.10` after `S0.9`.
fn by_number(id: &str) -> (String, u32) {
    let (document, number) = id.split_once('.').unwrap();
    (document.to_owned(), number.parse().unwrap())
}

impl Library {
    fn rules_of(&self, requirement: &str) -> Vec<&RuleEntry> {
        self.catalogue.iter().filter(|rule| rule.requirements.iter().any(|other| other == requirement)).collect()
    }

    fn page(&self, rule: &RuleEntry) -> String {
        let said = RulePage::new(rule, self.reference);
        let mut page = format!("# {}\n\n{}\n\n", said.heading, said.description);
        let _ = write!(page, "| | |\n|---|---|\n| effect | {} |\n| judges | {} |\n", said.effect, said.judges);
        let file = &rule.file;
        let _ = writeln!(page, "| rule | [{file}](../../{file}), package `{}` |", rule.package);
        let test = file.replace(".rego", "_test.rego");
        let _ = writeln!(page, "| tests | [{test}](../../{test}), [case](../../{}) |", case_of(rule));
        let _ = write!(page, "\n## How to unblock\n\n{}\n", said.solution);
        self.example(rule, &mut page);
        if !said.requirements.is_empty() {
            page.push_str("\n## Requirements\n\n");
            for (id, text) in said.requirements {
                let _ = writeln!(page, "- [{id}](../requirements.md#{}): {text}", anchor(id));
            }
        }
        if !said.controls.is_empty() {
            page.push_str("\n## Controls of public frameworks\n\n");
            for (framework, id, text) in said.controls {
                let _ = writeln!(page, "- {framework} `{id}`: {text}");
            }
        }
        page
    }

    /// The change that the case makes, as a reader would make it.
    fn example(&self, rule: &RuleEntry, page: &mut String) {
        let Some(case) = self.cases.get(&rule.id) else { return };
        let verb = if rule.levels.contains(&Level::Deny) { "blocks" } else { "warns of" };
        let passes = format!("fixtures/acme/{}", case.passes.display());
        let _ =
            write!(page, "\n## Example\n\n[{passes}](../../{passes}) passes. The rule {verb} it with this change:\n\n");
        for path in &case.speaks.remove {
            let _ = writeln!(page, "- `{path}` is left out");
        }
        for (path, value) in &case.speaks.set {
            let _ = writeln!(page, "- `{path}` is {}", inline(value));
        }
        if let Some(at) = &case.speaks.at {
            let _ = writeln!(page, "- it is judged on {at}");
        }
        let _ = writeln!(page, "\nIt points at `{}`.", case.speaks.path);
    }

    fn index(&self) -> String {
        let mut page = String::from(
            "# The rules\n\nEvery rule of the shipped library, by family. Written from the METADATA of the policies.\n",
        );
        let mut family = String::new();
        let mut rules: Vec<&RuleEntry> = self.catalogue.iter().collect();
        rules.sort_by_key(|rule| (rule.package.clone(), rule.id.clone()));
        for rule in rules {
            if rule.package != family {
                family.clone_from(&rule.package);
                let title = family.trim_start_matches("remedy.").replace('_', " ");
                let (first, rest) = title.split_at(1);
                let _ = write!(page, "\n## {}{rest}\n\n| id | rule | effect |\n|---|---|---|\n", first.to_uppercase());
            }
            let _ = writeln!(page, "| [{0}]({0}.md) | {1} | {2} |", rule.id, rule.title, rule_effect(rule));
        }
        page
    }

    fn requirements_page(&self) -> String {
        let total = self.reference.requirements().len();
        let mut page = format!(
            "# Requirements\n\nThe {total} requirements behind the rules, taken from five guidance documents, and what enforces each. A rule is held to its \
             case (`fixtures/rules/`): a manifest that it lets through, one that it blocks at a named place, one with the field \
             absent; and to the Rego tests beside it. `cargo test` fails if a requirement has no rule, or a rule no case.\n"
        );
        for (document, title) in self.reference.documents() {
            let _ = write!(page, "\n## {document}: {title}\n\n| requirement | rules and their cases |\n|---|---|\n");
            let mut ids: Vec<&String> =
                self.reference.requirements().keys().filter(|id| by_number(id).0 == *document).collect();
            ids.sort_by_key(|id| by_number(id));
            for id in ids {
                let rules: Vec<String> = self
                    .rules_of(id)
                    .iter()
                    .map(|rule| format!("[{0}](rules/{0}.md) ([case](../{1}))", rule.id, case_of(rule)))
                    .collect();
                let text = &self.reference.requirements()[id];
                let _ = writeln!(page, "| <a id=\"{}\"></a>**{id}** {text} | {} |", anchor(id), rules.join(", "));
            }
        }
        page
    }
}

fn anchor(id: &str) -> String {
    id.to_lowercase().replace('.', "-")
}

fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => format!("`{text}`"),
        other => format!("`{other}`"),
    }
}

/// The file with the case of a rule. Rules about waivers judge no manifest; theirs are tests of the program.
fn case_of(rule: &RuleEntry) -> String {
    match rule.scope.kinds.contains(&Kind::Waiver) {
        true => "tests/integration/waivers.rs".to_owned(),
        false => format!("fixtures/rules/{}.yaml", rule.id),
    }
}

#[test]
fn the_pages_say_what_the_rules_say() {
    let library = library();
    let mut differing = Vec::new();
    let mut pages = BTreeSet::from(["README.md".to_owned()]);
    for rule in library.catalogue.iter() {
        let name = format!("{}.md", rule.id);
        hold(&format!("rules/{name}"), &library.page(rule), &mut differing);
        pages.insert(name);
    }
    hold("rules/README.md", &library.index(), &mut differing);
    hold("requirements.md", &library.requirements_page(), &mut differing);
    assert!(differing.is_empty(), "`REMEDY_WRITE_DOCS=1 cargo test pages` writes {}", differing.join(", "));
    let there: BTreeSet<String> = std::fs::read_dir(root().join("docs/rules"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(there, pages, "pages without a rule");
}

#[test]
fn every_requirement_has_a_rule_and_every_rule_names_requirements_that_exist() {
    let library = library();
    assert_eq!(library.reference.requirements().len(), 148);
    let known: BTreeSet<&str> = library.reference.requirements().keys().map(String::as_str).collect();
    let named: BTreeSet<&str> =
        library.catalogue.iter().flat_map(|rule| &rule.requirements).map(String::as_str).collect();
    assert_eq!(named, known);
    let documents: BTreeSet<String> = known.iter().map(|id| by_number(id).0).collect();
    assert_eq!(documents, library.reference.documents().keys().cloned().collect());
}

#[test]
fn every_control_of_a_framework_exists_and_none_is_withdrawn() {
    let library = library();
    let mut unused: BTreeSet<String> = BTreeSet::new();
    for (name, framework) in library.reference.frameworks() {
        unused.extend(framework.ids.keys().map(|id| format!("{name}:{id}")));
        for id in framework.withdrawn.keys() {
            assert!(!framework.ids.contains_key(id), "{name}:{id} is withdrawn");
        }
    }
    for rule in library.catalogue.iter() {
        for control in &rule.controls {
            let (framework, id) = control.split_once(':').unwrap_or_else(|| panic!("{}: {control}", rule.id));
            let framework =
                library.reference.frameworks().get(framework).unwrap_or_else(|| panic!("{}: {control}", rule.id));
            assert!(framework.ids.contains_key(id), "{}: {control} is not in policies/frameworks.yaml", rule.id);
            unused.remove(control);
        }
    }
    assert_eq!(unused, BTreeSet::new(), "ids that no rule names");
}

#[test]
fn every_link_of_the_pages_leads_to_a_file() {
    let docs = root().join("docs");
    for folder in [docs.clone(), docs.join("rules")] {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "md") {
                check_links(&path, &folder);
            }
        }
    }
}

fn check_links(page: &Path, folder: &Path) {
    let text = std::fs::read_to_string(page).unwrap();
    for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let target = link.split('#').next().unwrap();
        if !target.is_empty() && !target.contains("://") {
            assert!(folder.join(target).exists(), "{}: {link}", page.display());
        }
    }
}

#[test]
fn the_page_for_a_terminal_says_the_same_in_aligned_lines() {
    let library = library();
    let rule = library.catalogue.get("OWN-07").unwrap();
    insta::assert_snapshot!(rule_page(rule, library.reference, 80, false), @r"
    OWN-07: Internal owner who drives the external party

    An external party may do the work, but somebody inside answers for it and has
    the authority to see it through: as the internal owner of the vendor, or by a
    contract or RACI that the finding names.

    effect   blocks
    judges   findings that are `accepted`, `closed`
    rule     policies/ownership/internal_owner_drives_vendor.rego of the shipped
             library
    package  remedy.ownership

    How to unblock
      Set an internal accountable owner, and `ownership.authority_ref` to the
      contract or RACI.

    Requirements
      S0.24  Outsourced/cloud/third party: accountable owner may not perform the
             change but must be able to drive it to completion
      S3.25  Third-party cause: internal control owner still owns follow-up, vendor
             escalation, compensating controls, closure evidence

    Controls of public frameworks
      NIST Cybersecurity Framework 2.0
        GV.RR-02  roles, responsibilities and authorities are set and enforced
    ");
    for rule in library.catalogue.iter() {
        let page = rule_page(rule, library.reference, 80, false);
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    }
}
