//! Many members at once, with all that one who joins has: rows by table, each table in one statement.

use std::collections::HashMap;

use domain::kernel::{AccountId, ChapterId, ConsentId, MemberId, local_date, micros};
use domain::members::{ConsentEntry, TermSource};
use sea_orm::{FromQueryResult, Value};

use super::count::{self, Kind as Counted};
use super::member::{Member, Sealed, narrow};
use super::term::Membership;
use super::{day_number, person};
use crate::bulk::{Field, Kind, insert};
use crate::dialect::Dialect;
use crate::seed_members::{TierNumbers, tier_numbers};
use crate::vault::Vault;
use crate::{Db, Result, StoreError};

/// Somebody who joins, ready to be written.
#[derive(Debug, Clone)]
pub struct Joiner {
    pub member: Member,
    pub sealed: Sealed,
    /// The key that the data is sealed with, itself sealed.
    pub key: Vec<u8>,
    pub consent: (ConsentId, ConsentEntry),
    pub term: Option<Membership>,
}

impl Joiner {
    /// Seals the data of somebody who joins. Takes processor time and waits for nothing.
    pub fn seal(
        vault: &Vault,
        person: &person::Person,
        member: Member,
        consent: (ConsentId, ConsentEntry),
        term: Option<Membership>,
    ) -> Result<Self> {
        let (sealed, key) = person::seal_new(vault, person)?;
        Ok(Self { member, sealed, key, consent, term })
    }
}

const MEMBER: [Field; 19] = [
    Field::of("id", Kind::Uuid),
    Field::of("home_chapter_id", Kind::Int),
    Field::of("home_source", Kind::SmallInt),
    Field::of("home_since", Kind::BigInt),
    Field::nullable("region_code", Kind::Text),
    Field::of("tier_id", Kind::SmallInt),
    Field::of("standing", Kind::SmallInt),
    Field::nullable("until_on", Kind::Int),
    Field::of("frozen_days", Kind::SmallInt),
    Field::of("trial_used", Kind::Bool),
    Field::of("points", Kind::Int),
    Field::of("phone_index", Kind::Bytes),
    Field::of("phone_sealed", Kind::Bytes),
    Field::of("name_sealed", Kind::Bytes),
    Field::of("name_index", Kind::Bytes),
    Field::nullable("birth_year", Kind::SmallInt),
    Field::of("joined_by", Kind::SmallInt),
    Field::of("registered_at", Kind::BigInt),
    Field::of("version", Kind::Int),
];
const KEY: [Field; 2] = [Field::of("member_id", Kind::Uuid), Field::of("key_sealed", Kind::Bytes)];
const CONSENT: [Field; 7] = [
    Field::of("id", Kind::Uuid),
    Field::of("member_id", Kind::Uuid),
    Field::of("purpose", Kind::SmallInt),
    Field::of("text_version", Kind::Text),
    Field::of("granted", Kind::Bool),
    Field::of("at", Kind::BigInt),
    Field::of("given_by", Kind::Uuid),
];
const TERM: [Field; 11] = [
    Field::of("id", Kind::Uuid),
    Field::of("member_id", Kind::Uuid),
    Field::of("tier_id", Kind::SmallInt),
    Field::of("source", Kind::SmallInt),
    Field::of("starts_on", Kind::Int),
    Field::of("ends_on", Kind::Int),
    Field::of("frozen_days", Kind::SmallInt),
    Field::of("home_chapter_id", Kind::Int),
    Field::nullable("note", Kind::Text),
    Field::of("created_at", Kind::BigInt),
    Field::of("waits", Kind::Bool),
];

/// Adds members with their keys, consents (as `by` wrote them down) and terms, and notes how many there are more.
///
/// # Errors
/// [`StoreError::Duplicate`] if a member has one of the phones already: then none is added.
pub async fn add(db: Db<'_>, joiners: &[&Joiner], by: AccountId) -> Result<()> {
    if joiners.is_empty() {
        return Ok(());
    }
    let tiers = tier_numbers(db).await?;
    let members = joiners.iter().map(|joiner| member_row(joiner, &tiers)).collect::<Result<Vec<_>>>()?;
    insert(db, "member", &MEMBER, members).await?;
    let keys = joiners.iter().map(|joiner| vec![joiner.member.id.0.into(), joiner.key.clone().into()]);
    insert(db, "member_key", &KEY, keys.collect()).await?;
    insert(db, "consent", &CONSENT, joiners.iter().map(|joiner| consent_row(joiner, by)).collect()).await?;
    let terms = joiners.iter().filter_map(|joiner| joiner.term.as_ref());
    let terms = terms.map(|term| term_row(term, &tiers)).collect::<Result<Vec<_>>>()?;
    insert(db, "membership", &TERM, terms).await?;
    note(db, joiners).await
}

fn member_row(joiner: &Joiner, tiers: &TierNumbers) -> Result<Vec<Value>> {
    let Joiner { member, sealed, .. } = joiner;
    let state = &member.state;
    Ok(vec![
        member.id.0.into(),
        member.home.0.into(),
        member.home_source.rank().into(),
        micros(member.home_since).into(),
        member.region.clone().into(),
        tiers.of(&state.tier)?.into(),
        state.standing.rank().into(),
        state.until_on.map(day_number).into(),
        narrow(state.frozen_days).into(),
        member.trial_used.into(),
        member.points.into(),
        sealed.phone_index.clone().into(),
        sealed.phone.clone().into(),
        sealed.name.clone().into(),
        sealed.name_index.clone().into(),
        member.birth_year.into(),
        member.joined_by.rank().into(),
        micros(member.registered_at).into(),
        1_i32.into(),
    ])
}

fn consent_row(joiner: &Joiner, by: AccountId) -> Vec<Value> {
    let mut row = consent_values(joiner.member.id, &joiner.consent);
    row.push(by.0.into());
    row
}

/// A consent's columns, but who wrote it down.
pub(crate) fn consent_values(member: MemberId, (id, entry): &(ConsentId, ConsentEntry)) -> Vec<Value> {
    vec![
        id.0.into(),
        member.0.into(),
        entry.purpose.rank().into(),
        entry.text_version.as_str().into(),
        entry.granted.into(),
        micros(entry.at).into(),
    ]
}

fn term_row(made: &Membership, tiers: &TierNumbers) -> Result<Vec<Value>> {
    let term = &made.term;
    debug_assert_eq!(term.source, TermSource::Import);
    Ok(vec![
        made.id.0.into(),
        made.member.0.into(),
        tiers.of(&term.tier)?.into(),
        term.source.rank().into(),
        day_number(term.starts_on).into(),
        day_number(term.ends_on).into(),
        narrow(term.frozen_days).into(),
        made.home.0.into(),
        made.note.clone().into(),
        micros(made.created_at).into(),
        (term.starts_on > local_date(made.created_at)).into(),
    ])
}

/// One difference for all of a kind.
async fn note(db: Db<'_>, joiners: &[&Joiner]) -> Result<()> {
    let mut kinds: Vec<(Counted<'_>, i64)> = Vec::new();
    let mut places: HashMap<(i32, &str, i16), usize> = HashMap::new();
    for Joiner { member, .. } in joiners {
        let kind = Counted { chapter: member.home, tier: &member.state.tier, standing: member.state.standing };
        let key = (kind.chapter.0, kind.tier.as_str(), kind.standing.rank());
        let at = *places.entry(key).or_insert_with(|| {
            kinds.push((kind, 0));
            kinds.len() - 1
        });
        if let Some((_, n)) = kinds.get_mut(at) {
            *n += 1;
        }
    }
    // A row of values for each kind: below what a statement of SQLite's takes.
    for some in kinds.chunks(500) {
        count::note(db, some).await?;
    }
    Ok(())
}

/// Where those of these people are at home who are members, by the blind index of their phone.
pub async fn homes(db: Db<'_>, indexes: &[&[u8]]) -> Result<HashMap<Vec<u8>, ChapterId>> {
    #[derive(FromQueryResult)]
    struct Known {
        phone_index: Vec<u8>,
        home_chapter_id: i32,
    }
    let (condition, list): (&str, Value) = match db.dialect() {
        Dialect::Postgres => {
            ("phone_index = ANY($1)", indexes.iter().map(|index| index.to_vec()).collect::<Vec<_>>().into())
        }
        Dialect::Sqlite => {
            let texts: Vec<String> = indexes.iter().map(|index| hex(index)).collect();
            let list = serde_json::to_string(&texts).map_err(|_| StoreError::Corrupt("phones".into()))?;
            ("phone_index IN (SELECT unhex(value) FROM json_each($1))", list.into())
        }
    };
    let sql = format!("SELECT phone_index, home_chapter_id FROM member WHERE {condition}");
    let rows: Vec<Known> = db.rows(&sql, [list]).await?;
    Ok(rows.into_iter().map(|row| (row.phone_index, ChapterId(row.home_chapter_id))).collect())
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| DIGITS.get(usize::from(n)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
