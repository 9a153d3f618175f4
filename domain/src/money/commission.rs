//! A commission: a chapter's or promoter's share of one order, from the payment to the payout.
//!
//! It waits until the buyer can no longer send the order back for nothing (7 days, prepaid consumption ruling, article
//! 14), then 7 days more (ours), and is then owed.

use chrono::{Days, NaiveDate};

use super::{Fen, Owner, REFUND_WINDOW_DAYS, Share, refund_window_over_at};
use crate::kernel::words::words;
use crate::kernel::{Code, Timestamp, Violation, local_date, local_midnight};

/// How long a commission stays frozen after the refund window. Ours, after what mall software does.
pub const FREEZE_DAYS: u64 = 7;

words! {
    /// Where a commission stands.
    CommissionState {
        /// The buyer may still send the order back for nothing.
        Accrued = 1 "ACCRUED",
        /// The refund window is over; it rests.
        Frozen = 2 "FROZEN",
        /// Owed to the payee, and in the next payout.
        Payable = 3 "PAYABLE",
        Paid = 4 "PAID",
        /// All of it was taken back.
        Reversed = 5 "REVERSED",
    }

    /// In which account a commission is held.
    Holding {
        /// Not yet owed.
        Accrued = 1 "ACCRUED",
        /// Owed. Taking back what was paid out makes this balance negative, and later commissions are netted against it.
        Payable = 2 "PAYABLE",
    }
}

/// What the rules need to know of a commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commission {
    pub payee: Owner,
    /// The price it is a share of.
    pub base: Fen,
    /// The share as it accrued.
    pub amount: Fen,
    /// What has been taken back of it; at most `amount`.
    pub reversed: Fen,
    pub state: CommissionState,
    /// When the order was paid.
    pub paid_at: Timestamp,
}

/// What a refund takes back of a commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reversal {
    pub payee: Owner,
    /// May be nothing, where the part is less than a fen.
    pub amount: Fen,
    /// The account it is taken from.
    pub from: Holding,
    /// Whether it had been paid out, so that it is a clawback.
    pub is_clawback: bool,
    /// The commission afterwards.
    pub after: Commission,
}

/// The instant from which a commission of a payment at `paid_at` is owed: the first midnight (Asia/Shanghai) after the refund
/// window and the freeze.
#[must_use]
pub fn payable_at(paid_at: Timestamp) -> Timestamp {
    let days = Days::new(REFUND_WINDOW_DAYS + FREEZE_DAYS + 1);
    local_midnight(local_date(paid_at).checked_add_days(days).unwrap_or(NaiveDate::MAX))
}

/// The state that a commission has reached by now, if it is another one than it has. It skips `Frozen` when nobody looked
/// in between.
#[must_use]
pub fn due(commission: &Commission, now: Timestamp) -> Option<CommissionState> {
    let reached = if now >= payable_at(commission.paid_at) {
        CommissionState::Payable
    } else if now >= refund_window_over_at(commission.paid_at) {
        CommissionState::Frozen
    } else {
        CommissionState::Accrued
    };
    let waits = matches!(commission.state, CommissionState::Accrued | CommissionState::Frozen);
    (waits && reached > commission.state).then_some(reached)
}

impl Commission {
    /// The commission that a share of a price paid at `paid_at` begins as.
    #[must_use]
    pub const fn accrue(share: Share, base: Fen, paid_at: Timestamp) -> Self {
        let (payee, amount) = (share.payee, share.amount);
        Self { payee, base, amount, reversed: Fen::ZERO, state: CommissionState::Accrued, paid_at }
    }

    /// What is left of it.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` for amounts that no commission has.
    pub fn open_amount(&self) -> Result<Fen, Violation> {
        self.amount.minus(self.reversed)
    }

    /// The account it is held in.
    #[must_use]
    pub const fn holding(&self) -> Holding {
        match self.state {
            CommissionState::Accrued | CommissionState::Frozen => Holding::Accrued,
            CommissionState::Payable | CommissionState::Paid | CommissionState::Reversed => Holding::Payable,
        }
    }

    /// The commission after a payout.
    ///
    /// # Errors
    /// `MoneyPayoutState` unless it is payable.
    pub fn pay(self) -> Result<Self, Violation> {
        if self.state == CommissionState::Payable {
            return Ok(Self { state: CommissionState::Paid, ..self });
        }
        let message = format!("a commission that is {} is not paid out", self.state);
        Err(Violation::new(Code::MoneyPayoutState, "", message))
    }

    /// Takes back the part of it that goes with a refund, where `refunded_total` of the price has gone back in all, this
    /// refund included. Counted from the total, so that parts rounded down never add up to more than the commission, and a
    /// refund of the whole price takes back the whole of it.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` for a total that is negative, above the price, or less than was taken back for before.
    pub fn reverse(self, refunded_total: Fen) -> Result<Reversal, Violation> {
        let target = self.amount.pro_rata_floor(refunded_total.0, self.base.0)?;
        let amount = target.minus(self.reversed)?;
        if amount < Fen::ZERO {
            let message = format!("more has been taken back already than goes with a refund of {refunded_total}");
            return Err(Violation::new(Code::MoneyAmountInvalid, "amount", message));
        }
        let state = if target == self.amount { CommissionState::Reversed } else { self.state };
        Ok(Reversal {
            payee: self.payee,
            amount,
            from: self.holding(),
            is_clawback: self.state == CommissionState::Paid,
            after: Self { reversed: target, state, ..self },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::ChapterId;
    use crate::money::BasisPoints;
    use CommissionState as S;
    use chrono::TimeDelta;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn commission(state: S) -> Commission {
        let share =
            Share { payee: Owner::Chapter(ChapterId(7)), rate: BasisPoints::new(3_500).unwrap(), amount: Fen(12_775) };
        let accrued = Commission::accrue(share, Fen(36_500), local_midnight(day(1)) + TimeDelta::hours(15));
        Commission { state, ..accrued }
    }

    #[test]
    fn time_moves_a_commission_on() {
        let frozen = local_midnight(day(9));
        let payable = local_midnight(day(16));
        let before = |at: Timestamp| at - TimeDelta::microseconds(1);
        let table = [
            (S::Accrued, before(frozen), None),
            (S::Accrued, frozen, Some(S::Frozen)),
            (S::Accrued, payable, Some(S::Payable)),
            (S::Frozen, before(payable), None),
            (S::Frozen, payable, Some(S::Payable)),
            (S::Payable, payable, None),
            (S::Paid, payable, None),
            (S::Reversed, payable, None),
        ];
        for (state, at, expected) in table {
            assert_eq!(due(&commission(state), at), expected, "{state} at {at}");
        }
    }

    #[test]
    fn only_what_is_payable_is_paid() {
        for state in S::ALL {
            let paid = commission(state).pay().map(|paid| paid.state).map_err(|violation| violation.code);
            let expected = if state == S::Payable { Ok(S::Paid) } else { Err(Code::MoneyPayoutState) };
            assert_eq!(paid, expected, "{state}");
        }
    }

    #[test]
    fn a_refund_takes_back_its_part_from_where_it_is() {
        for (state, from) in [
            (S::Accrued, Holding::Accrued),
            (S::Frozen, Holding::Accrued),
            (S::Payable, Holding::Payable),
            (S::Paid, Holding::Payable),
        ] {
            let half = commission(state).reverse(Fen(18_250)).unwrap();
            assert_eq!((half.amount, half.from, half.after.state), (Fen(6_387), from, state));
            assert_eq!(half.is_clawback, state == S::Paid);
            assert_eq!(half.after.open_amount(), Ok(Fen(6_388)));
            let rest = half.after.reverse(Fen(36_500)).unwrap();
            assert_eq!((rest.amount, rest.after.state, rest.after.reversed), (Fen(6_388), S::Reversed, Fen(12_775)));
        }
    }

    #[test]
    fn a_refund_of_more_than_the_price_or_less_than_before_is_refused() {
        let half = commission(S::Payable).reverse(Fen(18_250)).unwrap().after;
        for total in [36_501, -1, 10_000] {
            assert_eq!(half.reverse(Fen(total)).unwrap_err().code, Code::MoneyAmountInvalid, "{total}");
        }
        assert_eq!(half.reverse(Fen(18_250)).unwrap().amount, Fen::ZERO);
    }
}
