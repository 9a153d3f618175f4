//! A stream in memory: what was sent, each group's place in it, and what was put aside. It has no clock of its own.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use tokio::time::Instant;

use crate::consumer::ConsumerOptions;
use crate::message::{DeadLetter, Lag, Member, Message};

#[derive(Default)]
pub(super) struct Log {
    last_id: u64,
    entries: BTreeMap<u64, Entry>,
    groups: HashMap<String, Group>,
    dead: BTreeMap<u64, Dead>,
}

#[derive(Clone)]
struct Entry {
    message: Message,
    sent: Instant,
    /// Put back for this group alone: the others are done with it.
    only: Option<String>,
}

#[derive(Default)]
struct Group {
    last_read: u64,
    pending: BTreeMap<u64, Pending>,
    members: HashMap<String, Heard>,
}

/// When a consumer was last heard of.
struct Heard {
    at: Instant,
    /// It is here now, and waits for messages.
    waits: bool,
}

struct Pending {
    /// `None` after it was handed back.
    consumer: Option<String>,
    since: Instant,
    attempts: u32,
    /// Held back until then, whatever the idle time.
    due: Option<Instant>,
}

struct Dead {
    letter: DeadLetter,
    at: Instant,
}

/// Who takes, and how.
pub(super) struct Taker<'a> {
    pub(super) group: &'a str,
    pub(super) consumer: &'a str,
    pub(super) options: &'a ConsumerOptions,
    pub(super) stream_limit: usize,
}

/// A message taken.
pub(super) struct Taken {
    pub(super) id: u64,
    pub(super) message: Message,
    pub(super) attempt: u32,
}

impl Pending {
    /// When it may be taken (over).
    fn ready_at(&self, idle_claim: Duration) -> Instant {
        self.due.unwrap_or_else(|| self.since + idle_claim)
    }
}

impl Log {
    pub(super) fn append(&mut self, message: Message, only: Option<String>, now: Instant) {
        self.last_id += 1;
        self.entries.insert(self.last_id, Entry { message, sent: now, only });
    }

    /// Drops the oldest beyond `limit`; returns how many.
    pub(super) fn trim(&mut self, limit: usize) -> usize {
        let excess = self.entries.len().saturating_sub(limit);
        for _ in 0..excess {
            if let Some((id, _)) = self.entries.pop_first() {
                for group in self.groups.values_mut() {
                    group.pending.remove(&id);
                }
            }
        }
        excess
    }

    /// A new group starts with the oldest message.
    pub(super) fn ensure_group(&mut self, group: &str) {
        self.groups.entry(group.to_owned()).or_default();
    }

    /// Notes that a consumer is here: that it begins to wait for messages, or no longer does.
    pub(super) fn heard(&mut self, group: &str, consumer: &str, now: Instant, waits: bool) {
        if let Some(group) = self.groups.get_mut(group) {
            group.members.insert(consumer.to_owned(), Heard { at: now, waits });
        }
    }

    /// Who takes messages for a group.
    pub(super) fn members(&self, group: &str, now: Instant) -> Vec<Member> {
        let Some(group) = self.groups.get(group) else {
            return Vec::new();
        };
        let holds = |name: &str| group.pending.values().filter(|held| held.consumer.as_deref() == Some(name)).count();
        let member = |(name, heard): (&String, &Heard)| Member {
            name: name.clone(),
            idle: if heard.waits { Duration::ZERO } else { now.saturating_duration_since(heard.at) },
            in_flight: holds(name) as u64,
        };
        group.members.iter().map(member).collect()
    }

    /// Takes what is due again or was abandoned; what has had its attempts is put aside instead.
    pub(super) fn claim(&mut self, who: &Taker<'_>, now: Instant) -> Vec<Taken> {
        let Some(group) = self.groups.get_mut(who.group) else {
            return Vec::new();
        };
        let mut taken = Vec::new();
        let mut spent = Vec::new();
        for (id, pending) in &mut group.pending {
            if taken.len() >= who.options.batch {
                break;
            }
            if pending.ready_at(who.options.idle_claim) > now {
                continue;
            }
            if pending.attempts >= who.options.max_attempts {
                spent.push((*id, pending.attempts));
                continue;
            }
            let Some(entry) = self.entries.get(id) else {
                continue;
            };
            pending.attempts += 1;
            pending.consumer = Some(who.consumer.to_owned());
            pending.since = now;
            pending.due = None;
            taken.push(Taken { id: *id, message: entry.message.clone(), attempt: pending.attempts });
        }
        for (id, attempts) in spent {
            let reason = format!("no success in {attempts} attempts");
            self.bury(who.group, &id.to_string(), &reason, now, who.stream_limit);
        }
        taken
    }

    /// Takes what is new to the group.
    pub(super) fn read(&mut self, who: &Taker<'_>, now: Instant) -> Vec<Taken> {
        let Some(group) = self.groups.get_mut(who.group) else {
            return Vec::new();
        };
        let mut taken = Vec::new();
        let mut not_ours = Vec::new();
        for (id, entry) in self.entries.range(group.last_read + 1..).take(who.options.batch) {
            group.last_read = *id;
            if entry.only.as_deref().is_some_and(|only| only != who.group) {
                not_ours.push(*id);
                continue;
            }
            let pending = Pending { consumer: Some(who.consumer.to_owned()), since: now, attempts: 1, due: None };
            group.pending.insert(*id, pending);
            taken.push(Taken { id: *id, message: entry.message.clone(), attempt: 1 });
        }
        for id in not_ours {
            self.forget_if_done(id);
        }
        taken
    }

    /// When the next pending message may be taken (over).
    pub(super) fn next_due(&self, group: &str, idle_claim: Duration) -> Option<Instant> {
        self.groups.get(group)?.pending.values().map(|pending| pending.ready_at(idle_claim)).min()
    }

    pub(super) fn ack(&mut self, group: &str, id: &str) {
        let (Some(group), Ok(id)) = (self.groups.get_mut(group), id.parse()) else {
            return;
        };
        if group.pending.remove(&id).is_some() {
            self.forget_if_done(id);
        }
    }

    /// Holds a consumer's message back until `due`. False when it is not this consumer's.
    pub(super) fn hold(&mut self, group: &str, consumer: &str, id: &str, due: Instant) -> bool {
        self.held_by(group, consumer, id).map(|pending| pending.due = Some(due)).is_some()
    }

    /// Starts the idle time of a consumer's message anew. False when it is not this consumer's.
    pub(super) fn extend(&mut self, group: &str, consumer: &str, id: &str, now: Instant) -> bool {
        self.heard(group, consumer, now, false);
        self.held_by(group, consumer, id).map(|pending| pending.since = now).is_some()
    }

    /// Puts a message aside for a group. False when the group no longer owes it.
    pub(super) fn bury(&mut self, group: &str, id: &str, reason: &str, now: Instant, limit: usize) -> bool {
        let (Some(owner), Ok(id)) = (self.groups.get_mut(group), id.parse::<u64>()) else {
            return false;
        };
        let Some(pending) = owner.pending.remove(&id) else {
            return false;
        };
        if let Some(entry) = self.entries.get(&id) {
            self.last_id += 1;
            let letter = DeadLetter {
                id: self.last_id.to_string(),
                message_id: id.to_string(),
                group: group.to_owned(),
                key: entry.message.key.clone(),
                payload: entry.message.payload.clone(),
                attempts: pending.attempts,
                reason: reason.to_owned(),
                age: Duration::ZERO,
            };
            self.dead.insert(self.last_id, Dead { letter, at: now });
            while self.dead.len() > limit {
                self.dead.pop_first();
            }
        }
        self.forget_if_done(id);
        true
    }

    /// Makes everything a consumer holds due at once, without counting this delivery.
    pub(super) fn hand_back(&mut self, group: &str, consumer: &str, now: Instant) {
        let Some(group) = self.groups.get_mut(group) else {
            return;
        };
        for pending in group.pending.values_mut().filter(|pending| pending.consumer.as_deref() == Some(consumer)) {
            pending.consumer = None;
            pending.attempts = pending.attempts.saturating_sub(1);
            pending.due.get_or_insert(now);
        }
        group.members.remove(consumer);
    }

    pub(super) fn dead_letters(&self, limit: usize, now: Instant) -> Vec<DeadLetter> {
        let aged = |dead: &Dead| DeadLetter { age: now.saturating_duration_since(dead.at), ..dead.letter.clone() };
        self.dead.values().take(limit).map(aged).collect()
    }

    pub(super) fn requeue(&mut self, id: &str, now: Instant) -> bool {
        let Some(dead) = id.parse().ok().and_then(|id: u64| self.dead.remove(&id)) else {
            return false;
        };
        let DeadLetter { key, payload, group, .. } = dead.letter;
        self.append(Message { key, payload }, Some(group), now);
        true
    }

    pub(super) fn lag(&self, group: &str, now: Instant) -> Lag {
        let none = Group::default();
        let group = self.groups.get(group).unwrap_or(&none);
        let mut waiting = self.entries.range(group.last_read + 1..);
        let first_waiting = waiting.next().map(|(id, _)| *id);
        let oldest = first_waiting.into_iter().chain(group.pending.keys().next().copied()).min();
        let sent = oldest.and_then(|id| self.entries.get(&id)).map(|entry| entry.sent);
        Lag {
            waiting: u64::from(first_waiting.is_some()) + waiting.count() as u64,
            pending: group.pending.len() as u64,
            oldest_age: sent.map(|sent| now.saturating_duration_since(sent)),
        }
    }

    fn held_by(&mut self, group: &str, consumer: &str, id: &str) -> Option<&mut Pending> {
        let pending = self.groups.get_mut(group)?.pending.get_mut(&id.parse().ok()?)?;
        (pending.consumer.as_deref() == Some(consumer)).then_some(pending)
    }

    /// A message leaves once no group has it before it or in hand.
    fn forget_if_done(&mut self, id: u64) {
        let owed = |group: &Group| group.last_read < id || group.pending.contains_key(&id);
        if !self.groups.values().any(owed) {
            self.entries.remove(&id);
        }
    }
}
