//! Paying out what is owed.

use super::Fen;
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

/// Less than 100.00 is not paid out but carried over. Ours.
pub const MIN_PAYOUT: Fen = Fen(10_000);

words! {
    /// Where a payout stands.
    PayoutState {
        /// Counted, and kept out of the next payout.
        Prepared = 1 "PREPARED",
        /// In a file that went to the bank.
        Sent = 2 "SENT",
        /// The bank has paid. Only now it is booked.
        Made = 3 "MADE",
        /// The bank has refused; the amount is owed as before.
        Failed = 4 "FAILED",
    }
}

/// What is paid out of what is owed, once disputed amounts are set aside; none where it is carried over.
///
/// # Errors
/// `MoneyAmountInvalid` beyond 64 bits.
pub fn payout_due(owed: Fen, frozen: Fen) -> Result<Option<Fen>, Violation> {
    let due = owed.minus(frozen.max(Fen::ZERO))?;
    Ok((due >= MIN_PAYOUT).then_some(due))
}

/// What has left the house, or is about to, of what is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PaidOut {
    /// Made by the bank since the statement's month ended.
    pub since: Fen,
    /// Prepared or sent.
    pub on_the_way: Fen,
}

/// What is paid out on a statement: of what was owed when its month ended, less what was paid of that since, as far as it is
/// still owed and not on its way. What came later waits for the next statement.
///
/// # Errors
/// As [`payout_due`].
pub fn statement_due(payable: Fen, owed_now: Fen, paid: PaidOut, frozen: Fen) -> Result<Option<Fen>, Violation> {
    let of_the_month = payable.minus(paid.since)?;
    payout_due(of_the_month.min(owed_now).minus(paid.on_the_way)?, frozen)
}

impl PayoutState {
    /// The payout after this step.
    ///
    /// # Errors
    /// `MoneyPayoutState` where the step does not follow.
    pub fn step_to(self, next: Self) -> Result<Self, Violation> {
        match (self, next) {
            (Self::Prepared, Self::Sent | Self::Failed) | (Self::Sent, Self::Made | Self::Failed) => Ok(next),
            _ => {
                let message = format!("a payout that is {self} cannot become {next}");
                Err(Violation::new(Code::MoneyPayoutState, "", message))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_is_carried_over_and_what_is_disputed_waits() {
        let due = |owed, frozen| payout_due(Fen(owed), Fen(frozen)).unwrap().map(|due| due.0);
        assert_eq!([due(9_999, 0), due(10_000, 0), due(-5, 0)], [None, Some(10_000), None]);
        assert_eq!([due(30_000, 20_000), due(30_000, 20_001), due(30_000, 99_999)], [Some(10_000), None, None]);
        assert_eq!(due(30_000, -1), Some(30_000));
    }

    #[test]
    fn a_statement_pays_what_is_still_owed() {
        let due = |payable, now, (since, way), frozen| {
            let paid = PaidOut { since: Fen(since), on_the_way: Fen(way) };
            statement_due(Fen(payable), Fen(now), paid, Fen(frozen)).unwrap().map(|due| due.0)
        };
        assert_eq!(due(20_000, 50_000, (0, 0), 0), Some(20_000), "what came later waits for the next");
        assert_eq!(due(20_000, 15_000, (0, 0), 0), Some(15_000), "clawed back since");
        assert_eq!(due(50_000, 65_000, (0, 20_000), 0), Some(30_000), "an earlier payout is on its way");
        assert_eq!(due(50_000, 45_000, (20_000, 0), 0), Some(30_000), "and was made");
        assert_eq!(due(20_000, 30_000, (0, 20_000), 0), None, "all of the month is on its way");
        assert_eq!([due(20_000, 20_000, (0, 15_000), 0), due(-5, 90_000, (0, 0), 0)], [None; 2]);
        assert_eq!(due(20_000, 20_000, (0, 0), 10_001), None);
    }

    #[test]
    fn every_transition_of_a_payout() {
        use PayoutState as S;
        let allowed = [(S::Prepared, S::Sent), (S::Prepared, S::Failed), (S::Sent, S::Made), (S::Sent, S::Failed)];
        for from in S::ALL {
            for to in S::ALL {
                let result = from.step_to(to).map_err(|violation| violation.code);
                let expected = if allowed.contains(&(from, to)) { Ok(to) } else { Err(Code::MoneyPayoutState) };
                assert_eq!(result, expected, "{from} to {to}");
            }
        }
    }
}
