//! Signing in and out.

use async_graphql::{Context, Object, SimpleObject};
use service::access::Tokens;

use super::session_input::{
    CodeRequestInput, HelmsmanSignInInput, SessionRefreshInput, SessionSignOutInput, SessionsRevokeInput,
    StaffSignInInput,
};
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::scalars::DateTime;
use crate::graphql::user_error::{UserError, settle};

/// Defines a payload that carries the tokens of a session.
macro_rules! session_payloads {
    ($( $(#[$about:meta])* $payload:ident )+) => { $(
        $(#[$about])*
        #[derive(SimpleObject, Default)]
        pub(crate) struct $payload {
            /// The access token, for `Authorization: Bearer` and `connection_init`. Null if a rule was broken.
            access_token: Option<String>,
            /// When the access token expires. Null if a rule was broken.
            expires_at: Option<DateTime>,
            /// Good once, for new tokens. Keep it secret. Null if a rule was broken.
            refresh_token: Option<String>,
            /// When the refresh token expires if it is not used. Null if a rule was broken.
            refresh_expires_at: Option<DateTime>,
            /// The rules that the input breaks; empty if the mutation was done.
            user_errors: Vec<UserError>,
        }

        impl $payload {
            fn of(outcome: service::Result<Tokens>) -> Result<Self> {
                Ok(match settle(outcome)? {
                    Ok(tokens) => Self {
                        access_token: Some(tokens.access),
                        expires_at: Some(DateTime(tokens.expires_at)),
                        refresh_token: Some(tokens.refresh),
                        refresh_expires_at: Some(DateTime(tokens.refresh_expires_at)),
                        user_errors: Vec::new(),
                    },
                    Err(user_errors) => Self { user_errors, ..Self::default() },
                })
            }
        }
    )+ };
}

session_payloads! {
    /// What signing staff in led to.
    StaffSignInPayload
    /// What signing in by phone led to.
    HelmsmanSignInPayload
    /// What refreshing a session led to.
    SessionRefreshPayload
}

/// What asking for a code led to. It does not tell whether anybody has that phone.
#[derive(SimpleObject, Default)]
pub(crate) struct CodeRequestPayload {
    /// Whether the request was taken: a code is on its way if a helmsman or a member has that phone, or if it is to join. Null if a rule was broken.
    accepted: Option<bool>,
    /// Until when a code, if one was sent, is good. Null if a rule was broken.
    expires_at: Option<DateTime>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

/// What signing out led to.
#[derive(SimpleObject, Default)]
pub(crate) struct SessionSignOutPayload {
    /// Whether the session has ended. Null if a rule was broken.
    done: Option<bool>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

/// What ending all sessions led to.
#[derive(SimpleObject, Default)]
pub(crate) struct SessionsRevokePayload {
    /// How many sessions ended. Null if a rule was broken.
    sessions: Option<i32>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

/// Signing in and out.
#[derive(Debug, Default)]
pub(crate) struct SessionMutation;

/// Signing in and out.
#[Object]
impl SessionMutation {
    /// Signs staff in with e-mail and password.
    async fn staff_sign_in(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "E-mail and password.")] input: StaffSignInInput,
    ) -> Result<StaffSignInPayload> {
        let view = View::of(context)?;
        StaffSignInPayload::of(view.service().session_sign_in(&view.op(None), input.command()).await)
    }

    /// Sends a one-time code to a phone, to sign in or to join. The answer is the same whether or not anybody has it.
    async fn code_request(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which phone.")] input: CodeRequestInput,
    ) -> Result<CodeRequestPayload> {
        let view = View::of(context)?;
        Ok(match settle(view.service().code_request(&view.op(None), input.command()).await)? {
            Ok(requested) => CodeRequestPayload {
                accepted: Some(true),
                expires_at: Some(DateTime(requested.expires_at)),
                user_errors: Vec::new(),
            },
            Err(user_errors) => CodeRequestPayload { user_errors, ..CodeRequestPayload::default() },
        })
    }

    /// Signs a helmsman or a member in with phone and one-time code.
    async fn helmsman_sign_in(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Phone and code.")] input: HelmsmanSignInInput,
    ) -> Result<HelmsmanSignInPayload> {
        let view = View::of(context)?;
        HelmsmanSignInPayload::of(view.service().session_sign_in_by_code(&view.op(None), input.command()).await)
    }

    /// Gives new tokens for a refresh token, which is spent by it. One that comes twice ends the session.
    async fn session_refresh(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The refresh token.")] input: SessionRefreshInput,
    ) -> Result<SessionRefreshPayload> {
        let view = View::of(context)?;
        SessionRefreshPayload::of(view.service().session_refresh(&view.op(None), input.command()).await)
    }

    /// Ends the session of the access token that asks: here at once, elsewhere within a second.
    async fn session_sign_out(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Nothing but a request key.")] input: SessionSignOutInput,
    ) -> Result<SessionSignOutPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key);
        Ok(match settle(view.service().session_sign_out(&op).await)? {
            Ok(_) => SessionSignOutPayload { done: Some(true), user_errors: Vec::new() },
            Err(user_errors) => SessionSignOutPayload { user_errors, ..SessionSignOutPayload::default() },
        })
    }

    /// Ends all sessions of an account, the one that asks included.
    async fn sessions_revoke(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose sessions.")] mut input: SessionsRevokeInput,
    ) -> Result<SessionsRevokePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().sessions_revoke(&op, input.command()?).await)? {
            Ok(ended) => SessionsRevokePayload {
                sessions: Some(i32::try_from(ended).unwrap_or(i32::MAX)),
                user_errors: Vec::new(),
            },
            Err(user_errors) => SessionsRevokePayload { user_errors, ..SessionsRevokePayload::default() },
        })
    }
}
