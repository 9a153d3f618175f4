//! Files of people as they came, and the rows that were read from them: both sealed, in pieces.

use domain::kernel::{ImportId, Timestamp, micros};
use sea_orm::FromQueryResult;

use crate::vault::{Purpose, Vault};
use crate::{Db, Result, StoreError};

/// What is kept in pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pieces {
    /// The file as it came.
    Chunks,
    /// The rows that were read from it.
    Parts,
}

impl Pieces {
    const fn table(self) -> &'static str {
        match self {
            Self::Chunks => "import_chunk",
            Self::Parts => "import_part",
        }
    }
}

/// Appends to a file that is on its way.
///
/// # Errors
/// [`StoreError::Stale`] if the upload was given up meanwhile.
pub async fn append(
    db: Db<'_>,
    vault: &Vault,
    id: ImportId,
    (number, bytes): (i32, &[u8]),
    at: Timestamp,
) -> Result<()> {
    let sql = "UPDATE import SET chunks = chunks + 1, bytes = bytes + $3, touched_at = $4 \
               WHERE id = $1 AND state = 1 AND chunks = $2";
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    db.run_one(sql, [id.0.into(), number.into(), size.into(), micros(at).into()]).await?;
    put(db, Pieces::Chunks, (id, number), vault.seal_bytes(Purpose::ImportFile, bytes)?).await
}

/// Keeps a piece that is sealed already.
pub async fn put(db: Db<'_>, kind: Pieces, (id, number): (ImportId, i32), sealed: Vec<u8>) -> Result<()> {
    let sql = format!("INSERT INTO {} (import_id, number, sealed) VALUES ($1, $2, $3)", kind.table());
    db.run(&sql, [id.0.into(), number.into(), sealed.into()]).await.map(|_| ())
}

/// A piece, opened.
///
/// # Errors
/// [`StoreError::Missing`] if there is none of that number.
pub async fn get(db: Db<'_>, vault: &Vault, kind: Pieces, (id, number): (ImportId, i32)) -> Result<Vec<u8>> {
    #[derive(FromQueryResult)]
    struct Piece {
        sealed: Vec<u8>,
    }
    let sql = format!("SELECT sealed FROM {} WHERE import_id = $1 AND number = $2", kind.table());
    let piece: Piece = db.row(&sql, [id.0.into(), number.into()]).await?.ok_or(StoreError::Missing)?;
    vault.open_bytes(Purpose::ImportFile, &piece.sealed)
}

/// Deletes what is left of a file.
pub async fn forget(db: Db<'_>, kind: Pieces, id: ImportId) -> Result<()> {
    db.run(&format!("DELETE FROM {} WHERE import_id = $1", kind.table()), [id.0.into()]).await.map(|_| ())
}
