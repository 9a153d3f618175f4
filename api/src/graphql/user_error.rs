//! Broken rules, as data that a person can act on.

use async_graphql::resolver_utils::EnumType as _;
use async_graphql::{Enum, SimpleObject};
use domain::kernel::{Code, Violation};
use service::ServiceError;

use super::error::{Fault, Result};

/// Which rule an input breaks. The first word is the part of the product the rule belongs to.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Code")]
pub(crate) enum UserErrorCode {
    /// A chapter would stand below itself.
    ChaptersLoop,
    /// A chapter must stand below one of a higher level: headquarters, province, prefecture, county.
    ChaptersLevelOrder,
    /// Another chapter of the level holds the division, or it is named twice.
    ChaptersTerritoryOverlap,
    /// There is no such division now.
    ChaptersTerritoryUnknown,
    /// No chapter of this level is licensed for such a division.
    ChaptersTerritoryNotLicensable,
    /// The division lies outside the parent's territory.
    ChaptersTerritoryOutsideParent,
    /// A chapter needs at least one division.
    ChaptersTerritoryEmpty,
    /// The chapter is closed, or is headquarters where a chapter below it is needed.
    ChaptersNotOpen,
    /// Open chapters stand below: move or close them first.
    ChaptersHasChildren,
    /// The name is empty, too long, or has blanks at its ends or control characters.
    ChaptersNameInvalid,
    /// Only two different open chapters of one level can be merged.
    ChaptersMergeMismatch,
    /// A split must take some of the divisions and leave some, and take only the chapter's own children.
    ChaptersSplitInvalid,
    /// The office is held by somebody, or the person holds one here already.
    ChaptersOfficeTaken,
    /// Nobody holds the office any more.
    ChaptersOfficeVacant,
    /// The person leads another chapter; nobody leads two.
    ChaptersHelmsmanElsewhere,
    /// What was given to sign in does not match.
    AccessCredentialsRefused,
    /// Too many attempts; wait.
    AccessTooManyAttempts,
    /// Nobody can grant more than they have, or for longer.
    AccessGrantExceedsOwn,
    /// The grant has ended already.
    AccessGrantEnded,
    /// The reason is blank, longer than 200 characters, or has control characters.
    AccessReasonInvalid,
    /// A period must end after it starts.
    AccessPeriodInvalid,
    /// It is no mobile phone number.
    AccessPhoneInvalid,
    /// It is no e-mail address.
    AccessEmailInvalid,
    /// The password is too short, too long or too common.
    AccessPasswordWeak,
    /// The person's name is empty, too long or has control characters.
    AccessNameInvalid,
    /// There is such an account already.
    AccessAccountExists,
    /// The session has ended; sign in again.
    AccessSessionEnded,
    /// A key is two or more lower-case words with dots between them.
    PoliciesKeyInvalid,
    /// The key is defined already.
    PoliciesKeyExists,
    /// There is no such key.
    PoliciesKeyUnknown,
    /// The title is empty, too long or has control characters.
    PoliciesTitleInvalid,
    /// The JSON Schema is no good.
    PoliciesSchemaInvalid,
    /// The value does not fit the key's JSON Schema.
    PoliciesValueInvalid,
    /// The text is empty or too long.
    PoliciesBodyInvalid,
    /// No chapter is in scope.
    PoliciesScopeEmpty,
    /// The scope names something that is not there.
    PoliciesScopeInvalid,
    /// The deadline is outside 1 to 8,760 hours.
    PoliciesDeadlineInvalid,
    /// The version would take effect too far back or ahead.
    PoliciesEffectiveInvalid,
    /// Only a draft can be published.
    PoliciesNotDraft,
    /// Only a published version can be revoked.
    PoliciesNotPublished,
    /// A newer version was published already.
    PoliciesNewerExists,
    /// An ancestor locked the value.
    PoliciesLocked,
    /// The value reaches beyond what an ancestor allows.
    PoliciesOutOfBounds,
    /// Nothing is in force above, so there is nothing to override.
    PoliciesNothingAbove,
    /// The chapter has no value of its own.
    PoliciesOverrideUnknown,
    /// The version has not reached the chapter.
    PoliciesNotDelivered,
    /// The version was replaced or revoked: nobody waits for its acknowledgement.
    PoliciesStale,
    /// The hash is not that of the version which was delivered: read it again.
    PoliciesHashMismatch,
    /// The chapter owes no acknowledgement.
    PoliciesExempt,
    /// Say why.
    PoliciesReasonRequired,
    /// A member has this phone already.
    MembersPhoneTaken,
    /// The member's name is empty, too long or has control characters.
    MembersNameInvalid,
    /// The member's standing does not allow it.
    MembersStateRefuses,
    /// The phone has had its one trial.
    MembersTrialUsed,
    /// A membership rests for 90 days a term at most.
    MembersFreezeTooLong,
    /// There is no such tier, or it is not sold.
    MembersTierUnknown,
    /// The tier's code, name, days, price or benefits are no good.
    MembersTierInvalid,
    /// There is such a tier already.
    MembersTierExists,
    /// The price is outside what the policy in force allows.
    MembersPriceOutOfBounds,
    /// No card has this code.
    MembersCardUnknown,
    /// The card was redeemed already, or is void.
    MembersCardUsed,
    /// The card's time is over.
    MembersCardExpired,
    /// The batch of cards is too small, too large, or its days are no good.
    MembersCardInvalid,
    /// There are not enough points.
    MembersPointsShort,
    /// The number of points is no good.
    MembersPointsInvalid,
    /// A home chapter changes once in 180 days.
    MembersHomeTooSoon,
    /// The chapter cannot be a home: it is closed, or is the home already.
    MembersHomeInvalid,
    /// The person has not consented to this.
    MembersConsentRequired,
    /// The purpose or the version of the text is no good.
    MembersConsentInvalid,
    /// A guardian must consent for a person under 14.
    MembersGuardianRequired,
    /// These two cannot be merged.
    MembersMergeMismatch,
    /// The two cannot be made one now; the message says what stands against it.
    MembersMergeRefused,
    /// A merge can be taken back for 30 days.
    MembersUnmergeTooLate,
    /// The merge cannot be undone any more; the message says why.
    MembersUnmergeRefused,
    /// The person was erased.
    MembersErased,
    /// Say why, in 1 to 200 characters.
    MembersReasonRequired,
    /// Too many people were revealed; wait.
    MembersRevealLimit,
    /// The year of birth is no good.
    MembersBirthYearInvalid,
    /// The chapter cannot be followed: it is the home, or is closed.
    MembersFollowInvalid,
    /// The amount is no good.
    MoneyAmountInvalid,
    /// The amount is not that of the order.
    MoneyAmountMismatch,
    /// The order's state does not allow it.
    MoneyOrderState,
    /// There is no such order.
    MoneyOrderUnknown,
    /// There is no such payment.
    MoneyPaymentUnknown,
    /// The signature of the notice does not match.
    MoneySignatureInvalid,
    /// Nothing of the order is left to be refunded.
    MoneyRefundNothing,
    /// The refund's state does not allow it.
    MoneyRefundState,
    /// The parts of the split are no good.
    MoneySplitInvalid,
    /// The statement's state does not allow it.
    MoneyStatementState,
    /// The month is not over, or its statement is not due yet.
    MoneyStatementNotDue,
    /// A statement can be objected to for 15 days.
    MoneyDisputeTooLate,
    /// The dispute's state does not allow it.
    MoneyDisputeState,
    /// The payout's state does not allow it.
    MoneyPayoutState,
    /// Another payout is on its way to this person, whose tax depends on it: wait until the bank has made or refused it.
    MoneyPayoutOnTheWay,
    /// A person is taxed by the month, and that of this payout is over: fail it, and prepare it anew.
    MoneyPayoutMonthOver,
    /// Say why, in 1 to 200 characters.
    MoneyReasonRequired,
    /// The invoice's title or tax number is no good, or it was asked for already.
    MoneyInvoiceInvalid,
    /// There is no such link.
    GrowthLinkUnknown,
    /// The link's campaign is no good, or too many links are open.
    GrowthLinkInvalid,
    /// The visitor's token is no good.
    GrowthVisitorInvalid,
    /// Say why.
    GrowthReasonRequired,
    /// The link has ended.
    GrowthLinkEnded,
    /// Nobody invites themselves.
    GrowthSelfReferral,
    /// The referral's state does not allow it.
    GrowthState,
    /// The import's state does not allow it.
    IntegrationsImportState,
    /// Some rows have errors: leave them out by saying so, or mend the file.
    IntegrationsImportHasErrors,
    /// The file has no usable name, is empty, or no text version is named that can be consented to.
    IntegrationsImportFileInvalid,
    /// Too many of your imports are open: finish or cancel one.
    IntegrationsImportTooMany,
    /// This request key was used with another input.
    RequestKeyReused,
    /// It has changed since you read it: read it again.
    VersionStale,
}

/// A rule that the input breaks, and what to do about it.
#[derive(SimpleObject, Debug, Clone)]
pub(crate) struct UserError {
    /// Which rule, for programs.
    code: UserErrorCode,
    /// The path to the field of the input that is at fault, outermost first; empty if no single field is.
    field: Vec<String>,
    /// What is wrong and what to do, for people.
    message: String,
}

impl From<Violation> for UserError {
    fn from(broken: Violation) -> Self {
        Self { code: broken.code.into(), field: broken.field, message: broken.message }
    }
}

/// All the rules that a mutation's input breaks; nothing was changed.
pub(crate) type Broken = Vec<UserError>;

/// Parts what a person can mend from what they cannot: broken rules are data, all else is an error.
pub(crate) fn settle<T>(outcome: service::Result<T>) -> Result<std::result::Result<T, Broken>> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(ServiceError::Rules(broken)) => Ok(Err(broken.0.into_iter().map(UserError::from).collect())),
        Err(error) => Err(Fault(error)),
    }
}

/// How the API writes the name of a rule.
pub(crate) fn user_error_code(code: Code) -> &'static str {
    let wanted = UserErrorCode::from(code);
    UserErrorCode::items().iter().find(|item| item.value == wanted).map_or("", |item| item.name)
}
