//! The facts about an access review: its populations counted, its decisions joined to them and grouped, so that a rule looks
//! at a few hundred groups where the review has a hundred thousand items. What is right or wrong is for the rules to say.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{Timestamp, tz::TimeZone};
use serde_json::{Map, Value, json};

use crate::{
    document::{Node, Segment, first_instant, last_instant},
    manifest::{Manifest, Row, Rows, Table, table_at},
    org::Directory,
};

/// How many ids a list of facts names; the count beside it is of all.
const MOST_NAMED: usize = 20;

/// Builds `input.facts.review`.
pub(super) fn facts(review: &Manifest, directory: &Directory, zone: &TimeZone) -> Value {
    let populations = review.root.get("populations").and_then(Node::as_list).unwrap_or_default();
    let mut items: BTreeMap<&str, Item<'_>> = BTreeMap::new();
    let mut facts = Vec::new();
    for (index, population) in populations.iter().enumerate() {
        let path = [Segment::from("populations"), Segment::from(index)];
        let entries = Entries::of(review, &path, population.get("items"), Rows::Items);
        let class = population.get("class").and_then(Node::as_str).unwrap_or_default();
        let mut repeated = Named::default();
        for entry in entries.iter() {
            let id = entry.text("id").unwrap_or_default();
            let item = Item { class, entry, is_decided: false };
            if items.contains_key(id) {
                repeated.add(id);
            } else {
                items.insert(id, item);
            }
        }
        let mut fact = entries.described(population);
        fact.insert("class".to_owned(), class.into());
        fact.insert("repeated".to_owned(), repeated.into_json());
        facts.push(Value::Object(fact));
    }
    let decided = Decided::of(review, directory, zone, &mut items);
    let mut undecided: BTreeMap<&str, Named> = BTreeMap::new();
    for (id, item) in items.iter().filter(|(_, item)| !item.is_decided) {
        undecided.entry(item.class).or_default().add(id);
    }
    let mut all = Map::new();
    all.insert("populations".to_owned(), facts.into());
    all.insert(
        "undecided".to_owned(),
        undecided
            .into_iter()
            .map(|(class, named)| {
                let mut fact = Map::new();
                fact.insert("class".to_owned(), class.into());
                fact.extend(named.fields());
                Value::Object(fact)
            })
            .collect(),
    );
    all.extend(decided.into_facts());
    Value::Object(all)
}

/// One access under review.
struct Item<'a> {
    class: &'a str,
    entry: Entry<'a>,
    is_decided: bool,
}

/// Items or decisions, from a file or from the document.
enum Entries<'a> {
    Table(&'a Table),
    List(&'a [Node]),
}

/// One of them.
#[derive(Clone, Copy)]
enum Entry<'a> {
    Row(&'a Table, &'a Row),
    Node(usize, &'a Node),
}

impl<'a> Entries<'a> {
    fn of(review: &'a Manifest, path: &[Segment], list: Option<&'a Node>, rows_are: Rows) -> Self {
        match table_at(&review.tables, path) {
            Some(table) if table.rows_are == rows_are => Self::Table(table),
            _ => Self::List(list.and_then(Node::as_list).unwrap_or_default()),
        }
    }

    fn iter(&self) -> Box<dyn Iterator<Item = Entry<'a>> + 'a> {
        match *self {
            Self::Table(table) => Box::new(table.rows.iter().map(move |row| Entry::Row(table, row))),
            Self::List(list) => Box::new(list.iter().enumerate().map(|(index, node)| Entry::Node(index, node))),
        }
    }

    /// How many there are, and whether the file is the one that the review means.
    fn described(&self, named: &Node) -> Map<String, Value> {
        let mut fact = Map::new();
        match self {
            Self::List(list) => {
                fact.insert("count".to_owned(), list.len().into());
            }
            Self::Table(table) => {
                fact.insert("count".to_owned(), table.rows.len().into());
                fact.insert("sha256".to_owned(), table.sha256.as_str().into());
                if let Some(digest) = named.get("sha256").and_then(Node::as_str) {
                    fact.insert("digest_matches".to_owned(), (digest == table.sha256).into());
                }
            }
        }
        fact
    }
}

impl<'a> Entry<'a> {
    fn text(&self, field: &str) -> Option<&'a str> {
        match *self {
            Self::Row(table, row) => table.cell(row, field),
            Self::Node(_, node) => node.get(field).and_then(Node::as_str),
        }
    }

    fn has(&self, field: &str) -> bool {
        self.text(field).is_some()
    }
}

/// Ids, the first few of them by name.
#[derive(Default)]
struct Named {
    count: usize,
    items: Vec<String>,
}

impl Named {
    fn add(&mut self, id: &str) {
        self.count += 1;
        if self.items.len() < MOST_NAMED {
            self.items.push(id.to_owned());
        }
    }

    fn fields(self) -> Map<String, Value> {
        Map::from_iter([("count".to_owned(), self.count.into()), ("items".to_owned(), self.items.into())])
    }

    fn into_json(self) -> Value {
        Value::Object(self.fields())
    }
}

/// Everything that two decisions share if rules cannot tell them apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Group {
    class: String,
    item_class: String,
    decision: Option<String>,
    reviewer: Option<String>,
    business_unit: Option<String>,
    decided: bool,
    has_remediation: bool,
    executed: bool,
    executed_early: bool,
    verified: bool,
    verified_by_executor: bool,
    own: bool,
    own_request: bool,
}

/// How many decisions a group has, and the first of them.
struct Members {
    count: usize,
    example: Value,
}

/// The decisions of a review.
#[derive(Default)]
struct Decided {
    described: Map<String, Value>,
    unknown: Named,
    repeated: Named,
    times: Vec<Timestamp>,
    /// Without those of which only the day is known.
    exact_times: Vec<Timestamp>,
    groups: BTreeMap<Group, Members>,
}

impl Decided {
    fn of(review: &Manifest, directory: &Directory, zone: &TimeZone, items: &mut BTreeMap<&str, Item<'_>>) -> Self {
        let nothing = Node::default();
        let named = review.root.get("decisions").unwrap_or(&nothing);
        let entries = Entries::of(review, &[Segment::from("decisions")], Some(named), Rows::Decisions);
        let mut decided = Self { described: entries.described(named), ..Self::default() };
        let mut seen = BTreeSet::new();
        for entry in entries.iter() {
            let id = entry.text("item").unwrap_or_default();
            let Some(item) = items.get_mut(id) else {
                decided.unknown.add(id);
                continue;
            };
            item.is_decided = true;
            if !seen.insert((id.to_owned(), entry.text("business_unit"))) {
                decided.repeated.add(id);
            }
            let decided_at = entry.text("decided_at");
            decided.times.extend(decided_at.and_then(|moment| first_instant(moment, zone)));
            decided.exact_times.extend(decided_at.and_then(|moment| moment.parse::<Timestamp>().ok()));
            let members = decided
                .groups
                .entry(group(entry, item, directory, zone))
                .or_insert_with(|| Members { count: 0, example: example(entry, id) });
            members.count += 1;
        }
        decided.times.sort_unstable();
        decided.exact_times.sort_unstable();
        decided
    }

    fn into_facts(self) -> Map<String, Value> {
        let mut decisions = self.described;
        decisions.insert("unknown".to_owned(), self.unknown.into_json());
        decisions.insert("repeated".to_owned(), self.repeated.into_json());
        let mut facts = Map::from_iter([("decisions".to_owned(), Value::Object(decisions))]);
        if let (Some(first), Some(last)) = (self.times.first(), self.times.last()) {
            facts.insert("first_decided_at".to_owned(), first.to_string().into());
            facts.insert("last_decided_at".to_owned(), last.to_string().into());
        }
        if let Some(seconds) = median_gap(&self.exact_times) {
            facts.insert("median_seconds".to_owned(), seconds.into());
        }
        facts.insert(
            "groups".to_owned(),
            self.groups.into_iter().map(|(group, members)| group.to_json(&members)).collect(),
        );
        facts
    }
}

fn group(entry: Entry<'_>, item: &Item<'_>, directory: &Directory, zone: &TimeZone) -> Group {
    let person = |name: Option<&str>| name.map(|name| directory.person(name));
    let is_reviewer = |other: Option<&str>| {
        let reviewer = person(entry.text("reviewer"));
        reviewer.is_some() && reviewer == person(other)
    };
    let identity = item.entry.text("identity").or_else(|| item.entry.text("holder"));
    let recorded = identity.map(|id| directory.classes(id)).unwrap_or_default();
    let another = if recorded.contains(&item.class) { None } else { recorded.first().copied() };
    let item_class = item.entry.text("class").or(another).unwrap_or(item.class);
    let executed_at = entry.text("executed_at").and_then(|moment| last_instant(moment, zone));
    let decided_at = entry.text("decided_at").and_then(|moment| first_instant(moment, zone));
    Group {
        class: item.class.to_owned(),
        item_class: item_class.to_owned(),
        decision: entry.text("decision").map(str::to_owned),
        reviewer: entry.text("reviewer").map(str::to_owned),
        business_unit: entry.text("business_unit").map(str::to_owned),
        decided: entry.has("decided_at"),
        has_remediation: entry.has("remediation_ref"),
        executed: entry.has("executed_at"),
        executed_early: executed_at.zip(decided_at).is_some_and(|(done, said)| done < said),
        verified: entry.has("verified_at") && entry.has("verified_by"),
        verified_by_executor: entry.has("executed_by")
            && person(entry.text("executed_by")) == person(entry.text("verified_by")),
        own: is_reviewer(item.entry.text("holder")) || is_reviewer(item.entry.text("identity")),
        own_request: is_reviewer(item.entry.text("requested_by")),
    }
}

impl Group {
    fn to_json(&self, members: &Members) -> Value {
        let mut json = json!({
            "class": self.class,
            "item_class": self.item_class,
            "decided": self.decided,
            "has_remediation": self.has_remediation,
            "executed": self.executed,
            "executed_early": self.executed_early,
            "verified": self.verified,
            "verified_by_executor": self.verified_by_executor,
            "self": self.own,
            "own_request": self.own_request,
            "count": members.count,
            "example": members.example,
        });
        for (key, value) in
            [("decision", &self.decision), ("reviewer", &self.reviewer), ("business_unit", &self.business_unit)]
        {
            if let (Some(value), Some(fields)) = (value, json.as_object_mut()) {
                fields.insert(key.to_owned(), value.as_str().into());
            }
        }
        json
    }
}

fn example(entry: Entry<'_>, id: &str) -> Value {
    match entry {
        Entry::Row(_, row) => json!({"item": id, "path": null, "row": row.line}),
        Entry::Node(index, _) => json!({"item": id, "path": ["decisions", index], "row": null}),
    }
}

/// The median of the seconds between one decision and the next, the times being sorted.
fn median_gap(times: &[Timestamp]) -> Option<i64> {
    let mut gaps: Vec<i64> =
        times.windows(2).filter_map(|pair| Some(pair.get(1)?.as_second() - pair.first()?.as_second())).collect();
    gaps.sort_unstable();
    gaps.get(gaps.len() / 2).copied()
}
