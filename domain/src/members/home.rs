//! A member's home (归属): which chapter it is, how it was found, when it may change; and what else a member follows.

use chrono::NaiveDate;

use super::check_reason;
use super::term::days_between;
use crate::chapters::Level;
use crate::kernel::words::words;
use crate::kernel::{ChapterId, Code, Violation};

/// A home changes once within so many days (`domain.md` 6).
pub const MOVE_DAYS: i64 = 180;
/// How many chapters one may follow. Ours.
pub const MAX_FOLLOWS: usize = 50;

words! {
    /// How a home was found, the strongest first (`domain.md` 6).
    HomeSource {
        MemberChoice = 1 "MEMBER_CHOICE",
        /// The first chapter where the member checked in.
        FirstCheckIn = 2 "FIRST_CHECK_IN",
        DeliveryAddress = 3 "DELIVERY_ADDRESS",
        /// A weak hint: people keep a number when they move.
        PhoneRegion = 4 "PHONE_REGION",
    }
}

impl HomeSource {
    /// Whether a home found this way takes the place of one found `before`, without counting as a move.
    #[must_use]
    pub fn is_stronger_than(self, before: Self) -> bool {
        self < before
    }
}

/// Where a member belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    pub chapter: ChapterId,
    pub source: HomeSource,
}

/// The strongest of what is known; of two alike the first.
#[must_use]
pub fn choose_home(known: impl IntoIterator<Item = Home>) -> Option<Home> {
    known.into_iter().min_by_key(|home| home.source)
}

/// Whether a member may move home today: once within [`MOVE_DAYS`] days. Headquarters may at any time, if it says why.
///
/// # Errors
/// `MembersHomeTooSoon`, with the day from which it goes; `MembersReasonRequired` for an override without one;
/// `MembersHomeInvalid` for a move to where one is.
pub fn check_move(
    (from, to): (Option<ChapterId>, ChapterId),
    last_moved_on: Option<NaiveDate>,
    today: NaiveDate,
    override_reason: Option<&str>,
) -> Result<(), Violation> {
    if from == Some(to) {
        let message = format!("{to} is the member's home already");
        return Err(Violation::new(Code::MembersHomeInvalid, "chapter", message));
    }
    if let Some(reason) = override_reason {
        return check_reason("reason", reason);
    }
    match last_moved_on {
        Some(last) if days_between(last, today) < MOVE_DAYS => {
            let wait = MOVE_DAYS - days_between(last, today);
            let message =
                format!("a home changes once in {MOVE_DAYS} days, and did on {last}: wait another {wait} days");
            Err(Violation::new(Code::MembersHomeTooSoon, "chapter", message))
        }
        _ => Ok(()),
    }
}

/// Whether a member may follow one more chapter.
///
/// # Errors
/// `MembersFollowInvalid`.
pub fn check_follow(home: Option<ChapterId>, follows: &[ChapterId], chapter: ChapterId) -> Result<(), Violation> {
    let message = if home == Some(chapter) {
        format!("{chapter} is the member's home: there is no need to follow it")
    } else if follows.contains(&chapter) {
        format!("the member follows {chapter} already")
    } else if follows.len() >= MAX_FOLLOWS {
        format!("a member follows at most {MAX_FOLLOWS} chapters: leave one first")
    } else {
        return Ok(());
    };
    Err(Violation::new(Code::MembersFollowInvalid, "chapter", message))
}

/// A chapter whose territory contains a member's home region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Territory {
    pub chapter: ChapterId,
    pub level: Level,
    /// Open, and somebody leads it.
    pub led: bool,
}

/// Who is credited with a member's orders: the lowest of these chapters that is led, so a vacant county falls to its
/// prefecture, then its province; else headquarters (`domain.md` 6).
#[must_use]
pub fn territory_chapter(path: impl IntoIterator<Item = Territory>, headquarters: ChapterId) -> ChapterId {
    let led = path.into_iter().filter(|step| step.led);
    led.max_by_key(|step| step.level).map_or(headquarters, |step| step.chapter)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HQ: ChapterId = ChapterId(1);

    fn day(n: u64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 22).unwrap() + chrono::Days::new(n)
    }

    #[test]
    fn the_strongest_source_finds_the_home() {
        let homes = HomeSource::ALL.map(|source| Home { chapter: ChapterId(i32::from(source.rank())), source });
        for from in 0..homes.len() {
            assert_eq!(choose_home(homes[from..].iter().rev().copied()), Some(homes[from]));
        }
        assert_eq!(choose_home([]), None);
        assert!(HomeSource::DeliveryAddress.is_stronger_than(HomeSource::PhoneRegion));
        assert!(!HomeSource::MemberChoice.is_stronger_than(HomeSource::MemberChoice));
    }

    #[test]
    fn a_home_changes_once_in_180_days() {
        let code = |from: Option<i32>, last: Option<u64>, reason| {
            let moves = (from.map(ChapterId), ChapterId(9));
            check_move(moves, last.map(day), day(200), reason).map_err(|broken| broken.code)
        };
        assert_eq!(code(None, None, None), Ok(()));
        assert_eq!(code(Some(8), Some(20), None), Ok(()));
        assert_eq!(code(Some(8), Some(21), None), Err(Code::MembersHomeTooSoon));
        assert_eq!(code(Some(8), Some(21), Some("搬家有证明")), Ok(()));
        assert_eq!(code(Some(8), Some(21), Some(" ")), Err(Code::MembersReasonRequired));
        assert_eq!(code(Some(9), None, Some("x")), Err(Code::MembersHomeInvalid));
    }

    #[test]
    fn a_vacant_chapter_falls_to_the_next_above() {
        let step = |chapter, level, led| Territory { chapter: ChapterId(chapter), level, led };
        let path = |county, prefecture, province| {
            [step(4, Level::County, county), step(3, Level::Prefecture, prefecture), step(2, Level::Province, province)]
        };
        for (steps, credited) in [
            (path(true, true, true), 4),
            (path(false, true, true), 3),
            (path(false, false, true), 2),
            (path(true, false, false), 4),
            (path(false, false, false), 1),
        ] {
            assert_eq!(territory_chapter(steps, HQ), ChapterId(credited));
            assert_eq!(territory_chapter(steps.into_iter().rev(), HQ), ChapterId(credited), "whatever the order");
        }
        assert_eq!(territory_chapter([], HQ), HQ);
    }

    #[test]
    fn one_follows_others_than_home_once_and_not_too_many() {
        let follows = [ChapterId(3)];
        assert_eq!(check_follow(Some(ChapterId(2)), &follows, ChapterId(4)), Ok(()));
        let many: Vec<ChapterId> = (10..).map(ChapterId).take(MAX_FOLLOWS).collect();
        for (follows, chapter) in [(&follows[..], 2), (&follows[..], 3), (&many[..], 4)] {
            let refused = check_follow(Some(ChapterId(2)), follows, ChapterId(chapter)).unwrap_err();
            assert_eq!(refused.code, Code::MembersFollowInvalid);
        }
    }
}
