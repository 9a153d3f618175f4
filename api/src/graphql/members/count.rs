//! How many members there are.

use async_graphql::SimpleObject;
use domain::kernel::Timestamp;
use service::members::MemberCount as Counted;

use super::MemberStanding;
use crate::graphql::list::List;
use crate::graphql::scalars::{DateTime, Long};

/// How many members a chapter has: itself, and with all chapters below it. Exact at the instant `asOf`: the numbers of the
/// chapters below add up to it.
#[derive(SimpleObject, Debug)]
pub(crate) struct MemberCounts {
    /// The instant that the numbers are of.
    as_of: DateTime,
    /// All members at home in the chapter itself.
    own: Long,
    /// All members at home in it or below it.
    subtree: Long,
    /// The same by tier and standing; what would be zero is left out.
    by_tier: List<MemberCount>,
}

/// Members of one tier and standing.
#[derive(SimpleObject, Debug)]
pub(crate) struct MemberCount {
    /// The tier's code, `annual`.
    tier: String,
    /// How they stand.
    standing: MemberStanding,
    /// At home in the chapter itself.
    own: Long,
    /// At home in it or below it.
    subtree: Long,
}

impl MemberCounts {
    pub(crate) fn of(counts: Vec<Counted>, as_of: Timestamp) -> Self {
        let sum = |of: fn(&Counted) -> i64| Long(counts.iter().map(of).sum());
        Self {
            as_of: DateTime(as_of),
            own: sum(|count| count.own),
            subtree: sum(|count| count.subtree),
            by_tier: counts
                .into_iter()
                .map(|count| MemberCount {
                    tier: count.tier.into(),
                    standing: count.standing.into(),
                    own: Long(count.own),
                    subtree: Long(count.subtree),
                })
                .collect(),
        }
    }
}
