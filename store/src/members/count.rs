//! How many members there are, by chapter, tier and standing: exact at any moment, and read without counting anybody.
//!
//! The transaction that changes a member notes the difference ([`note`]); the worker folds what was noted into the counts
//! of the chapter and of all above it ([`fold`]). A read adds what is not folded yet ([`of_subtree`]), in one statement,
//! so it never sees a difference twice or not at all.

use domain::kernel::ChapterId;
use domain::members::{Standing, TierCode};
use sea_orm::{FromQueryResult, Value};

use crate::dialect::Dialect;
use crate::{Db, Result, StoreError};

/// Members that are counted as one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind<'a> {
    pub chapter: ChapterId,
    pub tier: &'a TierCode,
    pub standing: Standing,
}

/// How many members of one kind a chapter has, itself and with all below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberCount {
    pub tier: TierCode,
    pub standing: Standing,
    pub own: i64,
    pub subtree: i64,
}

/// Notes that there are so many more, or fewer, members of these kinds.
pub async fn note(db: Db<'_>, changes: &[(Kind<'_>, i64)]) -> Result<()> {
    let mut values: Vec<Value> = Vec::with_capacity(changes.len() * 4);
    let mut tuples = Vec::with_capacity(changes.len());
    for (kind, n) in changes {
        let at = values.len();
        tuples.push(format!("(${}, (SELECT id FROM tier WHERE code = ${}), ${}, ${})", at + 1, at + 2, at + 3, at + 4));
        values.extend::<[Value; 4]>([
            kind.chapter.0.into(),
            kind.tier.as_str().into(),
            kind.standing.rank().into(),
            (*n).into(),
        ]);
    }
    let sql = format!("INSERT INTO member_delta (chapter_id, tier_id, standing, n) VALUES {}", tuples.join(", "));
    db.run(&sql, values).await.map(|_| ())
}

/// Whether any difference waits to be folded.
pub async fn is_waiting(db: Db<'_>) -> Result<bool> {
    Ok(db.number("SELECT count(*) AS n FROM (SELECT 1 FROM member_delta LIMIT 1) AS one", []).await? > 0)
}

/// Folds the oldest differences, `limit` at most, into the counts; answers how many rows it took.
///
/// Call it with the structural lock held, shared at least: it counts on the closure.
pub async fn fold(db: Db<'_>, limit: i64) -> Result<u64> {
    match db.dialect() {
        Dialect::Postgres => fold_postgres(db, limit).await,
        Dialect::Sqlite => fold_sqlite(db, limit).await,
    }
}

const INTO_COUNTS: &str = "INSERT INTO member_count (chapter_id, tier_id, standing, own, subtree) \
    SELECT k.ancestor_id, d.tier_id, d.standing, \
           CAST(sum(CASE WHEN k.depth = 0 THEN d.n ELSE 0 END) AS bigint), CAST(sum(d.n) AS bigint)";
const ADDED: &str = "GROUP BY k.ancestor_id, d.tier_id, d.standing \
    HAVING sum(d.n) <> 0 OR sum(CASE WHEN k.depth = 0 THEN d.n ELSE 0 END) <> 0 \
    ORDER BY k.ancestor_id, d.tier_id, d.standing \
    ON CONFLICT (chapter_id, tier_id, standing) DO UPDATE SET \
    own = member_count.own + excluded.own, subtree = member_count.subtree + excluded.subtree";

/// What is taken and what is added is one statement: nobody sees the one without the other.
async fn fold_postgres(db: Db<'_>, limit: i64) -> Result<u64> {
    let sql = format!(
        "WITH taken AS (DELETE FROM member_delta WHERE id IN (SELECT id FROM member_delta ORDER BY id LIMIT $1) \
                        RETURNING chapter_id, tier_id, standing, n), \
         d AS (SELECT chapter_id, tier_id, standing, sum(n) AS n FROM taken GROUP BY chapter_id, tier_id, standing), \
         added AS ({INTO_COUNTS} FROM d JOIN closure k ON k.descendant_id = d.chapter_id {ADDED} RETURNING 1) \
         SELECT count(*) AS n FROM taken"
    );
    let taken = db.number(&sql, [limit.into()]).await?;
    Ok(u64::try_from(taken).unwrap_or_default())
}

/// One writer at a time: nothing is added between the two statements.
async fn fold_sqlite(db: Db<'_>, limit: i64) -> Result<u64> {
    #[derive(FromQueryResult)]
    struct Last {
        last: Option<i64>,
    }
    let sql = "SELECT max(id) AS last FROM (SELECT id FROM member_delta ORDER BY id LIMIT $1) AS oldest";
    let row: Option<Last> = db.row(sql, [limit.into()]).await?;
    let Some(last) = row.and_then(|row| row.last) else { return Ok(0) };
    let sql = format!(
        "{INTO_COUNTS} FROM member_delta d JOIN closure k ON k.descendant_id = d.chapter_id WHERE d.id <= $1 {ADDED}"
    );
    db.run(&sql, [last.into()]).await?;
    db.run("DELETE FROM member_delta WHERE id <= $1", [last.into()]).await
}

#[derive(FromQueryResult)]
struct Row {
    tier: String,
    standing: i16,
    own: i64,
    subtree: i64,
}

/// The counts of a chapter by tier and standing, none that is zero, what is not folded yet included.
pub async fn of_subtree(db: Db<'_>, chapter: ChapterId) -> Result<Vec<MemberCount>> {
    let sql = "SELECT t.code AS tier, c.standing, CAST(sum(c.own) AS bigint) AS own, \
                      CAST(sum(c.subtree) AS bigint) AS subtree \
               FROM (SELECT tier_id, standing, own, subtree FROM member_count WHERE chapter_id = $1 \
                     UNION ALL \
                     SELECT d.tier_id, d.standing, CASE WHEN k.depth = 0 THEN d.n ELSE 0 END, d.n \
                     FROM member_delta d JOIN closure k ON k.descendant_id = d.chapter_id AND k.ancestor_id = $1) AS c \
               JOIN tier t ON t.id = c.tier_id \
               GROUP BY t.code, t.rank, t.id, c.standing HAVING sum(c.subtree) <> 0 OR sum(c.own) <> 0 \
               ORDER BY t.rank, t.id, c.standing";
    let rows: Vec<Row> = db.rows(sql, [chapter.0.into()]).await?;
    let read = |row: Row| {
        let corrupt = || StoreError::Corrupt("member count".into());
        Ok(MemberCount {
            tier: row.tier.parse().map_err(|_| corrupt())?,
            standing: Standing::of_rank(row.standing).ok_or_else(corrupt)?,
            own: row.own,
            subtree: row.subtree,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Adds up anew what these chapters and all above them have below them, after the tree changed its shape. Their own
/// counts stand.
///
/// Call it with the structural lock held alone, and the closure rebuilt.
pub async fn add_up_again(db: Db<'_>, chapters: &[ChapterId]) -> Result<()> {
    let dialect = db.dialect();
    let ids: Vec<i32> = chapters.iter().map(|chapter| chapter.0).collect();
    let above = format!("(SELECT k.ancestor_id FROM closure k WHERE {})", dialect.any("k.descendant_id", "$1"));
    let sql = format!("UPDATE member_count SET subtree = 0 WHERE chapter_id IN {above}");
    db.run(&sql, [dialect.list(&ids)]).await?;
    let sql = format!(
        "INSERT INTO member_count (chapter_id, tier_id, standing, own, subtree) \
         SELECT k.ancestor_id, c.tier_id, c.standing, 0, CAST(sum(c.own) AS bigint) \
         FROM member_count c JOIN closure k ON k.descendant_id = c.chapter_id \
         WHERE k.ancestor_id IN {above} AND c.own <> 0 GROUP BY k.ancestor_id, c.tier_id, c.standing \
         ON CONFLICT (chapter_id, tier_id, standing) DO UPDATE SET subtree = excluded.subtree"
    );
    db.run(&sql, [dialect.list(&ids)]).await.map(|_| ())
}

/// Where the counts and a plain count of the rows differ: chapters' own numbers, the differences not folded included.
/// Empty if all is well.
pub async fn differences(db: Db<'_>) -> Result<Vec<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Differs {
        chapter_id: i32,
    }
    let sql = "SELECT x.chapter_id FROM ( \
                 SELECT chapter_id, tier_id, standing, own AS n FROM member_count \
                 UNION ALL SELECT chapter_id, tier_id, standing, n FROM member_delta \
                 UNION ALL SELECT home_chapter_id, tier_id, standing, -count(*) FROM member \
                           WHERE merged_into IS NULL AND standing <> 9 GROUP BY home_chapter_id, tier_id, standing \
               ) AS x GROUP BY x.chapter_id, x.tier_id, x.standing HAVING sum(x.n) <> 0 \
               UNION \
               SELECT y.chapter_id FROM ( \
                 SELECT chapter_id, tier_id, standing, subtree AS n FROM member_count \
                 UNION ALL SELECT k.ancestor_id, c.tier_id, c.standing, -c.own FROM member_count c \
                           JOIN closure k ON k.descendant_id = c.chapter_id \
               ) AS y GROUP BY y.chapter_id, y.tier_id, y.standing HAVING sum(y.n) <> 0 \
               ORDER BY 1";
    let rows: Vec<Differs> = db.rows(sql, []).await?;
    Ok(rows.into_iter().map(|row| ChapterId(row.chapter_id)).collect())
}

/// Throws all counts away and counts every member: the repair, and the end of a seed. Takes the time of a scan.
pub async fn rebuild(db: Db<'_>) -> Result<()> {
    if db.dialect() == Dialect::Postgres {
        // A member that is being written would be counted twice, or not at all.
        db.run("LOCK TABLE member, member_delta IN SHARE ROW EXCLUSIVE MODE", []).await?;
    }
    db.run("DELETE FROM member_delta", []).await?;
    db.run("DELETE FROM member_count", []).await?;
    let sql = "INSERT INTO member_count (chapter_id, tier_id, standing, own, subtree) \
               SELECT k.ancestor_id, m.tier_id, m.standing, \
                      CAST(sum(CASE WHEN k.depth = 0 THEN m.n ELSE 0 END) AS bigint), CAST(sum(m.n) AS bigint) \
               FROM (SELECT home_chapter_id, tier_id, standing, count(*) AS n FROM member \
                     WHERE merged_into IS NULL AND standing <> 9 \
                     GROUP BY home_chapter_id, tier_id, standing) AS m \
               JOIN closure k ON k.descendant_id = m.home_chapter_id \
               GROUP BY k.ancestor_id, m.tier_id, m.standing";
    db.run(sql, []).await.map(|_| ())
}
