//! What functions gave, remembered beyond a finding: those that do not depend on it are called with the same few names and
//! dates again and again.

use std::hash::{Hash as _, Hasher as _};

use regorus::Value;
use rustc_hash::FxHasher;

/// How many results are remembered at most. A new one takes the place of another one, so that memory is bounded.
const PLACES: usize = 1 << 13;

/// The most arguments of a call that is remembered.
const MOST_ARGUMENTS: usize = 4;

/// Results of functions by their arguments.
pub(super) struct Memo {
    places: Vec<Option<Remembered>>,
}

struct Remembered {
    rule: usize,
    arguments: Vec<Value>,
    result: Value,
}

/// Where a call would be remembered.
#[derive(Clone, Copy)]
pub(super) struct Place(usize);

impl Memo {
    pub(super) fn new() -> Self {
        Self { places: std::iter::repeat_with(|| None).take(PLACES).collect() }
    }

    /// Where a call with these arguments is remembered; nothing if one of them is no plain value.
    pub(super) fn place<'a>(&self, rule: usize, arguments: impl Iterator<Item = &'a Value>) -> Option<Place> {
        let mut hasher = FxHasher::default();
        rule.hash(&mut hasher);
        for (number, argument) in arguments.enumerate() {
            if number == MOST_ARGUMENTS {
                return None;
            }
            match argument {
                Value::String(text) => text.hash(&mut hasher),
                Value::Bool(boolean) => boolean.hash(&mut hasher),
                Value::Number(number) => number.as_i64()?.hash(&mut hasher),
                Value::Null => 0_u8.hash(&mut hasher),
                Value::Array(_) | Value::Set(_) | Value::Object(_) | Value::Undefined => return None,
            }
        }
        usize::try_from(hasher.finish() >> (64 - PLACES.trailing_zeros())).ok().map(Place)
    }

    /// What the call gave before.
    pub(super) fn get<'a>(
        &self,
        place: Place,
        rule: usize,
        arguments: impl Iterator<Item = &'a Value>,
    ) -> Option<&Value> {
        let remembered = self.places.get(place.0)?.as_ref()?;
        (remembered.rule == rule && remembered.arguments.iter().eq(arguments)).then_some(&remembered.result)
    }

    /// Remembers what a call gave.
    pub(super) fn put(&mut self, place: Place, rule: usize, arguments: Vec<Value>, result: Value) {
        if let Some(slot) = self.places.get_mut(place.0) {
            *slot = Some(Remembered { rule, arguments, result });
        }
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.places.fill_with(|| None);
    }
}
