//! The report as SARIF 2.1.0, for code scanning and dashboards. The log and its lists are written entry by entry; an entry is
//! made of the types of the crate `serde-sarif`.

mod location;
mod message;
mod result;
mod rules;

use std::{collections::BTreeMap, io};

use serde::{Serialize, Serializer};
use serde_sarif::sarif::{Notification, ReportingDescriptor, ReportingDescriptorReference, ResultLevel};

use self::{
    location::location,
    message::message,
    result::{Results, diagnostic_lines},
    rules::{REPOSITORY, Rules, of_code},
};
use super::Run;
use crate::{
    diagnostic::{Code, Diagnostic},
    exit::Exit,
    policy::Level,
};

/// The schema of the format, as the standard publishes it.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [RunDocument<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RunDocument<'a> {
    tool: Tool<'a>,
    invocations: [Invocation<'a>; 1],
    original_uri_base_ids: BTreeMap<&'static str, BaseId>,
    column_kind: &'static str,
    results: ResultList<'a>,
    properties: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    version: &'static str,
    semantic_version: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    information_uri: &'static str,
    rules: &'a [ReportingDescriptor],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notifications: Vec<ReportingDescriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation<'a> {
    execution_successful: bool,
    exit_code: u8,
    tool_execution_notifications: Notifications<'a>,
}

/// A folder that the log does not name: where the sources lie is known to whoever reads it.
#[derive(Serialize)]
struct BaseId {
    description: Description,
}

#[derive(Serialize)]
struct Description {
    text: &'static str,
}

/// What could not be judged, what could not be read, and warnings; each is put into its form when it is written.
struct Notifications<'a>(&'a Run);

impl Serialize for Notifications<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(told(self.0).map(|diagnostic| notification(diagnostic, self.0)))
    }
}

/// Everything that was judged otherwise than well; each is put into its form when it is written.
struct ResultList<'a> {
    run: &'a Run,
    results: Results<'a>,
}

impl Serialize for ResultList<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { run, results } = self;
        let level_of = |level: Level| match level {
            Level::Deny => ResultLevel::Error,
            Level::Warn => ResultLevel::Warning,
        };
        let of_decisions = run.decisions.iter().flat_map(|decision| {
            let denials = decision.denials.iter().map(|denial| (denial, ResultLevel::Error, false));
            let warnings = decision.warnings.iter().map(|denial| (denial, ResultLevel::Warning, false));
            let suppressed = decision.suppressed.iter().map(move |denial| (denial, level_of(denial.level), true));
            denials
                .chain(warnings)
                .chain(suppressed)
                .map(move |(denial, level, suppressed)| results.denial(denial, decision, level, suppressed))
        });
        let of_lint = run.lint.iter().flat_map(|lint| &lint.found).map(|found| results.found(found));
        let absent = run
            .baseline
            .iter()
            .flat_map(|baseline| baseline.absent.iter().map(|entry| results.absent(entry, baseline)));
        serializer.collect_seq(of_decisions.chain(of_lint).chain(absent))
    }
}

/// Writes the log of a run, entry by entry.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    let rules = Rules::of(run);
    let has_suppressions = run.decisions.iter().any(|decision| !decision.suppressed.is_empty());
    let results = Results { sources: &run.sources, rules: &rules, has_suppressions };
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [RunDocument {
            tool: Tool { driver: driver(run, &rules) },
            invocations: [Invocation {
                execution_successful: run.exit() != Exit::Error,
                exit_code: run.exit().code(),
                tool_execution_notifications: Notifications(run),
            }],
            original_uri_base_ids: BTreeMap::from([(
                location::ROOT,
                BaseId { description: Description { text: "The folder that the program ran in." } },
            )]),
            column_kind: "unicodeCodePoints",
            results: ResultList { run, results },
            properties: properties(run),
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    out.write_all(b"\n")
}

fn driver<'a>(run: &Run, rules: &'a Rules) -> Driver<'a> {
    let codes: BTreeMap<&str, Code> = told(run).map(|told| (told.code.as_str(), told.code)).collect();
    Driver {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: REPOSITORY,
        rules: &rules.descriptors,
        notifications: codes.into_values().map(of_code).collect(),
    }
}

/// What is no decision of a rule, in the order in which it is told.
fn told(run: &Run) -> impl Iterator<Item = &Diagnostic> {
    let errors = run.decisions.iter().flat_map(|decision| &decision.errors);
    errors.chain(&run.problems).chain(&run.warnings)
}

fn notification(diagnostic: &Diagnostic, run: &Run) -> Notification {
    let descriptor = ReportingDescriptorReference::builder().id(diagnostic.code.as_str()).build();
    let mut notification = Notification::builder()
        .descriptor(descriptor)
        .level(diagnostic.severity.as_str())
        .message(message(&diagnostic_lines(diagnostic)))
        .build();
    notification.locations = diagnostic.file.as_deref().map(|file| vec![location(file, diagnostic.span, &run.sources)]);
    notification
}

/// By what it was judged.
fn properties(run: &Run) -> BTreeMap<&'static str, String> {
    let mut properties = BTreeMap::new();
    if let Some(at) = &run.at {
        properties.insert("evaluatedAt", at.time());
        properties.insert("evaluationDate", at.date());
        properties.insert("timeZone", at.zone().to_owned());
    }
    if let Some(profile) = &run.profile {
        properties.insert("profile", profile.clone());
    }
    properties
}
