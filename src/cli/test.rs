//! Arguments of `test`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Color;

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy test                            the tests of the own policies of the nearest remedy-policy.yaml
  remedy-policy test policies/holds.rego        the tests beside one policy
  remedy-policy test --filter weekend           tests whose file or name contains that
  remedy-policy test --bless                    write what the gate says into the case files
  remedy-policy test --watch                    again whenever a file changes
  remedy-policy test --coverage --threshold 90  fail if fewer lines of the policies are evaluated
  remedy-policy test --output junit=tests.xml   a report for a pipeline, too
  remedy-policy test --mutate                   change the policies in small ways: which change does no test notice?

Rego tests: a test is a rule whose name begins with `test_` in a file whose name ends in `_test.rego`; it holds if it is true. One
whose name begins with `todo_test_` is listed and not run. A test sees the numbers of the profile as `data.params`. It sees no
organization data, no feeds and no finding but what it puts there itself: `with input as …`, `with data.org as …`.

Case files: a file whose name ends in `_test.yaml` holds findings and what the gate is to say of them. They are judged as `check`
judges them, with the organization data and the feeds of the configuration; `remedy-policy schema case` describes them. They count
neither for --coverage nor for --mutate.

A mutant that is no different from the policy can be set aside by a comment on its line or the one above, with the reason:
  # mutation: drop-condition, because the schema allows no other state

Exit codes:
  0  every test holds
  1  a test or case does not hold, or a threshold is not reached
  2  something could not be run (2 wins over 1)
  3  no test and no case was found";

/// Arguments of `test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Policies, tests and case files, or folders of them [default: the policies of the configuration]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Run only tests and cases whose `file::name` contains this text; it is no pattern
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,

    /// Write what the gate says into the `expect` of cases that do not hold; all else in their files stays as it is
    #[arg(long, conflicts_with_all = ["mutate", "watch"])]
    pub bless: bool,

    /// Run again whenever a file changes, until it is ended by Ctrl-C
    #[arg(long, conflicts_with = "mutate")]
    pub watch: bool,

    /// Count the lines of the policies that the Rego tests evaluate
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
    /// One document, described by schemas/tests.v1.schema.json
    Json,
    /// Tests and cases as JUnit XML, for pipelines; without times, so that equal runs give equal reports
    Junit,
    /// The lines that are evaluated as LCOV, for viewers of coverage; implies --coverage
    Lcov,
}

impl TestArgs {
    /// Whether lines are counted.
    #[must_use]
    pub fn wants_coverage(&self) -> bool {
        let is_lcov = |format| format == TestFormat::Lcov;
        let wants = self.coverage || self.threshold.is_some() || is_lcov(self.format);
        !self.mutate && (wants || self.output.iter().any(|output| is_lcov(output.format)))
    }
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
