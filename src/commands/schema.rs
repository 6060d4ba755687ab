//! `schema`: prints a published schema, lists them, or writes them all.

use std::{
    io::{self, Write},
    path::Path,
};

use super::Environment;
use crate::{
    cli::SchemaArgs,
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    files, report, schemas,
    suggest::nearest,
};

pub(super) fn run(
    args: &SchemaArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let problem = match (&args.name, &args.dir) {
        (Some(name), _) => match schemas::get(name) {
            Some(schema) => {
                stdout.write_all(schema.text.as_bytes())?;
                return Ok(Exit::Passed);
            }
            None => unknown(name),
        },
        (None, Some(dir)) => match write_all(dir) {
            Ok(()) => {
                let number = report::count(schemas::ALL.len(), "schema");
                writeln!(stdout, "{number} in `{}`", files::display(dir))?;
                return Ok(Exit::Passed);
            }
            Err(problem) => problem,
        },
        (None, None) => {
            let width = schemas::ALL.iter().map(|schema| schema.name.len()).max().unwrap_or_default();
            for schema in schemas::ALL {
                writeln!(stdout, "{:width$}  {}", schema.name, schema.summary)?;
            }
            return Ok(Exit::Passed);
        }
    };
    super::output::complain(vec![problem], environment, stderr)
}

fn unknown(name: &str) -> Diagnostic {
    let names = || schemas::ALL.iter().map(|schema| schema.name);
    let help = match nearest(name, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
    };
    Diagnostic::error(Code::Usage, format!("no schema is named `{name}`")).help(help)
}

fn write_all(dir: &Path) -> Result<(), Diagnostic> {
    std::fs::create_dir_all(dir).map_err(|error| files::failure("create", dir, &error))?;
    schemas::ALL.iter().try_for_each(|schema| files::write(&dir.join(schema.file_name()), schema.text.as_bytes()))
}
