//! What looks made up: one device, one payer, one phone, too many from one address.

use domain::money::{Fen, ProviderOutcome};
use futures_util::future::join_all;
use serde_json::{Value, json};
use service::money::{Notice, PaymentProvider as _};

use super::{join, joining, link, own_link, referrals, sweep, touch, visitor};
use crate::members::{add, member, phone};
use crate::money::{open, send, start};
use crate::world::{Actor, World, sandbox};

async fn flagged(admin: &Actor, link: &str) -> Vec<Value> {
    referrals(admin, link, "state flags inviterPoints").await
}

/// Buys a year, paid from an account at the provider.
async fn buy_from(world: &World, (actor, member): (&Actor, &str), payer: &str) -> String {
    let order = open(actor, member).await;
    let reference = start(actor, &order).await;
    let notice = Notice {
        id: format!("n-{reference}"),
        reference,
        amount: Fen(36_500),
        outcome: ProviderOutcome::Paid,
        payer: Some(payer.to_owned()),
    };
    let (status, body) = send(world, sandbox().play(&notice, world.node.service.now()).unwrap()).await;
    assert_eq!((status, &body["verdict"]), (200, &json!("APPLY")));
    order
}

#[tokio::test]
async fn a_second_member_on_one_phone_is_not_an_invitation() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = crate::members::join(&world, &phone(1), "chap_1").await;
    // The inviter's own phone, as the page that makes the link tells it.
    let (made, code) = link(&person, json!({ "channel": "CHAT", "visitor": visitor(1) })).await;
    touch(&world, &code, &visitor(1)).await;
    let (twin, _) = join(&world, &phone(2), json!({ "visitor": visitor(1) })).await;
    let rejected = json!({ "state": "REJECTED", "flags": ["SAME_DEVICE"], "inviterPoints": 0 });
    assert_eq!(flagged(&admin, &made).await, std::slice::from_ref(&rejected));
    let seen = member(&admin, &twin, "joinedBy attribution { credit why }").await;
    assert_eq!((&seen["joinedBy"], &seen["attribution"]["credit"]), (&json!("ONESELF"), &json!("HEADQUARTERS")));
    assert_eq!(seen["attribution"]["why"][0], format!("{made} was rejected"));
    assert_eq!(member(&admin, &ming, "points").await["points"], 0);

    // And one that has brought somebody brings nobody else.
    touch(&world, &code, &visitor(2)).await;
    join(&world, &phone(3), json!({ "visitor": visitor(2) })).await;
    join(&world, &phone(4), json!({ "visitor": visitor(2), "link": code })).await;
    let registered = json!({ "state": "REGISTERED", "flags": [], "inviterPoints": 20 });
    assert_eq!(flagged(&admin, &made).await, [rejected.clone(), registered, rejected]);
}

#[tokio::test]
async fn two_who_register_on_one_phone_at_once_are_one_invitation() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (made, code) = link(&admin, json!({ "chapter": "chap_1", "channel": "POSTER" })).await;
    touch(&world, &code, &visitor(1)).await;
    let mut inputs = Vec::new();
    for n in 1..5 {
        inputs.push(joining(&world, &phone(n), json!({ "visitor": visitor(1), "link": code })).await);
    }
    let stranger = world.stranger();
    let race = join_all(inputs.into_iter().map(|input| stranger.broken("memberRegister", input))).await;
    assert!(race.iter().all(Vec::is_empty), "{race:?}");
    let states = flagged(&admin, &made).await;
    let count = |state: &str| states.iter().filter(|one| one["state"] == state).count();
    assert_eq!((count("REGISTERED"), count("REJECTED")), (1, 3), "{states:?}");
}

#[tokio::test]
async fn whoever_was_a_member_before_is_brought_by_nobody() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (made, code) = link(&admin, json!({ "chapter": "chap_1", "channel": "POSTER" })).await;
    let known = add(&admin, &phone(1), "chap_1").await;
    touch(&world, &code, &visitor(1)).await;
    let (claimed, _) = join(&world, &phone(1), json!({ "visitor": visitor(1) })).await;
    assert_eq!(claimed, known);
    let rejected = json!({ "state": "REJECTED", "flags": ["SAME_PHONE"], "inviterPoints": 0 });
    assert_eq!(flagged(&admin, &made).await, [rejected]);
    assert_eq!(
        member(&admin, &known, "joinedBy attribution { credit }").await,
        json!({
            "joinedBy": "HEADQUARTERS", "attribution": null,
        })
    );
}

#[tokio::test]
async fn whoever_pays_for_their_own_invitation_gets_nothing() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = crate::members::join(&world, &phone(1), "chap_1").await;
    buy_from(&world, (&person, &ming), "wallet-1").await;
    let (made, code) = own_link(&person).await;
    touch(&world, &code, &visitor(2)).await;
    let (hong, invited) = join(&world, &phone(2), json!({ "visitor": visitor(2) })).await;
    assert_eq!(member(&admin, &ming, "points").await["points"], 20);
    buy_from(&world, (&invited, &hong), "wallet-1").await;
    let rejected = json!({ "state": "REJECTED", "flags": ["SAME_PAYER"], "inviterPoints": 0 });
    assert_eq!(flagged(&admin, &made).await, [rejected]);
    assert_eq!(member(&admin, &ming, "points").await["points"], 0, "what the registration brought goes too");
    assert_eq!(member(&admin, &hong, "attribution { credit }").await["attribution"]["credit"], "HEADQUARTERS");

    // Another's wallet that has paid for one invitation pays for no second one.
    for (n, state) in [(3, "CONVERTED"), (4, "REJECTED")] {
        touch(&world, &code, &visitor(n)).await;
        let (id, actor) = join(&world, &phone(n), json!({ "visitor": visitor(n) })).await;
        buy_from(&world, (&actor, &id), "wallet-2").await;
        assert_eq!(flagged(&admin, &made).await.pop().unwrap()["state"], state);
    }
}

#[tokio::test]
async fn too_many_from_one_address_wait_for_a_person() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = crate::members::join(&world, &phone(1), "chap_1").await;
    let (made, code) = own_link(&person).await;
    // The inviter's own registration was the first from this address.
    for n in 2..7 {
        touch(&world, &code, &visitor(n)).await;
        join(&world, &phone(n), json!({ "visitor": visitor(n) })).await;
    }
    let states = referrals(&admin, &made, "id state flags isHeld needsReview inviterPoints").await;
    assert_eq!(states.iter().filter(|one| one["isHeld"] == json!(true)).count(), 1);
    let held = states.last().unwrap();
    assert_eq!(held["flags"], json!(["TOO_MANY_FROM_ADDRESS"]));
    assert_eq!((&held["state"], &held["inviterPoints"]), (&json!("REGISTERED"), &json!(0)));
    let query = "{ referralsForReview { id viewerCanDecide } }";
    let waiting = admin.ask(query, json!({})).await["referralsForReview"].clone();
    assert_eq!(waiting, json!([{ "id": held["id"], "viewerCanDecide": true }]));
    assert_eq!(member(&admin, &ming, "points").await["points"], 80);
    // From elsewhere all is well.
    touch(&world, &code, &visitor(8)).await;
    let input = joining(&world, &phone(8), json!({ "visitor": visitor(8) })).await;
    world.stranger().from([10, 0, 0, 1]).run("memberRegister", input, "member").await;
    assert_eq!(flagged(&admin, &made).await.pop().unwrap()["flags"], json!([]));
    let decide = json!({ "id": held["id"], "decision": "ACCEPT", "reason": "读书会现场注册" });
    admin.run("referralDecide", decide.clone(), "referral { isHeld }").await;
    assert_eq!(member(&admin, &ming, "points").await["points"], 120);
    assert_eq!(admin.broken("referralDecide", decide).await, ["GROWTH_STATE"], "nothing is left to be decided");
    assert_eq!(admin.ask(query, json!({})).await["referralsForReview"], json!([]));
    sweep(&world).await;
}
