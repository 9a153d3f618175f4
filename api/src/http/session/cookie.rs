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
        Self { name: named(name, secure), path: format!("/session/{name}"), same_site: "Strict", secure }
    }

    /// Holds what a sign-in with a provider began with. It comes back from the provider's site.
    pub(super) fn way(secure: bool) -> Self {
        Self { name: named("oidc", secure), path: "/session/console/oidc".into(), same_site: "Lax", secure }
    }

    /// The value that the browser sent, if it is one of ours: a cookie's value is not to be trusted to be plain. Of two
    /// that bear the name one was planted by a host beside ours, and nobody can say which.
    pub(super) fn read(&self, headers: &HeaderMap) -> Option<String> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let mut values = pairs.filter(|(name, _)| *name == self.name).map(|(_, value)| value);
        let value = values.next().filter(|_| values.next().is_none())?;
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

/// Browsers take a name that begins with `__Secure-` over TLS alone, so that nobody on the way plants one by `http`.
/// `__Host-` would do more, but forbids a path.
fn named(name: &str, secure: bool) -> String {
    let prefix = if secure { "__Secure-" } else { "" };
    format!("{prefix}flotilla_{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_cookies_of_one_name_neither_counts() {
        let cookie = Cookie::session(App::Console, true);
        let read = |lines: &[&'static str]| {
            let lines = lines.iter().map(|line| (header::COOKIE, HeaderValue::from_static(line)));
            cookie.read(&lines.collect())
        };
        assert_eq!(read(&["a=b; __Secure-flotilla_console=flrt_1; c=d"]).as_deref(), Some("flrt_1"));
        assert_eq!(read(&["flotilla_console=flrt_1"]), None, "planted by http");
        assert_eq!(read(&["__Secure-flotilla_console=flrt_1; __Secure-flotilla_console=flrt_2"]), None);
        assert_eq!(read(&["__Secure-flotilla_console=flrt_1", "__Secure-flotilla_console=flrt_1"]), None);
        assert_eq!(read(&["__Secure-flotilla_console=\"x\""]), None);
    }
}
