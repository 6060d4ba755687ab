//! Paths as git gives and takes them: bytes, ended by NUL, with forward slashes.

use std::path::{Component, Path, PathBuf};

/// A path of git.
#[cfg(unix)]
pub(super) fn of_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

/// A path of git, which has Unicode names where the system has.
#[cfg(not(unix))]
pub(super) fn of_bytes(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// The bytes of a path for git.
#[cfg(unix)]
pub(super) fn to_bytes(path: &Path) -> Vec<u8> {
    use std::os::unix::ffi::OsStrExt as _;
    path.as_os_str().as_bytes().to_vec()
}

/// The bytes of a path for git.
#[cfg(not(unix))]
pub(super) fn to_bytes(path: &Path) -> Vec<u8> {
    path.to_string_lossy().replace('\\', "/").into_bytes()
}

/// What a listing holds, without the empty end.
pub(super) fn fields(listing: &[u8]) -> impl Iterator<Item = &[u8]> {
    listing.split(|byte| *byte == 0).filter(|field| !field.is_empty())
}

/// The first line that a command gave, as a path.
pub(super) fn of_line(output: &[u8]) -> PathBuf {
    let line = output.strip_suffix(b"\n").unwrap_or(output);
    of_bytes(line.strip_suffix(b"\r").unwrap_or(line))
}

/// A path as git names it on the command line; the whole repository is `.`.
pub(super) fn spec(path: &Path) -> PathBuf {
    if path == Path::new("") { PathBuf::from(".") } else { path.to_path_buf() }
}

/// The path without `.` and `..`. Nothing if it leads out above its start.
pub(crate) fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            other => plain.push(other),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_path_never_leads_above_its_start() {
        assert_eq!(plain(Path::new("a/./b/../c")), Some(PathBuf::from("a/c")));
        assert_eq!(plain(Path::new("a/../../b")), None);
        assert_eq!(plain(Path::new("")), Some(PathBuf::new()));
    }
}
