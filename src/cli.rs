//! The command line: types and help, nothing else.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const CHECK_EXAMPLES: &str = "\
Examples:
  remedy-policy check                              the findings of the nearest remedy-policy.yaml
  remedy-policy check findings/NHI-2026-0042.yaml  one finding
  remedy-policy check --at 2026-12-31              what will be blocked at the end of the year
  remedy-policy check --output json=result.json    the report on the screen, the document in a file
  git diff --name-only main -- findings | xargs remedy-policy check
  cat findings.ndjson | remedy-policy check -      one JSON document a line

Exit codes:
  0  every finding was judged, none is blocked
  1  at least one finding is blocked
  2  something could not be judged (2 wins over 1)
  3  nothing to judge";

const LINT_EXAMPLES: &str = "\
Examples:
  remedy-policy lint                           the data of the nearest remedy-policy.yaml
  remedy-policy lint org/controls.yaml         one file
  remedy-policy lint --output json=lint.json   the report on the screen, the document in a file

Exit codes:
  0  nothing speaks against the data
  1  at least one entry would make findings undecidable or closures hollow
  2  something could not be checked (2 wins over 1)
  3  nothing to check";

const EXPORT_EXAMPLES: &str = "\
Examples:
  remedy-policy export opa decision
  opa eval --strict-builtin-errors -d decision/policies -d decision/data.json \\
    -i decision/inputs/NHI-2026-0042.json \"$(cat decision/query.txt)\"";

/// A gate for the closure of security and audit findings.
///
/// Judges YAML finding manifests by Rego policies, and says of each closure that is blocked which line is wrong, by which
/// rule, what unblocks it, who can, and when at the earliest.
#[derive(Debug, Parser)]
#[command(name = "remedy-policy", version, max_term_width = 100, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Judge findings and access reviews
    #[command(after_help = CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Check organization data on its own, without any finding
    #[command(after_help = LINT_EXAMPLES)]
    Lint(LintArgs),
    /// Write what was judged in a form that other programs can repeat
    Export(ExportArgs),
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// What is judged, and by what.
    #[command(flatten)]
    pub inputs: InputArgs,

    /// Where the report goes.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// Arguments of `lint`.
#[derive(Debug, Args)]
pub struct LintArgs {
    /// Files and folders with organization data [default: those of the configuration]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// By what it is judged.
    #[command(flatten)]
    pub policies: PolicyArgs,

    /// Where the report goes.
    #[command(flatten)]
    pub report: ReportArgs,
}

/// Where a report goes, and how it looks.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Format of the report on standard output
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human, help_heading = "Output")]
    pub format: Format,

    /// Write a report to a file, too; may be given several times
    #[arg(long, value_name = "FORMAT=FILE", value_parser = parse_output, help_heading = "Output")]
    pub output: Vec<Output>,

    /// Leave out warnings and totals
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Output")]
    pub color: Color,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// What to write.
    #[command(subcommand)]
    pub format: ExportFormat,
}

/// The forms of an export.
#[derive(Debug, Subcommand)]
pub enum ExportFormat {
    /// Policies, data and the input of each finding, ready for `opa eval`
    #[command(after_help = EXPORT_EXAMPLES)]
    Opa(ExportOpaArgs),
}

/// Arguments of `export opa`.
#[derive(Debug, Args)]
pub struct ExportOpaArgs {
    /// The folder to write; it must not exist, or be empty
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,

    /// What is judged, and by what.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What is judged, and by what.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files and folders with findings and reviews, or `-` for standard input [default: those of the configuration]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// By what it is judged.
    #[command(flatten)]
    pub policies: PolicyArgs,

    /// Organisation data, instead of that of the configuration; may be given several times
    #[arg(long, value_name = "PATH", help_heading = "Inputs")]
    pub data: Vec<PathBuf>,

    /// Feeds (KEV, EPSS, CVE records), instead of those of the configuration; may be given several times
    #[arg(long, value_name = "PATH", help_heading = "Inputs")]
    pub feeds: Vec<PathBuf>,

    /// Threads to use [default: one a core]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256), help_heading = "Inputs")]
    pub jobs: Option<u16>,
}

/// By what something is judged, and as of when.
#[derive(Clone, Debug, Args)]
pub struct PolicyArgs {
    /// The evaluation time: a day, meaning its end, or an instant with a zone [default: now]
    #[arg(long, value_name = "DATE|RFC3339", help_heading = "Inputs")]
    pub at: Option<String>,

    /// A shipped profile or a profile file [default: that of the configuration, else `default`]
    #[arg(long, value_name = "NAME|FILE", help_heading = "Inputs")]
    pub profile: Option<String>,

    /// Own policies beside the shipped ones, instead of those of the configuration; may be given several times
    #[arg(long, value_name = "PATH", help_heading = "Inputs")]
    pub policy: Vec<PathBuf>,

    /// The configuration [default: the nearest remedy-policy.yaml from the first PATH upward]
    #[arg(long, value_name = "FILE", help_heading = "Inputs")]
    pub config: Option<PathBuf>,
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines of the manifest, advice and totals, for people
    Human,
    /// One document, described by schemas/result.v1.schema.json
    Json,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// A report that goes to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// Its format.
    pub format: Format,
    /// The file.
    pub file: PathBuf,
}

fn parse_output(text: &str) -> Result<Output, String> {
    let (format, file) = text.split_once('=').ok_or("write it as FORMAT=FILE, for example json=result.json")?;
    if file.is_empty() {
        return Err("the file is missing after `=`".to_owned());
    }
    Ok(Output { format: Format::from_str(format, false)?, file: PathBuf::from(file) })
}
