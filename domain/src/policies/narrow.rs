//! What "narrower" means for a JSON value: the algebra under the mode `bounded`.
//!
//! - An object with numbers under `min` and/or `max` is a **range**. A deeper range lies inside it (a bound that it leaves out
//!   is the parent's); where the object says nothing else, a number inside the range is allowed too.
//! - An array is a **set**. A deeper array is a subset; a deeper scalar is a member.
//! - Any other object narrows key by key. A key that the child leaves out keeps the parent's value (silence never weakens);
//!   a key that the parent lacks is refused.
//! - Any other scalar must be equal.
//!
//! Every value that [`narrow`] gives lies inside the parent's, so a fold of it lies inside every ancestor's.

use std::cmp::Ordering;

use serde_json::{Map, Number, Value};

use crate::kernel::json::{compare, same};

/// How a child's value stands to its parent's.
#[derive(Debug, PartialEq)]
pub(super) enum Narrowing {
    /// Inside; with what the child left out filled in from the parent.
    Within(Value),
    /// Partly outside: what both allow.
    Clipped(Value),
    /// Nothing in common, or not comparable; says why.
    Outside(String),
}

/// Puts a child's value inside its parent's.
pub(super) fn narrow(parent: &Value, child: &Value) -> Narrowing {
    match (parent, child) {
        (Value::Object(outer), Value::Object(inner)) => objects(outer, inner),
        (Value::Object(outer), Value::Number(number)) if is_pure_range(outer) => {
            if Range::of(outer).is_some_and(|range| range.contains(number)) {
                Narrowing::Within(child.clone())
            } else {
                Narrowing::Outside(format!("{number} is outside the range"))
            }
        }
        (Value::Object(_), _) => Narrowing::Outside("the value above is an object, this is not".into()),
        (Value::Array(outer), Value::Array(inner)) => sets(outer, inner),
        (Value::Array(_), Value::Object(_)) => Narrowing::Outside("the value above is a set, this is an object".into()),
        (Value::Array(outer), scalar) if outer.iter().any(|member| same(member, scalar)) => {
            Narrowing::Within(scalar.clone())
        }
        (Value::Array(_), scalar) => Narrowing::Outside(format!("{scalar} is not in the set")),
        (scalar, child) => point(scalar, child),
    }
}

/// Only the point itself is inside a point; a set or range around it is clipped to it.
fn point(parent: &Value, child: &Value) -> Narrowing {
    let around = match (parent, child) {
        _ if same(parent, child) => return Narrowing::Within(child.clone()),
        (_, Value::Array(members)) => members.iter().any(|member| same(member, parent)),
        (Value::Number(number), Value::Object(map)) if is_pure_range(map) => {
            Range::of(map).is_some_and(|range| range.contains(number))
        }
        _ => false,
    };
    if around {
        return Narrowing::Clipped(parent.clone());
    }
    Narrowing::Outside("the value above is a single value, and this differs from it".into())
}

fn sets(outer: &[Value], inner: &[Value]) -> Narrowing {
    let is_allowed = |item: &&Value| outer.iter().any(|member| same(member, item));
    let kept: Vec<Value> = inner.iter().filter(is_allowed).cloned().collect();
    if kept.len() == inner.len() {
        return Narrowing::Within(Value::Array(kept));
    }
    if kept.is_empty() {
        return Narrowing::Outside("no item of it is in the set".into());
    }
    Narrowing::Clipped(Value::Array(kept))
}

fn objects(outer: &Map<String, Value>, inner: &Map<String, Value>) -> Narrowing {
    let mut result = outer.clone();
    let mut clipped = false;
    let bounds = Range::of(outer);
    if let Some(bounds) = bounds {
        match bounds.narrowed_by(inner) {
            Ok((range, cut)) => {
                range.write(&mut result);
                clipped = cut;
            }
            Err(why) => return Narrowing::Outside(why),
        }
    }
    for (key, value) in inner {
        if bounds.is_some() && is_bound(key) {
            continue;
        }
        let Some(above) = outer.get(key) else {
            return Narrowing::Outside(format!("the value above has no `{key}`"));
        };
        match narrow(above, value) {
            Narrowing::Within(value) => result.insert(key.clone(), value),
            Narrowing::Clipped(value) => {
                clipped = true;
                result.insert(key.clone(), value)
            }
            Narrowing::Outside(why) => return Narrowing::Outside(format!("`{key}`: {why}")),
        };
    }
    if clipped { Narrowing::Clipped(Value::Object(result)) } else { Narrowing::Within(Value::Object(result)) }
}

fn is_bound(key: &str) -> bool {
    matches!(key, "min" | "max")
}

fn is_pure_range(map: &Map<String, Value>) -> bool {
    !map.is_empty() && map.iter().all(|(key, value)| is_bound(key) && value.is_number())
}

/// The numbers between two bounds, both included; a bound that is left out is infinite.
#[derive(Clone, Copy)]
struct Range<'a> {
    min: Option<&'a Number>,
    max: Option<&'a Number>,
}

impl<'a> Range<'a> {
    /// The range in an object: at least one bound, and none that is no number.
    fn of(map: &'a Map<String, Value>) -> Option<Self> {
        let bound = |key: &str| match map.get(key) {
            None => Some(None),
            Some(Value::Number(number)) => Some(Some(number)),
            Some(_) => None,
        };
        let range = Self { min: bound("min")?, max: bound("max")? };
        (range.min.is_some() || range.max.is_some()).then_some(range)
    }

    fn contains(self, number: &Number) -> bool {
        self.min.is_none_or(|min| compare(min, number).is_le())
            && self.max.is_none_or(|max| compare(number, max).is_le())
    }

    /// The intersection with the range in a child, and whether the child reached beyond this range.
    fn narrowed_by(self, child: &'a Map<String, Value>) -> Result<(Self, bool), String> {
        let inner = match Range::of(child) {
            Some(range) => range,
            None if child.keys().any(|key| is_bound(key)) => {
                return Err("`min` and `max` must be numbers".into());
            }
            None => return Ok((self, false)),
        };
        let (min, min_cut) = tighter(self.min, inner.min, Ordering::Greater);
        let (max, max_cut) = tighter(self.max, inner.max, Ordering::Less);
        if let (Some(min), Some(max)) = (min, max)
            && compare(min, max).is_gt()
        {
            return Err(format!("no number is at least {min} and at most {max}"));
        }
        Ok((Self { min, max }, min_cut || max_cut))
    }

    fn write(self, map: &mut Map<String, Value>) {
        for (key, bound) in [("min", self.min), ("max", self.max)] {
            if let Some(number) = bound {
                map.insert(key.to_owned(), Value::Number(number.clone()));
            }
        }
    }
}

/// The tighter of two bounds (`tight` is how a tighter bound compares to a looser), and whether the outer one cut the inner.
fn tighter<'a>(outer: Option<&'a Number>, inner: Option<&'a Number>, tight: Ordering) -> (Option<&'a Number>, bool) {
    match (outer, inner) {
        (Some(outer), Some(inner)) if compare(outer, inner) == tight => (Some(outer), true),
        (outer, inner) => (inner.or(outer), false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn within(parent: &Value, child: &Value, result: &Value) {
        assert_eq!(narrow(parent, child), Narrowing::Within(result.clone()), "{child} under {parent}");
    }

    fn clipped(parent: &Value, child: &Value, result: &Value) {
        assert_eq!(narrow(parent, child), Narrowing::Clipped(result.clone()), "{child} under {parent}");
    }

    fn outside(parent: &Value, child: &Value) {
        assert!(matches!(narrow(parent, child), Narrowing::Outside(_)), "{child} under {parent}");
    }

    #[test]
    fn ranges_shrink() {
        let price = json!({"min": 100, "max": 500});
        within(&price, &json!({"min": 200}), &json!({"min": 200, "max": 500}));
        within(&price, &json!({"min": 200, "max": 300}), &json!({"min": 200, "max": 300}));
        within(&price, &json!({}), &price);
        within(&price, &json!(100), &json!(100));
        within(&json!({"min": 1}), &json!({"max": 9}), &json!({"min": 1, "max": 9}));
        clipped(&price, &json!({"min": 50}), &price);
        clipped(&price, &json!({"min": 50, "max": 300}), &json!({"min": 100, "max": 300}));
        for bad in [json!(99), json!({"min": 501}), json!({"max": 99}), json!({"min": 300, "max": 200}), json!("100")] {
            outside(&price, &bad);
        }
        outside(&price, &json!({"min": "200"}));
        outside(&price, &json!({"min": 200, "unit": "fen"}));
        outside(&price, &json!([200, 300]));
        outside(&price, &Value::Null);
    }

    #[test]
    fn sets_become_subsets() {
        let channels = json!(["app", "offline", "group"]);
        within(&channels, &json!(["group", "app"]), &json!(["group", "app"]));
        within(&channels, &json!([]), &json!([]));
        within(&channels, &json!("app"), &json!("app"));
        clipped(&channels, &json!(["app", "wechat"]), &json!(["app"]));
        outside(&channels, &json!(["wechat"]));
        outside(&channels, &json!("wechat"));
        outside(&channels, &json!({"app": true}));
        outside(&json!([]), &json!(["app"]));
    }

    #[test]
    fn objects_narrow_key_by_key() {
        let rule = json!({"price": {"min": 1, "max": 9}, "channels": ["app", "group"], "brand": "red"});
        let merged = json!({"price": {"min": 2, "max": 9}, "channels": ["app", "group"], "brand": "red"});
        within(&rule, &json!({"price": {"min": 2}}), &merged);
        within(&rule, &json!({"price": {"min": 2}, "brand": "red"}), &merged);
        outside(&rule, &json!({"brand": "blue"}));
        outside(&rule, &json!({"brand": null}));
        outside(&rule, &json!({"colour": "red"}));
        outside(&rule, &json!([]));
        let cut = json!({"price": {"min": 1, "max": 9}, "channels": ["app"], "brand": "red"});
        clipped(&rule, &json!({"channels": ["app", "wechat"]}), &cut);
    }

    #[test]
    fn bounds_beside_other_keys_are_still_bounds() {
        let fee = json!({"min": 1, "max": 9, "unit": "fen"});
        within(&fee, &json!({"max": 5}), &json!({"min": 1, "max": 5, "unit": "fen"}));
        outside(&fee, &json!({"max": 5, "unit": "yuan"}));
        // A bare number would lose the unit.
        outside(&fee, &json!(5));
        // `min` that is no number is an ordinary key.
        within(&json!({"min": "low"}), &json!({"min": "low"}), &json!({"min": "low"}));
        outside(&json!({"min": "low"}), &json!({"min": 1}));
    }

    #[test]
    fn a_point_admits_only_itself() {
        within(&json!(365), &json!(365.0), &json!(365.0));
        clipped(&json!(365), &json!({"min": 300, "max": 400}), &json!(365));
        clipped(&json!("app"), &json!(["app", "group"]), &json!("app"));
        outside(&json!(365), &json!(366));
        outside(&json!(365), &json!({"min": 366}));
        outside(&json!(true), &json!(1));
        within(&Value::Null, &Value::Null, &Value::Null);
    }
}
