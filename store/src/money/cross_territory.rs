//! Sales outside a chapter's territory, and the cases that come of them.

use domain::kernel::{
    AccountId, ChapterId, Cursor, Direction, PageRequest, Slice, TerritoryCaseId, Timestamp, from_micros, micros,
};
use domain::money::{CaseState, Fen, Month, Outside, OutsideLevel, Ruling};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::{Db, Result, StoreError};

/// A month of a chapter that was noted: an alert, or a case to rule on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TerritoryCase {
    pub id: TerritoryCaseId,
    pub chapter: ChapterId,
    pub month: Month,
    pub level: OutsideLevel,
    /// None for an alert.
    pub state: Option<CaseState>,
    pub sales: Outside,
    /// What the chapter had earned of the sales outside when it was found.
    pub share: Fen,
    pub opened_at: Timestamp,
    pub ruling: Option<Ruling>,
    pub moved: Option<Fen>,
    pub clawed_back: Option<Fen>,
    /// Of the ruling or the dismissal.
    pub reason: Option<String>,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<AccountId>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    chapter_id: i32,
    month: i32,
    level: i16,
    state: Option<i16>,
    sales_fen: i64,
    outside_fen: i64,
    share_fen: i64,
    opened_at: i64,
    ruling: Option<i16>,
    moved_fen: Option<i64>,
    clawed_back_fen: Option<i64>,
    reason: Option<String>,
    decided_at: Option<i64>,
    decided_by: Option<Uuid>,
}

impl TryFrom<Row> for TerritoryCase {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = TerritoryCaseId(row.id);
        Ok(Self {
            id,
            chapter: ChapterId(row.chapter_id),
            month: known(Month::of_number(row.month), id)?,
            level: known(OutsideLevel::of_rank(row.level), id)?,
            state: row.state.map(|rank| known(CaseState::of_rank(rank), id)).transpose()?,
            sales: Outside { sales: Fen(row.sales_fen), outside: Fen(row.outside_fen) },
            share: Fen(row.share_fen),
            opened_at: from_micros(row.opened_at),
            ruling: row.ruling.map(|rank| known(Ruling::of_rank(rank), id)).transpose()?,
            moved: row.moved_fen.map(Fen),
            clawed_back: row.clawed_back_fen.map(Fen),
            reason: row.reason,
            decided_at: row.decided_at.map(from_micros),
            decided_by: row.decided_by.map(AccountId),
        })
    }
}

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<TerritoryCase>> {
    let sql = format!(
        "SELECT id, chapter_id, month, level, state, sales_fen, outside_fen, share_fen, opened_at, ruling, moved_fen, \
         clawed_back_fen, reason, decided_at, decided_by FROM territory_case {rest}"
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(TerritoryCase::try_from).collect()
}

/// A case or alert.
pub async fn load(db: Db<'_>, id: TerritoryCaseId) -> Result<TerritoryCase> {
    read(db, "WHERE id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// All cases and alerts of a chapter, the oldest first, locked until the end of the transaction: two rulings at once would
/// each be the first.
pub async fn lock_chapter(db: Db<'_>, chapter: ChapterId) -> Result<Vec<TerritoryCase>> {
    let rest = format!("WHERE chapter_id = $1 ORDER BY month{}", db.dialect().for_update());
    read(db, &rest, vec![chapter.0.into()]).await
}

/// A page of cases and alerts, the newest month first: of one chapter or all, in one state or any.
pub async fn page(
    db: Db<'_>,
    (chapter, state): (Option<ChapterId>, Option<CaseState>),
    page: &PageRequest,
) -> Result<Slice<TerritoryCase>> {
    let from = page.from.as_ref().map(Cursor::key::<(i32, i32)>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let (mut wheres, mut values): (Vec<String>, Vec<Value>) = (vec!["1 = 1".to_owned()], Vec::new());
    if let Some(chapter) = chapter {
        values.push(chapter.0.into());
        wheres.push(format!("chapter_id = ${}", values.len()));
    }
    if let Some(state) = state {
        values.push(state.rank().into());
        wheres.push(format!("state = ${}", values.len()));
    }
    if let Some((month, chapter)) = from {
        values.extend::<[Value; 2]>([month.into(), chapter.into()]);
        wheres.push(format!("(month, chapter_id) {compare} (${}, ${})", values.len() - 1, values.len()));
    }
    let rest =
        format!("WHERE {} ORDER BY month {order}, chapter_id {order} LIMIT {}", wheres.join(" AND "), page.limit + 1);
    Ok(Slice::of_read(read(db, &rest, values).await?, page, from.is_some()))
}

/// Adds a case or an alert, unless the chapter has one of this month; answers whether it was added.
pub async fn insert(db: Db<'_>, made: &TerritoryCase) -> Result<bool> {
    let sql = "INSERT INTO territory_case (id, chapter_id, month, level, state, sales_fen, outside_fen, share_fen, \
               opened_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (chapter_id, month) DO NOTHING";
    let values: [Value; 9] = [
        made.id.0.into(),
        made.chapter.0.into(),
        made.month.number().into(),
        made.level.rank().into(),
        made.state.map(CaseState::rank).into(),
        made.sales.sales.0.into(),
        made.sales.outside.0.into(),
        made.share.0.into(),
        micros(made.opened_at).into(),
    ];
    Ok(db.run(sql, values).await? == 1)
}

/// Writes what was decided, if the case is still open.
pub async fn decide(db: Db<'_>, after: &TerritoryCase) -> Result<()> {
    let sql = "UPDATE territory_case SET state = $2, ruling = $3, moved_fen = $4, clawed_back_fen = $5, reason = $6, \
               decided_at = $7, decided_by = $8 WHERE id = $1 AND state = 1";
    let values: [Value; 8] = [
        after.id.0.into(),
        after.state.map(CaseState::rank).into(),
        after.ruling.map(Ruling::rank).into(),
        after.moved.map(|moved| moved.0).into(),
        after.clawed_back.map(|clawed| clawed.0).into(),
        after.reason.clone().into(),
        after.decided_at.map(micros).into(),
        after.decided_by.map(|by| by.0).into(),
    ];
    db.run_one(sql, values).await
}

/// A chapter's sales in a span of time, by when they were paid.
pub async fn sales(db: Db<'_>, chapter: ChapterId, (from, until): (Timestamp, Timestamp)) -> Result<Outside> {
    #[derive(FromQueryResult)]
    struct Sums {
        sales: i64,
        outside: i64,
    }
    let sql = "SELECT CAST(coalesce(sum(price_fen), 0) AS bigint) AS sales, \
               CAST(coalesce(sum(CASE WHEN outside_chapter_id IS NULL THEN 0 ELSE price_fen END), 0) AS bigint) \
                 AS outside \
               FROM orders WHERE sold_by_chapter_id = $1 AND paid_at >= $2 AND paid_at < $3";
    let row: Option<Sums> = db.row(sql, [chapter.0.into(), micros(from).into(), micros(until).into()]).await?;
    let sums = known(row, chapter)?;
    Ok(Outside { sales: Fen(sums.sales), outside: Fen(sums.outside) })
}

/// When anything was first sold outside.
pub async fn first(db: Db<'_>) -> Result<Option<Timestamp>> {
    #[derive(FromQueryResult)]
    struct First {
        paid_at: i64,
    }
    let sql = "SELECT paid_at FROM orders WHERE outside_chapter_id IS NOT NULL AND paid_at IS NOT NULL \
               ORDER BY paid_at LIMIT 1";
    let row: Option<First> = db.row(sql, []).await?;
    Ok(row.map(|row| from_micros(row.paid_at)))
}

/// The chapters after one of them that sold anything outside in a span of time, by id.
pub async fn sellers(
    db: Db<'_>,
    (from, until): (Timestamp, Timestamp),
    after: ChapterId,
    limit: i64,
) -> Result<Vec<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Seller {
        id: i32,
    }
    let sql = "SELECT DISTINCT sold_by_chapter_id AS id FROM orders WHERE outside_chapter_id IS NOT NULL \
               AND paid_at >= $1 AND paid_at < $2 AND sold_by_chapter_id > $3 ORDER BY id LIMIT $4";
    let values = [micros(from).into(), micros(until).into(), after.0.into(), limit.into()];
    let rows: Vec<Seller> = db.rows(sql, values).await?;
    Ok(rows.into_iter().map(|row| ChapterId(row.id)).collect())
}
