//! The rows of members. Whatever changes how many members there are of a kind goes through [`insert`] and [`update`], which
//! note the difference for the counts in the same transaction.

use chrono::NaiveDate;
use domain::kernel::{AccountId, ChapterId, MemberId, Timestamp, from_micros, micros};
use domain::members::{HomeSource, JoinedBy, MemberState, Standing};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::count::{self, Kind};
use super::{day_number, day_of};
use crate::db::places;
use crate::{Db, Result, StoreError};

/// A member, without personal data: that is in [`super::person`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub id: MemberId,
    pub home: ChapterId,
    pub home_source: HomeSource,
    pub home_since: Timestamp,
    /// When the home was last changed by choice.
    pub moved_on: Option<NaiveDate>,
    /// The division that the member belongs to, as far as it is known.
    pub region: Option<String>,
    pub state: MemberState,
    pub trial_used: bool,
    pub points: i32,
    /// The account that the member signs in with, once there is one.
    pub account: Option<AccountId>,
    pub birth_year: Option<i16>,
    pub joined_by: JoinedBy,
    pub registered_at: Timestamp,
    /// The member that this one turned out to be.
    pub merged_into: Option<MemberId>,
    pub version: i32,
}

impl Member {
    fn kind(&self) -> Kind<'_> {
        Kind { chapter: self.home, tier: &self.state.tier, standing: self.state.standing }
    }

    /// Whether the row counts as a member: not erased, and not merged into another.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.merged_into.is_none() && self.state.standing != Standing::Erased
    }
}

#[derive(FromQueryResult)]
pub(super) struct Row {
    id: Uuid,
    home_chapter_id: i32,
    home_source: i16,
    home_since: i64,
    moved_on: Option<i32>,
    region_code: Option<String>,
    tier: String,
    standing: i16,
    until_on: Option<i32>,
    frozen_on: Option<i32>,
    frozen_days: i16,
    trial_used: bool,
    points: i32,
    account_id: Option<Uuid>,
    birth_year: Option<i16>,
    joined_by: i16,
    registered_at: i64,
    merged_into: Option<Uuid>,
    version: i32,
}

impl TryFrom<Row> for Member {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("member {}", row.id));
        Ok(Self {
            id: MemberId(row.id),
            home: ChapterId(row.home_chapter_id),
            home_source: HomeSource::of_rank(row.home_source).ok_or_else(corrupt)?,
            home_since: from_micros(row.home_since),
            moved_on: row.moved_on.map(day_of),
            region: row.region_code,
            state: MemberState {
                tier: row.tier.parse().map_err(|_| corrupt())?,
                standing: Standing::of_rank(row.standing).ok_or_else(corrupt)?,
                until_on: row.until_on.map(day_of),
                frozen_on: row.frozen_on.map(day_of),
                frozen_days: row.frozen_days.into(),
            },
            trial_used: row.trial_used,
            points: row.points,
            account: row.account_id.map(AccountId),
            birth_year: row.birth_year,
            joined_by: JoinedBy::of_rank(row.joined_by).ok_or_else(corrupt)?,
            registered_at: from_micros(row.registered_at),
            merged_into: row.merged_into.map(MemberId),
            version: row.version,
        })
    }
}

pub(super) const COLUMNS: &str = "m.id, m.home_chapter_id, m.home_source, m.home_since, m.moved_on, m.region_code, \
                                  t.code AS tier, m.standing, m.until_on, m.frozen_on, m.frozen_days, m.trial_used, \
                                  m.points, m.account_id, m.birth_year, m.joined_by, m.registered_at, m.merged_into, \
                                  m.version";
pub(super) const FROM: &str = "FROM member m JOIN tier t ON t.id = m.tier_id";

async fn one(db: Db<'_>, condition: &str, value: Value) -> Result<Option<Member>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE {condition}");
    db.row::<Row>(&sql, [value]).await?.map(Member::try_from).transpose()
}

/// A member.
pub async fn load(db: Db<'_>, id: MemberId) -> Result<Member> {
    one(db, "m.id = $1", id.0.into()).await?.ok_or(StoreError::Missing)
}

/// A member, locked until the end of the transaction.
pub async fn load_for_update(db: Db<'_>, id: MemberId) -> Result<Member> {
    // Locked first and read afterwards: after a wait, PostgreSQL looks at the new row beside the old tier's, and finds no pair.
    let sql =
        format!("SELECT count(*) AS n FROM (SELECT 1 FROM member WHERE id = $1{}) AS held", db.dialect().for_update());
    db.number(&sql, [id.0.into()]).await?;
    load(db, id).await
}

/// The member who signs in with this account; one found to be another is nobody's.
pub async fn of_account(db: Db<'_>, account: AccountId) -> Result<Option<Member>> {
    one(db, "m.account_id = $1 AND m.merged_into IS NULL", account.0.into()).await
}

/// The member with this phone, by its blind index.
pub async fn by_phone(db: Db<'_>, index: &[u8]) -> Result<Option<Member>> {
    one(db, "m.phone_index = $1", index.to_vec().into()).await
}

/// Several members, in no order.
pub async fn load_many(db: Db<'_>, ids: &[MemberId]) -> Result<Vec<Member>> {
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(500) {
        let sql = format!("SELECT {COLUMNS} {FROM} WHERE m.id IN ({})", places(1, chunk.len()));
        for row in db.rows::<Row>(&sql, chunk.iter().map(|id| id.0.into())).await? {
            found.push(Member::try_from(row)?);
        }
    }
    Ok(found)
}

/// What of a member is sealed, with its index.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub phone_index: Vec<u8>,
    pub name_index: Vec<u8>,
    pub phone: Vec<u8>,
    pub name: Vec<u8>,
}

/// Adds a member.
///
/// # Errors
/// [`StoreError::Duplicate`] if a member has the phone or the account already.
pub async fn insert(db: Db<'_>, member: &Member, sealed: &Sealed) -> Result<()> {
    let sql = "INSERT INTO member (id, home_chapter_id, home_source, home_since, moved_on, region_code, tier_id, \
               standing, until_on, frozen_on, frozen_days, trial_used, points, account_id, birth_year, joined_by, \
               registered_at, merged_into, version, phone_index, phone_sealed, name_sealed, name_index) \
               SELECT $1, $2, $3, $4, $5, $6, id, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, NULL, 1, $18, $19, $20, \
               $21 FROM tier WHERE code = $7";
    let state = &member.state;
    let values: [Value; 21] = [
        member.id.0.into(),
        member.home.0.into(),
        member.home_source.rank().into(),
        micros(member.home_since).into(),
        member.moved_on.map(day_number).into(),
        member.region.clone().into(),
        state.tier.as_str().into(),
        state.standing.rank().into(),
        state.until_on.map(day_number).into(),
        state.frozen_on.map(day_number).into(),
        narrow(state.frozen_days).into(),
        member.trial_used.into(),
        member.points.into(),
        member.account.map(|account| account.0).into(),
        member.birth_year.into(),
        member.joined_by.rank().into(),
        micros(member.registered_at).into(),
        sealed.phone_index.clone().into(),
        sealed.phone.clone().into(),
        sealed.name.clone().into(),
        sealed.name_index.clone().into(),
    ];
    db.run_one(sql, values).await?;
    count::note(db, &[(member.kind(), 1)]).await
}

/// Writes a member's row, if it still has the version of `before`; `after` gets the next. Points are not written: they
/// change by conditional statements of their own.
///
/// # Errors
/// [`StoreError::Stale`] if somebody else changed the row, [`StoreError::Duplicate`] if its account is another's.
pub async fn update(db: Db<'_>, before: &Member, after: &Member) -> Result<()> {
    let sql = "UPDATE member SET home_chapter_id = $3, home_source = $4, home_since = $5, moved_on = $6, \
               region_code = $7, tier_id = (SELECT id FROM tier WHERE code = $8), standing = $9, until_on = $10, \
               frozen_on = $11, frozen_days = $12, trial_used = $13, account_id = $14, birth_year = $15, \
               merged_into = $16, version = version + 1 WHERE id = $1 AND version = $2";
    let state = &after.state;
    let values: [Value; 16] = [
        before.id.0.into(),
        before.version.into(),
        after.home.0.into(),
        after.home_source.rank().into(),
        micros(after.home_since).into(),
        after.moved_on.map(day_number).into(),
        after.region.clone().into(),
        state.tier.as_str().into(),
        state.standing.rank().into(),
        state.until_on.map(day_number).into(),
        state.frozen_on.map(day_number).into(),
        narrow(state.frozen_days).into(),
        after.trial_used.into(),
        after.account.map(|account| account.0).into(),
        after.birth_year.into(),
        after.merged_into.map(|kept| kept.0).into(),
    ];
    db.run_one(sql, values).await?;
    match (before.counts(), after.counts()) {
        (true, true) if before.kind() == after.kind() => Ok(()),
        (true, true) => count::note(db, &[(before.kind(), -1), (after.kind(), 1)]).await,
        (true, false) => count::note(db, &[(before.kind(), -1)]).await,
        (false, true) => count::note(db, &[(after.kind(), 1)]).await,
        (false, false) => Ok(()),
    }
}

/// Adds to a member's points in one statement, or takes from them.
///
/// # Errors
/// [`StoreError::Stale`] if there are fewer than are taken, unless it may go below zero.
pub async fn add_points(db: Db<'_>, id: MemberId, delta: i32, below_zero: bool) -> Result<()> {
    let sql = "UPDATE member SET points = points + $2 WHERE id = $1 AND (points + $2 >= 0 OR $2 > 0 OR $3)";
    db.run_one(sql, [id.0.into(), delta.into(), below_zero.into()]).await
}

pub(super) fn narrow(days: i64) -> i16 {
    i16::try_from(days).unwrap_or(i16::MAX)
}
