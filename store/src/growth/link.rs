//! Referral links.

use domain::growth::{Link, ReferralChannel, ReferralState};
use domain::kernel::{
    AccountId, ChapterId, Cursor, Direction, MemberId, PageRequest, Period, ReferralLinkId, Slice, Timestamp,
    from_micros, micros,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::money::known;
use crate::{Db, Result, StoreError};

/// A link as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRecord {
    pub id: ReferralLinkId,
    pub code: String,
    /// The chapter that it credits.
    pub chapter: ChapterId,
    /// Whose own it is; none for a chapter's.
    pub inviter: Option<MemberId>,
    pub campaign: Option<String>,
    pub channel: ReferralChannel,
    pub created_at: Timestamp,
    pub created_by: Option<AccountId>,
    pub ended_at: Option<Timestamp>,
}

impl LinkRecord {
    /// What the rules need to know of it.
    #[must_use]
    pub fn rule(&self) -> Link {
        let period = Period { from: self.created_at, until: self.ended_at };
        Link { chapter: self.chapter, owner: self.inviter, period }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    code: String,
    chapter_id: i32,
    inviter_id: Option<Uuid>,
    campaign: Option<String>,
    channel: i16,
    created_at: i64,
    created_by: Option<Uuid>,
    ended_at: Option<i64>,
}

impl TryFrom<Row> for LinkRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = ReferralLinkId(row.id);
        Ok(Self {
            id,
            code: row.code,
            chapter: ChapterId(row.chapter_id),
            inviter: row.inviter_id.map(MemberId),
            campaign: row.campaign,
            channel: known(ReferralChannel::of_rank(row.channel), id)?,
            created_at: from_micros(row.created_at),
            created_by: row.created_by.map(AccountId),
            ended_at: row.ended_at.map(from_micros),
        })
    }
}

const SELECT: &str = "SELECT id, code, chapter_id, inviter_id, campaign, channel, created_at, created_by, ended_at \
                      FROM referral_link";

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<LinkRecord>> {
    let rows: Vec<Row> = db.rows(&format!("{SELECT} {rest}"), values).await?;
    rows.into_iter().map(LinkRecord::try_from).collect()
}

/// Adds a link.
///
/// # Errors
/// [`StoreError::Duplicate`] if another has the code.
pub async fn insert(db: Db<'_>, made: &LinkRecord) -> Result<()> {
    let sql = "INSERT INTO referral_link (id, code, chapter_id, inviter_id, campaign, channel, created_at, created_by) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values: [Value; 8] = [
        made.id.0.into(),
        made.code.as_str().into(),
        made.chapter.0.into(),
        made.inviter.map(|id| id.0).into(),
        made.campaign.clone().into(),
        made.channel.rank().into(),
        micros(made.created_at).into(),
        made.created_by.map(|id| id.0).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// A link.
pub async fn load(db: Db<'_>, id: ReferralLinkId) -> Result<LinkRecord> {
    read(db, "WHERE id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// A link by its code.
pub async fn by_code(db: Db<'_>, code: &str) -> Result<Option<LinkRecord>> {
    Ok(read(db, "WHERE code = $1", vec![code.into()]).await?.pop())
}

/// Several links, in no order.
pub async fn load_many(db: Db<'_>, ids: &[ReferralLinkId]) -> Result<Vec<LinkRecord>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let rest = format!("WHERE id IN ({})", crate::db::places(1, chunk.len()));
        found.extend(read(db, &rest, chunk.iter().map(|id| id.0.into()).collect()).await?);
    }
    Ok(found)
}

/// Ends a link that has not ended.
///
/// # Errors
/// [`StoreError::Stale`] if it has.
pub async fn end(db: Db<'_>, id: ReferralLinkId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE referral_link SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";
    db.run_one(sql, [id.0.into(), micros(at).into()]).await
}

/// Ends all links of a member.
pub async fn end_all(db: Db<'_>, inviter: MemberId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE referral_link SET ended_at = $2 WHERE inviter_id = $1 AND ended_at IS NULL";
    db.run(sql, [inviter.0.into(), micros(at).into()]).await.map(|_| ())
}

/// Whose links: a chapter's own and those of members that credit it, or one member's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Chapter(ChapterId),
    Member(MemberId),
}

impl Whose {
    fn condition(self) -> (&'static str, Value) {
        match self {
            Self::Chapter(id) => ("chapter_id = $1", id.0.into()),
            Self::Member(id) => ("inviter_id = $1", id.0.into()),
        }
    }
}

/// How many links are open: of a member, or of a chapter itself.
pub async fn count_open(db: Db<'_>, whose: Whose) -> Result<i64> {
    let (condition, value) = match whose {
        Whose::Chapter(id) => ("chapter_id = $1 AND inviter_id IS NULL", id.0.into()),
        Whose::Member(_) => whose.condition(),
    };
    let sql = format!("SELECT count(*) AS n FROM referral_link WHERE {condition} AND ended_at IS NULL");
    db.number(&sql, [value]).await
}

/// A page of links, the newest first; of those that are open or have ended, if that is said.
pub async fn page(db: Db<'_>, whose: Whose, open: Option<bool>, page: &PageRequest) -> Result<Slice<LinkRecord>> {
    let from = page.from.as_ref().map(Cursor::key::<ReferralLinkId>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let (condition, value) = whose.condition();
    let (mut wheres, mut values) = (vec![condition.to_owned()], vec![value]);
    match open {
        Some(true) => wheres.push("ended_at IS NULL".to_owned()),
        Some(false) => wheres.push("ended_at IS NOT NULL".to_owned()),
        None => {}
    }
    if let Some(from) = from {
        values.push(from.0.into());
        wheres.push(format!("id {compare} ${}", values.len()));
    }
    let rest = format!("WHERE {} ORDER BY id {order} LIMIT {}", wheres.join(" AND "), page.limit + 1);
    Ok(Slice::of_read(read(db, &rest, values).await?, page, from.is_some()))
}

/// How many referrals of a link stand in each state, none that is zero, in the order of the states.
pub async fn counts(db: Db<'_>, id: ReferralLinkId) -> Result<Vec<(ReferralState, i64)>> {
    #[derive(FromQueryResult)]
    struct Counted {
        state: i16,
        n: i64,
    }
    let sql = "SELECT state, count(*) AS n FROM referral WHERE link_id = $1 GROUP BY state ORDER BY state";
    let rows: Vec<Counted> = db.rows(sql, [id.0.into()]).await?;
    rows.into_iter().map(|row| Ok((known(ReferralState::of_rank(row.state), id)?, row.n))).collect()
}
