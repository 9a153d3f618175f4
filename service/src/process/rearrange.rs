//! Writes where a member's terms lie, after one of them was cut.

use domain::members::Term;
use store::members::term::{self, Membership};

use crate::{Result, Write};

/// Writes the terms that have moved, in an order in which no two begin on the same day in between: those that move later
/// from the last, those that move earlier from the first.
pub(super) async fn write_terms(w: &Write<'_>, kept: &[Membership], after: &[Term]) -> Result<()> {
    let moved: Vec<_> = kept.iter().zip(after).filter(|(kept, after)| kept.term != **after).collect();
    let later = moved.iter().filter(|(kept, after)| after.starts_on > kept.term.starts_on).rev();
    let rest = moved.iter().filter(|(kept, after)| after.starts_on <= kept.term.starts_on);
    // What is cut short makes room for what moves earlier; what moves later makes room for nobody here.
    for (kept, after) in later.chain(rest) {
        term::update(w.db(), kept.id, after).await?;
    }
    Ok(())
}
