//! What a merge can be undone with: kept for 30 days, sealed with the key of the member who went.

use chrono::NaiveDate;
use domain::kernel::{ConsentId, MemberId, MembershipId, OrderId, PointsEntryId, Timestamp};
use domain::members::{Lot, MemberState, Points, Term};
use serde::{Deserialize, Serialize};
use store::members::person;
use store::vault::Purpose;
use uuid::Uuid;

use crate::{Result, Write};

/// All that was moved, as it was.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Undo {
    pub on: NaiveDate,
    pub kept: KeptBefore,
    pub terms: Vec<MovedTerm>,
    pub kept_lots: Lots,
    pub gone_lots: Lots,
    pub orders: Vec<(OrderId, i32)>,
    pub cards: Vec<Uuid>,
    pub links: Vec<Uuid>,
    pub invitations: Vec<Uuid>,
    /// Chapters that the one who stayed did not follow before.
    pub followed: Vec<i32>,
    /// What the other had followed, and since when.
    pub follows: Vec<(i32, Timestamp)>,
    pub consents: Vec<ConsentId>,
    /// Whether the phone of the one who stayed, and of the other, was noted as one that had the trial.
    pub claimed: (bool, bool),
    pub closed_account: bool,
    /// What the other had been rewarded for as an inviter.
    pub invited: (i32, i32),
}

/// The row of the one who stayed, as far as a merge changes it.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptBefore {
    pub state: MemberState,
    /// How many terms there were.
    pub terms: usize,
    pub trial_used: bool,
    pub moved_on: Option<NaiveDate>,
}

/// A term that came along.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MovedTerm {
    pub id: MembershipId,
    pub before: Term,
    pub used_before: i64,
    pub placed: Term,
    /// The term that marks where it had been.
    pub marker: Option<MembershipId>,
}

/// A member's lots of points, in their order.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Lots {
    pub lots: Vec<(i64, i64, NaiveDate)>,
    pub debt: i64,
}

impl Lots {
    pub(super) fn of(lots: &[(PointsEntryId, Lot)], debt: i64) -> Self {
        Self { lots: lots.iter().map(|(entry, lot)| (entry.0, lot.left, lot.expires_on)).collect(), debt }
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = PointsEntryId> {
        self.lots.iter().map(|(entry, ..)| PointsEntryId(*entry))
    }

    pub(super) fn points(&self) -> Points {
        let lots = self.lots.iter().map(|(_, left, expires_on)| Lot { left: *left, expires_on: *expires_on });
        Points { lots: lots.collect(), debt: self.debt }
    }
}

impl Undo {
    pub(super) async fn seal(&self, w: &Write<'_>, gone: MemberId) -> Result<Vec<u8>> {
        let key = person::subject_key(w.db(), w.vault(), gone).await?;
        Ok(key.seal(Purpose::MemberMerge, &serde_json::to_string(self)?)?)
    }

    pub(super) async fn open(w: &Write<'_>, gone: MemberId, sealed: &[u8]) -> Result<Self> {
        let key = person::subject_key(w.db(), w.vault(), gone).await?;
        Ok(serde_json::from_str(&key.open(Purpose::MemberMerge, sealed)?)?)
    }
}
