//! WebSocket frames by hand: as little as an honest client and an honest sender can do.

const TEXT: u8 = 0x81;
const PING: u8 = 0x09;
const PONG: u8 = 0x8A;
const MASKED: u8 = 0x80;
/// The length follows in two bytes, or in eight.
const LONG: u8 = 126;
const LONGER: u8 = 127;

/// One frame out of a buffer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    pub(super) opcode: u8,
    pub(super) payload: &'a [u8],
    /// Bytes that it takes in the buffer.
    pub(super) length: usize,
}

impl Frame<'_> {
    pub(super) fn is_text(&self) -> bool {
        self.opcode == TEXT & 0x0F
    }

    pub(super) fn is_ping(&self) -> bool {
        self.opcode == PING
    }

    pub(super) fn is_close(&self) -> bool {
        self.opcode == 0x08
    }
}

/// The first frame of a server's bytes, if it is there whole.
pub(super) fn read(bytes: &[u8]) -> Option<Frame<'_>> {
    let (&[first, second], rest) = bytes.split_first_chunk::<2>()?;
    let (length, rest, head) = match second {
        LONG => {
            let (long, rest) = rest.split_first_chunk::<2>()?;
            (usize::from(u16::from_be_bytes(*long)), rest, 4)
        }
        LONGER => {
            let (long, rest) = rest.split_first_chunk::<8>()?;
            (usize::try_from(u64::from_be_bytes(*long)).ok()?, rest, 10)
        }
        short => (usize::from(short), rest, 2),
    };
    let payload = rest.get(..length)?;
    Some(Frame { opcode: first & 0x0F, payload, length: head + length })
}

/// A server's text frame.
pub(super) fn from_server(text: &str) -> Vec<u8> {
    frame(TEXT, 0, text.as_bytes())
}

/// A client's text frame. The mask is zero, which leaves the bytes as they are and is allowed.
pub(super) fn from_client(text: &str) -> Vec<u8> {
    frame(TEXT, MASKED, text.as_bytes())
}

/// A client's answer to a ping.
pub(super) fn pong(payload: &[u8]) -> Vec<u8> {
    frame(PONG, MASKED, payload)
}

fn frame(first: u8, masked: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(short @ 0..126), _) => bytes.push(short | masked),
        (_, Ok(long)) => {
            bytes.push(LONG | masked);
            bytes.extend(long.to_be_bytes());
        }
        _ => {
            bytes.push(LONGER | masked);
            bytes.extend(u64::try_from(payload.len()).unwrap_or(u64::MAX).to_be_bytes());
        }
    }
    if masked != 0 {
        bytes.extend([0; 4]);
    }
    bytes.extend_from_slice(payload);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_of_every_length_are_read_back() {
        for length in [0, 1, 125, 126, 300, 65_535, 65_536] {
            let text = "x".repeat(length);
            let bytes = from_server(&text);

            let frame = read(&bytes).unwrap();

            assert!(frame.is_text());
            assert_eq!((frame.payload, frame.length), (text.as_bytes(), bytes.len()));
            assert_eq!(read(&bytes[..bytes.len() - 1]), None);
        }
    }

    #[test]
    fn a_clients_frame_says_that_it_is_masked() {
        assert_eq!(from_client("ab"), [0x81, 0x82, 0, 0, 0, 0, b'a', b'b']);
        assert_eq!(pong(b""), [0x8A, 0x80, 0, 0, 0, 0]);
    }
}
