//! Pages of a chapter's members.

use chrono::NaiveDate;
use domain::kernel::{ChapterId, Cursor, Direction, MemberId, PageRequest, Slice};
use domain::members::{Standing, TierCode};
use sea_orm::{FromQueryResult, Value};
use serde::{Deserialize, Serialize};
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
        let more: [(&str, &str, Option<Value>); 4] = [
            ("m.standing = ", "", self.standing.map(|standing| standing.rank().into())),
            // By its number, which the index has.
            (
                "m.tier_id = (SELECT id FROM tier WHERE code = ",
                ")",
                self.tier.as_ref().map(|tier| tier.as_str().into()),
            ),
            ("m.until_on >= ", "", self.ends_in.map(|(from, _)| day_number(from).into())),
            ("m.until_on < ", "", self.ends_in.map(|(_, until)| day_number(until).into())),
        ];
        for (before, after, value) in more {
            let Some(value) = value else { continue };
            values.push(value);
            wheres.push(format!("{before}${}{after}", values.len()));
        }
        (wheres, values)
    }

    /// Whether the members are listed by the end of their last term, those that end first at the head.
    #[must_use]
    pub fn is_by_end(&self) -> bool {
        self.ends_in.is_some()
    }

    /// The place of a member in the list, for a cursor.
    #[must_use]
    pub fn place(&self, member: &Member) -> Place {
        Place { until_on: member.state.until_on.map(day_number).filter(|_| self.is_by_end()), id: member.id }
    }
}

/// Where a member stands in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Only in lists by the end of the last term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until_on: Option<i32>,
    id: MemberId,
}

/// A page of members, those who joined first at the head; of a list by the end of the last term, those that end first.
///
/// However many members the home has, an index gives about as many rows as the page holds: a filter by standing or tier
/// alone reads the head of each tier, or standing, and puts them together.
pub async fn page(db: Db<'_>, filter: &MemberFilter, page: &PageRequest) -> Result<Slice<Member>> {
    let from = page.from.as_ref().map(Cursor::key::<Place>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { (">", "ASC") } else { ("<", "DESC") };
    let (mut wheres, mut values) = filter.conditions();
    if let Some(from) = from {
        values.push(from.id.0.into());
        let id = values.len();
        if let Some(until) = from.until_on.filter(|_| filter.is_by_end()) {
            values.push(until.into());
            let until = values.len();
            wheres.push(format!("(m.until_on, m.id) {compare} (${until}, ${id})"));
        } else {
            wheres.push(format!("m.id {compare} ${id}"));
        }
    }
    let by = if filter.is_by_end() { format!("m.until_on {order}, m.id {order}") } else { format!("m.id {order}") };
    let (wheres, limit) = (wheres.join(" AND "), page.limit + 1);
    let parts = parts(db, filter).await?;
    let sql = if parts.is_empty() {
        format!("SELECT {COLUMNS} {FROM} WHERE {wheres} ORDER BY {by} LIMIT {limit}")
    } else {
        let head = |part: &String| {
            format!(
                "SELECT id FROM (SELECT m.id FROM member m WHERE {wheres} AND {part} \
                 ORDER BY {by} LIMIT {limit}) AS head"
            )
        };
        let heads: Vec<String> = parts.iter().map(head).collect();
        format!("SELECT {COLUMNS} {FROM} WHERE m.id IN ({}) ORDER BY {by} LIMIT {limit}", heads.join(" UNION ALL "))
    };
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let members = rows.into_iter().map(Member::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(members, page, from.is_some()))
}

/// The kinds of members that a filter falls into, where it says the tier and not the standing, or the other way round.
async fn parts(db: Db<'_>, filter: &MemberFilter) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Tier {
        id: i16,
    }
    if filter.is_by_end() || filter.standing.is_some() == filter.tier.is_some() {
        return Ok(Vec::new());
    }
    if filter.tier.is_some() {
        let live = Standing::ALL.into_iter().filter(|standing| *standing != Standing::Erased);
        return Ok(live.map(|standing| format!("m.standing = {}", standing.rank())).collect());
    }
    let tiers: Vec<Tier> = db.rows("SELECT id FROM tier ORDER BY id", []).await?;
    Ok(tiers.into_iter().map(|tier| format!("m.tier_id = {}", tier.id)).collect())
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
