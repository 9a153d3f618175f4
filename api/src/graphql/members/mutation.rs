//! Changes of members.

use async_graphql::{Context, Object, SimpleObject};

use super::input::{
    MemberAddInput, MemberConsentSetInput, MemberEraseInput, MemberFollowInput, MemberMoveInput, MemberRegisterInput,
    MemberRevealInput, MemberUpdateInput,
};
use super::types::Member;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::scalars::DateTime;
use crate::graphql::user_error::{UserError, settle};

payloads! {
    /// What adding a member led to.
    MemberAddPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
    /// What correcting a member led to.
    MemberUpdatePayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
    /// What moving a member led to.
    MemberMovePayload {
        /// The member, at the new home; null too if you may not see them there. Null if a rule was broken.
        member: Member
    }
    /// What following led to.
    MemberFollowPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
    /// What granting or withdrawing led to.
    MemberConsentSetPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
}

/// What joining led to.
#[derive(SimpleObject, Default)]
pub(crate) struct MemberRegisterPayload {
    /// Your id as a member. Null if a rule was broken.
    member: Option<async_graphql::ID>,
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

/// What erasing a member led to.
#[derive(SimpleObject, Default)]
pub(crate) struct MemberErasePayload {
    /// Whether the person is forgotten. Null if a rule was broken.
    erased: Option<bool>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

/// What a look at a member led to.
#[derive(SimpleObject, Default)]
pub(crate) struct MemberRevealPayload {
    /// The phone number in clear. Null if a rule was broken.
    phone: Option<String>,
    /// The name in clear. Null if a rule was broken.
    name: Option<String>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

/// Changes of members.
#[derive(Debug, Default)]
pub(crate) struct MembersMutation;

/// Changes of members.
#[Object]
impl MembersMutation {
    /// Joins as a guest, or claims the membership that a chapter has made for this phone, and signs in.
    async fn member_register(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who you are, and the code that your phone got.")] input: MemberRegisterInput,
    ) -> Result<MemberRegisterPayload> {
        let view = View::of(context)?;
        Ok(match settle(view.service().member_register(&view.op(None), input.command()?).await)? {
            Ok((member, tokens)) => MemberRegisterPayload {
                member: Some(member.into()),
                access_token: Some(tokens.access),
                expires_at: Some(DateTime(tokens.expires_at)),
                refresh_token: Some(tokens.refresh),
                refresh_expires_at: Some(DateTime(tokens.refresh_expires_at)),
                user_errors: Vec::new(),
            },
            Err(user_errors) => MemberRegisterPayload { user_errors, ..MemberRegisterPayload::default() },
        })
    }

    /// Writes somebody down as a member of a chapter, as a guest. Needs `MEMBER_REGISTER`.
    async fn member_add(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who, and where.")] mut input: MemberAddInput,
    ) -> Result<MemberAddPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().member_add(&op, input.command()?).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Corrects a member: yourself, or with `MEMBER_MANAGE`.
    async fn member_update(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whom, and what is right.")] mut input: MemberUpdateInput,
    ) -> Result<MemberUpdatePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().member_update(&op, input.command()?).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Moves a member to another home: yourself, once in 180 days; or with `MEMBER_MANAGE` at both, for a reason.
    async fn member_move(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whom, and where to.")] mut input: MemberMoveInput,
    ) -> Result<MemberMovePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().member_move(&op, input.command()?).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Follows a chapter besides the home, or no more: yourself, or with `MEMBER_MANAGE`.
    async fn member_follow(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Who, and which chapter.")] mut input: MemberFollowInput,
    ) -> Result<MemberFollowPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().member_follow(&op, input.command()?).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Grants or withdraws a consent: yourself, or as the member said it with `MEMBER_REGISTER`; a guardian's, and the one
    /// to share with the chapter, with `MEMBER_MANAGE`.
    async fn member_consent_set(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whose, and for what.")] mut input: MemberConsentSetInput,
    ) -> Result<MemberConsentSetPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().consent_set(&op, input.command()?).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Forgets a person, for good: phone, name and account; what the books need stays without them. Yourself, or with
    /// `MEMBER_MANAGE` for a reason.
    async fn member_erase(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whom, and why.")] mut input: MemberEraseInput,
    ) -> Result<MemberErasePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().member_erase(&op, input.command()?).await)? {
            Ok(_) => MemberErasePayload { erased: Some(true), user_errors: Vec::new() },
            Err(user_errors) => MemberErasePayload { user_errors, ..MemberErasePayload::default() },
        })
    }

    /// Shows a member's phone and name in clear, which is logged, and which the member can read: yourself, or with
    /// `MEMBER_REVEAL`; a chapter's people need the member's consent besides.
    async fn member_reveal(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Whom, and why.")] mut input: MemberRevealInput,
    ) -> Result<MemberRevealPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().member_reveal(&op, input.command()?).await)? {
            Ok(shown) => {
                MemberRevealPayload { phone: Some(shown.phone), name: Some(shown.name), user_errors: Vec::new() }
            }
            Err(user_errors) => MemberRevealPayload { user_errors, ..MemberRevealPayload::default() },
        })
    }
}
