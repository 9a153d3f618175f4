//! The hash of a version: it changes with everything that binds, and with nothing else.

use std::collections::BTreeSet;

use domain::chapters::Level;
use domain::kernel::canonical_json;
use domain::kernel::{ChapterId, from_micros};
use domain::policies::{Content, Mode, PolicyKey, Scope, Urgency};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Any JSON value of modest size.
fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,8}".prop_map(Value::from),
        any::<char>().prop_map(|c| Value::from(c.to_string())),
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec(("\\PC{0,5}", inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

/// The same value as text, with the keys the other way round and white space strewn in.
fn scrambled(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<String> =
                map.iter().map(|(key, part)| format!("{} :\t{}", Value::from(key.as_str()), scrambled(part))).collect();
            entries.reverse();
            format!("{{ {} }}", entries.join(" ,\n"))
        }
        Value::Array(items) => format!("[ {} ]", items.iter().map(scrambled).collect::<Vec<_>>().join(" , ")),
        other => other.to_string(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_keys_and_white_space_do_not_count(value in json_value()) {
        let other: Value = serde_json::from_str(&scrambled(&value)).expect("JSON");
        prop_assert_eq!(canonical_json(&value), canonical_json(&other));
    }

    #[test]
    fn the_canonical_text_is_its_own(value in json_value()) {
        let text = canonical_json(&value);
        let back: Value = serde_json::from_str(&text).expect("JSON");
        prop_assert_eq!(canonical_json(&back), text);
    }

    #[test]
    fn another_value_has_another_text(a in json_value(), key in "[a-z]{1,3}") {
        let mut map = Map::new();
        map.insert(key, a.clone());
        let texts: BTreeSet<String> =
            [a.clone(), json!([a.clone()]), Value::Object(map), json!([a, null])].iter().map(canonical_json).collect();
        prop_assert_eq!(texts.len(), 4);
    }
}

#[test]
fn the_hash_changes_with_everything_that_binds() {
    let (key, other_key): (PolicyKey, PolicyKey) = ("a.b".parse().expect("key"), "a.c".parse().expect("key"));
    let (everyone, value, other_value) = (Scope::everyone(), json!({"min": 1}), json!({"min": 2}));
    let counties = Scope::new(vec![Level::County], vec![]).expect("scope");
    let zhejiang = Scope::new(vec![], vec!["330000".into()]).expect("scope");
    let content = Content {
        key: &key,
        mode: Mode::Locked,
        issuer: ChapterId(1),
        number: 1,
        scope: &everyone,
        effective_at: from_micros(0),
        acknowledge_within_hours: 72,
        vacant_must_acknowledge: false,
        urgency: Urgency::Normal,
        body: "正文",
        value: &value,
    };
    let all = [
        content,
        Content { key: &other_key, ..content },
        Content { mode: Mode::Bounded, ..content },
        Content { mode: Mode::Open, ..content },
        Content { issuer: ChapterId(2), ..content },
        Content { number: 2, ..content },
        Content { scope: &counties, ..content },
        Content { scope: &zhejiang, ..content },
        Content { effective_at: from_micros(1), ..content },
        Content { acknowledge_within_hours: 73, ..content },
        Content { vacant_must_acknowledge: true, ..content },
        Content { urgency: Urgency::Urgent, ..content },
        Content { body: "正文。", ..content },
        Content { body: "正文\n", ..content },
        Content { value: &other_value, ..content },
    ];
    let hashes: BTreeSet<_> = all.iter().map(Content::hash).collect();
    assert_eq!(hashes.len(), all.len());
}
