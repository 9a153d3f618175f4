//! Passwords: argon2id, a few at a time, off the threads that serve requests.

use std::sync::Arc;
use std::time::Duration;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use domain::kernel::{Code, Violation};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Result, ServiceError};

const SHORTEST: usize = 10;
const LONGEST: usize = 256;

/// How long a sign-in waits for its turn to be hashed.
const WAIT: Duration = Duration::from_secs(10);

/// What a password is compared with when there is no account: the same work, and never equal.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and verifies, so many at once: each takes 19 MiB and some 20 ms of a core.
#[derive(Debug)]
pub(super) struct Passwords {
    turns: Arc<Semaphore>,
}

impl Passwords {
    pub(super) fn new(at_once: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(at_once.max(1))) }
    }

    /// Hashes a password with a new salt.
    pub(super) async fn hash(&self, password: &str) -> Result<String> {
        let password = password.to_owned();
        let turn = self.turn().await?;
        blocking(turn, move || {
            let hash: PasswordHash = Argon2::default().hash_password(password.as_bytes())?;
            Ok(hash.to_string())
        })
        .await?
        .map_err(|error: argon2::password_hash::Error| ServiceError::internal(format!("argon2: {error}")))
    }

    /// Whether a password is the one of this hash. Without a hash the work is the same, and the answer no.
    pub(super) async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        // Nobody's password is longer, so cutting never makes a wrong one right; hashing megabytes would be a favour.
        let fits = password.len() <= LONGEST;
        let password = if fits { password.to_owned() } else { String::new() };
        let known = hash.is_some() && fits;
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let turn = self.turn().await?;
        blocking(turn, move || {
            let matches = PasswordHash::new(&hash)
                .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
            matches && known
        })
        .await
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit> {
        let turns = Arc::clone(&self.turns);
        match tokio::time::timeout(WAIT, turns.acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(ServiceError::Busy("too many sign-ins at once".into())),
        }
    }
}

async fn blocking<T: Send + 'static>(
    turn: OwnedSemaphorePermit,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let task = tokio::task::spawn_blocking(move || {
        // The turn ends with the work, even if whoever asked has gone.
        let _turn = turn;
        work()
    });
    task.await.map_err(|error| ServiceError::internal(format!("a password was not hashed: {error}")))
}

/// Checks a new password: long rather than odd, and not what anybody would try first.
///
/// # Errors
/// `AccessPasswordWeak`.
pub(super) fn check_password(field: &str, password: &str, email: Option<&str>) -> std::result::Result<(), Violation> {
    let weak = |message: String| Err(Violation::new(Code::AccessPasswordWeak, field, message));
    if password.chars().count() < SHORTEST || password.len() > LONGEST {
        return weak(format!("a password has at least {SHORTEST} characters and at most {LONGEST} bytes"));
    }
    let lower = password.to_lowercase();
    let local = email.and_then(|email| email.split('@').next()).filter(|local| local.len() >= 4);
    if local.is_some_and(|local| lower.contains(local)) {
        return weak("a password must not contain your e-mail name".to_owned());
    }
    let mut distinct: Vec<char> = lower.chars().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let common = ["password", "1234567890", "qwertyuiop", "0123456789", "woaini1314", "a123456789"];
    if distinct.len() < 5 || common.iter().any(|start| lower.starts_with(start)) {
        return weak("this password is too easy to guess; take a few words nobody would link to you".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_found_again_and_nobody_is_never_let_in() {
        let passwords = Passwords::new(1);
        let hash = passwords.hash("two brown kettles").await.unwrap();
        assert!(passwords.verify("two brown kettles", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("two brown kettle", Some(&hash)).await.unwrap());
        assert!(!passwords.verify("", None).await.unwrap());
        assert!(!passwords.verify(&"x".repeat(5_000), Some(&hash)).await.unwrap());
        // The work for nobody must be the work for somebody.
        let cost = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(cost(NOBODY), cost(&hash));
        assert!(PasswordHash::new(NOBODY).is_ok());
    }

    #[test]
    fn weak_passwords_are_refused() {
        assert!(check_password("password", "two brown kettles", Some("li.wei@hq.example")).is_ok());
        for weak in ["short", "aaaaaaaaaaaa", "password1234", "my li.wei rocks", &"x".repeat(300)] {
            let broken = check_password("password", weak, Some("li.wei@hq.example")).unwrap_err();
            assert_eq!(broken.code, Code::AccessPasswordWeak, "{weak}");
        }
    }
}
