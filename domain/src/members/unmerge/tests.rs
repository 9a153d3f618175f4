use proptest::prelude::*;

use super::super::duplicate::{Half, merge};
use super::super::{Lot, TermSource, Wanted, append, start_trial};
use super::*;
use crate::kernel::{ChapterId, MemberId, from_micros};

fn day(n: i64) -> NaiveDate {
    plus(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), n)
}

fn guest() -> Held {
    Held { state: MemberState::guest(), terms: Vec::new() }
}

fn with_term(held: Held, from: i64, days: i64) -> Held {
    let wanted = Wanted { tier: TierCode::annual(), source: TermSource::Purchase, days };
    let change = append(&held.state, day(from), &wanted).unwrap();
    let mut terms = held.terms;
    terms.extend(change.term);
    Held { state: change.state, terms }
}

/// The two as one, and how that was made.
fn joined(kept: &Held, gone: &Held, on: i64) -> (Held, Made) {
    let half = |held: &Held, n| Half {
        id: MemberId(uuid::Uuid::from_u128(n)),
        state: held.state.clone(),
        terms: held.terms.clone(),
        had_trial: false,
        points: Points::default(),
        birth_year: None,
        home: ChapterId(1),
        follows: Vec::new(),
        consents: Vec::new(),
    };
    let merged = merge(&half(kept, 1), &half(gone, 2), from_micros(0), day(on)).unwrap();
    let (kept_before, mut terms) = catch_up(&kept.state, &kept.terms, day(on));
    let own_before = terms.len();
    let moved = merged.moved.iter().enumerate().map(|(n, moved)| (own_before + n, moved.term.clone())).collect();
    terms.extend(merged.moved.into_iter().map(|moved| moved.term));
    (Held { state: merged.state, terms }, Made { on: day(on), kept_before, own_before, moved })
}

fn left(held: &Held, today: i64) -> i64 {
    let days = |term: &Term| days_between(term.starts_on.max(day(today)), term.ends_on).max(0);
    held.terms.iter().map(days).sum()
}

/// What is left of one's own, without what came along.
fn own(parted: &Parted, made: &Made) -> Held {
    let terms = parted.kept.terms.iter().enumerate();
    let own = terms.filter(|(at, _)| made.moved.iter().all(|(which, _)| which != at)).map(|(_, term)| term.clone());
    Held { state: parted.kept.state.clone(), terms: own.collect() }
}

#[test]
fn at_once_everything_is_as_it_was() {
    for (kept, gone) in [
        (guest(), with_term(guest(), -50, 100)),
        (with_term(guest(), -10, 100), with_term(with_term(guest(), -50, 100), -40, 30)),
        (with_term(guest(), -200, 100), with_term(guest(), -50, 51)),
        (with_term(guest(), -50, 100), guest()),
    ] {
        let (one, made) = joined(&kept, &gone, 0);
        let parted = part(&one, &gone, &made, day(0)).unwrap();
        let before = |held: &Held| {
            let (state, terms) = catch_up(&held.state, &held.terms, day(0));
            Held { state, terms }
        };
        assert_eq!(own(&parted, &made), before(&kept));
        assert_eq!(parted.gone, before(&gone));
    }
}

#[test]
fn a_trial_goes_back_too() {
    let trial = start_trial(&MemberState::guest(), day(-3), false).unwrap();
    let gone = Held { state: trial.state, terms: trial.term.into_iter().collect() };
    let (one, made) = joined(&guest(), &gone, 0);
    let parted = part(&one, &gone, &made, day(2)).unwrap();
    assert_eq!((parted.kept.state.standing, parted.gone.state.standing), (Standing::Guest, Standing::Trial));
    assert_eq!(parted.gone, gone, "two days went by, and two were used");
}

#[test]
fn days_that_nobody_used_are_put_back() {
    // The one who stays had days of its own to use first.
    let (kept, gone) = (with_term(guest(), 0, 5), with_term(guest(), -50, 100));
    let (one, made) = joined(&kept, &gone, 0);
    let parted = part(&one, &gone, &made, day(20)).unwrap();
    // 5 were its own, 15 the other's, of whom 35 are left.
    assert_eq!((parted.gone.state.until_on, parted.gone.terms[0].frozen_days), (Some(day(55)), 5));
    assert_eq!((parted.kept.state.standing, parted.kept.state.until_on), (Standing::Lapsed, Some(day(5))));
}

#[test]
fn what_came_since_stays_and_is_drawn_up() {
    let (one, made) = joined(&guest(), &with_term(guest(), 0, 100), 0);
    let since = with_term(one, 3, 10);
    let parted = part(&since, &with_term(guest(), 0, 100), &made, day(7)).unwrap();
    assert_eq!((parted.kept.state.standing, parted.kept.state.until_on), (Standing::Active, Some(day(17))));
    assert_eq!(parted.gone.state.until_on, Some(day(100)));
}

#[test]
fn a_term_that_was_cut_does_not_go_back() {
    let gone = with_term(guest(), 0, 100);
    let (mut one, made) = joined(&guest(), &gone, 0);
    one.terms[0].ends_on = day(40);
    assert_eq!(part(&one, &gone, &made, day(1)).unwrap_err().code, Code::MembersUnmergeRefused);
    let (mut one, made) = joined(&guest(), &gone, 0);
    one.state.standing = Standing::Frozen;
    one.state.frozen_on = Some(day(1));
    assert_eq!(part(&one, &gone, &made, day(1)).unwrap_err().code, Code::MembersStateRefuses);
}

fn lots(left: &[i64]) -> Points {
    let lot = |(at, left): (usize, &i64)| Lot { left: *left, expires_on: day(100 + i64::try_from(at).unwrap()) };
    Points { lots: left.iter().enumerate().map(lot).collect(), debt: 0 }
}

fn owing(debt: i64) -> Points {
    Points { debt, ..Points::default() }
}

/// The joined points, split into those of the one who stays and those that came.
fn points_joined(kept: &Points, gone: &Points) -> (Points, Points) {
    let mut now = kept.join(gone, day(0));
    let came = Points { lots: now.lots.split_off(kept.lots.len()), debt: 0 };
    (now, came)
}

#[test]
fn points_go_back_and_what_was_spent_is_the_stayers() {
    let (kept, gone) = (lots(&[30]), lots(&[100]));
    let (now, mut came) = points_joined(&kept, &gone);
    let parted = part_points(&now, &came, (&kept, &gone), day(0)).unwrap();
    assert_eq!((parted.kept, parted.gone.clone(), parted.extra), (kept.clone(), gone.clone(), 0));
    // 20 of the other's are spent: the one who stayed makes up for them.
    came.lots[0].left = 80;
    let parted = part_points(&now, &came, (&kept, &gone), day(0)).unwrap();
    assert_eq!((parted.kept.balance(day(0)), parted.gone.balance(day(0))), (10, 100));
    came.lots[0].left = 69;
    let refused = part_points(&now, &came, (&kept, &gone), day(0)).unwrap_err();
    assert_eq!(refused.code, Code::MembersUnmergeRefused);
    assert!(refused.message.starts_with("1 of the points"), "{}", refused.message);
}

#[test]
fn debts_go_back_too() {
    for (kept, gone) in [(lots(&[30, 20]), owing(40)), (owing(40), lots(&[100])), (owing(7), owing(8))] {
        let (now, came) = points_joined(&kept, &gone);
        let parted = part_points(&now, &came, (&kept, &gone), day(0)).unwrap();
        assert_eq!((parted.kept, parted.gone, parted.extra), (kept, gone, 0));
    }
    // What was taken from a lot that has expired since comes back apart.
    let (kept, gone) = (lots(&[30]), owing(20));
    let (mut now, came) = points_joined(&kept, &gone);
    now.lots[0].left = 0;
    let parted = part_points(&now, &came, (&kept, &gone), day(100)).unwrap();
    assert_eq!((parted.kept.balance(day(100)), parted.extra, parted.gone.debt), (0, 20, 20));
}

#[test]
fn points_that_expired_do_not_come_back() {
    let (kept, gone) = (lots(&[30]), lots(&[100]));
    let (mut now, mut came) = points_joined(&kept, &gone);
    (now.lots[0].left, came.lots[0].left) = (0, 0);
    let parted = part_points(&now, &came, (&kept, &gone), day(100)).unwrap();
    assert_eq!((parted.kept.balance(day(100)), parted.gone.balance(day(100)), parted.extra), (0, 0, 0));
}

proptest! {
    #[test]
    fn no_day_is_lost_or_made(
        mine in 0_i64..60, other in proptest::collection::vec(1_i64..60, 1..4), began in 0_i64..50, after in 0_i64..30,
        renewed in 0_i64..20,
    ) {
        let kept = if mine > 0 { with_term(guest(), 0, mine) } else { guest() };
        let gone = other.iter().fold(guest(), |held, days| with_term(held, -began, *days));
        let (mut one, made) = joined(&kept, &gone, 0);
        if renewed > 0 {
            one = with_term(one, 0, renewed);
        }
        let before = left(&one, after);
        let parted = part(&one, &gone, &made, day(after)).unwrap();
        let mine = own(&parted, &made);
        prop_assert_eq!(left(&mine, after) + left(&parted.gone, after), before);
        // Nobody is worse off than without the merge.
        prop_assert!(left(&parted.gone, after) >= left(&gone, after));
        let mut spans: Vec<&Term> = mine.terms.iter().collect();
        spans.sort_by_key(|term| term.starts_on);
        prop_assert!(spans.windows(2).all(|two| two[0].ends_on <= two[1].starts_on));
    }

    #[test]
    fn no_point_is_lost_or_made(
        kept in proptest::collection::vec(0_i64..50, 0..3), gone in proptest::collection::vec(0_i64..50, 0..3),
        owed in 0_i64..80, which in any::<bool>(), spent in 0_i64..150,
    ) {
        let (mut kept, mut gone) = (lots(&kept), lots(&gone));
        let poor = if which { &mut gone } else { &mut kept };
        if owed > 0 {
            *poor = owing(owed);
        }
        let joined = kept.join(&gone, day(0));
        let joined = joined.spend(spent.max(1), day(0)).unwrap_or(joined);
        let mut now = joined.clone();
        let came = Points { lots: now.lots.split_off(kept.lots.len()), debt: 0 };
        if let Ok(parted) = part_points(&now, &came, (&kept, &gone), day(0)) {
            prop_assert_eq!(&parted.gone, &gone);
            let sum = parted.kept.balance(day(0)) + parted.gone.balance(day(0)) + parted.extra;
            prop_assert_eq!(sum, joined.balance(day(0)));
            prop_assert!(parted.kept.debt <= kept.debt);
        } else {
            prop_assert!(joined.balance(day(0)) - gone.balance(day(0)) < -kept.debt);
        }
    }
}
