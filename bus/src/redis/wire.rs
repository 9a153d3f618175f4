//! An open connection for commands, whatever kind of server is behind it.

use redis::aio::{ConnectionLike, MultiplexedConnection};
use redis::cluster_async::ClusterConnection;
use redis::{Cmd, ErrorKind, Pipeline, RedisError, RedisFuture, ServerErrorKind, Value};

use crate::error::Error;

#[derive(Clone)]
pub(super) enum Wire {
    One(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl ConnectionLike for Wire {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::One(wire) => wire.req_packed_command(cmd),
            Self::Cluster(wire) => wire.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::One(wire) => wire.req_packed_commands(pipeline, offset, count),
            Self::Cluster(wire) => wire.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        match self {
            Self::One(wire) => wire.get_db(),
            Self::Cluster(wire) => wire.get_db(),
        }
    }
}

/// True when the connection is of no further use: broken, silent, or leading to a server that has become a replica.
pub(super) fn breaks_the_wire(error: &RedisError) -> bool {
    error.is_io_error()
        || error.is_timeout()
        || error.is_connection_dropped()
        || error.is_unrecoverable_error()
        || error.kind() == ErrorKind::Server(ServerErrorKind::ReadOnly)
}

/// True when there is no such group (any more): a new stream, or the server was emptied, perhaps while we were waiting.
pub(super) fn is_missing_group(error: &RedisError) -> bool {
    matches!(error.code(), Some("NOGROUP" | "UNBLOCKED"))
}

/// True when the group was there already.
pub(super) fn is_existing_group(error: &RedisError) -> bool {
    error.code() == Some("BUSYGROUP")
}

impl From<RedisError> for Error {
    fn from(error: RedisError) -> Self {
        // A server that is loading, failing over or busy will do better later.
        let passing = breaks_the_wire(&error)
            || error.is_cluster_error()
            || matches!(
                error.code(),
                Some("LOADING" | "BUSY" | "MASTERDOWN" | "CLUSTERDOWN" | "TRYAGAIN" | "NOREPLICAS" | "OOM" | "MISCONF")
            );
        if passing { Self::Unavailable(error.to_string()) } else { Self::Protocol(error.to_string()) }
    }
}
