//! Orders.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::access::Permission;
use domain::kernel::{OrderId, local_date};
use domain::money as rules;
use service::money::OrderCard;

use super::enums::{OrderKind, OrderState};
use super::invoice::Invoice;
use super::ledger::LedgerEntry;
use super::payment::Payment;
use super::refund::{Commission, Refund, RefundQuote};
use crate::graphql::View;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::{Item, Key, Page, connection};
use crate::graphql::error::{Result, found};
use crate::graphql::list::List;
use crate::graphql::members::Member;
use crate::graphql::scalars::{DateTime, Fen};

/// An order.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    card: Arc<OrderCard>,
    view: View,
}

impl Order {
    pub(crate) fn new(card: OrderCard, view: View) -> Self {
        Self { card: Arc::new(card), view }
    }

    /// An order as it is after a change.
    pub(super) async fn fresh(view: &View, id: OrderId) -> Result<Self> {
        let view = view.fresh();
        let card = view.service().order(view.viewer(), id).await?;
        Ok(Self::new(card, view))
    }

    fn may(&self, permission: Permission) -> bool {
        self.view.viewer().may(permission, self.card.order.home)
    }

    /// The member, or who manages orders at the home.
    fn acts(&self) -> bool {
        self.card.own || self.may(Permission::OrderManage)
    }
}

/// What a member buys: one term of a tier.
#[Object]
impl Order {
    /// Global id, `ordr_…`.
    pub(crate) async fn id(&self) -> ID {
        self.card.order.id.into()
    }

    /// Id of the member who bought.
    async fn member_id(&self) -> ID {
        self.card.order.member.into()
    }

    /// Who bought. Null where you may not see them.
    async fn member(&self) -> Result<Option<Member>> {
        let card = found(self.view.service().member(self.view.viewer(), self.card.order.member).await)?;
        Ok(card.map(|card| Member::new(card, self.view.clone())))
    }

    /// What it is for.
    async fn kind(&self) -> OrderKind {
        self.card.order.kind.into()
    }

    /// Code of the tier, `annual`.
    async fn tier_code(&self) -> &str {
        self.card.order.tier.as_str()
    }

    /// The days that it buys.
    async fn days(&self) -> i32 {
        i32::try_from(self.card.order.days).unwrap_or(i32::MAX)
    }

    /// What the tier cost at the member's home when it was ordered.
    async fn list_price(&self) -> Fen {
        Fen(self.card.order.list_price.0)
    }

    /// What an upgrade takes off for the unused days of the old term.
    async fn credit(&self) -> Fen {
        Fen(self.card.order.credit.0)
    }

    /// What is to be paid.
    async fn price(&self) -> Fen {
        Fen(self.card.order.price.0)
    }

    /// What has gone back.
    async fn refunded(&self) -> Fen {
        Fen(self.card.order.refunded.0)
    }

    /// Where it stands.
    async fn state(&self) -> OrderState {
        self.card.order.state.into()
    }

    /// Where the member was at home when it was opened. Null where you may not see it.
    async fn home(&self) -> Option<Chapter> {
        self.view.chapter(self.card.order.home)
    }

    /// The chapter that earns the chapter's share: headquarters where nobody leads. Null where you may not see it.
    async fn territory(&self) -> Option<Chapter> {
        self.view.chapter(self.card.order.territory)
    }

    /// The chapter whose territory the buyer lives in, where that is not the seller's. Null otherwise, or where you may not
    /// see it.
    async fn outside_of(&self) -> Option<Chapter> {
        self.card.order.outside.and_then(|chapter| self.view.chapter(chapter))
    }

    /// Id of the order whose term it replaces. Null unless it is an upgrade.
    async fn upgrades(&self) -> Option<ID> {
        self.card.order.upgrades.map(ID::from)
    }

    /// The version of the contract that the buyer agreed to.
    async fn contract_version(&self) -> &str {
        &self.card.order.contract_version
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.card.order.opened_at)
    }

    /// Until when it waits for its payment.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.card.order.expires_at)
    }

    /// When it was paid. Null if it was not.
    async fn paid_at(&self) -> Option<DateTime> {
        self.card.order.paid_at.map(DateTime)
    }

    /// Its payments, the oldest first.
    async fn payments(&self) -> Result<List<Payment>> {
        let payments = self.view.service().payments_of(&self.card).await?;
        Ok(payments.into_iter().map(|one| Payment::new(one, Arc::clone(&self.card), self.view.clone())).collect())
    }

    /// Its refunds, the oldest first.
    async fn refunds(&self) -> Result<List<Refund>> {
        let refunds = self.view.service().refunds_of(&self.card).await?;
        Ok(refunds.into_iter().map(|one| Refund::new(one, Arc::clone(&self.card), self.view.clone())).collect())
    }

    /// What goes back if it is asked for today. Null if it was never paid.
    async fn refund_quote(&self) -> Result<Option<RefundQuote>> {
        Ok(self.view.service().refund_quote(self.view.viewer(), &self.card).await?.map(RefundQuote::from))
    }

    /// Who earns of it. Needs `STATEMENT_READ` at the territory's chapter.
    async fn commissions(&self) -> Result<List<Commission>> {
        let shares = self.view.service().commissions_of(self.view.viewer(), &self.card).await?;
        Ok(shares.into_iter().map(|share| Commission::new(share, self.view.clone())).collect())
    }

    /// The requests for invoices: for the member, and with `ORDER_MANAGE`.
    async fn invoices(&self) -> Result<List<Invoice>> {
        let invoices = self.view.service().invoices_of(self.view.viewer(), &self.card).await?;
        Ok(invoices.into_iter().map(Invoice).collect())
    }

    /// The entries of the ledger about it, the oldest first. Needs `LEDGER_READ`.
    async fn ledger_entries(&self) -> Result<List<LedgerEntry>> {
        let entries = self.view.service().ledger_of(self.view.viewer(), &self.card).await?;
        Ok(entries.into_iter().map(LedgerEntry).collect())
    }

    /// Whether it is your own.
    async fn is_viewers(&self) -> bool {
        self.card.own
    }

    /// Whether you may start a payment now.
    async fn viewer_can_pay(&self) -> bool {
        let open = self.card.order.state == rules::OrderState::Open;
        open && self.view.viewer().now < self.card.order.expires_at && self.acts()
    }

    /// Whether you may call it off now.
    async fn viewer_can_cancel(&self) -> bool {
        self.card.order.state == rules::OrderState::Open && self.acts()
    }

    /// Whether you may record a payment in cash or by transfer now.
    async fn viewer_can_record_payment(&self) -> bool {
        let open = self.card.order.state == rules::OrderState::Open;
        open && self.view.viewer().now < self.card.order.expires_at && self.may(Permission::PaymentRecord)
    }

    /// Whether you may ask for a refund now; `refundQuote` says of how much.
    async fn viewer_can_request_refund(&self) -> bool {
        matches!(self.card.order.state, rules::OrderState::Paid | rules::OrderState::PartlyRefunded) && self.acts()
    }

    /// Until which day all of it goes back, unless that was enjoyed before. Null if it was never paid.
    async fn full_refund_until(&self) -> Option<crate::graphql::scalars::Date> {
        let days = chrono::Days::new(rules::REFUND_WINDOW_DAYS);
        let until = local_date(self.card.order.paid_at?).checked_add_days(days)?;
        Some(crate::graphql::scalars::Date(until))
    }
}

connection!(
    "A page of orders, the newest first.",
    OrderConnection,
    "An order with its place in a list.",
    OrderEdge,
    "The order.",
    Order
);

impl OrderConnection {
    pub(super) fn new(slice: domain::kernel::Slice<OrderCard>, view: &View) -> Self {
        Self(Page::of(slice, |card| {
            Some(Item::new(Key::Text(card.order.id.to_string()), Order::new(card, view.clone())))
        }))
    }
}
