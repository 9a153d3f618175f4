//! Payouts: two pairs of eyes, booked when the bank has paid, and netted when a refund comes later.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{advance, buy, finance, held, issue, order, proved, statements};
use crate::chapters::id;
use crate::members::{fresh_token, join, phone, winners};
use crate::world::{Actor, World};

/// A world in January with a sale of November that is owed, and the statements of November and December.
pub struct Owed {
    pub world: World,
    pub hangzhou: String,
    pub order: String,
    /// December's.
    pub statement: String,
    finance: String,
}

impl Owed {
    pub async fn begin() -> Self {
        let world = World::idle().await;
        let admin = world.staff("hq-admin").await;
        let (hangzhou, finance) = (id(&admin, "330100").await, finance(&admin).await);
        let (ming, person) = join(&world, &phone(1), &hangzhou).await;
        let order = buy(&world, &person, &ming).await;
        world.later(TimeDelta::days(16));
        advance(&world).await;
        world.later(TimeDelta::days(33));
        assert_eq!(issue(&world).await, 2);
        let admin = world.staff("hq-admin").await;
        let told = statements(&admin, &hangzhou, "id month payable due state").await;
        assert_eq!(told[0]["month"], "2026-12");
        let found = ["payable", "due", "state"].map(|field| &told[0][field]);
        assert_eq!(json!(found), json!(["12775", "12775", "ISSUED"]));
        let statement = told[0]["id"].as_str().unwrap().to_owned();
        Self { world, hangzhou, order, statement, finance }
    }

    pub async fn admin(&self) -> Actor {
        self.world.staff("hq-admin").await
    }

    pub async fn finance(&self) -> Actor {
        self.world.staff(&self.finance).await
    }

    /// Prepares a payout; answers its id.
    async fn prepare(&self, by: &Actor) -> Value {
        let made = by.run("payoutPrepare", json!({ "statement": self.statement }), "payout { id }").await;
        made["payout"]["id"].clone()
    }

    /// What prepares a payout of a statement to a chapter that is a person.
    fn to_person(statement: &str) -> Value {
        json!({ "statement": statement, "payee": "INDIVIDUAL" })
    }

    /// Pays the statement out, all the way.
    pub async fn pay(&self) {
        let (admin, finance) = (self.admin().await, self.finance().await);
        let payout = self.prepare(&admin).await;
        finance.run("payoutSend", json!({ "id": payout }), "payout { state }").await;
        admin.run("payoutSettle", json!({ "id": payout, "bankRef": "B1" }), "payout { state }").await;
    }
}

#[tokio::test]
async fn a_chapter_is_paid_by_four_eyes_and_booked_once() {
    let owed = Owed::begin().await;
    let (admin, finance) = (owed.admin().await, owed.finance().await);
    let prepare = json!({ "statement": owed.statement });
    let helmsman = owed.world.helmsman("330100").await;
    assert_eq!(helmsman.attempt("payoutPrepare", prepare.clone(), "__typename").await.error(), Some("FORBIDDEN"));
    let fields = "payout { id gross tax net payee state viewerCanSend viewerCanSettle viewerCanFail }";
    let made = admin.run("payoutPrepare", prepare.clone(), fields).await["payout"].clone();
    let payout = made["id"].clone();
    let expected = json!({
        "id": payout, "gross": "12775", "tax": "0", "net": "12775", "payee": "COMPANY", "state": "PREPARED",
        "viewerCanSend": false, "viewerCanSettle": false, "viewerCanFail": true,
    });
    assert_eq!(made, expected);
    assert_eq!(finance.broken("payoutPrepare", prepare.clone()).await, ["MONEY_PAYOUT_STATE"], "on its way");
    let this = json!({ "id": payout });
    assert_eq!(admin.broken("payoutSend", this.clone()).await, ["MONEY_PAYOUT_STATE"], "two pairs of eyes");
    let settle = json!({ "id": payout, "bankRef": "ICBC-7" });
    assert_eq!(finance.broken("payoutSettle", settle.clone()).await, ["MONEY_PAYOUT_STATE"], "not sent yet");

    // It fails first, and is prepared again.
    finance.run("payoutSend", this.clone(), "payout { sentBy { id } }").await;
    let fail = json!({ "id": payout, "reason": "账号有误" });
    finance.run("payoutFail", fail.clone(), "payout { failure }").await;
    assert_eq!(finance.broken("payoutFail", fail).await, ["MONEY_PAYOUT_STATE"]);
    assert_eq!(held(&admin, "CHAPTER_PAYABLE").await, 12_775, "nothing was booked");
    proved(&owed.world).await;
    let payout = owed.prepare(&finance).await;
    admin.run("payoutSend", json!({ "id": payout }), "payout { state }").await;
    let settle = json!({ "id": payout, "bankRef": "ICBC-7" });
    assert_eq!(
        finance.broken("payoutSettle", json!({ "id": payout, "bankRef": " " })).await,
        ["MONEY_REASON_REQUIRED"]
    );
    let race = (0..10).map(|_| finance.broken("payoutSettle", settle.clone()));
    assert_eq!(winners(futures_util::future::join_all(race).await, "MONEY_PAYOUT_STATE"), 1);
    assert_eq!((held(&admin, "CHAPTER_PAYABLE").await, held(&admin, "BANK_PAID_OUT").await), (0, 12_775));
    assert_eq!(order(&admin, &owed.order, "commissions { state }").await["commissions"], json!([{ "state": "PAID" }]));
    let told = statements(&helmsman, &owed.hangzhou, "state due payouts { state bankRef failure }").await;
    let payouts = json!([
        { "state": "FAILED", "bankRef": null, "failure": "账号有误" },
        { "state": "MADE", "bankRef": "ICBC-7", "failure": null },
    ]);
    assert_eq!(told[0], json!({ "state": "PAID", "due": "0", "payouts": payouts }));
    assert_eq!(admin.broken("payoutPrepare", prepare).await, ["MONEY_STATEMENT_STATE"]);
    proved(&owed.world).await;
}

#[tokio::test]
async fn ten_who_prepare_at_once_pay_once() {
    let owed = Owed::begin().await;
    let admin = owed.admin().await;
    let race = (0..10).map(|_| admin.broken("payoutPrepare", json!({ "statement": owed.statement })));
    assert_eq!(winners(futures_util::future::join_all(race).await, "MONEY_PAYOUT_STATE"), 1);
    let waiting = admin.ask("{ payoutsWaiting { gross statement { month } } }", json!({})).await;
    assert_eq!(waiting["payoutsWaiting"], json!([{ "gross": "12775", "statement": { "month": "2026-12" } }]));
    proved(&owed.world).await;
}

#[tokio::test]
async fn the_bank_gets_a_file_that_no_spreadsheet_runs() {
    let owed = Owed::begin().await;
    owed.pay().await;
    let admin = owed.admin().await;
    let file = admin.ask("{ payoutFile(month: \"2026-12\") { name content count net } }", json!({})).await;
    let file = &file["payoutFile"];
    assert_eq!(json!([file["name"], file["count"], file["net"]]), json!(["payouts-2026-12.csv", 1, "12775"]));
    let content = file["content"].as_str().unwrap();
    assert!(content.starts_with("\u{feff}reference,"), "{content}");
    let row = content.lines().nth(1).unwrap();
    let rest = format!("\"{}\",\"杭州", owed.hangzhou);
    assert!(row.starts_with("\"pout_") && row.contains(&rest), "{row}");
    assert!(row.ends_with("\"company\",\"2026-12\",\"127.75\",\"0.00\",\"0.00\",\"127.75\",\"MADE\",\"B1\""), "{row}");
    let answer = admin.send("{ payoutFile { count } }", json!({})).await;
    assert_eq!(answer.error(), Some("BAD_USER_INPUT"), "{}", answer.body);
    let helmsman = owed.world.helmsman("330100").await;
    let answer = helmsman.send("{ payoutFile(month: \"2026-12\") { count } }", json!({})).await;
    assert_eq!(answer.error(), Some("FORBIDDEN"));
}

/// What is only prepared, one pair of eyes has seen: it leaves the house in no file.
#[tokio::test]
async fn what_was_not_sent_is_in_no_file() {
    let owed = Owed::begin().await;
    let (admin, finance) = (owed.admin().await, owed.finance().await);
    let payout = owed.prepare(&admin).await;
    let file = async |arguments: &str| {
        let answer = admin.send(&format!("{{ payoutFile({arguments}) {{ count }} }}"), json!({})).await;
        answer.error().map(str::to_owned).ok_or_else(|| answer.body["data"]["payoutFile"]["count"].clone())
    };
    let (refused, count) = (Ok("BAD_USER_INPUT".to_owned()), |n: usize| Err(json!(n)));
    let (month, this) = ("month: \"2026-12\"", format!("ids: [{payout}]"));
    assert_eq!(file(month).await, count(0));
    assert_eq!(file(&this).await, refused, "it was not sent");
    assert_eq!(file(&format!("{month}, state: PREPARED")).await, refused);
    finance.run("payoutSend", json!({ "id": payout }), "payout { state }").await;
    assert_eq!([file(month).await, file(&this).await], [count(1), count(1)]);
    assert_eq!(file(&format!("{month}, state: MADE")).await, count(0));
    admin.run("payoutSettle", json!({ "id": payout, "bankRef": "B1" }), "payout { state }").await;
    assert_eq!(file(&format!("{month}, state: SENT")).await, count(0), "the bank is not told twice");
    assert_eq!(file(&format!("{this}, state: SENT")).await, refused);
    assert_eq!(file(&format!("{month}, state: MADE")).await, count(1));
}

/// What a statement leaves unpaid the next one holds, and the next one alone.
#[tokio::test]
async fn the_last_statement_alone_is_paid_out() {
    let owed = Owed::begin().await;
    owed.world.later(TimeDelta::days(31));
    assert_eq!(issue(&owed.world).await, 1);
    let admin = owed.admin().await;
    let told = statements(&admin, &owed.hangzhou, "id month due state viewerCanPreparePayout").await;
    let (last, before) = (&told[0], &told[1]);
    assert_eq!([&last["month"], &last["due"], &last["state"]], ["2027-01", "12775", "ISSUED"]);
    assert_eq!([&before["due"], &before["state"]], ["0", "CARRIED_OVER"]);
    assert_eq!([&last["viewerCanPreparePayout"], &before["viewerCanPreparePayout"]], [true, false]);
    let prepare = |statement: &Value| json!({ "statement": statement });
    assert_eq!(admin.broken("payoutPrepare", prepare(&before["id"])).await, ["MONEY_STATEMENT_STATE"]);
    admin.run("payoutPrepare", prepare(&last["id"]), "payout { id }").await;
    proved(&owed.world).await;
}

/// A person is taxed by what the month pays, in however many payouts; and what was paid since a statement's month ended is not
/// paid again on it.
#[tokio::test]
async fn a_person_is_taxed_by_the_month() {
    let owed = Owed::begin().await;
    for n in 2..10 {
        let (member, person) = join(&owed.world, &phone(n), &owed.hangzhou).await;
        buy(&owed.world, &person, &member).await;
    }
    owed.world.later(TimeDelta::days(16));
    advance(&owed.world).await;
    owed.world.later(TimeDelta::days(11));
    let parts = "payout { id gross tax net }";
    let pay = async |statement: &str, reference: &str| {
        let made = owed.admin().await.run("payoutPrepare", Owed::to_person(statement), parts).await["payout"].clone();
        owed.finance().await.run("payoutSend", json!({ "id": made["id"] }), "payout { state }").await;
        let settle = json!({ "id": made["id"], "bankRef": reference });
        owed.admin().await.run("payoutSettle", settle, "payout { state }").await;
        json!([made["gross"], made["tax"], made["net"]])
    };
    // In February: below the month's allowance of 800.00.
    assert_eq!(pay(&owed.statement, "B1").await, json!(["12775", "0", "12775"]));
    owed.world.later(TimeDelta::days(6));
    assert_eq!(issue(&owed.world).await, 1);
    let told = statements(&owed.admin().await, &owed.hangzhou, "id month payable due").await;
    let told = ["month", "payable", "due"].map(|field| told[0][field].clone());
    assert_eq!(told.to_vec(), ["2027-01", "114975", "102200"], "of January's balance December's was paid since");
    let last = statements(&owed.admin().await, &owed.hangzhou, "id").await[0]["id"].as_str().unwrap().to_owned();
    // 20 % of what both together have above 800.00.
    assert_eq!(pay(&last, "B2").await, json!(["102200", "6995", "95205"]));
    let file = "{ payoutFile(month: \"2027-01\", state: MADE) { name content } }";
    let file = owed.admin().await.ask(file, json!({})).await["payoutFile"].clone();
    assert_eq!(file["name"], "payouts-2027-01-made.csv");
    let row = "\"individual\",\"2027-01\",\"1022.00\",\"349.75\",\"69.95\",\"952.05\",\"MADE\",\"B2\"";
    assert!(file["content"].as_str().unwrap().contains(row), "{file}");
    proved(&owed.world).await;
}

/// The bank refuses a payout after the next statement was issued: that one holds it.
#[tokio::test]
async fn what_fails_late_is_carried_over() {
    let owed = Owed::begin().await;
    let (admin, finance) = (owed.admin().await, owed.finance().await);
    let payout = owed.prepare(&admin).await;
    finance.run("payoutSend", json!({ "id": payout }), "payout { state }").await;
    owed.world.later(TimeDelta::days(31));
    assert_eq!(issue(&owed.world).await, 1);
    let admin = owed.admin().await;
    let states = async || statements(&admin, &owed.hangzhou, "state due").await;
    let told = states().await;
    assert_eq!(
        json!([told[0], told[1]]),
        json!([{ "state": "ISSUED", "due": "0" }, { "state": "ISSUED", "due": "0" }])
    );
    admin.run("payoutFail", json!({ "id": payout, "reason": "账号有误" }), "payout { state }").await;
    let told = states().await;
    let expected = json!([{ "state": "ISSUED", "due": "12775" }, { "state": "CARRIED_OVER", "due": "0" }]);
    assert_eq!(json!([told[0], told[1]]), expected);
    proved(&owed.world).await;
}

/// What a person is taxed depends on what else the month pays: a second payout waits until the first has arrived or failed.
#[tokio::test]
async fn a_person_is_sent_one_payout_at_a_time() {
    let owed = Owed::begin().await;
    let (admin, finance) = (owed.admin().await, owed.finance().await);
    let first =
        admin.run("payoutPrepare", Owed::to_person(&owed.statement), "payout { id }").await["payout"]["id"].clone();
    finance.run("payoutSend", json!({ "id": first }), "payout { state }").await;
    let (member, person) = join(&owed.world, &phone(2), &owed.hangzhou).await;
    buy(&owed.world, &person, &member).await;
    owed.world.later(TimeDelta::days(16));
    advance(&owed.world).await;
    owed.world.later(TimeDelta::days(17));
    assert_eq!(issue(&owed.world).await, 1);
    let admin = owed.admin().await;
    let told = statements(&admin, &owed.hangzhou, "id due").await;
    assert_eq!(told[0]["due"], "12775", "of the new sale; the rest is on its way");
    let last = told[0]["id"].as_str().unwrap();
    assert_eq!(admin.broken("payoutPrepare", Owed::to_person(last)).await, ["MONEY_PAYOUT_ON_THE_WAY"]);
    admin.run("payoutFail", json!({ "id": first, "reason": "账号有误" }), "payout { state }").await;
    let second = admin.run("payoutPrepare", Owed::to_person(last), "payout { id gross tax }").await["payout"].clone();
    assert_eq!([&second["gross"], &second["tax"]], ["25550", "0"]);
    // Nor is a month's payout sent in the next, which has a tax of its own.
    owed.world.later(TimeDelta::days(20));
    let finance = owed.finance().await;
    assert_eq!(finance.broken("payoutSend", json!({ "id": second["id"] })).await, ["MONEY_PAYOUT_MONTH_OVER"]);
    proved(&owed.world).await;
}

/// A refund after the payout makes what is owed negative, and the next sale fills it up.
#[tokio::test]
async fn what_was_paid_for_a_refunded_order_is_netted() {
    let owed = Owed::begin().await;
    owed.pay().await;
    let person = Actor::with_token(&owed.world.node, &fresh_token(&owed.world, &phone(1)).await);
    let asked = person.run("refundRequest", json!({ "order": owed.order }), "refund { id amount }").await;
    // 49 days are used up, and today.
    assert_eq!(asked["refund"]["amount"], "31500");
    let admin = owed.admin().await;
    admin.run("refundApprove", json!({ "id": asked["refund"]["id"] }), "refund { state }").await;
    assert_eq!(held(&admin, "CHAPTER_PAYABLE").await, -11_025);
    proved(&owed.world).await;
    let (hong, person) = join(&owed.world, &phone(2), &owed.hangzhou).await;
    buy(&owed.world, &person, &hong).await;
    owed.world.later(TimeDelta::days(31));
    advance(&owed.world).await;
    assert_eq!(issue(&owed.world).await, 1);
    let admin = owed.admin().await;
    let fields = "opening accrued clawedBack paid closing payable state due lines { nodes { kind orderId } }";
    let told = statements(&admin, &owed.hangzhou, fields).await;
    let january = &told[0];
    assert_eq!(january["lines"]["nodes"][0], json!({ "kind": "PAID", "orderId": null }));
    assert_eq!(january["lines"]["nodes"][1], json!({ "kind": "CLAWED_BACK", "orderId": owed.order }));
    let sums = ["opening", "accrued", "clawedBack", "paid", "closing", "payable", "state", "due"];
    let sums = sums.map(|field| &january[field]);
    assert_eq!(json!(sums), json!(["12775", "12775", "11025", "12775", "1750", "-11025", "CARRIED_OVER", "0"]));
    proved(&owed.world).await;
}
