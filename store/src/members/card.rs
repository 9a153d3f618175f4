//! Batches of cards. Of a code only its keyed hash is kept.

use chrono::NaiveDate;
use domain::kernel::{
    AccountId, CardBatchId, CardId, ChapterId, Cursor, Direction, MemberId, PageRequest, Slice, Timestamp, from_micros,
    micros,
};
use domain::members::{Card, CardKind, CardState, TierCode};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::{day_number, day_of};
use crate::{Db, Result, StoreError};

/// Cards that were issued together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardBatch {
    pub id: CardBatchId,
    pub kind: CardKind,
    pub tier: TierCode,
    /// The days that each card brings.
    pub days: i64,
    /// How many cards there are.
    pub size: i64,
    pub issuer: ChapterId,
    pub title: String,
    /// The first day on which they can no longer be redeemed.
    pub expires_on: NaiveDate,
    pub created_at: Timestamp,
    pub created_by: Option<AccountId>,
    pub voided_at: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    kind: i16,
    tier: String,
    face_days: i32,
    size: i32,
    issuer_chapter_id: i32,
    title: String,
    expires_on: i32,
    created_at: i64,
    created_by: Option<Uuid>,
    voided_at: Option<i64>,
}

impl TryFrom<Row> for CardBatch {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("card batch {}", row.id));
        Ok(Self {
            id: CardBatchId(row.id),
            kind: CardKind::of_rank(row.kind).ok_or_else(corrupt)?,
            tier: row.tier.parse().map_err(|_| corrupt())?,
            days: row.face_days.into(),
            size: row.size.into(),
            issuer: ChapterId(row.issuer_chapter_id),
            title: row.title,
            expires_on: day_of(row.expires_on),
            created_at: from_micros(row.created_at),
            created_by: row.created_by.map(AccountId),
            voided_at: row.voided_at.map(from_micros),
        })
    }
}

const COLUMNS: &str = "b.id, b.kind, t.code AS tier, b.face_days, b.size, b.issuer_chapter_id, b.title, b.expires_on, \
                       b.created_at, b.created_by, b.voided_at";
const FROM: &str = "FROM card_batch b JOIN tier t ON t.id = b.tier_id";

/// Adds a batch with its cards, each with the hash of its code.
pub async fn insert(db: Db<'_>, batch: &CardBatch, cards: &[(CardId, Vec<u8>)]) -> Result<()> {
    let sql = "INSERT INTO card_batch (id, kind, tier_id, face_days, size, issuer_chapter_id, title, expires_on, \
               created_at, created_by) SELECT $1, $2, id, $4, $5, $6, $7, $8, $9, $10 FROM tier WHERE code = $3";
    let values: [Value; 10] = [
        batch.id.0.into(),
        batch.kind.rank().into(),
        batch.tier.as_str().into(),
        i32::try_from(batch.days).unwrap_or(i32::MAX).into(),
        i32::try_from(batch.size).unwrap_or(i32::MAX).into(),
        batch.issuer.0.into(),
        batch.title.as_str().into(),
        day_number(batch.expires_on).into(),
        micros(batch.created_at).into(),
        batch.created_by.map(|by| by.0).into(),
    ];
    db.run_one(sql, values).await?;
    for chunk in cards.chunks(500) {
        let tuples: Vec<String> =
            (1..=chunk.len()).map(|n| format!("(${}, $1, ${}, $2)", n * 2 + 1, n * 2 + 2)).collect();
        let mut values: Vec<Value> = vec![batch.id.0.into(), CardState::Issued.rank().into()];
        values.extend(chunk.iter().flat_map(|(id, hash)| [id.0.into(), hash.clone().into()]));
        let sql = format!("INSERT INTO card (id, batch_id, code_hash, state) VALUES {}", tuples.join(", "));
        db.run(&sql, values).await?;
    }
    Ok(())
}

/// A batch.
pub async fn batch(db: Db<'_>, id: CardBatchId) -> Result<CardBatch> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE b.id = $1");
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// The card with this hash of its code, and its batch.
pub async fn by_code(db: Db<'_>, hash: &[u8]) -> Result<Option<(CardId, Card, CardBatch)>> {
    #[derive(FromQueryResult)]
    struct Found {
        id: Uuid,
        batch_id: Uuid,
        state: i16,
    }
    let sql = "SELECT id, batch_id, state FROM card WHERE code_hash = $1";
    let Some(found) = db.row::<Found>(sql, [hash.to_vec().into()]).await? else { return Ok(None) };
    let of = batch(db, CardBatchId(found.batch_id)).await?;
    let state = CardState::of_rank(found.state).ok_or_else(|| StoreError::Corrupt(format!("card {}", found.id)))?;
    let card = Card { kind: of.kind, state, days: of.days, expires_on: Some(of.expires_on) };
    Ok(Some((CardId(found.id), card, of)))
}

/// Issued → redeemed: of several who try, one.
///
/// # Errors
/// [`StoreError::Stale`] if it was redeemed or taken back meanwhile.
pub async fn redeem(db: Db<'_>, id: CardId, by: MemberId, at: Timestamp) -> Result<()> {
    let sql = "UPDATE card SET state = $4, redeemed_by = $2, redeemed_at = $3 WHERE id = $1 AND state = $5";
    let (after, before) = (CardState::Redeemed.rank(), CardState::Issued.rank());
    db.run_one(sql, [id.0.into(), by.0.into(), micros(at).into(), after.into(), before.into()]).await
}

/// Takes back what nobody has redeemed; answers how many cards that were.
pub async fn void(db: Db<'_>, id: CardBatchId, at: Timestamp) -> Result<u64> {
    let sql = "UPDATE card_batch SET voided_at = coalesce(voided_at, $2) WHERE id = $1";
    db.run_one(sql, [id.0.into(), micros(at).into()]).await?;
    let sql = "UPDATE card SET state = $2 WHERE batch_id = $1 AND state = $3";
    db.run(sql, [id.0.into(), CardState::Void.rank().into(), CardState::Issued.rank().into()]).await
}

/// A page of the batches that a chapter issued, the newest first.
pub async fn page(db: Db<'_>, issuer: ChapterId, page: &PageRequest) -> Result<Slice<CardBatch>> {
    let from = page.from.as_ref().map(Cursor::key::<CardBatchId>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let mut values: Vec<Value> = vec![issuer.0.into()];
    let beyond = from.map_or_else(String::new, |from| {
        values.push(from.0.into());
        format!(" AND b.id {compare} $2")
    });
    let limit = page.limit + 1;
    let sql =
        format!("SELECT {COLUMNS} {FROM} WHERE b.issuer_chapter_id = $1{beyond} ORDER BY b.id {order} LIMIT {limit}");
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let batches = rows.into_iter().map(CardBatch::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(batches, page, from.is_some()))
}

/// How many cards of these batches are in each state, none that is zero.
pub async fn tally(db: Db<'_>, batches: &[CardBatchId]) -> Result<Vec<(CardBatchId, CardState, i64)>> {
    #[derive(FromQueryResult)]
    struct Tally {
        batch_id: Uuid,
        state: i16,
        n: i64,
    }
    let dialect = db.dialect();
    let sql = format!(
        "SELECT batch_id, state, count(*) AS n FROM card WHERE {} GROUP BY batch_id, state",
        dialect.any_uuid("batch_id", "$1")
    );
    let rows: Vec<Tally> = db.rows(&sql, [dialect.list_uuid(batches.iter().map(|id| id.0))]).await?;
    let read = |row: Tally| {
        let state = CardState::of_rank(row.state).ok_or_else(|| StoreError::Corrupt("card state".into()))?;
        Ok((CardBatchId(row.batch_id), state, row.n))
    };
    rows.into_iter().map(read).collect()
}
