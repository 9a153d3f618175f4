use super::*;
use crate::members::{ask_refund, refund, upgrade, withdraw_refund};

fn day(n: i64) -> NaiveDate {
    plus(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(), n)
}

fn wanted(days: i64) -> Wanted {
    Wanted { tier: TierCode::annual(), source: TermSource::Purchase, days }
}

/// A guest who bought `days` on day 0.
fn member(days: i64) -> (MemberState, Term) {
    let change = append(&MemberState::guest(), day(0), &wanted(days)).unwrap();
    (change.state, change.term.unwrap())
}

fn state(standing: Standing, until: i64) -> MemberState {
    MemberState { standing, until_on: Some(day(until)), ..MemberState::guest() }
}

fn span(term: &Term) -> (NaiveDate, NaiveDate, i64) {
    (term.starts_on, term.ends_on, term.frozen_days)
}

#[test]
fn the_day_of_purchase_counts() {
    let (state, term) = member(365);
    assert_eq!(span(&term), (day(0), day(365), 0));
    assert_eq!((state.standing, state.until_on), (Standing::Active, Some(day(365))));
    assert_eq!((state.tier, term.days()), (TierCode::annual(), 365));
    assert!(term.contains(day(0)) && !term.contains(day(365)));
}

#[test]
fn days_are_appended_where_the_last_term_ends() {
    for (standing, until, starts) in [
        (Standing::Active, 10, 10),
        (Standing::Trial, 3, 3),
        // Over, whether or not the timer has been there.
        (Standing::Active, -2, 0),
        (Standing::Grace, -2, 0),
        (Standing::Lapsed, -30, 0),
        (Standing::Refunded, 1, 1),
    ] {
        let change = append(&state(standing, until), day(0), &wanted(30)).unwrap();
        assert_eq!(span(&change.term.unwrap()), (day(starts), day(starts + 30), 0), "{standing}");
        assert_eq!((change.state.standing, change.state.until_on), (Standing::Active, Some(day(starts + 30))));
    }
    for bad in [0, -1, MAX_DAYS + 1] {
        let refused = append(&MemberState::guest(), day(0), &wanted(bad)).unwrap_err();
        assert_eq!(refused.code, Code::MembersTierInvalid, "{bad}");
    }
}

#[test]
fn a_tier_holds_from_its_first_day() {
    let (state, first) = member(10);
    let gift = Wanted { tier: "gift_card".parse().unwrap(), source: TermSource::Card, days: 30 };
    let change = append(&state, day(5), &gift).unwrap();
    let terms = [first, change.term.unwrap()];
    let tier = |on| catch_up(&change.state, &terms, day(on)).0.tier;
    assert_eq!(
        (change.state.tier.clone(), tier(9), tier(10)),
        (TierCode::annual(), TierCode::annual(), gift.tier.clone())
    );
    assert_eq!(tier(500), gift.tier, "who has lapsed is counted where they were last");
}

#[test]
fn the_rest_of_a_trial_is_enjoyed_in_what_was_bought() {
    let trial = start_trial(&MemberState::guest(), day(0), false).unwrap();
    let bought = append(&trial.state, day(2), &wanted(365)).unwrap();
    assert_eq!((bought.state.standing, &bought.state.tier), (Standing::Active, &TierCode::annual()));
    let terms = [trial.term.unwrap(), bought.term.unwrap()];
    assert_eq!(span(&terms[1]), (day(7), day(372), 0));
    assert_eq!(catch_up(&bought.state, &terms, day(3)).0, bought.state);
}

#[test]
fn a_trial_is_had_once_and_by_guests() {
    let trial = start_trial(&MemberState::guest(), day(0), false).unwrap();
    assert_eq!((trial.state.standing, trial.state.until_on), (Standing::Trial, Some(day(7))));
    let code = |state: &MemberState, had| start_trial(state, day(0), had).unwrap_err().code;
    assert_eq!(code(&MemberState::guest(), true), Code::MembersTrialUsed);
    for standing in Standing::ALL.into_iter().filter(|standing| *standing != Standing::Guest) {
        let refused = if standing == Standing::Erased { Code::MembersErased } else { Code::MembersStateRefuses };
        assert_eq!(code(&state(standing, 9), false), refused, "{standing}");
    }
}

#[test]
fn time_alone_ends_a_membership() {
    let after = |standing, today| settle(&state(standing, 10), day(today)).state.standing;
    for (today, active, trial) in [
        (9, Standing::Active, Standing::Trial),
        (10, Standing::Grace, Standing::Lapsed),
        (16, Standing::Grace, Standing::Lapsed),
        (17, Standing::Lapsed, Standing::Lapsed),
    ] {
        assert_eq!((after(Standing::Active, today), after(Standing::Trial, today)), (active, trial), "on {today}");
    }
    for still in [Standing::Guest, Standing::Lapsed, Standing::Refunding, Standing::Refunded, Standing::Erased] {
        assert_eq!(after(still, 1_000), still);
    }
}

#[test]
fn frozen_days_do_not_count() {
    let (state, term) = member(100);
    let next = append(&state, day(0), &wanted(30)).unwrap();
    let frozen = freeze(&next.state, &term, day(40)).unwrap().state;
    assert_eq!((frozen.standing, frozen.frozen_on), (Standing::Frozen, Some(day(40))));
    assert_eq!(unused_days(&term, &frozen, day(55)), 60);
    let queued = append(&frozen, day(50), &wanted(7)).unwrap();
    assert_eq!(queued.state.standing, Standing::Frozen);
    let back = unfreeze(&queued.state, day(60)).unwrap();
    let shift = back.shift.unwrap();
    assert_eq!(shift, Shift { since: day(40), days: 20 });
    let spans = [term, next.term.unwrap(), queued.term.unwrap()].map(|term| span(&shift.apply(&term)));
    assert_eq!(spans, [(day(0), day(120), 20), (day(120), day(150), 0), (day(150), day(157), 0)]);
    assert_eq!((back.state.standing, back.state.until_on), (Standing::Active, Some(day(157))));
    assert_eq!((back.state.frozen_on, back.state.frozen_days), (None, 20));
}

#[test]
fn a_freeze_ends_by_itself_after_90_days_of_a_term() {
    let (state, term) = member(100);
    let frozen = freeze(&state, &term, day(10)).unwrap().state;
    assert_eq!(settle(&frozen, day(99)).state, frozen);
    let ended = settle(&frozen, day(100));
    assert_eq!((ended.state.standing, ended.state.until_on), (Standing::Active, Some(day(190))));
    assert_eq!(unfreeze(&frozen, day(150)).unwrap_err().code, Code::MembersStateRefuses, "it is over");
    assert_eq!(settle(&frozen, day(190)).state.standing, Standing::Grace, "a timer that is very late");
    let term = ended.shift.unwrap().apply(&term);
    assert_eq!(span(&term), (day(0), day(190), 90));
    assert_eq!(freeze(&ended.state, &term, day(120)).unwrap_err().code, Code::MembersFreezeTooLong);
    // Even if nobody has written down yet that the first freeze is over.
    let unmoved = Shift { since: day(10), days: -90 }.apply(&term);
    assert_eq!(freeze(&frozen, &unmoved, day(120)).unwrap_err().code, Code::MembersFreezeTooLong);
}

#[test]
fn each_term_may_be_frozen_anew() {
    let (state, first) = member(100);
    let next = append(&state, day(0), &wanted(100)).unwrap();
    let frozen = freeze(&next.state, &first, day(10)).unwrap().state;
    let (state, terms) = catch_up(&frozen, &[first, next.term.unwrap()], day(195));
    assert_eq!(span(&terms[1]), (day(190), day(290), 0));
    assert_eq!(state.frozen_days, 0);
    assert_eq!(freeze(&state, &terms[1], day(195)).unwrap().state.standing, Standing::Frozen);
    assert_eq!(freeze(&state, &terms[0], day(195)).unwrap_err().code, Code::MembersStateRefuses, "not in force");
}

#[test]
fn an_upgrade_takes_the_place_of_a_term() {
    let (state, first) = member(100);
    let next = append(&state, day(0), &wanted(50)).unwrap();
    let terms = [first, next.term.unwrap()];
    let vip = Wanted { tier: "vip".parse().unwrap(), source: TermSource::Upgrade, days: 200 };
    let now = upgrade(&next.state, &terms, 0, day(30), &vip).unwrap();
    assert_eq!(now.terms.iter().map(span).collect::<Vec<_>>(), [(day(0), day(30), 0), (day(230), day(280), 0)]);
    assert_eq!(span(&now.term), (day(30), day(230), 0));
    assert_eq!((now.state.tier, now.state.until_on), (vip.tier.clone(), Some(day(280))));
    let later = upgrade(&next.state, &terms, 1, day(30), &vip).unwrap();
    assert_eq!(span(&later.terms[1]), (day(100), day(100), 0), "it had not begun: nothing of it is left");
    assert_eq!((span(&later.term), later.state.tier), ((day(100), day(300), 0), TierCode::annual()));
    for (which, today) in [(2, 30), (0, 100), (1, 150)] {
        let refused = upgrade(&next.state, &terms, which, day(today), &vip).unwrap_err();
        assert_eq!(refused.code, Code::MembersStateRefuses, "{which} on {today}");
    }
}

#[test]
fn a_refund_takes_back_what_had_not_begun_when_it_was_asked_for() {
    let (state, first) = member(100);
    let next = append(&state, day(0), &wanted(50)).unwrap();
    let terms = [first, next.term.unwrap()];
    let asked = ask_refund(&next.state, day(30)).unwrap().state;
    assert_eq!(unused_days(&terms[0], &asked, day(30)), 69);

    let running = refund(&asked, &terms, 0, day(30), day(35)).unwrap();
    assert_eq!(running.terms.iter().map(span).collect::<Vec<_>>(), [(day(0), day(31), 0), (day(35), day(85), 0)]);
    assert_eq!((running.state.standing, running.state.until_on), (Standing::Active, Some(day(85))));

    let queued = refund(&asked, &terms, 1, day(30), day(35)).unwrap();
    assert_eq!(queued.terms.iter().map(span).collect::<Vec<_>>(), [(day(0), day(100), 0), (day(100), day(100), 0)]);
    assert_eq!((queued.state.standing, queued.state.until_on), (Standing::Active, Some(day(100))));

    let (only, term) = member(100);
    let asked = ask_refund(&only, day(0)).unwrap().state;
    let all = refund(&asked, &[term], 0, day(0), day(2)).unwrap();
    assert_eq!((all.state.standing, all.state.until_on), (Standing::Refunded, Some(day(1))));
    assert_eq!(refund(&only, &[], 0, day(0), day(0)).unwrap_err().code, Code::MembersStateRefuses, "not asked for");
    assert_eq!(refund(&asked, &[], 0, day(0), day(0)).unwrap_err().code, Code::MembersStateRefuses, "no such term");
}

#[test]
fn a_withdrawn_refund_leaves_all_as_it_was() {
    let (state, _) = member(100);
    let asked = ask_refund(&state, day(30)).unwrap().state;
    assert_eq!(withdraw_refund(&asked, day(40)), Ok(state.clone()));
    assert_eq!(withdraw_refund(&asked, day(100)).unwrap().standing, Standing::Grace);
    assert_eq!(withdraw_refund(&state, day(40)).unwrap_err().code, Code::MembersStateRefuses);
}
