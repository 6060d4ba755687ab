//! What builtins take and give, as far as the checker knows them. Of the others nothing is claimed.

use std::rc::Rc;

use super::types::Type;

/// A builtin: its arguments and its result, one letter each.
///
/// `s` text, `t` text or a list of texts, `n` number, `b` boolean, `a` list, `l` list or set, `C` collection or text, `o`
/// object, `*` anything. Of results also `e` a member of the first argument, `E` a list of its members, `1` the kind of the first
/// argument, `k` the set of its keys, `A` a list of texts, `N` a list of numbers, `+` both lists one after the other.
#[derive(Clone, Copy)]
pub(super) struct Builtin {
    pub(super) name: &'static str,
    pub(super) arguments: &'static str,
    result: char,
}

const BUILTINS: &[(&str, &str, char)] = &[
    ("abs", "n", 'n'),
    ("array.concat", "aa", '+'),
    ("array.reverse", "a", '1'),
    ("array.slice", "ann", '1'),
    ("ceil", "n", 'n'),
    ("concat", "sl", 's'),
    ("contains", "ss", 'b'),
    ("count", "C", 'n'),
    ("endswith", "tt", 'b'),
    ("floor", "n", 'n'),
    ("format_int", "nn", 's'),
    ("indexof", "ss", 'n'),
    ("is_array", "*", 'b'),
    ("is_boolean", "*", 'b'),
    ("is_null", "*", 'b'),
    ("is_number", "*", 'b'),
    ("is_object", "*", 'b'),
    ("is_set", "*", 'b'),
    ("is_string", "*", 'b'),
    ("json.marshal", "*", 's'),
    ("lower", "s", 's'),
    ("max", "l", 'e'),
    ("min", "l", 'e'),
    ("numbers.range", "nn", 'N'),
    ("object.filter", "o*", '*'),
    ("object.keys", "o", 'k'),
    ("object.remove", "o*", '*'),
    ("object.union", "oo", '*'),
    ("product", "l", 'n'),
    ("regex.match", "ss", 'b'),
    ("replace", "sss", 's'),
    ("round", "n", 'n'),
    ("sort", "l", 'E'),
    ("split", "ss", 'A'),
    ("startswith", "tt", 'b'),
    ("substring", "snn", 's'),
    ("sum", "l", 'n'),
    ("time.add_date", "nnnn", 'n'),
    ("time.clock", "*", 'N'),
    ("time.date", "*", 'N'),
    ("time.diff", "**", 'N'),
    ("time.parse_duration_ns", "s", 'n'),
    ("time.parse_ns", "ss", 'n'),
    ("time.parse_rfc3339_ns", "s", 'n'),
    ("time.weekday", "*", 's'),
    ("to_number", "*", 'n'),
    ("trim", "ss", 's'),
    ("trim_left", "ss", 's'),
    ("trim_prefix", "ss", 's'),
    ("trim_right", "ss", 's'),
    ("trim_space", "s", 's'),
    ("trim_suffix", "ss", 's'),
    ("type_name", "*", 's'),
    ("upper", "s", 's'),
];

/// A builtin by its name.
pub(super) fn find(name: &str) -> Option<Builtin> {
    let found = BUILTINS.iter().find(|(known, _, _)| *known == name)?;
    let (name, arguments, result) = *found;
    Some(Builtin { name, arguments, result })
}

/// Whether a value can be an argument of that letter.
pub(super) fn fits(kind: &Type, wanted: char) -> bool {
    match wanted {
        's' => kind.text.is_some(),
        't' => kind.text.is_some() || kind.array.is_some() || kind.set.is_some(),
        'n' => kind.number,
        'a' => kind.array.is_some(),
        'l' => kind.array.is_some() || kind.set.is_some(),
        'C' => kind.is_collection() || kind.text.is_some(),
        'o' => kind.object.is_some(),
        _ => true,
    }
}

/// A letter in words.
pub(super) fn describe(wanted: char) -> &'static str {
    match wanted {
        's' => "text",
        't' => "text, or a list of texts,",
        'n' => "a number",
        'a' => "a list",
        'l' => "a list or a set",
        'C' => "a list, a set, an object or a text",
        'o' => "an object",
        _ => "anything",
    }
}

impl Builtin {
    /// What it gives for such arguments.
    pub(super) fn result(&self, arguments: &[Type]) -> Type {
        let first = arguments.first().cloned().unwrap_or_else(Type::any);
        match self.result {
            's' => Type::text(),
            'n' => Type::number(),
            'b' => Type::boolean(),
            'A' => Type::array(Type::text()),
            'N' => Type::array(Type::number()),
            _ if first.any => Type::any(),
            '1' => {
                Type { array: first.array.map(|array| Rc::new((*array).clone().without_places())), ..Type::default() }
            }
            'e' => certain(first.entries().1),
            'E' => Type::array(first.entries().1),
            'k' => Type::set(first.entries().0),
            '+' => match arguments {
                [one, other] if !other.any => joined(one, other),
                _ => Type::array(Type::any()),
            },
            _ => Type::any(),
        }
    }
}

/// One list after the other.
fn joined(one: &Type, other: &Type) -> Type {
    let places = |kind: &Type| kind.array.as_ref().and_then(|array| array.tuple.clone());
    match (places(one), places(other)) {
        (Some(one), Some(other)) => Type::tuple(one.into_iter().chain(other).collect()),
        _ => Type::array(one.entries().1.join(&other.entries().1)),
    }
}

/// A member of an empty list is none that anything is known of.
fn certain(kind: Type) -> Type {
    if kind.is_never() { Type::any() } else { kind }
}

/// How many values the text of `sprintf` asks for. Nothing if it picks them by number, or takes widths from them.
pub(super) fn verbs(text: &str) -> Option<usize> {
    let mut count = 0;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            continue;
        }
        let verb = chars.find(|c| !matches!(c, '0'..='9' | '.' | '-' | '+' | ' ' | '#'))?;
        match verb {
            '%' => {}
            '[' | '*' => return None,
            _ => count += 1,
        }
    }
    Some(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_are_counted_and_percent_signs_are_not() {
        assert_eq!(verbs("%s of %04d: 5 %%"), Some(2));
        assert_eq!(verbs("%[1]s"), None);
        assert_eq!(verbs("none"), Some(0));
    }

    #[test]
    fn builtins_are_known_to_the_engine() {
        for (name, _, _) in BUILTINS {
            assert!(regorus::unstable::BUILTINS.contains_key(name), "{name}");
        }
    }
}
