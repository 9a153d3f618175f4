//! Writes synthetic members in bulk: by COPY on PostgreSQL, by long inserts on SQLite. Sealing is apart from writing, so
//! that the one can go on while the other waits.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::kernel::{ChapterId, MemberId, MembershipId, Timestamp, micros};
use domain::members::{HomeSource, JoinedBy, Standing, TermSource, TierCode};
use sea_orm::sqlx::postgres::PgPoolCopyExt as _;
use sea_orm::{DatabaseConnection, FromQueryResult, Value};

use crate::dialect::Dialect;
use crate::members::day_number;
use crate::members::person::{self, Person};
use crate::seed::insert_rows;
use crate::vault::Vault;
use crate::{Db, Result, Store, StoreError};

/// A synthetic member.
#[derive(Debug, Clone)]
pub struct SeedMember {
    pub id: MemberId,
    pub home: ChapterId,
    pub tier: TierCode,
    pub standing: Standing,
    pub person: Person,
    pub registered_at: Timestamp,
    /// The one term that the member has, if any.
    pub term: Option<SeedTerm>,
}

/// A synthetic member's term.
#[derive(Debug, Clone, Copy)]
pub struct SeedTerm {
    pub id: MembershipId,
    pub source: TermSource,
    pub starts_on: NaiveDate,
    pub ends_on: NaiveDate,
}

/// Members ready to be written: rows by table.
#[derive(Debug)]
pub struct SealedMembers {
    members: Vec<Vec<Value>>,
    keys: Vec<Vec<Value>>,
    terms: Vec<Vec<Value>>,
}

const MEMBER: (&str, [&str; 17]) = (
    "member",
    [
        "id",
        "home_chapter_id",
        "home_source",
        "home_since",
        "tier_id",
        "standing",
        "until_on",
        "frozen_days",
        "trial_used",
        "points",
        "phone_index",
        "phone_sealed",
        "name_sealed",
        "name_index",
        "joined_by",
        "registered_at",
        "version",
    ],
);
const KEY: (&str, [&str; 2]) = ("member_key", ["member_id", "key_sealed"]);
const TERM: (&str, [&str; 9]) = (
    "membership",
    ["id", "member_id", "tier_id", "source", "starts_on", "ends_on", "frozen_days", "home_chapter_id", "created_at"],
);

/// The numbers that rows name tiers by.
#[derive(Debug, Clone)]
pub struct TierNumbers(HashMap<String, i16>);

impl TierNumbers {
    /// The number of a tier.
    pub(crate) fn of(&self, tier: &TierCode) -> Result<i16> {
        self.0.get(tier.as_str()).copied().ok_or_else(|| StoreError::Corrupt(format!("tier {tier}")))
    }
}

/// The numbers of all tiers.
pub async fn tier_numbers(db: Db<'_>) -> Result<TierNumbers> {
    #[derive(FromQueryResult)]
    struct Row {
        id: i16,
        code: String,
    }
    let rows: Vec<Row> = db.rows("SELECT id, code FROM tier", []).await?;
    Ok(TierNumbers(rows.into_iter().map(|row| (row.code, row.id)).collect()))
}

/// Seals members. Takes processor time and waits for nothing.
pub fn seal(vault: &Vault, tiers: &TierNumbers, members: &[SeedMember]) -> Result<SealedMembers> {
    let mut sealed = SealedMembers {
        members: Vec::with_capacity(members.len()),
        keys: Vec::with_capacity(members.len()),
        terms: Vec::with_capacity(members.len()),
    };
    for member in members {
        let tier = tiers.of(&member.tier)?;
        let (data, key) = person::seal_new(vault, &member.person)?;
        sealed.keys.push(vec![member.id.0.into(), key.into()]);
        if let Some(term) = member.term {
            sealed.terms.push(term_row(member, term, tier));
        }
        sealed.members.push(vec![
            member.id.0.into(),
            member.home.0.into(),
            HomeSource::MemberChoice.rank().into(),
            micros(member.registered_at).into(),
            tier.into(),
            member.standing.rank().into(),
            member.term.map(|term| day_number(term.ends_on)).into(),
            0_i16.into(),
            (member.standing == Standing::Trial).into(),
            0_i32.into(),
            data.phone_index.into(),
            data.phone.into(),
            data.name.into(),
            data.name_index.into(),
            JoinedBy::Import.rank().into(),
            micros(member.registered_at).into(),
            1_i32.into(),
        ]);
    }
    Ok(sealed)
}

fn term_row(member: &SeedMember, term: SeedTerm, tier: i16) -> Vec<Value> {
    vec![
        term.id.0.into(),
        member.id.0.into(),
        tier.into(),
        term.source.rank().into(),
        day_number(term.starts_on).into(),
        day_number(term.ends_on).into(),
        0_i16.into(),
        member.home.0.into(),
        micros(member.registered_at).into(),
    ]
}

impl Store {
    /// Writes sealed members. Whoever writes them counts them afterwards.
    pub async fn seed_members(&self, sealed: SealedMembers) -> Result<()> {
        if self.dialect() == Dialect::Postgres {
            copy(self.writer(), MEMBER.0, &MEMBER.1, &sealed.members).await?;
            copy(self.writer(), KEY.0, &KEY.1, &sealed.keys).await?;
            return copy(self.writer(), TERM.0, &TERM.1, &sealed.terms).await;
        }
        let work = self.begin().await?;
        insert_rows(work.db(), MEMBER.0, &MEMBER.1, sealed.members).await?;
        insert_rows(work.db(), KEY.0, &KEY.1, sealed.keys).await?;
        insert_rows(work.db(), TERM.0, &TERM.1, sealed.terms).await?;
        work.commit().await
    }
}

async fn copy(connection: &DatabaseConnection, table: &str, columns: &[&str], rows: &[Vec<Value>]) -> Result<()> {
    let broken = |error: sea_orm::SqlxError| {
        StoreError::Broken(sea_orm::DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error.into())))
    };
    let pool = connection.get_postgres_connection_pool();
    let sql = format!("COPY {table} ({}) FROM STDIN", columns.join(", "));
    let mut sink = pool.copy_in_raw(&sql).await.map_err(broken)?;
    let mut text = String::with_capacity(rows.len() * 256);
    for row in rows {
        for (at, value) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            write_value(&mut text, value)?;
        }
        text.push('\n');
    }
    sink.send(text.as_bytes()).await.map_err(broken)?;
    sink.finish().await.map_err(broken)?;
    Ok(())
}

/// A value as COPY's text form has it. Only what the rows above hold.
fn write_value(text: &mut String, value: &Value) -> Result<()> {
    use std::fmt::Write as _;
    let written = match value {
        Value::SmallInt(Some(n)) => write!(text, "{n}"),
        Value::Int(Some(n)) => write!(text, "{n}"),
        Value::BigInt(Some(n)) => write!(text, "{n}"),
        Value::Bool(Some(yes)) => write!(text, "{}", if *yes { 't' } else { 'f' }),
        Value::Uuid(Some(id)) => write!(text, "{id}"),
        Value::Bytes(Some(bytes)) => {
            text.push_str("\\\\x");
            bytes.iter().try_for_each(|byte| write!(text, "{byte:02x}"))
        }
        Value::SmallInt(None) | Value::Int(None) | Value::BigInt(None) => write!(text, "\\N"),
        other => return Err(StoreError::Corrupt(format!("COPY of {other:?}"))),
    };
    written.map_err(|_| StoreError::Corrupt("COPY".into()))
}
