//! How a file comes in, and who may send one.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{address, check, import, people, send};
use crate::chapters::id;
use crate::world::{Actor, World};

async fn refused(actor: &Actor, path: &str, file: impl Into<Vec<u8>>) -> (StatusCode, String) {
    let (status, _, body) = actor.call(Method::POST, path, file.into()).await;
    let answer: Value = serde_json::from_slice(&body).unwrap();
    (status, answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn only_who_may_import_sends_files_and_sees_what_came_of_them() {
    let world = World::idle().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let (hangzhou, child) = (id(&admin, "330100").await, id(&admin, "330106").await);
    let sibling = world.helmsman("330200").await;
    for (actor, chapter, status, code) in [
        (&sibling, hangzhou.as_str(), StatusCode::NOT_FOUND, "NOT_FOUND"),
        (&world.staff("auditor").await, &hangzhou, StatusCode::FORBIDDEN, "FORBIDDEN"),
        (&helmsman, &child, StatusCode::FORBIDDEN, "FORBIDDEN"),
        (&world.stranger(), &hangzhou, StatusCode::UNAUTHORIZED, "UNAUTHENTICATED"),
    ] {
        assert_eq!(refused(actor, &address(chapter), people(1, 1)).await, (status, code.to_owned()), "{}", actor.name);
    }
    let sent = check(&world, &helmsman, &hangzhou, people(1, 2)).await;
    for other in [&sibling, &world.staff("auditor").await, &world.staff("policy-author").await] {
        assert_eq!(import(other, &sent, "id").await, Value::Null, "{}", other.name);
        for name in ["importStart", "importCancel"] {
            let answer = other.attempt(name, json!({ "import": sent }), "__typename").await;
            assert_eq!(answer.error(), Some("NOT_FOUND"), "{} {name}", other.name);
        }
    }
    let query =
        "query Q($chapter: ID!) { imports(chapter: $chapter) { nodes { id createdBy { id } chapter { id } } } }";
    let listed = admin.ask(query, json!({ "chapter": hangzhou })).await["imports"]["nodes"].clone();
    assert_eq!(
        (listed[0]["id"].as_str(), listed[0]["chapter"]["id"].as_str()),
        (Some(sent.as_str()), Some(hangzhou.as_str()))
    );
    assert_eq!(listed.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_no_file_of_people_is_turned_away() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let path = address("chap_1");
    let cases: [(&str, Vec<u8>, StatusCode, &str); 7] = [
        (&path, vec![b'x'; 601 << 10], StatusCode::PAYLOAD_TOO_LARGE, "PAYLOAD_TOO_LARGE"),
        (&path, b"%PDF-1.7".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE"),
        (&path, b"\xD0\xCF\x11\xE0....".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE"),
        (&path, b"\xFF\xFEa\0".to_vec(), StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE"),
        (&path, Vec::new(), StatusCode::UNPROCESSABLE_ENTITY, "INTEGRATIONS_IMPORT_FILE_INVALID"),
        (
            "/imports?chapter=chap_1&name=a%2Fb.csv",
            b"x".to_vec(),
            StatusCode::UNPROCESSABLE_ENTITY,
            "INTEGRATIONS_IMPORT_FILE_INVALID",
        ),
        ("/imports?chapter=chap_1", b"x".to_vec(), StatusCode::BAD_REQUEST, "BAD_REQUEST"),
    ];
    for (path, file, status, code) in cases {
        assert_eq!(refused(&admin, path, file).await, (status, code.to_owned()), "{path}");
    }
    let query = "{ imports(chapter: \"chap_1\") { nodes { state } } }";
    assert_eq!(admin.ask(query, json!({})).await["imports"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_large_file_is_kept_in_sealed_pieces() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    // Twenty thousand blanks behind every name.
    let file = people(1, 25).replace('明', &format!("明{}", " ".repeat(20_000)));
    let sent = send(&admin, "chap_1", file.clone()).await;
    assert_eq!(import(&admin, &sent, "bytes state").await, json!({ "bytes": file.len(), "state": "UPLOADED" }));
    assert_eq!(world.backend.rows_by_table().await["import_chunk"], 2);
    super::settle(&world).await;
    assert_eq!(import(&admin, &sent, "counts { new errors }").await["counts"], json!({ "new": 25, "errors": 0 }));
}

#[tokio::test]
async fn nobody_holds_many_files() {
    let world = World::idle().await;
    let (admin, helmsman) = (world.staff("hq-admin").await, world.helmsman("330100").await);
    let hangzhou = id(&admin, "330100").await;
    let mut open = Vec::new();
    for _ in 0..3 {
        open.push(send(&helmsman, &hangzhou, people(1, 1)).await);
    }
    let too_many = (StatusCode::UNPROCESSABLE_ENTITY, "INTEGRATIONS_IMPORT_TOO_MANY".to_owned());
    assert_eq!(refused(&helmsman, &address(&hangzhou), people(1, 1)).await, too_many);
    helmsman.run("importCancel", json!({ "import": open[0] }), "import { state finishedAt }").await;
    send(&helmsman, &hangzhou, people(1, 1)).await;
    send(&admin, &hangzhou, people(1, 1)).await;
}
