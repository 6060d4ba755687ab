//! A Code Quality report for GitLab: an array of issues, in the order of the run.

use std::{collections::BTreeMap, io};

use serde::{Serialize, Serializer as _};

use super::{
    Forge, Run,
    advice::yaml_to_add,
    markdown::text::{block, prose},
    note::{self, Note, Subject},
};
use crate::{diagnostic::Severity, digest};

/// An issue, as GitLab documents it.
#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
    content: Content,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The same in Markdown, of several lines.
#[derive(Serialize)]
struct Content {
    body: String,
}

/// Writes the issues of a run.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, forge: &Forge, out: &mut dyn io::Write) -> io::Result<()> {
    // An issue without a file needs one: GitLab shows none that has no path.
    let fallback = run.config.as_deref().and_then(|file| forge.path(&crate::files::display(file)));
    let fallback = fallback.unwrap_or_else(|| "remedy-policy.yaml".to_owned());
    let mut seen = BTreeMap::new();
    let mut serializer = serde_json::Serializer::pretty(&mut *out);
    let notes = note::in_order(run).filter(|note| !forge.quiet || note.severity == Severity::Error);
    serializer.collect_seq(notes.map(|note| issue(&note, forge, &fallback, &mut seen)))?;
    out.write_all(b"\n")
}

fn issue(note: &Note<'_>, forge: &Forge, fallback: &str, seen: &mut BTreeMap<String, usize>) -> Issue {
    let message = note.message();
    let advice = note.advice();
    let description =
        if advice.is_empty() { message.clone() } else { format!("{message} ({})", inline(&advice).join("; ")) };
    let region = note.region();
    Issue {
        description,
        check_name: note.code().to_owned(),
        fingerprint: fingerprint(note, seen),
        severity: severity(note),
        location: Location {
            path: note.path(forge).unwrap_or_else(|| fallback.to_owned()),
            lines: Lines {
                begin: region.map_or(1, |region| region.start.line),
                end: region.map_or(1, note::Region::last_line),
            },
        },
        content: Content { body: body(&message, note) },
    }
}

/// The same as Markdown: a list of advice, and the YAML to add.
fn body(message: &str, note: &Note<'_>) -> String {
    let mut body = prose(message);
    let advice = note.advice();
    for (number, line) in inline(&advice).iter().enumerate() {
        body.push_str(if number == 0 { "\n\n- " } else { "\n- " });
        body.push_str(&prose(line));
    }
    if let Subject::Denial(_, denial) = note.subject
        && let Some(yaml) = yaml_to_add(denial)
    {
        body.push_str("\n\nTo add:\n\n");
        body.push_str(&block("yaml", &yaml));
    }
    body
}

/// Lines of advice that make sense side by side: without the YAML to add.
fn inline(advice: &[String]) -> Vec<&str> {
    advice.iter().filter(|line| !line.starts_with(' ')).map(String::as_str).collect()
}

/// How GitLab sorts: what could not be judged is above all, what blocks by the severity of its finding, and what does not
/// block is information.
fn severity(note: &Note<'_>) -> &'static str {
    match (&note.subject, note.severity) {
        (_, Severity::Warning) => "info",
        (Subject::Denial(decision, _), Severity::Error) => match decision.severity.as_deref() {
            Some("critical") => "blocker",
            Some("moderate") => "major",
            Some("low") => "minor",
            _ => "critical",
        },
        _ => "blocker",
    }
}

/// What tells an issue from all others, from run to run. A denial has one; of anything else it is made of all but its line, and
/// the same words of the same file are told apart by their order.
fn fingerprint(note: &Note<'_>, seen: &mut BTreeMap<String, usize>) -> String {
    if let Subject::Denial(_, denial) = note.subject
        && !denial.fingerprint.is_empty()
    {
        return denial.fingerprint.clone();
    }
    let path = note.path(&Forge::default()).unwrap_or_default();
    let identity = [note.code(), &path, &note.message(), &note.advice().join("\n")].join("\0");
    let number = seen.entry(digest::sha256(identity.as_bytes())).or_default();
    *number += 1;
    digest::sha256([identity, number.to_string()].join("\0").as_bytes()).chars().take(32).collect()
}
