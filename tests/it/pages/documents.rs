//! Documents that the pages were built with, over the real schema.

use api::http::DoorSettings;
use flotilla::boot::{Facade, Schema};
use serde_json::json;

use super::{Browser, router};
use crate::world::World;

#[tokio::test]
async fn a_page_names_its_documents() {
    let world = World::idle().await;
    let documents = [("ab".repeat(32), "query Top { headquarters { name } }".to_owned())].into();
    let facade = Facade { documents, ..Facade::plain(Schema::Hidden) };
    let mut browser = Browser::new(router(&world, facade, DoorSettings::default()));
    let known = browser.post("/graphql", &json!({ "documentId": format!("sha256:{}", "ab".repeat(32)) })).await;
    assert_eq!(known.status, 200);
    assert!(known.body["data"].is_object() || known.code() == "UNAUTHENTICATED", "{}", known.body);
    let unknown = browser.post("/graphql", &json!({ "documentId": format!("sha256:{}", "cd".repeat(32)) })).await;
    assert_eq!((unknown.status, unknown.code()), (400, "PERSISTED_DOCUMENT_NOT_FOUND"));
}
