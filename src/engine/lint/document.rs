//! The types of the input and data documents. What a schema describes is read from it; what the program derives is written
//! down here, after the code that builds it: `gate::Gate`, `gate::review`, `org::Organization`, `org::Feeds`,
//! `manifest::Index`.

use std::{collections::BTreeMap, rc::Rc};

use serde_json::Value;

use super::{
    schema::Reader,
    types::{Field, Object, Type},
};
use crate::manifest::Kind;

/// The sections of organization data that policies see as they are written.
const SECTIONS: &[&str] = &["people", "teams", "controls", "identities", "vendors", "systems", "runbooks"];

/// The types of everything that a policy is given.
pub(super) struct Documents {
    pub(super) input: Type,
    /// `data`, by the first name below it.
    pub(super) data: BTreeMap<&'static str, Type>,
    finding: Type,
    review: Type,
    waiver: Type,
    org: Type,
}

impl Documents {
    /// The types, with the tables of a loaded profile.
    pub(super) fn new(params: Option<&Value>) -> Self {
        let finding = Reader::new(include_str!("../../../schemas/finding.v1.schema.json")).document();
        let review = Reader::new(include_str!("../../../schemas/access-review.v1.schema.json")).document();
        let waiver = waiver();
        let written = Reader::new(include_str!("../../../schemas/org.v1.schema.json")).document();
        let profile = Reader::new(include_str!("../../../schemas/profile.v1.schema.json")).definition("params");
        let input = Type::record([
            ("kind", Type::words(Kind::ALL.map(Kind::as_str))),
            ("finding", finding.clone()),
            ("review", review.clone()),
            ("waiver", waiver.clone()),
            ("facts", Type::record([("review", review_facts())])),
            (
                "at",
                Type::record([
                    ("time", Type::moment()),
                    ("ns", Type::number()),
                    ("date", Type::moment()),
                    ("zone", Type::text()),
                ]),
            ),
        ]);
        let sections = SECTIONS.iter().map(|section| (format!("{section}?"), at(&written, &[section])));
        let sections: Vec<(String, Type)> = sections.collect();
        let derived = [
            ("aliases", Type::map(Type::text())),
            ("members", Type::map(Type::array(Type::text()))),
            ("level_holders", Type::array(Type::text())),
            ("team_names", Type::map(Type::array(Type::text()))),
            ("identity_names", Type::map(Type::array(Type::text()))),
        ];
        let org = Type::record(sections.iter().map(|(name, value)| (name.as_str(), value.clone())));
        let seen = Type::record(sections.iter().map(|(name, value)| (name.as_str(), value.clone())).chain(derived));
        let data = BTreeMap::from([
            ("org", seen),
            ("params", params.map_or_else(|| profile.clone(), |params| loaded(&profile, params))),
            ("feeds", feeds()),
            ("index", Type::map(projection(&finding))),
            ("index_by", groups()),
        ]);
        Self { input, data, finding, review, waiver, org }
    }

    /// The document that a path in a result is a path of.
    pub(super) fn of_kind(&self, kind: Kind) -> &Type {
        match kind {
            Kind::Finding => &self.finding,
            Kind::AccessReview => &self.review,
            Kind::Organization => &self.org,
            Kind::Waiver => &self.waiver,
            Kind::Deletion => &self.finding,
        }
    }
}

/// `input.waiver`: a waiver, or a level of the configuration, which has no id and no scope.
fn waiver() -> Type {
    let written = Reader::new(include_str!("../../../schemas/waiver.v1.schema.json")).document();
    let level = Reader::new(include_str!("../../../schemas/config.v1.schema.json")).definition("level");
    let granted = ["reason", "requested_by", "approved_by", "approved_on", "expires"];
    let of_waivers = ["id?", "rule?", "scope?", "ticket?"];
    let fields = granted.into_iter().chain(of_waivers).map(|name| (name, at(&written, &[name.trim_end_matches('?')])));
    Type::record(fields.chain([("level?", at(&level, &["level"]))]))
}

/// What stands at a path of known keys.
fn at(root: &Type, path: &[&str]) -> Type {
    path.iter().fold(root.clone(), |here, key| {
        here.object
            .as_ref()
            .and_then(|object| object.fields.get(*key))
            .map_or_else(Type::any, |field| field.value.clone())
    })
}

/// `data.index`: one finding in it.
fn projection(finding: &Type) -> Type {
    Type::record([
        ("id", at(finding, &["id"])),
        ("type", at(finding, &["type"])),
        ("severity", at(finding, &["severity"])),
        ("state", at(finding, &["state"])),
        ("control?", at(finding, &["control", "id"])),
        ("identity?", at(finding, &["identity", "id"])),
        ("fingerprint?", at(finding, &["fingerprint"])),
        ("detected_at", at(finding, &["source", "detected_at"])),
        ("closed_at?", at(finding, &["closure", "at"])),
        ("due?", at(finding, &["due", "date"])),
        ("duplicate_of?", at(finding, &["closure", "duplicate_of"])),
        ("disposition?", at(finding, &["closure", "disposition"])),
    ])
}

fn groups() -> Type {
    let group = || Type::map(Type::array(Type::text()));
    Type::record([("fingerprint", group()), ("control", group()), ("identity", group()), ("open", group())])
}

fn feeds() -> Type {
    let kev = Type::record([
        ("date_added", Type::moment()),
        ("due_date", Type::moment()),
        ("ransomware", Type::words(["known", "unknown"])),
        ("forensic_triage?", Type::text()),
    ]);
    let epss = Type::record([("epss", Type::number()), ("percentile", Type::number())]);
    let ssvc = Type::record([
        ("exploitation?", Type::words(["none", "public_poc", "active"])),
        ("automatable?", Type::boolean()),
        ("technical_impact?", Type::words(["partial", "total"])),
        ("timestamp?", Type::moment()),
    ]);
    Type::record([
        (
            "kev?",
            Type::record([
                ("name", Type::text()),
                ("version", Type::text()),
                ("released", Type::text()),
                ("entries", Type::map(kev)),
            ]),
        ),
        ("epss?", Type::record([("name", Type::text()), ("scored?", Type::text()), ("entries", Type::map(epss))])),
        ("ssvc?", Type::record([("name", Type::text()), ("entries", Type::map(ssvc))])),
    ])
}

fn review_facts() -> Type {
    let named = || Type::record([("count", Type::number()), ("items", Type::array(Type::text()))]);
    let group = Type::record([
        ("class", Type::text()),
        ("item_class", Type::text()),
        ("decision?", Type::text()),
        ("reviewer?", Type::text()),
        ("business_unit?", Type::text()),
        ("decided", Type::boolean()),
        ("has_remediation", Type::boolean()),
        ("executed", Type::boolean()),
        ("executed_early", Type::boolean()),
        ("verified", Type::boolean()),
        ("verified_by_executor", Type::boolean()),
        ("self", Type::boolean()),
        ("own_request", Type::boolean()),
        ("count", Type::number()),
        (
            "example",
            Type::record([
                ("item", Type::text()),
                ("path", Type::null().join(&Type::array(Type::text().join(&Type::number())))),
                ("row", Type::null().join(&Type::number())),
            ]),
        ),
    ]);
    Type::record([
        (
            "populations",
            Type::array(Type::record([
                ("count", Type::number()),
                ("sha256?", Type::text()),
                ("digest_matches?", Type::boolean()),
                ("class", Type::text()),
                ("repeated", named()),
            ])),
        ),
        (
            "undecided",
            Type::array(Type::record([
                ("class", Type::text()),
                ("count", Type::number()),
                ("items", Type::array(Type::text())),
            ])),
        ),
        (
            "decisions",
            Type::record([
                ("count", Type::number()),
                ("sha256?", Type::text()),
                ("digest_matches?", Type::boolean()),
                ("unknown", named()),
                ("repeated", named()),
            ]),
        ),
        ("first_decided_at?", Type::moment()),
        ("last_decided_at?", Type::moment()),
        ("median_seconds?", Type::number()),
        ("groups", Type::array(group)),
    ])
}

/// A type of the profile's schema, as far as a loaded profile fills it: a key that it has is there, and a table has the
/// keys that it has.
fn loaded(schema: &Type, value: &Value) -> Type {
    let Value::Object(entries) = value else { return schema.clone() };
    let Some(object) = &schema.object else { return schema.clone() };
    let mut fields: BTreeMap<Rc<str>, Field> = object
        .fields
        .iter()
        .map(|(key, field)| (Rc::clone(key), Field { is_required: false, ..field.clone() }))
        .collect();
    for (key, value) in entries {
        let known = object.fields.get(key.as_str()).map(|field| &field.value).or(object.rest.as_ref());
        let field = Field { value: known.map_or_else(Type::any, |known| loaded(known, value)), is_required: true };
        fields.insert(Rc::from(key.as_str()), field);
    }
    Type::object(Object { fields, rest: object.rest.clone(), is_table: true })
}
