//! The versions that lay layers for a chapter and key: delivered to it, effective, issued on its path.

use std::collections::HashSet;

use domain::kernel::{ChapterId, Timestamp, micros};
use domain::policies::{PolicyKey, PolicyVersion};

use super::version::{COLUMNS, Row};
use super::{covers, replaced_by};
use crate::{Db, Result};

/// From the root down, for each issuer on the path the newest version that has arrived at the chapter and is effective.
///
/// A version that was replaced still counts until its successor has arrived, so that a slow push leaves nobody without a
/// rule; it stops counting when the successor leaves the chapter out.
pub async fn versions(db: Db<'_>, chapter: ChapterId, key: &PolicyKey, now: Timestamp) -> Result<Vec<PolicyVersion>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM closure k \
         JOIN chapter c ON c.id = k.descendant_id \
         JOIN policy_version v ON v.issuer_id = k.ancestor_id \
         JOIN delivery d ON d.version_id = v.id AND d.chapter_id = c.id \
         WHERE k.descendant_id = $1 AND v.policy_key = $2 AND v.state IN (1, 2) AND v.effective_at <= $3 \
         AND NOT EXISTS (SELECT 1 FROM policy_version n WHERE v.state = 2 AND n.policy_key = v.policy_key \
         AND n.issuer_id = v.issuer_id AND n.state = 1 AND NOT {}) \
         ORDER BY k.depth DESC, v.number DESC",
        covers("n")
    );
    let values = [chapter.0.into(), key.as_str().into(), micros(now).into()];
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let mut seen = HashSet::new();
    let mut newest = Vec::new();
    for row in rows {
        let version = PolicyVersion::try_from(row)?;
        if seen.insert(version.content.issuer) {
            newest.push(version);
        }
    }
    Ok(newest)
}

/// Keys for which anything was delivered to a chapter and still counts.
pub async fn keys(db: Db<'_>, chapter: ChapterId) -> Result<Vec<String>> {
    #[derive(sea_orm::FromQueryResult)]
    struct Key {
        policy_key: String,
    }
    let sql = format!(
        "SELECT DISTINCT v.policy_key FROM closure k JOIN chapter c ON c.id = k.descendant_id \
         JOIN policy_version v ON v.issuer_id = k.ancestor_id \
         JOIN delivery d ON d.version_id = v.id AND d.chapter_id = c.id \
         WHERE k.descendant_id = $1 AND v.state IN (1, 2) AND {} IS NULL ORDER BY v.policy_key",
        replaced_by()
    );
    let rows: Vec<Key> = db.rows(&sql, [chapter.0.into()]).await?;
    Ok(rows.into_iter().map(|row| row.policy_key).collect())
}
