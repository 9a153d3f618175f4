//! What an installation may set about sign-in, and the keys it needs.

use std::fmt;
use std::time::Duration;

use super::token::SigningKey;

/// Settings of sign-in and sessions.
#[derive(Debug, Clone)]
pub struct AccessSettings {
    /// Who issues the access tokens (`iss`).
    pub issuer: String,
    /// Whom they are for (`aud`).
    pub audience: String,
    /// How long an access token is good.
    pub access_life: Duration,
    /// How long a refresh token is good if it is not used.
    pub refresh_life: Duration,
    /// How long a session is good however often it is refreshed.
    pub session_life: Duration,
    /// How long a one-time code is good.
    pub code_life: Duration,
    /// How often a one-time code may be tried.
    pub code_tries: i16,
    /// Limits on attempts; `None` turns them off.
    pub limits: Option<AttemptLimits>,
    /// How long what the store said about a session is believed when no signal says otherwise.
    pub believe_for: Duration,
    /// How many passwords are hashed at once; each takes 19 MiB.
    pub hashes_at_once: usize,
    /// How many access tokens are remembered; beyond it one is forgotten, and what listens on it reconnects.
    pub tokens_held: usize,
}

impl Default for AccessSettings {
    fn default() -> Self {
        let day = Duration::from_hours(24);
        Self {
            issuer: "flotilla".to_owned(),
            audience: "flotilla".to_owned(),
            access_life: Duration::from_mins(10),
            refresh_life: day * 30,
            session_life: day * 90,
            code_life: Duration::from_mins(5),
            code_tries: 5,
            limits: Some(AttemptLimits::default()),
            believe_for: Duration::from_mins(1),
            hashes_at_once: 2,
            tokens_held: 200_000,
        }
    }
}

/// How many attempts are allowed in a fixed window of time.
#[derive(Debug, Clone, Copy)]
pub struct AttemptLimits {
    pub window: Duration,
    /// For one account (or what would be one), wherever they come from.
    pub per_account: u32,
    /// From one address (for IPv6, from one network of 64 bits), whomever they are for.
    pub per_address: u32,
}

impl Default for AttemptLimits {
    fn default() -> Self {
        Self { window: Duration::from_mins(15), per_account: 10, per_address: 100 }
    }
}

/// The keys of sign-in.
#[derive(Clone)]
pub struct AccessKeys {
    /// All that verify; the newest whose time has come signs.
    pub signing: Vec<SigningKey>,
    /// For one-time codes and addresses, which are short enough to be guessed from a plain hash.
    pub code: [u8; 32],
}

impl fmt::Debug for AccessKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKeys").field("signing", &self.signing).finish_non_exhaustive()
    }
}
