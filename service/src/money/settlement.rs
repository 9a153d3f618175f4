//! What all settlement has in common: whose word it takes, and what a chapter is owed.

use domain::access::Permission;
use domain::kernel::{ChapterId, Code, StatementId, Violation};
use domain::money::{AccountKind, AccountRef, Dispute, Fen, PaidOut, frozen_by, statement_due};
use store::Db;
use store::chapters::chapter;
use store::money::statement::{self, StatementRecord};
use store::money::{dispute, ledger, payout};

use crate::{Result, ServiceError, Write};

/// Lets only those settle who do it at headquarters: nobody settles with themselves.
pub(super) async fn require_settlement(w: &mut Write<'_>) -> Result<()> {
    let headquarters = chapter::headquarters(w.db()).await?;
    w.require(Permission::SettlementManage, headquarters).await
}

/// A statement, with all of its chapter's locked: whatever moves a chapter's settled money on takes this lock first.
pub(super) async fn lock_statement(w: &Write<'_>, id: StatementId) -> Result<StatementRecord> {
    let seen = statement::load(w.db(), id).await?;
    let held = statement::lock_chapter(w.db(), seen.chapter).await?;
    held.into_iter().find(|held| held.id == id).ok_or(ServiceError::NotFound)
}

/// Two pairs of eyes: nobody takes the next step after their own.
pub(super) fn check_four_eyes(w: &Write<'_>, before: &[Option<domain::kernel::AccountId>], code: Code) -> Result<()> {
    let actor = w.actor().account();
    if actor.is_some() && before.contains(&actor) {
        let message = "the step before was yours: leave this one to a colleague";
        return Err(Violation::new(code, "id", message).into());
    }
    Ok(())
}

/// Whether a statement is its chapter's last: what is left of an earlier month stands in that one.
pub(super) async fn is_last(db: Db<'_>, held: &StatementRecord) -> Result<bool> {
    Ok(statement::last(db, held.chapter).await?.is_none_or(|last| last.id == held.id))
}

/// What disputes hold back of a chapter's money, and what a payout on a statement would pay now.
pub(super) async fn due(db: Db<'_>, held: &StatementRecord) -> Result<(Fen, Option<Fen>)> {
    let waiting = dispute::waiting_of(db, held.chapter).await?;
    let rules: Vec<Dispute> = waiting.iter().map(dispute::DisputeRecord::rule).collect();
    let frozen = frozen_by(&rules)?;
    if !is_last(db, held).await? {
        return Ok((frozen, None));
    }
    let paid = PaidOut {
        since: payout::made_since(db, held.chapter, held.sums.month.span().1).await?,
        on_the_way: payout::on_the_way(db, held.chapter).await?,
    };
    let due = statement_due(held.payable, owed(db, held.chapter).await?, paid, frozen)?;
    Ok((frozen, due))
}

/// What a chapter is owed now, by the ledger: below zero after a clawback.
async fn owed(db: Db<'_>, chapter: ChapterId) -> Result<Fen> {
    let raw = ledger::balance(db, AccountRef::chapter(AccountKind::ChapterPayable, chapter)).await?;
    Ok(Fen::ZERO.minus(raw)?)
}
