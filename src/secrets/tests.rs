use super::*;
use domain::kernel::from_micros;
use service::access::{AccessParts, AccessSettings, LoggedCodes};
use std::sync::Arc;
use store::vault::Purpose;

fn at(hours: i64) -> Timestamp {
    from_micros(1_790_000_000_000_000 + hours * 3_600_000_000)
}

#[test]
fn secrets_are_made_once_and_read_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secrets.toml");
    let made = Secrets::load_or_create(&path, at(0)).unwrap();
    assert_eq!(Secrets::load_or_create(&path, at(1)).unwrap(), made);
    assert!(AccessParts::new(AccessSettings::default(), &made.access_keys().unwrap(), Arc::new(LoggedCodes)).is_ok());
    assert!(!format!("{made:?}").contains("[1") && format!("{made:?}").contains("***"));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn several_at_once_agree() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secrets.toml");
    // One process writes through one name beside the file, so the race is run as processes would: by the link.
    let first = Secrets::generate(at(0)).unwrap();
    first.write(&path, Replace::Never).unwrap();
    let second = Secrets::generate(at(0)).unwrap().write(&path, Replace::Never).unwrap_err();
    assert!(is(&second, io::ErrorKind::AlreadyExists));
    assert_eq!(Secrets::load_or_create(&path, at(0)).unwrap(), first);
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secrets.toml");
    Secrets::load_or_create(&path, at(0)).unwrap();
    let mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    mode(0o644);
    let refused = Secrets::load_or_create(&path, at(0)).unwrap_err().to_string();
    assert!(refused.contains("chmod 600"), "{refused}");
    mode(0o400);
    assert!(Secrets::load_or_create(&path, at(0)).is_ok());
}

#[test]
fn rotation_overlaps() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secrets.toml");
    let before = Secrets::load_or_create(&path, at(0)).unwrap();
    let sealed = before.vault().unwrap().seal(Purpose::Name, "王舵手").unwrap();
    Secrets::rotate_sealing(&path, at(1)).unwrap();
    Secrets::rotate_signing(&path, at(1)).unwrap();
    let after = Secrets::load_or_create(&path, at(1)).unwrap();
    let vault = after.vault().unwrap();
    assert_eq!(vault.open(Purpose::Name, &sealed).unwrap(), "王舵手");
    assert!(!vault.is_current(&sealed));
    let kids = |secrets: &Secrets| secrets.signing.iter().map(|key| key.kid.clone()).collect::<Vec<_>>();
    assert_eq!(kids(&after).len(), 2);
    assert_eq!(after.signing[1].signs_from, at(2), "the new key waits until all know it");
    // A day after the second took over, the first is of no use to anybody.
    Secrets::rotate_signing(&path, at(26)).unwrap();
    let later = Secrets::load_or_create(&path, at(26)).unwrap();
    assert_eq!(kids(&later)[0], kids(&after)[1]);
    assert_eq!(kids(&later).len(), 2);
    assert_eq!(later.describe().lines().count(), 4);
}

#[test]
fn what_is_not_ours_is_refused_without_being_quoted() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("secrets.toml");
    put(&path, "index = \"c2VjcmV0\"\nnonsense = 1\n").unwrap();
    let error = format!("{:#}", Secrets::load_or_create(&path, at(0)).unwrap_err());
    assert!(error.contains("not a file of secrets") && !error.contains("c2VjcmV0"), "{error}");
}
