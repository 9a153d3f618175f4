//! How one-time codes reach people.

use std::fmt;

use futures_util::future::BoxFuture;

use domain::kernel::mask_phone;

/// A code that was not sent; the person asks for another.
#[derive(Debug, thiserror::Error)]
#[error("the code was not sent: {0}")]
pub struct SendError(pub String);

/// Sends one-time codes.
pub trait CodeSender: Send + Sync + fmt::Debug {
    /// Sends a code to a phone (eleven digits).
    fn send<'a>(&'a self, phone: &'a str, code: &'a str) -> BoxFuture<'a, Result<(), SendError>>;
}

/// For the demo: writes the code to the log.
#[derive(Debug, Clone, Copy, Default)]
pub struct LoggedCodes;

impl CodeSender for LoggedCodes {
    fn send<'a>(&'a self, phone: &'a str, code: &'a str) -> BoxFuture<'a, Result<(), SendError>> {
        tracing::info!(phone = %mask_phone(phone), code, "one-time code");
        Box::pin(std::future::ready(Ok(())))
    }
}
