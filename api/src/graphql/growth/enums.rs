//! Enums of growth, each bound to its domain type: a variant missing here does not compile.

use async_graphql::Enum;

/// Where a link is shared.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::growth::ReferralChannel")]
pub(crate) enum ReferralChannel {
    /// A poster or another thing of paper.
    Poster,
    /// Face to face, or at an event.
    Offline,
    /// A chat group or a message.
    Chat,
    /// A page, an article, a video.
    Content,
    /// Inside this app.
    App,
    /// Anything else.
    Other,
}

/// Where a referral stands.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::growth::ReferralState")]
pub(crate) enum ReferralState {
    /// The link was shared.
    Created,
    /// Somebody has opened it, and is held by it for 30 days.
    Bound,
    /// They have registered.
    Registered,
    /// They have paid an order.
    Converted,
    /// Its refund window is over.
    Qualified,
    /// Points were given for it.
    Rewarded,
    /// They did not register in time.
    Expired,
    /// It looks made up; may be appealed.
    Rejected,
    /// The order went back, or it turned out to be made up: the points were taken back.
    Reversed,
}

/// One thing about a referral that looks wrong.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::growth::FraudFlag")]
pub(crate) enum ReferralFlag {
    /// The phone or browser is the inviter's, or another invited person's.
    SameDevice,
    /// The order was paid from the inviter's account, or another invited person's.
    SamePayer,
    /// The phone number was a member's before.
    SamePhone,
    /// More than five registrations from one address in an hour.
    TooManyFromAddress,
}

/// What is decided on a referral.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "service::growth::ReferralDecision")]
pub(crate) enum ReferralDecision {
    /// There is nothing wrong with it: it goes on where it was.
    Accept,
    /// It is made up: what it earned is taken back.
    Reject,
}

/// What the credit for a member rests on.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::growth::CreditKind")]
pub(crate) enum AttributionCredit {
    /// A link that was followed.
    Link,
    /// The chapter of the home region.
    Home,
    /// Nothing named a chapter.
    Headquarters,
}
