//! Ports for private servers.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Result, bail};

/// Below the range that the system gives to outgoing connections: while a server is down in a drill, a
/// client that keeps dialling its port could otherwise be given that very port as its own, connect to
/// itself and keep the server from coming back.
const FIRST: u16 = 12_000;
const COUNT: u16 = 18_000;
const TRIES: u16 = 200;

/// A loopback port nobody listens on at this moment.
pub(super) fn free() -> Result<u16> {
    let mut offset = random_offset();
    for _ in 0..TRIES {
        let port = FIRST + offset;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok(port);
        }
        offset = (offset + 1) % COUNT;
    }
    bail!("no free port on loopback among {TRIES} tried")
}

/// Spreads concurrent processes over the range; a hash map's seed is the chance the standard library has.
fn random_offset() -> u16 {
    let chance = RandomState::new().build_hasher().finish() % u64::from(COUNT);
    u16::try_from(chance).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_can_be_bound_and_is_outside_the_outgoing_range() {
        let port = free().unwrap();

        assert!((FIRST..FIRST + COUNT).contains(&port));
        assert!(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok());
    }
}
