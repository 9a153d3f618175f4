//! Sessions of pages: the refresh token in a cookie, the access token in the page.

use api::http::DoorSettings;
use chrono::TimeDelta;
use flotilla::boot::{Facade, Schema};
use flotilla::seed::DEMO_PASSWORD;
use serde_json::{Value, json};

use super::{Browser, router};
use crate::members::{join, phone};
use crate::world::{Actor, World, until};

const PHONE: &str = "19900330100";

fn browser(world: &World) -> Browser {
    Browser::new(world.node.router.clone())
}

fn credentials() -> Value {
    json!({ "email": "hq-admin@demo.invalid", "password": DEMO_PASSWORD })
}

async fn signed_in(world: &World) -> (Browser, Value) {
    let mut browser = browser(world);
    let seen = browser.post("/session/console/password", &credentials()).await;
    assert_eq!(seen.status, 200, "{}", seen.body);
    (browser, seen.body)
}

async fn is_in(world: &World, tokens: &Value) -> bool {
    let actor = Actor::with_token(&world.node, tokens["accessToken"].as_str().unwrap());
    actor.send("{ me { id } }", json!({})).await.error().is_none()
}

#[tokio::test]
async fn each_app_says_how_one_signs_in() {
    let world = World::idle().await;
    let mut browser = browser(&world);
    let console = browser.get("/session/console").await.body;
    assert_eq!(console, json!({ "password": true, "code": false, "oidc": null, "demo": true }));
    let client = browser.get("/session/client").await.body;
    assert_eq!(client, json!({ "password": false, "code": true, "oidc": null, "demo": true }));
    for path in ["/session/other", "/session/other/refresh", "/session/console/code", "/session/client/password"] {
        assert_eq!(browser.post(path, &json!({})).await.status, 404, "{path}");
    }
    let seen = browser.send("GET", "/session/console/refresh", &[], "").await;
    assert_eq!((seen.status, seen.code(), seen.header("allow")), (405, "METHOD_NOT_ALLOWED", "POST"));
    assert_eq!(browser.post("/session/console", &json!({})).await.code(), "METHOD_NOT_ALLOWED");
    assert_eq!(browser.get("/session/console/oidc").await.led(), (303, "/console/sign-in?problem=oidc_unavailable"));
}

#[tokio::test]
async fn the_refresh_token_is_in_the_cookie_and_nowhere_else() {
    let world = World::idle().await;
    let (mut browser, body) = signed_in(&world).await;
    assert!(is_in(&world, &body).await);
    let keys: Vec<&String> = body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["accessToken", "expiresAt", "refreshExpiresAt"]);
    let cookie = &browser.cookies["flotilla_console"];
    let wanted = ["Path=/session/console", "HttpOnly", "SameSite=Strict", "Max-Age=2592000"];
    assert_eq!(cookie.attributes, wanted, "not Secure: browsers reach us by http");
    let first = cookie.value.clone();
    let refreshed = browser.post("/session/console/refresh", &json!({})).await;
    assert_eq!((refreshed.status, refreshed.header("cache-control")), (200, "no-store"));
    assert!(is_in(&world, &refreshed.body).await);
    let second = &browser.cookies["flotilla_console"].value;
    assert_ne!(*second, first);
    assert!(!refreshed.body.to_string().contains("flrt_") && second.starts_with("flrt_"));
}

#[tokio::test]
async fn over_tls_the_cookie_never_travels_without() {
    let world = World::idle().await;
    let facade = Facade { public_url: "https://flotilla.example".into(), ..Facade::plain(Schema::Hidden) };
    let mut browser = Browser::new(router(&world, facade, DoorSettings::default()));
    assert_eq!(browser.post("/session/console/password", &credentials()).await.status, 200);
    assert!(browser.cookies["__Secure-flotilla_console"].attributes.contains(&"Secure".to_owned()));
}

#[tokio::test]
async fn ending_a_session_ends_it_everywhere() {
    let world = World::idle().await;
    let (mut browser, body) = signed_in(&world).await;
    let kept = browser.cookies.clone();
    let ended = browser.post("/session/console/end", &json!({})).await;
    assert_eq!((ended.status, browser.cookies.len()), (204, 0));
    assert!(!is_in(&world, &body).await);
    assert_eq!(browser.post("/session/console/end", &json!({})).await.status, 204, "nothing to end");
    browser.cookies = kept;
    let refused = browser.post("/session/console/refresh", &json!({})).await;
    assert_eq!((refused.status, refused.code()), (401, "ACCESS_SESSION_ENDED"));
    assert!(browser.cookies.is_empty(), "of no use any more");
    let none = browser.post("/session/console/refresh", &json!({})).await;
    assert_eq!((none.status, none.code()), (401, "UNAUTHENTICATED"));
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let world = World::idle().await;
    let (mut browser, first) = signed_in(&world).await;
    let second = browser.post("/session/console/password", &credentials()).await;
    assert!(!is_in(&world, &first).await && is_in(&world, &second.body).await);
    let wrong = json!({ "email": "hq-admin@demo.invalid", "password": "wrong and long enough" });
    let refused = browser.post("/session/console/password", &wrong).await;
    assert_eq!((refused.status, refused.code()), (401, "ACCESS_CREDENTIALS_REFUSED"));
    assert!(is_in(&world, &second.body).await, "what failed changed nothing");
    assert_eq!(browser.post("/session/console/refresh", &json!({})).await.status, 200);
}

#[tokio::test]
async fn a_session_that_is_over_is_told_so() {
    let world = World::idle().await;
    let (mut browser, _) = signed_in(&world).await;
    world.later(TimeDelta::days(91));
    let refused = browser.post("/session/console/refresh", &json!({})).await;
    assert_eq!((refused.status, refused.code()), (401, "ACCESS_SESSION_ENDED"));
    assert!(browser.cookies.is_empty());
}

#[tokio::test]
async fn helmsmen_sign_in_with_a_code_beside_an_open_console() {
    let world = World::idle().await;
    let (mut browser, console) = signed_in(&world).await;
    world.stranger().run("codeRequest", json!({ "phone": PHONE }), "accepted").await;
    until("the code was sent", async || !world.codes.0.lock().unwrap().is_empty()).await;
    let (_, code) = world.codes.0.lock().unwrap().last().unwrap().clone();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let refused = browser.post("/session/client/code", &json!({ "phone": PHONE, "code": wrong })).await;
    assert_eq!((refused.status, refused.code()), (401, "ACCESS_CREDENTIALS_REFUSED"));
    let odd = browser.post("/session/client/code", &json!({ "phone": "12", "code": code })).await;
    assert_eq!((odd.status, odd.code()), (400, "ACCESS_PHONE_INVALID"));
    let client = browser.post("/session/client/code", &json!({ "phone": PHONE, "code": code })).await;
    assert_eq!(client.status, 200, "{}", client.body);
    assert_eq!(browser.cookies["flotilla_client"].attributes[0], "Path=/session/client");
    for path in ["/session/client/refresh", "/session/console/refresh"] {
        assert_eq!(browser.post(path, &json!({})).await.status, 200, "{path}");
    }
    assert!(is_in(&world, &client.body).await && is_in(&world, &console).await);
}

#[tokio::test]
async fn other_sites_and_odd_requests_are_refused() {
    let world = World::idle().await;
    let (mut browser, body) = signed_in(&world).await;
    let json_type = ("content-type", "application/json");
    for from in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        for step in ["password", "refresh", "end"] {
            let seen = browser.send("POST", &format!("/session/console/{step}"), &[json_type, from], "{}").await;
            assert_eq!((seen.status, seen.code()), (403, "FORBIDDEN"), "{from:?} {step}");
        }
    }
    assert!(is_in(&world, &body).await);
    let own = ("origin", "http://flotilla.test");
    for (headers, body, status) in [
        (vec![own, ("content-type", "text/plain")], "{}".to_owned(), 415),
        (vec![own, ("content-type", "application/x-www-form-urlencoded")], "a=b".to_owned(), 415),
        (vec![own], "{}".to_owned(), 415),
        (vec![own, json_type], "[".to_owned(), 400),
        (vec![own, json_type], r#"{"email":"a@b.example"}"#.to_owned(), 400),
        (vec![own, json_type], r#"{"email":"a@b.example","password":"x","more":1}"#.to_owned(), 400),
        (vec![own, json_type], format!(r#"{{"email":"{}"}}"#, "a".repeat(20_000)), 413),
    ] {
        let seen = browser.send("POST", "/session/console/password", &headers, &body).await;
        assert_eq!(seen.status, status, "{headers:?} {}", seen.body);
        assert!(!seen.body.to_string().contains("a@b.example"), "what was sent is not told back");
        seen.code();
    }
    assert_eq!(browser.send("POST", "/session/console/refresh", &[own, json_type], "{}").await.status, 200);
    browser.cookies.get_mut("flotilla_console").unwrap().value = "flrt_nonsense".into();
    assert_eq!(browser.post("/session/console/refresh", &json!({})).await.code(), "ACCESS_SESSION_ENDED");
}

#[tokio::test]
async fn attempts_and_requests_are_limited() {
    let world = World::limited().await;
    let mut browser = browser(&world);
    let wrong = json!({ "email": "nobody@demo.invalid", "password": "wrong and long enough" });
    let mut limited = None;
    for _ in 0..11 {
        let seen = browser.post("/session/console/password", &wrong).await;
        if seen.status == 429 {
            limited = Some(seen);
            break;
        }
        assert_eq!(seen.status, 401);
    }
    let limited = limited.expect("ten attempts an account");
    assert_eq!(limited.code(), "RATE_LIMITED");
    assert!(limited.header("retry-after").parse::<u64>().unwrap() > 0);

    let settings = DoorSettings { rate_per_second: 1, rate_burst: 2, ..DoorSettings::default() };
    let mut flood = Browser::new(router(&world, Facade::plain(Schema::Hidden), settings));
    let mut codes = Vec::new();
    for _ in 0..4 {
        codes.push(flood.post("/session/console/refresh", &json!({})).await.status);
    }
    assert_eq!(codes[..2], [401, 401]);
    assert!(codes[2..].contains(&429), "{codes:?}");
}

/// Who joins is signed in by an operation; the browser keeps that session as it keeps any other.
#[tokio::test]
async fn who_has_joined_stays_signed_in() {
    let world = World::idle().await;
    let (_, person) = join(&world, &phone(1), "chap_1").await;
    let keep = json!({ "accessToken": person.token.unwrap() });
    let mut browser = browser(&world);
    let kept = browser.post("/session/client/keep", &keep).await;
    assert_eq!(kept.status, 200, "{}", kept.body);
    assert!(is_in(&world, &kept.body).await && !kept.body.to_string().contains("flrt_"));
    assert!(browser.cookies["flotilla_client"].value.starts_with("flrt_"));
    assert_eq!(browser.post("/session/client/keep", &keep).await.status, 200, "the answer was lost");
    assert_eq!(browser.post("/session/client/refresh", &json!({})).await.status, 200);
    let refused = browser.post("/session/client/keep", &keep).await;
    assert_eq!((refused.status, refused.code()), (401, "ACCESS_SESSION_ENDED"), "it was refreshed since");
    assert_eq!(browser.post("/session/client/refresh", &json!({})).await.status, 200, "and goes on");
    assert_eq!(browser.post("/session/console/keep", &keep).await.status, 404, "nobody joins there");
}

/// A copy of the token that the cookie replaced ends the session, as any replaced token does.
#[tokio::test]
async fn the_token_that_a_cookie_replaced_is_good_no_more() {
    let world = World::idle().await;
    let number = phone(1);
    let code = crate::members::code(&world, &number).await;
    let input = json!({
        "phone": number, "code": code, "name": "王小明", "chapter": "chap_1", "consents": crate::members::consents(),
    });
    let tokens = world.stranger().run("memberRegister", input, crate::access::TOKENS).await;
    let mut browser = browser(&world);
    let kept = browser.post("/session/client/keep", &json!({ "accessToken": tokens["accessToken"] })).await;
    assert!(is_in(&world, &kept.body).await);
    let copied = json!({ "refreshToken": tokens["refreshToken"] });
    assert_eq!(world.stranger().broken("sessionRefresh", copied).await, ["ACCESS_SESSION_ENDED"]);
    assert!(!is_in(&world, &kept.body).await);
    assert_eq!(browser.post("/session/client/refresh", &json!({})).await.status, 401);
}

#[tokio::test]
async fn staff_are_signed_in_by_what_they_know_and_nothing_else() {
    let world = World::idle().await;
    let (_, body) = signed_in(&world).await;
    let mut other = browser(&world);
    let refused = other.post("/session/client/keep", &json!({ "accessToken": body["accessToken"] })).await;
    assert_eq!((refused.status, refused.code()), (401, "ACCESS_SESSION_ENDED"));
    assert!(other.cookies.is_empty() && is_in(&world, &body).await);
}

#[tokio::test]
async fn only_a_session_of_the_last_minute_is_put_into_a_cookie() {
    let world = World::idle().await;
    let (_, person) = join(&world, &phone(1), "chap_1").await;
    let keep = json!({ "accessToken": person.token.unwrap() });
    let mut browser = browser(&world);
    let stolen = browser.post("/session/client/keep", &json!({ "accessToken": "e30.e30.e30" })).await;
    assert_eq!((stolen.status, stolen.code()), (401, "UNAUTHENTICATED"));
    world.later(TimeDelta::seconds(60));
    let late = browser.post("/session/client/keep", &keep).await;
    assert_eq!((late.status, late.code()), (401, "ACCESS_SESSION_ENDED"));
    assert!(browser.cookies.is_empty() && is_in(&world, &keep).await, "the session itself goes on");
}
