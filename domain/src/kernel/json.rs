//! JSON values as the rules see them: one canonical text per value, and numbers compared by what they mean.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// The canonical text of a value, after RFC 8785: object keys sorted by their UTF-16 code units, no white space, minimal
/// escapes.
///
/// Whole numbers are written as integers (`1.0` and `1` are the same value), the others as `serde_json` writes them, so that
/// a value read back from a database that rewrites numbers (Postgres `jsonb`) has the text it had before.
#[must_use]
pub fn canonical_json(value: &Value) -> String {
    let mut out = String::new();
    write_value(&mut out, value);
    out
}

fn write_value(out: &mut String, value: &Value) {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => out.push_str(&value.to_string()),
        Value::Number(number) => out.push_str(&number_text(number)),
        Value::Array(items) => {
            write_list(out, ('[', ']'), items, write_value);
        }
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            write_list(out, ('{', '}'), entries, |out, (key, value)| {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push(':');
                write_value(out, value);
            });
        }
    }
}

fn write_list<T>(
    out: &mut String,
    (open, close): (char, char),
    items: impl IntoIterator<Item = T>,
    write: impl Fn(&mut String, T),
) {
    out.push(open);
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write(out, item);
    }
    out.push(close);
}

fn number_text(number: &Number) -> String {
    match Exact::of(number) {
        Exact::Whole(whole) => whole.to_string(),
        Exact::Real(_) => number.to_string(),
    }
}

/// A JSON number without loss: every whole number of up to 64 bits is exact, however it was spelled.
enum Exact {
    Whole(i128),
    Real(f64),
}

impl Exact {
    fn of(number: &Number) -> Self {
        /// 2⁶⁴: beyond it `serde_json` itself reads integers as floats.
        const WHOLE: f64 = 18_446_744_073_709_551_616.0;
        if let Some(whole) = number.as_i128() {
            return Self::Whole(whole);
        }
        let real = number.as_f64().unwrap_or_default();
        if real.abs() < WHOLE && real.fract() == 0.0 {
            #[expect(clippy::cast_possible_truncation, reason = "whole, and below 2^64 by the test above")]
            return Self::Whole(real as i128);
        }
        Self::Real(real)
    }
}

/// Orders two numbers by their value: an integer against a float is compared exactly, not by rounding it.
pub(crate) fn compare(a: &Number, b: &Number) -> Ordering {
    match (Exact::of(a), Exact::of(b)) {
        (Exact::Whole(a), Exact::Whole(b)) => a.cmp(&b),
        // JSON has no NaN.
        (Exact::Real(a), Exact::Real(b)) => a.partial_cmp(&b).unwrap_or(Ordering::Equal),
        (Exact::Whole(a), Exact::Real(b)) => whole_with_real(a, b),
        (Exact::Real(a), Exact::Whole(b)) => whole_with_real(b, a).reverse(),
    }
}

fn whole_with_real(whole: i128, real: f64) -> Ordering {
    // A real here has a fraction (so it lies below 2^53) or is beyond 2^64: its floor is exact, or saturates on the right side.
    #[expect(clippy::cast_possible_truncation, reason = "saturation keeps the order, see above")]
    let floor = real.floor() as i128;
    if whole <= floor {
        if whole == floor && real.fract() == 0.0 { Ordering::Equal } else { Ordering::Less }
    } else {
        Ordering::Greater
    }
}

/// Whether two values mean the same: `1` is `1.0`, and the order of keys says nothing.
#[must_use]
pub(crate) fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare(a, b) == Ordering::Equal,
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| same(value, other)))
        }
        _ => a == b,
    }
}

/// How deep a value is nested; a scalar is 1. Stops counting at `limit`, so that a hostile value costs no stack.
#[must_use]
pub(crate) fn depth(value: &Value, limit: usize) -> usize {
    if limit == 0 {
        return 0;
    }
    let deepest = match value {
        Value::Array(items) => items.iter().map(|item| depth(item, limit - 1)).max(),
        Value::Object(map) => map.values().map(|item| depth(item, limit - 1)).max(),
        _ => None,
    };
    1 + deepest.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn one_text_per_value() {
        let value = json!({"b": [1.0, -0.0, 2.5, 1e16], "a": {"é": "行\n\u{1}", "": null}});
        assert_eq!(canonical_json(&value), r#"{"a":{"":null,"é":"行\n\u0001"},"b":[1,0,2.5,10000000000000000]}"#);
        // RFC 8785 sorts by UTF-16: an emoji (a surrogate pair) stands before U+FB33.
        assert_eq!(canonical_json(&json!({"\u{fb33}": 1, "😀": 2})), "{\"😀\":2,\"\u{fb33}\":1}");
    }

    #[test]
    fn numbers_are_compared_exactly() {
        let n = |text: &str| text.parse::<Number>().expect("a number");
        let rising =
            ["-1e300", "-18446744073709551617", "-2.5", "-2", "0", "0.5", "1", "9007199254740993", "1e19", "1e300"];
        for pair in rising.windows(2) {
            let [a, b] = pair else { continue };
            assert_eq!(compare(&n(a), &n(b)), Ordering::Less, "{a} < {b}");
            assert_eq!(compare(&n(b), &n(a)), Ordering::Greater, "{b} > {a}");
        }
        assert_eq!(compare(&n("1.0"), &n("1")), Ordering::Equal);
        assert_eq!(compare(&n("9007199254740992.0"), &n("9007199254740993")), Ordering::Less);
        assert!(same(&json!({"a": [1, "x"], "b": null}), &json!({"b": null, "a": [1.0, "x"]})));
    }

    #[test]
    fn depth_stops_at_its_limit() {
        assert_eq!(depth(&json!({"a": [[1]]}), 64), 4);
        assert_eq!(depth(&json!([[[[[1]]]]]), 3), 3);
    }
}
