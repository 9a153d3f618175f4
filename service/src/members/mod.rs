//! Members: who they are, where they are at home, what they hold.
//!
//! A chapter sees its own members, masked. A member acts for oneself by the account that the member's row names; everybody
//! else by a right at the member's home.

mod authority;
mod consent_set;
mod counts;
mod member_add;
mod member_follow;
mod member_move;
mod member_reveal;
mod member_update;
mod read;
mod search;
mod terms;

pub use consent_set::ConsentSet;
pub use member_add::{MemberAdd, NewMember};
pub use member_follow::MemberFollow;
pub use member_move::MemberMove;
pub use member_reveal::{MemberReveal, Revealed};
pub use member_update::MemberUpdate;
pub use read::{MemberCard, MemberFilter};
pub use store::members::count::MemberCount;
pub use store::members::home::PastHome;
pub use store::members::reveal::Reveal;
pub use store::members::term::Membership;

pub(crate) use authority::{Hand, require_for};
pub(crate) use member_add::{check_new, check_open, insert_member};
pub(crate) use terms::{Given, append_term, load_member};
