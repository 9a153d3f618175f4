//! What can go wrong with rows, in words that do not depend on the database.

use sea_orm::{DbErr, SqlErr};

/// Why a statement failed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No such row.
    #[error("no such row")]
    Missing,
    /// A unique or exclusion constraint stands against it; the constraint's name or columns.
    #[error("already there: {0}")]
    Duplicate(String),
    /// The row has changed since it was read.
    #[error("the row has changed since it was read")]
    Stale,
    /// Another transaction was in the way, or the connection was lost: the same call may go through later.
    #[error("the database is busy or away")]
    Busy(#[source] DbErr),
    /// A sealed value cannot be opened: a key is missing or the value was changed.
    #[error("a sealed value cannot be opened: {0}")]
    Sealed(&'static str),
    /// A row holds what our code would never write.
    #[error("a row holds an impossible value: {0}")]
    Corrupt(String),
    /// Anything else.
    #[error("the database refused a statement")]
    Broken(#[source] DbErr),
}

impl StoreError {
    /// Whether running the whole transaction again may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy(_))
    }
}

/// PostgreSQL: serialisation failure, deadlock, shutting down, cannot connect now. SQLite: busy, locked and kin.
const TRANSIENT: &[&str] = &["40001", "40P01", "57P01", "57P02", "57P03", "5", "6", "261", "517"];
/// PostgreSQL: an exclusion constraint.
const EXCLUSION: &str = "23P01";
/// SQLite: our trigger that stands for the exclusion constraint.
const EXCLUSION_TRIGGER: &str = "territory_exclusive";

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        if let Some(SqlErr::UniqueConstraintViolation(text)) = error.sql_err() {
            return Self::Duplicate(text);
        }
        match driver_code(&error).as_deref() {
            Some(EXCLUSION) => return Self::Duplicate(EXCLUSION_TRIGGER.to_owned()),
            Some(code) if TRANSIENT.contains(&code) => return Self::Busy(error),
            _ => {}
        }
        if error.to_string().contains(EXCLUSION_TRIGGER) {
            return Self::Duplicate(EXCLUSION_TRIGGER.to_owned());
        }
        match error {
            DbErr::RecordNotFound(_) => Self::Missing,
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Self::Busy(error),
            other if lost_connection(&other) => Self::Busy(other),
            other => Self::Broken(other),
        }
    }
}

fn sqlx_error(error: &DbErr) -> Option<&sea_orm::SqlxError> {
    match error {
        DbErr::Exec(sea_orm::RuntimeErr::SqlxError(e)) | DbErr::Query(sea_orm::RuntimeErr::SqlxError(e)) => Some(e),
        _ => None,
    }
}

fn driver_code(error: &DbErr) -> Option<String> {
    sqlx_error(error)?.as_database_error()?.code().map(std::borrow::Cow::into_owned)
}

fn lost_connection(error: &DbErr) -> bool {
    use sea_orm::SqlxError::{Io, PoolClosed, PoolTimedOut, Protocol, WorkerCrashed};
    sqlx_error(error).is_some_and(|e| matches!(e, Io(_) | PoolTimedOut | PoolClosed | WorkerCrashed | Protocol(_)))
}
