//! Arguments of `explain`.

use clap::{Args, ValueEnum};

use super::{CacheArgs, Color, DataArgs, Format, PolicyArgs};

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy explain findings/NHI-2026-0042.yaml         why it is blocked, each denial
  remedy-policy explain findings/NHI-2026-0042.yaml:SLA-02  one rule, also if it is silent
  remedy-policy explain NHI-2026-0042:RSK-01                a finding by its id
  remedy-policy explain SLA-02                              what the rule asks for, and how to unblock

Exit codes:
  0  it was explained
  2  it could not be: no such file, finding or rule, or something does not load";

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A finding, by its file or id, and perhaps a rule: FILE, FILE:RULE, ID, ID:RULE; or a rule alone
    #[arg(value_name = "FILE[:RULE]|RULE")]
    pub target: String,

    /// Also the rules that are silent, each with the condition that decided
    #[arg(long)]
    pub all: bool,

    /// By what it is judged.
    #[command(flatten)]
    pub policies: PolicyArgs,

    /// What it is compared with.
    #[command(flatten)]
    pub data: DataArgs,

    /// What is remembered.
    #[command(flatten)]
    pub cache: CacheArgs,

    /// Format of the explanation
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ExplainFormat::Human, help_heading = "Output")]
    pub format: ExplainFormat,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Output")]
    pub color: Color,
}

/// The formats of an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// Conditions, values and lines, for people
    Human,
    /// One document
    Json,
}

impl From<ExplainFormat> for Format {
    fn from(format: ExplainFormat) -> Self {
        match format {
            ExplainFormat::Human => Self::Human,
            ExplainFormat::Json => Self::Json,
        }
    }
}
