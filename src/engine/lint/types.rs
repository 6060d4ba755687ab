//! Types: what a value in a policy can be. One type holds every kind that a value may have, so that a union is the kinds of
//! both sides together.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// How many words a type tells apart before it says only "text".
const MOST_WORDS: usize = 64;

/// What a value can be. No kind at all: there is no such value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Type {
    /// Nothing is known; nothing is claimed of it.
    pub(super) any: bool,
    pub(super) null: bool,
    pub(super) boolean: bool,
    pub(super) number: bool,
    pub(super) text: Option<Text>,
    pub(super) array: Option<Rc<Array>>,
    /// The members of a set.
    pub(super) set: Option<Rc<Type>>,
    pub(super) object: Option<Rc<Object>>,
}

/// A text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text {
    /// The only texts that it can be.
    pub(super) words: Option<Rc<BTreeSet<Rc<str>>>>,
    /// Whether it is a day or an instant by its schema.
    pub(super) is_moment: bool,
}

/// A list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Array {
    /// What any item can be.
    pub(super) items: Type,
    /// The items one by one, where their number is known.
    pub(super) tuple: Option<Vec<Type>>,
}

/// An object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) fields: BTreeMap<Rc<str>, Field>,
    /// What stands under keys that are not listed; nothing if there are none.
    pub(super) rest: Option<Type>,
    /// A table of the profile: the keys of `rest` are those of the loaded profile alone.
    pub(super) is_table: bool,
}

/// A known key of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) value: Type,
    /// Whether every such object has it.
    pub(super) is_required: bool,
}

impl Type {
    pub(super) fn any() -> Self {
        Self { any: true, ..Self::default() }
    }

    pub(super) fn null() -> Self {
        Self { null: true, ..Self::default() }
    }

    pub(super) fn boolean() -> Self {
        Self { boolean: true, ..Self::default() }
    }

    pub(super) fn number() -> Self {
        Self { number: true, ..Self::default() }
    }

    pub(super) fn text() -> Self {
        Self { text: Some(Text::default()), ..Self::default() }
    }

    pub(super) fn moment() -> Self {
        Self { text: Some(Text { words: None, is_moment: true }), ..Self::default() }
    }

    pub(super) fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Self {
        let words = Some(Rc::new(words.into_iter().map(Rc::from).collect()));
        Self { text: Some(Text { words, is_moment: false }), ..Self::default() }
    }

    pub(super) fn array(items: Self) -> Self {
        Self { array: Some(Rc::new(Array { items, tuple: None })), ..Self::default() }
    }

    pub(super) fn tuple(tuple: Vec<Self>) -> Self {
        let items = tuple.iter().fold(Self::default(), |all, item| all.join(item));
        Self { array: Some(Rc::new(Array { items, tuple: Some(tuple) })), ..Self::default() }
    }

    pub(super) fn set(members: Self) -> Self {
        Self { set: Some(Rc::new(members)), ..Self::default() }
    }

    pub(super) fn object(object: Object) -> Self {
        Self { object: Some(Rc::new(object)), ..Self::default() }
    }

    /// An object with free keys.
    pub(super) fn map(values: Self) -> Self {
        Self::object(Object { rest: Some(values), ..Object::default() })
    }

    /// An object of the given fields; a name that ends in `?` is one that may be absent.
    pub(super) fn record<'a>(fields: impl IntoIterator<Item = (&'a str, Self)>) -> Self {
        let fields = fields.into_iter().map(|(name, value)| {
            let key = name.trim_end_matches('?');
            (Rc::from(key), Field { value, is_required: key == name })
        });
        Self::object(Object { fields: fields.collect(), ..Object::default() })
    }

    /// Whether there is no such value.
    pub(super) fn is_never(&self) -> bool {
        *self == Self::default()
    }

    /// The texts that it can be, if it can be nothing else.
    pub(super) fn only_words(&self) -> Option<&BTreeSet<Rc<str>>> {
        let text = self.text.as_ref()?;
        let is_more = self.any
            || self.null
            || self.boolean
            || self.number
            || self.array.is_some()
            || self.set.is_some()
            || self.object.is_some();
        if is_more { None } else { text.words.as_deref() }
    }

    /// What either of two values can be.
    pub(super) fn join(&self, other: &Self) -> Self {
        if self.any || other.any {
            return Self::any();
        }
        Self {
            any: false,
            null: self.null || other.null,
            boolean: self.boolean || other.boolean,
            number: self.number || other.number,
            text: both(self.text.as_ref(), other.text.as_ref(), Text::join),
            array: both(self.array.as_ref(), other.array.as_ref(), |a, b| shared(a, b, Array::join)),
            set: both(self.set.as_ref(), other.set.as_ref(), |a, b| shared(a, b, Self::join)),
            object: both(self.object.as_ref(), other.object.as_ref(), |a, b| shared(a, b, Object::join)),
        }
    }

    /// Whether two values can be equal. Of words, only of the kinds that both can be.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.any
            || other.any
            || (self.null && other.null)
            || (self.boolean && other.boolean)
            || (self.number && other.number)
            || (self.array.is_some() && other.array.is_some())
            || (self.set.is_some() && other.set.is_some())
            || (self.object.is_some() && other.object.is_some())
            || matches!((&self.text, &other.text), (Some(a), Some(b)) if a.meets(b))
    }

    /// What iterating over it gives: the keys, and the values. Nothing can be iterated that is no collection.
    pub(super) fn entries(&self) -> (Self, Self) {
        if self.any {
            return (Self::any(), Self::any());
        }
        let (mut keys, mut values) = (Self::default(), Self::default());
        if let Some(array) = &self.array {
            keys.number = true;
            values = values.join(&array.items);
        }
        if let Some(set) = &self.set {
            keys = keys.join(set);
            values = values.join(set);
        }
        if let Some(object) = &self.object {
            if object.rest.is_some() {
                keys = keys.join(&Self::text());
            }
            let names = object.fields.keys().map(|key| &**key);
            keys = keys.join(&Self::words(names));
            values = object.values().fold(values, |all, value| all.join(value));
        }
        (keys, values)
    }

    /// Whether it can be iterated over.
    pub(super) fn is_collection(&self) -> bool {
        self.any || self.array.is_some() || self.set.is_some() || self.object.is_some()
    }

    /// In words: `a number`, `text`, `a list or null`.
    pub(super) fn describe(&self) -> String {
        let kinds = [
            (self.any, "anything"),
            (self.text.is_some(), "text"),
            (self.number, "a number"),
            (self.boolean, "true or false"),
            (self.array.is_some(), "a list"),
            (self.set.is_some(), "a set"),
            (self.object.is_some(), "an object"),
            (self.null, "null"),
        ];
        kinds.iter().filter(|(is_it, _)| *is_it).map(|(_, word)| *word).collect::<Vec<_>>().join(" or ")
    }
}

fn both<T: Clone>(one: Option<&T>, other: Option<&T>, join: impl Fn(&T, &T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(join(one, other)),
        (one, other) => one.or(other).cloned(),
    }
}

/// One type with itself is that type: nothing below it has to be looked at.
fn shared<T>(one: &Rc<T>, other: &Rc<T>, join: impl Fn(&T, &T) -> T) -> Rc<T> {
    if Rc::ptr_eq(one, other) { Rc::clone(one) } else { Rc::new(join(one, other)) }
}

impl Text {
    fn join(&self, other: &Self) -> Self {
        let words = match (&self.words, &other.words) {
            (Some(a), Some(b)) if Rc::ptr_eq(a, b) => Some(Rc::clone(a)),
            (Some(a), Some(b)) => {
                let all: BTreeSet<Rc<str>> = a.union(b).cloned().collect();
                (all.len() <= MOST_WORDS).then(|| Rc::new(all))
            }
            _ => None,
        };
        Self { words, is_moment: self.is_moment && other.is_moment }
    }

    fn meets(&self, other: &Self) -> bool {
        match (&self.words, &other.words) {
            (Some(a), Some(b)) => !a.is_disjoint(b),
            _ => true,
        }
    }
}

impl Array {
    /// The same items in any number and order.
    pub(super) fn without_places(self) -> Self {
        Self { tuple: None, ..self }
    }

    fn join(&self, other: &Self) -> Self {
        let tuple = match (&self.tuple, &other.tuple) {
            (Some(a), Some(b)) if a.len() == b.len() => Some(a.iter().zip(b).map(|(a, b)| a.join(b)).collect()),
            _ => None,
        };
        Self { items: self.items.join(&other.items), tuple }
    }
}

impl Object {
    /// What stands under any key.
    pub(super) fn values(&self) -> impl Iterator<Item = &Type> {
        self.fields.values().map(|field| &field.value).chain(&self.rest)
    }

    fn join(&self, other: &Self) -> Self {
        let mut fields = self.fields.clone();
        for (key, field) in &mut fields {
            match other.fields.get(key) {
                Some(same) => {
                    field.value = field.value.join(&same.value);
                    field.is_required &= same.is_required;
                }
                None => field.is_required = false,
            }
        }
        for (key, field) in &other.fields {
            fields.entry(Rc::clone(key)).or_insert_with(|| Field { is_required: false, ..field.clone() });
        }
        let rest = both(self.rest.as_ref(), other.rest.as_ref(), Type::join);
        Self { fields, rest, is_table: self.is_table && other.is_table }
    }

    /// The keys that it lists.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> + Clone {
        self.fields.keys().map(|key| &**key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_objects_have_the_fields_of_both_and_require_those_of_each() {
        let one = Type::record([("a", Type::number()), ("b", Type::text())]);
        let other = Type::record([("a", Type::text())]);
        let joined = one.join(&other);
        assert_eq!(joined, Type::record([("a", Type::number().join(&Type::text())), ("b?", Type::text())]));
    }

    #[test]
    fn words_meet_where_they_share_one_and_moments_stay_moments_among_themselves() {
        let words = Type::words(["open", "closed"]);
        assert!(!words.meets(&Type::words(["crit"])));
        assert!(words.meets(&Type::words(["closed", "x"])) && words.meets(&Type::text()));
        assert!(!words.meets(&Type::number()) && words.meets(&Type::any()));
        assert_eq!(words.join(&Type::words(["x"])), Type::words(["open", "closed", "x"]));
        assert!(Type::moment().join(&Type::moment()).text.unwrap().is_moment);
        assert!(!Type::moment().join(&words).text.unwrap().is_moment);
    }

    #[test]
    fn an_empty_list_has_no_members_and_anything_has_any() {
        assert!(Type::tuple(Vec::new()).entries().1.is_never());
        assert!(Type::any().entries().1.any);
        assert!(!Type::number().is_collection());
    }
}
