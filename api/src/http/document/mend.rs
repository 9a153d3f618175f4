//! Nulls where an answer has errors.
//!
//! The executor leaves a field out when it fails. The specification wants it there as null, and where it may not be
//! null, its parent as null in its place. So the paths of the errors are walked once more; an answer without errors is
//! not touched.

use async_graphql::parser::types::{BaseType, ExecutableDocument, Field, Selection, SelectionSet, Type};
use async_graphql::{Name, PathSegment, ServerError, Value};

use super::shapes::Shapes;

/// What has to become of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    /// It failed: it is null, or whatever holds it is.
    Null,
    /// It was made null, so many segments before the path's end.
    Nulled(usize),
}

/// Puts nulls into the answers to one document.
pub(super) struct Mend<'a> {
    pub(super) document: &'a ExecutableDocument,
    pub(super) shapes: &'a Shapes,
}

impl<'a> Mend<'a> {
    /// Mends the answer to an operation whose root type is `root`.
    pub(super) fn answer(&self, data: &mut Value, errors: &[ServerError], set: &'a SelectionSet, root: &str) {
        let mut nulled: Vec<&[PathSegment]> = Vec::new();
        for path in errors.iter().map(|error| error.path.as_slice()).filter(|path| !path.is_empty()) {
            if nulled.iter().any(|place| path.starts_with(place)) {
                continue;
            }
            match self.object(data, &[set], root, path) {
                Fate::Stays => {}
                Fate::Null => {
                    *data = Value::Null;
                    return;
                }
                Fate::Nulled(rest) => nulled.extend(path.get(..path.len().saturating_sub(rest))),
            }
        }
    }

    fn object(&self, value: &mut Value, sets: &[&'a SelectionSet], name: &str, path: &[PathSegment]) -> Fate {
        let [PathSegment::Field(key), rest @ ..] = path else { return Fate::Stays };
        if *value == Value::Null {
            // An object none of whose fields came out: the executor tells it as null.
            *value = Value::Object(async_graphql::indexmap::IndexMap::new());
        }
        let Value::Object(fields) = value else { return Fate::Stays };
        let mut found = Vec::new();
        for set in sets {
            self.selected(set, name, key, &mut found);
        }
        let Some(ty) = found.iter().find_map(|(field, on)| self.shapes.gives(on, &field.name.node)) else {
            // Of the executor's own fields only this may not be null.
            let schema = found.iter().any(|(field, _)| field.name.node == "__schema");
            return if schema { Fate::Null } else { Fate::Stays };
        };
        let fate = match fields.get_mut(key.as_str()) {
            Some(child) => {
                let below: Vec<_> = found.iter().map(|(field, _)| &field.selection_set.node).collect();
                self.place(child, ty, &below, rest)
            }
            None => Fate::Null,
        };
        if fate == Fate::Null && ty.nullable {
            fields.insert(Name::new(key), Value::Null);
            return Fate::Nulled(rest.len());
        }
        fate
    }

    fn place(&self, value: &mut Value, ty: &Type, sets: &[&'a SelectionSet], path: &[PathSegment]) -> Fate {
        match (&ty.base, value, path) {
            (BaseType::List(item), Value::List(items), [PathSegment::Index(index), rest @ ..]) => {
                let Some(value) = items.get_mut(*index) else { return Fate::Stays };
                let fate = self.place(value, item, sets, rest);
                if fate == Fate::Null && item.nullable {
                    *value = Value::Null;
                    return Fate::Nulled(rest.len());
                }
                fate
            }
            (BaseType::Named(name), value, path) => self.object(value, sets, name, path),
            _ => Fate::Stays,
        }
    }

    /// The fields of a set that answer under a key, each with the type it is selected on.
    fn selected(&self, set: &'a SelectionSet, on: &str, key: &str, found: &mut Vec<(&'a Field, String)>) {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    if field.node.response_key().node == key {
                        found.push((&field.node, on.to_owned()));
                    }
                }
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map_or(on, |on| on.node.on.node.as_str());
                    self.selected(&inline.node.selection_set.node, on, key, found);
                }
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.selected(&fragment.node.selection_set.node, on, key, found);
                    }
                }
            }
        }
    }
}
