//! The sandbox, with moods: what a provider does when it is asked for money back.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use domain::kernel::Timestamp;
use futures_util::future::BoxFuture;
use service::money::{Notice, NoticeError, PaymentAsk, PaymentProvider, ProviderError, RefundAsk, SignedNotice};

/// The sandbox; while `refuses` is set it gives nothing back.
#[derive(Debug)]
pub struct Moody {
    sandbox: flotilla::payments::Sandbox,
    pub refuses: AtomicBool,
    /// How often it was asked for money back.
    pub asked: AtomicU32,
}

impl Moody {
    pub fn new() -> Self {
        Self { sandbox: super::sandbox(), refuses: AtomicBool::new(false), asked: AtomicU32::new(0) }
    }
}

impl PaymentProvider for Moody {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }

    fn signature_header(&self) -> &'static str {
        self.sandbox.signature_header()
    }

    fn begin<'a>(&'a self, ask: &'a PaymentAsk) -> BoxFuture<'a, Result<String, ProviderError>> {
        self.sandbox.begin(ask)
    }

    fn read_notice(&self, signed: &SignedNotice, now: Timestamp) -> Result<Notice, NoticeError> {
        self.sandbox.read_notice(signed, now)
    }

    fn refund<'a>(&'a self, ask: &'a RefundAsk) -> BoxFuture<'a, Result<String, ProviderError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.refuses.load(Ordering::SeqCst) {
            return Box::pin(std::future::ready(Err(ProviderError("not in the mood".to_owned()))));
        }
        self.sandbox.refund(ask)
    }

    fn play(&self, notice: &Notice, now: Timestamp) -> Option<SignedNotice> {
        self.sandbox.play(notice, now)
    }
}
