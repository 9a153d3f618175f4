use super::super::term::plus;
use super::*;
use crate::kernel::from_micros;
use crate::members::{HomeSource, Purpose, TierCode, in_force};

fn day(n: i64) -> NaiveDate {
    plus(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), n)
}

fn guest(n: u128) -> Half {
    Half {
        id: MemberId(uuid::Uuid::from_u128(n)),
        registered_at: from_micros(i64::try_from(n).unwrap()),
        state: MemberState::guest(),
        terms: Vec::new(),
        had_trial: false,
        points: Points::default(),
        home: None,
        follows: Vec::new(),
        consents: Vec::new(),
    }
}

fn with_term(mut half: Half, source: TermSource, from: i64, days: i64) -> Half {
    let change = if source == TermSource::Trial {
        half.had_trial = true;
        start_trial(&half.state, day(from), false)
    } else {
        append(&half.state, day(from), &Wanted { tier: TierCode::annual(), source, days })
    };
    let change = change.unwrap();
    half.state = change.state;
    half.terms.extend(change.term);
    half
}

fn spans(terms: &[Term]) -> Vec<(NaiveDate, NaiveDate)> {
    terms.iter().map(|term| (term.starts_on, term.ends_on)).collect()
}

#[test]
fn the_older_registration_survives() {
    let (old, new) = (guest(1), guest(2));
    for (one, other) in [(&old, &new), (&new, &old)] {
        let merged = merge(one, other, day(0)).unwrap();
        assert_eq!((merged.survivor, merged.absorbed), (old.id, new.id));
        assert_eq!(merged.state, MemberState::guest());
    }
    assert_eq!(merge(&old, &old, day(0)).unwrap_err().code, Code::MembersMergeMismatch);
}

#[test]
fn not_while_something_is_pending() {
    for (standing, code) in [
        (Standing::Erased, Code::MembersErased),
        (Standing::Frozen, Code::MembersStateRefuses),
        (Standing::Refunding, Code::MembersStateRefuses),
    ] {
        let mut pending = with_term(guest(2), TermSource::Purchase, 0, 100);
        pending.state.standing = standing;
        pending.state.frozen_on = Some(day(0));
        for (one, other) in [(&guest(1), &pending), (&pending, &guest(1))] {
            assert_eq!(merge(one, other, day(1)).unwrap_err().code, code);
        }
    }
}

#[test]
fn what_is_left_of_the_others_terms_is_appended() {
    let old = with_term(guest(1), TermSource::Purchase, 0, 100);
    let new = with_term(with_term(guest(2), TermSource::Purchase, 20, 50), TermSource::Card, 20, 10);
    let merged = merge(&old, &new, day(30)).unwrap();
    assert_eq!(spans(&merged.terms), [(day(0), day(100))]);
    assert_eq!(spans(&merged.added), [(day(100), day(140)), (day(140), day(150))]);
    assert_eq!((merged.state.standing, merged.state.until_on), (Standing::Active, Some(day(150))));
    assert_eq!(merged.added[1].source, TermSource::Card);
    // The other way round: a guest with an old registration takes over a running membership.
    let taken = merge(&guest(1), &new, day(30)).unwrap();
    assert_eq!(spans(&taken.added), [(day(30), day(70)), (day(70), day(80))]);
    assert_eq!(taken.state.tier, TierCode::annual());
}

#[test]
fn a_trial_comes_along_only_if_there_was_none() {
    let trying = |n| with_term(guest(n), TermSource::Trial, 0, 7);
    let goes_on = merge(&guest(1), &trying(2), day(3)).unwrap();
    assert_eq!((spans(&goes_on.added), goes_on.state.standing), (vec![(day(3), day(7))], Standing::Trial));
    assert!(goes_on.had_trial);
    let second = merge(&trying(1), &trying(2), day(3)).unwrap();
    assert_eq!((second.added.len(), second.state.until_on), (0, Some(day(7))));
    let had = Half { had_trial: true, ..guest(1) };
    assert_eq!(merge(&had, &trying(2), day(3)).unwrap().state, MemberState::guest());
}

#[test]
fn who_was_a_member_is_not_a_guest_again() {
    let lapsed = with_term(guest(2), TermSource::Purchase, 0, 10);
    let merged = merge(&guest(1), &lapsed, day(50)).unwrap();
    assert_eq!((merged.state.standing, merged.state.until_on), (Standing::Lapsed, Some(day(10))));
}

#[test]
fn points_follows_homes_and_consents_move() {
    let consent = |granted, at| ConsentEntry {
        purpose: Purpose::Marketing,
        granted,
        text_version: "1".to_owned(),
        at: from_micros(at),
    };
    let home = |chapter, source| Some(Home { chapter: ChapterId(chapter), source });
    let old = Half {
        points: Points::default().earn(100, day(0)).unwrap(),
        home: home(7, HomeSource::PhoneRegion),
        follows: vec![ChapterId(3), ChapterId(4)],
        consents: vec![consent(true, 5)],
        ..guest(1)
    };
    let new = Half {
        points: Points::default().reverse(40, day(0)).unwrap(),
        home: home(8, HomeSource::MemberChoice),
        follows: vec![ChapterId(4), ChapterId(7)],
        consents: vec![consent(true, 1), consent(false, 9)],
        ..guest(2)
    };
    let merged = merge(&old, &new, day(1)).unwrap();
    assert_eq!((merged.points.balance(day(1)), merged.points.lots.len()), (60, 1));
    assert_eq!(merged.home, old.home, "a merge is not a move");
    assert_eq!(merged.follows, [3, 4, 8].map(ChapterId));
    assert_eq!(merged.consents.iter().map(|entry| entry.at.timestamp_micros()).collect::<Vec<_>>(), [1, 5, 9]);
    assert_eq!(in_force(&merged.consents, Purpose::Marketing), None);
    assert_eq!(merge(&guest(1), &new, day(1)).unwrap().home, new.home);
}

#[test]
fn a_merge_can_be_undone_for_30_days() {
    let days = |n: i64| from_micros(n * 86_400_000_000);
    assert_eq!(check_undo(days(1), days(31) - TimeDelta::microseconds(1)), Ok(()));
    assert_eq!(check_undo(days(1), days(31)).unwrap_err().code, Code::MembersUnmergeTooLate);
}
