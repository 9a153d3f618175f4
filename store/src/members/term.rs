//! Terms of membership (会期).

use domain::kernel::{CardId, ChapterId, MemberId, MembershipId, OrderId, Timestamp, from_micros, local_date, micros};
use domain::members::{Shift, Term, TermSource};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{day_number, day_of};
use crate::{Db, Result, StoreError};

/// A term as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub id: MembershipId,
    pub member: MemberId,
    pub term: Term,
    /// Whose sale it was, if it was one.
    pub sold_by: Option<ChapterId>,
    /// The member's home when the term was given.
    pub home: ChapterId,
    pub order: Option<OrderId>,
    pub card: Option<CardId>,
    /// Why it was given, where somebody decided so.
    pub note: Option<String>,
    pub created_at: Timestamp,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    member_id: Uuid,
    tier: String,
    source: i16,
    starts_on: i32,
    ends_on: i32,
    frozen_days: i16,
    sold_by_chapter_id: Option<i32>,
    home_chapter_id: i32,
    order_id: Option<Uuid>,
    card_id: Option<Uuid>,
    note: Option<String>,
    created_at: i64,
}

impl TryFrom<Row> for Membership {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("membership {}", row.id));
        Ok(Self {
            id: MembershipId(row.id),
            member: MemberId(row.member_id),
            term: Term {
                tier: row.tier.parse().map_err(|_| corrupt())?,
                source: TermSource::of_rank(row.source).ok_or_else(corrupt)?,
                starts_on: day_of(row.starts_on),
                ends_on: day_of(row.ends_on),
                frozen_days: row.frozen_days.into(),
            },
            sold_by: row.sold_by_chapter_id.map(ChapterId),
            home: ChapterId(row.home_chapter_id),
            order: row.order_id.map(OrderId),
            card: row.card_id.map(CardId),
            note: row.note,
            created_at: from_micros(row.created_at),
        })
    }
}

const COLUMNS: &str = "s.id, s.member_id, t.code AS tier, s.source, s.starts_on, s.ends_on, s.frozen_days, \
                       s.sold_by_chapter_id, s.home_chapter_id, s.order_id, s.card_id, s.note, s.created_at";
const FROM: &str = "FROM membership s JOIN tier t ON t.id = s.tier_id";

/// All terms of a member, the oldest first.
pub async fn of_member(db: Db<'_>, member: MemberId) -> Result<Vec<Membership>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE s.member_id = $1 ORDER BY s.starts_on, s.created_at, s.id");
    let rows: Vec<Row> = db.rows(&sql, [member.0.into()]).await?;
    rows.into_iter().map(Membership::try_from).collect()
}

/// The term that an order led to, if it has.
pub async fn of_order(db: Db<'_>, order: OrderId) -> Result<Option<Membership>> {
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE s.order_id = $1");
    db.row::<Row>(&sql, [order.0.into()]).await?.map(Membership::try_from).transpose()
}

/// Adds a term.
///
/// # Errors
/// [`StoreError::Duplicate`] if the card was used, or another term of the member begins on the same day.
pub async fn insert(db: Db<'_>, made: &Membership) -> Result<()> {
    let sql = "INSERT INTO membership (id, member_id, tier_id, source, starts_on, ends_on, frozen_days, \
               sold_by_chapter_id, home_chapter_id, order_id, card_id, note, created_at, waits) \
               SELECT $1, $2, id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM tier WHERE code = $3";
    let term = &made.term;
    let values = [
        made.id.0.into(),
        made.member.0.into(),
        term.tier.as_str().into(),
        term.source.rank().into(),
        day_number(term.starts_on).into(),
        day_number(term.ends_on).into(),
        i16::try_from(term.frozen_days).unwrap_or(i16::MAX).into(),
        made.sold_by.map(|chapter| chapter.0).into(),
        made.home.0.into(),
        made.order.map(|order| order.0).into(),
        made.card.map(|card| card.0).into(),
        made.note.clone().into(),
        micros(made.created_at).into(),
        (term.starts_on > local_date(made.created_at)).into(),
    ];
    db.run_one(sql, values).await
}

/// Writes where a term lies now.
pub async fn update(db: Db<'_>, id: MembershipId, term: &Term) -> Result<()> {
    let sql = "UPDATE membership SET waits = (waits OR starts_on <> $2), starts_on = $2, ends_on = $3, \
               frozen_days = $4 WHERE id = $1";
    let values = [
        id.0.into(),
        day_number(term.starts_on).into(),
        day_number(term.ends_on).into(),
        i16::try_from(term.frozen_days).unwrap_or(i16::MAX).into(),
    ];
    db.run_one(sql, values).await
}

/// Moves a member's terms by the days of a freeze: the rule of [`Shift::apply`], the latest term first, so that no two
/// begin on the same day in between.
pub async fn shift(db: Db<'_>, member: MemberId, shift: Shift) -> Result<()> {
    for kept in of_member(db, member).await?.into_iter().rev() {
        let moved = shift.apply(&kept.term);
        if moved != kept.term {
            update(db, kept.id, &moved).await?;
        }
    }
    Ok(())
}
