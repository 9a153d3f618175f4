//! The value in force for a chapter, and how it came about.

use std::sync::Arc;

use async_graphql::{ID, Object};
use domain::access::Permission as Right;
use domain::kernel::{ChapterId, Code};
use domain::policies::{InForce, Mode, Source, Step, Verdict};
use service::ServiceError;
use service::policies::ValueInForce;

use super::enums::PolicyVerdict;
use super::types::Policy;
use crate::graphql::View;
use crate::graphql::chapters::Chapter;
use crate::graphql::error::Result;
use crate::graphql::list::List;
use crate::graphql::scalars::Json;

/// What holds for a chapter and key.
#[derive(Debug)]
pub(crate) struct PolicyValue {
    chapter: ChapterId,
    policy: Policy,
    key: String,
    in_force: Option<InForce>,
    above: Option<InForce>,
    mode: Mode,
    view: View,
}

impl PolicyValue {
    pub(crate) fn new(value: ValueInForce, view: View) -> Self {
        Self {
            chapter: value.chapter,
            key: value.spec.key.to_string(),
            mode: value.spec.mode,
            policy: Policy::new(Arc::new(value.spec), view.clone()),
            in_force: value.in_force,
            above: value.above,
            view,
        }
    }
}

/// Nothing for a key that is not in the library; a key that cannot be one is the client's mistake.
pub(crate) fn known_key<T>(outcome: service::Result<T>) -> Result<Option<T>> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(ServiceError::Rules(broken)) if broken.0.iter().any(|one| one.code == Code::PoliciesKeyUnknown) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// What holds for a chapter by one policy, and how it came about.
#[Object]
impl PolicyValue {
    /// Key of the policy.
    async fn key(&self) -> &str {
        &self.key
    }

    /// The policy.
    async fn policy(&self) -> &Policy {
        &self.policy
    }

    /// The value that holds. Null if nothing is in force.
    async fn value(&self) -> Option<Json> {
        self.in_force.as_ref().map(|in_force| Json(in_force.value.clone()))
    }

    /// Whether any version has reached the chapter and taken effect.
    async fn in_force(&self) -> bool {
        self.in_force.is_some()
    }

    /// The chapter's own value, whether or not it has a part in what holds. Null if it has none.
    async fn own(&self) -> Result<Option<Json>> {
        let (service, viewer) = (self.view.service(), self.view.viewer());
        let own = service.local_value(viewer, self.chapter, &self.key).await?;
        Ok(own.map(|own| Json(own.value)))
    }

    /// The value in force without the chapter's own: what its own must keep to. Null if nothing is in force above.
    async fn above(&self) -> Option<Json> {
        self.above.as_ref().map(|above| Json(above.value.clone()))
    }

    /// The chapter that locked the value for all below it. Null unless the mode is `LOCKED` and a value is in force.
    async fn locked_by(&self) -> Option<Chapter> {
        let setter = self.in_force.as_ref().filter(|_| self.mode == Mode::Locked)?.set_by()?;
        self.view.chapter(setter.chapter)
    }

    /// Whether you may set or take back the chapter's own value: by your rights, the mode, and since there is one above.
    async fn viewer_can_set(&self) -> bool {
        self.mode != Mode::Locked && self.above.is_some() && self.view.viewer().may(Right::OverrideSet, self.chapter)
    }

    /// Every value on the path from headquarters down to the chapter, with what became of it: the explanation.
    async fn chain(&self) -> List<PolicyValueStep<'_>> {
        let steps = self.in_force.as_ref().map(|in_force| in_force.steps.as_slice()).unwrap_or_default();
        steps.iter().map(|step| PolicyValueStep { step, view: &self.view }).collect()
    }
}

/// One line of the explanation.
#[derive(Debug)]
pub(crate) struct PolicyValueStep<'a> {
    step: &'a Step,
    view: &'a View,
}

/// A value on the path from headquarters to a chapter, and what became of it.
#[Object]
impl PolicyValueStep<'_> {
    /// The chapter that laid down the value.
    async fn chapter(&self) -> Result<Chapter> {
        self.view.named_chapter(self.step.chapter)
    }

    /// Where the value stands: id of a version (`pver_…`), or of a chapter's own value (`povr_…`).
    async fn source(&self) -> ID {
        match self.step.source {
            Source::Version(id) => id.into(),
            Source::Override(id) => id.into(),
        }
    }

    /// What became of it.
    async fn verdict(&self) -> PolicyVerdict {
        self.step.verdict.into()
    }

    /// The ancestor that stands in its way. Null if none does.
    async fn limited_by(&self) -> Option<Chapter> {
        match self.step.verdict {
            Verdict::Clipped(by) | Verdict::ForbiddenBy(by) | Verdict::OutOfBounds(by) => self.view.chapter(by),
            Verdict::Set | Verdict::Replaced | Verdict::Narrowed | Verdict::NothingAbove => None,
        }
    }

    /// The value in force after this step. Null if the step had no part in it.
    async fn value(&self) -> Option<Json> {
        self.step.value.clone().map(Json)
    }

    /// The same as a sentence.
    async fn text(&self) -> String {
        self.step.to_string()
    }
}
