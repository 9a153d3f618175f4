//! Typed ids and the one table of their kinds.
//!
//! Inside, an id is a UUIDv7, or an integer where the row is multiplied by every chapter (chapters, policy versions,
//! pushes: see ADR 0003). Outside, it is text with a readable prefix (`chap_12`, `acct_0190…`), the same in the API,
//! in logs and in exports.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A text that is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is not a {kind} id; expected `{prefix}_…`")]
pub struct ParseIdError {
    given: String,
    kind: &'static str,
    prefix: &'static str,
}

/// Every kind of id, by its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    Account,
    Audit,
    Card,
    CardBatch,
    Chapter,
    Commission,
    Consent,
    Dispute,
    Fact,
    Grant,
    Import,
    Invoice,
    LedgerEntry,
    Member,
    Membership,
    Merge,
    Order,
    Override,
    Payment,
    Payout,
    PointsEntry,
    PolicyVersion,
    Push,
    PushStep,
    Referral,
    ReferralLink,
    Refund,
    Request,
    Session,
    Statement,
    Term,
    TerritoryCase,
}

macro_rules! ids {
    ($( $(#[$doc:meta])* $name:ident($inner:ty) = $prefix:literal, $kind:ident; )+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub $inner);

            impl $name {
                /// What stands before the underscore.
                pub const PREFIX: &'static str = $prefix;
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, concat!($prefix, "_{}"), Text(&self.0))
                }
            }

            impl FromStr for $name {
                type Err = ParseIdError;

                fn from_str(text: &str) -> Result<Self, ParseIdError> {
                    text.strip_prefix(concat!($prefix, "_"))
                        .and_then(<$inner as Inner>::parse)
                        .map(Self)
                        .ok_or_else(|| ParseIdError {
                            given: text.chars().take(80).collect(),
                            kind: stringify!($kind),
                            prefix: $prefix,
                        })
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.collect_str(self)
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    let text = String::deserialize(deserializer)?;
                    text.parse().map_err(serde::de::Error::custom)
                }
            }
        )+

        impl IdKind {
            /// The kind a text id claims to be by its prefix; the rest of the text is not looked at.
            #[must_use]
            pub fn of(text: &str) -> Option<Self> {
                match text.split_once('_')?.0 {
                    $( $prefix => Some(Self::$kind), )+
                    _ => None,
                }
            }
        }
    };
}

ids! {
    /// A person who can sign in: HQ staff or a helmsman.
    AccountId(Uuid) = "acct", Account;
    /// One entry of the audit log, in the order it was written.
    AuditId(i64) = "audt", Audit;
    /// A batch of cards with one-time codes.
    CardBatchId(Uuid) = "cbat", CardBatch;
    /// One card with a one-time code.
    CardId(Uuid) = "card", Card;
    /// A node of the tree. Dense: the n-th chapter ever opened is n.
    ChapterId(i32) = "chap", Chapter;
    /// A chapter's or promoter's share of one order.
    CommissionId(Uuid) = "comm", Commission;
    /// One entry of a member's consent ledger.
    ConsentId(Uuid) = "cons", Consent;
    /// A chapter's objection to its statement.
    DisputeId(Uuid) = "disp", Dispute;
    /// Something that has happened.
    FactId(Uuid) = "fact", Fact;
    /// A role on a subtree for a period.
    GrantId(Uuid) = "grnt", Grant;
    /// One import of members from a file.
    ImportId(Uuid) = "impt", Import;
    /// A request for an invoice.
    InvoiceId(Uuid) = "invc", Invoice;
    /// One entry of the ledger: one or more transfers that belong together.
    LedgerEntryId(i64) = "ldgr", LedgerEntry;
    /// A person who has joined through a chapter.
    MemberId(Uuid) = "mbr", Member;
    /// One term of a member's membership.
    MembershipId(Uuid) = "mshp", Membership;
    /// Two members found to be one person.
    MergeId(Uuid) = "mrge", Merge;
    /// What a member buys.
    OrderId(Uuid) = "ordr", Order;
    /// A chapter's own value for a policy key.
    OverrideId(Uuid) = "povr", Override;
    /// One payment of an order.
    PaymentId(Uuid) = "pymt", Payment;
    /// Money paid out to a chapter or promoter.
    PayoutId(Uuid) = "pout", Payout;
    /// One change of a member's points.
    PointsEntryId(i64) = "pnts", PointsEntry;
    /// One immutable version of a policy.
    PolicyVersionId(i64) = "pver", PolicyVersion;
    /// The journey of a version down one subtree.
    PushId(i64) = "push", Push;
    /// One committed level of a push.
    PushStepId(i64) = "step", PushStep;
    /// One invited person.
    ReferralId(Uuid) = "refl", Referral;
    /// A link or QR code that credits a chapter.
    ReferralLinkId(Uuid) = "rlnk", ReferralLink;
    /// Money given back for an order.
    RefundId(Uuid) = "rfnd", Refund;
    /// One request, from the edge to the audit log.
    RequestId(Uuid) = "rqst", Request;
    /// A family of refresh tokens: one sign-in on one device.
    SessionId(Uuid) = "sess", Session;
    /// A chapter's account of one month.
    StatementId(Uuid) = "stmt", Statement;
    /// A chapter's month of sales outside its territory.
    TerritoryCaseId(Uuid) = "tcas", TerritoryCase;
    /// A helmsman's or deputy's time in office.
    TermId(Uuid) = "term", Term;
}

/// How the inside of an id is written: integers in decimal, UUIDs as 32 hexadecimal digits.
trait Inner: Sized {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result;
    fn parse(text: &str) -> Option<Self>;
}

struct Text<'a, T>(&'a T);

impl<T: Inner> fmt::Display for Text<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.write(f)
    }
}

macro_rules! integer_inner {
    ($($integer:ty),+) => { $(
        impl Inner for $integer {
            fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }

            fn parse(text: &str) -> Option<Self> {
                // One spelling per id: no sign, no leading zero, or two texts would name one thing.
                let canonical = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
                canonical.then(|| text.parse().ok()).flatten()
            }
        }
    )+ };
}
integer_inner!(i32, i64);

impl Inner for Uuid {
    fn write(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.simple(), f)
    }

    fn parse(text: &str) -> Option<Self> {
        let canonical = text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        canonical.then(|| Self::try_parse(text).ok()).flatten()
    }
}

/// Where new ids come from; a parameter, so that tests can seed it.
pub trait IdSource: Send + Sync + fmt::Debug {
    /// A new UUIDv7.
    fn next(&self) -> Uuid;
}

/// The ids of a running system: UUIDv7 from the operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct RandomIds;

impl IdSource for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}

/// Ids that count up from a seed: the same in every run of a test.
#[derive(Debug, Default)]
pub struct SeededIds(std::sync::atomic::AtomicU64);

impl SeededIds {
    /// Starts counting at `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(std::sync::atomic::AtomicU64::new(seed))
    }
}

impl IdSource for SeededIds {
    fn next(&self) -> Uuid {
        let n = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        uuid::Builder::from_unix_timestamp_millis(n, &[0; 10]).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        let chapter = ChapterId(12);
        assert_eq!(chapter.to_string(), "chap_12");
        assert_eq!("chap_12".parse(), Ok(chapter));
        let account = AccountId(SeededIds::new(7).next());
        assert_eq!(account.to_string().parse(), Ok(account));
        assert_eq!(IdKind::of("pver_9"), Some(IdKind::PolicyVersion));
    }

    #[test]
    fn one_spelling_per_id() {
        for bad in ["chap_012", "chap_+1", "chap_0", "chap_", "acct_1", "12", "chap_99999999999"] {
            assert!(bad.parse::<ChapterId>().is_err(), "{bad}");
        }
    }
}
