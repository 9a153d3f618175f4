//! Cards (卡): one-time codes that bring days.
//!
//! A code has 16 characters: fifteen are drawn, 74 bits of chance; the last is a check.

use std::fmt;

use chrono::NaiveDate;

use super::MAX_DAYS;
use crate::kernel::words::words;
use crate::kernel::{Code, Violation, Violations, checked};

const LENGTH: usize = 16;
const GROUP: usize = 4;

/// The most cards in one batch. Ours: what one transaction writes without holding others up.
pub const MAX_BATCH: i64 = 1_000;

/// The code of a card, as a person has it in hand. It is as good as money: the store keeps a hash, and logs see nothing.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CardCode(String);

impl CardCode {
    /// A code out of random bytes; each of the 31^15 codes is equally likely.
    ///
    /// `None` if too many of the bytes had to be thrown away: draw again. Of 32 bytes that happens once in 10^18.
    #[must_use]
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        checked::draw(bytes, LENGTH).map(Self)
    }

    /// Reads a code that a person typed: case, blanks and dashes do not matter, nor whether characters are full-width.
    ///
    /// # Errors
    /// `MembersCardInvalid` if it is not a code that could ever have been made.
    pub fn parse(text: &str) -> Result<Self, Violation> {
        checked::read(text, LENGTH).map(Self).ok_or_else(|| {
            let message = format!(
                "a card has {LENGTH} characters, such as XXXX-XXXX-XXXX-XXXX, without 0, 1, I, L and O: compare it with the card"
            );
            Violation::new(Code::MembersCardInvalid, "code", message)
        })
    }

    /// The bare 16 characters: what is hashed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CardCode {
    /// In groups: `XXXX-XXXX-XXXX-XXXX`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, character) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                f.write_str("-")?;
            }
            fmt::Write::write_char(f, character)?;
        }
        Ok(())
    }
}

impl fmt::Debug for CardCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardCode(****)")
    }
}

words! {
    /// What a card is for.
    CardKind {
        /// The free trial, for guests who have not had one.
        Trial = 1 "TRIAL",
        /// A year that was sold beforehand.
        Annual = 2 "ANNUAL",
        /// Days given away.
        Gift = 3 "GIFT",
    }
}

words! {
    /// Where a card is in its life.
    CardState {
        Issued = 1 "ISSUED",
        Redeemed = 2 "REDEEMED",
        /// Taken back by its issuer.
        Void = 3 "VOID",
    }
}

/// A card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Card {
    pub kind: CardKind,
    pub state: CardState,
    /// The days it brings.
    pub days: i64,
    /// The first day on which it can no longer be redeemed.
    pub expires_on: Option<NaiveDate>,
}

impl Card {
    /// Issued → redeemed. What it brings is for [`super::append`], or [`super::start_trial`] for a trial card.
    ///
    /// # Errors
    /// `MembersCardUsed`, `MembersCardInvalid` if it is void, `MembersCardExpired`.
    pub fn redeem(&self, today: NaiveDate) -> Result<CardState, Violation> {
        let refuse = |code, message: String| Err(Violation::new(code, "code", message));
        match (self.state, self.expires_on) {
            (CardState::Redeemed, _) => refuse(Code::MembersCardUsed, "this card was redeemed before".to_owned()),
            (CardState::Void, _) => {
                refuse(Code::MembersCardInvalid, "this card was taken back by its issuer".to_owned())
            }
            (CardState::Issued, Some(end)) if end <= today => {
                refuse(Code::MembersCardExpired, format!("this card could be redeemed before {end}"))
            }
            (CardState::Issued, _) => Ok(CardState::Redeemed),
        }
    }

    /// Issued → void. One that is void already stays so.
    ///
    /// # Errors
    /// `MembersCardUsed`.
    pub fn void(&self) -> Result<CardState, Violation> {
        if self.state == CardState::Redeemed {
            let message = "this card was redeemed: what it brought is the member's";
            return Err(Violation::new(Code::MembersCardUsed, "code", message));
        }
        Ok(CardState::Void)
    }
}

/// Whether a batch of cards may be made: 1 to [`MAX_BATCH`] cards of 1 to [`MAX_DAYS`] days that have not expired yet.
///
/// # Errors
/// `MembersCardInvalid`, once for each field at fault.
pub fn check_batch(count: i64, days: i64, expires_on: Option<NaiveDate>, today: NaiveDate) -> Result<(), Violations> {
    let mut broken = Violations::default();
    if !(1..=MAX_BATCH).contains(&count) {
        broken.add(Code::MembersCardInvalid, "count", format!("a batch has 1 to {MAX_BATCH} cards"));
    }
    if !(1..=MAX_DAYS).contains(&days) {
        broken.add(Code::MembersCardInvalid, "days", format!("a card brings 1 to {MAX_DAYS} days"));
    }
    if expires_on.is_some_and(|end| end <= today) {
        broken.add(Code::MembersCardInvalid, "expiresOn", "a card must be good for at least today");
    }
    broken.check()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() + chrono::Days::new(n)
    }

    #[test]
    fn bytes_that_would_favour_some_characters_are_not_used() {
        assert_eq!(CardCode::from_random(&[255; 64]), None);
        assert_eq!(CardCode::from_random(&[0; 14]), None);
        let mut bytes = [248; 32];
        bytes[..15].copy_from_slice(&[31; 15]);
        let code = CardCode::from_random(&bytes).unwrap();
        assert_eq!(code.to_string(), "2222-2222-2222-2222");
    }

    #[test]
    fn a_code_is_not_in_the_log() {
        let code = CardCode::from_random(&[7; 15]).unwrap();
        assert_eq!(format!("{code:?}"), "CardCode(****)");
    }

    #[test]
    fn a_card_is_redeemed_once_and_in_time() {
        let card = |state, expires_on| Card { kind: CardKind::Annual, state, days: 365, expires_on };
        let redeem = |state, end: Option<u64>| card(state, end.map(day)).redeem(day(5)).map_err(|broken| broken.code);
        assert_eq!(redeem(CardState::Issued, None), Ok(CardState::Redeemed));
        assert_eq!(redeem(CardState::Issued, Some(6)), Ok(CardState::Redeemed));
        assert_eq!(redeem(CardState::Issued, Some(5)), Err(Code::MembersCardExpired));
        assert_eq!(redeem(CardState::Redeemed, Some(5)), Err(Code::MembersCardUsed));
        assert_eq!(redeem(CardState::Void, None), Err(Code::MembersCardInvalid));
        assert_eq!(card(CardState::Issued, None).void(), Ok(CardState::Void));
        assert_eq!(card(CardState::Void, None).void(), Ok(CardState::Void));
        assert_eq!(card(CardState::Redeemed, None).void().unwrap_err().code, Code::MembersCardUsed);
    }

    #[test]
    fn a_batch_has_bounds() {
        assert_eq!(check_batch(1, 365, None, day(0)), Ok(()));
        assert_eq!(check_batch(MAX_BATCH, 7, Some(day(1)), day(0)), Ok(()));
        let broken = check_batch(0, MAX_DAYS + 1, Some(day(0)), day(0)).unwrap_err();
        let fields: Vec<&str> = broken.0.iter().flat_map(|one| one.field.iter().map(String::as_str)).collect();
        assert_eq!(fields, ["count", "days", "expiresOn"]);
    }
}
