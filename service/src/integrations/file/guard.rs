//! Looks through a workbook before it is opened. It is an archive, and what it unpacks to is bounded here, by unpacking it
//! into nothing: what it says of itself is not believed. The reader behind it takes memory for each piece of XML between
//! two tags, and for as many texts as the workbook announces.

use std::io::{Cursor, Read};

use domain::integrations::{ImportFailure, Trouble};
use zip::ZipArchive;

/// What a workbook may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) entries: usize,
    /// What all of it may unpack to, in bytes.
    pub(super) all: u64,
    /// What any part but a sheet may unpack to: those are read as a whole.
    pub(super) part: u64,
}

pub(super) const BOUNDS: Bounds = Bounds { entries: 2_000, all: 512 << 20, part: 128 << 20 };

/// The longest run of bytes without a tag: a cell has 32,767 characters at most.
const MAX_RUN: usize = 512 << 10;
/// The most texts: each row has a few.
const MAX_TEXTS: u64 = 16_000_000;
/// What stands before the number of texts that a workbook announces.
const ANNOUNCED: &[u8] = b"uniqueCount";

/// Refuses a workbook that is not what people make.
pub(super) fn check_archive(bytes: &[u8], bounds: Bounds) -> Result<(), Trouble> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > bounds.entries {
        return Err(too_large());
    }
    let mut left = bounds.all;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|_| damaged())?;
        let name = entry.name().map_err(|_| damaged())?.to_ascii_lowercase();
        let most = if name.contains("worksheets/") { left } else { left.min(bounds.part) };
        let is_xml = [".xml", ".rels"].iter().any(|end| name.ends_with(end));
        let mut look = Look { is_xml, counts_texts: name.ends_with("sharedstrings.xml"), ..Look::default() };
        left -= look.through(entry, most)?;
    }
    Ok(())
}

/// What was seen of a part so far.
#[derive(Default)]
struct Look {
    is_xml: bool,
    counts_texts: bool,
    /// Bytes since the last tag began.
    run: usize,
    announced: Announced,
}

/// How much of an announcement was read: `uniqueCount="…`.
#[derive(Clone, Copy)]
enum Announced {
    Name(usize),
    Equals,
    Quote,
    Number(u64),
}

impl Default for Announced {
    fn default() -> Self {
        Self::Name(0)
    }
}

impl Look {
    /// Answers what the part unpacks to.
    fn through(&mut self, mut part: impl Read, most: u64) -> Result<u64, Trouble> {
        let mut buffer = vec![0; 64 << 10];
        let mut size = 0_u64;
        loop {
            let read = part.read(&mut buffer).map_err(|_| damaged())?;
            let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { return Ok(size) };
            size += piece.len() as u64;
            if size > most {
                return Err(too_large());
            }
            if self.is_xml {
                self.tags(piece)?;
            }
            if self.counts_texts {
                self.announced = piece.iter().try_fold(self.announced, |so_far, byte| so_far.next(*byte))?;
            }
        }
    }

    fn tags(&mut self, piece: &[u8]) -> Result<(), Trouble> {
        // XML of another width than a byte would get by all that is looked for here.
        if piece.contains(&0) {
            return Err(damaged());
        }
        let mut runs = piece.split(|byte| *byte == b'<');
        self.run += runs.next().map_or(0, <[u8]>::len);
        for run in runs {
            // Comments, and texts that are not cut at tags: workbooks have none.
            if self.run > MAX_RUN || run.starts_with(b"!") {
                return Err(damaged());
            }
            self.run = run.len();
        }
        if self.run > MAX_RUN { Err(damaged()) } else { Ok(()) }
    }
}

impl Announced {
    fn next(self, byte: u8) -> Result<Self, Trouble> {
        Ok(match self {
            Self::Name(read) if ANNOUNCED.get(read) == Some(&byte) => {
                if read + 1 == ANNOUNCED.len() {
                    Self::Equals
                } else {
                    Self::Name(read + 1)
                }
            }
            Self::Name(_) => Self::Name(usize::from(ANNOUNCED.first() == Some(&byte))),
            Self::Equals if byte == b'=' => Self::Quote,
            Self::Quote if matches!(byte, b'"' | b'\'') => Self::Number(0),
            // Nobody writes it so, and it would not be understood here.
            Self::Equals | Self::Quote if byte.is_ascii_whitespace() => return Err(damaged()),
            Self::Number(number) if byte.is_ascii_digit() => {
                let number = number.saturating_mul(10).saturating_add(u64::from(byte - b'0'));
                if number > MAX_TEXTS {
                    return Err(too_large());
                }
                Self::Number(number)
            }
            Self::Equals | Self::Quote | Self::Number(_) => Self::Name(0),
        })
    }
}

fn damaged() -> Trouble {
    let message = "the workbook cannot be read: open it, save it anew as XLSX, and try again";
    Trouble::new(ImportFailure::FileDamaged, message)
}

fn too_large() -> Trouble {
    Trouble::new(ImportFailure::FileTooLarge, "the workbook unpacks to more than is taken: split it, or save it as CSV")
}
