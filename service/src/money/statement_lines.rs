//! What a chapter's month consisted of, told from the ledger: each line with the order behind it.

use std::collections::HashMap;
use std::str::FromStr;

use domain::kernel::{ChapterId, CommissionId, OrderId, PaymentId, RefundId, Timestamp};
use domain::money::{AccountKind, AccountRef, EntryKind, Fen, LineKind, Month, Owner, StatementLine};
use store::Db;
use store::money::{commission, ledger, payment, refund};

use super::LedgerEntry;
use crate::{Result, ServiceError};

/// What is known of an order that stands behind a line.
#[derive(Debug, Clone, Copy)]
struct Share {
    commission: CommissionId,
    paid_out_at: Option<Timestamp>,
}

/// The lines of a chapter's month, in the order of the ledger.
pub(super) async fn statement_lines(db: Db<'_>, chapter: ChapterId, month: Month) -> Result<Vec<StatementLine>> {
    let mut entries = ledger::of_chapter(db, chapter, month.span()).await?;
    // That a commission is owed from now on changes where it is held, not how much it is.
    entries.retain(|entry| entry.entry.kind() != EntryKind::CommissionFreed);
    let orders = orders_behind(db, &entries).await?;
    let wanted: Vec<OrderId> = orders.values().copied().collect();
    let shares = shares(db, &wanted).await?;
    let line = |entry: &LedgerEntry| {
        let order = orders.get(&entry.reference).copied();
        line_of(entry, chapter, (order, order.and_then(|order| shares.get(&order)).copied()))
    };
    entries.iter().map(line).collect()
}

/// The order behind each entry that has one, by what the entry is about.
async fn orders_behind(db: Db<'_>, entries: &[LedgerEntry]) -> Result<HashMap<String, OrderId>> {
    let payments: Vec<PaymentId> = ids_of(entries);
    let refunds: Vec<RefundId> = ids_of(entries);
    let commissions: Vec<CommissionId> = ids_of(entries);
    let paid = payment::load_many(db, &payments).await?.into_iter().map(|one| (one.id.to_string(), one.order));
    let back = refund::load_many(db, &refunds).await?.into_iter().map(|one| (one.id.to_string(), one.order));
    let moved = commission::load_many(db, &commissions).await?.into_iter().map(|one| (one.id.to_string(), one.order));
    Ok(paid.chain(back).chain(moved).collect())
}

fn ids_of<T: FromStr>(entries: &[LedgerEntry]) -> Vec<T> {
    entries.iter().filter_map(|entry| entry.reference.parse().ok()).collect()
}

/// The chapter's share of each order. It may be another chapter's by now: a ruling can move it.
async fn shares(db: Db<'_>, orders: &[OrderId]) -> Result<HashMap<OrderId, Share>> {
    let mut found = commission::of_orders(db, orders).await?;
    found.retain(|one| matches!(one.rule.payee, Owner::Chapter(_)));
    let ids: Vec<CommissionId> = found.iter().map(|one| one.id).collect();
    let paid = commission::paid_out(db, &ids).await?;
    let share = |id: CommissionId| Share { commission: id, paid_out_at: paid.get(&id).copied() };
    Ok(found.into_iter().map(|one| (one.order, share(one.id))).collect())
}

fn line_of(
    entry: &LedgerEntry,
    chapter: ChapterId,
    (order, share): (Option<OrderId>, Option<Share>),
) -> Result<StatementLine> {
    let is_own = |account: &AccountRef| account.owner == Owner::Chapter(chapter) && is_commission(account.kind);
    let gained = Fen::ZERO.minus(entry.entry.net(is_own)?)?;
    let was_paid = share.and_then(|share| share.paid_out_at).is_some_and(|paid| paid <= entry.at);
    let event = entry.entry.kind();
    let kind = match event {
        EntryKind::PayoutMade | EntryKind::CashNetted => LineKind::Paid,
        _ if gained > Fen::ZERO => LineKind::Accrued,
        EntryKind::RefundDecided if !was_paid => LineKind::Reversed,
        _ => LineKind::ClawedBack,
    };
    let amount = gained.max(Fen::ZERO.minus(gained)?);
    if amount == Fen::ZERO {
        return Err(ServiceError::internal(format!("{} moves nothing for {chapter}", entry.id)));
    }
    let commission = share.map(|share| share.commission);
    Ok(StatementLine { kind, amount, at: entry.at, entry: entry.id, event, order, commission })
}

fn is_commission(kind: AccountKind) -> bool {
    matches!(kind, AccountKind::ChapterAccrued | AccountKind::ChapterPayable)
}
