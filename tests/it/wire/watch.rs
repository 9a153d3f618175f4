//! `policyRollout` over graphql-transport-ws.

use serde_json::{Value, json};

use super::client::{Client, serve};
use crate::policies::{PRICE, price, publish};
use crate::world::World;

async fn next(client: &mut Client) -> Value {
    let message = client.hear().await;
    assert_eq!(message["type"], "next", "{message}");
    message["payload"]["data"]["policyRollout"].clone()
}

#[tokio::test]
async fn whoever_watches_a_rollout_is_told_of_its_branches() {
    let mut world = World::idle().await;
    let served = serve(&world.node).await;
    let admin = world.staff("hq-admin").await;
    let version = publish(&admin, "chap_1", PRICE, price(1, 9), json!({})).await;
    let mut client = Client::greeted(&served, admin.token.as_ref()).await;
    let query = "subscription($v: ID!) { policyRollout(version: $v) { total \
                 branches { chapter { name } total state byState { state chapters } } } }";
    let payload = json!({ "query": query, "variables": { "v": version["id"] } });
    client.say(json!({ "type": "subscribe", "id": "1", "payload": payload })).await;
    let branch = |told: &Value, n: usize| told["branches"][n].clone();
    let mut told = next(&mut client).await;
    let queued = |branch: &Value| branch["byState"][0]["chapters"].as_i64().unwrap();
    assert_eq!(told["branches"].as_array().unwrap().len(), 2);
    let first = branch(&told, 1);
    assert_eq!((&first["chapter"]["name"], &first["state"], queued(&first)), (&json!("浙江省"), &json!("QUEUED"), 102));
    world.work();
    while queued(&branch(&told, 0)) + queued(&branch(&told, 1)) > 0 {
        told = next(&mut client).await;
    }
    let last = branch(&told, 1);
    assert_eq!((&last["state"], &last["total"]), (&json!("DELIVERED"), &json!(102)));
}
