//! The fast evaluator decides what the interpreter decides: on fixtures, on generated findings, on policies made to be hard.

mod asked;
mod candidate;
mod compare;
mod edits;
mod expressions;
mod fixtures;
mod generated;
mod leaves;
mod policies;
mod pool;
mod schema;
mod settings;
mod shrink;
mod snippets;
