//! What the command line asks for.

use std::error::Error;

/// The tables, by the name under which `--only` asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Table {
    Startup,
    One,
    Phases,
    Evaluators,
    Library,
    Cores,
    Growth,
    Changed,
}

/// All of them, in the order in which they are printed.
const TABLES: &[(&str, Table)] = &[
    ("startup", Table::Startup),
    ("one", Table::One),
    ("phases", Table::Phases),
    ("evaluators", Table::Evaluators),
    ("library", Table::Library),
    ("cores", Table::Cores),
    ("growth", Table::Growth),
    ("changed", Table::Changed),
];

/// What the command line asks for.
pub(crate) struct Arguments {
    /// How many findings the tree has. Growth is measured from a tenth to ten times of it.
    pub(crate) count: usize,
    /// How often each thing is measured.
    pub(crate) rounds: usize,
    tables: Vec<Table>,
}

impl Arguments {
    /// Reads the command line. Cargo adds `--bench`; without it (`cargo test --all-targets`) this only shows that it runs.
    pub(crate) fn read(given: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let given: Vec<String> = given.collect();
        let is_bench = given.iter().any(|argument| argument == "--bench");
        let (count, rounds) = if is_bench { (10_000, 5) } else { (50, 1) };
        let mut arguments = Self { count, rounds, tables: Vec::new() };
        let mut given = given.into_iter();
        while let Some(argument) = given.next() {
            match argument.as_str() {
                "--bench" => {}
                "--startup" => arguments.tables.extend([Table::Startup, Table::One]),
                "--only" => arguments.tables.push(named(&given.next().unwrap_or_default())?),
                "--count" => arguments.count = number(given.next(), "--count")?.max(50),
                "--rounds" => arguments.rounds = number(given.next(), "--rounds")?.max(1),
                other => return Err(format!("unknown argument `{other}`").into()),
            }
        }
        if arguments.tables.is_empty() {
            arguments.tables = TABLES.iter().map(|(_, table)| *table).collect();
        }
        Ok(arguments)
    }

    /// Whether a table was asked for.
    pub(crate) fn wants(&self, table: Table) -> bool {
        self.tables.contains(&table)
    }

    /// Whether any of several was.
    pub(crate) fn wants_any(&self, tables: &[Table]) -> bool {
        tables.iter().any(|table| self.wants(*table))
    }
}

fn named(name: &str) -> Result<Table, Box<dyn Error>> {
    let found = TABLES.iter().find(|(known, _)| *known == name);
    let names: Vec<&str> = TABLES.iter().map(|(name, _)| *name).collect();
    found
        .map(|(_, table)| *table)
        .ok_or_else(|| format!("`--only` wants a table: {}; may be given several times", names.join(", ")).into())
}

fn number(given: Option<String>, option: &str) -> Result<usize, Box<dyn Error>> {
    Ok(given.ok_or_else(|| format!("{option} needs a number"))?.parse()?)
}
