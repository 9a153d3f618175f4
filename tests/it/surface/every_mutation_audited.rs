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
pub(super) struct Audited {
    pub(super) world: World,
    pub(super) auditor: Actor,
    pub(super) admin: Actor,
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
    pub(super) async fn run(
        &mut self,
        actor: &Actor,
        name: &str,
        input: Value,
        (selection, action): (&str, &str),
    ) -> Value {
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
    pub(super) async fn admin(&mut self, name: &str, input: Value, selection: &str, action: &str) -> Value {
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

    async fn members(&mut self) {
        let (hangzhou, ningbo) = (id(&self.admin, "330100").await, id(&self.admin, "330200").await);
        let consents = crate::members::consents();
        let input = json!({ "chapter": hangzhou, "phone": "17700000001", "name": "李四", "consents": consents });
        let added = self.admin("memberAdd", input, "member { id }", "members.member_add").await;
        let member = &added["member"]["id"];
        let input = json!({ "id": member, "name": "李思" });
        self.admin("memberUpdate", input, "member { id }", "members.member_update").await;
        let input = json!({ "id": member, "chapter": ningbo });
        self.admin("memberFollow", input, "member { id }", "members.member_follow").await;
        let input = json!({ "id": member, "chapter": ningbo, "reason": "搬家" });
        self.admin("memberMove", input, "member { id }", "members.member_move").await;
        let input = json!({ "id": member, "purpose": "MARKETING", "textVersion": "2026-11", "granted": true });
        self.admin("memberConsentSet", input, "member { id }", "members.consent_set").await;
        let input = json!({ "id": member, "reason": "回访" });
        self.admin("memberReveal", input, "phone", "members.member_reveal").await;
        let input = json!({ "id": member, "reason": "本人申请注销" });
        self.admin("memberErase", input, "erased", "members.member_erase").await;
        let code = crate::members::code(&self.world, "17700000002").await;
        let input = json!({ "phone": "17700000002", "code": code, "name": "王五", "consents": consents });
        let stranger = self.world.stranger();
        let payload = stranger.run("memberRegister", input, TOKENS).await;
        // Told in the name of the account that it made.
        let joined = By::Account(account(&holder(&self.world.node, &payload)).await);
        self.told("members.member_register", &joined).await;
        self.done.insert("memberRegister".to_owned());
        let person = holder(&self.world.node, &payload);
        self.run(&person, "pointsSignIn", json!({}), ("member { id }", "members.points_sign_in")).await;
    }

    async fn imports(&mut self) {
        let mut sent = Vec::new();
        for n in [900, 901] {
            sent.push(crate::integrations::send(&self.admin, "chap_1", crate::integrations::people(n, 1)).await);
        }
        for import in &sent {
            self.import_is(import, "CHECKED").await;
        }
        // What the worker does of it is told too: not in between.
        self.world.rest().await;
        let input = json!({ "import": sent[0] });
        self.admin("importStart", input, "import { id }", "integrations.import_start").await;
        let input = json!({ "import": sent[1] });
        self.admin("importCancel", input, "import { id }", "integrations.import_cancel").await;
        self.world.work();
        self.import_is(&sent[0], "DONE").await;
    }

    async fn import_is(&self, import: &str, state: &str) {
        let query = "query Q($id: ID!) { import(id: $id) { state } }";
        let read = async || self.admin.ask(query, json!({ "id": import })).await["import"]["state"].clone();
        until("the worker has done its part", async || read().await == state).await;
    }

    async fn memberships(&mut self) {
        let input =
            json!({ "code": "vip", "name": "贵宾", "kind": "CUSTOM", "days": 365, "price": 99_900, "rank": 30 });
        self.admin("tierSave", input, "tier { code }", "members.tier_save").await;
        let input = json!({ "chapter": "chap_1", "tier": "annual" });
        self.admin("tierPriceSet", input, "tier { code }", "members.tier_price_set").await;
        let input = json!({
            "issuer": "chap_1", "kind": "GIFT", "tier": "gift_card", "count": 2, "title": "赠卡", "expiresOn": "2027-01-01",
        });
        let issued = self.admin("cardBatchIssue", input, "batch { id } codes", "members.card_batch_issue").await;
        let member = crate::members::add(&self.admin, "17700000003", "chap_1").await;
        let input = json!({ "member": member });
        self.admin("trialStart", input.clone(), "member { id }", "members.trial_start").await;
        let redeem = json!({ "member": member, "code": issued["codes"][0] });
        self.admin("cardRedeem", redeem, "member { id }", "members.card_redeem").await;
        let void = json!({ "batch": issued["batch"]["id"] });
        self.admin("cardBatchVoid", void, "batch { id }", "members.card_batch_void").await;
        self.admin("membershipFreeze", input.clone(), "member { id }", "members.membership_freeze").await;
        self.admin("membershipUnfreeze", input, "member { id }", "members.membership_unfreeze").await;
        let grant = json!({ "member": member, "reason": "低保证明已核" });
        self.admin("membershipGrant", grant, "member { id }", "members.membership_grant").await;
        let more = json!({ "member": member, "points": 30, "reason": "活动补发" });
        self.admin("pointsAdjust", more, "member { id }", "members.points_adjust").await;
        let other = crate::members::add(&self.admin, "17700000078", "chap_1").await;
        let query = "query Q($a: ID!, $b: ID!) { a: member(id: $a) { version } b: member(id: $b) { version } }";
        let seen = self.admin.ask(query, json!({ "a": member, "b": other })).await;
        let merge = json!({
            "kept": member, "gone": other, "reason": "同一人", "keptVersion": seen["a"]["version"],
            "goneVersion": seen["b"]["version"],
        });
        let merged = self.admin("memberMerge", merge, "merge { id }", "members.member_merge").await;
        let undo = json!({ "merge": merged["merge"]["id"], "reason": "是两个人" });
        self.admin("memberUnmerge", undo, "merge { id }", "members.member_unmerge").await;
        let spend = json!({ "member": member, "points": 10 });
        self.admin("pointsSpend", spend, "member { id }", "members.points_spend").await;
    }

    /// The log tells of an action by somebody.
    async fn told(&self, action: &str, by: &By) {
        let entries = self.newest().await;
        let entry = entries.iter().find(|entry| entry["action"] == action).unwrap_or_else(|| panic!("{entries:?}"));
        let By::Account(account) = by else { panic!("{action} is nobody's") };
        assert_eq!(entry["actor"], json!(account), "{action}");
    }

    async fn money(&mut self) {
        let hangzhou = id(&self.admin, "330100").await;
        let buyer = crate::members::add(&self.admin, "17700000009", &hangzhou).await;
        let input = json!({ "member": buyer, "tier": "annual", "contractVersion": "2026-11" });
        let first = self.admin("orderOpen", input.clone(), "order { id }", "money.order_open").await;
        let order = &first["order"]["id"];
        self.admin("paymentStart", json!({ "order": order }), "reference", "money.payment_start").await;
        self.admin("orderCancel", json!({ "id": order }), "order { id }", "money.order_cancel").await;
        let second = self.admin.run("orderOpen", input, "order { id }").await;
        let order = &second["order"]["id"];
        let cash = json!({ "order": order, "method": "CASH", "amount": "36500", "reference": "R1" });
        self.admin("paymentRecord", cash, "order { id }", "money.payment_book").await;
        let input = json!({ "order": order, "title": "王五" });
        let asked = self.admin("invoiceRequest", input, "order { invoices { id } }", "money.invoice_request").await;
        let input = json!({ "id": asked["order"]["invoices"][0]["id"], "number": "24332000000012345678" });
        self.admin("invoiceIssue", input, "order { id }", "money.invoice_issue").await;
        let finance = crate::access::hire(&self.admin, "cashier").await;
        crate::access::grant(&self.admin, &finance, "FINANCE", "chap_1").await;
        let finance = self.world.staff(&finance).await;
        let asked = ("refund { id }", "money.refund_request");
        let refund = self.run(&finance, "refundRequest", json!({ "order": order }), asked).await;
        let input = json!({ "id": refund["refund"]["id"], "note": "已沟通" });
        self.admin("refundReject", input, "refund { id }", "money.refund_decide").await;
        let refund = self.run(&finance, "refundRequest", json!({ "order": order }), asked).await;
        let refund = &refund["refund"]["id"];
        self.admin("refundApprove", json!({ "id": refund }), "refund { id }", "money.refund_decide").await;
        let input = json!({ "id": refund, "reference": "收条 1" });
        self.run(&finance, "refundPay", input, ("refund { id }", "money.refund_pay")).await;
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
    audited.members().await;
    audited.memberships().await;
    audited.imports().await;
    audited.money().await;
    audited.growth().await;
    audited.operations().await;
    audited.structure().await;
    audited.settlement().await;
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
