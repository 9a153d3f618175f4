//! Books a payment: the order is paid, the member gets the term, commissions accrue, and the ledger has its entry, all in
//! one transaction.

use domain::kernel::{CommissionId, MemberId, MembershipId, local_date};
use domain::members::{Term, TermSource, Wanted, append, upgrade};
use domain::money::{CallbackVerdict, Commission, Entry, OrderState, PaymentState, Split, SplitRule, Territory, split};
use serde_json::json;
use store::members::member::{self, Member};
use store::members::term::{self, Membership};
use store::money::commission::{self, CommissionRecord};
use store::money::order::{self, OrderRecord};
use store::money::payment::{self, Payment};
use store::money::{ledger, split as rules};

use super::rearrange::write_terms;
use crate::growth::convert;
use crate::members::{Given, append_term, bring_up_to_date};
use crate::money::{tender, territory};
use crate::write::Change;
use crate::{Result, ServiceError, Write};

/// The order of a payment and who bought it, both locked. Whatever has become of the buyer: the money is here.
pub(super) async fn lock_buyer(w: &Write<'_>, paid: &Payment) -> Result<(Member, OrderRecord)> {
    let mut next: Option<MemberId> = Some(order::load(w.db(), paid.order).await?.member);
    let mut buyer = None;
    while let Some(id) = next {
        let held = member::load_for_update(w.db(), id).await?;
        next = held.merged_into;
        buyer = Some(held);
    }
    let buyer = buyer.ok_or_else(|| ServiceError::internal("an order of nobody"))?;
    Ok((buyer, order::load_for_update(w.db(), paid.order).await?))
}

/// Books a payment of the right amount that has come in: it pays the order, or is too much and goes back. Order and buyer are
/// locked.
pub(super) async fn book(
    w: &mut Write<'_>,
    (buyer, held): (&Member, &OrderRecord),
    paid: &Payment,
) -> Result<CallbackVerdict> {
    if held.rule().pay().is_ok() && give_term(w, buyer, held).await? {
        pay(w, (buyer, held), paid).await?;
        return Ok(CallbackVerdict::Apply);
    }
    payment::set_state(w.db(), paid, PaymentState::Surplus, Some(w.now())).await?;
    let entry = Entry::surplus_received(held.member, tender(paid, held), paid.amount)?;
    ledger::append(w.db(), &entry, &paid.id.to_string(), w.now()).await?;
    let after = json!({ "payment": paid.id.to_string(), "amount": paid.amount, "verdict": CallbackVerdict::Surplus });
    audit(w, held, after).await?;
    Ok(CallbackVerdict::Surplus)
}

async fn audit(w: &mut Write<'_>, held: &OrderRecord, after: serde_json::Value) -> Result<()> {
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.home),
        before: Some(json!({ "state": held.state })),
        after: Some(after),
        action: Some("money.payment_book"),
    };
    w.audit(change).await
}

async fn pay(w: &mut Write<'_>, (buyer, held): (&Member, &OrderRecord), paid: &Payment) -> Result<()> {
    let rules = rules::all(w.db()).await?;
    let rule = SplitRule::in_force(&rules, local_date(w.now()));
    let rule = rule.ok_or_else(|| ServiceError::internal("no split rule is in force"))?;
    let (payee, headquarters) = territory(w.db(), held.home).await?;
    let brought = convert(w, (buyer, held), paid.id).await?;
    // Headquarters contracts with promoters and has switched this on, or `split` leaves the promoter out.
    let promoter = brought.as_ref().and_then(|brought| brought.promoter);
    let parts = split(rule, held.price, Territory::of(payee, headquarters), promoter)?;
    order::set_paid(w.db(), held, payee, w.now()).await?;
    if let Some(brought) = &brought {
        brought.note(w, held).await?;
    }
    payment::set_state(w.db(), paid, PaymentState::Succeeded, Some(w.now())).await?;
    accrue(w, held, &parts).await?;
    let entry = Entry::payment_received(tender(paid, held), &parts)?;
    ledger::append(w.db(), &entry, &paid.id.to_string(), w.now()).await?;
    let shares: Vec<_> =
        parts.shares().map(|share| json!({ "payee": share.payee.to_string(), "amount": share.amount })).collect();
    let after = json!({
        "payment": paid.id.to_string(), "method": paid.method, "amount": paid.amount,
        "headquarters": parts.headquarters, "shares": shares, "splitRule": parts.rule_version,
    });
    audit(w, held, after).await
}

async fn accrue(w: &Write<'_>, held: &OrderRecord, parts: &Split) -> Result<()> {
    for share in parts.shares() {
        let made = CommissionRecord {
            id: CommissionId(w.next_id()),
            order: held.id,
            rule_version: parts.rule_version,
            rate: share.rate,
            rule: Commission::accrue(share, parts.price, w.now()),
        };
        commission::insert(w.db(), &made).await?;
    }
    Ok(())
}

/// Gives the buyer what the order buys; answers whether that could be done. What cannot be given any more (the buyer was
/// erased, the term to upgrade is over) is not paid either.
async fn give_term(w: &mut Write<'_>, buyer: &Member, held: &OrderRecord) -> Result<bool> {
    let source = if held.upgrades.is_some() { TermSource::Upgrade } else { TermSource::Purchase };
    let wanted = Wanted { tier: held.tier.clone(), source, days: held.days };
    if held.upgrades.is_some() {
        return give_upgrade(w, buyer, held, &wanted).await;
    }
    if append(&buyer.state, local_date(w.now()), &wanted).is_err() {
        return Ok(false);
    }
    let given = Given {
        tier: wanted.tier,
        source,
        days: held.days,
        sold_by: Some(held.sold_by),
        order: Some(held.id),
        card: None,
        note: None,
    };
    append_term(w, buyer, given).await?;
    Ok(true)
}

async fn give_upgrade(w: &mut Write<'_>, buyer: &Member, held: &OrderRecord, wanted: &Wanted) -> Result<bool> {
    // What was credited must still be there: the order may have been given back since.
    if let Some(base) = held.upgrades
        && order::load(w.db(), base).await?.state != OrderState::Paid
    {
        return Ok(false);
    }
    let (buyer, terms) = bring_up_to_date(w, buyer).await?;
    let kept = term::of_member(w.db(), buyer.id).await?;
    let Some(which) = kept.iter().position(|kept| kept.order == held.upgrades) else { return Ok(false) };
    let Ok(changed) = upgrade(&buyer.state, &terms, which, local_date(w.now()), wanted) else { return Ok(false) };
    write_terms(w, &kept, &changed.terms).await?;
    let after = Member { state: changed.state, ..buyer.clone() };
    member::update(w.db(), &buyer, &after).await?;
    term::insert(w.db(), &made(w, &buyer, held, changed.term)).await?;
    Ok(true)
}

fn made(w: &Write<'_>, buyer: &Member, held: &OrderRecord, term: Term) -> Membership {
    Membership {
        id: MembershipId(w.next_id()),
        member: buyer.id,
        term,
        sold_by: Some(held.sold_by),
        home: buyer.home,
        order: Some(held.id),
        card: None,
        note: None,
        created_at: w.now(),
    }
}
