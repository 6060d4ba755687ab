//! `completions`: prints what completes the command line in a shell.

use std::io::{self, Write};

use clap::{Command, CommandFactory as _};
use clap_complete::{Generator, generate, shells};
use clap_complete_nushell::Nushell;

use crate::{
    cli::{Cli, CompletionsArgs, Shell},
    exit::Exit,
};

pub(super) fn run(args: &CompletionsArgs, stdout: &mut dyn Write) -> io::Result<Exit> {
    let script = match args.shell {
        Shell::Bash => mended(&script(shells::Bash)).into_bytes(),
        Shell::Zsh => script(shells::Zsh),
        Shell::Fish => script(shells::Fish),
        Shell::PowerShell => script(shells::PowerShell),
        Shell::Elvish => script(shells::Elvish),
        Shell::Nushell => script(Nushell),
    };
    stdout.write_all(&script)?;
    Ok(Exit::Passed)
}

/// The script is made in memory first: a generator panics where it cannot write, and a reader may close its end early.
fn script(generator: impl Generator) -> Vec<u8> {
    let mut command: Command = Cli::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(generator, &mut command, name, &mut script);
    script
}

/// The script of bash, without two faults of its generator: in the labels of commands it writes the hyphen of the program's
/// name as it writes the step to a subcommand, so that no label would ever be found; and among the options it offers the names
/// of arguments (`[PATH]...`), which nobody can type.
fn mended(script: &[u8]) -> String {
    let script = String::from_utf8_lossy(script).replace("remedy__subcmd__policy", "remedy__policy");
    let mut mended = String::with_capacity(script.len());
    for line in script.split_inclusive('\n') {
        match line.strip_suffix("\"\n").and_then(|line| line.split_once("opts=\"")) {
            Some((indent, words)) => {
                let words: Vec<&str> = words.split(' ').filter(|word| !word.starts_with(['[', '<'])).collect();
                mended.push_str(&format!("{indent}opts=\"{}\"\n", words.join(" ")));
            }
            None => mended.push_str(line),
        }
    }
    mended
}
