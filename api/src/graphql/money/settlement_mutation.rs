//! Changes of statements, payouts, disputes and cases.

use async_graphql::{Context, Object};
use domain::kernel::{DisputeId, PayoutId, TerritoryCaseId};

use super::dispute::Dispute;
use super::payment::Payment;
use super::payout::Payout;
use super::settlement_input::{
    DisputeAnswerInput, DisputeOpenInput, DisputeRuleInput, PaymentReturnInput, PayoutFailInput, PayoutPrepareInput,
    PayoutSendInput, PayoutSettleInput, StatementsIssueInput, TerritoryCaseDismissInput, TerritoryCaseRuleInput,
};
use super::territory_case::TerritoryCase;
use crate::graphql::View;
use crate::graphql::error::Result;
use crate::graphql::payload::payloads;
use crate::graphql::user_error::{Broken, settle};

payloads! {
    /// What issuing statements led to.
    StatementsIssuePayload {
        /// How many were issued: none, if all had been before. Null if a rule was broken.
        issued: i32
    }
    /// What preparing a payout led to.
    PayoutPreparePayload {
        /// The payout. Null if a rule was broken.
        payout: Payout
    }
    /// What sending a payout led to.
    PayoutSendPayload {
        /// The payout. Null if a rule was broken.
        payout: Payout
    }
    /// What settling a payout led to.
    PayoutSettlePayload {
        /// The payout, made. Null if a rule was broken.
        payout: Payout
    }
    /// What the failure of a payout led to.
    PayoutFailPayload {
        /// The payout, failed. Null if a rule was broken.
        payout: Payout
    }
    /// What objecting to a statement led to.
    DisputeOpenPayload {
        /// The dispute. Null if a rule was broken.
        dispute: Dispute
    }
    /// What answering a dispute led to.
    DisputeAnswerPayload {
        /// The dispute. Null if a rule was broken.
        dispute: Dispute
    }
    /// What ruling on a dispute led to.
    DisputeRulePayload {
        /// The dispute. Null if a rule was broken.
        dispute: Dispute
    }
    /// What ruling on a case led to.
    TerritoryCaseRulePayload {
        /// The case. Null if a rule was broken.
        case: TerritoryCase
    }
    /// What dismissing a case led to.
    TerritoryCaseDismissPayload {
        /// The case. Null if a rule was broken.
        case: TerritoryCase
    }
    /// What sending a payment back led to.
    PaymentReturnPayload {
        /// The payment; sent back already, if its provider has taken it. Null if a rule was broken.
        payment: Payment
    }
}

/// Changes of statements, payouts, disputes and cases.
#[derive(Debug, Default)]
pub(crate) struct SettlementMutation;

/// Changes of statements, payouts, disputes and cases.
#[Object]
impl SettlementMutation {
    /// Issues the statements of a month that is over, from the 10th of the next on: the worker does so by itself. Again issues
    /// nothing twice. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn statements_issue(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of which month.")] mut input: StatementsIssueInput,
    ) -> Result<StatementsIssuePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let issued = settle(view.service().statements_issue(&op, &input.command()?).await)?;
        Ok(match issued {
            Ok(issued) => i32::try_from(issued).unwrap_or(i32::MAX).into(),
            Err(broken) => broken.into(),
        })
    }

    /// Prepares the payout of a statement: what is due on it now, less the tax that is withheld. One at a time to a
    /// person, who is taxed on all that a month pays. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn payout_prepare(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of which statement, to whom.")] mut input: PayoutPrepareInput,
    ) -> Result<PayoutPreparePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_payout(view, view.service().payout_prepare(&op, input.command()?).await).await
    }

    /// Marks a payout as handed to the bank; one to a person in the month in which it was prepared. Needs `SETTLEMENT_MANAGE` at headquarters; not for who prepared it.
    async fn payout_send(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which payout.")] mut input: PayoutSendInput,
    ) -> Result<PayoutSendPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_payout(view, view.service().payout_send(&op, input.command()?).await).await
    }

    /// Records that the bank has made a payout: the chapter is owed that much less, and its commissions are paid. Needs
    /// `SETTLEMENT_MANAGE` at headquarters.
    async fn payout_settle(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which payout, under which number of the bank's.")] mut input: PayoutSettleInput,
    ) -> Result<PayoutSettlePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_payout(view, view.service().payout_settle(&op, input.command()?).await).await
    }

    /// Records that a payout came to nothing: another can be prepared. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn payout_fail(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which payout, and why.")] mut input: PayoutFailInput,
    ) -> Result<PayoutFailPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_payout(view, view.service().payout_fail(&op, input.command()?).await).await
    }

    /// Objects to a statement within 15 days of it: what is in dispute is held back from payouts until it is over. Needs
    /// `DISPUTE_OPEN` at its chapter.
    async fn dispute_open(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which statement, how much, and why.")] mut input: DisputeOpenInput,
    ) -> Result<DisputeOpenPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_dispute(view, view.service().dispute_open(&op, input.command()?).await).await
    }

    /// Answers a dispute within 7 days of it. Needs `SETTLEMENT_MANAGE` at headquarters; not for who opened it.
    async fn dispute_answer(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which dispute, and the answer.")] mut input: DisputeAnswerInput,
    ) -> Result<DisputeAnswerPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_dispute(view, view.service().dispute_answer(&op, input.command()?).await).await
    }

    /// Rules on a dispute within 15 days of its answer. What an upheld one grants stands in the chapter's next statement. Needs
    /// `SETTLEMENT_MANAGE` at headquarters; not for who opened or answered it.
    async fn dispute_rule(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which dispute, and the ruling.")] mut input: DisputeRuleInput,
    ) -> Result<DisputeRulePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_dispute(view, view.service().dispute_rule(&op, input.command()?).await).await
    }

    /// Rules on a case: a warning, and the share moves to the chapters whose territory it is; a second time within twelve
    /// months it is also taken back once more; a third time a suspension is advised too. Needs `SETTLEMENT_MANAGE` at
    /// headquarters.
    async fn territory_case_rule(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which case, and why.")] mut input: TerritoryCaseRuleInput,
    ) -> Result<TerritoryCaseRulePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_case(view, view.service().territory_case_decide(&op, input.command()?).await).await
    }

    /// Dismisses a case: there was nothing to it. Needs `SETTLEMENT_MANAGE` at headquarters.
    async fn territory_case_dismiss(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which case, and why.")] mut input: TerritoryCaseDismissInput,
    ) -> Result<TerritoryCaseDismissPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        show_case(view, view.service().territory_case_decide(&op, input.command()?).await).await
    }

    /// Sends a payment of a wrong amount back through its provider. Needs `REFUND_DECIDE` at headquarters.
    async fn payment_return(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which payment, and why.")] mut input: PaymentReturnInput,
    ) -> Result<PaymentReturnPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        Ok(match settle(view.service().payment_return(&op, input.command()?).await)? {
            Ok(id) => Payment::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}

/// The payout as it is after the change, or why there was none.
async fn show_payout<P>(view: &View, outcome: service::Result<PayoutId>) -> Result<P>
where
    P: From<Payout> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => Payout::fresh(view, id).await?.into(),
        Err(broken) => broken.into(),
    })
}

/// The dispute as it is after the change, or why there was none.
async fn show_dispute<P>(view: &View, outcome: service::Result<DisputeId>) -> Result<P>
where
    P: From<Dispute> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => Dispute::fresh(view, id).await?.into(),
        Err(broken) => broken.into(),
    })
}

/// The case as it is after the change, or why there was none.
async fn show_case<P>(view: &View, outcome: service::Result<TerritoryCaseId>) -> Result<P>
where
    P: From<TerritoryCase> + From<Broken>,
{
    Ok(match settle(outcome)? {
        Ok(id) => TerritoryCase::fresh(view, id).await?.into(),
        Err(broken) => broken.into(),
    })
}
