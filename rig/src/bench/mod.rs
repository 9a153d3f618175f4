//! `rig bench`: our figures, each beside its limit in the same run.
//!
//! `push.rs` and `push_limit.rs`: a policy down the tree. `http.rs`, `load.rs` and `sql_server.rs`: reads. `fanout.rs`,
//! `clients.rs`, `frames.rs` and `raw_fanout.rs`: live notices. `members`: a nation of members. What must not share a process with what it measures runs as
//! a helper (`helper.rs`) of its own.

mod clients;
mod fanout;
mod frames;
mod helper;
mod http;
mod load;
mod members;
mod publisher;
mod push;
mod push_limit;
mod raw_fanout;
mod sql_server;

use anyhow::Result;
use clap::Subcommand;

pub(crate) use clients::{ClientsArgs, clients};
pub(crate) use raw_fanout::raw_fanout;
pub(crate) use sql_server::{SqlServerArgs, sql_server};

#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// A policy down a tree of N chapters, beside bare set-based inserts and pipelined messages.
    Push(push::PushArgs),
    /// GraphQL reads with rights, beside axum with one prepared statement.
    Http(http::HttpArgs),
    /// Live notices to N subscriptions, beside raw frames from one thread.
    Fanout(fanout::FanoutArgs),
    /// Members written, counted and swept, beside bare inserts, COPY and reads by primary key.
    Members(members::MembersArgs),
}

/// Runs one benchmark and prints its figures.
pub(crate) async fn run(bench: Bench) -> Result<()> {
    match bench {
        Bench::Push(args) => push::run(args).await,
        Bench::Http(args) => http::run(args).await,
        Bench::Fanout(args) => fanout::run(args).await,
        Bench::Members(args) => members::run(args).await,
    }
}
