//! What is wrong with rows.

use async_graphql::Object;
use service::integrations::NumberedFault;

use super::enums::{ImportColumn, ImportRowErrorCode};
use crate::graphql::connection::{Item, Key, Page, connection};

/// What is wrong with a row.
#[derive(Debug, Clone)]
pub(crate) struct ImportRowError(NumberedFault);

/// What is wrong with a cell of a file.
#[Object]
impl ImportRowError {
    /// The row, as whoever opens the file sees it: the header is 1.
    async fn row(&self) -> i32 {
        self.0.fault.line
    }

    /// The column. Null if it is about the whole row.
    async fn column(&self) -> Option<ImportColumn> {
        self.0.fault.about.map(Into::into)
    }

    /// What is wrong, for programs.
    async fn code(&self) -> ImportRowErrorCode {
        self.0.fault.fault.into()
    }

    /// What is wrong and what to do, for people.
    async fn message(&self) -> &str {
        &self.0.fault.message
    }

    /// What stands there, masked. Null if nothing does, or if it does not matter.
    async fn value(&self) -> Option<&str> {
        self.0.fault.shown.as_deref()
    }
}

connection!(
    "A page of what is wrong with the rows of a file, in its order.",
    ImportRowErrorConnection,
    "What is wrong, with its place in the list.",
    ImportRowErrorEdge,
    "What is wrong.",
    ImportRowError
);

impl ImportRowErrorConnection {
    pub(super) fn new(slice: domain::kernel::Slice<NumberedFault>) -> Self {
        Self(Page::of(slice, |found| Some(Item::new(Key::Number(found.number.into()), ImportRowError(found)))))
    }
}
