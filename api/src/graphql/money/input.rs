//! What changes orders, payments and refunds.

use async_graphql::{ID, InputObject};
use domain::money as rules;
use service::money::{InvoiceIssue, InvoiceRequest, OrderCancel, PaymentStart, RefundPay};
use service::process::{OrderOpen, PaymentRecord, RefundDecide, RefundRequest};

use super::enums::PaymentMethod;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::scalars::Fen;

/// What opens an order.
#[derive(InputObject, Debug)]
pub(crate) struct OrderOpenInput {
    /// The member who buys.
    member: ID,
    /// Code of the tier.
    tier: String,
    /// In place of the term that runs today, whose unused days are credited.
    #[graphql(default)]
    upgrade: bool,
    /// The version of the contract that the buyer was shown and agreed to, `2026-11`.
    contract_version: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl OrderOpenInput {
    pub(super) fn command(self) -> Result<OrderOpen> {
        Ok(OrderOpen {
            member: ids::parse(&self.member)?,
            tier: self.tier,
            upgrade: self.upgrade,
            contract_version: self.contract_version,
        })
    }
}

/// What calls an order off.
#[derive(InputObject, Debug)]
pub(crate) struct OrderCancelInput {
    /// The order.
    id: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl OrderCancelInput {
    pub(super) fn command(self) -> Result<OrderCancel> {
        Ok(OrderCancel { id: ids::parse(&self.id)? })
    }
}

/// What starts a payment.
#[derive(InputObject, Debug)]
pub(crate) struct PaymentStartInput {
    /// The order.
    order: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl PaymentStartInput {
    pub(super) fn command(self) -> Result<PaymentStart> {
        Ok(PaymentStart { order: ids::parse(&self.order)? })
    }
}

/// What records a payment.
#[derive(InputObject, Debug)]
pub(crate) struct PaymentRecordInput {
    /// The order.
    order: ID,
    /// `CASH` or `TRANSFER`.
    method: PaymentMethod,
    /// What was received: exactly the order's price.
    amount: Fen,
    /// The number of the receipt or transfer: no two payments have the same.
    reference: String,
    /// Whatever else there is to say.
    note: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl PaymentRecordInput {
    pub(super) fn command(self) -> Result<PaymentRecord> {
        Ok(PaymentRecord {
            order: ids::parse(&self.order)?,
            method: self.method.into(),
            amount: rules::Fen(self.amount.0),
            reference: self.reference,
            note: self.note,
        })
    }
}

/// What asks for a refund.
#[derive(InputObject, Debug)]
pub(crate) struct RefundRequestInput {
    /// The order.
    order: ID,
    /// Why; nobody has to say.
    reason: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl RefundRequestInput {
    pub(super) fn command(self) -> Result<RefundRequest> {
        Ok(RefundRequest { order: ids::parse(&self.order)?, reason: self.reason })
    }
}

/// What approves a refund.
#[derive(InputObject, Debug)]
pub(crate) struct RefundApproveInput {
    /// The refund.
    id: ID,
    /// Whatever there is to say.
    note: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl RefundApproveInput {
    pub(super) fn command(self) -> Result<RefundDecide> {
        Ok(RefundDecide { id: ids::parse(&self.id)?, approve: true, note: self.note })
    }
}

/// What rejects a refund.
#[derive(InputObject, Debug)]
pub(crate) struct RefundRejectInput {
    /// The refund.
    id: ID,
    /// Why: the member reads it.
    note: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl RefundRejectInput {
    pub(super) fn command(self) -> Result<RefundDecide> {
        Ok(RefundDecide { id: ids::parse(&self.id)?, approve: false, note: Some(self.note) })
    }
}

/// What records that a refund was handed back.
#[derive(InputObject, Debug)]
pub(crate) struct RefundPayInput {
    /// The refund.
    id: ID,
    /// The number of the receipt or transfer.
    reference: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl RefundPayInput {
    pub(super) fn command(self) -> Result<RefundPay> {
        Ok(RefundPay { id: ids::parse(&self.id)?, reference: self.reference })
    }
}

/// What asks for an invoice.
#[derive(InputObject)]
pub(crate) struct InvoiceRequestInput {
    /// The order.
    order: ID,
    /// Whom it is made out to.
    #[graphql(secret)]
    title: String,
    /// The company's tax number. Left out, it is made out to a person.
    tax_number: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

/// By hand: a title may be a person's name.
impl std::fmt::Debug for InvoiceRequestInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InvoiceRequestInput")
    }
}

impl InvoiceRequestInput {
    pub(super) fn command(self) -> Result<InvoiceRequest> {
        Ok(InvoiceRequest { order: ids::parse(&self.order)?, title: self.title, tax_number: self.tax_number })
    }
}

/// What records an invoice.
#[derive(InputObject, Debug)]
pub(crate) struct InvoiceIssueInput {
    /// The request.
    id: ID,
    /// The invoice's number, 8 to 20 digits.
    number: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl InvoiceIssueInput {
    pub(super) fn command(self) -> Result<InvoiceIssue> {
        Ok(InvoiceIssue { id: ids::parse(&self.id)?, number: self.number })
    }
}
