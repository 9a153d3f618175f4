//! What holds of the whole schema, read from its text.

use std::collections::{BTreeMap, BTreeSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, ObjectType, Type, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Positioned, Request};

/// Lists of objects that need no argument for their length, and why.
const SHORT: [(&str, &str, &str); 42] = [
    ("Chapter", "ancestors", "as long as the tree is deep"),
    ("Chapter", "terms", "who serves now"),
    ("Chapter", "territory", "one, or as many as were merged into it"),
    ("ChapterPreview", "territory", "as many as the chapters concerned hold"),
    ("ChapterPreview", "terms", "who serves in one chapter now"),
    ("ChapterPreview", "userErrors", "the rules that one input breaks"),
    ("ChapterPreview", "values", "one per policy of the library"),
    ("Chapter", "values", "one per policy of the library"),
    ("Account", "terms", "what one person serves now"),
    ("Import", "warnings", "one per kind of warning"),
    ("PolicyValue", "chain", "two per level at most"),
    ("Rollout", "counts", "levels times states"),
    ("Rollout", "byState", "one per state"),
    ("Rollout", "branches", "the children of one chapter"),
    ("RolloutBranch", "byState", "one per state"),
    ("PolicyReach", "byLevel", "one per level"),
    ("PolicyVersion", "pushes", "one for each subtree it was shared out to, 1,000 at most"),
    ("Operations", "workers", "the workers of one installation"),
    ("Operations", "streams", "one per stream"),
    ("AccessExplanation", "reasons", "the grants of one person"),
    ("Query", "nodes", "as many as ids were given, 100 at most"),
    ("Member", "memberships", "the terms of one person, one or two a year"),
    ("Member", "pastHomes", "one in 180 days"),
    ("Member", "follows", "50 at most"),
    ("Member", "consents", "what one person said, per purpose"),
    ("Member", "reveals", "the newest 100"),
    ("MemberCounts", "byTier", "tiers times standings"),
    ("MemberMergePreview", "consents", "what one person said, per purpose"),
    ("MemberMergePreview", "follows", "50 at most of each of the two"),
    ("MemberMergePreview", "refusals", "the rules that stand against one merge"),
    ("MemberMergePreview", "terms", "the terms of two rows of one person"),
    ("Order", "commissions", "one per payee, two at most"),
    ("Order", "invoices", "one at a time"),
    ("Order", "ledgerEntries", "what became of one order"),
    ("Order", "payments", "one, and what came too many"),
    ("Order", "refunds", "one at a time"),
    ("Payment", "notices", "what a provider told of one payment"),
    ("LedgerEntry", "transfers", "the lines of one entry"),
    ("Query", "ledgerBalances", "one per kind of account"),
    ("Query", "tiers", "the tiers of one network"),
    ("ReferralLink", "counts", "one per state"),
    ("*Payload", "userErrors", "the rules that one input breaks"),
];

/// What has an id and is shown as a part of other things only.
const PARTS: [&str; 9] =
    ["Push", "DeadLetter", "Membership", "PointsEntry", "Payment", "Refund", "Commission", "Invoice", "LedgerEntry"];

struct Kind {
    description: Option<String>,
    kind: TypeKind,
}

fn kinds() -> BTreeMap<String, Kind> {
    let document = parse_schema(api::graphql::sdl()).expect("the schema's text parses");
    let definitions = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        _ => None,
    });
    definitions
        .map(|definition| {
            let description = definition.description.map(|text| text.node);
            (definition.name.node.to_string(), Kind { description, kind: definition.kind })
        })
        .collect()
}

fn objects(kinds: &BTreeMap<String, Kind>) -> impl Iterator<Item = (&str, &ObjectType)> {
    kinds.iter().filter_map(|(name, kind)| match &kind.kind {
        TypeKind::Object(object) => Some((name.as_str(), object)),
        _ => None,
    })
}

fn fields<'k>(kinds: &'k BTreeMap<String, Kind>, name: &str) -> &'k [Positioned<FieldDefinition>] {
    match kinds.get(name).map(|kind| &kind.kind) {
        Some(TypeKind::Object(object)) => &object.fields,
        _ => panic!("{name} is an object"),
    }
}

fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => base(item),
    }
}

fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

#[test]
fn the_committed_schema_is_current() {
    let committed = include_str!("../schema.graphql");
    assert!(
        committed == api::graphql::sdl(),
        "api/schema.graphql is not current: write it anew with `flotilla schema`"
    );
}

#[tokio::test]
async fn introspection_can_be_closed() {
    let schema = api::graphql::schema();
    for query in ["{ __schema { queryType { name } } }", "{ schemaVersion __type(name: \"Chapter\") { name } }"] {
        let open = schema.execute(query).await;
        assert!(open.is_ok(), "{query}");
        let closed = schema.execute(Request::new(query).disable_introspection()).await;
        let code = closed.errors.first().and_then(|error| error.extensions.as_ref()?.get("code"));
        assert_eq!(code, Some(&"FORBIDDEN".into()), "{query}");
    }
    let name = schema.execute(Request::new("{ __typename }").disable_introspection()).await;
    assert!(name.is_ok());
}

#[test]
fn everything_is_described() {
    let mut bare: Vec<String> = Vec::new();
    let mut look = |path: String, description: Option<&str>| {
        // A word is no description.
        if description.is_none_or(|text| text.split_whitespace().count() < 2) {
            bare.push(path);
        }
    };
    let text = |description: &Option<Positioned<String>>| description.as_ref().map(|text| text.node.clone());
    for (name, kind) in &kinds() {
        look(name.clone(), kind.description.as_deref());
        let (fields, inputs): (&[_], &[Positioned<InputValueDefinition>]) = match &kind.kind {
            TypeKind::Object(object) => (&object.fields, &[]),
            TypeKind::Interface(interface) => (&interface.fields, &[]),
            TypeKind::InputObject(input) => (&[], &input.fields),
            TypeKind::Enum(values) => {
                for value in &values.values {
                    let path = format!("{name}.{}", value.node.value.node);
                    look(path, text(&value.node.description).as_deref());
                }
                (&[], &[])
            }
            TypeKind::Scalar | TypeKind::Union(_) => (&[], &[]),
        };
        for field in fields.iter().map(|field| &field.node) {
            look(format!("{name}.{}", field.name.node), text(&field.description).as_deref());
            for argument in field.arguments.iter().map(|argument| &argument.node) {
                let path = format!("{name}.{}({})", field.name.node, argument.name.node);
                look(path, text(&argument.description).as_deref());
            }
        }
        for input in inputs.iter().map(|input| &input.node) {
            look(format!("{name}.{}", input.name.node), text(&input.description).as_deref());
        }
    }
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}

#[test]
fn a_mutation_takes_one_input_and_gives_a_payload_of_its_own() {
    let kinds = kinds();
    let mutations = fields(&kinds, "Mutation");
    let mut payloads = BTreeSet::new();
    for mutation in mutations.iter().map(|mutation| &mutation.node) {
        let name = mutation.name.node.as_str();
        let capital = format!("{}{}", name[..1].to_uppercase(), &name[1..]);
        let [input] = mutation.arguments.as_slice() else { panic!("{name} takes one argument") };
        assert_eq!(
            (input.node.name.node.as_str(), input.node.ty.node.to_string()),
            ("input", format!("{capital}Input!"))
        );
        let payload = format!("{capital}Payload");
        assert_eq!(mutation.ty.node.to_string(), format!("{payload}!"), "{name}");
        for field in fields(&kinds, &payload).iter().map(|field| &field.node) {
            let errors = field.name.node == "userErrors";
            assert!(field.ty.node.nullable != errors, "{payload}.{} is null when a rule is broken", field.name.node);
        }
        let errors = fields(&kinds, &payload).iter().find(|field| field.node.name.node == "userErrors");
        assert_eq!(errors.map(|field| field.node.ty.node.to_string()).as_deref(), Some("[UserError!]!"), "{name}");
        let TypeKind::InputObject(input) = &kinds[&format!("{capital}Input")].kind else { panic!("{name}") };
        assert!(input.fields.iter().any(|field| field.node.name.node == "requestKey"), "{name} can be repeated safely");
        payloads.insert(payload);
    }
    assert_eq!(payloads.len(), mutations.len());
}

#[test]
fn lists_are_bounded() {
    let kinds = kinds();
    let mut free: Vec<String> = Vec::new();
    for (name, object) in objects(&kinds) {
        for field in object.fields.iter().map(|field| &field.node) {
            let gives = base(&field.ty.node);
            let of_objects =
                matches!(kinds.get(gives).map(|kind| &kind.kind), Some(TypeKind::Object(_) | TypeKind::Interface(_)));
            let pages = gives.ends_with("Connection");
            let takes = |argument: &str| field.arguments.iter().any(|given| given.node.name.node == argument);
            if pages {
                let all = ["first", "after", "last", "before"].into_iter().all(takes);
                assert!(all, "{name}.{} pages both ways", field.name.node);
            }
            let inside = name.ends_with("Connection") && matches!(field.name.node.as_str(), "edges" | "nodes");
            let short = SHORT.iter().any(|(of, list, _)| {
                *list == field.name.node.as_str()
                    && (*of == name || of.strip_prefix('*').is_some_and(|end| name.ends_with(end)))
            });
            if is_list(&field.ty.node) && of_objects && !inside && !short && !takes("first") {
                free.push(format!("{name}.{}", field.name.node));
            }
        }
    }
    assert!(free.is_empty(), "as long as they like: {free:#?}");
}

#[test]
fn what_has_an_id_is_a_node() {
    let kinds = kinds();
    for (name, object) in objects(&kinds) {
        let has_id =
            object.fields.iter().any(|field| field.node.name.node == "id" && field.node.ty.node.to_string() == "ID!");
        let is_node = object.implements.iter().any(|interface| interface.node == "Node");
        assert_eq!(has_id && !PARTS.contains(&name), is_node, "{name}");
    }
}

#[test]
fn connections_have_relays_shape() {
    let kinds = kinds();
    for (name, object) in objects(&kinds).filter(|(name, _)| name.ends_with("Connection")) {
        let types: BTreeMap<&str, String> =
            object.fields.iter().map(|field| (field.node.name.node.as_str(), field.node.ty.node.to_string())).collect();
        let edge = format!("{}Edge", name.trim_end_matches("Connection"));
        assert_eq!(types.get("pageInfo").map(String::as_str), Some("PageInfo!"), "{name}");
        assert_eq!(types.get("edges"), Some(&format!("[{edge}!]!")), "{name}");
        let node = fields(&kinds, &edge).iter().find(|field| field.node.name.node == "node").expect("a node");
        assert_eq!(types.get("nodes"), Some(&format!("[{}]!", node.node.ty.node)), "{name}");
    }
}

#[test]
fn every_length_the_door_knows_is_of_a_list() {
    let kinds = kinds();
    for field in api::graphql::list_lengths().keys() {
        let is_list = |object: &ObjectType| {
            object.fields.iter().any(|own| own.node.name.node == field.as_str() && is_list(&own.node.ty.node))
        };
        assert!(objects(&kinds).any(|(_, object)| is_list(object)), "{field}");
    }
    for field in api::graphql::field_weights().keys() {
        let is_own = |object: &ObjectType| object.fields.iter().any(|own| own.node.name.node == field.as_str());
        assert!(objects(&kinds).any(|(_, object)| is_own(object)), "{field}");
    }
    for field in api::graphql::shared_subscriptions().keys() {
        assert!(fields(&kinds, "Subscription").iter().any(|own| own.node.name.node == field.as_str()), "{field}");
    }
}
