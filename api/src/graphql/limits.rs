//! What the door needs to know of the schema: how long its lists are, and what of it may be shared.

use std::collections::BTreeMap;

use crate::http::Sharing;

/// Lengths of lists whose length is not asked for, by field: what the door reckons an operation's cost with. A field that
/// is not named here counts as a page.
#[must_use]
pub fn list_lengths() -> BTreeMap<String, u64> {
    let lengths = [
        // As deep as the tree is.
        ("ancestors", 4),
        ("chain", 8),
        // A helmsman and a few deputies.
        ("terms", 4),
        // One, or a few after merges.
        ("territory", 4),
        // Levels times states, and states.
        ("counts", 28),
        ("byState", 7),
        ("byLevel", 4),
        // As many as a level has below one chapter.
        ("branches", 40),
        ("workers", 10),
        ("streams", 1),
        // A term a year, a home every half year.
        ("memberships", 10),
        ("pastHomes", 4),
        ("consents", 10),
        ("follows", 5),
        // Tiers times standings that are not zero.
        ("byTier", 20),
        // One, or a second that goes back.
        ("payments", 2),
        ("notices", 2),
        ("refunds", 2),
        ("invoices", 2),
        // One, or a second after one that failed; few statements are objected to.
        ("payouts", 2),
        ("disputes", 2),
        // What was followed, and what came of it.
        ("why", 4),
        ("flags", 2),
        ("splitRules", 10),
        // A chapter's and a promoter's.
        ("commissions", 2),
        // At most one for each part of a price, or for each commission taken back.
        ("transfers", 3),
        ("ledgerBalances", 12),
        // What an import's first row makes one wonder about.
        ("warnings", 2),
        ("userErrors", 4),
        ("reasons", 8),
        ("grants", 20),
        ("policies", 50),
        ("values", 50),
    ];
    lengths.into_iter().map(|(field, length)| (field.to_owned(), length)).collect()
}

/// What fields cost that do more than a look-up, wherever they stand. A preview holds the structural lock like the change
/// itself, and a check of the log reads all of it: a document holds few of them. The others count or search a whole table.
#[must_use]
pub fn field_weights() -> BTreeMap<String, u64> {
    let weights = [
        // Staff are looked through one by one.
        ("accounts", 50),
        ("auditVerification", 6_000),
        ("branches", 200),
        ("chapterClosePreview", 1_000),
        ("chapterMergePreview", 1_000),
        ("chapterMovePreview", 1_000),
        ("chapterSplitPreview", 1_000),
        // Everything that is kept of one person.
        ("export", 200),
        // Sealed names are opened one by one.
        ("ledgerBalances", 500),
        ("memberSearch", 200),
        ("policyReach", 200),
        // The layers of a policy on the way down, for anybody who asks.
        ("priceAt", 10),
        // A page of a hundred versions may show how each of them lands.
        ("rollout", 50),
    ];
    weights.into_iter().map(|(field, weight)| (field.to_owned(), weight)).collect()
}

/// The subscriptions that subscribers of equal rights share.
#[must_use]
pub fn shared_subscriptions() -> BTreeMap<String, Sharing> {
    let shared = [("policyDelivered", Sharing::FromNow), ("policyRollout", Sharing::Latest)];
    shared.into_iter().map(|(field, sharing)| (field.to_owned(), sharing)).collect()
}
