//! Writes whole trees at once, set-wise: for the demo, and for trees of a million chapters.

use domain::access::Role;
use domain::chapters::{Level, initials, pinyin};
use domain::kernel::{AccountId, ChapterId, GrantId, TermId, Timestamp, micros};
use sea_orm::Value;

use crate::vault::{Purpose, Vault};
use crate::{Db, Result};

/// A chapter to seed. Its id is its place in the list, from 1; parents stand before children.
#[derive(Debug, Clone)]
pub struct SeedChapter {
    pub parent: Option<ChapterId>,
    pub level: Level,
    pub name: String,
    /// The division that is its territory, if it has one.
    pub division: Option<String>,
    pub helmsman: Option<SeedHelmsman>,
}

/// A synthetic helmsman.
#[derive(Debug, Clone)]
pub struct SeedHelmsman {
    pub account: AccountId,
    pub term: TermId,
    pub grant: GrantId,
    pub name: String,
    pub phone: String,
}

/// Parameters per statement. SQLite takes 32,766, but finds each by looking through all before it.
const PARAMETERS: usize = 1_500;

/// Adds rows, many per statement.
pub(crate) async fn insert_rows(db: Db<'_>, table: &str, columns: &[&str], rows: Vec<Vec<Value>>) -> Result<()> {
    for chunk in rows.chunks((PARAMETERS / columns.len().max(1)).max(1)) {
        let mut next = 0;
        let mut tuples = Vec::with_capacity(chunk.len());
        for row in chunk {
            let places: Vec<String> = row
                .iter()
                .map(|_| {
                    next += 1;
                    format!("${next}")
                })
                .collect();
            tuples.push(format!("({})", places.join(",")));
        }
        let sql = format!("INSERT INTO {table} ({}) VALUES {}", columns.join(", "), tuples.join(","));
        db.run(&sql, chunk.iter().flatten().cloned()).await?;
    }
    Ok(())
}

/// Seeds the whole tree with its closure, history, territory and helmsmen.
pub async fn tree(db: Db<'_>, vault: &Vault, chapters: &[SeedChapter], at: Timestamp) -> Result<()> {
    let numbered = || chapters.iter().zip(1_i32..);
    for part in chapters.chunks(50_000).zip(0_i32..) {
        let (part, index) = part;
        let rows = part.iter().zip(index * 50_000 + 1..).map(|(chapter, id)| chapter_row(chapter, id, at)).collect();
        let columns = [
            "id",
            "parent_id",
            "level",
            "name",
            "pinyin",
            "initials",
            "status",
            "staffed",
            "opened_on",
            "version",
            "tree_version",
        ];
        insert_rows(db, "chapter", &columns, rows).await?;
    }
    crate::chapters::closure::rebuild(db).await?;
    let sql = "INSERT INTO chapter_history \
               (chapter_id, version, valid_from, parent_id, level, name, status) \
               SELECT id, version, opened_on, parent_id, level, name, status FROM chapter";
    db.run(sql, []).await?;
    let territory = numbered()
        .filter_map(|(chapter, id)| {
            let code = chapter.division.as_deref()?;
            Some(vec![id.into(), code.into(), chapter.level.rank().into(), micros(at).into()])
        })
        .collect();
    insert_rows(db, "territory", &["chapter_id", "division_code", "level", "valid_from"], territory).await?;
    let led: Vec<(i32, &SeedHelmsman)> =
        numbered().filter_map(|(chapter, id)| Some((id, chapter.helmsman.as_ref()?))).collect();
    helmsmen(db, vault, &led, at).await?;
    db.run("UPDATE counter SET value = 1 WHERE name = 'tree'", []).await?;
    // The planner must know how large the tables are before the first push.
    for table in ["division", "chapter", "closure", "territory"] {
        db.run(&format!("ANALYZE {table}"), []).await?;
    }
    Ok(())
}

fn chapter_row(chapter: &SeedChapter, id: i32, at: Timestamp) -> Vec<Value> {
    vec![
        id.into(),
        chapter.parent.map(|parent| parent.0).into(),
        chapter.level.rank().into(),
        chapter.name.as_str().into(),
        pinyin(&chapter.name).into(),
        initials(&chapter.name).into(),
        1_i16.into(),
        chapter.helmsman.is_some().into(),
        micros(at).into(),
        1_i32.into(),
        1_i64.into(),
    ]
}

async fn helmsmen(db: Db<'_>, vault: &Vault, led: &[(i32, &SeedHelmsman)], at: Timestamp) -> Result<()> {
    let mut accounts = Vec::with_capacity(led.len());
    let mut terms = Vec::with_capacity(led.len());
    let mut grants = Vec::with_capacity(led.len());
    for (chapter, person) in led {
        accounts.push(vec![
            person.account.0.into(),
            2_i16.into(),
            1_i16.into(),
            vault.blind_index(Purpose::Phone, &person.phone).into(),
            vault.seal(Purpose::Phone, &person.phone)?.into(),
            vault.seal(Purpose::Name, &person.name)?.into(),
            micros(at).into(),
            1_i32.into(),
        ]);
        let term: Vec<Value> =
            vec![person.term.0.into(), (*chapter).into(), person.account.0.into(), 1_i16.into(), micros(at).into()];
        terms.push(term);
        grants.push(vec![
            person.grant.0.into(),
            person.account.0.into(),
            Role::Helmsman.rank().into(),
            (*chapter).into(),
            micros(at).into(),
            person.term.0.into(),
            micros(at).into(),
        ]);
    }
    let columns = ["id", "kind", "status", "phone_index", "phone_sealed", "name_sealed", "created_at", "version"];
    insert_rows(db, "account", &columns, accounts).await?;
    insert_rows(db, "helmsman_term", &["id", "chapter_id", "account_id", "office", "starts_at"], terms).await?;
    let columns = ["id", "account_id", "role", "chapter_id", "valid_from", "term_id", "created_at"];
    insert_rows(db, "role_grant", &columns, grants).await
}
