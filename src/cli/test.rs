//! Arguments of `test`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Color;

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy test                            the tests of the own policies of the nearest remedy-policy.yaml
  remedy-policy test policies/holds.rego        the tests beside one policy
  remedy-policy test --filter weekend           tests whose file or name contains that
  remedy-policy test --coverage --threshold 90  fail if fewer lines of the policies are evaluated
  remedy-policy test --mutate                   change the policies in small ways: which change does no test notice?

A test is a rule whose name begins with `test_` in a file whose name ends in `_test.rego`; it holds if it is true. One whose name
begins with `todo_test_` is listed and not run. A test sees the numbers of the profile as `data.params`. It sees no organization
data, no feeds and no finding but what it puts there itself: `with input as …`, `with data.org as …`.

A mutant that is no different from the policy can be set aside by a comment on its line or the one above, with the reason:
  # mutation: drop-condition, because the schema allows no other state

Exit codes:
  0  every test holds
  1  a test does not hold, or a threshold is not reached
  2  something could not be run (2 wins over 1)
  3  no test was found";

/// Arguments of `test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Policies and tests, files or folders [default: the policies of the configuration]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Run only tests whose `file::name` contains this text
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,

    /// Count the lines of the policies that the tests evaluate
    #[arg(long, conflicts_with = "mutate")]
    pub coverage: bool,

    /// Change the policies under PATH in small ways, one at a time, and show the changes that no test notices
    #[arg(long, conflicts_with = "filter")]
    pub mutate: bool,

    /// With --mutate: judge only this many mutants, spread evenly
    #[arg(long, value_name = "N", requires = "mutate")]
    pub mutate_sample: Option<usize>,

    /// Fail below this share: of lines that are evaluated, or with --mutate of mutants that are noticed
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub threshold: Option<u8>,

    /// A shipped profile or a profile file [default: that of the configuration, else `default`]
    #[arg(long, value_name = "NAME|FILE", help_heading = "Inputs")]
    pub profile: Option<String>,

    /// Own policies and tests beside those of PATH, instead of those of the configuration; may be given several times
    #[arg(long, value_name = "PATH", help_heading = "Inputs")]
    pub policy: Vec<PathBuf>,

    /// The configuration [default: the nearest remedy-policy.yaml from the first PATH upward]
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub config: Option<PathBuf>,

    /// Threads to use [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256), help_heading = "Inputs")]
    pub jobs: Option<u16>,

    /// Format of the report on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TestFormat::Human, help_heading = "Output")]
    pub format: TestFormat,

    /// Write a report to a file, too; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse_output, help_heading = "Output")]
    pub output: Vec<TestOutput>,

    /// Leave out tests that hold and totals of files
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Output")]
    pub color: Color,
}

/// The formats of a report on tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// What does not hold and why, and totals, for people
    Human,
    /// One document
    Json,
}

/// A report on tests that goes to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestOutput {
    /// Its format.
    pub format: TestFormat,
    /// The file.
    pub file: PathBuf,
}

fn parse_output(text: &str) -> Result<TestOutput, String> {
    let (format, file) = text.split_once('=').ok_or("write it as FORMAT=FILE, for example json=tests.json")?;
    if file.is_empty() {
        return Err("the file is missing after `=`".to_owned());
    }
    Ok(TestOutput { format: TestFormat::from_str(format, false)?, file: PathBuf::from(file) })
}
