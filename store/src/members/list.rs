//! Pages of a chapter's members.

use chrono::NaiveDate;
use domain::kernel::{ChapterId, Cursor, Direction, MemberId, PageRequest, Slice};
use domain::members::{Standing, TierCode};
use sea_orm::Value;
use uuid::Uuid;

use super::day_number;
use super::member::{COLUMNS, FROM, Member, Row};
use crate::{Db, Result, StoreError};

/// Which members to list.
#[derive(Debug, Clone)]
pub struct MemberFilter {
    pub home: ChapterId,
    pub standing: Option<Standing>,
    pub tier: Option<TierCode>,
    /// Only those whose last term ends from the first day on and before the second.
    pub ends_in: Option<(NaiveDate, NaiveDate)>,
}

impl MemberFilter {
    /// All members of a chapter.
    #[must_use]
    pub fn of(home: ChapterId) -> Self {
        Self { home, standing: None, tier: None, ends_in: None }
    }

    fn conditions(&self) -> (Vec<String>, Vec<Value>) {
        let mut wheres =
            vec!["m.home_chapter_id = $1".to_owned(), "m.merged_into IS NULL AND m.standing <> 9".to_owned()];
        let mut values: Vec<Value> = vec![self.home.0.into()];
        let more: [(&str, Option<Value>); 4] = [
            ("m.standing =", self.standing.map(|standing| standing.rank().into())),
            ("t.code =", self.tier.as_ref().map(|tier| tier.as_str().into())),
            ("m.until_on >=", self.ends_in.map(|(from, _)| day_number(from).into())),
            ("m.until_on <", self.ends_in.map(|(_, until)| day_number(until).into())),
        ];
        for (condition, value) in more {
            let Some(value) = value else { continue };
            values.push(value);
            wheres.push(format!("{condition} ${}", values.len()));
        }
        (wheres, values)
    }
}

/// A page of members, those who joined first at the head.
pub async fn page(db: Db<'_>, filter: &MemberFilter, page: &PageRequest) -> Result<Slice<Member>> {
    let from = page.from.as_ref().map(Cursor::key::<MemberId>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { (">", "ASC") } else { ("<", "DESC") };
    let (mut wheres, mut values) = filter.conditions();
    if let Some(from) = from {
        values.push(from.0.into());
        wheres.push(format!("m.id {compare} ${}", values.len()));
    }
    let sql = format!(
        "SELECT {COLUMNS} {FROM} WHERE {} ORDER BY m.id {order} LIMIT {}",
        wheres.join(" AND "),
        page.limit + 1
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let members = rows.into_iter().map(Member::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(members, page, from.is_some()))
}

/// How many members a filter finds.
pub async fn count(db: Db<'_>, filter: &MemberFilter) -> Result<i64> {
    let (wheres, values) = filter.conditions();
    db.number(&format!("SELECT count(*) AS n {FROM} WHERE {}", wheres.join(" AND ")), values).await
}

/// Members of a chapter after one of them, in the order of [`page`]: for a search that opens them.
pub async fn after(db: Db<'_>, home: ChapterId, after: Option<MemberId>, limit: i64) -> Result<Vec<Member>> {
    let (mut wheres, mut values) = MemberFilter::of(home).conditions();
    values.extend::<[Value; 2]>([after.map_or(Uuid::nil(), |id| id.0).into(), limit.into()]);
    wheres.push("m.id > $2".to_owned());
    let sql = format!("SELECT {COLUMNS} {FROM} WHERE {} ORDER BY m.id LIMIT $3", wheres.join(" AND "));
    db.rows::<Row>(&sql, values).await?.into_iter().map(Member::try_from).collect()
}
