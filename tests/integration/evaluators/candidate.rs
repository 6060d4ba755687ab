//! A generated document, and how it becomes one that the gate judges.

use std::sync::{Arc, LazyLock};

use proptest::{collection::vec, prelude::*};
use remedy_policy::{
    document::{Limits, Node, Schema, parse_json},
    manifest::{Kind, Manifest, Table},
};
use serde_json::Value;

use super::{
    edits::{Edit, moves, puts, retypes},
    pool::Pool,
    schema::strategies,
    settings::Setting,
};

const FINDING: &str = include_str!("../../../schemas/finding.v1.schema.json");
const ACCESS_REVIEW: &str = include_str!("../../../schemas/access-review.v1.schema.json");

static SCHEMAS: LazyLock<[Schema; 2]> =
    LazyLock::new(|| [FINDING, ACCESS_REVIEW].map(|schema| Schema::compile(schema).unwrap()));

/// A document that is judged, whether it fits its schema or not: a library user can build one that does not.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) document: Value,
    pub(super) kind: Kind,
    pub(super) tables: Tables,
}

/// The tables that stand beside a review.
#[derive(Clone, Debug, Default)]
pub(super) struct Tables(Vec<Arc<Table>>);

impl Candidate {
    fn new(document: Value, kind: Kind) -> Self {
        Self { document, kind, tables: Tables::default() }
    }

    /// The document as the reader would give it, but for the check by the schema. Nothing if it is no JSON that the reader
    /// takes.
    pub(super) fn to_manifest(&self) -> Option<Manifest> {
        let text: Arc<str> = serde_json::to_string_pretty(&self.document).unwrap().into();
        let parsed = parse_json(&text, &Limits::default());
        let document = parsed.documents.into_iter().next().filter(|_| parsed.problems.is_empty())?;
        let optional = |key: &str| document.root.get(key).and_then(Node::as_str).map(str::to_owned);
        let field = |key: &str| optional(key).unwrap_or_default();
        Some(Manifest {
            listed_file: None,
            kind: self.kind,
            id: field("id"),
            title: field("title"),
            finding_type: optional("type"),
            severity: optional("severity"),
            state: field("state"),
            file: "generated.json".into(),
            document: document.index,
            id_span: document.root.get("id").map_or(document.root.span, |id| id.span),
            text: Arc::clone(&text),
            tables: self.tables.0.clone(),
            root: document.root,
        })
    }

    /// Whether `check` would judge it.
    pub(super) fn fits_its_schema(&self, manifest: &Manifest) -> bool {
        let [finding, review] = &*SCHEMAS;
        let is_review = self.document["kind"] == "AccessReview";
        if is_review { review } else { finding }.is_valid(&manifest.root)
    }

    /// For people to read.
    pub(super) fn to_yaml(&self) -> String {
        serde_yaml::to_string(&self.document).unwrap()
    }
}

/// All candidates: by schema alone, and fixtures with a few changes.
pub(super) fn candidates() -> BoxedStrategy<Candidate> {
    let acme = Setting::acme();
    let pool = Pool::of(&acme.documents, &acme.organization);
    let (findings, finding_fields) = strategies(FINDING, &pool);
    let (reviews, review_fields) = strategies(ACCESS_REVIEW, &pool);
    let bases = |kind: Kind| -> Vec<Manifest> {
        acme.documents.iter().filter(|document| document.kind == kind).cloned().collect()
    };
    let put = puts(&finding_fields);
    let put_in_review = puts(&review_fields);
    let with_moves = prop_oneof![1 => put.clone(), 2 => moves()].boxed();
    prop_oneof![
        24 => changed(bases(Kind::Finding), put.clone(), 6),
        8 => changed(bases(Kind::Finding), with_moves, 6),
        8 => findings.prop_map(|document| Candidate::new(document, Kind::Finding)),
        2 => reviews.prop_map(|document| Candidate::new(document, Kind::AccessReview)),
        3 => changed(bases(Kind::AccessReview), prop_oneof![put_in_review, moves()].boxed(), 6),
        1 => changed(bases(Kind::Finding), put, 3).prop_map(|candidate| Candidate { kind: Kind::Deletion, ..candidate }),
        1 => changed(bases(Kind::Finding), retypes(), 3),
    ]
    .boxed()
}

fn changed(bases: Vec<Manifest>, edit: BoxedStrategy<Edit>, most: usize) -> BoxedStrategy<Candidate> {
    let numbers = 0..bases.len();
    (numbers, vec(edit, 1..=most))
        .prop_map(move |(number, edits)| {
            let base = &bases[number];
            let mut document = base.root.to_json();
            edits.iter().for_each(|edit| edit.apply(&mut document));
            Candidate { document, kind: base.kind, tables: Tables(base.tables.clone()) }
        })
        .boxed()
}
