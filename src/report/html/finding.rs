//! A decision as the page shows it: one line that says what came of it, and each denial with its lines, what unblocks it, who
//! can, and when.

use askama::Template;

use super::{
    escape::{OwnProse, Prose},
    excerpt::{self, Mark, Row},
};
use crate::{
    diagnostic::{FileName, Sources},
    document::Span,
    gate::{BaselineState, Decision, Denial, Lapsed, Relief, Verdict},
    manifest::Kind,
    policy::Catalogue,
    report::{
        advice::{lapsed_message, lapsed_place, yaml_to_add},
        human,
        located::place,
        values::{one_line, shortened, written},
    },
};

/// How many lines apart two places may be to be shown in one excerpt.
const NEAR: usize = 5;

/// The longest value that is shown whole, in characters.
const LONGEST_VALUE: usize = 300;

/// What a page has to know to show a decision.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) sources: &'a Sources,
    pub(super) catalogue: &'a Catalogue,
}

/// A decision with all that is said of it.
#[derive(Template)]
#[template(path = "finding.html")]
pub(super) struct Finding<'a> {
    head: Head<'a>,
    denials: Vec<DenialView<'a>>,
    errors: Vec<(&'static str, Prose<'a>)>,
}

/// A decision as one row for each denial.
#[derive(Template)]
#[template(path = "brief.html")]
pub(super) struct Brief<'a> {
    head: Head<'a>,
    denials: Vec<BriefDenial<'a>>,
}

/// A decision against which nothing speaks.
#[derive(Template)]
#[template(path = "fine.html")]
pub(super) struct Fine<'a> {
    head: Head<'a>,
    dates: String,
}

impl<'a> Finding<'a> {
    pub(super) fn of(decision: &'a Decision, context: Context<'a>) -> Self {
        Self {
            head: Head::of(decision, context),
            denials: said_of(decision).map(|(denial, role)| DenialView::of(denial, role, decision, context)).collect(),
            errors: decision.errors.iter().map(|error| (error.code.as_str(), Prose(&error.message))).collect(),
        }
    }
}

impl<'a> Brief<'a> {
    /// The first denials of a decision, as many as there is room for.
    pub(super) fn of(decision: &'a Decision, context: Context<'a>, room: usize) -> Self {
        let denials = said_of(decision).take(room).map(|(denial, role)| BriefDenial {
            rule: &denial.rule,
            role: role.words(denial),
            message: Prose(&denial.message),
            place: place(&decision.file, denial.place.span, context.sources),
        });
        Self { head: Head::of(decision, context), denials: denials.collect() }
    }
}

impl<'a> Fine<'a> {
    pub(super) fn of(decision: &'a Decision, context: Context<'a>) -> Self {
        let expiry = decision.acceptance.as_ref().and_then(|acceptance| acceptance.expires_at.as_ref());
        let dates = match (expiry, &decision.due) {
            (Some(day), _) => format!("expires {day}"),
            (None, Some(day)) if decision.verdict != Verdict::Closable => format!("due {day}"),
            _ => String::new(),
        };
        Self { head: Head::of(decision, context), dates }
    }
}

/// Everything that rules said of a document, in the order of every report: what blocks, what does not, what was taken out.
pub(super) fn said_of(decision: &Decision) -> impl Iterator<Item = (&Denial, Role)> {
    let denials = decision.denials.iter().map(|denial| (denial, Role::Blocks));
    let warnings = decision.warnings.iter().map(|denial| (denial, Role::Warns));
    denials.chain(warnings).chain(decision.suppressed.iter().map(|denial| (denial, Role::Relieved)))
}

/// Whether the page has more to say of a document than its verdict.
pub(super) fn is_spoken_of(decision: &Decision) -> bool {
    !decision.errors.is_empty() || said_of(decision).next().is_some()
}

/// What a denial does to the verdict.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Blocks,
    Warns,
    Relieved,
}

impl Role {
    fn class(self) -> &'static str {
        match self {
            Self::Blocks => "block",
            Self::Warns => "warn",
            Self::Relieved => "relieved",
        }
    }

    fn words(self, denial: &Denial) -> String {
        match (self, &denial.relief) {
            (_, Some(relief)) => relief.words(),
            (Self::Blocks, None) => "blocks".to_owned(),
            (Self::Warns, None) => "warns".to_owned(),
            (Self::Relieved, None) => "does not block".to_owned(),
        }
    }
}

/// What the line of a decision says, and what filters look at.
pub(super) struct Head<'a> {
    decision: &'a Decision,
    /// Its id, if that can be the target of a link.
    anchor: Option<&'a str>,
    mark: &'static str,
    what: String,
    place: String,
    rules: Vec<&'a str>,
    who: Vec<&'a str>,
}

impl<'a> Head<'a> {
    fn of(decision: &'a Decision, context: Context<'a>) -> Self {
        let mut rules: Vec<&str> = said_of(decision).map(|(denial, _)| denial.rule.as_str()).collect();
        rules.sort_unstable();
        rules.dedup();
        let mut who: Vec<&str> =
            said_of(decision).flat_map(|(denial, _)| denial.who.iter().map(String::as_str)).collect();
        who.sort_unstable();
        who.dedup();
        Self {
            decision,
            anchor: anchor(&decision.id),
            mark: mark(decision.verdict),
            what: match decision.kind {
                Kind::Organization => "organization data".to_owned(),
                _ => format!("{}, {}", human::what(decision).replace('_', " "), human::asks_for(decision)),
            },
            place: place(&decision.file, decision.span, context.sources),
            rules,
            who,
        }
    }

    /// Words with bars around each, in which a script can look one up.
    fn bars(words: &[&str]) -> String {
        if words.is_empty() { String::new() } else { format!("|{}|", words.join("|")) }
    }

    fn rule_words(&self) -> String {
        Self::bars(&self.rules)
    }

    fn who_words(&self) -> String {
        Self::bars(&self.who)
    }
}

/// The sign of a verdict; its word always stands beside it.
fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Blocked => "✗",
        Verdict::Error => "!",
        _ => "✓",
    }
}

/// An id that can be the target of a link. Those of sections begin with `s-`.
pub(super) fn anchor(id: &str) -> Option<&str> {
    let is_plain = id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | ':'));
    (is_plain && !id.is_empty() && !id.starts_with("s-")).then_some(id)
}

struct BriefDenial<'a> {
    rule: &'a str,
    role: String,
    message: Prose<'a>,
    place: String,
}

struct DenialView<'a> {
    rule: &'a str,
    title: &'a str,
    role: String,
    class: &'static str,
    is_new: bool,
    message: Prose<'a>,
    place: String,
    marks: Vec<Mark>,
    file: &'a FileName,
    sources: &'a Sources,
    found: Option<String>,
    expected: Option<OwnProse>,
    unblock: Option<Prose<'a>>,
    yaml: Option<Yaml>,
    who: &'a [String],
    earliest: Option<&'a str>,
    compare: Vec<(usize, Prose<'a>)>,
    decided: Option<Decided>,
    relief: Option<Grant<'a>>,
    lapsed: Vec<LapsedView<'a>>,
}

/// Lines to paste, and where they go.
struct Yaml {
    text: String,
    below: String,
}

struct Decided {
    condition: String,
    verb: &'static str,
    place: String,
    values: Vec<(String, String, String)>,
}

/// What keeps a denial from blocking, with those who answer for it.
struct Grant<'a> {
    reason: &'a str,
    requested_by: &'a str,
    approved_by: &'a str,
    approved_on: &'a str,
    ticket: Option<&'a str>,
    warning: Option<Prose<'a>>,
    place: String,
}

struct LapsedView<'a> {
    state: &'static str,
    message: OwnProse,
    unblock: Option<Prose<'a>>,
    place: String,
}

impl<'a> DenialView<'a> {
    fn of(denial: &'a Denial, role: Role, decision: &'a Decision, context: Context<'a>) -> Self {
        let sources = context.sources;
        let line = |span: Span| sources.line_column(&decision.file, span).map_or(0, |place| place.line);
        let here = line(denial.place.span);
        let label = human::label_of(denial).replace('`', "");
        let label = if label == "here" { String::new() } else { shortened(&label, 120) };
        let mut marks = vec![Mark { span: denial.place.span, label, is_primary: true }];
        let mut compare = Vec::new();
        for related in denial.related.iter().filter(|related| related.place.span != denial.place.span) {
            let there = line(related.place.span);
            if there.abs_diff(here) <= NEAR {
                let label = related.message.clone();
                marks.push(Mark { span: related.place.span, label, is_primary: false });
            } else {
                compare.push((there, Prose(&related.message)));
            }
        }
        Self {
            rule: &denial.rule,
            title: context.catalogue.get(&denial.rule).map_or("", |entry| entry.title.as_str()),
            role: role.words(denial),
            class: role.class(),
            is_new: denial.baseline == Some(BaselineState::New),
            message: Prose(&denial.message),
            place: place(&decision.file, denial.place.span, sources),
            marks,
            file: &decision.file,
            sources,
            found: denial
                .found
                .as_ref()
                .filter(|found| !found.is_null())
                .map(|found| shortened(&written(found), LONGEST_VALUE)),
            expected: denial
                .expected
                .as_ref()
                .map(|expected| OwnProse(shortened(&human::words(expected), LONGEST_VALUE))),
            unblock: denial.unblock.as_deref().map(Prose),
            yaml: yaml_of(denial),
            who: &denial.who,
            earliest: denial.earliest.as_deref(),
            compare,
            decided: decided_of(denial, decision, sources),
            relief: grant_of(denial, sources),
            lapsed: denial.lapsed.iter().map(|lapsed| LapsedView::of(lapsed, sources)).collect(),
        }
    }

    fn rows(&self) -> Vec<Row<'_>> {
        excerpt::rows(self.file, &self.marks, self.sources)
    }
}

fn yaml_of(denial: &Denial) -> Option<Yaml> {
    let missing = &denial.place.missing;
    let parent = denial.path.iter().take(denial.path.len().saturating_sub(missing.len())).cloned();
    let parent = parent.collect::<crate::document::Path>().to_string();
    Some(Yaml { text: yaml_to_add(denial)?, below: parent })
}

fn decided_of(denial: &Denial, decision: &Decision, sources: &Sources) -> Option<Decided> {
    let decided = denial.decided_by.as_ref()?;
    let values = decided.values.iter().map(|seen| {
        let value = match &seen.value {
            Some(value) => shortened(&written(value), LONGEST_VALUE),
            None => "absent".to_owned(),
        };
        let at = match &seen.place {
            Some((file, span)) if *file == decision.file => {
                sources.line_column(file, *span).map(|at| format!("line {}", at.line)).unwrap_or_default()
            }
            Some((file, span)) => place(file, *span, sources),
            None => String::new(),
        };
        (one_line(&seen.expression), value, at)
    });
    Some(Decided {
        condition: one_line(&decided.condition),
        verb: if decided.holds { "holds" } else { "does not hold" },
        place: place(&decided.file, decided.span, sources),
        values: values.collect(),
    })
}

fn grant_of<'a>(denial: &'a Denial, sources: &Sources) -> Option<Grant<'a>> {
    match denial.relief.as_ref()? {
        Relief::Waiver(granted) | Relief::Level(granted) => Some(Grant {
            reason: &granted.reason,
            requested_by: &granted.requested_by,
            approved_by: &granted.approved_by,
            approved_on: &granted.approved_on,
            ticket: granted.ticket.as_deref(),
            warning: granted.warning.as_deref().map(Prose),
            place: place(&granted.file, granted.span, sources),
        }),
        Relief::Baseline | Relief::EffectiveOn(_) => None,
    }
}

impl<'a> LapsedView<'a> {
    fn of(lapsed: &'a Lapsed, sources: &Sources) -> Self {
        Self {
            state: lapsed.state.as_str(),
            message: OwnProse(lapsed_message(lapsed)),
            unblock: lapsed.unblock.as_deref().map(Prose),
            place: lapsed_place(lapsed, sources),
        }
    }
}
