//! A gate for the closure of security and audit findings.
//!
//! Findings are YAML manifests, policies are Rego, numbers are profiles in YAML. A [`gate::Gate`] is loaded once and says
//! of each finding whether what its manifest asks for holds, and if not, why, where, and what unblocks it.
//!
//! ```
//! use remedy_policy::{
//!     diagnostic::Sources,
//!     gate::{EvaluationTime, Gate, Verdict},
//!     manifest::{self, Index},
//!     org::{Feeds, Organization, Profile},
//!     policy,
//! };
//!
//! let manifests = manifest::read_stdin(
//!     br#"{"apiVersion": "remedy-policy/v1", "kind": "Finding", "id": "F-1", "title": "Key in a repository",
//!          "type": "leaked_secret", "severity": "high", "state": "closed",
//!          "source": {"kind": "scanner", "detected_at": "2026-11-02T09:14:00Z"}}"#
//!         .to_vec(),
//! );
//! let mut sources = Sources::default();
//! let gate = Gate::load(
//!     policy::shipped_policies(),
//!     &Organization::default(),
//!     &Profile::load("default", "".as_ref(), &mut sources, &mut Vec::new()).unwrap(),
//!     &Feeds::default(),
//!     &Index::of(&manifests.documents),
//!     EvaluationTime::parse("2026-11-20", "UTC").unwrap(),
//! )
//! .unwrap();
//! // Without organisation data nobody can be known to own it: that is an error, never a pass.
//! assert_eq!(gate.judge(&manifests.documents[0]).verdict, Verdict::Error);
//! ```
//!
//! The layers look one way: `commands` wire [`gate`] (which uses [`engine`], [`manifest`], [`policy`] and [`org`]) to
//! [`report`]; [`document`] and [`diagnostic`] are below all of them. [`testing`] brings the tests of policies before the same
//! engine and gate. Only [`engine`] names the Rego engine.

pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod engine;
pub mod exit;
pub mod files;
pub mod gate;
pub mod git;
pub mod manifest;
pub mod org;
pub mod policy;
pub mod progress;
pub mod report;
pub mod schemas;
pub mod suggest;
pub mod testing;
pub mod wording;
