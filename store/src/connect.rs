//! Pools: SQLite with one writer and several readers, PostgreSQL with one pool.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, TransactionOptions, TransactionTrait,
};

use crate::dialect::Dialect;
use crate::vault::Vault;
use crate::{Db, Result, Work};

/// How many connections, and how long to wait for one.
#[derive(Debug, Clone, Copy)]
pub struct PoolSettings {
    /// Connections to PostgreSQL, or readers of SQLite.
    pub max_connections: u32,
    /// How long a statement waits for a free connection.
    pub acquire_timeout: Duration,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self { max_connections: 16, acquire_timeout: Duration::from_secs(5) }
    }
}

/// The way to the rows.
#[derive(Debug, Clone)]
pub struct Store {
    write: DatabaseConnection,
    read: DatabaseConnection,
    vault: Arc<Vault>,
    dialect: Dialect,
}

impl Store {
    /// Connects to `sqlite://path` or `postgres://…`. The schema must be there already.
    pub async fn connect(url: &str, pool: PoolSettings, vault: Vault) -> Result<Self> {
        let vault = Arc::new(vault);
        if url.starts_with("sqlite:") {
            let write = Database::connect(sqlite(url, 1, pool)).await?;
            let read = Database::connect(sqlite(url, pool.max_connections.max(1), pool)).await?;
            return Ok(Self { write, read, vault, dialect: Dialect::Sqlite });
        }
        let connection = Database::connect(postgres(url, pool)).await?;
        let dialect = match ConnectionTrait::get_database_backend(&connection) {
            DbBackend::Postgres => Dialect::Postgres,
            _ => Dialect::Sqlite,
        };
        Ok(Self { write: connection.clone(), read: connection, vault, dialect })
    }

    /// A handle for reads.
    #[must_use]
    pub fn read(&self) -> Db<'_> {
        Db::pool(&self.read)
    }

    pub(crate) fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Which database this is.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// What seals personal data at rest.
    #[must_use]
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Begins the one transaction of a write. SQLite begins immediate: a transaction that reads first and writes later
    /// could not be upgraded while another writes.
    pub async fn begin(&self) -> Result<Work> {
        let options = match self.dialect {
            Dialect::Sqlite => TransactionOptions {
                sqlite_transaction_mode: Some(sea_orm::SqliteTransactionMode::Immediate),
                ..Default::default()
            },
            Dialect::Postgres => TransactionOptions::default(),
        };
        Ok(Work::new(self.write.begin_with_options(options).await?))
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.read().number("SELECT 1 + $1 AS n", [0_i64.into()]).await.map(|_| ())
    }

    /// Closes the pools; statements in flight finish first.
    pub async fn close(self) -> Result<()> {
        self.write.close().await?;
        if self.dialect == Dialect::Sqlite {
            self.read.close().await?;
        }
        Ok(())
    }
}

fn sqlite(url: &str, connections: u32, pool: PoolSettings) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(pool.acquire_timeout.max(Duration::from_secs(30)))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "NORMAL")
                .pragma("foreign_keys", "ON")
                .pragma("temp_store", "MEMORY")
                .pragma("mmap_size", "268435456")
                .busy_timeout(Duration::from_secs(5))
                .statement_cache_capacity(256)
        });
    options
}

fn postgres(url: &str, pool: PoolSettings) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(pool.max_connections)
        .acquire_timeout(pool.acquire_timeout)
        .sqlx_logging(false)
        // The default asks the server at every checkout, a round trip per statement.
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        // Our statements are short: compiling one takes longer (0.1 s) than running it. A level of a great tree is joined
        // in memory, not on disk.
        .map_sqlx_postgres_opts(|postgres| postgres.statement_cache_capacity(256).options([("jit", "off"), ("work_mem", "32MB")]));
    options
}
