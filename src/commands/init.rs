//! `init`: writes a start that passes: a configuration, organization data, a finding, a profile, and a rule with its tests.

mod templates;
mod write;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

use templates::{File, Values};

use super::{Environment, output};
use crate::{
    cli::InitArgs,
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    files,
    gate::{EvaluationTime, Policies},
    policy::shipped_policies,
    schemas::{self, Published},
};

/// Where schemas stand for editors, below the folder.
const SCHEMAS: &str = ".remedy-policy/schemas";

pub(super) fn run(
    args: &InitArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let is_schema = |name: &Path| name.starts_with(SCHEMAS);
    let done = prepare(args).and_then(|files| {
        write::all_or_nothing(&args.dir, &with_schemas(&files), is_schema)?;
        Ok(files)
    });
    match done {
        Ok(files) => {
            report(&args.dir, &files, stdout)?;
            Ok(Exit::Passed)
        }
        Err(problems) => output::complain(problems, environment, stderr),
    }
}

/// The files for people, once it is clear that all arguments can be used.
fn prepare(args: &InitArgs) -> Result<Vec<File>, Vec<Diagnostic>> {
    let now = match &args.at {
        Some(at) => EvaluationTime::parse(at, &args.time_zone),
        None => EvaluationTime::now(&args.time_zone),
    };
    match (check_name(&args.name), now) {
        (Ok(()), Ok(now)) => Ok(templates::files(&Values { name: &args.name, zone: &args.time_zone, now: &now })),
        (name, now) => Err(name.err().into_iter().chain(now.err()).collect()),
    }
}

/// All files to write: path below the folder, and text.
fn with_schemas(files: &[File]) -> Vec<(PathBuf, String)> {
    let schema = |schema: &Published| (Path::new(SCHEMAS).join(schema.file_name()), schema.text.to_owned());
    files
        .iter()
        .map(|file| (PathBuf::from(&file.name), file.text.clone()))
        .chain(schemas::ALL.iter().map(schema))
        .collect()
}

/// A name becomes a package and, in capitals, the first half of rule ids.
fn check_name(name: &str) -> Result<(), Diagnostic> {
    let is_word = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.len() <= 20
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    let refuse = |why: String| Err(Diagnostic::error(Code::Usage, why).help("for example `--name acme`"));
    if !is_word {
        return refuse(format!("`{name}` is no name for packages: up to 20 small letters and digits, a letter first"));
    }
    if name == "remedy" || is_reserved_word(name) {
        return refuse(format!("`{name}` is taken: it means something in Rego or belongs to the shipped library"));
    }
    let prefix = format!("{}-", name.to_uppercase());
    let shipped = Policies::load(shipped_policies()).map_err(|problems| first(problems, name))?;
    match shipped.catalogue().iter().find(|rule| rule.id.starts_with(&prefix)) {
        Some(rule) => refuse(format!("`{name}` is taken: the shipped library has a rule `{}`", rule.id)),
        None => Ok(()),
    }
}

fn first(problems: Vec<Diagnostic>, name: &str) -> Diagnostic {
    let unknown = || Diagnostic::error(Code::Usage, format!("could not compare `{name}` with the shipped rules"));
    problems.into_iter().next().unwrap_or_else(unknown)
}

/// Words that cannot be part of a package path.
fn is_reserved_word(name: &str) -> bool {
    const WORDS: &[&str] = &[
        "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not", "null",
        "package", "some", "true", "with",
    ];
    WORDS.contains(&name)
}

fn report(dir: &Path, files: &[File], stdout: &mut dyn Write) -> io::Result<()> {
    let schemas = format!("{SCHEMAS}/");
    let width = files.iter().map(|file| file.name.len()).chain([schemas.len()]).max().unwrap_or_default();
    let is_here = dir == Path::new(".");
    let place = if is_here { "the current folder".to_owned() } else { format!("`{}`", files::display(dir)) };
    writeln!(stdout, "Written to {place}:\n")?;
    for file in files {
        writeln!(stdout, "  {:width$}  {}", file.name, file.purpose)?;
    }
    writeln!(stdout, "  {schemas:width$}  what editors complete and check by")?;
    writeln!(stdout, "\nGo on with:\n")?;
    if !is_here {
        writeln!(stdout, "  cd {}", files::display(dir))?;
    }
    for (command, purpose) in [
        ("remedy-policy check", "judge the finding"),
        ("remedy-policy lint", "judge the organization data"),
        ("remedy-policy rules --own", "list your own rule"),
        ("remedy-policy test", "run its tests"),
    ] {
        writeln!(stdout, "  {command:25}  {purpose}")?;
    }
    Ok(())
}
