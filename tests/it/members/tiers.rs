//! Tiers are data, and cost what headquarters and the policy that has reached a chapter say.

use domain::members::built_in_tiers;
use serde_json::{Value, json};

use crate::chapters::id;
use crate::world::{Actor, World};

const PRICES: &str = "query Q($chapter: ID!) { tiers { code version price \
                      priceAt(chapter: $chapter) { price own min max viewerCanSet } } }";

async fn annual(actor: &Actor, chapter: &str) -> Value {
    let data = actor.ask(PRICES, json!({ "chapter": chapter })).await;
    data["tiers"].as_array().unwrap().iter().find(|tier| tier["code"] == "annual").unwrap().clone()
}

#[tokio::test]
async fn everybody_sees_what_there_is_and_what_it_costs() {
    let world = World::idle().await;
    let data = world.stranger().ask(PRICES, json!({ "chapter": "chap_1" })).await;
    let codes: Vec<&str> =
        data["tiers"].as_array().unwrap().iter().map(|tier| tier["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["guest", "trial", "annual", "granted", "gift_card"]);
    assert_eq!(data["tiers"][0]["priceAt"], Value::Null);
    let price = json!({ "price": "36500", "own": null, "min": null, "max": null, "viewerCanSet": false });
    assert_eq!(data["tiers"][2]["priceAt"], price);
    let nowhere = world.stranger().ask(PRICES, json!({ "chapter": "chap_999999" })).await;
    assert_eq!(nowhere["tiers"][2]["priceAt"], Value::Null);
}

#[tokio::test]
async fn a_chapter_sets_its_price_within_the_policy_that_reached_it() {
    let world = World::new().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let hangzhou = id(&admin, "330100").await;
    let own = |price: Value| json!({ "chapter": hangzhou, "tier": "annual", "price": price });
    assert_eq!(helmsman.broken("tierPriceSet", own(json!(30_000))).await, ["MEMBERS_PRICE_OUT_OF_BOUNDS"]);
    let publish = async |min: i64| {
        let input = json!({
            "key": "membership.annual.price", "issuer": "chap_1", "body": "请执行。", "value": { "min": min, "max": 36_500 },
        });
        let drafted = admin.run("policyDraft", input, "version { id }").await;
        admin.run("policyPublish", json!({ "id": drafted["version"]["id"] }), "version { id }").await;
        world.drained().await;
    };
    publish(29_900).await;
    assert_eq!(helmsman.broken("tierPriceSet", own(json!(29_899))).await, ["MEMBERS_PRICE_OUT_OF_BOUNDS"]);
    helmsman.run("tierPriceSet", own(json!("29900")), "tier { code }").await;
    let set = json!({ "price": "29900", "own": "29900", "min": "29900", "max": "36500", "viewerCanSet": true });
    assert_eq!(annual(&helmsman, &hangzhou).await["priceAt"], set);
    assert_eq!(annual(&world.stranger(), &hangzhou).await["priceAt"]["own"], Value::Null);
    assert_eq!(annual(&admin, "chap_1").await["priceAt"]["price"], "36500");
    // The bounds narrow: what was set is drawn into them.
    publish(33_000).await;
    assert_eq!(annual(&helmsman, &hangzhou).await["priceAt"]["price"], "33000");
    helmsman.run("tierPriceSet", own(Value::Null), "tier { code }").await;
    assert_eq!(annual(&helmsman, &hangzhou).await["priceAt"]["price"], "36500");
    let wrong = json!({ "chapter": hangzhou, "tier": "granted", "price": 1 });
    assert_eq!(helmsman.broken("tierPriceSet", wrong).await, ["MEMBERS_TIER_INVALID"]);
    let unknown = json!({ "chapter": hangzhou, "tier": "No such", "price": 1 });
    assert_eq!(helmsman.broken("tierPriceSet", unknown).await, ["MEMBERS_TIER_UNKNOWN"]);
}

#[tokio::test]
async fn headquarters_adds_and_changes_tiers() {
    let world = World::idle().await;
    let (admin, finance) = (world.staff("hq-admin").await, world.staff("finance").await);
    let tier = |code: &str, kind: &str, version: Value| {
        json!({
            "code": code, "name": "贵宾", "kind": kind, "days": 365, "price": 99_900, "rank": 30,
            "benefits": ["线下课"], "version": version,
        })
    };
    let added = admin.run("tierSave", tier("vip", "CUSTOM", Value::Null), "tier { version benefits price }").await;
    assert_eq!(added["tier"], json!({ "version": 1, "benefits": ["线下课"], "price": "99900" }));
    let changed = finance.run("tierSave", tier("vip", "CUSTOM", json!(1)), "tier { version }").await;
    assert_eq!(changed["tier"]["version"], 2);
    for (input, code) in [
        (tier("vip", "CUSTOM", json!(1)), "VERSION_STALE"),
        (tier("vip", "CUSTOM", Value::Null), "MEMBERS_TIER_EXISTS"),
        (tier("no_such", "CUSTOM", json!(1)), "MEMBERS_TIER_UNKNOWN"),
        (tier("No Such", "CUSTOM", Value::Null), "MEMBERS_TIER_INVALID"),
        (tier("vip", "ANNUAL", json!(2)), "MEMBERS_TIER_INVALID"),
        (tier("annual", "CUSTOM", json!(1)), "MEMBERS_TIER_INVALID"),
    ] {
        assert_eq!(admin.broken("tierSave", input.clone()).await, [code], "{input}");
    }
    let second = json!({ "code": "trial_2", "name": "又一次", "kind": "TRIAL", "days": 7, "rank": 1 });
    assert_eq!(admin.broken("tierSave", second).await, ["MEMBERS_TIER_INVALID"]);
    let helmsman = world.helmsman("330100").await;
    assert_eq!(
        helmsman.attempt("tierSave", tier("x2", "CUSTOM", Value::Null), "__typename").await.error(),
        Some("FORBIDDEN")
    );
}

#[tokio::test]
async fn a_new_network_has_the_built_in_tiers() {
    let world = World::idle().await;
    let data = world.stranger().ask("{ tiers { code name kind days price rank active } }", json!({})).await;
    let built_in = built_in_tiers().map(|tier| {
        json!({
            "code": tier.code, "name": tier.name, "kind": tier.kind, "days": tier.days,
            "price": tier.price.map(|fen| fen.to_string()), "rank": tier.rank, "active": tier.active,
        })
    });
    assert_eq!(data["tiers"], json!(built_in));
}
