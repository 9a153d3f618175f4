//! A handle to run statements with, on a pool or inside a transaction.

use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, FromQueryResult, Statement, Value};

use crate::dialect::Dialect;
use crate::{Result, StoreError};

/// So many parameters, from a number on: `$3, $4`. For lists of UUIDs, which are bytes on SQLite: its JSON lists cannot carry
/// them.
pub(crate) fn places(first: usize, count: usize) -> String {
    (first..first + count).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ")
}

/// Runs statements. Cheap to copy; a read takes one from [`crate::Store::read`], a write from [`crate::Work::db`].
#[derive(Debug, Clone, Copy)]
pub struct Db<'a>(Through<'a>);

#[derive(Debug, Clone, Copy)]
enum Through<'a> {
    Pool(&'a DatabaseConnection),
    Transaction(&'a DatabaseTransaction),
}

impl<'a> Db<'a> {
    pub(crate) fn pool(connection: &'a DatabaseConnection) -> Self {
        Self(Through::Pool(connection))
    }

    pub(crate) fn transaction(transaction: &'a DatabaseTransaction) -> Self {
        Self(Through::Transaction(transaction))
    }

    /// Which database this is.
    #[must_use]
    pub fn dialect(self) -> Dialect {
        let backend = match self.0 {
            Through::Pool(connection) => ConnectionTrait::get_database_backend(connection),
            Through::Transaction(transaction) => ConnectionTrait::get_database_backend(transaction),
        };
        if backend == DbBackend::Postgres { Dialect::Postgres } else { Dialect::Sqlite }
    }

    fn statement(self, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
        let backend = match self.dialect() {
            Dialect::Postgres => DbBackend::Postgres,
            Dialect::Sqlite => DbBackend::Sqlite,
        };
        Statement::from_sql_and_values(backend, sql, values)
    }

    /// All rows of a query.
    pub(crate) async fn rows<T: FromQueryResult>(
        self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<T>> {
        let statement = self.statement(sql, values);
        let rows = match self.0 {
            Through::Pool(connection) => connection.query_all_raw(statement).await?,
            Through::Transaction(transaction) => transaction.query_all_raw(statement).await?,
        };
        rows.iter().map(|row| T::from_query_result(row, "").map_err(StoreError::from)).collect()
    }

    /// The first row of a query, if there is one.
    pub(crate) async fn row<T: FromQueryResult>(
        self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Option<T>> {
        let statement = self.statement(sql, values);
        let row = match self.0 {
            Through::Pool(connection) => connection.query_one_raw(statement).await?,
            Through::Transaction(transaction) => transaction.query_one_raw(statement).await?,
        };
        row.map(|row| T::from_query_result(&row, "").map_err(StoreError::from)).transpose()
    }

    /// The single number in the column `n` of the first row.
    pub(crate) async fn number(self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<i64> {
        #[derive(FromQueryResult)]
        struct Row {
            n: i64,
        }
        self.row::<Row>(sql, values).await?.map(|row| row.n).ok_or(StoreError::Missing)
    }

    /// Runs a statement; answers how many rows it touched.
    pub(crate) async fn run(self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<u64> {
        let statement = self.statement(sql, values);
        let result = match self.0 {
            Through::Pool(connection) => connection.execute_raw(statement).await?,
            Through::Transaction(transaction) => transaction.execute_raw(statement).await?,
        };
        Ok(result.rows_affected())
    }

    /// Runs a statement that must touch exactly one row, which repeats in its WHERE what it expects.
    ///
    /// # Errors
    /// [`StoreError::Stale`] if the row was not as expected.
    pub(crate) async fn run_one(self, sql: &str, values: impl IntoIterator<Item = Value>) -> Result<()> {
        match self.run(sql, values).await? {
            1 => Ok(()),
            _ => Err(StoreError::Stale),
        }
    }
}
