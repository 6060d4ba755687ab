//! The tables below the findings: waivers with their state, the baseline, and the rules that spoke.

use std::collections::BTreeMap;

use askama::Template;

use super::{
    escape::Prose,
    finding::{Role, said_of},
};
use crate::{
    gate::{BaselineUse, WaiverState, WaiverUse},
    report::{Run, count, located::place},
};

/// How many rows a table has at most.
const ROWS: usize = 1000;

/// The waivers of the organization.
#[derive(Template)]
#[template(path = "waivers.html")]
pub(super) struct Waivers<'a> {
    rows: Vec<WaiverRow<'a>>,
    more: usize,
}

struct WaiverRow<'a> {
    waiver: &'a WaiverUse,
    reason: Prose<'a>,
    warning: Option<Prose<'a>>,
    holds: bool,
    place: String,
}

impl<'a> Waivers<'a> {
    /// The table; nothing without a waiver.
    pub(super) fn of(run: &'a Run) -> Option<Self> {
        let rows = run.waivers.iter().take(ROWS).map(|waiver| WaiverRow {
            waiver,
            reason: Prose(&waiver.concession.reason),
            warning: waiver.concession.warning.as_deref().map(Prose),
            holds: matches!(
                waiver.state,
                WaiverState::Waived | WaiverState::WaiverExpiring | WaiverState::WaiverUnused
            ),
            place: place(&waiver.concession.file, waiver.concession.span, &run.sources),
        });
        (!run.waivers.is_empty()).then(|| Self { rows: rows.collect(), more: run.waivers.len().saturating_sub(ROWS) })
    }
}

/// What came of the baseline.
#[derive(Template)]
#[template(path = "baseline.html")]
pub(super) struct Baseline<'a> {
    baseline: &'a BaselineUse,
    unchanged: String,
    more: usize,
}

impl<'a> Baseline<'a> {
    /// The section; nothing without a baseline.
    pub(super) fn of(run: &'a Run) -> Option<Self> {
        let baseline = run.baseline.as_ref()?;
        Some(Self {
            baseline,
            unchanged: count(baseline.unchanged, "denial"),
            more: baseline.absent.len().saturating_sub(ROWS),
        })
    }

    fn absent(&self) -> impl Iterator<Item = &'a crate::gate::BaselineEntry> {
        self.baseline.absent.iter().take(ROWS)
    }
}

/// The rules that spoke, and how often.
#[derive(Template)]
#[template(path = "rules.html")]
pub(super) struct Rules<'a> {
    rows: Vec<RuleRow<'a>>,
    silent: String,
}

#[derive(Default)]
struct RuleRow<'a> {
    rule: &'a str,
    title: &'a str,
    blocks: usize,
    warns: usize,
    relieved: usize,
    documents: usize,
    last: Option<&'a str>,
}

impl<'a> Rules<'a> {
    /// The table; nothing if no rule was loaded.
    pub(super) fn of(run: &'a Run) -> Option<Self> {
        let mut rows: BTreeMap<&str, RuleRow<'a>> = BTreeMap::new();
        for decision in &run.decisions {
            for (denial, role) in said_of(decision) {
                let row = rows.entry(&denial.rule).or_default();
                match role {
                    Role::Blocks => row.blocks += 1,
                    Role::Warns => row.warns += 1,
                    Role::Relieved => row.relieved += 1,
                }
                if row.last != Some(&decision.id) {
                    row.documents += 1;
                    row.last = Some(&decision.id);
                }
            }
        }
        let mut rows: Vec<RuleRow<'a>> = rows
            .into_iter()
            .map(|(rule, row)| RuleRow {
                rule,
                title: run.catalogue.get(rule).map_or("", |entry| entry.title.as_str()),
                ..row
            })
            .collect();
        rows.sort_by_key(|row| std::cmp::Reverse((row.blocks, row.warns, row.relieved)));
        let silent = count(run.catalogue.len().saturating_sub(rows.len()), "other rule");
        (!run.catalogue.is_empty() || !rows.is_empty()).then_some(Self { rows, silent })
    }
}
