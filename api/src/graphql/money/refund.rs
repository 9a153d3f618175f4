//! Refunds, and who earns of an order until then.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use domain::access::Permission;
use domain::kernel::{RefundId, local_date};
use domain::money as rules;
use service::money::{CommissionRecord, OrderCard, Refund as Kept};

use super::enums::{CommissionState, PaymentMethod, RefundRule, RefundState};
use super::order::Order;
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::error::Result;
use crate::graphql::scalars::{Date, DateTime, Fen};

/// What goes back of an order if it is asked for today.
#[derive(SimpleObject, Debug)]
pub(crate) struct RefundQuote {
    /// How much.
    amount: Fen,
    /// By which rule.
    rule: RefundRule,
    /// The days of the term that have not begun.
    unused_days: i32,
    /// The days that were bought.
    total_days: i32,
    /// The last day on which it is paid in time.
    pay_by: Date,
}

fn days(days: i64) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX)
}

impl From<rules::RefundQuote> for RefundQuote {
    fn from(quote: rules::RefundQuote) -> Self {
        Self {
            amount: Fen(quote.amount.0),
            rule: quote.rule.into(),
            unused_days: days(quote.unused_days),
            total_days: days(quote.total_days),
            pay_by: Date(quote.pay_by),
        }
    }
}

/// A refund.
#[derive(Debug, Clone)]
pub(crate) struct Refund {
    kept: Kept,
    card: Arc<OrderCard>,
    view: View,
}

impl Refund {
    pub(super) fn new(kept: Kept, card: Arc<OrderCard>, view: View) -> Self {
        Self { kept, card, view }
    }

    async fn came_in_by(&self) -> Result<PaymentMethod> {
        let payments = self.view.service().payments_of(&self.card).await?;
        let own = payments.iter().find(|paid| paid.id == self.kept.payment);
        Ok(own.map_or(PaymentMethod::Provider, |paid| paid.method.into()))
    }

    /// A refund as it is after a change.
    pub(super) async fn fresh(view: &View, id: RefundId) -> Result<Self> {
        let view = view.fresh();
        let (kept, card) = view.service().refund(view.viewer(), id).await?;
        Ok(Self::new(kept, Arc::new(card), view))
    }

    fn may(&self, permission: Permission) -> bool {
        self.view.viewer().may(permission, self.card.order.home)
    }
}

/// Money that goes back to a buyer.
#[Object]
impl Refund {
    /// Global id, `rfnd_…`.
    async fn id(&self) -> ID {
        self.kept.id.into()
    }

    /// The order.
    async fn order(&self) -> Order {
        Order::new((*self.card).clone(), self.view.clone())
    }

    /// How much.
    async fn amount(&self) -> Fen {
        Fen(self.kept.amount.0)
    }

    /// By which rule.
    async fn rule(&self) -> RefundRule {
        self.kept.rule.into()
    }

    /// The days of the term that had not begun when it was asked for.
    async fn unused_days(&self) -> i32 {
        days(self.kept.unused_days)
    }

    /// The days that were bought.
    async fn total_days(&self) -> i32 {
        days(self.kept.total_days)
    }

    /// Where it stands.
    async fn state(&self) -> RefundState {
        RefundState::of(&self.kept)
    }

    /// Why it was asked for. Null if nobody said: nobody has to.
    async fn reason(&self) -> Option<&str> {
        self.kept.reason.as_deref()
    }

    /// When it was asked for.
    async fn requested_at(&self) -> DateTime {
        DateTime(self.kept.requested_at)
    }

    /// Who asked for it. Null where you may not see them.
    async fn requested_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.requested_by).await
    }

    /// The last day on which it is paid in time.
    async fn pay_by(&self) -> Date {
        Date(self.kept.pay_by)
    }

    /// Whether that day has gone, and it is not paid.
    async fn is_overdue(&self) -> bool {
        use rules::RefundState::{Decided, Requested};
        matches!(self.kept.state, Requested | Decided) && local_date(self.view.viewer().now) > self.kept.pay_by
    }

    /// When it was decided. Null if it was not.
    async fn decided_at(&self) -> Option<DateTime> {
        self.kept.decided_at.map(DateTime)
    }

    /// Who decided it. Null if nobody did, or where you may not see them.
    async fn decided_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.decided_by).await
    }

    /// What the decider had to say. Null if nothing.
    async fn decision_note(&self) -> Option<&str> {
        self.kept.decision_note.as_deref()
    }

    /// When it left the house. Null if it has not.
    async fn paid_at(&self) -> Option<DateTime> {
        self.kept.paid_at.map(DateTime)
    }

    /// When its provider, which has refused it, is asked again. Null if it was never refused, or is paid.
    async fn next_try_at(&self) -> Option<DateTime> {
        let waits = self.kept.state == rules::RefundState::Decided;
        self.kept.next_try_at.filter(|_| waits).map(DateTime)
    }

    /// The provider's number of it, or that of the receipt. Null until it is paid.
    async fn reference(&self) -> Option<&str> {
        self.kept.reference.as_deref()
    }

    /// How the money came in that goes back. What came in through a provider goes back through it by itself.
    async fn method(&self) -> Result<PaymentMethod> {
        self.came_in_by().await
    }

    /// Whether you may approve or reject it now: not if you asked for it, and not if it is yours.
    async fn viewer_can_decide(&self) -> bool {
        let waits = self.kept.state == rules::RefundState::Requested;
        let asked = self.kept.requested_by.is_some() && self.kept.requested_by == self.view.viewer().op.actor.account();
        waits && !asked && !self.card.own && self.may(Permission::RefundDecide)
    }

    /// Whether you may record that it was handed back by hand: not if you decided on it, and not if it is yours. What came in
    /// through a provider nobody hands back.
    async fn viewer_can_pay(&self) -> Result<bool> {
        let decided = self.kept.decided_by.is_some() && self.kept.decided_by == self.view.viewer().op.actor.account();
        let waits = self.kept.state == rules::RefundState::Decided;
        if !waits || decided || self.card.own || !self.may(Permission::PaymentRecord) {
            return Ok(false);
        }
        Ok(match self.came_in_by().await? {
            PaymentMethod::Cash => true,
            PaymentMethod::Transfer => self.view.viewer().require_at_headquarters(Permission::PaymentRecord).is_ok(),
            PaymentMethod::Provider => false,
        })
    }
}

/// A commission.
#[derive(Debug, Clone)]
pub(crate) struct Commission {
    kept: CommissionRecord,
    view: View,
}

impl Commission {
    pub(super) fn new(kept: CommissionRecord, view: View) -> Self {
        Self { kept, view }
    }
}

/// A share of one order, until it is paid out or taken back.
#[Object]
impl Commission {
    /// Global id, `comm_…`.
    async fn id(&self) -> ID {
        self.kept.id.into()
    }

    /// Id of the order.
    async fn order_id(&self) -> ID {
        self.kept.order.into()
    }

    /// The chapter that earns it. Null if a promoter does, or where you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        match self.kept.rule.payee {
            rules::Owner::Chapter(chapter) => self.view.chapter(chapter),
            rules::Owner::Member(_) | rules::Owner::Headquarters => None,
        }
    }

    /// The rate, in 1/10,000 of the price.
    async fn rate(&self) -> i32 {
        self.kept.rate.get().into()
    }

    /// The version of the split that it was counted by.
    async fn split_rule(&self) -> i32 {
        self.kept.rule_version
    }

    /// What it is a share of.
    async fn base(&self) -> Fen {
        Fen(self.kept.rule.base.0)
    }

    /// How much it was when the order was paid.
    async fn amount(&self) -> Fen {
        Fen(self.kept.rule.amount.0)
    }

    /// How much refunds have taken back of it.
    async fn reversed(&self) -> Fen {
        Fen(self.kept.rule.reversed.0)
    }

    /// Where it stands.
    async fn state(&self) -> CommissionState {
        self.kept.rule.state.into()
    }

    /// From when on it is owed, or was.
    async fn payable_from(&self) -> DateTime {
        DateTime(rules::payable_at(self.kept.rule.paid_at))
    }
}
