//! A broken rule, as data: what a person can act on, never an internal fault.

use std::fmt;

/// Which rule was broken. One list for the whole product; the first word is the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    ChaptersLoop,
    ChaptersLevelOrder,
    ChaptersTerritoryOverlap,
    ChaptersTerritoryUnknown,
    ChaptersTerritoryNotLicensable,
    ChaptersTerritoryOutsideParent,
    ChaptersTerritoryEmpty,
    ChaptersNotOpen,
    ChaptersHasChildren,
    ChaptersNameInvalid,
    ChaptersMergeMismatch,
    ChaptersSplitInvalid,
    ChaptersOfficeTaken,
    ChaptersOfficeVacant,
    ChaptersHelmsmanElsewhere,
    AccessCredentialsRefused,
    AccessTooManyAttempts,
    AccessGrantExceedsOwn,
    AccessGrantEnded,
    AccessReasonInvalid,
    AccessPeriodInvalid,
    AccessPhoneInvalid,
    AccessEmailInvalid,
    AccessPasswordWeak,
    AccessNameInvalid,
    AccessAccountExists,
    AccessSessionEnded,
    PoliciesKeyInvalid,
    PoliciesKeyExists,
    PoliciesKeyUnknown,
    PoliciesTitleInvalid,
    PoliciesSchemaInvalid,
    PoliciesValueInvalid,
    PoliciesBodyInvalid,
    PoliciesScopeEmpty,
    PoliciesScopeInvalid,
    PoliciesDeadlineInvalid,
    PoliciesEffectiveInvalid,
    PoliciesNotDraft,
    PoliciesNotPublished,
    PoliciesNewerExists,
    PoliciesLocked,
    PoliciesOutOfBounds,
    PoliciesNothingAbove,
    PoliciesOverrideUnknown,
    PoliciesNotDelivered,
    PoliciesStale,
    PoliciesHashMismatch,
    PoliciesExempt,
    PoliciesReasonRequired,
    MembersPhoneTaken,
    MembersNameInvalid,
    MembersStateRefuses,
    MembersTrialUsed,
    MembersFreezeTooLong,
    MembersTierUnknown,
    MembersTierInvalid,
    MembersTierExists,
    MembersPriceOutOfBounds,
    MembersCardUnknown,
    MembersCardUsed,
    MembersCardExpired,
    MembersCardInvalid,
    MembersPointsShort,
    MembersPointsInvalid,
    MembersHomeTooSoon,
    MembersHomeInvalid,
    MembersConsentRequired,
    MembersConsentInvalid,
    MembersGuardianRequired,
    MembersMergeMismatch,
    MembersMergeRefused,
    MembersUnmergeTooLate,
    MembersUnmergeRefused,
    MembersErased,
    MembersReasonRequired,
    MembersRevealLimit,
    MembersBirthYearInvalid,
    MembersFollowInvalid,
    MoneyAmountInvalid,
    MoneyAmountMismatch,
    MoneyOrderState,
    MoneyOrderUnknown,
    MoneyPaymentUnknown,
    MoneySignatureInvalid,
    MoneyRefundNothing,
    MoneyRefundState,
    MoneySplitInvalid,
    MoneyStatementState,
    MoneyStatementNotDue,
    MoneyDisputeTooLate,
    MoneyDisputeState,
    MoneyPayoutState,
    MoneyPayoutOnTheWay,
    MoneyPayoutMonthOver,
    MoneyReasonRequired,
    MoneyInvoiceInvalid,
    GrowthLinkUnknown,
    GrowthLinkInvalid,
    GrowthVisitorInvalid,
    GrowthReasonRequired,
    GrowthLinkEnded,
    GrowthSelfReferral,
    GrowthState,
    IntegrationsImportState,
    IntegrationsImportHasErrors,
    IntegrationsImportFileInvalid,
    IntegrationsImportTooMany,
    RequestKeyReused,
    VersionStale,
}

/// One broken rule: which, where in the input, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub code: Code,
    /// The path in the input, outermost first; empty when no single field is at fault.
    pub field: Vec<String>,
    /// For a person: what is wrong and what to do.
    pub message: String,
}

impl Violation {
    /// A broken rule about one field (a dotted path; empty for the whole input).
    pub fn new(code: Code, field: &str, message: impl Into<String>) -> Self {
        let field = field.split('.').filter(|part| !part.is_empty()).map(str::to_owned).collect();
        Self { code, field, message: message.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.code, self.message)
    }
}

impl std::error::Error for Violation {}

/// All the rules that one input breaks, so that a person can mend them in one go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Violations(pub Vec<Violation>);

impl Violations {
    /// Adds a broken rule.
    pub fn add(&mut self, code: Code, field: &str, message: impl Into<String>) {
        self.0.push(Violation::new(code, field, message));
    }

    /// Whether this rule was broken, and no other.
    #[must_use]
    pub fn is_only(&self, code: Code) -> bool {
        !self.0.is_empty() && self.0.iter().all(|broken| broken.code == code)
    }

    /// Ok if no rule was broken.
    pub fn check(self) -> Result<(), Self> {
        if self.0.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl From<Violation> for Violations {
    fn from(violation: Violation) -> Self {
        Self(vec![violation])
    }
}
