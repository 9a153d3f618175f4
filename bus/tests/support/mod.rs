//! A private server for one test: its own port and folder, killed by its process id at the end.

pub(crate) mod world;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const START_DEADLINE: Duration = Duration::from_secs(20);

pub(crate) struct RedisServer {
    port: u16,
    kind: Kind,
    dir: TempDir,
    child: Option<Child>,
}

#[derive(Clone, Copy)]
enum Kind {
    Plain,
    Cluster,
    /// Watches the plain server at this port under the name `main`.
    Sentinel(u16),
}

impl RedisServer {
    pub(crate) fn start() -> Self {
        Self::started(Kind::Plain)
    }

    /// A cluster of one node, which has all slots.
    pub(crate) fn start_cluster() -> Self {
        let server = Self::started(Kind::Cluster);
        server.ask("CLUSTER ADDSLOTSRANGE 0 16383");
        until("the cluster is ready", || {
            server.lines("CLUSTER INFO", 2).iter().any(|line| line.contains("cluster_state:ok"))
        });
        server
    }

    pub(crate) fn start_sentinel_of(server: &Self) -> Self {
        Self::started(Kind::Sentinel(server.port))
    }

    /// A place for a server that is not running yet.
    pub(crate) fn reserve() -> Self {
        Self::reserved(Kind::Plain)
    }

    fn started(kind: Kind) -> Self {
        let mut server = Self::reserved(kind);
        server.run();
        server
    }

    fn reserved(kind: Kind) -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        Self { port: free_port(), kind, dir, child: None }
    }

    /// Starts it (again), empty, and waits until it answers.
    pub(crate) fn run(&mut self) {
        let mut command = Command::new("redis-server");
        if let Kind::Sentinel(watched) = self.kind {
            let config = self.dir.path().join("sentinel.conf");
            std::fs::write(&config, format!("sentinel monitor main 127.0.0.1 {watched} 1\n")).expect("a settings file");
            command.arg(config).arg("--sentinel");
        } else {
            command.args(["--save", "", "--appendonly", "no", "--enable-debug-command", "local"]);
        }
        if matches!(self.kind, Kind::Cluster) {
            command.args(["--cluster-enabled", "yes"]);
        }
        command.args(["--bind", "127.0.0.1", "--port", &self.port.to_string(), "--dir"]).arg(self.dir.path());
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        self.child = Some(child.expect("redis-server is missing; install it with: apt-get install redis-server"));
        until("the server answers", || self.try_lines("PING", 1).is_some_and(|lines| lines == ["+PONG"]));
    }

    /// Ends it as a crash would.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("the server can be killed");
            child.wait().expect("the server ends");
        }
    }

    /// Stops it without closing anything, as a stalled machine would; `wake` lets it go on.
    pub(crate) fn freeze(&self) {
        self.process_signal("-STOP");
    }

    pub(crate) fn wake(&self) {
        self.process_signal("-CONT");
    }

    fn process_signal(&self, signal: &str) {
        let pid = self.child.as_ref().expect("a running server").id().to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().expect("kill runs").success());
    }

    /// Runs one command as the administrator and returns the first line of the answer.
    pub(crate) fn ask(&self, command: &str) -> String {
        let answer = self.lines(command, 1).remove(0);
        assert!(!answer.starts_with('-'), "{command}: {answer}");
        answer
    }

    /// Runs one command as this user; the answer may be a refusal.
    pub(crate) fn ask_as(&self, user: &str, password: &str, command: &str) -> String {
        self.lines(&format!("AUTH {user} {password}\r\n{command}"), 2).remove(1)
    }

    fn lines(&self, command: &str, count: usize) -> Vec<String> {
        self.try_lines(command, count).expect("the server answers")
    }

    fn try_lines(&self, command: &str, count: usize) -> Option<Vec<String>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(2))).ok()?;
        stream.write_all(format!("{command}\r\n").as_bytes()).ok()?;
        BufReader::new(stream).lines().take(count).collect::<Result<_, _>>().ok()
    }

    pub(crate) fn place(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            // A failed test must not fail again here.
            drop(child.kill());
            drop(child.wait());
        }
    }
}

/// Below the range the system takes ports from for outgoing connections, so that nobody takes it while a server restarts.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let own = u16::try_from(std::process::id() % 1000).expect("below 1000") * 11;
    (0..12_000)
        .map(|_| 20_000 + (own + NEXT.fetch_add(1, Ordering::Relaxed)) % 12_000)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .expect("a free port")
}

fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < START_DEADLINE, "{what}: not within {START_DEADLINE:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
