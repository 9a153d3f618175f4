//! Tax that is withheld from pay to individuals (劳务报酬, pay for services).
//!
//! Individual income tax law: of a month's pay to one person up to 4,000.00, 800.00 are free; of more, 20 % are. The rest
//! is taxed at 20 %. Simplified: the higher rates of withholding above 20,000.00 of taxable pay, and the cumulative method that
//! platforms use for their workers (announcement 16 of 2025: costs of 20 % and 5,000.00 a month off), which needs the pay of
//! the whole year, are not counted; the quarterly report names gross, tax and net, so that finance can settle the difference.

use super::{BasisPoints, Fen, Month};
use crate::kernel::words::words;
use crate::kernel::{Code, Violation};

/// Up to this much the fixed allowance is taken off.
const SMALL_PAY: Fen = Fen(400_000);
const FIXED_ALLOWANCE: Fen = Fen(80_000);
const ALLOWANCE_RATE: BasisPoints = BasisPoints::fixed(2_000);
const TAX_RATE: BasisPoints = BasisPoints::fixed(2_000);

words! {
    /// Who is paid.
    PayeeKind {
        /// Sends an invoice and pays its own taxes.
        Company = 1 "COMPANY",
        /// Tax is withheld.
        Individual = 2 "INDIVIDUAL",
    }
}

/// A payout, in parts: `tax + net == gross`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Withheld {
    pub gross: Fen,
    /// What the tax is counted from.
    pub taxable: Fen,
    pub tax: Fen,
    /// What the payee gets.
    pub net: Fen,
}

/// What is withheld from a month's pay of `gross`. Rounded down to a fen.
///
/// # Errors
/// `MoneyAmountInvalid` unless it is above nothing.
pub fn withhold(payee: PayeeKind, gross: Fen) -> Result<Withheld, Violation> {
    if gross <= Fen::ZERO {
        return Err(Violation::new(Code::MoneyAmountInvalid, "amount", "only an amount above 0.00 is paid out"));
    }
    let taxable = match payee {
        PayeeKind::Company => Fen::ZERO,
        PayeeKind::Individual if gross <= SMALL_PAY => gross.minus(FIXED_ALLOWANCE)?.max(Fen::ZERO),
        PayeeKind::Individual => gross.share(ALLOWANCE_RATE.rest()),
    };
    let tax = taxable.share(TAX_RATE);
    Ok(Withheld { gross, taxable, tax, net: gross.minus(tax)? })
}

/// What is withheld from one more payout of a month, of which so much was paid `before`: the allowance is for the month, not
/// for each payout.
///
/// # Errors
/// As [`withhold`].
pub fn withhold_more(payee: PayeeKind, gross: Fen, before: Withheld) -> Result<Withheld, Violation> {
    let alone = withhold(payee, gross)?;
    if payee == PayeeKind::Company || before.gross <= Fen::ZERO {
        return Ok(alone);
    }
    let month = withhold(payee, before.gross.plus(gross)?)?;
    let rest = |of_month: Fen, before: Fen| of_month.minus(before).map(|rest| rest.max(Fen::ZERO));
    let (taxable, tax) = (rest(month.taxable, before.taxable)?, rest(month.tax, before.tax)?);
    Ok(Withheld { gross, taxable, tax, net: gross.minus(tax)? })
}

/// Whether another payout can be prepared: a person is taxed on all that the month pays, so what is on its way has to arrive
/// or to fail first.
///
/// # Errors
/// `MoneyPayoutOnTheWay`.
pub fn check_payout_alone(payee: PayeeKind, on_the_way: Fen) -> Result<(), Violation> {
    if payee == PayeeKind::Company || on_the_way == Fen::ZERO {
        return Ok(());
    }
    let message = format!("{on_the_way} are on their way to this person: wait until the bank has made or refused it");
    Err(Violation::new(Code::MoneyPayoutOnTheWay, "statement", message))
}

/// Whether a payout leaves in the month whose tax was taken off it.
///
/// # Errors
/// `MoneyPayoutMonthOver`.
pub fn check_payout_month(payee: PayeeKind, prepared: Month, now: Month) -> Result<(), Violation> {
    if payee == PayeeKind::Company || prepared == now {
        return Ok(());
    }
    let message =
        format!("its tax is that of {prepared}, and the person is paid in {now}: fail it, and prepare it anew");
    Err(Violation::new(Code::MoneyPayoutMonthOver, "id", message))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_is_withheld_from_individuals_only() {
        let parts = |payee, gross| {
            let Withheld { taxable, tax, net, .. } = withhold(payee, Fen(gross)).unwrap();
            [taxable.0, tax.0, net.0]
        };
        assert_eq!(parts(PayeeKind::Individual, 80_000), [0, 0, 80_000]);
        assert_eq!(parts(PayeeKind::Individual, 80_004), [4, 0, 80_004]);
        assert_eq!(parts(PayeeKind::Individual, 400_000), [320_000, 64_000, 336_000]);
        assert_eq!(parts(PayeeKind::Individual, 400_001), [320_000, 64_000, 336_001]);
        assert_eq!(parts(PayeeKind::Individual, 1_000_000), [800_000, 160_000, 840_000]);
        assert_eq!(parts(PayeeKind::Company, 1_000_000), [0, 0, 1_000_000]);
        // Twice 3,000.00 in a month is 6,000.00: 960.00 of tax, and not twice 440.00.
        let first = withhold(PayeeKind::Individual, Fen(300_000)).unwrap();
        let second = withhold_more(PayeeKind::Individual, Fen(300_000), first).unwrap();
        assert_eq!((first.tax, second.tax, second.taxable), (Fen(44_000), Fen(52_000), Fen(260_000)));
        assert_eq!(withhold_more(PayeeKind::Company, Fen(300_000), first).unwrap().tax, Fen::ZERO);
        for gross in [0, -1] {
            assert_eq!(withhold(PayeeKind::Company, Fen(gross)).unwrap_err().code, Code::MoneyAmountInvalid);
        }
    }

    #[test]
    fn only_a_person_is_paid_one_by_one_and_within_the_month() {
        use PayeeKind::{Company, Individual};
        let alone = |payee, way| check_payout_alone(payee, Fen(way)).map_err(|violation| violation.code);
        assert_eq!([alone(Company, 1), alone(Individual, 0)], [Ok(()); 2]);
        assert_eq!(alone(Individual, 1), Err(Code::MoneyPayoutOnTheWay));
        let january = Month::of_number(2_027 * 12).unwrap();
        let leaves = |payee, now| check_payout_month(payee, january, now).map_err(|violation| violation.code);
        assert_eq!([leaves(Company, january.next()), leaves(Individual, january)], [Ok(()); 2]);
        assert_eq!(leaves(Individual, january.next()), Err(Code::MoneyPayoutMonthOver));
    }
}
