//! What was found, by place. A place in a function is looked at once for each kind of argument that it is called with; it is
//! wrong only if it is right for none of them.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    document::Span,
};

/// Where something was looked at, and for what.
type Key = (FileName, Span, &'static str);

#[derive(Default)]
struct Site {
    wrong: Option<Diagnostic>,
    is_right: bool,
}

/// Everything that was looked at.
#[derive(Default)]
pub(super) struct Sites(BTreeMap<Key, Site>);

impl Sites {
    /// It was looked at, and is right.
    pub(super) fn right(&mut self, file: &FileName, span: Span, code: Code) {
        self.0.entry((Arc::clone(file), span, code.as_str())).or_default().is_right = true;
    }

    /// It was looked at, and is wrong.
    pub(super) fn wrong(&mut self, file: &FileName, span: Span, problem: Diagnostic) {
        let site = self.0.entry((Arc::clone(file), span, problem.code.as_str())).or_default();
        site.wrong.get_or_insert_with(|| problem.in_file(file).at(span));
    }

    /// What is wrong wherever it was looked at.
    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        self.0.into_values().filter(|site| !site.is_right).filter_map(|site| site.wrong).collect()
    }
}
