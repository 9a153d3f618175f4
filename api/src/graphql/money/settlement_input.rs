//! What changes statements, payouts, disputes and cases.

use async_graphql::{ID, InputObject};
use domain::money as rules;
use service::money::{
    DisputeAnswer, DisputeOpen, DisputeRule, PayoutFail, PayoutPrepare, PayoutSend, PayoutSettle, StatementsIssue,
    TerritoryCaseDecide,
};
use service::process::PaymentReturn;

use super::settlement_enums::PayeeKind;
use super::settlement_query::read_month;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::scalars::Fen;

/// What issues statements.
#[derive(InputObject, Debug)]
pub(crate) struct StatementsIssueInput {
    /// The month, `2026-11`.
    month: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl StatementsIssueInput {
    pub(super) fn command(&self) -> Result<StatementsIssue> {
        Ok(StatementsIssue { month: read_month(&self.month)? })
    }
}

/// What prepares a payout.
#[derive(InputObject, Debug)]
pub(crate) struct PayoutPrepareInput {
    /// The statement.
    statement: ID,
    /// Whether a company is paid, which pays its own taxes, or a person, whose tax is withheld.
    #[graphql(default_with = "PayeeKind::Company")]
    payee: PayeeKind,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl PayoutPrepareInput {
    pub(super) fn command(&self) -> Result<PayoutPrepare> {
        Ok(PayoutPrepare { statement: ids::parse(&self.statement)?, payee: self.payee.into() })
    }
}

/// What sends a payout.
#[derive(InputObject, Debug)]
pub(crate) struct PayoutSendInput {
    /// The payout.
    id: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl PayoutSendInput {
    pub(super) fn command(&self) -> Result<PayoutSend> {
        Ok(PayoutSend { id: ids::parse(&self.id)? })
    }
}

/// What records that a payout was made.
#[derive(InputObject, Debug)]
pub(crate) struct PayoutSettleInput {
    /// The payout.
    id: ID,
    /// The bank's number of it.
    bank_ref: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl PayoutSettleInput {
    pub(super) fn command(self) -> Result<PayoutSettle> {
        Ok(PayoutSettle { id: ids::parse(&self.id)?, bank_ref: self.bank_ref })
    }
}

/// What records that a payout came to nothing.
#[derive(InputObject, Debug)]
pub(crate) struct PayoutFailInput {
    /// The payout.
    id: ID,
    /// Why, as others shall read it.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl PayoutFailInput {
    pub(super) fn command(self) -> Result<PayoutFail> {
        Ok(PayoutFail { id: ids::parse(&self.id)?, reason: self.reason })
    }
}

/// What objects to a statement.
#[derive(InputObject, Debug)]
pub(crate) struct DisputeOpenInput {
    /// The statement.
    statement: ID,
    /// What is in dispute: so much is held back, and no more.
    amount: Fen,
    /// Why, as others shall read it.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl DisputeOpenInput {
    pub(super) fn command(self) -> Result<DisputeOpen> {
        let (statement, amount) = (ids::parse(&self.statement)?, rules::Fen(self.amount.0));
        Ok(DisputeOpen { statement, amount, reason: self.reason })
    }
}

/// What answers a dispute.
#[derive(InputObject, Debug)]
pub(crate) struct DisputeAnswerInput {
    /// The dispute.
    id: ID,
    /// The answer: the chapter reads it.
    answer: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl DisputeAnswerInput {
    pub(super) fn command(self) -> Result<DisputeAnswer> {
        Ok(DisputeAnswer { id: ids::parse(&self.id)?, answer: self.answer })
    }
}

/// What rules on a dispute.
#[derive(InputObject, Debug)]
pub(crate) struct DisputeRuleInput {
    /// The dispute.
    id: ID,
    /// Whether the chapter is right.
    uphold: bool,
    /// Why: the chapter reads it.
    ruling: String,
    /// What the chapter is given if it is right: all that is in dispute if nothing is said.
    granted: Option<Fen>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl DisputeRuleInput {
    pub(super) fn command(self) -> Result<DisputeRule> {
        let granted = self.granted.map(|granted| rules::Fen(granted.0));
        Ok(DisputeRule { id: ids::parse(&self.id)?, uphold: self.uphold, ruling: self.ruling, granted })
    }
}

/// What rules on a case.
#[derive(InputObject, Debug)]
pub(crate) struct TerritoryCaseRuleInput {
    /// The case.
    id: ID,
    /// Why: the chapter reads it.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl TerritoryCaseRuleInput {
    pub(super) fn command(self) -> Result<TerritoryCaseDecide> {
        Ok(TerritoryCaseDecide { id: ids::parse(&self.id)?, rule: true, reason: self.reason })
    }
}

/// What dismisses a case.
#[derive(InputObject, Debug)]
pub(crate) struct TerritoryCaseDismissInput {
    /// The case.
    id: ID,
    /// Why: the chapter reads it.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl TerritoryCaseDismissInput {
    pub(super) fn command(self) -> Result<TerritoryCaseDecide> {
        Ok(TerritoryCaseDecide { id: ids::parse(&self.id)?, rule: false, reason: self.reason })
    }
}

/// What sends a payment of a wrong amount back.
#[derive(InputObject, Debug)]
pub(crate) struct PaymentReturnInput {
    /// The payment.
    id: ID,
    /// Why, as others shall read it.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(super) request_key: Option<String>,
}

impl PaymentReturnInput {
    pub(super) fn command(self) -> Result<PaymentReturn> {
        Ok(PaymentReturn { id: ids::parse(&self.id)?, reason: self.reason })
    }
}
