//! What a provider tells: repeated, in parallel, late, wrong or forged.

use chrono::TimeDelta;
use domain::money::ProviderOutcome::{Failed, Paid};
use futures_util::future::join_all;
use serde_json::json;
use service::money::SignedNotice;

use super::{held, notify, open, order, proved, send, start, told};
use crate::chapters::id;
use crate::members::{fresh_token, join, member, phone};
use crate::world::{Actor, World, sandbox};

struct Sale {
    world: World,
    admin: Actor,
    person: Actor,
    ming: String,
    order: String,
    reference: String,
}

impl Sale {
    async fn begin() -> Self {
        let world = World::idle().await;
        let admin = world.staff("hq-admin").await;
        let (ming, person) = join(&world, &phone(1), &id(&admin, "330100").await).await;
        let order = open(&person, &ming).await;
        let reference = start(&person, &order).await;
        Self { world, admin, person, ming, order, reference }
    }

    /// The clock has moved on, and tokens with it.
    async fn later(&mut self, by: TimeDelta) {
        self.world.later(by);
        self.person = Actor::with_token(&self.world.node, &fresh_token(&self.world, &phone(1)).await);
        self.admin = self.world.staff("hq-admin").await;
    }

    async fn state(&self) -> String {
        order(&self.person, &self.order, "state").await["state"].as_str().unwrap().to_owned()
    }

    async fn terms(&self) -> usize {
        let terms = member(&self.person, &self.ming, "memberships { id }").await;
        terms["memberships"].as_array().unwrap().len()
    }
}

#[tokio::test]
async fn twenty_at_once_pay_once() {
    let sale = Sale::begin().await;
    let one = told(&sale.world, "n1", (&sale.reference, 36_500), Paid);
    let alike = join_all((0..20).map(|_| send(&sale.world, one.clone()))).await;
    let others = (0..20).map(|n| told(&sale.world, &format!("m{n}"), (&sale.reference, 36_500), Paid));
    let others = join_all(others.map(|other| send(&sale.world, other))).await;
    assert!(alike.iter().chain(&others).all(|(status, _)| *status == 200), "{alike:?} {others:?}");
    let applied =
        |answers: &[(u16, serde_json::Value)]| answers.iter().filter(|(_, body)| body["verdict"] == "APPLY").count();
    assert_eq!((applied(&alike), applied(&others)), (1, 0));
    assert_eq!((sale.state().await.as_str(), sale.terms().await), ("PAID", 1));
    assert_eq!(held(&sale.admin, "PROVIDER_MONEY").await, 36_500);
    proved(&sale.world).await;
}

#[tokio::test]
async fn only_the_provider_is_believed() {
    let sale = Sale::begin().await;
    let good = told(&sale.world, "n1", (&sale.reference, 36_500), Paid);
    let forged = [
        SignedNotice { signature: String::new(), ..good.clone() },
        SignedNotice { signature: good.signature.replace("v1=", "v1=0"), ..good.clone() },
        SignedNotice {
            body: String::from_utf8(good.body.clone()).unwrap().replace("n1", "n2").into_bytes(),
            ..good.clone()
        },
        SignedNotice {
            signature: sandbox().sign(&good.body, sale.world.node.service.now() - TimeDelta::minutes(6)),
            ..good.clone()
        },
    ];
    for signed in forged {
        assert_eq!(send(&sale.world, signed.clone()).await.0, 401, "{signed:?}");
    }
    let now = sale.world.node.service.now();
    for body in
        ["", "null", "{}", "\u{0}", "{\"id\":\"x\",\"reference\":\"y\",\"amount\":\"1\",\"outcome\":\"paid\"}", "[[[[["]
    {
        let body = body.as_bytes().to_vec();
        let odd = SignedNotice { signature: sandbox().sign(&body, now), body };
        assert_eq!(send(&sale.world, odd.clone()).await.0, 400, "{odd:?}");
    }
    for amount in [0, -1, i64::MIN, i64::MAX] {
        let odd = told(&sale.world, &format!("a{amount}"), (&sale.reference, amount), Paid);
        assert_eq!(send(&sale.world, odd).await, (200, json!({ "verdict": "WRONG_AMOUNT" })));
    }
    let unknown = told(&sale.world, "u1", ("pymt_none", 36_500), Paid);
    assert_eq!(send(&sale.world, unknown).await, (200, json!({ "verdict": "UNKNOWN_ORDER" })));
    let long = "x".repeat(100);
    let unknown = told(&sale.world, &long, (&long, 36_500), Failed);
    assert_eq!(send(&sale.world, unknown).await.0, 200);
    let nowhere = axum::http::Request::post("/payments/nobody/notice").body(axum::body::Body::empty()).unwrap();
    assert_eq!(super::answer(&sale.world, nowhere).await.0, 404);
    assert_eq!((sale.state().await.as_str(), sale.terms().await), ("OPEN", 0));
    proved(&sale.world).await;
}

#[tokio::test]
async fn a_wrong_amount_lies_in_suspense_until_it_is_put_right() {
    let sale = Sale::begin().await;
    let wrong = told(&sale.world, "n1", (&sale.reference, 36_400), Paid);
    assert_eq!(send(&sale.world, wrong).await, (200, json!({ "verdict": "WRONG_AMOUNT" })));
    let query = "{ paymentsMismatched { state amount received viewerCanReturn order { id state } notices { amount verdict } } }";
    let odd = sale.admin.ask(query, json!({})).await["paymentsMismatched"].clone();
    let expected = json!([{
        "state": "MISMATCHED", "amount": "36500", "order": { "id": sale.order, "state": "OPEN" },
        "received": "36400", "viewerCanReturn": true, "notices": [{ "amount": "36400", "verdict": "WRONG_AMOUNT" }],
    }]);
    assert_eq!(odd, expected);
    assert_eq!((held(&sale.admin, "PROVIDER_MONEY").await, held(&sale.admin, "SUSPENSE").await), (36_400, 36_400));
    assert_eq!(sale.terms().await, 0);
    proved(&sale.world).await;
    // Another wrong amount of the same payment is no more money.
    send(&sale.world, told(&sale.world, "n1b", (&sale.reference, 36_300), Paid)).await;
    assert_eq!(held(&sale.admin, "SUSPENSE").await, 36_400);
    proved(&sale.world).await;
    // The right one comes after all; and what is told later changes nothing.
    assert_eq!(notify(&sale.world, "n2", &sale.reference).await, "APPLY");
    assert_eq!((held(&sale.admin, "PROVIDER_MONEY").await, held(&sale.admin, "SUSPENSE").await), (36_500, 0));
    assert_eq!(
        send(&sale.world, told(&sale.world, "n3", (&sale.reference, 1), Paid)).await.1["verdict"],
        "WRONG_AMOUNT"
    );
    assert_eq!(
        send(&sale.world, told(&sale.world, "n4", (&sale.reference, 36_500), Failed)).await.1["verdict"],
        "REPEAT"
    );
    assert_eq!((sale.state().await.as_str(), sale.terms().await), ("PAID", 1));
    proved(&sale.world).await;
}

#[tokio::test]
async fn finance_sends_a_wrong_amount_back() {
    let sale = Sale::begin().await;
    send(&sale.world, told(&sale.world, "n1", (&sale.reference, 40_000), Paid)).await;
    let odd = sale.admin.ask("{ paymentsMismatched { id } }", json!({})).await;
    let back = json!({ "id": odd["paymentsMismatched"][0]["id"], "reason": "金额不符" });
    let helmsman = sale.world.helmsman("330100").await;
    assert_eq!(helmsman.attempt("paymentReturn", back.clone(), "__typename").await.error(), Some("FORBIDDEN"));
    sale.world.provider.refuses.store(true, std::sync::atomic::Ordering::SeqCst);
    let asked = sale.admin.run("paymentReturn", back.clone(), "payment { state returnReason viewerCanReturn }").await;
    let expected = json!({ "state": "MISMATCHED", "returnReason": "金额不符", "viewerCanReturn": false });
    assert_eq!(asked["payment"], expected);
    assert_eq!(sale.admin.broken("paymentReturn", back).await, ["MONEY_PAYMENT_UNKNOWN"]);
    // What goes back pays nothing any more, though it has not left yet.
    assert_eq!(notify(&sale.world, "n2", &sale.reference).await, "WRONG_AMOUNT");
    assert_eq!((sale.state().await.as_str(), held(&sale.admin, "SUSPENSE").await), ("OPEN", 40_000));
    proved(&sale.world).await;
    sale.world.provider.refuses.store(false, std::sync::atomic::Ordering::SeqCst);
    sale.world.later(TimeDelta::seconds(6));
    let op = flotilla::boot::system_op(&sale.world.node.service, "test");
    for expected in [1, 0] {
        assert_eq!(sale.world.node.service.refunds_send(&op, 10).await.unwrap(), expected);
    }
    assert_eq!((held(&sale.admin, "PROVIDER_MONEY").await, held(&sale.admin, "SUSPENSE").await), (0, 0));
    assert_eq!(notify(&sale.world, "n3", &sale.reference).await, "WRONG_AMOUNT");
    let payments = order(&sale.person, &sale.order, "payments { state }").await;
    assert_eq!(payments, json!({ "payments": [{ "state": "SENT_BACK" }] }));
    proved(&sale.world).await;
}

#[tokio::test]
async fn a_late_payment_is_taken() {
    let mut sale = Sale::begin().await;
    let declined = told(&sale.world, "n0", (&sale.reference, 36_500), Failed);
    assert_eq!(send(&sale.world, declined).await.1["verdict"], "DECLINED");
    sale.later(TimeDelta::minutes(31)).await;
    assert_eq!(sale.world.node.service.orders_expire(10).await.unwrap(), 1);
    assert_eq!(sale.state().await, "EXPIRED");
    assert_eq!(notify(&sale.world, "n1", &sale.reference).await, "APPLY");
    assert_eq!((sale.state().await.as_str(), sale.terms().await), ("PAID", 1));
    // Called off, and paid all the same.
    let second = open(&sale.person, &sale.ming).await;
    let reference = start(&sale.person, &second).await;
    sale.person.run("orderCancel", json!({ "id": second }), "order { state }").await;
    assert_eq!(notify(&sale.world, "n2", &reference).await, "APPLY");
    assert_eq!(sale.terms().await, 2);
    proved(&sale.world).await;
}

#[tokio::test]
async fn a_second_payment_goes_back() {
    let sale = Sale::begin().await;
    let cash = json!({ "order": sale.order, "method": "CASH", "amount": "36500", "reference": "R1" });
    sale.admin.run("paymentRecord", cash, "order { state }").await;
    assert_eq!(notify(&sale.world, "n1", &sale.reference).await, "SURPLUS");
    assert_eq!(
        (held(&sale.admin, "PROVIDER_MONEY").await, held(&sale.admin, "SURPLUS_PAYABLE").await),
        (36_500, 36_500)
    );
    assert_eq!(sale.terms().await, 1);
    proved(&sale.world).await;
    let op = flotilla::boot::system_op(&sale.world.node.service, "test");
    for expected in [1, 0] {
        assert_eq!(sale.world.node.service.refunds_send(&op, 10).await.unwrap(), expected);
        proved(&sale.world).await;
    }
    assert_eq!(notify(&sale.world, "n2", &sale.reference).await, "REPEAT");
    let states = order(&sale.person, &sale.order, "state payments { method state }").await;
    let payments = json!([{ "method": "PROVIDER", "state": "RETURNED" }, { "method": "CASH", "state": "SUCCEEDED" }]);
    assert_eq!(states, json!({ "state": "PAID", "payments": payments }));
    assert_eq!((held(&sale.admin, "PROVIDER_MONEY").await, held(&sale.admin, "SURPLUS_PAYABLE").await), (0, 0));
}
