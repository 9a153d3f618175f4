//! What a structural change would do: the change itself, run and taken back.

use std::collections::BTreeMap;

use domain::access::Permission;
use domain::chapters::Term;
use domain::kernel::ChapterId;
use domain::policies::PolicySpec;
use serde_json::Value;
use store::chapters::{closure, term, territory};
use store::dialect::TreeLock;

use super::{ChapterClose, ChapterMerge, ChapterMove, ChapterSplit};
use super::{chapter_close, chapter_merge, chapter_move, chapter_split};
use crate::policies::{ValueInForce, all_in_force};
use crate::{Op, Result, Service, Write};

/// What a structural change would do.
#[derive(Debug, Clone, PartialEq)]
pub struct ChapterPreview {
    /// How many open chapters would change their place, begin or end.
    pub chapters: i64,
    /// Codes of the divisions that the chapter would hold no longer.
    pub territory: Vec<String>,
    /// The terms of office that would end, as they are now.
    pub terms: Vec<Term>,
    /// How many deliveries chapters would newly get.
    pub deliveries: u64,
    /// What would be in force otherwise, by key.
    pub values: Vec<ValueChange>,
}

/// A value in force before and after.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueChange {
    pub spec: PolicySpec,
    /// Nothing if nothing is in force.
    pub before: Option<Value>,
    pub after: Option<Value>,
}

impl Service {
    /// What [`Service::chapter_close`] would do, and refuse.
    pub async fn chapter_close_preview(&self, op: &Op, input: ChapterClose) -> Result<ChapterPreview> {
        let input = &input;
        self.preview(op, "chapters.close", |w| {
            Box::pin(async move {
                let before = Before::of(w, input.id, &[]).await?;
                chapter_close::close(w, input).await?;
                // A closed chapter follows no policy: there is no "after" to compare with.
                before.compared(w, 1, None).await
            })
        })
        .await
    }

    /// What [`Service::chapter_merge`] would do, and refuse. Values are the source's now and the target's then.
    pub async fn chapter_merge_preview(&self, op: &Op, input: ChapterMerge) -> Result<ChapterPreview> {
        let input = &input;
        self.preview(op, "chapters.merge", |w| {
            Box::pin(async move {
                let before = Before::of(w, input.source, &[input.target]).await?;
                let target = chapter_merge::merge(w, input).await?;
                let chapters = before.subtree;
                before.compared(w, chapters, Some(target)).await
            })
        })
        .await
    }

    /// What [`Service::chapter_move`] would do, and refuse. Values are those of the chapter itself.
    pub async fn chapter_move_preview(&self, op: &Op, input: ChapterMove) -> Result<ChapterPreview> {
        let input = &input;
        self.preview(op, "chapters.move", |w| {
            Box::pin(async move {
                let before = Before::of(w, input.id, &[input.parent]).await?;
                chapter_move::relocate(w, input).await?;
                let chapters = before.subtree;
                before.compared(w, chapters, Some(input.id)).await
            })
        })
        .await
    }

    /// What [`Service::chapter_split`] would do, and refuse. Values are the source's now and the new chapter's then.
    pub async fn chapter_split_preview(&self, op: &Op, input: ChapterSplit) -> Result<ChapterPreview> {
        let input = &input;
        self.preview(op, "chapters.split", |w| {
            Box::pin(async move {
                let before = Before::of(w, input.source, &[]).await?;
                let opened = chapter_split::split(w, input).await?;
                // Itself and all that went along.
                let chapters = closure::subtree_size(w.db(), opened).await?;
                before.compared(w, chapters, Some(opened)).await
            })
        })
        .await
    }
}

/// A chapter before the change.
struct Before {
    chapter: ChapterId,
    subtree: i64,
    territory: Vec<String>,
    terms: Vec<Term>,
    values: Vec<ValueInForce>,
}

impl Before {
    async fn of(w: &mut Write<'_>, chapter: ChapterId, others: &[ChapterId]) -> Result<Self> {
        // As the change itself begins: nobody without the right waits for the lock, or makes others wait.
        for named in std::iter::once(&chapter).chain(others) {
            w.require(Permission::ChapterManage, *named).await?;
        }
        w.lock_tree(TreeLock::Exclusive).await?;
        Ok(Self {
            chapter,
            subtree: closure::subtree_size(w.db(), chapter).await?,
            territory: territory::held(w.db(), chapter, w.now()).await?,
            terms: term::serving(w.db(), chapter).await?,
            values: all_in_force(w.db(), chapter, w.now()).await?,
        })
    }

    /// What has changed since. `then` is the chapter whose values are held against those of before.
    async fn compared(self, w: &Write<'_>, chapters: i64, then: Option<ChapterId>) -> Result<ChapterPreview> {
        let held = territory::held(w.db(), self.chapter, w.now()).await?;
        let serving = term::serving(w.db(), self.chapter).await?;
        let values = match then {
            Some(then) => changes(self.values, all_in_force(w.db(), then, w.now()).await?),
            None => Vec::new(),
        };
        Ok(ChapterPreview {
            chapters,
            territory: self.territory.into_iter().filter(|code| !held.contains(code)).collect(),
            terms: self.terms.into_iter().filter(|term| serving.iter().all(|other| other.id != term.id)).collect(),
            deliveries: w.handed_down(),
            values,
        })
    }
}

/// Where the two differ, by key.
fn changes(before: Vec<ValueInForce>, after: Vec<ValueInForce>) -> Vec<ValueChange> {
    let mut found: BTreeMap<String, ValueChange> = BTreeMap::new();
    for value in before {
        let change = ValueChange { before: value.in_force.map(|it| it.value), after: None, spec: value.spec };
        found.insert(change.spec.key.to_string(), change);
    }
    for value in after {
        let key = value.spec.key.to_string();
        let change = found.entry(key).or_insert(ValueChange { spec: value.spec, before: None, after: None });
        change.after = value.in_force.map(|it| it.value);
    }
    found.into_values().filter(|change| change.before != change.after).collect()
}
