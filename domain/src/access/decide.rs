//! The decision: allow, deny or invisible, and why.
//!
//! What may be seen of the tree: every chapter of a granted subtree, and every ancestor of a granted chapter, since a helmsman
//! must know who is above. Never a sibling or a stranger: to those who may not see it, a chapter does not exist.

use std::fmt;

use super::grant::reaches;
use super::{Grant, Permission, Reach};
use crate::kernel::{ChapterId, GrantId, Timestamp};

/// What the rules need to know of the tree. Chapters that it does not know lie nowhere.
pub trait Tree {
    /// Whether the chapter is `ancestor`, or below it.
    fn is_within(&self, chapter: ChapterId, ancestor: ChapterId) -> bool;

    /// Who looks after the chapter: itself if it has a helmsman, else the nearest ancestor that has one.
    fn caretaker(&self, chapter: ChapterId) -> Option<ChapterId>;
}

/// The answer to "may they do this here, now?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Decision {
    /// Yes, by this grant.
    Allow { grant: GrantId },
    /// No; but they may see that the chapter exists.
    Deny,
    /// No; and for them there is no such chapter ("not found").
    Invisible,
}

impl Decision {
    /// Whether the answer is yes.
    #[must_use]
    pub const fn is_allowed(self) -> bool {
        matches!(self, Self::Allow { .. })
    }
}

/// Decides whether the holder of `grants` (all of one account) may do something on a chapter at `now`.
#[must_use]
pub fn decide(
    grants: &[Grant],
    permission: Permission,
    chapter: ChapterId,
    now: Timestamp,
    tree: &impl Tree,
) -> Decision {
    let first = |permission| {
        let gives = |grant: &&Grant| reason(grant, permission, chapter, now, tree).gives();
        grants.iter().find(gives).map(|grant| grant.id)
    };
    match first(permission) {
        Some(grant) => Decision::Allow { grant },
        None if first(Permission::ChapterSee).is_some() => Decision::Deny,
        None => Decision::Invisible,
    }
}

/// What one grant has to do with a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It gives the permission here, with this reach.
    Gives(Reach),
    /// It lets its holder see this chapter, which stands above the chapter of the grant.
    SeesAbove,
    NotYetBegun,
    Ended,
    /// Its role does not include the permission.
    RoleLacks,
    /// The role includes it, but only for the grant's own chapter (or its vacant wards).
    OnlyOwn,
    /// The grant is on another part of the tree.
    Elsewhere,
}

impl Reason {
    /// Whether the grant gives the permission.
    #[must_use]
    pub const fn gives(self) -> bool {
        matches!(self, Self::Gives(_) | Self::SeesAbove)
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gives(Reach::Subtree) => "gives it here, as on all of its subtree",
            Self::Gives(Reach::Care) => "gives it here, on its own chapter or as caretaker of a vacant one",
            Self::Gives(Reach::Own) => "gives it here, on its own chapter",
            Self::SeesAbove => "lets its holder see the chapters above its own",
            Self::NotYetBegun => "has not begun",
            Self::Ended => "has ended",
            Self::RoleLacks => "its role does not include this",
            Self::OnlyOwn => "its role includes this only for its own chapter",
            Self::Elsewhere => "is on another part of the tree",
        })
    }
}

fn reason(grant: &Grant, permission: Permission, chapter: ChapterId, now: Timestamp, tree: &impl Tree) -> Reason {
    if now < grant.period.from {
        return Reason::NotYetBegun;
    }
    if !grant.period.contains(now) {
        return Reason::Ended;
    }
    let Some(reach) = grant.role.reach(permission) else {
        return Reason::RoleLacks;
    };
    if reaches(reach, grant.chapter, chapter, tree) {
        return Reason::Gives(reach);
    }
    if permission == Permission::ChapterSee && tree.is_within(grant.chapter, chapter) {
        return Reason::SeesAbove;
    }
    if tree.is_within(chapter, grant.chapter) { Reason::OnlyOwn } else { Reason::Elsewhere }
}

/// A decision with what each grant had to do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    pub decision: Decision,
    /// Every grant of the subject, in the order given; empty when it holds none.
    pub grants: Vec<(GrantId, Reason)>,
}

/// Decides as [`decide`], and says which grant gave it, or of each grant why it did not.
#[must_use]
pub fn explain(
    grants: &[Grant],
    permission: Permission,
    chapter: ChapterId,
    now: Timestamp,
    tree: &impl Tree,
) -> Explanation {
    Explanation {
        decision: decide(grants, permission, chapter, now, tree),
        grants: grants.iter().map(|grant| (grant.id, reason(grant, permission, chapter, now, tree))).collect(),
    }
}
