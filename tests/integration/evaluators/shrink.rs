//! Makes a failing value as small as it can be while it still fails.

use proptest::strategy::ValueTree;

/// How many smaller values are tried.
const MOST_TRIES: usize = 1_500;

/// The smallest value found that fails.
pub(super) fn smallest<T>(tree: &mut impl ValueTree<Value = T>, fails: impl Fn(&T) -> bool) -> T {
    let mut smallest = tree.current();
    if !tree.simplify() {
        return smallest;
    }
    for _ in 0..MOST_TRIES {
        let value = tree.current();
        let goes_on = if fails(&value) {
            smallest = value;
            tree.simplify()
        } else {
            tree.complicate()
        };
        if !goes_on {
            break;
        }
    }
    smallest
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*, strategy::ValueTree, test_runner::TestRunner};

    use super::smallest;

    #[test]
    fn what_does_not_matter_is_left_out() {
        let mut runner = TestRunner::deterministic();
        let fails = |values: &Vec<u32>| values.iter().any(|value| *value >= 700);
        let mut tree = std::iter::repeat_with(|| vec(0..1_000_u32, 5..40).new_tree(&mut runner).unwrap())
            .find(|tree| fails(&tree.current()))
            .unwrap();
        let found = smallest(&mut tree, fails);
        assert!(found.len() <= 5 && found.contains(&700), "{found:?}");
    }
}
