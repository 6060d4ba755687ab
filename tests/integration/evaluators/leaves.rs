//! Strategies for single values: texts, moments, numbers, and what no schema allows.

use proptest::{prelude::*, sample::select, string::string_regex};
use serde_json::{Value, json};

/// Texts that look like something else, or are hard to handle.
const HARD_TEXTS: [&str; 28] = [
    " ",
    "0",
    "1",
    "-1",
    "1e400",
    "9007199254740993",
    "true",
    "null",
    "undefined",
    "NaN",
    "[]",
    "{}",
    "a.b[0]",
    "data.org.people",
    "input.finding",
    "%d %s %v %%",
    "%!v(MISSING)",
    "../../etc/passwd",
    "2026-11-20",
    "2026-02-30",
    "\u{202e}ecila",
    "e\u{301}",
    "\u{e9}",
    "İstanbul",
    "ß",
    "𝒜𝓁𝒾𝒸ℯ",
    "line\nbreak\t\"quoted\" \\",
    "$serde_json::private::Number",
];

/// Days at which something changes: around the time of evaluation, ends of years, leap days, the ends of the calendar.
const DAYS: [&str; 22] = [
    "2026-11-20",
    "2026-11-19",
    "2026-11-21",
    "2026-11-06",
    "2026-10-25",
    "2026-03-29",
    "2026-12-31",
    "2027-01-01",
    "2024-02-29",
    "2028-02-29",
    "2025-11-20",
    "2027-11-20",
    "1970-01-01",
    "1969-12-31",
    "2038-01-19",
    "0001-01-01",
    "1677-09-21",
    "1678-01-01",
    "2262-04-11",
    "2263-01-01",
    "9999-12-31",
    "0000-01-01",
];

const TIMES: [&str; 9] = [
    "00:00:00Z",
    "23:59:59Z",
    "23:59:59.999999999Z",
    "12:00:00+14:00",
    "12:00:00-12:00",
    "02:30:00+05:45",
    "22:59:59Z",
    "00:00:00.5+00:00",
    "23:59:60Z",
];

/// A day, usually within two years of the evaluation.
pub(super) fn day() -> BoxedStrategy<Value> {
    prop_oneof![
        5 => (2025..=2027_i32, 1..=12_u8, 1..=28_u8).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")),
        5 => (9..=12_u8, 1..=30_u8).prop_map(|(month, day)| format!("2026-{month:02}-{day:02}")),
        3 => select(DAYS.to_vec()).prop_map(str::to_owned),
    ]
    .prop_map(Value::from)
    .boxed()
}

/// An instant with its zone.
pub(super) fn instant() -> BoxedStrategy<Value> {
    let time = prop_oneof![
        3 => (0..24_u8, 0..60_u8, 0..60_u8).prop_map(|(hour, minute, second)| format!("{hour:02}:{minute:02}:{second:02}Z")),
        1 => select(TIMES.to_vec()).prop_map(str::to_owned),
        1 => (0..24_u8, -14..=14_i8).prop_map(|(hour, offset)| format!("{hour:02}:00:00{offset:+03}:00")),
    ];
    (day(), time).prop_map(|(day, time)| format!("{}T{time}", day.as_str().unwrap_or_default()).into()).boxed()
}

/// Text of at least a length; `longest` is in characters.
pub(super) fn text(shortest: usize, longest: Option<usize>) -> BoxedStrategy<Value> {
    let longest = longest.unwrap_or(5_000);
    prop_oneof![
        6 => string_regex("[a-z]{1,3}[a-z0-9:/#. -]{0,12}").unwrap(),
        2 => select(HARD_TEXTS.to_vec()).prop_map(str::to_owned),
        1 => string_regex("\\PC{1,12}").unwrap(),
        1 => Just("x".repeat(longest)),
        1 => Just(String::new()),
    ]
    .prop_map(move |text: String| {
        let mut text: String = text.chars().take(longest).collect();
        while text.chars().count() < shortest {
            text.push('a');
        }
        text.into()
    })
    .boxed()
}

/// Text that fits a pattern.
pub(super) fn matching(pattern: &str, longest: Option<usize>) -> BoxedStrategy<Value> {
    let bare = pattern.strip_prefix('^').unwrap_or(pattern);
    let bare = bare.strip_suffix('$').unwrap_or(bare).replace("\\d", "[0-9]");
    let longest = longest.unwrap_or(usize::MAX);
    let strategy = string_regex(&bare).unwrap_or_else(|error| panic!("`{pattern}`: {error}"));
    strategy.prop_map(move |text| text.chars().take(longest).collect::<String>().into()).boxed()
}

/// A number between bounds.
pub(super) fn number(is_integer: bool, least: Option<f64>, most: Option<f64>) -> BoxedStrategy<Value> {
    let whole = [0, 1, 2, 3, 7, 14, 30, 90, 365, -1, 1 << 53, (1 << 53) + 1, i64::MAX, i64::MIN].map(Value::from);
    let broken = [0.0, 0.5, 0.1, 1.0, 0.999_999_999, 1e-300, 1e300, -0.5, 36.6].map(Value::from);
    let mut values: Vec<Value> = whole.to_vec();
    values.push(u64::MAX.into());
    if !is_integer {
        values.extend(broken);
    }
    let fits = |value: &Value| {
        let value = value.as_f64().unwrap_or_default();
        least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most)
    };
    values.retain(fits);
    let small = (0..400_i64).prop_map(Value::from);
    if values.is_empty() || most.is_some_and(|most| most < 400.0) || least.is_some_and(|least| least > 0.0) {
        return select(values).boxed();
    }
    prop_oneof![1 => small, 1 => select(values)].boxed()
}

/// Any value at all, small.
pub(super) fn anything() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        number(false, None, None),
        text(0, Some(40)),
        day(),
        instant(),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((select(vec!["a", "b", "id", "ref", "é"]), inner), 0..3).prop_map(|fields| {
                Value::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
            }),
        ]
    })
    .boxed()
}

/// A value of another type than a finding has in that place.
pub(super) fn retyped() -> BoxedStrategy<Value> {
    select(vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(""),
        json!("x"),
        json!([]),
        json!([null]),
        json!(["x", 1]),
        json!({}),
        json!({"id": 1}),
        json!(18_446_744_073_709_551_615_u64),
        json!([[["x"]]]),
        json!("2026-13-45"),
        json!("2026-11-20T25:00:00Z"),
    ])
    .boxed()
}
