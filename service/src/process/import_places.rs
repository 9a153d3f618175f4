//! Into which chapters somebody may import, and by which words a file may name them.

use std::collections::{HashMap, HashSet};

use domain::access::{Grant, Permission, Tree as _, decide};
use domain::integrations::RowFault;
use domain::kernel::{AccountId, ChapterId, Timestamp};
use store::Db;
use store::access::account::{self, AccountStatus};
use store::access::grant;
use store::chapters::{chapter, territory};
use store::vault::Vault;

use crate::Result;
use crate::access::PathTree;

/// Of how many words it is remembered what they mean: a file may hold anything.
const REMEMBERED: usize = 100_000;

/// What somebody may do with a chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct May {
    /// Add members there.
    pub(super) import: bool,
    /// Write down memberships there.
    pub(super) grant: bool,
}

impl May {
    /// What stands against somebody who joins there, with or without a membership.
    pub(super) fn refuses(self, has_term: bool) -> Option<(RowFault, &'static str)> {
        if !self.import {
            return Some((RowFault::ChapterOutside, OUTSIDE));
        }
        let message = "a membership is written down by headquarters: leave tier and end out to import a guest";
        (has_term && !self.grant).then_some((RowFault::TermNotAllowed, message))
    }
}

/// Says the same of chapters that are elsewhere, closed, or not there.
pub(super) const OUTSIDE: &str = "this is none of the chapters into which you may import";
const SEVERAL: &str = "several of your chapters have this name: give the id or the code of a division";

/// The grants by which members are added: none of an account that may not be used any more.
pub(super) async fn grants_of(db: Db<'_>, vault: &Vault, account: AccountId) -> Result<Vec<Grant>> {
    match account::load(db, vault, account).await?.status {
        AccountStatus::Active => Ok(grant::of_account(db, account).await?),
        AccountStatus::Suspended => Ok(Vec::new()),
    }
}

/// What the holder of these grants may do with each of these chapters now. One that is closed, or not `within`, is out of
/// reach.
pub(super) async fn may(
    db: Db<'_>,
    grants: &[Grant],
    within: ChapterId,
    chapters: &HashSet<ChapterId>,
    now: Timestamp,
) -> Result<HashMap<ChapterId, May>> {
    let ids: Vec<ChapterId> = chapters.iter().copied().collect();
    let raw: Vec<i32> = ids.iter().map(|id| id.0).collect();
    let open: HashSet<ChapterId> = chapter::open_among(db, &raw).await?.into_iter().collect();
    let tree = PathTree::load(db, grants, &ids).await?;
    let judged = |id: ChapterId| {
        let reachable = open.contains(&id) && tree.is_within(id, within);
        let allowed = |permission| reachable && decide(grants, permission, id, now, &tree).is_allowed();
        let import = allowed(Permission::MemberImport);
        (id, May { import, grant: import && allowed(Permission::MemberManage) })
    };
    Ok(ids.into_iter().map(judged).collect())
}

/// What the words of a file mean.
#[derive(Debug)]
pub(super) struct Places {
    grants: Vec<Grant>,
    within: ChapterId,
    known: HashMap<String, Place>,
    home: May,
}

/// A chapter that a file names, or why it cannot be meant.
pub(super) type Place = std::result::Result<(ChapterId, May), &'static str>;

impl Places {
    /// The chapters of an import, for whoever sent the file.
    pub(super) async fn new(
        db: Db<'_>,
        vault: &Vault,
        (within, by): (ChapterId, AccountId),
        now: Timestamp,
    ) -> Result<Self> {
        let grants = grants_of(db, vault, by).await?;
        let found = may(db, &grants, within, &HashSet::from([within]), now).await?;
        let home = found.get(&within).copied().unwrap_or(May { import: false, grant: false });
        Ok(Self { grants, within, known: HashMap::new(), home })
    }

    /// Looks up words that are not known yet, all in a few statements.
    pub(super) async fn learn<'w>(
        &mut self,
        db: Db<'_>,
        words: impl Iterator<Item = &'w str>,
        now: Timestamp,
    ) -> Result<()> {
        if self.known.len() > REMEMBERED {
            self.known.clear();
        }
        let new: HashSet<&str> = words.filter(|word| !self.known.contains_key(*word)).collect();
        if new.is_empty() {
            return Ok(());
        }
        let texts: Vec<String> = new.iter().map(|word| (*word).to_owned()).collect();
        let mut meant: HashMap<String, HashSet<ChapterId>> = HashMap::new();
        for text in &texts {
            meant.entry(text.clone()).or_default().extend(text.parse::<ChapterId>());
        }
        let by_name = chapter::open_named(db, &texts).await?;
        for (text, id) in by_name.into_iter().chain(territory::holders(db, &texts).await?) {
            meant.entry(text).or_default().insert(id);
        }
        let all = meant.values().flatten().copied().collect();
        let allowed = may(db, &self.grants, self.within, &all, now).await?;
        for (text, ids) in meant {
            let reachable = ids.into_iter().filter_map(|id| Some((id, *allowed.get(&id)?)));
            let mut reachable = reachable.filter(|(_, may)| may.import);
            let place = match (reachable.next(), reachable.next()) {
                (Some(only), None) => Ok(only),
                (Some(_), Some(_)) => Err(SEVERAL),
                (None, _) => Err(OUTSIDE),
            };
            self.known.insert(text, place);
        }
        Ok(())
    }

    /// What a word means; without one, the home of the import.
    pub(super) fn of(&self, word: Option<&str>) -> Place {
        match word {
            None => Ok((self.within, self.home)),
            Some(word) => self.known.get(word).copied().unwrap_or(Err(OUTSIDE)),
        }
    }
}
