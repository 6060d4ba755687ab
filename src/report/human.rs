//! The report for people: each denial with the lines of its manifest, what unblocks it and who can; then totals.

use std::{collections::BTreeMap, fmt, fmt::Write as _, io};

use comfy_table::{CellAlignment, Table, presets};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceSpan, ThemeCharacters, ThemeStyles};

use super::{
    Run,
    excerpt::{CONTEXT_LINES, Window},
    lint,
    printable::{printable, printable_lines},
    suggestion::missing_yaml,
    values,
};
use crate::{
    diagnostic::{Diagnostic, FileName, Severity, Sources},
    document::{Segment, Span},
    exit::Exit,
    gate::{DecidedBy, Decision, Denial, Flag, Verdict},
    manifest::Kind,
    policy::Level,
    wording::count,
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
    let mut rest = String::new();
    report.problems(&mut rest);
    report.lint(&mut rest);
    if !style.quiet {
        report.warnings(&mut rest);
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

    /// What could not be judged. The same complaint of many findings is shown once, with their number.
    fn problems(&self, out: &mut String) {
        let mut findings: BTreeMap<Complaint<'_>, Vec<&str>> = BTreeMap::new();
        let mut first: BTreeMap<Complaint<'_>, &Diagnostic> = BTreeMap::new();
        for decision in &self.run.decisions {
            for error in &decision.errors {
                let key = Complaint::of(error, &decision.file);
                findings.entry(key.clone()).or_default().push(&decision.id);
                first.entry(key).or_insert(error);
            }
        }
        for problem in &self.run.problems {
            self.block(out, &of_diagnostic(problem, &self.run.sources, None));
        }
        for (key, problem) in &first {
            let ids = findings.get(key).map(Vec::as_slice).unwrap_or_default();
            self.block(out, &of_diagnostic(problem, &self.run.sources, Some(&concerned(ids))));
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
        let _ = writeln!(out, "{}", self.summary());
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

    fn summary(&self) -> String {
        let run = self.run;
        let denials: usize = run.decisions.iter().map(|decision| decision.denials.len()).sum();
        let mut parts = vec![match run.exit() {
            Exit::Passed | Exit::Blocked | Exit::Error if run.lint.is_some() => lint::summary(run, denials),
            Exit::Passed => format!("passed: {}, none blocked", run.judged()),
            Exit::Blocked => {
                format!("blocked: {} of {} by {}", run.count(Verdict::Blocked), run.judged(), count(denials, "denial"))
            }
            Exit::Error => format!(
                "not everything could be judged: {} in files; of {} read, {} could not be judged, {} blocked",
                count(run.problems.iter().filter(|problem| problem.severity == Severity::Error).count(), "problem"),
                run.judged(),
                run.count(Verdict::Error),
                run.count(Verdict::Blocked)
            ),
            Exit::Nothing => "nothing to judge".to_owned(),
        }];
        if let Some(at) = &run.at {
            parts.push(format!("judged as of {} ({} {})", at.time(), at.date(), at.zone()));
        }
        if let Some(profile) = &run.profile {
            let rules = if !run.catalogue.is_empty() {
                format!(", {}", count(run.catalogue.len(), "rule"))
            } else {
                String::new()
            };
            parts.push(format!("profile {profile}{rules}"));
        }
        for feed in &run.feeds {
            parts.push([feed.feed, feed.version.as_deref().unwrap_or_default()].join(" ").trim_end().to_owned());
        }
        parts.join(" · ")
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
pub(super) fn asks_for(decision: &Decision) -> &'static str {
    match decision.state.as_str() {
        "closed" => "asks to be closed",
        "completed" => "asks to be completed",
        "accepted" => "asks to be accepted",
        "contained" => "is contained",
        _ => "is open",
    }
}

fn bold(line: &str, color: bool) -> String {
    if color { format!("\u{1b}[1m{line}\u{1b}[0m") } else { line.to_owned() }
}

/// What makes two complaints the same one: a failing policy is one place, an input that is missing is one name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Complaint<'a> {
    code: &'static str,
    message: &'a str,
    file: Option<&'a str>,
    span: Option<Span>,
}

impl<'a> Complaint<'a> {
    pub(super) fn of(problem: &'a Diagnostic, finding_file: &FileName) -> Self {
        let points_at_the_finding = problem.file.as_ref() == Some(finding_file);
        Self {
            code: problem.code.as_str(),
            message: &problem.message,
            file: problem.file.as_deref().filter(|_| !points_at_the_finding),
            span: problem.span.filter(|_| !points_at_the_finding),
        }
    }
}

/// What was judged: `high leaked_secret`, `access review`.
pub(super) fn what(decision: &Decision) -> String {
    match (&decision.severity, &decision.finding_type) {
        (Some(severity), Some(finding_type)) => format!("{severity} {finding_type}"),
        _ => "access review".to_owned(),
    }
}

/// Names the findings that a complaint concerns, at most three of them.
fn concerned(ids: &[&str]) -> String {
    let (named, more) = ids.split_at(ids.len().min(3));
    match more.len() {
        0 => format!("concerns {}", named.join(", ")),
        rest => format!("concerns {} and {rest} more", named.join(", ")),
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
    let mut advice = advice_of(denial);
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
        severity: match denial.level {
            Level::Deny => miette::Severity::Error,
            Level::Warn => miette::Severity::Warning,
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

/// What unblocks, the lines to add, who can, and when at the earliest.
fn advice_of(denial: &Denial) -> Vec<String> {
    let mut lines: Vec<String> = denial.unblock.iter().cloned().collect();
    if !denial.place.missing.is_empty()
        && let Some(yaml) = missing_yaml(&denial.place.missing, denial.expected.as_ref())
    {
        lines.extend(yaml.lines().map(|line| format!("  {line}")));
    }
    if !denial.who.is_empty() {
        lines.push(format!("who can: {}", denial.who.join(", ")));
    }
    if let Some(earliest) = &denial.earliest {
        lines.push(format!("at the earliest: {earliest}"));
    }
    lines
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
