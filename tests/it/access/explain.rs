//! Why somebody may or may not do something.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{account, grant, hire};
use crate::chapters::id;
use crate::world::{Actor, Answer, World};

const QUERY: &str = "query Q($subject: ID!, $action: Permission!, $chapter: ID!) { \
    explainAccess(subject: $subject, action: $action, chapter: $chapter) \
    { subject action decision grant chapter { id } reasons { gives text grant { id role } } } }";

async fn ask(actor: &Actor, subject: &str, action: &str, chapter: &str) -> Answer {
    actor.send(QUERY, json!({ "subject": subject, "action": action, "chapter": chapter })).await
}

async fn explain(actor: &Actor, subject: &str, action: &str, chapter: &str) -> Value {
    ask(actor, subject, action, chapter).await.data("explainAccess")
}

#[tokio::test]
async fn an_explanation_names_the_grant_that_gives_it() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, county) = (id(&admin, "330100").await, id(&admin, "330102").await);
    let newcomer = hire(&admin, "newcomer").await;
    let drafts = grant(&admin, &newcomer, "POLICY_AUTHOR", &hangzhou).await;
    let reads = grant(&admin, &newcomer, "AUDITOR", &county).await;
    let auditor = world.staff("auditor").await;
    let told = explain(&auditor, &newcomer, "POLICY_DRAFT", &county).await;
    assert_eq!((&told["decision"], &told["grant"]), (&json!("ALLOW"), &json!(drafts)));
    let expected = json!([
        { "gives": true, "text": "gives it here, as on all of its subtree",
          "grant": { "id": drafts, "role": "POLICY_AUTHOR" } },
        { "gives": false, "text": "its role does not include this", "grant": { "id": reads, "role": "AUDITOR" } },
    ]);
    assert_eq!(told["reasons"], expected);
    let told = explain(&auditor, &newcomer, "AUDIT_READ", &hangzhou).await;
    assert_eq!((&told["decision"], &told["grant"]), (&json!("DENY"), &Value::Null));
    assert_eq!(told["reasons"][1]["text"], "is on another part of the tree");
}

#[tokio::test]
async fn an_explanation_tells_that_no_grant_does() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let hangzhou = id(&admin, "330100").await;
    let newcomer = hire(&admin, "newcomer").await;
    let auditor = world.staff("auditor").await;
    let told = explain(&auditor, &newcomer, "CHAPTER_SEE", &hangzhou).await;
    assert_eq!(told["decision"], "INVISIBLE");
    assert_eq!((&told["grant"], &told["reasons"]), (&Value::Null, &json!([])));
    let given = grant(&admin, &newcomer, "SUPERVISOR", &hangzhou).await;
    admin.run("grantEnd", json!({ "id": given }), "grant { id }").await;
    world.later(TimeDelta::seconds(1));
    let told = explain(&auditor, &newcomer, "CHAPTER_SEE", &hangzhou).await;
    assert_eq!(told["decision"], "INVISIBLE");
    assert_eq!(told["reasons"][0]["text"], "has ended");
}

#[tokio::test]
async fn anybody_may_ask_about_themselves_and_few_about_others() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (hangzhou, beijing) = (id(&admin, "330100").await, id(&admin, "110000").await);
    let (helmsman, other) = (world.helmsman("330100").await, world.helmsman("330200").await);
    let (own, theirs) = (account(&helmsman).await, account(&other).await);
    let told = explain(&helmsman, &own, "POLICY_PUBLISH", &hangzhou).await;
    assert_eq!(told["decision"], "ALLOW");
    assert_eq!(told["reasons"][0]["text"], "gives it here, on its own chapter");
    let hidden = explain(&helmsman, &own, "CHAPTER_SEE", &beijing).await;
    assert_eq!((&hidden["decision"], &hidden["chapter"]), (&json!("INVISIBLE"), &Value::Null));
    assert_eq!(ask(&helmsman, &theirs, "CHAPTER_SEE", &hangzhou).await.error(), Some("FORBIDDEN"));
    assert_eq!(ask(&helmsman, &theirs, "CHAPTER_SEE", &beijing).await.error(), Some("NOT_FOUND"));
    assert_eq!(ask(&world.stranger(), &own, "CHAPTER_SEE", &hangzhou).await.error(), Some("UNAUTHENTICATED"));
    for handle in ["auditor", "hq-admin"] {
        let told = explain(&world.staff(handle).await, &own, "DELIVERY_ACKNOWLEDGE", &hangzhou).await;
        assert_eq!(told["decision"], "ALLOW", "{handle}");
    }
    let nobody = "acct_00000000000070008000000000000000";
    assert_eq!(ask(&admin, nobody, "CHAPTER_SEE", &hangzhou).await.error(), Some("NOT_FOUND"));
}
