//! What loading policies came to, remembered by their content: that they hold no mistake, their clauses, and their programs
//! of bytecode. A start that finds it parses and compiles nothing.
//!
//! It is believed as far as the folder that it lies in: who can write there can run the program as its user. The file ends
//! with a digest, so that a damaged one is made anew.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::SystemTime,
};

use regorus::rvm::program::{DeserializationResult, Program};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Clause, RuleSet, machine::Compiled};
use crate::{
    diagnostic::Diagnostic,
    document::Span,
    files,
    policy::{Level, PolicySource},
};

/// Rises when the same policies are prepared otherwise.
const HEAD: &str = "remedy-policy policies 1";

/// How the files are called; between the two stands the key.
const NAME: (&str, &str) = ("policies-", ".bin");

/// How many are kept in a folder.
const MOST_KEPT: usize = 8;

/// How long a digest is.
const DIGEST: usize = 32;

/// What is remembered of policies.
#[derive(Clone, Debug, Default)]
pub(super) struct Prepared {
    pub(super) clauses: Vec<Clause>,
    /// The paths of the rules with something that the compiler of bytecode gets wrong.
    pub(super) miscompiled: BTreeSet<String>,
    /// What was compiled.
    pub(super) programs: Vec<Compiled>,
    /// The rule sets that the compiler cannot do, and why.
    pub(super) refused: Vec<(RuleSet, String)>,
}

type WrittenClause = (String, String, u8, bool, (u32, u32), (u32, u32));

/// The form in the file.
#[derive(Serialize, Deserialize)]
struct Written {
    clauses: Vec<WrittenClause>,
    miscompiled: BTreeSet<String>,
    programs: Vec<WrittenProgram>,
    refused: Vec<(String, u8, String)>,
}

#[derive(Serialize, Deserialize)]
struct WrittenProgram {
    bytes: Vec<u8>,
    rule_sets: Vec<(String, u8, usize)>,
}

/// The file in a folder for policies of that content.
pub(super) fn file_of(sources: &[PolicySource], folder: &Path) -> PathBuf {
    folder.join(format!("{}{}{}", NAME.0, key_of(sources), NAME.1))
}

fn key_of(sources: &[PolicySource]) -> String {
    let mut digest = Sha256::new();
    let mut add = |text: &str| {
        digest.update(text.len().to_le_bytes());
        digest.update(text);
    };
    add(HEAD);
    add(env!("CARGO_PKG_VERSION"));
    add(&program());
    for source in sources {
        add(&source.name);
        add(&source.text);
    }
    digest.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Tells one build of the program from another.
fn program() -> String {
    let built = std::env::current_exe().and_then(fs::metadata);
    built.map(|file| format!("{} {:?}", file.len(), file.modified().ok())).unwrap_or_default()
}

/// Removes all but the newest files, so that the folder does not grow with each change of a policy.
fn tidy(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut known: Vec<(SystemTime, PathBuf)> = entries
        .flatten()
        .filter(|entry| {
            entry.file_name().to_str().is_some_and(|name| name.starts_with(NAME.0) && name.ends_with(NAME.1))
        })
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    known.sort();
    let surplus = known.len().saturating_sub(MOST_KEPT);
    for (_, file) in known.into_iter().take(surplus) {
        // Another process may have removed it.
        let _ = fs::remove_file(file);
    }
}

impl Prepared {
    /// What was remembered; nothing if there is none, or if it is damaged.
    pub(super) fn read(file: &Path) -> Option<Self> {
        let bytes = fs::read(file).ok()?;
        let (written, digest) = bytes.split_at_checked(bytes.len().checked_sub(DIGEST)?)?;
        if Sha256::digest(written).as_slice() != digest {
            return None;
        }
        let written: Written = postcard::from_bytes(written).ok()?;
        let level = |number: u8| if number == 0 { Level::Deny } else { Level::Warn };
        let span = |(start, end): (u32, u32)| Span { start, end };
        let clause = |(file, package, number, is_set, name, whole): WrittenClause| Clause {
            file: Arc::from(file),
            package,
            level: level(number),
            is_set,
            name: span(name),
            span: span(whole),
        };
        let program = |WrittenProgram { bytes, rule_sets }| {
            let Ok(DeserializationResult::Complete(program)) = Program::deserialize_binary(&bytes) else { return None };
            let rule_sets =
                rule_sets.into_iter().map(|(package, number, rule)| ((package, level(number)), rule)).collect();
            Some(Compiled { program: Arc::new(program), rule_sets })
        };
        Some(Self {
            clauses: written.clauses.into_iter().map(clause).collect(),
            miscompiled: written.miscompiled,
            programs: written.programs.into_iter().map(program).collect::<Option<_>>()?,
            refused: written
                .refused
                .into_iter()
                .map(|(package, number, why)| ((package, level(number)), why))
                .collect(),
        })
    }

    /// Remembers it, whole or not at all.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub(super) fn write(&self, file: &Path) -> Result<(), Diagnostic> {
        let number = |level: Level| u8::from(level == Level::Warn);
        let span = |span: Span| (span.start, span.end);
        let clause = |clause: &Clause| -> WrittenClause {
            let Clause { file, package, level, is_set, name, span: whole } = clause;
            (file.to_string(), package.clone(), number(*level), *is_set, span(*name), span(*whole))
        };
        let program = |Compiled { program, rule_sets }: &Compiled| {
            // Neither places nor texts are needed to run it.
            let bare = Program { instruction_spans: Vec::new(), sources: Vec::new(), ..(**program).clone() };
            let named = rule_sets.iter().map(|((package, level), rule)| (package.clone(), number(*level), *rule));
            Some(WrittenProgram { bytes: bare.serialize_binary().ok()?, rule_sets: named.collect() })
        };
        let Some(programs) = self.programs.iter().map(program).collect() else { return Ok(()) };
        let written = Written {
            clauses: self.clauses.iter().map(clause).collect(),
            miscompiled: self.miscompiled.clone(),
            programs,
            refused: self
                .refused
                .iter()
                .map(|((package, level), why)| (package.clone(), number(*level), why.clone()))
                .collect(),
        };
        let Ok(mut bytes) = postcard::to_allocvec(&written) else { return Ok(()) };
        bytes.extend(Sha256::digest(&bytes));
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|error| files::failure("create", folder, &error))?;
        }
        files::write_with(file, |out| out.write_all(&bytes))?;
        file.parent().into_iter().for_each(tidy);
        Ok(())
    }
}
