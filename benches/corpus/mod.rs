//! A made-up tree of findings with the organisation and the feed that they need. Everything follows from the number of the
//! finding: two runs write the same bytes, and a larger tree begins with the findings of a smaller one.

mod closure;
mod finding;
mod organization;

use std::{
    error::Error,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use jiff::{ToSpan as _, civil::Date};
use remedy_policy::{
    document::{Limits, parse_yaml},
    engine::Data,
};

pub(crate) use finding::{id, text};

/// The evaluation time of all runs over the tree.
pub(crate) const AT: &str = "2026-11-20T12:00:00Z";

/// The day of the evaluation time.
const TODAY: Date = jiff::civil::date(2026, 11, 20);

/// How many findings a folder holds.
const FOLDER: usize = 1000;

const CONFIG: &str = "\
apiVersion: remedy-policy/v1
kind: Config
findings: [findings]
org: [org]
feeds: [feeds]
profile: default
time_zone: UTC
";

/// A tree on the disk.
pub(crate) struct Corpus {
    /// Its folder.
    pub(crate) root: PathBuf,
    /// The finding that is taken where one is enough: a closure that holds.
    pub(crate) one: PathBuf,
    /// How many lines all manifests have.
    pub(crate) lines: usize,
    /// How many bytes all manifests have.
    pub(crate) bytes: usize,
}

impl Corpus {
    /// Writes a tree of `count` findings, in place of what is there already.
    pub(crate) fn write(root: &Path, count: usize) -> Result<Self, Box<dyn Error>> {
        if root.exists() {
            fs::remove_dir_all(root)?;
        }
        write_organization(root, count)?;
        let mut corpus = Self { root: root.to_path_buf(), one: PathBuf::new(), lines: 0, bytes: 0 };
        for number in 0..count {
            let folder = root.join("findings").join(format!("{:03}", number / FOLDER));
            if number % FOLDER == 0 {
                fs::create_dir_all(&folder)?;
            }
            let file = folder.join(format!("{}.yaml", id(number)));
            let text = text(number)?;
            fs::write(&file, &text)?;
            corpus.lines += text.lines().count();
            corpus.bytes += text.len();
            if corpus.one.as_os_str().is_empty() && finding::is_closure_that_holds(number) {
                corpus.one = file;
            }
        }
        Ok(corpus)
    }

    /// Writes a second tree with the same organisation and one finding, and the finding once more into a folder of its own
    /// without configuration. Gives back that folder.
    pub(crate) fn copy_one(&self, root: &Path) -> Result<PathBuf, Box<dyn Error>> {
        Self::write(root, 0)?;
        fs::copy(&self.one, root.join("findings/one.yaml"))?;
        let alone = root.with_extension("alone");
        fs::create_dir_all(&alone)?;
        fs::copy(&self.one, alone.join("one.yaml"))?;
        Ok(alone)
    }
}

/// Writes what so many findings are judged by: configuration, organisation and feed. The folder of findings is there, too,
/// and empty.
pub(crate) fn write_organization(root: &Path, findings: usize) -> Result<(), Box<dyn Error>> {
    for folder in ["org", "feeds", "findings"] {
        fs::create_dir_all(root.join(folder))?;
    }
    fs::write(root.join("remedy-policy.yaml"), CONFIG)?;
    for (name, text) in organization::files(findings)? {
        fs::write(root.join("org").join(name), text)?;
    }
    fs::write(root.join("feeds/kev.json"), organization::kev()?)?;
    Ok(())
}

/// Writes the same findings as JSON, one a line, as `check -` reads them.
pub(crate) fn write_lines(out: &mut dyn Write, count: usize) -> Result<(), Box<dyn Error>> {
    for number in 0..count {
        let parsed = parse_yaml(&text(number)?, &Limits::default());
        let document = parsed.documents.first().ok_or("a finding of the corpus does not parse")?;
        serde_json::to_writer(&mut *out, &Data::from_node(&document.root).to_json())?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// A number below `below` that follows from the number of a finding and the question that is asked of it. Neighbours get
/// numbers that have nothing to do with each other (the finaliser of splitmix64).
fn pick(number: usize, question: u64, below: usize) -> usize {
    let mut bits =
        (number as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ question.wrapping_mul(0xd1b5_4a32_d192_ed03);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    usize::try_from(bits % below.max(1) as u64).unwrap_or_default()
}

/// One of several, by number.
fn of<T: Copy + Default>(several: &[T], number: usize) -> T {
    several.get(number % several.len().max(1)).copied().unwrap_or_default()
}

/// A day so many days later; earlier if negative.
fn later(day: Date, days: i64) -> Result<Date, jiff::Error> {
    day.checked_add(days.days())
}
