//! What time alone does to memberships: terms begin, trials and terms end, grace and freezes run out.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::kernel::local_date;
use domain::members::{MemberState, catch_up, settle};
use serde_json::json;
use store::members::member::Member;
use store::members::sweep::{self, Differences, Pass};

use super::catch_up::bring_up_to_date;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

impl Service {
    /// Brings up to today the first members whose time has come, `limit` at most; answers how many. A sweep: call it until
    /// there are none.
    ///
    /// Members who become the same are written together: tens of thousands of memberships may end on one day.
    pub async fn members_sweep(&self, op: &Op, limit: i64) -> Result<u64> {
        for pass in Pass::ALL {
            if sweep::any(self.store.read(), pass, local_date(self.now())).await? {
                return self.write(op, "members.sweep", &(), |w| Box::pin(run(w, pass, limit))).await;
            }
        }
        Ok(0)
    }
}

async fn run(w: &mut Write<'_>, pass: Pass, limit: i64) -> Result<u64> {
    w.require_system()?;
    let today = local_date(w.now());
    let held = sweep::take(w.db(), pass, today, limit).await?;
    if held.is_empty() {
        return Err(ServiceError::Busy("others have the members in hand".into()));
    }
    if pass == Pass::Thaws {
        for member in &held {
            bring_up_to_date(w, member).await?;
        }
    } else {
        write_together(w, pass, &held, today).await?;
    }
    if pass == Pass::Begins {
        sweep::told(w.db(), &held, today).await?;
    }
    let after = json!({ "pass": format!("{pass:?}"), "members": held.len(), "on": today });
    w.audit(Change { target: "member".to_owned(), after: Some(after), ..Change::default() }).await?;
    Ok(u64::try_from(held.len()).unwrap_or(u64::MAX))
}

/// Writes members by what becomes of them, and those whose days change besides one by one.
async fn write_together(w: &mut Write<'_>, pass: Pass, held: &[Member], today: NaiveDate) -> Result<()> {
    let terms = if pass == Pass::Begins { sweep::terms(w.db(), held).await? } else { HashMap::new() };
    let mut groups: HashMap<(String, i16, i64), (MemberState, Vec<Member>)> = HashMap::new();
    let mut differences = Differences::new();
    for member in held.iter().filter(|member| member.counts()) {
        let state = match terms.get(&member.id) {
            Some(terms) => catch_up(&member.state, terms, today).0,
            None => settle(&member.state, today).state,
        };
        if state == member.state {
            continue;
        }
        if (state.until_on, state.frozen_on) != (member.state.until_on, member.state.frozen_on) {
            bring_up_to_date(w, member).await?;
            continue;
        }
        let (before, after) = (&member.state, &state);
        *differences.entry((member.home, before.tier.clone(), before.standing)).or_default() -= 1;
        *differences.entry((member.home, after.tier.clone(), after.standing)).or_default() += 1;
        let key = (after.tier.to_string(), after.standing.rank(), after.frozen_days);
        groups.entry(key).or_insert_with(|| (state, Vec::new())).1.push(member.clone());
    }
    for (state, members) in groups.values() {
        sweep::write(w.db(), members, state).await?;
    }
    sweep::note(w.db(), &differences).await?;
    Ok(())
}
