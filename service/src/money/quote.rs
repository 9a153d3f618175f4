//! What goes back of an order if it is asked for today.

use chrono::NaiveDate;
use domain::kernel::{Timestamp, local_date};
use domain::members::{Term, catch_up};
use domain::money::{Fen, PaidTerm, RefundCase, RefundQuote, RefundRule, RefundState, refund_due, upgrade_credit};
use store::Db;
use store::members::member::Member;
use store::members::{merge, term};
use store::money::order::{self, OrderRecord};
use store::money::refund;

use crate::Result;

/// The quote of an order; nothing for one that was never paid.
///
/// What was credited to an upgrade goes with that upgrade: nothing while it stands, and by its rule once its refund was
/// approved. But who asked for that within the first days of this order too gets all of its price, and not what the days
/// left were worth.
pub(crate) async fn quote(
    db: Db<'_>,
    buyer: &Member,
    order: &OrderRecord,
    today: NaiveDate,
) -> Result<Option<RefundQuote>> {
    let Some(paid_at) = order.paid_at else { return Ok(None) };
    if let Some(upgrade) = order::upgrade_of(db, order.id).await? {
        return after_upgrade(db, (order, &upgrade), paid_at, today).await.map(Some);
    }
    let case = RefundCase {
        paid: order.price,
        refunded: order.refunded,
        paid_at,
        term: paid_term(db, buyer, order, today).await?,
        first_refund_used: refund::had_first_days(db, order.member, &order.tier).await?,
    };
    Ok(Some(refund_due(&case, today)?))
}

/// What an upgrade takes off for what is left of an order's term.
pub(crate) async fn credit(db: Db<'_>, buyer: &Member, order: &OrderRecord, today: NaiveDate) -> Result<Fen> {
    Ok(upgrade_credit(order.price, &paid_term(db, buyer, order, today).await?, today)?)
}

/// The term that an order has paid for, as of today. One that has gone has no days.
async fn paid_term(db: Db<'_>, buyer: &Member, order: &OrderRecord, today: NaiveDate) -> Result<PaidTerm> {
    let kept = term::of_member(db, buyer.id).await?;
    let terms: Vec<Term> = kept.iter().map(|kept| kept.term.clone()).collect();
    let (state, terms) = catch_up(&buyer.state, &terms, today);
    let own = kept.iter().zip(&terms).find(|(kept, _)| kept.order == Some(order.id));
    let Some((row, own)) = own else { return Ok(none(today)) };
    let used_before = merge::used_before(db, buyer.id).await?.get(&row.id).copied().unwrap_or_default();
    Ok(PaidTerm {
        starts_on: own.starts_on,
        ends_on: own.ends_on,
        frozen_days: u32::try_from(own.frozen_days).unwrap_or_default(),
        used_before: u32::try_from(used_before).unwrap_or_default(),
        frozen_on: state.frozen_on,
    })
}

/// A term without days.
fn none(today: NaiveDate) -> PaidTerm {
    PaidTerm { starts_on: today, ends_on: today, frozen_days: 0, used_before: 0, frozen_on: None }
}

async fn after_upgrade(
    db: Db<'_>,
    (order, upgrade): (&OrderRecord, &OrderRecord),
    paid_at: Timestamp,
    today: NaiveDate,
) -> Result<RefundQuote> {
    let asked = refund::of_order(db, upgrade.id).await?;
    // Asked for is not enough: it may be rejected, and the upgrade stand.
    let asked = asked.iter().rev().find(|refund| matches!(refund.state, RefundState::Decided | RefundState::Paid));
    if let Some(asked) = asked
        && let Some(all) = first_days(db, order, (paid_at, local_date(asked.requested_at)), today).await?
    {
        return Ok(RefundQuote { unused_days: asked.unused_days, total_days: asked.total_days, ..all });
    }
    let gross = match asked {
        Some(asked) if asked.rule == RefundRule::SevenDays => upgrade.credit,
        Some(asked) => upgrade.credit.pro_rata_ceil(asked.unused_days, asked.total_days.max(1))?,
        None => Fen::ZERO,
    };
    let (unused_days, total_days) = asked.map_or((0, 0), |asked| (asked.unused_days, asked.total_days));
    // Of a term that has gone only by when it is paid is of interest.
    let case =
        RefundCase { paid: gross, refunded: order.refunded, paid_at, term: none(today), first_refund_used: true };
    let amount = gross.minus(order.refunded)?.max(Fen::ZERO);
    let rule = if amount == Fen::ZERO { RefundRule::Nothing } else { RefundRule::UnusedDays };
    Ok(RefundQuote { amount, rule, unused_days, total_days, ..refund_due(&case, today)? })
}

/// All of an order's price, where its upgrade was sent back within the order's own first days: what headquarters takes to
/// decide on that costs the buyer nothing.
async fn first_days(
    db: Db<'_>,
    order: &OrderRecord,
    (paid_at, asked_on): (Timestamp, NaiveDate),
    today: NaiveDate,
) -> Result<Option<RefundQuote>> {
    let case = RefundCase {
        paid: order.price,
        refunded: order.refunded,
        paid_at,
        term: none(asked_on),
        first_refund_used: refund::had_first_days(db, order.member, &order.tier).await?,
    };
    let quote = refund_due(&case, asked_on.min(today))?;
    let waited = today.signed_duration_since(asked_on.min(today));
    let pay_by = quote.pay_by.checked_add_signed(waited).unwrap_or(quote.pay_by);
    Ok((quote.rule == RefundRule::SevenDays).then_some(RefundQuote { pay_by, ..quote }))
}
