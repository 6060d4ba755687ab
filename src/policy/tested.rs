//! Gathers what tests run over: the files that are tested, those beside them, and the shipped library.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    Origin, PolicySource, shipped_policies,
    source::{is_test_file, shipped_examples, shipped_for},
};
use crate::{
    diagnostic::{Diagnostic, FileName, Severity},
    document::decode_utf8,
    files,
};

/// Policies and tests, ready to be loaded.
#[derive(Clone, Debug, Default)]
pub struct Tested {
    /// All texts: own ones, tests included, and the shipped library.
    pub sources: Vec<PolicySource>,
    /// The files under the paths that were named.
    pub named: BTreeSet<FileName>,
}

/// Reads the files under `paths`, and beside them what is needed to evaluate them: the other files of a folder of which one
/// is named, `others`, and the shipped library. A file that has the place and the package of a shipped one stands for it.
///
/// # Errors
///
/// A path does not exist, or a file cannot be read. Everything that is wrong is reported.
pub fn read_tested(paths: &[PathBuf], others: &[PathBuf]) -> Result<Tested, Vec<Diagnostic>> {
    let mut reader = Reader::default();
    for path in paths {
        reader.read(path, true);
    }
    let folders = paths.iter().filter(|path| path.is_file()).filter_map(|path| path.parent());
    for folder in folders {
        reader.read(if folder == Path::new("") { Path::new(".") } else { folder }, false);
    }
    for path in others {
        reader.read(path, false);
    }
    if !reader.problems.is_empty() {
        return Err(reader.problems);
    }
    let Reader { own, named, .. } = reader;
    let shipped: Vec<PolicySource> = shipped_policies().into_iter().chain(shipped_examples()).collect();
    let replaced: BTreeSet<FileName> =
        own.iter().filter_map(|source| Some(Arc::clone(&shipped_for(source, &shipped)?.name))).collect();
    let mut sources: Vec<PolicySource> = shipped.into_iter().filter(|known| !replaced.contains(&known.name)).collect();
    sources.extend(own);
    // The order decides nothing that is evaluated; reports are in this one.
    sources.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(Tested { sources, named })
}

#[derive(Default)]
struct Reader {
    own: Vec<PolicySource>,
    named: BTreeSet<FileName>,
    known: BTreeSet<PathBuf>,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn read(&mut self, path: &Path, is_named: bool) {
        let found = match files::walk(path, &["rego"]) {
            Ok(found) => found,
            Err(problem) => return self.problems.push(problem),
        };
        for file in found {
            // A folder beside a named file may be large; of it only the files count, not what is below.
            let place = file.canonicalize().unwrap_or_else(|_| file.clone());
            if file.extension().is_none_or(|extension| extension != "rego") || !self.known.insert(place.clone()) {
                continue;
            }
            let name = files::display(&file);
            let read = files::read(&file).and_then(|bytes| {
                decode_utf8(bytes).map_err(|problem| Diagnostic::from_problem(problem, Severity::Error, &name))
            });
            match read {
                Ok(text) => {
                    if is_named {
                        self.named.insert(Arc::clone(&name));
                    }
                    self.own.push(PolicySource { name, text: Arc::from(text), origin: Origin::Own });
                }
                Err(problem) => self.problems.push(problem),
            }
        }
    }
}

impl Tested {
    /// Whether the tests of a file are meant by the paths that were named: a file of tests itself, or the policy that it
    /// stands beside.
    #[must_use]
    pub fn is_meant(&self, test_file: &FileName) -> bool {
        self.named.contains(test_file)
            || self.named.iter().filter(|name| !is_test_file(name)).any(|name| {
                let stem = name.trim_end_matches(".rego");
                test_file.strip_prefix(stem).is_some_and(|rest| rest.starts_with('_'))
            })
    }
}
