//! Staff sign in with an OpenID Connect provider: the code flow with PKCE.
//!
//! What a sign-in begins with (state, nonce, verifier) travels sealed in a cookie, so that nothing is kept here and any
//! process can finish what another began.

mod claims;
mod client;
mod http;
mod keys;
mod seal;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Result, bail};
use api::http::session::Provider;
use domain::kernel::{Clock, SystemClock};

use crate::boot::load_secrets;
use crate::settings::Settings;

pub use client::Oidc;

/// What the provider and we know about each other.
#[derive(Clone)]
pub struct OidcSettings {
    /// Exactly as the provider calls itself.
    pub issuer: String,
    pub client_id: String,
    /// `None` for a public client.
    pub client_secret: Option<String>,
    /// What people call the provider.
    pub name: String,
    /// Where browsers reach us, without a slash at the end.
    pub public_url: String,
    /// Seals the cookie of a sign-in.
    pub key: [u8; 32],
}

impl fmt::Debug for OidcSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OidcSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// The provider that the settings name, if they name one. It is not asked for anything before somebody signs in.
pub fn provider(settings: &Settings, listening: SocketAddr) -> Result<Option<Arc<dyn Provider>>> {
    let text = |key: &str| settings.text(key).to_owned();
    let issuer = text("oidc_issuer");
    if issuer.is_empty() {
        return Ok(None);
    }
    if !is_trusted_transport(&issuer) {
        bail!("oidc_issuer must begin with https:// (http:// on this machine alone), not `{issuer}`");
    }
    let settings = OidcSettings {
        issuer,
        client_id: text("oidc_client_id"),
        client_secret: Some(text("oidc_client_secret")).filter(|secret| !secret.is_empty()),
        name: text("oidc_name"),
        public_url: settings.public_url(listening)?,
        key: load_secrets(settings)?.way_key()?,
    };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    Ok(Some(Arc::new(Oidc::new(settings, clock)?)))
}

/// TLS, or a provider on this very machine: keys and codes that anybody may change on the way prove nothing.
fn is_trusted_transport(url: &str) -> bool {
    let local = |rest: &str| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let bare = host.strip_prefix("[::1]").map_or_else(|| host.split(':').next().unwrap_or_default(), |_| "[::1]");
        matches!(bare, "localhost" | "127.0.0.1" | "[::1]") && !host.contains('@')
    };
    url.starts_with("https://") || url.strip_prefix("http://").is_some_and(local)
}

#[cfg(test)]
mod tests;
