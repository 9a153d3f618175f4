//! One result of a subscription, serialised once and sent to whoever it concerns.

use axum::extract::ws::Utf8Bytes;

use crate::http::Reply;

/// A result as JSON text, shared by all its receivers.
#[derive(Debug)]
pub(crate) struct Payload {
    text: String,
    /// Where a mark can be set into the text, and whether `extensions` is there already.
    seam: Seam,
}

#[derive(Debug, Clone, Copy)]
enum Seam {
    /// Just after the opening brace of `extensions`.
    Within(usize),
    /// Just before the closing brace of the whole.
    Behind(usize),
}

const EXTENSIONS: &str = "\"extensions\":";

impl Payload {
    pub(crate) fn of(reply: &Reply) -> Self {
        let text = reply.json();
        let seam = if reply.extensions.is_empty() {
            Seam::Behind(text.len().saturating_sub(1))
        } else {
            // `extensions` is written last, so its text is the end of the whole: measured, not searched for.
            let inner = serde_json::to_string(&reply.extensions).unwrap_or_default().len();
            Seam::Within(text.len().saturating_sub(inner))
        };
        Self { text, seam }
    }

    /// The result as it is.
    pub(crate) fn plain(&self) -> &str {
        &self.text
    }

    /// The result with `extensions.resync`: others before it were left out, so the client reads again from its cursor.
    pub(crate) fn resync(&self) -> String {
        let (at, mark) = match self.seam {
            Seam::Within(at) => (at, "\"resync\":true,".to_owned()),
            Seam::Behind(at) => (at, format!(",{EXTENSIONS}{{\"resync\":true}}")),
        };
        let (head, tail) = self.text.split_at_checked(at).unwrap_or((&self.text, ""));
        [head, &mark, tail].concat()
    }

    /// The frame of a socket's `next`; `id` is JSON already.
    pub(crate) fn frame(&self, id: &str, resync: bool) -> Utf8Bytes {
        let owned;
        let text = if resync {
            owned = self.resync();
            &owned
        } else {
            &self.text
        };
        let mut frame = String::with_capacity(id.len() + text.len() + 34);
        frame.extend(["{\"id\":", id, ",\"type\":\"next\",\"payload\":", text, "}"]);
        frame.into()
    }
}
