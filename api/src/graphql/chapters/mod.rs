//! The tree of chapters in the schema.

mod connection;
mod division;
mod enums;
mod input;
mod listing;
mod mutation;
mod preview;
mod query;
mod revision;
mod structure_input;
mod structure_mutation;
mod term;
mod tree;
mod types;

pub(crate) use division::Division;
pub(crate) use enums::{ChapterLevel, Office};
pub(crate) use listing::ChapterListing;
pub(crate) use mutation::OfficeMutation;
pub(crate) use preview::PreviewQuery;
pub(crate) use query::ChaptersQuery;
pub(crate) use structure_mutation::StructureMutation;
pub(crate) use term::Term;
pub(crate) use types::Chapter;
