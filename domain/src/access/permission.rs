//! What can be done, each thing by its own name.

use std::fmt;
use std::str::FromStr;

macro_rules! permissions {
    ($( $(#[$doc:meta])* $name:ident = $text:literal, $effect:ident; )+) => {
        /// Something that can be done to, or seen of, a chapter.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission {
            $( $(#[$doc])* $name, )+
        }

        impl Permission {
            /// Every permission.
            pub const ALL: &[Self] = &[$( Self::$name, )+];

            /// The word in the data and the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$name => $text, )+
                }
            }

            /// Whether using it changes anything.
            #[must_use]
            pub const fn writes(self) -> bool {
                match self {
                    $( Self::$name => permissions!(@ $effect), )+
                }
            }
        }
    };
    (@ reads) => { false };
    (@ writes) => { true };
}

permissions! {
    /// The chapter's card: name, level, divisions, who leads it.
    ChapterSee = "CHAPTER_SEE", reads;
    /// All else about the chapter: history, terms of office, contacts (masked).
    ChapterRead = "CHAPTER_READ", reads;
    /// Open, rename, move, merge, split and close.
    ChapterManage = "CHAPTER_MANAGE", writes;
    /// Put a helmsman into office, or out of it.
    HelmsmanAppoint = "HELMSMAN_APPOINT", writes;
    /// Put a deputy into office, or out of it.
    DeputyAppoint = "DEPUTY_APPOINT", writes;
    /// Who holds which role where.
    GrantRead = "GRANT_READ", reads;
    /// Give and end roles, up to one's own.
    GrantManage = "GRANT_MANAGE", writes;
    /// Staff accounts: open, suspend, end their sessions.
    AccountManage = "ACCOUNT_MANAGE", writes;
    /// The library of policy keys.
    PolicyKeyManage = "POLICY_KEY_MANAGE", writes;
    /// Versions, drafts and values in force.
    PolicyRead = "POLICY_READ", reads;
    PolicyDraft = "POLICY_DRAFT", writes;
    PolicyPublish = "POLICY_PUBLISH", writes;
    PolicyRevoke = "POLICY_REVOKE", writes;
    /// A chapter's own value where the mode allows it.
    OverrideSet = "OVERRIDE_SET", writes;
    /// Who received, read and acknowledged what.
    DeliveryRead = "DELIVERY_READ", reads;
    DeliveryAcknowledge = "DELIVERY_ACKNOWLEDGE", writes;
    AuditRead = "AUDIT_READ", reads;
    /// Ask why somebody else may or may not do something.
    AccessExplain = "ACCESS_EXPLAIN", reads;
    /// Workers, queues, pushes: how the system runs.
    OperationsRead = "OPERATIONS_READ", reads;
    /// Put messages that workers gave up on back to work.
    OperationsManage = "OPERATIONS_MANAGE", writes;
    /// How many members there are, by tier and standing.
    MemberCount = "MEMBER_COUNT", reads;
    /// A chapter's members, masked.
    MemberRead = "MEMBER_READ", reads;
    /// Register members at a chapter.
    MemberRegister = "MEMBER_REGISTER", writes;
    /// Move members, grant memberships, merge and erase.
    MemberManage = "MEMBER_MANAGE", writes;
    /// See a member's phone and name unmasked, for a reason that is kept.
    MemberReveal = "MEMBER_REVEAL", writes;
    /// Import members from files.
    MemberImport = "MEMBER_IMPORT", writes;
    /// The tiers of membership.
    TierManage = "TIER_MANAGE", writes;
    /// A chapter's own price of a tier, within the policy's bounds.
    TierPriceSet = "TIER_PRICE_SET", writes;
    /// Batches of cards and what became of them.
    CardRead = "CARD_READ", reads;
    /// Issue and void batches of cards.
    CardIssue = "CARD_ISSUE", writes;
    /// Orders, payments and refunds of a chapter's members.
    OrderRead = "ORDER_READ", reads;
    /// Open and cancel orders for members, and ask for their refunds.
    OrderManage = "ORDER_MANAGE", writes;
    /// Record cash and transfers that were received.
    PaymentRecord = "PAYMENT_RECORD", writes;
    /// Approve and pay refunds.
    RefundDecide = "REFUND_DECIDE", writes;
    /// The ledger and its balances.
    LedgerRead = "LEDGER_READ", reads;
    /// A chapter's shares, statements and payouts.
    StatementRead = "STATEMENT_READ", reads;
    /// Issue statements, pay out, rule on disputes, change the split.
    SettlementManage = "SETTLEMENT_MANAGE", writes;
    /// Object to a chapter's statement.
    DisputeOpen = "DISPUTE_OPEN", writes;
    /// Referral links and what they brought.
    ReferralRead = "REFERRAL_READ", reads;
    /// Make and end referral links, reject referrals.
    ReferralManage = "REFERRAL_MANAGE", writes;
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Permission {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().copied().find(|permission| permission.as_str() == text);
        found.ok_or_else(|| format!("`{}` is not a permission", text.chars().take(40).collect::<String>()))
    }
}
