//! Words that many messages share.

/// A number with its thing: `1 finding`, `2 findings`, `3 entries`.
#[must_use]
pub fn count(number: usize, thing: &str) -> String {
    match thing.strip_suffix("ry") {
        _ if number == 1 => format!("1 {thing}"),
        Some(stem) => format!("{number} {stem}ries"),
        None => format!("{number} {thing}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_and_many() {
        assert_eq!([count(1, "entry"), count(2, "entry")], ["1 entry", "2 entries"]);
        assert_eq!([count(0, "finding"), count(1, "finding")], ["0 findings", "1 finding"]);
    }
}
