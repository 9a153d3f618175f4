//! One chapter's copy of a version.

use domain::kernel::{
    AccountId, ChapterId, Cursor, Direction, PageRequest, PolicyVersionId, Slice, Timestamp, from_micros, micros,
};
use domain::policies::{Delivery, DeliveryState, Outdated, due_at};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::replaced_by;
use crate::{Db, Result, StoreError};

/// A delivery with its place in the feed and its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Delivered {
    pub version: PolicyVersionId,
    pub chapter: ChapterId,
    /// The position in the feed: what a client resumes after.
    pub seq: i64,
    pub delivery: Delivery,
    pub read_at: Option<Timestamp>,
    pub acknowledged_at: Option<Timestamp>,
    pub acknowledged_by: Option<AccountId>,
}

#[derive(FromQueryResult)]
pub(crate) struct Row {
    version_id: i64,
    chapter_id: i32,
    seq: i64,
    state: i16,
    delivered_at: i64,
    acknowledge_within_hours: i32,
    version_state: i16,
    replaced_by: Option<i64>,
    read_at: Option<i64>,
    acknowledged_at: Option<i64>,
    acknowledged_by: Option<Uuid>,
}

impl TryFrom<Row> for Delivered {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("delivery {} {}", row.version_id, row.chapter_id));
        let delivered_at = from_micros(row.delivered_at);
        let hours = u32::try_from(row.acknowledge_within_hours).unwrap_or(0);
        let revoked = (row.version_state == 3).then_some(Outdated::Revoked);
        Ok(Self {
            version: PolicyVersionId(row.version_id),
            chapter: ChapterId(row.chapter_id),
            seq: row.seq,
            delivery: Delivery {
                state: DeliveryState::of_rank(row.state).ok_or_else(corrupt)?,
                delivered_at,
                due_at: due_at(delivered_at, hours),
                outdated: revoked.or(row.replaced_by.map(|id| Outdated::ReplacedBy(PolicyVersionId(id)))),
            },
            read_at: row.read_at.map(from_micros),
            acknowledged_at: row.acknowledged_at.map(from_micros),
            acknowledged_by: row.acknowledged_by.map(AccountId),
        })
    }
}

pub(crate) fn columns() -> String {
    format!(
        "d.version_id, d.chapter_id, s.seq, d.state, s.delivered_at, v.acknowledge_within_hours, \
         v.state AS version_state, {} AS replaced_by, d.read_at, d.acknowledged_at, d.acknowledged_by",
        replaced_by()
    )
}

const JOINS: &str = "JOIN policy_version v ON v.id = d.version_id JOIN push_step s ON s.id = d.step_id \
                     JOIN chapter c ON c.id = d.chapter_id";

/// A chapter's copy of a version.
pub async fn load(db: Db<'_>, version: PolicyVersionId, chapter: ChapterId) -> Result<Option<Delivered>> {
    let sql = format!("SELECT {} FROM delivery d {JOINS} WHERE d.version_id = $1 AND d.chapter_id = $2", columns());
    db.row::<Row>(&sql, [version.0.into(), chapter.0.into()]).await?.map(Delivered::try_from).transpose()
}

/// Locks a chapter's copy of a version until the end of the transaction.
pub async fn lock(db: Db<'_>, version: PolicyVersionId, chapter: ChapterId) -> Result<()> {
    let sql = format!(
        "SELECT CAST(state AS bigint) AS n FROM delivery WHERE version_id = $1 AND chapter_id = $2{}",
        db.dialect().for_update()
    );
    match db.number(&sql, [version.0.into(), chapter.0.into()]).await {
        Err(StoreError::Missing) | Ok(_) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Records that a delivery was opened, if it was not yet.
pub async fn mark_read(db: Db<'_>, version: PolicyVersionId, chapter: ChapterId, at: Timestamp) -> Result<bool> {
    let sql = "UPDATE delivery SET state = CASE WHEN state = 1 THEN 2 ELSE state END, read_at = $3 \
               WHERE version_id = $1 AND chapter_id = $2 AND read_at IS NULL";
    Ok(db.run(sql, [version.0.into(), chapter.0.into(), micros(at).into()]).await? == 1)
}

/// Records an acknowledgement.
pub async fn mark_acknowledged(
    db: Db<'_>,
    version: PolicyVersionId,
    chapter: ChapterId,
    by: AccountId,
    at: Timestamp,
) -> Result<()> {
    let sql = "UPDATE delivery SET state = 3, read_at = coalesce(read_at, $3), acknowledged_at = $3, \
               acknowledged_by = $4 WHERE version_id = $1 AND chapter_id = $2 AND state IN (1, 2)";
    db.run_one(sql, [version.0.into(), chapter.0.into(), micros(at).into(), by.0.into()]).await
}

/// A helmsman takes office: what is in force and was exempt is owed from now on.
pub async fn exempt_end(db: Db<'_>, chapter: ChapterId) -> Result<u64> {
    let sql = "UPDATE delivery SET state = CASE WHEN read_at IS NULL THEN 1 ELSE 2 END \
               WHERE chapter_id = $1 AND state = 4 AND version_id IN (SELECT v.id FROM policy_version v \
               JOIN closure k ON k.ancestor_id = v.issuer_id WHERE k.descendant_id = $1 AND v.state IN (1, 2) \
               AND v.issuer_id <> $1)";
    db.run(sql, [chapter.0.into()]).await
}

/// A chapter becomes vacant: what it has not acknowledged it no longer owes, unless the policy says so.
pub async fn exempt_begin(db: Db<'_>, chapter: ChapterId) -> Result<u64> {
    let sql = "UPDATE delivery SET state = 4 WHERE chapter_id = $1 AND state IN (1, 2) AND version_id IN \
               (SELECT v.id FROM policy_version v JOIN closure k ON k.ancestor_id = v.issuer_id \
               WHERE k.descendant_id = $1 AND v.state IN (1, 2) AND NOT v.vacant_must_acknowledge)";
    db.run(sql, [chapter.0.into()]).await
}

/// A chapter's deliveries from the issuers on its path: unread first, then what is still owed, then the rest; newest
/// first in each.
pub async fn inbox(
    db: Db<'_>,
    chapter: ChapterId,
    unread_only: bool,
    page: &PageRequest,
) -> Result<Slice<(i16, Delivered)>> {
    #[derive(FromQueryResult)]
    struct Ranked {
        rank: i16,
        #[sea_orm(nested)]
        row: Row,
    }
    let from: Option<(i16, i64)> =
        page.from.as_ref().map(Cursor::key).transpose().map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let forwards = page.direction == Direction::Forwards;
    let (beyond, before, order) =
        if forwards { (">", "<", "rank ASC, seq DESC") } else { ("<", ">", "rank DESC, seq ASC") };
    let mut values: Vec<Value> = vec![chapter.0.into()];
    let mut wheres = String::from("1 = 1");
    if unread_only {
        wheres.push_str(" AND rank = 0");
    }
    if let Some((rank, seq)) = from {
        values.extend([rank.into(), seq.into()]);
        wheres.push_str(&format!(" AND (rank {beyond} $2 OR (rank = $2 AND seq {before} $3))"));
    }
    let sql = format!(
        "SELECT * FROM (SELECT inner_rows.*, CAST(CASE WHEN version_state = 3 OR replaced_by IS NOT NULL THEN 2 \
         WHEN state = 1 THEN 0 WHEN state = 2 THEN 1 ELSE 2 END AS smallint) AS rank \
         FROM (SELECT {} FROM closure k JOIN policy_version v ON v.issuer_id = k.ancestor_id \
         JOIN delivery d ON d.version_id = v.id AND d.chapter_id = k.descendant_id \
         JOIN push_step s ON s.id = d.step_id JOIN chapter c ON c.id = d.chapter_id \
         WHERE k.descendant_id = $1 AND v.state > 0) AS inner_rows) AS ranked WHERE {wheres} ORDER BY {order} LIMIT {}",
        columns(),
        page.limit + 1
    );
    let rows: Vec<Ranked> = db.rows(&sql, values).await?;
    let items = rows.into_iter().map(|row| Ok((row.rank, row.row.try_into()?))).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(items, page, from.is_some()))
}

/// For each of these versions the newest earlier one of its policy that a chapter acknowledged: of the same issuer, or else
/// of another, where the chapter has come under another or a nearer one has taken over.
pub async fn acknowledged_before(
    db: Db<'_>,
    chapter: ChapterId,
    versions: &[PolicyVersionId],
) -> Result<Vec<(PolicyVersionId, PolicyVersionId)>> {
    #[derive(FromQueryResult)]
    struct Pair {
        newer: i64,
        older: i64,
    }
    let dialect = db.dialect();
    let ids: Vec<i64> = versions.iter().map(|id| id.0).collect();
    let sql = format!(
        "SELECT newer, older FROM (SELECT n.id AS newer, v.id AS older, row_number() OVER (PARTITION BY n.id \
         ORDER BY CASE WHEN v.issuer_id = n.issuer_id THEN 0 ELSE 1 END, v.published_at DESC, v.id DESC) AS place \
         FROM policy_version n JOIN policy_version v ON v.policy_key = n.policy_key AND v.id <> n.id \
         JOIN delivery d ON d.version_id = v.id AND d.chapter_id = $1 AND d.state = 3 \
         WHERE {} AND ((v.issuer_id = n.issuer_id AND v.number < n.number) \
         OR (v.issuer_id <> n.issuer_id AND v.published_at < n.published_at))) AS placed WHERE place = 1",
        dialect.any("n.id", "$2")
    );
    let rows: Vec<Pair> = db.rows(&sql, [chapter.0.into(), dialect.list_i64(&ids)]).await?;
    Ok(rows.into_iter().map(|row| (PolicyVersionId(row.newer), PolicyVersionId(row.older))).collect())
}

/// How many of a chapter's deliveries are unread, and how many are owed an acknowledgement (the unread included).
pub async fn pending(db: Db<'_>, chapter: ChapterId) -> Result<(i64, i64)> {
    #[derive(FromQueryResult)]
    struct Counts {
        unread: i64,
        owed: i64,
    }
    let sql = format!(
        "SELECT count(CASE WHEN d.state = 1 THEN 1 END) AS unread, count(*) AS owed \
         FROM closure k JOIN policy_version v ON v.issuer_id = k.ancestor_id \
         JOIN delivery d ON d.version_id = v.id AND d.chapter_id = k.descendant_id \
         JOIN chapter c ON c.id = d.chapter_id \
         WHERE k.descendant_id = $1 AND v.state IN (1, 2) AND d.state IN (1, 2) AND {} IS NULL",
        replaced_by()
    );
    let row: Option<Counts> = db.row(&sql, [chapter.0.into()]).await?;
    Ok(row.map_or((0, 0), |row| (row.unread, row.owed)))
}

/// How many deliveries stand in each stored state, over all versions: for the metrics.
pub async fn count_by_state(db: Db<'_>) -> Result<Vec<(DeliveryState, i64)>> {
    #[derive(FromQueryResult)]
    struct Count {
        state: i16,
        n: i64,
    }
    let sql = "SELECT d.state, count(*) AS n FROM policy_version v JOIN delivery d ON d.version_id = v.id \
               WHERE v.state = 1 GROUP BY d.state ORDER BY d.state";
    let rows: Vec<Count> = db.rows(sql, []).await?;
    Ok(rows.into_iter().filter_map(|row| Some((DeliveryState::of_rank(row.state)?, row.n))).collect())
}
