//! Whence somebody comes: a phone with a token of its own, and a link.

use std::fmt;

use domain::growth::check_visitor;
use store::vault::{Purpose, Vault};

use crate::Result;

/// Whence somebody comes who registers. Nothing of it must be true: it is looked up, and counts if it is there.
#[derive(Clone, Default)]
pub struct Lead {
    /// The token of the visitor.
    pub visitor: Option<String>,
    /// The code of a link.
    pub link: Option<String>,
}

/// By hand: a visitor's token must not get into logs.
impl fmt::Debug for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lead").field("link", &self.link).finish_non_exhaustive()
    }
}

/// A visitor as the store knows it.
pub(super) fn hash(vault: &Vault, token: &str) -> Result<Vec<u8>> {
    check_visitor(token)?;
    Ok(vault.blind_index(Purpose::Visitor, token))
}
