//! Connections: wire.md 14.

use std::time::Duration;

use api::http::DoorSettings;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::{soon, world, world_with};

/// Everything the server still says, until it closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

#[tokio::test]
async fn stalls_are_cut_within_a_minute() {
    let served = world().listen().await;
    let head =
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{\"qu";
    let idle = "GET /livez HTTP/1.1\r\nhost: x\r\n\r\n";
    for (what, said, told) in [
        ("nothing at all", "", ""),
        ("half a header", "POST /graphql HTTP/1.1\r\nhost: x\r\nx-slow: ", ""),
        ("half a body", head, "408"),
        ("idle after an answer", idle, "200"),
    ] {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        stream.write_all(said.as_bytes()).await.unwrap();
        let mut first = String::new();
        if told == "200" {
            let mut buffer = [0; 1_024];
            let n = soon(what, stream.read(&mut buffer)).await.unwrap();
            first = String::from_utf8_lossy(&buffer[..n]).into_owned();
        }
        tokio::time::pause();
        let before = tokio::time::Instant::now();
        let answer = first + &rest(&mut stream).await;
        assert!(before.elapsed() < Duration::from_mins(1), "{what}: {:?}", before.elapsed());
        assert!(answer.is_empty() == told.is_empty() && answer.contains(told), "{what}: {answer}");
        tokio::time::resume();
    }
}

#[tokio::test]
async fn a_huge_body_is_refused_before_it_is_sent() {
    let served = world().listen().await;
    for framing in ["content-length: 104857600", "transfer-encoding: chunked"] {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        let head = format!("POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{framing}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        let (mut reading, mut writing) = stream.split();
        let piece = [&b"10000\r\n"[..], &vec![b' '; 65_536], b"\r\n"].concat();
        let mut sent = 0;
        let mut answer = [0; 64];
        let n = soon(framing, async {
            loop {
                tokio::select! {
                    biased;
                    n = reading.read(&mut answer) => return n.unwrap(),
                    written = writing.write(&piece) => sent += written.unwrap(),
                }
            }
        })
        .await;
        assert!(answer[..n].starts_with(b"HTTP/1.1 413"), "{framing}: {}", String::from_utf8_lossy(&answer[..n]));
        assert!(sent < 20 << 20, "{framing}: {sent} bytes");
    }
}

#[tokio::test]
async fn who_asks_before_sending_is_told_at_once() {
    let served = world().listen().await;
    let mut stream = TcpStream::connect(served.address).await.unwrap();
    let head = "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 104857600\r\nexpect: 100-continue\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let answer = soon("413", rest(&mut stream)).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}

#[tokio::test]
async fn connections_are_counted() {
    let world = world_with(DoorSettings { connections: 2, ..DoorSettings::default() });
    let served = world.listen().await;
    let request = b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n";
    let mut held = Vec::new();
    for _ in 0..2 {
        let mut stream = TcpStream::connect(served.address).await.unwrap();
        stream.write_all(request).await.unwrap();
        soon("an answer", stream.read_u8()).await.unwrap();
        held.push(stream);
    }
    let mut third = TcpStream::connect(served.address).await.unwrap();
    third.write_all(request).await.unwrap();
    // The server is at work for those it holds, and has not taken the third.
    let first = &mut held[0];
    first.write_all(request).await.unwrap();
    let mut answers = [0; 1_024];
    let mut seen = String::new();
    while seen.matches("ok").count() < 2 {
        let n = soon("another answer", first.read(&mut answers)).await.unwrap();
        seen += &String::from_utf8_lossy(&answers[..n]);
    }
    assert_eq!(third.try_read(&mut answers).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    held.pop();
    soon("its turn", third.read_u8()).await.unwrap();
}

#[tokio::test]
async fn an_open_request_is_finished_and_a_stuck_one_cut() {
    let world = world_with(DoorSettings { drain_seconds: 1, ..DoorSettings::default() });
    let served = world.listen().await;
    let mut stuck = TcpStream::connect(served.address).await.unwrap();
    let body = r#"{"query":"{ slow }"}"#;
    let head = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stuck.write_all(head.as_bytes()).await.unwrap();
    let mut idle = TcpStream::connect(served.address).await.unwrap();
    idle.write_all(b"GET /livez HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
    soon("an answer", idle.read_u8()).await.unwrap();
    world.shutdown.cancel();
    soon("idle ones go", rest(&mut idle)).await;
    soon("the drain ends", served.task).await.unwrap().unwrap();
    assert_eq!(soon("the stuck one is cut", rest(&mut stuck)).await, "");
    assert!(TcpStream::connect(served.address).await.is_err());
}
