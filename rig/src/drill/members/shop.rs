//! Orders, payments and refunds: bought, paid, told of by the provider in every way a provider can, and given back.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, anyhow};
use rand::Rng as _;
use rand::seq::{IndexedRandom as _, IteratorRandom as _, SliceRandom as _};
use serde_json::{Value, json};

use super::answers::{Notice, RaceRules};
use super::arena::Person;
use super::desk::{ADMIN, Attempt, Clerk, Deed, FINANCE, SERVICE, deed, text_at};
use crate::drill::crew::Act;

const SAVE_TIER: Act = Act { name: "tierSave", reads: "tier { code }" };
const OPEN: Deed = deed(("orderOpen", "order { id price }"), "money.order_open", "/order/id");
const CANCEL: Deed = deed(("orderCancel", "order { id }"), "money.order_cancel", "/order/id");
const START: Deed = deed(("paymentStart", "reference order { id }"), "money.payment_start", "/order/id");
const SEND_BACK: Deed = deed(("paymentReturn", "payment { id }"), "money.payment_return", "/payment/id");
const ASK_BACK: Deed = deed(("refundRequest", "refund { id }"), "money.refund_request", "/refund/id");
const DECIDED: &str = "refund { id state method }";
const APPROVE: Deed = deed(("refundApprove", DECIDED), "money.refund_decide", "/refund/id");
const REJECT: Deed = deed(("refundReject", DECIDED), "money.refund_decide", "/refund/id");
/// Its entry in the audit log is that of a payment by anybody, so the payment itself is looked at.
const CASH: Deed = Deed { act: Act { name: "paymentRecord", reads: "order { id }" }, action: None, target: "" };
/// Its entry is that of every refund that leaves the house.
const HAND_BACK: Deed = Deed { act: Act { name: "refundPay", reads: "refund { id }" }, action: None, target: "" };

/// A better tier, of a price that does not split into whole fen.
const BETTER: &str = "drill_better";
/// What people ask for: a tier, and whether in place of what they have.
const OFFERS: [(&str, bool); 6] =
    [("annual", false), ("annual", false), ("annual", false), ("annual", false), (BETTER, false), (BETTER, true)];

/// Another order of the member may have called this one off.
const ONE_PAYMENT: RaceRules = RaceRules { has_winner: false, loses_with: &["MONEY_ORDER_STATE"] };
/// It may be given back already.
const ONE_REQUEST: RaceRules =
    RaceRules { has_winner: false, loses_with: &["MONEY_ORDER_STATE", "MONEY_REFUND_STATE", "MONEY_REFUND_NOTHING"] };
/// The provider may have put it right before.
const ONE_RETURN: RaceRules = RaceRules { has_winner: false, loses_with: &["MONEY_PAYMENT_UNKNOWN"] };
const ONE_DECISION: RaceRules = RaceRules { has_winner: true, loses_with: &["MONEY_REFUND_STATE"] };
/// Notices that may come again late.
const REMEMBERED: usize = 200;

/// Orders for which money came, and notices that may come again. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub(super) struct Sold(Arc<Mutex<Shelf>>);

#[derive(Debug, Default)]
struct Shelf {
    /// With those who bought.
    orders: Vec<(String, Person)>,
    notices: Vec<Notice>,
}

impl Sold {
    fn with<T>(&self, change: impl FnOnce(&mut Shelf) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What was opened.
struct Opened {
    order: String,
    /// In fen.
    price: i64,
}

impl Clerk {
    /// Sells until the work is over.
    pub(super) async fn sell(mut self) {
        while self.is_running() {
            let outcome = self.sell_one().await;
            self.told("sell", outcome);
            self.rest(20..250).await;
        }
    }

    /// Adds what can be upgraded to.
    pub(super) async fn lay_out(&self) -> Result<()> {
        let input = json!({
            "code": BETTER, "name": "演练尊享", "kind": "CUSTOM", "days": 730, "price": "99907", "rank": 30,
        });
        let saved = self.desk.crew.attempt(ADMIN, SAVE_TIER, input).await?;
        saved.map(|_| ()).map_err(|code| anyhow!("the better tier was refused: {code}"))
    }

    async fn sell_one(&mut self) -> Result<()> {
        if self.rng.random_bool(0.15) {
            // Only a term that was bought and runs can be upgraded: most others begin with days that were given to them.
            let Some(person) = self.newcomer().await? else { return Ok(()) };
            self.sell_to(person.clone(), ("annual", false)).await?;
            return self.sell_to(person, (BETTER, true)).await;
        }
        let person = self.anybody()?;
        let offer = *OFFERS.choose(&mut self.rng).context("nothing is for sale")?;
        self.sell_to(person, offer).await
    }

    async fn sell_to(&mut self, person: Person, (tier, upgrade): (&str, bool)) -> Result<()> {
        let who = self.hand_for(&person, &[ADMIN, FINANCE, SERVICE]);
        let input = json!({ "member": person.id, "tier": tier, "upgrade": upgrade, "contractVersion": "2026-11" });
        let Ok(opened) = self.desk.attempt(&who, OPEN, input).await? else { return Ok(()) };
        let price = text_at(&opened, "/order/price")?.parse().context("a price that is no number")?;
        let opened = Opened { order: text_at(&opened, "/order/id")?, price };
        match self.rng.random_range(0..100) {
            0..12 => self.take_cash(&opened).await?,
            12..20 => {
                let reference = self.start(&who, &opened).await?;
                self.take_cash(&opened).await?;
                self.notify(&opened, reference).await?;
            }
            20..25 => return Ok(()),
            25..33 => {
                // Called off, and paid all the same.
                let reference = self.start(&who, &opened).await?;
                self.desk.attempt(&who, CANCEL, json!({ "id": opened.order })).await?.ok();
                self.notify(&opened, reference).await?;
            }
            _ => {
                let reference = self.start(&who, &opened).await?;
                self.notify(&opened, reference).await?;
            }
        }
        self.desk.sold.with(|shelf| shelf.orders.push((opened.order, person)));
        Ok(())
    }

    /// Our number of the payment; none where the order was called off meanwhile.
    async fn start(&self, who: &str, opened: &Opened) -> Result<Option<String>> {
        let started = self.desk.attempt(who, START, json!({ "order": opened.order })).await?;
        started.ok().map(|payload| text_at(&payload, "/reference")).transpose()
    }

    /// Several tills take in the money at once.
    async fn take_cash(&mut self, opened: &Opened) -> Result<()> {
        let mut attempts: Vec<Attempt> = Vec::new();
        for _ in 0..self.rng.random_range(1..=3) {
            let input = json!({
                "order": opened.order, "method": "CASH", "amount": opened.price.to_string(),
                "reference": format!("R{}", self.desk.number()),
            });
            attempts.push((self.one_of(&[ADMIN, FINANCE]), CASH, input));
        }
        let outcomes = self.desk.race(ONE_PAYMENT, &format!("cash for {}", opened.order), attempts).await?;
        if outcomes.iter().any(Result::is_ok) {
            self.desk.log.note(|answers| answers.cash.push(opened.order.clone()));
        }
        Ok(())
    }

    /// Lets the provider tell of a payment, in one of its ways.
    async fn notify(&mut self, opened: &Opened, reference: Option<String>) -> Result<()> {
        let Some(reference) = reference else { return Ok(()) };
        for wave in self.waves(opened.price, &reference) {
            self.desk.tell(&wave).await?;
            let has_wrong = wave.iter().any(|notice| notice.amount != opened.price);
            if has_wrong && self.rng.random_bool(0.6) {
                self.send_back(&reference).await?;
            }
            self.desk.sold.with(|shelf| {
                shelf.notices.extend(wave);
                let surplus = shelf.notices.len().saturating_sub(REMEMBERED);
                shelf.notices.drain(..surplus);
            });
        }
        Ok(())
    }

    /// Two of finance want a wrong amount to go back.
    async fn send_back(&self, reference: &str) -> Result<()> {
        let attempt = |who: &str| (who.to_owned(), SEND_BACK, json!({ "id": reference, "reason": "金额不符" }));
        let attempts = vec![attempt(ADMIN), attempt(FINANCE)];
        self.desk.race(ONE_RETURN, &format!("the return of {reference}"), attempts).await.map(|_| ())
    }

    /// What is told at once, and then.
    fn waves(&mut self, price: i64, reference: &str) -> Vec<Vec<Notice>> {
        let notice = |amount: i64| Notice {
            id: format!("n{}-{}", self.desk.crew.seed, self.desk.number()),
            reference: reference.to_owned(),
            amount,
            is_paid: true,
            is_forged: false,
        };
        let (right, other, wrong, nobodys) = (notice(price), notice(price), notice(price - 100), notice(price));
        let failed = Notice { is_paid: false, ..notice(price) };
        let forged = Notice { is_forged: true, ..notice(price) };
        let copies = |one: &Notice, count: usize| vec![one.clone(); count];
        let count = self.rng.random_range(1..=5);
        let mut waves = match self.rng.random_range(0..9) {
            0..3 => vec![copies(&right, count)],
            3 => vec![[copies(&right, count), copies(&other, count)].concat()],
            4 => vec![vec![failed], copies(&right, count)],
            5 => vec![[copies(&wrong, count), copies(&right, 2)].concat()],
            6 => vec![copies(&wrong, 2)],
            7 => vec![copies(&wrong, 2), copies(&right, 2)],
            _ => vec![[copies(&forged, count), copies(&right, 2), vec![failed]].concat()],
        };
        if self.rng.random_bool(0.1) {
            waves = vec![copies(&forged, count)];
        }
        if self.rng.random_bool(0.05) {
            waves.push(vec![Notice { reference: "pymt_nobody".to_owned(), ..nobodys }]);
        }
        for wave in &mut waves {
            wave.shuffle(&mut self.rng);
        }
        waves
    }

    /// Sends old notices again until the work is over.
    pub(super) async fn repeat_notices(mut self) {
        while self.is_running() {
            let chosen = self.desk.sold.with(|shelf| shelf.notices.iter().choose(&mut self.rng).cloned());
            if let Some(notice) = chosen {
                let copies = vec![notice; self.rng.random_range(1..=3)];
                let outcome = self.desk.tell(&copies).await;
                self.told("a late notice", outcome);
            }
            self.rest(100..600).await;
        }
    }

    /// Asks money back, and decides, until the work is over.
    pub(super) async fn refund(mut self) {
        while self.is_running() {
            let outcome = self.refund_one().await;
            self.told("refund", outcome);
            self.rest(100..500).await;
        }
    }

    async fn refund_one(&mut self) -> Result<()> {
        let Some((order, person)) = self.desk.sold.with(|shelf| {
            let place = (0..shelf.orders.len()).choose(&mut self.rng)?;
            // Now and then it is asked for again.
            let again = self.rng.random_bool(0.3);
            if again { shelf.orders.get(place).cloned() } else { Some(shelf.orders.swap_remove(place)) }
        }) else {
            return Ok(());
        };
        let mut attempts: Vec<Attempt> = Vec::new();
        for _ in 0..self.rng.random_range(1..=2) {
            attempts.push((
                self.own_or(&person, &[ADMIN, FINANCE, SERVICE]),
                ASK_BACK,
                json!({ "order": order, "reason": "演练退款" }),
            ));
        }
        let askers: Vec<String> = attempts.iter().map(|(who, ..)| who.clone()).collect();
        let outcomes = self.desk.race(ONE_REQUEST, &format!("a refund of {order}"), attempts).await?;
        for (asker, payload) in askers.iter().zip(outcomes).filter_map(|(asker, outcome)| Some((asker, outcome.ok()?)))
        {
            if self.rng.random_bool(0.9) {
                self.decide(&text_at(&payload, "/refund/id")?, asker).await?;
            }
        }
        Ok(())
    }

    /// Two people decide at once, and one of them twice; who asked tries it too.
    async fn decide(&mut self, refund: &str, asker: &str) -> Result<()> {
        let again = self.one_of(&[ADMIN, FINANCE]);
        let attempts: Vec<Attempt> = [ADMIN, FINANCE, again.as_str()]
            .into_iter()
            .map(|who| {
                let deed = if self.rng.random_bool(0.75) { APPROVE } else { REJECT };
                (who.to_owned(), deed, json!({ "id": refund, "note": "演练" }))
            })
            .collect();
        let deciders: Vec<String> = attempts.iter().map(|(who, ..)| who.clone()).collect();
        let outcomes = self.desk.race(ONE_DECISION, &format!("the decision on {refund}"), attempts).await?;
        let is_cash = |payload: &Value| {
            let field = |name: &str| payload.pointer(name).and_then(Value::as_str);
            field("/refund/method") == Some("CASH") && field("/refund/state") == Some("DECIDED")
        };
        for (who, outcome) in deciders.iter().zip(outcomes) {
            let Ok(payload) = outcome else { continue };
            if who == asker {
                let case = format!("{who} decided on {refund}, which they had asked for");
                self.desk.log.note(|answers| answers.wrongly_done.push(case));
            }
            if is_cash(&payload) {
                self.hand_back(refund).await?;
            }
        }
        Ok(())
    }

    /// Whoever decided is refused, the other hands it out.
    async fn hand_back(&self, refund: &str) -> Result<()> {
        let attempt = |who: &str| {
            let input = json!({ "id": refund, "reference": format!("B{}", self.desk.number()) });
            (who.to_owned(), HAND_BACK, input)
        };
        let attempts = vec![attempt(ADMIN), attempt(FINANCE), attempt(FINANCE)];
        self.desk.race(ONE_DECISION, &format!("the money of {refund}"), attempts).await.map(|_| ())
    }
}
