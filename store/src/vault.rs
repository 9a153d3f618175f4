//! Personal data at rest: sealed with AES-256-GCM, found again through keyed blind indexes.
//!
//! Every sealed value starts with the number of its key, so that keys can be rotated: new values take the newest key,
//! old ones stay readable as long as their key is configured.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{hmac, rand};

use crate::{Result, StoreError};

/// Which column a value belongs to: bound into the seal, so that values cannot be swapped between columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Email,
    Phone,
    Name,
    /// The key that one member's data is sealed with.
    MemberKey,
    MemberPhone,
    MemberName,
    /// What a merge can be undone with.
    MemberMerge,
    /// The code of a card; only ever looked up.
    CardCode,
    /// Whom an invoice is made out to.
    InvoiceTitle,
    /// A piece of a file of people, or of what was read from it.
    ImportFile,
    /// The token of a phone or browser that follows referral links; only ever looked up.
    Visitor,
    /// The account that somebody paid from, in the words of the provider; only ever looked up.
    Payer,
    /// Whence somebody registered; only ever looked up.
    Address,
}

impl Purpose {
    const fn label(self) -> &'static [u8] {
        match self {
            Self::Email => b"account.email",
            Self::Phone => b"account.phone",
            Self::Name => b"account.name",
            Self::MemberKey => b"member.key",
            Self::MemberPhone => b"member.phone",
            Self::MemberName => b"member.name",
            Self::MemberMerge => b"member.merge",
            Self::CardCode => b"card.code",
            Self::InvoiceTitle => b"invoice.title",
            Self::Visitor => b"growth.visitor",
            Self::Payer => b"growth.payer",
            Self::Address => b"growth.address",
            Self::ImportFile => b"import.file",
        }
    }
}

/// The keys of the vault, newest first.
pub struct Vault {
    sealing: Vec<(u32, LessSafeKey)>,
    index: hmac::Key,
    audit: hmac::Key,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let numbers: Vec<u32> = self.sealing.iter().map(|(number, _)| *number).collect();
        f.debug_struct("Vault").field("keys", &numbers).finish_non_exhaustive()
    }
}

impl Vault {
    /// Takes the sealing keys (number and 32 bytes each; the highest number seals), the key of the blind indexes, and
    /// the key of the audit chain.
    ///
    /// # Errors
    /// No sealing key at all.
    pub fn new(sealing: &[(u32, [u8; 32])], index: &[u8; 32], audit: &[u8; 32]) -> Result<Self> {
        let mut keys = Vec::with_capacity(sealing.len());
        for (number, bytes) in sealing {
            let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| StoreError::Sealed("a key is not 32 bytes"))?;
            keys.push((*number, LessSafeKey::new(key)));
        }
        keys.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        if keys.is_empty() {
            return Err(StoreError::Sealed("no sealing key is configured"));
        }
        Ok(Self {
            sealing: keys,
            index: hmac::Key::new(hmac::HMAC_SHA256, index),
            audit: hmac::Key::new(hmac::HMAC_SHA256, audit),
        })
    }

    /// Seals a text: key number, nonce, ciphertext and tag.
    pub fn seal(&self, purpose: Purpose, text: &str) -> Result<Vec<u8>> {
        self.seal_bytes(purpose, text.as_bytes())
    }

    /// Opens what [`Vault::seal`] made.
    ///
    /// # Errors
    /// The key is not configured, or the value was changed.
    pub fn open(&self, purpose: Purpose, sealed: &[u8]) -> Result<String> {
        text(self.open_bytes(purpose, sealed)?)
    }

    /// A new key for the data of one person, with the form in which it is stored. Without that form nothing that the key
    /// sealed can ever be read again.
    pub fn new_subject_key(&self) -> Result<(SubjectKey, Vec<u8>)> {
        let mut bytes = [0_u8; 32];
        rand::fill(&mut bytes).map_err(|_| StoreError::Sealed("no randomness"))?;
        let stored = self.seal_bytes(Purpose::MemberKey, &bytes)?;
        Ok((SubjectKey::of(&bytes)?, stored))
    }

    /// The key of one person's data.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn subject_key(&self, stored: &[u8]) -> Result<SubjectKey> {
        SubjectKey::of(&self.open_bytes(Purpose::MemberKey, stored)?)
    }

    /// Stores a person's key anew, under the newest key; what it sealed stays as it is.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn reseal_subject_key(&self, stored: &[u8]) -> Result<Vec<u8>> {
        self.seal_bytes(Purpose::MemberKey, &self.open_bytes(Purpose::MemberKey, stored)?)
    }

    /// Seals bytes, as [`Vault::seal`] does a text.
    pub fn seal_bytes(&self, purpose: Purpose, bytes: &[u8]) -> Result<Vec<u8>> {
        let (number, key) = self.sealing.first().ok_or(StoreError::Sealed("no sealing key is configured"))?;
        Ok([number.to_be_bytes().as_slice(), &seal_with(key, purpose, bytes)?].concat())
    }

    /// Opens what [`Vault::seal_bytes`] made.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn open_bytes(&self, purpose: Purpose, sealed: &[u8]) -> Result<Vec<u8>> {
        let (number, rest) = sealed.split_first_chunk::<4>().ok_or(StoreError::Sealed("too short"))?;
        let number = u32::from_be_bytes(*number);
        let (_, key) =
            self.sealing.iter().find(|(n, _)| *n == number).ok_or(StoreError::Sealed("its key is not configured"))?;
        open_with(key, purpose, rest)
    }

    /// Whether a sealed value was made with the newest key.
    #[must_use]
    pub fn is_current(&self, sealed: &[u8]) -> bool {
        let newest = self.sealing.first().map(|(number, _)| number.to_be_bytes());
        sealed.first_chunk::<4>() == newest.as_ref()
    }

    /// The keyed index of a normalised value: equal values have equal indexes, and nobody without the key can test one.
    #[must_use]
    pub fn blind_index(&self, purpose: Purpose, normalised: &str) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.index);
        context.update(purpose.label());
        context.update(&[0]);
        context.update(normalised.as_bytes());
        context.sign().as_ref().to_vec()
    }

    /// The keyed digest of the audit log.
    #[must_use]
    pub fn audit_mac(&self, bytes: &[u8]) -> [u8; 32] {
        let mut mac = [0; 32];
        mac.copy_from_slice(hmac::sign(&self.audit, bytes).as_ref());
        mac
    }
}

/// The key that the data of one person is sealed with. Forgetting it forgets the person.
pub struct SubjectKey(LessSafeKey);

impl std::fmt::Debug for SubjectKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SubjectKey")
    }
}

impl SubjectKey {
    fn of(bytes: &[u8]) -> Result<Self> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| StoreError::Sealed("a key is not 32 bytes"))?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals a text: nonce, ciphertext and tag.
    pub fn seal(&self, purpose: Purpose, text: &str) -> Result<Vec<u8>> {
        seal_with(&self.0, purpose, text.as_bytes())
    }

    /// Opens what [`SubjectKey::seal`] made.
    ///
    /// # Errors
    /// It is another person's, another column's, or was changed.
    pub fn open(&self, purpose: Purpose, sealed: &[u8]) -> Result<String> {
        text(open_with(&self.0, purpose, sealed)?)
    }
}

fn seal_with(key: &LessSafeKey, purpose: Purpose, bytes: &[u8]) -> Result<Vec<u8>> {
    let mut nonce = [0_u8; NONCE_LEN];
    rand::fill(&mut nonce).map_err(|_| StoreError::Sealed("no randomness"))?;
    let mut secret = bytes.to_vec();
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(purpose.label()), &mut secret)
        .map_err(|_| StoreError::Sealed("sealing failed"))?;
    Ok([nonce.as_slice(), &secret].concat())
}

fn open_with(key: &LessSafeKey, purpose: Purpose, sealed: &[u8]) -> Result<Vec<u8>> {
    let (nonce, secret) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(StoreError::Sealed("too short"))?;
    let mut bytes = secret.to_vec();
    let opened = key
        .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(purpose.label()), &mut bytes)
        .map_err(|_| StoreError::Sealed("the value was changed"))?;
    Ok(opened.to_vec())
}

fn text(bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|_| StoreError::Sealed("not text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault(numbers: &[u32]) -> Vault {
        let keys: Vec<_> = numbers.iter().map(|n| (*n, [u8::try_from(*n).unwrap(); 32])).collect();
        Vault::new(&keys, &[8; 32], &[9; 32]).unwrap()
    }

    #[test]
    fn rotation_keeps_old_values_readable() {
        let sealed = vault(&[1]).seal(Purpose::Name, "王舵手").unwrap();
        let rotated = vault(&[1, 2]);
        assert_eq!(rotated.open(Purpose::Name, &sealed).unwrap(), "王舵手");
        assert!(!rotated.is_current(&sealed));
        assert!(rotated.is_current(&rotated.seal(Purpose::Name, "x").unwrap()));
        assert!(vault(&[2]).open(Purpose::Name, &sealed).is_err());
    }

    #[test]
    fn a_changed_or_moved_value_does_not_open() {
        let vault = vault(&[1]);
        let mut sealed = vault.seal(Purpose::Phone, "13800001234").unwrap();
        assert!(vault.open(Purpose::Name, &sealed).is_err());
        *sealed.last_mut().unwrap() ^= 1;
        assert!(vault.open(Purpose::Phone, &sealed).is_err());
    }

    #[test]
    fn a_persons_data_needs_that_persons_key() {
        let vault = vault(&[1]);
        let (key, stored) = vault.new_subject_key().unwrap();
        let (other, _) = vault.new_subject_key().unwrap();
        let sealed = key.seal(Purpose::MemberName, "王小明").unwrap();
        assert_eq!(vault.subject_key(&stored).unwrap().open(Purpose::MemberName, &sealed).unwrap(), "王小明");
        assert!(other.open(Purpose::MemberName, &sealed).is_err());
        assert!(key.open(Purpose::MemberPhone, &sealed).is_err());
        assert!(vault.open(Purpose::MemberName, &sealed).is_err());
    }

    #[test]
    fn a_persons_key_survives_rotation() {
        let (key, stored) = vault(&[1]).new_subject_key().unwrap();
        let sealed = key.seal(Purpose::MemberName, "王小明").unwrap();
        let stored = vault(&[1, 2]).reseal_subject_key(&stored).unwrap();
        let newest = vault(&[2]);
        assert!(newest.is_current(&stored));
        assert_eq!(newest.subject_key(&stored).unwrap().open(Purpose::MemberName, &sealed).unwrap(), "王小明");
    }

    #[test]
    fn the_index_depends_on_value_and_column() {
        let vault = vault(&[1]);
        let phone = vault.blind_index(Purpose::Phone, "13800001234");
        assert_eq!(phone, vault.blind_index(Purpose::Phone, "13800001234"));
        assert_ne!(phone, vault.blind_index(Purpose::Email, "13800001234"));
    }
}
