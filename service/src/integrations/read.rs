//! Reads of imports.

use std::time::Duration;

use domain::access::Permission;
use domain::integrations::{ImportMove, ImportState};
use domain::kernel::{ChapterId, ImportId, PageRequest, Slice};
use store::integrations::fault::{self, NumberedFault};
use store::integrations::import::{self, Import};

use crate::{Result, Service, ServiceError, Viewer};

/// How many faults are shown; all of them are in the file that can be fetched.
pub const MAX_SHOWN_FAULTS: i32 = 1_000;

/// An import, and how far it is.
#[derive(Debug, Clone)]
pub struct ImportCard {
    pub import: Import,
    /// Of the present step, 0 to 1.
    pub progress: f64,
    /// How long the present step takes on, if that can be told.
    pub left: Option<Duration>,
}

impl ImportCard {
    fn new(import: Import, now: domain::kernel::Timestamp) -> Self {
        let progress = match import.state {
            ImportState::Uploading | ImportState::Uploaded | ImportState::Cancelled | ImportState::Failed => 0.0,
            ImportState::Checking => f64::from(import.checked.clamp(0, 1_000)) / 1_000.0,
            ImportState::Checked | ImportState::Done => 1.0,
            ImportState::Importing => f64::from(import.parts_done) / f64::from(import.parts.max(1)),
        };
        let goes_on = matches!(import.state, ImportState::Checking | ImportState::Importing);
        let taken = (now - import.step_at).to_std().unwrap_or_default();
        let left = (goes_on && progress > 0.0).then(|| taken.mul_f64(((1.0 - progress) / progress).clamp(0.0, 1e6)));
        Self { import, progress, left }
    }

    /// Whether this step can be taken now.
    #[must_use]
    pub fn allows(&self, step: ImportMove) -> bool {
        self.import.state.after(step).is_ok()
    }
}

impl Service {
    /// An import, with `MemberImport` at its chapter.
    pub async fn import(&self, viewer: &Viewer, id: ImportId) -> Result<ImportCard> {
        viewer.account()?;
        let found = import::load(self.store.read(), id).await?;
        match viewer.require(Permission::MemberImport, found.chapter) {
            Err(ServiceError::Denied(_)) => Err(ServiceError::NotFound),
            outcome => outcome.map(|()| ImportCard::new(found, self.now())),
        }
    }

    /// A page of a chapter's imports, the newest first.
    pub async fn imports(&self, viewer: &Viewer, chapter: ChapterId, page: &PageRequest) -> Result<Slice<ImportCard>> {
        viewer.require(Permission::MemberImport, chapter)?;
        if let Some(cursor) = &page.from {
            cursor.key::<ImportId>()?;
        }
        let found = import::page(self.store.read(), chapter, page).await?;
        let items = found.items.into_iter().map(|import| ImportCard::new(import, self.now())).collect();
        Ok(Slice { items, has_previous: found.has_previous, has_next: found.has_next })
    }

    /// A page of what is wrong with the rows of an import that the viewer was given, the first [`MAX_SHOWN_FAULTS`].
    pub async fn import_faults(&self, card: &ImportCard, page: &PageRequest) -> Result<Slice<NumberedFault>> {
        if let Some(cursor) = &page.from {
            cursor.key::<i32>()?;
        }
        Ok(fault::page(self.store.read(), card.import.id, MAX_SHOWN_FAULTS, page).await?)
    }

    /// What is wrong with the rows of an import that the viewer was given, from a number on.
    pub async fn import_faults_from(&self, card: &ImportCard, first: i32, limit: i64) -> Result<Vec<NumberedFault>> {
        Ok(fault::from(self.store.read(), card.import.id, first, limit).await?)
    }
}
