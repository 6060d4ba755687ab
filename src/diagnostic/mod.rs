//! What goes wrong outside of a decision: unreadable manifests, wrong organisation data, broken policies, limits.
//!
//! A [`Diagnostic`] names its file and holds byte ranges, never the text: [`Sources`] has the texts, and a report brings
//! the two together. Denials are not diagnostics; they belong to a decision (see [`crate::gate`]).

mod code;
mod sources;

pub use code::Code;
pub use sources::{Excerpt, LineColumn, Part, Sources};

use std::sync::Arc;

use crate::document::{Problem, Span};

/// The name of a file as the user wrote it or as it was found, with forward slashes.
pub type FileName = Arc<str>;

/// Whether a diagnostic stops the gate from judging something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something could not be judged: the run exits with 2.
    Error,
    /// Worth knowing; it changes no verdict.
    Warning,
}

impl Severity {
    /// The lowercase word for it, as reports print it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A place in the file of a diagnostic, with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// Where.
    pub span: Span,
    /// What is there, in a few words.
    pub message: String,
}

/// One complaint, with its place and the next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// Whether it stops the gate from judging.
    pub severity: Severity,
    /// One line: lowercase, no final period.
    pub message: String,
    /// The file it speaks of, if any.
    pub file: Option<FileName>,
    /// The bytes in that file.
    pub span: Option<Span>,
    /// What is wrong at this very spot.
    pub label: Option<String>,
    /// Other places of the same file.
    pub related: Vec<Related>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Creates an error without a place.
    #[must_use]
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            file: None,
            span: None,
            label: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Creates a warning without a place.
    #[must_use]
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// Names the file.
    #[must_use]
    pub fn in_file(mut self, file: &FileName) -> Self {
        self.file = Some(Arc::clone(file));
        self
    }

    /// Points at bytes of the file.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.span = Some(span);
        self
    }

    /// Says what is wrong at the spot.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a second place of the same file.
    #[must_use]
    pub fn related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// The same in a text that has so many bytes more before it.
    #[must_use]
    pub fn moved(mut self, bytes: u32) -> Self {
        self.span = self.span.map(|span| span.moved(bytes));
        for related in &mut self.related {
            related.span = related.span.moved(bytes);
        }
        self
    }

    /// Turns what the document loader found into a diagnostic of a file.
    #[must_use]
    pub fn from_problem(problem: Problem, severity: Severity, file: &FileName) -> Self {
        Self {
            code: Code::Document(problem.code),
            severity,
            message: problem.message,
            file: Some(Arc::clone(file)),
            span: Some(problem.span),
            label: problem.label,
            related: problem.related.into_iter().map(|(span, message)| Related { span, message }).collect(),
            help: problem.help,
        }
    }

    /// The order in which diagnostics are shown: by file, place, code, message.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (&self.file, self.span, self.code.as_str(), &self.message).cmp(&(
            &other.file,
            other.span,
            other.code.as_str(),
            &other.message,
        ))
    }
}
