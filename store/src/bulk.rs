//! Many rows in one statement, inside a transaction: from arrays on PostgreSQL, which costs little more than COPY (and COPY
//! has no place in a transaction of the ORM's), by long inserts on SQLite.

use sea_orm::Value;
use sea_orm::sea_query::ArrayType;

use crate::dialect::Dialect;
use crate::seed::insert_rows;
use crate::{Db, Result, StoreError};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    SmallInt,
    Int,
    BigInt,
    Text,
    Bytes,
    Uuid,
}

/// A column that is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field {
    name: &'static str,
    kind: Kind,
    nullable: bool,
}

impl Field {
    pub(crate) const fn of(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: false }
    }

    /// A column that may be null. Arrays of ours have no nulls, so a value stands for it that the column never has.
    pub(crate) const fn nullable(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, nullable: true }
    }

    fn chosen(&self, at: usize) -> String {
        match (self.nullable, self.kind.nothing()) {
            (true, Some((literal, _))) => format!("NULLIF(u.c{at}, {literal})"),
            _ => format!("u.c{at}"),
        }
    }
}

impl Kind {
    const fn array(self) -> (ArrayType, &'static str) {
        match self {
            Self::Bool => (ArrayType::Bool, "boolean[]"),
            Self::SmallInt => (ArrayType::SmallInt, "smallint[]"),
            Self::Int => (ArrayType::Int, "integer[]"),
            Self::BigInt => (ArrayType::BigInt, "bigint[]"),
            Self::Text => (ArrayType::String, "text[]"),
            Self::Bytes => (ArrayType::Bytes, "bytea[]"),
            Self::Uuid => (ArrayType::Uuid, "uuid[]"),
        }
    }

    /// What stands for null, as SQL has it and as a value.
    fn nothing(self) -> Option<(&'static str, Value)> {
        match self {
            Self::SmallInt => Some(("-32768", i16::MIN.into())),
            Self::Int => Some(("-2147483648", i32::MIN.into())),
            Self::Text => Some(("''", String::new().into())),
            Self::Uuid => Some(("'00000000-0000-0000-0000-000000000000'", uuid::Uuid::nil().into())),
            Self::Bool | Self::BigInt | Self::Bytes => None,
        }
    }
}

/// Adds rows, each with a value for every field.
///
/// # Errors
/// [`StoreError::Duplicate`] if one stands against another, or against one that is there: then none is added.
pub(crate) async fn insert(db: Db<'_>, table: &str, fields: &[Field], rows: Vec<Vec<Value>>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    if db.dialect() == Dialect::Sqlite {
        return insert_rows(db, table, &names, rows).await;
    }
    let (mut chosen, mut arrays, mut columns) = (Vec::new(), Vec::new(), Vec::new());
    for (at, field) in fields.iter().enumerate() {
        chosen.push(field.chosen(at));
        arrays.push(format!("${}::{}", at + 1, field.kind.array().1));
        columns.push(format!("c{at}"));
    }
    let sql = format!(
        "INSERT INTO {table} ({}) SELECT {} FROM unnest({}) AS u ({})",
        names.join(", "),
        chosen.join(", "),
        arrays.join(", "),
        columns.join(", ")
    );
    db.run(&sql, turned(fields, rows)?).await.map(|_| ())
}

/// Rows as columns: an array for each field.
fn turned(fields: &[Field], rows: Vec<Vec<Value>>) -> Result<Vec<Value>> {
    let mut columns: Vec<Vec<Value>> = fields.iter().map(|_| Vec::with_capacity(rows.len())).collect();
    for row in rows {
        if row.len() != fields.len() {
            return Err(StoreError::Corrupt("a row with other columns than its table".into()));
        }
        for ((column, field), value) in columns.iter_mut().zip(fields).zip(row) {
            let value = match (is_null(&value), field.kind.nothing()) {
                (true, Some((_, nothing))) if field.nullable => nothing,
                (true, _) => return Err(StoreError::Corrupt(format!("null in {}", field.name))),
                (false, _) => value,
            };
            column.push(value);
        }
    }
    let arrays = columns.into_iter().zip(fields);
    Ok(arrays.map(|(values, field)| Value::Array(field.kind.array().0, Some(Box::new(values)))).collect())
}

fn is_null(value: &Value) -> bool {
    matches!(
        value,
        Value::Bool(None)
            | Value::SmallInt(None)
            | Value::Int(None)
            | Value::BigInt(None)
            | Value::String(None)
            | Value::Bytes(None)
            | Value::Uuid(None)
    )
}
