//! Attempts are limited per account and per address, unless the limits are off.

use chrono::TimeDelta;
use flotilla::seed::DEMO_PASSWORD;
use serde_json::json;

use super::{TOKENS, is_in, staff_sign_in};
use crate::world::{Actor, Answer, World};

async fn try_password(from: &Actor, email: &str, password: &str) -> Answer {
    from.attempt("staffSignIn", json!({ "email": email, "password": password }), TOKENS).await
}

#[tokio::test]
async fn attempts_on_one_account_are_limited_whether_it_exists_or_not() {
    let world = World::limited().await;
    let stranger = world.stranger();
    for email in ["hq-admin@demo.invalid", "nobody@demo.invalid"] {
        for n in 0..10_u8 {
            // Coming from elsewhere does not help.
            let answer = try_password(&stranger.from([10, 0, 0, n]), email, "wrong").await;
            assert_eq!(answer.error(), None, "{n}");
        }
        let answer = try_password(&stranger, email, DEMO_PASSWORD).await;
        assert_eq!(answer.error(), Some("RATE_LIMITED"), "even with the right password");
        assert_eq!(answer.body["errors"][0]["extensions"]["retryAfter"], 900);
    }
    staff_sign_in(&world, "auditor@demo.invalid").await;
    world.later(TimeDelta::minutes(15));
    staff_sign_in(&world, "hq-admin@demo.invalid").await;
}

#[tokio::test]
async fn who_signs_in_is_forgiven() {
    let world = World::limited().await;
    for _ in 0..3 {
        for _ in 0..6 {
            let answer = try_password(&world.stranger(), "hq-admin@demo.invalid", "wrong").await;
            assert_eq!(answer.error(), None);
        }
        staff_sign_in(&world, "hq-admin@demo.invalid").await;
    }
}

#[tokio::test]
async fn attempts_from_one_address_are_limited() {
    let world = World::limited().await;
    let (here, elsewhere) = (world.stranger(), world.stranger().from([10, 0, 0, 1]));
    let ask = async |from: &Actor, n: u32| {
        from.attempt("codeRequest", json!({ "phone": format!("139{n:08}") }), "accepted").await
    };
    for n in 0..100 {
        assert_eq!(ask(&here, n).await.error(), None, "{n}");
    }
    assert_eq!(ask(&here, 100).await.error(), Some("RATE_LIMITED"));
    assert_eq!(ask(&elsewhere, 100).await.error(), None);
    // Other kinds of attempts have counts of their own.
    staff_sign_in(&world, "hq-admin@demo.invalid").await;
    world.later(TimeDelta::minutes(15));
    assert_eq!(ask(&here, 100).await.error(), None);
}

#[tokio::test]
async fn limits_can_be_turned_off() {
    let world = World::idle().await;
    for _ in 0..15 {
        let answer = try_password(&world.stranger(), "hq-admin@demo.invalid", "wrong").await;
        assert_eq!(answer.data("staffSignIn")["userErrors"][0]["code"], "ACCESS_CREDENTIALS_REFUSED");
    }
    let signed = staff_sign_in(&world, "hq-admin@demo.invalid").await;
    assert!(is_in(&super::holder(&world.node, &signed)).await);
}
