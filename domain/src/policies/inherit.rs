//! The value in force for a chapter and key: folded down the path from the root, layer by layer.

use std::fmt;

use serde_json::Value;

use super::narrow::{Narrowing, narrow};
use super::{Mode, ValueSchema};
use crate::kernel::{ChapterId, Code, OverrideId, PolicyVersionId, Violation, Violations};

const MAX_SHOWN: usize = 200;

/// What laid a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// A version that the chapter issued for its subtree.
    Version(PolicyVersionId),
    /// The chapter's own value.
    Override(OverrideId),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(id) => id.fmt(f),
            Self::Override(id) => id.fmt(f),
        }
    }
}

/// One value on the path from the root to a chapter.
#[derive(Debug, Clone, Copy)]
pub struct Layer<'a> {
    pub chapter: ChapterId,
    pub source: Source,
    pub value: &'a Value,
}

/// What became of a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It was the first to set the value.
    Set,
    /// It replaced the value above it (`open`).
    Replaced,
    /// It narrowed the value above it, or repeated it (`bounded`).
    Narrowed,
    /// It reached beyond what this ancestor allows, so only what both allow holds (`bounded`; the ancestor narrowed later).
    Clipped(ChapterId),
    /// It was ignored: this ancestor locked the value.
    ForbiddenBy(ChapterId),
    /// It was ignored: it has nothing in common with what this ancestor allows.
    OutOfBounds(ChapterId),
    /// It was ignored: an override of nothing.
    NothingAbove,
}

impl Verdict {
    /// Whether the layer had a part in the value.
    #[must_use]
    pub const fn applies(self) -> bool {
        matches!(self, Self::Set | Self::Replaced | Self::Narrowed | Self::Clipped(_))
    }
}

/// A layer and what became of it: one line of the explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    pub chapter: ChapterId,
    pub source: Source,
    pub verdict: Verdict,
    /// The value in force after this layer, where the layer had a part in it.
    pub value: Option<Value>,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { chapter, source, verdict, .. } = self;
        match verdict {
            Verdict::Set => write!(f, "{chapter} set the value by {source}"),
            Verdict::Replaced => write!(f, "{chapter} replaced the value by {source}"),
            Verdict::Narrowed => write!(f, "{chapter} narrowed the value by {source}"),
            Verdict::Clipped(by) => {
                write!(f, "{source} of {chapter} reaches beyond what {by} allows: only what both allow holds")
            }
            Verdict::ForbiddenBy(by) => {
                write!(f, "{source} of {chapter} is ignored: {by} locked the value")
            }
            Verdict::OutOfBounds(by) => write!(f, "{source} of {chapter} is ignored: it is outside what {by} allows"),
            Verdict::NothingAbove => write!(f, "{source} of {chapter} is ignored: nothing is in force above it"),
        }
    }
}

/// The value that holds, and how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct InForce {
    pub value: Value,
    /// Every layer in the order of the path, with its verdict: the explanation.
    pub steps: Vec<Step>,
}

impl InForce {
    /// The layers that made the value: who set it (or last replaced it), then who narrowed it.
    pub fn chain(&self) -> impl Iterator<Item = &Step> {
        let set = self.steps.iter().rposition(|step| matches!(step.verdict, Verdict::Set | Verdict::Replaced));
        self.steps.iter().skip(set.unwrap_or_default()).filter(|step| step.verdict.applies())
    }

    /// The layer that set the value, before anyone narrowed it.
    #[must_use]
    pub fn set_by(&self) -> Option<&Step> {
        self.chain().next()
    }

    /// The topmost ancestor whose value stands in the way of `value`, with the reason; `None` if it fits.
    fn in_the_way(&self, value: &Value) -> Option<(ChapterId, String)> {
        self.chain().find_map(|step| match narrow(step.value.as_ref()?, value) {
            Narrowing::Within(_) => None,
            Narrowing::Clipped(_) => Some((step.chapter, "part of it is outside".to_owned())),
            Narrowing::Outside(why) => Some((step.chapter, why)),
        })
    }

    /// The topmost ancestor whose value has nothing in common with `value`.
    fn excluded_by(&self, value: &Value) -> Option<ChapterId> {
        let excludes = |step: &&Step| {
            step.value.as_ref().is_some_and(|above| matches!(narrow(above, value), Narrowing::Outside(_)))
        };
        self.chain().find(excludes).map(|step| step.chapter)
    }
}

/// Folds the layers on a chapter's path into the value in force there.
///
/// `layers` go from the root to the chapter; at one chapter its version comes before its override. They are what was
/// delivered and is effective: which versions those are is the caller's to know. The first version sets the value; then
/// - `locked`: deeper layers are ignored;
/// - `open`: a deeper layer replaces;
/// - `bounded`: a deeper layer narrows. One that lies partly outside (an ancestor narrowed after it was laid) is clipped to
///   what both allow; one that lies wholly outside is ignored. The result never leaves the bounds of any ancestor's.
///
/// An override with no version above it is ignored too: when the version it changed is revoked, it has nothing to change.
///
/// `None` if no version sets a value.
#[must_use]
pub fn fold(mode: Mode, layers: &[Layer<'_>]) -> Option<InForce> {
    let first = layers.iter().position(|layer| matches!(layer.source, Source::Version(_)))?;
    let (orphans, rest) = layers.split_at_checked(first)?;
    let (setter, deeper) = rest.split_first()?;
    let mut steps: Vec<Step> = orphans.iter().map(|layer| step(layer, Verdict::NothingAbove, None)).collect();
    steps.push(step(setter, Verdict::Set, Some(setter.value.clone())));
    let mut in_force = InForce { value: setter.value.clone(), steps };
    for layer in deeper {
        let (verdict, value) = match mode {
            Mode::Locked => (Verdict::ForbiddenBy(setter.chapter), None),
            Mode::Open => (Verdict::Replaced, Some(layer.value.clone())),
            Mode::Bounded => bounded(&in_force, layer, setter.chapter),
        };
        if let Some(value) = &value {
            in_force.value.clone_from(value);
        }
        in_force.steps.push(step(layer, verdict, value));
    }
    Some(in_force)
}

fn step(layer: &Layer<'_>, verdict: Verdict, value: Option<Value>) -> Step {
    Step { chapter: layer.chapter, source: layer.source, verdict, value }
}

fn bounded(above: &InForce, layer: &Layer<'_>, root: ChapterId) -> (Verdict, Option<Value>) {
    match narrow(&above.value, layer.value) {
        Narrowing::Within(value) => (Verdict::Narrowed, Some(value)),
        Narrowing::Clipped(value) => {
            let by = above.in_the_way(layer.value).map_or(root, |(chapter, _)| chapter);
            (Verdict::Clipped(by), Some(value))
        }
        Narrowing::Outside(_) => (Verdict::OutOfBounds(above.excluded_by(layer.value).unwrap_or(root)), None),
    }
}

/// Whether a chapter may set its own value over what is in force for it (`above`: the fold without that value).
///
/// A value that this lets through is applied by [`fold`] as it is, until an ancestor changes its own.
///
/// # Errors
/// - `PoliciesNothingAbove`: nothing is in force to override.
/// - `PoliciesLocked`, `PoliciesOutOfBounds`: refused, naming the ancestor that forbids it.
/// - `PoliciesValueInvalid`: against the schema. In the mode `bounded` what is checked is the value as it will hold, with
///   what it leaves out filled in from above.
pub fn may_override(
    mode: Mode,
    above: Option<&InForce>,
    value: &Value,
    schema: &ValueSchema,
) -> Result<(), Violations> {
    let refuse = |code: Code, why: String| Err(Violation::new(code, "value", why).into());
    let Some(above) = above else {
        return refuse(Code::PoliciesNothingAbove, "nothing is in force here, so there is nothing to override".into());
    };
    match (mode, narrow(&above.value, value)) {
        (Mode::Locked, _) => {
            let by = above.set_by().map(|step| step.chapter.to_string()).unwrap_or_default();
            refuse(Code::PoliciesLocked, format!("{by} locked this value: nobody below it may change it"))
        }
        (Mode::Open, _) => schema.check(value),
        (Mode::Bounded, Narrowing::Within(merged)) => schema.check(&merged),
        (Mode::Bounded, _) => {
            let (by, why) = above.in_the_way(value).map(|(by, why)| (by.to_string(), why)).unwrap_or_default();
            let allowed = shown(&above.value);
            refuse(Code::PoliciesOutOfBounds, format!("outside what {by} allows: {why}; in force here: {allowed}"))
        }
    }
}

/// Whether a chapter may issue a version with this value for its subtree (`above`: what its ancestors put in force for it).
///
/// Where nothing is in force above, the version will be what sets the value; elsewhere it is held to the same rule as an
/// override.
///
/// # Errors
/// As [`may_override`], but never `PoliciesNothingAbove`; `PoliciesValueInvalid` also for a `bounded` value with a range that
/// holds no number.
pub fn may_issue(mode: Mode, above: Option<&InForce>, value: &Value, schema: &ValueSchema) -> Result<(), Violations> {
    if above.is_some() {
        return may_override(mode, above, value, schema);
    }
    schema.check(value)?;
    match narrow(value, value) {
        // A range that holds no number is not even inside itself: nobody below could ever meet it.
        Narrowing::Outside(why) if mode == Mode::Bounded => {
            Err(Violation::new(Code::PoliciesValueInvalid, "value", why).into())
        }
        _ => Ok(()),
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    let short: String = text.chars().take(MAX_SHOWN).collect();
    if short.len() < text.len() { format!("{short}…") } else { short }
}

#[cfg(test)]
mod tests;
