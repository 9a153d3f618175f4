//! The value in force for a chapter and key, and why.

use std::collections::HashMap;

use domain::access::Permission;
use domain::kernel::{ChapterId, Code, Timestamp, Violation};
use domain::policies::{InForce, Layer, Mode, PolicyKey, PolicySpec, Source, fold};
use serde_json::Value;
use store::Db;
use store::policies::{layer, local, policy};

use crate::{Result, Service, Viewer};

/// A key with what is in force for a chapter.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueInForce {
    pub chapter: ChapterId,
    pub spec: PolicySpec,
    /// Nothing if no version has reached the chapter and taken effect.
    pub in_force: Option<InForce>,
    /// What would be in force if the chapter had no value of its own: what that is held against.
    pub above: Option<InForce>,
}

struct LaidLayer {
    chapter: ChapterId,
    source: Source,
    value: Value,
}

impl LaidLayer {
    /// Whether the chapter laid it by a value of its own: a version that it issued for its subtree is none.
    fn is_own_value_of(&self, chapter: ChapterId) -> bool {
        self.chapter == chapter && matches!(self.source, Source::Override(_))
    }
}

impl Service {
    /// What is in force for a chapter and key, with the chain that explains it.
    ///
    /// # Errors
    /// Rules: an unknown key.
    pub async fn value_in_force(&self, viewer: &Viewer, chapter: ChapterId, key: &str) -> Result<ValueInForce> {
        viewer.require(Permission::PolicyRead, chapter)?;
        let key: PolicyKey = key.parse()?;
        let Some(spec) = policy::load(self.store.read(), &key).await? else {
            let message = format!("there is no policy key {key}; `policies` lists them");
            return Err(Violation::new(Code::PoliciesKeyUnknown, "key", message).into());
        };
        value_for(self.store.read(), chapter, spec, viewer.now).await
    }

    /// What is in force for a chapter, key by key.
    pub async fn values_in_force(&self, viewer: &Viewer, chapter: ChapterId) -> Result<Vec<ValueInForce>> {
        viewer.require(Permission::PolicyRead, chapter)?;
        all_in_force(self.store.read(), chapter, viewer.now).await
    }
}

/// The value in force for a chapter and key now; nothing if there is no such key, or nothing has reached the chapter.
pub(crate) async fn value_at(db: Db<'_>, chapter: ChapterId, key: &PolicyKey, now: Timestamp) -> Result<Option<Value>> {
    let Some(spec) = policy::load(db, key).await? else { return Ok(None) };
    Ok(value_for(db, chapter, spec, now).await?.in_force.map(|found| found.value))
}

/// What is in force for a chapter now, key by key.
pub(crate) async fn all_in_force(db: Db<'_>, chapter: ChapterId, now: Timestamp) -> Result<Vec<ValueInForce>> {
    let mut specs: HashMap<String, PolicySpec> =
        policy::list(db).await?.into_iter().map(|spec| (spec.key.to_string(), spec)).collect();
    let mut values = Vec::new();
    for key in layer::keys(db, chapter).await? {
        let Some(spec) = specs.remove(&key) else { continue };
        values.push(value_for(db, chapter, spec, now).await?);
    }
    Ok(values)
}

/// What is in force for a chapter now.
async fn value_for(db: Db<'_>, chapter: ChapterId, spec: PolicySpec, now: Timestamp) -> Result<ValueInForce> {
    let layers = layers(db, chapter, &spec.key, now).await?;
    let in_force = folded(spec.mode, layers.iter());
    let above = folded(spec.mode, layers.iter().filter(|laid| !laid.is_own_value_of(chapter)));
    Ok(ValueInForce { chapter, spec, in_force, above })
}

/// What would be in force for a chapter if it had no say of its own: what its own value is held against.
pub(super) async fn without_override(
    db: Db<'_>,
    chapter: ChapterId,
    key: &PolicyKey,
    mode: Mode,
    now: Timestamp,
) -> Result<Option<InForce>> {
    let layers = layers(db, chapter, key, now).await?;
    Ok(folded(mode, layers.iter().filter(|laid| !laid.is_own_value_of(chapter))))
}

/// What a chapter's ancestors put in force for it: what its own version is held against.
pub(super) async fn above(
    db: Db<'_>,
    chapter: ChapterId,
    key: &PolicyKey,
    mode: Mode,
    now: Timestamp,
) -> Result<Option<InForce>> {
    let layers = layers(db, chapter, key, now).await?;
    Ok(folded(mode, layers.iter().filter(|laid| laid.chapter != chapter)))
}

fn folded<'a>(mode: Mode, layers: impl Iterator<Item = &'a LaidLayer>) -> Option<InForce> {
    let layers: Vec<Layer<'a>> =
        layers.map(|laid| Layer { chapter: laid.chapter, source: laid.source, value: &laid.value }).collect();
    fold(mode, &layers)
}

/// All layers on a chapter's path, root first; at one chapter its version before its own value.
async fn layers(db: Db<'_>, chapter: ChapterId, key: &PolicyKey, now: Timestamp) -> Result<Vec<LaidLayer>> {
    let mut by_chapter: HashMap<ChapterId, Vec<LaidLayer>> = HashMap::new();
    for version in layer::versions(db, chapter, key, now).await? {
        let issuer = version.content.issuer;
        let laid = LaidLayer { chapter: issuer, source: Source::Version(version.id), value: version.content.value };
        by_chapter.entry(issuer).or_default().push(laid);
    }
    for own in local::on_path(db, chapter, key).await? {
        let laid = LaidLayer { chapter: own.chapter, source: Source::Override(own.id), value: own.value };
        by_chapter.entry(own.chapter).or_default().push(laid);
    }
    let path = store::chapters::closure::path(db, chapter).await?;
    Ok(path.iter().rev().filter_map(|above| by_chapter.remove(above)).flatten().collect())
}
