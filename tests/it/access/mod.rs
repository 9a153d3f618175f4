//! Who is who, and who may do what.

mod codes;
mod explain;
mod grants;
mod limits;
mod people;
mod sessions;
mod sign_in;
mod terms;

use flotilla::seed::DEMO_PASSWORD;
use serde_json::{Value, json};

use crate::world::{Actor, Node, World};

/// What a sign-in answers when all went well.
pub const TOKENS: &str = "accessToken expiresAt refreshToken refreshExpiresAt";

/// Signs staff in by password; answers the payload.
pub async fn staff_sign_in(world: &World, email: &str) -> Value {
    let input = json!({ "email": email, "password": DEMO_PASSWORD });
    world.stranger().run("staffSignIn", input, TOKENS).await
}

/// An actor with the access token of a payload.
pub fn holder(node: &Node, payload: &Value) -> Actor {
    Actor::with_token(node, payload["accessToken"].as_str().unwrap())
}

/// Whether somebody is let in.
pub async fn is_in(actor: &Actor) -> bool {
    let answer = actor.send("{ me { id } }", json!({})).await;
    match answer.error() {
        None => answer.body["data"]["me"]["id"].is_string(),
        Some(code) => {
            assert_eq!((code, answer.status.as_u16()), ("UNAUTHENTICATED", 401));
            false
        }
    }
}

/// The id of somebody's own account.
pub async fn account(actor: &Actor) -> String {
    actor.ask("{ me { id } }", json!({})).await["me"]["id"].as_str().unwrap().to_owned()
}

/// Makes a staff account; answers its id.
pub async fn hire(admin: &Actor, name: &str) -> String {
    let input = json!({ "email": format!("{name}@staff.invalid"), "name": "新人" });
    let made = admin.run("accountCreate", input, "account { id }").await;
    made["account"]["id"].as_str().unwrap().to_owned()
}

/// Gives a role; answers the grant's id.
pub async fn grant(admin: &Actor, account: &str, role: &str, chapter: &str) -> String {
    let input = json!({ "account": account, "role": role, "chapter": chapter });
    let given = admin.run("grantCreate", input, "grant { id }").await;
    given["grant"]["id"].as_str().unwrap().to_owned()
}

/// Whether somebody sees a chapter.
pub async fn sees(actor: &Actor, chapter: &str) -> bool {
    let data = actor.ask("query Q($id: ID!) { chapter(id: $id) { id } }", json!({ "id": chapter })).await;
    !data["chapter"].is_null()
}
