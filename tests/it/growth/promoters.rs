//! Money for promoters: off, and where headquarters has switched it on, one edge deep.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{join, own_link, touch, visitor};
use crate::chapters::id;
use crate::members::{fresh_token, phone};
use crate::money::{buy, held, order, proved};
use crate::world::{Actor, World};

const SHARES: &str = "commissions { chapter { id } amount rate splitRule }";

fn rule(cash: bool, promoter: i32, from: &str) -> Value {
    json!({ "chapterRate": 3_500, "promoterRate": promoter, "promoterCash": cash, "effectiveOn": from })
}

/// Somebody brought by somebody: who brings next signs in anew, since clocks move on between.
async fn chain(world: &World, from: usize, home: &str) -> (String, Actor) {
    let person = Actor::with_token(&world.node, &fresh_token(world, &phone(from)).await);
    let (_, code) = own_link(&person).await;
    touch(world, &code, &visitor(from + 1)).await;
    let more = json!({ "visitor": visitor(from + 1), "chapter": home });
    join(world, &phone(from + 1), more).await
}

#[tokio::test]
async fn nobody_is_paid_in_money_unless_headquarters_has_switched_it_on() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    crate::members::join(&world, &phone(1), &hangzhou).await;
    let (second, buyer) = chain(&world, 1, &hangzhou).await;
    let bought = buy(&world, &buyer, &second).await;
    let shares = order(&admin, &bought, SHARES).await["commissions"].clone();
    let chapters = json!([{ "chapter": { "id": hangzhou }, "amount": "12775", "rate": 3_500, "splitRule": 1 }]);
    assert_eq!(shares, chapters);

    let set = admin.run("splitRuleSet", rule(true, 1_500, "2026-11-29"), "rule { version isInForce }").await;
    assert_eq!(set["rule"], json!({ "version": 2, "isInForce": false }));
    world.later(TimeDelta::days(8));
    // The third is brought by the second, who was brought by the first: one is paid, and nobody above.
    let (third, buyer) = chain(&world, 2, &hangzhou).await;
    let bought = buy(&world, &buyer, &third).await;
    let admin = world.staff("hq-admin").await;
    let shares = order(&admin, &bought, SHARES).await["commissions"].clone();
    let amounts: Vec<&Value> = shares.as_array().unwrap().iter().map(|share| &share["amount"]).collect();
    assert_eq!(amounts, [&json!("12775"), &json!("5475")], "{shares}");
    assert_eq!((&shares[1]["chapter"], &shares[1]["splitRule"]), (&Value::Null, &json!(2)));
    assert_eq!(held(&admin, "PROMOTER_ACCRUED").await, 5_475);
    // Only the order that brought them counts.
    let again = buy(&world, &buyer, &third).await;
    assert_eq!(order(&admin, &again, SHARES).await["commissions"].as_array().unwrap().len(), 1);
    let rules = admin.ask("{ splitRules { version promoterCash isInForce } }", json!({})).await["splitRules"].clone();
    let expected = json!([
        { "version": 2, "promoterCash": true, "isInForce": true },
        { "version": 1, "promoterCash": false, "isInForce": false },
    ]);
    assert_eq!(rules, expected);
    proved(&world).await;
}

#[tokio::test]
async fn a_rule_of_fees_is_shown_a_week_ahead_and_adds_up() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    for bad in [
        rule(false, 0, "2026-11-28"),
        rule(false, 1_500, "2026-12-01"),
        rule(true, 0, "2026-12-01"),
        rule(true, 9_000, "2026-12-01"),
        rule(true, -1, "2026-12-01"),
    ] {
        let broken = admin.broken("splitRuleSet", bad.clone()).await;
        assert!(!broken.is_empty() && broken.iter().all(|code| code == "MONEY_SPLIT_INVALID"), "{bad}: {broken:?}");
    }
    let helmsman = world.helmsman("330100").await;
    let refused = helmsman.attempt("splitRuleSet", rule(false, 0, "2026-12-01"), "__typename").await;
    assert_eq!(refused.error(), Some("FORBIDDEN"));
    let race = (0..4).map(|_| admin.broken("splitRuleSet", rule(false, 0, "2026-12-01")));
    let race = futures_util::future::join_all(race).await;
    assert!(race.iter().all(Vec::is_empty), "{race:?}");
    let rules = admin.ask("{ splitRules { version } }", json!({})).await["splitRules"].clone();
    assert_eq!(rules.as_array().unwrap().len(), 5);
}
