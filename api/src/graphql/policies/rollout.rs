//! How a version lands.

use async_graphql::{ID, Object, SimpleObject};
use domain::kernel::{ChapterId, PolicyVersionId};
use domain::policies::{DeliveryView, due_at};
use service::policies::{RolloutBranch as Branch, RolloutCount};
use tokio::sync::OnceCell;

use super::enums::DeliveryState;
use super::version::Version;
use crate::graphql::View;
use crate::graphql::chapters::{Chapter, ChapterLevel};
use crate::graphql::connection::{Item, Key, Page, connection, page};
use crate::graphql::error::Result;
use crate::graphql::ids;
use crate::graphql::list::List;
use crate::graphql::scalars::DateTime;

/// How a version lands, counted when asked.
#[derive(Debug)]
pub(crate) struct Rollout {
    id: PolicyVersionId,
    within: Option<ChapterId>,
    view: View,
    /// One query for all of the counts.
    counts: OnceCell<Vec<RolloutCount>>,
}

impl Rollout {
    pub(crate) fn new(id: PolicyVersionId, within: Option<ChapterId>, view: View) -> Self {
        Self { id, within, view, counts: OnceCell::new() }
    }

    /// Counts now, so that a subscriber is told of changes alone. What cannot be counted is told when it is asked for.
    pub(crate) async fn count(self) -> (Option<Vec<RolloutCount>>, Self) {
        let mut counts = self.counted().await.map(<[RolloutCount]>::to_vec).ok();
        if let Some(counts) = &mut counts {
            counts.sort_unstable_by_key(|count| (count.level, place(count.view)));
        }
        (counts, self)
    }

    async fn counted(&self) -> Result<&[RolloutCount]> {
        let (service, viewer) = (self.view.service(), self.view.viewer());
        let count = || service.rollout_counts(viewer, self.id, self.within);
        Ok(self.counts.get_or_try_init(count).await?)
    }
}

/// How a version lands on the chapters in its scope, as far as you see.
#[Object]
impl Rollout {
    /// The version.
    async fn version(&self) -> Result<Version> {
        self.view.named_version(self.id).await
    }

    /// When this was counted: deadlines pass with the clock.
    async fn as_of(&self) -> DateTime {
        DateTime(self.view.viewer().now)
    }

    /// How many chapters it is for.
    async fn total(&self) -> Result<i32> {
        Ok(int(self.counted().await?.iter().map(|count| count.chapters).sum()))
    }

    /// How many chapters of each level are in each state; combinations that do not occur are left out.
    async fn counts(&self) -> Result<List<RolloutCountRow>> {
        let row = |count: &RolloutCount| RolloutCountRow {
            level: count.level.into(),
            state: count.view.into(),
            chapters: int(count.chapters),
        };
        let mut rows: Vec<_> = self.counted().await?.iter().collect();
        rows.sort_unstable_by_key(|count| (count.level, place(count.view)));
        Ok(rows.into_iter().map(row).collect())
    }

    /// How many chapters are in each state: a row for every state, also for none.
    async fn by_state(&self) -> Result<List<RolloutStateCount>> {
        Ok(by_state(&self.counted().await?.iter().map(|count| (count.view, count.chapters))))
    }

    /// How it lands branch by branch: on the chapters directly below one, each with all that stands below it, itself
    /// included. Branches that it is not for are left out.
    async fn branches(
        &self,
        #[graphql(
            desc = "The chapter whose branches these are; if nothing is said, that of `within`, or else the issuer. Who does \
                    not see all of its reach begins where their sight does."
        )]
        of: Option<ID>,
    ) -> Result<List<RolloutBranch>> {
        let of = ids::parse_opt::<ChapterId>(of.as_ref())?.or(self.within);
        let branches = self.view.service().rollout_branches(self.view.viewer(), self.id, of).await?;
        Ok(branches.into_iter().map(|branch| RolloutBranch { branch, view: self.view.clone() }).collect())
    }

    /// The chapters it is for, in the order they were opened. Who sees several separate subtrees names one with `within`.
    async fn chapters(
        &self,
        #[graphql(desc = "Only chapters in one of these states; all if nothing is said.")] states: Option<
            Vec<DeliveryState>,
        >,
        #[graphql(desc = "Only this chapter and what stands below.")] within: Option<ID>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<RolloutConnection> {
        let within = ids::parse_opt::<ChapterId>(within.as_ref())?.or(self.within);
        let page = page(first, after, last, before)?;
        let mut views: Vec<DeliveryView> = states.unwrap_or_default().into_iter().map(DeliveryView::from).collect();
        views.sort_unstable_by_key(|view| place(*view));
        views.dedup();
        let (service, viewer) = (self.view.service(), self.view.viewer());
        let slice = service.rollout_page(viewer, self.id, within, (&views, &page)).await?;
        let hours = self.view.named_version(self.id).await?.deadline_hours();
        Ok(RolloutConnection(Page::of(slice, |row| {
            let chapter = self.view.chapter(row.chapter)?;
            let key = Key::Number(i64::from(row.chapter.0));
            let owes = row.view != DeliveryView::Exempt;
            let item = RolloutChapter {
                chapter,
                state: row.view.into(),
                delivered_at: row.delivered_at.map(DateTime),
                due_at: row.delivered_at.filter(|_| owes).map(|at| DateTime(due_at(at, hours))),
            };
            Some(Item::new(key, item))
        })))
    }
}

/// A branch, and how the version stands there.
#[derive(Debug)]
pub(crate) struct RolloutBranch {
    branch: Branch,
    view: View,
}

/// How a version lands on a chapter and all that stands below it.
#[Object]
impl RolloutBranch {
    /// The topmost chapter of the branch. Null if you cannot see it.
    async fn chapter(&self) -> Option<Chapter> {
        self.view.chapter(self.branch.chapter)
    }

    /// How many chapters of the branch it is for.
    async fn total(&self) -> i32 {
        int(self.branch.counts.iter().map(|(_, chapters)| chapters).sum())
    }

    /// How many chapters of the branch are in each state: a row for every state, also for none.
    async fn by_state(&self) -> List<RolloutStateCount> {
        by_state(&self.branch.counts.iter().copied())
    }

    /// How it stands at the topmost chapter itself. Null if it is not for it.
    async fn state(&self) -> Option<DeliveryState> {
        self.branch.view.map(Into::into)
    }
}

/// A row for every state.
fn by_state(counts: &(impl Iterator<Item = (DeliveryView, i64)> + Clone)) -> List<RolloutStateCount> {
    let sum = |view| counts.clone().filter(|(other, _)| *other == view).map(|(_, chapters)| chapters).sum();
    let row = |view| RolloutStateCount { state: DeliveryState::from(view), chapters: int(sum(view)) };
    DeliveryView::ALL.into_iter().map(row).collect()
}

fn int(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Where a state stands in the order of a rollout.
fn place(view: DeliveryView) -> usize {
    DeliveryView::ALL.iter().position(|other| *other == view).unwrap_or_default()
}

/// How many chapters of one level are in one state.
#[derive(SimpleObject, Debug)]
#[graphql(name = "RolloutCount")]
pub(crate) struct RolloutCountRow {
    /// The level.
    level: ChapterLevel,
    /// The state.
    state: DeliveryState,
    /// How many chapters.
    chapters: i32,
}

/// How many chapters are in one state.
#[derive(SimpleObject, Debug)]
pub(crate) struct RolloutStateCount {
    /// The state.
    state: DeliveryState,
    /// How many chapters.
    chapters: i32,
}

/// A chapter, and how a version stands there.
#[derive(SimpleObject, Debug)]
pub(crate) struct RolloutChapter {
    /// The chapter.
    chapter: Chapter,
    /// How the version stands there.
    state: DeliveryState,
    /// When it was delivered. Null while it has not come.
    delivered_at: Option<DateTime>,
    /// Until when it must be acknowledged. Null while it has not come, and for who owes nothing.
    due_at: Option<DateTime>,
}

connection!(
    "A page of the chapters that a version is for.",
    RolloutConnection,
    "A chapter of a rollout with its place in the list.",
    RolloutEdge,
    "The chapter, and how the version stands there.",
    RolloutChapter
);
