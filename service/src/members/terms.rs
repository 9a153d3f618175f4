//! What every change of a membership goes through: the member's row locked, the rule asked, the terms written.

use domain::kernel::{CardId, ChapterId, Code, MemberId, MembershipId, OrderId, Violation, local_date};
use domain::members::{Standing, TermSource, TierCode, Wanted, append, check_guardian};
use store::members::member::{self, Member};
use store::members::{home, term};

use super::Membership;
use crate::{Result, ServiceError, Write};

/// Days that a member is given, and where they come from.
#[derive(Debug, Clone)]
pub(crate) struct Given {
    pub tier: TierCode,
    pub source: TermSource,
    pub days: i64,
    /// Whose sale it is.
    pub sold_by: Option<ChapterId>,
    pub order: Option<OrderId>,
    pub card: Option<CardId>,
    pub note: Option<String>,
}

/// A member, locked until the end of the transaction. What has become of the member is asked after the right is:
/// [`check_live`].
pub(crate) async fn load_member(w: &Write<'_>, id: MemberId) -> Result<Member> {
    Ok(member::load_for_update(w.db(), id).await?)
}

/// Refuses a member who can no longer act nor be acted on.
///
/// # Errors
/// Rules: the person was erased, or is another member now.
pub(crate) fn check_live(held: &Member) -> Result<()> {
    if let Some(kept) = held.merged_into {
        let message = format!("this member turned out to be {kept}; go on with that one");
        return Err(Violation::new(Code::MembersMergeMismatch, "id", message).into());
    }
    if held.state.standing == Standing::Erased {
        let message = "this person was erased: nothing can be changed";
        return Err(Violation::new(Code::MembersErased, "id", message).into());
    }
    Ok(())
}

/// Refuses a child whose guardian has not consented to more than registration.
pub(crate) async fn check_of_age(w: &Write<'_>, held: &Member) -> Result<()> {
    let consents = home::consents(w.db(), held.id).await?;
    Ok(check_guardian(held.birth_year.map(i32::from), &consents, local_date(w.now()))?)
}

/// Appends days to a membership, and writes the row and the term. The caller audits.
pub(crate) async fn append_term(w: &mut Write<'_>, held: &Member, given: Given) -> Result<(Member, MembershipId)> {
    let wanted = Wanted { tier: given.tier, source: given.source, days: given.days };
    let change = append(&held.state, local_date(w.now()), &wanted)?;
    let changed = write_change(w, held, change.state, change.shift).await?;
    let term = change.term.ok_or_else(|| ServiceError::internal("appended days made no term"))?;
    let made = Membership {
        id: MembershipId(w.next_id()),
        member: held.id,
        term,
        sold_by: given.sold_by,
        home: held.home,
        order: given.order,
        card: given.card,
        note: given.note,
        created_at: w.now(),
    };
    term::insert(w.db(), &made).await?;
    Ok((changed, made.id))
}

/// Writes what a rule made of a member's state, and moves the terms that a freeze has held up.
pub(crate) async fn write_change(
    w: &mut Write<'_>,
    held: &Member,
    state: domain::members::MemberState,
    shift: Option<domain::members::Shift>,
) -> Result<Member> {
    let trial_used = held.trial_used || state.standing == Standing::Trial;
    let changed = Member { state, trial_used, ..held.clone() };
    member::update(w.db(), held, &changed).await?;
    if let Some(shift) = shift {
        term::shift(w.db(), held.id, shift).await?;
    }
    Ok(Member { version: held.version + 1, ..changed })
}
