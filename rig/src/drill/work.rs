//! What goes on while things break: versions are published, chapters are moved, closed and opened, and some try to
//! acknowledge what they should not.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use rand::rngs::StdRng;
use rand::seq::{IndexedRandom as _, IteratorRandom as _};
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};

use super::crew::{Act, Crew};
use super::ground::{Ground, Place};
use crate::gql::id_number;

/// Keys that headquarters and provinces issue for their own subtrees.
const SHARED: [&str; 4] = ["drill.price", "drill.opening_hours", "drill.capacity", "drill.greeting"];
/// A key that only headquarters issues, since nobody below may change it.
const LOCKED: &str = "drill.brand";
const LEVELS: [&str; 4] = ["HEADQUARTERS", "PROVINCE", "PREFECTURE", "COUNTY"];

const DEFINE: Act = Act { name: "policyDefine", reads: "policy { key }" };
const DRAFT: Act = Act { name: "policyDraft", reads: "version { id hash }" };
const PUBLISH: Act = Act { name: "policyPublish", reads: "version { id }" };
const REVOKE: Act = Act { name: "policyRevoke", reads: "version { id }" };
const MOVE: Act = Act { name: "chapterMove", reads: "chapter { id }" };
const OPEN: Act = Act { name: "chapterOpen", reads: "chapter { id }" };
const CLOSE: Act = Act { name: "chapterClose", reads: "chapter { id }" };
const READ: Act = Act { name: "policyMarkRead", reads: "delivery { state }" };
pub(super) const ACKNOWLEDGE: Act = Act { name: "policyAcknowledge", reads: "delivery { state }" };

/// One who works with chance of their own.
#[derive(Debug)]
pub(super) struct Hand {
    pub(super) crew: Crew,
    pub(super) ground: Arc<Ground>,
    pub(super) rng: StdRng,
}

impl Hand {
    pub(super) fn new(crew: &Crew, ground: &Arc<Ground>, number: u64) -> Self {
        Self { crew: crew.clone(), ground: Arc::clone(ground), rng: StdRng::seed_from_u64(crew.seed ^ (number << 32)) }
    }

    async fn rest(&mut self, millis: std::ops::Range<u64>) {
        let length = Duration::from_millis(self.rng.random_range(millis));
        self.crew.rest(length).await;
    }

    /// Notes what should not have happened; the work goes on.
    fn told<T>(&self, what: &str, outcome: Result<T>) -> Option<T> {
        match outcome {
            Ok(done) => Some(done),
            Err(error) => {
                self.crew.trouble(format!("{what}: {error:#}"));
                None
            }
        }
    }

    /// Defines the keys.
    pub(super) async fn define_all(&self) -> Result<()> {
        for key in SHARED.iter().chain([&LOCKED]) {
            let mode = if *key == LOCKED { "LOCKED" } else { "OPEN" };
            let schema = json!({ "type": "integer", "minimum": 0 });
            let input = json!({ "key": key, "title": "演练", "schema": schema, "mode": mode });
            self.crew.act("hq-admin", DEFINE, input).await?;
        }
        Ok(())
    }

    /// Publishes one version for everybody.
    pub(super) async fn publish_to_all(&mut self) -> Result<i64> {
        let hq = self.ground.any(0, &mut self.rng)?.chapter();
        let draft =
            Draft { author: "policy-author".to_owned(), issuer: hq, key: LOCKED, levels: vec![], divisions: vec![] };
        self.publish(draft).await?.context("the version for everybody was refused")
    }

    /// Publishes for headquarters until the work is over; often several versions of a key in a row, so that the newer
    /// overtakes the older on its way.
    pub(super) async fn publish_for_headquarters(mut self) {
        while self.crew.is_running() {
            let key = if self.rng.random_bool(0.2) { LOCKED } else { self.any_key() };
            for _ in 0..self.rng.random_range(1..=3) {
                let outcome = self.publish_one_for_headquarters(key).await;
                self.told("publish for headquarters", outcome);
                self.rest(0..120).await;
            }
            self.rest(300..2_200).await;
        }
    }

    async fn publish_one_for_headquarters(&mut self, key: &'static str) -> Result<()> {
        let issuer = self.ground.any(0, &mut self.rng)?.chapter();
        let author = if self.rng.random_bool(0.5) { "policy-author" } else { "hq-admin" }.to_owned();
        let divisions = self.some_divisions(&[1, 2])?;
        let levels = self.some_levels();
        let version = self.publish(Draft { author, issuer, key, levels, divisions }).await?;
        if let Some(version) = version.filter(|_| self.rng.random_bool(0.04)) {
            let input = json!({ "id": format!("pver_{version}"), "reason": "演练撤回" });
            self.crew.act("policy-approver", REVOKE, input).await?;
        }
        Ok(())
    }

    /// Publishes for one province after another until the work is over.
    pub(super) async fn publish_for_provinces(mut self) {
        while self.crew.is_running() {
            let outcome = self.publish_one_for_a_province().await;
            self.told("publish for a province", outcome);
            self.rest(250..1_600).await;
        }
    }

    async fn publish_one_for_a_province(&mut self) -> Result<()> {
        // Few provinces, so that their versions replace each other.
        let province = self.ground.of_level(1).filter(|place| place.is_staffed).take(5).choose(&mut self.rng);
        let province = province.context("no province has a helmsman")?;
        let (author, issuer) = (province.helmsman(), province.chapter());
        let draft = Draft { author, issuer, key: self.any_key(), levels: self.some_levels(), divisions: vec![] };
        self.publish(draft).await.map(|_| ())
    }

    /// Drafts and publishes; `None` when a rule forbids it.
    async fn publish(&mut self, draft: Draft) -> Result<Option<i64>> {
        let input = draft.input(self.rng.random_range(0..1_000_000));
        let Some(payload) = self.crew.act(&draft.author, DRAFT, input).await? else { return Ok(None) };
        let text = |pointer: &str| payload.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let (id, hash) = (text("/version/id").context("a draft without an id")?, text("/version/hash"));
        let number = id_number(&id).context("an id without a number")?;
        let input = json!({ "id": id });
        let Some(_) = self.crew.act("policy-approver", PUBLISH, input).await? else { return Ok(None) };
        self.crew.note(|journal| {
            journal.published.push(number);
            journal.hashes.extend(hash.map(|hash| (number, hash)));
        });
        Ok(Some(number))
    }

    /// Moves, closes and opens until the work is over; leaves `kept` open.
    pub(super) async fn reshape(mut self, kept: HashSet<i32>) {
        let mut closable: Vec<Place> = self
            .ground
            .of_level(3)
            .filter(|place| !place.is_staffed && place.is_leaf && !kept.contains(&place.id))
            .cloned()
            .collect();
        while self.crew.is_running() {
            let outcome = if self.rng.random_bool(0.25) && !closable.is_empty() {
                let place = closable.swap_remove(self.rng.random_range(0..closable.len()));
                self.close_and_open(place).await
            } else {
                self.move_one(&kept).await
            };
            self.told("reshape", outcome);
            self.rest(150..1_000).await;
        }
    }

    async fn move_one(&mut self, watched: &HashSet<i32>) -> Result<()> {
        let level = if self.rng.random_bool(0.12) { 2 } else { 3 };
        let above = self.rng.random_range(1..level);
        let parent = self.ground.any(above, &mut self.rng)?.chapter();
        // Those who are listened to move more often than others: they tell most.
        let listened = self.rng.random_bool(0.4);
        let listened: Vec<&Place> =
            self.ground.of_level(level).filter(|place| listened && watched.contains(&place.id)).collect();
        let place = match listened.choose(&mut self.rng) {
            Some(place) => place.chapter(),
            None => self.ground.any(level, &mut self.rng)?.chapter(),
        };
        let Some(version) = self.version_of(&place).await? else { return Ok(()) };
        let input = json!({ "id": place, "parent": parent, "version": version });
        self.crew.act("hq-admin", MOVE, input).await.map(|_| ())
    }

    /// Its division gets another chapter, elsewhere.
    async fn close_and_open(&mut self, place: Place) -> Result<()> {
        let Some(version) = self.version_of(&place.chapter()).await? else { return Ok(()) };
        let input = json!({ "id": place.chapter(), "version": version });
        if self.crew.act("hq-admin", CLOSE, input).await?.is_none() {
            return Ok(());
        }
        self.rest(0..400).await;
        let parent = self.ground.any(2, &mut self.rng)?.chapter();
        let input = json!({
            "parent": parent, "level": "COUNTY", "name": place.name, "divisions": [place.division],
        });
        self.crew.act("hq-admin", OPEN, input).await.map(|_| ())
    }

    async fn version_of(&self, chapter: &str) -> Result<Option<i64>> {
        let document = "query($id: ID!) { chapter(id: $id) { version } }";
        let data = self.crew.ask("hq-admin", document, &json!({ "id": chapter })).await?;
        Ok(data.pointer("/chapter/version").and_then(Value::as_i64))
    }

    /// Tries to acknowledge by a wrong hash, or what may not have arrived, until the work is over.
    pub(super) async fn acknowledge_wrongly(mut self) {
        while self.crew.is_running() {
            let outcome = self.lie().await;
            self.told("acknowledge wrongly", outcome);
            self.rest(400..1_500).await;
        }
    }

    async fn lie(&mut self) -> Result<()> {
        let known = self.crew.note(|journal| journal.hashes.clone());
        let Some((version, hash)) = known.iter().rev().take(20).choose(&mut self.rng).cloned() else { return Ok(()) };
        let place = self.ground.places.choose(&mut self.rng).context("the tree is empty")?;
        let (chapter, id) = (place.chapter(), place.id);
        let right_hash = self.rng.random_bool(0.5);
        let given = if right_hash { hash } else { "0".repeat(64) };
        let input = json!({ "version": format!("pver_{version}"), "chapter": chapter, "hash": given });
        let accepted = self.crew.act("hq-admin", ACKNOWLEDGE, input).await?.is_some();
        self.crew.note(|journal| match (accepted, right_hash) {
            (true, true) => journal.acknowledged.push((version, id)),
            (true, false) => journal.wrongly_accepted.push(format!("version {version} by chapter {id}, wrong hash")),
            (false, _) => {}
        });
        Ok(())
    }

    fn any_key(&mut self) -> &'static str {
        SHARED.choose(&mut self.rng).copied().unwrap_or(LOCKED)
    }

    /// Mostly all.
    fn some_levels(&mut self) -> Vec<&'static str> {
        if self.rng.random_bool(0.6) {
            return vec![];
        }
        let count = self.rng.random_range(1..=3);
        LEVELS.choose_multiple(&mut self.rng, count).copied().collect()
    }

    /// Mostly all.
    fn some_divisions(&mut self, levels: &[i16]) -> Result<Vec<String>> {
        if self.rng.random_bool(0.7) {
            return Ok(vec![]);
        }
        let mut codes = Vec::new();
        for _ in 0..self.rng.random_range(1..=5) {
            let level = *levels.choose(&mut self.rng).unwrap_or(&1);
            codes.extend(self.ground.any(level, &mut self.rng)?.division.clone());
        }
        codes.sort_unstable();
        codes.dedup();
        Ok(codes)
    }
}

/// What is drafted.
#[derive(Debug)]
struct Draft {
    author: String,
    issuer: String,
    key: &'static str,
    levels: Vec<&'static str>,
    divisions: Vec<String>,
}

impl Draft {
    fn input(&self, value: u32) -> Value {
        json!({
            "key": self.key, "issuer": self.issuer, "levels": self.levels, "divisions": self.divisions,
            "acknowledgeWithinHours": 72, "vacantMustAcknowledge": false, "urgency": "NORMAL",
            "body": format!("# 演练\n\n第 {value} 号。"), "value": value,
        })
    }
}

/// The helmsman reads, and acknowledges exactly what was received.
pub(super) async fn acknowledge(crew: Crew, place: Place, version: i64, hash: String) {
    let (who, chapter) = (place.helmsman(), place.chapter());
    let input = json!({ "version": format!("pver_{version}"), "chapter": chapter });
    let outcome = async {
        crew.act(&who, READ, input.clone()).await?;
        let mut input = input;
        if let Some(fields) = input.as_object_mut() {
            fields.insert("hash".to_owned(), json!(hash));
        }
        crew.act(&who, ACKNOWLEDGE, input).await
    };
    match outcome.await {
        Ok(Some(_)) => crew.note(|journal| journal.acknowledged.push((version, place.id))),
        Ok(None) => {}
        Err(error) => crew.trouble(format!("acknowledge {version} for {chapter}: {error:#}")),
    }
}
