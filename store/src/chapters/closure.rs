//! The closure of the tree: every chapter with each of its ancestors and itself.
//!
//! Derived from `chapter.parent_id`, changed only under the exclusive structural lock, and always rebuildable.

use domain::kernel::ChapterId;
use sea_orm::FromQueryResult;

use crate::{Db, Result};

/// Hangs a new chapter under its parent.
pub async fn insert_leaf(db: Db<'_>, id: ChapterId, parent: Option<ChapterId>) -> Result<()> {
    let sql = "INSERT INTO closure (ancestor_id, depth, descendant_id) VALUES ($1, 0, $1)";
    db.run(sql, [id.0.into()]).await?;
    if let Some(parent) = parent {
        let sql = "INSERT INTO closure (ancestor_id, depth, descendant_id) \
                   SELECT ancestor_id, CAST(depth + 1 AS smallint), CAST($1 AS integer) \
                   FROM closure WHERE descendant_id = $2";
        db.run(sql, [id.0.into(), parent.0.into()]).await?;
    }
    Ok(())
}

/// Moves a subtree under another parent: two statements, however large it is.
pub async fn move_subtree(db: Db<'_>, id: ChapterId, parent: ChapterId) -> Result<()> {
    let cut = "DELETE FROM closure WHERE descendant_id IN (SELECT descendant_id FROM closure WHERE ancestor_id = $1) \
               AND ancestor_id NOT IN (SELECT descendant_id FROM closure WHERE ancestor_id = $1)";
    db.run(cut, [id.0.into()]).await?;
    let join = "INSERT INTO closure (ancestor_id, depth, descendant_id) \
                SELECT up.ancestor_id, CAST(up.depth + down.depth + 1 AS smallint), down.descendant_id \
                FROM closure up CROSS JOIN closure down WHERE up.descendant_id = $2 AND down.ancestor_id = $1";
    db.run(join, [id.0.into(), parent.0.into()]).await.map(|_| ())
}

/// A chapter's ancestors, itself first.
pub async fn path(db: Db<'_>, id: ChapterId) -> Result<Vec<ChapterId>> {
    #[derive(FromQueryResult)]
    struct Row {
        ancestor_id: i32,
    }
    let sql = "SELECT ancestor_id FROM closure WHERE descendant_id = $1 ORDER BY depth";
    let rows: Vec<Row> = db.rows(sql, [id.0.into()]).await?;
    Ok(rows.into_iter().map(|row| ChapterId(row.ancestor_id)).collect())
}

/// How many open chapters stand at or below.
pub async fn subtree_size(db: Db<'_>, id: ChapterId) -> Result<i64> {
    let sql = "SELECT count(*) AS n FROM closure p JOIN chapter c ON c.id = p.descendant_id \
               WHERE p.ancestor_id = $1 AND c.status = 1";
    db.number(sql, [id.0.into()]).await
}

const DERIVED: &str = "WITH RECURSIVE path (ancestor_id, depth, descendant_id) AS ( \
     SELECT id, 0, id FROM chapter \
     UNION ALL SELECT c.parent_id, path.depth + 1, path.descendant_id \
     FROM path JOIN chapter c ON c.id = path.ancestor_id WHERE c.parent_id IS NOT NULL AND path.depth < 1000) ";

/// How far the closure is from what the parents say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drift {
    /// Pairs that should be there and are not.
    pub missing: i64,
    /// Pairs that are there and should not be.
    pub surplus: i64,
}

/// Compares the closure with the parents.
pub async fn verify(db: Db<'_>) -> Result<Drift> {
    let missing = format!(
        "{DERIVED} SELECT count(*) AS n FROM path WHERE NOT EXISTS (SELECT 1 FROM closure k \
         WHERE k.ancestor_id = path.ancestor_id AND k.depth = path.depth AND k.descendant_id = path.descendant_id)"
    );
    let total = format!("{DERIVED} SELECT count(*) AS n FROM path");
    let missing = db.number(&missing, []).await?;
    let wanted = db.number(&total, []).await?;
    let present = db.number("SELECT count(*) AS n FROM closure", []).await?;
    Ok(Drift { missing, surplus: present - (wanted - missing) })
}

/// Writes the closure anew from the parents.
pub async fn rebuild(db: Db<'_>) -> Result<u64> {
    db.run("DELETE FROM closure", []).await?;
    let sql = format!(
        "INSERT INTO closure (ancestor_id, depth, descendant_id) \
         {DERIVED} SELECT ancestor_id, depth, descendant_id FROM path ORDER BY 1, 2, 3"
    );
    db.run(&sql, []).await
}
