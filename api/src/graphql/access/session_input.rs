//! What begins and ends sessions. None of it may get into a log, so none of it has a derived `Debug`.

use async_graphql::{ID, InputObject};
use service::access::{CodeRequest, SessionRefresh, SessionSignIn, SessionSignInByCode, SessionsRevoke};

use crate::graphql::error::Result;
use crate::graphql::ids;

macro_rules! secret {
    ($($input:ident),+) => { $(
        impl std::fmt::Debug for $input {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($input))
            }
        }
    )+ };
}
secret!(StaffSignInInput, CodeRequestInput, HelmsmanSignInInput, SessionRefreshInput);

/// What signs staff in.
#[derive(InputObject)]
pub(crate) struct StaffSignInInput {
    /// The account's e-mail address.
    email: String,
    /// The account's password.
    #[graphql(secret)]
    password: String,
    /// Has no effect here: every sign-in begins a session of its own.
    pub(crate) request_key: Option<String>,
}

impl StaffSignInInput {
    pub(crate) fn command(self) -> SessionSignIn {
        SessionSignIn { email: self.email, password: self.password }
    }
}

/// What asks for a one-time code.
#[derive(InputObject)]
pub(crate) struct CodeRequestInput {
    /// The mobile phone number.
    phone: String,
    /// Whether it is to join (`memberRegister`), and not to sign in: then a code is sent to any phone.
    #[graphql(default = false)]
    joining: bool,
    /// Has no effect here: every request may send a code.
    pub(crate) request_key: Option<String>,
}

impl CodeRequestInput {
    pub(crate) fn command(self) -> CodeRequest {
        CodeRequest { phone: self.phone, joining: self.joining }
    }
}

/// What signs a helmsman in.
#[derive(InputObject)]
pub(crate) struct HelmsmanSignInInput {
    /// The helmsman's mobile phone number.
    phone: String,
    /// The one-time code that was sent to it.
    #[graphql(secret)]
    code: String,
    /// Has no effect here: every sign-in begins a session of its own.
    pub(crate) request_key: Option<String>,
}

impl HelmsmanSignInInput {
    pub(crate) fn command(self) -> SessionSignInByCode {
        SessionSignInByCode { phone: self.phone, code: self.code }
    }
}

/// What refreshes a session.
#[derive(InputObject)]
pub(crate) struct SessionRefreshInput {
    /// The refresh token of the last sign-in or refresh. It is good once.
    #[graphql(secret)]
    refresh_token: String,
    /// Has no effect here: a refresh token is good once.
    pub(crate) request_key: Option<String>,
}

impl SessionRefreshInput {
    pub(crate) fn command(self) -> SessionRefresh {
        SessionRefresh { refresh: self.refresh_token }
    }
}

/// What signs out.
#[derive(InputObject, Debug)]
pub(crate) struct SessionSignOutInput {
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

/// What ends all sessions of an account.
#[derive(InputObject, Debug)]
pub(crate) struct SessionsRevokeInput {
    /// The account: one's own, or with `ACCOUNT_MANAGE` anybody's.
    account: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl SessionsRevokeInput {
    pub(crate) fn command(self) -> Result<SessionsRevoke> {
        Ok(SessionsRevoke { account: ids::parse(&self.account)? })
    }
}
