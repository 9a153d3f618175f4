//! Which phones have had the free trial: known for ever, whatever becomes of the member.

use domain::kernel::{MemberId, Timestamp, micros};

use crate::{Db, Result};

/// Notes that a member's phone has its free trial now; `false` if it had one before, or if the member has no phone.
pub async fn claim(db: Db<'_>, member: MemberId, at: Timestamp) -> Result<bool> {
    let sql = "INSERT INTO trial_phone (phone_index, at) \
               SELECT phone_index, $2 FROM member WHERE id = $1 AND phone_index IS NOT NULL \
               ON CONFLICT (phone_index) DO NOTHING";
    Ok(db.run(sql, [member.0.into(), micros(at).into()]).await? == 1)
}

/// Whether a phone has had its free trial.
pub async fn is_known(db: Db<'_>, phone_index: &[u8]) -> Result<bool> {
    let sql = "SELECT count(*) AS n FROM trial_phone WHERE phone_index = $1";
    Ok(db.number(sql, [phone_index.to_vec().into()]).await? > 0)
}

/// Takes back what [`claim`] noted: the member's phone has had no trial after all.
pub async fn disclaim(db: Db<'_>, member: MemberId) -> Result<()> {
    let sql = "DELETE FROM trial_phone WHERE phone_index = (SELECT phone_index FROM member WHERE id = $1)";
    db.run(sql, [member.0.into()]).await.map(|_| ())
}
