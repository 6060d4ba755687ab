//! `check`: judges findings and reports.

use std::io::{self, Write};

use rayon::prelude::*;

use super::{Environment, load, output};
use crate::{
    cli::{CheckArgs, FailOn},
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    gate::{BaselineUse, Decision, Documents, Gate},
    manifest::{Entry, Manifest},
    org::Organization,
    report::Run,
    wording::count,
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
    let first_baseline = args.inputs.data.baseline.as_deref().filter(|file| args.update_baseline && !file.exists());
    let mut inputs = args.inputs.clone();
    if first_baseline.is_some() {
        inputs.data.baseline = None;
    }
    let loaded = load::load_of_branch(&inputs, &args.branch, load::Reads::Everything, environment);
    let mut run = loaded.run;
    run.fails_on_warnings = args.fail_on == Some(FailOn::Warn);
    if let Some(mut gate) = loaded.gate {
        run.decisions = gate.judge_all_with(&loaded.documents, &environment.progress);
        if let Some(file) = first_baseline {
            gate.accept(file, &mut run.decisions, &loaded.documents);
        }
        adopt(&gate, &mut run, &loaded.documents, &loaded.rest, args.update_baseline);
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

/// What came of waivers and baseline. The baseline is written last, from what was judged.
fn adopt(gate: &Gate, run: &mut Run, judged: &[Manifest], rest: &[Entry], update: bool) {
    let (waivers, warnings) = gate.reliefs().used(&run.decisions, judged, rest);
    run.waivers = waivers;
    run.warnings.extend(warnings);
    let Some(baseline) = gate.reliefs().baseline() else { return };
    // What could not be read may hold what the baseline names.
    let is_whole = run.problems.is_empty();
    let used = baseline.used(&run.decisions, |id| {
        !is_whole || judged.iter().any(|document| document.id == id) || rest.iter().any(|entry| entry.id == id)
    });
    if update {
        run.problems.extend(baseline.shrunk(&used.absent).write().err());
    } else if !used.absent.is_empty() {
        run.warnings.push(shrinks(&used));
    }
    run.baseline = Some(used);
}

/// Says that the baseline holds more than it has to.
fn shrinks(used: &BaselineUse) -> Diagnostic {
    let gone = used.absent.len();
    let verb = if gone == 1 { "denies" } else { "deny" };
    Diagnostic::warning(
        Code::BaselineShrinks,
        format!("{} of the baseline `{}` {verb} no longer", count(gone, "entry"), used.file),
    )
    .help("run `remedy-policy check` with `--baseline FILE --update-baseline` to take them out, so that they cannot come back")
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
