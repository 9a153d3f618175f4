//! The database's history: one file per step, each with a way up and a way down, on SQLite and PostgreSQL alike.
//!
//! This crate connects by itself and re-exports nothing, so that the ORM cannot get into other crates through it.

mod m20261101_0001_kernel;
mod m20261101_0002_chapters;
mod m20261101_0003_access;
mod m20261101_0004_policies;
mod m20261101_0005_audit;
mod m20261122_0006_push_tree;
mod m20261122_0007_sign_in;
mod m20261122_0008_grant_reason;
mod m20261122_0009_push_moved;
mod m20261122_0010_staff_index;
mod m20261122_0011_members;
mod m20261122_0012_money;
mod m20261122_0013_growth;
mod m20261122_0014_imports;
mod m20261123_0015_import_warnings;
mod portable;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend, Statement};

/// Why a migration did not run.
#[derive(Debug)]
pub struct MigrationError(DbErr);

impl std::fmt::Display for MigrationError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the database schema could not be changed: {}", self.0)
    }
}

impl std::error::Error for MigrationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<DbErr> for MigrationError {
    fn from(error: DbErr) -> Self {
        Self(error)
    }
}

/// One step of the history and whether this database has taken it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepStatus {
    pub name: String,
    pub applied: bool,
}

struct History;

impl MigratorTrait for History {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261101_0001_kernel::Step),
            Box::new(m20261101_0002_chapters::Step),
            Box::new(m20261101_0003_access::Step),
            Box::new(m20261101_0004_policies::Step),
            Box::new(m20261101_0005_audit::Step),
            Box::new(m20261122_0006_push_tree::Step),
            Box::new(m20261122_0007_sign_in::Step),
            Box::new(m20261122_0008_grant_reason::Step),
            Box::new(m20261122_0009_push_moved::Step),
            Box::new(m20261122_0010_staff_index::Step),
            Box::new(m20261122_0011_members::Step),
            Box::new(m20261122_0012_money::Step),
            Box::new(m20261122_0013_growth::Step),
            Box::new(m20261122_0014_imports::Step),
            Box::new(m20261123_0015_import_warnings::Step),
        ]
    }
}

/// Any number that no other lock of ours uses: migrations of one PostgreSQL database run one process at a time.
const MIGRATION_LOCK: i64 = 0x464c_4f54_0001;

/// Brings the database up to date; processes that start together wait for one another.
pub async fn up(database_url: &str) -> Result<(), MigrationError> {
    let connection = connect(database_url).await?;
    lock(&connection).await?;
    History::up(&connection, None).await?;
    Ok(connection.close().await?)
}

/// Takes the last `steps` steps back. Data in what they added is lost.
pub async fn down(database_url: &str, steps: u32) -> Result<(), MigrationError> {
    let connection = connect(database_url).await?;
    lock(&connection).await?;
    History::down(&connection, Some(steps)).await?;
    Ok(connection.close().await?)
}

/// Every step, oldest first.
pub async fn status(database_url: &str) -> Result<Vec<StepStatus>, MigrationError> {
    let connection = connect(database_url).await?;
    let mut steps = Vec::new();
    for (applied, files) in [
        (true, History::get_applied_migrations(&connection).await?),
        (false, History::get_pending_migrations(&connection).await?),
    ] {
        steps.extend(files.iter().map(|file| StepStatus { name: file.name().to_owned(), applied }));
    }
    connection.close().await?;
    Ok(steps)
}

/// One connection: the lock below belongs to it, and SQLite keeps foreign keys on.
async fn connect(database_url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(database_url);
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    Database::connect(options).await
}

async fn lock(connection: &DatabaseConnection) -> Result<(), DbErr> {
    if connection.get_database_backend() == DbBackend::Postgres {
        // Released when the connection closes.
        let sql = format!("SELECT pg_advisory_lock({MIGRATION_LOCK})");
        connection.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    }
    Ok(())
}
