//! `lint`: checks organization data on its own.

use std::io::{self, Write};

use super::{Environment, load, output};
use crate::{
    cli::{DataArgs, InputArgs, LintArgs},
    diagnostic::{Code, Diagnostic},
    exit::Exit,
};

pub(super) fn run(args: &LintArgs, environment: &Environment, stdout: &mut dyn Write) -> io::Result<Exit> {
    let inputs = InputArgs {
        paths: args.paths.clone(),
        data: DataArgs { org: args.paths.clone(), feeds: Vec::new() },
        jobs: None,
        policies: args.policies.clone(),
    };
    let loaded = load::load(&inputs, load::Reads::Organization, environment);
    let mut run = loaded.run;
    if let (Some(gate), Some(organization)) = (loaded.gate, loaded.organization) {
        run.decisions = gate.judge_for_thread().judge_organization(&organization);
        if run.exit() == Exit::Nothing {
            run.warnings.push(
                Diagnostic::warning(Code::NothingToJudge, "no organization data was found")
                    .help("name its files, or the folder with `remedy-policy.yaml`"),
            );
        }
    }
    output::write(&args.report, environment, &mut run, stdout)
}
