//! What time alone does to members, many at a time. Whoever is taken stays locked until the end of the transaction.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::kernel::{ChapterId, MemberId};
use domain::members::{FREEZE_DAYS, GRACE_DAYS, MemberState, Standing, Term, TermSource, TierCode};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::count::{self, Kind};
use super::member::{COLUMNS, FROM, Member, Row, narrow};
use super::{day_number, day_of};
use crate::dialect::Dialect;
use crate::{Db, Result, StoreError};

/// SQLite takes a partial index only if its condition is said again.
macro_rules! due {
    ($standing:literal) => {
        concat!(
            "m.standing IN (2, 3, 4) AND m.standing = ",
            $standing,
            " AND m.until_on <= $1 AND m.merged_into IS NULL"
        )
    };
}

/// What to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// A term has begun that the member's row does not know of. First, so that the row has the right tier at its end.
    Begins,
    /// A freeze has run out.
    Thaws,
    TrialEnds,
    TermEnds,
    GraceEnds,
}

impl Pass {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [Self::Begins, Self::Thaws, Self::TrialEnds, Self::TermEnds, Self::GraceEnds];

    /// Which members, with the day as `$1`, in the order of an index; and that day.
    fn due(self, today: NaiveDate) -> (&'static str, &'static str, i32) {
        let ago = |days: i64| day_number(today.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(today));
        match self {
            // Frozen members are told when the days count again.
            Self::Begins => (
                "m.standing <> 6 AND m.merged_into IS NULL AND m.id IN (SELECT s.member_id FROM membership s WHERE s.waits AND s.starts_on <= $1)",
                "m.id",
                ago(0),
            ),
            Self::Thaws => {
                let order = "m.frozen_on - m.frozen_days, m.id";
                (
                    "m.standing = 6 AND m.frozen_on - m.frozen_days <= $1 AND m.merged_into IS NULL",
                    order,
                    ago(FREEZE_DAYS),
                )
            }
            Self::TrialEnds => (due!(2), "m.until_on, m.id", ago(0)),
            Self::TermEnds => (due!(3), "m.until_on, m.id", ago(0)),
            Self::GraceEnds => (due!(4), "m.until_on, m.id", ago(GRACE_DAYS)),
        }
    }
}

/// Whether there is anybody for a pass.
pub async fn any(db: Db<'_>, pass: Pass, today: NaiveDate) -> Result<bool> {
    let (due, _, day) = pass.due(today);
    let sql = format!("SELECT count(*) AS n FROM (SELECT 1 FROM member m WHERE {due} LIMIT 1) AS due");
    Ok(db.number(&sql, [day.into()]).await? > 0)
}

/// The first `limit` members for a pass; those that somebody else has in hand are left out.
pub async fn take(db: Db<'_>, pass: Pass, today: NaiveDate, limit: i64) -> Result<Vec<Member>> {
    let (due, order, day) = pass.due(today);
    let lock = if db.dialect() == Dialect::Postgres { " FOR UPDATE OF m SKIP LOCKED" } else { "" };
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE {due} ORDER BY {order} LIMIT $2{lock}");
    let values: [Value; 2] = [day.into(), limit.into()];
    db.rows::<Row>(&sql, values).await?.into_iter().map(Member::try_from).collect()
}

/// All terms of these members.
pub async fn terms(db: Db<'_>, members: &[Member]) -> Result<HashMap<MemberId, Vec<Term>>> {
    #[derive(FromQueryResult)]
    struct Kept {
        member_id: Uuid,
        tier: String,
        source: i16,
        starts_on: i32,
        ends_on: i32,
        frozen_days: i16,
    }
    let dialect = db.dialect();
    let sql = format!(
        "SELECT s.member_id, t.code AS tier, s.source, s.starts_on, s.ends_on, s.frozen_days \
         FROM membership s JOIN tier t ON t.id = s.tier_id WHERE {}",
        dialect.any_uuid("s.member_id", "$1")
    );
    let mut found: HashMap<MemberId, Vec<Term>> = HashMap::new();
    for kept in db.rows::<Kept>(&sql, [list(db, members)]).await? {
        let corrupt = || StoreError::Corrupt(format!("terms of member {}", kept.member_id));
        found.entry(MemberId(kept.member_id)).or_default().push(Term {
            tier: kept.tier.parse().map_err(|_| corrupt())?,
            source: TermSource::of_rank(kept.source).ok_or_else(corrupt)?,
            starts_on: day_of(kept.starts_on),
            ends_on: day_of(kept.ends_on),
            frozen_days: kept.frozen_days.into(),
        });
    }
    Ok(found)
}

/// Notes that the rows of these members know of every term that has begun.
pub async fn told(db: Db<'_>, members: &[Member], today: NaiveDate) -> Result<()> {
    let sql = format!(
        "UPDATE membership SET waits = FALSE WHERE waits AND starts_on <= $2 AND {}",
        db.dialect().any_uuid("member_id", "$1")
    );
    db.run(&sql, [list(db, members), day_number(today).into()]).await.map(|_| ())
}

/// Gives these members, who are locked, one and the same tier, standing and frozen days. What else their states say stays.
/// The caller notes the difference with [`note`].
///
/// # Errors
/// [`StoreError::Stale`] if one of them is not there.
pub async fn write(db: Db<'_>, members: &[Member], state: &MemberState) -> Result<()> {
    let sql = format!(
        "UPDATE member SET tier_id = (SELECT id FROM tier WHERE code = $2), standing = $3, frozen_days = $4, \
         version = version + 1 WHERE {}",
        db.dialect().any_uuid("id", "$1")
    );
    let values =
        [list(db, members), state.tier.as_str().into(), state.standing.rank().into(), narrow(state.frozen_days).into()];
    let written = db.run(&sql, values).await?;
    if usize::try_from(written).is_ok_and(|written| written == members.len()) { Ok(()) } else { Err(StoreError::Stale) }
}

/// How many more, or fewer, members of each kind there are.
pub type Differences = HashMap<(ChapterId, TierCode, Standing), i64>;

/// Notes differences for the counts, in few statements.
pub async fn note(db: Db<'_>, differences: &Differences) -> Result<()> {
    let changes: Vec<(Kind<'_>, i64)> = differences
        .iter()
        .filter(|(_, n)| **n != 0)
        .map(|((chapter, tier, standing), n)| (Kind { chapter: *chapter, tier, standing: *standing }, *n))
        .collect();
    for chunk in changes.chunks(500) {
        count::note(db, chunk).await?;
    }
    Ok(())
}

fn list(db: Db<'_>, members: &[Member]) -> Value {
    db.dialect().list_uuid(members.iter().map(|member| member.id.0))
}
