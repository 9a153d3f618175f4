//! So many requests a second from one address, in this process.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use super::settings::DoorSettings;

/// Addresses remembered at a time. Beyond it those that have their full allowance again are forgotten.
const ADDRESSES: usize = 50_000;

/// One allowance per address, filled at a steady rate.
#[derive(Debug)]
pub(crate) struct Rates {
    per_second: f64,
    burst: f64,
    allowances: Mutex<HashMap<IpAddr, Allowance>>,
}

#[derive(Debug, Clone, Copy)]
struct Allowance {
    left: f64,
    at: Instant,
}

impl Rates {
    /// `None` when the settings turn the limit off.
    pub(super) fn new(settings: &DoorSettings) -> Option<Self> {
        let rate = settings.rate_per_second;
        let burst = if settings.rate_burst == 0 { rate.saturating_mul(2) } else { settings.rate_burst };
        (rate > 0).then(|| Self { per_second: rate.into(), burst: burst.into(), allowances: Mutex::default() })
    }

    /// Takes one request from an address's allowance, or says how long to wait.
    pub(crate) fn take(&self, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut allowances = self.allowances.lock();
        if allowances.len() >= ADDRESSES {
            allowances.retain(|_, allowance| self.filled(*allowance, now) < self.burst);
            if allowances.len() >= ADDRESSES {
                // Nobody is let in for free by a flood of addresses; the flood itself starts anew.
                allowances.clear();
            }
        }
        let allowance = allowances.entry(network(address)).or_insert(Allowance { left: self.burst, at: now });
        let left = self.filled(*allowance, now);
        if left < 1.0 {
            *allowance = Allowance { left, at: now };
            return Err(Duration::from_secs_f64((1.0 - left) / self.per_second));
        }
        *allowance = Allowance { left: left - 1.0, at: now };
        Ok(())
    }

    fn filled(&self, allowance: Allowance, now: Instant) -> f64 {
        let passed = now.saturating_duration_since(allowance.at).as_secs_f64();
        passed.mul_add(self.per_second, allowance.left).min(self.burst)
    }
}

/// Who holds one IPv6 address holds the 2^64 around it.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => v6
            .to_ipv4_mapped()
            .map_or_else(|| IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))), IpAddr::V4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_again_with_time_and_by_address() {
        let settings = DoorSettings { rate_per_second: 2, rate_burst: 3, ..DoorSettings::default() };
        let rates = Rates::new(&settings).unwrap();
        let (start, one, other) = (Instant::now(), "10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap());
        assert!((0..3).all(|_| rates.take(one, start).is_ok()));
        assert_eq!(rates.take(one, start), Err(Duration::from_millis(500)));
        assert!(rates.take(other, start).is_ok());
        assert!(rates.take(one, start + Duration::from_millis(500)).is_ok());
        assert!(rates.take(one, start + Duration::from_millis(500)).is_err());
    }

    #[test]
    fn an_ipv6_neighbourhood_is_one_address() {
        let rates = Rates::new(&DoorSettings { rate_per_second: 1, rate_burst: 1, ..DoorSettings::default() }).unwrap();
        let now = Instant::now();
        assert!(rates.take("2001:db8::1".parse().unwrap(), now).is_ok());
        assert!(rates.take("2001:db8::2".parse().unwrap(), now).is_err());
        assert!(Rates::new(&DoorSettings::default()).is_none());
    }
}
