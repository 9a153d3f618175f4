//! Notices told to many alike.
//!
//! A push of one level reaches a thousand chapters with the same version, and their subscribers mostly select the same
//! few fields. Where nothing selected depends on the chapter or on who looks, one execution serves all of them.

use std::hash::{Hash, Hasher};

use async_graphql::parser::types::{Directive, Field, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value};
use async_graphql_value::Value as InputValue;
use domain::kernel::ChapterId;
use domain::policies::VersionState;
use service::policies::{Delivered, Notice, NoticeKind};

use crate::gate::Asked;

/// The fields of these types that say the same to everybody, with the type that those lead to which have fields of
/// their own. What is not named here depends on the chapter, on the viewer's rights, or on a further read.
const COMMON: [(&str, &[(&str, &str)]); 3] = [
    ("PolicyNotice", &[("kind", ""), ("cursor", ""), ("delivery", "Delivery")]),
    (
        "Delivery",
        &[
            ("version", "PolicyVersion"),
            ("state", ""),
            ("cursor", ""),
            ("deliveredAt", ""),
            ("dueAt", ""),
            ("readAt", ""),
            ("acknowledgedAt", ""),
            ("acknowledgedBy", ""),
            ("replacedBy", ""),
        ],
    ),
    (
        "PolicyVersion",
        &[
            ("id", ""),
            ("key", ""),
            ("number", ""),
            ("state", ""),
            ("mode", ""),
            ("hash", ""),
            ("scopeLevels", ""),
            ("scopeDivisions", ""),
            ("effectiveAt", ""),
            ("acknowledgeWithinHours", ""),
            ("vacantMustAcknowledge", ""),
            ("urgency", ""),
            ("body", ""),
            ("value", ""),
            ("author", ""),
            ("publishedAt", ""),
            ("publishedBy", ""),
            ("revokedAt", ""),
            ("revokedBy", ""),
            ("revokedReason", ""),
        ],
    ),
];

/// A notice without its chapter: equal for all chapters that are told the same.
#[derive(Debug, Clone)]
pub struct Announcement(pub(crate) Notice);

/// What an execution for all tells; nothing, where it is only asked whether the operation is valid.
#[derive(Debug, Clone)]
pub(crate) struct Announced(pub(crate) Option<Announcement>);

impl Announcement {
    /// All that common fields show: a version never changes but for its state.
    fn look(&self) -> (NoticeKind, Delivered, VersionState) {
        (self.0.kind, without_chapter(&self.0.delivered), self.0.version.state)
    }
}

fn without_chapter(delivered: &Delivered) -> Delivered {
    Delivered { chapter: ChapterId(0), ..delivered.clone() }
}

impl PartialEq for Announcement {
    fn eq(&self, other: &Self) -> bool {
        self.look() == other.look()
    }
}

impl Eq for Announcement {}

impl Hash for Announcement {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.look().hash(state);
    }
}

/// The arguments of a `policyDelivered` that selects only what is common to all: the chapter, and the cursor.
pub(crate) fn followed(asked: &Asked<'_>) -> Option<(ChapterId, Option<String>)> {
    let [root] = asked.operation.selection_set.node.items.as_slice() else { return None };
    let Selection::Field(field) = &root.node else { return None };
    let field = &field.node;
    let plain = field.name.node == "policyDelivered"
        && asked.operation.directives.is_empty()
        && field.directives.is_empty()
        && is_common(&field.selection_set.node, "PolicyNotice", asked);
    if !plain {
        return None;
    }
    let Value::String(chapter) = argument(field, "chapter", asked)? else { return None };
    let after = match argument(field, "after", asked) {
        None | Some(Value::Null) => None,
        Some(Value::String(cursor)) => Some(cursor),
        Some(_) => return None,
    };
    Some((chapter.parse().ok()?, after))
}

fn argument(field: &Field, name: &str, asked: &Asked<'_>) -> Option<Value> {
    let (_, given) = field.arguments.iter().find(|(given, _)| given.node == name)?;
    let variable = |name: Name| {
        let given = asked.variables.get(&name).cloned();
        let declared = asked.operation.variable_definitions.iter().find(|declared| declared.node.name.node == name);
        given.or_else(|| declared?.node.default_value.as_ref().map(|value| value.node.clone()))
    };
    match &given.node {
        InputValue::Variable(name) => variable(name.clone()),
        constant => constant.clone().into_const(),
    }
}

/// The document has passed the census: it is bounded, and has no circles.
fn is_common(set: &SelectionSet, object: &str, asked: &Asked<'_>) -> bool {
    let plain = |directives: &[Positioned<Directive>]| directives.is_empty();
    set.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => is_common_field(&field.node, object, asked),
        Selection::InlineFragment(inline) => {
            let on = inline.node.type_condition.as_ref().map_or(object, |on| on.node.on.node.as_str());
            plain(&inline.node.directives) && on == object && is_common(&inline.node.selection_set.node, object, asked)
        }
        Selection::FragmentSpread(spread) => {
            asked.document.fragments.get(&spread.node.fragment_name.node).is_some_and(|fragment| {
                plain(&spread.node.directives)
                    && plain(&fragment.node.directives)
                    && fragment.node.type_condition.node.on.node == object
                    && is_common(&fragment.node.selection_set.node, object, asked)
            })
        }
    })
}

fn is_common_field(field: &Field, object: &str, asked: &Asked<'_>) -> bool {
    let plain = field.directives.is_empty() && field.arguments.is_empty();
    let name = field.name.node.as_str();
    let leads = || {
        let (_, fields) = COMMON.iter().find(|(common, _)| *common == object)?;
        fields.iter().find(|(common, _)| *common == name).map(|(_, leads)| *leads)
    };
    plain
        && (name == "__typename"
            || leads().is_some_and(|leads| leads.is_empty() || is_common(&field.selection_set.node, leads, asked)))
}

#[cfg(test)]
#[path = "announcement_tests.rs"]
mod tests;
