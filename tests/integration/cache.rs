//! What files hold is remembered by their content: a warm run prints what a cold one does, and nothing that lies in the cache
//! keeps a run from working.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
};

use crate::{
    common::{Folder, Outcome, command},
    git_repository::{Repository, expect, ids},
};

const OPEN: &str = "findings/open.yaml";
const CLOSABLE: &str = "findings/closable.yaml";

/// A rule that prints the index: what is looked up of findings that are not judged.
const INDEX: &str = "package own\n\nimport rego.v1\n\ndeny contains msg if {\n\tmsg := json.marshal(data.index)\n}\n";

/// A branch that changes one finding of three, judged by a rule that shows all of them.
fn branch() -> (Repository, String) {
    let repository = Repository::new();
    repository.write("policies/own.rego", INDEX);
    repository.replace(OPEN, "title: Shop", "title: The shop");
    let cache = repository.outside().join("cache").to_string_lossy().into_owned();
    (repository, cache)
}

fn check(repository: &Repository, more: &[&str]) -> Outcome {
    repository.check(&[&["--changed-since", "main"], more].concat())
}

/// The files of a cache whose names begin so.
fn files(cache: &Path, start: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(cache).into_iter().flatten().map(|entry| entry.unwrap());
    entries.filter(|entry| entry.file_name().to_str().unwrap().starts_with(start)).map(|entry| entry.path()).collect()
}

/// The one file of a cache that holds what a tree holds.
fn file(cache: &str) -> PathBuf {
    let [file] = files(Path::new(cache), "index-").try_into().unwrap();
    file
}

fn same(a: &Outcome, b: &Outcome) {
    assert_eq!((a.code, &a.stdout, &a.stderr), (b.code, &b.stdout, &b.stderr));
}

#[test]
fn a_warm_run_prints_what_a_cold_one_does() {
    let (repository, cache) = branch();
    for args in [&[][..], &["findings/open.yaml"], &["--format", "json"], &["--format", "sarif"]] {
        let _ = std::fs::remove_dir_all(&cache);
        let plain = check(&repository, &[args, &["--no-cache"]].concat());
        assert_eq!(plain.code, 1, "{plain:?}");
        assert!(plain.stdout.contains("HP-2026-007"), "{plain:?}");
        assert!(!Path::new(&cache).exists());
        let cached = [args, &["--cache", &cache]].concat();
        same(&plain, &check(&repository, &cached));
        let written = std::fs::read(file(&cache)).unwrap();
        same(&plain, &check(&repository, &cached));
        assert_eq!(std::fs::read(file(&cache)).unwrap(), written);
    }
    // One finding of a tree looks the rest up, too; a full check keeps up what both need.
    let one = |more: &[&str]| repository.check(&[&[CLOSABLE], more].concat());
    let all = |more: &[&str]| repository.check(more);
    let before = std::fs::read(file(&cache)).unwrap();
    same(&one(&["--no-cache"]), &one(&["--cache", &cache]));
    same(&all(&["--no-cache"]), &all(&["--cache", &cache]));
    assert_eq!(std::fs::read(file(&cache)).unwrap(), before);
}

#[test]
fn the_content_alone_decides() {
    let (repository, cache) = branch();
    let args = [OPEN, "--cache", &cache, "--format", "json"];
    assert!(!repository.check(&args).stdout.contains("HP-2026-777"));
    // The same size, the same time.
    let path = repository.top.join(CLOSABLE);
    let time = std::fs::metadata(&path).unwrap().modified().unwrap();
    repository.replace(CLOSABLE, "HP-2026-011", "HP-2026-777");
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    let outcome = repository.check(&args);
    assert!(outcome.stdout.contains("HP-2026-777") && !outcome.stdout.contains("HP-2026-011"), "{outcome:?}");
    // The same content, read in another way.
    let text = repository.read(CLOSABLE);
    repository.remove(CLOSABLE);
    repository.write("findings/closable.json", text);
    let outcome = repository.check(&args);
    assert!(!outcome.stdout.contains("HP-2026-777"), "{outcome:?}");
}

#[test]
fn a_cache_that_is_damaged_is_not_believed_and_written_anew() {
    let (repository, cache) = branch();
    let cached = ["--cache", cache.as_str(), "--format", "json"];
    let whole = check(&repository, &cached);
    let path = file(&cache);
    let good = std::fs::read(&path).unwrap();
    let flipped = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let middle = good.len() / 2;
    let id = good.windows(11).position(|window| window == b"HP-2026-011").unwrap();
    let mut bad: Vec<Vec<u8>> = [0, 15, 16, 40, 48, 60, middle, id + 10, good.len() - 1].map(flipped).to_vec();
    bad.extend([Vec::new(), good[..16].to_vec(), good[..middle].to_vec(), good[..good.len() - 1].to_vec()]);
    bad.extend([b"{}".to_vec(), vec![0xff; 4096], [good.clone(), b"more".to_vec()].concat()]);
    for bytes in bad {
        std::fs::write(&path, bytes).unwrap();
        same(&check(&repository, &cached), &whole);
        assert_eq!(std::fs::read(&path).unwrap(), good);
    }
}

#[test]
fn a_cache_that_cannot_be_written_is_told_to_who_asked_for_it() {
    let (repository, cache) = branch();
    let plain = check(&repository, &["--no-cache"]);
    check(&repository, &["--cache", &cache]);
    let path = file(&cache);
    std::fs::remove_file(&path).unwrap();
    std::fs::create_dir(&path).unwrap();
    let outcome = check(&repository, &["--cache", &cache]);
    assert_eq!(outcome.code, plain.code);
    assert!(outcome.stdout.contains("could not remember in `"), "{outcome:?}");
    let file = repository.outside().join("file");
    std::fs::write(&file, "").unwrap();
    let outcome = check(&repository, &["--cache", file.to_str().unwrap()]);
    assert_eq!(outcome.code, plain.code);
    assert!(outcome.stdout.contains("it is no folder"), "{outcome:?}");
    assert_eq!(check(&repository, &["--cache", &cache, "--no-cache"]).code, 2);
}

#[test]
fn processes_share_a_cache() {
    let (repository, cache) = branch();
    let args = ["check", "--at", "2026-11-20", "--changed-since", "main", "--cache", &cache];
    let start = || command(&repository.top, &args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let running: Vec<_> = (0..4).map(|_| start()).collect();
    let plain = check(&repository, &["--no-cache"]);
    for process in running {
        let output = process.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), plain.stdout);
    }
    let written = std::fs::read(file(&cache)).unwrap();
    same(&check(&repository, &["--cache", &cache]), &plain);
    assert_eq!(std::fs::read(file(&cache)).unwrap(), written);
}

#[test]
fn what_the_tree_holds_no_longer_is_dropped_once_it_is_half_of_all() {
    let (repository, cache) = branch();
    let large: Vec<String> = (0..8).map(|number| format!("findings/more/{number}.yaml")).collect();
    for (number, name) in large.iter().enumerate() {
        repository.write(name, repository.read(OPEN).replace("HP-2026-013", &format!("HP-2027-{number}")));
    }
    repository.check(&[OPEN, "--cache", &cache]);
    let size = std::fs::metadata(file(&cache)).unwrap().len();
    large.iter().for_each(|name| repository.remove(name));
    repository.check(&[OPEN, "--cache", &cache]);
    assert!(std::fs::metadata(file(&cache)).unwrap().len() < size / 2);
}

/// The folder of the user is used for trees that are worth it, by those who watch; a pipeline names its own.
#[test]
fn a_small_tree_a_pipeline_and_who_wants_none_leave_nothing() {
    let repository = Repository::new();
    for number in 0..500 {
        let text = repository.read(OPEN).replace("HP-2026-013", &format!("HP-2027-{number}"));
        repository.write(&format!("findings/more/{number}.yaml"), text);
    }
    repository.commit("more");
    repository.git(&["branch", "-q", "-f", "main"]);
    repository.replace(OPEN, "title: Shop", "title: The shop");
    let user = Folder::new();
    let run = |more: &[&str], variable: Option<(&str, &str)>| {
        let args = ["check", "--at", "2026-11-20", "--format", "json", "--changed-since", "main"];
        let mut command = command(&repository.top, &[&args, more].concat());
        command.env("XDG_CACHE_HOME", user.path()).envs(variable);
        let output = command.output().unwrap();
        let outcome = Outcome {
            code: output.status.code().unwrap(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        };
        assert_eq!(ids(&outcome), expect(0, &["HP-2026-013"], &[]));
        !files(&user.file("remedy-policy"), "index-").is_empty()
    };
    assert!(!run(&["--no-cache"], None));
    assert!(!run(&[], Some(("CI", "true"))));
    assert!(!user.file("remedy-policy").exists());
    let named = user.file("named");
    assert!(!run(&[], Some(("REMEDY_POLICY_CACHE", named.to_str().unwrap()))));
    assert!(named.is_dir());
    assert!(run(&[], None));
    std::fs::remove_dir_all(user.file("remedy-policy")).unwrap();
    repository.git(&["rm", "-q", "-r", "findings/more"]);
    repository.commit("less");
    repository.git(&["branch", "-q", "-f", "main"]);
    repository.replace(OPEN, "title: The shop", "title: A shop");
    assert!(!run(&[], None));
    // Of policies more is remembered than of a few files.
    assert_eq!(files(&user.file("remedy-policy"), "policies-").len(), 1);
}
