//! Accounts, rights and sessions in the schema.

mod account;
mod enums;
mod explain;
mod grant;
mod input;
mod mutation;
mod query;
mod session_input;
mod session_mutation;

pub(crate) use account::Account;
pub(crate) use enums::Permission;
pub(crate) use grant::Grant;
pub(crate) use mutation::AccessMutation;
pub(crate) use query::AccessQuery;
pub(crate) use session_mutation::SessionMutation;
