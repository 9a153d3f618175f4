//! The rules of members under any sequence of changes: days are neither lost nor doubled, points add up, card codes withstand
//! slips of the hand, and masks hide.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic, in its helpers too")]

mod cards;
mod masks;
mod points;
mod timeline;
