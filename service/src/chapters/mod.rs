//! The tree: reads from the snapshot, and the changes that stay inside this context. Structural changes that also touch
//! rights and policies are in [`crate::process`].

mod closure;
mod directory;
mod read;
mod snapshot;

pub use closure::Drift;
pub use directory::Listing;
pub use read::{ChapterCounts, Revision, SearchResult};
pub use snapshot::TreeCache;
