//! Keys that come, go, and cannot be had.

use api::http::session::{Provider as _, ProviderProblem};
use jsonwebtoken::{Algorithm, Header};
use serde_json::json;

use super::played::{Key, NOW, Played};
use super::visit;

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
