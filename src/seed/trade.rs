//! A month of trade, so that a demo has statements to look at: people who joined at a few chapters and paid, and one who sent
//! it back. All of it goes through the use cases, under a clock that stands where it happened.

use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use domain::kernel::{AccountId, ChapterId, ManualClock, OrderId, Timestamp};
use domain::members::{Purpose, TierCode};
use domain::money::{Fen, Month, PaymentMethod};
use service::members::{MemberAdd, NewMember};
use service::money::RefundPay;
use service::process::{OrderOpen, PaymentRecord, RefundDecide, RefundRequest};
use service::{Op, Service};

use super::TEXTS;
use super::people::synthetic_name;
use crate::boot::{account_op, system_op};

/// The divisions of the chapters that sell: 杭州, 宁波, 绍兴.
const SELLERS: [&str; 3] = ["330100", "330200", "330600"];
/// Where every fourth buyer of the last of them lives: in a neighbour's territory, so that finance has a case to look into.
const NEIGHBOURING: &str = "330100";
const OUTSIDE_EVERY: usize = 4;
/// A buyer a day at each: what the last of them brought is owed before the month is over.
const DAYS: usize = 10;
/// How many commissions are moved on at once.
const BATCH: i64 = 100;

/// When the demo's network was opened: on the first of the month before the last, whose statements are due on every day.
#[must_use]
pub fn opened_at(now: Timestamp) -> Timestamp {
    Month::at(now).previous().previous().span().0 + TimeDelta::hours(9)
}

/// Lets the month go by, from the clock's day on. Leaves the clock where the last of it happened.
///
/// # Errors
/// The network has none of the chapters that sell, or a rule was broken.
pub async fn plant_trade(service: &Service, clock: &ManualClock) -> Result<()> {
    let trade = Trade::of(service).await?;
    for day in 0..DAYS {
        clock.advance(TimeDelta::days(1));
        for (seller, chapter) in trade.chapters.iter().enumerate() {
            let is_outside = seller + 1 == SELLERS.len() && day.is_multiple_of(OUTSIDE_EVERY);
            let lives = is_outside.then(|| NEIGHBOURING.to_owned());
            let order = trade.sell(*chapter, day * SELLERS.len() + seller, lives).await?;
            if (day, seller) == (2, 0) {
                trade.take_back(order).await?;
            }
        }
    }
    // The week in which a buyer may send an order back, and the week after it.
    clock.advance(TimeDelta::days(16));
    while service.commissions_advance(&system_op(service, "cli.seed"), BATCH).await? > 0 {}
    Ok(())
}

/// Who sells what, and where.
struct Trade<'a> {
    service: &'a Service,
    clerk: AccountId,
    finance: AccountId,
    chapters: Vec<ChapterId>,
}

impl<'a> Trade<'a> {
    async fn of(service: &'a Service) -> Result<Self> {
        let tree = service.tree();
        let held = |code: &&str| tree.by_division(code).last().copied().with_context(|| format!("nobody holds {code}"));
        let chapters = SELLERS.iter().map(held).collect::<Result<_>>()?;
        let staff = async |handle| service.account_named(handle).await.with_context(|| format!("there is no {handle}"));
        Ok(Self { service, clerk: staff("hq-admin").await?, finance: staff("finance").await?, chapters })
    }

    fn by(&self, account: AccountId) -> Op {
        account_op(self.service, account)
    }

    /// Somebody joins and pays for a year.
    async fn sell(&self, chapter: ChapterId, n: usize, region: Option<String>) -> Result<OrderId> {
        let Self { service, clerk, .. } = self;
        let person = NewMember {
            phone: format!("174{n:08}"),
            name: synthetic_name(n),
            birth_year: None,
            region,
            consents: vec![(Purpose::Service, TEXTS.to_owned()), (Purpose::ShareWithChapter, TEXTS.to_owned())],
        };
        let member = service.member_add(&self.by(*clerk), MemberAdd { chapter, person }).await?;
        let tier = TierCode::annual();
        let input =
            OrderOpen { member, tier: tier.as_str().to_owned(), upgrade: false, contract_version: TEXTS.to_owned() };
        let order = service.order_open(&self.by(*clerk), input).await?;
        let sold = service.tier(&tier).await?.context("there is no annual tier")?;
        let price = service.tier_price(&sold.tier, chapter).await?.context("the annual tier is not for sale")?.price;
        let input = PaymentRecord {
            order,
            method: PaymentMethod::Transfer,
            amount: Fen(price),
            reference: format!("DEMO-{n:04}"),
            note: None,
        };
        service.payment_record(&self.by(*clerk), input).await?;
        Ok(order)
    }

    /// The buyer thinks better of it, and has the money back the same day.
    async fn take_back(&self, order: OrderId) -> Result<()> {
        let reason = Some("买重了".to_owned());
        let id = self.service.refund_request(&self.by(self.clerk), RefundRequest { order, reason }).await?;
        let input = RefundDecide { id, approve: true, note: None };
        self.service.refund_decide(&self.by(self.finance), input).await?;
        self.service.refund_pay(&self.by(self.clerk), RefundPay { id, reference: "DEMO-R1".to_owned() }).await?;
        Ok(())
    }
}
