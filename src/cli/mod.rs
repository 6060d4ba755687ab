//! The command line: types and help, nothing else. A file a command, and one for each group of arguments that commands
//! share.

mod branch;
mod cache;
mod check;
mod completions;
mod explain;
mod export;
mod index;
mod init;
mod inputs;
mod lint;
mod man;
mod report;
mod rules;
mod schema;
mod test;

pub use branch::BranchArgs;
pub use cache::CacheArgs;
pub use check::{CheckArgs, FailOn};
pub use completions::{CompletionsArgs, Shell};
pub use explain::{ExplainArgs, ExplainFormat};
pub use export::{ExportArgs, ExportFormat, ExportOpaArgs};
pub use index::IndexArgs;
pub use init::InitArgs;
pub use inputs::{DataArgs, InputArgs, PolicyArgs};
pub use lint::LintArgs;
pub use man::ManArgs;
pub use report::{Color, Format, Output, ReportArgs};
pub use rules::{ListFormat, RulesArgs};
pub use schema::SchemaArgs;
pub use test::{TestArgs, TestFormat, TestOutput};

use clap::{Parser, Subcommand};

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
    #[command(after_help = check::EXAMPLES)]
    Check(CheckArgs),
    /// Explain why a finding passes or fails a rule, condition by condition; or what a rule asks for
    #[command(after_help = explain::EXAMPLES)]
    Explain(ExplainArgs),
    /// Check policies and organization data on their own, without any finding
    #[command(after_help = lint::EXAMPLES)]
    Lint(LintArgs),
    /// Write a start that passes: configuration, data, a finding, a rule with its test
    #[command(after_help = init::EXAMPLES)]
    Init(InitArgs),
    /// List the rules that are loaded
    #[command(after_help = rules::EXAMPLES)]
    Rules(RulesArgs),
    /// Print the JSON Schema of a document
    #[command(after_help = schema::EXAMPLES)]
    Schema(SchemaArgs),
    /// Run the tests of policies, and find what they do not notice
    #[command(after_help = test::EXAMPLES)]
    Test(TestArgs),
    /// List findings and reviews, an entry a line, for runs that judge others of them
    #[command(after_help = index::EXAMPLES)]
    Index(IndexArgs),
    /// Write what was judged in a form that other programs can repeat
    Export(ExportArgs),
    /// Print completions for a shell
    #[command(after_help = completions::EXAMPLES)]
    Completions(CompletionsArgs),
    /// Print the manual page, or write one for each command
    #[command(after_help = man::EXAMPLES)]
    Man(ManArgs),
}
