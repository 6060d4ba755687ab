//! `lint`: checks policies and organization data on their own.

use std::io::{self, Write};

use super::{
    Environment,
    lint_policies::{self, Checked},
    load, output,
};
use crate::{
    cli::{CacheArgs, DataArgs, InputArgs, LintArgs},
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    report::{Lint, Run},
};

pub(super) fn run(args: &LintArgs, environment: &Environment, stdout: &mut dyn Write) -> io::Result<Exit> {
    let checked = lint_policies::check(args, environment);
    let mut run = judge_data(args, &checked, environment);
    if let Some(lint) = checked.lint {
        run.sources.extend(checked.sources);
        run.problems.extend(checked.problems);
        run.problems.retain(|problem| !lint.found.contains(problem));
        run.problems.sort_by(Diagnostic::order);
        run.problems.dedup();
        run.profile = run.profile.or(checked.profile);
        run.lint = Some(lint);
    }
    if run.exit() == Exit::Nothing {
        run.warnings.push(
            Diagnostic::warning(Code::NothingToJudge, "no policy of your own and no organization data was found")
                .help("name files or folders, or the folder with `remedy-policy.yaml`"),
        );
    }
    output::write(&args.report, environment, &mut run, stdout)
}

/// Judges the organization data by the policies. Where policies that are checked in the same run cannot be loaded, by the
/// shipped ones alone.
fn judge_data(args: &LintArgs, checked: &Checked, environment: &Environment) -> Run {
    if checked.has_no_data {
        return load::nothing();
    }
    let inputs = InputArgs {
        paths: args.paths.clone(),
        data: DataArgs { org: checked.data.clone(), ..DataArgs::default() },
        cache: CacheArgs::default(),
        jobs: None,
        policies: args.policies.clone(),
    };
    let mut loaded = load::load(&inputs, load::Reads::Organization, environment);
    if loaded.gate.is_none()
        && let Some(lint) = &checked.lint
        && is_explained(&loaded.run, lint)
    {
        loaded = load::load(&inputs, load::Reads::OrganizationByLibrary, environment);
        loaded.run.warnings.push(
            Diagnostic::warning(Code::PolicyNoRules, "the organization data was judged by the shipped policies alone")
                .help("your own could not be loaded, see above; correct them and run this again"),
        );
    }
    let mut run = loaded.run;
    if let (Some(gate), Some(organization)) = (loaded.gate, loaded.organization) {
        run.decisions = gate.judge_for_thread().judge_organization(&organization);
    }
    run
}

/// Whether everything that kept the policies from loading was found in them, too.
fn is_explained(run: &Run, lint: &Lint) -> bool {
    !run.problems.is_empty() && run.problems.iter().all(|problem| lint.found.contains(problem))
}
