//! What a merge would do, and what stands against it: the preview shows it, and the merge does it.

use std::collections::HashMap;

use domain::kernel::{AccountId, Code, MembershipId, PointsEntryId, Timestamp, Violation, local_date};
use domain::members::{Half, Lot, Merged, Points, Term, merge};
use store::Db;
use store::members::home;
use store::members::member::Member;
use store::members::merge::{self as rows, Belongs, UnderWay};
use store::members::term::{self, Membership};
use store::vault::Vault;
use uuid::Uuid;

use crate::Result;
use crate::access::is_members_only;

/// A merge that could be made.
pub(super) struct Plan {
    /// By the rule; nothing where that refuses.
    pub merged: Option<Merged>,
    /// What stands against it; empty if nothing does.
    pub refusals: Vec<Violation>,
    pub kept: Holdings,
    pub gone: Holdings,
    /// Days of the other's terms that were used before those came to that row.
    pub used_before: HashMap<MembershipId, i64>,
    pub orders: Vec<Uuid>,
    pub cards: Vec<Uuid>,
    pub links: Vec<Uuid>,
    pub invitations: Vec<Uuid>,
    /// The account that is closed.
    pub closes: Option<AccountId>,
}

/// What a member has.
pub(super) struct Holdings {
    pub terms: Vec<Membership>,
    pub lots: Vec<(PointsEntryId, Lot)>,
    pub points: Points,
}

/// Plans a merge of these two, as they are.
pub(super) async fn plan(db: Db<'_>, vault: &Vault, (kept, gone): (&Member, &Member), now: Timestamp) -> Result<Plan> {
    let (kept_half, kept_has) = half(db, kept).await?;
    let (gone_half, gone_has) = half(db, gone).await?;
    let mut refusals: Vec<Violation> = Vec::new();
    refusals.extend(gone_already(kept, "kept").or_else(|| gone_already(gone, "gone")));
    let merged = merge(&kept_half, &gone_half, now, local_date(now)).map_err(|broken| refusals.push(broken)).ok();
    let under_way = rows::under_way(db, kept.id, gone.id).await?;
    refusals.extend(cut_through(&under_way));
    if let Some(account) = gone.account
        && !is_members_only(db, vault, account, now).await?
    {
        let message =
            "the account of the one who would go holds an office or a role: keep that member, or end those first";
        refusals.push(Violation::new(Code::MembersMergeRefused, "gone", message));
    }
    // One is invited once: where the other has been, too, that stays where it is.
    let comes_along = under_way.invited == 0 && under_way.between == 0;
    let invitations = if comes_along { rows::belongings(db, Belongs::Invitations, gone.id).await? } else { Vec::new() };
    Ok(Plan {
        merged,
        refusals,
        kept: kept_has,
        used_before: rows::used_before(db, gone.id).await?,
        gone: gone_has,
        orders: rows::belongings(db, Belongs::Orders, gone.id).await?,
        cards: rows::belongings(db, Belongs::Cards, gone.id).await?,
        links: rows::belongings(db, Belongs::Links, gone.id).await?,
        invitations,
        closes: gone.account,
    })
}

async fn half(db: Db<'_>, member: &Member) -> Result<(Half, Holdings)> {
    let terms = term::of_member(db, member.id).await?;
    let lots = rows::lots(db, member.id, &[]).await?;
    let points = points_of(lots.iter().map(|(_, lot)| *lot), member.points);
    let half = Half {
        id: member.id,
        state: member.state.clone(),
        terms: terms.iter().map(|kept| kept.term.clone()).collect::<Vec<Term>>(),
        had_trial: member.trial_used,
        points: points.clone(),
        birth_year: member.birth_year.map(i32::from),
        home: member.home,
        follows: home::followed(db, member.id).await?,
        consents: home::consents(db, member.id).await?,
    };
    Ok((half, Holdings { terms, lots, points }))
}

/// Points from the lots and the balance: what the balance is short of is owed.
pub(super) fn points_of(lots: impl Iterator<Item = Lot>, balance: i32) -> Points {
    let lots: Vec<Lot> = lots.collect();
    let debt = lots.iter().map(|lot| lot.left).sum::<i64>() - i64::from(balance);
    Points { lots, debt: debt.max(0) }
}

fn gone_already(member: &Member, field: &str) -> Option<Violation> {
    member.merged_into.map(|into| {
        let message = format!("{} turned out to be {into} before: go on with that one", member.id);
        Violation::new(Code::MembersMergeMismatch, field, message)
    })
}

/// What a merge would cut through, a sentence for each.
fn cut_through(under_way: &UnderWay) -> Vec<Violation> {
    let stands = [
        (under_way.open_orders > 0, "an order of the one who would go is open: pay or cancel it first"),
        (under_way.refunds > 0, "a refund of the one who would go is on its way: wait until it is paid or rejected"),
        (under_way.surpluses > 0, "money of the one who would go waits to go back: send it back first"),
        (under_way.shares > 0, "a share of sales is owed to the one who would go: pay it out first"),
        (
            under_way.crossed > 0,
            "one has invited the other, and the reward is not decided: nobody is rewarded for inviting oneself, reject that first",
        ),
        (
            under_way.invitations > 0 && under_way.invited > 0,
            "both were invited, and a reward is not decided: one person is invited once, reject one of the two first",
        ),
    ];
    let stands = stands.into_iter().filter(|(stands, _)| *stands);
    stands.map(|(_, message)| Violation::new(Code::MembersMergeRefused, "gone", message)).collect()
}
