//! The program as its users meet it: one binary of tests, one module a topic.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests may fail a test; clippy takes only the test functions themselves for tests"
)]

mod common;

mod case_files;
mod cases;
mod check;
mod docs;
mod engine_contract;
mod explain;
mod explain_report;
mod formats;
mod html;
mod init;
mod invalid;
mod lint;
mod lint_policies;
mod pages;
mod policies;
mod profiles;
mod review;
mod rules;
mod schemas;
mod test_reports;
mod testing;

#[cfg(feature = "limits")]
mod limits;
#[cfg(feature = "real-data")]
mod real_data;
#[cfg(feature = "stock-opa")]
mod stock_opa;
