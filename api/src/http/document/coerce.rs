//! Do the values fit: variables against their declared types, and Int literals against 32 bits.

use async_graphql::parser::types::{
    BaseType, ExecutableDocument, Field, OperationDefinition, OperationType, Selection, SelectionSet, Type,
};
use async_graphql::{Pos, ServerError, Value as ConstValue, Variables};
use async_graphql_value::Value as InputValue;

use super::super::error::{code, fault};
use super::super::settings::Limits;
use super::shapes::{Shapes, fits_int};

/// Why these variables do not fit the operation, if they don't.
pub(super) fn variables(
    operation: &OperationDefinition,
    given: &Variables,
    shapes: &Shapes,
    limits: &Limits,
) -> Vec<ServerError> {
    let misfit = |variable: &async_graphql::parser::types::VariableDefinition| {
        let value = given.get(&variable.name.node);
        match (value, &variable.default_value) {
            (Some(value), _) => too_large(value, limits).or_else(|| shapes.misfit(&variable.var_type.node, value)),
            (None, None) if !variable.var_type.node.nullable => Some("is required".to_owned()),
            (None, _) => None,
        }
    };
    let refuse = |variable: &async_graphql::Positioned<async_graphql::parser::types::VariableDefinition>| {
        let why = misfit(&variable.node)?;
        let message = format!("variable ${}: {why}", variable.node.name.node);
        Some(bad_input(message, variable.pos))
    };
    operation.variable_definitions.iter().filter_map(refuse).collect()
}

fn bad_input(message: String, pos: Pos) -> ServerError {
    let mut error = fault(code::BAD_USER_INPUT, message);
    error.locations = vec![pos];
    error
}

fn too_large(value: &ConstValue, limits: &Limits) -> Option<String> {
    match value {
        ConstValue::List(items) if items.len() > limits.list => {
            Some(format!("a list may have {} items at most", limits.list))
        }
        ConstValue::List(items) => items.iter().find_map(|item| too_large(item, limits)),
        ConstValue::Object(fields) => fields.values().find_map(|field| too_large(field, limits)),
        ConstValue::String(text) if text.contains('\0') => Some("a text may not contain NUL".to_owned()),
        _ => None,
    }
}

/// Int literals of a document that do not fit 32 bits. Fragments are walked once each, by their own type.
pub(super) fn literals(document: &ExecutableDocument, shapes: &Shapes) -> Vec<ServerError> {
    let mut found = Vec::new();
    let mut walk = Walk { shapes, found: &mut found };
    for (_, operation) in document.operations.iter() {
        let root = match operation.node.ty {
            OperationType::Query => &shapes.roots.query,
            OperationType::Mutation => &shapes.roots.mutation,
            OperationType::Subscription => &shapes.roots.subscription,
        };
        walk.set(&operation.node.selection_set.node, root);
    }
    for fragment in document.fragments.values() {
        walk.set(&fragment.node.selection_set.node, &fragment.node.type_condition.node.on.node);
    }
    found
}

struct Walk<'a> {
    shapes: &'a Shapes,
    found: &'a mut Vec<ServerError>,
}

impl Walk<'_> {
    fn set(&mut self, set: &SelectionSet, object: &str) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.field(&field.node, object),
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map_or(object, |on| on.node.on.node.as_str());
                    self.set(&inline.node.selection_set.node, on);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn field(&mut self, field: &Field, object: &str) {
        let Some(shape) = self.shapes.field(object, &field.name.node) else {
            return;
        };
        for (name, argument) in &field.arguments {
            let Some(ty) = shape.takes.get(name.node.as_str()) else {
                continue;
            };
            if !self.fits(ty, &argument.node) {
                let message = format!("argument `{}` of `{}`: Int has 32 bits", name.node, field.name.node);
                self.found.push(bad_input(message, argument.pos));
            }
        }
        self.set(&field.selection_set.node, &shape.gives);
    }

    fn fits(&self, ty: &Type, value: &InputValue) -> bool {
        match (&ty.base, value) {
            (BaseType::List(item), InputValue::List(values)) => values.iter().all(|value| self.fits(item, value)),
            (BaseType::List(item), value) => self.fits(item, value),
            (BaseType::Named(name), InputValue::Number(number)) => name != "Int" || fits_int(number),
            (BaseType::Named(name), InputValue::Object(fields)) => {
                fields.iter().all(|(key, value)| self.shapes.input(name, key).is_none_or(|ty| self.fits(ty, value)))
            }
            _ => true,
        }
    }
}
