//! Subscriptions of equal operation, variables and rights are executed once and told to all who asked.
//!
//! A group lives from its first member to its last. Its one task runs the stream as the founder's request, of which
//! only the rights matter: the founder may leave, expire or be revoked, and the others go on. What a member hears is
//! what happens after it joined; where the stream tells how things stand (`Sharing::Latest`), the last result comes
//! first. Membership and result are ordered by one lock, so a result is heard once or not at all, never twice.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use async_graphql::{Executor, Value as ConstValue};
use async_graphql_value::Value as InputValue;
use axum::extract::ws::Utf8Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::BoxStream;
use parking_lot::Mutex;
use tokio::task::AbortHandle;

use super::events::Event;
use super::outbox::{Item, Next, Outbox};
use super::payload::Payload;
use crate::gate::{Gate, Visit};
use crate::http::{House, Job, Sharing};

/// Arguments that give a position in a stream: who has one is in a place of its own.
const CURSORS: [&str; 5] = ["after", "before", "cursor", "since", "from"];

/// What members of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    document: Arc<str>,
    operation: Option<String>,
    /// The declared variables in one spelling.
    variables: String,
    rights: Option<u64>,
    staff: bool,
}

/// All groups of this process.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    by_key: Mutex<HashMap<Key, Arc<Group>>>,
}

#[derive(Debug)]
struct Group {
    key: Key,
    sharing: Sharing,
    inside: Mutex<Inside>,
}

#[derive(Debug, Default)]
struct Inside {
    /// A vacated place is used again.
    members: Vec<Option<Member>>,
    vacant: Vec<usize>,
    last: Option<Arc<Payload>>,
    task: Option<AbortHandle>,
}

/// Where a member's results go.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) outbox: Arc<Outbox>,
    pub(crate) slot: u32,
    /// The operation's id as JSON; members of equal id share the whole frame. Empty: frames are made elsewhere.
    pub(crate) id: Arc<str>,
}

/// A place in a group, given back when dropped.
#[derive(Debug)]
pub(crate) struct Membership {
    groups: Arc<Groups>,
    group: Arc<Group>,
    place: usize,
}

impl Drop for Membership {
    fn drop(&mut self) {
        self.groups.leave(&self.group, self.place);
    }
}

/// The key and the manner under which this job may be shared; `None` if it is to be executed for its client alone.
pub(crate) fn key<E: Executor, G: Gate>(house: &House<E, G>, job: &Job, visit: &Visit) -> Option<(Key, Sharing)> {
    let operation = job.plan.definition(job.index)?;
    let [selection] = operation.selection_set.node.items.as_slice() else {
        return None;
    };
    let async_graphql::parser::types::Selection::Field(field) = &selection.node else {
        return None;
    };
    let sharing = *house.door.shared.get(field.node.name.node.as_str())?;
    let given = |name: &str| {
        let declared = operation.variable_definitions.iter().find(|variable| variable.node.name.node == name);
        job.variables.get(name).or_else(|| declared?.node.default_value.as_ref().map(|value| &value.node))
    };
    let placed = field.node.arguments.iter().any(|(name, value)| {
        let null = match &value.node {
            InputValue::Null => true,
            InputValue::Variable(name) => given(name).is_none_or(|value| *value == ConstValue::Null),
            _ => false,
        };
        CURSORS.contains(&name.node.as_str()) && !null
    });
    if placed {
        return None;
    }
    let mut names: Vec<&str> =
        operation.variable_definitions.iter().map(|variable| variable.node.name.node.as_str()).collect();
    names.sort_unstable();
    let mut variables = String::new();
    for name in names {
        if let Some(value) = job.variables.get(name) {
            let _ = write!(variables, "{name}=");
            canonical(value, &mut variables);
            variables.push(';');
        }
    }
    let caller = visit.caller.as_ref();
    let key = Key {
        document: Arc::clone(&job.plan.text),
        operation: job.operation_name.clone(),
        variables,
        rights: caller.map(|caller| caller.rights),
        staff: caller.is_some_and(|caller| caller.staff),
    };
    Some((key, sharing))
}

/// One spelling for equal values: an object's fields in order of their names.
fn canonical(value: &ConstValue, out: &mut String) {
    match value {
        ConstValue::List(items) => {
            out.push('[');
            for item in items {
                canonical(item, out);
                out.push(',');
            }
            out.push(']');
        }
        ConstValue::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            fields.sort_unstable_by_key(|(name, _)| name.as_str());
            out.push('{');
            for (name, value) in fields {
                let _ = write!(out, "{name:?}:");
                canonical(value, out);
                out.push(',');
            }
            out.push('}');
        }
        leaf => {
            let _ = write!(out, "{leaf}");
        }
    }
}

impl Groups {
    /// Joins the group of this key, which `start` begins if nobody has.
    pub(crate) fn join(
        self: &Arc<Self>,
        key: Key,
        sharing: Sharing,
        member: Member,
        start: impl FnOnce() -> BoxStream<'static, Event>,
    ) -> Membership {
        let mut groups = self.by_key.lock();
        let (group, fresh) = match groups.get(&key) {
            Some(group) => (Arc::clone(group), false),
            None => (Arc::new(Group { key: key.clone(), sharing, inside: Mutex::default() }), true),
        };
        let mut inside = group.inside.lock();
        if let Some(payload) = inside.last.clone() {
            member.outbox.push(Item::Next(Next { slot: member.slot, payload, frame: None, resync: false }));
        }
        let place = inside.vacant.pop().unwrap_or(inside.members.len());
        match inside.members.get_mut(place) {
            Some(vacant) => *vacant = Some(member),
            None => inside.members.push(Some(member)),
        }
        if fresh {
            groups.insert(key, Arc::clone(&group));
            metrics::gauge!("flotilla_live_groups").increment(1.0);
            let task = tokio::spawn(run(Arc::clone(self), Arc::clone(&group), start()));
            inside.task = Some(task.abort_handle());
        }
        drop(inside);
        Membership { groups: Arc::clone(self), group, place }
    }

    fn leave(&self, group: &Arc<Group>, place: usize) {
        // The same order of locks as in `join`: who joins finds the group before its last member left, or not at all.
        let mut groups = self.by_key.lock();
        let mut inside = group.inside.lock();
        if let Some(member) = inside.members.get_mut(place)
            && member.take().is_some()
        {
            inside.vacant.push(place);
        }
        if inside.members.len() == inside.vacant.len()
            && let Some(task) = inside.task.take()
        {
            task.abort();
            remove(&mut groups, group);
        }
    }

    /// The stream is over: nobody can join any more, and everybody is told.
    fn end(&self, group: &Arc<Group>, errors: Option<&Arc<str>>) {
        let mut groups = self.by_key.lock();
        let mut inside = group.inside.lock();
        remove(&mut groups, group);
        inside.task = None;
        for member in inside.members.iter().flatten() {
            member.outbox.push(Item::Done { slot: member.slot, errors: errors.cloned() });
        }
    }
}

fn remove(groups: &mut HashMap<Key, Arc<Group>>, group: &Arc<Group>) {
    if groups.get(&group.key).is_some_and(|present| Arc::ptr_eq(present, group)) {
        groups.remove(&group.key);
        metrics::gauge!("flotilla_live_groups").decrement(1.0);
    }
}

async fn run(groups: Arc<Groups>, group: Arc<Group>, mut events: BoxStream<'static, Event>) {
    while let Some(event) = events.next().await {
        match event {
            Event::Next(payload) => group.tell(payload),
            Event::Done(errors) => return groups.end(&group, errors.as_ref()),
        }
    }
    groups.end(&group, None);
}

impl Group {
    fn tell(&self, payload: Arc<Payload>) {
        let mut inside = self.inside.lock();
        let mut run: Option<(&str, Option<Utf8Bytes>)> = None;
        for member in inside.members.iter().flatten() {
            // Most clients number their operations from 1, so neighbours often want the very same frame.
            let frame = match &mut run {
                Some((id, frame)) if *id == &*member.id && !id.is_empty() => {
                    Some(frame.get_or_insert_with(|| payload.frame(id, false)).clone())
                }
                _ => {
                    run = Some((&member.id, None));
                    None
                }
            };
            let next = Next { slot: member.slot, payload: Arc::clone(&payload), frame, resync: false };
            member.outbox.push(Item::Next(next));
        }
        if self.sharing == Sharing::Latest {
            inside.last = Some(payload);
        }
    }
}
