//! Payments, and what providers told of them.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use domain::access::Permission;
use domain::kernel::PaymentId;
use domain::money as rules;
use service::money::{OrderCard, Payment as Kept};

use super::enums::{NoticeVerdict, PaymentMethod, PaymentState};
use super::order::Order;
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::scalars::{DateTime, Fen};

/// A payment.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    kept: Kept,
    card: Arc<OrderCard>,
    view: View,
}

impl Payment {
    pub(super) fn new(kept: Kept, card: Arc<OrderCard>, view: View) -> Self {
        Self { kept, card, view }
    }

    /// A payment as it is after a change.
    pub(super) async fn fresh(view: &View, id: PaymentId) -> Result<Self> {
        let view = view.fresh();
        let (kept, card) = view.service().payment(view.viewer(), id).await?;
        Ok(Self::new(kept, Arc::new(card), view))
    }
}

/// Money that came in, or is to come in, for an order.
#[Object]
impl Payment {
    /// Global id, `pymt_…`.
    async fn id(&self) -> ID {
        self.kept.id.into()
    }

    /// The order.
    async fn order(&self) -> Order {
        Order::new((*self.card).clone(), self.view.clone())
    }

    /// How it comes.
    async fn method(&self) -> PaymentMethod {
        self.kept.method.into()
    }

    /// Name of the provider; `cash` and `transfer` for what staff recorded.
    async fn provider(&self) -> &str {
        &self.kept.provider
    }

    /// Our number of it with the provider, or that of the receipt or transfer.
    async fn reference(&self) -> &str {
        &self.kept.reference
    }

    /// How much.
    async fn amount(&self) -> Fen {
        Fen(self.kept.amount.0)
    }

    /// Where it stands.
    async fn state(&self) -> PaymentState {
        self.kept.state.into()
    }

    /// When it was started or recorded.
    async fn created_at(&self) -> DateTime {
        DateTime(self.kept.created_at)
    }

    /// When the money came. Null if it has not.
    async fn received_at(&self) -> Option<DateTime> {
        self.kept.received_at.map(DateTime)
    }

    /// Who recorded it. Null if nobody did, or where you may not see them.
    async fn recorded_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.recorded_by).await
    }

    /// What whoever recorded it had to say. Null if nothing.
    async fn note(&self) -> Option<&str> {
        self.kept.note.as_deref()
    }

    /// What has come in under a wrong amount. Null if nothing has.
    async fn received(&self) -> Option<Fen> {
        self.kept.suspense.map(|received| Fen(received.0))
    }

    /// When finance asked for a wrong amount to go back. Null if nobody did.
    async fn return_asked_at(&self) -> Option<DateTime> {
        self.kept.return_asked_at.map(DateTime)
    }

    /// Why. Null if nobody did.
    async fn return_reason(&self) -> Option<&str> {
        self.kept.return_reason.as_deref()
    }

    /// Whether you may send a wrong amount back now.
    async fn viewer_can_return(&self) -> bool {
        let waits = self.kept.state == rules::PaymentState::Mismatched && self.kept.suspense.is_some();
        let may = || self.view.viewer().require_at_headquarters(Permission::RefundDecide).is_ok();
        waits && self.kept.return_asked_at.is_none() && may()
    }

    /// What the provider told of it, the oldest first. Needs `PAYMENT_RECORD`.
    async fn notices(&self) -> Result<List<PaymentNotice>> {
        let told = self.view.service().notices_of(self.view.viewer(), self.card.order.home, &self.kept).await?;
        let shown = told.into_iter().map(|notice| PaymentNotice {
            number: notice.id,
            amount: Fen(notice.amount.0),
            verdict: notice.verdict.into(),
            received_at: DateTime(notice.received_at),
        });
        Ok(shown.collect())
    }
}

/// What a provider told once.
#[derive(SimpleObject, Debug)]
pub(crate) struct PaymentNotice {
    /// The provider's number of it.
    number: String,
    /// The amount it names.
    amount: Fen,
    /// What it came to.
    verdict: NoticeVerdict,
    /// When it came.
    received_at: DateTime,
}
