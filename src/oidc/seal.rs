//! What has to come back with the person, sealed so that only we can read or make it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

const PURPOSE: &[u8] = b"flotilla oidc way 1";

/// What a sign-in began with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Way {
    pub(super) state: String,
    pub(super) nonce: String,
    pub(super) verifier: String,
    /// Where to go on to.
    pub(super) to: String,
    /// Until when it is good, in seconds since 1970.
    pub(super) until: i64,
}

pub(super) struct Sealer(LessSafeKey);

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer")
    }
}

impl Sealer {
    pub(super) fn new(key: &[u8; 32]) -> anyhow::Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| anyhow::anyhow!("a key of 32 bytes is needed"))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    pub(super) fn seal(&self, way: &Way) -> Option<String> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).ok()?;
        let mut text = serde_json::to_vec(way).ok()?;
        let sealing = Nonce::assume_unique_for_key(nonce);
        self.0.seal_in_place_append_tag(sealing, Aad::from(PURPOSE), &mut text).ok()?;
        Some(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &text].concat()))
    }

    pub(super) fn open(&self, cookie: &str) -> Option<Way> {
        let bytes = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let (nonce, text) = bytes.split_first_chunk::<NONCE_LEN>()?;
        let mut text = text.to_vec();
        let opened = self.0.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(PURPOSE), &mut text).ok()?;
        serde_json::from_slice(opened).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_sealed_here_opens() {
        let way = Way { state: "s".into(), nonce: "n".into(), verifier: "v".into(), to: "/console/".into(), until: 7 };
        let sealer = Sealer::new(&[1; 32]).unwrap();
        let cookie = sealer.seal(&way).unwrap();
        assert_eq!(sealer.open(&cookie), Some(way.clone()));
        assert_ne!(sealer.seal(&way), Some(cookie.clone()));
        assert!(Sealer::new(&[2; 32]).unwrap().open(&cookie).is_none());
        let mut changed = cookie.clone().into_bytes();
        changed[20] = if changed[20] == b'A' { b'B' } else { b'A' };
        assert!(sealer.open(std::str::from_utf8(&changed).unwrap()).is_none());
        for broken in ["", "AAAA", "not base64!", &cookie[..cookie.len() - 4]] {
            assert!(sealer.open(broken).is_none(), "{broken}");
        }
    }
}
