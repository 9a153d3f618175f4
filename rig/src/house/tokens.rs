//! Access tokens, made by the executable itself and renewed before they end.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::Flotilla;
use crate::clock::pause;

/// Tokens live ten minutes.
const FRESH: Duration = Duration::from_mins(8);
/// The database may be down at the moment.
const PATIENCE: Duration = Duration::from_secs(45);

/// Tokens by whom they are for. Cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    flotilla: Flotilla,
    held: Arc<Mutex<HashMap<String, (String, Instant)>>>,
}

impl Tokens {
    pub(crate) fn new(flotilla: &Flotilla) -> Self {
        Self { flotilla: flotilla.clone(), held: Arc::default() }
    }

    /// A token of `hq-admin`, `helmsman:110101`, …
    pub(crate) async fn of(&self, who: &str) -> Result<String> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(token) = self.held(who) {
                return Ok(token);
            }
            match self.make(who).await {
                Ok(token) => {
                    if let Ok(mut held) = self.held.lock() {
                        held.insert(who.to_owned(), (token.clone(), Instant::now()));
                    }
                    return Ok(token);
                }
                Err(error) if Instant::now() >= deadline => return Err(error),
                Err(_) => pause(Duration::from_millis(500)).await?,
            }
        }
    }

    /// Keeps the token of somebody who has signed in. It is not renewed: nobody should act by it after eight minutes.
    pub(crate) fn keep(&self, who: &str, token: String) {
        if let Ok(mut held) = self.held.lock() {
            held.insert(who.to_owned(), (token, Instant::now()));
        }
    }

    /// Forgets a token that was not accepted.
    pub(crate) fn forget(&self, who: &str) {
        if let Ok(mut held) = self.held.lock() {
            held.remove(who);
        }
    }

    fn held(&self, who: &str) -> Option<String> {
        let held = self.held.lock().ok()?;
        let (token, since) = held.get(who)?;
        (since.elapsed() < FRESH).then(|| token.clone())
    }

    /// Asks the executable once.
    pub(crate) async fn make(&self, who: &str) -> Result<String> {
        let flotilla = self.flotilla.clone();
        let asked = who.to_owned();
        let output = tokio::task::spawn_blocking(move || flotilla.run(&["token", "--as", &asked])).await??;
        let token = output.lines().rfind(|line| !line.trim().is_empty()).context("no token was printed")?;
        if token.split('.').count() != 3 {
            bail!("not a token for {who}: {token}");
        }
        Ok(token.trim().to_owned())
    }
}
