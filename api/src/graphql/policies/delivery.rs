//! Deliveries: one chapter's copy of a version.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::policies::{DeliveryState as Stored, Outdated, due_at};
use service::policies::{Delivered, InboxItem, Late};

use super::enums::{DeliveryState, NoticeKind};
use super::version::Version;
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::{Item, Key, connection};
use crate::graphql::error::Result;
use crate::graphql::scalars::DateTime;

/// A delivery.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    delivered: Arc<Delivered>,
    view: View,
}

impl Delivery {
    pub(crate) fn new(delivered: Arc<Delivered>, view: View) -> Self {
        Self { delivered, view }
    }
}

/// One chapter's copy of a version, and its receipt.
#[Object]
impl Delivery {
    /// What was delivered.
    async fn version(&self) -> Result<Version> {
        self.view.delivered_version(self.delivered.version).await
    }

    /// To whom.
    async fn chapter(&self) -> Result<Chapter> {
        self.view.named_chapter(self.delivered.chapter)
    }

    /// How it stands now.
    async fn state(&self) -> DeliveryState {
        self.delivered.delivery.view(self.view.viewer().now).into()
    }

    /// Its place in the feed: give it to `policyDelivered` as `after`, to hear what came later.
    async fn cursor(&self) -> String {
        Key::Number(self.delivered.seq).cursor()
    }

    /// When it arrived.
    async fn delivered_at(&self) -> DateTime {
        DateTime(self.delivered.delivery.delivered_at)
    }

    /// When its acknowledgement is due. Null if none is owed.
    async fn due_at(&self) -> Option<DateTime> {
        let delivery = &self.delivered.delivery;
        (delivery.state != Stored::Exempt).then_some(DateTime(delivery.due_at))
    }

    /// When it was first opened. Null if it was not.
    async fn read_at(&self) -> Option<DateTime> {
        self.delivered.read_at.map(DateTime)
    }

    /// When it was acknowledged. Null if it was not.
    async fn acknowledged_at(&self) -> Option<DateTime> {
        self.delivered.acknowledged_at.map(DateTime)
    }

    /// Id of the account that acknowledged it. Null if nobody did.
    async fn acknowledged_by(&self) -> Option<ID> {
        self.delivered.acknowledged_by.map(ID::from)
    }

    /// Who acknowledged it. Null if nobody did, or where you may not see them.
    async fn acknowledged_by_account(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.delivered.acknowledged_by).await
    }

    /// The newest earlier version of the same policy that the chapter acknowledged, of the same issuer or else of another,
    /// whether or not it is still in force: what has changed since. Null if there is none.
    async fn acknowledged_before(&self) -> Result<Option<Version>> {
        self.view.acknowledged_before(self.delivered.chapter, self.delivered.version).await
    }

    /// Id of the newer version that counts here instead. Null if this one still counts, or was revoked.
    async fn replaced_by(&self) -> Option<ID> {
        match self.delivered.delivery.outdated {
            Some(Outdated::ReplacedBy(newer)) => Some(newer.into()),
            Some(Outdated::Revoked) | None => None,
        }
    }
}

/// A delivery as an item of an inbox.
pub(crate) fn inbox_item(item: InboxItem, view: &View) -> Item<Delivery> {
    let key = Key::Ranked(item.rank, item.delivered.seq);
    Item::new(key, Delivery::new(Arc::new(item.delivered), view.clone()))
}

connection!(
    "A page of a chapter's deliveries.",
    InboxConnection,
    "A delivery with its place in the inbox.",
    InboxEdge,
    "The delivery.",
    Delivery
);

/// What a chapter is told, as it happens.
#[derive(Debug)]
pub(crate) struct PolicyNotice {
    pub(crate) notice: service::policies::Notice,
    pub(crate) view: View,
}

/// What a chapter is told about a version, as it happens.
#[Object]
impl PolicyNotice {
    /// What happened.
    async fn kind(&self) -> NoticeKind {
        self.notice.kind.into()
    }

    /// Where to go on after an interruption: give it as `after`.
    async fn cursor(&self) -> String {
        self.notice.cursor()
    }

    /// The chapter's copy of the version.
    async fn delivery(&self) -> Delivery {
        Delivery::new(Arc::clone(&self.notice.delivered), self.view.clone())
    }
}

/// A delivery that is so late that somebody above must know.
#[derive(Debug)]
pub(crate) struct Escalation {
    late: Late,
    view: View,
}

impl Escalation {
    pub(crate) fn new(late: Late, view: View) -> Self {
        Self { late, view }
    }
}

/// An acknowledgement that is missing for so long that somebody above must know.
#[Object]
impl Escalation {
    /// What was to be acknowledged.
    async fn version(&self) -> Result<Version> {
        self.view.delivered_version(self.late.version).await
    }

    /// By whom.
    async fn chapter(&self) -> Result<Chapter> {
        self.view.named_chapter(self.late.chapter)
    }

    /// When it arrived.
    async fn delivered_at(&self) -> DateTime {
        DateTime(self.late.delivered_at)
    }

    /// When the acknowledgement was due.
    async fn due_at(&self) -> Result<DateTime> {
        let version = self.view.delivered_version(self.late.version).await?;
        Ok(DateTime(due_at(self.late.delivered_at, version.deadline_hours())))
    }
}
