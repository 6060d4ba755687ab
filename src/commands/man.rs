//! `man`: manual pages, one a command, from the same definitions as the help.

use std::{
    io::{self, Write},
    path::Path,
};

use clap::{Command, CommandFactory as _};
use clap_mangen::{
    Man,
    roff::{Roff, roman},
};

use super::Environment;
use crate::{
    cli::{Cli, ManArgs},
    diagnostic::Diagnostic,
    exit::Exit,
    files, report,
};

pub(super) fn run(
    args: &ManArgs,
    environment: &Environment,
    stdout: &mut dyn Write,
    stderr: &mut dyn Write,
) -> io::Result<Exit> {
    let pages = pages()?;
    let Some(dir) = &args.dir else {
        if let Some(main) = pages.first() {
            stdout.write_all(&main.text)?;
        }
        return Ok(Exit::Passed);
    };
    match write_all(&pages, dir) {
        Ok(()) => {
            writeln!(stdout, "{} in `{}`", report::count(pages.len(), "page"), files::display(dir))?;
            Ok(Exit::Passed)
        }
        Err(problem) => super::output::complain(vec![problem], environment, stderr),
    }
}

/// A manual page: the name of its file, and its troff.
struct Page {
    file: String,
    text: Vec<u8>,
}

/// The main page, then one for each command and subcommand, in the order of the help.
fn pages() -> io::Result<Vec<Page>> {
    let mut main = Cli::command().disable_help_subcommand(true);
    // This gives the subcommands their whole names: `remedy-policy export opa`, and `remedy-policy-export-opa` for the file.
    main.build();
    let mut pages = Vec::new();
    add(&main, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<Page>) -> io::Result<()> {
    let man = Man::new(command.clone());
    let file = man.get_filename();
    // The crate leaves an empty date out, and what follows would take its place. There is no date: equal programs have equal pages.
    let title = file.trim_end_matches(".1");
    let mut text =
        format!(".TH {title} 1 \"\" \"remedy-policy {}\" \"remedy-policy\"\n", env!("CARGO_PKG_VERSION")).into_bytes();
    man.render_name_section(&mut text)?;
    man.render_synopsis_section(&mut text)?;
    man.render_description_section(&mut text)?;
    if command.get_arguments().any(|argument| !argument.is_hide_set()) {
        man.render_options_section(&mut text)?;
    }
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    if let Some(help) = command.get_after_help() {
        after_help(&help.to_string()).to_writer(&mut text)?;
    }
    pages.push(Page { file, text: plain(&String::from_utf8_lossy(&text)) });
    command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set()).try_for_each(|each| add(each, pages))
}

/// What stands below the options, line by line as it is written there. `Examples:` and `Exit codes:` are headings, as are all
/// lines of one or two words before a colon; indented lines are lists; the others are paragraphs.
fn after_help(help: &str) -> Roff {
    #[derive(Clone, Copy, PartialEq)]
    enum Part {
        Blank,
        List,
        Paragraph,
    }
    let mut roff = Roff::new();
    let mut part = Part::Blank;
    for line in help.lines() {
        let heading =
            line.strip_suffix(':').filter(|heading| !heading.starts_with(' ') && heading.split(' ').count() <= 2);
        let next = match heading {
            None if line.starts_with(' ') => Part::List,
            None if !line.is_empty() => Part::Paragraph,
            _ => Part::Blank,
        };
        match (part, next) {
            (Part::List, Part::List) | (Part::Paragraph, Part::Paragraph) => {}
            (before, after) => {
                if before == Part::List {
                    roff.control("fi", []);
                }
                match after {
                    Part::List => roff.control("nf", []),
                    Part::Paragraph => roff.control("PP", []),
                    Part::Blank => &mut roff,
                };
            }
        }
        part = next;
        match heading {
            Some(heading) => roff.control("SH", [heading.to_uppercase().as_str()]),
            None if next == Part::Blank => &mut roff,
            None => roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]),
        };
    }
    if part == Part::List {
        roff.control("fi", []);
    }
    roff
}

/// Troff in ASCII: not every reader takes UTF-8, but every one knows characters by their numbers.
fn plain(text: &str) -> Vec<u8> {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ascii if ascii.is_ascii() => plain.push(ascii),
            other => plain.push_str(&format!("\\[u{:04X}]", u32::from(other))),
        }
    }
    plain.into_bytes()
}

fn write_all(pages: &[Page], dir: &Path) -> Result<(), Diagnostic> {
    std::fs::create_dir_all(dir).map_err(|error| files::failure("create", dir, &error))?;
    pages.iter().try_for_each(|page| files::write(&dir.join(&page.file), &page.text))
}
