//! Reads of money.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use domain::money::{AccountRef, Owner};
use service::money::OrderFilter;

use super::enums::{LedgerAccountKind, OrderState};
use super::invoice::Invoice;
use super::ledger::{LedgerBalance, LedgerEntryConnection};
use super::order::{Order, OrderConnection};
use super::payment::Payment;
use super::refund::Refund;
use crate::graphql::View;
use crate::graphql::connection::{limit, page};
use crate::graphql::error::{Fault, Result, found};
use crate::graphql::ids;
use crate::graphql::list::List;
use crate::graphql::scalars::Fen;

/// Reads of money.
#[derive(Debug, Default)]
pub(crate) struct MoneyQuery;

/// Reads of money.
#[Object]
impl MoneyQuery {
    /// An order: your own, or with `ORDER_READ` at its home. Null if there is none, or if you may not see it.
    async fn order(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the order.")] id: ID,
    ) -> Result<Option<Order>> {
        let view = View::of(context)?;
        let card = found(view.service().order(view.viewer(), ids::parse(&id)?).await)?;
        Ok(card.map(|card| Order::new(card, view.clone())))
    }

    /// Orders of those who were at home at a chapter, the newest first. Needs `ORDER_READ`.
    async fn orders(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The chapter.")] chapter: ID,
        #[graphql(desc = "Only those that stand so.")] state: Option<OrderState>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<OrderConnection> {
        let (view, page) = (View::of(context)?, page(first, after, last, before)?);
        let home = Some(ids::parse(&chapter)?);
        let filter = OrderFilter { home, state: state.map(Into::into), ..OrderFilter::default() };
        Ok(OrderConnection::new(view.service().orders(view.viewer(), &filter, &page).await?, view))
    }

    /// A member's orders, the newest first: your own, or with `ORDER_READ` at the member's home.
    async fn member_orders(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The member.")] member: ID,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<OrderConnection> {
        let (view, page) = (View::of(context)?, page(first, after, last, before)?);
        let member = ids::parse(&member)?;
        Ok(OrderConnection::new(view.service().member_orders(view.viewer(), member, &page).await?, view))
    }

    /// Refunds that wait to be decided or paid, those due first at the head. Needs `REFUND_DECIDE` somewhere: of the orders at
    /// and below there.
    async fn refunds_waiting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Refund>> {
        let view = View::of(context)?;
        let waiting = view.service().refunds_waiting(view.viewer(), limit(first)?).await?;
        Ok(waiting.into_iter().map(|(kept, card)| Refund::new(kept, Arc::new(card), view.clone())).collect())
    }

    /// Payments that name another amount than their order, the newest first. Needs `LEDGER_READ` at headquarters.
    async fn payments_mismatched(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Payment>> {
        let view = View::of(context)?;
        let odd = view.service().payments_mismatched(view.viewer(), limit(first)?).await?;
        Ok(odd.into_iter().map(|(kept, card)| Payment::new(kept, Arc::new(card), view.clone())).collect())
    }

    /// Requests for invoices that wait, the oldest first. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn invoices_waiting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Invoice>> {
        let view = View::of(context)?;
        let waiting = view.service().invoices_waiting(view.viewer(), limit(first)?).await?;
        Ok(waiting.into_iter().map(Invoice).collect())
    }

    /// What the accounts of each kind hold together. Needs `LEDGER_READ` at headquarters.
    async fn ledger_balances(&self, context: &Context<'_>) -> Result<List<LedgerBalance>> {
        let view = View::of(context)?;
        let held = view.service().ledger_balances(view.viewer()).await?;
        Ok(held.into_iter().map(|(kind, held)| LedgerBalance { kind: kind.into(), balance: Fen(held.0) }).collect())
    }

    /// The ledger's entries, the newest first. Needs `LEDGER_READ` at headquarters.
    async fn ledger_entries(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only those that touch an account of this kind; name its owner too.")] account: Option<
            LedgerAccountKind,
        >,
        #[graphql(desc = "Whose account: `headquarters` if nothing is said, or the id of a chapter or member.")]
        owner: Option<String>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<LedgerEntryConnection> {
        let (view, page) = (View::of(context)?, page(first, after, last, before)?);
        let account = match account {
            Some(kind) => Some(AccountRef { kind: kind.into(), owner: owner_of(owner.as_deref())? }),
            None => None,
        };
        Ok(LedgerEntryConnection::new(view.service().ledger_entries(view.viewer(), account, &page).await?))
    }
}

fn owner_of(text: Option<&str>) -> Result<Owner> {
    let Some(text) = text.filter(|text| *text != Owner::Headquarters.to_string()) else {
        return Ok(Owner::Headquarters);
    };
    let owner = text.parse().map(Owner::Chapter).or_else(|_| text.parse().map(Owner::Member));
    owner.map_err(|_| Fault::bad_input("an account is headquarters', a chapter's or a member's"))
}
