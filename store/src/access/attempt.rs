//! How often somebody tried, in fixed windows.

use domain::kernel::{Timestamp, micros};

use crate::{Db, Result};

/// Counts one more attempt in a window; answers how many there are, this one included.
pub async fn count(db: Db<'_>, key: &str, window_start: Timestamp) -> Result<i64> {
    let sql = "INSERT INTO sign_in_attempt (key, window_start, count) VALUES ($1, $2, 1) \
               ON CONFLICT (key, window_start) DO UPDATE SET count = sign_in_attempt.count + 1 \
               RETURNING CAST(count AS bigint) AS n";
    db.number(sql, [key.into(), micros(window_start).into()]).await
}

/// Takes one attempt in a window back.
pub async fn uncount(db: Db<'_>, key: &str, window_start: Timestamp) -> Result<()> {
    let sql = "UPDATE sign_in_attempt SET count = count - 1 WHERE key = $1 AND window_start = $2 AND count > 0";
    db.run(sql, [key.into(), micros(window_start).into()]).await.map(|_| ())
}

/// Forgets the attempts of somebody who has shown who they are.
pub async fn forgive(db: Db<'_>, key: &str) -> Result<()> {
    db.run("DELETE FROM sign_in_attempt WHERE key = $1", [key.into()]).await.map(|_| ())
}

/// Forgets windows that began before `before`.
pub async fn prune(db: Db<'_>, before: Timestamp) -> Result<u64> {
    db.run("DELETE FROM sign_in_attempt WHERE window_start < $1", [micros(before).into()]).await
}
