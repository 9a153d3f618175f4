use std::collections::BTreeSet;

use async_graphql::Variables;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};
use domain::kernel::PolicyVersionId;
use domain::policies::{Delivery, DeliveryState};
use serde_json::{Value as Json, json};

use super::*;

fn followed_in(text: &str, variables: Json) -> Option<(ChapterId, Option<String>)> {
    let document = parse_query(text).unwrap();
    let variables = Variables::from_json(variables);
    let (_, operation) = document.operations.iter().next().unwrap();
    followed(&Asked { document: &document, operation: &operation.node, variables: &variables })
}

fn selecting(selection: &str) -> bool {
    let text = format!("subscription {{ policyDelivered(chapter: \"chap_7\") {{ {selection} }} }}");
    followed_in(&text, json!({})).is_some()
}

#[test]
fn the_arguments_are_read_wherever_they_stand() {
    let text = "subscription($c: ID!, $a: String = \"MQ\") { policyDelivered(chapter: $c, after: $a) { kind } }";
    let seven = ChapterId(7);
    assert_eq!(followed_in(text, json!({ "c": "chap_7" })), Some((seven, Some("MQ".into()))));
    assert_eq!(followed_in(text, json!({ "c": "chap_7", "a": null })), Some((seven, None)));
    assert_eq!(followed_in(text, json!({ "c": "nonsense" })), None);
    let constant = "subscription { news: policyDelivered(chapter: \"chap_7\", after: \"Mg\") { kind } }";
    assert_eq!(followed_in(constant, json!({})), Some((seven, Some("Mg".into()))));
}

#[test]
fn what_depends_on_chapter_viewer_or_variables_is_not_common() {
    assert!(selecting("kind cursor delivery { __typename state version { id hash body value } }"));
    assert!(selecting("... on PolicyNotice { kind ... { cursor } }"));
    for own in [
        "delivery { chapter { id } }",
        "delivery { version { issuer { id } } }",
        "delivery { version { viewerCanRevoke } }",
        "delivery { version { rollout { total } } }",
        "delivery { version { authorAccount { name } } }",
        "delivery { acknowledgedBefore { id } }",
        "kind @skip(if: true)",
        "... @include(if: true) { kind }",
        "... on Node { id }",
        "...Missing",
    ] {
        assert!(!selecting(own), "{own}");
    }
    assert_eq!(followed_in("subscription { policyRollout(version: \"pver_1\") { total } }", json!({})), None);
}

#[test]
fn fragments_are_looked_into() {
    let with = |inner: &str| {
        let text = format!(
            "subscription {{ policyDelivered(chapter: \"chap_7\") {{ ...Told }} }} \
             fragment Told on PolicyNotice {{ delivery {{ {inner} }} }}"
        );
        followed_in(&text, json!({})).is_some()
    };
    assert!(with("state"));
    assert!(!with("chapter { id }"));
}

/// Whoever adds a field decides here whether it is common.
#[test]
fn every_field_of_these_types_is_common_or_known_not_to_be() {
    let own: [(&str, &[&str]); 3] = [
        ("PolicyNotice", &[]),
        ("Delivery", &["chapter", "acknowledgedBefore", "acknowledgedByAccount"]),
        (
            "PolicyVersion",
            &[
                "policy",
                "issuer",
                "rollout",
                "pushes",
                "authorAccount",
                "publishedByAccount",
                "revokedByAccount",
                "viewerCanPublish",
                "viewerCanRevoke",
            ],
        ),
    ];
    let schema = async_graphql::parser::parse_schema(crate::graphql::sdl()).unwrap();
    for ((object, common), (_, own)) in COMMON.iter().zip(own) {
        let fields = schema.definitions.iter().find_map(|definition| match definition {
            TypeSystemDefinition::Type(found) if found.node.name.node == *object => match &found.node.kind {
                TypeKind::Object(kind) => Some(kind.fields.iter().map(|field| field.node.name.node.to_string())),
                _ => None,
            },
            _ => None,
        });
        let known: BTreeSet<String> =
            common.iter().map(|(name, _)| *name).chain(own.iter().copied()).map(str::to_owned).collect();
        assert_eq!(fields.unwrap().collect::<BTreeSet<_>>(), known, "{object}");
    }
}

#[test]
fn notices_that_differ_by_chapter_alone_look_alike() {
    let at = domain::kernel::from_micros(1);
    let look = |chapter, state| {
        without_chapter(&Delivered {
            version: PolicyVersionId(5),
            chapter: ChapterId(chapter),
            seq: 3,
            delivery: Delivery { state, delivered_at: at, due_at: at, outdated: None },
            read_at: None,
            acknowledged_at: None,
            acknowledged_by: None,
        })
    };
    assert_eq!(look(1, DeliveryState::Delivered), look(2, DeliveryState::Delivered));
    assert_ne!(look(1, DeliveryState::Delivered), look(1, DeliveryState::Exempt));
}
