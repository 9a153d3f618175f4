//! Enums of members, each bound to its domain type: a variant missing here does not compile.

use async_graphql::Enum;

/// How a member stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::Standing")]
pub(crate) enum MemberStanding {
    /// Registered, and never had a term.
    Guest,
    /// In the one free trial of a phone number.
    Trial,
    /// A member.
    Active,
    /// The last term is over; for a few days everything can still be read.
    Grace,
    /// The membership is over.
    Lapsed,
    /// The days do not count, at the member's wish.
    Frozen,
    /// The member has asked for money back, and it is not decided yet.
    Refunding,
    /// Money was given back, and no days are left.
    Refunded,
    /// The person is forgotten; only numbers for the books stay.
    Erased,
}

/// How a member's home was found, the strongest first.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::HomeSource")]
pub(crate) enum HomeSource {
    /// The member chose it, or was moved there.
    MemberChoice,
    /// Where the member first checked in at an event.
    FirstCheckIn,
    /// By the division that the member named.
    DeliveryAddress,
    /// By the phone, or because nothing better was known.
    PhoneRegion,
}

/// How somebody came to be a member.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::JoinedBy")]
pub(crate) enum JoinedBy {
    /// Alone, without a link.
    Oneself,
    /// Through a chapter's or a member's link.
    Link,
    /// Written down by a helmsman or deputy.
    Chapter,
    /// Written down by headquarters.
    Headquarters,
    /// By redeeming a card.
    Card,
    /// From a file.
    Import,
}

/// What personal data are used for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::Purpose")]
pub(crate) enum ConsentPurpose {
    /// To keep the membership at all.
    Service,
    /// To be written to about offers.
    Marketing,
    /// The people of the home chapter, which is another legal person, may see more than masks.
    ShareWithChapter,
    /// To be shown by name, as in a ranking.
    PublicDisplay,
    /// A guardian's, for a child under 14.
    Guardian,
}

/// Where a term of membership comes from.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::TermSource")]
pub(crate) enum TermSource {
    /// The free trial.
    Trial,
    /// It was bought.
    Purchase,
    /// Bought in place of a lower tier.
    Upgrade,
    /// Redeemed from a card.
    Card,
    /// Given by headquarters after a proof was reviewed.
    Grant,
    /// Earned by inviting.
    Reward,
    /// Points turned into days.
    Points,
    /// From a file.
    Import,
}
