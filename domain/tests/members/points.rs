//! Points under any sequence of earning, spending, reversing and expiring.

use chrono::{Days, NaiveDate};
use domain::kernel::Code;
use domain::members::{Points, expires_on};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Step {
    Earn(i64),
    Spend(i64),
    Reverse(i64),
    Expire,
}

fn steps() -> impl Strategy<Value = Vec<(u64, Step)>> {
    let step = prop_oneof![
        4 => (1..700_i64).prop_map(Step::Earn),
        3 => (1..900_i64).prop_map(Step::Spend),
        1 => (1..900_i64).prop_map(Step::Reverse),
        1 => Just(Step::Expire),
    ];
    proptest::collection::vec((0..200_u64, step), 1..60)
}

/// What points are when nothing is grouped: each one with its day, and a debt.
#[derive(Default)]
struct OneByOne {
    ends: Vec<NaiveDate>,
    debt: usize,
}

impl OneByOne {
    /// Takes the points that end first; what is missing is the answer.
    fn take(&mut self, amount: usize) -> usize {
        self.ends.sort_unstable();
        let taken = amount.min(self.ends.len());
        self.ends.drain(..taken);
        amount - taken
    }

    fn earn(&mut self, amount: usize, today: NaiveDate) {
        let paid = amount.min(self.debt);
        self.debt -= paid;
        self.ends.extend(std::iter::repeat_n(expires_on(today), amount - paid));
    }
}

fn count(amount: i64) -> usize {
    usize::try_from(amount).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_balance_is_that_of_points_counted_one_by_one(steps in steps()) {
        let mut today = NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
        let (mut points, mut single, mut reversed) = (Points::default(), OneByOne::default(), false);
        for (wait, step) in steps {
            today = today + Days::new(wait);
            single.ends.retain(|end| today < *end);
            let before = points.balance(today);
            match step {
                Step::Earn(amount) => {
                    points = points.earn(amount, today).unwrap();
                    single.earn(count(amount), today);
                }
                Step::Spend(amount) => match points.spend(amount, today) {
                    Ok(after) => {
                        points = after;
                        prop_assert_eq!(single.take(count(amount)), 0);
                        prop_assert!(points.balance(today) >= 0);
                    }
                    Err(broken) => {
                        prop_assert_eq!(broken.code, Code::MembersPointsShort);
                        prop_assert!(before < amount);
                    }
                },
                Step::Reverse(amount) => {
                    reversed = true;
                    points = points.reverse(amount, today).unwrap();
                    single.debt += single.take(count(amount));
                }
                Step::Expire => {
                    let held: i64 = points.lots.iter().map(|lot| lot.left).sum();
                    let (after, gone) = points.expire(today);
                    prop_assert_eq!(after.lots.iter().map(|lot| lot.left).sum::<i64>(), held - gone);
                    prop_assert_eq!(after.balance(today), before);
                    points = after;
                }
            }
            let balance = points.balance(today);
            prop_assert_eq!(balance, i64::try_from(single.ends.len()).unwrap() - i64::try_from(single.debt).unwrap());
            prop_assert!(balance >= 0 || reversed, "below zero without a reversal");
            prop_assert!(points.lots.iter().all(|lot| lot.left >= 0) && points.debt >= 0);
            prop_assert!(points.debt == 0 || balance == -points.debt, "a debt beside points that could pay it");
        }
    }

    #[test]
    fn spending_takes_the_lots_that_expire_first(lots in proptest::collection::vec((0..900_u64, 1..100_i64), 1..8), part in 0.0..1.0_f64) {
        let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut points = Points::default();
        for (on, amount) in &lots {
            points = points.earn(*amount, start + Days::new(*on)).unwrap();
        }
        // All are good on the first day: they expire 24 months later at the earliest.
        let total = points.balance(start);
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small numbers")]
        let amount = ((total as f64 * part) as i64).max(1);
        let after = points.spend(amount, start).unwrap();
        prop_assert_eq!(after.balance(start), total - amount);
        for (lot, later) in points.lots.iter().zip(&after.lots) {
            if lot.left != later.left {
                let earlier = after.lots.iter().filter(|other| other.expires_on < lot.expires_on);
                prop_assert_eq!(earlier.map(|other| other.left).sum::<i64>(), 0, "an older lot had points left");
            }
        }
    }
}
