//! A role on a subtree for a period, and who may give one.

use super::{Permission, Reach, Role, Tree};
use crate::kernel::text::is_reason;
use crate::kernel::{AccountId, ChapterId, Code, GrantId, Period, Timestamp, Violation};

/// A role that an account holds on a chapter (and, by the role's table, below it) for a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    pub id: GrantId,
    pub account: AccountId,
    pub role: Role,
    pub chapter: ChapterId,
    pub period: Period,
}

impl Grant {
    /// Whether the grant gives the permission on the chapter at `now`.
    pub(super) fn gives(&self, permission: Permission, chapter: ChapterId, now: Timestamp, tree: &impl Tree) -> bool {
        self.period.contains(now)
            && self.role.reach(permission).is_some_and(|reach| reaches(reach, self.chapter, chapter, tree))
    }
}

/// Whether a right on `from` reaches `to`.
pub(super) fn reaches(reach: Reach, from: ChapterId, to: ChapterId, tree: &impl Tree) -> bool {
    // First of all, so that a chapter which the tree does not know is reached by nothing, not even by a grant on itself.
    tree.is_within(to, from)
        && match reach {
            Reach::Own => from == to,
            Reach::Care => from == to || tree.caretaker(to) == Some(from),
            Reach::Subtree => true,
        }
}

/// A grant that somebody wants to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub role: Role,
    pub chapter: ChapterId,
    pub period: Period,
}

/// How long a reason may be, in characters.
const MAX_REASON: usize = 200;

/// Why a role is given or ended: 1 to 200 characters, not all blank, no control characters.
///
/// # Errors
/// `AccessReasonInvalid`.
pub fn check_reason(field: &str, reason: &str) -> Result<(), Violation> {
    if is_reason(reason, MAX_REASON) {
        return Ok(());
    }
    let message = format!("say why in 1 to {MAX_REASON} characters on one line, or leave the reason out");
    Err(Violation::new(Code::AccessReasonInvalid, field, message))
}

/// Whether the holder of the grants `own` may give `wanted`: nobody can give more than they have.
///
/// The giver must hold `GrantManage` on the chapter now, and for the whole period both `GrantManage` and every permission of
/// the role, each reaching at least as far. Several grants may share the period between them, but not the subtree.
///
/// # Errors
/// `AccessPeriodInvalid` for a period that ends before it starts; `AccessGrantExceedsOwn`, naming the first permission that
/// the giver lacks.
pub fn may_grant(own: &[Grant], wanted: &Wanted, now: Timestamp, tree: &impl Tree) -> Result<(), Violation> {
    if !wanted.period.is_valid() {
        return Err(Violation::new(Code::AccessPeriodInvalid, "period", "a period must end after it starts"));
    }
    let refuse = |why: String| Err(Violation::new(Code::AccessGrantExceedsOwn, "role", why));
    let manage = Permission::GrantManage;
    if !own.iter().any(|grant| grant.gives(manage, wanted.chapter, now, tree)) {
        return refuse(format!("you do not hold {manage} on {} now", wanted.chapter));
    }
    let needed = std::iter::once((manage, Reach::Own)).chain(wanted.role.rights().iter().copied());
    for (permission, reach) in needed {
        let giving = own.iter().filter(|grant| dominates(grant, permission, reach, wanted.chapter, tree));
        if !covers(giving.map(|grant| grant.period), &wanted.period) {
            return refuse(format!(
                "{} needs {permission} on {}, which you do not hold as far and as long",
                wanted.role, wanted.chapter
            ));
        }
    }
    Ok(())
}

/// Whether a grant gives a permission everywhere that the same permission with `reach` from `chapter` would.
fn dominates(grant: &Grant, permission: Permission, reach: Reach, chapter: ChapterId, tree: &impl Tree) -> bool {
    match grant.role.reach(permission) {
        // Care only ever reaches down, so a subtree holds it.
        Some(Reach::Subtree) => tree.is_within(chapter, grant.chapter),
        // Not what the chapter is caretaker of: a vacancy may end, and the given right would outlast the giver's.
        Some(own) => own >= reach && grant.chapter == chapter,
        None => false,
    }
}

/// Whether the spans together leave no gap in `whole`.
fn covers(spans: impl Iterator<Item = Period>, whole: &Period) -> bool {
    let mut spans: Vec<Period> = spans.filter(Period::is_valid).collect();
    spans.sort_unstable_by_key(|span| span.from);
    let mut reached = whole.from;
    for span in spans {
        if span.from > reached {
            return false;
        }
        match span.until {
            None => return true,
            Some(until) => reached = reached.max(until),
        }
        if whole.until.is_some_and(|until| until <= reached) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::from_micros;

    /// 1 › 2 › 3 (vacant) and 1 › 4.
    #[derive(Debug)]
    struct Line;

    impl Tree for Line {
        fn is_within(&self, chapter: ChapterId, ancestor: ChapterId) -> bool {
            matches!((chapter.0, ancestor.0), (1..=4, 1) | (2 | 3, 2) | (3, 3) | (4, 4))
        }

        fn caretaker(&self, chapter: ChapterId) -> Option<ChapterId> {
            Some(ChapterId(if chapter.0 == 3 { 2 } else { chapter.0 }))
        }
    }

    fn at(n: i64) -> Timestamp {
        from_micros(n)
    }

    fn span(from: i64, until: Option<i64>) -> Period {
        Period { from: at(from), until: until.map(at) }
    }

    fn grant(role: Role, chapter: i32, period: Period) -> Grant {
        let id = uuid::Uuid::from_u128(1);
        Grant { id: GrantId(id), account: AccountId(id), role, chapter: ChapterId(chapter), period }
    }

    fn code(own: &[Grant], role: Role, chapter: i32, period: Period) -> Option<Code> {
        let wanted = Wanted { role, chapter: ChapterId(chapter), period };
        may_grant(own, &wanted, at(5), &Line).err().map(|violation| violation.code)
    }

    #[test]
    fn nobody_gives_more_than_they_have() {
        let admin = [grant(Role::HqAdmin, 2, span(0, Some(100)))];
        for role in Role::ALL {
            assert_eq!(code(&admin, role, 2, span(5, Some(100))), None, "{role}");
            assert_eq!(code(&admin, role, 3, span(5, Some(50))), None, "{role}");
        }
        let exceeds = Some(Code::AccessGrantExceedsOwn);
        assert_eq!(code(&admin, Role::Supervisor, 1, span(5, Some(50))), exceeds, "the parent");
        assert_eq!(code(&admin, Role::Supervisor, 4, span(5, Some(50))), exceeds, "a sibling");
        assert_eq!(code(&admin, Role::Supervisor, 2, span(5, Some(101))), exceeds, "longer");
        assert_eq!(code(&admin, Role::Supervisor, 2, span(5, None)), exceeds, "for ever");
        assert_eq!(code(&admin, Role::Supervisor, 2, span(-1, Some(50))), exceeds, "from before");
        assert_eq!(code(&admin, Role::Supervisor, 2, span(9, Some(9))), Some(Code::AccessPeriodInvalid));
        for role in Role::ALL.into_iter().filter(|role| *role != Role::HqAdmin) {
            let own = [grant(role, 1, span(0, None))];
            assert_eq!(code(&own, Role::Supervisor, 2, span(5, None)), exceeds, "{role} has no GRANT_MANAGE");
        }
    }

    #[test]
    fn reasons_are_short_and_clean() {
        for good in ["代理总部管理员", " x ", &"因".repeat(200)] {
            assert_eq!(check_reason("reason", good), Ok(()), "{good}");
        }
        for bad in ["", " \u{3000}", "a\nb", "\0", &"因".repeat(201)] {
            let broken = check_reason("reason", bad).unwrap_err();
            assert_eq!((broken.code, broken.field), (Code::AccessReasonInvalid, vec!["reason".to_owned()]), "{bad:?}");
        }
    }

    #[test]
    fn grants_share_a_period_without_gaps() {
        let two = [grant(Role::HqAdmin, 1, span(20, None)), grant(Role::HqAdmin, 2, span(0, Some(20)))];
        assert_eq!(code(&two, Role::Deputy, 2, span(5, None)), None);
        let gap = [grant(Role::HqAdmin, 1, span(21, None)), grant(Role::HqAdmin, 2, span(0, Some(20)))];
        assert_eq!(code(&gap, Role::Deputy, 2, span(5, None)), Some(Code::AccessGrantExceedsOwn));
    }

    #[test]
    fn an_ended_grant_gives_nothing() {
        let ended = [grant(Role::HqAdmin, 1, span(0, Some(5)))];
        assert_eq!(code(&ended, Role::Deputy, 2, span(0, Some(4))), Some(Code::AccessGrantExceedsOwn));
    }
}
