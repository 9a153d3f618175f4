//! Divisions and their successors.

use domain::chapters::{Division, DivisionKind, Level};
use domain::kernel::{Timestamp, from_micros, micros};
use sea_orm::{FromQueryResult, Value};

use crate::{Db, Result, StoreError};

const COLUMNS: &str = "code, parent_code, level, name, kind, valid_from, valid_to";

#[derive(FromQueryResult)]
struct Row {
    code: String,
    parent_code: Option<String>,
    level: i16,
    name: String,
    kind: i16,
    valid_from: i64,
    valid_to: Option<i64>,
}

impl TryFrom<Row> for Division {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt(format!("division {}", row.code));
        Ok(Self {
            level: Level::of_rank(row.level).ok_or_else(corrupt)?,
            kind: DivisionKind::of_rank(row.kind).ok_or_else(corrupt)?,
            code: row.code,
            parent: row.parent_code,
            name: row.name,
            valid_from: from_micros(row.valid_from),
            valid_to: row.valid_to.map(from_micros),
        })
    }
}

/// The divisions among these codes that exist.
pub async fn load(db: Db<'_>, codes: &[String]) -> Result<Vec<Division>> {
    let dialect = db.dialect();
    let sql = format!("SELECT {COLUMNS} FROM division WHERE {} ORDER BY code", dialect.any("code", "$1"));
    let rows: Vec<Row> = db.rows(&sql, [dialect.list_text(codes)]).await?;
    rows.into_iter().map(Division::try_from).collect()
}

/// Whether there is a division with this code.
pub async fn exists(db: Db<'_>, code: &str) -> Result<bool> {
    Ok(!load(db, &[code.to_owned()]).await?.is_empty())
}

/// The code and the name of every division there is now.
pub async fn named(db: Db<'_>) -> Result<Vec<(String, String)>> {
    #[derive(FromQueryResult)]
    struct Named {
        code: String,
        name: String,
    }
    let rows: Vec<Named> = db.rows("SELECT code, name FROM division WHERE valid_to IS NULL ORDER BY code", []).await?;
    Ok(rows.into_iter().map(|row| (row.code, row.name)).collect())
}

/// Divisions by a part of their name, or by their code's beginning.
pub async fn search(db: Db<'_>, text: &str, limit: i64) -> Result<Vec<Division>> {
    let literal = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let sql = format!(
        "SELECT {COLUMNS} FROM division WHERE name LIKE $1 ESCAPE '\\' OR code LIKE $2 ESCAPE '\\' \
         ORDER BY level, code LIMIT $3"
    );
    let values = [format!("%{literal}%").into(), format!("{literal}%").into(), limit.into()];
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(Division::try_from).collect()
}

/// The codes that took over from a division that ended.
pub async fn successors(db: Db<'_>, code: &str) -> Result<Vec<String>> {
    #[derive(FromQueryResult)]
    struct Successor {
        successor_code: String,
    }
    let sql = "SELECT successor_code FROM division_successor WHERE code = $1 ORDER BY successor_code";
    let rows: Vec<Successor> = db.rows(sql, [code.into()]).await?;
    Ok(rows.into_iter().map(|row| row.successor_code).collect())
}

/// Ends a division and names those that take over.
pub async fn succeed(db: Db<'_>, code: &str, successors: &[String], at: Timestamp) -> Result<()> {
    let sql = "UPDATE division SET valid_to = $2 WHERE code = $1 AND valid_to IS NULL";
    db.run_one(sql, [code.into(), micros(at).into()]).await?;
    for successor in successors {
        let sql = "INSERT INTO division_successor (code, successor_code) VALUES ($1, $2)";
        db.run(sql, [code.into(), successor.as_str().into()]).await?;
    }
    Ok(())
}

/// Adds divisions, parents before children; one that is there already is left alone.
pub async fn insert(db: Db<'_>, divisions: &[Division]) -> Result<()> {
    // Nine parameters a row; well below SQLite's limit of 32,766.
    for chunk in divisions.chunks(500) {
        let mut sql = "INSERT INTO division \
             (code, parent_code, province_code, prefecture_code, level, name, kind, valid_from, valid_to) VALUES "
            .to_owned();
        let mut values: Vec<Value> = Vec::with_capacity(chunk.len() * 9);
        for (index, division) in chunk.iter().enumerate() {
            let n = index * 9;
            let comma = if index == 0 { "" } else { "," };
            sql.push_str(&format!(
                "{comma}(${},${},${},${},${},${},${},${},${})",
                n + 1,
                n + 2,
                n + 3,
                n + 4,
                n + 5,
                n + 6,
                n + 7,
                n + 8,
                n + 9
            ));
            values.extend(columns(division));
        }
        sql.push_str(" ON CONFLICT (code) DO NOTHING");
        db.run(&sql, values).await?;
    }
    Ok(())
}

fn columns(division: &Division) -> [Value; 9] {
    // A county hangs on a prefecture or, in a municipality, on its province; provinces end in four zeros.
    let parent = division.parent.as_deref();
    let is_province = |code: &str| code.ends_with("0000");
    let (province, prefecture) = match (division.level, parent) {
        (Level::Prefecture, Some(parent)) => (parent.to_owned(), Some(division.code.clone())),
        (Level::County, Some(parent)) if is_province(parent) => (parent.to_owned(), None),
        (Level::County, Some(parent)) => {
            (format!("{}0000", parent.get(..2).unwrap_or_default()), Some(parent.to_owned()))
        }
        _ => (division.code.clone(), None),
    };
    [
        division.code.as_str().into(),
        division.parent.clone().into(),
        province.into(),
        prefecture.into(),
        division.level.rank().into(),
        division.name.as_str().into(),
        division.kind.rank().into(),
        micros(division.valid_from).into(),
        division.valid_to.map(micros).into(),
    ]
}
