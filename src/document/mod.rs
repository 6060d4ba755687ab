//! Text of YAML, JSON and NDJSON files as trees in which every value knows its bytes, and JSON Schema over them.
//!
//! The module owns reading: limits, duplicate keys, aliases and merge keys, the YAML 1.2 core schema, and the words
//! for what is wrong. It knows nothing of findings, policies or printing: a [`Problem`] is plain data, and whoever
//! has the file's name attaches the text to it.
//!
//! ```text
//! bytes --decode_utf8--> text --parse_yaml | parse_json | parse_ndjson--> Parsed --Schema::validate--> problems
//! ```

mod build;
mod json;
mod limits;
mod moment;
mod node;
mod path;
mod problem;
mod scalar;
mod schema;
mod text;
mod yaml;

#[cfg(test)]
mod tests;

pub use json::{parse_json, parse_ndjson, parse_ndjson_part};
pub use limits::{Document, Limits, Parsed};
pub(crate) use moment::{first_instant, last_instant};
pub use node::{Entry, Integer, Map, Node, Span, Value};
pub use path::{Found, Location, Path, Segment};
pub use problem::{Problem, ProblemCode};
pub use schema::Schema;
pub use text::decode_utf8;
pub use yaml::parse_yaml;
