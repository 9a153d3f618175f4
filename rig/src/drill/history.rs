//! What happened, as the database tells it afterwards. Times are commit times, so that they follow the order in which
//! transactions became visible, not the order in which they began.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context as _, Result};
use futures_util::TryStreamExt as _;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Row};

use crate::db::{committed, number};

/// The rank of a published version.
pub(crate) const PUBLISHED: i16 = 1;

/// Everything the promises speak of.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    pub(crate) versions: HashMap<i64, Version>,
    /// By id.
    pub(crate) steps: HashMap<i64, Step>,
    pub(crate) deliveries: Vec<Delivered>,
    pub(crate) chapters: HashMap<i32, Vec<Span>>,
    pub(crate) territory: HashMap<i32, Vec<Territory>>,
    pub(crate) acknowledgements: Vec<Acknowledgement>,
    /// The last number that the feed gave out.
    pub(crate) feed: i64,
    pub(crate) unfinished_pushes: i64,
    pub(crate) unsent: i64,
}

/// A policy version.
#[derive(Debug, Clone, Default)]
pub(crate) struct Version {
    pub(crate) key: String,
    pub(crate) issuer: i32,
    pub(crate) number: i32,
    pub(crate) state: i16,
    /// A bit for each level; none for all.
    pub(crate) levels: i16,
    /// Codes; none for all.
    pub(crate) divisions: BTreeSet<String>,
    /// Hexadecimal.
    pub(crate) hash: String,
}

/// A committed level of a push, or a withdrawal.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Step {
    pub(crate) seq: Option<i64>,
    pub(crate) version: i64,
    pub(crate) depth: i16,
    pub(crate) served: i32,
    pub(crate) at: i64,
}

/// A chapter's copy of a version.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Delivered {
    pub(crate) version: i64,
    pub(crate) step: i64,
    pub(crate) chapter: i32,
    pub(crate) acknowledged: bool,
}

/// What a chapter was, from one time until before another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Span {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) parent: Option<i32>,
    pub(crate) level: i16,
    pub(crate) is_open: bool,
}

/// A division that a chapter held, with the codes it lies in.
#[derive(Debug, Clone)]
pub(crate) struct Territory {
    pub(crate) from: i64,
    pub(crate) until: i64,
    pub(crate) codes: Vec<String>,
}

/// An acknowledgement as the audit log has it.
#[derive(Debug, Clone)]
pub(crate) struct Acknowledgement {
    pub(crate) version: i64,
    pub(crate) chapter: i32,
    pub(crate) hash: String,
    pub(crate) at: i64,
}

impl History {
    /// What a chapter was at a time.
    pub(crate) fn span_at(&self, chapter: i32, at: i64) -> Option<&Span> {
        // Later spans first: a change and what it brought about commit at the same time.
        self.chapters.get(&chapter)?.iter().rev().find(|span| span.from <= at && at < span.until)
    }

    /// Whether a chapter was open, at or below the issuer, and of the level and territory that the version is for.
    pub(crate) fn in_scope(&self, version: &Version, chapter: i32, at: i64) -> bool {
        let Some(span) = self.span_at(chapter, at).filter(|span| span.is_open) else { return false };
        let of_level = version.levels == 0 || version.levels & (1 << span.level) != 0;
        of_level && self.holds(version, chapter, at) && self.is_below(version.issuer, chapter, at)
    }

    fn holds(&self, version: &Version, chapter: i32, at: i64) -> bool {
        version.divisions.is_empty()
            || self.territory.get(&chapter).into_iter().flatten().any(|held| {
                held.from <= at && at < held.until && held.codes.iter().any(|code| version.divisions.contains(code))
            })
    }

    fn is_below(&self, issuer: i32, chapter: i32, at: i64) -> bool {
        let path = std::iter::successors(Some(chapter), |chapter| self.span_at(*chapter, at)?.parent);
        // A loop in a broken tree must not hold the check up.
        path.take(64).any(|above| above == issuer)
    }

    /// Reads all of it.
    pub(crate) async fn load(client: &Client) -> Result<Self> {
        Ok(Self {
            versions: versions(client).await?,
            steps: steps(client).await?,
            deliveries: deliveries(client).await?,
            chapters: chapters(client).await?,
            territory: territory(client).await?,
            acknowledgements: acknowledgements(client).await?,
            feed: number(client, "SELECT value FROM counter WHERE name = 'feed'").await?,
            unfinished_pushes: number(client, "SELECT count(*) FROM push WHERE state = 1").await?,
            unsent: number(client, "SELECT count(*) FROM outbox").await?,
        })
    }
}

async fn versions(client: &Client) -> Result<HashMap<i64, Version>> {
    let sql = "SELECT id, policy_key, issuer_id, number, state, scope_levels, scope_divisions, \
               encode(content_hash, 'hex') FROM policy_version";
    let read = |row: &Row| -> Result<(i64, Version)> {
        let divisions: String = row.try_get(6)?;
        let version = Version {
            key: row.try_get(1)?,
            issuer: row.try_get(2)?,
            number: row.try_get(3)?,
            state: row.try_get(4)?,
            levels: row.try_get(5)?,
            divisions: serde_json::from_str(&divisions)?,
            hash: row.try_get(7)?,
        };
        Ok((row.try_get(0)?, version))
    };
    client.query(sql, &[]).await?.iter().map(read).collect()
}

async fn steps(client: &Client) -> Result<HashMap<i64, Step>> {
    let sql = format!("SELECT id, seq, version_id, depth, delivered, {} FROM push_step s", committed("s"));
    let read = |row: &Row| -> Result<(i64, Step)> {
        let step = Step {
            seq: row.try_get(1)?,
            version: row.try_get(2)?,
            depth: row.try_get(3)?,
            served: row.try_get(4)?,
            at: row.try_get(5)?,
        };
        Ok((row.try_get(0)?, step))
    };
    client.query(&sql, &[]).await?.iter().map(read).collect()
}

/// Millions after a long drill, so they are read as they come.
async fn deliveries(client: &Client) -> Result<Vec<Delivered>> {
    let sql = "SELECT version_id, step_id, chapter_id, state = 3 OR acknowledged_at IS NOT NULL FROM delivery";
    let rows = client.query_raw(sql, std::iter::empty::<&(dyn ToSql + Sync)>()).await?;
    rows.map_err(anyhow::Error::from)
        .and_then(async |row| {
            Ok(Delivered {
                version: row.try_get(0)?,
                step: row.try_get(1)?,
                chapter: row.try_get(2)?,
                acknowledged: row.try_get(3)?,
            })
        })
        .try_collect()
        .await
}

/// A row that has ended was last written by the transaction that ended it, which began the next row too.
async fn chapters(client: &Client) -> Result<HashMap<i32, Vec<Span>>> {
    let sql = format!(
        "SELECT chapter_id, parent_id, level, status, valid_to IS NOT NULL, {} \
         FROM chapter_history h ORDER BY chapter_id, version",
        committed("h")
    );
    let mut chapters: HashMap<i32, Vec<Span>> = HashMap::new();
    for row in client.query(&sql, &[]).await? {
        let (has_ended, written): (bool, i64) = (row.try_get(4)?, row.try_get(5)?);
        let status: i16 = row.try_get(3)?;
        let spans = chapters.entry(row.try_get(0)?).or_default();
        let begun = if has_ended { 0 } else { written };
        spans.push(Span {
            from: spans.last().map_or(begun, |before| before.until),
            until: if has_ended { written } else { i64::MAX },
            parent: row.try_get(1)?,
            level: row.try_get(2)?,
            is_open: status == 1,
        });
    }
    Ok(chapters)
}

async fn territory(client: &Client) -> Result<HashMap<i32, Vec<Territory>>> {
    let sql = format!(
        "SELECT t.chapter_id, t.valid_to IS NOT NULL, {}, d.code, d.prefecture_code, d.province_code \
         FROM territory t JOIN division d ON d.code = t.division_code",
        committed("t")
    );
    let mut territory: HashMap<i32, Vec<Territory>> = HashMap::new();
    for row in client.query(&sql, &[]).await? {
        let (has_ended, written): (bool, i64) = (row.try_get(1)?, row.try_get(2)?);
        let codes: [Option<String>; 3] = [row.try_get(3)?, row.try_get(4)?, row.try_get(5)?];
        let held = Territory {
            from: if has_ended { 0 } else { written },
            until: if has_ended { written } else { i64::MAX },
            codes: codes.into_iter().flatten().collect(),
        };
        territory.entry(row.try_get(0)?).or_default().push(held);
    }
    Ok(territory)
}

async fn acknowledgements(client: &Client) -> Result<Vec<Acknowledgement>> {
    let sql = format!(
        "SELECT target, chapter_id, coalesce(after_value::jsonb ->> 'hash', ''), {} FROM audit_entry a \
         WHERE action = 'policies.acknowledge'",
        committed("a")
    );
    let read = |row: &Row| -> Result<Acknowledgement> {
        let target: String = row.try_get(0)?;
        Ok(Acknowledgement {
            version: crate::gql::id_number(&target).with_context(|| format!("{target} is no version"))?,
            chapter: row.try_get(1)?,
            hash: row.try_get(2)?,
            at: row.try_get(3)?,
        })
    };
    client.query(&sql, &[]).await?.iter().map(read).collect()
}
