//! Ids as clients write them.

use std::str::FromStr;

use async_graphql::ID;
use domain::kernel::ParseIdError;

use super::error::Result;

/// Reads an id of one kind; another kind is the client's mistake, not something that was not found.
pub(crate) fn parse<T: FromStr<Err = ParseIdError>>(id: &ID) -> Result<T> {
    Ok(id.0.parse()?)
}

/// As [`parse`], where there may be none.
pub(crate) fn parse_opt<T: FromStr<Err = ParseIdError>>(id: Option<&ID>) -> Result<Option<T>> {
    id.map(parse).transpose()
}

/// As [`parse`], for each of several.
pub(crate) fn parse_all<T: FromStr<Err = ParseIdError>>(ids: &[ID]) -> Result<Vec<T>> {
    ids.iter().map(parse).collect()
}
