//! A provider of payments that moves no money: for demos, tests and test installations.
//!
//! Its notices are signed as Stripe and its kin sign theirs: `x-sandbox-signature: t=<unix seconds>,v1=<hex>`, the HMAC-SHA256
//! of `<t>.<body>`. A notice that is sent again later is signed anew.

use std::fmt::{self, Write as _};

use aws_lc_rs::hmac;
use domain::kernel::Timestamp;
use domain::money::{Fen, ProviderOutcome};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use service::money::{Notice, NoticeError, PaymentAsk, PaymentProvider, ProviderError, RefundAsk, SignedNotice};

/// How far a signature's time may be from ours, in seconds.
const TOLERANCE: i64 = 300;

/// The provider.
pub struct Sandbox(hmac::Key);

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sandbox")
    }
}

/// A notice in JSON.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    id: String,
    reference: String,
    /// In fen.
    amount: i64,
    outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    payer: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Paid,
    Failed,
}

impl Sandbox {
    /// Signs with this key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    /// Signs a body at an instant.
    #[must_use]
    pub fn sign(&self, body: &[u8], at: Timestamp) -> String {
        let seconds = at.timestamp();
        let tag = hmac::sign(&self.0, &signed(seconds, body));
        let hex = tag.as_ref().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _infallible = write!(hex, "{byte:02x}");
            hex
        });
        format!("t={seconds},v1={hex}")
    }

    fn is_signed(&self, notice: &SignedNotice, now: Timestamp) -> Option<()> {
        let (time, tag) = notice.signature.split_once(',')?;
        let seconds: i64 = time.strip_prefix("t=")?.parse().ok()?;
        let tag = bytes_of(tag.strip_prefix("v1=")?)?;
        hmac::verify(&self.0, &signed(seconds, &notice.body), &tag).ok()?;
        (seconds.abs_diff(now.timestamp()) <= TOLERANCE.unsigned_abs()).then_some(())
    }
}

fn signed(seconds: i64, body: &[u8]) -> Vec<u8> {
    let mut text = format!("{seconds}.").into_bytes();
    text.extend_from_slice(body);
    text
}

fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    let is_hex = hex.len() == 64 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok();
    is_hex.then(|| (0..hex.len()).step_by(2).map(byte).collect()).flatten()
}

impl PaymentProvider for Sandbox {
    fn name(&self) -> &'static str {
        "sandbox"
    }

    fn moves_money(&self) -> bool {
        false
    }

    fn signature_header(&self) -> &'static str {
        "x-sandbox-signature"
    }

    fn begin<'a>(&'a self, ask: &'a PaymentAsk) -> BoxFuture<'a, Result<String, ProviderError>> {
        let url = format!("/payments/sandbox/pay?reference={}", ask.reference);
        Box::pin(std::future::ready(Ok(url)))
    }

    fn read_notice(&self, notice: &SignedNotice, now: Timestamp) -> Result<Notice, NoticeError> {
        self.is_signed(notice, now).ok_or(NoticeError::Signature)?;
        let body: Body = serde_json::from_slice(&notice.body).map_err(|_| NoticeError::Unreadable)?;
        let plain = |text: &str| (1..=100).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if !plain(&body.id) || !plain(&body.reference) || !body.payer.as_deref().is_none_or(plain) {
            return Err(NoticeError::Unreadable);
        }
        let outcome = match body.outcome {
            Outcome::Paid => ProviderOutcome::Paid,
            Outcome::Failed => ProviderOutcome::Failed,
        };
        Ok(Notice { id: body.id, reference: body.reference, amount: Fen(body.amount), outcome, payer: body.payer })
    }

    fn refund<'a>(&'a self, ask: &'a RefundAsk) -> BoxFuture<'a, Result<String, ProviderError>> {
        let number = format!("sandbox-{}", ask.reference);
        Box::pin(std::future::ready(Ok(number)))
    }

    fn play(&self, notice: &Notice, now: Timestamp) -> Option<SignedNotice> {
        let outcome = match notice.outcome {
            ProviderOutcome::Paid => Outcome::Paid,
            ProviderOutcome::Failed => Outcome::Failed,
        };
        let (id, reference, payer) = (notice.id.clone(), notice.reference.clone(), notice.payer.clone());
        let body = serde_json::to_vec(&Body { id, reference, amount: notice.amount.0, outcome, payer }).ok()?;
        Some(SignedNotice { signature: self.sign(&body, now), body })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::kernel::from_micros;

    fn at(seconds: i64) -> Timestamp {
        from_micros(seconds * 1_000_000)
    }

    #[test]
    fn only_what_was_signed_with_the_key_a_moment_ago_is_taken() {
        let sandbox = Sandbox::new(&[1; 32]);
        let notice = Notice {
            id: "n1".into(),
            reference: "pymt_1".into(),
            amount: Fen(36_500),
            outcome: ProviderOutcome::Paid,
            payer: Some("wallet-7".into()),
        };
        let signed = sandbox.play(&notice, at(1_000)).unwrap();
        for now in [1_000, 1_300, 700] {
            assert_eq!(sandbox.read_notice(&signed, at(now)), Ok(notice.clone()), "{now}");
        }
        for now in [1_301, 699] {
            assert_eq!(sandbox.read_notice(&signed, at(now)), Err(NoticeError::Signature), "{now}");
        }
        assert_eq!(Sandbox::new(&[2; 32]).read_notice(&signed, at(1_000)), Err(NoticeError::Signature));
        let other = SignedNotice { body: [&signed.body[..], b" "].concat(), ..signed.clone() };
        assert_eq!(sandbox.read_notice(&other, at(1_000)), Err(NoticeError::Signature));
        for bad in
            ["", "t=1000", "t=1000,v1=", "v1=00,t=1000", "t=x,v1=00", "t=1000,v1=zz", "t=9223372036854775808,v1=00"]
        {
            let bad = SignedNotice { signature: bad.into(), ..signed.clone() };
            assert_eq!(sandbox.read_notice(&bad, at(1_000)), Err(NoticeError::Signature), "{bad:?}");
        }
        for body in ["", "{}", "[]", r#"{"id":"","reference":"r","amount":1,"outcome":"paid"}"#] {
            let body = body.as_bytes().to_vec();
            let odd = SignedNotice { signature: sandbox.sign(&body, at(1_000)), body };
            assert_eq!(sandbox.read_notice(&odd, at(1_000)), Err(NoticeError::Unreadable), "{odd:?}");
        }
    }
}
