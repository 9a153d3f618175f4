use super::*;
use crate::growth::FraudFlag;
use crate::kernel::{ChapterId, Period, from_micros};
use ReferralState as S;

fn day(n: i64) -> Timestamp {
    from_micros(0) + TimeDelta::days(n)
}

fn member(n: u128) -> MemberId {
    MemberId(uuid::Uuid::from_u128(n))
}

fn link() -> Link {
    Link { chapter: ChapterId(7), owner: Some(member(1)), period: Period::since(day(0)) }
}

fn flags(flags: &[FraudFlag]) -> FraudFlags {
    flags.iter().copied().collect()
}

fn who(n: u128) -> Registration {
    Registration { invitee: member(n), flags: FraudFlags::default() }
}

/// Bound on day 0, converted on day 1, rejected (if so) on day 2 out of `Registered`.
fn referral(state: S) -> Referral {
    let rejected = (state == S::Rejected).then(|| (day(2), S::Registered));
    let lock_until = (state != S::Created).then(|| lock_until(day(0)));
    Referral { state, lock_until, converted_at: Some(day(1)), rejected, ..Referral::created() }
}

#[test]
fn every_transition_of_a_referral() {
    const NO: Result<S, Code> = Err(Code::GrowthState);
    // From; then bound, registered, converted, rewarded, rejected, reinstated, reversed (all on day 2).
    let table = [
        (S::Created, [Ok(S::Bound), NO, NO, NO, Ok(S::Rejected), NO, NO]),
        (S::Bound, [NO, Ok(S::Registered), NO, NO, Ok(S::Rejected), NO, NO]),
        (S::Registered, [NO, NO, Ok(S::Converted), NO, Ok(S::Rejected), NO, NO]),
        (S::Converted, [NO, NO, NO, NO, Ok(S::Rejected), NO, Ok(S::Reversed)]),
        (S::Qualified, [NO, NO, NO, Ok(S::Rewarded), Ok(S::Rejected), NO, Ok(S::Reversed)]),
        (S::Rewarded, [NO, NO, NO, NO, NO, NO, Ok(S::Reversed)]),
        (S::Expired, [NO, NO, NO, NO, NO, NO, NO]),
        (S::Rejected, [NO, NO, NO, NO, NO, Ok(S::Registered), NO]),
        (S::Reversed, [NO, NO, NO, NO, NO, NO, NO]),
    ];
    assert_eq!(table.len(), S::ALL.len());
    for (from, expected) in table {
        let from = referral(from);
        let results = [
            from.bind(&link(), None, day(2)),
            from.register(&link(), who(2), day(2)),
            from.convert(FraudFlags::default(), day(2)),
            from.reward().map(|(after, _)| after),
            from.reject(day(2)),
            from.reinstate(day(2)),
            from.reverse().map(|(after, _)| after),
        ];
        let found = results.map(|result| result.map(|after| after.state).map_err(|violation| violation.code));
        assert_eq!(found, expected, "{}", from.state);
    }
}

#[test]
fn time_ends_a_lock_and_a_refund_window() {
    let state = |from, at| referral(from).due(at).map(|after| after.state);
    let moment = TimeDelta::microseconds(1);
    assert_eq!([state(S::Bound, day(30) - moment), state(S::Bound, day(30))], [None, Some(S::Expired)]);
    let over = refund_window_over_at(day(1));
    assert_eq!([state(S::Converted, over - moment), state(S::Converted, over)], [None, Some(S::Qualified)]);
    for other in S::ALL.iter().filter(|state| !matches!(state, S::Bound | S::Converted)) {
        assert_eq!(state(*other, day(999)), None, "{other}");
    }
    let late = referral(S::Bound).register(&link(), who(2), day(30)).unwrap_err();
    assert_eq!(late.code, Code::GrowthState);
}

#[test]
fn the_first_valid_touch_wins() {
    let created = Referral::created();
    let held = created.bind(&link(), Some(day(3)), day(2)).unwrap_err();
    assert_eq!(held.code, Code::GrowthState);
    let bound = created.bind(&link(), Some(day(3)), day(3)).unwrap();
    assert_eq!(bound.lock_until, Some(day(33)));
    let ended = Link { period: Period { from: day(0), until: Some(day(1)) }, ..link() };
    assert_eq!(created.bind(&ended, None, day(1)).unwrap_err().code, Code::GrowthLinkEnded);
}

#[test]
fn nobody_invites_themselves_and_what_is_made_up_is_rejected() {
    let bound = referral(S::Bound);
    assert_eq!(bound.register(&link(), who(1), day(1)).unwrap_err().code, Code::GrowthSelfReferral);
    for flag in [FraudFlag::SameDevice, FraudFlag::SamePayer, FraudFlag::SamePhone] {
        let registration = Registration { flags: flags(&[flag]), ..who(2) };
        let rejected = bound.register(&link(), registration, day(1)).unwrap();
        assert_eq!((rejected.state, rejected.rejected), (S::Rejected, Some((day(1), S::Registered))), "{flag}");
        let reinstated = rejected.reinstate(day(15)).unwrap();
        assert_eq!((reinstated.state, reinstated.flags), (S::Registered, FraudFlags::default()));
        assert_eq!(rejected.reinstate(day(16)).unwrap_err().code, Code::GrowthState, "15 days are over");
    }
    let payer = referral(S::Registered).convert(flags(&[FraudFlag::SamePayer]), day(2)).unwrap();
    assert_eq!((payer.state, payer.rejected), (S::Rejected, Some((day(2), S::Converted))));
    assert_eq!(payer.reinstate(day(3)).unwrap().converted_at, Some(day(2)));
}

#[test]
fn what_needs_a_look_waits_for_it_at_the_reward() {
    let registration = Registration { flags: flags(&[FraudFlag::TooManyFromAddress]), ..who(2) };
    let registered = referral(S::Bound).register(&link(), registration, day(1)).unwrap();
    assert_eq!(registered.state, S::Registered);
    let qualified = Referral { state: S::Qualified, ..registered };
    assert_eq!(qualified.reward().unwrap_err().code, Code::GrowthState);
    let (rewarded, rewards) = qualified.clear().unwrap().reward().unwrap();
    assert_eq!((rewarded.state, rewards.inviter, rewards.invitee), (S::Rewarded, 600, 60));
    assert_eq!(rewarded.reverse().unwrap().1, Some(rewards));
    assert_eq!(referral(S::Converted).reverse().unwrap().1, None);
    assert_eq!(rewarded.clear().unwrap_err().code, Code::GrowthState);
}
