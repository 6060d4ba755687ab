//! Reads a tree of which most is only looked up: what has to be at hand is read as ever, of the rest a record is enough.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Elsewhere, Entry, Manifests,
    cache::{Cache, Key, Known, Record},
    read,
};
use crate::{diagnostic::FileName, files, progress::Progress};

/// What a tree holds.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// What is at hand, and what is wrong.
    pub manifests: Manifests,
    /// The documents of the other files, in the order of files.
    pub known: Vec<Entry>,
}

/// Which files have to be at hand. A file that cannot be read, or that shares an id with another one, always is.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    /// Whether a file is, by its name alone: its record is not even looked up.
    pub file: &'a (dyn Fn(&FileName) -> bool + Sync),
    /// Whether a file is, by what is known of it.
    pub known: &'a (dyn Fn(&Known) -> bool + Sync),
}

impl Wanted<'_> {
    /// Every file.
    pub const ALL: Wanted<'static> = Wanted { file: &|_| true, known: &|_| true };

    /// No file but those that always are.
    pub const NONE: Wanted<'static> = Wanted { file: &|_| false, known: &|_| false };
}

/// What is at hand of a file.
enum Part {
    Read(Manifests),
    Known(Known),
}

/// A file, and what has to be noted of it.
struct Found {
    part: Part,
    key: Option<Key>,
    record: Option<Box<[u8]>>,
}

/// Reads the manifests of files and folders on the threads of the current pool, as far as they are wanted. An id that the
/// documents elsewhere have more than once belongs to no document.
#[must_use]
pub fn read_tree(
    paths: &[PathBuf],
    wanted: Wanted<'_>,
    elsewhere: &Elsewhere,
    cache: &mut Cache,
    progress: &Progress,
) -> Tree {
    let mut tree = Tree::default();
    let files = read::list(paths, &mut tree.manifests.problems);
    progress.begin("reading", files.len());
    let mut parts = find(&files, wanted, cache, progress);
    // Which of two documents with one id is meant cannot be known; to say where they stand, both are needed.
    while read_shared(&files, &mut parts) {}
    for part in parts {
        match part {
            Part::Read(manifests) => tree.manifests.append(manifests),
            Part::Known(known) => tree.known.extend(known.entries),
        }
    }
    tree.manifests.refuse_duplicate_ids(elsewhere);
    tree
}

/// What the documents of files and folders can be looked up by. Files that cannot be read are passed over, and so are
/// documents that share an id.
#[must_use]
pub fn read_entries(paths: &[PathBuf], wanted: Wanted<'_>, cache: &mut Cache) -> Vec<Entry> {
    let files = read::list(paths, &mut Vec::new());
    let parts = find(&files, wanted, cache, &Progress::default());
    let mut entries: Vec<Entry> = parts
        .into_iter()
        .flat_map(|part| match part {
            Part::Read(manifests) => manifests.documents.iter().map(Entry::from).collect(),
            Part::Known(known) => known.entries,
        })
        .collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &entries {
        match times.get_mut(&entry.id) {
            Some(times) => *times += 1,
            None => drop(times.insert(entry.id.clone(), 1)),
        }
    }
    entries.retain(|entry| times.get(&entry.id) == Some(&1));
    entries
}

fn find(files: &[PathBuf], wanted: Wanted<'_>, cache: &mut Cache, progress: &Progress) -> Vec<Part> {
    cache.expect(files.len());
    let known: &Cache = cache;
    let found: Vec<Found> = files
        .par_iter()
        .map(|file| {
            let found = look_at(file, wanted, known);
            progress.advance();
            found
        })
        .collect();
    found
        .into_iter()
        .map(|Found { part, key, record }| {
            if let Some(key) = key {
                cache.hold(key, record);
            }
            part
        })
        .collect()
}

fn look_at(file: &Path, wanted: Wanted<'_>, cache: &Cache) -> Found {
    let name = files::display(file);
    let bytes = match files::read(file) {
        Ok(bytes) => bytes,
        Err(problem) => {
            let manifests = Manifests { problems: vec![problem.in_file(&name)], ..Manifests::default() };
            return Found { part: Part::Read(manifests), key: None, record: None };
        }
    };
    let is_wanted = (wanted.file)(&name);
    if is_wanted && !cache.remembers() {
        let manifests = read::of_bytes(&name, bytes, Some(folder(file)));
        return Found { part: Part::Read(manifests), key: None, record: None };
    }
    let key = Key::of(&name, &bytes);
    if !is_wanted
        && let Some(known) = cache.known(&key, file, &name)
        && !(wanted.known)(&known)
    {
        return Found { part: Part::Known(known), key: Some(key), record: None };
    }
    let manifests = read::of_bytes(&name, bytes, Some(folder(file)));
    let Some(record) = Record::encode(&manifests) else {
        return Found { part: Part::Read(manifests), key: None, record: None };
    };
    // What was not wanted is known by its record from the first time on, so that a run is the same with and without one.
    let known = Record::decode(&record).filter(|_| !is_wanted).and_then(|record| record.known(file, &name));
    let part = match known {
        Some(known) if !(wanted.known)(&known) => Part::Known(known),
        _ => Part::Read(manifests),
    };
    Found { part, key: Some(key), record: Some(record) }
}

fn folder(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// Reads the files of which only records are at hand, and which share an id with another file. Whether there were any.
fn read_shared(files: &[PathBuf], parts: &mut [Part]) -> bool {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for part in &*parts {
        match part {
            Part::Read(manifests) => {
                manifests.documents.iter().for_each(|document| *times.entry(&document.id).or_default() += 1);
            }
            Part::Known(known) => known.entries.iter().for_each(|entry| *times.entry(&entry.id).or_default() += 1),
        }
    }
    let is_shared = |part: &Part| match part {
        Part::Read(_) => false,
        Part::Known(known) => known.entries.iter().any(|entry| times.get(entry.id.as_str()) > Some(&1)),
    };
    let shared: Vec<usize> =
        parts.iter().enumerate().filter(|(_, part)| is_shared(part)).map(|(number, _)| number).collect();
    for number in &shared {
        if let (Some(file), Some(part)) = (files.get(*number), parts.get_mut(*number)) {
            *part = Part::Read(read::of_file(file));
        }
    }
    !shared.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Place;

    const TEXT: &str = "{apiVersion: remedy-policy/v1, kind: Finding, id: F-1, title: t, type: vulnerability, \
        severity: low, state: open, exposure: {cve: CVE-2026-1000}, control: {id: AC-1}, \
        source: {kind: scanner, detected_at: 2026-11-02}}";

    /// A folder with two findings, and a cache in which the second one's record is that of another document.
    fn poisoned() -> (tempfile::TempDir, PathBuf, Cache) {
        let folder = tempfile::tempdir().unwrap();
        let findings = folder.path().join("findings");
        std::fs::create_dir(&findings).unwrap();
        std::fs::write(findings.join("a.yaml"), TEXT).unwrap();
        let second = TEXT.replace("F-1", "F-2");
        std::fs::write(findings.join("b.yaml"), &second).unwrap();
        let place = Place::new(&folder.path().join("cache"), std::slice::from_ref(&findings), 0);
        let mut cache = Cache::new(Some(place.clone()), false);
        cache.expect(2);
        let other = read::of_bytes(&"b.yaml".into(), TEXT.replace("F-1", "F-3").into_bytes(), None);
        cache.hold(Key::of("b.yaml", second.as_bytes()), Record::encode(&other));
        cache.write().unwrap();
        (folder, findings, Cache::new(Some(place), false))
    }

    fn ids(tree: &Tree) -> (Vec<&str>, Vec<&str>) {
        let read = tree.manifests.documents.iter().map(|document| document.id.as_str()).collect();
        (read, tree.known.iter().map(|entry| entry.id.as_str()).collect())
    }

    #[test]
    fn a_record_says_what_reading_says() {
        let (_folder, findings, _) = poisoned();
        let mut cache = Cache::new(None, true);
        let paths = [findings];
        let read = read_tree(&paths, Wanted::ALL, &Elsewhere::default(), &mut cache, &Progress::default());
        let known = read_tree(&paths, Wanted::NONE, &Elsewhere::default(), &mut cache, &Progress::default());
        assert_eq!((read.manifests.documents.len(), known.manifests.documents.len()), (2, 0));
        assert_eq!(known.known, read.manifests.documents.iter().map(Entry::from).collect::<Vec<_>>());
    }

    /// Who can write the cache can hide what a file holds; not what is wanted, and not by claiming what another file holds.
    #[test]
    fn what_decides_is_read_whatever_a_record_claims() {
        let (_folder, findings, mut cache) = poisoned();
        let paths = [findings];
        let tree = read_tree(&paths, Wanted::NONE, &Elsewhere::default(), &mut cache, &Progress::default());
        assert_eq!(ids(&tree), (vec![], vec!["F-1", "F-3"]));
        let wanted = Wanted { file: &|_| false, known: &|known| known.entries.iter().any(|entry| entry.id == "F-3") };
        let tree = read_tree(&paths, wanted, &Elsewhere::default(), &mut cache, &Progress::default());
        assert_eq!(ids(&tree), (vec![], vec!["F-1", "F-2"]));
        let (_folder, findings, mut cache) = poisoned();
        let paths = [findings];
        let wanted = Wanted { file: &|name| name.ends_with("b.yaml"), known: &|_| false };
        let tree = read_tree(&paths, wanted, &Elsewhere::default(), &mut cache, &Progress::default());
        assert_eq!(ids(&tree), (vec!["F-2"], vec!["F-1"]));
    }

    #[test]
    fn files_that_share_an_id_are_read_and_refused() {
        let (_folder, findings, _) = poisoned();
        std::fs::write(findings.join("c.yaml"), TEXT.replace("title: t", "title: u")).unwrap();
        let paths = [findings];
        for mut cache in [Cache::default(), Cache::new(None, true)] {
            for _ in 0..2 {
                let tree = read_tree(&paths, Wanted::NONE, &Elsewhere::default(), &mut cache, &Progress::default());
                assert_eq!(ids(&tree), (vec![], vec!["F-2"]));
                assert_eq!(tree.manifests.problems.len(), 2);
                let entries = read_entries(&paths, Wanted::NONE, &mut cache);
                assert_eq!(entries.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(), ["F-2"]);
            }
        }
    }
}
