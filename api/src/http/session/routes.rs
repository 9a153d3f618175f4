//! Which path of `/session` does what.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use axum::routing::{any, get};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::cookie::Cookie;
use super::house::{App, Problem, ProblemKind, Proof, SessionDoor, Sessions, Tokens};
use super::{answer, guard, oidc};
use crate::gate::Visit;
use crate::http::{Media, Refused, Seen, body, code};

/// More than any of our pages sends.
const LARGEST: usize = 16 << 10;
const PATIENCE: Duration = Duration::from_secs(10);

/// The routes of sessions. They belong under the door's edge, see [`crate::http::router_with`].
pub fn router<S: Sessions>(door: SessionDoor<S>) -> Router {
    Router::new()
        .route("/session/console/oidc", get(oidc::leave::<S>))
        .route("/session/console/oidc/callback", get(oidc::arrive::<S>))
        .route("/session/{app}", any(ways::<S>))
        .route("/session/{app}/{step}", any(step::<S>))
        .with_state(Arc::new(door))
}

/// The ways to sign in to an app.
async fn ways<S: Sessions>(
    State(door): State<Arc<SessionDoor<S>>>,
    Path(app): Path<String>,
    request: Request,
) -> Response {
    let seen = Seen::of(request.extensions());
    let refuse = |refused: Refused| refused.answer(Media::Json, &seen.request_id);
    let Some(app) = App::named(&app) else { return refuse(nothing()) };
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refuse(Refused::not_allowed("use GET", "GET,HEAD"));
    }
    let provider = door.provider.as_ref().filter(|_| app == App::Console);
    answer::json(&json!({
        "password": app == App::Console,
        "code": app == App::Client,
        "oidc": provider.map(|provider| json!({ "name": provider.name() })),
        "demo": door.sessions.is_demo().await,
    }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByPassword {
    email: String,
    password: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByCode {
    phone: String,
    code: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Begun {
    access_token: String,
}

/// An object that says nothing, for requests whose cookie says it all.
#[derive(Deserialize)]
struct Nothing {}

async fn step<S: Sessions>(
    State(door): State<Arc<SessionDoor<S>>>,
    Path((app, step)): Path<(String, String)>,
    request: Request,
) -> Response {
    let seen = Seen::of(request.extensions());
    let known = App::named(&app).ok_or_else(nothing);
    let done = match known {
        Ok(app) => take(&door, app, &step, request, &seen).await,
        Err(refused) => Err(refused),
    };
    done.unwrap_or_else(|refused| refused.answer(Media::Json, &seen.request_id))
}

async fn take<S: Sessions>(
    door: &SessionDoor<S>,
    app: App,
    step: &str,
    request: Request,
    seen: &Seen,
) -> Result<Response, Refused> {
    let sign_in = matches!((app, step), (App::Console, "password") | (App::Client, "code" | "keep"));
    if !sign_in && !matches!(step, "refresh" | "end") {
        return Err(nothing());
    }
    if request.method() != Method::POST {
        return Err(Refused::not_allowed("use POST", "POST"));
    }
    let (parts, sent) = request.into_parts();
    guard::same_origin(&parts.headers, &door.public_url)?;
    body::check_type(&parts.headers)?;
    let sent = body::read(&parts.headers, sent, LARGEST, PATIENCE).await?;
    let visit = Visit { caller: None, request_id: seen.request_id.clone(), address: seen.address };
    let desk = Desk { door, cookie: Cookie::session(app, door.secure()), headers: &parts.headers, visit };
    match step {
        "password" => {
            let ByPassword { email, password } = read(&sent)?;
            desk.sign_in(Proof::Password { email, password }).await
        }
        "code" => {
            let ByCode { phone, code } = read(&sent)?;
            desk.sign_in(Proof::Code { phone, code }).await
        }
        "keep" => {
            let Begun { access_token } = read(&sent)?;
            desk.keep(Proof::Begun { access: access_token }).await
        }
        "refresh" => {
            let Nothing {} = read(&sent)?;
            Ok(desk.refresh().await)
        }
        _ => {
            let Nothing {} = read(&sent)?;
            desk.end().await
        }
    }
}

/// What the message of the parser would quote may be a password.
fn read<T: DeserializeOwned>(sent: &[u8]) -> Result<T, Refused> {
    serde_json::from_slice(sent).map_err(|_| Refused::bad_request("the body is not the JSON object that is asked for"))
}

fn nothing() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, code::NOT_FOUND, "there is nothing here")
}

/// Where one request is worked on.
pub(super) struct Desk<'a, S> {
    pub(super) door: &'a SessionDoor<S>,
    pub(super) cookie: Cookie,
    pub(super) headers: &'a HeaderMap,
    pub(super) visit: Visit,
}

impl<S: Sessions> Desk<'_, S> {
    async fn sign_in(&self, proof: Proof) -> Result<Response, Refused> {
        let tokens = self.begin(proof).await?;
        Ok(self.with_cookie(answer::tokens(&tokens), &tokens))
    }

    /// Begins a session; the one that this browser had before ends. Who comes back from a provider brings no cookie of the
    /// session before, since that is `Strict`: its token is overwritten, and it ends by itself when its time is over.
    pub(super) async fn begin(&self, proof: Proof) -> Result<Tokens, Problem> {
        let tokens = self.door.sessions.begin(proof, &self.visit).await?;
        if let Some(before) = self.cookie.read(self.headers)
            && let Err(problem) = self.door.sessions.end(before, &self.visit).await
        {
            tracing::warn!(code = problem.code, "the session before could not be ended");
        }
        Ok(tokens)
    }

    /// Keeps a session that was begun elsewhere. It may be asked for again after a lost answer, so none that the browser holds
    /// is ended: that may be the same one.
    async fn keep(&self, proof: Proof) -> Result<Response, Refused> {
        let tokens = self.door.sessions.begin(proof, &self.visit).await?;
        Ok(self.with_cookie(answer::tokens(&tokens), &tokens))
    }

    pub(super) fn with_cookie(&self, mut response: Response, tokens: &Tokens) -> Response {
        self.cookie.set(response.headers_mut(), &tokens.refresh, tokens.refresh_life);
        response
    }

    async fn refresh(&self) -> Response {
        let refreshed = match self.cookie.read(self.headers) {
            Some(token) => self.door.sessions.refresh(token, &self.visit).await,
            None => Err(Problem {
                kind: ProblemKind::Unauthenticated,
                code: code::UNAUTHENTICATED,
                message: "there is no session; sign in".to_owned(),
            }),
        };
        match refreshed {
            Ok(tokens) => self.with_cookie(answer::tokens(&tokens), &tokens),
            Err(problem) => {
                let over = problem.kind == ProblemKind::Unauthenticated;
                let mut response = Refused::from(problem).answer(Media::Json, &self.visit.request_id);
                if over {
                    self.cookie.clear(response.headers_mut());
                }
                response
            }
        }
    }

    async fn end(&self) -> Result<Response, Refused> {
        if let Some(token) = self.cookie.read(self.headers) {
            // The cookie stays if the session does, so that ending it can be tried again.
            self.door.sessions.end(token, &self.visit).await?;
        }
        let mut response = answer::empty(StatusCode::NO_CONTENT);
        self.cookie.clear(response.headers_mut());
        Ok(response)
    }
}
