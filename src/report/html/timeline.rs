//! The dates around the evaluation date: when findings are due, when acceptances and waivers run out, and when what is blocked
//! can pass at the earliest. As a drawing, and as a table that says the same.

use std::collections::BTreeMap;

use askama::Template;
use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

use super::finding::{anchor, said_of};
use crate::{
    gate::{Relief, Verdict},
    report::{Run, count},
};

/// How many days before and after the evaluation date the drawing shows at most, and at least.
const BEFORE: (i32, i32) = (60, 14);
const AFTER: (i32, i32) = (180, 30);

/// The height of the heading of the drawing and of each of its lanes, in pixels.
const TOP: usize = 26;
const LANE: usize = 46;

/// The highest bar, in pixels.
const HIGHEST: f64 = 26.0;

/// How many rows the table has at most.
const ROWS: usize = 300;

/// How many ids a row of the table names.
const NAMED: usize = 4;

/// What happens on a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Due,
    AcceptanceEnds,
    AcceptanceReview,
    WaiverEnds,
    Earliest,
    RuleBlocks,
}

impl What {
    const ALL: [Self; 6] =
        [Self::Due, Self::AcceptanceEnds, Self::AcceptanceReview, Self::WaiverEnds, Self::Earliest, Self::RuleBlocks];

    fn words(self) -> &'static str {
        match self {
            Self::Due => "due and not closed",
            Self::AcceptanceEnds => "acceptance expires",
            Self::AcceptanceReview => "acceptance is reviewed",
            Self::WaiverEnds => "waiver or level runs out",
            Self::Earliest => "can pass at the earliest",
            Self::RuleBlocks => "rule begins to block",
        }
    }
}

/// What happens on one day, of one sort.
#[derive(Default)]
struct Bucket<'a> {
    number: usize,
    named: Vec<&'a str>,
}

/// The section of the page.
#[derive(Template)]
#[template(path = "timeline.html")]
pub(super) struct Timeline<'a> {
    date: String,
    height: usize,
    today: String,
    description: String,
    ticks: Vec<Tick>,
    lanes: Vec<Lane>,
    rows: Vec<TableRow<'a>>,
    not_listed: usize,
}

struct Tick {
    x: String,
    label: String,
    /// Whether the label is left out where there is little room.
    is_minor: bool,
}

struct Lane {
    name: &'static str,
    label_y: usize,
    base_y: usize,
    /// What lies outside of the drawing.
    outside: String,
    bars: Vec<Bar>,
}

struct Bar {
    x: String,
    y: String,
    height: String,
    is_past: bool,
    title: String,
}

struct TableRow<'a> {
    date: String,
    distance: String,
    what: &'static str,
    named: Vec<(&'a str, Option<&'a str>)>,
    more: usize,
}

impl<'a> Timeline<'a> {
    /// The dates of a run; nothing if it has none, or no evaluation time.
    pub(super) fn of(run: &'a Run) -> Option<Self> {
        let at = run.at.as_ref()?;
        let today: Date = at.date().parse().ok()?;
        let zone = TimeZone::get(at.zone()).unwrap_or(TimeZone::UTC);
        let buckets = collect(run, &zone);
        let first = buckets.keys().map(|(_, date)| *date).min()?;
        let last = buckets.keys().map(|(_, date)| *date).max()?;
        let scale = Scale::around(today, first, last);
        let lanes: Vec<Lane> = What::ALL
            .into_iter()
            .filter(|what| buckets.keys().any(|(of, _)| of == what))
            .enumerate()
            .map(|(number, what)| lane(what, number, &buckets, &scale, today))
            .collect();
        let (rows, not_listed) = rows(&buckets, today);
        Some(Self {
            date: at.date(),
            height: TOP + lanes.len() * LANE + 18,
            today: scale.x(today),
            description: describe(&buckets, today),
            ticks: scale.ticks(),
            lanes,
            rows,
            not_listed,
        })
    }
}

type Buckets<'a> = BTreeMap<(What, Date), Bucket<'a>>;

fn collect<'a>(run: &'a Run, zone: &TimeZone) -> Buckets<'a> {
    let mut buckets = Buckets::new();
    let mut add = |what: What, date: Option<&str>, id: &'a str| {
        if let Some(date) = date.and_then(|date| day(date, zone)) {
            let bucket = buckets.entry((what, date)).or_default();
            if bucket.named.last() == Some(&id) {
                return;
            }
            bucket.number += 1;
            if bucket.named.len() < NAMED {
                bucket.named.push(id);
            }
        }
    };
    for decision in &run.decisions {
        let accepted = decision.acceptance.as_ref();
        if let Some(acceptance) = accepted {
            add(What::AcceptanceEnds, acceptance.expires_at.as_deref(), &decision.id);
            add(What::AcceptanceReview, acceptance.review_at.as_deref(), &decision.id);
        } else if decision.verdict != Verdict::Closable {
            add(What::Due, decision.due.as_deref(), &decision.id);
        }
        let earliest = decision.denials.iter().filter_map(|denial| denial.earliest.as_deref()).max();
        add(What::Earliest, earliest, &decision.id);
        for (denial, _) in said_of(decision) {
            if let Some(Relief::EffectiveOn(date)) = &denial.relief {
                add(What::RuleBlocks, Some(date), &denial.rule);
            }
        }
    }
    for waiver in &run.waivers {
        add(What::WaiverEnds, Some(&waiver.concession.expires), &waiver.concession.id);
    }
    buckets
}

/// The day of a date or an instant, in the organisation's zone.
fn day(text: &str, zone: &TimeZone) -> Option<Date> {
    match text.parse::<Timestamp>() {
        Ok(instant) => Some(instant.to_zoned(zone.clone()).date()),
        Err(_) => text.parse().ok(),
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// From dates to places in the drawing, in percent of its width.
struct Scale {
    first: Date,
    days: i32,
}

impl Scale {
    fn around(today: Date, first: Date, last: Date) -> Self {
        let before = days_between(first, today).saturating_add(3).clamp(BEFORE.1, BEFORE.0);
        let after = days_between(today, last).saturating_add(3).clamp(AFTER.1, AFTER.0);
        Self { first: today.checked_sub(before.days()).unwrap_or(today), days: before + after }
    }

    fn x(&self, date: Date) -> String {
        format!("{:.2}%", f64::from(days_between(self.first, date)) * 100.0 / f64::from(self.days))
    }

    fn shows(&self, date: Date) -> std::cmp::Ordering {
        let at = days_between(self.first, date);
        if at < 0 {
            std::cmp::Ordering::Less
        } else if at > self.days {
            std::cmp::Ordering::Greater
        } else {
            std::cmp::Ordering::Equal
        }
    }

    /// The first of each month, or each Monday if there are few months.
    fn ticks(&self) -> Vec<Tick> {
        let by_month = self.days > 75;
        let mut ticks: Vec<Tick> = Vec::new();
        for at in 1..self.days {
            let Ok(date) = self.first.checked_add(at.days()) else { continue };
            let is_tick = if by_month { date.day() == 1 } else { date.weekday() == jiff::civil::Weekday::Monday };
            if is_tick {
                let label = if by_month { date.strftime("%b %Y") } else { date.strftime("%-d %b") }.to_string();
                let is_minor = ticks.len() % 2 == 1;
                ticks.push(Tick { x: self.x(date), label, is_minor });
            }
        }
        ticks
    }
}

fn lane(what: What, number: usize, buckets: &Buckets<'_>, scale: &Scale, today: Date) -> Lane {
    let top = TOP + number * LANE;
    let base = top + LANE - 4;
    let (mut earlier, mut later) = (0, 0);
    let mut bars = Vec::new();
    for ((_, date), bucket) in buckets.iter().filter(|((of, _), _)| *of == what) {
        match scale.shows(*date) {
            std::cmp::Ordering::Less => earlier += bucket.number,
            std::cmp::Ordering::Greater => later += bucket.number,
            std::cmp::Ordering::Equal => {
                let height = bar_height(bucket.number);
                bars.push(Bar {
                    x: scale.x(*date),
                    y: format!("{:.1}", px(base) - height),
                    height: format!("{height:.1}"),
                    is_past: *date < today,
                    title: format!("{date}: {} {}", bucket.number, what.words()),
                });
            }
        }
    }
    let parts = [(earlier, "earlier"), (later, "later")];
    let outside: Vec<String> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, when)| format!("{number} {when}")).collect();
    Lane { name: what.words(), label_y: top + 12, base_y: base, outside: outside.join(", "), bars }
}

fn px(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::MAX, f64::from)
}

/// Higher the more there are, never out of the lane.
fn bar_height(number: usize) -> f64 {
    (7.0 + 4.5 * (px(number).sqrt() - 1.0)).min(HIGHEST)
}

fn rows<'a>(buckets: &Buckets<'a>, today: Date) -> (Vec<TableRow<'a>>, usize) {
    let mut nearest: Vec<(i32, Date, What)> =
        buckets.keys().map(|(what, date)| (days_between(today, *date), *date, *what)).collect();
    nearest.sort_by_key(|(distance, date, what)| (distance.abs(), *date, *what));
    let not_listed = nearest.len().saturating_sub(ROWS);
    nearest.truncate(ROWS);
    nearest.sort_by_key(|(_, date, what)| (*date, *what));
    let rows = nearest.into_iter().filter_map(|(distance, date, what)| {
        let bucket = buckets.get(&(what, date))?;
        let distance = match distance {
            0 => "today".to_owned(),
            1.. => format!("in {}", count(distance.unsigned_abs() as usize, "day")),
            _ => format!("{} ago", count(distance.unsigned_abs() as usize, "day")),
        };
        Some(TableRow {
            date: date.to_string(),
            distance,
            what: what.words(),
            named: bucket.named.iter().map(|id| (*id, anchor(id).filter(|_| is_of_finding(what)))).collect(),
            more: bucket.number - bucket.named.len(),
        })
    });
    (rows.collect(), not_listed)
}

fn is_of_finding(what: What) -> bool {
    !matches!(what, What::WaiverEnds | What::RuleBlocks)
}

/// The drawing in a sentence.
fn describe(buckets: &Buckets<'_>, today: Date) -> String {
    let parts: Vec<String> = What::ALL
        .into_iter()
        .filter_map(|what| {
            let of_this = || buckets.iter().filter(move |((of, _), _)| *of == what);
            let past: usize = of_this().filter(|((_, date), _)| *date < today).map(|(_, bucket)| bucket.number).sum();
            let coming: usize = of_this().map(|(_, bucket)| bucket.number).sum::<usize>() - past;
            let next = of_this().find(|((_, date), _)| *date >= today).map(|((_, date), _)| format!(", next {date}"));
            (past + coming > 0).then(|| {
                format!("{}: {past} before {today}, {coming} from then on{}", what.words(), next.unwrap_or_default())
            })
        })
        .collect();
    parts.join("; ")
}
