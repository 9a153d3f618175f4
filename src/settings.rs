//! Settings: flags before environment before the file before the defaults. Unknown keys are refused wherever they stand.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::Args;

/// One setting: its key in the file, its variable in the environment, what it is when nothing is said, and what it means.
#[derive(Debug, Clone, Copy)]
pub struct Known {
    pub key: &'static str,
    pub variable: &'static str,
    pub default: &'static str,
    pub secret: bool,
    pub meaning: &'static str,
}

const fn known(key: &'static str, variable: &'static str, default: &'static str, meaning: &'static str) -> Known {
    Known { key, variable, default, secret: false, meaning }
}

/// Every setting there is.
pub const KNOWN: &[Known] = &[
    known("data_dir", "FLOTILLA_DATA_DIR", "./data", "Where the embedded database and the secrets live."),
    known("listen", "FLOTILLA_LISTEN", "127.0.0.1:8080", "The address to serve HTTP on; port 0 takes a free one."),
    Known {
        secret: true,
        ..known(
            "database_url",
            "DATABASE_URL",
            "",
            "`postgres://…` or `sqlite://…`; empty: SQLite in the data directory.",
        )
    },
    Known {
        secret: true,
        ..known("redis_url", "REDIS_URL", "", "`redis://…`, Sentinel or Cluster; empty: the bus in this process alone.")
    },
    known(
        "redis_namespace",
        "FLOTILLA_REDIS_NAMESPACE",
        "flotilla",
        "What every key and channel in Redis begins with.",
    ),
    known("secrets", "FLOTILLA_SECRETS", "", "The file of secrets; empty: `secrets.toml` in the data directory."),
    known("database_connections", "FLOTILLA_DATABASE_CONNECTIONS", "16", "Connections to the database per process."),
    known(
        "log",
        "FLOTILLA_LOG",
        "info,sea_orm_migration=warn,sqlx=warn",
        "What to log: a level, or directives such as `info,worker=debug`.",
    ),
    known("log_format", "FLOTILLA_LOG_FORMAT", "pretty", "`pretty` for people, `json` for machines."),
    known("allow_remote_demo", "FLOTILLA_ALLOW_REMOTE_DEMO", "false", "Let demo data be served beyond loopback."),
    known("cors_origins", "FLOTILLA_CORS_ORIGINS", "", "Origins that browsers may call from, separated by commas."),
    known("issuer", "FLOTILLA_ISSUER", "flotilla", "`iss` and `aud` of the access tokens."),
    known(
        "rate_limits",
        "FLOTILLA_RATE_LIMITS",
        "true",
        "Limit sign-in attempts and requests; off for test installations.",
    ),
    known("requests_per_second", "FLOTILLA_REQUESTS_PER_SECOND", "200", "Requests per second and address, on average."),
    known("introspection", "FLOTILLA_INTROSPECTION", "false", "Let strangers read the schema (the demo always does)."),
    known("push_concurrency", "FLOTILLA_PUSH_CONCURRENCY", "4", "Pushes that one worker carries at once."),
    known(
        "push_fork_above",
        "FLOTILLA_PUSH_FORK_ABOVE",
        "200000",
        "Subtrees larger than this are pushed child by child.",
    ),
    known("max_body_bytes", "FLOTILLA_MAX_BODY_BYTES", "1048576", "The largest request body."),
    known(
        "proxies",
        "FLOTILLA_PROXIES",
        "0",
        "How many proxies of yours stand in front: the client is so many from the right.",
    ),
    known("log_codes", "FLOTILLA_LOG_CODES", "false", "Write one-time codes to the log (the demo always does)."),
    known(
        "hsts",
        "FLOTILLA_HSTS",
        "false",
        "Send Strict-Transport-Security; on behind TLS, with `public_url` in `https`.",
    ),
    known(
        "public_url",
        "FLOTILLA_PUBLIC_URL",
        "",
        "Where browsers reach the pages, such as `https://flotilla.example`, which makes cookies `Secure`; empty: `http://` \
         and the address listened on.",
    ),
    known(
        "oidc_issuer",
        "FLOTILLA_OIDC_ISSUER",
        "",
        "The OpenID Connect provider that staff sign in with; empty: none.",
    ),
    known("oidc_client_id", "FLOTILLA_OIDC_CLIENT_ID", "", "What the provider calls this installation."),
    Known {
        secret: true,
        ..known(
            "oidc_client_secret",
            "FLOTILLA_OIDC_CLIENT_SECRET",
            "",
            "What shows the provider that it is us; empty for a public client.",
        )
    },
    known(
        "payments",
        "FLOTILLA_PAYMENTS",
        "",
        "What takes payments online: `sandbox`, which moves no money; empty: cash and transfers alone (a demo always has the \
         sandbox).",
    ),
    known("oidc_name", "FLOTILLA_OIDC_NAME", "SSO", "What the sign-in page calls the provider."),
];

/// Flags that every command takes.
#[derive(Debug, Clone, Default, Args)]
pub struct Flags {
    /// A TOML file of settings.
    #[arg(long, global = true, env = "FLOTILLA_CONFIG")]
    pub config: Option<PathBuf>,
    /// Where the embedded database and the secrets live.
    #[arg(long, global = true)]
    pub data_dir: Option<PathBuf>,
    /// The address to serve HTTP on; port 0 takes a free one.
    #[arg(long, global = true)]
    pub listen: Option<String>,
    /// Any setting, as `key=value`; may be repeated.
    #[arg(long = "set", global = true, value_name = "KEY=VALUE")]
    pub set: Vec<String>,
}

/// What is in force.
#[derive(Debug, Clone)]
pub struct Settings(BTreeMap<&'static str, (String, &'static str)>);

impl Settings {
    /// Reads flags, environment and file.
    ///
    /// # Errors
    /// An unknown key or variable, a file that cannot be read, a value that does not fit.
    pub fn load(flags: &Flags) -> Result<Self> {
        let mut values: BTreeMap<&'static str, (String, &'static str)> =
            KNOWN.iter().map(|known| (known.key, (known.default.to_owned(), "default"))).collect();
        if let Some(file) = &flags.config {
            read_file(file, &mut values)?;
        }
        read_environment(std::env::vars(), &mut values)?;
        for (key, value) in flags.pairs()? {
            put(&mut values, &key, value, "flag")?;
        }
        let settings = Self(values);
        settings.check()?;
        Ok(settings)
    }

    /// The same with one setting changed by a command that implies it.
    pub(crate) fn with(mut self, key: &'static str, value: &str) -> Self {
        self.0.insert(key, (value.to_owned(), "command"));
        self
    }

    fn check(&self) -> Result<()> {
        let listen = self.listen()?;
        let public_url = self.public_url(listen)?;
        if self.switch("hsts")? && !public_url.starts_with("https://") {
            bail!("hsts needs public_url with https://: without it, cookies would go without TLS too");
        }
        if !self.text("oidc_issuer").is_empty() && !listen.ip().is_loopback() && self.text("public_url").is_empty() {
            bail!("oidc_issuer needs public_url: where the provider sends people back to");
        }
        if !self.text("oidc_issuer").is_empty() && self.text("oidc_client_id").is_empty() {
            bail!("oidc_issuer needs oidc_client_id: what the provider calls this installation");
        }
        for key in [
            "database_connections",
            "requests_per_second",
            "push_concurrency",
            "push_fork_above",
            "max_body_bytes",
            "proxies",
        ] {
            self.number(key)?;
        }
        for key in ["allow_remote_demo", "rate_limits", "introspection", "log_codes", "hsts"] {
            self.switch(key)?;
        }
        match self.text("log_format") {
            "pretty" | "json" => Ok(()),
            other => bail!("log_format is `pretty` or `json`, not `{other}`"),
        }
    }

    /// A setting as text.
    pub fn text(&self, key: &str) -> &str {
        self.0.get(key).map_or("", |(value, _)| value)
    }

    /// A setting as a whole number.
    pub fn number(&self, key: &str) -> Result<u64> {
        let text = self.text(key);
        text.parse().with_context(|| format!("{key} must be a whole number, not `{text}`"))
    }

    /// A setting as yes or no.
    pub fn switch(&self, key: &str) -> Result<bool> {
        match self.text(key) {
            "true" | "1" | "on" => Ok(true),
            "false" | "0" | "off" => Ok(false),
            other => bail!("{key} must be `true` or `false`, not `{other}`"),
        }
    }

    /// The address to listen on.
    pub fn listen(&self) -> Result<SocketAddr> {
        let text = self.text("listen");
        text.parse().with_context(|| format!("listen must be ADDRESS:PORT, for example 127.0.0.1:8080, not `{text}`"))
    }

    /// The data directory.
    pub fn data_dir(&self) -> PathBuf {
        PathBuf::from(self.text("data_dir"))
    }

    /// The file of secrets.
    pub fn secrets(&self) -> PathBuf {
        match self.text("secrets") {
            "" => self.data_dir().join("secrets.toml"),
            path => PathBuf::from(path),
        }
    }

    /// The database: the one named, or SQLite in the data directory.
    pub fn database_url(&self) -> String {
        match self.text("database_url") {
            "" => format!("sqlite://{}?mode=rwc", self.data_dir().join("flotilla.db").display()),
            url => url.to_owned(),
        }
    }

    /// Redis, if one is named.
    pub fn redis_url(&self) -> Option<&str> {
        Some(self.text("redis_url")).filter(|url| !url.is_empty())
    }

    /// Where browsers reach the pages, without a slash at the end.
    ///
    /// # Errors
    /// It is no address of a server: `http` or `https`, a host, perhaps a port, and nothing else.
    pub fn public_url(&self, listening: SocketAddr) -> Result<String> {
        let given = self.text("public_url");
        if given.is_empty() {
            return Ok(format!("http://{listening}"));
        }
        let url = given.trim_end_matches('/');
        let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']');
        if host.is_empty() || !host.bytes().all(fits) {
            bail!("public_url must be like https://flotilla.example, without a path, not `{given}`");
        }
        Ok(url.to_ascii_lowercase())
    }

    /// Origins that browsers may call from.
    pub fn cors_origins(&self) -> Vec<String> {
        self.text("cors_origins").split(',').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
    }

    /// What is in force and where each value comes from, secrets hidden.
    pub fn print(&self) -> String {
        let mut lines = String::new();
        for known in KNOWN {
            let Some((value, from)) = self.0.get(known.key) else { continue };
            let shown = if known.secret && !value.is_empty() { "(hidden)" } else { value };
            lines.push_str(&format!("{} = {shown:?}  # {from}\n", known.key));
        }
        lines
    }

    /// The reference of all settings, in Markdown.
    pub fn reference() -> String {
        let mut page = String::from(
            "# Settings\n\nGenerated by `cargo xtask generate`. A flag (`--set key=value`, `--listen`, `--data-dir`) goes \
             before the environment,\nthe environment before the file (`--config FILE`, TOML), the file before the \
             default. Unknown keys are refused.\n\n| key | variable | default | meaning |\n| --- | --- | --- | --- |\n",
        );
        for Known { key, variable, default, meaning, .. } in KNOWN {
            let default = if default.is_empty() { "(empty)".to_owned() } else { format!("`{default}`") };
            page.push_str(&format!("| `{key}` | `{variable}` | {default} | {meaning} |\n"));
        }
        page
    }
}

impl Flags {
    fn pairs(&self) -> Result<Vec<(String, String)>> {
        let mut pairs = Vec::new();
        for pair in &self.set {
            let (key, value) = pair.split_once('=').with_context(|| format!("--set takes KEY=VALUE, not `{pair}`"))?;
            pairs.push((key.to_owned(), value.to_owned()));
        }
        pairs.extend(self.data_dir.iter().map(|dir| ("data_dir".to_owned(), dir.display().to_string())));
        pairs.extend(self.listen.iter().map(|listen| ("listen".to_owned(), listen.clone())));
        Ok(pairs)
    }
}

fn put(
    values: &mut BTreeMap<&'static str, (String, &'static str)>,
    key: &str,
    value: String,
    from: &'static str,
) -> Result<()> {
    let Some(known) = KNOWN.iter().find(|known| known.key == key) else {
        let keys: Vec<&str> = KNOWN.iter().map(|known| known.key).collect();
        bail!("there is no setting `{key}`; there are: {}", keys.join(", "));
    };
    values.insert(known.key, (value, from));
    Ok(())
}

fn read_file(file: &Path, values: &mut BTreeMap<&'static str, (String, &'static str)>) -> Result<()> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let table: toml::Table = text.parse().with_context(|| format!("{} is not TOML", file.display()))?;
    for (key, value) in table {
        let value = match value {
            toml::Value::String(text) => text,
            other => other.to_string(),
        };
        put(values, &key, value, "file").with_context(|| format!("in {}", file.display()))?;
    }
    Ok(())
}

fn read_environment(
    variables: impl Iterator<Item = (String, String)>,
    values: &mut BTreeMap<&'static str, (String, &'static str)>,
) -> Result<()> {
    /// Variables of ours that are no settings of the server.
    const OTHERS: &[&str] = &["FLOTILLA_CONFIG", "FLOTILLA_BIN", "FLOTILLA_REDIS_SERVER", "FLOTILLA_POSTGRES_BIN"];
    for (variable, value) in variables {
        if let Some(known) = KNOWN.iter().find(|known| known.variable == variable) {
            values.insert(known.key, (value, "environment"));
        } else if variable.starts_with("FLOTILLA_")
            && !OTHERS.contains(&variable.as_str())
            && !variable.starts_with("FLOTILLA_TEST_")
        {
            bail!("there is no setting {variable}; `flotilla config --reference` lists them");
        }
    }
    Ok(())
}

/// How long shutting down may take: longer than open requests are given to finish.
pub const SHUTDOWN: Duration = Duration::from_secs(25);

#[cfg(test)]
mod tests;
