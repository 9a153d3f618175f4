//! Whom a scope would reach that no version has yet.

use domain::chapters::Level;
use domain::kernel::ChapterId;
use domain::policies::Scope;
use sea_orm::{FromQueryResult, Value};

use super::{covers_by, version};
use crate::dialect::Dialect;
use crate::{Db, Result, StoreError};

/// How many chapters of a level are reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reached {
    pub level: Level,
    pub chapters: i64,
    /// Those of them that nobody leads; headquarters has no helmsman and is none of them.
    pub vacant: i64,
}

/// The open chapters at or below the issuer that the scope covers: by the condition of a published version, with the
/// scope as parameters instead of a row. `$1` issuer, `$2` levels, `$3` divisions as a version keeps them, `$4` the same
/// as a list.
fn chapters(dialect: Dialect) -> String {
    let named = format!("(SELECT code AS division_code FROM division WHERE {}) ps ON", dialect.any("code", "$4"));
    format!(
        "FROM closure k JOIN chapter c ON c.id = k.descendant_id \
         JOIN (SELECT CAST($2 AS smallint) AS scope_levels, CAST($3 AS text) AS scope_divisions) v ON 1 = 1 \
         WHERE k.ancestor_id = $1 AND c.status = 1 AND {}",
        covers_by("v", &named)
    )
}

fn values(dialect: Dialect, issuer: ChapterId, scope: &Scope) -> Vec<Value> {
    let (levels, divisions) = version::stored(scope);
    vec![issuer.0.into(), levels.into(), divisions.into(), dialect.list_text(scope.divisions())]
}

/// How many chapters a version of `issuer` with this scope would be for, by level.
pub async fn counts(db: Db<'_>, issuer: ChapterId, scope: &Scope) -> Result<Vec<Reached>> {
    #[derive(FromQueryResult)]
    struct Row {
        level: i16,
        chapters: i64,
        vacant: i64,
    }
    let sql = format!(
        "SELECT c.level, count(*) AS chapters, count(CASE WHEN c.level > 0 AND NOT c.staffed THEN 1 END) AS vacant {} \
         GROUP BY c.level ORDER BY c.level",
        chapters(db.dialect())
    );
    let rows: Vec<Row> = db.rows(&sql, values(db.dialect(), issuer, scope)).await?;
    let reached = |Row { level, chapters, vacant }| {
        let level = Level::of_rank(level).ok_or_else(|| StoreError::Corrupt("reach".into()))?;
        Ok(Reached { level, chapters, vacant })
    };
    rows.into_iter().map(reached).collect()
}

/// The first of those chapters, by id.
pub async fn first(db: Db<'_>, issuer: ChapterId, scope: &Scope, limit: i64) -> Result<Vec<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i32,
    }
    let sql = format!("SELECT c.id {} ORDER BY c.id LIMIT $5", chapters(db.dialect()));
    let mut values = values(db.dialect(), issuer, scope);
    values.push(limit.into());
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    Ok(rows.into_iter().map(|row| ChapterId(row.id)).collect())
}
