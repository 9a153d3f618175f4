//! XLSX: one sheet, cell by cell. A workbook says how large it is, which is not believed: nothing is laid out beforehand.

use std::io::Cursor;

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};
use domain::integrations::{ImportFailure, Trouble};

use super::guard::{BOUNDS, check_archive};
use super::{Feed, Sink, Stop};

/// Columns beyond this one are not looked at.
const WIDEST: u32 = 500;
/// Whole numbers up to here are exact in a sheet.
const EXACT: f64 = 1e15;

/// Reads a sheet of a workbook: the one of this name, or the first.
pub(crate) fn read_xlsx<S: Sink>(bytes: Vec<u8>, sheet: Option<&str>, sink: &mut S) -> Result<(), Stop> {
    check_archive(&bytes, BOUNDS)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = book.sheet_names();
    let name = match sheet {
        Some(wanted) => names.iter().find(|name| *name == wanted).ok_or_else(|| {
            let message = format!("the workbook has no sheet `{wanted}`, but: {}", listed(&names));
            Trouble::new(ImportFailure::SheetUnknown, message)
        })?,
        None => names.first().ok_or_else(|| Trouble::new(ImportFailure::FileEmpty, "the workbook has no sheet"))?,
    };
    let mut reader = book.worksheet_cells_reader(name).map_err(damaged)?;
    let last = reader.dimensions().end.0.max(1);
    let mut feed = Feed::new(sink);
    let mut row: Option<u32> = None;
    let mut cells: Vec<String> = Vec::new();
    let place = |row: u32| {
        let done = u64::from(row).saturating_mul(1_000) / u64::from(last);
        (i32::try_from(row + 1).unwrap_or(i32::MAX), i32::try_from(done).unwrap_or(1_000).min(1_000))
    };
    while let Some(cell) = reader.next_cell().map_err(damaged)? {
        let (at, column) = cell.get_position();
        if row != Some(at) {
            if let Some(whole) = row {
                if at < whole {
                    return Err(
                        Trouble::new(ImportFailure::FileDamaged, "the rows of the sheet are not in order").into()
                    );
                }
                feed.take(place(whole), &cells)?;
            }
            row = Some(at);
            cells.clear();
        }
        if column < WIDEST {
            let column = usize::try_from(column).unwrap_or_default();
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            if let Some(kept) = cells.get_mut(column) {
                *kept = text(cell.get_value());
            }
        }
    }
    if let Some(whole) = row {
        feed.take(place(whole), &cells)?;
    }
    feed.finish()
}

fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(10).map(|name| name.chars().take(31).collect()).collect();
    shown.join(", ")
}

/// A cell as a person reads it. Of a formula it is the value that was last computed.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < EXACT => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(at) if at.is_datetime() => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(at) => at.as_f64().to_string(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "an adapter of errors")]
fn damaged(error: XlsxError) -> Stop {
    tracing::debug!(%error, "a workbook cannot be read");
    let message = "the workbook cannot be read: open it, save it anew as XLSX, and try again";
    Trouble::new(ImportFailure::FileDamaged, message).into()
}
