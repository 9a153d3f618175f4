//! What stands in the place of a field that failed.

use serde_json::json;

use crate::world::world;

#[tokio::test]
async fn a_failed_field_is_null_and_so_is_its_parent_where_it_may_not_be() {
    let good = json!({ "good": 1, "soft": 2 });
    let cases = [
        ("{ ping secret }", json!({ "ping": "pong", "secret": null })),
        ("{ secret }", json!({ "secret": null })),
        ("{ ping denied }", json!(null)),
        ("{ shaky { good soft } }", json!({ "shaky": [good, { "good": 1, "soft": null }] })),
        ("{ shaky { good x: hard } }", json!({ "shaky": [{ "good": 1, "x": 2 }, null] })),
        ("{ shaky { ...s } } fragment s on Shaky { soft hard }", json!({ "shaky": [{ "soft": 2, "hard": 2 }, null] })),
        ("{ shaky { soft hard again: soft } }", json!({ "shaky": [{ "soft": 2, "hard": 2, "again": 2 }, null] })),
        ("{ ping firm { good hard } }", json!(null)),
        (
            "{ ping firm { ... on Shaky { soft } } }",
            json!({ "ping": "pong", "firm": [{ "soft": 2 }, { "soft": null }] }),
        ),
    ];
    for (query, data) in cases {
        let answer = world().query(query).await.json();
        assert_eq!(answer["data"], data, "{query}");
        assert!(answer["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{query}");
    }
}
