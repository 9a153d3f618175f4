//! Disputes: who says what until when, and what is held back so long.

use chrono::TimeDelta;
use serde_json::json;

use super::payouts::Owed;
use super::{held, issue, proved, statements};

#[tokio::test]
async fn only_what_is_in_dispute_waits_and_what_is_granted_is_paid_next() {
    let owed = Owed::begin().await;
    let (admin, finance) = (owed.admin().await, owed.finance().await);
    let helmsman = owed.world.helmsman("330100").await;
    let open = json!({ "statement": owed.statement, "amount": "5000", "reason": "少了一单" });
    assert_eq!(finance.attempt("disputeOpen", open.clone(), "__typename").await.error(), Some("FORBIDDEN"));
    let none = json!({ "statement": owed.statement, "amount": "0", "reason": "少了一单" });
    assert_eq!(helmsman.broken("disputeOpen", none).await, ["MONEY_AMOUNT_INVALID"]);
    let fields = "dispute { id state answerBy ruleBy viewerCanAnswer viewerCanRule statement { frozen due } }";
    let opened = helmsman.run("disputeOpen", open.clone(), fields).await["dispute"].clone();
    let expected = json!({
        "id": opened["id"], "state": "OPEN", "answerBy": "2027-01-17", "ruleBy": "2027-02-01", "viewerCanAnswer": false,
        "viewerCanRule": false, "statement": { "frozen": "5000", "due": "0" },
    });
    assert_eq!(opened, expected);
    assert_eq!(helmsman.broken("disputeOpen", open).await, ["MONEY_DISPUTE_STATE"], "one at a time");
    // 77.75 are left, which is less than is paid out.
    assert_eq!(admin.broken("payoutPrepare", json!({ "statement": owed.statement })).await, ["MONEY_PAYOUT_STATE"]);
    let waiting = admin.ask("{ disputesWaiting { id viewerCanAnswer viewerCanRule } }", json!({})).await;
    let expected = json!([{ "id": opened["id"], "viewerCanAnswer": true, "viewerCanRule": false }]);
    assert_eq!(waiting["disputesWaiting"], expected);

    let dispute = &opened["id"];
    let rule = |granted: &str| json!({ "id": dispute, "uphold": true, "ruling": "核实", "granted": granted });
    assert_eq!(admin.broken("disputeRule", rule("4000")).await, ["MONEY_DISPUTE_STATE"], "both sides are heard");
    let answer = json!({ "id": dispute, "answer": "已核对" });
    assert_eq!(helmsman.attempt("disputeAnswer", answer.clone(), "__typename").await.error(), Some("FORBIDDEN"));
    finance.run("disputeAnswer", answer, "dispute { answer }").await;
    assert_eq!(finance.broken("disputeRule", rule("4000")).await, ["MONEY_DISPUTE_STATE"], "another person rules");
    assert_eq!(admin.broken("disputeRule", rule("5001")).await, ["MONEY_AMOUNT_INVALID"]);
    let ruled = admin.run("disputeRule", rule("4000"), "dispute { state granted statement { frozen due } }").await;
    let expected = json!({ "state": "UPHELD", "granted": "4000", "statement": { "frozen": "0", "due": "12775" } });
    assert_eq!(ruled["dispute"], expected);
    assert_eq!(held(&admin, "CHAPTER_PAYABLE").await, 16_775);
    proved(&owed.world).await;
    owed.pay().await;
    assert_eq!(held(&admin, "CHAPTER_PAYABLE").await, 4_000);
    owed.world.later(TimeDelta::days(31));
    assert_eq!(issue(&owed.world).await, 1);
    let fields = "month accrued paid closing lines { nodes { kind event amount reference orderId } }";
    let told = statements(&owed.admin().await, &owed.hangzhou, fields).await;
    let granted = json!({
        "kind": "ACCRUED", "event": "DISPUTE_GRANTED", "amount": "4000", "reference": dispute, "orderId": null,
    });
    assert_eq!(told[0]["lines"]["nodes"][0], granted);
    assert_eq!((&told[0]["accrued"], &told[0]["closing"]), (&json!("4000"), &json!("4000")));
    proved(&owed.world).await;
}

#[tokio::test]
async fn what_nobody_rules_on_lapses_and_late_objections_are_refused() {
    let owed = Owed::begin().await;
    let helmsman = owed.world.helmsman("330100").await;
    let open = json!({ "statement": owed.statement, "amount": "5000", "reason": "少了一单" });
    let opened = helmsman.run("disputeOpen", open.clone(), "dispute { id }").await;
    owed.world.later(TimeDelta::days(8));
    let finance = owed.finance().await;
    let answer = json!({ "id": opened["dispute"]["id"], "answer": "晚了" });
    assert_eq!(finance.broken("disputeAnswer", answer).await, ["MONEY_DISPUTE_TOO_LATE"]);
    owed.world.later(TimeDelta::days(14));
    let op = flotilla::boot::system_op(&owed.world.node.service, "test");
    assert_eq!(owed.world.node.service.disputes_lapse(&op, 10).await.unwrap(), 0, "the last day");
    owed.world.later(TimeDelta::days(1));
    assert_eq!(owed.world.node.service.disputes_lapse(&op, 10).await.unwrap(), 1);
    assert_eq!(owed.world.node.service.disputes_lapse(&op, 10).await.unwrap(), 0);
    let helmsman = owed.world.helmsman("330100").await;
    let told =
        statements(&helmsman, &owed.hangzhou, "frozen due disputeUntil viewerCanDispute disputes { state }").await;
    let expected = json!({
        "frozen": "0", "due": "12775", "disputeUntil": "2027-01-25", "viewerCanDispute": false,
        "disputes": [{ "state": "LAPSED" }],
    });
    assert_eq!(told[0], expected);
    assert_eq!(helmsman.broken("disputeOpen", open).await, ["MONEY_DISPUTE_TOO_LATE"]);
    owed.pay().await;
    proved(&owed.world).await;
}
