//! Staff sign in with e-mail and password.

use flotilla::seed::DEMO_PASSWORD;
use serde_json::json;
use service::access::AccountStatusSet;

use super::{TOKENS, account, hire, holder, is_in, staff_sign_in};
use crate::world::{Actor, World};

const ADMIN: &str = "hq-admin@demo.invalid";

#[tokio::test]
async fn staff_sign_in_with_email_and_password() {
    let world = World::idle().await;
    let signed = staff_sign_in(&world, " HQ-Admin@demo.invalid ").await;
    assert_eq!(signed["expiresAt"], "2026-11-22T00:10:00.000000Z");
    let admin = holder(&world.node, &signed);
    let me = admin.ask("{ me { kind status handle name phone email } }", json!({})).await;
    let expected = json!({
        "kind": "STAFF", "status": "ACTIVE", "handle": "hq-admin", "name": "总部管理员", "phone": null,
        "email": "h***@demo.invalid",
    });
    assert_eq!(me["me"], expected);
}

#[tokio::test]
async fn a_refusal_does_not_tell_whether_an_account_exists() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let suspended = world.node.service.account_named("policy-author").await.unwrap();
    let system = flotilla::boot::system_op(&world.node.service, "test");
    let off = AccountStatusSet { account: suspended, suspended: true };
    world.node.service.account_status_set(&system, off).await.unwrap();
    hire(&admin, "without-password").await;
    let tries = [
        (ADMIN, "not the password"),
        ("nobody@demo.invalid", DEMO_PASSWORD),
        ("policy-author@demo.invalid", DEMO_PASSWORD),
        ("without-password@staff.invalid", DEMO_PASSWORD),
        ("not an address", DEMO_PASSWORD),
        (ADMIN, ""),
    ];
    let mut answers = Vec::new();
    for (email, password) in tries {
        let input = json!({ "email": email, "password": password });
        let answer = world.stranger().attempt("staffSignIn", input, TOKENS).await;
        assert_eq!(answer.data("staffSignIn")["userErrors"][0]["code"], "ACCESS_CREDENTIALS_REFUSED", "{email}");
        answers.push((answer.status, answer.body));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "all alike: {answers:?}");
    let payload = &answers[0].1["data"]["staffSignIn"];
    assert!(payload["accessToken"].is_null() && payload["refreshToken"].is_null());
}

#[tokio::test]
async fn a_suspended_account_is_out_at_once() {
    let world = World::idle().await;
    let author = world.staff("policy-author").await;
    assert!(is_in(&author).await);
    let off = AccountStatusSet { account: account(&author).await.parse().unwrap(), suspended: true };
    let system = flotilla::boot::system_op(&world.node.service, "test");
    world.node.service.account_status_set(&system, off).await.unwrap();
    assert!(!is_in(&author).await);
}

#[tokio::test]
async fn a_new_account_signs_in_and_may_do_nothing() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let weak = json!({ "email": "new@staff.invalid", "name": "新人", "password": "short" });
    assert_eq!(admin.broken("accountCreate", weak).await, ["ACCESS_PASSWORD_WEAK"]);
    let input = json!({ "email": "new@staff.invalid", "name": "新人", "password": "三千分舵 同舟共济 2026" });
    admin.run("accountCreate", input.clone(), "account { id }").await;
    assert_eq!(admin.broken("accountCreate", input).await, ["ACCESS_ACCOUNT_EXISTS"]);
    let credentials = json!({ "email": "new@staff.invalid", "password": "三千分舵 同舟共济 2026" });
    let signed = world.stranger().run("staffSignIn", credentials, TOKENS).await;
    let newcomer = holder(&world.node, &signed);
    let seen = newcomer.ask("{ me { grants { id } } headquarters { id } }", json!({})).await;
    assert_eq!(seen, json!({ "me": { "grants": [] }, "headquarters": null }));
}

#[tokio::test]
async fn what_is_no_token_of_ours_lets_nobody_in() {
    let world = World::idle().await;
    let good = world.staff("hq-admin").await.token.unwrap();
    let (head, tail) = good.rsplit_once('.').unwrap();
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.{}.", good.split('.').nth(1).unwrap());
    let twisted = format!("{head}.{}", tail.chars().rev().collect::<String>());
    for token in [unsigned, twisted, "nonsense".to_owned(), format!("{good}x")] {
        assert!(!is_in(&Actor::with_token(&world.node, &token)).await, "{token}");
    }
    assert!(is_in(&Actor::with_token(&world.node, &good)).await);
}
