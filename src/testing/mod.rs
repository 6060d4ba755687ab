//! Case files, what they expect, and what runs of tests and of mutants gave.

mod bless;
mod case_file;
mod changes;
mod expectation;
mod judge;
mod prepare;
mod run;

pub use bless::bless;
pub use case_file::{Case, CaseFile, Subject, case_files, read};
pub use expectation::{Expectation, Mismatch};
pub use judge::{CaseOutcome, CaseResult, Defaults, judge};
pub use run::{Ends, Share, TestRun};
