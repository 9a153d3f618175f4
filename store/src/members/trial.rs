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
