//! What cuts a term short and draws up those behind it: an upgrade, a refund.
//!
//! Both take all of a member's terms, bring them up to today, and answer them in the same order.

use chrono::NaiveDate;

use super::term::{check_days, days_between, plus};
use super::{MemberState, Move, Standing, Term, Wanted, begin, catch_up, last_begun, settle};
use crate::kernel::{Code, Violation};

/// What an upgrade asks to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgraded {
    pub state: MemberState,
    /// The terms there were, in their order; the replaced one is cut short, and empty if it had not begun.
    pub terms: Vec<Term>,
    pub term: Term,
}

/// What a refund asks to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refunded {
    pub state: MemberState,
    /// The terms, in their order.
    pub terms: Vec<Term>,
}

/// Puts a better tier in the place of the term at `which`, from today on (or from that term's start, if it lies ahead).
/// Later terms follow the new one. The unused days of the old are money's to credit.
///
/// # Errors
/// `MembersStateRefuses` unless active, or if that term is over or unknown; `MembersErased`; `MembersTierInvalid` for days
/// that no term can have.
pub fn upgrade(
    state: &MemberState,
    terms: &[Term],
    which: usize,
    today: NaiveDate,
    wanted: &Wanted,
) -> Result<Upgraded, Violation> {
    check_days(wanted.days)?;
    let (state, terms) = catch_up(state, terms, today);
    let after = state.moved(Move::AddTerm)?;
    let Some(old) = terms.get(which).filter(|term| term.ends_on > today && state.standing == Standing::Active) else {
        let message = "only a term of an active membership that is not over can be upgraded: renew instead";
        return Err(Violation::new(Code::MembersStateRefuses, "", message));
    };
    let starts_on = old.starts_on.max(today);
    let term = Term {
        tier: wanted.tier.clone(),
        source: wanted.source,
        starts_on,
        ends_on: plus(starts_on, wanted.days),
        frozen_days: 0,
    };
    let moved = days_between(old.ends_on, term.ends_on);
    let terms = cut(&terms, which, starts_on, moved);
    let mut all = terms.clone();
    all.push(term.clone());
    Ok(Upgraded { state: as_of(after, &all, today), terms, term })
}

/// Refunding → Refunded, or back to Active if days of other terms are left. The days of the term at `which` that had not
/// begun when the member asked are taken back (those that went by while it was decided are a gift), and later terms are
/// drawn up to today.
///
/// # Errors
/// `MembersStateRefuses` unless a refund is being decided, or if that term is unknown; `MembersErased`.
pub fn refund(
    state: &MemberState,
    terms: &[Term],
    which: usize,
    asked_on: NaiveDate,
    today: NaiveDate,
) -> Result<Refunded, Violation> {
    let (state, terms) = catch_up(state, terms, today);
    let refunded = state.moved(Move::Refund)?;
    let Some(old) = terms.get(which) else {
        return Err(Violation::new(Code::MembersStateRefuses, "", "this term is not one of the member's"));
    };
    let end = plus(asked_on.min(today), 1).clamp(old.starts_on, old.ends_on.max(old.starts_on));
    let moved = days_between(old.ends_on, end.max(today)).min(0);
    let terms = cut(&terms, which, end, moved);
    let is_left = |(at, term): (usize, &Term)| at != which && term.ends_on > today && term.starts_on < term.ends_on;
    let after = if terms.iter().enumerate().any(is_left) { state.moved(Move::RefundInPart)? } else { refunded };
    Ok(Refunded { state: as_of(after, &terms, today), terms })
}

/// Refunding → Active: the member has thought better of it, or it was declined. Grace and lapse are caught up with.
///
/// # Errors
/// `MembersStateRefuses`, `MembersErased`.
pub fn withdraw_refund(state: &MemberState, today: NaiveDate) -> Result<MemberState, Violation> {
    let asked = settle(state, today).state;
    Ok(settle(&asked.moved(Move::WithdrawRefund)?, today).state)
}

/// The terms with the one at `which` ending on `end`, and all that lay behind it moved.
fn cut(terms: &[Term], which: usize, end: NaiveDate, moved: i64) -> Vec<Term> {
    let old_end = terms.get(which).map(|term| term.ends_on);
    let place = |(at, term): (usize, &Term)| {
        let mut term = term.clone();
        if at == which {
            term.ends_on = end;
        } else if old_end.is_some_and(|old| old <= term.starts_on) {
            term.starts_on = plus(term.starts_on, moved);
            term.ends_on = plus(term.ends_on, moved);
        }
        term
    };
    terms.iter().enumerate().map(place).collect()
}

/// The row that belongs to these terms.
fn as_of(mut state: MemberState, terms: &[Term], today: NaiveDate) -> MemberState {
    state.until_on = terms.iter().filter(|term| term.starts_on < term.ends_on).map(|term| term.ends_on).max();
    last_begun(&state, terms, today).map_or_else(|| state.clone(), |term| begin(&state, term))
}
