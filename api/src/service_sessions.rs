//! The house behind the sessions of pages: the use cases of sign-in.

use std::time::Duration;

use chrono::SecondsFormat;
use domain::access::Actor;
use domain::kernel::{Code, RequestId, Timestamp};
use service::access::{AuthError, SessionRefresh, SessionSignIn, SessionSignInByCode, SessionSignInByProvider};
use service::{Op, Service, ServiceError};

use crate::gate::Visit;
use crate::graphql::user_error_code;
use crate::http::code;
use crate::http::session::{Problem, ProblemKind, Proof, Sessions, Tokens};

/// Sessions of the service.
#[derive(Debug)]
pub struct ServiceSessions(Service);

impl ServiceSessions {
    /// Over a service that has started.
    #[must_use]
    pub fn new(service: Service) -> Self {
        Self(service)
    }

    fn op(&self, visit: &Visit) -> Op {
        Op {
            actor: Actor::Anonymous,
            // A client may bring an id of its own; the audit log keeps ids of ours only.
            request_id: visit.request_id.parse().unwrap_or_else(|_| RequestId(self.0.ids().next())),
            address: Some(visit.address),
            request_key: None,
        }
    }

    fn told(&self, tokens: service::access::Tokens) -> Tokens {
        let text = |at: Timestamp| at.to_rfc3339_opts(SecondsFormat::Micros, true);
        let left = (tokens.refresh_expires_at - self.0.now()).to_std().unwrap_or(Duration::ZERO);
        Tokens {
            access: tokens.access,
            expires_at: text(tokens.expires_at),
            refresh: tokens.refresh,
            refresh_expires_at: text(tokens.refresh_expires_at),
            refresh_life: left,
        }
    }
}

impl Sessions for ServiceSessions {
    async fn begin(&self, proof: Proof, visit: &Visit) -> Result<Tokens, Problem> {
        let op = self.op(visit);
        let begun = match proof {
            Proof::Password { email, password } => self.0.session_sign_in(&op, SessionSignIn { email, password }).await,
            Proof::Code { phone, code } => {
                self.0.session_sign_in_by_code(&op, SessionSignInByCode { phone, code }).await
            }
            Proof::Vouched(vouched) => {
                let input = SessionSignInByProvider {
                    issuer: vouched.issuer,
                    subject: vouched.subject,
                    verified_email: vouched.verified_email,
                };
                self.0.session_sign_in_by_provider(&op, input).await
            }
            Proof::Begun { access } => match self.0.authenticate(&access).await {
                Ok(caller) => self.0.session_keep(&Op { actor: caller.actor, ..op }).await,
                Err(AuthError::InvalidToken) => Err(ServiceError::Unauthenticated),
                Err(AuthError::Unavailable) => Err(ServiceError::Busy("a token cannot be checked now".into())),
            },
        };
        begun.map(|tokens| self.told(tokens)).map_err(problem)
    }

    async fn refresh(&self, token: String, visit: &Visit) -> Result<Tokens, Problem> {
        let refreshed = self.0.session_refresh(&self.op(visit), SessionRefresh { refresh: token }).await;
        refreshed.map(|tokens| self.told(tokens)).map_err(problem)
    }

    async fn end(&self, token: String, visit: &Visit) -> Result<(), Problem> {
        let input = SessionRefresh { refresh: token };
        self.0.session_sign_out_by_refresh(&self.op(visit), &input).await.map(|_| ()).map_err(problem)
    }

    async fn is_demo(&self) -> bool {
        // Not worth an error: a page shows a hint or does not.
        self.0.has_demo_accounts().await.unwrap_or(false)
    }
}

fn problem(error: ServiceError) -> Problem {
    let of = |kind, code, message: String| Problem { kind, code, message };
    match error {
        ServiceError::Rules(broken) => {
            let first = broken.0.first();
            let kind = match first.map(|it| it.code) {
                Some(Code::AccessCredentialsRefused | Code::AccessSessionEnded) => ProblemKind::Unauthenticated,
                _ => ProblemKind::Invalid,
            };
            of(
                kind,
                first.map_or(code::BAD_USER_INPUT, |it| user_error_code(it.code)),
                ServiceError::Rules(broken).to_string(),
            )
        }
        ServiceError::RateLimited(wait) => of(ProblemKind::Limited(wait), code::RATE_LIMITED, error.to_string()),
        ServiceError::Unauthenticated => of(ProblemKind::Unauthenticated, code::UNAUTHENTICATED, error.to_string()),
        ServiceError::BadInput(message) => of(ProblemKind::Invalid, code::BAD_USER_INPUT, message),
        ServiceError::Busy(_) => {
            tracing::warn!(error = %error.trace(), "a session could not be looked after now");
            of(ProblemKind::Unavailable, code::UNAVAILABLE, "the service is busy; try again".to_owned())
        }
        ServiceError::NotFound | ServiceError::Denied(_) | ServiceError::Internal(_) => {
            tracing::error!(error = %error.trace(), "a session failed");
            of(ProblemKind::Internal, code::INTERNAL, "internal error".to_owned())
        }
    }
}
