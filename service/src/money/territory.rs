//! Which chapter a sale pays.

use domain::chapters::{ChapterStatus, Level};
use domain::kernel::{ChapterId, Timestamp};
use domain::members::{Territory, territory_chapter};
use store::Db;
use store::chapters::{chapter, closure, territory as held};

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

/// Whose territory a buyer from this region lives in, where that is not the seller's: the lowest open and led chapter there,
/// unless it stands above the seller or below it. Where nobody leads, nobody is harmed.
pub(crate) async fn outside(
    db: Db<'_>,
    seller: ChapterId,
    region: Option<&str>,
    now: Timestamp,
) -> Result<Option<ChapterId>> {
    let Some(place) = holder(db, region, now).await? else { return Ok(None) };
    let (chapter, headquarters) = territory(db, place).await?;
    let is_one_line =
        closure::path(db, seller).await?.contains(&chapter) || closure::path(db, chapter).await?.contains(&seller);
    Ok(Some(chapter).filter(|chapter| *chapter != headquarters && !is_one_line))
}

/// The chapter that holds a region: its county, else its prefecture, else its province.
async fn holder(db: Db<'_>, region: Option<&str>, now: Timestamp) -> Result<Option<ChapterId>> {
    let Some(code) = region else { return Ok(None) };
    // A county lies in a prefecture lies in a province: the first two and four digits name those.
    for (level, digits) in [(Level::County, 6), (Level::Prefecture, 4), (Level::Province, 2)] {
        let Some(own) = code.get(..digits) else { continue };
        let found = held::holder(db, &format!("{own:0<6}"), level, now).await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}
