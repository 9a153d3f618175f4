//! How somebody came to be a member.

use crate::kernel::words::words;

words! {
    /// The way by which somebody joined.
    JoinedBy {
        /// By oneself, without a link.
        Oneself = 1 "ONESELF",
        /// Through a chapter's or a member's link.
        Link = 2 "LINK",
        /// Written down by a helmsman or deputy.
        Chapter = 3 "CHAPTER",
        /// Written down by headquarters.
        Headquarters = 4 "HEADQUARTERS",
        /// By redeeming a card.
        Card = 5 "CARD",
        /// From a file.
        Import = 6 "IMPORT",
    }
}
