//! Staff whom an identity provider vouches for; the provider itself is played.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::http::DoorSettings;
use api::http::session::{Arrival, Arrived, Leaving, Provider, ProviderProblem, Vouched};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flotilla::boot::{Facade, Schema, system_op};
use futures_util::future::BoxFuture;
use serde_json::json;
use service::access::AccountStatusSet;

use super::{Browser, Seen, router};
use crate::world::{Actor, World};

const ISSUER: &str = "https://id.example";

/// Vouches for whomever it is told to, and keeps where they want to go in the cookie.
#[derive(Debug, Clone)]
struct Played(Arc<Mutex<Told>>);

/// A subject, and perhaps a verified address.
type Told = Result<(String, Option<String>), ProviderProblem>;

impl Provider for Played {
    fn name(&self) -> &'static str {
        "例子"
    }

    fn leave(&self, to: String) -> BoxFuture<'_, Result<Leaving, ProviderProblem>> {
        let cookie = URL_SAFE_NO_PAD.encode(to);
        let leaving = Leaving { url: format!("{ISSUER}/auth"), cookie, life: Duration::from_mins(10) };
        let answer = self.0.lock().unwrap().clone().map(|_| leaving);
        Box::pin(std::future::ready(answer))
    }

    fn arrive(&self, arrival: Arrival) -> BoxFuture<'_, Result<Arrived, ProviderProblem>> {
        let told = self.0.lock().unwrap().clone();
        let arrived = arrival.cookie.ok_or(ProviderProblem::Expired).and_then(|cookie| {
            let (subject, verified_email) = told?;
            let to = String::from_utf8(URL_SAFE_NO_PAD.decode(cookie).unwrap()).unwrap();
            Ok(Arrived { vouched: Vouched { issuer: ISSUER.into(), subject, verified_email }, to })
        });
        Box::pin(std::future::ready(arrived))
    }
}

impl Played {
    fn new(subject: &str, email: Option<&str>) -> Self {
        Self(Arc::new(Mutex::new(Ok((subject.to_owned(), email.map(ToOwned::to_owned))))))
    }

    fn now(&self, subject: &str, email: Option<&str>) {
        *self.0.lock().unwrap() = Ok((subject.to_owned(), email.map(ToOwned::to_owned)));
    }

    fn browser(&self, world: &World) -> Browser {
        let facade = Facade {
            provider: Some(Arc::new(self.clone())),
            public_url: "https://flotilla.test".into(),
            ..Facade::plain(Schema::Hidden)
        };
        Browser::new(router(world, facade, DoorSettings::default()))
    }
}

/// There and back; the page they end on.
async fn visit(browser: &mut Browser, to: &str) -> Seen {
    let left = browser.get(&format!("/session/console/oidc?return={to}")).await;
    assert_eq!(left.led(), (302, "https://id.example/auth"));
    browser.get("/session/console/oidc/callback?code=x").await
}

async fn me(world: &World, browser: &mut Browser) -> String {
    let tokens = browser.post("/session/console/refresh", &json!({})).await.body;
    let actor = Actor::with_token(&world.node, tokens["accessToken"].as_str().unwrap());
    actor.ask("{ me { id } }", json!({})).await["me"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn an_address_counts_once_and_the_providers_name_from_then_on() {
    let world = World::idle().await;
    let played = Played::new("sub-1", Some("HQ-Admin@demo.invalid"));
    let mut browser = played.browser(&world);
    assert_eq!(browser.get("/session/console").await.body["oidc"], json!({ "name": "例子" }));
    assert!(browser.get("/session/client").await.body["oidc"].is_null());
    let seen = visit(&mut browser, "/console/policies%3Ftab=1").await;
    assert_eq!(seen.led(), (303, "/console/policies?tab=1"));
    let attributes = &browser.cookies["__Secure-flotilla_console"].attributes;
    assert!(attributes.contains(&"SameSite=Strict".to_owned()) && attributes.contains(&"Secure".to_owned()));
    assert!(!browser.cookies.contains_key("__Secure-flotilla_oidc"), "good once");
    let admin = me(&world, &mut browser).await;

    // Known by now, whatever the address.
    for email in [None, Some("auditor@demo.invalid"), Some("nobody@demo.invalid")] {
        played.now("sub-1", email);
        assert_eq!(visit(&mut browser, "/console/").await.led(), (303, "/console/"));
        assert_eq!(me(&world, &mut browser).await, admin);
    }
    // The address has gone to somebody else: that opens nothing.
    played.now("sub-2", Some("hq-admin@demo.invalid"));
    let seen = visit(&mut played.browser(&world), "/console/").await;
    assert_eq!(seen.led(), (303, "/console/sign-in?problem=oidc_unknown"));

    let reader = world.staff("hq-admin").await;
    for (action, count) in
        [("access.provider_link", 1), ("access.session_sign_in_by_provider", 4), ("access.sign_in_refused", 1)]
    {
        let query = "query Q($action: String!) { auditEntries(action: $action) { totalCount } }";
        let told = reader.ask(query, json!({ "action": action })).await;
        assert_eq!(told["auditEntries"]["totalCount"], count, "{action}");
    }
}

#[tokio::test]
async fn only_active_staff_with_a_verified_address_come_in() {
    let world = World::idle().await;
    for email in [None, Some("nobody@demo.invalid"), Some("not an address")] {
        let mut browser = Played::new("sub", email).browser(&world);
        let seen = visit(&mut browser, "/console/").await;
        assert_eq!(seen.led(), (303, "/console/sign-in?problem=oidc_unknown"), "{email:?}");
        assert!(browser.cookies.is_empty());
    }
    // Linked, and suspended since.
    let played = Played::new("sub-a", Some("auditor@demo.invalid"));
    let mut browser = played.browser(&world);
    assert_eq!(visit(&mut browser, "/console/").await.status, 303);
    let auditor = me(&world, &mut browser).await;
    let (service, op) = (&world.node.service, system_op(&world.node.service, "test"));
    let account = service.account_named("auditor").await.unwrap();
    assert_eq!(account.to_string(), auditor);
    service.account_status_set(&op, AccountStatusSet { account, suspended: true }).await.unwrap();
    assert_eq!(visit(&mut browser, "/console/").await.led(), (303, "/console/sign-in?problem=oidc_unknown"));
}

#[tokio::test]
async fn nobody_is_led_away_and_every_failure_ends_on_the_sign_in_page() {
    let world = World::idle().await;
    let played = Played::new("sub", Some("hq-admin@demo.invalid"));
    for to in ["//evil.example", "https://evil.example", "/client/", "/console/..%2F..%2Fx", "%2Fconsole%2F%5Cx"] {
        let seen = visit(&mut played.browser(&world), to).await;
        assert_eq!(seen.led(), (303, "/console/"), "{to}");
    }
    let mut browser = played.browser(&world);
    let lost = browser.get("/session/console/oidc/callback?code=x").await;
    assert_eq!(lost.led(), (303, "/console/sign-in?problem=oidc_expired"));
    let left = browser.get("/session/console/oidc").await;
    assert_eq!(left.status, 302);
    let way = &browser.cookies["__Secure-flotilla_oidc"];
    assert_eq!(way.attributes, ["Path=/session/console/oidc", "HttpOnly", "SameSite=Lax", "Max-Age=600", "Secure"]);
    for (problem, code) in [
        (ProviderProblem::Invalid, "oidc_invalid"),
        (ProviderProblem::Refused, "oidc_refused"),
        (ProviderProblem::Expired, "oidc_expired"),
        (ProviderProblem::Unavailable, "oidc_unavailable"),
    ] {
        played.now("sub", None);
        browser.get("/session/console/oidc").await;
        *played.0.lock().unwrap() = Err(problem);
        let seen = browser.get("/session/console/oidc/callback?code=x").await;
        assert_eq!(seen.led(), (303, format!("/console/sign-in?problem={code}").as_str()));
        assert!(browser.cookies.is_empty(), "the way is forgotten, and there is no session");
    }
    assert_eq!(browser.get("/session/console/oidc").await.led(), (303, "/console/sign-in?problem=oidc_unavailable"));
}
