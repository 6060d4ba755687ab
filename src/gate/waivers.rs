//! What a gate has beside its rules: waivers, levels and a baseline; and what came of each waiver in a run.

use std::collections::BTreeMap;

use super::{
    baseline::Baseline,
    decision::{Decision, Denial},
    judge::Gate,
    relief::{Relief, WaiverState, WaiverUse, named},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    manifest::{Entry, Manifest},
    org::{Concession, Grant, SetLevel, Waiver, Waivers},
    policy::Catalogue,
    suggest::nearest,
    wording::count,
};

/// What may keep a denial from blocking, beside the rules themselves.
#[derive(Clone, Debug, Default)]
pub struct Reliefs {
    pub(super) waivers: Waivers,
    /// The numbers of the waivers that name a rule.
    pub(super) by_rule: BTreeMap<String, Vec<usize>>,
    pub(super) baseline: Option<Baseline>,
}

impl Reliefs {
    /// Takes waivers, levels and a baseline.
    ///
    /// # Errors
    ///
    /// A waiver or level names a rule that is not loaded.
    pub fn new(waivers: Waivers, baseline: Option<Baseline>, catalogue: &Catalogue) -> Result<Self, Vec<Diagnostic>> {
        let unknown: Vec<Diagnostic> = waivers
            .iter()
            .filter(|waiver| catalogue.get(&waiver.rule).is_none())
            .map(|waiver| unknown_rule(waiver, catalogue))
            .collect();
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let mut by_rule: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, waiver) in waivers.iter().enumerate() {
            by_rule.entry(waiver.rule.clone()).or_default().push(number);
        }
        Ok(Self { waivers, by_rule, baseline })
    }

    /// The baseline, if there is one.
    #[must_use]
    pub fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    /// What came of each waiver, and what is to be said of it. `judged` are the documents of the decisions, `rest` those of
    /// the tree that were not judged: a waiver that covers one of them may be in use there.
    #[must_use]
    pub fn used(
        &self,
        decisions: &[Decision],
        judged: &[Manifest],
        rest: &[Entry],
    ) -> (Vec<WaiverUse>, Vec<Diagnostic>) {
        let mut covers: BTreeMap<&str, usize> = BTreeMap::new();
        let mut states: BTreeMap<&str, WaiverState> = BTreeMap::new();
        let mut warned: BTreeMap<&str, &str> = BTreeMap::new();
        for denial in decisions.iter().flat_map(Decision::spoken) {
            if let Some(Relief::Waiver(concession) | Relief::Level(concession)) = &denial.relief {
                *covers.entry(&concession.id).or_default() += 1;
                if let Some(warning) = &concession.warning {
                    warned.insert(&concession.id, warning);
                }
            }
            for lapsed in &denial.lapsed {
                states.entry(&lapsed.id).or_insert(lapsed.state);
            }
        }
        let mut uses = Vec::new();
        let mut diagnostics = Vec::new();
        for waiver in self.waivers.iter() {
            let concession = &waiver.concession;
            let id = concession.id.as_str();
            let covered = covers.get(id).copied().unwrap_or_default();
            let state = match (covered, warned.get(id), states.get(id)) {
                (1.., Some(_), _) => WaiverState::WaiverExpiring,
                (1.., None, _) => WaiverState::Waived,
                (0, _, Some(state)) => *state,
                // `block` raises a level; that it raised nothing today says nothing.
                (0, _, None) if matches!(waiver.grant, Grant::Level(SetLevel::Block)) => WaiverState::Waived,
                (0, _, None) if rest.iter().any(|document| self.waivers.covers(waiver, document)) => continue,
                (0, _, None) => WaiverState::WaiverUnused,
            };
            match (state, warned.get(id)) {
                (WaiverState::WaiverExpiring, Some(warning)) => diagnostics.push(ends_soon(waiver, warning, covered)),
                (WaiverState::WaiverUnused, _) => {
                    let in_scope = judged.iter().filter(|&document| self.waivers.covers(waiver, document)).count();
                    diagnostics.push(unused(waiver, in_scope));
                }
                _ => {}
            }
            uses.push(WaiverUse { rule: waiver.rule.clone(), concession: concession.clone(), state, covers: covered });
        }
        (uses, diagnostics)
    }
}

impl Decision {
    /// Everything that the rules said of it, also what does not block.
    pub fn spoken(&self) -> impl Iterator<Item = &Denial> {
        self.denials.iter().chain(&self.warnings).chain(&self.suppressed)
    }
}

impl Gate {
    /// The gate with waivers, levels and a baseline.
    #[must_use]
    pub fn with_reliefs(mut self, reliefs: Reliefs) -> Self {
        self.reliefs = reliefs;
        self
    }

    /// What may keep a denial from blocking.
    #[must_use]
    pub fn reliefs(&self) -> &Reliefs {
        &self.reliefs
    }
}

fn unknown_rule(waiver: &Waiver, catalogue: &Catalogue) -> Diagnostic {
    let known = nearest(&waiver.rule, catalogue.iter().map(|rule| rule.id.as_str()));
    let help = match known {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`remedy-policy rules` lists what is loaded".to_owned(),
    };
    Diagnostic::error(Code::InvalidWaiver, format!("no rule is named `{}`", waiver.rule))
        .in_file(&waiver.concession.file)
        .at(waiver.rule_span)
        .help(help)
}

fn ends_soon(waiver: &Waiver, warning: &str, covered: usize) -> Diagnostic {
    let Concession { id, file, span, approved_by, .. } = &waiver.concession;
    Diagnostic::warning(
        Code::WaiverExpiring,
        format!("{} {warning}; {} of {} blocks after that", named(id), count(covered, "denial"), waiver.rule),
    )
    .in_file(file)
    .at(*span)
    .label(format!("granted by {approved_by}"))
    .help("fix what it covers, or have a new one granted before")
}

fn unused(waiver: &Waiver, in_scope: usize) -> Diagnostic {
    let Concession { id, file, .. } = &waiver.concession;
    let why = match in_scope {
        0 => "no finding or review of its scope is there".to_owned(),
        number => format!("{} speaks of none of the {} in its scope", waiver.rule, count(number, "document")),
    };
    Diagnostic::warning(Code::WaiverUnused, format!("{} covers nothing", named(id)))
        .in_file(file)
        .at(waiver.rule_span)
        .label(why)
        .help("remove it; who needs it again can ask again")
}
