//! How long a run takes, where the time goes, and how much memory it needs. `docs/performance.md` has the numbers.
//!
//! ```text
//! cargo bench --bench phases                         all tables, 10,000 findings
//! cargo bench --bench phases -- --count 1000         a quick look
//! cargo bench --bench phases -- --startup            one finding alone
//! cargo bench --bench phases -- --only growth        one table: startup, one, phases, evaluators, library, cores, growth, changed
//! cargo bench --bench phases -- --rounds 9           the median of nine
//! ```
//!
//! Whole processes read all findings. The phases are measured over a thousand of them, spread over the tree: what one
//! finding costs does not depend on how many there are. Growth is measured from a tenth to ten times of the findings.
//! Standard error says what is measured now.

mod arguments;
#[path = "../corpus/mod.rs"]
mod corpus;
mod library;
mod process;
mod table;
mod tables;

use std::{error::Error, io};

use arguments::{Arguments, Table};
use corpus::Corpus;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let out = &mut io::stdout().lock();
    let (count, rounds) = (arguments.count, arguments.rounds);
    let of_one_tree = [Table::Startup, Table::One, Table::Phases, Table::Evaluators, Table::Library, Table::Cores];
    if arguments.wants_any(&of_one_tree) {
        of_a_tree(out, &arguments)?;
    }
    if arguments.wants(Table::Growth) {
        tables::growth(out, count, rounds)?;
    }
    if arguments.wants(Table::Changed) {
        tables::changed(out, count, rounds)?;
    }
    Ok(())
}

/// The tables about one tree.
fn of_a_tree(out: &mut dyn io::Write, arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let (count, rounds) = (arguments.count, arguments.rounds);
    table::progress(&format!("writing {count} findings"));
    let corpus = Corpus::write(&tables::folder().join(format!("corpus-{count}")), count)?;
    writeln!(out, "{count} findings of {} lines and {} bytes each", corpus.lines / count, corpus.bytes / count)?;
    if arguments.wants(Table::Startup) {
        tables::startup(out, &corpus, rounds)?;
    }
    if arguments.wants(Table::One) {
        tables::one_finding(out, &corpus, rounds)?;
    }
    if arguments.wants_any(&[Table::Phases, Table::Cores]) {
        let printed: Option<&mut dyn io::Write> = if arguments.wants(Table::Phases) { Some(out) } else { None };
        let reading_and_parsing = tables::phases(printed, &corpus, rounds)?;
        if arguments.wants(Table::Cores) {
            tables::cores(out, &corpus, rounds, reading_and_parsing)?;
        }
    }
    if arguments.wants(Table::Evaluators) {
        tables::evaluators(out, &corpus, rounds)?;
    }
    if arguments.wants(Table::Library) {
        tables::library_size(out, &corpus, rounds)?;
    }
    Ok(())
}
