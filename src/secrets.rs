//! The installation's own secrets: made on the first start, kept in one file that only its owner may read.
//!
//! Losing the file means losing the personal data it seals: it belongs into the backup, apart from the database's.

use std::fmt::{self, Write as _};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use aws_lc_rs::signature::Ed25519KeyPair;
use aws_lc_rs::{hmac, rand};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::kernel::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use service::access::{AccessKeys, SigningKey};
use store::vault::Vault;

/// How long after a rotation the new key begins to sign: time to give the file to all processes and start them again.
const OVERLAP: std::time::Duration = std::time::Duration::from_hours(1);

/// How long after its successor began to sign a key is kept to verify: far longer than an access token lives.
const KEPT: std::time::Duration = std::time::Duration::from_hours(24);

const HEAD: &str = "# Flotilla's secrets. Whoever has them can read all personal data and act as anybody.\n\
                    # Back this file up apart from the database; without it, sealed data is lost.\n\n";

/// Bytes that are written in base64 and never shown.
#[derive(Clone, PartialEq, Eq)]
struct Secret(Vec<u8>);

impl Secret {
    fn new() -> Result<Self> {
        let mut bytes = vec![0; 32];
        rand::fill(&mut bytes).map_err(|_| no_randomness())?;
        Ok(Self(bytes))
    }

    fn key(&self) -> Result<[u8; 32]> {
        <[u8; 32]>::try_from(self.0.as_slice()).map_err(|_| anyhow!("a key is not 32 bytes"))
    }
}

fn no_randomness() -> anyhow::Error {
    anyhow!("the operating system gave no randomness")
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // Not the decoder's own message: it would quote a part of the secret.
        STANDARD.decode(text).map(Self).map_err(|_| serde::de::Error::custom("not base64"))
    }
}

/// A key that seals personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealingKey {
    number: u32,
    key: Secret,
    created_at: Timestamp,
}

/// A key that signs access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TokenKey {
    kid: String,
    pkcs8: Secret,
    created_at: Timestamp,
    signs_from: Timestamp,
}

/// All secrets of an installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrets {
    /// For blind indexes. It cannot be rotated: every index would have to be made anew.
    index: Secret,
    /// For the audit chain. It cannot be rotated: the chain would have to be sealed anew.
    audit: Secret,
    /// For one-time codes.
    code: Secret,
    sealing: Vec<SealingKey>,
    signing: Vec<TokenKey>,
}

impl Secrets {
    /// Makes new secrets.
    pub fn generate(now: Timestamp) -> Result<Self> {
        Ok(Self {
            index: Secret::new()?,
            audit: Secret::new()?,
            code: Secret::new()?,
            sealing: vec![SealingKey { number: 1, key: Secret::new()?, created_at: now }],
            signing: vec![TokenKey::new(now, now)?],
        })
    }

    /// Reads the secrets of a file, or makes them if it is not there.
    ///
    /// # Errors
    /// The file can be read by others, is malformed, or cannot be written.
    pub fn load_or_create(path: &Path, now: Timestamp) -> Result<Self> {
        if let Some(secrets) = Self::load(path)? {
            return Ok(secrets);
        }
        let made = Self::generate(now)?;
        match made.write(path, Replace::Never) {
            // Another process was faster, and what it made is what counts.
            Err(error) if is(&error, io::ErrorKind::AlreadyExists) => {}
            outcome => return outcome.map(|()| made),
        }
        Self::load(path)?.ok_or_else(|| anyhow!("{} has gone", path.display()))
    }

    /// Reads the secrets of a file, if it is there.
    fn load(path: &Path) -> Result<Option<Self>> {
        let file = match File::open(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            outcome => outcome.with_context(|| format!("cannot read {}", path.display()))?,
        };
        check_private(path, &file)?;
        let text = io::read_to_string(file).with_context(|| format!("cannot read {}", path.display()))?;
        // Only the message, not the line it quotes.
        let read = toml::from_str::<Self>(&text).map_err(|error| anyhow!("{}", error.message()));
        let read = read.and_then(|secrets| secrets.check().map(|()| secrets));
        read.map(Some).with_context(|| format!("{} is not a file of secrets", path.display()))
    }

    fn check(&self) -> Result<()> {
        let sealing = self.sealing.iter().map(|key| &key.key);
        for key in [&self.index, &self.audit, &self.code].into_iter().chain(sealing) {
            key.key()?;
        }
        if self.sealing.is_empty() || self.signing.is_empty() {
            bail!("it holds no sealing key or no signing key");
        }
        Ok(())
    }

    fn write(&self, path: &Path, replace: Replace) -> Result<()> {
        let text = toml::to_string(self)?;
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Written whole beside it and then put in place: a crash leaves the old file or the new one, never half of one.
        let beside = directory.join(format!(".{name}.{}", std::process::id()));
        let written = put(&beside, &text).and_then(|()| match replace {
            // A link fails if there is a file: of two processes that start at once, one makes the secrets.
            Replace::Never => fs::hard_link(&beside, path),
            Replace::Always => fs::rename(&beside, path),
        });
        // After a rename it is not there any more.
        let _gone = fs::remove_file(&beside);
        written.with_context(|| format!("cannot write {}", path.display()))?;
        Ok(File::open(directory)?.sync_all()?)
    }

    fn change(path: &Path, change: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let mut secrets = Self::load(path)?.with_context(|| format!("there is no {}", path.display()))?;
        change(&mut secrets)?;
        secrets.write(path, Replace::Always)
    }

    /// Adds a key that will sign access tokens an hour from now, and drops those that no token can need any more.
    ///
    /// Give the file to all processes and start them again within the hour: none of them refuses a token meanwhile.
    pub fn rotate_signing(path: &Path, now: Timestamp) -> Result<()> {
        Self::change(path, |secrets| {
            secrets.signing.sort_by_key(|key| key.signs_from);
            // The newest that has signed for a day by now has replaced all before it.
            let settled = secrets.signing.iter().rposition(|key| key.signs_from + KEPT <= now).unwrap_or(0);
            secrets.signing.drain(..settled);
            secrets.signing.push(TokenKey::new(now, now + OVERLAP)?);
            Ok(())
        })
    }

    /// Adds a key that seals personal data from the next start on. Older keys still open what they sealed.
    ///
    /// Give the file to all processes and start them again together: one that does not know the key cannot open what
    /// another seals with it.
    pub fn rotate_sealing(path: &Path, now: Timestamp) -> Result<()> {
        Self::change(path, |secrets| {
            let number = secrets.sealing.iter().map(|key| key.number).max().unwrap_or(0) + 1;
            secrets.sealing.push(SealingKey { number, key: Secret::new()?, created_at: now });
            Ok(())
        })
    }

    /// What seals personal data at rest.
    pub fn vault(&self) -> Result<Vault> {
        let sealing = self.sealing.iter().map(|key| Ok((key.number, key.key.key()?)));
        let sealing = sealing.collect::<Result<Vec<_>>>()?;
        Ok(Vault::new(&sealing, &self.index.key()?, &self.audit.key()?)?)
    }

    /// What signs access tokens and guards one-time codes.
    pub fn access_keys(&self) -> Result<AccessKeys> {
        let signing = self.signing.iter().map(|key| SigningKey {
            kid: key.kid.clone(),
            pkcs8: key.pkcs8.0.clone(),
            signs_from: key.signs_from,
        });
        Ok(AccessKeys { signing: signing.collect(), code: self.code.key()? })
    }

    /// What seals the cookie of a sign-in with an identity provider: derived, since all processes must have the same and
    /// the file of an older installation holds no other.
    pub fn way_key(&self) -> Result<[u8; 32]> {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.code.key()?), b"flotilla oidc way");
        Ok(<[u8; 32]>::try_from(tag.as_ref())?)
    }

    /// What signs the notices of the sandbox of payments: derived, as [`Secrets::way_key`].
    pub fn sandbox_key(&self) -> Result<[u8; 32]> {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.code.key()?), b"flotilla sandbox payments");
        Ok(<[u8; 32]>::try_from(tag.as_ref())?)
    }

    /// The keys by name and time; never the keys themselves.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut text = String::new();
        for key in &self.sealing {
            let _infallible = writeln!(text, "sealing {} · made {}", key.number, short(key.created_at));
        }
        for key in &self.signing {
            let (made, signs) = (short(key.created_at), short(key.signs_from));
            let _infallible = writeln!(text, "signing {} · made {made} · signs from {signs}", key.kid);
        }
        text.truncate(text.trim_end().len());
        text
    }
}

fn short(at: Timestamp) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn is(error: &anyhow::Error, kind: io::ErrorKind) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>()).any(|error| error.kind() == kind)
}

fn put(path: &Path, text: &str) -> io::Result<()> {
    // What a crash left behind.
    let _gone = fs::remove_file(path);
    let mut file = private(path)?;
    file.write_all(HEAD.as_bytes())?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

impl TokenKey {
    fn new(created_at: Timestamp, signs_from: Timestamp) -> Result<Self> {
        let pair = Ed25519KeyPair::generate().map_err(|_| no_randomness())?;
        let pkcs8 = pair.to_pkcs8v1().map_err(|_| no_randomness())?;
        let mut tail = [0_u8; 4];
        rand::fill(&mut tail).map_err(|_| no_randomness())?;
        let kid = format!("{}-{:08x}", created_at.format("%Y%m%d"), u32::from_be_bytes(tail));
        Ok(Self { kid, pkcs8: Secret(pkcs8.as_ref().to_vec()), created_at, signs_from })
    }
}

#[derive(Clone, Copy)]
enum Replace {
    Never,
    Always,
}

#[cfg(unix)]
fn private(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(unix)]
fn check_private(path: &Path, file: &File) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        bail!("{path} can be read by others (mode {mode:o}); run: chmod 600 {path}", path = path.display());
    }
    Ok(())
}

#[cfg(not(unix))]
fn check_private(_: &Path, _: &File) -> Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests;
