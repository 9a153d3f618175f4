//! Who may do what, where: roles on subtrees for a period, and the decision they lead to.

mod actor;
mod decide;
mod grant;
mod permission;
mod role;
mod tree;
mod visible;

pub use actor::Actor;
pub use decide::{Decision, Explanation, Reason, Tree, decide, explain};
pub use grant::{Grant, Wanted, check_reason, may_grant};
pub use permission::Permission;
pub use role::{Reach, Role};
pub use visible::VisibleScope;
