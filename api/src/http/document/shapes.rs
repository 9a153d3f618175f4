//! What the schema's text says about fields and inputs, kept for two questions: how long may an answer become, and
//! does a value fit its type.
//!
//! The executor leaves some of the second to the moment a field is resolved (whether an Int fits 32 bits, whether a
//! required variable was given); a specification-true server refuses such a request as a whole.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Positioned, Value as ConstValue};

#[derive(Debug, Default)]
pub(super) struct Shapes {
    /// Fields that answer a list or a connection, by name.
    lists: HashSet<String>,
    inputs: HashMap<String, HashMap<String, Input>>,
    enums: HashMap<String, HashSet<String>>,
    objects: HashMap<String, HashMap<String, FieldShape>>,
    pub(super) roots: Roots,
}

/// The names of the root types.
#[derive(Debug)]
pub(super) struct Roots {
    pub(super) query: String,
    pub(super) mutation: String,
    pub(super) subscription: String,
}

impl Default for Roots {
    fn default() -> Self {
        Self { query: "Query".into(), mutation: "Mutation".into(), subscription: "Subscription".into() }
    }
}

#[derive(Debug)]
struct Input {
    ty: Type,
    optional: bool,
}

/// What a field takes and gives.
#[derive(Debug)]
pub(super) struct FieldShape {
    pub(super) gives: String,
    ty: Type,
    pub(super) takes: HashMap<String, Type>,
}

impl Shapes {
    /// Reads a schema's text. Of a text that cannot be read nothing is known, and the executor's own checks remain.
    pub(super) fn of(sdl: &str) -> Self {
        let mut shapes = Self::default();
        let Ok(document) = parse_schema(sdl) else {
            return shapes;
        };
        for definition in document.definitions {
            match definition {
                TypeSystemDefinition::Type(definition) => {
                    let name = definition.node.name.node.to_string();
                    shapes.define(name, definition.node.kind);
                }
                TypeSystemDefinition::Schema(schema) => {
                    let named = |name: Option<Positioned<async_graphql::Name>>| name.map(|name| name.node.to_string());
                    let roots = &mut shapes.roots;
                    roots.query = named(schema.node.query).unwrap_or_else(|| roots.query.clone());
                    roots.mutation = named(schema.node.mutation).unwrap_or_else(|| roots.mutation.clone());
                    roots.subscription = named(schema.node.subscription).unwrap_or_else(|| roots.subscription.clone());
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        shapes
    }

    fn define(&mut self, name: String, kind: TypeKind) {
        match kind {
            TypeKind::Object(object) => self.object(name, object.fields),
            TypeKind::Interface(interface) => self.object(name, interface.fields),
            TypeKind::InputObject(input) => {
                let fields = input.fields.into_iter().map(|field| input_of(field.node)).collect();
                self.inputs.insert(name, fields);
            }
            TypeKind::Enum(values) => {
                let values = values.values.into_iter().map(|value| value.node.value.node.to_string()).collect();
                self.enums.insert(name, values);
            }
            TypeKind::Scalar | TypeKind::Union(_) => {}
        }
    }

    fn object(&mut self, name: String, fields: Vec<Positioned<FieldDefinition>>) {
        let mut shapes = HashMap::with_capacity(fields.len());
        for field in fields {
            let field = field.node;
            let gives = base(&field.ty.node);
            let own = field.name.node.to_string();
            // A connection's own lists are as long as the connection was asked to be.
            let inner = matches!(own.as_str(), "edges" | "nodes");
            if (is_list(&field.ty.node) || gives.ends_with("Connection")) && !inner {
                self.lists.insert(own.clone());
            }
            let takes = field
                .arguments
                .into_iter()
                .map(|argument| (argument.node.name.node.to_string(), argument.node.ty.node));
            let shape = FieldShape { gives: gives.to_owned(), takes: takes.collect(), ty: field.ty.node.clone() };
            shapes.insert(own, shape);
        }
        self.objects.entry(name).or_default().extend(shapes);
    }

    pub(super) fn is_list(&self, field: &str) -> bool {
        self.lists.contains(field)
    }

    pub(super) fn field(&self, object: &str, field: &str) -> Option<&FieldShape> {
        self.objects.get(object)?.get(field)
    }

    /// Type of what a field answers.
    pub(super) fn gives(&self, object: &str, field: &str) -> Option<&Type> {
        self.field(object, field).map(|shape| &shape.ty)
    }

    /// Type of a field of an input object.
    pub(super) fn input(&self, object: &str, field: &str) -> Option<&Type> {
        self.inputs.get(object)?.get(field).map(|input| &input.ty)
    }

    /// Why a value does not fit a type, said as `at …`; `None` when it does.
    pub(super) fn misfit(&self, ty: &Type, value: &ConstValue) -> Option<String> {
        if *value == ConstValue::Null {
            return (!ty.nullable).then(|| format!("expected {ty}, found null"));
        }
        match (&ty.base, value) {
            (BaseType::List(item), ConstValue::List(values)) => values
                .iter()
                .enumerate()
                .find_map(|(at, value)| self.misfit(item, value).map(|why| format!("[{at}] {why}"))),
            (BaseType::List(item), value) => self.misfit(item, value),
            (BaseType::Named(name), value) => self.named_misfit(name, value),
        }
    }

    fn named_misfit(&self, name: &str, value: &ConstValue) -> Option<String> {
        let fits = match (name, value) {
            ("Int", ConstValue::Number(number)) => fits_int(number),
            ("Float", ConstValue::Number(_))
            | ("String", ConstValue::String(_))
            | ("Boolean", ConstValue::Boolean(_)) => true,
            ("ID", ConstValue::Number(number)) => number.as_i64().is_some() || number.as_u64().is_some(),
            ("ID", value) => matches!(value, ConstValue::String(_)),
            ("Int" | "Float" | "String" | "Boolean", _) => false,
            _ => return self.own_misfit(name, value),
        };
        (!fits).then(|| format!("expected {name}"))
    }

    fn own_misfit(&self, name: &str, value: &ConstValue) -> Option<String> {
        if let Some(values) = self.enums.get(name) {
            let known = match value {
                ConstValue::String(value) => values.contains(value),
                ConstValue::Enum(value) => values.contains(value.as_str()),
                _ => false,
            };
            return (!known).then(|| format!("expected a value of {name}"));
        }
        // A scalar of the schema's own is checked by the executor, which knows its rules.
        let fields = self.inputs.get(name)?;
        let ConstValue::Object(given) = value else {
            return Some(format!("expected an object of type {name}"));
        };
        if let Some(unknown) = given.keys().find(|key| !fields.contains_key(key.as_str())) {
            return Some(format!("{name} has no field `{unknown}`"));
        }
        fields.iter().find_map(|(key, field)| match given.get(key.as_str()) {
            Some(value) => self.misfit(&field.ty, value).map(|why| format!(".{key} {why}")),
            None => (!field.optional).then(|| format!(".{key} is required")),
        })
    }
}

/// GraphQL's Int is signed and has 32 bits; 1.0 is an integer.
pub(super) fn fits_int(number: &async_graphql::Number) -> bool {
    number.as_i64().is_some_and(|value| i32::try_from(value).is_ok())
}

fn input_of(field: InputValueDefinition) -> (String, Input) {
    let optional = field.ty.node.nullable || field.default_value.is_some();
    (field.name.node.to_string(), Input { ty: field.ty.node, optional })
}

fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

fn base(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(item) => base(item),
    }
}
