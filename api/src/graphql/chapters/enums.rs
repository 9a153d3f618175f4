//! Enums of the tree, each bound to its domain type: a variant missing here does not compile.

use async_graphql::Enum;

/// Where a chapter stands: headquarters › province › prefecture › county. Steps may be left out: the counties of a
/// municipality hang on their province.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::chapters::Level")]
pub(crate) enum ChapterLevel {
    /// The root of the tree (总部).
    Headquarters,
    /// A province, municipality or autonomous region (省级).
    Province,
    /// A prefecture-level city or the like (地级).
    Prefecture,
    /// A county, district or county-level city (县级).
    County,
}

/// Whether a chapter works.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::chapters::ChapterStatus")]
pub(crate) enum ChapterStatus {
    /// It works.
    Open,
    /// It has ended; its history stays.
    Closed,
}

/// Which office a person holds in a chapter.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::chapters::Office")]
pub(crate) enum Office {
    /// Leads the chapter (舵手); one per chapter, and one chapter per person.
    Helmsman,
    /// Stands in for the helmsman (副手).
    Deputy,
}

/// Whether a division can be licensed.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::chapters::DivisionKind")]
pub(crate) enum DivisionKind {
    /// An administrative division (行政区划), which can be a chapter's territory.
    Administrative,
    /// A development zone (功能区): no chapter is licensed for it.
    FunctionalZone,
}
