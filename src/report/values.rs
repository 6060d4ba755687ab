//! Values of policies in few words: on one line, moments as dates, no longer than there is room.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use super::printable::printable;
use crate::engine::explain::{Seen, Step};

/// Nanoseconds since 1970 that are taken for a moment: the years 1990 to 2100.
const MOMENTS: std::ops::Range<i64> = 631_152_000_000_000_000..4_102_444_800_000_000_000;

/// A value on one line.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Number(number) => match number.as_i64().filter(|number| MOMENTS.contains(number)) {
            Some(nanoseconds) => moment(nanoseconds),
            None => number.to_string(),
        },
        Value::Array(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(key, value)| format!("{}: {}", printable(key), written(value))).collect();
            format!("{{{}}}", fields.join(", "))
        }
        other => printable(&other.to_string()),
    }
}

fn moment(nanoseconds: i64) -> String {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).map_or_else(|_| nanoseconds.to_string(), |at| at.to_string())
}

/// Text of several lines on one.
pub(super) fn one_line(text: &str) -> String {
    printable(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// A text cut to a width.
pub(super) fn shortened(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}

/// The values of a condition that tell something beyond its own text, and beyond what was shown before.
pub(super) fn worth_seeing<'s>(step: &'s Step, shown: &mut BTreeSet<&'s str>, decides: bool) -> Vec<&'s Seen> {
    let mut worth = step.worth_seeing();
    worth.retain(|seen| shown.insert(&seen.expression) || decides);
    worth
}
