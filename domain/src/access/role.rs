//! Who may be what, and what that allows: the one table of rights.

use std::fmt;
use std::str::FromStr;

use super::Permission;

/// How far a permission reaches from the chapter that the grant is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reach {
    /// That chapter only.
    Own,
    /// That chapter, and the vacant chapters whose caretaker it is.
    Care,
    /// That chapter and all below it.
    Subtree,
}

/// What a person is, on a chapter and below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything.
    HqAdmin,
    /// Drafts policies.
    PolicyAuthor,
    /// Publishes and revokes policies.
    PolicyApprover,
    /// Reads all, writes nothing.
    Auditor,
    /// Reads a subtree.
    Supervisor,
    /// Leads a chapter: issues policies for its subtree, acknowledges what it receives, sees all below.
    Helmsman,
    /// As the helmsman, but neither publishes nor appoints.
    Deputy,
    /// Money: orders, refunds, the ledger, statements and payouts.
    Finance,
    /// Serves members: registers, moves, merges, helps with orders.
    MemberService,
}

type Right = (Permission, Reach);

use Permission as P;
use Reach::{Care, Own, Subtree};

const HQ_ADMIN: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::ChapterManage, Subtree),
    (P::HelmsmanAppoint, Subtree),
    (P::DeputyAppoint, Subtree),
    (P::GrantRead, Subtree),
    (P::GrantManage, Subtree),
    (P::AccountManage, Subtree),
    (P::PolicyKeyManage, Subtree),
    (P::PolicyRead, Subtree),
    (P::PolicyDraft, Subtree),
    (P::PolicyPublish, Subtree),
    (P::PolicyRevoke, Subtree),
    (P::OverrideSet, Subtree),
    (P::DeliveryRead, Subtree),
    (P::DeliveryAcknowledge, Subtree),
    (P::AuditRead, Subtree),
    (P::AccessExplain, Subtree),
    (P::OperationsRead, Subtree),
    (P::OperationsManage, Subtree),
    (P::MemberCount, Subtree),
    (P::MemberRead, Subtree),
    (P::MemberRegister, Subtree),
    (P::MemberManage, Subtree),
    (P::MemberReveal, Subtree),
    (P::MemberImport, Subtree),
    (P::TierManage, Subtree),
    (P::TierPriceSet, Subtree),
    (P::CardRead, Subtree),
    (P::CardIssue, Subtree),
    (P::OrderRead, Subtree),
    (P::OrderManage, Subtree),
    (P::PaymentRecord, Subtree),
    (P::RefundDecide, Subtree),
    (P::LedgerRead, Subtree),
    (P::StatementRead, Subtree),
    (P::SettlementManage, Subtree),
    (P::DisputeOpen, Subtree),
    (P::ReferralRead, Subtree),
    (P::ReferralManage, Subtree),
];
const POLICY_AUTHOR: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::PolicyRead, Subtree),
    (P::PolicyDraft, Subtree),
    (P::DeliveryRead, Subtree),
];
const POLICY_APPROVER: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::PolicyRead, Subtree),
    (P::PolicyPublish, Subtree),
    (P::PolicyRevoke, Subtree),
    (P::DeliveryRead, Subtree),
];
const AUDITOR: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::GrantRead, Subtree),
    (P::PolicyRead, Subtree),
    (P::DeliveryRead, Subtree),
    (P::AuditRead, Subtree),
    (P::AccessExplain, Subtree),
    (P::OperationsRead, Subtree),
    (P::MemberCount, Subtree),
    (P::MemberRead, Subtree),
    (P::CardRead, Subtree),
    (P::OrderRead, Subtree),
    (P::LedgerRead, Subtree),
    (P::StatementRead, Subtree),
    (P::ReferralRead, Subtree),
];
const SUPERVISOR: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::GrantRead, Subtree),
    (P::PolicyRead, Subtree),
    (P::DeliveryRead, Subtree),
    (P::MemberCount, Subtree),
];
const HELMSMAN: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::DeputyAppoint, Own),
    (P::GrantRead, Subtree),
    (P::PolicyRead, Subtree),
    (P::PolicyDraft, Own),
    (P::PolicyPublish, Own),
    (P::PolicyRevoke, Own),
    (P::OverrideSet, Own),
    (P::DeliveryRead, Subtree),
    (P::DeliveryAcknowledge, Care),
    (P::MemberCount, Subtree),
    (P::MemberRead, Care),
    (P::MemberRegister, Care),
    (P::MemberReveal, Own),
    (P::MemberImport, Own),
    (P::TierPriceSet, Own),
    (P::CardRead, Own),
    (P::OrderRead, Care),
    (P::OrderManage, Care),
    (P::PaymentRecord, Own),
    (P::StatementRead, Own),
    (P::DisputeOpen, Own),
    (P::ReferralRead, Care),
    (P::ReferralManage, Care),
];
const DEPUTY: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::GrantRead, Subtree),
    (P::PolicyRead, Subtree),
    (P::PolicyDraft, Own),
    (P::OverrideSet, Own),
    (P::DeliveryRead, Subtree),
    (P::DeliveryAcknowledge, Care),
    (P::MemberCount, Subtree),
    (P::MemberRead, Care),
    (P::MemberRegister, Care),
    (P::CardRead, Own),
    (P::OrderRead, Care),
    (P::OrderManage, Care),
    (P::ReferralRead, Care),
    (P::ReferralManage, Care),
];
const FINANCE: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::PolicyRead, Subtree),
    (P::DeliveryRead, Subtree),
    (P::MemberCount, Subtree),
    (P::MemberRead, Subtree),
    (P::TierManage, Subtree),
    (P::CardRead, Subtree),
    (P::CardIssue, Subtree),
    (P::OrderRead, Subtree),
    (P::OrderManage, Subtree),
    (P::PaymentRecord, Subtree),
    (P::RefundDecide, Subtree),
    (P::LedgerRead, Subtree),
    (P::StatementRead, Subtree),
    (P::SettlementManage, Subtree),
    (P::ReferralRead, Subtree),
];
const MEMBER_SERVICE: &[Right] = &[
    (P::ChapterSee, Subtree),
    (P::ChapterRead, Subtree),
    (P::PolicyRead, Subtree),
    (P::DeliveryRead, Subtree),
    (P::MemberCount, Subtree),
    (P::MemberRead, Subtree),
    (P::MemberRegister, Subtree),
    (P::MemberManage, Subtree),
    (P::MemberReveal, Subtree),
    (P::MemberImport, Subtree),
    (P::CardRead, Subtree),
    (P::OrderRead, Subtree),
    (P::OrderManage, Subtree),
    (P::ReferralRead, Subtree),
    (P::ReferralManage, Subtree),
];

impl Role {
    /// All roles, by rank.
    pub const ALL: [Self; 9] = [
        Self::HqAdmin,
        Self::PolicyAuthor,
        Self::PolicyApprover,
        Self::Auditor,
        Self::Supervisor,
        Self::Helmsman,
        Self::Deputy,
        Self::Finance,
        Self::MemberService,
    ];

    /// What the role allows, and how far each thing reaches from the chapter of the grant.
    #[must_use]
    pub const fn rights(self) -> &'static [(Permission, Reach)] {
        match self {
            Self::HqAdmin => HQ_ADMIN,
            Self::PolicyAuthor => POLICY_AUTHOR,
            Self::PolicyApprover => POLICY_APPROVER,
            Self::Auditor => AUDITOR,
            Self::Supervisor => SUPERVISOR,
            Self::Helmsman => HELMSMAN,
            Self::Deputy => DEPUTY,
            Self::Finance => FINANCE,
            Self::MemberService => MEMBER_SERVICE,
        }
    }

    /// How far a permission reaches under this role; `None` if the role lacks it.
    #[must_use]
    pub fn reach(self, permission: Permission) -> Option<Reach> {
        self.rights().iter().find(|(right, _)| *right == permission).map(|(_, reach)| *reach)
    }

    /// As the store keeps it.
    #[must_use]
    pub const fn rank(self) -> i16 {
        match self {
            Self::HqAdmin => 1,
            Self::PolicyAuthor => 2,
            Self::PolicyApprover => 3,
            Self::Auditor => 4,
            Self::Supervisor => 5,
            Self::Helmsman => 6,
            Self::Deputy => 7,
            Self::Finance => 8,
            Self::MemberService => 9,
        }
    }

    /// The role with this rank.
    #[must_use]
    pub fn of_rank(rank: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.rank() == rank)
    }

    /// The word in the data and the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HqAdmin => "HQ_ADMIN",
            Self::PolicyAuthor => "POLICY_AUTHOR",
            Self::PolicyApprover => "POLICY_APPROVER",
            Self::Auditor => "AUDITOR",
            Self::Supervisor => "SUPERVISOR",
            Self::Helmsman => "HELMSMAN",
            Self::Deputy => "DEPUTY",
            Self::Finance => "FINANCE",
            Self::MemberService => "MEMBER_SERVICE",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|role| role.as_str() == text);
        found.ok_or_else(|| format!("`{}` is not a role", text.chars().take(40).collect::<String>()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn names(role: Role) -> BTreeSet<Permission> {
        role.rights().iter().map(|(permission, _)| *permission).collect()
    }

    #[test]
    fn the_table_is_whole() {
        for role in Role::ALL {
            assert_eq!(names(role).len(), role.rights().len(), "{role} has a right twice");
            // `VisibleScope` and the rule for ancestors stand on this.
            assert_eq!(role.reach(Permission::ChapterSee), Some(Subtree), "{role}");
            assert_eq!(Role::of_rank(role.rank()), Some(role));
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert_eq!(names(Role::HqAdmin).len(), Permission::ALL.len());
        for permission in Permission::ALL {
            assert_eq!(Role::HqAdmin.reach(*permission), Some(Subtree));
            assert_eq!(permission.as_str().parse(), Ok(*permission));
        }
    }

    #[test]
    fn the_auditor_reads_all_and_writes_nothing() {
        let reads: BTreeSet<_> = Permission::ALL.iter().copied().filter(|permission| !permission.writes()).collect();
        assert_eq!(names(Role::Auditor), reads);
    }

    #[test]
    fn a_deputy_has_none_of_the_helmsmans_last_words() {
        let lost: BTreeSet<_> = names(Role::Helmsman).difference(&names(Role::Deputy)).copied().collect();
        let last_words = BTreeSet::from([
            P::DeputyAppoint,
            P::PolicyPublish,
            P::PolicyRevoke,
            P::MemberReveal,
            P::MemberImport,
            P::TierPriceSet,
            P::PaymentRecord,
            P::StatementRead,
            P::DisputeOpen,
        ]);
        assert_eq!(lost, last_words);
        assert!(names(Role::Deputy).iter().all(|right| Role::Deputy.reach(*right) == Role::Helmsman.reach(*right)));
    }

    #[test]
    fn author_and_approver_differ() {
        assert_eq!(Role::PolicyAuthor.reach(Permission::PolicyPublish), None);
        assert_eq!(Role::PolicyApprover.reach(Permission::PolicyDraft), None);
    }
}
