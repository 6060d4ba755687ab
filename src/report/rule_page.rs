//! The page of a rule.

use crate::policy::RuleEntry;

/// The page of a rule as text.
#[must_use]
pub fn rule_page(entry: &RuleEntry) -> String {
    format!("{}: {}\n\n{}\n\n{}\n", entry.id, entry.title, entry.description, entry.solution)
}
