//! The report as one page for a browser: no network, no other file, every text escaped, written as a stream.

pub(crate) mod escape;
mod excerpt;
mod finding;
mod problems;
mod summary;
mod tables;
#[cfg(test)]
mod tests;
mod timeline;

use std::io;

use askama::Template;
use data_encoding::BASE64;
use sha2::{Digest as _, Sha256};

use self::{
    finding::{Brief, Context, Finding, Fine, is_spoken_of, said_of},
    problems::Problems,
    summary::{Filters, Start},
    tables::{Baseline, Rules, Waivers},
    timeline::Timeline,
};
use super::Run;
use crate::gate::Decision;

/// How many denials are shown with their lines. A browser is slow on a page of more.
const DETAILED: usize = 2_000;

/// How many denials are shown at all; the page says how many there are beyond, and where.
const LISTED: usize = 10_000;

/// How many documents against which nothing speaks are listed.
const FINE: usize = 5_000;

const STYLE: &str = include_str!("templates/page.css");
const SCRIPT: &str = include_str!("templates/page.js");

/// A tick mark, as the icon of the page; without one a browser would ask the server for it.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Ccircle cx='8' \
    cy='8' r='7.5' fill='%231f6a3d'/%3E%3Cpath d='m4.500 8.500 2.500 2.500 4.500-5.500' fill='none' stroke='%23fff' \
    stroke-width='1.800'/%3E%3C/svg%3E";

/// Writes the page of a run.
///
/// # Errors
///
/// What is written to does not take it.
pub fn render(run: &Run, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page { out };
    let errors = Problems::errors(run);
    let warnings = Problems::warnings(run);
    let timeline = Timeline::of(run);
    let waivers = Waivers::of(run);
    let baseline = Baseline::of(run);
    let rules = Rules::of(run);
    let sections: Vec<(&'static str, &'static str)> = [
        (errors.is_some(), "s-problems", "Could not be judged"),
        (timeline.is_some(), "s-timeline", "Dates"),
        (!run.decisions.is_empty(), "s-findings", "Findings"),
        (waivers.is_some(), "s-waivers", "Waivers"),
        (baseline.is_some(), "s-baseline", "Baseline"),
        (rules.is_some(), "s-rules", "Rules"),
        (warnings.is_some(), "s-notes", "Worth knowing"),
    ]
    .into_iter()
    .filter(|(is_there, ..)| *is_there)
    .map(|(_, id, title)| (id, title))
    .collect();
    page.write(&Start::of(run, security_policy(), STYLE, SCRIPT, &sections))?;
    page.write_if(errors.as_ref())?;
    page.write_if(timeline.as_ref())?;
    page.findings(run)?;
    page.write_if(waivers.as_ref())?;
    page.write_if(baseline.as_ref())?;
    page.write_if(rules.as_ref())?;
    page.write_if(warnings.as_ref())?;
    page.out.write_all(include_bytes!("templates/end.html"))
}

/// What the page may load and run: the style and the script that stand in it, by their digests, and nothing else.
fn security_policy() -> String {
    let digest = |text: &str| BASE64.encode(&Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; base-uri 'none'; form-action 'none'",
        digest(STYLE),
        digest(SCRIPT),
    )
}

struct Page<'a> {
    out: &'a mut dyn io::Write,
}

impl Page<'_> {
    fn write(&mut self, part: &impl Template) -> io::Result<()> {
        Template::write_into(part, &mut self.out)
    }

    fn write_if(&mut self, part: Option<&impl Template>) -> io::Result<()> {
        part.map_or(Ok(()), |part| self.write(part))
    }

    fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// The filters, what rules had something to say of, and below that what passed.
    fn findings(&mut self, run: &Run) -> io::Result<()> {
        if run.decisions.is_empty() {
            return Ok(());
        }
        let context = Context { sources: &run.sources, catalogue: &run.catalogue };
        self.write(&Filters::of(run))?;
        let mut left = Left::default();
        let mut shown = 0;
        self.text("<div class=\"list\" id=\"s-list\">\n")?;
        for decision in run.decisions.iter().filter(|decision| is_spoken_of(decision)) {
            let denials = said_of(decision).count();
            if shown + denials <= DETAILED {
                self.write(&Finding::of(decision, context))?;
            } else if shown < LISTED {
                let room = LISTED - shown;
                left.denials += denials.saturating_sub(room);
                self.write(&Brief::of(decision, context, room))?;
            } else {
                left.denials += denials;
                left.documents += 1;
            }
            shown += denials;
        }
        self.text("</div>\n")?;
        self.write(&left)?;
        self.fine(run.decisions.iter().filter(|decision| !is_spoken_of(decision)), context)?;
        self.text("</section>\n")
    }

    fn fine<'a>(&mut self, fine: impl Iterator<Item = &'a Decision> + Clone, context: Context<'a>) -> io::Result<()> {
        let number = fine.clone().count();
        if number == 0 {
            return Ok(());
        }
        self.write(&FineStart { number })?;
        for decision in fine.take(FINE) {
            self.write(&Fine::of(decision, context))?;
        }
        self.write(&FineEnd { more: number.saturating_sub(FINE) })
    }
}

/// What there is no room for.
#[derive(Default, Template)]
#[template(path = "left.html")]
struct Left {
    denials: usize,
    documents: usize,
}

#[derive(Template)]
#[template(path = "fine_start.html")]
struct FineStart {
    number: usize,
}

#[derive(Template)]
#[template(path = "fine_end.html")]
struct FineEnd {
    more: usize,
}
