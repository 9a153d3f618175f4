//! Statements and their lines.

use async_graphql::{ID, Object};
use chrono::Days;
use domain::access::Permission;
use domain::kernel::local_date;
use domain::money as rules;
use service::money::{LineCard, StatementRecord};

use super::dispute::Dispute;
use super::enums::LedgerEntryKind;
use super::order::Order;
use super::payout::Payout;
use super::refund::Commission;
use super::settlement_enums::{StatementLineKind, StatementState};
use crate::graphql::View;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::{Item, Key, Page, connection, limit, page};
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::scalars::{Date, DateTime, Fen};

/// A statement.
#[derive(Debug, Clone)]
pub(crate) struct Statement {
    kept: StatementRecord,
    view: View,
}

impl Statement {
    pub(crate) fn new(kept: StatementRecord, view: View) -> Self {
        Self { kept, view }
    }

    /// The last day to object.
    fn dispute_until(&self) -> chrono::NaiveDate {
        let issued_on = local_date(self.kept.issued_at);
        issued_on.checked_add_days(Days::new(rules::OPEN_WITHIN_DAYS)).unwrap_or(issued_on)
    }
}

/// Whether the viewer settles, which is done at headquarters alone.
pub(super) fn settles(view: &View) -> bool {
    view.viewer().require_at_headquarters(Permission::SettlementManage).is_ok()
}

/// A chapter's account of one month (对账单): every order behind each fen.
#[Object]
impl Statement {
    /// Global id, `stmt_…`.
    pub(crate) async fn id(&self) -> ID {
        self.kept.id.into()
    }

    /// The chapter. Null where you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.view.chapter(self.kept.chapter)
    }

    /// Id of the chapter.
    async fn chapter_id(&self) -> ID {
        self.kept.chapter.into()
    }

    /// The month in Asia/Shanghai, `2026-11`.
    async fn month(&self) -> String {
        self.kept.sums.month.to_string()
    }

    /// The closing of the statement before. Below zero after clawbacks.
    async fn opening(&self) -> Fen {
        Fen(self.kept.sums.opening.0)
    }

    /// What was earned.
    async fn accrued(&self) -> Fen {
        Fen(self.kept.sums.accrued.0)
    }

    /// What refunds took back before it was paid out: a positive number, taken off.
    async fn reversed(&self) -> Fen {
        Fen(self.kept.sums.reversed.0)
    }

    /// What was taken back after it was paid out, or by a ruling: a positive number, taken off.
    async fn clawed_back(&self) -> Fen {
        Fen(self.kept.sums.clawed_back.0)
    }

    /// What was paid out: a positive number, taken off.
    async fn paid(&self) -> Fen {
        Fen(self.kept.sums.paid.0)
    }

    /// `opening + accrued - reversed - clawedBack - paid`: what the ledger owed the chapter when the month ended.
    async fn closing(&self) -> Fen {
        Fen(self.kept.sums.closing.0)
    }

    /// Of the closing, what could be paid then; the rest still waits out the refund window.
    async fn payable(&self) -> Fen {
        Fen(self.kept.payable.0)
    }

    /// What disputes hold back of the chapter's money now.
    async fn frozen(&self) -> Result<Fen> {
        Ok(Fen(self.view.service().statement_due(&self.kept).await?.0.0))
    }

    /// What a payout on it would pay now: nothing if that is less than the least payout, 100.00, or if a later statement of the
    /// chapter holds it.
    async fn due(&self) -> Result<Fen> {
        Ok(Fen(self.view.service().statement_due(&self.kept).await?.1.0))
    }

    /// Where it stands.
    async fn state(&self) -> StatementState {
        self.kept.state.into()
    }

    /// When it was issued.
    async fn issued_at(&self) -> DateTime {
        DateTime(self.kept.issued_at)
    }

    /// The last day to object to it.
    #[graphql(name = "disputeUntil")]
    async fn last_day(&self) -> Date {
        Date(self.dispute_until())
    }

    /// What it consists of, in the order of the ledger.
    async fn lines(
        &self,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<StatementLineConnection> {
        let page = page(first, after, last, before)?;
        let lines = self.view.service().statement_lines(self.view.viewer(), &self.kept, &page).await?;
        Ok(StatementLineConnection(Page::of(lines, |card| {
            let line = StatementLine { card, view: self.view.clone() };
            Some(Item::new(Key::Number(line.card.kept.number.into()), line))
        })))
    }

    /// Its payouts, the oldest first, those that failed too.
    async fn payouts(&self, #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32) -> Result<List<Payout>> {
        let found = self.view.service().payouts_of(&self.kept).await?;
        Ok(found
            .into_iter()
            .take(limit(first)?)
            .map(|one| Payout::new(one, self.kept.clone(), self.view.clone()))
            .collect())
    }

    /// Objections to it, the oldest first.
    async fn disputes(
        &self,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Dispute>> {
        let found = self.view.service().disputes_of(&self.kept).await?;
        Ok(found
            .into_iter()
            .take(limit(first)?)
            .map(|one| Dispute::new(one, self.kept.clone(), self.view.clone()))
            .collect())
    }

    /// Whether you may prepare a payout on it now.
    async fn viewer_can_prepare_payout(&self) -> Result<bool> {
        if self.kept.state != rules::StatementState::Issued || !settles(&self.view) {
            return Ok(false);
        }
        let payouts = self.view.service().payouts_of(&self.kept).await?;
        let is_free = payouts.iter().all(|one| one.state == rules::PayoutState::Failed);
        Ok(is_free && self.view.service().statement_due(&self.kept).await?.1 > rules::Fen::ZERO)
    }

    /// Whether you may object to it now.
    async fn viewer_can_dispute(&self) -> Result<bool> {
        let viewer = self.view.viewer();
        if local_date(viewer.now) > self.dispute_until() || !viewer.may(Permission::DisputeOpen, self.kept.chapter) {
            return Ok(false);
        }
        let disputes = self.view.service().disputes_of(&self.kept).await?;
        Ok(!disputes.iter().any(|one| one.rule().is_pending()))
    }
}

/// A line.
#[derive(Debug)]
pub(crate) struct StatementLine {
    card: LineCard,
    view: View,
}

/// One line of a statement: an amount, and what is behind it.
#[Object]
impl StatementLine {
    /// Its number in the statement, from 1 on.
    async fn number(&self) -> i32 {
        self.card.kept.number
    }

    /// Whether it adds or takes off, and why.
    async fn kind(&self) -> StatementLineKind {
        self.card.kept.line.kind.into()
    }

    /// What happened, as the ledger has it.
    async fn event(&self) -> LedgerEntryKind {
        self.card.kept.line.event.into()
    }

    /// How much; always above nothing.
    async fn amount(&self) -> Fen {
        Fen(self.card.kept.line.amount.0)
    }

    /// When it was.
    async fn at(&self) -> DateTime {
        DateTime(self.card.kept.line.at)
    }

    /// Id of the order behind it. Null for a payout, a clawback by a ruling, and what a dispute has granted.
    async fn order_id(&self) -> Option<ID> {
        self.card.kept.line.order.map(ID::from)
    }

    /// The order behind it. Null where there is none or you may not read it.
    async fn order(&self) -> Option<Order> {
        self.card.order.clone().map(|card| Order::new(card, self.view.clone()))
    }

    /// The share of that order. Null where there is none.
    async fn commission(&self) -> Option<Commission> {
        self.card.commission.clone().map(|share| Commission::new(share, self.view.clone()))
    }

    /// Id of what the ledger's entry is about: a payment, refund, payout, commission, dispute or case.
    async fn reference(&self) -> &str {
        &self.card.kept.reference
    }
}

connection!(
    "A page of a statement's lines, in their order.",
    StatementLineConnection,
    "A line of a statement with its place.",
    StatementLineEdge,
    "The line.",
    StatementLine
);

connection!(
    "A page of statements.",
    StatementConnection,
    "A statement with its place in a list.",
    StatementEdge,
    "The statement.",
    Statement
);

impl StatementConnection {
    /// Those of one chapter, by month.
    pub(crate) fn of_chapter(slice: domain::kernel::Slice<StatementRecord>, view: &View) -> Self {
        Self(Page::of(slice, |kept| {
            Some(Item::new(Key::Text(kept.sums.month.to_string()), Statement::new(kept, view.clone())))
        }))
    }

    /// Those of one month, by chapter.
    pub(super) fn of_month(slice: domain::kernel::Slice<StatementRecord>, view: &View) -> Self {
        Self(Page::of(slice, |kept| {
            Some(Item::new(Key::Number(kept.chapter.0.into()), Statement::new(kept, view.clone())))
        }))
    }
}
