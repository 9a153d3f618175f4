//! What takes payments online, for us: a trait, so that no rule knows whose it is.

use std::fmt;

use domain::kernel::Timestamp;
use domain::money::{Fen, ProviderOutcome};
use futures_util::future::BoxFuture;

/// What somebody is asked to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentAsk {
    /// Our number of the payment: what the provider's notices name it by.
    pub reference: String,
    pub amount: Fen,
    /// Until when it can be paid.
    pub expires_at: Timestamp,
}

/// What is to go back of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefundAsk {
    /// Our number of the refund. A second request under it must not pay again.
    pub reference: String,
    /// Our number of the payment.
    pub payment: String,
    pub amount: Fen,
}

/// What a provider tells us of a payment, once its signature was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The provider's own number of the notice.
    pub id: String,
    /// Our number of the payment.
    pub reference: String,
    pub amount: Fen,
    pub outcome: ProviderOutcome,
    /// From whose account it was paid, in the provider's own words; kept as a keyed hash.
    pub payer: Option<String>,
}

/// A notice as it travels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedNotice {
    /// The value of [`PaymentProvider::signature_header`].
    pub signature: String,
    pub body: Vec<u8>,
}

/// A notice that is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeError {
    /// It is not the provider's, or was signed too long ago.
    Signature,
    /// It is the provider's, and makes no sense.
    Unreadable,
}

/// The provider did not do what it was asked: try again later.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the payment provider: {0}")]
pub struct ProviderError(pub String);

/// Takes payments, tells of them, and gives them back.
pub trait PaymentProvider: Send + Sync + fmt::Debug {
    /// Its name in the data, the API and the path of its notices.
    fn name(&self) -> &'static str;

    /// Whether what it takes is real. Where it is not, whoever looks after the house is told so.
    fn moves_money(&self) -> bool {
        true
    }

    /// The header that signs its notices, in lower case.
    fn signature_header(&self) -> &'static str;

    /// Makes a payment payable; answers where the payer goes. Again is no second payment.
    fn begin<'a>(&'a self, ask: &'a PaymentAsk) -> BoxFuture<'a, Result<String, ProviderError>>;

    /// Reads a notice.
    ///
    /// # Errors
    /// Its signature is wrong or old, or it makes no sense.
    fn read_notice(&self, signed: &SignedNotice, now: Timestamp) -> Result<Notice, NoticeError>;

    /// Gives money back; answers the provider's own number of the refund. Again under the same reference pays nothing twice.
    fn refund<'a>(&'a self, ask: &'a RefundAsk) -> BoxFuture<'a, Result<String, ProviderError>>;

    /// Plays the payer: only where nothing is real. `None` where it is.
    fn play(&self, _notice: &Notice, _now: Timestamp) -> Option<SignedNotice> {
        None
    }
}
