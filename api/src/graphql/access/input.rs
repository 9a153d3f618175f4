//! What changes accounts and rights.

use std::fmt;

use async_graphql::{ID, InputObject};
use service::access::{AccountCreate, RoleGrant, RoleRevoke};

use super::enums::Role;
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;

/// What makes a staff account.
#[derive(InputObject)]
pub(crate) struct AccountCreateInput {
    /// The address to sign in with.
    email: String,
    /// The person's name.
    name: String,
    /// The password to sign in with. Without one nobody can sign in.
    #[graphql(secret)]
    password: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

/// By hand: personal data and passwords do not belong in a log.
impl fmt::Debug for AccountCreateInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccountCreateInput")
    }
}

impl AccountCreateInput {
    pub(crate) fn command(self) -> AccountCreate {
        AccountCreate { name: self.name, email: self.email, handle: None, password: self.password }
    }
}

/// What gives a role.
#[derive(InputObject, Debug)]
pub(crate) struct GrantCreateInput {
    /// Who gets it.
    account: ID,
    /// Which role: none that comes with a term of office.
    role: Role,
    /// On which chapter, and by the role's table below it.
    chapter: ID,
    /// From when on; from now on if nothing is said.
    from: Option<DateTime>,
    /// Until when, that instant left out; it goes on if nothing is said.
    until: Option<DateTime>,
    /// Why, for whoever reads the grant or the audit log: 1 to 200 characters, none of them a control character.
    reason: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl GrantCreateInput {
    pub(crate) fn command(self) -> Result<RoleGrant> {
        Ok(RoleGrant {
            account: ids::parse(&self.account)?,
            role: self.role.into(),
            chapter: ids::parse(&self.chapter)?,
            from: self.from.map(|at| at.0),
            until: self.until.map(|at| at.0),
            reason: self.reason,
        })
    }
}

/// What ends a grant.
#[derive(InputObject, Debug)]
pub(crate) struct GrantEndInput {
    /// The grant.
    id: ID,
    /// Why, for whoever reads the grant or the audit log: 1 to 200 characters, none of them a control character.
    reason: Option<String>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl GrantEndInput {
    pub(crate) fn command(self) -> Result<RoleRevoke> {
        Ok(RoleRevoke { grant: ids::parse(&self.id)?, reason: self.reason })
    }
}
