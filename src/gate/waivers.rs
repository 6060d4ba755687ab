//! Applies waivers, levels, days from which rules block, and the baseline to what the rules said. The rules of kind `Waiver`
//! say whether a waiver or level holds.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    baseline::Baseline,
    decision::{Decision, Denial, Flag},
    judge::{Gate, Judge, read},
    relief::{BaselineState, Lapsed, Relief, WaiverState, WaiverUse},
};
use crate::{
    diagnostic::{Code, Diagnostic},
    engine::{Data, RawResult},
    manifest::{Kind, Manifest, Subject},
    org::{Concession, Grant, SetLevel, Waiver, Waivers},
    policy::{Catalogue, Level, RuleEntry},
    suggest::nearest,
    wording::count,
};

/// What may keep a denial from blocking, beside the rules themselves.
#[derive(Clone, Debug, Default)]
pub struct Reliefs {
    waivers: Waivers,
    /// The numbers of the waivers that name a rule.
    by_rule: BTreeMap<String, Vec<usize>>,
    baseline: Option<Baseline>,
}

/// Whether a waiver or level holds for a document.
#[derive(Clone)]
pub(super) enum Standing {
    Holds(Concession),
    Lapsed(Vec<Lapsed>),
    Unknown(Vec<Diagnostic>),
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
        rest: &[Manifest],
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
                    let in_scope = judged.iter().filter(|document| self.waivers.covers(waiver, document)).count();
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

    /// The gate with another baseline.
    #[must_use]
    pub fn with_baseline(mut self, baseline: Baseline) -> Self {
        self.reliefs.baseline = Some(baseline);
        self
    }

    /// What may keep a denial from blocking.
    #[must_use]
    pub fn reliefs(&self) -> &Reliefs {
        &self.reliefs
    }

    /// The input document that the rules see for a waiver, with the document that it is to cover.
    fn input_of_waiver(&self, waiver: &Waiver, document: Option<&Manifest>) -> Data {
        let covered = document.and_then(|document| match document.kind {
            Kind::Finding => Some(("finding", Data::from_node(&document.root))),
            Kind::AccessReview => Some(("review", Data::from_node(&document.root))),
            _ => None,
        });
        Data::object(
            [
                ("kind", Data::from_json(&Kind::Waiver.as_str().into())),
                ("waiver", Data::from_node(&waiver.manifest.root)),
                ("facts", Data::object([])),
                ("at", self.at().to_data()),
            ]
            .into_iter()
            .chain(covered),
        )
    }
}

impl Judge<'_> {
    /// Sorts what the rules said into what blocks, what warns, and what is suppressed.
    pub(super) fn relieve(&mut self, decision: &mut Decision, document: &Manifest) {
        let gate = self.gate;
        let spoken = std::mem::take(&mut decision.denials).into_iter().chain(std::mem::take(&mut decision.warnings));
        let mut standings: BTreeMap<usize, Standing> = BTreeMap::new();
        for mut denial in spoken {
            let entry = gate.catalogue.get(&denial.rule);
            stage(&mut denial, entry, &gate.at().date());
            let mut is_suppressed = false;
            for number in gate.reliefs.by_rule.get(&denial.rule).into_iter().flatten() {
                let Some(waiver) = gate.reliefs.waivers.get(*number) else { continue };
                if !gate.reliefs.waivers.covers(waiver, document) {
                    continue;
                }
                let is_hard = entry.is_some_and(|entry| entry.is_hard);
                let standing = standings.entry(*number).or_insert_with(|| self.standing(waiver, document, is_hard));
                is_suppressed |= apply(standing, waiver, &mut denial, &mut decision.errors);
            }
            if let (Some(baseline), false, Level::Deny) = (&gate.reliefs.baseline, is_suppressed, denial.level) {
                is_suppressed = baseline.holds(&denial);
                denial.baseline = Some(if is_suppressed { BaselineState::Unchanged } else { BaselineState::New });
                if is_suppressed {
                    denial.relief = Some(Relief::Baseline);
                }
            }
            match (is_suppressed, denial.level) {
                (true, _) => decision.suppressed.push(denial),
                (false, Level::Deny) => decision.denials.push(denial),
                (false, Level::Warn) => decision.warnings.push(denial),
            }
        }
        for flag in [(Flag::Waived, "waiver"), (Flag::Baseline, "baseline")] {
            if decision.suppressed.iter().any(|denial| denial.relief.as_ref().map(Relief::as_str) == Some(flag.1)) {
                decision.flags.insert(flag.0);
            }
        }
        decision.errors.sort_by(Diagnostic::order);
        decision.errors.dedup();
    }

    /// Whether a waiver or level holds for a document. A level is asked about once: it covers all documents.
    fn standing(&mut self, waiver: &Waiver, document: &Manifest, is_hard: bool) -> Standing {
        let concession = &waiver.concession;
        let is_raised = matches!(waiver.grant, Grant::Level(SetLevel::Block));
        if is_hard && !is_raised {
            return Standing::Lapsed(vec![Lapsed {
                id: concession.id.clone(),
                state: WaiverState::WaiverHard,
                message: format!("names {}, which is hard: nobody can waive it", waiver.rule),
                unblock: Some("fix what it speaks of, and remove the waiver".to_owned()),
                file: concession.file.clone(),
                span: waiver.rule_span,
            }]);
        }
        let covered = match waiver.grant {
            Grant::Waiver(_) => Some(document),
            Grant::Level(_) => None,
        };
        if covered.is_none()
            && let Some(known) = self.levels.get(&concession.id)
        {
            return known.clone();
        }
        let standing = self.judge_waiver(waiver, covered);
        if covered.is_none() {
            self.levels.insert(concession.id.clone(), standing.clone());
        }
        standing
    }

    fn judge_waiver(&mut self, waiver: &Waiver, document: Option<&Manifest>) -> Standing {
        let gate = self.gate;
        let asked: BTreeSet<_> = gate.asked(Subject::WAIVER);
        let evaluation = self.session.evaluate(gate.input_of_waiver(waiver, document), &asked);
        let mut errors: Vec<Diagnostic> = evaluation.failures.into_iter().map(|failure| failure.diagnostic).collect();
        let mut lapsed = Vec::new();
        let mut warning = None;
        for mut raw in evaluation.results {
            let state = take_state(&mut raw);
            let mut results = Vec::new();
            read(&raw, &waiver.manifest, &gate.catalogue, &mut results, &mut errors);
            for result in results {
                match result.level {
                    Level::Deny => lapsed.push(Lapsed {
                        id: waiver.concession.id.clone(),
                        state: state.unwrap_or(WaiverState::WaiverUnauthorised),
                        message: result.message,
                        unblock: result.unblock,
                        file: waiver.manifest.file.clone(),
                        span: result.place.span,
                    }),
                    Level::Warn => warning = Some(result.message),
                }
            }
        }
        if !errors.is_empty() {
            Standing::Unknown(errors)
        } else if lapsed.is_empty() {
            Standing::Holds(Concession { warning, ..waiver.concession.clone() })
        } else {
            lapsed.sort_by(|a, b| (a.span, a.state, &a.message).cmp(&(b.span, b.state, &b.message)));
            Standing::Lapsed(lapsed)
        }
    }
}

/// A rule that blocks from a later day on warns until then.
fn stage(denial: &mut Denial, entry: Option<&RuleEntry>, today: &str) {
    let later = entry.and_then(|entry| entry.effective_on.as_deref()).filter(|day| *day > today);
    if let (Level::Deny, Some(day)) = (denial.level, later) {
        denial.level = Level::Warn;
        denial.relief = Some(Relief::EffectiveOn(day.to_owned()));
    }
}

/// Applies a waiver or level to a denial; true if it takes the denial out.
fn apply(standing: &Standing, waiver: &Waiver, denial: &mut Denial, errors: &mut Vec<Diagnostic>) -> bool {
    match (standing, &waiver.grant) {
        (Standing::Holds(concession), Grant::Waiver(_)) => {
            denial.relief = Some(Relief::Waiver(concession.clone()));
            true
        }
        (Standing::Holds(concession), Grant::Level(SetLevel::Off)) => {
            denial.relief = Some(Relief::Level(concession.clone()));
            true
        }
        (Standing::Holds(concession), Grant::Level(SetLevel::Warn)) => {
            if denial.level == Level::Deny {
                denial.level = Level::Warn;
                denial.relief = Some(Relief::Level(concession.clone()));
            }
            false
        }
        (Standing::Holds(_), Grant::Level(SetLevel::Block)) => {
            denial.level = Level::Deny;
            denial.relief = None;
            false
        }
        (Standing::Lapsed(lapsed), _) => {
            denial.lapsed.extend(lapsed.iter().cloned());
            false
        }
        (Standing::Unknown(problems), _) => {
            errors.extend(problems.iter().cloned());
            false
        }
    }
}

/// What the result of a rule makes of the waiver: its `flag`.
fn take_state(raw: &mut RawResult) -> Option<WaiverState> {
    let word = raw.value.as_object_mut()?.remove("flag")?;
    WaiverState::ALL.into_iter().find(|state| Some(state.as_str()) == word.as_str())
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
        format!("{} {warning}; {} of {} blocks after that", named(waiver, id), count(covered, "denial"), waiver.rule),
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
    Diagnostic::warning(Code::WaiverUnused, format!("{} covers nothing", named(waiver, id)))
        .in_file(file)
        .at(waiver.rule_span)
        .label(why)
        .help("remove it; who needs it again can ask again")
}

/// `waiver WVR-3`; a level is named as it is.
fn named(waiver: &Waiver, id: &str) -> String {
    match waiver.grant {
        Grant::Waiver(_) => format!("waiver {id}"),
        Grant::Level(_) => id.to_owned(),
    }
}
