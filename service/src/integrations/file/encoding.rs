//! How the text of a CSV is written: UTF-8 or GB18030, and never both in one file.
//!
//! Every line is looked at, since a file that was put together from two begins as one of them. A line of GB18030 is
//! seldom UTF-8 by chance; a line of UTF-8 is often GB18030 by chance, but then it reads as characters that nobody uses:
//! what people write lies in the plane of GB 2312.

use domain::integrations::{ImportEncoding, ImportFailure, Trouble};
use encoding_rs::GB18030;

use super::LONGEST;

/// Looks at a file as it comes, in pieces of any size.
#[derive(Debug, Default)]
pub(crate) struct EncodingScan {
    /// The beginning of a line whose end has not come.
    open: Vec<u8>,
    line: u64,
    utf8: Seen,
    gb18030: Seen,
    neither: Option<u64>,
    marked: bool,
}

#[derive(Debug, Default)]
struct Seen {
    lines: u64,
    first: Option<u64>,
}

impl Seen {
    fn note(&mut self, line: u64) {
        self.lines += 1;
        self.first.get_or_insert(line);
    }
}

/// What a line tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    Nothing,
    Utf8,
    Gb18030,
    Neither,
}

impl EncodingScan {
    /// Looks at the next piece.
    ///
    /// # Errors
    /// It is no text.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Result<(), Trouble> {
        if bytes.contains(&0) {
            let message = format!("line {} has bytes that no text has: this is no CSV", self.line + 1);
            return Err(Trouble::new(ImportFailure::FileDamaged, message));
        }
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.open.len() + piece.len() > LONGEST {
                let message = format!("line {} is longer than {LONGEST} bytes", self.line + 1);
                return Err(Trouble::new(ImportFailure::FileDamaged, message));
            }
            if !piece.ends_with(b"\n") {
                self.open.extend_from_slice(piece);
            } else if self.open.is_empty() {
                self.look(piece);
            } else {
                let mut line = std::mem::take(&mut self.open);
                line.extend_from_slice(piece);
                self.look(&line);
                line.clear();
                self.open = line;
            }
        }
        Ok(())
    }

    fn look(&mut self, line: &[u8]) {
        self.line += 1;
        if self.line == 1 && line.starts_with(b"\xEF\xBB\xBF") {
            self.marked = true;
        }
        match told(line) {
            Told::Nothing => {}
            Told::Utf8 => self.utf8.note(self.line),
            Told::Gb18030 => self.gb18030.note(self.line),
            Told::Neither => {
                self.neither.get_or_insert(self.line);
            }
        }
    }

    /// The encoding of the whole.
    ///
    /// # Errors
    /// There are two, or neither: with the first line that does not fit the others.
    pub(crate) fn finish(mut self) -> Result<ImportEncoding, Trouble> {
        let rest = std::mem::take(&mut self.open);
        if !rest.is_empty() {
            self.look(&rest);
        }
        if let Some(line) = self.neither {
            let message = format!("line {line} is neither UTF-8 nor GB18030: save the file anew in one of them");
            return Err(Trouble::new(ImportFailure::EncodingUnknown, message));
        }
        match (self.utf8.first, self.gb18030.first) {
            (_, None) => Ok(ImportEncoding::Utf8),
            (None, Some(_)) if !self.marked => Ok(ImportEncoding::Gb18030),
            (utf8, Some(gb18030)) => {
                let mostly_utf8 = self.marked || self.utf8.lines >= self.gb18030.lines;
                let (most, few, line) =
                    if mostly_utf8 { ("UTF-8", "GB18030", gb18030) } else { ("GB18030", "UTF-8", utf8.unwrap_or(1)) };
                let message = format!("line {line} is {few}, but the file is {most}: save all of it in one of them");
                Err(Trouble::new(ImportFailure::EncodingMixed, message))
            }
        }
    }
}

fn told(line: &[u8]) -> Told {
    if line.is_ascii() {
        return Told::Nothing;
    }
    let is_gb18030 = || GB18030.decode_without_bom_handling_and_without_replacement(line).is_some();
    match std::str::from_utf8(line) {
        Err(_) if is_gb18030() => Told::Gb18030,
        Err(_) => Told::Neither,
        // By chance only, if at all: what people write in Chinese lies beyond these.
        Ok(text) if !text.chars().any(|c| c >= '\u{2e80}') => Told::Nothing,
        Ok(_) if is_gb2312(line) => Told::Nothing,
        Ok(_) => Told::Utf8,
    }
}

/// Whether it reads as GB 2312: ASCII, and pairs of bytes that both have their highest bits and stand in its rows.
fn is_gb2312(line: &[u8]) -> bool {
    let mut bytes = line.iter();
    while let Some(first) = bytes.next() {
        let fits = match first {
            0..=0x7f => true,
            0xa1..=0xf7 => bytes.next().is_some_and(|second| (0xa1..=0xfe).contains(second)),
            _ => false,
        };
        if !fits {
            return false;
        }
    }
    true
}
