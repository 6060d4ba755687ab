//! Judges that threads take and give back: what one has remembered serves the next documents, too.

use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::{Decision, Gate, Judge};
use crate::{manifest::Manifest, progress::Progress};

/// As many judges as threads need at a time.
pub struct Judges<'a> {
    gate: &'a Gate,
    progress: &'a Progress,
    free: Mutex<Vec<Judge<'a>>>,
}

impl Gate {
    /// Judges of this gate, that say how far they are.
    #[must_use]
    pub fn judges<'a>(&'a self, progress: &'a Progress) -> Judges<'a> {
        Judges { gate: self, progress, free: Mutex::default() }
    }
}

impl<'a> Judges<'a> {
    /// Judges documents on the threads of the current pool; decisions come in their order.
    #[must_use]
    pub fn judge_all(&self, documents: &[Manifest]) -> Vec<Decision> {
        documents
            .par_iter()
            .with_min_len(8)
            .map_init(
                || self.take(),
                |taken, document| {
                    let decision = taken.judge().judge(document);
                    self.progress.advance();
                    decision
                },
            )
            .collect()
    }

    fn take(&self) -> Taken<'_, 'a> {
        Taken { judge: self.free.lock().unwrap_or_else(PoisonError::into_inner).pop(), judges: self }
    }
}

/// A judge at work; it is made when there is work.
struct Taken<'j, 'a> {
    judge: Option<Judge<'a>>,
    judges: &'j Judges<'a>,
}

impl<'a> Taken<'_, 'a> {
    fn judge(&mut self) -> &mut Judge<'a> {
        self.judge.get_or_insert_with(|| self.judges.gate.judge_beside(self.judges.progress))
    }
}

impl Drop for Taken<'_, '_> {
    fn drop(&mut self) {
        let judge = self.judge.take();
        self.judges.free.lock().unwrap_or_else(PoisonError::into_inner).extend(judge);
    }
}
