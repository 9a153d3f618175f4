//! Which chapter is credited with a new member, and why.
//!
//! Rule 1: the first valid touch wins. A touch is valid if its link credits a chapter that is open, was followed before the
//! registration, still holds then, was not the invitee's own, and does not look made up. Without one the chapter of the home
//! region is credited, and without that headquarters. Credit is for growth figures and points; a sale pays the chapter in
//! whose territory the buyer lives, whoever is credited here.

use std::fmt;

use super::referral::lock_until;
use crate::kernel::words::words;
use crate::kernel::{ChapterId, ReferralLinkId, Timestamp};

/// The version of the rule, kept with each attribution: a change of the rule is a new number, and old ones stay explained.
pub const ATTRIBUTION_RULE: i32 = 1;

/// Somebody followed a link, scanned a code, or was taken in by a helmsman's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    pub link: ReferralLinkId,
    pub chapter: ChapterId,
    pub at: Timestamp,
    /// What is wrong with it, whenever it came.
    pub flaw: Option<TouchFlaw>,
}

/// What makes a touch count for nothing, whenever it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TouchFlaw {
    /// The link was not open when it was followed.
    LinkEnded,
    /// The link is the invitee's own.
    OwnLink,
    /// Its referral was rejected.
    Rejected,
    /// The chapter is not open when the member registers.
    ChapterClosed,
}

/// Why a touch was taken, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TouchVerdict {
    /// The first valid one.
    Taken,
    /// After the registration.
    TooLate,
    /// The lock was over at the registration.
    LockOver,
    Invalid(TouchFlaw),
    /// Valid, but this one came first.
    LaterThan(ReferralLinkId),
}

/// A touch and what became of it: one line of the explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Considered {
    pub link: ReferralLinkId,
    pub chapter: ChapterId,
    pub at: Timestamp,
    pub verdict: TouchVerdict,
}

words! {
    /// What kind of thing the credit rests on.
    CreditKind {
        /// A link that was followed.
        Link = 1 "LINK",
        /// The chapter of the home region.
        Home = 2 "HOME",
        Headquarters = 3 "HEADQUARTERS",
    }
}

/// What the credit rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credit {
    Link(ReferralLinkId, ChapterId),
    /// The chapter of the home region.
    Home(ChapterId),
    Headquarters,
}

/// The chapter that is credited, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// See [`ATTRIBUTION_RULE`].
    pub rule: i32,
    pub credit: Credit,
    /// Every touch, in the order in which they came.
    pub considered: Vec<Considered>,
}

/// Applies rule 1 to the touches of a member who registered at `registered_at`. `home` is the chapter in whose territory the
/// member lives.
#[must_use]
pub fn attribute(touches: &[Touch], home: Option<ChapterId>, registered_at: Timestamp) -> Attribution {
    let mut touches = touches.to_vec();
    // The id decides between touches of one instant, so that the answer never depends on the order of rows.
    touches.sort_by_key(|touch| (touch.at, touch.link));
    let mut taken: Option<Touch> = None;
    let considered = touches.iter().map(|touch| {
        let verdict = match (flaw(touch, registered_at), taken) {
            (Some(flaw), _) => flaw,
            (None, Some(first)) => TouchVerdict::LaterThan(first.link),
            (None, None) => {
                taken = Some(*touch);
                TouchVerdict::Taken
            }
        };
        Considered { link: touch.link, chapter: touch.chapter, at: touch.at, verdict }
    });
    let considered = considered.collect();
    let credit = match (taken, home) {
        (Some(touch), _) => Credit::Link(touch.link, touch.chapter),
        (None, Some(home)) => Credit::Home(home),
        (None, None) => Credit::Headquarters,
    };
    Attribution { rule: ATTRIBUTION_RULE, credit, considered }
}

/// Why a touch is not valid.
fn flaw(touch: &Touch, registered_at: Timestamp) -> Option<TouchVerdict> {
    if touch.at > registered_at {
        Some(TouchVerdict::TooLate)
    } else if lock_until(touch.at) <= registered_at {
        Some(TouchVerdict::LockOver)
    } else {
        touch.flaw.map(TouchVerdict::Invalid)
    }
}

impl Attribution {
    /// The chapter that is credited; none where it is headquarters.
    #[must_use]
    pub const fn chapter(&self) -> Option<ChapterId> {
        match self.credit {
            Credit::Link(_, chapter) | Credit::Home(chapter) => Some(chapter),
            Credit::Headquarters => None,
        }
    }
}

impl Credit {
    #[must_use]
    pub const fn kind(&self) -> CreditKind {
        match self {
            Self::Link(..) => CreditKind::Link,
            Self::Home(_) => CreditKind::Home,
            Self::Headquarters => CreditKind::Headquarters,
        }
    }
}

impl fmt::Display for Credit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(link, chapter) => write!(f, "credited: {chapter}, by {link}"),
            Self::Home(chapter) => write!(f, "credited: {chapter}, where the member is at home"),
            Self::Headquarters => f.write_str("credited: headquarters, since nothing names a chapter"),
        }
    }
}

impl fmt::Display for Considered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { link, chapter, verdict, .. } = self;
        match verdict {
            TouchVerdict::Taken => write!(f, "{link} credits {chapter}: it was the first"),
            TouchVerdict::TooLate => write!(f, "{link} was followed after the registration"),
            TouchVerdict::LockOver => write!(f, "{link} was followed more than 30 days before the registration"),
            TouchVerdict::Invalid(TouchFlaw::LinkEnded) => write!(f, "{link} was not open when it was followed"),
            TouchVerdict::Invalid(TouchFlaw::OwnLink) => write!(f, "{link} is the member's own"),
            TouchVerdict::Invalid(TouchFlaw::Rejected) => write!(f, "{link} was rejected"),
            TouchVerdict::Invalid(TouchFlaw::ChapterClosed) => {
                write!(f, "{link} would credit {chapter}, which is closed")
            }
            TouchVerdict::LaterThan(first) => write!(f, "{link} came after {first}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::from_micros;
    use TouchVerdict as V;
    use chrono::TimeDelta;

    fn day(n: i64) -> Timestamp {
        from_micros(0) + TimeDelta::days(n)
    }

    fn link(n: u128) -> ReferralLinkId {
        ReferralLinkId(uuid::Uuid::from_u128(n))
    }

    /// A valid touch of chapter n through link n.
    fn touch(n: i32, on: i64) -> Touch {
        Touch { link: link(u128::from(n.unsigned_abs())), chapter: ChapterId(n), at: day(on), flaw: None }
    }

    #[test]
    fn the_first_valid_touch_is_credited_and_every_other_says_why_not() {
        let touches = [
            touch(9, 41),
            touch(8, 39),
            touch(7, 38),
            Touch { flaw: Some(TouchFlaw::ChapterClosed), ..touch(6, 37) },
            Touch { flaw: Some(TouchFlaw::Rejected), ..touch(5, 36) },
            Touch { flaw: Some(TouchFlaw::OwnLink), ..touch(4, 35) },
            Touch { flaw: Some(TouchFlaw::LinkEnded), ..touch(3, 34) },
            touch(2, 10),
        ];
        let attribution = attribute(&touches, Some(ChapterId(99)), day(40));
        assert_eq!((attribution.rule, attribution.credit), (1, Credit::Link(link(7), ChapterId(7))));
        let verdicts: Vec<TouchVerdict> = attribution.considered.iter().map(|step| step.verdict).collect();
        let expected = [
            V::LockOver,
            V::Invalid(TouchFlaw::LinkEnded),
            V::Invalid(TouchFlaw::OwnLink),
            V::Invalid(TouchFlaw::Rejected),
            V::Invalid(TouchFlaw::ChapterClosed),
            V::Taken,
            V::LaterThan(link(7)),
            V::TooLate,
        ];
        assert_eq!(verdicts, expected);
        assert_eq!(attribution.considered[5].to_string(), format!("{} credits chap_7: it was the first", link(7)));
    }

    #[test]
    fn without_a_touch_the_home_region_counts_and_then_headquarters() {
        assert_eq!(attribute(&[], Some(ChapterId(5)), day(0)).credit, Credit::Home(ChapterId(5)));
        let late = attribute(&[touch(7, 1)], None, day(0));
        assert_eq!((late.credit, late.chapter()), (Credit::Headquarters, None));
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let (a, b) = (touch(1, 5), touch(2, 5));
        assert_eq!(attribute(&[a, b], None, day(6)), attribute(&[b, a], None, day(6)));
        assert_eq!(attribute(&[b, a], None, day(6)).chapter(), Some(ChapterId(1)));
        assert_eq!(attribute(&[a], None, day(35)).credit, Credit::Headquarters, "held for 30 days");
    }
}
