//! Time is a parameter: rules take a [`Timestamp`] or a [`Clock`], never the machine's clock.
//!
//! The store keeps UTC; rules about days use Asia/Shanghai, the clock of the law.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, TimeZone, Utc};
use chrono_tz::Asia::Shanghai;
use serde::{Deserialize, Serialize};

/// An instant in UTC, to the microsecond (the finest that both databases keep).
pub type Timestamp = DateTime<Utc>;

/// Where "now" comes from.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant, truncated to microseconds.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    fn now(&self) -> Timestamp {
        from_micros(Utc::now().timestamp_micros())
    }
}

/// A clock that moves only when told: for tests and drills.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// A clock that stands at `start`.
    #[must_use]
    pub fn at(start: Timestamp) -> Self {
        Self(AtomicI64::new(micros(start)))
    }

    /// Moves the clock on.
    pub fn advance(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_microseconds().unwrap_or_default(), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        from_micros(self.0.load(Ordering::SeqCst))
    }
}

/// Microseconds since 1970-01-01T00:00:00Z: how the store keeps an instant.
#[must_use]
pub fn micros(at: Timestamp) -> i64 {
    at.timestamp_micros()
}

/// The instant that [`micros`] wrote.
#[must_use]
pub fn from_micros(micros: i64) -> Timestamp {
    // Out of range only for years beyond 262,000, which no rule of ours can produce.
    Utc.timestamp_micros(micros).single().unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// The calendar day in Asia/Shanghai.
#[must_use]
pub fn local_date(at: Timestamp) -> NaiveDate {
    at.with_timezone(&Shanghai).date_naive()
}

/// The first instant of a calendar day in Asia/Shanghai.
#[must_use]
pub fn local_midnight(day: NaiveDate) -> Timestamp {
    // Shanghai has had no clock change since 1991; before it, the earliest of two readings is the day's start.
    Shanghai
        .from_local_datetime(&day.and_time(chrono::NaiveTime::MIN))
        .earliest()
        .map_or_else(|| day.and_time(chrono::NaiveTime::MIN).and_utc(), |local| local.with_timezone(&Utc))
}

/// A half-open span of time: `from` is in it, `until` is not; without `until` it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub from: Timestamp,
    pub until: Option<Timestamp>,
}

impl Period {
    /// From an instant on, for ever.
    #[must_use]
    pub fn since(from: Timestamp) -> Self {
        Self { from, until: None }
    }

    /// Whether the instant lies in the span.
    #[must_use]
    pub fn contains(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// Whether the two spans share an instant.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let starts_before = |a: &Self, b: &Self| b.until.is_none_or(|until| a.from < until);
        starts_before(self, other) && starts_before(other, self)
    }

    /// Whether the span ends after it starts.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.until.is_none_or(|until| self.from < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_half_open() {
        let at = |s: i64| from_micros(s * 1_000_000);
        let first = Period { from: at(0), until: Some(at(10)) };
        let second = Period { from: at(10), until: None };
        assert!(!first.overlaps(&second) && !second.overlaps(&first));
        assert!(!first.contains(at(10)) && second.contains(at(10)));
        assert!(Period::since(at(9)).overlaps(&first));
    }

    #[test]
    fn a_day_starts_in_shanghai() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
        let start = local_midnight(day);
        assert_eq!(start.to_rfc3339(), "2026-11-21T16:00:00+00:00");
        assert_eq!(local_date(start), day);
    }
}
