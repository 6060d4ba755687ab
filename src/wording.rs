//! Words that many messages share.

/// A number with its thing: `1 finding`, `2 findings`.
#[must_use]
pub fn count(number: usize, thing: &str) -> String {
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}s") }
}
