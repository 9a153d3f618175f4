//! Finding people to give a role or an office to.

use serde_json::{Value, json};

use super::{account, grant, hire};
use crate::chapters::id;
use crate::world::{Actor, World};

const SEARCH: &str = "query Q($text: String!) { accounts(text: $text, first: 50) { id kind name handle phone email } }";

async fn found(actor: &Actor, text: &str) -> Vec<Value> {
    actor.ask(SEARCH, json!({ "text": text })).await["accounts"].as_array().unwrap().clone()
}

fn handles(people: &[Value]) -> Vec<&str> {
    people.iter().filter_map(|one| one["handle"].as_str()).collect()
}

#[tokio::test]
async fn staff_are_found_by_parts_and_everybody_by_the_whole() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let newcomer = hire(&admin, "li.lei").await;
    let all = found(&admin, "").await;
    assert!(all.iter().all(|one| one["kind"] == "STAFF"), "{all:?}");
    assert!(all.iter().any(|one| one["id"] == json!(newcomer)));
    assert_eq!(admin.ask("{ accounts(first: 2) { id } }", json!({})).await["accounts"].as_array().unwrap().len(), 2);
    assert_eq!(handles(&found(&admin, "AUDIT").await), ["auditor"]);
    for text in ["新人", "li.lei@", "LEI@staff", "li.lei@staff.invalid", &newcomer, &format!(" {newcomer} ")] {
        let people = found(&admin, text).await;
        assert_eq!(people.iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&json!(newcomer)], "{text}");
    }
    let helmsman = world.helmsman("330100").await;
    let helmsman = account(&helmsman).await;
    for text in ["19900330100", "+86 199-0033-0100", &helmsman] {
        let people = found(&admin, text).await;
        assert_eq!(people.len(), 1, "{text}");
        assert_eq!((&people[0]["id"], &people[0]["phone"]), (&json!(helmsman), &json!("199****0100")), "{text}");
    }
    for text in ["1990033010", "0330100", "19800000000", "nobody@staff.invalid", "%", "acct_"] {
        assert!(found(&admin, text).await.is_empty(), "{text}");
    }
}

#[tokio::test]
async fn nobody_finds_whom_they_may_not_see() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    // Whether there is such a phone does not show: neither to who has no right, nor to who has it elsewhere.
    let (author, stranger) = (world.staff("policy-author").await, world.stranger());
    for text in ["", "19900110000", "19800000000"] {
        let refused = author.send(SEARCH, json!({ "text": text })).await;
        assert_eq!(refused.error(), Some("FORBIDDEN"));
        assert_eq!(refused.body["errors"][0]["extensions"]["permission"], "GRANT_READ");
        assert_eq!(stranger.send(SEARCH, json!({ "text": text })).await.error(), Some("UNAUTHENTICATED"));
    }
    let helmsman = world.helmsman("330100").await;
    assert_eq!(found(&helmsman, "").await, Vec::<Value>::new());
    assert_eq!(found(&helmsman, "19900330100").await.len(), 1, "oneself");
    for text in ["19900110000", "19900330000", "19800000000", "hq-admin", "auditor@demo.invalid"] {
        assert_eq!(found(&helmsman, text).await, Vec::<Value>::new(), "{text}");
    }
    let above = account(&world.helmsman("330000").await).await;
    let card = &found(&helmsman, &above).await[0];
    assert!(
        card["name"].as_str().unwrap().ends_with('*') && card["phone"].is_null(),
        "by id what a card shows: {card}"
    );
    let unseen = account(&world.staff("hq-admin").await).await;
    assert_eq!(found(&helmsman, &unseen).await, Vec::<Value>::new());

    // Who gives roles finds by the whole address, but sees little.
    let (branch, newcomer) = (hire(&admin, "branch").await, hire(&admin, "newcomer").await);
    let zhejiang = id(&admin, "330000").await;
    grant(&admin, &branch, "HQ_ADMIN", &zhejiang).await;
    let branch = world.staff(&branch).await;
    assert_eq!(found(&branch, "newcomer@").await, Vec::<Value>::new());
    let masked = json!([{
        "id": newcomer, "kind": "STAFF", "name": "新*", "handle": null, "phone": null, "email": null,
    }]);
    assert_eq!(json!(found(&branch, "newcomer@staff.invalid").await), masked);
    grant(&branch, &newcomer, "SUPERVISOR", &zhejiang).await;
    assert_eq!(found(&branch, "newcomer@").await[0]["name"], "新人", "seen since the grant");
}

#[tokio::test]
async fn grants_say_who_and_why() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (newcomer, hangzhou) = (hire(&admin, "newcomer").await, id(&admin, "330100").await);
    let input =
        |reason: &str| json!({ "account": newcomer, "role": "SUPERVISOR", "chapter": hangzhou, "reason": reason });
    let fields = "grant { id reason endedReason holder { id name } giver { id } active }";
    for bad in ["", "  ", "a\nb", &"因".repeat(201)] {
        assert_eq!(admin.broken("grantCreate", input(bad)).await, ["ACCESS_REASON_INVALID"], "{bad:?}");
    }
    let given = admin.run("grantCreate", input("代管杭州"), fields).await["grant"].clone();
    let by = account(&admin).await;
    let expected = json!({
        "id": given["id"], "reason": "代管杭州", "endedReason": null, "active": true,
        "holder": { "id": newcomer, "name": "新人" }, "giver": { "id": by },
    });
    assert_eq!(given, expected);
    let end = |reason: &str| json!({ "id": given["id"], "reason": reason });
    assert_eq!(admin.broken("grantEnd", end("\t")).await, ["ACCESS_REASON_INVALID"]);

    // A helmsman reads the grants of the own chapter: the giver at headquarters stays unknown.
    let helmsman = world.helmsman("330100").await;
    let query = "query Q($id: ID!) { chapter(id: $id) { terms { holder { id } } \
                 grants { role reason term grantedBy holder { id } giver { id } } } }";
    let own = helmsman.ask(query, json!({ "id": hangzhou })).await["chapter"].clone();
    let me = account(&helmsman).await;
    assert_eq!(own["terms"][0]["holder"]["id"], json!(me));
    let grants = own["grants"].as_array().unwrap();
    let with_term = grants.iter().find(|grant| grant["role"] == "HELMSMAN").unwrap();
    assert_eq!((&with_term["reason"], &with_term["holder"]["id"]), (&Value::Null, &json!(me)));
    let alone = grants.iter().find(|grant| grant["role"] == "SUPERVISOR").unwrap();
    assert_eq!((&alone["grantedBy"], &alone["giver"]), (&json!(by), &Value::Null));

    let ended = admin.run("grantEnd", end("代管结束"), fields).await["grant"].clone();
    assert_eq!(json!([ended["reason"], ended["endedReason"], ended["active"]]), json!(["代管杭州", "代管结束", false]));
    let query = "query Q($target: String) { auditEntries(target: $target) { nodes { after } } }";
    let log = admin.ask(query, json!({ "target": given["id"] })).await["auditEntries"]["nodes"].clone();
    let reasons: Vec<&Value> = log.as_array().unwrap().iter().map(|entry| &entry["after"]["reason"]).collect();
    assert_eq!(reasons, ["代管结束", "代管杭州"], "newest first");
}
