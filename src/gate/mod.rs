//! The gate: findings, organisation data, profile, feeds, time and policies in; decisions out. Plain data, no printing.

mod baseline;
mod decision;
mod explain;
mod judge;
mod judges;
mod relief;
mod relieve;
mod result;
mod review;
mod tally;
mod time;
mod waivers;

pub use crate::org::Concession;
pub use baseline::Baseline;
pub use decision::{Acceptance, DecidedBy, Decision, Denial, Flag, Place, RelatedPlace, SeenValue, Verdict};
pub use explain::{DecisionExplainer, Documents, ExplainedRule};
pub use judge::{Gate, Judge, Policies};
pub use judges::Judges;
pub(crate) use relief::named as named_waiver;
pub use relief::{BaselineEntry, BaselineState, BaselineUse, Lapsed, Relief, WaiverState, WaiverUse};
pub use tally::{Counts, Tally};
pub use time::EvaluationTime;
pub use waivers::Reliefs;
