//! A referral link, or the QR code of one.

use std::fmt;

use crate::kernel::text::{is_line, is_note, is_reason};
use crate::kernel::words::words;
use crate::kernel::{ChapterId, Code, MemberId, Period, Timestamp, Violation, checked};

/// Seven drawn characters and a check: 2.7 * 10^10 codes, and few enough to be typed from a poster.
const CODE_LENGTH: usize = 8;

/// The most links that one member, or one chapter, has open at once. Ours.
pub const MAX_OPEN_LINKS: i64 = 100;

const MAX_CAMPAIGN: usize = 40;
const MAX_REASON: usize = 200;
const MAX_APPEAL: usize = 500;

words! {
    /// Where a link is shared. Rewards for sharing in a chat network break that network's rules: this says how much of it
    /// there is.
    ReferralChannel {
        /// A poster or another thing of paper.
        Poster = 1 "POSTER",
        /// Face to face, or at an event.
        Offline = 2 "OFFLINE",
        /// A chat group or a message.
        Chat = 3 "CHAT",
        /// A page, an article, a video.
        Content = 4 "CONTENT",
        /// Inside this app.
        App = 5 "APP",
        Other = 6 "OTHER",
    }
}

/// The code of a link, as it stands in its address and on a poster. No secret: whoever sees it may follow it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct LinkCode(String);

impl LinkCode {
    /// A code out of random bytes; each is equally likely. `None` if too many of the bytes had to be thrown away: draw again.
    #[must_use]
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        checked::draw(bytes, CODE_LENGTH).map(Self)
    }

    /// Reads a code that a person typed: case, blanks and dashes do not matter, nor whether characters are full-width.
    ///
    /// # Errors
    /// `GrowthLinkUnknown` if it is not a code that could ever have been made.
    pub fn parse(field: &str, text: &str) -> Result<Self, Violation> {
        checked::read(text, CODE_LENGTH).map(Self).ok_or_else(|| unknown_link(field))
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LinkCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// No link has this code.
#[must_use]
pub fn unknown_link(field: &str) -> Violation {
    Violation::new(Code::GrowthLinkUnknown, field, "there is no such link: compare the code, or ask for it again")
}

/// Checks the token that a visitor's phone made: 32 to 64 characters of `A-Z a-z 0-9 _ -`. Shorter ones could be guessed.
///
/// # Errors
/// `GrowthVisitorInvalid`.
pub fn check_visitor(token: &str) -> Result<(), Violation> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    if (32..=64).contains(&token.len()) && token.bytes().all(fits) {
        return Ok(());
    }
    let message = "a visitor's token has 32 to 64 letters, digits, `_` and `-`, drawn at random";
    Err(Violation::new(Code::GrowthVisitorInvalid, "visitor", message))
}

/// Checks what a link says it is part of. Only a chapter's may: what a member earns is counted over all invitations, not by
/// a name that the member thought of.
///
/// # Errors
/// `GrowthLinkInvalid`.
pub fn check_campaign(campaign: Option<&str>, is_own: bool) -> Result<(), Violation> {
    let refuse = |message: String| Err(Violation::new(Code::GrowthLinkInvalid, "campaign", message));
    match campaign {
        Some(_) if is_own => refuse("a link of one's own is part of no campaign".to_owned()),
        Some(campaign) if !is_line(campaign, MAX_CAMPAIGN) => {
            refuse(format!("a campaign has 1 to {MAX_CAMPAIGN} characters, and no blanks at its ends"))
        }
        _ => Ok(()),
    }
}

/// Refuses one link too many.
///
/// # Errors
/// `GrowthLinkInvalid`.
pub fn check_open_links(open: i64) -> Result<(), Violation> {
    if open < MAX_OPEN_LINKS {
        return Ok(());
    }
    let message = format!("{MAX_OPEN_LINKS} links are open already: end some first");
    Err(Violation::new(Code::GrowthLinkInvalid, "", message))
}

/// Checks why a referral is accepted or rejected.
///
/// # Errors
/// `GrowthReasonRequired`.
pub fn check_reason(reason: &str) -> Result<(), Violation> {
    if is_reason(reason, MAX_REASON) {
        return Ok(());
    }
    let message = format!("say why, in 1 to {MAX_REASON} characters: the inviter reads it");
    Err(Violation::new(Code::GrowthReasonRequired, "reason", message))
}

/// Checks what is said against a rejection.
///
/// # Errors
/// `GrowthReasonRequired`.
pub fn check_appeal(text: &str) -> Result<(), Violation> {
    if is_note(text, MAX_APPEAL) {
        return Ok(());
    }
    let message = format!("say what is wrong with the rejection, in 1 to {MAX_APPEAL} characters");
    Err(Violation::new(Code::GrowthReasonRequired, "text", message))
}

/// What the rules need to know of a link. It credits a chapter; where a member shares it, also that member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    pub chapter: ChapterId,
    /// Who is rewarded in points; none for a chapter's own link.
    pub owner: Option<MemberId>,
    pub period: Period,
}

impl Link {
    /// Whether the link may be opened now.
    ///
    /// # Errors
    /// `GrowthLinkEnded`.
    pub fn check_open(&self, now: Timestamp) -> Result<(), Violation> {
        if self.period.contains(now) {
            return Ok(());
        }
        Err(Violation::new(Code::GrowthLinkEnded, "link", "this link is not open: ask for a new one"))
    }

    /// Whether this member may follow the link.
    ///
    /// # Errors
    /// `GrowthSelfReferral` for the link's own owner.
    pub fn check_invitee(&self, invitee: MemberId) -> Result<(), Violation> {
        if self.owner != Some(invitee) {
            return Ok(());
        }
        Err(Violation::new(Code::GrowthSelfReferral, "link", "nobody can invite themselves"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::from_micros;

    #[test]
    fn a_code_is_short_and_finds_its_typing_errors() {
        let code = LinkCode::from_random(&[5, 255, 17, 3, 30, 9, 22, 1]).unwrap();
        assert_eq!(code.as_str().len(), 8);
        let typed = format!(" {}-{} ", &code.as_str()[..4].to_lowercase(), &code.as_str()[4..]);
        assert_eq!(LinkCode::parse("code", &typed), Ok(code.clone()));
        for at in 0..8 {
            let other = if code.as_str().as_bytes()[at] == b'2' { "3" } else { "2" };
            let wrong = format!("{}{other}{}", &code.as_str()[..at], &code.as_str()[at + 1..]);
            assert_eq!(LinkCode::parse("code", &wrong).unwrap_err().code, Code::GrowthLinkUnknown, "{wrong}");
        }
        for wrong in ["", "1", "0000000O", "222222222"] {
            assert!(LinkCode::parse("code", wrong).is_err(), "{wrong}");
        }
        assert_eq!(LinkCode::from_random(&[1, 2, 3, 4, 5, 6]), None);
    }

    #[test]
    fn what_is_said_of_a_link_is_checked() {
        let token = "abcdefgh-ABCDEFGH_0123456789-xyz";
        assert_eq!(check_visitor(token), Ok(()));
        for bad in ["", &token[1..], &format!("{token}!"), &token.repeat(3)] {
            assert_eq!(check_visitor(bad).unwrap_err().code, Code::GrowthVisitorInvalid, "{bad}");
        }
        assert_eq!((check_campaign(Some("春季"), false), check_campaign(None, true)), (Ok(()), Ok(())));
        for (campaign, is_own) in [("春季", true), (" ", false), (" 春季", false)] {
            assert!(check_campaign(Some(campaign), is_own).is_err(), "{campaign}");
        }
        assert_eq!((check_open_links(99), check_open_links(100).is_err()), (Ok(()), true));
        assert_eq!((check_reason("已核实"), check_reason(" ").is_err()), (Ok(()), true));
        assert_eq!((check_appeal("第一行\n第二行"), check_appeal("").is_err()), (Ok(()), true));
    }

    #[test]
    fn a_link_is_open_for_its_time_and_not_for_its_owner() {
        let member = |n| MemberId(uuid::Uuid::from_u128(n));
        let period = Period { from: from_micros(10), until: Some(from_micros(20)) };
        let link = Link { chapter: ChapterId(7), owner: Some(member(1)), period };
        assert_eq!(link.check_open(from_micros(10)), Ok(()));
        for at in [9, 20] {
            assert_eq!(link.check_open(from_micros(at)).unwrap_err().code, Code::GrowthLinkEnded);
        }
        assert_eq!(link.check_invitee(member(2)), Ok(()));
        assert_eq!(link.check_invitee(member(1)).unwrap_err().code, Code::GrowthSelfReferral);
        assert_eq!(Link { owner: None, ..link }.check_invitee(member(1)), Ok(()));
    }
}
