//! CSV, with whatever stands between the cells. The bytes are cut before they are decoded: in UTF-8 and in GB18030 no part of
//! a longer character looks like a comma, a quote or the end of a line.

use std::io::{BufRead as _, BufReader, Read};

use csv::{ByteRecord, ReaderBuilder, Terminator};
use domain::integrations::{ImportEncoding, ImportFailure, Trouble};
use encoding_rs::GB18030;

use super::{Feed, LONGEST, Sink, Stop};

/// Columns beyond this one are not looked at.
const WIDEST: usize = 500;
const BUFFER: usize = 128 << 10;

/// Reads a CSV of so many bytes.
pub(crate) fn read_csv<S: Sink>(
    input: impl Read,
    total: u64,
    encoding: ImportEncoding,
    sink: &mut S,
) -> Result<(), Stop> {
    let mut input = BufReader::with_capacity(BUFFER, input);
    let delimiter = delimiter(input.fill_buf().map_err(|_| Stop::Gone)?);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        // So that every row ends with the byte that lines are counted by; a `\r` before it is a blank at a cell's end.
        .terminator(Terminator::Any(b'\n'))
        .buffer_capacity(BUFFER)
        .from_reader(input.chain(&b"\n"[..]));
    let mut feed = Feed::new(sink);
    let mut record = ByteRecord::new();
    let mut cells = Vec::new();
    while reader.read_byte_record(&mut record).map_err(|_| Stop::Gone)? {
        // Where a row begins, the reader says before it has passed the empty lines above: where it ends, afterwards.
        let lines = record.as_slice().split(|byte| *byte == b'\n').count() as u64;
        let line = reader.position().line().saturating_sub(lines);
        if record.as_slice().len() > LONGEST {
            let message = format!("the row in line {line} is longer than {LONGEST} bytes: is a quote left open there?");
            return Err(Trouble::new(ImportFailure::FileDamaged, message).into());
        }
        cells.clear();
        for cell in record.iter().take(WIDEST) {
            cells.push(decode(cell, encoding).ok_or_else(|| {
                let message = format!("line {line} cannot be read");
                Trouble::new(ImportFailure::EncodingUnknown, message)
            })?);
        }
        let done = reader.position().byte().saturating_mul(1_000) / total.max(1);
        let done = i32::try_from(done).unwrap_or(1_000).min(1_000);
        feed.take((i32::try_from(line).unwrap_or(i32::MAX), done), &cells)?;
    }
    feed.finish()
}

fn decode(cell: &[u8], encoding: ImportEncoding) -> Option<String> {
    match encoding {
        ImportEncoding::Utf8 => std::str::from_utf8(cell).ok().map(str::to_owned),
        ImportEncoding::Gb18030 => {
            GB18030.decode_without_bom_handling_and_without_replacement(cell).map(std::borrow::Cow::into_owned)
        }
    }
}

/// What stands between the cells of the first line: what there is most of.
fn delimiter(beginning: &[u8]) -> u8 {
    let first = beginning.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted: u8| first.split(|byte| *byte == wanted).count();
    [b'\t', b';', b','].into_iter().max_by_key(|wanted| count(*wanted)).unwrap_or(b',')
}
