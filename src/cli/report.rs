//! Where reports go: arguments of every command that writes one.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

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

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Lines of the manifest, advice and totals, for people
    Human,
    /// One document, described by schemas/result.v1.schema.json
    Json,
    /// A line a decision, described by schemas/result-record.v1.schema.json
    Ndjson,
    /// SARIF 2.1.0, for code scanning and security dashboards
    Sarif,
    /// JUnit XML, for test reports of CI systems
    Junit,
    /// Test Anything Protocol 14
    Tap,
    /// Annotations in GitHub Actions; the `markdown` report in the summary of the step
    Github,
    /// Code Quality report for GitLab
    Gitlab,
    /// Annotations in Azure Pipelines
    Azure,
    /// A comment on a pull request
    Markdown,
    /// One page for a browser, with filters and a timeline; needs no network
    Html,
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
