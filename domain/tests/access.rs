//! The decision agrees with a model that is told from the words of the rule; nobody's rights shrink by a grant, and nobody
//! can give more than they have.

use std::collections::BTreeMap;

use domain::access::{
    Decision, Grant, Permission, Reach, Role, Tree, VisibleScope, Wanted, decide, explain, may_grant,
};
use domain::kernel::{AccountId, ChapterId, GrantId, Period, Timestamp, from_micros};
use proptest::prelude::*;

const CHAPTERS: i32 = 10;
const TIMES: i64 = 6;

/// A small tree: parents by chapter, and which chapters have a helmsman.
#[derive(Debug, Clone)]
struct Small {
    parents: BTreeMap<ChapterId, ChapterId>,
    staffed: Vec<ChapterId>,
}

impl Small {
    /// The chapter and all above it, nearest first.
    fn upwards(&self, chapter: ChapterId) -> Vec<ChapterId> {
        let known = (1..=CHAPTERS).contains(&chapter.0).then_some(chapter);
        std::iter::successors(known, |chapter| self.parents.get(chapter).copied()).collect()
    }
}

impl Tree for Small {
    fn is_within(&self, chapter: ChapterId, ancestor: ChapterId) -> bool {
        self.upwards(chapter).contains(&ancestor)
    }

    fn caretaker(&self, chapter: ChapterId) -> Option<ChapterId> {
        self.upwards(chapter).into_iter().find(|chapter| self.staffed.contains(chapter))
    }
}

fn tree() -> impl Strategy<Value = Small> {
    let count = usize::try_from(CHAPTERS).expect("small");
    (proptest::collection::vec(any::<i32>(), count), proptest::collection::vec(any::<bool>(), count)).prop_map(
        |(picks, staffed)| {
            // Every chapter hangs on one with a smaller number, so there are no loops.
            let parents =
                (2..=CHAPTERS).zip(picks).map(|(n, pick)| (ChapterId(n), ChapterId(pick.rem_euclid(n - 1) + 1)));
            let staffed = (1..=CHAPTERS).zip(staffed).filter(|(_, staffed)| *staffed).map(|(n, _)| ChapterId(n));
            Small { parents: parents.collect(), staffed: staffed.collect() }
        },
    )
}

fn at(n: i64) -> Timestamp {
    from_micros(n)
}

fn period() -> impl Strategy<Value = Period> {
    (0..TIMES, proptest::option::of(1..TIMES))
        .prop_map(|(from, length)| Period { from: at(from), until: length.map(|length| at(from + length)) })
}

fn role() -> impl Strategy<Value = Role> {
    proptest::sample::select(Role::ALL.to_vec())
}

fn grant() -> impl Strategy<Value = Grant> {
    // One chapter more than there are: a grant may outlive its chapter.
    (any::<u128>(), role(), 1..=CHAPTERS + 1, period()).prop_map(|(id, role, chapter, period)| Grant {
        id: GrantId(uuid::Uuid::from_u128(id)),
        account: AccountId(uuid::Uuid::from_u128(1)),
        role,
        chapter: ChapterId(chapter),
        period,
    })
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    proptest::collection::vec(grant(), 0..5)
}

/// Every chapter (and one that is none), permission and instant.
fn questions() -> impl Iterator<Item = (ChapterId, Permission, Timestamp)> {
    let chapters = (1..=CHAPTERS + 1).map(ChapterId);
    chapters.flat_map(|chapter| {
        let permissions = Permission::ALL.iter().copied();
        permissions.flat_map(move |permission| (0..TIMES * 2).map(move |n| (chapter, permission, at(n))))
    })
}

/// The rule as it is told: walk up from the chapter and look for a live grant.
fn model(grants: &[Grant], permission: Permission, chapter: ChapterId, now: Timestamp, tree: &Small) -> &'static str {
    let live: Vec<&Grant> = grants.iter().filter(|grant| grant.period.contains(now)).collect();
    let upwards = tree.upwards(chapter);
    let nearest_staffed = upwards.iter().copied().find(|above| tree.staffed.contains(above));
    let holds = |grant: &&&Grant| match grant.role.reach(permission) {
        None => false,
        Some(Reach::Subtree) => upwards.contains(&grant.chapter),
        Some(Reach::Own) => upwards.first() == Some(&grant.chapter),
        Some(Reach::Care) => upwards.first() == Some(&grant.chapter) || nearest_staffed == Some(grant.chapter),
    };
    let on_path = |grant: &&&Grant| upwards.contains(&grant.chapter) || tree.upwards(grant.chapter).contains(&chapter);
    let seen = live.iter().any(|grant| on_path(&grant));
    if live.iter().any(|grant| holds(&grant)) || (permission == Permission::ChapterSee && seen) {
        "allow"
    } else if seen {
        "deny"
    } else {
        "invisible"
    }
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn word(decision: Decision) -> &'static str {
    match decision {
        Decision::Allow { .. } => "allow",
        Decision::Deny => "deny",
        Decision::Invisible => "invisible",
    }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn the_decision_agrees_with_the_model(tree in tree(), grants in grants()) {
        for (chapter, permission, now) in questions() {
            let decision = decide(&grants, permission, chapter, now, &tree);
            let expected = model(&grants, permission, chapter, now, &tree);
            prop_assert_eq!(word(decision), expected, "{} on {} at {}", permission, chapter, now);
        }
    }

    #[test]
    fn a_list_holds_what_the_decision_allows(tree in tree(), grants in grants()) {
        for (chapter, permission, now) in questions() {
            let scope = VisibleScope::of(&grants, permission, now, &tree);
            let allowed = decide(&grants, permission, chapter, now, &tree).is_allowed();
            prop_assert_eq!(scope.contains(chapter, &tree), allowed, "{} on {}: {:?}", permission, chapter, scope);
            let apart = |a: &ChapterId, b: &ChapterId| a == b || !tree.is_within(*a, *b);
            prop_assert!(scope.subtrees.iter().all(|a| scope.subtrees.iter().all(|b| apart(a, b))), "not minimal");
        }
    }

    #[test]
    fn the_explanation_is_that_of_the_decision(tree in tree(), grants in grants()) {
        for (chapter, permission, now) in questions() {
            let explanation = explain(&grants, permission, chapter, now, &tree);
            prop_assert_eq!(explanation.decision, decide(&grants, permission, chapter, now, &tree));
            prop_assert_eq!(explanation.grants.len(), grants.len());
            let giving = explanation.grants.iter().find(|(_, reason)| reason.gives()).map(|(id, _)| *id);
            let allowed_by = match explanation.decision {
                Decision::Allow { grant } => Some(grant),
                Decision::Deny | Decision::Invisible => None,
            };
            prop_assert_eq!(giving, allowed_by);
        }
    }

    #[test]
    fn a_grant_never_takes_a_right_away(tree in tree(), grants in grants(), more in grant()) {
        let rank = |decision| ["invisible", "deny", "allow"].iter().position(|known| *known == word(decision));
        let with: Vec<Grant> = grants.iter().copied().chain([more]).collect();
        for (chapter, permission, now) in questions() {
            let before = decide(&grants, permission, chapter, now, &tree);
            prop_assert!(rank(decide(&with, permission, chapter, now, &tree)) >= rank(before));
        }
    }
}

proptest! {
    #![proptest_config(config(1_500))]

    #[test]
    fn nobody_gives_more_than_they_have(
        tree in tree(),
        own in proptest::collection::vec((grant(), any::<bool>()), 1..5),
        role in role(),
        chapter in 1..=CHAPTERS,
        period in period(),
        now in 0..TIMES,
    ) {
        // Every other grant is an admin's, or there would be little to give.
        let own: Vec<Grant> = own
            .into_iter()
            .map(|(grant, is_admin)| if is_admin { Grant { role: Role::HqAdmin, ..grant } } else { grant })
            .collect();
        let wanted = Wanted { role, chapter: ChapterId(chapter), period };
        // About one in ten is let through; the rest cost nothing.
        if may_grant(&own, &wanted, at(now), &tree).is_err() {
            return Ok(());
        }
        prop_assert!(decide(&own, Permission::GrantManage, wanted.chapter, at(now), &tree).is_allowed());
        let id = uuid::Uuid::from_u128(2);
        let given = [Grant { id: GrantId(id), account: AccountId(id), role, chapter: wanted.chapter, period }];
        for (chapter, permission, now) in questions() {
            let theirs = decide(&given, permission, chapter, now, &tree);
            let mine = decide(&own, permission, chapter, now, &tree);
            prop_assert!(!theirs.is_allowed() || mine.is_allowed(), "{} on {} at {}", permission, chapter, now);
            prop_assert!(theirs == Decision::Invisible || mine != Decision::Invisible);
        }
    }

    #[test]
    fn an_admin_of_a_subtree_may_give_any_role_in_it(tree in tree(), root in 1..=CHAPTERS, role in role()) {
        let id = uuid::Uuid::from_u128(1);
        let period = Period::since(at(0));
        let own = [Grant { id: GrantId(id), account: AccountId(id), role: Role::HqAdmin, chapter: ChapterId(root), period }];
        for chapter in (1..=CHAPTERS).map(ChapterId) {
            let wanted = Wanted { role, chapter, period };
            let granted = may_grant(&own, &wanted, at(1), &tree).is_ok();
            prop_assert_eq!(granted, tree.is_within(chapter, ChapterId(root)));
        }
    }
}
