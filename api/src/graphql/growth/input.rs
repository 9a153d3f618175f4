//! What changes links and referrals.

use async_graphql::{ID, InputObject};
use service::growth::{LinkCreate, LinkEnd, ReferralAppeal, ReferralDecide, ReferralTouch};

use super::enums::{ReferralChannel, ReferralDecision};
use crate::graphql::error::Result;
use crate::graphql::ids;

/// What makes a referral link.
#[derive(InputObject)]
pub(crate) struct ReferralLinkCreateInput {
    /// The chapter that it credits. Left out, it is your own link, and credits your home.
    chapter: Option<ID>,
    /// Where it is shared.
    channel: ReferralChannel,
    /// What it is part of, in 1 to 40 characters; only of a chapter's link.
    campaign: Option<String>,
    /// The token of your phone, as for `referralTouch`; only of your own link. Whoever registers on it is not somebody new.
    #[graphql(secret)]
    visitor: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ReferralLinkCreateInput {
    pub(crate) fn command(self) -> Result<LinkCreate> {
        Ok(LinkCreate {
            chapter: ids::parse_opt(self.chapter.as_ref())?,
            channel: self.channel.into(),
            campaign: self.campaign,
            visitor: self.visitor,
        })
    }
}

/// What ends a referral link.
#[derive(InputObject, Debug)]
pub(crate) struct ReferralLinkEndInput {
    /// The link.
    id: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ReferralLinkEndInput {
    pub(crate) fn command(self) -> Result<LinkEnd> {
        Ok(LinkEnd { id: ids::parse(&self.id)? })
    }
}

/// What follows a link.
#[derive(InputObject)]
pub(crate) struct ReferralTouchInput {
    /// The link's code; case, blanks and dashes do not matter.
    code: String,
    /// A token that the phone made once and keeps: 32 to 64 random letters, digits, `_` and `-`.
    #[graphql(secret)]
    visitor: String,
    /// Has no effect here: following a link again changes nothing.
    pub(crate) request_key: Option<String>,
}

impl ReferralTouchInput {
    pub(crate) fn command(self) -> ReferralTouch {
        ReferralTouch { code: self.code, visitor: self.visitor }
    }
}

/// What decides on a referral.
#[derive(InputObject, Debug)]
pub(crate) struct ReferralDecideInput {
    /// The referral.
    id: ID,
    /// What is decided.
    decision: ReferralDecision,
    /// Why, in 1 to 200 characters: it is logged, and the inviter reads it.
    reason: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ReferralDecideInput {
    pub(crate) fn command(self) -> Result<ReferralDecide> {
        Ok(ReferralDecide { id: ids::parse(&self.id)?, decision: self.decision.into(), reason: self.reason })
    }
}

/// What appeals a rejection.
#[derive(InputObject, Debug)]
pub(crate) struct ReferralAppealInput {
    /// The referral.
    id: ID,
    /// What is wrong with the rejection, in 1 to 500 characters.
    text: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl ReferralAppealInput {
    pub(crate) fn command(self) -> Result<ReferralAppeal> {
        Ok(ReferralAppeal { id: ids::parse(&self.id)?, text: self.text })
    }
}
