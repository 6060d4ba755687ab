//! A denial, a line of the baseline and what checking policies found, as results of SARIF.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_sarif::sarif::{Location, Message, PropertyBag, Result as SarifResult, ResultKind, ResultLevel, Suppression};

use super::{
    location::{location, logical, related},
    message::{message, plain},
    rules::Rules,
};
use crate::{
    diagnostic::{Diagnostic, Severity, Sources},
    gate::{BaselineEntry, BaselineUse, Concession, Decision, Denial, Relief},
    report::advice::{advice_of, lapsed_message},
};

/// The name of the fingerprint of a denial, and its version.
const FINGERPRINT: &str = "remedyPolicyDenial/v1";

/// What all results of a run share.
pub(super) struct Results<'a> {
    pub(super) sources: &'a Sources,
    pub(super) rules: &'a Rules,
    /// Whether anything in the run is suppressed: then results that are not say so.
    pub(super) has_suppressions: bool,
}

impl Results<'_> {
    /// A denial, at the level of the list that it stands in.
    pub(super) fn denial(
        &self,
        denial: &Denial,
        decision: &Decision,
        level: ResultLevel,
        suppressed: bool,
    ) -> SarifResult {
        let mut lines = vec![denial.message.clone()];
        lines.extend(advice_of(denial, self.sources));
        let place = Location {
            logical_locations: Some(vec![logical(&decision.id, &denial.path)]),
            ..location(&decision.file, Some(denial.place.span), self.sources)
        };
        let mut result = self.result(&denial.rule, level, message(&lines));
        result.locations = Some(vec![place]);
        result.related_locations = self.related(denial, decision);
        result.partial_fingerprints = fingerprints(&denial.fingerprint);
        result.baseline_state = denial.baseline.and_then(|state| serde_json::to_value(state).ok());
        result.properties = Some(properties(denial, decision));
        if suppressed {
            result.suppressions = denial.relief.as_ref().map(|relief| vec![suppression(relief, self.sources)]);
        }
        result
    }

    /// An entry of the baseline that denies no longer. It stands nowhere any more, so its place is the baseline.
    pub(super) fn absent(&self, entry: &BaselineEntry, baseline: &BaselineUse) -> SarifResult {
        let at = if entry.path.is_empty() { String::new() } else { format!(" at {}", entry.path) };
        let line = format!("{} no longer denies {}{at}", entry.rule, entry.id);
        let mut result = self.result(&entry.rule, ResultLevel::None, message(&[line]));
        let path = crate::document::Path::parse(&entry.path).unwrap_or_default();
        result.kind = Some(ResultKind::Pass);
        result.baseline_state = Some(Value::from("absent"));
        result.partial_fingerprints = fingerprints(&entry.fingerprint);
        result.locations = Some(vec![Location {
            logical_locations: Some(vec![logical(&entry.id, &path)]),
            ..location(&baseline.file, None, self.sources)
        }]);
        result
    }

    /// What checking policies found.
    pub(super) fn found(&self, found: &Diagnostic) -> SarifResult {
        let level = if found.severity == Severity::Error { ResultLevel::Error } else { ResultLevel::Warning };
        let mut result = self.result(found.code.as_str(), level, message(&diagnostic_lines(found)));
        result.locations = found.file.as_deref().map(|file| vec![location(file, found.span, self.sources)]);
        result
    }

    fn result(&self, rule: &str, level: ResultLevel, message: Message) -> SarifResult {
        let mut result = SarifResult::builder().rule_id(rule).level(level).message(message).build();
        result.rule_index = self.rules.index(rule);
        result.suppressions = self.has_suppressions.then(Vec::new);
        result
    }

    /// The places that were compared, waivers that do not hold, and the condition that decided.
    fn related(&self, denial: &Denial, decision: &Decision) -> Option<Vec<Location>> {
        let of_manifest = denial.related.iter().map(|other| (&decision.file, other.place.span, other.message.clone()));
        let lapsed = denial.lapsed.iter().map(|lapsed| (&lapsed.file, lapsed.span, lapsed_message(lapsed)));
        let decided = denial.decided_by.iter().map(|decided| {
            let verb = if decided.holds { "holds" } else { "does not hold" };
            (&decided.file, decided.span, format!("decided by `{}`, which {verb}", decided.condition))
        });
        let locations: Vec<Location> = of_manifest
            .chain(lapsed)
            .chain(decided)
            .zip(1..)
            .map(|((file, span, words), id)| Location { id: Some(id), ..related(file, span, &words, self.sources) })
            .collect();
        (!locations.is_empty()).then_some(locations)
    }
}

/// The message of a diagnostic, and what to do, a line each.
pub(super) fn diagnostic_lines(diagnostic: &Diagnostic) -> Vec<String> {
    let help = diagnostic.help.iter().flat_map(|help| help.lines());
    std::iter::once(diagnostic.message.as_str()).chain(help).map(str::to_owned).collect()
}

fn fingerprints(fingerprint: &str) -> Option<BTreeMap<String, String>> {
    (!fingerprint.is_empty()).then(|| BTreeMap::from([(FINGERPRINT.to_owned(), fingerprint.to_owned())]))
}

/// What a program reads without taking messages apart.
fn properties(denial: &Denial, decision: &Decision) -> PropertyBag {
    let mut properties = BTreeMap::from([
        ("finding".to_owned(), Value::from(decision.id.as_str())),
        ("verdict".to_owned(), Value::from(decision.verdict.as_str())),
    ]);
    let texts = [
        ("severity", decision.severity.as_ref()),
        ("type", decision.finding_type.as_ref()),
        ("unblock", denial.unblock.as_ref()),
        ("earliest", denial.earliest.as_ref()),
    ];
    properties.extend(texts.into_iter().filter_map(|(key, text)| Some((key.to_owned(), Value::from(text?.as_str())))));
    if !denial.who.is_empty() {
        properties.insert("who".to_owned(), Value::from(denial.who.clone()));
    }
    if let Some(relief) = &denial.relief {
        properties.insert("relief".to_owned(), Value::from(relief.as_str()));
    }
    PropertyBag::builder().additional_properties(properties).build()
}

/// Why a denial does not block, for those who ask later.
fn suppression(relief: &Relief, sources: &Sources) -> Suppression {
    let (justification, granted) = match relief {
        Relief::Waiver(granted) | Relief::Level(granted) => (justification(relief, granted), Some(granted)),
        Relief::Baseline => ("in the baseline: it denied before the gate was adopted".to_owned(), None),
        Relief::EffectiveOn(_) => (relief.words(), None),
    };
    let mut suppression = Suppression::builder().kind("external").status("accepted").build();
    suppression.justification = Some(plain(&justification));
    suppression.location = granted.map(|granted| location(&granted.file, Some(granted.span), sources));
    suppression
}

fn justification(relief: &Relief, granted: &Concession) -> String {
    let ticket = granted.ticket.as_ref().map(|ticket| format!("; {ticket}")).unwrap_or_default();
    format!(
        "{}: {} (asked for by {}, approved by {} on {}{ticket})",
        relief.words(),
        granted.reason,
        granted.requested_by,
        granted.approved_by,
        granted.approved_on
    )
}
