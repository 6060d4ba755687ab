//! The lines below a message: what was meant to keep a denial from blocking, what unblocks it, who can, and when.

use super::suggestion::missing_yaml;
use crate::{
    diagnostic::Sources,
    gate::{Denial, Lapsed, named_waiver},
};

/// What to know and to do about a denial, a line each: reliefs first, then what unblocks, the lines of YAML to add, who can, and
/// when at the earliest.
pub(super) fn advice_of(denial: &Denial, sources: &Sources) -> Vec<String> {
    let mut lines: Vec<String> = denial.lapsed.iter().map(|lapsed| lapsed_words(lapsed, sources)).collect();
    lines.extend(denial.relief.as_ref().map(crate::gate::Relief::words));
    lines.extend(denial.unblock.clone());
    lines.extend(yaml_to_add(denial).iter().flat_map(|yaml| yaml.lines()).map(|line| format!("  {line}")));
    if !denial.who.is_empty() {
        lines.push(format!("who can: {}", denial.who.join(", ")));
    }
    lines.extend(denial.earliest.as_ref().map(|earliest| format!("at the earliest: {earliest}")));
    lines
}

/// The YAML that the manifest lacks, if something is missing.
pub(super) fn yaml_to_add(denial: &Denial) -> Option<String> {
    if denial.place.missing.is_empty() {
        return None;
    }
    missing_yaml(&denial.place.missing, denial.expected.as_ref())
}

/// Why a waiver or a level does not hold, where it stands, and what to do:
/// `waiver WVR-3 expired on 2026-10-01 (waivers/x.yaml:4): renew it or fix the finding`.
pub(super) fn lapsed_words(lapsed: &Lapsed, sources: &Sources) -> String {
    let advice = lapsed.unblock.as_ref().map(|advice| format!(": {advice}")).unwrap_or_default();
    format!("{} ({}){advice}", lapsed_message(lapsed), lapsed_place(lapsed, sources))
}

/// What is wrong with a waiver or a level; it names the waiver.
pub(super) fn lapsed_message(lapsed: &Lapsed) -> String {
    format!("{} {}", named_waiver(&lapsed.id), lapsed.message)
}

/// The file and line of a waiver or a level.
pub(super) fn lapsed_place(lapsed: &Lapsed, sources: &Sources) -> String {
    match sources.line_column(&lapsed.file, lapsed.span) {
        Some(place) => format!("{}:{}", lapsed.file, place.line),
        None => lapsed.file.to_string(),
    }
}
