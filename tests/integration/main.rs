//! The program as its users meet it: one binary of tests, one module a topic.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail a test; clippy takes only the test functions themselves for tests"
)]

mod common;

mod benches;
mod cache;
mod case_files;
mod cases;
mod changed_since;
mod check;
mod docs;
mod engine_contract;
mod evaluators;
mod explain;
mod explain_report;
mod formats;
mod formats_forge;
mod git_repository;
mod html;
mod index;
mod init;
mod invalid;
mod lint;
mod lint_policies;
mod machine;
mod pages;
mod policies;
mod policy_from;
mod profiles;
mod pull_requests;
mod review;
mod rules;
mod schemas;
#[cfg(unix)]
mod services;
mod stream;
mod test_reports;
mod testing;
mod waivers;
mod wiring;
#[cfg(unix)]
mod wiring_services;
#[cfg(unix)]
mod wiring_steps;

#[cfg(feature = "limits")]
mod limits;
#[cfg(all(feature = "limits", target_os = "linux"))]
mod limits_progress;
#[cfg(feature = "real-data")]
mod real_data;
#[cfg(feature = "stock-opa")]
mod stock_opa;
#[cfg(all(feature = "wiring", unix))]
mod wiring_programs;
