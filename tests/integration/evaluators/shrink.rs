//! Makes a failing document as small as it can be while it still fails.

use proptest::strategy::ValueTree;
use serde_json::Value;

use super::edits::{places, remove};

/// How many values with less chance in them are tried.
const MOST_TRIES: usize = 60;

/// The document without all that can be left out of it while it still fails: the largest parts first.
pub(super) fn bare(document: &Value, fails: impl Fn(&Value) -> bool) -> Value {
    let mut bare = document.clone();
    for depth in 1.. {
        let at_depth = |pointer: &String| pointer.matches('/').count() == depth;
        let pointers: Vec<String> = places(&bare).into_iter().filter(at_depth).collect();
        if pointers.is_empty() {
            break;
        }
        // From the last to the first, so that the numbers of list entries stay.
        for pointer in pointers.iter().rev() {
            let mut smaller = bare.clone();
            remove(&mut smaller, pointer);
            if fails(&smaller) {
                bare = smaller;
            }
        }
    }
    bare
}

/// The value that fails with the fewest and simplest choices of its strategy.
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

    use super::{bare, smallest};

    #[test]
    fn a_document_is_reduced_to_what_fails() {
        let document =
            serde_json::json!({"a": 1, "list": [{"x": 1}, {"x": 2, "y": {"z": 3}}, {"x": 1}], "c": {"d": []}});
        let fails = |document: &serde_json::Value| {
            document["list"].as_array().is_some_and(|list| list.iter().any(|item| item["x"] == 2))
        };
        assert_eq!(bare(&document, fails), serde_json::json!({"list": [{"x": 2}]}));
    }

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
