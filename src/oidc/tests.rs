//! Against a provider that is played here, and lies when it is told to.

mod keys;
mod played;

use std::collections::HashMap;

use api::http::session::{Arrival, Arrived, ProviderProblem};
use aws_lc_rs::digest;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use self::played::{NOW, Played, Script};
use super::*;

/// The parameters that the browser is sent to the provider with.
fn parameters(url: &str) -> HashMap<String, String> {
    let uri: axum::http::Uri = url.parse().unwrap();
    axum::extract::Query::try_from_uri(&uri).unwrap().0
}

/// There and back, with the nonce that was sent.
async fn visit(oidc: &Oidc, played: &Played) -> Result<Arrived, ProviderProblem> {
    let left = oidc.leave("/console/x".into()).await.unwrap();
    let sent = parameters(&left.url);
    played.change(|script| {
        let claims = script.claims.as_object_mut().unwrap();
        claims.entry("nonce").or_insert(json!(sent["nonce"]));
    });
    let query = format!("code=abc&state={}", sent["state"]);
    let arrived = oidc.arrive(Arrival { cookie: Some(left.cookie), query }).await;
    played.change(|script| {
        script.claims.as_object_mut().unwrap().remove("nonce");
    });
    arrived
}

#[tokio::test]
async fn who_is_vouched_for_arrives_with_everything_that_was_promised() {
    let played = Played::start().await;
    let (oidc, _) = played.client();
    let left = oidc.leave("/console/".into()).await.unwrap();
    let sent = parameters(&left.url);
    assert!(left.url.starts_with(&format!("{}/auth?", played.issuer)));
    assert_eq!(sent["response_type"], "code");
    assert_eq!(sent["client_id"], "flotilla");
    assert_eq!(sent["redirect_uri"], "https://flotilla.example/session/console/oidc/callback");
    assert_eq!(sent["scope"], "openid email");
    assert_eq!(sent["code_challenge_method"], "S256");
    assert!(sent["state"].len() >= 20 && sent["nonce"].len() >= 20 && sent["state"] != sent["nonce"]);

    let arrived = visit(&oidc, &played).await.unwrap();
    assert_eq!((arrived.vouched.subject.as_str(), arrived.to.as_str()), ("person-1", "/console/x"));
    assert_eq!(arrived.vouched.issuer, played.issuer);
    assert_eq!(arrived.vouched.verified_email.as_deref(), Some("staff@example.com"));
    played.change(|script| {
        assert_eq!(script.asked["grant_type"], "authorization_code");
        assert_eq!(script.asked["code"], "abc");
        assert_eq!(script.asked["redirect_uri"], "https://flotilla.example/session/console/oidc/callback");
        assert_eq!(script.authorization, format!("Basic {}", STANDARD.encode("flotilla:s3cret")));
        assert!(script.asked["code_verifier"].len() >= 43);
    });
}

#[tokio::test]
async fn the_verifier_fits_the_challenge() {
    let played = Played::start().await;
    let (oidc, _) = played.client();
    let left = oidc.leave("/console/".into()).await.unwrap();
    let sent = parameters(&left.url);
    let query = format!("code=abc&state={}", sent["state"]);
    let nonce = json!(sent["nonce"]);
    played.change(|script| script.claims["nonce"] = nonce);
    oidc.arrive(Arrival { cookie: Some(left.cookie), query }).await.unwrap();
    played.change(|script| {
        let hash = digest::digest(&digest::SHA256, script.asked["code_verifier"].as_bytes());
        assert_eq!(URL_SAFE_NO_PAD.encode(hash), sent["code_challenge"]);
    });
}

#[tokio::test]
async fn every_claim_must_be_as_it_must() {
    let played = Played::start().await;
    let (oidc, _) = played.client();
    let good = played.script.lock().unwrap().claims.clone();
    for (claim, value, fine) in [
        ("iss", json!("https://evil.example"), false),
        ("aud", json!("somebody"), false),
        ("aud", json!(["flotilla"]), true),
        ("aud", json!(["flotilla", "somebody"]), false),
        ("aud", json!([]), false),
        ("azp", json!("somebody"), false),
        ("azp", json!("flotilla"), true),
        ("exp", json!(NOW - 61), false),
        ("exp", json!(NOW - 30), true),
        ("exp", json!("soon"), false),
        ("iat", json!(NOW + 120), false),
        ("nbf", json!(NOW + 120), false),
        ("nonce", json!("another"), false),
        ("sub", json!(""), false),
        ("sub", json!("a".repeat(256)), false),
        ("sub", json!(7), false),
    ] {
        played.change(|script| {
            script.claims = good.clone();
            script.claims[claim] = value.clone();
        });
        let arrived = visit(&oidc, &played).await;
        let told = arrived.as_ref().map(|_| ()).map_err(|problem| *problem);
        assert_eq!(told, if fine { Ok(()) } else { Err(ProviderProblem::Invalid) }, "{claim} {value}");
    }
    for claim in ["iss", "aud", "sub", "exp", "iat"] {
        played.change(|script| {
            script.claims = good.clone();
            script.claims.as_object_mut().unwrap().remove(claim);
        });
        assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Invalid), "without {claim}");
    }
    played.change(|script| {
        script.claims = good.clone();
        script.claims["aud"] = json!(["somebody", "flotilla"]);
        script.claims["azp"] = json!("flotilla");
    });
    assert!(visit(&oidc, &played).await.is_ok(), "several audiences, and ours is the party");
}

#[tokio::test]
async fn an_address_counts_only_if_it_is_verified_and_of_the_same_person() {
    let played = Played::start().await;
    let (oidc, _) = played.client();
    let strip = |script: &mut Script, value: Value| {
        script.claims.as_object_mut().unwrap().remove("email_verified");
        script.userinfo = value;
    };
    let mail = "other@example.com";
    for (told, address) in [
        (json!({ "sub": "person-1", "email": mail, "email_verified": true }), Some(mail)),
        (json!({ "sub": "person-1", "email": mail, "email_verified": "true" }), Some(mail)),
        (json!({ "sub": "person-1", "email": mail, "email_verified": false }), None),
        (json!({ "sub": "person-1", "email": mail }), None),
        (json!({ "sub": "person-1" }), None),
    ] {
        played.change(|script| strip(script, told.clone()));
        let arrived = visit(&oidc, &played).await.unwrap();
        assert_eq!(arrived.vouched.verified_email.as_deref(), address, "{told}");
    }
    played.change(|script| strip(script, json!({ "sub": "person-2", "email": mail, "email_verified": true })));
    assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Invalid));
}

#[tokio::test]
async fn only_the_browser_that_left_comes_back_and_only_in_time() {
    let played = Played::start().await;
    let (oidc, clock) = played.client();
    let left = oidc.leave("/console/".into()).await.unwrap();
    let state = parameters(&left.url).remove("state").unwrap();
    let come = async |cookie: Option<&str>, query: String| {
        oidc.arrive(Arrival { cookie: cookie.map(ToOwned::to_owned), query }).await.map(|_| ())
    };
    let cookie = Some(left.cookie.as_str());
    let other = oidc.leave("/console/".into()).await.unwrap().cookie;
    for (cookie, query, problem) in [
        (None, format!("code=a&state={state}"), ProviderProblem::Expired),
        (Some("nonsense"), format!("code=a&state={state}"), ProviderProblem::Expired),
        (Some(other.as_str()), format!("code=a&state={state}"), ProviderProblem::Expired),
        (cookie, "code=a".to_owned(), ProviderProblem::Expired),
        (cookie, "code=a&state=".to_owned(), ProviderProblem::Expired),
        (cookie, format!("code=a&state={state}&state={state}"), ProviderProblem::Expired),
        (cookie, format!("state={state}&error=access_denied"), ProviderProblem::Refused),
        (cookie, format!("state={state}"), ProviderProblem::Refused),
        (cookie, format!("code=a&state={state}&iss=https%3A%2F%2Fevil.example"), ProviderProblem::Invalid),
    ] {
        assert_eq!(come(cookie, query.clone()).await, Err(problem), "{query}");
    }
    clock.advance(chrono::TimeDelta::minutes(10));
    assert_eq!(come(cookie, format!("code=a&state={state}")).await, Err(ProviderProblem::Expired));
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_told_apart_from_one_that_says_no() {
    let played = Played::start().await;
    let (oidc, _) = played.client();
    for (status, problem) in
        [(StatusCode::BAD_REQUEST, ProviderProblem::Refused), (StatusCode::FOUND, ProviderProblem::Unavailable)]
    {
        played.change(|script| script.refuse = Some(status));
        assert_eq!(visit(&oidc, &played).await, Err(problem), "{status}");
    }
    let elsewhere = Oidc::new(
        OidcSettings { issuer: format!("{}/", played.issuer), ..settings("http://127.0.0.1:1") },
        Arc::new(SystemClock),
    );
    assert_eq!(elsewhere.unwrap().leave("/".into()).await, Err(ProviderProblem::Unavailable), "another name");
    let down = Oidc::new(settings("http://127.0.0.1:1"), Arc::new(SystemClock)).unwrap();
    assert_eq!(down.leave("/".into()).await, Err(ProviderProblem::Unavailable));
}

fn settings(issuer: &str) -> OidcSettings {
    OidcSettings {
        issuer: issuer.into(),
        client_id: "flotilla".into(),
        client_secret: None,
        name: "SSO".into(),
        public_url: "http://127.0.0.1:8080".into(),
        key: [9; 32],
    }
}

#[test]
fn keys_come_over_tls_or_from_this_machine() {
    for url in
        ["https://id.example", "http://127.0.0.1:9/x", "http://localhost:9", "http://[::1]:9", "http://localhost"]
    {
        assert!(is_trusted_transport(url), "{url}");
    }
    for url in
        ["http://id.example", "http://127.0.0.1.evil.example", "http://localhost@evil.example", "ftp://localhost", ""]
    {
        assert!(!is_trusted_transport(url), "{url}");
    }
}
