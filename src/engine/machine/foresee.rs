//! What builtins are about to build, told from their arguments: those that can ask for any amount of memory at once.

use regorus::Value;

use super::limits::of_text;

/// Tells from the arguments of a call about how much it builds, as [`super::limits`] counts it.
pub(super) type Foresight = fn(&[Value]) -> usize;

/// The foresight for a builtin; nothing if it builds no more than it is given.
pub(super) fn of(name: &str) -> Option<Foresight> {
    match name {
        "numbers.range" | "numbers.range_step" => Some(range),
        "concat" => Some(concat),
        "replace" => Some(replace),
        "strings.replace_n" => Some(replace_all),
        "sprintf" => Some(sprintf),
        _ => None,
    }
}

fn text(value: Option<&Value>) -> &str {
    match value {
        Some(Value::String(text)) => text,
        _ => "",
    }
}

/// What is no whole number is refused by the builtin.
fn range(arguments: &[Value]) -> usize {
    let number = |index: usize| match arguments.get(index) {
        Some(Value::Number(number)) => number.as_i64(),
        _ => None,
    };
    match (number(0), number(1)) {
        (Some(first), Some(last)) => usize::try_from(first.abs_diff(last)).unwrap_or(usize::MAX),
        _ => 0,
    }
}

fn concat(arguments: &[Value]) -> usize {
    let joint = text(arguments.first()).len();
    let bytes = |value: &Value| text(Some(value)).len() + joint;
    of_text(match arguments.get(1) {
        Some(Value::Array(items)) => items.iter().map(bytes).fold(0, usize::saturating_add),
        Some(Value::Set(items)) => items.iter().map(bytes).fold(0, usize::saturating_add),
        _ => 0,
    })
}

fn replace(arguments: &[Value]) -> usize {
    let (within, old, new) = (text(arguments.first()), text(arguments.get(1)), text(arguments.get(2)));
    let times = within.len() / old.len().max(1) + 1;
    of_text(within.len().saturating_add(times.saturating_mul(new.len())))
}

fn replace_all(arguments: &[Value]) -> usize {
    let within = text(arguments.get(1)).len();
    let longest = match arguments.first() {
        Some(Value::Object(pairs)) => pairs.iter().map(|(_, new)| text(Some(new)).len()).max().unwrap_or_default(),
        _ => 0,
    };
    of_text(within.saturating_add((within + 1).saturating_mul(longest)))
}

/// A width such as `%09d` asks for as many characters.
fn sprintf(arguments: &[Value]) -> usize {
    let widths =
        text(arguments.first()).split(|character: char| !character.is_ascii_digit()).filter(|run| !run.is_empty());
    of_text(widths.map(|run| run.parse().unwrap_or(usize::MAX)).fold(0, usize::saturating_add))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_built_is_told_before() {
        let many = Value::from(vec![Value::from("x".repeat(1600)); 100]);
        for (name, arguments, least) in [
            ("numbers.range", vec![Value::from(1), Value::from(9_007_199_254_740_992_i64)], 1 << 50),
            ("numbers.range", vec![Value::from(3), Value::from(-3)], 6),
            ("concat", vec![Value::from(""), many], 10_000),
            ("replace", vec![Value::from("aaaa"), Value::from("a"), Value::from("x".repeat(16_000))], 4_000),
            ("sprintf", vec![Value::from("%0900000000d"), Value::new_array()], 50_000_000),
            ("sprintf", vec![Value::from("%99999999999999999999999d"), Value::new_array()], 1 << 50),
        ] {
            let foreseen = of(name).unwrap()(&arguments);
            assert!(foreseen >= least, "{name}: {foreseen}");
        }
        assert!(of("count").is_none());
        assert_eq!(of("sprintf").unwrap()(&[Value::from("%d days"), Value::new_array()]), 0);
    }
}
