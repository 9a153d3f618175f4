//! Referrals: one row for each invited person, from the followed link to the reward.

use domain::growth::{FraudFlags, Referral, ReferralState};
use domain::kernel::{
    AccountId, ChapterId, Cursor, Direction, MemberId, OrderId, PageRequest, ReferralId, ReferralLinkId, Slice,
    Timestamp, from_micros, micros,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::money::known;
use crate::{Db, Result, StoreError};

/// Points that stand booked for a referral.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Booked {
    /// To the inviter, for the registration.
    pub registered: i32,
    /// To the inviter, for the order.
    pub inviter: i32,
    /// To the invited person.
    pub invitee: i32,
}

/// A referral as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferralRecord {
    pub id: ReferralId,
    pub link: ReferralLinkId,
    /// The link's.
    pub chapter: ChapterId,
    /// The link's.
    pub inviter: Option<MemberId>,
    /// The keyed hash of the visitor; none once the invited person registered.
    pub visitor: Option<Vec<u8>>,
    pub invitee: Option<MemberId>,
    pub state: ReferralState,
    pub flags: FraudFlags,
    pub bound_at: Timestamp,
    pub lock_until: Timestamp,
    pub registered_at: Option<Timestamp>,
    pub order: Option<OrderId>,
    pub converted_at: Option<Timestamp>,
    /// When time moves it on next.
    pub due_at: Option<Timestamp>,
    /// When it was rejected, and in which state it was then.
    pub rejected: Option<(Timestamp, ReferralState)>,
    pub reason: Option<String>,
    pub decided: Option<(Timestamp, Option<AccountId>)>,
    pub appeal: Option<(Timestamp, String)>,
    pub booked: Booked,
    pub rule_version: i32,
    pub version: i32,
}

impl ReferralRecord {
    /// What the rules need to know of it.
    #[must_use]
    pub fn rule(&self) -> Referral {
        Referral {
            state: self.state,
            lock_until: (self.state != ReferralState::Created).then_some(self.lock_until),
            converted_at: self.converted_at,
            flags: self.flags,
            rejected: self.rejected,
        }
    }

    /// The same, as a rule has left it.
    #[must_use]
    pub fn with(&self, rule: Referral) -> Self {
        Self {
            state: rule.state,
            lock_until: rule.lock_until.unwrap_or(self.lock_until),
            converted_at: rule.converted_at,
            flags: rule.flags,
            rejected: rule.rejected,
            ..self.clone()
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    link_id: Uuid,
    chapter_id: i32,
    inviter_id: Option<Uuid>,
    visitor_hash: Option<Vec<u8>>,
    invitee_id: Option<Uuid>,
    state: i16,
    flags: i16,
    bound_at: i64,
    lock_until: i64,
    registered_at: Option<i64>,
    order_id: Option<Uuid>,
    converted_at: Option<i64>,
    due_at: Option<i64>,
    rejected_at: Option<i64>,
    rejected_from: Option<i16>,
    reason: Option<String>,
    decided_at: Option<i64>,
    decided_by: Option<Uuid>,
    appeal: Option<String>,
    appealed_at: Option<i64>,
    registered_points: i32,
    inviter_points: i32,
    invitee_points: i32,
    rule_version: i32,
    version: i32,
}

impl TryFrom<Row> for ReferralRecord {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let id = ReferralId(row.id);
        let state = |rank| known(ReferralState::of_rank(rank), id);
        let rejected = match (row.rejected_at, row.rejected_from) {
            (Some(at), Some(from)) => Some((from_micros(at), state(from)?)),
            _ => None,
        };
        Ok(Self {
            id,
            link: ReferralLinkId(row.link_id),
            chapter: ChapterId(row.chapter_id),
            inviter: row.inviter_id.map(MemberId),
            visitor: row.visitor_hash,
            invitee: row.invitee_id.map(MemberId),
            state: state(row.state)?,
            flags: known(FraudFlags::of_bits(row.flags), id)?,
            bound_at: from_micros(row.bound_at),
            lock_until: from_micros(row.lock_until),
            registered_at: row.registered_at.map(from_micros),
            order: row.order_id.map(OrderId),
            converted_at: row.converted_at.map(from_micros),
            due_at: row.due_at.map(from_micros),
            rejected,
            reason: row.reason,
            decided: row.decided_at.map(|at| (from_micros(at), row.decided_by.map(AccountId))),
            appeal: row.appealed_at.map(from_micros).zip(row.appeal),
            booked: Booked {
                registered: row.registered_points,
                inviter: row.inviter_points,
                invitee: row.invitee_points,
            },
            rule_version: row.rule_version,
            version: row.version,
        })
    }
}

const SELECT: &str = "SELECT r.id, r.link_id, l.chapter_id, l.inviter_id, r.visitor_hash, r.invitee_id, r.state, r.flags, \
                      r.bound_at, r.lock_until, r.registered_at, r.order_id, r.converted_at, r.due_at, r.rejected_at, \
                      r.rejected_from, r.reason, r.decided_at, r.decided_by, r.appeal, r.appealed_at, \
                      r.registered_points, r.inviter_points, r.invitee_points, r.rule_version, r.version \
                      FROM referral r JOIN referral_link l ON l.id = r.link_id";

async fn read(db: Db<'_>, rest: &str, values: Vec<Value>) -> Result<Vec<ReferralRecord>> {
    let rows: Vec<Row> = db.rows(&format!("{SELECT} {rest}"), values).await?;
    rows.into_iter().map(ReferralRecord::try_from).collect()
}

/// A referral.
pub async fn load(db: Db<'_>, id: ReferralId) -> Result<ReferralRecord> {
    read(db, "WHERE r.id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// A referral, locked until the end of the transaction. Lock the invited person first, then the inviter: everybody does it in
/// this order.
pub async fn load_for_update(db: Db<'_>, id: ReferralId) -> Result<ReferralRecord> {
    let sql = format!("SELECT CAST(version AS bigint) AS n FROM referral WHERE id = $1{}", db.dialect().for_update());
    db.number(&sql, [id.0.into()]).await?;
    load(db, id).await
}

/// What is known of a visitor before the registration: bound, or rejected. The visitor is locked by the caller; what is
/// bound is locked here, against the timer.
pub async fn of_visitor(db: Db<'_>, visitor: &[u8]) -> Result<Vec<ReferralRecord>> {
    let lock = format!(
        "SELECT count(*) AS n FROM (SELECT 1 FROM referral WHERE visitor_hash = $1 AND state = 2{}) AS held",
        db.dialect().for_update()
    );
    db.number(&lock, [visitor.to_vec().into()]).await?;
    read(db, "WHERE r.visitor_hash = $1 AND r.state IN (2, 8)", vec![visitor.to_vec().into()]).await
}

/// What holds a visitor, if anything does; not locked.
pub async fn bound(db: Db<'_>, visitor: &[u8]) -> Result<Option<ReferralRecord>> {
    Ok(read(db, "WHERE r.visitor_hash = $1 AND r.state = 2", vec![visitor.to_vec().into()]).await?.pop())
}

/// The referral that brought a member and was not rejected.
pub async fn of_invitee(db: Db<'_>, invitee: MemberId) -> Result<Option<ReferralRecord>> {
    Ok(read(db, "WHERE r.invitee_id = $1 AND r.state NOT IN (7, 8)", vec![invitee.0.into()]).await?.pop())
}

/// The referral that an order has converted.
pub async fn of_order(db: Db<'_>, order: OrderId) -> Result<Option<ReferralRecord>> {
    Ok(read(db, "WHERE r.order_id = $1", vec![order.0.into()]).await?.pop())
}

/// Adds a referral.
///
/// # Errors
/// [`StoreError::Duplicate`] if another holds the visitor, or has brought the invited person.
pub async fn insert(db: Db<'_>, made: &ReferralRecord) -> Result<()> {
    let sql = "INSERT INTO referral (id, link_id, state, flags, bound_at, lock_until, rejected_at, rejected_from, \
               registered_points, inviter_points, invitee_points, rule_version, version) \
               VALUES ($1, $2, 1, 0, $3, $4, NULL, NULL, 0, 0, 0, $5, 0)";
    let values: [Value; 5] = [
        made.id.0.into(),
        made.link.0.into(),
        micros(made.bound_at).into(),
        micros(made.lock_until).into(),
        made.rule_version.into(),
    ];
    db.run(sql, values).await?;
    // All else is written by the one statement that writes it later.
    update(db, &ReferralRecord { version: 0, ..made.clone() }, made).await
}

/// Writes where a referral stands now, if it still has the version of `before`; it gets the next.
pub async fn update(db: Db<'_>, before: &ReferralRecord, after: &ReferralRecord) -> Result<()> {
    let sql = "UPDATE referral SET visitor_hash = $3, invitee_id = $4, state = $5, flags = $6, lock_until = $7, \
               registered_at = $8, order_id = $9, converted_at = $10, due_at = $11, rejected_at = $12, \
               rejected_from = $13, reason = $14, decided_at = $15, decided_by = $16, appeal = $17, appealed_at = $18, \
               registered_points = $19, inviter_points = $20, invitee_points = $21, version = version + 1 \
               WHERE id = $1 AND version = $2";
    let rejected = after.rejected.filter(|_| after.state == ReferralState::Rejected);
    let values: [Value; 21] = [
        before.id.0.into(),
        before.version.into(),
        after.visitor.clone().into(),
        after.invitee.map(|id| id.0).into(),
        after.state.rank().into(),
        after.flags.bits().into(),
        micros(after.lock_until).into(),
        after.registered_at.map(micros).into(),
        after.order.map(|id| id.0).into(),
        after.converted_at.map(micros).into(),
        after.due_at.map(micros).into(),
        rejected.map(|(at, _)| micros(at)).into(),
        rejected.map(|(_, from)| from.rank()).into(),
        after.reason.clone().into(),
        after.decided.map(|(at, _)| micros(at)).into(),
        after.decided.and_then(|(_, by)| by.map(|by| by.0)).into(),
        after.appeal.as_ref().map(|(_, text)| text.clone()).into(),
        after.appeal.as_ref().map(|(at, _)| micros(*at)).into(),
        after.booked.registered.into(),
        after.booked.inviter.into(),
        after.booked.invitee.into(),
    ];
    db.run_one(sql, values).await
}

/// How many invitees of a member have qualified, been rewarded for, and stand.
pub async fn rewarded(db: Db<'_>, inviter: MemberId) -> Result<u32> {
    let sql = "SELECT count(*) AS n FROM referral r JOIN referral_link l ON l.id = r.link_id \
               WHERE l.inviter_id = $1 AND r.state = 6";
    Ok(u32::try_from(db.number(sql, [inviter.0.into()]).await?).unwrap_or(u32::MAX))
}

/// Lets locks expire that are over, `limit` at most; answers how many.
pub async fn expire(db: Db<'_>, now: Timestamp, limit: i64) -> Result<u64> {
    let sql = format!(
        "UPDATE referral SET state = 7, visitor_hash = NULL, due_at = NULL, version = version + 1 WHERE id IN \
         (SELECT id FROM referral WHERE state = 2 AND due_at <= $1 ORDER BY due_at, id LIMIT $2{})",
        db.dialect().skip_locked()
    );
    db.run(&sql, [micros(now).into(), limit.into()]).await
}

/// Whether any lock is over.
pub async fn any_to_expire(db: Db<'_>, now: Timestamp) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM (SELECT 1 FROM referral WHERE state = 2 AND due_at <= $1 LIMIT 1) AS due";
    Ok(db.number(sql, [micros(now).into()]).await? > 0)
}

/// Referrals whose refund window is over, by when it was, after one of them.
pub async fn to_qualify(
    db: Db<'_>,
    now: Timestamp,
    after: Option<(Timestamp, ReferralId)>,
    limit: i64,
) -> Result<Vec<(Timestamp, ReferralId)>> {
    #[derive(FromQueryResult)]
    struct Due {
        id: Uuid,
        due_at: i64,
    }
    let sql = "SELECT id, due_at FROM referral WHERE state = 4 AND due_at <= $1 AND (due_at > $2 OR due_at = $2 AND id > $3) \
               ORDER BY due_at, id LIMIT $4";
    let (at, id) = after.map_or((i64::MIN, Uuid::nil()), |(at, id)| (micros(at), id.0));
    let rows: Vec<Due> = db.rows(sql, [micros(now).into(), at.into(), id.into(), limit.into()]).await?;
    Ok(rows.into_iter().map(|row| (from_micros(row.due_at), ReferralId(row.id))).collect())
}

/// Referrals that a person has to look at, the oldest first: held back, or rejected and appealed.
pub async fn for_review(db: Db<'_>, limit: i64) -> Result<Vec<ReferralRecord>> {
    let rest = "WHERE r.id IN (SELECT id FROM referral WHERE flags <> 0 AND state IN (2, 3, 4, 5) \
                UNION ALL SELECT id FROM referral WHERE state = 8 AND appealed_at IS NOT NULL \
                AND (decided_at IS NULL OR decided_at < appealed_at)) ORDER BY r.id LIMIT $1";
    read(db, rest, vec![limit.into()]).await
}

/// A page of the referrals of a link, the newest first; of one state, if one is named.
pub async fn page(
    db: Db<'_>,
    link: ReferralLinkId,
    state: Option<ReferralState>,
    page: &PageRequest,
) -> Result<Slice<ReferralRecord>> {
    let from = page.from.as_ref().map(Cursor::key::<ReferralId>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { ("<", "DESC") } else { (">", "ASC") };
    let (mut wheres, mut values): (_, Vec<Value>) = (vec!["r.link_id = $1".to_owned()], vec![link.0.into()]);
    if let Some(state) = state {
        values.push(state.rank().into());
        wheres.push(format!("r.state = ${}", values.len()));
    }
    if let Some(from) = from {
        values.push(from.0.into());
        wheres.push(format!("r.id {compare} ${}", values.len()));
    }
    let rest = format!("WHERE {} ORDER BY r.id {order} LIMIT {}", wheres.join(" AND "), page.limit + 1);
    Ok(Slice::of_read(read(db, &rest, values).await?, page, from.is_some()))
}

/// Whether an account that paid an order is one that the inviter has paid from, or that another invitee's reward has come
/// from.
pub async fn is_payer_known(db: Db<'_>, payer: &[u8], (inviter, buyer): (Option<MemberId>, MemberId)) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM (SELECT 1 FROM payment p JOIN orders o ON o.id = p.order_id \
               WHERE p.payer_hash = $1 AND o.member_id <> $2 \
               AND (o.member_id = $3 OR EXISTS (SELECT 1 FROM referral r WHERE r.order_id = o.id AND r.state IN (4, 5, 6))) \
               LIMIT 1) AS seen";
    let values = [payer.to_vec().into(), buyer.0.into(), inviter.map(|id| id.0).into()];
    Ok(db.number(sql, values).await? > 0)
}
