//! The findings that are blocked: each denial with its place, what unblocks it, who can, and when at the earliest.

use std::fmt::Write as _;

use super::{
    Report, lapsed_message, lapsed_place,
    page::Page,
    rest,
    text::{block, code, literal, prose},
};
use crate::{
    diagnostic::{Diagnostic, FileName},
    document::{Path, Span},
    gate::{Decision, Denial},
    manifest::Kind,
    report::{advice::yaml_to_add, count, human::what},
};

/// So many findings are shown unfolded; more of them would make the page too long to look over.
const UNFOLDED: usize = 5;

/// What closes a finding.
const CLOSING: &str = "</details>\n\n";

/// The longest YAML that is shown, in bytes: what is longer is no help.
const LONGEST_YAML: usize = 2_000;

impl Report<'_> {
    /// All that is blocked, in the order of the run. What does not fit is counted.
    pub(super) fn blocked(&self, page: &mut Page) {
        let all: usize = self.run.decisions.iter().map(|decision| decision.denials.len()).sum();
        let blocked = || self.run.decisions.iter().filter(|decision| !decision.denials.is_empty());
        let is_open = blocked().count() <= UNFOLDED;
        let mut shown = 0;
        let mut heading = "### Blocked\n\n";
        for decision in blocked() {
            let here = self.finding(page, heading, decision, is_open);
            heading = "";
            shown += here;
            if here < decision.denials.len() {
                break;
            }
        }
        rest(page, all - shown, "denial");
    }

    /// A finding with as many denials as fit; gives their number.
    fn finding(&self, page: &mut Page, heading: &str, decision: &Decision, is_open: bool) -> usize {
        let mut opening = Some(format!("{heading}{}", opening(decision, is_open)));
        let mut shown = 0;
        for denial in &decision.denials {
            let piece = format!("{}{}", opening.as_deref().unwrap_or_default(), self.denial(decision, denial));
            if !page.add(&piece, CLOSING.len()) {
                break;
            }
            opening = None;
            shown += 1;
        }
        if shown > 0 {
            page.close(CLOSING);
        }
        shown
    }

    fn denial(&self, decision: &Decision, denial: &Denial) -> String {
        let entry = self.run.catalogue.get(&denial.rule);
        let title = entry.map_or("", |entry| entry.title.as_str());
        let mut out = match entry.and_then(|entry| self.run.rule_page_url(entry)) {
            Some(url) => format!("**[{}]({url})**", literal(&denial.rule)),
            None => format!("**{}**", literal(&denial.rule)),
        };
        if !title.is_empty() {
            let _ = write!(out, " {}", literal(title));
        }
        let _ = write!(out, "<br>{}<br>{}\n\n", prose(&denial.message), self.place(&decision.file, denial.place.span));
        let before = out.len();
        for lapsed in &denial.lapsed {
            let _ = write!(
                out,
                "- **{}** ({})",
                literal(&lapsed_message(lapsed)),
                code(&lapsed_place(lapsed, &self.run.sources))
            );
            match &lapsed.unblock {
                Some(advice) => {
                    let _ = writeln!(out, ": {}", prose(advice));
                }
                None => out.push('\n'),
            }
        }
        if let Some(advice) = &denial.unblock {
            let _ = writeln!(out, "- To unblock: {}", prose(advice));
        }
        if !denial.who.is_empty() {
            let who: Vec<String> = denial.who.iter().map(|who| code(who)).collect();
            let _ = writeln!(out, "- Who can: {}", who.join(", "));
        }
        if let Some(earliest) = &denial.earliest {
            let _ = writeln!(out, "- At the earliest: {}", literal(earliest));
        }
        if out.len() > before {
            out.push('\n');
        }
        if let Some(yaml) = yaml_to_add(denial).filter(|yaml| yaml.len() <= LONGEST_YAML) {
            let parent = parent_of(denial).map(|parent| format!(" to {}", code(&parent))).unwrap_or_default();
            let _ = write!(out, "To add{parent}:\n\n{}\n", block("yaml", &yaml));
        }
        out
    }

    /// Where something stands, as code.
    pub(super) fn place(&self, file: &FileName, span: Span) -> String {
        let path = self.forge.path(file).unwrap_or_else(|| file.to_string());
        match self.run.sources.line_column(file, span) {
            Some(place) => code(&format!("{path}:{}:{}", place.line, place.column)),
            None => code(&path),
        }
    }

    /// Where a complaint points.
    pub(super) fn place_of(&self, problem: &Diagnostic) -> Option<String> {
        let file = problem.file.as_ref()?;
        Some(match problem.span {
            Some(span) => self.place(file, span),
            None => code(&self.forge.path(file).unwrap_or_else(|| file.to_string())),
        })
    }
}

/// The part of the manifest that is there, and lacks something; nothing for the whole document.
fn parent_of(denial: &Denial) -> Option<String> {
    let there = denial.path.len().saturating_sub(denial.place.missing.len());
    (there > 0).then(|| denial.path.iter().take(there).cloned().collect::<Path>().to_string())
}

/// The heading of a finding, and what opens its denials.
fn opening(decision: &Decision, is_open: bool) -> String {
    let mut out = match decision.kind {
        Kind::Organization => format!("#### {}\n\n", code(&decision.file)),
        _ => format!("#### {} {}\n\n", code(&decision.id), literal(&decision.title)),
    };
    let mut summary = count(decision.denials.len(), "denial");
    if decision.kind != Kind::Organization {
        let _ = write!(summary, " of this {}", literal(&what(decision)));
    }
    for flag in &decision.flags {
        let _ = write!(summary, ", {}", flag.as_str());
    }
    let open = if is_open { " open" } else { "" };
    let _ = write!(out, "<details{open}><summary>{summary}</summary>\n\n");
    out
}
