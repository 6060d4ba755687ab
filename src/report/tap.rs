//! The report as Test Anything Protocol, version 14: a test point a document, with what speaks against it as YAML below it.

use std::io;

use super::{
    Run,
    advice::{lapsed_message, lapsed_place},
    located::place,
    printable::printable,
};
use crate::{
    diagnostic::{Diagnostic, Severity},
    exit::Exit,
    gate::{Decision, Denial, Verdict},
    manifest::Kind,
};

/// Writes the report of a run, one test point after the other.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    let problems = run.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let points = run.decisions.len() + problems.clone().count() + usize::from(run.lint.is_some());
    writeln!(out, "TAP version 14")?;
    if points == 0 {
        writeln!(out, "1..0 # SKIP nothing to judge")?;
    } else {
        writeln!(out, "1..{points}")?;
    }
    let mut tap = Tap { run, out, number: 0 };
    for decision in &run.decisions {
        tap.decision(decision)?;
    }
    for problem in problems.clone() {
        tap.point(false, &format!("{}: {}", problem.code.as_str(), problem.message), None)?;
        tap.block(|tap| tap.diagnostic(problem, "  "))?;
    }
    tap.lint()?;
    for warning in &run.warnings {
        let text = printable(&format!("{}: {}", warning.code.as_str(), warning.message));
        writeln!(tap.out, "# {text}")?;
    }
    if run.decisions.is_empty() && run.lint.is_none() && problems.clone().next().is_some() {
        writeln!(tap.out, "Bail out! Nothing could be judged")?;
    }
    Ok(())
}

struct Tap<'a> {
    run: &'a Run,
    out: &'a mut dyn io::Write,
    number: usize,
}

impl Tap<'_> {
    /// A test point. A directive says why it does not count: `TODO` for what fails and is known, `SKIP` for what was not tried.
    fn point(&mut self, passes: bool, description: &str, directive: Option<&str>) -> io::Result<()> {
        self.number += 1;
        let word = if passes { "ok" } else { "not ok" };
        write!(self.out, "{word} {} - {}", self.number, described(description))?;
        match directive {
            Some(directive) => writeln!(self.out, " # {}", printable(directive)),
            None => writeln!(self.out),
        }
    }

    fn decision(&mut self, decision: &Decision) -> io::Result<()> {
        let name = match decision.kind {
            Kind::Organization => &*decision.file,
            _ => &decision.id,
        };
        let description = format!("{name}: {}", decision.title);
        let has_no_rule = decision.rules_applied == 0;
        let is_known = !decision.suppressed.is_empty();
        let is_bad = matches!(decision.verdict, Verdict::Blocked | Verdict::Error);
        match (is_bad, has_no_rule) {
            (true, _) => self.point(false, &description, None)?,
            (false, true) if self.run.exit() == Exit::Nothing => {
                self.point(true, &description, Some("SKIP no rule applies"))?;
            }
            (false, true) => self.point(false, &format!("{description} (no rule applies)"), None)?,
            (false, false) if is_known => {
                self.point(false, &description, Some(&format!("TODO {}", reliefs(decision))))?;
            }
            (false, false) => self.point(true, &description, None)?,
        }
        self.block(|tap| tap.decision_block(decision))
    }

    /// A block of YAML below a test point.
    fn block(&mut self, content: impl FnOnce(&mut Self) -> io::Result<()>) -> io::Result<()> {
        writeln!(self.out, "  ---")?;
        content(self)?;
        writeln!(self.out, "  ...")
    }

    fn decision_block(&mut self, decision: &Decision) -> io::Result<()> {
        self.entry("  ", "verdict", decision.verdict.as_str())?;
        self.entry("  ", "title", &decision.title)?;
        self.entry("  ", "at", &place(&decision.file, decision.span, &self.run.sources))?;
        let flags: Vec<&str> = decision.flags.iter().map(|flag| flag.as_str()).collect();
        if !flags.is_empty() {
            self.entry("  ", "flags", &flags.join(", "))?;
        }
        for (key, denials) in
            [("denials", &decision.denials), ("warnings", &decision.warnings), ("suppressed", &decision.suppressed)]
        {
            if !denials.is_empty() {
                writeln!(self.out, "  {key}:")?;
            }
            for denial in denials {
                self.denial(denial, decision)?;
            }
        }
        if !decision.errors.is_empty() {
            writeln!(self.out, "  errors:")?;
        }
        for error in &decision.errors {
            self.diagnostic(error, "    - ")?;
        }
        Ok(())
    }

    fn denial(&mut self, denial: &Denial, decision: &Decision) -> io::Result<()> {
        self.entry("    - ", "rule", &denial.rule)?;
        let mut entries: Vec<(&str, String)> = vec![
            ("message", denial.message.clone()),
            ("at", place(&decision.file, denial.place.span, &self.run.sources)),
        ];
        entries.extend(denial.unblock.clone().map(|unblock| ("unblock", unblock)));
        if !denial.who.is_empty() {
            entries.push(("who", denial.who.join(", ")));
        }
        entries.extend(denial.earliest.clone().map(|earliest| ("earliest", earliest)));
        entries.extend(denial.relief.as_ref().map(|relief| ("relief", relief.words())));
        for (key, text) in entries {
            self.entry("      ", key, &text)?;
        }
        if !denial.lapsed.is_empty() {
            writeln!(self.out, "      lapsed:")?;
        }
        for lapsed in &denial.lapsed {
            self.entry("        - ", "message", &lapsed_message(lapsed))?;
            self.entry("          ", "state", lapsed.state.as_str())?;
            self.entry("          ", "at", &lapsed_place(lapsed, &self.run.sources))?;
            if let Some(unblock) = &lapsed.unblock {
                self.entry("          ", "unblock", unblock)?;
            }
        }
        Ok(())
    }

    /// What is wrong outside of a decision; `first` is what stands before the first key.
    fn diagnostic(&mut self, diagnostic: &Diagnostic, first: &str) -> io::Result<()> {
        let others = " ".repeat(first.len());
        self.entry(first, "code", diagnostic.code.as_str())?;
        self.entry(&others, "severity", diagnostic.severity.as_str())?;
        self.entry(&others, "message", &diagnostic.message)?;
        let at = match (&diagnostic.file, diagnostic.span) {
            (Some(file), Some(span)) => Some(place(file, span, &self.run.sources)),
            (file, _) => file.as_deref().map(str::to_owned),
        };
        for (key, text) in [("at", at.as_ref()), ("help", diagnostic.help.as_ref())] {
            if let Some(text) = text {
                self.entry(&others, key, text)?;
            }
        }
        Ok(())
    }

    /// The policies that were checked.
    fn lint(&mut self) -> io::Result<()> {
        let Some(lint) = &self.run.lint else { return Ok(()) };
        let description = format!("policies: {}", super::count(lint.files, "file"));
        self.point(lint.count(Severity::Error) == 0, &description, None)?;
        if lint.found.is_empty() {
            return Ok(());
        }
        self.block(|tap| {
            writeln!(tap.out, "  found:")?;
            lint.found.iter().try_for_each(|found| tap.diagnostic(found, "    - "))
        })
    }

    fn entry(&mut self, before: &str, key: &str, text: &str) -> io::Result<()> {
        writeln!(self.out, "{before}{key}: {}", quoted(text))
    }
}

/// What keeps the denials of a decision from blocking, each said once.
fn reliefs(decision: &Decision) -> String {
    let mut words: Vec<String> =
        decision.suppressed.iter().filter_map(|denial| denial.relief.as_ref()).map(|relief| relief.words()).collect();
    words.sort();
    words.dedup();
    words.join("; ")
}

/// A description in one line, in which nothing begins a directive.
fn described(text: &str) -> String {
    printable(text.trim()).replace('\\', "\\\\").replace('#', "\\#")
}

/// A text in double quotes, as YAML and, but for characters past U+FFFF, JSON read it.
fn quoted(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if printable(c.encode_utf8(&mut [0; 4])).starts_with(c) && is_shown(c) => out.push(c),
            c if (c as u32) < 0x1_0000 => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => {
                let _ = write!(out, "\\U{:08x}", c as u32);
            }
        }
    }
    out.push('"');
    out
}

/// Whether a character may stand unescaped in YAML on one line.
fn is_shown(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_holds_no_directive_and_no_line_break() {
        assert_eq!(described("a # SKIP \\# b\nnot ok"), "a \\# SKIP \\\\\\# b\u{fffd}not ok");
    }

    #[test]
    fn a_text_is_quoted_so_that_yaml_reads_it_back() {
        for text in ["a \"b\" \\n", "two\nlines\r\t", "\u{1}\u{7f}\u{85}\u{2028}\u{feff}\u{ffff}", "é 🔑 \u{202e}", ""]
        {
            let quoted = quoted(text);
            assert!(!quoted.contains('\n'), "{quoted}");
            assert_eq!(serde_yaml::from_str::<String>(&quoted).unwrap(), text, "{quoted}");
        }
    }
}
