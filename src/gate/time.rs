//! The evaluation time: one instant for the whole run, and the day that it falls on in the organisation's zone.

use jiff::{Timestamp, Zoned, tz::TimeZone};

use crate::{
    diagnostic::{Code, Diagnostic},
    document::last_instant,
    engine::Data,
};

/// The instant at which a run judges.
#[derive(Clone, Debug)]
pub struct EvaluationTime {
    instant: Zoned,
    zone: String,
}

impl EvaluationTime {
    /// Reads an instant with a zone (RFC 3339), or a day. A day means its last second in the organisation's zone: what
    /// happened on that day has happened, and what is due on it is not late.
    ///
    /// # Errors
    ///
    /// The text is neither, or the zone is not in the IANA database.
    pub fn parse(text: &str, zone: &str) -> Result<Self, Diagnostic> {
        let time_zone = time_zone(zone)?;
        match last_instant(text, &time_zone) {
            Some(instant) => Ok(Self::new(instant, time_zone, zone)),
            None => Err(Diagnostic::error(Code::Usage, format!("`{text}` is no evaluation time"))
                .help("write a day as `2026-11-20`, or an instant as `2026-11-20T12:00:00Z`")),
        }
    }

    /// The present instant, to the second.
    ///
    /// # Errors
    ///
    /// The zone is not in the IANA database.
    pub fn now(zone: &str) -> Result<Self, Diagnostic> {
        let now = Timestamp::now();
        let whole = Timestamp::from_second(now.as_second()).unwrap_or(now);
        Ok(Self::new(whole, time_zone(zone)?, zone))
    }

    fn new(timestamp: Timestamp, time_zone: TimeZone, zone: &str) -> Self {
        Self { instant: timestamp.to_zoned(time_zone), zone: zone.to_owned() }
    }

    /// The instant as RFC 3339 in UTC.
    #[must_use]
    pub fn time(&self) -> String {
        self.instant.timestamp().to_string()
    }

    /// The day in the organisation's zone, `YYYY-MM-DD`.
    #[must_use]
    pub fn date(&self) -> String {
        self.instant.date().to_string()
    }

    /// The day a number of days after it, `YYYY-MM-DD` in the organisation's zone; before it if the number is negative. At
    /// the ends of the calendar it stays the day itself.
    #[must_use]
    pub fn date_after(&self, days: i32) -> String {
        let today = self.instant.date();
        today.checked_add(jiff::Span::new().days(days)).unwrap_or(today).to_string()
    }

    /// The organisation's zone.
    pub(super) fn time_zone(&self) -> &TimeZone {
        self.instant.time_zone()
    }

    /// The IANA name of the zone.
    #[must_use]
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The document `input.at`.
    #[must_use]
    pub fn to_json(&self) -> serde_json::Value {
        let nanoseconds = i64::try_from(self.instant.timestamp().as_nanosecond()).unwrap_or(i64::MAX);
        serde_json::json!({
            "time": self.time(),
            "ns": nanoseconds,
            "date": self.date(),
            "zone": self.zone,
        })
    }

    pub(super) fn to_data(&self) -> Data {
        Data::from_json(&self.to_json())
    }
}

fn time_zone(name: &str) -> Result<TimeZone, Diagnostic> {
    TimeZone::get(name).map_err(|_| {
        Diagnostic::error(Code::UnknownTimeZone, format!("`{name}` is no time zone"))
            .help("write an IANA name such as `Europe/Berlin` or `UTC`")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_its_last_second_in_the_zone() {
        let at = EvaluationTime::parse("2026-11-20", "America/New_York").unwrap();
        assert_eq!((at.time().as_str(), at.date().as_str()), ("2026-11-21T04:59:59Z", "2026-11-20"));
    }

    #[test]
    fn the_day_of_an_instant_is_the_one_of_the_zone() {
        let at = EvaluationTime::parse("2026-11-20T23:30:00Z", "Europe/Berlin").unwrap();
        assert_eq!((at.time().as_str(), at.date().as_str()), ("2026-11-20T23:30:00Z", "2026-11-21"));
    }

    #[test]
    fn what_is_no_time_is_refused_with_advice() {
        for text in ["tomorrow", "2026-13-01", "2026-11-20T12:00:00", "20261120", ""] {
            assert_eq!(EvaluationTime::parse(text, "UTC").unwrap_err().code, Code::Usage, "{text}");
        }
        assert_eq!(EvaluationTime::parse("2026-11-20", "Mars/Olympus").unwrap_err().code, Code::UnknownTimeZone);
    }
}
