//! `node(id)`: whatever has a global id.

use crate::graphql::list::List;
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
    ) -> Result<List<Option<Node>>> {
        if ids.len() > MAX_PAGE {
            return Err(Fault::bad_input(format!("at most {MAX_PAGE} ids at once")));
        }
        let view = View::of(context)?;
        try_join_all(ids.iter().map(|id| load(view, id))).await.map(List::from)
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
        IdKind::Account => told(view, service.account(viewer, parse(id)?).await, Account::new, Node::Account)?,
        IdKind::Term => told(view, service.term(viewer, parse(id)?).await, Term::new, Node::Term)?,
        IdKind::Grant => told(view, service.grant(viewer, parse(id)?).await, Grant::new, Node::Grant)?,
        IdKind::Audit => told(view, service.audit_entry(viewer, parse(id)?).await, AuditEntry::new, Node::AuditEntry)?,
        IdKind::Member => told(view, service.member(viewer, parse(id)?).await, Member::new, Node::Member)?,
        IdKind::CardBatch => told(view, service.card_batch(viewer, parse(id)?).await, CardBatch::new, Node::CardBatch)?,
        IdKind::Import => told(view, service.import(viewer, parse(id)?).await, Import::new, Node::Import)?,
        IdKind::Merge => told(view, service.merge(viewer, parse(id)?).await, MemberMerge::new, Node::MemberMerge)?,
        IdKind::Order => told(view, service.order(viewer, parse(id)?).await, Order::new, Node::Order)?,
        IdKind::Referral => told(view, service.referral(viewer, parse(id)?).await, Referral::new, Node::Referral)?,
        IdKind::ReferralLink => {
            told(view, service.referral_link(viewer, parse(id)?).await, ReferralLink::new, Node::ReferralLink)?
        }
        IdKind::Statement => told(view, service.statement(viewer, parse(id)?).await, Statement::new, Node::Statement)?,
        IdKind::Payout => told(
            view,
            service.payout(viewer, parse(id)?).await,
            |(kept, of), view| Payout::new(kept, of, view),
            Node::Payout,
        )?,
        IdKind::Dispute => told(
            view,
            service.dispute(viewer, parse(id)?).await,
            |(kept, of), view| Dispute::new(kept, of, view),
            Node::Dispute,
        )?,
        IdKind::TerritoryCase => {
            told(view, service.territory_case(viewer, parse(id)?).await, TerritoryCase::new, Node::TerritoryCase)?
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

/// What was read, as a node.
fn told<T, N>(
    view: &View,
    read: service::Result<T>,
    show: fn(T, View) -> N,
    node: fn(N) -> Node,
) -> Result<Option<Node>> {
    Ok(found(read)?.map(|kept| node(show(kept, view.clone()))))
}
