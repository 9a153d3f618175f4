//! The only place where SQL differs by database.

use crate::{Db, Result};

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    /// Locks the rows of a SELECT until the end of the transaction. SQLite's writer is alone already.
    #[must_use]
    pub fn for_update(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE",
        }
    }

    /// Keeps the rows of a SELECT from being changed by others until the end of the transaction.
    #[must_use]
    pub fn for_share(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR SHARE",
        }
    }

    /// Claims rows that nobody else has claimed: skips locked ones.
    #[must_use]
    pub fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// `column IN (list)`: PostgreSQL takes the whole list as one array parameter, so one plan serves every length;
    /// SQLite takes it as one JSON text.
    #[must_use]
    pub fn any(self, column: &str, parameter: &str) -> String {
        match self {
            Self::Sqlite => format!("{column} IN (SELECT value FROM json_each({parameter}))"),
            Self::Postgres => format!("{column} = ANY({parameter})"),
        }
    }

    /// As [`Dialect::any`], over UUIDs: SQLite keeps them as bytes, and JSON has none.
    #[must_use]
    pub fn any_uuid(self, column: &str, parameter: &str) -> String {
        match self {
            Self::Sqlite => format!("{column} IN (SELECT unhex(value) FROM json_each({parameter}))"),
            Self::Postgres => format!("{column} = ANY({parameter})"),
        }
    }

    /// The value for [`Dialect::any_uuid`].
    #[must_use]
    pub fn list_uuid(self, items: impl IntoIterator<Item = uuid::Uuid>) -> sea_orm::Value {
        let items = items.into_iter();
        match self {
            Self::Sqlite => {
                let texts: Vec<String> = items.map(|id| id.simple().to_string()).collect();
                serde_json::to_string(&texts).unwrap_or_default().into()
            }
            Self::Postgres => items.collect::<Vec<_>>().into(),
        }
    }

    /// The numbers of a group as one text, with commas between them.
    #[must_use]
    pub fn joined(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("group_concat({column})"),
            Self::Postgres => format!("string_agg(CAST({column} AS text), ',')"),
        }
    }

    /// The value for [`Dialect::any`] over integers.
    #[must_use]
    pub fn list(self, items: &[i32]) -> sea_orm::Value {
        match self {
            Self::Sqlite => serde_json::to_string(items).unwrap_or_default().into(),
            Self::Postgres => items.to_vec().into(),
        }
    }

    /// The value for [`Dialect::any`] over big integers.
    #[must_use]
    pub fn list_i64(self, items: &[i64]) -> sea_orm::Value {
        match self {
            Self::Sqlite => serde_json::to_string(items).unwrap_or_default().into(),
            Self::Postgres => items.to_vec().into(),
        }
    }

    /// The value for [`Dialect::any`] over texts.
    #[must_use]
    pub fn list_text(self, items: &[String]) -> sea_orm::Value {
        match self {
            Self::Sqlite => serde_json::to_string(items).unwrap_or_default().into(),
            Self::Postgres => items.to_vec().into(),
        }
    }
}

/// Whose turn it is with the shape of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeLock {
    /// I read the shape and count on it until I commit (pushes, publishes).
    Shared,
    /// I change the shape (open, move, merge, split, close).
    Exclusive,
}

/// PostgreSQL advisory lock key for the shape of the tree.
const TREE_LOCK: i64 = 0x464c_4f54_0002;

/// Takes the structural lock until the end of the transaction. SQLite's one writer holds it by nature.
pub async fn lock_tree(db: Db<'_>, lock: TreeLock) -> Result<()> {
    if db.dialect() == Dialect::Postgres {
        let function = match lock {
            TreeLock::Shared => "pg_advisory_xact_lock_shared",
            TreeLock::Exclusive => "pg_advisory_xact_lock",
        };
        db.run(&format!("SELECT {function}({TREE_LOCK})"), []).await?;
    }
    Ok(())
}
