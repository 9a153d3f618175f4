//! Every mutation of the schema leaves an entry in the audit log: who, what, on what, under which request.

use std::collections::BTreeSet;

use flotilla::seed::DEMO_PASSWORD;
use serde_json::{Value, json};

use super::sdl::names_of;
use crate::access::{TOKENS, account, holder};
use crate::chapters::{chapter, id};
use crate::policies::EVENTS;
use crate::world::{Actor, World, until};

/// Runs mutations one by one, and looks into the log after each.
struct Audited {
    world: World,
    auditor: Actor,
    admin: Actor,
    done: BTreeSet<String>,
}

/// Who an entry must name.
enum By {
    Account(String),
    Anonymous,
}

impl Audited {
    async fn begin() -> Self {
        let world = World::new().await;
        let (auditor, admin) = (world.staff("auditor").await, world.staff("hq-admin").await);
        Self { world, auditor, admin, done: BTreeSet::new() }
    }

    async fn newest(&self) -> Vec<Value> {
        let query = "{ auditEntries(first: 10) { nodes { id actor action target requestId after } } }";
        let data = self.auditor.ask(query, json!({})).await;
        data["auditEntries"]["nodes"].as_array().unwrap().clone()
    }

    /// Runs a mutation that must succeed and be told in the log as `action` on `target` (where it is known).
    async fn run(&mut self, actor: &Actor, name: &str, input: Value, (selection, action): (&str, &str)) -> Value {
        let by = match &actor.token {
            Some(_) => By::Account(account(actor).await),
            None => By::Anonymous,
        };
        self.run_by(actor, (name, input), (selection, action), &by).await
    }

    async fn run_by(
        &mut self,
        actor: &Actor,
        (name, input): (&str, Value),
        (selection, action): (&str, &str),
        by: &By,
    ) -> Value {
        let before = self.newest().await;
        let answer = actor.attempt(name, input, selection).await;
        let payload = answer.data(name);
        assert_eq!(payload["userErrors"], json!([]), "{name}");
        let after = self.newest().await;
        let fresh: Vec<&Value> = after.iter().take_while(|entry| entry["id"] != before[0]["id"]).collect();
        assert!(!fresh.is_empty(), "{name} left no entry");
        let told = fresh.iter().find(|entry| entry["action"] == action);
        let told = told.unwrap_or_else(|| panic!("{name} is told as {fresh:?}"));
        assert!(told["target"].as_str().unwrap().len() > 3, "{name}: {told}");
        for entry in &fresh {
            assert_eq!(entry["requestId"], json!(answer.request_id), "{name}");
            match by {
                By::Account(account) => assert_eq!(entry["actor"], json!(account), "{name}"),
                By::Anonymous => assert_eq!(entry["actor"], "anonymous", "{name}"),
            }
        }
        self.done.insert(name.to_owned());
        payload
    }

    /// The same by headquarters.
    async fn admin(&mut self, name: &str, input: Value, selection: &str, action: &str) -> Value {
        let admin = self.admin.clone();
        self.run(&admin, name, input, (selection, action)).await
    }

    async fn sessions(&mut self) {
        let (stranger, helmsman) = (self.world.stranger(), self.world.helmsman("330100").await);
        let theirs = By::Account(account(&helmsman).await);
        let own = By::Account(account(&self.admin).await);
        let credentials = json!({ "email": "hq-admin@demo.invalid", "password": DEMO_PASSWORD });
        let begun = (TOKENS, "access.session_sign_in");
        let signed = self.run_by(&stranger, ("staffSignIn", credentials), begun, &own).await;
        let input = json!({ "refreshToken": signed["refreshToken"] });
        let refreshed = (TOKENS, "access.session_refresh");
        let signed = self.run_by(&stranger, ("sessionRefresh", input), refreshed, &own).await;
        let input = json!({ "phone": "19900330100" });
        self.run(&stranger, "codeRequest", input, ("accepted", "access.code_request")).await;
        until("the code was sent", async || !self.world.codes.0.lock().unwrap().is_empty()).await;
        let (phone, code) = self.world.codes.0.lock().unwrap()[0].clone();
        let input = json!({ "phone": phone, "code": code });
        self.run_by(&stranger, ("helmsmanSignIn", input), begun, &theirs).await;
        let leaving = holder(&self.world.node, &signed);
        self.run_by(&leaving, ("sessionSignOut", json!({})), ("done", "access.session_sign_out"), &own).await;
        let By::Account(whose) = theirs else { unreachable!() };
        self.admin("sessionsRevoke", json!({ "account": whose }), "sessions", "access.sessions_revoke").await;
    }

    async fn rights(&mut self) {
        let input = json!({ "email": "new@staff.invalid", "name": "新人" });
        let made = self.admin("accountCreate", input, "account { id }", "access.account_create").await;
        let input = json!({ "account": made["account"]["id"], "role": "SUPERVISOR", "chapter": "chap_1" });
        let given = self.admin("grantCreate", input, "grant { id }", "access.role_grant").await;
        self.admin("grantEnd", json!({ "id": given["grant"]["id"] }), "grant { id }", "access.role_revoke").await;
    }

    async fn policies(&mut self) {
        let input =
            json!({ "key": "koc.min_posts", "title": "最少内容数", "mode": "OPEN", "schema": { "type": "integer" } });
        self.admin("policyDefine", input, "policy { key }", "policies.define").await;
        let input = json!({ "key": EVENTS, "issuer": "chap_1", "body": "请执行。", "value": 2 });
        let drafted = self.admin("policyDraft", input, "version { id hash }", "policies.draft").await;
        let version = &drafted["version"];
        self.admin("policyPublish", json!({ "id": version["id"] }), "version { id }", "policies.publish").await;
        self.admin("policyResend", json!({ "id": version["id"] }), "pushes", "policies.resend").await;
        self.world.drained().await;
        let helmsman = self.world.helmsman("330100").await;
        let own = id(&helmsman, "330100").await;
        let input = json!({ "version": version["id"], "chapter": own });
        self.run(&helmsman, "policyMarkRead", input.clone(), ("delivery { state }", "policies.read")).await;
        let input = json!({ "version": version["id"], "chapter": own, "hash": version["hash"] });
        let acknowledged = ("delivery { state }", "policies.acknowledge");
        self.run(&helmsman, "policyAcknowledge", input, acknowledged).await;
        let input = json!({ "chapter": own, "key": EVENTS, "value": 3 });
        let set = ("value { value }", "policies.override_set");
        self.run(&helmsman, "policyOverrideSet", input, set).await;
        let cleared = ("value { value }", "policies.override_clear");
        self.run(&helmsman, "policyOverrideClear", json!({ "chapter": own, "key": EVENTS }), cleared).await;
        let input = json!({ "id": version["id"], "reason": "有误" });
        self.admin("policyRevoke", input, "version { id }", "policies.revoke").await;
    }

    async fn operations(&mut self) {
        let input = json!({ "stream": "push", "id": "0-0" });
        self.admin("deadLetterRetry", input, "retried", "operations.dead_letter_retry").await;
    }

    async fn structure(&mut self) {
        let (hangzhou, ningbo) = (id(&self.admin, "330100").await, id(&self.admin, "330200").await);
        let county = chapter(&self.admin, "330102").await;
        let input = json!({ "id": county["id"], "version": county["version"] });
        self.admin("chapterClose", input, "chapter { id }", "chapters.close").await;
        let input = json!({ "parent": hangzhou, "level": "COUNTY", "name": "上城新会", "divisions": ["330102"] });
        self.admin("chapterOpen", input, "chapter { id }", "chapters.open").await;
        let opened = chapter(&self.admin, "330102").await;
        let input = json!({ "id": opened["id"], "name": "上城分会", "version": opened["version"] });
        self.admin("chapterRename", input, "chapter { id }", "chapters.rename").await;
        let renamed = chapter(&self.admin, "330102").await;
        let input = json!({ "id": renamed["id"], "parent": ningbo, "version": renamed["version"] });
        self.admin("chapterMove", input, "chapter { id }", "chapters.move").await;
        let (source, target) = (chapter(&self.admin, "330105").await, chapter(&self.admin, "330106").await);
        let input = json!({ "source": source["id"], "target": target["id"], "version": source["version"] });
        self.admin("chapterMerge", input, "chapter { id }", "chapters.merge").await;
        let both = chapter(&self.admin, "330106").await;
        let input =
            json!({ "source": both["id"], "name": "拱墅分会", "divisions": ["330105"], "version": both["version"] });
        let split = self.admin("chapterSplit", input, "chapter { id }", "chapters.split").await;
        let input = json!({ "chapter": split["chapter"]["id"], "phone": "19900000001", "name": "新舵手" });
        let appointed = self.admin("helmsmanAppoint", input, "term { id }", "chapters.helmsman_appoint").await;
        let input = json!({ "id": appointed["term"]["id"] });
        self.admin("termEnd", input, "chapter { id }", "chapters.helmsman_step_down").await;
    }
}

#[tokio::test]
async fn every_mutation_is_audited() {
    let mut audited = Audited::begin().await;
    audited.sessions().await;
    audited.rights().await;
    audited.policies().await;
    audited.operations().await;
    audited.structure().await;
    let schema = names_of("Mutation");
    let missing: Vec<_> = schema.difference(&audited.done).collect();
    assert!(missing.is_empty(), "not run here: {missing:?}");
    assert_eq!(schema.len(), audited.done.len());
    let verdict = audited.world.node.service.audit_verify(None).await.unwrap();
    assert!(verdict.is_whole(), "{verdict:?}");
}

/// A refusal changes nothing, and is no deed.
#[tokio::test]
async fn what_is_refused_leaves_no_entry() {
    let audited = Audited::begin().await;
    let hangzhou = chapter(&audited.admin, "330100").await;
    let helmsman = audited.world.helmsman("330100").await;
    let before = audited.newest().await;
    let input = json!({ "id": hangzhou["id"], "name": "别名", "version": hangzhou["version"] });
    assert_eq!(helmsman.attempt("chapterRename", input, "__typename").await.error(), Some("FORBIDDEN"));
    let stale = json!({ "id": hangzhou["id"], "name": "别名", "version": 99 });
    assert_eq!(audited.admin.broken("chapterRename", stale).await, ["VERSION_STALE"]);
    assert_eq!(audited.newest().await, before);
}
