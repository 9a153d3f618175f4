//! Reads of settlement.

use async_graphql::{Context, ID, Object};
use domain::money::Month;
use service::money::PayoutsWanted;

use super::dispute::Dispute;
use super::payout::{Payout, PayoutFile};
use super::settlement_enums::{PayoutState, TerritoryCaseState};
use super::statement::{Statement, StatementConnection};
use super::territory_case::TerritoryCaseConnection;
use crate::graphql::View;
use crate::graphql::connection::{limit, page};
use crate::graphql::error::{Fault, Result, found};
use crate::graphql::ids;
use crate::graphql::list::List;

/// Reads of settlement.
#[derive(Debug, Default)]
pub(crate) struct SettlementQuery;

/// Reads of settlement.
#[Object]
impl SettlementQuery {
    /// A statement. Null if there is none, or without `STATEMENT_READ` at its chapter.
    async fn statement(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Id of the statement.")] id: ID,
    ) -> Result<Option<Statement>> {
        let view = View::of(context)?;
        let kept = found(view.service().statement(view.viewer(), ids::parse(&id)?).await)?;
        Ok(kept.map(|kept| Statement::new(kept, view.clone())))
    }

    /// The statements of a month, by chapter. Needs `STATEMENT_READ` at headquarters.
    async fn statements(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The month, `2026-11`.")] month: String,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<StatementConnection> {
        let (view, page) = (View::of(context)?, page(first, after, last, before)?);
        let slice = view.service().statements_of_month(view.viewer(), read_month(&month)?, &page).await?;
        Ok(StatementConnection::of_month(slice, view))
    }

    /// Payouts that wait to be sent or settled, the oldest first. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn payouts_waiting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Payout>> {
        let view = View::of(context)?;
        let waiting = view.service().payouts_waiting(view.viewer(), limit(first)?).await?;
        Ok(waiting.into_iter().map(|(kept, of)| Payout::new(kept, of, view.clone())).collect())
    }

    /// A file of payouts: `SENT` for the bank, `MADE` for a report, both if nothing is said; what is only prepared waits for a
    /// second pair of eyes. All of a month's statements, or those that are named. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn payout_file(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The month, `2026-11`.")] month: Option<String>,
        #[graphql(desc = "In place of a month: which payouts, 100 at most.")] ids: Option<Vec<ID>>,
        #[graphql(desc = "Only those that stand so: `SENT` or `MADE`.")] state: Option<PayoutState>,
    ) -> Result<PayoutFile> {
        let view = View::of(context)?;
        let wanted = match (month, ids) {
            (Some(month), None) => PayoutsWanted::Month(read_month(&month)?),
            (None, Some(ids)) => PayoutsWanted::These(ids.iter().map(ids::parse).collect::<Result<_>>()?),
            _ => return Err(Fault::bad_input("give `month` or `ids`, one of the two")),
        };
        Ok(view.service().payout_file(view.viewer(), &wanted, state.map(Into::into)).await?.into())
    }

    /// Disputes that wait for an answer or a ruling, the oldest first. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn disputes_waiting(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Dispute>> {
        let view = View::of(context)?;
        let waiting = view.service().disputes_waiting(view.viewer(), limit(first)?).await?;
        Ok(waiting.into_iter().map(|(kept, of)| Dispute::new(kept, of, view.clone())).collect())
    }

    /// Months in which a chapter sold much outside its territory, the newest first. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn territory_cases(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Only cases that stand so; alerts do not stand anywhere.")] state: Option<TerritoryCaseState>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<TerritoryCaseConnection> {
        let (view, page) = (View::of(context)?, page(first, after, last, before)?);
        let wanted = (None, state.map(Into::into));
        Ok(TerritoryCaseConnection::new(view.service().territory_cases(view.viewer(), wanted, &page).await?, view))
    }
}

pub(super) fn read_month(text: &str) -> Result<Month> {
    text.parse().map_err(|error: String| Fault::bad_input(error))
}
