//! `check`: judges findings and reports.

use std::io::{self, Write};

use rayon::prelude::*;

use super::{Environment, load, output};
use crate::{
    cli::CheckArgs,
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    gate::{Decision, Documents, Gate},
    manifest::Manifest,
    org::Organization,
    report::Run,
};

pub(super) fn run(
    args: &CheckArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let mut run = match pool(args.inputs.jobs) {
        Ok(pool) => environment.watched(args.report.quiet, || pool.install(|| judge(args, environment))),
        Err(error) => {
            writeln!(stderr, "error: could not start threads: {error}")?;
            return Ok(Exit::Error);
        }
    };
    output::write(&args.report, environment, &mut run, stdout)
}

/// As many threads as asked for; one a core otherwise.
pub(super) fn pool(jobs: Option<u16>) -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from)).build()
}

fn judge(args: &CheckArgs, environment: &Environment) -> Run {
    let loaded = load::load(&args.inputs, load::Reads::Everything, environment);
    let mut run = loaded.run;
    if let Some(gate) = loaded.gate {
        run.decisions = gate.judge_all_with(&loaded.documents, &environment.progress);
        if let (true, Some(organization)) = (args.explain, &loaded.organization) {
            let explained = explain(&gate, &mut run.decisions, &loaded.documents, organization);
            run.problems.extend(explained.err().into_iter().flatten());
        }
        // The process is about to end. To take the engine's syntax trees apart first costs a third of what loading them does.
        std::mem::forget(gate);
        if run.exit() == Exit::Nothing {
            run.warnings.push(nothing_to_judge(&run));
        }
    }
    run
}

/// Notes at each denial the condition that decided, on all threads.
fn explain(
    gate: &Gate,
    decisions: &mut [Decision],
    documents: &[Manifest],
    organization: &Organization,
) -> Result<(), Vec<Diagnostic>> {
    let blocked: Vec<(&mut Decision, &Manifest)> =
        decisions.iter_mut().zip(documents).filter(|(decision, _)| !decision.denials.is_empty()).collect();
    // What an explainer has compiled it keeps, so few of them explain many findings each.
    let share = blocked.len().div_ceil(rayon::current_num_threads()).max(1);
    blocked.into_par_iter().with_min_len(share).try_for_each_init(
        || gate.explainer(),
        |explainer, (decision, manifest)| match explainer {
            Ok(explainer) => explainer.annotate(decision, Documents { manifest, organization }),
            Err(problems) => Err(problems.clone()),
        },
    )
}

/// Says why there is nothing, for those who expected something.
fn nothing_to_judge(run: &Run) -> Diagnostic {
    if run.decisions.is_empty() {
        Diagnostic::warning(Code::NothingToJudge, "no finding was found")
            .help("findings are files that end in .yaml, .yml, .json or .ndjson, by default in the folder `findings`")
    } else {
        Diagnostic::warning(Code::NothingToJudge, "no rule applies to any finding")
            .help("look at `states` and `types` in the METADATA of your rules")
    }
}
