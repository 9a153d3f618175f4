//! Helmsmen sign in with phone and a one-time code.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{TOKENS, holder, is_in};
use crate::world::{World, until};

/// The helmsmen of 杭州 and 宁波: synthetic numbers.
const HANGZHOU: &str = "19900330100";
const NINGBO: &str = "19900330200";

async fn request(world: &World, phone: &str) -> Value {
    world.stranger().run("codeRequest", json!({ "phone": phone }), "accepted expiresAt").await
}

/// Asks for a code and waits until it has been sent.
async fn code(world: &World, phone: &str) -> String {
    let before = world.codes.0.lock().unwrap().len();
    request(world, phone).await;
    until("the code was sent", async || world.codes.0.lock().unwrap().len() > before).await;
    let (sent_to, code) = world.codes.0.lock().unwrap().last().unwrap().clone();
    assert_eq!(sent_to, phone);
    code
}

async fn sign_in(world: &World, phone: &str, code: &str) -> Value {
    let input = json!({ "phone": phone, "code": code });
    world.stranger().attempt("helmsmanSignIn", input, TOKENS).await.data("helmsmanSignIn")
}

fn refused(payload: &Value) -> bool {
    let codes: Vec<_> = payload["userErrors"].as_array().unwrap().iter().map(|error| &error["code"]).collect();
    assert!(codes.is_empty() || codes == ["ACCESS_CREDENTIALS_REFUSED"], "{payload}");
    assert_eq!(codes.is_empty(), payload["accessToken"].is_string());
    !codes.is_empty()
}

fn other_than(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

#[tokio::test]
async fn a_helmsman_signs_in_once_with_a_code() {
    let world = World::idle().await;
    let code = code(&world, HANGZHOU).await;
    let signed = sign_in(&world, "+86 199-0033-0100", &format!(" {code} ")).await;
    assert!(!refused(&signed));
    let helmsman = holder(&world.node, &signed);
    let me = helmsman.ask("{ me { kind phone email chapter { name } } }", json!({})).await;
    let expected =
        json!({ "kind": "HELMSMAN", "phone": "199****0100", "email": null, "chapter": { "name": "杭州市" } });
    assert_eq!(me["me"], expected);
    assert!(refused(&sign_in(&world, HANGZHOU, &code).await), "a code is good once");
    assert!(is_in(&helmsman).await);
}

#[tokio::test]
async fn a_phone_that_nobody_has_gets_the_same_answer_and_no_code() {
    let world = World::idle().await;
    let unknown = request(&world, "13900000000").await;
    let staffed = request(&world, HANGZHOU).await;
    assert_eq!(unknown, staffed);
    assert_eq!(unknown["accepted"], true);
    until("the code was sent", async || !world.codes.0.lock().unwrap().is_empty()).await;
    let sent: Vec<String> = world.codes.0.lock().unwrap().iter().map(|(phone, _)| phone.clone()).collect();
    assert_eq!(sent, [HANGZHOU]);
    let wrong = sign_in(&world, "13900000000", "123456").await;
    let code = world.codes.0.lock().unwrap()[0].1.clone();
    assert_eq!(wrong, sign_in(&world, HANGZHOU, other_than(&code)).await);
    let nonsense = json!({ "phone": "12" });
    assert_eq!(world.stranger().broken("codeRequest", nonsense).await, ["ACCESS_PHONE_INVALID"]);
}

#[tokio::test]
async fn a_code_bears_five_wrong_tries() {
    let world = World::idle().await;
    for (wrong, still_good) in [(4, true), (5, false)] {
        let code = code(&world, HANGZHOU).await;
        for _ in 0..wrong {
            assert!(refused(&sign_in(&world, HANGZHOU, other_than(&code)).await));
        }
        assert_eq!(!refused(&sign_in(&world, HANGZHOU, &code).await), still_good, "after {wrong} wrong tries");
    }
    let fresh = code(&world, HANGZHOU).await;
    assert!(!refused(&sign_in(&world, HANGZHOU, &fresh).await));
}

#[tokio::test]
async fn a_code_expires() {
    let world = World::idle().await;
    for (seconds, good) in [(299, true), (300, false)] {
        let code = code(&world, HANGZHOU).await;
        world.later(TimeDelta::seconds(seconds));
        assert_eq!(!refused(&sign_in(&world, HANGZHOU, &code).await), good, "after {seconds} s");
    }
}

#[tokio::test]
async fn a_code_is_for_one_phone_and_only_the_newest_counts() {
    let world = World::idle().await;
    let theirs = code(&world, NINGBO).await;
    let mut older = code(&world, HANGZHOU).await;
    while older == theirs {
        older = code(&world, HANGZHOU).await;
    }
    assert!(refused(&sign_in(&world, HANGZHOU, &theirs).await));
    let mut newer = code(&world, HANGZHOU).await;
    while newer == older {
        newer = code(&world, HANGZHOU).await;
    }
    assert!(refused(&sign_in(&world, HANGZHOU, &older).await));
    assert!(!refused(&sign_in(&world, HANGZHOU, &newer).await));
    assert!(!refused(&sign_in(&world, NINGBO, &theirs).await));
}

#[tokio::test]
async fn a_code_counts_for_a_helmsman_out_of_office_too() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = crate::chapters::id(&admin, "330100").await;
    let query = "query Q($id: ID!) { chapter(id: $id) { terms { id } } }";
    let data = admin.ask(query, json!({ "id": hangzhou })).await;
    admin.run("termEnd", json!({ "id": data["chapter"]["terms"][0]["id"] }), "term { endedAt }").await;
    let code = code(&world, HANGZHOU).await;
    let signed = sign_in(&world, HANGZHOU, &code).await;
    assert!(!refused(&signed));
    // The account stays; what came with the office does not.
    let former = holder(&world.node, &signed);
    let me = former.ask("{ me { chapter { id } terms { id } } headquarters { id } }", json!({})).await;
    assert_eq!(me, json!({ "me": { "chapter": null, "terms": [] }, "headquarters": null }));
}
