//! Sales outside a chapter's territory.

use async_graphql::{ID, Object};
use domain::kernel::TerritoryCaseId;
use domain::money as rules;
use service::money::TerritoryCase as Kept;

use super::settlement_enums::{OutsideLevel, TerritoryCaseState, TerritoryRuling};
use super::statement::settles;
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::{Item, Key, Page, connection};
use crate::graphql::error::Result;
use crate::graphql::scalars::{DateTime, Fen};

/// An alert or a case.
#[derive(Debug, Clone)]
pub(crate) struct TerritoryCase {
    kept: Kept,
    view: View,
}

impl TerritoryCase {
    pub(crate) fn new(kept: Kept, view: View) -> Self {
        Self { kept, view }
    }

    /// A case as it is after a change.
    pub(super) async fn fresh(view: &View, id: TerritoryCaseId) -> Result<Self> {
        let view = view.fresh();
        let kept = view.service().territory_case(view.viewer(), id).await?;
        Ok(Self { kept, view })
    }
}

/// A month in which a chapter sold more than 10 % (an alert) or 20 % (a case) to buyers who live in the territory of another
/// (窜货).
#[Object]
impl TerritoryCase {
    /// Global id, `tcas_…`.
    pub(crate) async fn id(&self) -> ID {
        self.kept.id.into()
    }

    /// The chapter that sold. Null where you may not see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.view.chapter(self.kept.chapter)
    }

    /// Id of the chapter that sold.
    async fn chapter_id(&self) -> ID {
        self.kept.chapter.into()
    }

    /// The month in Asia/Shanghai, `2026-11`.
    async fn month(&self) -> String {
        self.kept.month.to_string()
    }

    /// Whether it is an alert or a case.
    async fn level(&self) -> OutsideLevel {
        self.kept.level.into()
    }

    /// Where the case stands. Null for an alert: there is nothing to rule on.
    async fn state(&self) -> Option<TerritoryCaseState> {
        self.kept.state.map(Into::into)
    }

    /// All that the chapter sold in the month.
    async fn sales(&self) -> Fen {
        Fen(self.kept.sales.sales.0)
    }

    /// Of that, to buyers who live in the territory of another.
    async fn outside(&self) -> Fen {
        Fen(self.kept.sales.outside.0)
    }

    /// What the chapter had earned of the sales outside when it was found.
    async fn share(&self) -> Fen {
        Fen(self.kept.share.0)
    }

    /// When it was found.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.kept.opened_at)
    }

    /// The ruling. Null until there is one.
    async fn ruling(&self) -> Option<TerritoryRuling> {
        self.kept.ruling.map(Into::into)
    }

    /// What has moved to the chapters whose territory it is. Null until it was ruled on.
    async fn moved(&self) -> Option<Fen> {
        self.kept.moved.map(|moved| Fen(moved.0))
    }

    /// What was taken back on top. Null until it was ruled on.
    async fn clawed_back(&self) -> Option<Fen> {
        self.kept.clawed_back.map(|clawed| Fen(clawed.0))
    }

    /// Whether the ruling advises to suspend the chapter.
    async fn suspension_advised(&self) -> bool {
        self.kept.ruling == Some(rules::Ruling::Suspension)
    }

    /// Why it was ruled on or dismissed. Null until then.
    async fn reason(&self) -> Option<&str> {
        self.kept.reason.as_deref()
    }

    /// When that was. Null until then.
    async fn decided_at(&self) -> Option<DateTime> {
        self.kept.decided_at.map(DateTime)
    }

    /// Who decided it. Null until then, or where you may not see them.
    async fn decided_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.kept.decided_by).await
    }

    /// Whether you may rule on it, or dismiss it, now.
    async fn viewer_can_rule(&self) -> bool {
        self.kept.state == Some(rules::CaseState::Open) && settles(&self.view)
    }
}

connection!(
    "A page of months with many sales outside, the newest first.",
    TerritoryCaseConnection,
    "An alert or a case with its place in a list.",
    TerritoryCaseEdge,
    "The alert or case.",
    TerritoryCase
);

impl TerritoryCaseConnection {
    pub(crate) fn new(slice: domain::kernel::Slice<Kept>, view: &View) -> Self {
        Self(Page::of(slice, |kept| {
            // Months are counted from the year 0: they fit until the year 2730.
            let month = i16::try_from(kept.month.number()).unwrap_or(i16::MAX);
            let key = Key::Ranked(month, kept.chapter.0.into());
            Some(Item::new(key, TerritoryCase { kept, view: view.clone() }))
        }))
    }
}
