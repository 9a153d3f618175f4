//! Writes synthetic members in bulk. Sealing is apart from writing, so that the one can go on while the other waits.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::kernel::{ChapterId, ConsentId, MemberId, MembershipId, Timestamp, micros};
use domain::members::{ConsentEntry, HomeSource, JoinedBy, Standing, TermSource, TierCode};
use sea_orm::{FromQueryResult, Value};

use crate::load::Load;
use crate::members::bulk::consent_values;
use crate::members::day_number;
use crate::members::person::{self, Person};
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
    /// To what they joined by.
    pub consent: (ConsentId, ConsentEntry),
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
    consents: Vec<Vec<Value>>,
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
const CONSENT: (&str, [&str; 6]) = ("consent", ["id", "member_id", "purpose", "text_version", "granted", "at"]);
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
        consents: Vec::with_capacity(members.len()),
        terms: Vec::with_capacity(members.len()),
    };
    for member in members {
        let tier = tiers.of(&member.tier)?;
        let (data, key) = person::seal_new(vault, &member.person)?;
        sealed.keys.push(vec![member.id.0.into(), key.into()]);
        sealed.consents.push(consent_values(member.id, &member.consent));
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

/// A nation of members under way to its tables, which are empty: all of them or none.
#[derive(Debug)]
pub struct MembersLoad(Load);

impl Store {
    /// Begins to load members. Whoever loads them counts them afterwards.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] if there is one already.
    pub async fn load_members(&self) -> Result<MembersLoad> {
        Load::begin(self, &[MEMBER.0, KEY.0, CONSENT.0, TERM.0]).await.map(MembersLoad)
    }
}

impl MembersLoad {
    /// Adds sealed members.
    pub async fn add(&mut self, sealed: SealedMembers) -> Result<()> {
        self.0.add((MEMBER.0, &MEMBER.1), sealed.members).await?;
        self.0.add((KEY.0, &KEY.1), sealed.keys).await?;
        self.0.add((CONSENT.0, &CONSENT.1), sealed.consents).await?;
        self.0.add((TERM.0, &TERM.1), sealed.terms).await
    }

    /// Makes them durable.
    pub async fn commit(self) -> Result<()> {
        self.0.commit().await
    }
}
