//! Reads the file of an import on a thread of its own, and hands over what it finds in batches: neither side runs ahead of
//! the other by more than two.

use std::io::{self, Read};

use domain::integrations::{Header, ImportEncoding, ImportFailure, ImportFormat, Trouble, Warning};
use store::Store;
use store::integrations::fault::Fault;
use store::integrations::file::{self, Pieces};
use store::integrations::import::Import;
use store::vault::Purpose;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::{JoinHandle, spawn_blocking};

use crate::integrations::file::{EncodingScan, RawRow, Sink, Stop, read_csv, read_xlsx};
use crate::integrations::{PersonRow, RowRules};
use crate::{Result, ServiceError};

/// How many batches, or pieces of a file, wait for the other side.
const AHEAD: usize = 2;

/// Some rows of a file.
#[derive(Debug, Default)]
pub(super) struct Batch {
    /// With the first, what the header tells.
    pub(super) warnings: Option<Vec<Warning>>,
    /// Rows that can be imported by themselves, each with the blind index of its phone.
    pub(super) rows: Vec<(PersonRow, Vec<u8>)>,
    /// What is wrong with the others.
    pub(super) faults: Vec<Fault>,
    pub(super) wrong: i32,
    /// How much of the file is read, in thousandths.
    pub(super) done: i32,
}

impl Batch {
    /// How many rows it is made of.
    pub(super) fn read(&self) -> i32 {
        self.wrong.saturating_add(i32::try_from(self.rows.len()).unwrap_or(i32::MAX))
    }
}

/// How batches are made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) batch: usize,
    pub(super) rows: usize,
}

/// What reading a file came to.
pub(super) type Outcome = std::result::Result<(), Stop>;

/// A file being read.
pub(super) struct Reading {
    pub(super) batches: Receiver<Batch>,
    /// Ends after the last batch.
    pub(super) thread: JoinHandle<Outcome>,
    /// Takes the file, piece by piece.
    pub(super) pieces: Sender<Vec<u8>>,
}

/// The encoding of a CSV: all of it is looked at before the first row is read.
pub(super) async fn encoding_of(
    store: &Store,
    import: &Import,
) -> Result<std::result::Result<ImportEncoding, Trouble>> {
    let mut scan = EncodingScan::default();
    for number in 0..import.chunks {
        let bytes = file::get(store.read(), store.vault(), Pieces::Chunks, (import.id, number)).await?;
        let looked = spawn_blocking(move || scan.feed(&bytes).map(|()| scan));
        match looked.await.map_err(|_| ServiceError::internal("a thread of an import ended early"))? {
            Ok(looked_at) => scan = looked_at,
            Err(trouble) => return Ok(Err(trouble)),
        }
    }
    Ok(scan.finish())
}

/// Begins to read.
pub(super) fn begin(
    store: &Store,
    import: &Import,
    (encoding, rules): (Option<ImportEncoding>, RowRules),
    limits: Limits,
) -> Reading {
    let (pieces, file) = channel(AHEAD);
    let (out, batches) = channel(AHEAD);
    let total = u64::try_from(import.bytes).unwrap_or_default();
    let (format, sheet, store) = (import.format, import.sheet.clone(), store.clone());
    let thread = spawn_blocking(move || {
        let mut sink = Batches { store, rules, limits, out, batch: Batch::default(), rows: 0 };
        let mut file = Pieced { file, open: Vec::new(), at: 0 };
        match (format, encoding) {
            (ImportFormat::Csv, encoding) => {
                read_csv(file, total, encoding.unwrap_or(ImportEncoding::Utf8), &mut sink)?;
            }
            (ImportFormat::Xlsx, _) => {
                let mut whole = Vec::with_capacity(usize::try_from(total).unwrap_or_default());
                file.read_to_end(&mut whole).map_err(|_| Stop::Gone)?;
                // What came is not what was sent: the feeder has stopped.
                if whole.len() as u64 != total {
                    return Err(Stop::Gone);
                }
                read_xlsx(whole, sheet.as_deref(), &mut sink)?;
            }
        }
        sink.send()
    });
    Reading { batches, thread, pieces }
}

/// Makes batches of rows.
struct Batches {
    store: Store,
    rules: RowRules,
    limits: Limits,
    out: Sender<Batch>,
    batch: Batch,
    rows: usize,
}

impl Batches {
    fn send(&mut self) -> Outcome {
        let batch = std::mem::take(&mut self.batch);
        self.out.blocking_send(batch).map_err(|_| Stop::Gone)
    }
}

impl Sink for Batches {
    fn header(&mut self, header: &Header) -> Outcome {
        self.batch.warnings = Some(header.warnings.clone());
        Ok(())
    }

    fn row(&mut self, row: RawRow) -> Outcome {
        self.rows += 1;
        if self.rows > self.limits.rows {
            let message = format!("more than {} rows: split the file", self.limits.rows);
            return Err(Trouble::new(ImportFailure::TooManyRows, message).into());
        }
        match self.rules.read(&row) {
            Ok(person) => {
                let index = self.store.vault().blind_index(Purpose::Phone, &person.phone);
                self.batch.rows.push((person, index));
            }
            Err(faults) => {
                self.batch.faults.extend(faults);
                self.batch.wrong += 1;
            }
        }
        self.batch.done = row.done;
        if usize::try_from(self.batch.read()).is_ok_and(|read| read >= self.limits.batch) {
            self.send()
        } else {
            Ok(())
        }
    }
}

/// The pieces of a file as one.
struct Pieced {
    file: Receiver<Vec<u8>>,
    open: Vec<u8>,
    at: usize,
}

impl Read for Pieced {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.open.len() {
            match self.file.blocking_recv() {
                Some(piece) => (self.open, self.at) = (piece, 0),
                None => return Ok(0),
            }
        }
        let rest = self.open.get(self.at..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..read), rest.get(..read)) {
            to.copy_from_slice(from);
        }
        self.at += read;
        Ok(read)
    }
}
