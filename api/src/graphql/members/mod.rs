//! Members in the schema: people, their homes, what they hold, and how many they are.

mod card;
mod connection;
mod count;
mod enums;
mod input;
mod membership;
mod merge;
mod merge_mutation;
mod mutation;
mod parts;
mod points;
mod query;
mod tier;
mod types;

pub(crate) use card::{CardBatch, CardMutation, CardQuery};
pub(crate) use connection::MemberConnection;
pub(crate) use count::MemberCounts;
pub(crate) use enums::{ConsentPurpose, MemberStanding};
pub(crate) use membership::MembershipMutation;
pub(crate) use merge::{MemberMerge, MergeQuery};
pub(crate) use merge_mutation::MergeMutation;
pub(crate) use mutation::MembersMutation;
pub(crate) use points::PointsMutation;
pub(crate) use query::{MembersQuery, MembersWanted, members};
pub(crate) use tier::{TierMutation, TierQuery};
pub(crate) use types::Member;
