//! Members of one name, found by the blind index of it.

use super::member::{COLUMNS, FROM, Member, Row};
use crate::{Db, Result};

/// How many are looked at, at home and elsewhere each.
const MOST: i64 = 200;

/// Members who may have a member's name: all at the same home, and elsewhere those born in the same year. The index is
/// short: a few have other names.
pub async fn find(db: Db<'_>, of: &Member) -> Result<Vec<Member>> {
    let live = "m.name_index = (SELECT name_index FROM member WHERE id = $1) AND m.id <> $1 \
                AND m.merged_into IS NULL AND m.standing <> 9";
    let near = format!("SELECT {COLUMNS} {FROM} WHERE {live} AND m.home_chapter_id = $2 LIMIT {MOST}");
    let mut rows: Vec<Row> = db.rows(&near, [of.id.0.into(), of.home.0.into()]).await?;
    if let Some(year) = of.birth_year {
        let far = format!(
            "SELECT {COLUMNS} {FROM} WHERE {live} AND m.home_chapter_id <> $2 AND m.birth_year = $3 LIMIT {MOST}"
        );
        rows.extend(db.rows::<Row>(&far, [of.id.0.into(), of.home.0.into(), year.into()]).await?);
    }
    rows.into_iter().map(Member::try_from).collect()
}
