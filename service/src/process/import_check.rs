//! The dry run of an import: reads the file, says what would become of each row, and keeps those that can be imported for
//! the real run. A worker that is killed in it leaves nothing that counts: the next reads from the beginning.

use std::collections::HashMap;

use domain::integrations::{Column, ImportFailure, ImportFormat, ImportState, RowFault, Trouble, mask_cell};
use domain::kernel::{ChapterId, local_date};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::chapters::division;
use store::integrations::fault::{self, Fault};
use store::integrations::file::{self, Pieces};
use store::integrations::import::{self, Counts, Import, Read};
use store::members::{bulk, tier};
use store::vault::Purpose;
use tokio::sync::mpsc::Sender;
use uuid::Uuid;

use super::import_places::Places;
use super::import_read::{self, Batch, Limits, Reading};
use crate::integrations::file::Stop;
use crate::integrations::{PersonRow, RowRules};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError};

/// A row that is kept for the real run.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptRow {
    pub(super) row: PersonRow,
    pub(super) home: ChapterId,
}

/// What is known while a file is read.
struct Check<'s> {
    service: &'s Service,
    import: &'s Import,
    reader: Uuid,
    places: Places,
    /// The line in which each phone stood first, by the beginning of its blind index.
    seen: HashMap<u128, i32>,
    so_far: Read,
}

impl Service {
    /// Runs the dry run of an import to its end.
    pub(super) async fn import_check(&self, op: &Op, import: &Import) -> Result<()> {
        let reader = self.ids.next();
        self.begin_check(op, import, reader).await?;
        match self.read_file(import, reader).await {
            Ok(Ok(())) => self.end_check(op, import).await,
            Ok(Err(trouble)) => self.import_fail(op, import.id, ImportState::Checking, &trouble).await.map(|_| ()),
            Err(error) => Err(error),
        }
    }

    async fn begin_check(&self, op: &Op, import: &Import, reader: Uuid) -> Result<()> {
        let begun = self.write(op, "integrations.import_check", &(), |w| {
            Box::pin(async move {
                w.require_system()?;
                import::begin_reading(w.db(), import.id, reader, w.now()).await?;
                let change = Change {
                    target: import.id.to_string(),
                    chapter: Some(import.chapter),
                    before: Some(json!({ "state": import.state })),
                    after: Some(json!({ "state": ImportState::Checking })),
                    ..Change::default()
                };
                w.audit(change).await?;
                Ok(true)
            })
        });
        begun.await.map(|_| ())
    }

    async fn end_check(&self, op: &Op, import: &Import) -> Result<()> {
        let ended = self.write(op, "integrations.import_checked", &(), |w| {
            Box::pin(async move {
                w.require_system()?;
                let step = (ImportState::Checking, ImportState::Checked);
                import::set_state(w.db(), import.id, step, w.now()).await?;
                file::forget(w.db(), Pieces::Chunks, import.id).await?;
                let Counts { read, new, duplicate, wrong, .. } = import::load(w.db(), import.id).await?.counts;
                let after = json!({
                    "state": ImportState::Checked, "rows": read, "new": new, "duplicates": duplicate, "errors": wrong,
                });
                let change = Change {
                    target: import.id.to_string(),
                    chapter: Some(import.chapter),
                    after: Some(after),
                    ..Change::default()
                };
                w.audit(change).await?;
                Ok(true)
            })
        });
        ended.await.map(|_| ())
    }

    /// Reads the file; answers why it cannot be imported, if so.
    async fn read_file(&self, import: &Import, reader: Uuid) -> Result<std::result::Result<(), Trouble>> {
        let encoding = match import.format {
            ImportFormat::Csv => match import_read::encoding_of(&self.store, import).await? {
                Ok(encoding) => Some(encoding),
                Err(trouble) => return Ok(Err(trouble)),
            },
            ImportFormat::Xlsx => None,
        };
        let limits = Limits { batch: self.settings.imports.batch.max(1), rows: self.settings.imports.max_rows };
        let rules = self.row_rules(import).await?;
        let reading = import_read::begin(&self.store, import, (encoding, rules), limits);
        let Reading { mut batches, thread, pieces } = reading;
        let places =
            Places::new(self.store.read(), self.store.vault(), (import.chapter, import.created_by), self.now());
        let mut check = Check {
            service: self,
            import,
            reader,
            places: places.await?,
            seen: HashMap::new(),
            so_far: Read { counts: Counts::default(), parts: 0, faults: 0, checked: 0 },
        };
        let taking = async {
            while let Some(mut batch) = batches.recv().await {
                if let Some(warnings) = batch.warnings.take() {
                    let work = self.store.begin().await?;
                    import::set_read(work.db(), (import.id, reader), encoding, &warnings).await?;
                    work.commit().await?;
                }
                check.take(batch).await?;
            }
            Ok(())
        };
        tokio::try_join!(self.feed(import, pieces), taking)?;
        match thread.await {
            Ok(Ok(())) => Ok(Ok(())),
            Ok(Err(Stop::Trouble(trouble))) => Ok(Err(trouble)),
            Ok(Err(Stop::Gone)) => Err(ServiceError::internal("the file of an import is not whole")),
            // Whatever a stranger has written into the file, it ends no more than this.
            // What it says is not told: a panic may hold a line of the file.
            Err(error) => {
                tracing::error!(panicked = error.is_panic(), import = %import.id, "a file could not be read");
                Ok(Err(Trouble::new(ImportFailure::FileDamaged, "the file cannot be read: save it anew and try again")))
            }
        }
    }

    /// Hands the file to the thread that reads it. That it hangs up is its own business: it says why.
    async fn feed(&self, import: &Import, pieces: Sender<Vec<u8>>) -> Result<()> {
        for number in 0..import.chunks {
            let piece = file::get(self.store.read(), self.store.vault(), Pieces::Chunks, (import.id, number)).await?;
            if pieces.send(piece).await.is_err() {
                break;
            }
        }
        Ok(())
    }

    async fn row_rules(&self, import: &Import) -> Result<RowRules> {
        let mut regions: HashMap<String, Option<String>> = HashMap::new();
        for (code, name) in division::named(self.store.read()).await? {
            regions.entry(name).and_modify(|several| *several = None).or_insert_with(|| Some(code.clone()));
            regions.insert(code.clone(), Some(code));
        }
        let tiers = tier::all(self.store.read()).await?.into_iter().map(|record| record.tier).collect();
        Ok(RowRules { today: local_date(self.now()), tiers, regions, consent: import.consent_version.clone() })
    }
}

impl Check<'_> {
    /// Says what would become of the rows of a batch, and keeps it.
    async fn take(&mut self, batch: Batch) -> Result<()> {
        let (service, now) = (self.service, self.service.now());
        let db = service.store.read();
        let words = batch.rows.iter().filter_map(|(row, _)| row.chapter.as_deref());
        self.places.learn(db, words, now).await?;
        let known: Vec<&[u8]> = batch.rows.iter().map(|(_, index)| index.as_slice()).collect();
        let known = bulk::homes(db, &known).await?;
        let counts = &mut self.so_far.counts;
        counts.read += batch.read();
        counts.wrong += batch.wrong;
        self.so_far.checked = batch.done;
        let (mut kept, mut faults) = (Vec::with_capacity(batch.rows.len()), batch.faults);
        for (row, index) in batch.rows {
            match self.judge(row, &index) {
                Err(fault) => faults.push(fault),
                Ok(one) => {
                    let counts = &mut self.so_far.counts;
                    match known.get(&index) {
                        None => counts.new += 1,
                        Some(home) if *home == one.home => counts.known_here += 1,
                        Some(_) => counts.known_elsewhere += 1,
                    }
                    kept.push(one);
                }
            }
        }
        faults.sort_by_key(|fault| (fault.line, fault.about));
        self.keep(&kept, &faults).await
    }

    /// What only the file as a whole and the network can tell of a row.
    fn judge(&mut self, row: PersonRow, index: &[u8]) -> std::result::Result<KeptRow, Fault> {
        let about = |about: Column, fault, message: String, shown: Option<String>| Fault {
            line: row.line,
            about: Some(about),
            fault,
            message,
            shown,
        };
        let shown = || row.chapter.as_deref().map(|word| mask_cell(Column::Chapter, word));
        let (home, may) = self.places.of(row.chapter.as_deref()).map_err(|message| {
            self.so_far.counts.wrong += 1;
            about(Column::Chapter, RowFault::ChapterOutside, message.to_owned(), shown())
        })?;
        if let Some((fault, message)) = may.refuses(row.term.is_some()) {
            self.so_far.counts.wrong += 1;
            let column = if fault == RowFault::TermNotAllowed { Column::Tier } else { Column::Chapter };
            return Err(about(column, fault, message.to_owned(), None));
        }
        let key = index.first_chunk::<16>().map_or(0, |bytes| u128::from_be_bytes(*bytes));
        if let Some(first) = self.seen.get(&key) {
            self.so_far.counts.duplicate += 1;
            let message = format!("this phone stands in row {first} already: that one counts");
            let shown = Some(mask_cell(Column::Phone, &row.phone));
            return Err(about(Column::Phone, RowFault::DuplicateInFile, message, shown));
        }
        self.seen.insert(key, row.line);
        Ok(KeptRow { row, home })
    }

    async fn keep(&mut self, kept: &[KeptRow], faults: &[Fault]) -> Result<()> {
        let (service, id) = (self.service, self.import.id);
        let (part, first) = (self.so_far.parts, self.so_far.faults);
        self.so_far.parts += i32::from(!kept.is_empty());
        self.so_far.faults += i32::try_from(faults.len()).unwrap_or(i32::MAX);
        let sealed = service.store.vault().seal_bytes(Purpose::ImportFile, &serde_json::to_vec(kept)?)?;
        let work = service.store.begin().await?;
        // First, since it holds the row: nobody cancels it in between.
        import::note_read(work.db(), (id, self.reader), &self.so_far, service.now()).await?;
        if !kept.is_empty() {
            file::put(work.db(), Pieces::Parts, (id, part), sealed).await?;
        }
        fault::insert(work.db(), id, first, faults).await?;
        Ok(work.commit().await?)
    }
}
