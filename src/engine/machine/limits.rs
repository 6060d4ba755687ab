//! What a finding may cost in the machine: steps and what is built, both counted, so that a policy that explodes stops at the
//! same place on every machine.

use super::run::Stop;

/// What a finding may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// Steps of one rule set. The shipped library takes some thousands for all of them.
    pub(crate) steps: u64,
    /// Members, fields and items that are built, and each 16 bytes of text.
    pub(crate) built: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { steps: 10_000_000, built: 4_000_000 }
    }
}

/// How many times what one rule set may cost all of a finding's may cost together.
const ALL: u64 = 4;

/// How much a text counts for.
pub(super) fn of_text(bytes: usize) -> usize {
    bytes / 16
}

/// A limit that was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Too many steps.
    Steps,
    /// Too much was built.
    Built,
}

/// What a finding may still cost.
#[derive(Default)]
pub(super) struct Spent {
    limits: Limits,
    steps: u64,
    built: u64,
    all_steps: u64,
    all_built: u64,
}

impl Spent {
    pub(super) fn begin(limits: &Limits) -> Self {
        let (all_steps, all_built) = (limits.steps.saturating_mul(ALL), limits.built.saturating_mul(ALL));
        Self { limits: *limits, steps: 0, built: 0, all_steps, all_built }
    }

    /// Grants the next rule set what it may cost, as far as there is something left for the finding.
    pub(super) fn next_rule_set(&mut self) {
        self.all_steps += self.steps;
        self.all_built += self.built;
        self.steps = self.limits.steps.min(self.all_steps);
        self.built = self.limits.built.min(self.all_built);
        self.all_steps -= self.steps;
        self.all_built -= self.built;
    }

    #[inline]
    pub(super) fn step(&mut self) -> Result<(), Stop> {
        self.steps = self.steps.checked_sub(1).ok_or(Stop::Limit(Limit::Steps))?;
        Ok(())
    }

    /// Whether so much more may be built.
    pub(super) fn has_room(&self, more: usize) -> Result<(), Stop> {
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        if more > self.built { Err(Stop::Limit(Limit::Built)) } else { Ok(()) }
    }

    #[inline]
    pub(super) fn built(&mut self, more: usize) -> Result<(), Stop> {
        let more = u64::try_from(more).unwrap_or(u64::MAX);
        self.built = self.built.checked_sub(more).ok_or(Stop::Limit(Limit::Built))?;
        Ok(())
    }
}
