//! Finds which packages a package can reach, so that a test is evaluated with those alone: the interpreter walks over all
//! its modules at each reference, and what is not there costs nothing.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{Module, Ref};

use crate::engine::{
    clauses::package_of,
    rewrite,
    walk::{self, Visit},
};

/// The components of a package's name, without `data`.
pub(in crate::engine) type PackagePath = Vec<String>;

/// For each package all that it can reach, itself included.
pub(super) fn closures(modules: &[Ref<Module>]) -> BTreeMap<PackagePath, BTreeSet<PackagePath>> {
    let packages: BTreeSet<PackagePath> = modules.iter().map(|module| package_of(module)).collect();
    let mut direct: BTreeMap<PackagePath, BTreeSet<PackagePath>> = BTreeMap::new();
    for module in modules {
        direct.entry(package_of(module)).or_default().extend(referred(module, &packages));
    }
    packages.iter().map(|package| (package.clone(), closure(package, &direct))).collect()
}

fn closure(package: &PackagePath, direct: &BTreeMap<PackagePath, BTreeSet<PackagePath>>) -> BTreeSet<PackagePath> {
    let mut reached = BTreeSet::from([package.clone()]);
    let mut open = vec![package.clone()];
    while let Some(next) = open.pop() {
        for further in direct.get(&next).into_iter().flatten() {
            if reached.insert(further.clone()) {
                open.push(further.clone());
            }
        }
    }
    reached
}

/// The packages that a module names: those that a reference goes into, and those that it takes as a whole.
fn referred(module: &Module, packages: &BTreeSet<PackagePath>) -> BTreeSet<PackagePath> {
    let imports = rewrite::imports_of(module);
    let mut paths: BTreeSet<Vec<String>> = BTreeSet::new();
    for rule in &module.policy {
        walk::rule(rule, &mut |visit| {
            if let Visit::Call(reference) | Visit::Reference(reference) = visit {
                let path = rewrite::full_path(&imports, reference);
                if let Some(("data", rest)) = path.split_first().map(|(first, rest)| (first.as_str(), rest)) {
                    paths.insert(rest.to_vec());
                }
            }
        });
    }
    packages
        .iter()
        .filter(|package| paths.iter().any(|path| path.starts_with(package) || package.starts_with(path)))
        .cloned()
        .collect()
}
