//! Reads of members.

use async_graphql::{Context, ID, Object};
use domain::kernel::{ChapterId, PageRequest};
use service::members::MemberFilter;

use super::connection::MemberConnection;
use super::enums::MemberStanding;
use super::types::Member;
use crate::graphql::View;
use crate::graphql::error::{Fault, Result, found};
use crate::graphql::ids;

/// Which members of a chapter are asked for.
#[derive(Debug)]
pub(crate) struct MembersWanted {
    pub(crate) standing: Option<MemberStanding>,
    pub(crate) tier: Option<String>,
    pub(crate) due_within: Option<i32>,
}

/// A page of a chapter's members.
pub(crate) async fn members(
    view: &View,
    home: ChapterId,
    wanted: MembersWanted,
    page: &PageRequest,
) -> Result<MemberConnection> {
    let due = |days| u16::try_from(days).ok().filter(|days| *days <= 366);
    let due_within = match wanted.due_within.map(due) {
        Some(None) => return Err(Fault::bad_input("`dueWithin` is 0 to 366 days")),
        Some(days) => days,
        None => None,
    };
    let tier = wanted.tier.map(|code| code.parse().map_err(|_| Fault::bad_input("`tier` is no code of a tier")));
    let filter = MemberFilter { home, standing: wanted.standing.map(Into::into), tier: tier.transpose()?, due_within };
    let slice = view.service().members(view.viewer(), &filter, page).await?;
    Ok(MemberConnection::new(slice, view, filter))
}

/// Reads of members.
#[derive(Debug, Default)]
pub(crate) struct MembersQuery;

/// Reads of members.
#[Object]
impl MembersQuery {
    /// A member: you, or one at home where you have `MEMBER_READ`. Null if there is none, or if you may not see them.
    async fn member(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The member's id.")] id: ID,
    ) -> Result<Option<Member>> {
        let view = View::of(context)?;
        let card = found(view.service().member(view.viewer(), ids::parse(&id)?).await)?;
        Ok(card.map(|card| Member::new(card, view.clone())))
    }

    /// You as a member. Null if you have not joined.
    async fn my_membership(&self, context: &Context<'_>) -> Result<Option<Member>> {
        let view = View::of(context)?;
        let card = view.service().own_member(view.viewer()).await?;
        Ok(card.map(|card| Member::new(card, view.clone())))
    }

    /// The member who has exactly this phone, at home where you have `MEMBER_READ`. Null if there is none, or if you may
    /// not see them.
    async fn member_by_phone(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The mobile phone number, all of it.", secret)] phone: String,
    ) -> Result<Option<Member>> {
        let view = View::of(context)?;
        let card = match view.service().member_by_phone(view.viewer(), &phone).await {
            Err(service::ServiceError::Rules(broken)) => {
                let message = broken.0.first().map_or_else(String::new, |first| first.message.clone());
                return Err(Fault::bad_input(message));
            }
            outcome => outcome?,
        };
        Ok(card.map(|card| Member::new(card, view.clone())))
    }
}
