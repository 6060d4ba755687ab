//! The fast path against the interpreter.

use std::{error::Error, io::Write};

use remedy_policy::engine::Evaluator;

use crate::{
    corpus::Corpus,
    library,
    table::{self, microseconds_each, progress, ratio},
};

/// How many findings both judge.
const SAMPLE: usize = 100;

/// Prints what judging costs by either evaluator.
pub(crate) fn evaluators(out: &mut dyn Write, corpus: &Corpus, rounds: usize) -> Result<(), Box<dyn Error>> {
    let mut loaded = library::load(&corpus.root, &corpus.root.join("findings"))?;
    loaded.keep(SAMPLE);
    let count = loaded.findings.len();
    let mut rows = Vec::new();
    let mut floor = None;
    for (name, evaluator) in
        [("fast path", Evaluator::Machine), ("the engine's interpreter alone", Evaluator::Interpreter)]
    {
        progress(&format!("judging {count} findings: {name}"));
        let gate = loaded.gate.clone().with_evaluator(evaluator);
        let judged = library::judging(&gate, &loaded.findings, rounds);
        let floor = *floor.get_or_insert(judged);
        rows.push(vec![name.to_owned(), microseconds_each(judged, count), ratio(judged, floor)]);
    }
    let how = format!("`Gate::with_evaluator`, one thread, {count} findings spread over the tree; median of {rounds}.");
    table::print(out, "Evaluators", &how, &["evaluator", "µs a finding", "ratio to the fast path"], &rows)?;
    Ok(())
}
