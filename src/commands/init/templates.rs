//! The files that `init` writes: templates that travel in the binary, with the few values that are filled in.

use crate::gate::EvaluationTime;

/// Days from today to the due date of the first finding; the shipped profile gives it 90.
const DUE_IN_DAYS: i32 = 21;

/// What is filled in.
pub(super) struct Values<'a> {
    /// The short name of the organization.
    pub(super) name: &'a str,
    /// The IANA name of its time zone.
    pub(super) zone: &'a str,
    /// From when the dates are counted.
    pub(super) now: &'a EvaluationTime,
}

/// A file to write.
pub(super) struct File {
    /// Its path below the folder, with forward slashes.
    pub(super) name: String,
    /// What it is for, in a few words.
    pub(super) purpose: &'static str,
    /// Its text.
    pub(super) text: String,
}

/// The path of each template with what is filled in, its purpose, and the template.
const TEMPLATES: &[(&str, &str, &str)] = &[
    (
        "remedy-policy.yaml",
        "where things are, profile, time zone",
        include_str!("../../../templates/init/remedy-policy.yaml"),
    ),
    ("findings/SEC-1.yaml", "a first finding", include_str!("../../../templates/init/findings/SEC-1.yaml")),
    (
        "org/people.yaml",
        "who works here and what they can change",
        include_str!("../../../templates/init/org/people.yaml"),
    ),
    (
        "org/controls.yaml",
        "controls, systems, identities and their owners",
        include_str!("../../../templates/init/org/controls.yaml"),
    ),
    (
        "profiles/{{name}}.yaml",
        "your numbers, where they differ",
        include_str!("../../../templates/init/profiles/own.yaml"),
    ),
    (
        "policies/{{name}}/ticket_is_linked.rego",
        "a rule of your own",
        include_str!("../../../templates/init/policies/ticket_is_linked.rego"),
    ),
    (
        "policies/{{name}}/ticket_is_linked_test.rego",
        "its tests",
        include_str!("../../../templates/init/policies/ticket_is_linked_test.rego"),
    ),
    (
        "policies/{{name}}/ticket_is_linked_test.yaml",
        "findings that it passes and blocks",
        include_str!("../../../templates/init/policies/ticket_is_linked_test.yaml"),
    ),
];

/// All files with the values filled in.
pub(super) fn files(values: &Values<'_>) -> Vec<File> {
    let fills = [
        ("{{name}}", values.name.to_owned()),
        ("{{prefix}}", values.name.to_uppercase()),
        ("{{zone}}", values.zone.to_owned()),
        ("{{today}}", values.now.date_after(0)),
        ("{{yesterday}}", values.now.date_after(-1)),
        ("{{due}}", values.now.date_after(DUE_IN_DAYS)),
    ];
    let fill = |text: &str| fills.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    TEMPLATES.iter().map(|(name, purpose, text)| File { name: fill(name), purpose, text: fill(text) }).collect()
}
