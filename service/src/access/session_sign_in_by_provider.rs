//! Signs staff in whom an identity provider has vouched for.
//!
//! Somebody who comes for the first time is known by an e-mail address that the provider has verified, and from then on
//! by the provider's own name for them: an address may go to somebody else one day, that name never does.

use std::fmt;

use domain::kernel::{AccountId, Code, SessionId, Violation};
use serde_json::json;
use store::StoreError;
use store::access::account::{self, Account};
use store::access::provider_link::{self, Subject};

use super::session_begin::{Refresh, Tokens, begin, own};
use super::session_sign_in::may_sign_in;
use super::{AccountKind, normalise_email, short_hex};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// Longest issuer and subject: OpenID Connect bounds the latter by 255 characters.
const LONGEST: usize = 255;

/// Somebody as an identity provider vouches for them, in a token that has been checked.
#[derive(Clone)]
pub struct SessionSignInByProvider {
    pub issuer: String,
    pub subject: String,
    /// Only if the provider says that it has verified it.
    pub verified_email: Option<String>,
}

/// By hand: an address does not belong in a log.
impl fmt::Debug for SessionSignInByProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionSignInByProvider").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl SessionSignInByProvider {
    fn who(&self) -> Subject<'_> {
        Subject { issuer: &self.issuer, subject: &self.subject }
    }
}

fn unknown() -> ServiceError {
    let message = "you are not known here; ask whoever manages accounts for one with your e-mail address";
    Violation::new(Code::AccessCredentialsRefused, "", message).into()
}

/// Whose account it is, and whether that was found out by the e-mail address just now.
#[derive(Clone, Copy)]
struct Found {
    account: AccountId,
    new: bool,
}

impl Service {
    /// Signs staff in whom an identity provider has vouched for, and links them with their account the first time.
    ///
    /// # Errors
    /// Rules: there is no active staff account that is theirs.
    pub async fn session_sign_in_by_provider(&self, op: &Op, input: SessionSignInByProvider) -> Result<Tokens> {
        let bounded = |text: &str| (1..=LONGEST).contains(&text.len());
        if !bounded(&input.issuer) || !bounded(&input.subject) {
            return Err(unknown());
        }
        // Looked at first only to know in whose name to write; the transaction looks again.
        let Some(found) = self.of_provider(&input).await? else {
            self.note_refusal(op, "provider", &self.provider_mark(&input)).await?;
            return Err(unknown());
        };
        let (session, refresh) = (SessionId(self.ids.next()), Refresh::new()?);
        let until = self.session_end();
        let (fresh, input) = (&refresh, &input);
        self.write(&own(op, found.account, session), "access.session_sign_in_by_provider", &(), |w| {
            Box::pin(async move {
                enter(w, input, found).await?;
                begin(w, session, found.account, fresh).await?;
                Ok(session)
            })
        })
        .await?;
        self.tokens(found.account, session, until, refresh)
    }

    async fn of_provider(&self, input: &SessionSignInByProvider) -> Result<Option<Found>> {
        let (read, vault) = (self.store.read(), self.store.vault());
        if let Some(account) = provider_link::find(read, input.who()).await? {
            let held = account::load(read, vault, account).await?;
            return Ok(may_sign_in(&held, AccountKind::Staff).then_some(Found { account, new: false }));
        }
        let email = input.verified_email.as_deref().and_then(|email| normalise_email("email", email).ok());
        let Some(email) = email else { return Ok(None) };
        let held = account::by_email(read, vault, &email).await?.filter(|held| may_sign_in(held, AccountKind::Staff));
        let Some(Account { id, .. }) = held else { return Ok(None) };
        // Somebody else at this provider has the account: an address that went from one to another opens nothing.
        let taken = provider_link::is_taken(read, &input.issuer, id).await?;
        Ok((!taken).then_some(Found { account: id, new: true }))
    }

    /// Tells people apart in the log without keeping what the provider calls them.
    fn provider_mark(&self, input: &SessionSignInByProvider) -> [u8; 32] {
        self.access.keyed("provider", &[input.issuer.as_bytes(), input.subject.as_bytes()])
    }
}

/// Makes sure that what was found still holds, and links the first time.
async fn enter(w: &mut Write<'_>, input: &SessionSignInByProvider, found: Found) -> Result<()> {
    let held = account::load(w.db(), w.vault(), found.account).await?;
    let linked = provider_link::find(w.db(), input.who()).await?;
    let holds = if found.new { linked.is_none_or(|it| it == held.id) } else { linked == Some(held.id) };
    if !holds || !may_sign_in(&held, AccountKind::Staff) {
        return Err(unknown());
    }
    if found.new && linked.is_none() {
        // Another tab of the same person may be faster: run again, it finds the link.
        provider_link::insert(w.db(), input.who(), held.id, w.now()).await.map_err(again)?;
        w.audit(Change {
            target: held.id.to_string(),
            after: Some(json!({ "issuer": input.issuer, "subject": short_hex(&w.service.provider_mark(input)) })),
            action: Some("access.provider_link"),
            ..Change::default()
        })
        .await?;
    }
    Ok(())
}

fn again(error: StoreError) -> ServiceError {
    match error {
        StoreError::Duplicate(_) => ServiceError::Busy(Box::new(error)),
        other => other.into(),
    }
}
