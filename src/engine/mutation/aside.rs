//! Comments that set mutants aside: `# mutation: drop-condition, because the schema allows no other state`, on the line of
//! the mutant or the one above. Several kinds are joined by ` and `.

use super::{Mutant, Operator};
use crate::{
    diagnostic::{Code, Diagnostic, FileName},
    document::Span,
    engine::testing::{Suite, is_test_module},
    suggest::nearest,
};

/// What begins such a comment.
const MARK: &str = "# mutation:";

/// Kinds of mutants, and the reason for which they are set aside.
type Aside<'a> = (Vec<Operator>, &'a str);

/// What is wrong, and what to do.
type Complaint = (String, String);

impl Suite {
    /// Warnings about comments in the given files that set nothing aside, since they name no kind or give no reason.
    #[must_use]
    pub fn comments_without_effect(&self, is_chosen: &dyn Fn(&FileName) -> bool) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        for (module, source) in self.modules.iter().zip(&self.sources) {
            if is_test_module(module) || !is_chosen(&source.name) {
                continue;
            }
            let mut start = 0;
            for line in source.text.split_inclusive('\n') {
                if let (Some(Err((message, help))), Some(at)) = (read(line), line.find(MARK)) {
                    let span = Span::new(start + at, start + line.trim_end().len());
                    let warning = Diagnostic::warning(Code::MutationComment, message).in_file(&source.name).at(span);
                    warnings.push(warning.label("sets nothing aside").help(help));
                }
                start += line.len();
            }
        }
        warnings
    }
}

/// The reason for which a comment sets a mutant aside.
pub(super) fn reason(text: &str, mutant: &Mutant) -> Option<String> {
    let line = mutant.line as usize;
    let above = text.lines().nth(line.wrapping_sub(2)).filter(|above| above.trim_start().starts_with('#'));
    [text.lines().nth(line.saturating_sub(1)), above].into_iter().flatten().find_map(|line| {
        let (operators, reason) = read(line)?.ok()?;
        operators.contains(&mutant.operator).then(|| reason.to_owned())
    })
}

/// The kinds and the reason in a line with such a comment; what is wrong with it, and what to do.
fn read(line: &str) -> Option<Result<Aside<'_>, Complaint>> {
    let (_, comment) = line.split_once(MARK)?;
    let Some((names, reason)) = comment.split_once(", because").filter(|(_, reason)| !reason.trim().is_empty()) else {
        let help = format!("write it as `{MARK} KIND, because REASON`");
        return Some(Err(("the comment gives no reason".to_owned(), help)));
    };
    let mut operators = Vec::new();
    for name in names.split(" and ").map(str::trim) {
        let Some(operator) = Operator::ALL.iter().find(|operator| operator.as_str() == name) else {
            let known = || Operator::ALL.iter().map(|operator| operator.as_str());
            let help = match nearest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the kinds are {}", known().collect::<Vec<_>>().join(", ")),
            };
            return Some(Err((format!("no kind of mutant is named `{name}`"), help)));
        };
        operators.push(*operator);
    }
    Some(Ok((operators, reason.trim())))
}
