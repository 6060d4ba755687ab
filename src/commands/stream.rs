//! `check` with nothing but `ndjson` reports: findings are seen once, then read again, judged, written and dropped, some at a time.

use std::{
    io::{self, BufWriter, Write},
    sync::{Arc, mpsc},
};

use rayon::prelude::*;

use super::{
    Environment,
    check::{adopt, nothing_to_judge},
    load::{self, Surveyed},
    output,
};
use crate::{
    cli::{CheckArgs, FailOn, Format},
    diagnostic::{Diagnostic, Sources},
    exit::Exit,
    files::NewFile,
    gate::{Decision, Gate, Judges, Tally},
    manifest::{Piece, Survey},
    report::{self, Run},
};

/// How many bytes of findings are judged at a time.
const BYTES_AT_A_TIME: usize = 1 << 20;

/// How many findings are judged at a time, if they are small.
const DOCUMENTS_AT_A_TIME: usize = 512;

/// Whether what is asked for can be written while it is judged. `--explain` and `--changed-since` need the whole run, and so
/// does a first baseline.
pub(super) fn is_asked(args: &CheckArgs) -> bool {
    let baseline = args.inputs.data.baseline.as_deref();
    let is_first_baseline = args.update_baseline && baseline.is_some_and(|file| !file.exists());
    let formats = args.report.output.iter().map(|output| output.format);
    formats.chain([args.report.format]).all(|format| format == Format::Ndjson)
        && !args.explain
        && args.branch.changed_since.is_none()
        && args.inputs.data.index.is_empty()
        && !is_first_baseline
}

/// Judges, and writes each decision as soon as all before it are written.
pub(super) fn run(
    args: &CheckArgs,
    environment: &Environment,
    pool: &rayon::ThreadPool,
    stdout: &mut dyn Write,
) -> io::Result<Exit> {
    environment.watched(args.report.quiet, || {
        let load = || load::load_of_branch(&args.inputs, &args.branch, load::Reads::Survey, environment);
        let loaded = pool.install(load);
        let mut run = loaded.run;
        run.fails_on_warnings = args.fail_on == Some(FailOn::Warn);
        let mut outputs = Outputs::open(args, stdout);
        let surveyed = loaded.survey.unwrap_or_else(|| Surveyed { survey: Survey::default(), rest: Survey::default() });
        if let Some(gate) = loaded.gate {
            judge(args, environment, pool, &gate, &surveyed, &mut run, &mut outputs);
            // The process is about to end. To take the engine's syntax trees apart first costs a third of loading them.
            std::mem::forget(gate);
            if run.exit() == Exit::Nothing {
                run.warnings.push(nothing_to_judge(&run));
            }
        }
        let exit = outputs.finish(args, &mut run)?;
        // The same holds for what was seen of a large tree.
        std::mem::forget(surveyed);
        Ok(exit)
    })
}

/// Judges what was seen, writes the decisions, and notes in the run what came of all of them.
fn judge(
    args: &CheckArgs,
    environment: &Environment,
    pool: &rayon::ThreadPool,
    gate: &Gate,
    Surveyed { survey, rest }: &Surveyed,
    run: &mut Run,
    outputs: &mut Outputs<'_>,
) {
    let mut tally = Tally::new(gate.reliefs());
    environment.progress.begin("judging", survey.documents());
    let judges = gate.judges(&environment.progress);
    let sources = Arc::new(std::mem::take(&mut run.sources));
    std::thread::scope(|scope| {
        // One batch is written while the next one is judged.
        let (sender, receiver) = mpsc::sync_channel::<Vec<Judged>>(1);
        let work = Work { survey, judges: &judges, sources: &sources };
        scope.spawn(move || {
            for batch in batches(survey.pieces()) {
                let judged = pool.install(|| batch.par_iter().map(|piece| work.judge(piece)).collect());
                // Nobody takes it if nothing can be written any more.
                if sender.send(judged).is_err() {
                    return;
                }
            }
        });
        for judged in receiver.iter().flatten() {
            for decision in &judged.decisions {
                tally.add(decision);
            }
            run.problems.extend(judged.problem);
            if !outputs.write(&judged.records) {
                break;
            }
        }
        drop(receiver);
    });
    run.sources = Arc::unwrap_or_clone(sources);
    run.problems.sort_by(Diagnostic::order);
    run.written = tally.counts().clone();
    let listed = || survey.listed();
    adopt(gate, &tally, run, (listed, || rest.listed()), args.update_baseline);
}

/// Pieces that are judged together.
fn batches(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    let mut rest = pieces;
    std::iter::from_fn(move || {
        let (mut bytes, mut documents) = (0, 0);
        let is_within = |piece: &&Piece| {
            let has_room = bytes < BYTES_AT_A_TIME && documents < DOCUMENTS_AT_A_TIME;
            bytes += piece.length();
            documents += piece.documents();
            has_room
        };
        let number = rest.iter().take_while(is_within).count();
        let (batch, after) = rest.split_at_checked(number)?;
        rest = after;
        (!batch.is_empty()).then_some(batch)
    })
}

/// What all threads need.
#[derive(Clone, Copy)]
struct Work<'a> {
    survey: &'a Survey,
    judges: &'a Judges<'a>,
    sources: &'a Arc<Sources>,
}

/// What came of a piece.
#[derive(Default)]
struct Judged {
    decisions: Vec<Decision>,
    /// The lines of the report.
    records: Vec<u8>,
    /// Why it was not judged.
    problem: Option<Diagnostic>,
}

impl Work<'_> {
    fn judge(&self, piece: &Piece) -> Judged {
        let manifests = match self.survey.read(piece) {
            Ok(manifests) => manifests,
            Err(problem) => return Judged { problem: Some(problem), ..Judged::default() },
        };
        let decisions = self.judges.judge_all(&manifests.documents);
        drop(manifests.documents);
        let mut sources = Sources::over(self.sources);
        sources.extend(manifests.sources);
        let mut records = Vec::new();
        for decision in &decisions {
            // Memory takes all that is written.
            let _ = report::ndjson_record(decision, &sources, &mut records);
        }
        Judged { decisions, records, problem: None }
    }
}

/// Where reports go.
struct Outputs<'a> {
    files: Vec<Result<NewFile, Diagnostic>>,
    stdout: BufWriter<&'a mut dyn Write>,
    /// Why nothing goes to standard output any more.
    broken: Option<io::Error>,
}

impl<'a> Outputs<'a> {
    fn open(args: &CheckArgs, stdout: &'a mut dyn Write) -> Self {
        let files = args.report.output.iter().map(|output| NewFile::create(&output.file)).collect();
        Self { files, stdout: BufWriter::new(stdout), broken: None }
    }

    /// Writes records; false if there is nothing left to write to.
    fn write(&mut self, records: &[u8]) -> bool {
        if self.broken.is_none() {
            self.broken = self.stdout.write_all(records).err();
        }
        for file in &mut self.files {
            if let Ok(out) = file
                && let Err(error) = out.write_all(records)
            {
                *file = Err(out.failure(&error));
            }
        }
        self.broken.is_none() || self.files.iter().any(Result::is_ok)
    }

    /// Writes what comes after the decisions: to files first, so that one which cannot be written is named in the others.
    fn finish(self, args: &CheckArgs, run: &mut Run) -> io::Result<Exit> {
        let Self { files, mut stdout, broken } = self;
        for file in files {
            let written = file.and_then(|mut file| {
                report::ndjson_rest(run, &mut file).map_err(|error| file.failure(&error))?;
                file.finish()
            });
            run.problems.extend(written.err());
        }
        run.problems.extend(output::same_target(&args.report));
        if let Some(error) = broken {
            return Err(error);
        }
        report::ndjson_rest(run, &mut stdout)?;
        stdout.flush()?;
        Ok(run.exit())
    }
}
