//! Values of a few kinds that can meet each other on a path, and what "inside" means for them, told anew and simply.

use proptest::prelude::*;
use serde_json::{Value, json};

/// A value: mostly comparable with the others, sometimes not.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        6 => range(),
        3 => (0..12i64).prop_map(|n| json!(n)),
        4 => set(),
        2 => word().prop_map(Value::from),
        4 => rule(),
        1 => Just(json!(null)),
        1 => Just(json!({})),
    ]
}

fn word() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("app"), Just("group"), Just("offline"), Just("wechat")]
}

fn range() -> impl Strategy<Value = Value> {
    (proptest::option::of(0..8i64), proptest::option::of(4..12i64)).prop_map(|(min, max)| {
        let bounds = [("min", min), ("max", max)];
        bounds.into_iter().filter_map(|(key, n)| Some((key.to_owned(), json!(n?)))).collect()
    })
}

fn set() -> impl Strategy<Value = Value> {
    proptest::collection::vec(word(), 0..4).prop_map(|words| json!(words))
}

/// An object of several parts, any of which may be left out.
fn rule() -> impl Strategy<Value = Value> {
    (proptest::option::of(range()), proptest::option::of(set()), proptest::option::of(word())).prop_map(
        |(price, channels, brand)| {
            let parts = [("price", price), ("channels", channels), ("brand", brand.map(Value::from))];
            parts.into_iter().filter_map(|(key, part)| Some((key.to_owned(), part?))).collect()
        },
    )
}

/// Which keys two objects must share for one to lie inside the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// The same: both are values in force.
    Same,
    /// The outer one may be silent: it is a layer, and what it leaves out came from above it.
    OuterMayOmit,
    /// The inner one may be silent: it is a layer that has not been applied.
    InnerMayOmit,
}

/// Whether `inner` allows nothing that `outer` forbids. Written without a look at the fold: by trying every number.
pub(crate) fn inside(keys: Keys, outer: &Value, inner: &Value) -> bool {
    match (outer, inner) {
        (Value::Object(_), Value::Object(_)) if is_range(outer) && is_range(inner) => {
            let holds = |n: &i64| admits(inner, *n);
            // Nothing narrows to a range that holds no number.
            let mut held = (-1..14).filter(holds).peekable();
            outer == inner || (held.peek().is_some() && held.all(|n| admits(outer, n)))
        }
        (Value::Object(_), Value::Number(n)) if is_range(outer) => n.as_i64().is_some_and(|n| admits(outer, n)),
        (Value::Object(a), Value::Object(b)) => {
            let narrower = |key: &String, part: &Value| b.get(key).is_some_and(|narrower| inside(keys, part, narrower));
            let shared = a.iter().filter(|(key, _)| keys != Keys::InnerMayOmit || b.contains_key(*key));
            let is_known = b.keys().all(|key| keys == Keys::OuterMayOmit || a.contains_key(key));
            is_known && shared.into_iter().all(|(key, part)| narrower(key, part))
        }
        (Value::Object(outer), _) => outer.is_empty() && keys == Keys::OuterMayOmit,
        (Value::Array(outer), Value::Array(inner)) => inner.iter().all(|item| outer.contains(item)),
        (Value::Array(outer), scalar) => outer.contains(scalar),
        (outer, inner) => outer == inner,
    }
}

fn is_range(value: &Value) -> bool {
    value.as_object().is_some_and(|map| {
        !map.is_empty() && map.iter().all(|(key, bound)| matches!(key.as_str(), "min" | "max") && bound.is_number())
    })
}

fn admits(range: &Value, n: i64) -> bool {
    let bound = |key| range.get(key).and_then(Value::as_i64);
    bound("min").is_none_or(|min| min <= n) && bound("max").is_none_or(|max| n <= max)
}
