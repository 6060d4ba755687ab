//! Writes a set of files: all of them, or none.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::{
    diagnostic::{Code, Diagnostic},
    files, report,
};

/// Writes files below a folder. One that may stay is left as it is if it is there with the very same text.
///
/// # Errors
///
/// A file is there with another text, a folder is in the place of a file or the other way round, or something could not be
/// written. What was written before is taken away again.
pub(super) fn all_or_nothing(
    dir: &Path,
    contents: &[(PathBuf, String)],
    may_stay: impl Fn(&Path) -> bool,
) -> Result<(), Vec<Diagnostic>> {
    let missing: Vec<(PathBuf, &str)> = contents
        .iter()
        .filter(|(name, text)| {
            !may_stay(name) || fs::read_to_string(dir.join(name)).map_or(true, |there| there != *text)
        })
        .map(|(name, text)| (dir.join(name), text.as_str()))
        .collect();
    let in_the_way: Vec<String> = missing
        .iter()
        .filter(|(path, _)| path.symlink_metadata().is_ok())
        .map(|(path, _)| files::display(path).to_string())
        .collect();
    if !in_the_way.is_empty() {
        return Err(vec![occupied(&in_the_way)]);
    }
    let mut written = Written::default();
    for (path, text) in &missing {
        if let Err(error) = written.file(path, text) {
            let problem = files::failure("write", path, &error).help("nothing was written");
            written.take_back();
            return Err(vec![problem]);
        }
    }
    Ok(())
}

fn occupied(paths: &[String]) -> Diagnostic {
    let (verb, them) = if paths.len() == 1 { ("is", "it") } else { ("are", "them") };
    let list: String = paths.iter().map(|path| format!("\n  {path}")).collect();
    Diagnostic::error(
        Code::Usage,
        format!("{} {verb} there already, so nothing was written", report::count(paths.len(), "file")),
    )
    .help(format!("name another folder, or move {them} away:{list}"))
}

/// What was created so far.
#[derive(Default)]
struct Written {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Written {
    fn file(&mut self, path: &Path, text: &str) -> io::Result<()> {
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        // The file may have come to be since it was looked for.
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(path)?;
        self.files.push(path.to_path_buf());
        file.write_all(text.as_bytes())
    }

    fn folder(&mut self, path: &Path) -> io::Result<()> {
        if path == Path::new("") || path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        fs::create_dir(path)?;
        self.folders.push(path.to_path_buf());
        Ok(())
    }

    /// Takes away what was created, newest first. What cannot be taken away stays: there is nothing better to do with it.
    fn take_back(&self) {
        for file in self.files.iter().rev() {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}
