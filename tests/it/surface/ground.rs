//! The world that the matrix is asked of: one of everything at every place, and everybody who asks.

use std::collections::HashMap;

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::rules::{ACTORS, PLACES, Who};
use crate::access::{grant, hire};
use crate::chapters::id;
use crate::policies::EVENTS;
use crate::world::{Actor, World};

type Names = HashMap<&'static str, String>;

pub struct Ground {
    pub world: World,
    /// What there is at each place, in the order of [`PLACES`].
    places: Vec<Names>,
    /// What is the same everywhere.
    globals: Names,
    /// Accounts by the name of who asks.
    accounts: Names,
}

impl Ground {
    pub async fn lay() -> Self {
        let mut world = World::new().await;
        let admin = world.staff("hq-admin").await;
        let mut places: Vec<Names> = find(&admin).await;
        let holder = hire(&admin, "holder").await;
        for (n, names) in places.iter_mut().enumerate() {
            offices(&admin, n, names).await;
            versions(&admin, names).await;
            brief_grant(&admin, &holder, names).await;
            member(&admin, n, names).await;
            cards(&admin, names).await;
            import(&admin, names).await;
            orders(&admin, n, names).await;
            links(&world, &admin, names).await;
        }
        let accounts = people(&world, &admin, &places).await;
        world.drained().await;
        world.rest().await;
        // The holder's grants end.
        world.later(TimeDelta::seconds(2));
        settle(&world, &mut places).await;
        let now = world.node.service.now().to_rfc3339();
        let globals = HashMap::from([
            ("holder", holder),
            ("now", now),
            ("own", places[2]["chapter"].clone()),
            ("child", places[3]["chapter"].clone()),
            ("national", places[0]["version"].clone()),
            ("unheard", places[0]["draft"].clone()),
        ]);
        Self { world, places, globals, accounts }
    }

    /// Somebody, freshly signed in.
    pub async fn actor(&self, who: Who) -> Actor {
        match self.accounts.get(who.name) {
            Some(account) => self.world.staff(account).await,
            None => self.world.stranger(),
        }
    }

    /// Something at a place.
    pub fn thing(&self, place: &str, name: &str) -> Option<&str> {
        let at = PLACES.iter().position(|(other, _)| *other == place).unwrap();
        self.places[at].get(name).map(String::as_str)
    }

    /// Whether a document names something that differs from place to place.
    pub fn is_placed(&self, document: &str) -> bool {
        let same = |name: &str| name == "self" || self.globals.contains_key(name);
        placeholders(document).any(|name| !same(name))
    }

    /// A document with everything filled in; nothing if the place has no such thing.
    pub fn fill(&self, document: &str, place: &str, who: Who) -> Option<String> {
        let mut filled = document.replace('\'', "\"");
        for name in placeholders(document) {
            let value = match name {
                "self" => self.accounts.get(who.name).or(self.globals.get("holder")).map(String::as_str),
                name => self.globals.get(name).map(String::as_str).or_else(|| self.thing(place, name)),
            };
            filled = filled.replace(&format!("<{name}>"), value?);
        }
        Some(filled)
    }
}

fn placeholders(document: &str) -> impl Iterator<Item = &str> {
    document.split('<').skip(1).filter_map(|rest| rest.split_once('>').map(|(name, _)| name))
}

/// The chapter of each place.
async fn find(admin: &Actor) -> Vec<Names> {
    let query = "query Q($id: ID!) { chapter(id: $id) { children(first: 50) { nodes { vacant divisions } } } }";
    let data = admin.ask(query, json!({ "id": id(admin, "330100").await })).await;
    let county = |vacant: bool| {
        let nodes = data["chapter"]["children"]["nodes"].as_array().unwrap();
        let node = nodes.iter().find(|node| node["vacant"] == json!(vacant)).unwrap();
        node["divisions"][0].as_str().unwrap().to_owned()
    };
    let codes = ["330000", "330100", &county(false), &county(true), "330200", "110000"];
    let mut places = vec![HashMap::from([("chapter", "chap_1".to_owned()), ("name", "总部".to_owned())])];
    for code in codes {
        let chapter = crate::chapters::chapter(admin, code).await;
        let text = |field: &str| chapter[field].as_str().unwrap().to_owned();
        places.push(HashMap::from([("chapter", text("id")), ("name", text("name")), ("code", code.to_owned())]));
    }
    places
}

async fn appoint(admin: &Actor, chapter: &str, phone: String, office: &str) -> Value {
    let input = json!({ "chapter": chapter, "phone": phone, "name": "某某", "office": office });
    admin.run("helmsmanAppoint", input, "term { id account }").await["term"].clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// A term of each office that is over, and one that is served if the place is staffed.
async fn offices(admin: &Actor, n: usize, names: &mut Names) {
    if n == 0 {
        return;
    }
    let chapter = names["chapter"].clone();
    let end = async |term: &Value| {
        admin.run("termEnd", json!({ "id": term }), "term { id }").await;
        text(term)
    };
    let deputy = appoint(admin, &chapter, format!("1980000000{n}"), "DEPUTY").await;
    names.insert("past-deputy", end(&deputy["id"]).await);
    let query = "query Q($id: ID!) { chapter(id: $id) { terms { id } } }";
    let served = admin.ask(query, json!({ "id": chapter })).await["chapter"]["terms"][0]["id"].clone();
    let (past, serving) = if served.is_null() {
        (appoint(admin, &chapter, format!("1980000001{n}"), "HELMSMAN").await["id"].clone(), None)
    } else {
        (served, Some(format!("1980000002{n}")))
    };
    names.insert("past-helmsman", end(&past).await);
    if let Some(phone) = serving {
        let term = appoint(admin, &chapter, phone, "HELMSMAN").await;
        names.insert("serving", text(&term["id"]));
        names.insert("leader", text(&term["account"]));
    }
}

/// A published version of the place, an older draft of it, and the draft's entry in the audit log.
async fn versions(admin: &Actor, names: &mut Names) {
    let levels = json!(["PROVINCE", "PREFECTURE", "COUNTY"]);
    let input = json!({ "key": EVENTS, "issuer": names["chapter"], "body": "请执行。", "value": 1, "levels": levels });
    for name in ["draft", "version"] {
        let drafted = admin.run("policyDraft", input.clone(), "version { id }").await;
        names.insert(name, text(&drafted["version"]["id"]));
    }
    admin.run("policyPublish", json!({ "id": names["version"] }), "version { id }").await;
    let query = "query Q($target: String) { auditEntries(target: $target) { nodes { id } } }";
    let entries = admin.ask(query, json!({ "target": names["draft"] })).await;
    names.insert("entry", text(&entries["auditEntries"]["nodes"][0]["id"]));
}

async fn brief_grant(admin: &Actor, holder: &str, names: &mut Names) {
    let input = json!({
        "account": holder, "role": "SUPERVISOR", "chapter": names["chapter"], "until": "2026-11-22T00:00:01Z",
    });
    let given = admin.run("grantCreate", input, "grant { id }").await;
    names.insert("grant", text(&given["grant"]["id"]));
}

/// Somebody who is at home at the place.
async fn member(admin: &Actor, n: usize, names: &mut Names) {
    let phone = crate::members::phone(n);
    names.insert("member", crate::members::add(admin, &phone, &names["chapter"]).await);
    names.insert("member-phone", phone);
    let input = json!({
        "chapter": names["chapter"], "phone": crate::members::phone(100 + n), "name": "王小", "birthYear": 2020,
        "consents": [
            { "purpose": "SERVICE", "textVersion": "2026-11" }, { "purpose": "GUARDIAN", "textVersion": "2026-11" },
        ],
    });
    let minor = admin.run("memberAdd", input, "member { id }").await;
    let minor = text(&minor["member"]["id"]);
    let withdrawn = json!({ "id": minor, "purpose": "GUARDIAN", "textVersion": "2026-11", "granted": false });
    admin.run("memberConsentSet", withdrawn, "member { id }").await;
    names.insert("minor", minor);
    let both = [300, 400].map(|hundred| crate::members::phone(hundred + n));
    let kept = crate::members::add(admin, &both[0], &names["chapter"]).await;
    let gone = crate::members::add(admin, &both[1], &names["chapter"]).await;
    names.insert("merge", crate::members::merging::merge(admin, &kept, &gone).await);
}

/// An order of a member of the place, paid in cash, with an invoice and a refund that are asked for.
async fn orders(admin: &Actor, n: usize, names: &mut Names) {
    // Who lives elsewhere: every place has a case of sales outside, too.
    let region = if n + 1 == PLACES.len() { "330100" } else { "110000" };
    let input = json!({
        "chapter": names["chapter"], "phone": crate::members::phone(200 + n), "name": "李四", "region": region,
        "consents": crate::members::consents(),
    });
    let buyer = text(&admin.run("memberAdd", input, "member { id }").await["member"]["id"]);
    let order = crate::money::open(admin, &buyer).await;
    let cash = json!({ "order": order, "method": "CASH", "amount": "36500", "reference": format!("R{n}") });
    admin.run("paymentRecord", cash, "order { id }").await;
    let fields = "order { invoices { id } payments { id } }";
    let asked = admin.run("invoiceRequest", json!({ "order": order, "title": "王小明" }), fields).await;
    names.insert("invoice", text(&asked["order"]["invoices"][0]["id"]));
    names.insert("payment", text(&asked["order"]["payments"][0]["id"]));
    let asked = admin.run("refundRequest", json!({ "order": order }), "refund { id }").await;
    names.insert("refund", text(&asked["refund"]["id"]));
    names.insert("order", order);
    names.insert("buyer", buyer);
}

/// A statement of each place that has earned, with a payout that failed and a dispute; and a case of sales outside.
async fn settle(world: &World, places: &mut [Names]) {
    world.later(TimeDelta::days(16));
    crate::money::advance(world).await;
    world.later(TimeDelta::days(33));
    crate::money::issue(world).await;
    let admin = world.staff("hq-admin").await;
    for names in places {
        if let Some(statement) = crate::money::statements(&admin, &names["chapter"], "id").await[0]["id"].as_str() {
            let made = admin.run("payoutPrepare", json!({ "statement": statement }), "payout { id }").await;
            let payout = text(&made["payout"]["id"]);
            admin.run("payoutFail", json!({ "id": payout, "reason": "退回" }), "payout { id }").await;
            let input = json!({ "statement": statement, "amount": "1", "reason": "核对" });
            let opened = admin.run("disputeOpen", input, "dispute { id }").await;
            names.insert("dispute", text(&opened["dispute"]["id"]));
            names.insert("payout", payout);
            names.insert("statement", statement.to_owned());
        }
        let query = "query Q($id: ID!) { chapter(id: $id) { territoryCases { nodes { id } } } }";
        let found = admin.ask(query, json!({ "id": names["chapter"] })).await;
        if let Some(case) = found["chapter"]["territoryCases"]["nodes"][0]["id"].as_str() {
            names.insert("case", case.to_owned());
        }
    }
}

/// A link that credits the place, which somebody has followed, and one that has ended.
async fn links(world: &World, admin: &Actor, names: &mut Names) {
    let input = json!({ "chapter": names["chapter"], "channel": "POSTER" });
    let (link, code) = crate::growth::link(admin, input.clone()).await;
    crate::growth::touch(world, &code, &format!("{:x<40}", names["chapter"].replace('_', "-"))).await;
    names.insert("referral", text(&crate::growth::referrals(admin, &link, "id").await[0]["id"]));
    names.insert("link", link);
    let (ended, _) = crate::growth::link(admin, input).await;
    admin.run("referralLinkEnd", json!({ "id": ended }), "link { id }").await;
    names.insert("ended-link", ended);
}

/// A file that was sent for the place, and cancelled.
async fn import(admin: &Actor, names: &mut Names) {
    let sent = crate::integrations::send(admin, &names["chapter"], crate::integrations::people(900, 1)).await;
    admin.run("importCancel", json!({ "import": sent }), "import { id }").await;
    names.insert("import", sent);
}

/// A batch of cards that the place issued, all taken back.
async fn cards(admin: &Actor, names: &mut Names) {
    let (batch, _) = crate::members::issue(admin, &names["chapter"], ("GIFT", "gift_card"), 1).await;
    admin.run("cardBatchVoid", json!({ "batch": batch }), "batch { id }").await;
    names.insert("batch", batch);
}

/// An account for everybody but the stranger.
async fn people(world: &World, admin: &Actor, places: &[Names]) -> Names {
    let (headquarters, parent, own) = (&places[0]["chapter"], &places[1]["chapter"], &places[2]["chapter"]);
    let mut accounts = Names::new();
    for (name, handle) in
        [("hq-admin", "hq-admin"), ("author", "policy-author"), ("approver", "policy-approver"), ("auditor", "auditor")]
    {
        accounts.insert(name, handle.to_owned());
    }
    for (name, role, chapter) in [
        ("supervisor", "SUPERVISOR", parent),
        ("branch-admin", "HQ_ADMIN", own),
        ("finance", "FINANCE", headquarters),
        ("member-service", "MEMBER_SERVICE", headquarters),
    ] {
        let account = hire(admin, name).await;
        grant(admin, &account, role, chapter).await;
        accounts.insert(name, account);
    }
    accounts.insert("helmsman", "helmsman:330100".to_owned());
    accounts.insert("deputy", text(&appoint(admin, own, "19800000030".to_owned(), "DEPUTY").await["account"]));
    accounts.insert("newcomer", hire(admin, "newcomer").await);
    // Everybody by id: some questions name the one who asks.
    for account in accounts.values_mut() {
        *account = world.node.service.account_named(account).await.unwrap().to_string();
    }
    assert_eq!(accounts.len(), ACTORS.len() - 1);
    accounts
}
