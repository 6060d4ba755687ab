//! Where things stand in the text of a policy, beyond what the spans of the syntax tree say.

use regorus::unstable::{ArithOp, BinOp, BoolOp, Expr};

use crate::document::Span;

/// The bytes of an expression with the quotes that the engine's spans leave out. Brackets around it are not part of it.
pub(super) fn whole(text: &str, expression: &Expr) -> Span {
    let start = expression.span().start as usize;
    let start = if begins_with_text(expression) { start.saturating_sub(1) } else { start };
    Span::new(start, past_quote(text, expression.span().end as usize))
}

/// The end of something, after the quote that may follow it.
pub(super) fn past_quote(text: &str, end: usize) -> usize {
    end + usize::from(text.get(end..).is_some_and(|rest| rest.starts_with(['"', '`'])))
}

fn begins_with_text(expression: &Expr) -> bool {
    match expression {
        Expr::String { .. } | Expr::RawString { .. } => true,
        Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => begins_with_text(refr),
        Expr::BoolExpr { lhs, .. }
        | Expr::BinExpr { lhs, .. }
        | Expr::ArithExpr { lhs, .. }
        | Expr::AssignExpr { lhs, .. } => begins_with_text(lhs),
        Expr::Membership { key, value, .. } => begins_with_text(key.as_ref().unwrap_or(value)),
        _ => false,
    }
}

/// The bytes of the operator between two expressions.
pub(super) fn operator(text: &str, left: &Expr, right: &Expr, operator: &str) -> Option<Span> {
    let from = left.span().end as usize;
    let between = text.get(from..right.span().start as usize)?;
    let mut at = from;
    for line in between.split_inclusive('\n') {
        let code = line.split('#').next().unwrap_or_default();
        if let Some(found) = code.find(operator) {
            return Some(Span::new(at + found, at + found + operator.len()));
        }
        at += line.len();
    }
    None
}

/// A range with the blank lines after it, so that nothing stays of it.
pub(super) fn with_blank_lines(text: &str, range: Span) -> Span {
    let rest = text.get(range.end as usize..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches(['\n', '\r']).len();
    Span::new(range.start as usize, range.end as usize + blank)
}

/// The line of a byte, from 1.
pub(super) fn line_of(text: &str, offset: u32) -> u32 {
    let before = text.get(..offset as usize).unwrap_or_default();
    u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX).saturating_add(1)
}

/// How a comparison is written, and what it may become.
pub(super) fn comparison(operator: &BoolOp) -> (&'static str, &'static [&'static str]) {
    match operator {
        BoolOp::Eq => ("==", &["!="]),
        BoolOp::Ne => ("!=", &["=="]),
        BoolOp::Lt => ("<", &["<=", ">="]),
        BoolOp::Le => ("<=", &["<", ">"]),
        BoolOp::Gt => (">", &[">=", "<="]),
        BoolOp::Ge => (">=", &[">", "<"]),
    }
}

/// How an arithmetic operation is written, and what it becomes.
pub(super) fn arithmetic(operator: &ArithOp) -> Option<(&'static str, &'static str)> {
    match operator {
        ArithOp::Add => Some(("+", "-")),
        ArithOp::Sub => Some(("-", "+")),
        ArithOp::Mul => Some(("*", "/")),
        ArithOp::Div => Some(("/", "*")),
        ArithOp::Mod => None,
    }
}

/// How an operation on sets is written, and what it becomes.
pub(super) fn combination(operator: &BinOp) -> (&'static str, &'static str) {
    match operator {
        BinOp::Union => ("|", "&"),
        BinOp::Intersection => ("&", "|"),
    }
}
