//! Reads files of people, row by row and in bounded memory. Whatever a stranger may have written into them.

mod delimited;
mod encoding;
mod guard;
mod kind;
mod workbook;

use domain::integrations::{Column, Columns, Header, ImportFailure, Trouble};

pub(crate) use delimited::read_csv;
pub(crate) use encoding::EncodingScan;
pub(crate) use kind::kind_of;
pub(crate) use workbook::read_xlsx;

/// The longest row of a CSV, in bytes.
pub(super) const LONGEST: usize = 64 << 10;
/// What is kept of a cell, in characters: more than anything has that can be imported.
const KEPT: usize = 200;

/// Why reading stopped before the end.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The file cannot be imported.
    Trouble(Trouble),
    /// Nobody listens any more, or the file does not come.
    Gone,
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// Where rows go as they are read.
pub(crate) trait Sink {
    fn header(&mut self, header: &Header) -> Result<(), Stop>;
    fn row(&mut self, row: RawRow) -> Result<(), Stop>;
}

/// The cells of a row that can be imported, without blanks at their ends.
#[derive(Default)]
pub(crate) struct RawRow {
    /// As whoever opens the file sees it: the first row is 1.
    pub line: i32,
    /// How much of the file is read with it, in thousandths.
    pub done: i32,
    cells: [String; Column::ALL.len()],
}

/// By hand: personal data must not get into logs.
impl std::fmt::Debug for RawRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawRow").field("line", &self.line).finish_non_exhaustive()
    }
}

impl RawRow {
    /// What stands in a column; empty if there is no such column.
    pub(crate) fn cell(&self, column: Column) -> &str {
        let at = Column::ALL.iter().position(|other| *other == column);
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    /// Whether there is anything in it.
    fn is_blank(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// Turns rows of cells into what the sink takes: the first is the header.
struct Feed<'s, S> {
    sink: &'s mut S,
    columns: Option<Columns>,
    rows: usize,
}

impl<'s, S: Sink> Feed<'s, S> {
    fn new(sink: &'s mut S) -> Self {
        Self { sink, columns: None, rows: 0 }
    }

    fn take(&mut self, (line, done): (i32, i32), cells: &[String]) -> Result<(), Stop> {
        let Some(columns) = &self.columns else {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                return Ok(());
            }
            let header = Header::read(cells.iter().map(String::as_str))?;
            self.sink.header(&header)?;
            self.columns = Some(header.columns);
            return Ok(());
        };
        let mut row = RawRow { line, done, ..RawRow::default() };
        for (column, place) in columns.places() {
            let at = Column::ALL.iter().position(|other| *other == column);
            if let (Some(cell), Some(kept)) = (cells.get(place), at.and_then(|at| row.cells.get_mut(at))) {
                *kept = cell.trim().chars().filter(|c| *c != '\0').take(KEPT).collect();
            }
        }
        if row.is_blank() {
            return Ok(());
        }
        self.rows += 1;
        self.sink.row(row)
    }

    fn finish(self) -> Result<(), Stop> {
        let message = match self.columns {
            None => "the file is empty",
            Some(_) if self.rows == 0 => "the file has a header and nothing below it",
            Some(_) => return Ok(()),
        };
        Err(Trouble::new(ImportFailure::FileEmpty, message).into())
    }
}

#[cfg(test)]
mod tests;
