//! The executable under test.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use xtask::process::output_of;

/// Raises the limit of open files as far as it goes, then becomes the program; the process id stays.
const ROOMY: &str = r#"ulimit -n "$(ulimit -H -n)" 2>/dev/null; exec "$@""#;

/// The executable with its settings.
#[derive(Debug, Clone)]
pub(crate) struct Flotilla {
    program: PathBuf,
    data_dir: PathBuf,
    logs: PathBuf,
    database_url: String,
    redis_url: String,
}

impl Flotilla {
    /// `FLOTILLA_BIN`, or the `flotilla` beside this program; its data and logs live in `place`.
    pub(crate) fn find(place: &Path, database_url: &str, redis_url: &str) -> Result<Self> {
        let program = match env::var_os("FLOTILLA_BIN") {
            Some(named) => PathBuf::from(named),
            None => env::current_exe()?.with_file_name("flotilla"),
        };
        if !program.is_file() {
            bail!("there is no {}: build it, or name it in FLOTILLA_BIN", program.display());
        }
        let program = program.canonicalize()?;
        let logs = place.join("logs");
        std::fs::create_dir_all(&logs)?;
        Ok(Self {
            program,
            data_dir: place.join("data"),
            logs,
            database_url: database_url.to_owned(),
            redis_url: redis_url.to_owned(),
        })
    }

    /// Where the processes' logs go.
    pub(crate) fn logs(&self) -> &Path {
        &self.logs
    }

    /// Where the secrets lie.
    pub(crate) fn data_dir(&self) -> &Path {
        &self.data_dir
    }

    /// A command line of the executable, with none of the caller's own settings.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = roomy(&self.program);
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("FLOTILLA_") {
                command.env_remove(name);
            }
        }
        command
            .args(words)
            .arg("--data-dir")
            .arg(&self.data_dir)
            .env("DATABASE_URL", &self.database_url)
            .env("REDIS_URL", &self.redis_url)
            // One client stands for thousands here.
            .env("FLOTILLA_RATE_LIMITS", "false")
            .current_dir(&self.logs);
        command
    }

    /// Runs it to the end and gives its standard output. Blocks.
    pub(crate) fn run(&self, words: &[&str]) -> Result<String> {
        output_of(&mut self.command(words)).with_context(|| format!("flotilla {}", words.join(" ")))
    }
}

/// A program that may open as many files as the system lets it.
pub(crate) fn roomy(program: &Path) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", ROOMY, "sh"]).arg(program);
    command
}
