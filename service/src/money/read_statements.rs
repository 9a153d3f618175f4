//! Reads of statements and what hangs on them: a chapter's own people see theirs, finance all.

use std::collections::HashMap;

use domain::access::Permission;
use domain::kernel::{
    ChapterId, CommissionId, DisputeId, OrderId, PageRequest, PayoutId, Slice, StatementId, TerritoryCaseId,
};
use domain::money::{CaseState, Fen, Month};
use store::money::cross_territory::{self, TerritoryCase};
use store::money::dispute::{self, DisputeRecord};
use store::money::payout::{self, Payout};
use store::money::statement::{self, NumberedLine, StatementRecord};
use store::money::{commission, order};

use super::{CommissionRecord, OrderCard};
use crate::{Result, Service, ServiceError, Viewer};

/// A line of a statement with what stands behind it, as far as the viewer may see that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineCard {
    pub kept: NumberedLine,
    pub order: Option<OrderCard>,
    pub commission: Option<CommissionRecord>,
}

fn most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

impl Viewer {
    /// Refuses unless the viewer reads the statements of a chapter; whoever does not must not learn which ids are taken.
    fn require_statement(&self, chapter: ChapterId) -> Result<()> {
        self.account()?;
        match self.require(Permission::StatementRead, chapter) {
            Err(ServiceError::Denied(_)) => Err(ServiceError::NotFound),
            outcome => outcome,
        }
    }

    fn require_settlement(&self) -> Result<()> {
        self.account()?;
        self.require_at_headquarters(Permission::SettlementManage)
    }
}

impl Service {
    /// A statement.
    pub async fn statement(&self, viewer: &Viewer, id: StatementId) -> Result<StatementRecord> {
        viewer.account()?;
        let found = statement::load(self.store.read(), id).await?;
        viewer.require_statement(found.chapter)?;
        Ok(found)
    }

    /// A page of a chapter's statements, the newest first.
    pub async fn statements_of(
        &self,
        viewer: &Viewer,
        chapter: ChapterId,
        page: &PageRequest,
    ) -> Result<Slice<StatementRecord>> {
        viewer.require(Permission::StatementRead, chapter)?;
        if let Some(cursor) = &page.from {
            cursor.key::<Month>()?;
        }
        Ok(statement::page(self.store.read(), chapter, page).await?)
    }

    /// A page of a month's statements, by chapter: for those who read all of them.
    pub async fn statements_of_month(
        &self,
        viewer: &Viewer,
        month: Month,
        page: &PageRequest,
    ) -> Result<Slice<StatementRecord>> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::StatementRead)?;
        if let Some(cursor) = &page.from {
            cursor.key::<i32>()?;
        }
        Ok(statement::of_month(self.store.read(), month, page).await?)
    }

    /// A page of a statement's lines. The statement comes from a read that the viewer was allowed, here and below.
    pub async fn statement_lines(
        &self,
        viewer: &Viewer,
        held: &StatementRecord,
        page: &PageRequest,
    ) -> Result<Slice<LineCard>> {
        if let Some(cursor) = &page.from {
            cursor.key::<i32>()?;
        }
        let lines = statement::lines(self.store.read(), held.id, page).await?;
        let orders: Vec<OrderId> = lines.items.iter().filter_map(|kept| kept.line.order).collect();
        let mut cards: HashMap<OrderId, OrderCard> = HashMap::new();
        for found in order::load_many(self.store.read(), &orders).await? {
            match self.order_card(viewer, found).await {
                Ok(card) => drop(cards.insert(card.order.id, card)),
                Err(ServiceError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        let shares: Vec<CommissionId> = lines.items.iter().filter_map(|kept| kept.line.commission).collect();
        let shares = commission::load_many(self.store.read(), &shares).await?;
        let card = |kept: NumberedLine| LineCard {
            order: kept.line.order.and_then(|id| cards.get(&id).cloned()),
            commission: shares.iter().find(|share| Some(share.id) == kept.line.commission).cloned(),
            kept,
        };
        let items = lines.items.into_iter().map(card).collect();
        Ok(Slice { items, has_previous: lines.has_previous, has_next: lines.has_next })
    }

    /// What disputes hold back of a chapter's money, and what a payout on a statement would pay now.
    pub async fn statement_due(&self, held: &StatementRecord) -> Result<(Fen, Fen)> {
        let (frozen, due) = super::settlement::due(self.store.read(), held).await?;
        Ok((frozen, due.unwrap_or_default()))
    }

    /// The payouts of a statement, the oldest first.
    pub async fn payouts_of(&self, held: &StatementRecord) -> Result<Vec<Payout>> {
        Ok(payout::of_statement(self.store.read(), held.id).await?)
    }

    /// A payout with its statement.
    pub async fn payout(&self, viewer: &Viewer, id: PayoutId) -> Result<(Payout, StatementRecord)> {
        viewer.account()?;
        let found = payout::load(self.store.read(), id).await?;
        let held = self.statement(viewer, found.statement).await?;
        Ok((found, held))
    }

    /// Payouts that wait to be sent or settled, the oldest first: for those who settle.
    pub async fn payouts_waiting(&self, viewer: &Viewer, limit: usize) -> Result<Vec<(Payout, StatementRecord)>> {
        viewer.require_settlement()?;
        let mut waiting = Vec::new();
        for found in payout::waiting(self.store.read(), most(limit)).await? {
            let held = statement::load(self.store.read(), found.statement).await?;
            waiting.push((found, held));
        }
        Ok(waiting)
    }

    /// The disputes of a statement, the oldest first.
    pub async fn disputes_of(&self, held: &StatementRecord) -> Result<Vec<DisputeRecord>> {
        Ok(dispute::of_statement(self.store.read(), held.id).await?)
    }

    /// A dispute with its statement.
    pub async fn dispute(&self, viewer: &Viewer, id: DisputeId) -> Result<(DisputeRecord, StatementRecord)> {
        viewer.account()?;
        let found = dispute::load(self.store.read(), id).await?;
        let held = self.statement(viewer, found.statement).await?;
        Ok((found, held))
    }

    /// Disputes that wait for an answer or a ruling, the oldest first: for those who settle.
    pub async fn disputes_waiting(
        &self,
        viewer: &Viewer,
        limit: usize,
    ) -> Result<Vec<(DisputeRecord, StatementRecord)>> {
        viewer.require_settlement()?;
        let mut waiting = Vec::new();
        for found in dispute::waiting(self.store.read(), most(limit)).await? {
            let held = statement::load(self.store.read(), found.statement).await?;
            waiting.push((found, held));
        }
        Ok(waiting)
    }

    /// A case or alert.
    pub async fn territory_case(&self, viewer: &Viewer, id: TerritoryCaseId) -> Result<TerritoryCase> {
        viewer.account()?;
        let found = cross_territory::load(self.store.read(), id).await?;
        viewer.require_statement(found.chapter)?;
        Ok(found)
    }

    /// A page of cases and alerts, the newest month first: those of a chapter, or all for those who settle.
    pub async fn territory_cases(
        &self,
        viewer: &Viewer,
        (chapter, state): (Option<ChapterId>, Option<CaseState>),
        page: &PageRequest,
    ) -> Result<Slice<TerritoryCase>> {
        match chapter {
            Some(chapter) => viewer.require(Permission::StatementRead, chapter)?,
            None => viewer.require_settlement()?,
        }
        if let Some(cursor) = &page.from {
            cursor.key::<(i32, i32)>()?;
        }
        Ok(cross_territory::page(self.store.read(), (chapter, state), page).await?)
    }
}
