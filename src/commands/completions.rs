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

/// The script of bash, with labels that can be found: its generator writes the hyphen of the program's name there as it writes
/// the step to a subcommand, so that nothing would be completed behind a subcommand.
fn mended(script: &[u8]) -> String {
    String::from_utf8_lossy(script).replace("remedy__subcmd__policy", "remedy__policy")
}
