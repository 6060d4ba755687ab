//! Arguments of `rules`.

use clap::{Args, ValueEnum};

use super::{Color, PolicyArgs};

pub(super) const EXAMPLES: &str = "\
Examples:
  remedy-policy rules                                every rule that is loaded
  remedy-policy rules OWN SLA-02                     a family, and one rule
  remedy-policy rules 'due date'                     those that speak of due dates
  remedy-policy rules --state closed --type leaked_secret
                                                     what a leaked secret has to pass to be closed
  remedy-policy rules --own                          the rules of your own
  remedy-policy rules --format json | jq -r '.rules[].id'

Exit codes:
  0  at least one rule is listed
  2  the rules could not be loaded, or a filter names something unknown
  3  no rule passes the filters";

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// Rules by the beginning of their id, else by a text in title, description or package; one match is enough
    #[arg(value_name = "ID|TEXT")]
    pub words: Vec<String>,

    /// Only rules that can speak in this state, for example `closed`
    #[arg(long, value_name = "STATE", help_heading = "Filters")]
    pub state: Option<String>,

    /// Only rules that can speak of this type of finding, for example `leaked_secret`
    #[arg(long = "type", value_name = "TYPE", help_heading = "Filters")]
    pub finding_type: Option<String>,

    /// Only rules that can speak of this kind of document: Finding, AccessReview, Organization or Deletion
    #[arg(long, value_name = "KIND", help_heading = "Filters")]
    pub kind: Option<String>,

    /// Only rules of your own
    #[arg(long, help_heading = "Filters")]
    pub own: bool,

    /// What is loaded.
    #[command(flatten)]
    pub policies: PolicyArgs,

    /// Format of the list
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ListFormat::Human, help_heading = "Output")]
    pub format: ListFormat,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto, help_heading = "Output")]
    pub color: Color,
}

/// The formats of a list of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table; one line a rule where it does not go to a terminal
    Human,
    /// One document, described by `remedy-policy schema rules`
    Json,
}
