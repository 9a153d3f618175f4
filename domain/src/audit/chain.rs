//! The chain that seals the log: each link is a MAC over the one before it, so that no sealed row can be edited, inserted,
//! removed or moved without the key.
//!
//! The head (how many rows, and the last link) is recorded apart from the rows: without it, rows cut off the end would leave
//! no trace. Whoever can roll back both the rows and the head to an older pair of the two is only found out by a copy of
//! the head kept elsewhere.

use std::fmt;

use super::Entry;

/// A message authentication code, or a link made of one.
pub type Mac = [u8; 32];

/// What stands before the first link.
pub const GENESIS: Mac = [0; 32];

/// The MAC of an entry, whatever its place.
pub fn seal(mac: &impl Fn(&[u8]) -> Mac, entry: &Entry) -> Mac {
    mac(&entry.canonical_bytes())
}

/// The link of the entry with `entry_mac` in place `seq` (from 1), after the link `previous`.
pub fn link(mac: &impl Fn(&[u8]) -> Mac, previous: &Mac, seq: u64, entry_mac: &Mac) -> Mac {
    // Begins unlike an entry (whose first bytes are a length), so that neither can stand in for the other.
    let mut bytes = b"flotilla/audit-link/1".to_vec();
    bytes.extend_from_slice(previous);
    bytes.extend_from_slice(&seq.to_be_bytes());
    bytes.extend_from_slice(entry_mac);
    mac(&bytes)
}

/// An entry in its place in the chain.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// Its place, from 1 without gaps.
    pub seq: u64,
    pub entry: Entry,
    pub entry_mac: Mac,
    pub link: Mac,
}

/// The end of the chain, as recorded with the last batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The place of the last sealed row; 0 before the first.
    pub seq: u64,
    pub link: Mac,
}

impl Head {
    /// The head of an empty chain.
    pub const EMPTY: Self = Self { seq: 0, link: GENESIS };

    /// Seals one more entry behind this head: the row, and the head that it makes.
    pub fn append(self, mac: &impl Fn(&[u8]) -> Mac, entry: Entry) -> (Sealed, Self) {
        let seq = self.seq + 1;
        let entry_mac = seal(mac, &entry);
        let link = link(mac, &self.link, seq, &entry_mac);
        (Sealed { seq, entry, entry_mac, link }, Self { seq, link })
    }
}

/// What was done to the chain, by the trace that it leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BreakKind {
    /// The row's place is right, but its content is not what was sealed.
    Edited,
    /// The row was never sealed: a place taken twice, a row with neither a true MAC nor a true link, or one beyond the head.
    Inserted,
    /// A place is empty, and there are rows behind it.
    Removed,
    /// A row that was sealed stands where it was not: moved or copied here, or rows before it were taken out and the places
    /// renumbered.
    Reordered,
    /// Rows at the end are missing, up to the recorded head.
    Truncated,
    /// All rows are true, but the recorded head is not theirs.
    HeadEdited,
}

/// The first place where the chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub struct Break {
    pub seq: u64,
    pub kind: BreakKind,
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            BreakKind::Edited => "its content was edited after it was sealed",
            BreakKind::Inserted => "it was inserted: it was never sealed",
            BreakKind::Removed => "the row was removed",
            BreakKind::Reordered => "it is not in the place where it was sealed",
            BreakKind::Truncated => "this row and all after it were cut off",
            BreakKind::HeadEdited => "the recorded head is not that of the rows",
        };
        write!(f, "the audit chain breaks at row {}: {what}", self.seq)
    }
}

/// Follows a chain row by row, in the order of `seq`, and stops at the first break.
#[derive(Clone, Copy)]
pub struct Verifier<M> {
    mac: M,
    last: Head,
}

impl<M> fmt::Debug for Verifier<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("last", &self.last).finish_non_exhaustive()
    }
}

impl<M: Fn(&[u8]) -> Mac> Verifier<M> {
    /// Starts at the beginning of the chain.
    pub fn new(mac: M) -> Self {
        Self { mac, last: Head::EMPTY }
    }

    /// How far the chain has been followed.
    pub fn verified(&self) -> Head {
        self.last
    }

    /// Follows the chain by one row.
    ///
    /// # Errors
    /// The break, if the row does not belong here as it is. The verifier stays before the row.
    pub fn follow(&mut self, row: &Sealed) -> Result<(), Break> {
        let place = self.last.seq + 1;
        let broken = |seq, kind| Err(Break { seq, kind });
        if row.seq > place {
            return broken(place, BreakKind::Removed);
        }
        if row.seq < place {
            let kind = if row.seq == self.last.seq { BreakKind::Inserted } else { BreakKind::Reordered };
            return broken(row.seq, kind);
        }
        let is_true = seal(&self.mac, &row.entry) == row.entry_mac;
        let is_linked = link(&self.mac, &self.last.link, place, &row.entry_mac) == row.link;
        match (is_true, is_linked) {
            (true, true) => {}
            (false, true) => return broken(place, BreakKind::Edited),
            (false, false) => return broken(place, BreakKind::Inserted),
            (true, false) => return broken(place, BreakKind::Reordered),
        }
        self.last = Head { seq: place, link: row.link };
        Ok(())
    }

    /// Compares the end that was reached with the recorded head; gives the number of rows.
    ///
    /// # Errors
    /// Rows missing up to the head, rows beyond it, or a head that is not theirs.
    pub fn finish(self, head: &Head) -> Result<u64, Break> {
        let Head { seq, link } = self.last;
        if seq < head.seq {
            return Err(Break { seq: seq + 1, kind: BreakKind::Truncated });
        }
        if seq > head.seq {
            return Err(Break { seq: head.seq + 1, kind: BreakKind::Inserted });
        }
        if link != head.link {
            return Err(Break { seq, kind: BreakKind::HeadEdited });
        }
        Ok(seq)
    }
}

#[cfg(test)]
mod tests;
