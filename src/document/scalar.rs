//! Plain scalars: the YAML 1.2 core schema, and where YAML 1.1 would have read something else.

use std::borrow::Cow;

use super::node::{Integer, Value};
use super::text::shown;

/// Why a scalar that looks like a number is none that a tree can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    NotFinite,
    TooLarge,
}

impl Fault {
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::NotFinite => "is not a finite number",
            Self::TooLarge => "is out of range: numbers have 64 bits",
        }
    }
}

/// Reads a scalar without quotes; `None` means that it is text.
pub(super) fn resolve(text: &str) -> Result<Option<Value>, Fault> {
    let value = match text.as_bytes() {
        [] => Value::Null,
        [b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F', ..] => match text {
            "~" | "null" | "Null" | "NULL" => Value::Null,
            "true" | "True" | "TRUE" => Value::Bool(true),
            "false" | "False" | "FALSE" => Value::Bool(false),
            _ => return Ok(None),
        },
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => return if begins_like_a_day(text) { Ok(None) } else { number(text) },
        _ => return Ok(None),
    };
    Ok(Some(value))
}

/// Tells whether a text begins as a day does, with digits and a dash: in no YAML can it be a number then.
fn begins_like_a_day(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && text.as_bytes().get(digits) == Some(&b'-')
}

/// Reads a number as the core schema writes it.
pub(super) fn number(text: &str) -> Result<Option<Value>, Fault> {
    let is_negative = text.starts_with('-');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(text, ".nan" | ".NaN" | ".NAN") || matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Err(Fault::NotFinite);
    }
    let (digits, radix) = match (text.strip_prefix("0o"), text.strip_prefix("0x")) {
        (Some(digits), _) => (digits, 8),
        (_, Some(digits)) => (digits, 16),
        _ => (unsigned, 10),
    };
    if !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix)) {
        let magnitude = u64::from_str_radix(digits, radix).map_err(|_| Fault::TooLarge)?;
        let integer = Integer::from_parts(is_negative, magnitude).ok_or(Fault::TooLarge)?;
        return Ok(Some(Value::Integer(integer)));
    }
    if !is_float(unsigned) {
        return Ok(None);
    }
    match text.parse::<f64>() {
        Ok(float) if float.is_finite() => Ok(Some(Value::Float(float))),
        _ => Err(Fault::TooLarge),
    }
}

/// Tells whether a text without its sign is `1.5`, `.5`, `5.` or any of them with an exponent.
fn is_float(unsigned: &str) -> bool {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent_fits = exponent.is_none_or(|text| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        !digits.is_empty() && all_digits(digits)
    });
    all_digits(whole) && all_digits(fraction) && (!whole.is_empty() || !fraction.is_empty()) && exponent_fits
}

/// The text that a scalar stands for as a key, where it is not the text itself that is meant.
pub(super) fn key_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Bool(value) => Some(value.to_string().into()),
        Value::Integer(value) => Some(value.to_string().into()),
        Value::Float(value) => Some(format!("{value:?}").into()),
        Value::String(text) => Some((&**text).into()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

/// Message and help for a scalar without quotes that readers of YAML 1.1 take for something else.
///
/// `y` and `n` are left out: of the readers in use hardly any takes them for booleans. So are dates.
pub(super) fn read_otherwise(text: &str, value: Option<&Value>) -> Option<(String, String)> {
    let (then, instead) = yaml_1_1(text, value)?;
    let now = match value {
        Some(Value::Integer(number)) => format!("the number {number}"),
        Some(Value::Float(number)) => format!("the number {number}"),
        _ => "text".to_owned(),
    };
    let message = format!("{} is {now} here, but {then} in YAML 1.1", shown(text));
    let quoted = shown(&format!("\"{text}\""));
    let help = match (value, instead) {
        (Some(_), _) => format!("write {quoted} if text is meant, or the number as {}", shown(&plain_number(value))),
        (None, Some(instead)) => format!("write {quoted}, or `{instead}` if that is meant"),
        (None, None) => format!("write {quoted}"),
    };
    Some((message, help))
}

fn plain_number(value: Option<&Value>) -> String {
    match value {
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Float(number)) => format!("{number:?}"),
        _ => String::new(),
    }
}

/// What YAML 1.1 takes a text for, in words and as a value of YAML 1.2; `None` where both agree.
fn yaml_1_1(text: &str, value: Option<&Value>) -> Option<(String, Option<String>)> {
    let as_number = |number: Option<i128>| match number {
        Some(number) => (format!("the number {number}"), Some(number.to_string())),
        None => ("a number".to_owned(), None),
    };
    let as_text = || Some(("text".to_owned(), None));
    match text.as_bytes() {
        [b'y' | b'Y' | b'n' | b'N' | b'o' | b'O', ..] => match text {
            "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Some(("`true`".into(), Some("true".into()))),
            "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Some(("`false`".into(), Some("false".into()))),
            _ => return None,
        },
        [b'0'..=b'9' | b'+' | b'-' | b'.', ..] if !begins_like_a_day(text) => {}
        _ => return None,
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    match value {
        Some(Value::Integer(_)) if text.starts_with("0o") => as_text(),
        Some(Value::Integer(number)) if unsigned.starts_with('0') && !text.starts_with("0x") => {
            match i128::from_str_radix(unsigned, 8) {
                Ok(octal) if octal * sign == number.as_i128() => None,
                Ok(octal) => Some(as_number(Some(octal * sign))),
                Err(_) => as_text(),
            }
        }
        // YAML 1.1 asks for a dot and for a sign in the exponent: `12e4`, a piece of a hash, is text there.
        Some(Value::Float(_)) => {
            let (mantissa, exponent) = text.split_once(['e', 'E'])?;
            if mantissa.contains('.') && exponent.starts_with(['+', '-']) { None } else { as_text() }
        }
        Some(_) => None,
        None => underscored(unsigned, sign).or_else(|| sexagesimal(unsigned, sign)).map(as_number),
    }
}

/// Numbers that only YAML 1.1 knows: `1_000`, `0b101`, `0x_ff`; the inner `None` is a number of unknown size.
fn underscored(unsigned: &str, sign: i128) -> Option<Option<i128>> {
    let plain = unsigned.replace('_', "");
    let (digits, radix) = match plain.as_bytes() {
        [b'0', b'b', ..] => (plain.get(2..)?, 2),
        [b'0', b'x', ..] => (plain.get(2..)?, 16),
        [b'0', _, ..] => (&*plain, 8),
        _ => (&*plain, 10),
    };
    let is_new = unsigned.contains('_') || radix == 2;
    if !is_new || !unsigned.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix)) {
        return Some(i128::from_str_radix(digits, radix).ok().and_then(|number| number.checked_mul(sign)));
    }
    (plain.contains('.') && is_float(&plain)).then_some(None)
}

/// Numbers to the base of 60: `12:30:45`.
fn sexagesimal(unsigned: &str, sign: i128) -> Option<Option<i128>> {
    let (whole, fraction) = unsigned.split_once('.').map_or((unsigned, None), |(whole, rest)| (whole, Some(rest)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = whole.split(':');
    let first = parts.next().filter(|first| all_digits(first))?;
    let is_number = fraction.map_or(!first.starts_with('0'), |text| text.is_empty() || all_digits(text));
    if !whole.contains(':') || !is_number {
        return None;
    }
    let mut total = first.parse::<i128>().ok();
    for part in parts {
        let value = part.parse::<i128>().ok().filter(|&value| value < 60 && part.len() <= 2 && all_digits(part))?;
        total = total.and_then(|total| total.checked_mul(60)?.checked_add(value));
    }
    Some(if fraction.is_some() { None } else { total.and_then(|total| total.checked_mul(sign)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match resolve(text) {
            Ok(None) => "text".into(),
            Ok(Some(value)) => format!("{value:?}"),
            Err(fault) => format!("{fault:?}"),
        }
    }

    #[test]
    fn core_schema() {
        for (text, expected) in [
            ("", "Null"),
            ("~", "Null"),
            ("null", "Null"),
            ("NULL", "Null"),
            ("nUll", "text"),
            ("true", "Bool(true)"),
            ("False", "Bool(false)"),
            ("tRue", "text"),
            ("no", "text"),
            ("on", "text"),
            ("0", "Integer(0)"),
            ("-0", "Integer(0)"),
            ("+12", "Integer(12)"),
            ("017", "Integer(17)"),
            ("0o17", "Integer(15)"),
            ("0xFf", "Integer(255)"),
            ("0o8", "text"),
            ("0x", "text"),
            ("-0x1", "text"),
            ("18446744073709551615", "Integer(18446744073709551615)"),
            ("18446744073709551616", "TooLarge"),
            ("-9223372036854775808", "Integer(-9223372036854775808)"),
            ("-9223372036854775809", "TooLarge"),
            ("1.10", "Float(1.1)"),
            (".5", "Float(0.5)"),
            ("5.", "Float(5.0)"),
            ("-1e3", "Float(-1000.0)"),
            ("1e+3", "Float(1000.0)"),
            ("1e400", "TooLarge"),
            (".", "text"),
            ("-", "text"),
            ("1e", "text"),
            ("e3", "text"),
            (".e3", "text"),
            ("1.2.3", "text"),
            (".nan", "NotFinite"),
            ("-.INF", "NotFinite"),
            ("1_000", "text"),
            ("12:30:45", "text"),
            ("2026-01-01", "text"),
            ("1é", "text"),
            ("infinity", "text"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn what_yaml_1_1_reads_otherwise() {
        for (text, expected) in [
            ("no", "`no` is text here, but `false` in YAML 1.1; write `\"no\"`, or `false` if that is meant"),
            ("On", "`On` is text here, but `true` in YAML 1.1; write `\"On\"`, or `true` if that is meant"),
            (
                "017",
                "`017` is the number 17 here, but the number 15 in YAML 1.1; \
                     write `\"017\"` if text is meant, or the number as `17`",
            ),
            (
                "089",
                "`089` is the number 89 here, but text in YAML 1.1; \
                     write `\"089\"` if text is meant, or the number as `89`",
            ),
            (
                "1_000",
                "`1_000` is text here, but the number 1000 in YAML 1.1; \
                       write `\"1_000\"`, or `1000` if that is meant",
            ),
            (
                "12:30:45",
                "`12:30:45` is text here, but the number 45045 in YAML 1.1; \
                          write `\"12:30:45\"`, or `45045` if that is meant",
            ),
            ("1_0.5", "`1_0.5` is text here, but a number in YAML 1.1; write `\"1_0.5\"`"),
            ("0b11", "`0b11` is text here, but the number 3 in YAML 1.1; write `\"0b11\"`, or `3` if that is meant"),
            (
                "12e4",
                "`12e4` is the number 120000 here, but text in YAML 1.1; \
                      write `\"12e4\"` if text is meant, or the number as `120000.0`",
            ),
        ] {
            let value = resolve(text).unwrap();
            let (message, help) = read_otherwise(text, value.as_ref()).expect(text);
            assert_eq!(format!("{message}; {help}"), expected);
        }
        for text in [
            "y",
            "n",
            "0",
            "007",
            "10",
            "-5",
            "1.5",
            "1.0e+3",
            "09:30",
            "12:75",
            "2026-01-01",
            "nope",
            "_1",
            "2026-01-01T00:00:00Z",
            "1:a",
            "10.0.0.1",
            "AC-17",
            "true",
            "0xff",
            "::1",
            "a_b",
            "12:345",
            "-",
            "1__x",
        ] {
            let value = resolve(text).unwrap();
            assert_eq!(read_otherwise(text, value.as_ref()), None, "{text}");
        }
    }
}
