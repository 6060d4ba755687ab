//! Sorts what the rules said by waivers, levels, days from which rules block, and the baseline. The rules of kind `Waiver` say
//! whether a waiver or level holds.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use super::{
    baseline::Baseline,
    decision::{Acceptance, Decision, Denial, Flag, Verdict},
    judge::{Gate, Judge, read, sort},
    relief::{Lapsed, Relief, WaiverState},
};
use crate::{
    diagnostic::Diagnostic,
    engine::{Data, RawResult},
    manifest::{Kind, Manifest, Subject},
    org::{Concession, Grant, SetLevel, Waiver},
    policy::{Level, RuleEntry},
};

/// Whether a waiver or level holds for a document.
#[derive(Clone)]
pub(super) enum Standing {
    Holds(Concession),
    Lapsed(Vec<Lapsed>),
    Unknown(Vec<Diagnostic>),
}

impl Gate {
    /// Accepts all that is blocked now as the baseline of a file that is not there yet.
    pub fn accept(&mut self, file: &Path, decisions: &mut [Decision], documents: &[Manifest]) {
        let baseline = Baseline::of(file, decisions);
        for (decision, document) in decisions.iter_mut().zip(documents) {
            baseline.accept(decision);
            settle(decision, document);
        }
        self.reliefs.baseline = Some(baseline);
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
            // Levels come before waivers: what is waived stays so, whatever its level.
            for number in gate.reliefs.by_rule.get(&denial.rule).into_iter().flatten() {
                let Some(waiver) = gate.reliefs.waivers.get(*number) else { continue };
                if !gate.reliefs.waivers.covers(waiver, document) {
                    continue;
                }
                let is_hard = entry.is_some_and(|entry| entry.is_hard);
                let standing = standings.entry(*number).or_insert_with(|| self.standing(waiver, document, is_hard));
                is_suppressed |= apply(standing, waiver, &mut denial, &mut decision.errors);
            }
            match (is_suppressed, denial.level) {
                (true, _) => decision.suppressed.push(denial),
                (false, Level::Deny) => decision.denials.push(denial),
                (false, Level::Warn) => decision.warnings.push(denial),
            }
        }
        if let Some(baseline) = &gate.reliefs.baseline {
            baseline.accept(decision);
        }
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

/// The verdict on a document, and the marks beside it, once it is known what blocks.
pub(super) fn settle(decision: &mut Decision, document: &Manifest) {
    for denial in &decision.suppressed {
        decision.flags.extend(match denial.relief {
            Some(Relief::Waiver(_)) => Some(Flag::Waived),
            Some(Relief::Baseline) => Some(Flag::Baseline),
            _ => None,
        });
    }
    // What moved from one list to another takes its place there.
    for list in [&mut decision.denials, &mut decision.warnings, &mut decision.suppressed] {
        sort(list);
    }
    decision.errors.sort_by(Diagnostic::order);
    decision.errors.dedup();
    decision.verdict = if !decision.errors.is_empty() {
        Verdict::Error
    } else if !decision.denials.is_empty() {
        Verdict::Blocked
    } else if document.kind == Kind::Deletion {
        Verdict::Sound
    } else {
        Verdict::undisputed(&document.state)
    };
    decision.acceptance = (decision.verdict == Verdict::Acceptable).then(|| Acceptance::of(document));
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
