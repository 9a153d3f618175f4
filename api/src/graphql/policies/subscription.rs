//! What is told as it happens.
//!
//! Subscribers of equal rights share one execution (see `crate::live`), so an answer here follows from the arguments and
//! the rights alone.

use std::sync::Arc;

use async_graphql::{Context, Error, ID, Subscription};
use domain::kernel::{ChapterId, PolicyVersionId};
use futures_util::{Stream, StreamExt as _, future, stream};

use super::announcement::{Announced, Announcement};
use super::delivery::PolicyNotice;
use super::rollout::Rollout;
use crate::graphql::Asker;
use crate::graphql::error::{Fault, Result};
use crate::graphql::ids;

/// What is told as it happens.
#[derive(Debug, Default)]
pub(crate) struct PoliciesSubscription;

/// What is told as it happens.
#[Subscription]
impl PoliciesSubscription {
    /// What reaches a chapter: first what was missed since a cursor, then live, without gap or repeat. Needs
    /// `DELIVERY_READ`.
    async fn policy_delivered(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The chapter.")] chapter: ID,
        #[graphql(desc = "The cursor of the last notice or delivery you have; from now on if nothing is said.")]
        after: Option<String>,
    ) -> Result<impl Stream<Item = Result<PolicyNotice, Error>> + use<>> {
        if let Some(Announced(announced)) = context.data_opt() {
            // Who hears it was decided before.
            let asker = Asker::of(context)?;
            let told = announced.clone().map(|Announcement(notice)| {
                Ok(PolicyNotice { view: asker.look_at(Arc::clone(&notice.version)), notice })
            });
            return Ok(stream::iter(told).left_stream());
        }
        let (asker, chapter) = (Asker::of(context)?.again(), ids::parse::<ChapterId>(&chapter)?);
        let view = asker.look();
        let notices = view.service().policy_feed(view.viewer(), chapter, after.as_deref())?;
        Ok(notices
            .map(move |notice| match notice {
                // The tree may have changed since the last one.
                Ok(notice) => Ok(PolicyNotice { view: asker.look_at(Arc::clone(&notice.version)), notice }),
                Err(error) => Err(Fault(error).into()),
            })
            .right_stream())
    }

    /// How a version lands: how it stands, and again whenever that has changed. Needs `DELIVERY_READ`.
    async fn policy_rollout(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The version.")] version: ID,
        #[graphql(desc = "Only this chapter and what stands below; all of its reach if nothing is said.")]
        within: Option<ID>,
    ) -> Result<impl Stream<Item = Rollout> + use<>> {
        let asker = Asker::of(context)?.again();
        let id = ids::parse::<PolicyVersionId>(&version)?;
        let within = ids::parse_opt::<ChapterId>(within.as_ref())?;
        let view = asker.look();
        let ticks = view.service().rollout_feed(view.viewer(), id, within).await?;
        drop(view);
        let counted = ticks.then(move |()| Rollout::new(id, within, asker.look()).count());
        // Ticks come more often than changes.
        let changed = counted.scan(None, |last, (counts, rollout)| {
            let news = counts.is_none() || *last != counts;
            *last = counts;
            future::ready(Some(news.then_some(rollout)))
        });
        Ok(changed.filter_map(future::ready))
    }
}
