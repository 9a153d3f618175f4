//! Cookies that no script can read, each for one path alone.

use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, header};

use super::house::App;

/// One cookie of ours, whatever its value.
#[derive(Debug, Clone)]
pub(super) struct Cookie {
    name: String,
    path: String,
    /// `Strict`, or `Lax` for what must come along from another site.
    same_site: &'static str,
    secure: bool,
}

impl Cookie {
    /// Holds the refresh token of an app.
    pub(super) fn session(app: App, secure: bool) -> Self {
        let name = app.name();
        Self { name: format!("flotilla_{name}"), path: format!("/session/{name}"), same_site: "Strict", secure }
    }

    /// Holds what a sign-in with a provider began with. It comes back from the provider's site.
    pub(super) fn way(secure: bool) -> Self {
        Self { name: "flotilla_oidc".into(), path: "/session/console/oidc".into(), same_site: "Lax", secure }
    }

    /// The value that the browser sent, if it is one of ours: a cookie's value is not to be trusted to be plain.
    pub(super) fn read(&self, headers: &HeaderMap) -> Option<String> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == self.name)?;
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (!value.is_empty() && value.bytes().all(plain)).then(|| value.to_owned())
    }

    /// Sets it; the browser keeps it for this long.
    pub(super) fn set(&self, headers: &mut HeaderMap, value: &str, life: Duration) {
        let Self { name, path, same_site, secure } = self;
        let secure = if *secure { "; Secure" } else { "" };
        let seconds = life.as_secs();
        let text = format!("{name}={value}; Path={path}; HttpOnly; SameSite={same_site}; Max-Age={seconds}{secure}");
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.append(header::SET_COOKIE, value);
        }
    }

    pub(super) fn clear(&self, headers: &mut HeaderMap) {
        self.set(headers, "", Duration::ZERO);
    }
}
