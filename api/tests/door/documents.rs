//! Documents that a request names instead of sending their text.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

use crate::client::Client;
use crate::world::{GRAPHQL, PING, PING_HASH, world};

#[tokio::test]
async fn a_named_document_is_as_good_as_its_text() {
    let world = world();
    let name = format!("sha256:{PING_HASH}");
    let by_name = world.post(json!({ "documentId": name, "operationName": "Ping", "variables": {} })).await;
    let by_text = world.query(PING).await;
    assert_eq!((by_name.status, by_name.json()), (StatusCode::OK, by_text.json()));
    for path in ["/graphql", "/graphql/stream"] {
        let accept = if path == "/graphql" { GRAPHQL } else { "text/event-stream" };
        let get = Request::get(format!("{path}?documentId={name}")).header("accept", accept);
        let answer = world.send(get.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text.contains(r#""data":{"ping""#), "{path}: {}", answer.text);
    }
}

#[tokio::test]
async fn an_unknown_document_is_asked_for_in_full() {
    let world = world();
    for name in [format!("sha256:{}", "0".repeat(64)), PING_HASH.to_owned(), String::new(), "sha256:".to_owned()] {
        for path in ["/graphql", "/graphql/stream"] {
            for accept in [GRAPHQL, "application/json", "text/event-stream"] {
                if (accept == "text/event-stream") != (path == "/graphql/stream") {
                    continue;
                }
                let request = Request::post(path)
                    .header("content-type", "application/json")
                    .header("accept", accept)
                    .body(json!({ "documentId": name }).to_string().into());
                let answer = world.send(request.unwrap()).await;
                assert_eq!(
                    (answer.status, answer.code().as_str()),
                    (StatusCode::BAD_REQUEST, "PERSISTED_DOCUMENT_NOT_FOUND")
                );
                assert!(!answer.json()["errors"][0]["extensions"]["requestId"].is_null());
                assert!(answer.json().get("data").is_none());
            }
        }
    }
}

#[tokio::test]
async fn one_of_text_and_name_it_must_be() {
    let world = world();
    let name = format!("sha256:{PING_HASH}");
    for body in [
        json!({}),
        json!({ "query": null }),
        json!({ "query": null, "documentId": null }),
        json!({ "query": PING, "documentId": name }),
        json!({ "documentId": 7 }),
    ] {
        let answer = world.post(body.clone()).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"), "{body}");
    }
    for query in ["", "query=%7Bping%7D&documentId=x"] {
        let get = Request::get(format!("/graphql?{query}")).header("accept", GRAPHQL);
        let answer = world.send(get.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "BAD_REQUEST"), "{query}");
    }
    assert_eq!(world.post(json!({ "query": null, "documentId": name })).await.status, 200);
}

#[tokio::test]
async fn a_socket_takes_names_too() {
    let served = world().listen().await;
    let mut client = Client::greeted(&served, None).await;
    let subscribe =
        |id: &str, name: String| json!({ "type": "subscribe", "id": id, "payload": { "documentId": name } });
    client.say(subscribe("1", format!("sha256:{PING_HASH}"))).await;
    assert_eq!(client.hear().await["payload"]["data"]["ping"], "pong");
    assert_eq!(client.hear().await, json!({ "type": "complete", "id": "1" }));
    client.say(subscribe("2", "sha256:00".to_owned())).await;
    let error = client.hear().await;
    assert_eq!((&error["type"], &error["id"]), (&json!("error"), &json!("2")));
    assert_eq!(error["payload"][0]["extensions"]["code"], "PERSISTED_DOCUMENT_NOT_FOUND");
    client.say(json!({ "type": "subscribe", "id": "3", "payload": {} })).await;
    assert_eq!(client.closed().await.0, 4400);
}
