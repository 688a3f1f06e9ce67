//! Where PostgreSQL is installed and which user may run it.

use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

/// Oldest major version that the suite supports.
const OLDEST_VERSION: u32 = 15;

/// Where Debian keeps each major version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The programs of a server of version 15 or newer, and the user to run them as.
#[derive(Clone, Debug)]
pub struct Installation {
    bin: PathBuf,
    user: Option<SystemUser>,
}

/// A user of the machine by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SystemUser {
    /// User id.
    pub uid: u32,
    /// Id of the primary group.
    pub gid: u32,
}

/// What the machine lacks, in words that say how to get it.
#[derive(Debug)]
pub enum Missing {
    /// No server of version 15 or newer.
    Server,
    /// We are root and there is no system user `postgres`.
    User,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server => write!(
                f,
                "no PostgreSQL server {OLDEST_VERSION} or newer in {DEBIAN}/*/bin or on PATH: install the Debian \
                 package postgresql (apt-get install postgresql)"
            ),
            Self::User => f.write_str(
                "PostgreSQL does not run as root and there is no user postgres: install the Debian package \
                 postgresql (apt-get install postgresql), or run the tests as another user",
            ),
        }
    }
}

impl std::error::Error for Missing {}

impl Installation {
    /// Finds the newest server: first where Debian puts them, then on PATH.
    ///
    /// # Errors
    /// [`Missing`] when there is none, or when nobody may run it.
    pub fn find() -> Result<Self, Missing> {
        let bin = newest_of_debian().or_else(first_on_path).ok_or(Missing::Server)?;
        let user = if we_are_root() {
            Some(find_user("postgres").ok_or(Missing::User)?)
        } else {
            None
        };
        Ok(Self { bin, user })
    }

    /// The path of one of its programs.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.bin.join(name)
    }

    /// The user that the server runs as; none when it is the one who runs the tests.
    #[must_use]
    pub fn user(&self) -> Option<&SystemUser> {
        self.user.as_ref()
    }

    /// A program to be run as the server's user in `directory`, with messages in English.
    pub(super) fn command(&self, name: &str, directory: &Path) -> Command {
        let mut command = Command::new(self.program(name));
        command
            .env("LC_ALL", "C.UTF-8")
            .current_dir(directory)
            .stdin(Stdio::null());
        if let Some(user) = self.user {
            command.uid(user.uid).gid(user.gid);
        }
        command
    }
}

fn newest_of_debian() -> Option<PathBuf> {
    fs::read_dir(DEBIAN)
        .ok()?
        .flatten()
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(version, bin)| *version >= OLDEST_VERSION && is_complete(bin))
        .max()
        .map(|(_, bin)| bin)
}

fn first_on_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|bin| is_complete(bin) && version_of(bin) >= Some(OLDEST_VERSION))
}

fn is_complete(bin: &Path) -> bool {
    ["initdb", "postgres", "pg_isready"]
        .iter()
        .all(|program| bin.join(program).is_file())
}

fn version_of(bin: &Path) -> Option<u32> {
    let output = std::process::Command::new(bin.join("postgres"))
        .arg("--version")
        .output()
        .ok()?;
    major_version(&String::from_utf8_lossy(&output.stdout))
}

/// The 15 of "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
fn major_version(line: &str) -> Option<u32> {
    let version = line.split_whitespace().nth(2)?;
    let digits = version.find(|c: char| !c.is_ascii_digit());
    version[..digits.unwrap_or(version.len())].parse().ok()
}

fn we_are_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

fn find_user(name: &str) -> Option<SystemUser> {
    parse_user(&fs::read_to_string("/etc/passwd").ok()?, name)
}

fn parse_user(passwd: &str, name: &str) -> Option<SystemUser> {
    passwd.lines().find_map(|line| {
        let fields: Vec<&str> = line.split(':').collect();
        let [found, _, uid, gid, ..] = fields[..] else {
            return None;
        };
        (found == name).then_some(SystemUser {
            uid: uid.parse().ok()?,
            gid: gid.parse().ok()?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_user_is_read_from_the_password_file() {
        let passwd = "root:x:0:0:root:/root:/bin/sh\nbroken\npostgres:x:101:104::/var/lib/postgresql:\n";
        let expected = SystemUser { uid: 101, gid: 104 };
        assert_eq!(parse_user(passwd, "postgres"), Some(expected));
        assert_eq!(parse_user(passwd, "nobody"), None);
    }

    #[test]
    fn versions_of_releases_and_of_previews_are_understood() {
        let debian = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n";
        assert_eq!(major_version(debian), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 19beta1\n"), Some(19));
        assert_eq!(major_version("something else\n"), None);
    }

    #[test]
    fn what_is_missing_names_the_package() {
        for missing in [Missing::Server, Missing::User] {
            assert!(missing.to_string().contains("apt-get install postgresql"));
        }
    }
}
