//! A referral link, or the QR code of one.

use crate::kernel::{ChapterId, Code, MemberId, Period, Timestamp, Violation};

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
