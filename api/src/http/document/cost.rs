//! What an operation costs: 1 a field (some more, by name), 10 a mutation, times the length of every list around it.

use std::collections::HashMap;

use async_graphql::parser::types::{
    ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Value as ConstValue, Variables};
use async_graphql_value::{Number, Value as InputValue};

use super::super::settings::Limits;
use super::shapes::Shapes;

/// Cost of a field of the mutation type.
const MUTATION: u64 = 10;

/// Reckons the cost of one operation with one set of variables. The document has passed the census: it is bounded
/// and has no circles.
pub(super) struct Cost<'a> {
    pub(super) document: &'a ExecutableDocument,
    pub(super) limits: &'a Limits,
    pub(super) shapes: &'a Shapes,
    pub(super) variables: &'a Variables,
    known: HashMap<(&'a str, bool), u64>,
    /// Whether a variable decided the length of a list: then another set of variables may cost something else.
    pub(super) varies: bool,
}

impl<'a> Cost<'a> {
    pub(super) fn new(
        document: &'a ExecutableDocument,
        limits: &'a Limits,
        shapes: &'a Shapes,
        variables: &'a Variables,
    ) -> Self {
        Self { document, limits, shapes, variables, known: HashMap::new(), varies: false }
    }

    /// The whole operation.
    pub(super) fn operation(&mut self, operation: &'a OperationDefinition) -> u64 {
        let fields = self.set(&operation.selection_set.node, operation, false);
        let mutations = match operation.ty {
            OperationType::Mutation => operation.selection_set.node.items.len() as u64,
            OperationType::Query | OperationType::Subscription => 0,
        };
        fields.saturating_add(mutations.saturating_mul(MUTATION - 1))
    }

    fn set(&mut self, set: &'a SelectionSet, operation: &'a OperationDefinition, introspection: bool) -> u64 {
        set.items
            .iter()
            .map(|selection| match &selection.node {
                Selection::Field(field) => self.field(&field.node, operation, introspection),
                Selection::InlineFragment(inline) => {
                    self.set(&inline.node.selection_set.node, operation, introspection)
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node, operation, introspection)
                }
            })
            .fold(0, u64::saturating_add)
    }

    fn fragment(&mut self, name: &'a str, operation: &'a OperationDefinition, introspection: bool) -> u64 {
        if let Some(&cost) = self.known.get(&(name, introspection)) {
            return cost;
        }
        let Some(fragment) = self.document.fragments.get(name) else {
            return 0;
        };
        let cost = self.set(&fragment.node.selection_set.node, operation, introspection);
        self.known.insert((name, introspection), cost);
        cost
    }

    fn field(&mut self, field: &'a Field, operation: &'a OperationDefinition, introspection: bool) -> u64 {
        // The schema is in memory and the same for everybody: its lists are not multiplied.
        let introspection = introspection || matches!(field.name.node.as_str(), "__schema" | "__type");
        let children = self.set(&field.selection_set.node, operation, introspection);
        let own = self.limits.weights.get(field.name.node.as_str()).copied().unwrap_or(1);
        if children == 0 || introspection {
            return children.saturating_add(own);
        }
        children.saturating_mul(self.length(field, operation)).saturating_add(own)
    }

    /// How many children of each kind this field brings.
    fn length(&mut self, field: &Field, operation: &'a OperationDefinition) -> u64 {
        let mut asked = None;
        for name in ["first", "last"] {
            let Some(argument) = field.get_argument(name) else { continue };
            let length = match &argument.node {
                InputValue::Number(number) => Some(at_least_one(number)),
                InputValue::Variable(name) => {
                    self.varies = true;
                    match self.given(name, operation) {
                        Some(ConstValue::Number(number)) => Some(at_least_one(number)),
                        _ => None,
                    }
                }
                _ => None,
            };
            asked = asked.max(length);
        }
        asked = asked.max(self.named(field, operation));
        let by_name = || self.limits.lists.get(field.name.node.as_str()).copied();
        let many = || self.shapes.is_list(&field.name.node) || has_edges(field);
        asked.or_else(by_name).unwrap_or_else(|| if many() { self.limits.page } else { 1 }).max(1)
    }

    /// How many things a field is asked for by their `ids`.
    fn named(&mut self, field: &Field, operation: &'a OperationDefinition) -> Option<u64> {
        match &field.get_argument("ids")?.node {
            InputValue::List(ids) => Some(ids.len() as u64),
            InputValue::Variable(name) => {
                self.varies = true;
                match self.given(name, operation) {
                    Some(ConstValue::List(ids)) => Some(ids.len() as u64),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn given(&self, name: &str, operation: &'a OperationDefinition) -> Option<&'a ConstValue> {
        let declared = operation.variable_definitions.iter().find(|variable| variable.node.name.node == name);
        let default = || declared?.node.default_value.as_ref().map(|value| &value.node);
        self.variables.get(name).or_else(default)
    }
}

/// A negative length is the resolver's to refuse.
fn at_least_one(number: &Number) -> u64 {
    number.as_u64().unwrap_or(1).max(1)
}

/// Whether the selection shows a connection, for a door that was not told the schema.
fn has_edges(field: &Field) -> bool {
    field.selection_set.node.items.iter().any(
        |selection| matches!(&selection.node, Selection::Field(field) if matches!(field.node.name.node.as_str(), "edges" | "nodes")),
    )
}
