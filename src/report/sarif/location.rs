//! Places of files, as SARIF writes them.

use std::fmt::Write as _;

use serde_sarif::sarif::{ArtifactLocation, Location, LogicalLocation, Message, PhysicalLocation, Region};

use super::message;
use crate::{
    diagnostic::Sources,
    document::{Path, Span},
};

/// What relative places of files are relative to: the folder that the program ran in, most often the root of the sources.
pub(super) const ROOT: &str = "%SRCROOT%";

/// A place of a file.
pub(super) fn location(file: &str, span: Option<Span>, sources: &Sources) -> Location {
    let physical = match span.and_then(|span| region(file, span, sources)) {
        Some(region) => PhysicalLocation::builder().artifact_location(artifact(file)).region(region).build(),
        None => PhysicalLocation::builder().artifact_location(artifact(file)).build(),
    };
    Location::builder().physical_location(physical).build()
}

/// A second place, with a few words about it.
pub(super) fn related(file: &str, span: Span, words: &str, sources: &Sources) -> Location {
    Location { message: Some(text(words)), ..location(file, Some(span), sources) }
}

/// Where in a document, whatever its lines: the id, and the path in it.
pub(super) fn logical(id: &str, path: &Path) -> LogicalLocation {
    let full = if path.is_empty() { id.to_owned() } else { format!("{id}/{path}") };
    LogicalLocation::builder().name(id).fully_qualified_name(full).kind("object").build()
}

fn text(words: &str) -> Message {
    Message::builder().text(message::plain(words)).build()
}

/// The bytes of a file, by lines and columns. Nothing if its text is not known.
fn region(file: &str, span: Span, sources: &Sources) -> Option<Region> {
    let start = sources.line_column(file, span)?;
    let end = sources.end_line_column(file, span)?;
    let number = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Some(
        Region::builder()
            .start_line(number(start.line))
            .start_column(number(start.column))
            .end_line(number(end.line))
            .end_column(number(end.column))
            .byte_offset(i64::from(span.start))
            .byte_length(i64::from(span.end.saturating_sub(span.start)))
            .build(),
    )
}

fn artifact(file: &str) -> ArtifactLocation {
    let mut characters = file.chars();
    let has_drive = characters.next().is_some_and(|c| c.is_ascii_alphabetic()) && characters.next() == Some(':');
    if file.starts_with('/') || has_drive {
        let root = if has_drive { "file:///" } else { "file://" };
        return ArtifactLocation::builder().uri(format!("{root}{}", encoded(file))).build();
    }
    ArtifactLocation::builder().uri(encoded(file)).uri_base_id(ROOT).build()
}

/// A path as a URI: all but letters, digits, `-._~` and slashes in `%` and two hexadecimal digits a byte.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(encoded("findings/100% a:b\né.yaml"), "findings/100%25%20a%3Ab%0A%C3%A9.yaml");
        assert_eq!(artifact("a b.yaml").uri_base_id.as_deref(), Some(ROOT));
        let absolute = artifact("/tmp/a.yaml");
        assert_eq!((absolute.uri.as_deref(), absolute.uri_base_id), (Some("file:///tmp/a.yaml"), None));
        assert_eq!(artifact("C:/a.yaml").uri.as_deref(), Some("file:///C%3A/a.yaml"));
    }
}
