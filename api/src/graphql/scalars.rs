//! Scalars of the schema's own.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike as _, NaiveDate, SecondsFormat, Utc};
use domain::kernel::{Timestamp, from_micros};

/// An instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DateTime(pub(crate) Timestamp);

/// An instant as RFC 3339 has it, for instance `2026-11-22T08:30:00.000000Z`. Answers are in UTC with microseconds; in
/// input any offset is taken, and what is finer than a microsecond is cut off. Years 1 to 9999.
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let at = chrono::DateTime::parse_from_rfc3339(text)
            .map_err(|_| InputValueError::custom("not an RFC 3339 instant such as 2026-11-22T08:30:00Z"))?
            .with_timezone(&Utc);
        if !(1..=9999).contains(&at.year()) {
            return Err(InputValueError::custom("the year must be 1 to 9999"));
        }
        Ok(Self(from_micros(at.timestamp_micros())))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::Micros, true))
    }
}

/// A calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) NaiveDate);

/// A calendar day in Asia/Shanghai, `2026-11-22`. Years 1 to 9999.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|day| text.len() == 10 && day.year() >= 1);
        day.map(Self).ok_or_else(|| InputValueError::custom("not a day such as 2026-11-22"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An amount of money in fen (分), hundredths of a yuan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fen(pub(crate) i64);

/// An amount of money in whole fen (分), hundredths of a yuan, as decimal text like `Long`: `"36500"` is 365 yuan.
#[Scalar]
impl ScalarType for Fen {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Long(fen) = Long::parse(value).map_err(|_| InputValueError::custom("not an amount in whole fen"))?;
        Ok(Self(fen))
    }

    fn to_value(&self) -> Value {
        Long(self.0).to_value()
    }
}

/// A whole number of 64 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Long(pub(crate) i64);

/// A whole number of 64 bits, as decimal text, since a JSON number loses digits beyond 53 bits.
#[Scalar]
impl ScalarType for Long {
    fn parse(value: Value) -> InputValueResult<Self> {
        let number = match &value {
            Value::String(text) => text.parse().ok(),
            Value::Number(number) => number.as_i64(),
            _ => None,
        };
        number.map(Self).ok_or_else(|| InputValueError::custom("not a whole number of 64 bits"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Any JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Json(pub(crate) serde_json::Value);

/// Any JSON value: a number, a text, a list, an object, true, false or null.
#[Scalar(name = "JSON")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        let json = value.into_json().map_err(|_| InputValueError::custom("not JSON"))?;
        if has_nul(&json) {
            return Err(InputValueError::custom("a text may not contain NUL"));
        }
        Ok(Self(json))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

/// Postgres keeps no NUL in a text, not even inside JSON.
fn has_nul(json: &serde_json::Value) -> bool {
    match json {
        serde_json::Value::String(text) => text.contains('\0'),
        serde_json::Value::Array(items) => items.iter().any(has_nul),
        serde_json::Value::Object(fields) => fields.iter().any(|(key, value)| key.contains('\0') || has_nul(value)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_have_one_form() {
        let read = |text: &str| DateTime::parse(Value::String(text.into())).ok().map(|at| at.to_value());
        let utc = Some(Value::String("2026-11-22T08:30:00.123456Z".into()));
        assert_eq!(read("2026-11-22T16:30:00.123456789+08:00"), utc);
        for bad in ["2026-11-22", "now", "", "2026-13-01T00:00:00Z", "+12026-01-01T00:00:00Z"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_have_one_form() {
        let read = |text: &str| Date::parse(Value::String(text.into())).ok().map(|day| day.to_value());
        assert_eq!(read("2026-02-28"), Some(Value::String("2026-02-28".into())));
        for bad in ["2026-2-28", "2026-02-29", "+2026-02-01", "0000-01-01", "2026-02-28T00:00:00Z", ""] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn longs_keep_their_digits() {
        let text = Value::String("9007199254740993".into());
        assert_eq!(Long::parse(text.clone()).map(|long| long.to_value()).ok(), Some(text));
        assert!(Long::parse(Value::String("9223372036854775808".into())).is_err());
        assert!(Long::parse(Value::String("1.5".into())).is_err());
    }

    #[test]
    fn json_holds_no_nul() {
        let key = Value::from_json(serde_json::json!({ "a\0": 1 })).unwrap();
        assert!(Json::parse(key).is_err());
    }
}
