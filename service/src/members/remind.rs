//! Reminds members of the end of their membership: 30, 7, 5 and 1 days before, each once.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use domain::kernel::{MemberId, Timestamp, local_date, local_midnight};
use domain::members::{RENEWAL_MARKS, renewal_due, renewal_window};
use serde_json::json;
use store::members::reminder::{self, Due, Run, Stage};

use super::MemberCard;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// The stream of the bus that reminders go to, a message each: `{ "member", "endsOn", "daysLeft", "mark" }`. It holds
/// no personal data; whoever sends them asks for the rest.
pub const RENEWAL_STREAM: &str = "member.renewal_due";

/// The hour of the morning in Asia/Shanghai from which reminders are sent.
const MORNING: i64 = 8;

/// While so many messages wait to be moved to the bus, no reminders are added: pushes do not stand in line behind them.
const ENOUGH_WAITING: i64 = 2_000;

/// The end of a membership that comes near.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenewalDue {
    pub ends_on: NaiveDate,
    pub days_left: i64,
}

impl Service {
    /// Reminds the next members whose membership ends, `limit` at most; answers how many were looked at. A sweep: call
    /// it until there are none. It begins in the morning, and goes on where it was stopped.
    ///
    /// The position is written with the messages: nobody is reminded twice, whenever a worker dies.
    pub async fn members_remind(&self, op: &Op, limit: i64) -> Result<u64> {
        let today = local_date(self.now());
        if self.now() < local_midnight(today) + chrono::TimeDelta::hours(MORNING) {
            return Ok(0);
        }
        match reminder::stage(self.store.read(), today).await? {
            Stage::Done => return Ok(0),
            Stage::NotBegun if !self.any_ending(today).await? => {
                // Nobody: that the day is done is all there is to write down, and no deed.
                let work = self.store.begin().await?;
                reminder::take_run(work.db(), today, first_mark()).await?;
                reminder::advance(work.db(), today, &Run { mark: None, after: None }).await?;
                work.commit().await?;
                return Ok(0);
            }
            Stage::NotBegun | Stage::UnderWay => {}
        }
        if self.outbox_state().await?.waiting > ENOUGH_WAITING {
            return Ok(0);
        }
        self.write(op, "members.remind", &(), |w| Box::pin(remind(w, limit))).await
    }

    async fn any_ending(&self, today: NaiveDate) -> Result<bool> {
        for mark in RENEWAL_MARKS {
            if reminder::any_ending(self.store.read(), window(mark, today)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The end of a member's membership, if it comes near.
    #[must_use]
    pub fn renewal_of(&self, card: &MemberCard, today: NaiveDate) -> Option<RenewalDue> {
        let days_left = renewal_due(&card.member.state, today)?;
        Some(RenewalDue { ends_on: card.member.state.until_on?, days_left })
    }

    /// When members were last reminded of the end that they have now, those who were.
    pub async fn reminded_at(&self, members: &[MemberId]) -> Result<HashMap<MemberId, Timestamp>> {
        Ok(reminder::last(self.store.read(), members).await?)
    }
}

const fn first_mark() -> i16 {
    let [first, ..] = RENEWAL_MARKS;
    first
}

/// The first and the last end that a mark is sent for today.
fn window(mark: i16, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (least, most) = renewal_window(mark);
    let day = |left: i16| today.checked_add_days(Days::new(u64::from(left.unsigned_abs()))).unwrap_or(today);
    (day(least), day(most))
}

async fn remind(w: &mut Write<'_>, limit: i64) -> Result<u64> {
    w.require_system()?;
    let today = local_date(w.now());
    let mut run = reminder::take_run(w.db(), today, first_mark()).await?;
    let mut seen = 0;
    while let Some(mark) = run.mark.filter(|_| seen == 0) {
        let due = reminder::due(w.db(), window(mark, today), (mark, run.after), limit).await?;
        seen = due.len();
        tell(w, &due, mark).await?;
        let is_last = i64::try_from(seen).is_ok_and(|seen| seen < limit);
        run = match due.last() {
            Some(last) if !is_last => Run { mark: Some(mark), after: Some((last.until_on, last.member)) },
            // A mark without anybody takes no batch of its own.
            _ => Run { mark: RENEWAL_MARKS.into_iter().find(|next| *next < mark), after: None },
        };
    }
    reminder::advance(w.db(), today, &run).await?;
    let after = json!({ "members": seen, "on": today });
    w.audit(Change { target: "member".to_owned(), after: Some(after), ..Change::default() }).await?;
    Ok(u64::try_from(seen).unwrap_or(u64::MAX))
}

/// Reminds those of them who were not reminded before.
async fn tell(w: &mut Write<'_>, due: &[Due], mark: i16) -> Result<()> {
    let today = local_date(w.now());
    let new: Vec<Due> = due.iter().filter(|due| !due.done).copied().collect();
    reminder::note(w.db(), &new, mark, w.now()).await?;
    let message = |one: &Due| {
        let left = one.until_on.signed_duration_since(today).num_days();
        let payload = json!({ "member": one.member, "endsOn": one.until_on, "daysLeft": left, "mark": mark });
        (one.member.to_string(), payload.to_string())
    };
    let messages: Vec<(String, String)> = new.iter().map(message).collect();
    w.outbox_all(RENEWAL_STREAM, &messages).await
}
