//! Requests for invoices.

use async_graphql::{ID, Object};
use service::money::Invoice as Kept;

use super::enums::{InvoiceKind, InvoiceState};
use crate::graphql::scalars::{DateTime, Fen};

/// A request for an invoice.
#[derive(Debug, Clone)]
pub(crate) struct Invoice(pub(super) Kept);

/// A request for an invoice (发票), and what became of it.
#[Object]
impl Invoice {
    /// Global id, `invc_…`.
    async fn id(&self) -> ID {
        self.0.id.into()
    }

    /// Id of the order.
    async fn order_id(&self) -> ID {
        self.0.order.into()
    }

    /// Whom it is made out to, by kind.
    async fn kind(&self) -> InvoiceKind {
        self.0.kind.into()
    }

    /// Whom it is made out to.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The company's tax number. Null for a person.
    async fn tax_number(&self) -> Option<&str> {
        self.0.tax_number.as_deref()
    }

    /// How much.
    async fn amount(&self) -> Fen {
        Fen(self.0.amount.0)
    }

    /// What refunds take back of it by a red-letter invoice (红字发票).
    async fn red(&self) -> Fen {
        Fen(self.0.red.0)
    }

    /// Where it stands.
    async fn state(&self) -> InvoiceState {
        self.0.state.into()
    }

    /// When it was asked for.
    async fn requested_at(&self) -> DateTime {
        DateTime(self.0.requested_at)
    }

    /// When it was issued. Null if it was not.
    async fn issued_at(&self) -> Option<DateTime> {
        self.0.issued_at.map(DateTime)
    }

    /// Its number. Null until it is issued.
    async fn number(&self) -> Option<&str> {
        self.0.number.as_deref()
    }
}
