//! The schema is for those who build on it: signed-in staff.

use serde_json::json;

use crate::world::{Actor, World};

const TYPES: &str = "{ __schema { queryType { name } } }";

/// Whether somebody is told of the schema.
async fn told(actor: &Actor) -> bool {
    let answer = actor.send(TYPES, json!({})).await;
    let named = answer.body["data"]["__schema"]["queryType"]["name"] == "Query";
    assert_eq!(named, answer.error().is_none(), "{}", answer.body);
    named
}

#[tokio::test]
async fn introspection_is_for_signed_in_staff() {
    let world = World::idle().await;
    assert!(!told(&world.stranger()).await);
    assert!(!told(&world.helmsman("330100").await).await);
    for handle in ["hq-admin", "auditor"] {
        assert!(told(&world.staff(handle).await).await, "{handle}");
    }
}

#[tokio::test]
async fn the_name_of_a_type_is_no_secret() {
    let world = World::idle().await;
    for actor in [world.stranger(), world.helmsman("330100").await] {
        assert_eq!(actor.ask("{ __typename }", json!({})).await["__typename"], "Query");
    }
}

#[tokio::test]
async fn a_stranger_who_guesses_gets_no_help() {
    let world = World::idle().await;
    for query in ["{ polices { key } }", "{ schemaVersio }", "{ chapter(idd: 1) { id } }"] {
        let answer = world.stranger().send(query, json!({})).await;
        let text = answer.body.to_string();
        assert_eq!(answer.error(), Some("VALIDATION_FAILED"), "{text}");
        assert!(
            !text.contains("policies") && !text.contains("schemaVersion") && !text.contains("Did you mean"),
            "{text}"
        );
    }
}
