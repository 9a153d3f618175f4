//! What changes members.

use async_graphql::{ID, InputObject};
use service::growth::Lead;
use service::members::{ConsentSet, MemberAdd, MemberFollow, MemberMove, MemberReveal, MemberUpdate, NewMember};
use service::process::{MemberErase, MemberRegister};

use super::ConsentPurpose;
use crate::graphql::error::Result;
use crate::graphql::ids;

macro_rules! personal {
    ($($input:ident),+) => { $(
        /// By hand: personal data must not get into logs.
        impl std::fmt::Debug for $input {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(stringify!($input))
            }
        }
    )+ };
}
personal!(MemberRegisterInput, MemberAddInput, MemberUpdateInput);

/// A consent, with the version of the text that was shown.
#[derive(InputObject, Debug)]
pub(crate) struct ConsentInput {
    /// What for.
    purpose: ConsentPurpose,
    /// The version of the text, `2026-11`.
    text_version: String,
}

fn consents(given: Vec<ConsentInput>) -> Vec<(domain::members::Purpose, String)> {
    given.into_iter().map(|consent| (consent.purpose.into(), consent.text_version)).collect()
}

/// What joins: yourself, by phone.
#[derive(InputObject)]
pub(crate) struct MemberRegisterInput {
    /// Your mobile phone number.
    #[graphql(secret)]
    phone: String,
    /// The code that `codeRequest(joining: true)` sent to it.
    #[graphql(secret)]
    code: String,
    /// Your name.
    #[graphql(secret)]
    name: String,
    /// The chapter where you want to be at home. Left out, it is the one that holds `region`, or that of the link, or
    /// headquarters.
    chapter: Option<ID>,
    /// Code of the division where you live.
    region: Option<String>,
    /// Your year of birth.
    birth_year: Option<i32>,
    /// What you consent to; `SERVICE` at least.
    consents: Vec<ConsentInput>,
    /// The code of the referral link that brought you.
    link: Option<String>,
    /// The token of your phone, as `referralTouch` got it.
    #[graphql(secret)]
    visitor: Option<String>,
    /// Has no effect here: every sign-in begins a session of its own.
    pub(crate) request_key: Option<String>,
}

impl MemberRegisterInput {
    pub(crate) fn command(self) -> Result<MemberRegister> {
        Ok(MemberRegister {
            person: NewMember {
                phone: self.phone,
                name: self.name,
                birth_year: self.birth_year,
                region: self.region,
                consents: consents(self.consents),
            },
            code: self.code,
            chapter: ids::parse_opt(self.chapter.as_ref())?,
            lead: Lead { visitor: self.visitor, link: self.link },
        })
    }
}

/// What writes somebody down as a member.
#[derive(InputObject)]
pub(crate) struct MemberAddInput {
    /// The chapter where the person is at home.
    chapter: ID,
    /// The mobile phone number.
    #[graphql(secret)]
    phone: String,
    /// The name.
    #[graphql(secret)]
    name: String,
    /// Code of the division where the person lives.
    region: Option<String>,
    /// The year of birth.
    birth_year: Option<i32>,
    /// What the person has consented to in your presence; `SERVICE` at least.
    consents: Vec<ConsentInput>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl MemberAddInput {
    pub(crate) fn command(self) -> Result<MemberAdd> {
        Ok(MemberAdd {
            chapter: ids::parse(&self.chapter)?,
            person: NewMember {
                phone: self.phone,
                name: self.name,
                birth_year: self.birth_year,
                region: self.region,
                consents: consents(self.consents),
            },
        })
    }
}

/// What corrects a member. What is left out stays.
#[derive(InputObject)]
pub(crate) struct MemberUpdateInput {
    /// The member.
    id: ID,
    /// The name.
    #[graphql(secret)]
    name: Option<String>,
    /// The year of birth.
    birth_year: Option<i32>,
    /// Code of the division where the person lives.
    region: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl MemberUpdateInput {
    pub(crate) fn command(self) -> Result<MemberUpdate> {
        let id = ids::parse(&self.id)?;
        Ok(MemberUpdate { id, name: self.name, birth_year: self.birth_year, region: self.region })
    }
}

/// What moves a member to another home.
#[derive(InputObject, Debug)]
pub(crate) struct MemberMoveInput {
    /// The member.
    id: ID,
    /// The new home.
    chapter: ID,
    /// Why; needed unless it is yourself.
    reason: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl MemberMoveInput {
    pub(crate) fn command(self) -> Result<MemberMove> {
        Ok(MemberMove { id: ids::parse(&self.id)?, chapter: ids::parse(&self.chapter)?, reason: self.reason })
    }
}

/// What follows a chapter, or follows it no more.
#[derive(InputObject, Debug)]
pub(crate) struct MemberFollowInput {
    /// The member.
    id: ID,
    /// The chapter.
    chapter: ID,
    /// Whether to follow it.
    #[graphql(default = true)]
    follow: bool,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl MemberFollowInput {
    pub(crate) fn command(self) -> Result<MemberFollow> {
        Ok(MemberFollow { id: ids::parse(&self.id)?, chapter: ids::parse(&self.chapter)?, follow: self.follow })
    }
}

/// What grants or withdraws a consent.
#[derive(InputObject, Debug)]
pub(crate) struct MemberConsentSetInput {
    /// The member.
    id: ID,
    /// What for.
    purpose: ConsentPurpose,
    /// The version of the text that was shown, `2026-11`.
    text_version: String,
    /// Whether it is granted or withdrawn.
    granted: bool,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl MemberConsentSetInput {
    pub(crate) fn command(self) -> Result<ConsentSet> {
        Ok(ConsentSet {
            member: ids::parse(&self.id)?,
            purpose: self.purpose.into(),
            text_version: self.text_version,
            granted: self.granted,
        })
    }
}

/// What shows a member's phone and name in clear.
#[derive(InputObject, Debug)]
pub(crate) struct MemberRevealInput {
    /// The member.
    id: ID,
    /// Why: it is logged, and the member can read it.
    reason: String,
    /// Has no effect here: every look is one of its own.
    pub(crate) request_key: Option<String>,
}

impl MemberRevealInput {
    pub(crate) fn command(self) -> Result<MemberReveal> {
        Ok(MemberReveal { id: ids::parse(&self.id)?, reason: self.reason })
    }
}

/// What forgets a person.
#[derive(InputObject, Debug)]
pub(crate) struct MemberEraseInput {
    /// The member.
    id: ID,
    /// Why; needed unless it is yourself.
    reason: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl MemberEraseInput {
    pub(crate) fn command(self) -> Result<MemberErase> {
        Ok(MemberErase { id: ids::parse(&self.id)?, reason: self.reason })
    }
}
