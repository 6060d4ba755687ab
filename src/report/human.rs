//! The report for people: each denial with the lines of its manifest, what unblocks it and who can; then totals.

use std::{fmt, fmt::Write as _, io};

use comfy_table::{CellAlignment, Table, presets};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceSpan, ThemeCharacters, ThemeStyles};

use super::{
    Run,
    advice::advice_of,
    complaint::complaints,
    excerpt::{CONTEXT_LINES, Window},
    printable::{printable, printable_lines},
    summary::summary,
    values,
};
use crate::{
    diagnostic::{Diagnostic, FileName, Severity, Sources},
    document::{Segment, Span},
    gate::{DecidedBy, Decision, Denial, Flag, Relief, Verdict},
    manifest::Kind,
    policy::Level,
};

/// How the report is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Human {
    /// Whether to use colour.
    pub color: bool,
    /// The width of a line, in columns.
    pub width: usize,
    /// Leave out warnings and totals.
    pub quiet: bool,
}

/// Writes the report of a run, one block after the other.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, style: Human, out: &mut dyn io::Write) -> io::Result<()> {
    let report = Report { run, style, handler: handler(style) };
    for decision in &run.decisions {
        out.write_all(report.decision(decision).as_bytes())?;
    }
    let has_relieved = !style.quiet && report.relieved(out)?;
    let mut rest = String::new();
    report.problems(&mut rest);
    report.lint(&mut rest);
    if !style.quiet {
        report.warnings(&mut rest);
        if has_relieved && rest.is_empty() {
            rest.push('\n');
        }
        report.totals(&mut rest);
    }
    out.write_all(rest.as_bytes())
}

/// Draws diagnostics, one block each.
pub(super) fn draw(out: &mut String, problems: &[Diagnostic], sources: &Sources, style: Human) {
    let handler = handler(style);
    for problem in problems {
        draw_block(&handler, out, &of_diagnostic(problem, sources, None));
    }
}

fn draw_block(handler: &GraphicalReportHandler, out: &mut String, block: &Block) {
    out.push('\n');
    if handler.render_report(out, block).is_err() {
        let _ = writeln!(out, "  {}: {}", block.code, block.message);
    }
}

fn handler(style: Human) -> GraphicalReportHandler {
    let theme = GraphicalTheme {
        characters: ThemeCharacters::unicode(),
        styles: if style.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
    };
    GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_links(false)
        .with_context_lines(CONTEXT_LINES)
}

struct Report<'a> {
    run: &'a Run,
    style: Human,
    handler: GraphicalReportHandler,
}

impl Report<'_> {
    /// What speaks against a finding; nothing if nothing does.
    fn decision(&self, decision: &Decision) -> String {
        let mut out = String::new();
        let warnings = if self.style.quiet { &[] } else { decision.warnings.as_slice() };
        if decision.denials.is_empty() && warnings.is_empty() {
            return out;
        }
        let _ = writeln!(out, "{}", headline(decision, self.style.color));
        for denial in decision.denials.iter().chain(warnings) {
            self.block(&mut out, &of_denial(denial, decision, &self.run.sources));
        }
        out.push('\n');
        out
    }

    /// What is known and does not block, a line each; says whether there was any. What the baseline holds is counted alone.
    fn relieved(&self, out: &mut dyn io::Write) -> io::Result<bool> {
        let mut is_any = false;
        for decision in &self.run.decisions {
            for denial in &decision.suppressed {
                if let Some(relief @ (Relief::Waiver(_) | Relief::Level(_))) = &denial.relief {
                    let line = format!("~ {} {} {}", decision.id, denial.rule, relief.words());
                    writeln!(out, "{}", printable(&line))?;
                    is_any = true;
                }
            }
        }
        Ok(is_any)
    }

    /// What could not be judged. The same complaint of many findings is shown once, with their number.
    fn problems(&self, out: &mut String) {
        for problem in &self.run.problems {
            self.block(out, &of_diagnostic(problem, &self.run.sources, None));
        }
        for complaint in complaints(self.run) {
            self.block(out, &of_diagnostic(complaint.diagnostic, &self.run.sources, Some(&complaint.concerned())));
        }
    }

    /// What is wrong with policies, and unless it shall be quiet, what could be better.
    fn lint(&self, out: &mut String) {
        for found in self.run.lint.iter().flat_map(|lint| &lint.found) {
            if found.severity == Severity::Error || !self.style.quiet {
                self.block(out, &of_diagnostic(found, &self.run.sources, None));
            }
        }
    }

    fn warnings(&self, out: &mut String) {
        for warning in &self.run.warnings {
            self.block(out, &of_diagnostic(warning, &self.run.sources, None));
        }
    }

    fn block(&self, out: &mut String, block: &Block) {
        draw_block(&self.handler, out, block);
    }

    fn totals(&self, out: &mut String) {
        let run = self.run;
        if run.decisions.iter().any(|decision| decision.kind != Kind::Organization) {
            let mut table = Table::new();
            table.load_preset(presets::NOTHING);
            for verdict in Verdict::ALL {
                table.add_row([verdict.as_str().to_owned(), run.count(verdict).to_string(), self.note(verdict)]);
            }
            if let Some(column) = table.column_mut(1) {
                column.set_cell_alignment(CellAlignment::Right);
            }
            for line in table.to_string().lines() {
                let _ = writeln!(out, "{}", line.trim_end());
            }
        }
        let _ = writeln!(out, "{}", printable(&summary(self.run)));
    }

    fn note(&self, verdict: Verdict) -> String {
        let flags: Vec<String> = Flag::ALL
            .into_iter()
            .filter_map(|flag| {
                let count = self
                    .run
                    .decisions
                    .iter()
                    .filter(|decision| decision.verdict == verdict && decision.flags.contains(&flag))
                    .count();
                (count > 0).then(|| format!("{count} {}", flag.as_str()))
            })
            .collect();
        flags.join(", ")
    }
}

/// One line that says which finding, what it asks for, and what came of it.
pub(super) fn headline(decision: &Decision, color: bool) -> String {
    let mark = match decision.verdict {
        Verdict::Blocked => "✗",
        Verdict::Error => "!",
        _ => "✓",
    };
    let flags: String = decision.flags.iter().map(|flag| format!(", {}", flag.as_str())).collect();
    if decision.kind == Kind::Organization {
        return bold(&format!("{mark} {}: {}", decision.file, printable(&decision.title)), color);
    }
    let line = format!(
        "{mark} {} {}{flags}: {} ({}, {})",
        decision.id,
        decision.verdict.as_str(),
        printable(&decision.title),
        what(decision),
        asks_for(decision),
    );
    bold(&line, color)
}

/// What the manifest asks for, in words.
pub(super) fn asks_for(decision: &Decision) -> String {
    if decision.kind == Kind::Deletion {
        return format!("was `{}`", printable(&decision.state));
    }
    let words = match decision.state.as_str() {
        "closed" => "asks to be closed",
        "completed" => "asks to be completed",
        "accepted" => "asks to be accepted",
        "contained" => "is contained",
        _ => "is open",
    };
    words.to_owned()
}

fn bold(line: &str, color: bool) -> String {
    if color { format!("\u{1b}[1m{line}\u{1b}[0m") } else { line.to_owned() }
}

/// What was judged: `high leaked_secret`, `access review`.
pub(super) fn what(decision: &Decision) -> String {
    match (&decision.severity, &decision.finding_type) {
        (Some(severity), Some(finding_type)) => format!("{severity} {finding_type}"),
        _ => "access review".to_owned(),
    }
}

/// A diagnostic with its text, as the drawing library wants it.
struct Block {
    code: String,
    severity: miette::Severity,
    message: String,
    help: Option<String>,
    source: Option<Window>,
    labels: Vec<LabeledSpan>,
}

/// How many lines apart two places may be to be shown in one excerpt; what is farther away is named by its line.
const NEAR: usize = 4;

fn of_denial(denial: &Denial, decision: &Decision, sources: &Sources) -> Block {
    let line = |span: Span| sources.line_column(&decision.file, span).map_or(0, |place| place.line);
    let here = line(denial.place.span);
    let mut labels =
        vec![LabeledSpan::new_primary_with_span(Some(printable(&label_of(denial))), source_span(denial.place.span))];
    let mut advice = advice_of(denial, sources);
    for related in denial.related.iter().filter(|related| related.place.span != denial.place.span) {
        let there = line(related.place.span);
        if there.abs_diff(here) <= NEAR {
            labels.push(LabeledSpan::new_with_span(Some(printable(&related.message)), source_span(related.place.span)));
        } else {
            advice.push(format!("compare line {there}: {}", related.message));
        }
    }
    advice.extend(denial.decided_by.iter().flat_map(|decided| decided_lines(decided, decision, sources)));
    Block {
        code: denial.rule.clone(),
        // One that a relief keeps from blocking is shown as what it is: a warning.
        severity: match (denial.level, &denial.relief) {
            (Level::Deny, None) => miette::Severity::Error,
            _ => miette::Severity::Warning,
        },
        message: printable(&denial.message),
        help: (!advice.is_empty()).then(|| printable_lines(&advice.join("\n"))),
        source: Window::around(&decision.file, &labels, sources),
        labels,
    }
}

/// What is wrong at the underlined spot: what belongs there, or what was expected.
pub(super) fn label_of(denial: &Denial) -> String {
    match (denial.place.missing.first(), &denial.expected) {
        (Some(Segment::Key(key)), _) => format!("`{key}` belongs here"),
        (Some(Segment::Index(_)), _) => "an entry belongs here".to_owned(),
        (None, Some(expected)) => format!("expected {}", words(expected)),
        (None, None) => "here".to_owned(),
    }
}

/// A value in a sentence.
pub(super) fn words(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(words).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The condition that decided, and the values that it saw.
fn decided_lines(decided: &DecidedBy, decision: &Decision, sources: &Sources) -> Vec<String> {
    let line_of = |file: &FileName, span: Span| sources.line_column(file, span).map_or(0, |place| place.line);
    let verb = if decided.holds { "holds" } else { "does not hold" };
    let condition = values::shortened(&values::one_line(&decided.condition), 90);
    let mut lines = vec![format!(
        "decided by: `{condition}`, which {verb} ({}:{})",
        decided.file,
        line_of(&decided.file, decided.span)
    )];
    for seen in &decided.values {
        let value =
            seen.value.as_ref().map_or_else(|| "is absent".to_owned(), |value| format!("= {}", values::written(value)));
        let place = match &seen.place {
            Some((file, span)) if *file == decision.file => format!(", line {}", line_of(file, *span)),
            Some((file, span)) => format!(", {file}:{}", line_of(file, *span)),
            None => String::new(),
        };
        let expression = values::one_line(&seen.expression);
        lines.push(format!("  {} {}{place}", values::shortened(&expression, 60), values::shortened(&value, 60)));
    }
    lines
}

fn of_diagnostic(problem: &Diagnostic, sources: &Sources, concerned: Option<&str>) -> Block {
    let mut labels = Vec::new();
    let is_known = problem.file.as_ref().is_some_and(|file| sources.text(file).is_some());
    if let (Some(span), true) = (problem.span, is_known) {
        labels.push(LabeledSpan::new_primary_with_span(
            Some(problem.label.as_deref().map_or_else(|| "here".to_owned(), printable)),
            source_span(span),
        ));
        labels.extend(
            problem.related.iter().map(|related| {
                LabeledSpan::new_with_span(Some(printable(&related.message)), source_span(related.span))
            }),
        );
    }
    let help: Vec<&str> = problem.help.as_deref().into_iter().chain(concerned).collect();
    Block {
        code: problem.code.as_str().to_owned(),
        severity: match problem.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        },
        message: printable(&problem.message),
        help: (!help.is_empty()).then(|| printable_lines(&help.join("\n"))),
        source: problem.file.as_ref().and_then(|file| Window::around(file, &labels, sources)),
        labels,
    }
}

fn source_span(span: Span) -> SourceSpan {
    SourceSpan::from(span)
}

impl fmt::Debug for Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl fmt::Display for Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Block {}

impl miette::Diagnostic for Block {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        self.source.as_ref().map(|source| source as &dyn miette::SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
