//! Which chapter a sale pays.

use domain::chapters::ChapterStatus;
use domain::kernel::ChapterId;
use domain::members::{Territory, territory_chapter};
use store::Db;
use store::chapters::{chapter, closure};

use crate::Result;

/// The chapter that a sale to a member of this home pays: the home itself or the lowest above it that is open and led, else
/// headquarters, which is named second.
pub(crate) async fn territory(db: Db<'_>, home: ChapterId) -> Result<(ChapterId, ChapterId)> {
    let headquarters = chapter::headquarters(db).await?;
    let mut path = Vec::new();
    for id in closure::path(db, home).await? {
        let found = chapter::load(db, id).await?;
        let led = found.status == ChapterStatus::Open && found.staffed;
        path.push(Territory { chapter: id, level: found.level, led });
    }
    Ok((territory_chapter(path, headquarters), headquarters))
}
