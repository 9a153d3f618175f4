//! How to reach the server that many processes share.

use std::fmt;

/// The first part of every key and channel when nothing else is set.
pub const DEFAULT_NAMESPACE: &str = "flotilla";

/// Messages a stream holds before the oldest give way, when nothing else is set.
pub const DEFAULT_STREAM_LIMIT: usize = 1_000_000;

/// Where the server is, and how much it may hold.
#[derive(Clone)]
pub struct RedisSettings {
    /// One of:
    /// - `redis://[user:password@]host:port[/db]`, `rediss://…` (TLS; rustls must have its default provider installed),
    ///   `redis+unix:///path`: one server;
    /// - `redis+sentinel://[user:password@]host:port[,host:port…]/service[/db]`: the primary that the sentinels name;
    /// - `redis-cluster://[user:password@]host:port[,host:port…]`, `rediss-cluster://…`, or several `redis://` URLs with
    ///   commas between: a cluster.
    pub url: String,
    /// The first part of every key and channel: two systems on one server must differ in it.
    pub namespace: String,
    /// Messages a stream holds before the oldest give way (the server may keep some more than that).
    pub stream_limit: usize,
}

impl RedisSettings {
    /// Settings for this address with the usual namespace and limit.
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), namespace: DEFAULT_NAMESPACE.to_owned(), stream_limit: DEFAULT_STREAM_LIMIT }
    }
}

/// By hand, because the address may hold a password and settings end up in logs.
impl fmt::Debug for RedisSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.url.rsplit_once('@').map_or("", |(_, place)| place);
        f.debug_struct("RedisSettings")
            .field("url", if place.is_empty() && !self.url.contains('@') { &self.url } else { &place })
            .field("namespace", &self.namespace)
            .field("stream_limit", &self.stream_limit)
            .finish()
    }
}
