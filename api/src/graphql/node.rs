//! `node(id)`: whatever has a global id.

use async_graphql::{Context, ID, Interface, Object};
use domain::kernel::{IdKind, MAX_PAGE};
use futures_util::future::try_join_all;

use super::View;
use super::access::{Account, Grant};
use super::audit::AuditEntry;
use super::chapters::{Chapter, Term};
use super::error::{Fault, Result, found};
use super::growth::{Referral, ReferralLink};
use super::ids::parse;
use super::integrations::Import;
use super::members::{CardBatch, Member, MemberMerge};
use super::money::{Dispute, Order, Payout, Statement, TerritoryCase};
use super::policies::Version;

/// Whatever has a global id: `node` finds it again.
#[derive(Interface, Debug, Clone)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Global id: a readable prefix for the kind, an underscore, and the rest."
))]
pub(crate) enum Node {
    Chapter(Chapter),
    PolicyVersion(Version),
    Account(Account),
    Term(Term),
    Grant(Grant),
    AuditEntry(AuditEntry),
    Member(Member),
    CardBatch(CardBatch),
    Import(Import),
    MemberMerge(MemberMerge),
    Order(Order),
    Referral(Referral),
    ReferralLink(ReferralLink),
    Statement(Statement),
    Payout(Payout),
    Dispute(Dispute),
    TerritoryCase(TerritoryCase),
}

/// What is found by its global id.
#[derive(Debug, Default)]
pub(crate) struct NodeQuery;

/// What is found by its global id.
#[Object]
impl NodeQuery {
    /// Whatever has this id. Null if there is nothing, or if you may not see it.
    async fn node(&self, context: &Context<'_>, #[graphql(desc = "Any global id.")] id: ID) -> Result<Option<Node>> {
        load(View::of(context)?, &id).await
    }

    /// Whatever has these ids, in their order, with null where there is nothing or you may not see it.
    async fn nodes(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Global ids, 100 at most.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        if ids.len() > MAX_PAGE {
            return Err(Fault::bad_input(format!("at most {MAX_PAGE} ids at once")));
        }
        let view = View::of(context)?;
        try_join_all(ids.iter().map(|id| load(view, id))).await
    }

    /// The version of this schema: that of the server it comes with.
    async fn schema_version(&self) -> &str {
        env!("CARGO_PKG_VERSION")
    }
}

async fn load(view: &View, id: &ID) -> Result<Option<Node>> {
    let Some(kind) = IdKind::of(id) else {
        return Err(Fault::bad_input("this is no global id"));
    };
    let (service, viewer) = (view.service(), view.viewer());
    view.signed_in()?;
    Ok(match kind {
        IdKind::Chapter => view.chapter(parse(id)?).map(Node::Chapter),
        IdKind::PolicyVersion => view.version(parse(id)?).await?.map(Node::PolicyVersion),
        IdKind::Account => {
            let card = found(service.account(viewer, parse(id)?).await)?;
            card.map(|card| Node::Account(Account::new(card, view.clone())))
        }
        IdKind::Term => {
            let term = found(service.term(viewer, parse(id)?).await)?;
            term.map(|term| Node::Term(Term::new(term, view.clone())))
        }
        IdKind::Grant => {
            let record = found(service.grant(viewer, parse(id)?).await)?;
            record.map(|record| Node::Grant(Grant::new(record, view.clone())))
        }
        IdKind::Audit => {
            let record = found(service.audit_entry(viewer, parse(id)?).await)?;
            record.map(|record| Node::AuditEntry(AuditEntry::new(record, view.clone())))
        }
        IdKind::Member => {
            let card = found(service.member(viewer, parse(id)?).await)?;
            card.map(|card| Node::Member(Member::new(card, view.clone())))
        }
        IdKind::CardBatch => {
            let batch = found(service.card_batch(viewer, parse(id)?).await)?;
            batch.map(|batch| Node::CardBatch(CardBatch::new(batch, view.clone())))
        }
        IdKind::Import => {
            let card = found(service.import(viewer, parse(id)?).await)?;
            card.map(|card| Node::Import(Import::new(card, view.clone())))
        }
        IdKind::Merge => {
            let made = found(service.merge(viewer, parse(id)?).await)?;
            made.map(|made| Node::MemberMerge(MemberMerge::new(made, view.clone())))
        }
        IdKind::Order => {
            let order = found(service.order(viewer, parse(id)?).await)?;
            order.map(|order| Node::Order(Order::new(order, view.clone())))
        }
        IdKind::Referral => {
            let card = found(service.referral(viewer, parse(id)?).await)?;
            card.map(|card| Node::Referral(Referral::new(card, view.clone())))
        }
        IdKind::ReferralLink => {
            let card = found(service.referral_link(viewer, parse(id)?).await)?;
            card.map(|card| Node::ReferralLink(ReferralLink::new(card, view.clone())))
        }
        IdKind::Statement => {
            let kept = found(service.statement(viewer, parse(id)?).await)?;
            kept.map(|kept| Node::Statement(Statement::new(kept, view.clone())))
        }
        IdKind::Payout => {
            let kept = found(service.payout(viewer, parse(id)?).await)?;
            kept.map(|(kept, of)| Node::Payout(Payout::new(kept, of, view.clone())))
        }
        IdKind::Dispute => {
            let kept = found(service.dispute(viewer, parse(id)?).await)?;
            kept.map(|(kept, of)| Node::Dispute(Dispute::new(kept, of, view.clone())))
        }
        IdKind::TerritoryCase => {
            let kept = found(service.territory_case(viewer, parse(id)?).await)?;
            kept.map(|kept| Node::TerritoryCase(TerritoryCase::new(kept, view.clone())))
        }
        // These have ids, but are shown as parts of other things only.
        IdKind::Card
        | IdKind::Commission
        | IdKind::Consent
        | IdKind::Fact
        | IdKind::Invoice
        | IdKind::LedgerEntry
        | IdKind::Membership
        | IdKind::Override
        | IdKind::Payment
        | IdKind::PointsEntry
        | IdKind::Push
        | IdKind::PushStep
        | IdKind::Refund
        | IdKind::Request
        | IdKind::Session => None,
    })
}
