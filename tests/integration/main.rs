//! The program as its users meet it: one binary of tests, one module a topic.

mod common;

mod check;
mod docs;
mod engine_contract;
mod invalid;
mod policies;
mod schemas;

#[cfg(feature = "limits")]
mod limits;
#[cfg(feature = "real-data")]
mod real_data;
#[cfg(feature = "stock-opa")]
mod stock_opa;
