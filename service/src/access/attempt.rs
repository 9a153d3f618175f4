//! Limits on attempts: so many per account and per address in a fixed window.

use std::net::IpAddr;
use std::time::Duration;

use domain::kernel::{Timestamp, from_micros, micros};
use store::access::attempt;

use super::short_hex;
use crate::{Op, Result, Service, ServiceError};

/// What is attempted; each has counts of its own.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Attempt {
    Password,
    CodeRequest,
    Code,
    /// The code of a card.
    Card,
    /// A member by the whole phone number.
    MemberPhone,
    /// A referral link that is followed.
    Touch,
}

impl Attempt {
    const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::CodeRequest => "code-request",
            Self::Code => "code",
            Self::Card => "card",
            Self::MemberPhone => "member-phone",
            Self::Touch => "referral-touch",
        }
    }

    fn key(self, index: &[u8]) -> String {
        format!("{}:{}", self.name(), short_hex(index))
    }
}

impl Service {
    /// Counts an attempt, in a transaction of its own: it counts whatever comes of it.
    ///
    /// `index` stands for the account, whether there is one or not.
    ///
    /// # Errors
    /// `RateLimited` with the time until the window ends.
    pub(crate) async fn attempt(&self, op: &Op, attempt: Attempt, index: &[u8]) -> Result<()> {
        let Some(limits) = self.access.settings.limits else { return Ok(()) };
        let (start, left) = window(self.now(), limits.window);
        let from = self.address_key(op, attempt).map(|key| (key, limits.per_address));
        let work = self.store.begin().await?;
        // The address first: one that is over its limit must not use up somebody else's.
        let mut over = false;
        for (key, limit) in from.into_iter().chain([(attempt.key(index), limits.per_account)]) {
            over = attempt::count(work.db(), &key, start).await? > i64::from(limit);
            if over {
                break;
            }
        }
        work.commit().await?;
        if over { Err(ServiceError::RateLimited(left)) } else { Ok(()) }
    }

    /// Takes an attempt back once somebody has shown who they are: all of the account's, and this one of the address, which
    /// may be that of a whole office.
    pub(crate) async fn forgive(&self, op: &Op, attempt: Attempt, index: &[u8]) -> Result<()> {
        let Some(limits) = self.access.settings.limits else { return Ok(()) };
        let (start, _) = window(self.now(), limits.window);
        let work = self.store.begin().await?;
        if let Some(key) = self.address_key(op, attempt) {
            attempt::uncount(work.db(), &key, start).await?;
        }
        attempt::forgive(work.db(), &attempt.key(index)).await?;
        Ok(work.commit().await?)
    }

    fn address_key(&self, op: &Op, attempt: Attempt) -> Option<String> {
        let keyed = self.access.keyed("address", &[&network(op.address?)]);
        Some(format!("{}@{}", attempt.name(), short_hex(&keyed)))
    }
}

/// The start of the window that an instant lies in, and how long it still lasts.
fn window(now: Timestamp, length: Duration) -> (Timestamp, Duration) {
    let length = i64::try_from(length.as_micros()).unwrap_or(i64::MAX).max(1);
    let into = micros(now).rem_euclid(length);
    (from_micros(micros(now) - into), Duration::from_micros(length.abs_diff(into)))
}

/// What counts as one address: whoever has one of IPv6 has a network of them.
pub(crate) fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(four) => four.octets().to_vec(),
        IpAddr::V6(six) => six.octets().into_iter().take(8).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_fixed() {
        let length = Duration::from_secs(10);
        assert_eq!(window(from_micros(25_000_000), length), (from_micros(20_000_000), Duration::from_secs(5)));
        assert_eq!(window(from_micros(30_000_000), length), (from_micros(30_000_000), length));
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::3"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::3"), of("2001:db8:1:3::3"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"));
    }
}
