//! What every page's answer carries, so that nothing foreign runs in it and nothing of it gets out.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

/// Only what we serve ourselves runs, is shown or is spoken to. Nothing is inline.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; \
     connect-src 'self'; manifest-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; \
     form-action 'self'; object-src 'none'",
);
const STYLES: &str = "style-src 'self'";

/// The camera reads a member's code; nothing else of a device is ours to ask for.
const PERMISSIONS: HeaderValue = HeaderValue::from_static(
    "accelerometer=(), autoplay=(), browsing-topics=(), camera=(self), display-capture=(), \
     encrypted-media=(), fullscreen=(), gamepad=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), \
     idle-detection=(), local-fonts=(), magnetometer=(), microphone=(), midi=(), payment=(), picture-in-picture=(), \
     publickey-credentials-get=(), screen-wake-lock=(), serial=(), usb=(), window-management=(), \
     xr-spatial-tracking=()",
);

/// Marks an answer as a page of ours.
pub(crate) fn guard(headers: &mut HeaderMap) {
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    let more = [
        ("permissions-policy", PERMISSIONS),
        ("cross-origin-opener-policy", HeaderValue::from_static("same-origin")),
        ("cross-origin-resource-policy", HeaderValue::from_static("same-origin")),
    ];
    headers.extend(more.map(|(name, value)| (HeaderName::from_static(name), value)));
}

/// Lets style elements in that carry this nonce: letters and digits of base64, made for one answer.
pub(crate) fn allow_styles(headers: &mut HeaderMap, nonce: &str) {
    let policy = POLICY.to_str().unwrap_or_default().replace(STYLES, &format!("{STYLES} 'nonce-{nonce}'"));
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}
