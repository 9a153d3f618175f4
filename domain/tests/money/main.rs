//! Whatever is sold, refunded, freed and paid out in whatever order: the parts of a price add up to it, the ledger balances,
//! nobody is refunded more than they paid, and no more is taken back than was given.

mod history;

use chrono::{Days, NaiveDate, TimeDelta};
use domain::kernel::{ChapterId, LedgerEntryId, MemberId, local_midnight};
use domain::money::{
    BasisPoints, Commission, CommissionState, EntryKind, Fen, LineKind, Month, Owner, PaidTerm, PayeeKind, Promoter,
    RefundCase, RefundRule, Share, SplitRule, Statement, StatementLine, Territory, Withheld, due, payable_at,
    refund_due, split, upgrade_credit, withhold, withhold_more,
};
use history::{History, step};
use proptest::prelude::*;

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).expect("a day") + Days::new(n)
}

fn price() -> impl Strategy<Value = Fen> {
    prop_oneof![1 => 1..20_i64, 6 => 1..200_000_i64, 1 => 1..=Fen::MAX_INPUT.0, 1 => Just(i64::MAX)].prop_map(Fen)
}

/// Any rule that can stand.
fn rule() -> impl Strategy<Value = SplitRule> {
    let rates = (0..=10_000_u16).prop_flat_map(|chapter| (Just(chapter), 0..=10_000 - chapter));
    rates.prop_map(|(chapter, promoter)| SplitRule {
        version: 3,
        chapter_rate: BasisPoints::new(chapter).expect("a rate"),
        promoter_rate: BasisPoints::new(promoter).expect("a rate"),
        promoter_cash: promoter > 0,
        effective_on: day(0),
    })
}

fn territory() -> impl Strategy<Value = Territory> {
    prop_oneof![Just(Territory::Headquarters), Just(Territory::Chapter(ChapterId(7)))]
}

fn promoter() -> impl Strategy<Value = Option<Promoter>> {
    proptest::option::of(Just(Promoter { member: MemberId(uuid::Uuid::from_u128(2)) }))
}

fn case() -> impl Strategy<Value = RefundCase> {
    let freezes = (0..40_u32, proptest::option::of(0..800_u64));
    (1..=Fen::MAX_INPUT.0, 0..60_u64, 1..800_u64, freezes, any::<bool>()).prop_map(
        |(paid, start, days, (frozen_days, frozen_on), first_refund_used)| RefundCase {
            paid: Fen(paid),
            refunded: Fen::ZERO,
            paid_at: local_midnight(day(0)) + TimeDelta::hours(20),
            term: PaidTerm {
                starts_on: day(start),
                ends_on: day(start + days + u64::from(frozen_days)),
                frozen_days,
                used_before: 0,
                frozen_on: frozen_on.map(day),
            },
            first_refund_used,
        },
    )
}

fn commission(amount: i64, base: i64, state: CommissionState) -> Commission {
    let share = Share { payee: Owner::Chapter(ChapterId(7)), rate: BasisPoints::NONE, amount: Fen(amount) };
    Commission { state, ..Commission::accrue(share, Fen(base), local_midnight(day(0))) }
}

fn state() -> impl Strategy<Value = CommissionState> {
    use CommissionState as S;
    prop_oneof![Just(S::Accrued), Just(S::Frozen), Just(S::Payable), Just(S::Paid)]
}

fn kind() -> impl Strategy<Value = LineKind> {
    proptest::sample::select(LineKind::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_of_a_price_add_up_to_it(
        rule in rule(), price in price(), territory in territory(), promoter in promoter(),
    ) {
        let split = split(&rule, price, territory, promoter).expect("a rule that stands");
        let others: i128 = split.shares().map(|share| i128::from(share.amount.0)).sum();
        prop_assert_eq!(i128::from(split.headquarters.0) + others, i128::from(price.0));
        prop_assert!(split.headquarters >= Fen::ZERO && split.shares().all(|share| share.amount > Fen::ZERO));
        for share in split.shares() {
            let exact = i128::from(price.0) * i128::from(share.rate.get());
            let lost = exact - i128::from(share.amount.0) * 10_000;
            prop_assert!((0..10_000).contains(&lost), "{:?} of {}", share, price);
        }
        prop_assert_eq!(split.chapter.is_some() && territory == Territory::Headquarters, false);
        prop_assert_eq!(split.promoter.is_some() && promoter.is_none(), false);
    }

    #[test]
    fn the_ledger_balances_whatever_happens(steps in proptest::collection::vec(step(), 1..60)) {
        let mut history = History::default();
        for step in steps {
            history.apply(step);
            history.check()?;
        }
        history.finish();
        history.check()?;
        prop_assert_eq!(history.refunds_owed(), Fen::ZERO);
    }

    #[test]
    fn a_refund_never_grows_with_time_and_never_exceeds_the_price(case in case()) {
        let quotes: Vec<_> =
            (0..900).map(|n| refund_due(&case, day(n)).expect("a quote")).collect();
        for (n, quote) in quotes.iter().enumerate() {
            prop_assert!((Fen::ZERO..=case.paid).contains(&quote.amount));
            prop_assert_eq!(quote.rule == RefundRule::Nothing, quote.amount == Fen::ZERO);
            let unused = i128::from(case.paid.0) * i128::from(quote.unused_days);
            let given = i128::from(quote.amount.0) * i128::from(quote.total_days);
            prop_assert!(given >= unused, "the member gets at least the unused days on day {}", n);
            if quote.rule == RefundRule::UnusedDays {
                prop_assert!(given < unused + i128::from(quote.total_days), "and less than a fen more");
            }
        }
        prop_assert!(quotes.is_sorted_by(|earlier, later| earlier.amount >= later.amount));
    }

    #[test]
    fn refunds_in_turn_never_exceed_the_price(case in case(), mut days in proptest::collection::vec(0..900_u64, 1..6)) {
        days.sort_unstable();
        let mut case = case;
        for n in days {
            let quote = refund_due(&case, day(n)).expect("a quote");
            case.refunded = case.refunded.plus(quote.amount).expect("a sum");
            prop_assert!(quote.amount >= Fen::ZERO && case.refunded <= case.paid);
        }
    }

    #[test]
    fn a_credit_is_never_more_than_the_refund(case in case(), n in 0..900_u64) {
        let credit = upgrade_credit(case.paid, &case.term, day(n)).expect("a credit");
        let refund = refund_due(&case, day(n)).expect("a quote").amount;
        prop_assert!(Fen::ZERO <= credit && credit <= refund);
    }

    #[test]
    fn reversals_never_exceed_the_commission(
        base in 1..=Fen::MAX_INPUT.0, part in 0..=10_000_u16, state in state(),
        refunds in proptest::collection::vec(0..=100_i64, 1..8),
    ) {
        let amount = Fen(base).share(BasisPoints::new(part).expect("a rate"));
        let mut current = commission(amount.0, base, state);
        let (mut refunded, mut reversed) = (0_i64, 0_i64);
        for percent in refunds {
            refunded += (base - refunded) / 100 * percent;
            let reversal = current.reverse(Fen(refunded)).expect("a part of the price");
            prop_assert!(reversal.amount >= Fen::ZERO);
            reversed += reversal.amount.0;
            current = reversal.after;
            prop_assert!(reversed <= amount.0 && current.reversed == Fen(reversed));
            prop_assert_eq!(current.state == CommissionState::Reversed, reversed == amount.0);
        }
        let rest = current.reverse(Fen(base)).expect("the whole price");
        prop_assert_eq!(reversed + rest.amount.0, amount.0);
        prop_assert_eq!(rest.after.state, CommissionState::Reversed);
    }

    #[test]
    fn a_commission_only_moves_on(hours in 0..900_i64) {
        let at = local_midnight(day(0)) + TimeDelta::hours(hours);
        let now = due(&commission(100, 1_000, CommissionState::Accrued), at).unwrap_or(CommissionState::Accrued);
        prop_assert_eq!(now == CommissionState::Payable, at >= payable_at(local_midnight(day(0))));
        prop_assert_eq!(due(&commission(100, 1_000, now), at), None, "once looked at, nothing is due");
        let later = due(&commission(100, 1_000, now), at + TimeDelta::days(1)).unwrap_or(now);
        prop_assert!(later >= now);
    }

    #[test]
    fn months_follow_each_other(
        opening in -50_000..50_000_i64,
        months in proptest::collection::vec(proptest::collection::vec((kind(), 1..100_000_i64, 0..27_i64), 0..20), 1..6),
    ) {
        let mut month = Month::of(day(0));
        let mut before: Option<Statement> = None;
        let mut balance = opening;
        for lines in months {
            let lines: Vec<StatementLine> = lines
                .into_iter()
                .map(|(kind, amount, on)| {
                    let at = month.span().0 + TimeDelta::days(on);
                    let (entry, event) = (LedgerEntryId(1), EntryKind::PaymentReceived);
                    StatementLine { kind, amount: Fen(amount), at, entry, event, order: None, commission: None }
                })
                .collect();
            for line in &lines {
                balance += if line.kind == LineKind::Accrued { line.amount.0 } else { -line.amount.0 };
            }
            let opening = before.map_or(Fen(opening), |before| before.closing);
            let statement = Statement::of(month, opening, &lines).expect("a statement");
            prop_assert_eq!(statement.closing, Fen(balance));
            prop_assert_eq!(statement.is_proved_by(&lines, before.as_ref()), Ok(true));
            before = Some(statement);
            month = month.next();
        }
    }

    #[test]
    fn net_and_tax_are_the_gross(gross in price(), more in 0..100_000_i64) {
        for payee in PayeeKind::ALL {
            let pay = withhold(payee, gross).expect("an amount");
            prop_assert_eq!(pay.net.plus(pay.tax), Ok(gross));
            prop_assert!(pay.tax >= Fen::ZERO && pay.net > Fen::ZERO && pay.taxable <= gross);
            let larger = withhold(payee, Fen(gross.0.saturating_add(more))).expect("an amount");
            prop_assert!(larger.net >= pay.net, "who earns more keeps no less");
        }
    }

    #[test]
    fn a_month_is_taxed_alike_in_one_payout_and_in_many(parts in prop::collection::vec(1..2_000_000_i64, 1..6)) {
        let (mut month, mut left) = (Withheld::default(), 0);
        for part in parts {
            let pay = withhold_more(PayeeKind::Individual, Fen(part), month).expect("an amount");
            prop_assert_eq!(pay.net.plus(pay.tax), Ok(Fen(part)));
            prop_assert!(pay.net > Fen::ZERO);
            left += pay.net.0;
            let sum = |one: Fen, other: Fen| one.plus(other).expect("an amount");
            month = Withheld {
                gross: sum(month.gross, pay.gross),
                taxable: sum(month.taxable, pay.taxable),
                tax: sum(month.tax, pay.tax),
                net: sum(month.net, pay.net),
            };
        }
        prop_assert_eq!(month, withhold(PayeeKind::Individual, month.gross).expect("an amount"));
        prop_assert_eq!(month.net, Fen(left));
    }
}
