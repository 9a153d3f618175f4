//! What is wrong with the rows of a file. What the cells hold is masked before it gets here.

use domain::integrations::{Column, RowFault};
use domain::kernel::{Cursor, Direction, ImportId, PageRequest, Slice};
use sea_orm::{FromQueryResult, Value};

use crate::seed::insert_rows;
use crate::{Db, Result, StoreError};

/// What is wrong with a cell, or with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// As whoever opens the file sees it: the header is 1.
    pub line: i32,
    pub about: Option<Column>,
    pub fault: RowFault,
    pub message: String,
    /// Masked.
    pub shown: Option<String>,
}

/// A fault with its place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedFault {
    pub number: i32,
    pub fault: Fault,
}

#[derive(FromQueryResult)]
struct Row {
    number: i32,
    line: i32,
    about: Option<i16>,
    fault: i16,
    message: String,
    shown: Option<String>,
}

impl TryFrom<Row> for NumberedFault {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let corrupt = || StoreError::Corrupt("import fault".into());
        let fault = Fault {
            line: row.line,
            about: row.about.map(|rank| Column::of_rank(rank).ok_or_else(corrupt)).transpose()?,
            fault: RowFault::of_rank(row.fault).ok_or_else(corrupt)?,
            message: row.message,
            shown: row.shown,
        };
        Ok(Self { number: row.number, fault })
    }
}

/// Adds faults; the first gets this number, from 0.
pub async fn insert(db: Db<'_>, id: ImportId, first: i32, faults: &[Fault]) -> Result<()> {
    let row = |(number, fault): (i32, &Fault)| -> Vec<Value> {
        vec![
            id.0.into(),
            number.into(),
            fault.line.into(),
            fault.about.map(Column::rank).into(),
            fault.fault.rank().into(),
            fault.message.as_str().into(),
            fault.shown.clone().into(),
        ]
    };
    let rows = (first..).zip(faults).map(row).collect();
    insert_rows(db, "import_fault", &["import_id", "number", "line", "about", "fault", "message", "shown"], rows).await
}

const COLUMNS: &str = "number, line, about, fault, message, shown";

/// A page of the first `most` faults, in the order of the file.
pub async fn page(db: Db<'_>, id: ImportId, most: i32, page: &PageRequest) -> Result<Slice<NumberedFault>> {
    let from = page.from.as_ref().map(Cursor::key::<i32>).transpose();
    let from = from.map_err(|_| StoreError::Corrupt("cursor".into()))?;
    let (compare, order) = if page.direction == Direction::Forwards { (">", "ASC") } else { ("<", "DESC") };
    let mut values: Vec<Value> = vec![id.0.into(), most.into()];
    let beyond = from.map_or_else(String::new, |from| {
        values.push(from.into());
        format!(" AND number {compare} $3")
    });
    let sql = format!(
        "SELECT {COLUMNS} FROM import_fault WHERE import_id = $1 AND number < $2{beyond} ORDER BY number {order} LIMIT {}",
        page.limit + 1
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    let faults = rows.into_iter().map(NumberedFault::try_from).collect::<Result<Vec<_>>>()?;
    Ok(Slice::of_read(faults, page, from.is_some()))
}

/// The faults from a number on, in the order of the file.
pub async fn from(db: Db<'_>, id: ImportId, first: i32, limit: i64) -> Result<Vec<NumberedFault>> {
    let sql =
        format!("SELECT {COLUMNS} FROM import_fault WHERE import_id = $1 AND number >= $2 ORDER BY number LIMIT $3");
    let rows: Vec<Row> = db.rows(&sql, [id.0.into(), first.into(), limit.into()]).await?;
    rows.into_iter().map(NumberedFault::try_from).collect()
}
