//! The one write transaction of a use case.

use sea_orm::DatabaseTransaction;

use crate::{Db, Result};

/// A write transaction; dropped without [`Work::commit`], it is rolled back.
#[derive(Debug)]
pub struct Work(DatabaseTransaction);

impl Work {
    pub(crate) fn new(transaction: DatabaseTransaction) -> Self {
        Self(transaction)
    }

    /// A handle for statements inside the transaction.
    #[must_use]
    pub fn db(&self) -> Db<'_> {
        Db::transaction(&self.0)
    }

    /// Makes it durable.
    pub async fn commit(self) -> Result<()> {
        Ok(self.0.commit().await?)
    }

    /// Takes it all back.
    pub async fn rollback(self) -> Result<()> {
        Ok(self.0.rollback().await?)
    }
}
