//! Reads of orders: one's own, and those of a chapter's members.

use domain::access::Permission;
use domain::kernel::{ChapterId, MemberId, OrderId, PageRequest, PaymentId, RefundId, Slice, local_date};
use domain::money::RefundQuote;
use store::members::member::{self, Member};
use store::money::order::{self, OrderFilter, OrderRecord};
use store::money::payment::{self, NoticeRecord, Payment};
use store::money::refund::{self, Refund};
use store::money::{commission, invoice, ledger};

use super::{CommissionRecord, Invoice, LedgerEntry, PaymentProvider};
use crate::{Result, Service, ServiceError, Viewer};

/// An order that a viewer may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderCard {
    pub order: OrderRecord,
    /// Whether it is the viewer's own.
    pub own: bool,
    /// Who it is for now: a merged member's orders are those of the member that was kept.
    buyer: Member,
}

impl Service {
    /// An order: the viewer's own, or one from where the viewer reads orders.
    pub async fn order(&self, viewer: &Viewer, id: OrderId) -> Result<OrderCard> {
        viewer.account()?;
        let found = order::load(self.store.read(), id).await?;
        self.order_card(viewer, found).await
    }

    pub(super) async fn order_card(&self, viewer: &Viewer, found: OrderRecord) -> Result<OrderCard> {
        let mut buyer = member::load(self.store.read(), found.member).await?;
        while let Some(kept) = buyer.merged_into {
            buyer = member::load(self.store.read(), kept).await?;
        }
        viewer.require_order(&buyer, found.home)?;
        Ok(OrderCard { own: viewer.is_member(&buyer), order: found, buyer })
    }

    /// A page of the orders from a chapter, the newest first.
    pub async fn orders(&self, viewer: &Viewer, filter: &OrderFilter, page: &PageRequest) -> Result<Slice<OrderCard>> {
        let home = filter.home.ok_or(ServiceError::NotFound)?;
        viewer.require(Permission::OrderRead, home)?;
        self.order_page(viewer, filter, page).await
    }

    /// A page of a member's orders, the newest first: one's own, or as far as the viewer reads the orders of the member's
    /// home.
    pub async fn member_orders(&self, viewer: &Viewer, id: MemberId, page: &PageRequest) -> Result<Slice<OrderCard>> {
        viewer.account()?;
        let buyer = member::load(self.store.read(), id).await?;
        viewer.require_order(&buyer, buyer.home)?;
        // What was ordered at a home before is that chapter's to read, not the present one's.
        let everywhere = viewer.is_member(&buyer) || viewer.require_at_headquarters(Permission::OrderRead).is_ok();
        let home = (!everywhere).then_some(buyer.home);
        let filter = OrderFilter { member: Some(id), home, ..OrderFilter::default() };
        self.order_page(viewer, &filter, page).await
    }

    async fn order_page(&self, viewer: &Viewer, filter: &OrderFilter, page: &PageRequest) -> Result<Slice<OrderCard>> {
        if let Some(cursor) = &page.from {
            cursor.key::<OrderId>()?;
        }
        let found = order::page(self.store.read(), filter, page).await?;
        let ids: Vec<MemberId> = found.items.iter().map(|order| order.member).collect();
        let buyers = member::load_many(self.store.read(), &ids).await?;
        let mut items = Vec::with_capacity(found.items.len());
        for order in found.items {
            let buyer = buyers.iter().find(|buyer| buyer.id == order.member).cloned();
            let buyer = buyer.ok_or_else(|| ServiceError::internal("an order of nobody"))?;
            items.push(OrderCard { own: viewer.is_member(&buyer), order, buyer });
        }
        Ok(Slice { items, has_previous: found.has_previous, has_next: found.has_next })
    }

    /// The payments of an order, the oldest first. The order comes from a read that the viewer was allowed, here and below.
    pub async fn payments_of(&self, card: &OrderCard) -> Result<Vec<Payment>> {
        Ok(payment::of_order(self.store.read(), card.order.id).await?)
    }

    /// What the provider told of a payment: for those who record payments.
    pub async fn notices_of(&self, viewer: &Viewer, home: ChapterId, paid: &Payment) -> Result<Vec<NoticeRecord>> {
        viewer.require(Permission::PaymentRecord, home)?;
        Ok(payment::notices(self.store.read(), paid.id).await?)
    }

    /// The refunds of an order, the oldest first.
    pub async fn refunds_of(&self, card: &OrderCard) -> Result<Vec<Refund>> {
        Ok(refund::of_order(self.store.read(), card.order.id).await?)
    }

    /// What goes back of an order if it is asked for today; nothing for one that was never paid.
    pub async fn refund_quote(&self, viewer: &Viewer, card: &OrderCard) -> Result<Option<RefundQuote>> {
        super::quote(self.store.read(), &card.buyer, &card.order, local_date(viewer.now)).await
    }

    /// Who earns of an order: for those who read the statements of the chapter that does.
    pub async fn commissions_of(&self, viewer: &Viewer, card: &OrderCard) -> Result<Vec<CommissionRecord>> {
        viewer.require(Permission::StatementRead, card.order.territory)?;
        Ok(commission::of_order(self.store.read(), card.order.id).await?)
    }

    /// The requests for invoices of an order, the oldest first: for the member, and for those who manage orders.
    pub async fn invoices_of(&self, viewer: &Viewer, card: &OrderCard) -> Result<Vec<Invoice>> {
        if !card.own {
            viewer.require(Permission::OrderManage, card.order.home)?;
        }
        Ok(invoice::of_order(self.store.read(), self.store.vault(), card.order.id).await?)
    }

    /// The entries of the ledger about an order, the oldest first: for those who read the ledger.
    pub async fn ledger_of(&self, viewer: &Viewer, card: &OrderCard) -> Result<Vec<LedgerEntry>> {
        viewer.require(Permission::LedgerRead, card.order.home)?;
        let references = self.references(card.order.id).await?;
        Ok(ledger::about(self.store.read(), &references).await?)
    }

    /// What the ledger names that belongs to an order.
    async fn references(&self, id: OrderId) -> Result<Vec<String>> {
        let db = self.store.read();
        let payments = payment::of_order(db, id).await?.into_iter().map(|one| one.id.to_string());
        let commissions = commission::of_order(db, id).await?.into_iter().map(|one| one.id.to_string());
        let refunds = refund::of_order(db, id).await?.into_iter().map(|one| one.id.to_string());
        Ok(payments.chain(commissions).chain(refunds).collect())
    }

    /// A refund with its order.
    pub async fn refund(&self, viewer: &Viewer, id: RefundId) -> Result<(Refund, OrderCard)> {
        let found = refund::load(self.store.read(), id).await?;
        let card = self.order(viewer, found.order).await?;
        Ok((found, card))
    }

    /// A payment with its order.
    pub async fn payment(&self, viewer: &Viewer, id: PaymentId) -> Result<(Payment, OrderCard)> {
        let found = payment::load(self.store.read(), id).await?;
        let card = self.order(viewer, found.order).await?;
        Ok((found, card))
    }

    /// Refunds that wait to be decided or paid, those due first at the head: as far as the viewer decides refunds.
    pub async fn refunds_waiting(&self, viewer: &Viewer, limit: usize) -> Result<Vec<(Refund, OrderCard)>> {
        viewer.account()?;
        let roots = viewer.scope(Permission::RefundDecide).roots;
        if roots.is_empty() {
            return Err(ServiceError::Denied(Permission::RefundDecide));
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut waiting = Vec::new();
        for found in refund::waiting(self.store.read(), &roots, limit).await? {
            let order = order::load(self.store.read(), found.order).await?;
            waiting.push((found, self.order_card(viewer, order).await?));
        }
        Ok(waiting)
    }

    /// Payments that name another amount than their order, the newest first: for finance to look into.
    pub async fn payments_mismatched(&self, viewer: &Viewer, limit: usize) -> Result<Vec<(Payment, OrderCard)>> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::LedgerRead)?;
        let mut odd = Vec::new();
        for found in payment::mismatched(self.store.read(), i64::try_from(limit).unwrap_or(i64::MAX)).await? {
            let order = order::load(self.store.read(), found.order).await?;
            odd.push((found, self.order_card(viewer, order).await?));
        }
        Ok(odd)
    }

    /// Requests for invoices that wait, the oldest first: for those who settle.
    pub async fn invoices_waiting(&self, viewer: &Viewer, limit: usize) -> Result<Vec<Invoice>> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::SettlementManage)?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        Ok(invoice::waiting(self.store.read(), self.store.vault(), limit).await?)
    }

    /// A payment that waits at a provider, by our number of it: for whoever plays the payer.
    pub async fn payment_awaited(&self, provider: &dyn PaymentProvider, reference: &str) -> Result<Payment> {
        let found = payment::by_reference(self.store.read(), provider.name(), reference).await?;
        found.ok_or(ServiceError::NotFound)
    }

    /// A provider by its name.
    #[must_use]
    pub fn payment_provider(&self, name: &str) -> Option<&dyn PaymentProvider> {
        self.payments.iter().find(|provider| provider.name() == name).map(AsRef::as_ref)
    }
}
