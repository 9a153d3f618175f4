//! Synthetic members: no name or number belongs to anybody. Who they are follows from their number alone.

use std::sync::Arc;

use chrono::{Days, NaiveDate, TimeDelta};
use domain::chapters::Tree;
use domain::kernel::{ChapterId, ConsentId, IdSource, MemberId, MembershipId, Timestamp, local_date};
use domain::members::{ConsentEntry, Purpose, Standing, TermSource, TierCode};
use service::process::{SeedMember, SeedTerm};
use store::members::person::Person;

use super::TEXTS;
use super::people::synthetic_name;

/// The most members that have phones of their own: 170 to 173 and eight digits more, of which no number is in use by a
/// person.
pub const MOST_MEMBERS: usize = 100_000_000;

/// The first `total` synthetic members of a network, those of the n-th chapter every so often.
pub fn synthetic_members(
    ids: Arc<dyn IdSource>,
    tree: &Tree,
    now: Timestamp,
    total: usize,
) -> impl Iterator<Item = SeedMember> + Send + use<> {
    let homes: Vec<ChapterId> =
        tree.root().map(|root| tree.subtree(root).iter().skip(1).copied().collect()).unwrap_or_default();
    (0..total).filter_map(move |n| {
        // A large odd step, so that neighbours in number live in different chapters, and chapters differ in size.
        let mixed = scatter(n);
        let home = *homes.get(mixed % homes.len().max(1))?;
        Some(member(ids.as_ref(), n, home, now))
    })
}

fn scatter(n: usize) -> usize {
    let mixed = (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(mixed >> 33).unwrap_or_default()
}

fn member(ids: &dyn IdSource, n: usize, home: ChapterId, now: Timestamp) -> SeedMember {
    let today = local_date(now);
    let (tier, standing, term) = standing(ids, n, today);
    let days = i64::try_from(n % 700).unwrap_or_default();
    let registered_at = now - TimeDelta::days(days + 1);
    let consent =
        ConsentEntry { purpose: Purpose::Service, granted: true, text_version: TEXTS.to_owned(), at: registered_at };
    SeedMember {
        id: MemberId(ids.next()),
        home,
        tier,
        standing,
        person: Person { phone: format!("17{:09}", n % MOST_MEMBERS), name: synthetic_name(n) },
        registered_at,
        consent: (ConsentId(ids.next()), consent),
        term,
    }
}

/// Of twenty: ten active, four guests, three lapsed, two in grace, one on trial.
fn standing(ids: &dyn IdSource, n: usize, today: NaiveDate) -> (TierCode, Standing, Option<SeedTerm>) {
    let spread = u64::try_from(n / 20).unwrap_or_default();
    let term = |source, starts_on: NaiveDate, days| {
        Some(SeedTerm { id: MembershipId(ids.next()), source, starts_on, ends_on: starts_on + Days::new(days) })
    };
    match n % 20 {
        0..=9 => {
            let since = today - Days::new(spread % 365);
            (TierCode::annual(), Standing::Active, term(TermSource::Purchase, since, 365))
        }
        10..=13 => (TierCode::guest(), Standing::Guest, None),
        14..=16 => {
            let since = today - Days::new(372 + spread % 300);
            (TierCode::annual(), Standing::Lapsed, term(TermSource::Purchase, since, 365))
        }
        17 | 18 => {
            let since = today - Days::new(365 + spread % 7);
            (TierCode::annual(), Standing::Grace, term(TermSource::Purchase, since, 365))
        }
        _ => (TierCode::trial(), Standing::Trial, term(TermSource::Trial, today - Days::new(spread % 7), 7)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::kernel::{SeededIds, from_micros};
    use std::collections::HashSet;

    #[test]
    fn everybody_has_a_phone_of_their_own_and_a_state_that_the_days_agree_with() {
        let now = from_micros(1_795_305_600_000_000);
        let today = local_date(now);
        let ids = SeededIds::new(1);
        let members: Vec<SeedMember> = (0..2_000).map(|n| member(&ids, n, ChapterId(2), now)).collect();
        let phones: HashSet<&str> = members.iter().map(|member| member.person.phone.as_str()).collect();
        assert_eq!(phones.len(), members.len());
        for member in &members {
            let runs = member.term.is_some_and(|term| term.starts_on <= today && today < term.ends_on);
            assert_eq!(runs, matches!(member.standing, Standing::Active | Standing::Trial), "{member:?}");
        }
    }
}
