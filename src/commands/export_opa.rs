//! `export opa`: writes policies, data and inputs, exactly as they are judged, for stock Open Policy Agent.

use std::{
    fmt::Write as _,
    io::{self, Write},
    path::Path,
};

use super::{Environment, check::pool, load, load::Loaded};
use crate::{
    cli::ExportOpaArgs,
    diagnostic::{Code, Diagnostic, Severity},
    engine::rule_sets,
    exit::Exit,
    files,
    gate::Gate,
    policy::Level,
    report::{self, Human},
};

/// The package of the module that gathers the results of all others.
const PACKAGE: &str = "remedy_policy_export";

pub(super) fn run(
    args: &ExportOpaArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let mut loaded = match pool(args.inputs.jobs) {
        Ok(pool) => pool.install(|| load::load(&args.inputs, load::Reads::Everything, environment)),
        Err(error) => {
            writeln!(stderr, "error: could not start threads: {error}")?;
            return Ok(Exit::Error);
        }
    };
    let has_problem = loaded.run.problems.iter().any(|problem| problem.severity == Severity::Error);
    if !has_problem && let Some(gate) = &loaded.gate {
        if loaded.documents.is_empty() {
            writeln!(stderr, "nothing to export: no finding was found")?;
            return Ok(Exit::Nothing);
        }
        match write_all(&args.dir, gate, &loaded) {
            Ok(()) => {
                writeln!(
                    stdout,
                    "{} and {} policies in `{}`",
                    report::count(loaded.documents.len(), "document"),
                    loaded.policies.len(),
                    files::display(&args.dir)
                )?;
                return Ok(Exit::Passed);
            }
            Err(problem) => loaded.run.problems.push(problem),
        }
    }
    let style = Human { color: false, width: environment.width, quiet: true };
    report::human(&loaded.run, style, stderr)?;
    Ok(Exit::Error)
}

/// Writes beside the target first: the folder is there whole, or not at all.
fn write_all(dir: &Path, gate: &Gate, loaded: &Loaded) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| files::failure("write", dir, &error);
    let is_free = match std::fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !dir.exists(),
    };
    if !is_free {
        return Err(Diagnostic::error(Code::Usage, format!("`{}` is not an empty folder", files::display(dir)))
            .help("name a folder that does not exist yet"));
    }
    let parent = dir.parent().filter(|parent| *parent != Path::new("")).unwrap_or(Path::new("."));
    std::fs::create_dir_all(parent).map_err(failed)?;
    let beside = tempfile::Builder::new().prefix(".remedy-policy-export").tempdir_in(parent).map_err(failed)?;
    fill(beside.path(), gate, loaded).map_err(failed)?;
    if dir.exists() {
        std::fs::remove_dir(dir).map_err(failed)?;
    }
    std::fs::rename(beside.keep(), dir).map_err(failed)
}

fn fill(dir: &Path, gate: &Gate, loaded: &Loaded) -> io::Result<()> {
    for (number, source) in loaded.policies.iter().enumerate() {
        let name = source.name.trim_start_matches("policies/");
        let is_plain = !name.starts_with('/') && !name.split('/').any(|part| part == ".." || part.is_empty());
        let path = if source.origin == crate::policy::Origin::Shipped && is_plain {
            dir.join("policies").join(name)
        } else {
            dir.join("policies/own").join(format!("{number:03}.rego"))
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, source.text.as_bytes())?;
    }
    std::fs::write(dir.join("policies").join(format!("{PACKAGE}.rego")), gathering_module(gate))?;
    std::fs::write(dir.join("query.txt"), format!("data.{PACKAGE}.denials\n"))?;
    std::fs::write(dir.join("data.json"), pretty(&gate.data().to_json())?)?;
    std::fs::create_dir_all(dir.join("inputs"))?;
    for document in &loaded.documents {
        std::fs::write(
            dir.join("inputs").join(format!("{}.json", document.id)),
            pretty(&gate.input(document).to_json())?,
        )?;
    }
    Ok(())
}

/// The module behind the one query: all denials, and beside them all warnings.
fn gathering_module(gate: &Gate) -> String {
    let mut text = format!(
        "# Gathers what every rule says of one input. Written by `remedy-policy export opa`.\npackage {PACKAGE}\n"
    );
    for (package, level) in rule_sets(gate.clauses()) {
        let name = match level {
            Level::Deny => "denials",
            Level::Warn => "warnings",
        };
        let _ =
            write!(text, "\n{name} contains result if some result in {}\n", crate::engine::rule_path(&package, level));
    }
    text
}

fn pretty(value: &serde_json::Value) -> io::Result<String> {
    let mut text = serde_json::to_string_pretty(value).map_err(io::Error::other)?;
    text.push('\n');
    Ok(text)
}
