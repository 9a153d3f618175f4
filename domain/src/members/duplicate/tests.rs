use super::super::term::plus;
use super::*;
use crate::kernel::from_micros;
use crate::members::{TierCode, in_force};

fn day(n: i64) -> NaiveDate {
    plus(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), n)
}

fn guest(n: u128) -> Half {
    Half {
        id: MemberId(uuid::Uuid::from_u128(n)),
        state: MemberState::guest(),
        terms: Vec::new(),
        had_trial: false,
        points: Points::default(),
        birth_year: None,
        home: ChapterId(7),
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

fn merged(kept: &Half, gone: &Half, today: i64) -> Result<Merged, Violation> {
    merge(kept, gone, from_micros(1_000), day(today))
}

fn added(merged: &Merged) -> Vec<Term> {
    merged.moved.iter().map(|moved| moved.term.clone()).collect()
}

#[test]
fn whoever_is_named_stays_and_nobody_is_merged_with_oneself() {
    let (old, new) = (guest(1), guest(2));
    assert_eq!(merged(&old, &new, 0).unwrap().state, MemberState::guest());
    assert_eq!(merged(&new, &old, 0).unwrap().state, MemberState::guest());
    assert_eq!(merged(&old, &old, 0).unwrap_err().code, Code::MembersMergeMismatch);
}

#[test]
fn not_while_something_is_pending_and_no_child() {
    for (standing, code) in [
        (Standing::Erased, Code::MembersErased),
        (Standing::Frozen, Code::MembersStateRefuses),
        (Standing::Refunding, Code::MembersStateRefuses),
    ] {
        let mut pending = with_term(guest(2), TermSource::Purchase, 0, 100);
        pending.state.standing = standing;
        pending.state.frozen_on = Some(day(0));
        for (one, other) in [(&guest(1), &pending), (&pending, &guest(1))] {
            assert_eq!(merged(one, other, 1).unwrap_err().code, code);
        }
    }
    let child = Half { birth_year: Some(2015), ..guest(2) };
    for (one, other) in [(&guest(1), &child), (&child, &guest(1))] {
        assert_eq!(merged(one, other, 0).unwrap_err().code, Code::MembersGuardianRequired);
    }
}

#[test]
fn what_is_left_of_the_others_terms_is_appended() {
    let old = with_term(guest(1), TermSource::Purchase, 0, 100);
    let new = with_term(with_term(guest(2), TermSource::Purchase, 20, 50), TermSource::Card, 20, 10);
    let both = merged(&old, &new, 30).unwrap();
    assert_eq!(spans(&added(&both)), [(day(100), day(140)), (day(140), day(150))]);
    assert_eq!((both.state.standing, both.state.until_on), (Standing::Active, Some(day(150))));
    assert_eq!(both.moved.iter().map(|moved| (moved.which, moved.used)).collect::<Vec<_>>(), [(0, 10), (1, 0)]);
    assert_eq!(both.moved[1].term.source, TermSource::Card);
    // The other way round: a guest takes over a running membership.
    let taken = merged(&guest(1), &new, 30).unwrap();
    assert_eq!(spans(&added(&taken)), [(day(30), day(70)), (day(70), day(80))]);
    assert_eq!(taken.state.tier, TierCode::annual());
}

#[test]
fn a_trial_comes_along_only_if_there_was_none() {
    let trying = |n| with_term(guest(n), TermSource::Trial, 0, 7);
    let goes_on = merged(&guest(1), &trying(2), 3).unwrap();
    assert_eq!((spans(&added(&goes_on)), goes_on.state.standing), (vec![(day(3), day(7))], Standing::Trial));
    assert!(goes_on.had_trial);
    let second = merged(&trying(1), &trying(2), 3).unwrap();
    assert_eq!((second.moved.len(), second.state.until_on), (0, Some(day(7))));
    let had = Half { had_trial: true, ..guest(1) };
    assert_eq!(merged(&had, &trying(2), 3).unwrap().state, MemberState::guest());
}

#[test]
fn who_was_a_member_is_not_a_guest_again() {
    let lapsed = with_term(guest(2), TermSource::Purchase, 0, 10);
    let both = merged(&guest(1), &lapsed, 50).unwrap();
    assert_eq!((both.state.standing, both.state.until_on), (Standing::Lapsed, Some(day(10))));
}

fn said(purpose: Purpose, granted: bool, at: i64) -> ConsentEntry {
    ConsentEntry { purpose, granted, text_version: "1".to_owned(), at: from_micros(at) }
}

#[test]
fn points_and_follows_come_along_and_the_home_does_not() {
    let old = Half {
        points: Points::default().earn(100, day(0)).unwrap(),
        follows: vec![ChapterId(3), ChapterId(4)],
        ..guest(1)
    };
    let new = Half {
        points: Points::default().reverse(40, day(0)).unwrap(),
        home: ChapterId(8),
        follows: vec![ChapterId(4), ChapterId(7), ChapterId(9)],
        ..guest(2)
    };
    let both = merged(&old, &new, 1).unwrap();
    assert_eq!((both.points.balance(day(1)), both.points.lots.len()), (60, 1));
    assert_eq!(both.follows, [8, 9].map(ChapterId));
}

#[test]
fn the_stricter_consent_stands() {
    let all = |granted, at| Purpose::ALL.map(|purpose| said(purpose, granted, at)).to_vec();
    let after = |kept: &[ConsentEntry], gone: &[ConsentEntry], home| {
        let kept = Half { consents: kept.to_vec(), ..guest(1) };
        let gone = Half { consents: gone.to_vec(), home: ChapterId(home), ..guest(2) };
        let entered = merged(&kept, &gone, 0).unwrap().consents;
        let ledger: Vec<ConsentEntry> = kept.consents.iter().chain(&entered).cloned().collect();
        Purpose::ALL.map(|purpose| in_force(&ledger, purpose).is_some())
    };
    // Withdrawn by either, whichever is older, it is withdrawn.
    assert_eq!(after(&all(true, 9), &all(false, 5), 7), [false; 5]);
    assert_eq!(after(&all(false, 5), &all(true, 9), 7), [false; 5]);
    assert_eq!(after(&all(true, 5), &all(true, 9), 7), [true; 5]);
    // What only the other has said is taken over, but a chapter's consent is that chapter's.
    assert_eq!(after(&[], &all(true, 9), 7), [true; 5]);
    assert_eq!(after(&[], &all(true, 9), 8), [true, true, false, true, true]);
    assert_eq!(after(&[], &all(false, 9), 8), [false; 5]);
    assert_eq!(after(&all(true, 9), &[], 8), [true; 5]);
}

#[test]
fn a_name_alone_is_nobody() {
    let one =
        Traits { birth_year: Some(1988), region: Some("330106".to_owned()), home: ChapterId(7), has_account: true };
    let other = Traits { birth_year: None, region: None, home: ChapterId(8), has_account: false };
    let score = |other: &Traits| likeness(&one, other).into_iter().map(Likeness::weight).sum::<u8>();
    assert_eq!(score(&other), 0);
    assert_eq!(score(&Traits { home: ChapterId(7), ..other.clone() }), 60);
    assert_eq!(score(&Traits { region: Some("330110".to_owned()), has_account: true, ..other.clone() }), 55);
    let twin = Traits { has_account: false, ..one.clone() };
    assert_eq!(score(&twin), 100);
    assert_eq!(score(&Traits { birth_year: Some(1989), ..twin }), 0, "two of one name, born in different years");
}

#[test]
fn a_merge_can_be_undone_for_30_days() {
    let days = |n: i64| from_micros(n * 86_400_000_000);
    assert_eq!(check_undo(days(1), days(31) - TimeDelta::microseconds(1)), Ok(()));
    assert_eq!(check_undo(days(1), days(31)).unwrap_err().code, Code::MembersUnmergeTooLate);
}
