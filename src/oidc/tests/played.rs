//! A provider that is played, and says what the script has it say.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::kernel::{ManualClock, from_micros};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::super::{Oidc, OidcSettings};

pub(super) const NOW: i64 = 1_795_305_600;

pub(super) struct Key {
    pub(super) kid: &'static str,
    pub(super) pkcs8: Vec<u8>,
    pub(super) jwk: Value,
}

impl Key {
    pub(super) fn new(kid: &'static str) -> Self {
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
pub(super) struct Script {
    pub(super) key: Key,
    pub(super) published: Vec<Value>,
    pub(super) header: Header,
    pub(super) claims: Value,
    pub(super) userinfo: Value,
    /// The answer to the code, if not tokens.
    pub(super) refuse: Option<StatusCode>,
    /// What the last request for tokens held.
    pub(super) asked: HashMap<String, String>,
    pub(super) authorization: String,
    /// Whether the document about the provider, or its keys, cannot be had now; and how often they were asked for.
    pub(super) doors_away: bool,
    pub(super) doors_asked: u32,
    pub(super) keys_away: bool,
    pub(super) keys_asked: u32,
}

pub(super) struct Played {
    pub(super) issuer: String,
    pub(super) script: Arc<Mutex<Script>>,
    pub(super) server: tokio::task::JoinHandle<()>,
}

impl Played {
    pub(super) async fn start() -> Self {
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
            .route(
                "/.well-known/openid-configuration",
                get(move |script: Shared| std::future::ready(told(script, &doors))),
            )
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .route("/me", get(userinfo))
            .with_state(Arc::clone(&script));
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { issuer, script, server }
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.script.lock().unwrap());
    }

    pub(super) fn client(&self) -> (Oidc, Arc<ManualClock>) {
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

fn told(State(script): Shared, doors: &Value) -> Result<Json<Value>, StatusCode> {
    let mut script = script.lock().unwrap();
    script.doors_asked += 1;
    if script.doors_away { Err(StatusCode::BAD_GATEWAY) } else { Ok(Json(doors.clone())) }
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
