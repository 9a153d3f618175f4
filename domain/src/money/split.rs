//! Who gets what of a price.
//!
//! A sale pays headquarters, the chapter in whose territory the buyer lives, and, where HQ has switched it on, the one
//! promoter who brought them. Chapters above get nothing of a sale, and neither does whoever brought the promoter: pay along
//! a chain of recruiters is pyramid selling (regulation on pyramid selling, articles 7 and 24).

use chrono::{Days, NaiveDate};

use super::{BasisPoints, Fen, Owner};
use crate::kernel::{ChapterId, Code, MemberId, Violation, Violations};

/// How many people are paid, one above the other, for bringing one buyer. Not a setting: [`Promoter`] names nobody above,
/// and [`Split`] has room for one.
pub const MAX_CASH_DEPTH: u8 = 1;

const _: () = assert!(MAX_CASH_DEPTH == 1, "paying a second person up the chain is pyramid selling");

/// A rule about fees is shown this long before it holds (e-commerce law, article 34).
const NOTICE_DAYS: u64 = 7;

/// A version of the rule. Headquarters gets what the others do not. Immutable: an order keeps the version it was split by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SplitRule {
    pub version: i32,
    /// Of the territory's chapter.
    pub chapter_rate: BasisPoints,
    /// Of the promoter, where there is one; nothing unless `promoter_cash`.
    pub promoter_rate: BasisPoints,
    /// Whether promoters are paid in money at all. Off until counsel has agreed; they get points then.
    pub promoter_cash: bool,
    /// The first day (Asia/Shanghai) on which a payment is split by it.
    pub effective_on: NaiveDate,
}

/// The chapter in whose territory the buyer lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Territory {
    /// Nobody holds it, or headquarters itself does.
    Headquarters,
    Chapter(ChapterId),
}

impl Territory {
    /// The territory of a chapter, which may be headquarters itself: then its part is headquarters'.
    #[must_use]
    pub fn of(chapter: ChapterId, headquarters: ChapterId) -> Self {
        if chapter == headquarters { Self::Headquarters } else { Self::Chapter(chapter) }
    }
}

/// Who brought the buyer. By intention without a parent: see [`MAX_CASH_DEPTH`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Promoter {
    pub member: MemberId,
}

/// One payee's part of a price: the beginning of a commission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub payee: Owner,
    pub rate: BasisPoints,
    pub amount: Fen,
}

/// A price, in parts that add up to it. None is negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Split {
    pub rule_version: i32,
    pub price: Fen,
    /// With what was lost in rounding the others down.
    pub headquarters: Fen,
    /// None where the territory is headquarters', or the part is less than a fen.
    pub chapter: Option<Share>,
    /// None without a promoter, without `promoter_cash`, or where the part is less than a fen.
    pub promoter: Option<Share>,
}

impl SplitRule {
    /// The rule that a new installation begins with: chapter 35 %, headquarters 65 %, promoters in points only.
    /// The room of about half for those who sell is from the model; the rates are ours.
    #[must_use]
    pub const fn first(effective_on: NaiveDate) -> Self {
        Self {
            version: 1,
            chapter_rate: BasisPoints::fixed(3_500),
            promoter_rate: BasisPoints::NONE,
            promoter_cash: false,
            effective_on,
        }
    }

    /// What headquarters gets before rounding, of a sale with or without a promoter.
    #[must_use]
    pub const fn headquarters_rate(&self, has_promoter: bool) -> BasisPoints {
        let promoter = if has_promoter && self.promoter_cash { self.promoter_rate.get() } else { 0 };
        match BasisPoints::new(self.chapter_rate.get().saturating_add(promoter)) {
            Some(others) => others.rest(),
            None => BasisPoints::NONE,
        }
    }

    /// Whether the rates can stand.
    ///
    /// # Errors
    /// `MoneySplitInvalid` for parts of more than the whole, and for a promoter's rate that the switch does not allow or a
    /// switch without a rate.
    pub fn check(&self) -> Result<(), Violations> {
        let mut broken = Violations::default();
        let sum = u32::from(self.chapter_rate.get()) + u32::from(self.promoter_rate.get());
        if sum > u32::from(BasisPoints::WHOLE.get()) {
            let message = format!("{} and {} are more than the whole", self.chapter_rate, self.promoter_rate);
            broken.add(Code::MoneySplitInvalid, "chapterRate", message);
        }
        if self.promoter_cash != (self.promoter_rate > BasisPoints::NONE) {
            let message = "a promoter's rate and the switch that pays promoters in money come together, or not at all";
            broken.add(Code::MoneySplitInvalid, "promoterRate", message);
        }
        broken.check()
    }

    /// Whether a rule published on this day was shown long enough before it holds: 7 days (e-commerce law, article 34).
    ///
    /// # Errors
    /// `MoneySplitInvalid`.
    pub fn check_notice(&self, published_on: NaiveDate) -> Result<(), Violation> {
        let earliest = published_on.checked_add_days(Days::new(NOTICE_DAYS)).unwrap_or(NaiveDate::MAX);
        if self.effective_on >= earliest {
            return Ok(());
        }
        let message = format!("a rule about fees is shown {NOTICE_DAYS} days ahead: it can hold from {earliest} on");
        Err(Violation::new(Code::MoneySplitInvalid, "effectiveOn", message))
    }

    /// The rule that holds on a day: of those that have begun, the one with the highest version.
    #[must_use]
    pub fn in_force(rules: &[Self], day: NaiveDate) -> Option<&Self> {
        rules.iter().filter(|rule| rule.effective_on <= day).max_by_key(|rule| rule.version)
    }
}

/// Splits a price. Each part is rounded down to a fen and the remainder is headquarters'.
///
/// # Errors
/// `MoneyAmountInvalid` for a price that is not positive; `MoneySplitInvalid` for a rule that [`SplitRule::check`] refuses.
pub fn split(
    rule: &SplitRule,
    price: Fen,
    territory: Territory,
    promoter: Option<Promoter>,
) -> Result<Split, Violations> {
    rule.check()?;
    if price <= Fen::ZERO {
        return Err(Violation::new(Code::MoneyAmountInvalid, "price", "only a price above 0.00 is split").into());
    }
    let share = |payee, rate| {
        let amount = price.share(rate);
        (amount > Fen::ZERO).then_some(Share { payee, rate, amount })
    };
    let chapter = match territory {
        Territory::Headquarters => None,
        Territory::Chapter(chapter) => share(Owner::Chapter(chapter), rule.chapter_rate),
    };
    let promoter = promoter
        .filter(|_| rule.promoter_cash)
        .and_then(|promoter| share(Owner::Member(promoter.member), rule.promoter_rate));
    let others = Fen::sum([chapter, promoter].into_iter().flatten().map(|share| share.amount))?;
    let headquarters = price.minus(others)?;
    Ok(Split { rule_version: rule.version, price, headquarters, chapter, promoter })
}

impl Split {
    /// The parts that are not headquarters': each becomes a commission.
    pub fn shares(&self) -> impl Iterator<Item = Share> + use<> {
        [self.chapter, self.promoter].into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, n).unwrap()
    }

    fn member(n: u128) -> MemberId {
        MemberId(uuid::Uuid::from_u128(n))
    }

    fn with_promoters() -> SplitRule {
        SplitRule { promoter_rate: BasisPoints::fixed(1_500), promoter_cash: true, ..SplitRule::first(day(1)) }
    }

    fn parts(split: &Split) -> [i64; 3] {
        let amount = |share: Option<Share>| share.map_or(0, |share| share.amount.0);
        [split.headquarters.0, amount(split.chapter), amount(split.promoter)]
    }

    #[test]
    fn a_price_is_split_by_the_rule_in_force() {
        let chapter = Territory::of(ChapterId(7), ChapterId(1));
        assert_eq!(Territory::of(ChapterId(1), ChapterId(1)), Territory::Headquarters);
        let promoter = Some(Promoter { member: member(1) });
        let points_only = SplitRule::first(day(1));
        let cases = [
            (points_only, chapter, None, [23_725, 12_775, 0]),
            (points_only, chapter, promoter, [23_725, 12_775, 0]),
            (points_only, Territory::Headquarters, promoter, [36_500, 0, 0]),
            (with_promoters(), chapter, promoter, [18_250, 12_775, 5_475]),
            (with_promoters(), chapter, None, [23_725, 12_775, 0]),
            (with_promoters(), Territory::Headquarters, promoter, [31_025, 0, 5_475]),
        ];
        for (rule, territory, promoter, expected) in cases {
            let split = split(&rule, Fen(36_500), territory, promoter).unwrap();
            assert_eq!(parts(&split), expected, "{territory:?} {promoter:?}");
            assert_eq!(split.shares().count(), expected.iter().skip(1).filter(|part| **part > 0).count());
        }
        assert_eq!(with_promoters().headquarters_rate(true).get(), 5_000);
        assert_eq!(with_promoters().headquarters_rate(false).get(), 6_500);
    }

    #[test]
    fn what_is_lost_in_rounding_is_headquarters() {
        let of = |price| {
            let split = split(
                &with_promoters(),
                Fen(price),
                Territory::Chapter(ChapterId(7)),
                Some(Promoter { member: member(1) }),
            );
            parts(&split.unwrap())
        };
        assert_eq!(of(1), [1, 0, 0]);
        assert_eq!(of(3), [2, 1, 0]);
        assert_eq!(of(99), [51, 34, 14]);
    }

    #[test]
    fn a_rule_that_cannot_stand_is_refused_with_all_that_is_wrong() {
        let invalid = |rule: SplitRule| rule.check().unwrap_err().0.len();
        let rate = BasisPoints::fixed;
        assert_eq!(with_promoters().check(), Ok(()));
        assert_eq!(SplitRule::first(day(1)).check(), Ok(()));
        assert_eq!(invalid(SplitRule { chapter_rate: rate(8_501), ..with_promoters() }), 1);
        assert_eq!(invalid(SplitRule { promoter_cash: false, ..with_promoters() }), 1);
        assert_eq!(invalid(SplitRule { promoter_rate: BasisPoints::NONE, ..with_promoters() }), 1);
        assert_eq!(invalid(SplitRule { chapter_rate: rate(8_501), promoter_cash: false, ..with_promoters() }), 2);
        let none = split(&SplitRule::first(day(1)), Fen::ZERO, Territory::Headquarters, None).unwrap_err();
        assert_eq!(none.0[0].code, Code::MoneyAmountInvalid);
    }

    #[test]
    fn a_rule_is_shown_a_week_ahead_and_holds_until_the_next() {
        let rule = SplitRule::first(day(20));
        assert_eq!(rule.check_notice(day(13)), Ok(()));
        assert_eq!(rule.check_notice(day(14)).unwrap_err().code, Code::MoneySplitInvalid);
        let rules = [rule, SplitRule { version: 2, effective_on: day(25), ..rule }];
        let version = |on| SplitRule::in_force(&rules, on).map(|rule| rule.version);
        assert_eq!(
            [version(day(19)), version(day(20)), version(day(24)), version(day(25))],
            [None, Some(1), Some(1), Some(2)]
        );
    }
}
