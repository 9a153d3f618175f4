//! Imports.

use async_graphql::{ID, Object, SimpleObject};
use domain::integrations::{ImportMove, Warning};
use domain::kernel::ImportId;
use service::integrations::{Counts, ImportCard};

use super::enums::{ImportEncoding, ImportFailureCode, ImportFormat, ImportState, ImportWarningCode};
use super::row_error::ImportRowErrorConnection;
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::{connection, page};
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::scalars::DateTime;

/// Why a file cannot be imported.
#[derive(SimpleObject, Debug, Clone)]
pub(crate) struct ImportFailure {
    /// Why, for programs.
    code: ImportFailureCode,
    /// Why, and what to do, for people.
    message: String,
}

/// What is odd about a file that can be imported all the same.
#[derive(SimpleObject, Debug, Clone)]
pub(crate) struct ImportWarning {
    /// What, for programs.
    code: ImportWarningCode,
    /// The columns that it is about, as the file names them: the first 10.
    columns: Vec<String>,
    /// How many columns it is about in all.
    total: i32,
    /// What, for people.
    message: String,
}

impl ImportWarning {
    fn of(warning: &Warning) -> Self {
        Self {
            code: warning.code.into(),
            columns: warning.columns.clone(),
            total: i32::try_from(warning.total).unwrap_or(i32::MAX),
            message: warning.message.clone(),
        }
    }
}

/// What an import found and did.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ImportCounts(Counts);

/// What an import has found and done so far, in rows.
#[Object]
impl ImportCounts {
    /// Rows read, blank ones left out.
    async fn rows(&self) -> i32 {
        self.0.read
    }

    /// People who are to become members, by the dry run.
    async fn new(&self) -> i32 {
        self.0.new
    }

    /// Members already, of the chapter that the row names: they are left as they are.
    async fn known_here(&self) -> i32 {
        self.0.known_here
    }

    /// Members already, of another chapter: they are left as they are.
    async fn known_elsewhere(&self) -> i32 {
        self.0.known_elsewhere
    }

    /// Rows whose phone stands in an earlier one.
    async fn duplicates(&self) -> i32 {
        self.0.duplicate
    }

    /// Rows that cannot be imported.
    async fn errors(&self) -> i32 {
        self.0.wrong
    }

    /// Members added so far.
    async fn added(&self) -> i32 {
        self.0.added
    }

    /// Rows that the real run has passed over so far: members by then, or no longer allowed.
    async fn left(&self) -> i32 {
        self.0.passed
    }
}

/// An import.
#[derive(Debug, Clone)]
pub(crate) struct Import {
    card: ImportCard,
    view: View,
}

impl Import {
    pub(crate) fn new(card: ImportCard, view: View) -> Self {
        Self { card, view }
    }

    /// An import as it is after a change.
    pub(super) async fn fresh(view: &View, id: ImportId) -> Result<Self> {
        let view = view.fresh();
        let card = view.service().import(view.viewer(), id).await?;
        Ok(Self { card, view })
    }
}

/// An import (导入) of members from a file, which was sent to `POST /imports`.
#[Object]
impl Import {
    /// Global id, `impt_…`.
    pub(crate) async fn id(&self) -> ID {
        self.card.import.id.into()
    }

    /// The home of rows that name none; others must stand below it. Null where you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.view.chapter(self.card.import.chapter)
    }

    /// What the file is called.
    async fn file_name(&self) -> &str {
        &self.card.import.file_name
    }

    /// What kind of file it is.
    async fn format(&self) -> ImportFormat {
        self.card.import.format.into()
    }

    /// How its text is written. Null of a workbook, or while it is not known.
    async fn encoding(&self) -> Option<ImportEncoding> {
        self.card.import.encoding.map(Into::into)
    }

    /// How large it is, as far as it has come.
    async fn bytes(&self) -> i32 {
        i32::try_from(self.card.import.bytes).unwrap_or(i32::MAX)
    }

    /// How far it is.
    async fn state(&self) -> ImportState {
        self.card.import.state.into()
    }

    /// What was found and done so far.
    async fn counts(&self) -> ImportCounts {
        ImportCounts(self.card.import.counts)
    }

    /// How much of the present step is done, 0 to 1.
    async fn progress(&self) -> f64 {
        self.card.progress
    }

    /// How long the present step takes on, in seconds. Null if it does not go on, or nobody can tell yet.
    async fn eta_seconds(&self) -> Option<i32> {
        self.card.left.map(|left| i32::try_from(left.as_secs()).unwrap_or(i32::MAX))
    }

    /// What you should know before you start it: columns that nobody knows, for instance.
    async fn warnings(&self) -> List<ImportWarning> {
        self.card.import.warnings.iter().map(ImportWarning::of).collect()
    }

    /// Why it cannot be imported. Null if it can.
    async fn failure(&self) -> Option<ImportFailure> {
        let trouble = self.card.import.trouble.as_ref()?;
        Some(ImportFailure { code: trouble.failure.into(), message: trouble.message.clone() })
    }

    /// What is wrong with rows, in the order of the file: the first 1,000. All of it is at
    /// `GET /imports/<id>/errors.csv`.
    async fn errors(
        &self,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ImportRowErrorConnection> {
        let page = page(first, after, last, before)?;
        Ok(ImportRowErrorConnection::new(self.view.service().import_faults(&self.card, &page).await?))
    }

    /// Whether it was started to leave rows with errors out.
    async fn skip_errors(&self) -> bool {
        self.card.import.skip_errors
    }

    /// When the file was sent.
    async fn created_at(&self) -> DateTime {
        DateTime(self.card.import.created_at)
    }

    /// By whom. Null where you may not see them.
    async fn created_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(Some(self.card.import.created_by)).await
    }

    /// When it was started. Null if it was not.
    async fn started_at(&self) -> Option<DateTime> {
        self.card.import.started_at.map(DateTime)
    }

    /// By whom. Null if it was not, or where you may not see them.
    async fn started_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.card.import.started_by).await
    }

    /// When it was over. Null if it is not.
    async fn finished_at(&self) -> Option<DateTime> {
        self.card.import.finished_at.map(DateTime)
    }

    /// Whether you may start it now.
    async fn viewer_can_start(&self) -> bool {
        self.card.allows(ImportMove::Start)
    }

    /// Whether you may cancel it now.
    async fn viewer_can_cancel(&self) -> bool {
        self.card.allows(ImportMove::Cancel)
    }
}

connection!(
    "A page of the imports of a chapter.",
    ImportConnection,
    "An import with its place in a list.",
    ImportEdge,
    "The import.",
    Import
);
