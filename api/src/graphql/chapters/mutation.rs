//! Offices: who leads a chapter, and who stands in.

use async_graphql::{Context, Object, SimpleObject};
use domain::kernel::TermId;

use super::input::{HelmsmanAppointInput, TermEndInput};
use super::{Chapter, Term};
use crate::graphql::View;
use crate::graphql::error::{Result, found};
use crate::graphql::user_error::{UserError, settle};

/// What an appointment led to.
#[derive(SimpleObject, Default)]
pub(crate) struct HelmsmanAppointPayload {
    /// The term that began. Null if a rule was broken.
    term: Option<Term>,
    /// The chapter, led by whoever took office. Null if a rule was broken.
    chapter: Option<Chapter>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

/// What the end of a term led to.
#[derive(SimpleObject, Default)]
pub(crate) struct TermEndPayload {
    /// The term that ended. Null if a rule was broken.
    term: Option<Term>,
    /// The chapter where it was served. Null if a rule was broken.
    chapter: Option<Chapter>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

/// Offices.
#[derive(Debug, Default)]
pub(crate) struct OfficeMutation;

/// Offices.
#[Object]
impl OfficeMutation {
    /// Puts a helmsman or deputy into office; the rights that come with it live as long as the term. Needs
    /// `HELMSMAN_APPOINT`, for a deputy `DEPUTY_APPOINT`.
    async fn helmsman_appoint(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who takes which office where.")] mut input: HelmsmanAppointInput,
    ) -> Result<HelmsmanAppointPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().helmsman_appoint(&op, input.command()?).await)? {
            Ok(id) => {
                let (term, chapter) = read(&view.fresh(), id).await?;
                HelmsmanAppointPayload { term, chapter, user_errors: Vec::new() }
            }
            Err(user_errors) => HelmsmanAppointPayload { user_errors, ..HelmsmanAppointPayload::default() },
        })
    }

    /// Ends a term of office, and the rights that came with it. One's own, or anybody's with the right to appoint.
    async fn term_end(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which term.")] mut input: TermEndInput,
    ) -> Result<TermEndPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().helmsman_step_down(&op, input.command()?).await)? {
            Ok(id) => {
                let (term, chapter) = read(&view.fresh(), id).await?;
                TermEndPayload { term, chapter, user_errors: Vec::new() }
            }
            Err(user_errors) => TermEndPayload { user_errors, ..TermEndPayload::default() },
        })
    }
}

async fn read(view: &View, id: TermId) -> Result<(Option<Term>, Option<Chapter>)> {
    let term = found(view.service().term(view.viewer(), id).await)?;
    let chapter = term.as_ref().and_then(|term| view.chapter(term.chapter));
    Ok((term.map(|term| Term::new(term, view.clone())), chapter))
}
