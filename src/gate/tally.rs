//! What is kept of decisions that were written and dropped: how many there were of what, what came of waivers and of the baseline.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    decision::{Decision, Flag, Verdict},
    relief::{BaselineUse, Relief, WaiverState},
    waivers::Reliefs,
};
use crate::manifest::Kind;

/// How many decisions there are of each sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    kinds: BTreeMap<Kind, usize>,
    verdicts: BTreeMap<Verdict, usize>,
    flags: BTreeMap<Flag, usize>,
    /// All of them.
    pub decisions: usize,
    /// Those of which no rule could speak.
    pub unjudged: usize,
    /// Denials that block, in all of them together.
    pub denials: usize,
    /// Denials that warn.
    pub warnings: usize,
    /// Denials that a waiver, the baseline or a level took out.
    pub suppressed: usize,
}

impl Counts {
    /// Counts a decision.
    pub fn add(&mut self, decision: &Decision) {
        *self.kinds.entry(decision.kind).or_default() += 1;
        *self.verdicts.entry(decision.verdict).or_default() += 1;
        for flag in &decision.flags {
            *self.flags.entry(*flag).or_default() += 1;
        }
        self.decisions += 1;
        self.unjudged += usize::from(decision.rules_applied == 0);
        self.denials += decision.denials.len();
        self.warnings += decision.warnings.len();
        self.suppressed += decision.suppressed.len();
    }

    /// Those on documents of a kind.
    #[must_use]
    pub fn of_kind(&self, kind: Kind) -> usize {
        self.kinds.get(&kind).copied().unwrap_or_default()
    }

    /// Those with a verdict.
    #[must_use]
    pub fn of_verdict(&self, verdict: Verdict) -> usize {
        self.verdicts.get(&verdict).copied().unwrap_or_default()
    }

    /// Those with a mark.
    #[must_use]
    pub fn of_flag(&self, flag: Flag) -> usize {
        self.flags.get(&flag).copied().unwrap_or_default()
    }
}

/// What decisions say of waivers and levels, by their id.
#[derive(Clone, Debug, Default)]
pub(super) struct Covered {
    /// How many denials each covers.
    pub(super) covers: BTreeMap<String, usize>,
    /// Why one does not hold, as it was said first.
    pub(super) lapsed: BTreeMap<String, WaiverState>,
    /// What the rules warn of, as it was said last.
    pub(super) warned: BTreeMap<String, String>,
}

/// What decisions say of the entries of a baseline. It holds no more than the baseline names.
#[derive(Clone, Debug, Default)]
pub(super) struct Compared {
    /// Fingerprints that the baseline accepted.
    pub(super) unchanged: BTreeSet<String>,
    /// Fingerprints that rules spoke of, whatever came of it.
    pub(super) present: BTreeSet<String>,
    /// Ids that were judged without an error.
    pub(super) judged: BTreeSet<String>,
}

/// What a run says beside its decisions, gathered from them one after the other, in their order.
#[derive(Clone, Debug)]
pub struct Tally<'a> {
    pub(super) reliefs: &'a Reliefs,
    /// The ids that the baseline names.
    named: BTreeSet<&'a str>,
    counts: Counts,
    pub(super) covered: Covered,
    pub(super) compared: Compared,
}

impl<'a> Tally<'a> {
    /// A tally of no decision yet.
    #[must_use]
    pub fn new(reliefs: &'a Reliefs) -> Self {
        Self {
            reliefs,
            named: reliefs.baseline().into_iter().flat_map(super::Baseline::ids).collect(),
            counts: Counts::default(),
            covered: Covered::default(),
            compared: Compared::default(),
        }
    }

    /// Adds a decision.
    pub fn add(&mut self, decision: &Decision) {
        self.counts.add(decision);
        for denial in decision.spoken() {
            if let Some(Relief::Waiver(concession) | Relief::Level(concession)) = &denial.relief {
                add_one(&mut self.covered.covers, &concession.id);
                if let Some(warning) = &concession.warning {
                    self.covered.warned.insert(concession.id.clone(), warning.clone());
                }
            }
            for lapsed in &denial.lapsed {
                if !self.covered.lapsed.contains_key(&lapsed.id) {
                    self.covered.lapsed.insert(lapsed.id.clone(), lapsed.state);
                }
            }
        }
        let Some(baseline) = self.reliefs.baseline() else { return };
        for denial in decision.spoken().filter(|denial| baseline.has(&denial.fingerprint)) {
            // What is waived or only warns for now is still there.
            self.compared.present.insert(denial.fingerprint.clone());
            if denial.relief == Some(Relief::Baseline) {
                self.compared.unchanged.insert(denial.fingerprint.clone());
            }
        }
        if decision.verdict != Verdict::Error && self.named.contains(decision.id.as_str()) {
            self.compared.judged.insert(decision.id.clone());
        }
    }

    /// How many decisions of which sort were added.
    #[must_use]
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// What came of the baseline, if there is one. An entry is gone if what it names was judged without an error and does not
    /// deny; or if nothing of that id is left in the tree, as far as the whole tree could be read.
    #[must_use]
    pub fn baseline(&self, is_in_tree: impl Fn(&str) -> bool) -> Option<BaselineUse> {
        self.reliefs.baseline().map(|baseline| baseline.used(&self.compared, is_in_tree))
    }
}

fn add_one(counts: &mut BTreeMap<String, usize>, id: &str) {
    match counts.get_mut(id) {
        Some(count) => *count += 1,
        None => drop(counts.insert(id.to_owned(), 1)),
    }
}
