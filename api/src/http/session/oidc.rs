//! To the identity provider and back. Both are visits of a person, so that both end on a page.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;

use super::answer;
use super::cookie::Cookie;
use super::house::{App, Arrival, ProblemKind, Proof, ProviderProblem, SessionDoor, Sessions};
use super::place::place_within;
use super::routes::Desk;
use crate::gate::Visit;
use crate::http::Seen;

/// How long the provider's part of a visit may take in all, whoever else waits for it.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the sign-in page is told.
#[derive(Debug, Clone, Copy)]
enum Failure {
    Unavailable,
    Refused,
    Expired,
    Invalid,
    /// The provider knows them and we do not.
    Unknown,
}

impl Failure {
    const fn code(self) -> &'static str {
        match self {
            Self::Unavailable => "oidc_unavailable",
            Self::Refused => "oidc_refused",
            Self::Expired => "oidc_expired",
            Self::Invalid => "oidc_invalid",
            Self::Unknown => "oidc_unknown",
        }
    }
}

impl From<ProviderProblem> for Failure {
    fn from(problem: ProviderProblem) -> Self {
        match problem {
            ProviderProblem::Unavailable => Self::Unavailable,
            ProviderProblem::Refused => Self::Refused,
            ProviderProblem::Expired => Self::Expired,
            ProviderProblem::Invalid => Self::Invalid,
        }
    }
}

pub(super) async fn leave<S: Sessions>(State(door): State<Arc<SessionDoor<S>>>, request: Request) -> Response {
    let asked = parameter(request.uri().query().unwrap_or_default(), "return");
    let to = place_within(asked.as_deref()).to_owned();
    let Some(provider) = &door.provider else { return failed(Failure::Unavailable) };
    match in_time(provider.leave(to)).await {
        Ok(leaving) => {
            let mut response = answer::redirect(StatusCode::FOUND, &leaving.url);
            Cookie::way(door.secure()).set(response.headers_mut(), &leaving.cookie, leaving.life);
            response
        }
        Err(problem) => failed(problem.into()),
    }
}

pub(super) async fn arrive<S: Sessions>(State(door): State<Arc<SessionDoor<S>>>, request: Request) -> Response {
    let (way, (parts, _)) = (Cookie::way(door.secure()), request.into_parts());
    let mut response = settle(&door, &parts, way.read(&parts.headers)).await.unwrap_or_else(failed);
    // Good once, however it ended.
    way.clear(response.headers_mut());
    response
}

async fn settle<S: Sessions>(
    door: &SessionDoor<S>,
    parts: &Parts,
    cookie: Option<String>,
) -> Result<Response, Failure> {
    let provider = door.provider.as_ref().ok_or(Failure::Unavailable)?;
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let arrived = in_time(provider.arrive(Arrival { cookie, query })).await?;
    let seen = Seen::of(&parts.extensions);
    let visit = Visit { caller: None, request_id: seen.request_id, address: seen.address };
    let cookie = Cookie::session(App::Console, door.secure());
    let desk = Desk { door, cookie, headers: &parts.headers, visit };
    let tokens = desk.begin(Proof::Vouched(arrived.vouched)).await.map_err(|problem| match problem.kind {
        ProblemKind::Invalid | ProblemKind::Unauthenticated => Failure::Unknown,
        ProblemKind::Limited(_) | ProblemKind::Unavailable | ProblemKind::Internal => Failure::Unavailable,
    })?;
    let to = place_within(Some(&arrived.to));
    Ok(desk.with_cookie(answer::redirect(StatusCode::SEE_OTHER, to), &tokens))
}

async fn in_time<T>(step: impl Future<Output = Result<T, ProviderProblem>>) -> Result<T, ProviderProblem> {
    tokio::time::timeout(PATIENCE, step).await.unwrap_or_else(|_| {
        tracing::warn!(seconds = PATIENCE.as_secs(), "the identity provider takes too long");
        Err(ProviderProblem::Unavailable)
    })
}

fn failed(failure: Failure) -> Response {
    answer::redirect(StatusCode::SEE_OTHER, &format!("/console/sign-in?problem={}", failure.code()))
}

/// The first value of a parameter, decoded.
fn parameter(query: &str, name: &str) -> Option<String> {
    let pairs: Vec<(String, String)> = axum::extract::Query::try_from_uri(&format!("/?{query}").parse().ok()?).ok()?.0;
    pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn nobody_waits_for_the_provider_for_long() {
        let begun = tokio::time::Instant::now();
        let told = in_time(std::future::pending::<Result<(), ProviderProblem>>()).await;
        assert_eq!((told, begun.elapsed()), (Err(ProviderProblem::Unavailable), PATIENCE));
    }
}
