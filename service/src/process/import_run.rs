//! The real run of an import: adds the members that the dry run kept, part by part. A part and how far the import is are one
//! transaction, so a worker that is killed is followed by one that goes on with the next part: nobody is added twice, and no
//! part is added by half.

use std::collections::HashSet;

use chrono::NaiveDate;
use domain::integrations::{Column, ImportState, RowFault};
use domain::kernel::{ConsentId, ImportId, MemberId, MembershipId, Timestamp, local_date};
use domain::members::{ConsentEntry, HomeSource, JoinedBy, MemberState, Purpose, Term, TermSource, Wanted, append};
use serde_json::json;
use store::StoreError;
use store::dialect::TreeLock;
use store::integrations::fault::{self, Fault};
use store::integrations::file::{self, Pieces};
use store::integrations::import::{self, Import, Ran};
use store::members::bulk::{self, Joiner};
use store::members::member::Member;
use store::members::person::Person;
use store::members::term::Membership;
use tokio::task::spawn_blocking;

use super::import_check::KeptRow;
use super::import_places::{May, grants_of, may};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// A part that is ready to be written.
struct Ready {
    part: i32,
    /// With the lines they come from.
    joiners: Vec<(i32, Joiner)>,
    /// What has become wrong with rows since the dry run.
    faults: Vec<Fault>,
}

impl Service {
    /// Adds the next parts of an import, so many at most.
    pub(super) async fn import_run(&self, op: &Op, import: &Import, parts: usize) -> Result<()> {
        let last = import.parts.min(import.parts_done.saturating_add(i32::try_from(parts).unwrap_or(i32::MAX)));
        if import.parts_done >= import.parts {
            return self.import_end(op, import).await;
        }
        let mut ready = self.make_ready(import, import.parts_done).await?;
        loop {
            let next = ready.part + 1;
            // The next part is sealed while this one is written.
            let preparing =
                async { if next < last { self.make_ready(import, next).await.map(Some) } else { Ok(None) } };
            let (_, following) = tokio::try_join!(self.write_part(op, import.id, &ready), preparing)?;
            match following {
                Some(following) => ready = following,
                None => return Ok(()),
            }
        }
    }

    /// Ends an import of which every row was wrong.
    async fn import_end(&self, op: &Op, import: &Import) -> Result<()> {
        let ended = self.write(op, "integrations.import_done", &(), |w| {
            Box::pin(async move {
                w.require_system()?;
                end(w, import).await?;
                let change = Change {
                    target: import.id.to_string(),
                    chapter: Some(import.chapter),
                    after: Some(json!({ "state": ImportState::Done })),
                    ..Change::default()
                };
                w.audit(change).await?;
                Ok(true)
            })
        });
        ended.await.map(|_| ())
    }

    async fn make_ready(&self, import: &Import, part: i32) -> Result<Ready> {
        let bytes = file::get(self.store.read(), self.store.vault(), Pieces::Parts, (import.id, part)).await?;
        let (service, now) = (self.clone(), self.now());
        let sealing = spawn_blocking(move || {
            let rows: Vec<KeptRow> = serde_json::from_slice(&bytes)?;
            let mut ready = Ready { part, joiners: Vec::with_capacity(rows.len()), faults: Vec::new() };
            for kept in rows {
                let line = kept.row.line;
                match service.joiner(kept, now)? {
                    Ok(joiner) => ready.joiners.push((line, joiner)),
                    Err(fault) => ready.faults.push(fault),
                }
            }
            Ok(ready)
        });
        sealing.await.map_err(|_| ServiceError::internal("a thread of an import ended early"))?
    }

    /// Somebody who joins, sealed.
    fn joiner(&self, kept: KeptRow, now: Timestamp) -> Result<std::result::Result<Joiner, Fault>> {
        let KeptRow { row, home } = kept;
        let (state, term) = match row.term.map(|(tier, ends_on)| begin(tier, ends_on, local_date(now))) {
            None => (MemberState::guest(), None),
            Some(Some((state, term))) => (state, Some(term)),
            Some(None) => {
                let message = "this membership is over by now".to_owned();
                let fault = RowFault::EndsOnInvalid;
                return Ok(Err(Fault { line: row.line, about: Some(Column::EndsOn), fault, message, shown: None }));
            }
        };
        let member = Member {
            id: MemberId(self.ids.next()),
            home,
            home_source: HomeSource::MemberChoice,
            home_since: now,
            moved_on: None,
            region: row.region,
            state,
            trial_used: false,
            points: 0,
            account: None,
            birth_year: row.birth_year,
            joined_by: JoinedBy::Import,
            registered_at: now,
            merged_into: None,
            version: 1,
        };
        let term = term.map(|term| Membership {
            id: MembershipId(self.ids.next()),
            member: member.id,
            term,
            sold_by: None,
            home,
            order: None,
            card: None,
            note: None,
            created_at: now,
        });
        let consent = ConsentEntry { purpose: Purpose::Service, granted: true, text_version: row.consent, at: now };
        let person = Person { phone: row.phone, name: row.name };
        let consent = (ConsentId(self.ids.next()), consent);
        Ok(Ok(Joiner::seal(self.store.vault(), &person, member, consent, term)?))
    }

    async fn write_part(&self, op: &Op, id: ImportId, ready: &Ready) -> Result<bool> {
        self.write(op, "integrations.import_batch", &(), |w| Box::pin(write_part(w, id, ready))).await
    }
}

/// The membership that begins with the import; nothing if it is over.
fn begin(tier: domain::members::TierCode, ends_on: NaiveDate, today: NaiveDate) -> Option<(MemberState, Term)> {
    let days = ends_on.signed_duration_since(today).num_days();
    let change = append(&MemberState::guest(), today, &Wanted { tier, source: TermSource::Import, days }).ok()?;
    Some((change.state, change.term?))
}

async fn write_part(w: &mut Write<'_>, id: ImportId, ready: &Ready) -> Result<bool> {
    w.require_system()?;
    w.lock_tree(TreeLock::Shared).await?;
    let held = import::load_for_update(w.db(), id).await?;
    if held.state != ImportState::Importing || held.parts_done != ready.part {
        return Err(StoreError::Stale.into());
    }
    let (welcome, mut faults) = welcome(w, &held, ready).await?;
    let indexes: Vec<&[u8]> = welcome.iter().map(|joiner| joiner.sealed.phone_index.as_slice()).collect();
    let known = bulk::homes(w.db(), &indexes).await?;
    let new: Vec<&Joiner> =
        welcome.iter().copied().filter(|joiner| !known.contains_key(&joiner.sealed.phone_index)).collect();
    let by = held.started_by.ok_or_else(|| ServiceError::internal("an import that nobody started"))?;
    match bulk::add(w.db(), &new, by).await {
        // Somebody joined between the look and the write: run again, it is known then.
        Err(StoreError::Duplicate(what)) => return Err(ServiceError::Busy(what.into())),
        outcome => outcome?,
    }
    faults.extend(ready.faults.iter().cloned());
    faults.sort_by_key(|fault| fault.line);
    fault::insert(w.db(), id, held.faults, &faults).await?;
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let all = ready.joiners.len() + ready.faults.len();
    let (added, passed) = (count(new.len()), count(all - new.len()));
    import::note_run(w.db(), id, &Ran { part: ready.part, added, passed, faults: count(faults.len()) }, w.now())
        .await?;
    let done = ready.part + 1 == held.parts;
    if done {
        end(w, &held).await?;
    }
    let state = if done { ImportState::Done } else { ImportState::Importing };
    let after = json!({ "part": ready.part, "added": added, "passed": passed, "state": state });
    let change =
        Change { target: id.to_string(), chapter: Some(held.chapter), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(done)
}

/// Those who may join where their rows say, by the rights that whoever started the import has at this moment.
async fn welcome<'r>(w: &Write<'_>, held: &Import, ready: &'r Ready) -> Result<(Vec<&'r Joiner>, Vec<Fault>)> {
    let homes: HashSet<_> = ready.joiners.iter().map(|(_, joiner)| joiner.member.home).collect();
    let grants = match held.started_by {
        Some(by) => grants_of(w.db(), w.vault(), by).await?,
        None => Vec::new(),
    };
    let allowed = may(w.db(), &grants, held.chapter, &homes, w.now()).await?;
    let (mut welcome, mut faults) = (Vec::with_capacity(ready.joiners.len()), Vec::new());
    for (line, joiner) in &ready.joiners {
        let may = allowed.get(&joiner.member.home).copied().unwrap_or(May { import: false, grant: false });
        match may.refuses(joiner.term.is_some()) {
            None => welcome.push(joiner),
            Some((fault, message)) => {
                let about = if fault == RowFault::TermNotAllowed { Column::Tier } else { Column::Chapter };
                faults.push(Fault { line: *line, about: Some(about), fault, message: message.to_owned(), shown: None });
            }
        }
    }
    Ok((welcome, faults))
}

async fn end(w: &Write<'_>, held: &Import) -> Result<()> {
    import::set_state(w.db(), held.id, (ImportState::Importing, ImportState::Done), w.now()).await?;
    Ok(file::forget(w.db(), Pieces::Parts, held.id).await?)
}
