//! The mutations of settlement, for the test that every mutation leaves an entry in the audit log.

use std::sync::atomic::Ordering;

use chrono::TimeDelta;
use serde_json::json;

use super::every_mutation_audited::Audited;
use crate::chapters::id;

impl Audited {
    /// In winter, when what was sold in November is owed.
    pub(super) async fn settlement(&mut self) {
        // What the worker does by the calendar is told too: not in between.
        self.world.rest().await;
        let (hangzhou, finance) = (id(&self.admin, "330100").await, crate::money::finance(&self.admin).await);
        let mut wrong = String::new();
        for n in 0..2 {
            let input = json!({
                "chapter": hangzhou, "phone": format!("1770000010{n}"), "name": "赵六", "region": "330200",
                "consents": crate::members::consents(),
            });
            let buyer = self.admin.run("memberAdd", input, "member { id }").await;
            let buyer = buyer["member"]["id"].as_str().unwrap();
            crate::money::buy(&self.world, &self.admin, buyer).await;
            wrong = crate::money::open(&self.admin, buyer).await;
        }
        let reference = crate::money::start(&self.admin, &wrong).await;
        let told = crate::money::told(&self.world, "odd", (&reference, 1), domain::money::ProviderOutcome::Paid);
        crate::money::send(&self.world, told).await;
        let odd = self.admin.ask("{ paymentsMismatched { id } }", json!({})).await;
        let input = json!({ "id": odd["paymentsMismatched"][0]["id"], "reason": "金额不符" });
        // The provider is away, or what the system does of it at once would be told in between.
        self.world.provider.refuses.store(true, Ordering::SeqCst);
        self.admin("paymentReturn", input, "payment { id }", "money.payment_return").await;
        self.world.provider.refuses.store(false, Ordering::SeqCst);

        self.world.later(TimeDelta::days(16));
        crate::money::advance(&self.world).await;
        self.world.later(TimeDelta::days(33));
        (self.admin, self.auditor) = (self.world.staff("hq-admin").await, self.world.staff("auditor").await);
        let finance = self.world.staff(&finance).await;
        self.admin("statementsIssue", json!({ "month": "2026-12" }), "issued", "money.statements_issue").await;
        let statement = crate::money::statements(&self.admin, &hangzhou, "id").await[0]["id"].clone();
        let prepare = json!({ "statement": statement });
        let done = ("payout { id }", "money.payout_prepare");
        let payout = self.run(&finance, "payoutPrepare", prepare.clone(), done).await["payout"]["id"].clone();
        let fail = json!({ "id": payout, "reason": "退回" });
        self.admin("payoutFail", fail, "payout { id }", "money.payout_fail").await;
        let payout = finance.run("payoutPrepare", prepare, "payout { id }").await["payout"]["id"].clone();
        self.admin("payoutSend", json!({ "id": payout }), "payout { id }", "money.payout_send").await;
        let settle = json!({ "id": payout, "bankRef": "B1" });
        self.admin("payoutSettle", settle, "payout { id }", "money.payout_settle").await;

        let helmsman = self.world.helmsman("330100").await;
        let open = json!({ "statement": statement, "amount": "5", "reason": "核对" });
        let dispute = self.run(&helmsman, "disputeOpen", open, ("dispute { id }", "money.dispute_open")).await;
        let dispute = &dispute["dispute"]["id"];
        let answer = json!({ "id": dispute, "answer": "无误" });
        self.run(&finance, "disputeAnswer", answer, ("dispute { id }", "money.dispute_answer")).await;
        let rule = json!({ "id": dispute, "uphold": false, "ruling": "无误" });
        self.admin("disputeRule", rule, "dispute { id }", "money.dispute_rule").await;
        self.cases().await;
        self.world.work();
    }

    /// Two months of sales outside: one is ruled on, one dismissed.
    async fn cases(&mut self) {
        let open = "{ territoryCases { nodes { id } } }";
        let case = self.admin.ask(open, json!({})).await["territoryCases"]["nodes"][0]["id"].clone();
        let decide = json!({ "id": case, "reason": "核实" });
        self.admin("territoryCaseRule", decide, "case { id }", "money.territory_case_decide").await;
        let hangzhou = id(&self.admin, "330100").await;
        let input = json!({
            "chapter": hangzhou, "phone": "17700000105", "name": "赵六", "region": "330200",
            "consents": crate::members::consents(),
        });
        let buyer = self.admin.run("memberAdd", input, "member { id }").await;
        crate::money::buy(&self.world, &self.admin, buyer["member"]["id"].as_str().unwrap()).await;
        self.world.later(TimeDelta::days(31));
        (self.admin, self.auditor) = (self.world.staff("hq-admin").await, self.world.staff("auditor").await);
        self.admin.run("statementsIssue", json!({ "month": "2027-01" }), "issued").await;
        let case = self.admin.ask(open, json!({})).await["territoryCases"]["nodes"][0]["id"].clone();
        let decide = json!({ "id": case, "reason": "核实" });
        self.admin("territoryCaseDismiss", decide, "case { id }", "money.territory_case_decide").await;
    }

    pub(super) async fn growth(&mut self) {
        let input = json!({ "chapter": "chap_1", "channel": "POSTER" });
        let made = self.admin("referralLinkCreate", input, "link { id code }", "growth.link_create").await;
        let (link, code) = (&made["link"]["id"], &made["link"]["code"]);
        let input = json!({ "code": code, "visitor": crate::growth::visitor(1) });
        let stranger = self.world.stranger();
        let touched = ("invitation { holds }", "growth.referral_touch");
        self.run(&stranger, "referralTouch", input, touched).await;
        let lead = json!({ "visitor": crate::growth::visitor(1) });
        crate::growth::join(&self.world, "17700000077", lead).await;
        let brought = crate::growth::referrals(&self.admin, link.as_str().unwrap(), "id").await;
        let id = &brought[0]["id"];
        let input = json!({ "id": id, "decision": "REJECT", "reason": "不实" });
        self.admin("referralDecide", input, "referral { id }", "growth.referral_decide").await;
        let input = json!({ "id": id, "text": "有签到表" });
        self.admin("referralAppeal", input, "referral { id }", "growth.referral_appeal").await;
        self.admin("referralLinkEnd", json!({ "id": link }), "link { id }", "growth.link_end").await;
        let input = json!({
            "chapterRate": 3_500, "promoterRate": 0, "promoterCash": false, "effectiveOn": "2027-01-01",
        });
        self.admin("splitRuleSet", input, "rule { version }", "money.split_rule_set").await;
    }
}
