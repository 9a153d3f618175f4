//! Members in the schema: people, their homes, what they hold, and how many they are.

mod count;
mod enums;
mod input;
mod mutation;
mod query;
mod types;

pub(crate) use count::MemberCounts;
pub(crate) use enums::{ConsentPurpose, MemberStanding};
pub(crate) use mutation::MembersMutation;
pub(crate) use query::{MembersQuery, MembersWanted, members};
pub(crate) use types::{Member, MemberConnection};
