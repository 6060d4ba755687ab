//! What every own rule should have beside it: METADATA with an id, and a test.

use std::collections::BTreeSet;

use regorus::unstable::{Module, Ref};

use super::program::Program;
use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    engine::{
        Clause,
        clauses::{is_test_package, package_of},
        rewrite,
        walk::{self, Visit},
    },
};

/// Warnings about rules without METADATA, once a file, and about rules that no test asks.
pub(super) fn check(
    program: &Program<'_>,
    clauses: &[Clause],
    tests: &[Ref<Module>],
    test_files: &BTreeSet<FileName>,
) -> Vec<Diagnostic> {
    let tested: BTreeSet<String> = tests.iter().flat_map(|module| references_of(module)).collect();
    let mut warnings = Vec::new();
    for unit in program.units.iter().filter(|unit| unit.is_reported) {
        let mut bare = None;
        let mut untested = None;
        for clause in clauses.iter().filter(|clause| clause.file == unit.file) {
            let block = unit.blocks.iter().rfind(|block| block.end <= clause.name.start);
            if block.is_none_or(|block| block.id.is_none()) {
                bare = bare.or(Some(clause));
            } else if !is_tested(clause, &tested, test_files) {
                untested = untested.or(Some(clause));
            }
        }
        if let Some(clause) = bare {
            warnings.push(
                Diagnostic::warning(Code::PolicyNoMetadata, "this rule has no METADATA with an id")
                    .in_file(&clause.file)
                    .at(clause.name)
                    .label("known only by its package")
                    .help(
                        "it judges as it is; with `custom.id`, `title` and `solution` its results say which rule it \
                         is and what unblocks",
                    ),
            );
        }
        if let Some(clause) = untested {
            warnings.push(
                Diagnostic::warning(Code::PolicyNoTest, "no test asks this rule")
                    .in_file(&clause.file)
                    .at(clause.name)
                    .label("not tested")
                    .help(format!(
                        "write `{}` beside it: one case that it denies, and one that it does not",
                        beside(&clause.file, "_test.rego")
                    )),
            );
        }
    }
    warnings
}

fn is_tested(clause: &Clause, tested: &BTreeSet<String>, test_files: &BTreeSet<FileName>) -> bool {
    ["_test.rego", "_test.yaml", "_test.yml"]
        .iter()
        .any(|ending| test_files.contains(beside(&clause.file, ending).as_str()))
        || tested.contains(&format!("data.{}.{}", clause.package, clause.level.as_str()))
}

/// The name of a file beside one: `a/x.rego` and `a/x_test.rego`.
fn beside(file: &FileName, ending: &str) -> String {
    format!("{}{ending}", file.strip_suffix(".rego").unwrap_or(file))
}

/// The rules of other packages that a test names, as full paths.
fn references_of(module: &Module) -> Vec<String> {
    let package = package_of(module).join(".");
    if !is_test_package(&package) {
        return Vec::new();
    }
    let imports = rewrite::imports_of(module);
    let mut found = Vec::new();
    for rule in &module.policy {
        walk::rule(rule, &mut |visit| {
            let (Visit::Reference(reference) | Visit::Call(reference)) = visit else { return };
            let (path, _) = walk::static_prefix(reference);
            let Some((first, rest)) = path.split_first() else { return };
            let start = imports.get(first).cloned().unwrap_or_else(|| first.clone());
            // A set is also asked by a member of it: `data.x.deny[result]`.
            let mut so_far = start;
            found.push(so_far.clone());
            for name in rest {
                so_far = format!("{so_far}.{name}");
                found.push(so_far.clone());
            }
        });
    }
    found
}
