//! A membership day by day, under any sequence of changes and with timers that come or do not.

use chrono::{Days, NaiveDate};
use domain::kernel::{Code, Violation};
use domain::members::{
    Change, FREEZE_DAYS, MemberState, Standing, Term, TermSource, TierCode, Wanted, append, ask_refund, catch_up,
    freeze, last_begun, refund, settle, start_trial, unfreeze, unused_days, upgrade, withdraw_refund,
};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Trial,
    Append(TermSource, i64),
    Freeze,
    Unfreeze,
    Upgrade(usize, i64),
    AskRefund,
    WithdrawRefund,
    Refund(usize),
}

fn steps() -> impl Strategy<Value = Vec<(u64, Step)>> {
    let source =
        proptest::sample::select(&[TermSource::Purchase, TermSource::Card, TermSource::Reward, TermSource::Points]);
    let step = prop_oneof![
        2 => Just(Step::Trial),
        6 => (source, 1..60_i64).prop_map(|(source, days)| Step::Append(source, days)),
        5 => Just(Step::Freeze),
        4 => Just(Step::Unfreeze),
        1 => (0..6_usize, 1..60_i64).prop_map(|(which, days)| Step::Upgrade(which, days)),
        2 => Just(Step::AskRefund),
        1 => Just(Step::WithdrawRefund),
        2 => (0..6_usize).prop_map(Step::Refund),
    ];
    proptest::collection::vec((0..25_u64, step), 1..30)
}

fn wanted(source: TermSource, days: i64) -> Wanted {
    let tier = match source {
        TermSource::Upgrade => "vip",
        TermSource::Card => "gift_card",
        _ => "annual",
    };
    Wanted { tier: tier.parse().unwrap(), source, days }
}

/// A member, the days he was given and the days he had: counted apart from the rules.
#[derive(Debug, Clone)]
struct Life {
    today: NaiveDate,
    state: MemberState,
    terms: Vec<Term>,
    /// Whether a timer runs every night; if not, only requests bring anything up to date.
    nightly: bool,
    trials: u32,
    given: i64,
    taken_back: i64,
    had: i64,
    asked_on: Option<NaiveDate>,
}

impl Life {
    fn new(nightly: bool) -> Self {
        Self {
            today: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
            state: MemberState::guest(),
            terms: Vec::new(),
            nightly,
            trials: 0,
            given: 0,
            taken_back: 0,
            had: 0,
            asked_on: None,
        }
    }

    fn catch_up(&mut self) {
        (self.state, self.terms) = catch_up(&self.state, &self.terms, self.today);
    }

    /// The day ends: it is used up if the member could use it.
    fn sleep(&mut self) {
        let standing = settle(&self.state, self.today).state.standing;
        let (_, terms) = catch_up(&self.state, &self.terms, self.today);
        let counts = matches!(standing, Standing::Trial | Standing::Active | Standing::Refunding);
        if counts && terms.iter().any(|term| term.contains(self.today)) {
            self.had += 1;
        }
        self.today = self.today + Days::new(1);
        if self.nightly {
            self.catch_up();
        }
    }

    fn write(&mut self, change: Change) {
        if let Some(shift) = change.shift {
            self.terms = self.terms.iter().map(|term| shift.apply(term)).collect();
        }
        self.given += change.term.as_ref().map_or(0, Term::days);
        self.terms.extend(change.term);
        self.state = change.state;
    }

    fn apply(&mut self, step: &Step) -> Result<(), Violation> {
        let today = self.today;
        match step {
            Step::Trial => {
                let change = start_trial(&self.state, today, self.trials > 0)?;
                self.trials += 1;
                self.write(change);
            }
            Step::Append(source, days) => {
                let change = append(&self.state, today, &wanted(*source, *days))?;
                self.write(change);
            }
            Step::Freeze => {
                self.catch_up();
                let Some(term) = last_begun(&self.state, &self.terms, today) else { return Ok(()) };
                let change = freeze(&self.state, term, today)?;
                self.write(change);
            }
            Step::Unfreeze => {
                let change = unfreeze(&self.state, today)?;
                self.write(change);
            }
            Step::Upgrade(which, days) => {
                let old = self.days();
                let done = upgrade(&self.state, &self.terms, *which, today, &wanted(TermSource::Upgrade, *days))?;
                (self.state, self.terms) = (done.state, done.terms);
                self.taken_back += old - self.days();
                self.given += done.term.days();
                self.terms.push(done.term);
            }
            Step::AskRefund => {
                let change = ask_refund(&self.state, today)?;
                self.write(change);
                self.asked_on = Some(today);
            }
            Step::WithdrawRefund => self.state = withdraw_refund(&self.state, today)?,
            Step::Refund(which) => self.refund(*which)?,
        }
        Ok(())
    }

    /// Days that went by while the refund was decided were had for nothing, so they count as given.
    fn refund(&mut self, which: usize) -> Result<(), Violation> {
        let asked_on = self.asked_on.unwrap_or(self.today);
        let before = self.terms.clone();
        let done = refund(&self.state, &self.terms, which, asked_on, self.today)?;
        (self.state, self.terms) = (done.state, done.terms);
        let gift = before[which].ends_on.min(self.today).signed_duration_since(self.terms[which].ends_on).num_days();
        self.taken_back += before[which].days() - self.terms[which].days() - gift.max(0);
        Ok(())
    }

    fn days(&self) -> i64 {
        self.terms.iter().map(Term::days).sum()
    }

    /// Days still to come, from today on (nothing of today has been used).
    fn to_come(&self) -> i64 {
        let (state, terms) = catch_up(&self.state, &self.terms, self.today);
        let yesterday = self.today.pred_opt().unwrap();
        terms.iter().map(|term| unused_days(term, &state, yesterday)).sum()
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let (state, terms) = catch_up(&self.state, &self.terms, self.today);
        let mut spans: Vec<&Term> = terms.iter().filter(|term| term.starts_on < term.ends_on).collect();
        spans.sort_by_key(|term| term.starts_on);
        for pair in spans.windows(2) {
            prop_assert!(pair[0].ends_on <= pair[1].starts_on, "{:?} overlaps {:?}", pair[0], pair[1]);
        }
        for term in &terms {
            prop_assert!((0..=FREEZE_DAYS).contains(&term.frozen_days) && term.days() >= 0, "{:?}", term);
        }
        prop_assert_eq!(
            state.until_on,
            spans.last().map(|term| term.ends_on),
            "the row tells the end of the last term"
        );
        prop_assert_eq!(self.had + self.to_come(), self.given - self.taken_back, "a day was lost or doubled");
        prop_assert_eq!(state.standing == Standing::Frozen, state.frozen_on.is_some());
        let in_force = spans.iter().find(|term| term.contains(self.today));
        if matches!(state.standing, Standing::Active | Standing::Trial) {
            prop_assert!(in_force.is_some(), "{} without a term", state.standing);
        }
        if let Some(term) =
            in_force.filter(|term| state.standing == Standing::Active && term.source != TermSource::Trial)
        {
            prop_assert_eq!(&state.tier, &term.tier);
        }
        prop_assert!(state.standing != Standing::Trial || state.tier == TierCode::trial());
        prop_assert!(terms.iter().filter(|term| term.source == TermSource::Trial).count() <= 1);
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn days_are_neither_lost_nor_doubled(steps in steps(), nightly: bool) {
        let mut life = Life::new(nightly);
        for (wait, step) in steps {
            for _ in 0..wait {
                life.sleep();
                life.check()?;
            }
            if let Err(broken) = life.apply(&step) {
                let known = [Code::MembersStateRefuses, Code::MembersTrialUsed, Code::MembersFreezeTooLong];
                prop_assert!(known.contains(&broken.code), "{:?}", broken);
            }
            life.check()?;
        }
        for _ in 0..400 {
            life.sleep();
        }
        life.check()?;
    }

    #[test]
    fn a_timer_that_is_late_changes_nothing(steps in steps()) {
        let (mut prompt, mut late) = (Life::new(true), Life::new(false));
        for (wait, step) in steps {
            for _ in 0..wait {
                prompt.sleep();
                late.sleep();
            }
            let answers = (prompt.apply(&step), late.apply(&step));
            prop_assert_eq!(answers.0, answers.1, "{:?}", step);
            let seen = (
                catch_up(&prompt.state, &prompt.terms, prompt.today),
                catch_up(&late.state, &late.terms, late.today),
            );
            prop_assert_eq!(seen.0, seen.1);
        }
    }

    #[test]
    fn a_term_is_frozen_for_90_days_at_most(waits in proptest::collection::vec(0..120_u64, 1..12)) {
        let mut life = Life::new(false);
        life.apply(&Step::Append(TermSource::Purchase, 365)).unwrap();
        for (at, wait) in waits.into_iter().enumerate() {
            life.apply(if at % 2 == 0 { &Step::Freeze } else { &Step::Unfreeze }).ok();
            life.today = life.today + Days::new(wait);
        }
        life.catch_up();
        let frozen: i64 = life.terms.iter().map(|term| term.frozen_days).sum();
        prop_assert!(frozen <= FREEZE_DAYS);
        prop_assert_eq!(life.days(), 365);
    }
}
