//! Fills empty tables with very many rows, all or nothing: on PostgreSQL by binary COPY into tables without their indexes,
//! which are built once at the end, many times faster than row by row; on SQLite by long inserts.

use sea_orm::Value;
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, Postgres, Transaction};

use crate::dialect::Dialect;
use crate::seed::insert_rows;
use crate::{Result, Store, StoreError, Work};

/// A table with those of its columns that are written.
pub(crate) type Table<'t> = (&'t str, &'t [&'t str]);

/// How COPY's binary form begins: its signature, no flags, nothing more.
const HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// How it ends, in place of a row's number of columns.
const TRAILER: i16 = -1;
/// Sorting in memory is what building an index mostly is.
const MEMORY: &str = "SET LOCAL maintenance_work_mem = '256MB'";

/// What stands on tables besides their primary keys: how it is dropped, and how it is made again.
const SECONDARY: &str = "\
SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', t.relname, c.conname), \
  format('ALTER TABLE %I ADD CONSTRAINT %I %s', t.relname, c.conname, pg_get_constraintdef(c.oid)) \
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid \
WHERE c.contype = 'u' AND t.relname = ANY($1) AND t.relnamespace = current_schema()::regnamespace \
UNION ALL \
SELECT format('DROP INDEX %I', i.relname), pg_get_indexdef(i.oid) \
FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid \
WHERE t.relname = ANY($1) AND t.relnamespace = current_schema()::regnamespace \
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid AND c.contype IN ('p', 'u', 'x'))";

/// A load under way; dropped without [`Load::commit`], nothing of it stays.
#[derive(Debug)]
pub(crate) enum Load {
    /// With the statements that make the indexes again.
    Postgres(Transaction<'static, Postgres>, Vec<String>),
    Sqlite(Work),
}

impl Load {
    /// Begins a load. On PostgreSQL nobody else reads or writes the tables until it ends.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] if one of them has a row.
    pub(crate) async fn begin(store: &Store, tables: &[&str]) -> Result<Self> {
        let empty: Vec<String> = tables.iter().map(|table| format!("NOT EXISTS (SELECT 1 FROM {table})")).collect();
        let empty = format!("SELECT CAST(CASE WHEN {} THEN 1 ELSE 0 END AS bigint) AS n", empty.join(" AND "));
        let full = || StoreError::Duplicate(format!("a row in one of {}", tables.join(", ")));
        if store.dialect() == Dialect::Sqlite {
            let work = store.begin().await?;
            let is_empty = work.db().number(&empty, []).await? == 1;
            return if is_empty { Ok(Self::Sqlite(work)) } else { Err(full()) };
        }
        let mut transaction = store.writer().get_postgres_connection_pool().begin().await.map_err(broken)?;
        run(&mut transaction, format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", tables.join(", "))).await?;
        let is_empty: i64 =
            sqlx::query_scalar(AssertSqlSafe(empty)).fetch_one(&mut *transaction).await.map_err(broken)?;
        if is_empty != 1 {
            return Err(full());
        }
        run(&mut transaction, MEMORY.to_owned()).await?;
        let found: Vec<(String, String)> =
            sqlx::query_as(SECONDARY).bind(tables).fetch_all(&mut *transaction).await.map_err(broken)?;
        let mut again = Vec::with_capacity(found.len());
        for (drop, make) in found {
            run(&mut transaction, drop).await?;
            again.push(make);
        }
        Ok(Self::Postgres(transaction, again))
    }

    /// Adds rows to one of the tables.
    pub(crate) async fn add(&mut self, (table, columns): Table<'_>, rows: Vec<Vec<Value>>) -> Result<()> {
        match self {
            Self::Sqlite(work) => insert_rows(work.db(), table, columns, rows).await,
            Self::Postgres(transaction, _) => {
                let sql = format!("COPY {table} ({}) FROM STDIN (FORMAT binary)", columns.join(", "));
                let bytes = written(&rows)?;
                let mut sink = transaction.copy_in_raw(&sql).await.map_err(broken)?;
                sink.send(bytes).await.map_err(broken)?;
                sink.finish().await.map_err(broken)?;
                Ok(())
            }
        }
    }

    /// Makes it durable, with every index in its place.
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(work) => work.commit().await,
            Self::Postgres(mut transaction, again) => {
                for make in again {
                    run(&mut transaction, make).await?;
                }
                transaction.commit().await.map_err(broken)
            }
        }
    }
}

/// Runs a statement that was put together from the database's own words.
async fn run(connection: &mut PgConnection, sql: String) -> Result<()> {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(connection).await.map(|_| ()).map_err(broken)
}

fn broken(error: sqlx::Error) -> StoreError {
    StoreError::from(sea_orm::DbErr::Exec(sea_orm::RuntimeErr::SqlxError(error.into())))
}

/// Rows in COPY's binary form.
fn written(rows: &[Vec<Value>]) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(rows.len() * 256);
    bytes.extend_from_slice(HEADER);
    for row in rows {
        let columns = i16::try_from(row.len()).map_err(|_| StoreError::Corrupt("a row of too many columns".into()))?;
        bytes.extend_from_slice(&columns.to_be_bytes());
        for value in row {
            write_value(&mut bytes, value)?;
        }
    }
    bytes.extend_from_slice(&TRAILER.to_be_bytes());
    Ok(bytes)
}

/// A value behind its length. Only what rows in bulk hold.
fn write_value(bytes: &mut Vec<u8>, value: &Value) -> Result<()> {
    match value {
        Value::SmallInt(Some(n)) => write_bytes(bytes, &n.to_be_bytes()),
        Value::Int(Some(n)) => write_bytes(bytes, &n.to_be_bytes()),
        Value::BigInt(Some(n)) => write_bytes(bytes, &n.to_be_bytes()),
        Value::Bool(Some(yes)) => write_bytes(bytes, &[u8::from(*yes)]),
        Value::Uuid(Some(id)) => write_bytes(bytes, id.as_bytes()),
        Value::Bytes(Some(content)) => write_bytes(bytes, content),
        Value::String(Some(text)) => write_bytes(bytes, text.as_bytes()),
        Value::SmallInt(None) | Value::Int(None) | Value::BigInt(None) => {
            bytes.extend_from_slice(&(-1_i32).to_be_bytes());
            Ok(())
        }
        other => Err(StoreError::Corrupt(format!("COPY of {other:?}"))),
    }
}

fn write_bytes(bytes: &mut Vec<u8>, content: &[u8]) -> Result<()> {
    let length = i32::try_from(content.len()).map_err(|_| StoreError::Corrupt("a value of 2 GiB".into()))?;
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(content);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_written_as_copy_reads_them() {
        let rows = vec![vec![Value::SmallInt(Some(-2)), Value::Int(None), Value::Bytes(Some(vec![7, 8]))]];
        let mut expected = HEADER.to_vec();
        expected.extend([0, 3, 0, 0, 0, 2, 0xff, 0xfe, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 2, 7, 8, 0xff, 0xff]);
        assert_eq!(written(&rows).unwrap(), expected);
        assert!(written(&[vec![Value::Double(Some(1.0))]]).is_err(), "no row in bulk holds one");
    }
}
