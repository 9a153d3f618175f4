//! Reads of cards: batches and what became of them, never codes.

use domain::access::Permission;
use domain::kernel::{CardBatchId, ChapterId, PageRequest, Slice};
use domain::members::CardState;
use store::members::card::{self, CardBatch};

use crate::{Result, Service, ServiceError, Viewer};

/// A batch, and what became of its cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardBatchCounted {
    pub batch: CardBatch,
    /// Cards that can be redeemed until they expire.
    pub open: i64,
    pub redeemed: i64,
    pub void: i64,
}

impl Service {
    /// A batch, with `CardRead` at its issuer.
    pub async fn card_batch(&self, viewer: &Viewer, id: CardBatchId) -> Result<CardBatchCounted> {
        viewer.account()?;
        let found = card::batch(self.store.read(), id).await?;
        match viewer.require(Permission::CardRead, found.issuer) {
            Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound),
            outcome => outcome?,
        }
        self.counted(vec![found]).await?.pop().ok_or(ServiceError::NotFound)
    }

    /// A page of the batches that a chapter issued, the newest first.
    pub async fn card_batches(
        &self,
        viewer: &Viewer,
        issuer: ChapterId,
        page: &PageRequest,
    ) -> Result<Slice<CardBatchCounted>> {
        viewer.require(Permission::CardRead, issuer)?;
        if let Some(cursor) = &page.from {
            cursor.key::<CardBatchId>()?;
        }
        let found = card::page(self.store.read(), issuer, page).await?;
        let items = self.counted(found.items).await?;
        Ok(Slice { items, has_previous: found.has_previous, has_next: found.has_next })
    }

    async fn counted(&self, batches: Vec<CardBatch>) -> Result<Vec<CardBatchCounted>> {
        let ids: Vec<CardBatchId> = batches.iter().map(|batch| batch.id).collect();
        let tally = card::tally(self.store.read(), &ids).await?;
        let counted = |batch: CardBatch| {
            let of = |wanted| {
                tally.iter().find(|(id, state, _)| *id == batch.id && *state == wanted).map_or(0, |(.., count)| *count)
            };
            let (open, redeemed, void) = (of(CardState::Issued), of(CardState::Redeemed), of(CardState::Void));
            CardBatchCounted { batch, open, redeemed, void }
        };
        Ok(batches.into_iter().map(counted).collect())
    }
}
