//! `rig raw-fanout`: the limit of the fan-out. One thread writes the same bytes to every connection.
//!
//! The first line on standard input is how many will come; every further line is a message that all of them get. It ends
//! with its input.

use std::io::{BufRead as _, Read as _, Write as _, stdin};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use super::frames;
use crate::clock::now_micros;

/// Nobody checks the key here.
const WELCOME: &[u8] = b"HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\
    sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n";

/// Runs the server.
pub(crate) fn raw_fanout() -> Result<()> {
    let mut lines = stdin().lock().lines();
    let count: usize = lines.next().context("how many?")??.trim().parse()?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("{}", json!({ "listening": listener.local_addr()?.to_string() }));
    let mut clients = Vec::with_capacity(count);
    for _ in 0..count {
        let (mut wire, _) = listener.accept()?;
        welcome(&mut wire)?;
        clients.push(wire);
    }
    println!("{}", json!({ "accepted": count }));
    for line in lines {
        let frame = frames::from_server(&line?);
        let begun = now_micros();
        for wire in &mut clients {
            wire.write_all(&frame)?;
        }
        println!("{}", json!({ "begun": begun }));
    }
    Ok(())
}

fn welcome(wire: &mut TcpStream) -> Result<()> {
    wire.set_nodelay(true)?;
    let mut request = Vec::new();
    let mut bytes = [0; 1_024];
    while !request.ends_with(b"\r\n\r\n") {
        let length = wire.read(&mut bytes)?;
        if length == 0 {
            bail!("closed in the handshake");
        }
        request.extend_from_slice(bytes.get(..length).unwrap_or_default());
    }
    Ok(wire.write_all(WELCOME)?)
}
