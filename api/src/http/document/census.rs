//! Counts a parsed document before it is validated.
//!
//! A kilobyte of fragments that each spread the next one twice unfolds into billions of fields, and the validator
//! unfolds them. So every fragment is measured once and remembered, the arithmetic saturates, and a document over a
//! limit is refused before the validator sees it.

use std::collections::HashMap;

use async_graphql::parser::types::{Directive, ExecutableDocument, Field, FragmentDefinition, Selection, SelectionSet};
use async_graphql::{Name, Positioned};
use async_graphql_value::Value as InputValue;

use super::super::settings::Limits;
use super::Excess;

/// Selection sets within each other, fragments unfolded: bounds every recursion over a document, ours and the
/// executor's (which stops at 32).
const NESTING: u32 = 32;

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// How far a selection set reaches when its fragments are unfolded.
#[derive(Debug, Clone, Copy, Default)]
struct Extent {
    selections: u64,
    depth: u32,
    nesting: u32,
}

/// Checks every limit that does not depend on variables.
pub(super) fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Excess> {
    let within = |what, count: usize, most: usize| {
        if count > most { Err(Excess::new(what, most)) } else { Ok(()) }
    };
    within("operations", document.operations.iter().count(), limits.operations)?;
    within("fragments", document.fragments.len(), limits.fragments)?;
    let mut measure = Measure { fragments: &document.fragments, limits, known: HashMap::new() };
    for name in document.fragments.keys() {
        measure.fragment(name, 0)?;
    }
    let mut selections = 0_u64;
    let mut tally = Tally { fragments: &document.fragments, limits, aliases: 0, directives: 0 };
    for (_, operation) in document.operations.iter() {
        let operation = &operation.node;
        within("variables", operation.variable_definitions.len(), limits.variables)?;
        selections = selections.saturating_add(measure.set(&operation.selection_set.node, 0)?.selections);
        if selections > limits.fields {
            return Err(Excess::new("fields", limits.fields));
        }
    }
    // From here on nothing unfolds into more than `fields`, so plain walks are safe.
    for (_, operation) in document.operations.iter() {
        tally.directives(&operation.node.directives)?;
        for variable in &operation.node.variable_definitions {
            tally.directives(&variable.node.directives)?;
            if let Some(default) = &variable.node.default_value {
                value(&default.node.clone().into_value(), limits)?;
            }
        }
        tally.set(&operation.node.selection_set.node)?;
    }
    for fragment in document.fragments.values() {
        tally.directives(&fragment.node.directives)?;
        tally.set(&fragment.node.selection_set.node)?;
    }
    Ok(())
}

struct Measure<'a> {
    fragments: &'a Fragments,
    limits: &'a Limits,
    /// `None` while a fragment is being measured: meeting it again is a circle.
    known: HashMap<&'a str, Option<Extent>>,
}

impl<'a> Measure<'a> {
    fn set(&mut self, set: &'a SelectionSet, level: u32) -> Result<Extent, Excess> {
        if level >= NESTING {
            return Err(Excess::new("nested selection sets", NESTING));
        }
        let mut whole = Extent { nesting: 1, ..Extent::default() };
        for selection in &set.items {
            let part = match &selection.node {
                Selection::Field(field) if field.node.selection_set.node.items.is_empty() => {
                    Extent { depth: 1, ..Extent::default() }
                }
                Selection::Field(field) => {
                    let inner = self.set(&field.node.selection_set.node, level + 1)?;
                    Extent { depth: inner.depth + 1, ..inner }
                }
                Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node, level + 1)?,
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node, level + 1)?,
            };
            whole.selections = whole.selections.saturating_add(part.selections).saturating_add(1);
            whole.depth = whole.depth.max(part.depth);
            whole.nesting = whole.nesting.max(part.nesting + 1);
            if whole.selections > self.limits.fields {
                return Err(Excess::new("fields", self.limits.fields));
            }
            if whole.depth > self.limits.depth {
                return Err(Excess::new("levels of fields", self.limits.depth));
            }
        }
        if level + whole.nesting > NESTING {
            return Err(Excess::new("nested selection sets", NESTING));
        }
        Ok(whole)
    }

    fn fragment(&mut self, name: &'a str, level: u32) -> Result<Extent, Excess> {
        match self.known.get(name) {
            Some(Some(extent)) if level + extent.nesting > NESTING => {
                return Err(Excess::new("nested selection sets", NESTING));
            }
            Some(Some(extent)) => return Ok(*extent),
            Some(None) => return Err(Excess::circle(name)),
            None => {}
        }
        // A fragment nobody defined is the validator's to report.
        let Some(fragment) = self.fragments.get(name) else {
            return Ok(Extent::default());
        };
        self.known.insert(name, None);
        let extent = self.set(&fragment.node.selection_set.node, level)?;
        self.known.insert(name, Some(extent));
        Ok(extent)
    }
}

struct Tally<'a> {
    fragments: &'a Fragments,
    limits: &'a Limits,
    aliases: usize,
    directives: usize,
}

impl<'a> Tally<'a> {
    /// Every selection set as it is written, each with its fragments unfolded for the repeats only.
    fn set(&mut self, set: &'a SelectionSet) -> Result<(), Excess> {
        self.repeats(set, &mut HashMap::new())?;
        for selection in &set.items {
            self.directives(selection.node.directives())?;
            match &selection.node {
                Selection::Field(field) => self.field(&field.node)?,
                Selection::InlineFragment(inline) => self.set(&inline.node.selection_set.node)?,
                Selection::FragmentSpread(_) => {}
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &'a Field) -> Result<(), Excess> {
        if field.alias.is_some() {
            self.aliases += 1;
            if self.aliases > self.limits.aliases {
                return Err(Excess::new("aliases", self.limits.aliases));
            }
        }
        for (_, argument) in &field.arguments {
            value(&argument.node, self.limits)?;
        }
        if field.selection_set.node.items.is_empty() { Ok(()) } else { self.set(&field.selection_set.node) }
    }

    fn directives(&mut self, directives: &[Positioned<Directive>]) -> Result<(), Excess> {
        self.directives += directives.len();
        if self.directives > self.limits.directives {
            return Err(Excess::new("directives", self.limits.directives));
        }
        directives
            .iter()
            .flat_map(|directive| &directive.node.arguments)
            .try_for_each(|(_, argument)| value(&argument.node, self.limits))
    }

    fn repeats(&self, set: &'a SelectionSet, seen: &mut HashMap<&'a str, u32>) -> Result<(), Excess> {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => {
                    let times = seen.entry(&field.node.name.node).or_default();
                    *times += 1;
                    if *times > self.limits.repeats {
                        return Err(Excess::new("repetitions of a field", self.limits.repeats));
                    }
                }
                Selection::InlineFragment(inline) => self.repeats(&inline.node.selection_set.node, seen)?,
                Selection::FragmentSpread(spread) => {
                    if let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) {
                        self.repeats(&fragment.node.selection_set.node, seen)?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Lists within bounds, and no NUL: Postgres takes none in a text, so it would fail far inside.
fn value(value: &InputValue, limits: &Limits) -> Result<(), Excess> {
    match value {
        InputValue::List(items) if items.len() > limits.list => Err(Excess::new("items of a list", limits.list)),
        InputValue::List(items) => items.iter().try_for_each(|item| self::value(item, limits)),
        InputValue::Object(fields) => fields.values().try_for_each(|field| self::value(field, limits)),
        InputValue::String(text) if text.contains('\0') => Err(Excess::nul()),
        _ => Ok(()),
    }
}
