//! Amounts of money in fen (分, 1/100 RMB), and rates in basis points. Never a float.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::kernel::{Code, Violation};

/// An amount in fen. May be negative: a balance can be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fen(pub i64);

/// A part of a whole in steps of 1/10,000: 0 to 10,000.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct BasisPoints(u16);

impl BasisPoints {
    pub const NONE: Self = Self(0);
    /// All of it.
    pub const WHOLE: Self = Self(10_000);

    /// A rate of 0 to 10,000.
    #[must_use]
    pub const fn new(points: u16) -> Option<Self> {
        if points <= Self::WHOLE.0 { Some(Self(points)) } else { None }
    }

    /// A rate that the source itself writes down: no more than the whole.
    pub(super) const fn fixed(points: u16) -> Self {
        assert!(points <= Self::WHOLE.0, "a rate is at most the whole");
        Self(points)
    }

    /// The number of 1/10,000 parts.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// What is left of the whole.
    #[must_use]
    pub const fn rest(self) -> Self {
        Self(Self::WHOLE.0 - self.0)
    }
}

impl Fen {
    pub const ZERO: Self = Self(0);

    /// The most that one input may name: 100 million RMB. Ours, far above any price, so that no sum over a nation's members
    /// comes near the end of the numbers.
    pub const MAX_INPUT: Self = Self(10_000_000_000);

    /// The amount, which somebody has typed in and which must be more than nothing and at most [`Fen::MAX_INPUT`].
    ///
    /// # Errors
    /// `MoneyAmountInvalid`.
    pub fn check_input(self, field: &str) -> Result<Self, Violation> {
        if (Self(1)..=Self::MAX_INPUT).contains(&self) {
            return Ok(self);
        }
        let message = format!("an amount is more than 0.00 and at most {} RMB; this is {self}", Self::MAX_INPUT);
        Err(Violation::new(Code::MoneyAmountInvalid, field, message))
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` where it cannot be told in 64 bits.
    pub fn plus(self, other: Self) -> Result<Self, Violation> {
        self.0.checked_add(other.0).map(Self).ok_or_else(too_large)
    }

    /// The difference of two amounts, which may be negative.
    ///
    /// # Errors
    /// As [`Fen::plus`].
    pub fn minus(self, other: Self) -> Result<Self, Violation> {
        self.0.checked_sub(other.0).map(Self).ok_or_else(too_large)
    }

    /// The sum of many amounts.
    ///
    /// # Errors
    /// As [`Fen::plus`].
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, Violation> {
        amounts.into_iter().try_fold(Self::ZERO, Self::plus)
    }

    /// This rate of the amount, rounded down to a whole fen. What is lost goes to headquarters.
    #[must_use]
    pub fn share(self, rate: BasisPoints) -> Self {
        let share = (i128::from(self.0) * i128::from(rate.0)).div_euclid(i128::from(BasisPoints::WHOLE.0));
        // A part of an i64 is an i64.
        Self(i64::try_from(share).unwrap_or_default())
    }

    /// `part` of `whole` equal parts of the amount, rounded down to a whole fen.
    ///
    /// # Errors
    /// `MoneyAmountInvalid` unless 0 <= part <= whole and 0 < whole.
    pub fn pro_rata_floor(self, part: i64, whole: i64) -> Result<Self, Violation> {
        check_parts(part, whole)?;
        let product = i128::from(self.0) * i128::from(part);
        narrow(product.div_euclid(i128::from(whole)))
    }

    /// As [`Fen::pro_rata_floor`], rounded up.
    ///
    /// # Errors
    /// As [`Fen::pro_rata_floor`].
    pub fn pro_rata_ceil(self, part: i64, whole: i64) -> Result<Self, Violation> {
        check_parts(part, whole)?;
        let product = i128::from(self.0) * i128::from(part);
        narrow(-(-product).div_euclid(i128::from(whole)))
    }
}

fn check_parts(part: i64, whole: i64) -> Result<(), Violation> {
    if whole > 0 && (0..=whole).contains(&part) {
        return Ok(());
    }
    Err(Violation::new(Code::MoneyAmountInvalid, "", format!("{part} of {whole} is not a part of a whole")))
}

fn narrow(amount: i128) -> Result<Fen, Violation> {
    i64::try_from(amount).map(Fen).map_err(|_| too_large())
}

fn too_large() -> Violation {
    Violation::new(Code::MoneyAmountInvalid, "", "an amount of this size cannot be counted in fen")
}

impl fmt::Display for Fen {
    /// In RMB with two digits: `365.00`, `-0.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let fen = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl fmt::Display for BasisPoints {
    /// In percent: `35.00%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_told_in_rmb_and_kept_in_fen() {
        let told = [(36_500, "365.00"), (5, "0.05"), (-5, "-0.05"), (-36_500, "-365.00"), (0, "0.00")];
        for (fen, text) in told {
            assert_eq!(Fen(fen).to_string(), text);
        }
        assert_eq!(Fen(i64::MIN).to_string(), "-92233720368547758.08");
        assert_eq!(serde_json::to_string(&Fen(36_500)).unwrap(), "36500");
        assert_eq!(serde_json::from_str::<Fen>("-7").unwrap(), Fen(-7));
        assert_eq!(BasisPoints::new(3_505).unwrap().to_string(), "35.05%");
    }

    #[test]
    fn nothing_overflows_in_silence() {
        let invalid = |result: Result<Fen, Violation>| result.unwrap_err().code == Code::MoneyAmountInvalid;
        assert!(invalid(Fen(i64::MAX).plus(Fen(1))));
        assert!(invalid(Fen(i64::MIN).minus(Fen(1))));
        assert!(invalid(Fen::sum([Fen(i64::MAX), Fen(1)])));
        assert_eq!(Fen::sum([Fen(i64::MAX), Fen(-1), Fen(1)]).unwrap(), Fen(i64::MAX));
        assert_eq!(Fen(i64::MAX).share(BasisPoints::WHOLE), Fen(i64::MAX));
        assert_eq!(Fen(i64::MIN).share(BasisPoints::WHOLE), Fen(i64::MIN));
        assert_eq!(Fen(i64::MAX).pro_rata_ceil(i64::MAX, i64::MAX).unwrap(), Fen(i64::MAX));
        for (part, whole) in [(1, 0), (-1, 5), (6, 5), (0, -1)] {
            assert!(invalid(Fen(100).pro_rata_floor(part, whole)) && invalid(Fen(100).pro_rata_ceil(part, whole)));
        }
    }

    #[test]
    fn parts_are_rounded_where_the_rule_says() {
        assert_eq!(Fen(36_501).share(BasisPoints::fixed(3_500)), Fen(12_775));
        assert_eq!(Fen(100).pro_rata_floor(1, 3).unwrap(), Fen(33));
        assert_eq!(Fen(100).pro_rata_ceil(1, 3).unwrap(), Fen(34));
        assert_eq!(Fen(100).pro_rata_ceil(0, 3).unwrap(), Fen::ZERO);
        assert_eq!(BasisPoints::fixed(3_500).rest().get(), 6_500);
        assert_eq!(BasisPoints::new(10_001), None);
    }

    #[test]
    fn an_input_is_a_positive_amount() {
        assert_eq!(Fen(1).check_input("amount"), Ok(Fen(1)));
        assert_eq!(Fen::MAX_INPUT.check_input("amount"), Ok(Fen::MAX_INPUT));
        for bad in [Fen(0), Fen(-1), Fen(Fen::MAX_INPUT.0 + 1)] {
            assert_eq!(bad.check_input("amount").unwrap_err().code, Code::MoneyAmountInvalid);
        }
    }
}
