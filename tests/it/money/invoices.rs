//! Invoices: asked for, issued, and turned red by a refund.

use serde_json::json;

use super::{buy, open, order};
use crate::members::{join, phone};
use crate::world::World;

const INVOICES: &str = "invoices { id kind title taxNumber amount red state number }";

#[tokio::test]
async fn an_invoice_is_asked_for_once_and_turns_red() {
    let world = World::idle().await;
    let admin = world.staff("hq-admin").await;
    let (ming, person) = join(&world, &phone(1), "chap_1").await;
    let unpaid = open(&person, &ming).await;
    let ask =
        |order: &str, title: &str, number: Option<&str>| json!({ "order": order, "title": title, "taxNumber": number });
    assert_eq!(person.broken("invoiceRequest", ask(&unpaid, "王小明", None)).await, ["MONEY_INVOICE_INVALID"]);
    let bought = buy(&world, &person, &ming).await;
    for (title, number) in [(" ", None), ("某公司", Some("91-3")), ("a\nb", None)] {
        assert_eq!(person.broken("invoiceRequest", ask(&bought, title, number)).await, ["MONEY_INVOICE_INVALID"]);
    }
    person.run("invoiceRequest", ask(&bought, "某公司", Some("91330100MA27XXXX0A")), "order { id }").await;
    assert_eq!(person.broken("invoiceRequest", ask(&bought, "王小明", None)).await, ["MONEY_INVOICE_INVALID"]);
    let waiting = admin.ask("{ invoicesWaiting { id } }", json!({})).await["invoicesWaiting"][0]["id"].clone();
    let number = json!({ "id": waiting, "number": "24332000000012345678" });
    assert_eq!(admin.broken("invoiceIssue", json!({ "id": waiting, "number": "x" })).await, ["MONEY_INVOICE_INVALID"]);
    admin.run("invoiceIssue", number.clone(), "order { id }").await;
    assert_eq!(admin.broken("invoiceIssue", number).await, ["MONEY_INVOICE_INVALID"]);
    let refund = person.run("refundRequest", json!({ "order": bought }), "refund { id }").await["refund"]["id"].clone();
    admin.run("refundApprove", json!({ "id": refund }), "refund { state }").await;
    let expected = json!([{
        "id": waiting, "kind": "COMPANY", "title": "某公司", "taxNumber": "91330100MA27XXXX0A", "amount": "36500",
        "red": "36500", "state": "ISSUED", "number": "24332000000012345678",
    }]);
    assert_eq!(order(&person, &bought, INVOICES).await["invoices"], expected);
}
