//! Private servers, driven as their users drive them.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use xtask::process::{succeeds, wait_until};
use xtask::servers::{Options, Postgres, Redis};

const SOON: Duration = Duration::from_secs(30);

#[test]
fn postgres_keeps_what_was_committed_through_kill_9() {
    let mut postgres = Postgres::start(&Options::durable()).unwrap();
    let url = postgres.create_database("drill").unwrap();
    assert_eq!(url, format!("postgres://flotilla@127.0.0.1:{}/drill", postgres.port()));
    postgres.query("drill", "CREATE TABLE chapter AS SELECT 3219 AS nodes").unwrap();
    let (port, first_pid) = (postgres.port(), postgres.pid());

    postgres.kill();
    assert!(!postgres.is_running());
    assert!(!accepts(port));
    postgres.start_again().unwrap();

    assert_eq!(postgres.query("drill", "SELECT nodes FROM chapter").unwrap(), "3219");
    assert_eq!(postgres.port(), port);
    assert_ne!(postgres.pid(), first_pid);
}

#[test]
fn postgres_is_set_up_as_asked_and_restarts_in_order() {
    let options = Options::default().with("max_connections", "33");
    let mut postgres = Postgres::start(&options).unwrap();

    let settings = "SELECT current_setting('fsync'), current_setting('max_connections'), \
        (SELECT datcollate FROM pg_database WHERE datname = 'template1'), current_setting('listen_addresses')";
    assert_eq!(postgres.query("postgres", settings).unwrap(), "off|33|C.UTF-8|127.0.0.1");

    postgres.create_database("kept").unwrap();
    postgres.restart().unwrap();
    assert_eq!(postgres.query("kept", "SELECT 1").unwrap(), "1");
    let error = postgres.query("kept", "SELECT broken").unwrap_err().to_string();
    assert!(error.contains("column \"broken\" does not exist"), "{error}");
}

#[test]
fn a_database_name_cannot_carry_sql() {
    let postgres = Postgres::start(&Options::default()).unwrap();

    assert!(postgres.create_database("x\"; DROP DATABASE template1; --").is_err());
}

#[test]
fn redis_with_a_log_keeps_its_keys_through_kill_9_and_forgets_on_flush() {
    let mut redis = Redis::start(&Options::durable().with("appendfsync", "always")).unwrap();
    assert_eq!(redis.command("SET ship kept").unwrap(), "+OK");

    redis.kill();
    assert!(redis.command("PING").is_err());
    redis.start_again().unwrap();
    assert_eq!(redis.command("EXISTS ship").unwrap(), ":1");

    redis.flush_all().unwrap();
    assert_eq!(redis.command("DBSIZE").unwrap(), ":0");
    assert_eq!(redis.url(), format!("redis://127.0.0.1:{}", redis.port()));
}

#[test]
fn redis_without_a_log_comes_back_empty() {
    let mut redis = Redis::start(&Options::default()).unwrap();
    redis.command("SET ship gone").unwrap();

    redis.restart().unwrap();

    assert_eq!(redis.command("DBSIZE").unwrap(), ":0");
}

#[test]
fn dropping_a_server_ends_its_process_and_removes_its_directory() {
    let postgres = Postgres::start(&Options::default()).unwrap();
    let redis = Redis::start(&Options::default()).unwrap();
    let pids = [postgres.pid().unwrap(), redis.pid().unwrap()];
    let dirs = [postgres.dir().to_path_buf(), redis.dir().to_path_buf()];
    assert!(dirs.iter().all(|dir| dir.is_dir()));

    drop(postgres);
    drop(redis);

    assert!(pids.iter().all(|pid| !is_alive(*pid)), "{pids:?}");
    assert!(dirs.iter().all(|dir| !dir.exists()), "{dirs:?}");
}

#[test]
fn dropping_a_killed_server_removes_its_directory_too() {
    let mut postgres = Postgres::start(&Options::default()).unwrap();
    let dir = postgres.dir().to_path_buf();

    postgres.kill();
    drop(postgres);

    assert!(!dir.exists());
}

/// Not a test by itself: the next one runs it in a process that it kills.
#[test]
fn holder() {
    let Some(note) = std::env::var_os("XTASK_HOLDER_NOTE") else {
        return;
    };
    let redis = Redis::start(&Options::default()).unwrap();
    let line = format!("{} {}\n", redis.pid().unwrap(), redis.dir().display());
    fs::write(note, line).unwrap();
    // Ends when the other side closes our input, or with the kill.
    let _ = BufReader::new(std::io::stdin()).read_line(&mut String::new());
}

#[test]
fn a_server_ends_even_when_its_owner_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let note = folder.path().join("note");
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "holder"])
        .env("XTASK_HOLDER_NOTE", &note)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut server = None;
    let started = wait_until(SOON, || {
        server = server_in(&note);
        Ok(server.is_some())
    });
    assert!(started.unwrap(), "the owner never started its server");
    let (pid, dir) = server.unwrap();
    assert!(is_alive(pid));

    owner.kill().unwrap();
    owner.wait().unwrap();

    let cleaned = wait_until(SOON, || Ok(!is_alive(pid) && !dir.exists())).unwrap();
    assert!(cleaned, "process {pid} or {} was left behind", dir.display());
}

fn server_in(note: &Path) -> Option<(u32, PathBuf)> {
    let text = fs::read_to_string(note).ok()?;
    let (pid, dir) = text.strip_suffix('\n')?.split_once(' ')?;
    Some((pid.parse().ok()?, PathBuf::from(dir)))
}

fn accepts(port: u16) -> bool {
    TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
}

/// A zombie that nobody has waited for yet is not alive.
fn is_alive(pid: u32) -> bool {
    // `PID (name) STATE …`; where there is no /proc, a signal that does nothing tells.
    match fs::read_to_string(format!("/proc/{pid}/stat")) {
        Ok(stat) => !stat.contains(") Z "),
        Err(_) if Path::new("/proc/self").exists() => false,
        Err(_) => succeeds(Command::new("sh").args(["-c", &format!("kill -0 {pid}")])),
    }
}
