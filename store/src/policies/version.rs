//! Versions of policies.

use domain::chapters::Level;
use domain::kernel::{AccountId, ChapterId, PageRequest, PolicyVersionId, Slice, Timestamp, from_micros, micros};
use domain::policies::{
    ContentHash, Mode, PolicyDraft, PolicyKey, PolicyVersion, Publication, Revocation, Scope, Urgency, VersionState,
};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use crate::{Db, Result, StoreError};

pub(crate) const COLUMNS: &str = "v.id, v.policy_key, v.issuer_id, v.number, v.state, v.mode, v.scope_levels, \
    v.scope_divisions, v.effective_at, v.acknowledge_within_hours, v.vacant_must_acknowledge, v.urgency, v.body, \
    v.value, v.content_hash, v.author_id, v.publisher_id, v.published_at, v.revoked_at, v.revoked_by, v.revoked_why";

#[derive(FromQueryResult)]
pub(crate) struct Row {
    id: i64,
    policy_key: String,
    issuer_id: i32,
    number: i32,
    state: i16,
    mode: i16,
    scope_levels: i16,
    scope_divisions: String,
    effective_at: i64,
    acknowledge_within_hours: i32,
    vacant_must_acknowledge: bool,
    urgency: i16,
    body: String,
    value: String,
    content_hash: Vec<u8>,
    author_id: Uuid,
    publisher_id: Option<Uuid>,
    published_at: Option<i64>,
    revoked_at: Option<i64>,
    revoked_by: Option<Uuid>,
    revoked_why: Option<String>,
}

impl TryFrom<Row> for PolicyVersion {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("policy version {}", row.id));
        let divisions: Vec<String> = serde_json::from_str(&row.scope_divisions).map_err(|_| corrupt())?;
        let published = row.publisher_id.zip(row.published_at);
        let revoked = row.revoked_by.zip(row.revoked_at);
        let content = PolicyDraft {
            key: row.policy_key.parse::<PolicyKey>().map_err(|_| corrupt())?,
            issuer: ChapterId(row.issuer_id),
            scope: Scope::new(levels(row.scope_levels), divisions).map_err(|_| corrupt())?,
            effective_at: from_micros(row.effective_at),
            acknowledge_within_hours: u32::try_from(row.acknowledge_within_hours).ok(),
            vacant_must_acknowledge: row.vacant_must_acknowledge,
            urgency: Urgency::of_rank(row.urgency).ok_or_else(corrupt)?,
            value: serde_json::from_str(&row.value).map_err(|_| corrupt())?,
            body: row.body,
        };
        Ok(Self {
            id: PolicyVersionId(row.id),
            number: row.number,
            mode: Mode::of_rank(row.mode).ok_or_else(corrupt)?,
            hash: ContentHash(<[u8; 32]>::try_from(row.content_hash.as_slice()).map_err(|_| corrupt())?),
            state: VersionState::of_rank(row.state).ok_or_else(corrupt)?,
            author: AccountId(row.author_id),
            published: published.map(|(by, at)| Publication { by: AccountId(by), at: from_micros(at) }),
            revoked: revoked.map(|(by, at)| Revocation {
                by: AccountId(by),
                at: from_micros(at),
                reason: row.revoked_why.unwrap_or_default(),
            }),
            content,
        })
    }
}

/// A scope as the store keeps it: levels as bits, none for all, and the divisions as JSON.
pub(crate) fn stored(scope: &Scope) -> (i16, String) {
    (bits(scope.levels()), serde_json::to_string(scope.divisions()).unwrap_or_default())
}

/// Levels as the store keeps them: a bit for each, none for all.
fn bits(levels: &[Level]) -> i16 {
    levels.iter().fold(0, |bits, level| bits | (1 << level.rank()))
}

fn levels(bits: i16) -> Vec<Level> {
    Level::ALL.into_iter().filter(|level| bits & (1 << level.rank()) != 0).collect()
}

/// The next number of a key's versions from one issuer. Under the key's row lock.
pub async fn next_number(db: Db<'_>, key: &PolicyKey, issuer: ChapterId) -> Result<i32> {
    let sql = "SELECT CAST(coalesce(max(number), 0) + 1 AS bigint) AS n FROM policy_version \
               WHERE policy_key = $1 AND issuer_id = $2";
    let n = db.number(sql, [key.as_str().into(), issuer.0.into()]).await?;
    i32::try_from(n).map_err(|_| StoreError::Corrupt("version numbers are used up".into()))
}

/// Adds a draft; answers its id.
pub async fn insert(
    db: Db<'_>,
    draft: &PolicyDraft,
    (number, mode): (i32, Mode),
    author: AccountId,
    at: Timestamp,
) -> Result<PolicyVersionId> {
    let sql = "INSERT INTO policy_version (policy_key, issuer_id, number, state, mode, scope_levels, scope_divisions, \
               effective_at, acknowledge_within_hours, vacant_must_acknowledge, urgency, body, value, content_hash, \
               author_id, created_at) \
               VALUES ($1, $2, $3, 0, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id AS n";
    let (levels, divisions) = stored(&draft.scope);
    let values: [Value; 15] = [
        draft.key.as_str().into(),
        draft.issuer.0.into(),
        number.into(),
        mode.rank().into(),
        levels.into(),
        divisions.into(),
        micros(draft.effective_at).into(),
        i32::try_from(draft.deadline_hours()).unwrap_or(i32::MAX).into(),
        draft.vacant_must_acknowledge.into(),
        draft.urgency.rank().into(),
        draft.body.as_str().into(),
        draft.value.to_string().into(),
        draft.hash(mode, number).0.to_vec().into(),
        author.0.into(),
        micros(at).into(),
    ];
    let id = PolicyVersionId(db.number(sql, values).await?);
    for code in draft.scope.divisions() {
        let sql = "INSERT INTO policy_scope (version_id, division_code) VALUES ($1, $2)";
        db.run(sql, [id.0.into(), code.as_str().into()]).await?;
    }
    Ok(id)
}

/// A version.
pub async fn load(db: Db<'_>, id: PolicyVersionId) -> Result<PolicyVersion> {
    let sql = format!("SELECT {COLUMNS} FROM policy_version v WHERE v.id = $1");
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// A version, locked until the end of the transaction: a level in flight commits first.
pub async fn load_for_update(db: Db<'_>, id: PolicyVersionId) -> Result<PolicyVersion> {
    let sql = format!("SELECT {COLUMNS} FROM policy_version v WHERE v.id = $1{}", db.dialect().for_update());
    db.row::<Row>(&sql, [id.0.into()]).await?.ok_or(StoreError::Missing)?.try_into()
}

/// Several versions, in no order.
pub async fn load_many(db: Db<'_>, ids: &[i64]) -> Result<Vec<PolicyVersion>> {
    let dialect = db.dialect();
    let sql = format!("SELECT {COLUMNS} FROM policy_version v WHERE {}", dialect.any("v.id", "$1"));
    let rows: Vec<Row> = db.rows(&sql, [dialect.list_i64(ids)]).await?;
    rows.into_iter().map(PolicyVersion::try_from).collect()
}

/// The version of a key that an issuer has published now.
pub async fn published(db: Db<'_>, key: &PolicyKey, issuer: ChapterId) -> Result<Option<PolicyVersion>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM policy_version v WHERE v.policy_key = $1 AND v.issuer_id = $2 AND v.state = 1{}",
        db.dialect().for_update()
    );
    let row: Option<Row> = db.row(&sql, [key.as_str().into(), issuer.0.into()]).await?;
    row.map(PolicyVersion::try_from).transpose()
}

/// The highest number ever published of a key from one issuer.
pub async fn newest_number(db: Db<'_>, key: &PolicyKey, issuer: ChapterId) -> Result<Option<i32>> {
    #[derive(FromQueryResult)]
    struct Newest {
        newest: Option<i32>,
    }
    let sql = "SELECT max(number) AS newest FROM policy_version \
               WHERE policy_key = $1 AND issuer_id = $2 AND state <> 0";
    let row: Option<Newest> = db.row(sql, [key.as_str().into(), issuer.0.into()]).await?;
    Ok(row.and_then(|row| row.newest))
}

/// Writes a version's new state, if it still has the one before.
pub async fn update_state(db: Db<'_>, version: &PolicyVersion, before: VersionState) -> Result<()> {
    let sql = "UPDATE policy_version SET state = $2, publisher_id = $3, published_at = $4, revoked_by = $5, \
               revoked_at = $6, revoked_why = $7 WHERE id = $1 AND state = $8";
    let (published, revoked) = (version.published.as_ref(), version.revoked.as_ref());
    let values: [Value; 8] = [
        version.id.0.into(),
        version.state.rank().into(),
        published.map(|it| it.by.0).into(),
        published.map(|it| micros(it.at)).into(),
        revoked.map(|it| it.by.0).into(),
        revoked.map(|it| micros(it.at)).into(),
        revoked.map(|it| it.reason.clone()).into(),
        before.rank().into(),
    ];
    db.run_one(sql, values).await
}

/// Which versions to list.
#[derive(Debug, Clone, Default)]
pub struct VersionFilter {
    pub key: Option<PolicyKey>,
    pub state: Option<VersionState>,
    /// Only versions issued by these chapters or below them; `None` for all.
    pub within: Option<Vec<i32>>,
    /// Beyond those, what these have published.
    pub published_by: Vec<i32>,
    /// Only versions issued by this chapter.
    pub issuer: Option<i32>,
}

/// A page of versions, newest first.
pub async fn list(db: Db<'_>, filter: &VersionFilter, page: &PageRequest) -> Result<Slice<PolicyVersion>> {
    let dialect = db.dialect();
    let from: Option<i64> = page
        .from
        .as_ref()
        .map(domain::kernel::Cursor::key)
        .transpose()
        .map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let forwards = page.direction == domain::kernel::Direction::Forwards;
    let (compare, order) = if forwards { ("<", "DESC") } else { (">", "ASC") };
    let mut values: Vec<Value> = Vec::new();
    let mut wheres = vec!["1 = 1".to_owned()];
    let equal: [(&str, Option<Value>); 3] = [
        ("v.policy_key =", filter.key.as_ref().map(|key| key.as_str().into())),
        ("v.state =", filter.state.map(|state| state.rank().into())),
        ("v.issuer_id =", filter.issuer.map(Value::from)),
    ];
    for (column, value) in equal.into_iter().filter_map(|(column, value)| Some((column, value?))) {
        values.push(value);
        wheres.push(format!("{column} ${}", values.len()));
    }
    if let Some(roots) = &filter.within {
        values.extend([dialect.list(roots), dialect.list(&filter.published_by)]);
        let (roots, above) = (format!("${}", values.len() - 1), format!("${}", values.len()));
        wheres.push(format!(
            "(EXISTS (SELECT 1 FROM closure k WHERE k.descendant_id = v.issuer_id AND {}) OR (v.state <> 0 AND {}))",
            dialect.any("k.ancestor_id", &roots),
            dialect.any("v.issuer_id", &above)
        ));
    }
    if let Some(from) = from {
        values.push(from.into());
        wheres.push(format!("v.id {compare} ${}", values.len()));
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM policy_version v WHERE {} ORDER BY v.id {order} LIMIT {}",
        wheres.join(" AND "),
        page.limit + 1
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let versions = rows.into_iter().map(PolicyVersion::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(versions, page, from.is_some()))
}
