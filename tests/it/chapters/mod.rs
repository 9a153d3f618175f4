//! The tree, from the outside.

mod as_of;
mod find;
mod preview;
mod structure;
mod territory;

use serde_json::{Value, json};

use crate::world::Actor;

/// The chapter of a division, with its id, version and parent.
pub async fn chapter(actor: &Actor, division: &str) -> Value {
    let query = "query Q($code: String!) { chapterByDivision(code: $code) \
                 { id name version level status vacant parent { id name } divisions } }";
    actor.ask(query, json!({ "code": division })).await["chapterByDivision"].clone()
}

/// A chapter's id.
pub async fn id(actor: &Actor, division: &str) -> String {
    chapter(actor, division).await["id"].as_str().unwrap().to_owned()
}
