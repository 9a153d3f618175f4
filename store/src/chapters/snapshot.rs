//! Reads the whole tree, or what changed since a version, for the snapshot that every process holds.

use std::collections::HashMap;

use domain::chapters::{ChapterStatus, Leader, Level, Node};
use domain::kernel::{AccountId, ChapterId, Timestamp, from_micros, micros};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::vault::{Purpose, Vault};
use crate::{Db, Result, StoreError};

#[derive(FromQueryResult)]
struct NodeRow {
    id: i32,
    parent_id: Option<i32>,
    level: i16,
    name: String,
    pinyin: String,
    initials: String,
    status: i16,
    opened_on: i64,
    successor_id: Option<i32>,
    version: i32,
}

#[derive(FromQueryResult)]
struct TerritoryRow {
    chapter_id: i32,
    division_code: String,
}

#[derive(FromQueryResult)]
struct LeaderRow {
    chapter_id: i32,
    account_id: Uuid,
    name_sealed: Vec<u8>,
    starts_at: i64,
}

/// The chapters that changed after `since` (0 for all), as they are now.
pub async fn changed(db: Db<'_>, vault: &Vault, since: i64) -> Result<Vec<Node>> {
    let values = || [since.into()];
    let chapters: Vec<NodeRow> = db
        .rows(
            "SELECT id, parent_id, level, name, pinyin, initials, status, opened_on, successor_id, version \
             FROM chapter WHERE tree_version > $1 ORDER BY id",
            values(),
        )
        .await?;
    if chapters.is_empty() {
        return Ok(Vec::new());
    }
    let territory: Vec<TerritoryRow> = db
        .rows(
            "SELECT t.chapter_id, t.division_code FROM territory t JOIN chapter c ON c.id = t.chapter_id \
             WHERE c.tree_version > $1 AND t.valid_to IS NULL ORDER BY t.division_code",
            values(),
        )
        .await?;
    let leaders: Vec<LeaderRow> = db
        .rows(
            "SELECT h.chapter_id, h.account_id, a.name_sealed, h.starts_at FROM helmsman_term h \
             JOIN chapter c ON c.id = h.chapter_id JOIN account a ON a.id = h.account_id \
             WHERE c.tree_version > $1 AND h.office = 1 AND h.ended_at IS NULL",
            values(),
        )
        .await?;
    assemble(chapters, territory, leaders, vault)
}

/// The chapters as they were at a time, without leaders.
pub async fn as_of(db: Db<'_>, vault: &Vault, at: Timestamp) -> Result<Vec<Node>> {
    let values = || [micros(at).into()];
    let chapters: Vec<NodeRow> = db
        .rows(
            "SELECT h.chapter_id AS id, h.parent_id, h.level, h.name, c.pinyin, c.initials, h.status, c.opened_on, \
             h.successor_id, h.version FROM chapter_history h JOIN chapter c ON c.id = h.chapter_id \
             WHERE h.valid_from <= $1 AND (h.valid_to IS NULL OR h.valid_to > $1) ORDER BY h.chapter_id",
            values(),
        )
        .await?;
    let territory: Vec<TerritoryRow> = db
        .rows(
            "SELECT chapter_id, division_code FROM territory \
             WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to > $1) ORDER BY division_code",
            values(),
        )
        .await?;
    let leaders: Vec<LeaderRow> = db
        .rows(
            "SELECT h.chapter_id, h.account_id, a.name_sealed, h.starts_at FROM helmsman_term h \
             JOIN account a ON a.id = h.account_id WHERE h.office = 1 AND h.starts_at <= $1 \
             AND (h.ended_at IS NULL OR h.ended_at > $1)",
            values(),
        )
        .await?;
    assemble(chapters, territory, leaders, vault)
}

fn assemble(
    chapters: Vec<NodeRow>,
    territory: Vec<TerritoryRow>,
    leaders: Vec<LeaderRow>,
    vault: &Vault,
) -> Result<Vec<Node>> {
    let mut divisions: HashMap<i32, Vec<String>> = HashMap::with_capacity(territory.len());
    for row in territory {
        divisions.entry(row.chapter_id).or_default().push(row.division_code);
    }
    let mut led: HashMap<i32, Leader> = HashMap::with_capacity(leaders.len());
    for row in leaders {
        let leader = Leader {
            account: AccountId(row.account_id),
            name: vault.open(Purpose::Name, &row.name_sealed)?,
            since: from_micros(row.starts_at),
        };
        led.insert(row.chapter_id, leader);
    }
    chapters
        .into_iter()
        .map(|row| {
            let corrupt = || StoreError::Corrupt(format!("chapter {}", row.id));
            Ok(Node {
                id: ChapterId(row.id),
                parent: row.parent_id.map(ChapterId),
                level: Level::of_rank(row.level).ok_or_else(corrupt)?,
                status: ChapterStatus::of_rank(row.status).ok_or_else(corrupt)?,
                name: row.name,
                pinyin: row.pinyin,
                initials: row.initials,
                opened_on: from_micros(row.opened_on),
                successor: row.successor_id.map(ChapterId),
                version: row.version,
                divisions: divisions.remove(&row.id).unwrap_or_default(),
                leader: led.remove(&row.id),
            })
        })
        .collect()
}
