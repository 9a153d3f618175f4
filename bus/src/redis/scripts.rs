//! The scripts in `lua/`: each changes everything about a message in one step, so a crash leaves it either before or after.

use std::sync::LazyLock;

use redis::Script;

/// Scripts that release messages begin with the functions they share.
macro_rules! releasing {
    ($file:literal) => {
        Script::new(concat!(include_str!("lua/release.lua"), "\n", include_str!($file)))
    };
}

pub(super) static ACK: LazyLock<Script> = LazyLock::new(|| releasing!("lua/ack.lua"));
pub(super) static BURY: LazyLock<Script> = LazyLock::new(|| releasing!("lua/bury.lua"));
pub(super) static CLAIM: LazyLock<Script> = LazyLock::new(|| releasing!("lua/claim.lua"));
pub(super) static HOLD: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/hold.lua")));
pub(super) static EXTEND: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/extend.lua")));
pub(super) static HAND_BACK: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/hand_back.lua")));
pub(super) static TIDY: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/tidy.lua")));
pub(super) static LAG: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/lag.lua")));
pub(super) static MEMBERS: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/members.lua")));
pub(super) static REQUEUE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/requeue.lua")));
