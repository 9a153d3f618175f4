//! Finds the server programs and the browser, and installs them where that is one command.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::process::{output_of, succeeds};

/// The redis-server program: `FLOTILLA_REDIS_SERVER`, or where systems usually keep it.
pub fn redis_server() -> Option<PathBuf> {
    let named = env::var_os("FLOTILLA_REDIS_SERVER").map(PathBuf::from);
    named.into_iter().chain(on_path("redis-server")).find(|path| path.is_file())
}

/// The folder with PostgreSQL's `initdb` and `postgres`: `FLOTILLA_POSTGRES_BIN`, else the newest
/// version where Debian, Red Hat or Homebrew put it, else wherever PATH leads.
pub fn postgres_bin() -> Option<PathBuf> {
    let named = env::var_os("FLOTILLA_POSTGRES_BIN").map(PathBuf::from);
    let mut packaged = versions(Path::new("/usr/lib/postgresql"), "");
    packaged.extend(versions(Path::new("/usr"), "pgsql-"));
    packaged.extend(versions(Path::new("/opt/homebrew/opt"), "postgresql@"));
    packaged.extend(versions(Path::new("/usr/local/opt"), "postgresql@"));
    let on_path = on_path("initdb").filter_map(|path| path.parent().map(Path::to_path_buf));
    named
        .into_iter()
        .chain(packaged)
        .chain(on_path)
        .find(|bin| bin.join("initdb").is_file() && bin.join("postgres").is_file())
}

/// Finds both servers or installs what is missing.
///
/// The package manager starts services of its own; they are never used here.
///
/// # Errors
/// One line that says what to install, where this cannot be done from here.
pub fn ensure_installed() -> Result<()> {
    let hint = "redis-server and PostgreSQL are needed and could not be installed from here: install them \
         (Debian, Ubuntu: apt-get install redis-server postgresql; macOS: brew install redis postgresql@16) \
         and run this again";
    ensure(&["redis-server", "postgresql"], hint, || redis_server().is_some() && postgres_bin().is_some())
}

/// The browser that tests and screenshots drive: `FLOTILLA_CHROMIUM`, or where systems usually keep it.
pub fn chromium() -> Option<PathBuf> {
    let named = env::var_os("FLOTILLA_CHROMIUM").map(PathBuf::from);
    let usual = ["chromium", "chromium-browser", "google-chrome"].into_iter().flat_map(on_path);
    let on_a_mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    named.into_iter().chain(usual).chain([on_a_mac]).find(|path| path.is_file())
}

/// Finds the browser, with letters for Chinese, or installs them.
///
/// # Errors
/// One line that says what to install, where this cannot be done from here.
pub fn ensure_browser() -> Result<()> {
    let hint = "Chromium is needed and could not be installed from here: install it (Debian: apt-get install \
         chromium fonts-noto-cjk), or name one in FLOTILLA_CHROMIUM, and run this again";
    ensure(&["chromium", "fonts-noto-cjk"], hint, || chromium().is_some())
}

/// Installs packages unless what is wanted is there.
fn ensure(packages: &[&str], hint: &'static str, there: impl Fn() -> bool) -> Result<()> {
    if there() {
        return Ok(());
    }
    let apt = on_path("apt-get").find(|path| path.is_file());
    let (Some(apt), Some(prefix)) = (apt, root_prefix()) else { bail!(hint) };
    for arguments in [vec!["update"], [&["install", "-y"], packages].concat()] {
        let status = Command::new("env")
            .arg("DEBIAN_FRONTEND=noninteractive")
            .args(prefix)
            .arg(&apt)
            .args(["-q", "-o", "DPkg::Lock::Timeout=300"])
            .args(&arguments)
            .stdin(Stdio::null())
            .status()
            .context("cannot start apt-get")?;
        // A repository that is down for a moment need not matter for these packages.
        if !status.success() && !arguments.contains(&"update") {
            bail!(hint);
        }
    }
    if !there() {
        bail!(hint);
    }
    Ok(())
}

/// What to put before a command to run it as root, if anything works without a password.
fn root_prefix() -> Option<&'static [&'static str]> {
    if is_root() {
        Some(&[])
    } else if succeeds(Command::new("sudo").args(["-n", "true"])) {
        Some(&["sudo", "-n", "--preserve-env=DEBIAN_FRONTEND"])
    } else {
        None
    }
}

pub(super) fn is_root() -> bool {
    output_of(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn on_path(program: &str) -> impl Iterator<Item = PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    // Services live in sbin folders, which are not on everybody's PATH.
    let usual = ["/usr/local/bin", "/usr/bin", "/usr/local/sbin", "/usr/sbin", "/opt/homebrew/bin"];
    let folders: Vec<PathBuf> = env::split_paths(&path).chain(usual.map(PathBuf::from)).collect();
    folders.into_iter().map(move |folder| folder.join(program))
}

/// The `bin` folders of `parent/prefixN`, newest first.
fn versions(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name.strip_prefix(prefix)?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, bin)| bin).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_comes_first_and_other_folders_are_passed_over() {
        let parent = tempfile::tempdir().unwrap();
        for name in ["pg-9", "pg-15", "pg-14", "pg-data", "other-16"] {
            fs::create_dir(parent.path().join(name)).unwrap();
        }

        let found = versions(parent.path(), "pg-");

        let expected = ["pg-15/bin", "pg-14/bin", "pg-9/bin"].map(|name| parent.path().join(name));
        assert_eq!(found, expected);
    }
}
