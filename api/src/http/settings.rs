//! Every limit of the door, with its default.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What the door allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DoorSettings {
    /// Largest request body, in bytes.
    pub body_limit: usize,
    /// A request body must have arrived after this many seconds.
    pub body_seconds: u64,
    /// An operation must have been executed after this many seconds.
    pub request_seconds: u64,
    /// A request's header must have arrived after this many seconds; an idle connection is closed after as many.
    pub header_seconds: u64,
    /// A client that takes nothing of its answer for this many seconds is cut off.
    pub stall_seconds: u64,
    /// Connections held at a time; further ones wait in the listener's queue.
    pub connections: u32,
    /// On shutdown, open requests get this many seconds to finish.
    pub drain_seconds: u64,
    /// Requests per second from one address; 0 turns the limit off.
    pub rate_per_second: u32,
    /// Requests an address may make at once before the rate holds; 0 means twice the rate.
    pub rate_burst: u32,
    /// How many proxies of ours stand in front: the client's address is so many places from the right in
    /// `X-Forwarded-For`. 0: the peer is the client and the header is ignored.
    pub proxies: usize,
    /// Origins whose pages may call us, exactly as browsers send them.
    pub origins: Vec<String>,
    /// `max-age` of Strict-Transport-Security; 0 sends none.
    pub hsts_seconds: u64,
    /// How much memory parsed documents may take, in bytes, roughly.
    pub plan_cache_bytes: u64,
    /// Most errors told in one answer.
    pub errors: usize,
    pub limits: Limits,
    pub live: LiveSettings,
}

impl Default for DoorSettings {
    fn default() -> Self {
        Self {
            body_limit: 1 << 20,
            body_seconds: 30,
            request_seconds: 30,
            header_seconds: 20,
            stall_seconds: 45,
            connections: 20_000,
            drain_seconds: 20,
            rate_per_second: 0,
            rate_burst: 0,
            proxies: 0,
            origins: Vec::new(),
            hsts_seconds: 0,
            plan_cache_bytes: 32 << 20,
            errors: 20,
            limits: Limits::default(),
            live: LiveSettings::default(),
        }
    }
}

impl DoorSettings {
    pub(crate) fn stall(&self) -> Duration {
        Duration::from_secs(self.stall_seconds)
    }

    pub(crate) fn request_timeout(&self) -> Duration {
        Duration::from_secs(self.request_seconds)
    }
}

/// What a GraphQL document may hold. All are counted before validation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of the document.
    pub document_bytes: usize,
    /// Lexical tokens.
    pub tokens: usize,
    /// Brackets of any kind inside each other; keeps the parser's stack small.
    pub nesting: usize,
    /// Fields inside each other, fragments unfolded.
    pub depth: u32,
    pub aliases: usize,
    /// How often one selection set may name the same field, fragments unfolded.
    pub repeats: u32,
    pub directives: usize,
    pub operations: usize,
    pub fragments: usize,
    /// Variables an operation may declare.
    pub variables: usize,
    /// Selections, fragments unfolded.
    pub fields: u64,
    /// Items of a list in an argument or a variable.
    pub list: usize,
    /// Cost of an operation: 1 a field, 10 a mutation, times the length of every list around it.
    pub cost: u64,
    /// Length taken for a list whose length was not asked for.
    pub page: u64,
    /// Lengths of lists by the name of their field, where `page` is wrong.
    pub lists: BTreeMap<String, u64>,
    /// What fields cost, by name, that do more than read what was looked up already: 1 for all others.
    pub weights: BTreeMap<String, u64>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 64 << 10,
            tokens: 5_000,
            nesting: 48,
            depth: 15,
            aliases: 60,
            repeats: 60,
            directives: 50,
            operations: 10,
            fragments: 100,
            variables: 100,
            fields: 5_000,
            list: 1_000,
            cost: 10_000,
            page: 20,
            lists: BTreeMap::new(),
            weights: BTreeMap::new(),
        }
    }
}

/// What sockets and event streams may do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct LiveSettings {
    /// `connection_init` must come within this many seconds.
    pub init_seconds: u64,
    /// A socket is pinged this often, in seconds, and closed when nothing came back for two rounds.
    pub ping_seconds: u64,
    /// Operations running on one socket.
    pub subscriptions: usize,
    /// Frames waiting for one slow reader before older ones give way to the newest.
    pub queue: usize,
    /// Largest message of a client, in bytes.
    pub message_bytes: usize,
    /// Read buffer of a socket, in bytes: what most of an idle socket's memory is.
    pub read_buffer: usize,
    /// Longest id of an operation, in bytes; a close reason holds 123 and names it.
    pub id_bytes: usize,
    /// An event stream says something at least this often, in seconds.
    pub comment_seconds: u64,
}

impl Default for LiveSettings {
    fn default() -> Self {
        Self {
            init_seconds: 10,
            ping_seconds: 20,
            subscriptions: 100,
            queue: 64,
            message_bytes: 128 << 10,
            read_buffer: 1 << 10,
            id_bytes: 90,
            comment_seconds: 12,
        }
    }
}
