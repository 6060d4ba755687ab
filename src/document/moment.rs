//! Moments as documents write them: a day, which lasts from midnight to midnight in a zone, or an instant.

use jiff::{Timestamp, civil, tz::TimeZone};

/// An instant, or the one with which a day begins in the zone. Nothing if the text is neither.
pub(crate) fn first_instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    text.parse().ok().or_else(|| Some(day(text)?.to_zoned(zone.clone()).ok()?.timestamp()))
}

/// An instant, or the last second of a day in the zone. Nothing if the text is neither.
pub(crate) fn last_instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    text.parse().ok().or_else(|| Some(day(text)?.at(23, 59, 59, 0).to_zoned(zone.clone()).ok()?.timestamp()))
}

/// A day is written `YYYY-MM-DD` and in no other way.
fn day(text: &str) -> Option<civil::Date> {
    text.parse().ok().filter(|_| text.len() == 10)
}
