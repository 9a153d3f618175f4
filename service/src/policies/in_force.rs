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
}

struct LaidLayer {
    chapter: ChapterId,
    source: Source,
    value: Value,
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
        let in_force = now_in_force(self.store.read(), chapter, &key, spec.mode, viewer.now).await?;
        Ok(ValueInForce { chapter, spec, in_force })
    }

    /// What is in force for a chapter, key by key.
    pub async fn values_in_force(&self, viewer: &Viewer, chapter: ChapterId) -> Result<Vec<ValueInForce>> {
        viewer.require(Permission::PolicyRead, chapter)?;
        let mut specs: HashMap<String, PolicySpec> =
            policy::list(self.store.read()).await?.into_iter().map(|spec| (spec.key.to_string(), spec)).collect();
        let mut values = Vec::new();
        for key in layer::keys(self.store.read(), chapter).await? {
            let Some(spec) = specs.remove(&key) else { continue };
            let in_force = now_in_force(self.store.read(), chapter, &spec.key, spec.mode, viewer.now).await?;
            values.push(ValueInForce { chapter, spec, in_force });
        }
        Ok(values)
    }
}

/// What is in force for a chapter now.
pub(super) async fn now_in_force(
    db: Db<'_>,
    chapter: ChapterId,
    key: &PolicyKey,
    mode: Mode,
    now: Timestamp,
) -> Result<Option<InForce>> {
    let layers = layers(db, chapter, key, now).await?;
    Ok(folded(mode, layers.iter()))
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
    let own = |laid: &&LaidLayer| laid.chapter == chapter && matches!(laid.source, Source::Override(_));
    Ok(folded(mode, layers.iter().filter(|laid| !own(laid))))
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
