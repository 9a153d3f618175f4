//! Tiers (会员等级) as data: five that are built in, and what headquarters adds.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::MAX_DAYS;
use crate::kernel::text::is_line;
use crate::kernel::words::words;
use crate::kernel::{Code, Violation, Violations};

/// The free trial, in days (`domain.md` 6).
pub const TRIAL_DAYS: i64 = 7;
/// The annual tier: 365 yuan for 365 days, as the original book club had it (`domain.md` 2 and 6).
const ANNUAL_PRICE: i64 = 36_500;
const ANNUAL_DAYS: i64 = 365;

const CODE_LENGTH: std::ops::RangeInclusive<usize> = 2..=32;
const MAX_NAME: usize = 40;
const MAX_BENEFITS: usize = 20;
const MAX_BENEFIT: usize = 100;
/// A million yuan.
const MAX_PRICE: i64 = 100_000_000;

/// The key of a tier: lower-case words of a–z and 0–9, with `_` between them: `annual`, `gift_card`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TierCode(String);

impl TierCode {
    /// Of who has no term.
    #[must_use]
    pub fn guest() -> Self {
        Self("guest".to_owned())
    }

    /// Of the free trial.
    #[must_use]
    pub fn trial() -> Self {
        Self("trial".to_owned())
    }

    /// Of the year that is bought.
    #[must_use]
    pub fn annual() -> Self {
        Self("annual".to_owned())
    }

    /// The text of the code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for TierCode {
    type Err = Violation;

    fn from_str(text: &str) -> Result<Self, Violation> {
        let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9'));
        let starts_well = text.starts_with(|first: char| first.is_ascii_lowercase());
        if CODE_LENGTH.contains(&text.len()) && starts_well && text.split('_').all(is_word) {
            return Ok(Self(text.to_owned()));
        }
        let message = "the code of a tier has 2 to 32 characters: words of a-z and 0-9 with `_` between them, \
                       a letter first, such as `gift_card`";
        Err(Violation::new(Code::MembersTierInvalid, "code", message))
    }
}

impl TryFrom<String> for TierCode {
    type Error = Violation;

    fn try_from(text: String) -> Result<Self, Violation> {
        text.parse()
    }
}

impl From<TierCode> for String {
    fn from(code: TierCode) -> Self {
        code.0
    }
}

words! {
    /// What makes a tier be what it is.
    TierKind {
        /// No term at all.
        Guest = 1 "GUEST",
        /// Free, once.
        Trial = 2 "TRIAL",
        /// Bought for a year.
        Annual = 3 "ANNUAL",
        /// Given after a proof was reviewed.
        Granted = 4 "GRANTED",
        /// Redeemed from a card.
        GiftCard = 5 "GIFT_CARD",
        /// Whatever headquarters adds.
        Custom = 6 "CUSTOM",
    }
}

/// A tier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tier {
    pub code: TierCode,
    /// For people.
    pub name: String,
    pub kind: TierKind,
    /// The days that one purchase, card or grant brings; 0 for guests only.
    pub days: i64,
    /// In fen; `None` if it cannot be bought.
    pub price: Option<i64>,
    /// Higher is better: an upgrade goes up.
    pub rank: i16,
    pub benefits: Vec<String>,
    /// Whether it can still be had. Who has it keeps it.
    pub active: bool,
}

impl Tier {
    /// Checks what the tier alone can tell. Whether its code is taken is for the store (`MembersTierExists`).
    ///
    /// # Errors
    /// `MembersTierInvalid`, once for each field at fault.
    pub fn validate(&self) -> Result<(), Violations> {
        let mut broken = Violations::default();
        if !is_line(&self.name, MAX_NAME) {
            let message = format!("a name has 1 to {MAX_NAME} characters on one line, and no blanks at its ends");
            broken.add(Code::MembersTierInvalid, "name", message);
        }
        let days_fit = if self.kind == TierKind::Guest { self.days == 0 } else { (1..=MAX_DAYS).contains(&self.days) };
        if !days_fit {
            let message = format!("a tier has 1 to {MAX_DAYS} days, that of guests none");
            broken.add(Code::MembersTierInvalid, "days", message);
        }
        if let Some(price) = self.price {
            if matches!(self.kind, TierKind::Guest | TierKind::Trial | TierKind::Granted) {
                let message = "guests, trials and grants have no price: leave it out";
                broken.add(Code::MembersTierInvalid, "price", message);
            } else if !(1..=MAX_PRICE).contains(&price) {
                let message = format!("a price is 1 to {MAX_PRICE} fen; leave it out if the tier is not for sale");
                broken.add(Code::MembersTierInvalid, "price", message);
            }
        } else if self.kind == TierKind::Annual {
            broken.add(Code::MembersTierInvalid, "price", "the annual tier is for sale: it needs a price");
        }
        if self.rank < 0 {
            broken.add(Code::MembersTierInvalid, "rank", "a rank is 0 or more; higher is better");
        }
        if self.benefits.len() > MAX_BENEFITS {
            broken.add(Code::MembersTierInvalid, "benefits", format!("name at most {MAX_BENEFITS} benefits"));
        }
        for (index, benefit) in self.benefits.iter().enumerate() {
            if !is_line(benefit, MAX_BENEFIT) {
                let message =
                    format!("a benefit has 1 to {MAX_BENEFIT} characters on one line, and no blanks at its ends");
                broken.add(Code::MembersTierInvalid, &format!("benefits.{index}"), message);
            }
        }
        broken.check()
    }

    /// Whether it can be bought now.
    #[must_use]
    pub fn is_for_sale(&self) -> bool {
        self.active && self.price.is_some()
    }
}

/// Whether who has `from` may upgrade to `to`: a higher rank that is for sale.
///
/// # Errors
/// `MembersTierInvalid`.
pub fn check_upgrade(from: &Tier, to: &Tier) -> Result<(), Violation> {
    let refuse = |message: String| Err(Violation::new(Code::MembersTierInvalid, "tier", message));
    if !to.is_for_sale() {
        return refuse(format!("`{}` is not for sale", to.code));
    }
    if to.rank <= from.rank {
        return refuse(format!("`{}` does not stand above `{}`: renew instead of upgrading", to.code, from.code));
    }
    Ok(())
}

/// The tiers that every network has from the start (`domain.md` 1 and 6). A card or a grant may bring other days than its
/// tier names.
#[must_use]
pub fn built_in_tiers() -> [Tier; 5] {
    let tier = |(code, name, kind): (&str, &str, TierKind), (days, price): (i64, Option<i64>), rank: i16| Tier {
        code: TierCode(code.to_owned()),
        name: name.to_owned(),
        kind,
        days,
        price,
        rank,
        benefits: Vec::new(),
        active: true,
    };
    [
        tier(("guest", "访客", TierKind::Guest), (0, None), 0),
        tier(("trial", "体验会员", TierKind::Trial), (TRIAL_DAYS, None), 10),
        tier(("annual", "年费会员", TierKind::Annual), (ANNUAL_DAYS, Some(ANNUAL_PRICE)), 20),
        tier(("granted", "公益会员", TierKind::Granted), (ANNUAL_DAYS, None), 20),
        tier(("gift_card", "礼品卡会员", TierKind::GiftCard), (ANNUAL_DAYS, None), 20),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_words() {
        for good in ["vip", "gift_card", "a1", "x_y_2"] {
            assert_eq!(good.parse::<TierCode>().unwrap().as_str(), good);
        }
        for bad in ["", "a", "Annual", "gift-card", "_a", "a_", "a__b", "1a", "年度", &"a".repeat(33)] {
            assert_eq!(bad.parse::<TierCode>().unwrap_err().code, Code::MembersTierInvalid, "{bad}");
        }
        assert!(serde_json::from_str::<TierCode>("\"A\"").is_err());
    }

    #[test]
    fn the_built_in_tiers_are_valid_and_known_by_name() {
        let tiers = built_in_tiers();
        for tier in &tiers {
            assert_eq!(tier.validate(), Ok(()), "{}", tier.code);
            assert_eq!(tier.code.as_str().parse::<TierCode>().as_ref(), Ok(&tier.code));
        }
        let [guest, trial, annual, ..] = &tiers;
        assert_eq!((&guest.code, guest.days), (&TierCode::guest(), 0));
        assert_eq!((&trial.code, trial.days, trial.price), (&TierCode::trial(), 7, None));
        assert_eq!((&annual.code, annual.days, annual.price), (&TierCode::annual(), 365, Some(36_500)));
        assert_eq!(tiers.iter().filter(|tier| tier.is_for_sale()).count(), 1);
    }

    #[test]
    fn every_fault_is_named() {
        let [.., annual, _, _] = built_in_tiers();
        let bad = Tier {
            name: " ".to_owned(),
            days: 0,
            price: Some(0),
            rank: -1,
            benefits: vec!["书".to_owned(), "a\nb".to_owned()],
            ..annual.clone()
        };
        let fields: Vec<String> =
            bad.validate().unwrap_err().0.into_iter().map(|broken| broken.field.join(".")).collect();
        assert_eq!(fields, ["name", "days", "price", "rank", "benefits.1"]);
        for wrong in [
            Tier { price: None, ..annual.clone() },
            Tier { kind: TierKind::Trial, ..annual.clone() },
            Tier { kind: TierKind::Guest, price: None, ..annual.clone() },
            Tier { days: MAX_DAYS + 1, ..annual.clone() },
            Tier { price: Some(MAX_PRICE + 1), ..annual.clone() },
            Tier { benefits: vec!["书".to_owned(); MAX_BENEFITS + 1], ..annual.clone() },
        ] {
            assert_eq!(wrong.validate().unwrap_err().0.len(), 1, "{wrong:?}");
        }
    }

    #[test]
    fn an_upgrade_goes_up_to_what_is_for_sale() {
        let [_, trial, annual, granted, _] = built_in_tiers();
        let vip = Tier { code: TierCode("vip".to_owned()), kind: TierKind::Custom, rank: 30, ..annual.clone() };
        assert_eq!(check_upgrade(&annual, &vip), Ok(()));
        assert_eq!(check_upgrade(&trial, &annual), Ok(()));
        for (from, to) in
            [(&vip, &annual), (&annual, &annual), (&trial, &granted), (&annual, &Tier { active: false, ..vip.clone() })]
        {
            assert_eq!(check_upgrade(from, to).unwrap_err().code, Code::MembersTierInvalid);
        }
    }
}
