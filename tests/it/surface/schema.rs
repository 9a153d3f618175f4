//! The schema as it is committed.

use super::sdl::{fields_of, names_of};

#[test]
fn the_committed_schema_is_current() {
    let committed = include_str!("../../../api/schema.graphql");
    assert!(committed == api::graphql::sdl(), "api/schema.graphql is not current: `cargo xtask generate`");
}

#[test]
fn every_rule_that_can_be_broken_is_described() {
    let codes = fields_of("enum", "UserErrorCode");
    assert!(codes.len() > 40);
    let silent: Vec<_> = codes.iter().filter(|code| !code.described).map(|code| &code.name).collect();
    assert!(silent.is_empty(), "{silent:?}");
}

#[test]
fn every_operation_is_described() {
    for root in ["Query", "Mutation", "Subscription"] {
        let fields = fields_of("type", root);
        let silent: Vec<_> = fields.iter().filter(|field| !field.described).map(|field| &field.name).collect();
        assert!(silent.is_empty(), "{root}: {silent:?}");
        assert_eq!(names_of(root).len(), fields.len());
    }
}
