//! Which chapter is credited with a member, and the most that an inviter ever had.

use domain::growth::CreditKind;
use domain::kernel::{ChapterId, MemberId, ReferralId, ReferralLinkId, Timestamp, from_micros, micros};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::money::known;
use crate::{Db, Result, StoreError};

/// An attribution as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributionRecord {
    pub member: MemberId,
    pub rule_version: i32,
    pub credit: CreditKind,
    /// None where it is headquarters.
    pub chapter: Option<ChapterId>,
    /// What is credited where no link is.
    pub home: Option<ChapterId>,
    pub link: Option<ReferralLinkId>,
    pub referral: Option<ReferralId>,
    /// One sentence a line.
    pub why: Vec<String>,
    pub at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    member_id: Uuid,
    rule_version: i32,
    credit: i16,
    chapter_id: Option<i32>,
    home_id: Option<i32>,
    link_id: Option<Uuid>,
    referral_id: Option<Uuid>,
    why: String,
    at: i64,
}

impl TryFrom<Row> for AttributionRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let member = MemberId(row.member_id);
        Ok(Self {
            member,
            rule_version: row.rule_version,
            credit: known(CreditKind::of_rank(row.credit), member)?,
            chapter: row.chapter_id.map(ChapterId),
            home: row.home_id.map(ChapterId),
            link: row.link_id.map(ReferralLinkId),
            referral: row.referral_id.map(ReferralId),
            why: row.why.lines().map(str::to_owned).collect(),
            at: from_micros(row.at),
        })
    }
}

/// A member's attribution; nothing for one whom somebody wrote down.
pub async fn load(db: Db<'_>, member: MemberId) -> Result<Option<AttributionRecord>> {
    let sql = "SELECT member_id, rule_version, credit, chapter_id, home_id, link_id, referral_id, why, at \
               FROM attribution WHERE member_id = $1";
    db.row::<Row>(sql, [member.0.into()]).await?.map(AttributionRecord::try_from).transpose()
}

/// Writes a member's attribution: the first, or another in its place.
pub async fn save(db: Db<'_>, made: &AttributionRecord) -> Result<()> {
    let sql = "INSERT INTO attribution (member_id, rule_version, credit, chapter_id, home_id, link_id, referral_id, why, at) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
               ON CONFLICT (member_id) DO UPDATE SET rule_version = $2, credit = $3, chapter_id = $4, home_id = $5, \
               link_id = $6, referral_id = $7, why = $8, at = $9";
    let values: [Value; 9] = [
        made.member.0.into(),
        made.rule_version.into(),
        made.credit.rank().into(),
        made.chapter.map(|id| id.0).into(),
        made.home.map(|id| id.0).into(),
        made.link.map(|id| id.0).into(),
        made.referral.map(|id| id.0).into(),
        made.why.join("\n").into(),
        micros(made.at).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// The most that an inviter ever had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, FromQueryResult)]
pub struct Inviter {
    /// Invitees that had qualified at once.
    pub highest: i32,
    /// The days that were given for them.
    pub days: i32,
}

/// An inviter's record; whoever changes it has the member's row locked.
pub async fn inviter(db: Db<'_>, member: MemberId) -> Result<Inviter> {
    let sql = "SELECT highest, days FROM inviter WHERE member_id = $1";
    Ok(db.row::<Inviter>(sql, [member.0.into()]).await?.unwrap_or_default())
}

/// Writes an inviter's record.
pub async fn save_inviter(db: Db<'_>, member: MemberId, record: Inviter) -> Result<()> {
    let sql = "INSERT INTO inviter (member_id, highest, days) VALUES ($1, $2, $3) \
               ON CONFLICT (member_id) DO UPDATE SET highest = $2, days = $3";
    db.run(sql, [member.0.into(), record.highest.into(), record.days.into()]).await.map(|_| ())
}
