//! What belongs to a member: homes, consents, looks, terms.

use async_graphql::{ID, Object, SimpleObject};
use service::members::Membership as Kept;

use super::enums::{ConsentPurpose, HomeSource, TermSource};
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::error::Result;
use crate::graphql::scalars::{Date, DateTime};

/// The end of a membership that comes near.
#[derive(SimpleObject, Debug)]
pub(crate) struct RenewalDue {
    /// The first day without membership.
    pub(super) ends_on: Date,
    /// How many days are left, today included.
    pub(super) days_left: i32,
    /// When the member was last reminded of this end; that is done 30, 7, 5 and 1 days before. Null if not yet.
    pub(super) reminded_at: Option<DateTime>,
}

/// A home that a member had.
#[derive(Debug, Clone)]
pub(crate) struct PastHome {
    pub(super) home: service::members::PastHome,
    pub(super) view: View,
}

/// A home that a member had before.
#[Object]
impl PastHome {
    /// The chapter. Null where you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.view.chapter(self.home.chapter)
    }

    /// From when.
    async fn since(&self) -> DateTime {
        DateTime(self.home.since)
    }

    /// Until when.
    async fn until(&self) -> DateTime {
        DateTime(self.home.until)
    }

    /// How it had been found.
    async fn source(&self) -> HomeSource {
        self.home.source.into()
    }

    /// Why headquarters moved the member away. Null if the member went.
    async fn reason(&self) -> Option<&str> {
        self.home.reason.as_deref()
    }
}

/// One entry of a member's consents.
#[derive(SimpleObject, Debug)]
pub(crate) struct Consent {
    /// What for.
    pub(super) purpose: ConsentPurpose,
    /// Whether it was granted or withdrawn.
    pub(super) granted: bool,
    /// The version of the text that was shown.
    pub(super) text_version: String,
    /// When it was.
    pub(super) at: DateTime,
}

/// One look at a member's personal data.
#[derive(Debug, Clone)]
pub(crate) struct MemberReveal {
    pub(super) look: service::members::Reveal,
    pub(super) view: View,
}

/// One look at a member's phone and name in clear.
#[Object]
impl MemberReveal {
    /// Who looked. Null where you may not see them.
    async fn by(&self) -> Result<Option<Account>> {
        self.view.account(self.look.by).await
    }

    /// The reason for it.
    async fn reason(&self) -> &str {
        &self.look.reason
    }

    /// When it was.
    async fn at(&self) -> DateTime {
        DateTime(self.look.at)
    }
}

/// A term.
#[derive(Debug, Clone)]
pub(crate) struct Membership {
    pub(super) kept: Kept,
    /// Whether the viewer reads why it was given.
    pub(super) noted: bool,
    pub(super) view: View,
}

/// One term of membership (会期): days that follow those before, and never overlap.
#[Object]
impl Membership {
    /// Global id, `mshp_…`.
    async fn id(&self) -> ID {
        self.kept.id.into()
    }

    /// Code of the tier, `annual`.
    #[graphql(name = "tierCode")]
    async fn tier_code(&self) -> &str {
        self.kept.term.tier.as_str()
    }

    /// Where it comes from.
    async fn source(&self) -> TermSource {
        self.kept.term.source.into()
    }

    /// The first day.
    async fn starts_on(&self) -> Date {
        Date(self.kept.term.starts_on)
    }

    /// The day after the last.
    async fn ends_on(&self) -> Date {
        Date(self.kept.term.ends_on)
    }

    /// How many days between did not count because the membership rested.
    async fn frozen_days(&self) -> i32 {
        i32::try_from(self.kept.term.frozen_days).unwrap_or(i32::MAX)
    }

    /// The chapter whose sale it was. Null if it was none, or where you may not see it.
    async fn sold_by(&self) -> Option<Chapter> {
        self.kept.sold_by.and_then(|id| self.view.chapter(id))
    }

    /// Why it was given, where somebody decided so: for the member, and with `MEMBER_MANAGE`. Null otherwise.
    async fn note(&self) -> Option<&str> {
        self.kept.note.as_deref().filter(|_| self.noted)
    }
}
