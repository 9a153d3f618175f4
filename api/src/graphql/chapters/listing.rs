//! A chapter in the directory.

use async_graphql::{ID, SimpleObject};
use service::chapters::Listing;

/// A chapter (分舵) as everybody may know it, who looks for a home.
#[derive(SimpleObject, Debug, Clone)]
pub(crate) struct ChapterListing {
    /// The chapter's id, as `memberRegister`, `memberMove` and `Tier.priceAt` take it.
    chapter: ID,
    /// Its name, in Chinese.
    name: String,
    /// The names of the chapters above it, the topmost first, without headquarters: 浙江省, 杭州市.
    within: Vec<String>,
}

impl From<Listing> for ChapterListing {
    fn from(listing: Listing) -> Self {
        Self { chapter: listing.id.into(), name: listing.name, within: listing.within }
    }
}
