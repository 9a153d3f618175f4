//! What changes who serves in a chapter.

use async_graphql::{ID, InputObject};
use service::process::{HelmsmanAppoint, HelmsmanStepDown, Person};

use super::Office;
use crate::graphql::error::{Fault, Result};
use crate::graphql::ids;
use crate::graphql::scalars::DateTime;

/// Who takes office where: somebody with an account, or somebody new by phone and name.
#[derive(InputObject, Debug)]
pub(crate) struct HelmsmanAppointInput {
    /// The chapter: open, and below headquarters.
    chapter: ID,
    /// The person's account. Either this, or `phone` and `name`.
    account: Option<ID>,
    /// The person's mobile phone number; whoever has none yet gets an account.
    phone: Option<String>,
    /// The person's name; needed with `phone`.
    name: Option<String>,
    /// Which office.
    #[graphql(default_with = "Office::Helmsman")]
    office: Office,
    /// When the term ends by itself; it goes on if nothing is said.
    ends_at: Option<DateTime>,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl HelmsmanAppointInput {
    pub(crate) fn command(self) -> Result<HelmsmanAppoint> {
        let person = match (self.account, self.phone, self.name) {
            (Some(account), None, None) => Person::Account(ids::parse(&account)?),
            (None, Some(phone), Some(name)) => Person::Phone { phone, name },
            _ => return Err(Fault::bad_input("give either `account`, or `phone` and `name`")),
        };
        Ok(HelmsmanAppoint {
            chapter: ids::parse(&self.chapter)?,
            person,
            office: self.office.into(),
            ends_at: self.ends_at.map(|at| at.0),
        })
    }
}

/// What ends a term of office.
#[derive(InputObject, Debug)]
pub(crate) struct TermEndInput {
    /// The term.
    id: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    pub(crate) request_key: Option<String>,
}

impl TermEndInput {
    pub(crate) fn command(self) -> Result<HelmsmanStepDown> {
        Ok(HelmsmanStepDown { term: ids::parse(&self.id)? })
    }
}
