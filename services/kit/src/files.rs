//! Secret files: made once, readable by their owner only.

use std::{
    fs, io,
    io::Write as _,
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

/// A file of the installation that cannot be used. The text names the file and what to do.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refuses.
    #[error("cannot {act} {}: {source}", path.display())]
    Io {
        /// What was tried.
        act: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The content is not what belongs there.
    #[error("{}: {what}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// What is wrong, and what to do about it.
        what: String,
    },
}

impl FileError {
    pub(crate) fn content(path: &Path, what: impl Into<String>) -> Self {
        Self::Content {
            path: path.to_owned(),
            what: what.into(),
        }
    }

    fn io(act: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            act,
            path: path.to_owned(),
            source,
        }
    }
}

/// The content of a secret file; made with `content` (mode 0600, its directory too if need be) when there is none.
/// Two processes that start at the same time end up with the same secret.
pub(crate) fn read_or_create_secret(
    path: &Path,
    content: impl FnOnce() -> Result<Vec<u8>, &'static str>,
) -> Result<Vec<u8>, FileError> {
    match fs::read(path) {
        Ok(bytes) => {
            refuse_if_open_to_others(path)?;
            Ok(bytes)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let content = content().map_err(|what| FileError::content(path, what))?;
            create_secret(path, &content)?;
            fs::read(path).map_err(FileError::io("read", path))
        }
        Err(error) => Err(FileError::io("read", path)(error)),
    }
}

/// Writes beside the place and links into it, so that a half-written secret is never seen and the first one wins.
fn create_secret(path: &Path, content: &[u8]) -> Result<(), FileError> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).map_err(FileError::io("create the directory of", path))?;
    }
    let draft = path.with_extension(format!("{}.tmp", crate::id::random_uuid()));
    let written = write_secret(&draft, content).and_then(|()| match fs::hard_link(&draft, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    });
    let removed = fs::remove_file(&draft);
    written.and(removed).map_err(FileError::io("write", path))
}

fn write_secret(path: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(content)?;
    file.sync_all()
}

fn refuse_if_open_to_others(path: &Path) -> Result<(), FileError> {
    let mode = fs::metadata(path)
        .map_err(FileError::io("read", path))?
        .permissions()
        .mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(FileError::content(
        path,
        format!(
            "is open to other users (mode {:03o}); run: chmod 600 {}",
            mode & 0o777,
            path.display()
        ),
    ))
}

/// Reads a text file of the installation.
pub(crate) fn read_text(path: &Path) -> Result<String, FileError> {
    fs::read_to_string(path).map_err(FileError::io("read", path))
}

/// Writes a public file whole: readers see the old or the new content.
pub(crate) fn write_public(path: &Path, content: &[u8]) -> Result<(), FileError> {
    let draft = path.with_extension(format!("{}.tmp", crate::id::random_uuid()));
    fs::write(&draft, content)
        .and_then(|()| fs::rename(&draft, path))
        .map_err(FileError::io("write", path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_secret_wins() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("deep/secret");
        create_secret(&path, b"first").unwrap();
        create_secret(&path, b"second").unwrap();
        assert_eq!(read_or_create_secret(&path, || Err("not asked for")).unwrap(), b"first");
        assert_eq!(
            fs::read_dir(path.parent().unwrap()).unwrap().count(),
            1,
            "no draft is left behind"
        );
    }

    #[test]
    fn a_secret_that_others_may_read_is_refused_with_the_remedy() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("secret");
        fs::write(&path, "x").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let text = read_or_create_secret(&path, || Err("not asked for"))
            .unwrap_err()
            .to_string();
        assert!(text.contains("chmod 600") && text.contains("644"), "{text}");
    }
}
