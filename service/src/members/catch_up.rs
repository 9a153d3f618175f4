//! Brings one member up to today, where a timer may not have been yet.

use domain::kernel::local_date;
use domain::members::{Term, catch_up};
use store::members::member::{self, Member};
use store::members::term;

use crate::{Result, Write};

/// The member as of today: what time alone has changed is written.
pub(crate) async fn bring_up_to_date(w: &Write<'_>, held: &Member) -> Result<(Member, Vec<Term>)> {
    let kept = term::of_member(w.db(), held.id).await?;
    let terms: Vec<Term> = kept.iter().map(|kept| kept.term.clone()).collect();
    let (state, moved) = catch_up(&held.state, &terms, local_date(w.now()));
    // The latest first: no two begin on the same day in between.
    for (kept, moved) in kept.iter().zip(&moved).rev().filter(|(kept, moved)| kept.term != **moved) {
        term::update(w.db(), kept.id, moved).await?;
    }
    if state == held.state {
        return Ok((held.clone(), moved));
    }
    let mut changed = Member { state, ..held.clone() };
    member::update(w.db(), held, &changed).await?;
    changed.version += 1;
    Ok((changed, moved))
}
