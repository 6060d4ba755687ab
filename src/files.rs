//! Files and folders: reading, walking in a fixed order, naming, and writing whole or not at all.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fs,
    io::{self, Read, Write},
    path::{Component, Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Code, Diagnostic, FileName};

/// The largest file that is read, in bytes; the document loader refuses longer ones anyway.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// Folders that are shown under another name: what stands for the files of a commit is none of the user's business.
static SHOWN: RwLock<BTreeMap<PathBuf, String>> = RwLock::new(BTreeMap::new());

/// A folder is shown under another name as long as this is there.
#[derive(Debug)]
pub struct Shown(PathBuf);

/// Shows the paths below a folder as `label` and the rest of the path.
#[must_use]
pub fn show_below(folder: &Path, label: &str) -> Shown {
    let mut shown = SHOWN.write().unwrap_or_else(PoisonError::into_inner);
    shown.insert(folder.to_path_buf(), label.to_owned());
    Shown(folder.to_path_buf())
}

impl Drop for Shown {
    fn drop(&mut self) {
        SHOWN.write().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
    }
}

/// The name of a path in messages: as given, with forward slashes, without a leading `./`; below a folder that is shown
/// under another name, that name and the rest.
#[must_use]
pub fn display(path: &Path) -> FileName {
    let shown = SHOWN.read().unwrap_or_else(PoisonError::into_inner);
    let below = shown.iter().find_map(|(folder, label)| Some((label, path.strip_prefix(folder).ok()?)));
    let (label, path) = below.map_or(("", path), |(label, rest)| (label.as_str(), rest));
    let text = path.to_string_lossy().replace('\\', "/");
    Arc::from(format!("{label}{}", text.strip_prefix("./").unwrap_or(&text)))
}

/// Whether a file below a folder is one that [`walk`] finds there. `rest` is its path from that folder.
#[must_use]
pub fn is_walked(rest: &Path, extensions: &[&str]) -> bool {
    let is_hidden = |part: &OsStr| part.to_str().is_some_and(|name| name.starts_with('.'));
    let extension = rest.extension().and_then(OsStr::to_str);
    !rest.iter().any(is_hidden) && extension.is_some_and(|extension| extensions.contains(&extension))
}

/// A path from a folder, without the `..` that leads back out of it, as far as that is the same place.
#[must_use]
pub fn join(folder: &Path, path: &str) -> PathBuf {
    let joined = folder.join(path);
    let mut short = PathBuf::new();
    for component in joined.components() {
        let is_back = component == Component::ParentDir;
        if !(is_back && matches!(short.components().next_back(), Some(Component::Normal(_))) && short.pop()) {
            short.push(component);
        }
    }
    // A link on the way leads elsewhere.
    let is_same = matches!((short.canonicalize(), joined.canonicalize()), (Ok(short), Ok(joined)) if short == joined);
    if is_same || !joined.exists() { short } else { joined }
}

/// Reads a file.
///
/// # Errors
///
/// It does not exist, cannot be read, or is larger than 64 MiB.
pub fn read(path: &Path) -> Result<Vec<u8>, Diagnostic> {
    let mut bytes = Vec::new();
    let mut read = || {
        let file = fs::File::open(path)?;
        // One more than there should be: so the end is seen without making room for more.
        let expected = file.metadata()?.len().min(LARGEST_FILE) + 1;
        bytes.reserve_exact(usize::try_from(expected).unwrap_or_default());
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes)
    };
    read().map_err(|error| failure("read", path, &error))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(
            Diagnostic::error(Code::Io, format!("`{}` is larger than 64 MiB", display(path))).help("split the file")
        );
    }
    Ok(bytes)
}

/// The files below a path whose name has one of the extensions, sorted by path; the path itself if it is a file, whatever
/// its name. Hidden files and folders are passed over; links are not followed into folders.
///
/// # Errors
///
/// The path does not exist, or something below it cannot be listed.
pub fn walk(path: &Path, extensions: &[&str]) -> Result<Vec<PathBuf>, Diagnostic> {
    let metadata = fs::metadata(path).map_err(|error| failure("read", path, &error))?;
    if metadata.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name().into_iter().filter_entry(is_visible) {
        let entry = entry.map_err(|error| {
            let place = error.path().unwrap_or(path).to_path_buf();
            failure("list", &place, &error.into())
        })?;
        let has_extension =
            entry.path().extension().and_then(OsStr::to_str).is_some_and(|extension| extensions.contains(&extension));
        let kind = entry.file_type();
        // Nothing but a link has to be looked at once more.
        if has_extension && (kind.is_file() || kind.is_symlink() && entry.path().is_file()) {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

fn is_visible(entry: &DirEntry) -> bool {
    entry.depth() == 0 || !entry.file_name().to_str().is_some_and(|name| name.starts_with('.'))
}

/// Writes a file whole or not at all: beside its place first, then renamed.
///
/// # Errors
///
/// The folder does not exist or is not writable.
pub fn write(path: &Path, contents: &[u8]) -> Result<(), Diagnostic> {
    write_with(path, |out| out.write_all(contents))
}

/// The same for contents that are made while they are written.
///
/// # Errors
///
/// The folder does not exist or is not writable, or making the contents fails.
pub fn write_with(path: &Path, contents: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Diagnostic> {
    let mut file = NewFile::create(path)?;
    contents(&mut file).map_err(|error| failure("write", path, &error))?;
    file.finish()
}

/// A file that is written beside its place, and not there before it is whole. If it is dropped before, nothing is left of it.
#[derive(Debug)]
pub struct NewFile {
    path: PathBuf,
    out: io::BufWriter<tempfile::NamedTempFile>,
}

impl NewFile {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// The folder does not exist or is not writable.
    pub fn create(path: &Path) -> Result<Self, Diagnostic> {
        let folder = match path.parent() {
            Some(parent) if parent != Path::new("") => parent,
            _ => Path::new("."),
        };
        let file = tempfile::NamedTempFile::new_in(folder).map_err(|error| failure("write", path, &error))?;
        Ok(Self { path: path.to_owned(), out: io::BufWriter::new(file) })
    }

    /// Says that it cannot be written.
    #[must_use]
    pub fn failure(&self, error: &io::Error) -> Diagnostic {
        failure("write", &self.path, error)
    }

    /// Ends it, and puts it into its place.
    ///
    /// # Errors
    ///
    /// It cannot be written to its end, or not be put there.
    pub fn finish(self) -> Result<(), Diagnostic> {
        let Self { path, out } = self;
        let result = out.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| {
            set_ordinary_permissions(&file)?;
            file.persist(&path).map_err(|error| error.error).map(drop)
        });
        result.map_err(|error| failure("write", &path, &error))
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Appends to a file, which is made if it is not there. What makes the contents is told how many bytes the file has.
///
/// # Errors
///
/// The file cannot be written, or making the contents fails.
pub fn append_with(
    path: &Path,
    contents: impl FnOnce(u64, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Diagnostic> {
    let append = || {
        let file = fs::OpenOptions::new().create(true).append(true).open(path)?;
        let used = file.metadata()?.len();
        let mut out = io::BufWriter::new(file);
        contents(used, &mut out)?;
        out.flush()
    };
    append().map_err(|error| failure("write", path, &error))
}

/// Temporary files are private; what is written is for everybody who may read the folder.
#[cfg(unix)]
fn set_ordinary_permissions(file: &tempfile::NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn set_ordinary_permissions(_: &tempfile::NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// A diagnostic for something that could not be done with a path.
#[must_use]
pub fn failure(verb: &str, path: &Path, error: &io::Error) -> Diagnostic {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::error(Code::Io, format!("could not {verb} `{}`: {reason}", display(path)))
}
