//! Against a provider that is played here, and lies when it is told to.

use std::collections::HashMap;
use std::sync::Mutex;

use api::http::session::{Arrival, Arrived, ProviderProblem};
use aws_lc_rs::digest;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::kernel::{ManualClock, from_micros};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::*;

const NOW: i64 = 1_795_305_600;

struct Key {
    kid: &'static str,
    pkcs8: Vec<u8>,
    jwk: Value,
}

impl Key {
    fn new(kid: &'static str) -> Self {
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &aws_lc_rs::rand::SystemRandom::new());
        let pkcs8 = pkcs8.unwrap().as_ref().to_vec();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8).unwrap();
        let point = pair.public_key().as_ref();
        let (x, y) = (URL_SAFE_NO_PAD.encode(&point[1..33]), URL_SAFE_NO_PAD.encode(&point[33..]));
        let jwk = json!({ "kty": "EC", "crv": "P-256", "kid": kid, "use": "sig", "alg": "ES256", "x": x, "y": y });
        Self { kid, pkcs8, jwk }
    }
}

/// What the provider says next.
struct Script {
    key: Key,
    published: Vec<Value>,
    header: Header,
    claims: Value,
    userinfo: Value,
    /// The answer to the code, if not tokens.
    refuse: Option<StatusCode>,
    /// What the last request for tokens held.
    asked: HashMap<String, String>,
    authorization: String,
    /// Whether the document about the provider, or its keys, cannot be had now; and how often they were asked for.
    doors_away: bool,
    doors_asked: u32,
    keys_away: bool,
    keys_asked: u32,
}

struct Played {
    issuer: String,
    script: Arc<Mutex<Script>>,
    server: tokio::task::JoinHandle<()>,
}

impl Played {
    async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let key = Key::new("one");
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some("one".into());
        // A key of a kind nobody knows must not hide the others.
        let published = vec![json!({ "kty": "AKP", "alg": "ML-DSA-44", "kid": "odd" }), key.jwk.clone()];
        let script = Arc::new(Mutex::new(Script {
            claims: json!({
                "iss": issuer, "aud": "flotilla", "sub": "person-1", "iat": NOW, "exp": NOW + 300,
                "email": "staff@example.com", "email_verified": true,
            }),
            userinfo: json!({ "sub": "person-1" }),
            refuse: None,
            asked: HashMap::new(),
            authorization: String::new(),
            doors_away: false,
            doors_asked: 0,
            keys_away: false,
            keys_asked: 0,
            key,
            published,
            header,
        }));
        let doors = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/auth"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "userinfo_endpoint": format!("{issuer}/me"),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(move |script: Shared| told(script, doors.clone())))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/me", get(userinfo))
            .with_state(Arc::clone(&script));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, script, server }
    }

    fn change(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.script.lock().unwrap());
    }

    fn client(&self) -> (Oidc, Arc<ManualClock>) {
        let clock = Arc::new(ManualClock::at(from_micros(NOW * 1_000_000)));
        let settings = OidcSettings {
            issuer: self.issuer.clone(),
            client_id: "flotilla".into(),
            client_secret: Some("s3cret".into()),
            name: "SSO".into(),
            public_url: "https://flotilla.example".into(),
            key: [9; 32],
        };
        (Oidc::new(settings, clock.clone()).unwrap(), clock)
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        self.server.abort();
    }
}

type Shared = State<Arc<Mutex<Script>>>;

async fn told(State(script): Shared, doors: Value) -> Result<Json<Value>, StatusCode> {
    let mut script = script.lock().unwrap();
    script.doors_asked += 1;
    if script.doors_away { Err(StatusCode::BAD_GATEWAY) } else { Ok(Json(doors)) }
}

async fn jwks(State(script): Shared) -> Result<Json<Value>, StatusCode> {
    let mut script = script.lock().unwrap();
    script.keys_asked += 1;
    if script.keys_away { Err(StatusCode::BAD_GATEWAY) } else { Ok(Json(json!({ "keys": script.published }))) }
}

async fn token(State(script): Shared, headers: HeaderMap, Form(asked): Form<HashMap<String, String>>) -> Response {
    let mut script = script.lock().unwrap();
    script.authorization = headers.get("authorization").map(|it| it.to_str().unwrap().to_owned()).unwrap_or_default();
    script.asked = asked;
    match script.refuse {
        Some(StatusCode::FOUND) => return Redirect::to("http://127.0.0.1:1/").into_response(),
        Some(status) => return (status, Json(json!({ "error": "invalid_grant" }))).into_response(),
        None => {}
    }
    let key = EncodingKey::from_ec_der(&script.key.pkcs8);
    let signed = match script.header.alg {
        Algorithm::HS256 => EncodingKey::from_secret(b"s3cret"),
        _ => key,
    };
    let id_token = jsonwebtoken::encode(&script.header, &script.claims, &signed).unwrap();
    Json(json!({ "access_token": "at", "token_type": "Bearer", "id_token": id_token })).into_response()
}

async fn userinfo(State(script): Shared, headers: HeaderMap) -> Json<Value> {
    assert_eq!(headers["authorization"], "Bearer at");
    Json(script.lock().unwrap().userinfo.clone())
}

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
async fn only_a_published_key_signs() {
    let played = Played::start().await;
    let (oidc, clock) = played.client();
    assert!(visit(&oidc, &played).await.is_ok());
    // Another key under the old name.
    played.change(|script| script.key = Key::new("one"));
    assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Invalid));
    // A shared secret, or an unknown key.
    for (alg, kid) in [(Algorithm::HS256, Some("one")), (Algorithm::ES256, Some("two"))] {
        played.change(|script| {
            script.header = Header::new(alg);
            script.header.kid = kid.map(ToOwned::to_owned);
        });
        assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Invalid), "{alg:?}");
    }
    // Rotated: the new key is asked for, once the provider has had its rest.
    played.change(|script| {
        script.key = Key::new("two");
        script.published.push(script.key.jwk.clone());
        assert_eq!(script.key.kid, "two");
    });
    assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Invalid));
    clock.advance(chrono::TimeDelta::seconds(30));
    assert!(visit(&oidc, &played).await.is_ok());
    // Without a name there must be no choice.
    played.change(|script| script.header.kid = None);
    assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Invalid));
    // A key that says it is for something else.
    played.change(|script| {
        script.header.kid = Some("three".into());
        script.key = Key::new("three");
        let mut jwk = script.key.jwk.clone();
        jwk["alg"] = json!("ES384");
        script.published = vec![jwk];
    });
    assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Invalid));
}

#[tokio::test]
async fn a_new_key_under_an_old_name_is_found_and_an_outage_is_survived() {
    let played = Played::start().await;
    let (oidc, clock) = played.client();
    let asked = || played.script.lock().unwrap().keys_asked;
    assert!(visit(&oidc, &played).await.is_ok());
    for kid in [Some("one"), None] {
        // Rotated, and the new key has the old one's name, or none has a name.
        played.change(|script| {
            script.key = Key::new("one");
            script.header.kid = kid.map(ToOwned::to_owned);
            script.published = vec![script.key.jwk.clone()];
        });
        let before = asked();
        assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Invalid), "just asked");
        assert_eq!(asked(), before);
        clock.advance(chrono::TimeDelta::seconds(30));
        assert!(visit(&oidc, &played).await.is_ok(), "{kid:?}");
        assert_eq!(asked(), before + 1);
    }
    // The keys alone are away: who signs with a known one comes in, and the provider is asked once.
    clock.advance(chrono::TimeDelta::hours(2));
    played.change(|script| {
        script.keys_away = true;
        script.claims["iat"] = json!(NOW + 7_200);
        script.claims["exp"] = json!(NOW + 7_800);
    });
    let before = asked();
    for _ in 0..3 {
        assert!(visit(&oidc, &played).await.is_ok());
    }
    assert_eq!(asked(), before + 1);
    // An unknown one cannot be told from a bad one, until the keys are back.
    played.change(|script| {
        script.key = Key::new("two");
        script.header.kid = Some("two".into());
        script.published.push(script.key.jwk.clone());
    });
    assert_eq!(visit(&oidc, &played).await, Err(ProviderProblem::Unavailable));
    played.change(|script| script.keys_away = false);
    clock.advance(chrono::TimeDelta::seconds(2));
    assert!(visit(&oidc, &played).await.is_ok());
}

#[tokio::test]
async fn one_failure_answers_all_who_wait() {
    let played = Played::start().await;
    let (oidc, clock) = played.client();
    played.change(|script| script.doors_away = true);
    let visits = (0..50).map(|_| oidc.leave("/".into()));
    let answers = futures_util::future::join_all(visits).await;
    assert!(answers.iter().all(|answer| *answer == Err(ProviderProblem::Unavailable)));
    assert_eq!(played.script.lock().unwrap().doors_asked, 1);
    played.change(|script| script.doors_away = false);
    clock.advance(chrono::TimeDelta::seconds(2));
    assert!(oidc.leave("/".into()).await.is_ok());
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
