//! Real processes of the `flotilla` executable on private servers.

mod flotilla;
mod process;
mod tokens;

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};

use anyhow::Result;
use tempfile::TempDir;
use xtask::servers::{Options, Postgres, Redis};

pub(crate) use flotilla::{Flotilla, roomy};
pub(crate) use process::Process;
pub(crate) use tokens::Tokens;

/// Where the library of counted statements lies, beside PostgreSQL's programs or in its packages.
const STATEMENTS: &str = "pg_stat_statements";

/// What a house is built for.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// What `flotilla seed` is told: `--demo`, or `--chapters N`.
    pub(crate) seed: Vec<String>,
    /// Load `pg_stat_statements`, where it is installed.
    pub(crate) count_statements: bool,
    /// Further settings of PostgreSQL.
    pub(crate) postgres: Vec<(&'static str, &'static str)>,
}

/// Servers, data directory and processes; all of them end with this value.
#[derive(Debug)]
pub(crate) struct House {
    // Processes go first, then the servers they use, the directory last.
    pub(crate) apis: Vec<Process>,
    pub(crate) workers: Vec<Process>,
    pub(crate) postgres: Postgres,
    pub(crate) redis: Redis,
    pub(crate) flotilla: Flotilla,
    pub(crate) nodes: Nodes,
    pub(crate) database: String,
    pub(crate) counts_statements: bool,
    place: TempDir,
}

impl House {
    /// Starts the servers, migrates and seeds. Blocks.
    pub(crate) fn build(plan: &Plan) -> Result<Self> {
        let mut options = Options::durable().with("track_commit_timestamp", "on");
        let counts_statements = plan.count_statements && has_statements();
        if counts_statements {
            options = options.with("shared_preload_libraries", STATEMENTS);
        }
        for (name, value) in &plan.postgres {
            options = options.with(*name, *value);
        }
        let postgres = Postgres::start(&options)?;
        let redis = Redis::start(&Options::durable())?;
        let place = tempfile::Builder::new().prefix("flotilla-rig-").tempdir()?;
        let database = postgres.create_database("flotilla")?;
        let flotilla = Flotilla::find(place.path(), &database, &redis.url())?;
        flotilla.run(&["migrate", "up"])?;
        let seed: Vec<&str> = std::iter::once("seed").chain(plan.seed.iter().map(String::as_str)).collect();
        flotilla.run(&seed)?;
        // Both sides of a comparison shall know the sizes of the tables.
        postgres.query("flotilla", "VACUUM ANALYZE")?;
        let nodes = Nodes::default();
        Ok(Self {
            apis: Vec::new(),
            workers: Vec::new(),
            postgres,
            redis,
            flotilla,
            nodes,
            database,
            counts_statements,
            place,
        })
    }

    /// Starts one more API process and waits until it is ready. Blocks.
    pub(crate) fn add_api(&mut self) -> Result<()> {
        let number = self.apis.len();
        let mut api = Process::new(&self.flotilla, format!("api-{number}"), &["api", "--listen", "127.0.0.1:0"], true)?;
        api.start()?;
        self.nodes.set(number, api.address());
        self.apis.push(api);
        Ok(())
    }

    /// Starts one more worker, with settings of its own. Blocks.
    pub(crate) fn add_worker(&mut self, settings: &[(&str, &str)]) -> Result<()> {
        let worker = Process::new(&self.flotilla, format!("worker-{}", self.workers.len()), &["worker"], false)?;
        let mut worker = settings.iter().fold(worker, |worker, (name, value)| worker.with(name, value));
        worker.start()?;
        self.workers.push(worker);
        Ok(())
    }

    /// Keeps the logs when all is over, and says where they are.
    pub(crate) fn keep_logs(mut self) -> PathBuf {
        self.place.disable_cleanup(true);
        self.place.path().to_path_buf()
    }
}

fn has_statements() -> bool {
    let file = format!("{STATEMENTS}.so");
    let Some(bin) = xtask::servers::postgres_bin() else { return false };
    let home = bin.parent().unwrap_or(Path::new("/"));
    ["lib", "lib/postgresql", "lib64", "lib64/pgsql"].iter().any(|folder| home.join(folder).join(&file).is_file())
}

/// Where the API processes listen at present. Cheap to clone, the same list whichever clone is used.
#[derive(Debug, Clone, Default)]
pub(crate) struct Nodes(Arc<RwLock<Vec<Option<String>>>>);

impl Nodes {
    /// Notes `host:port` of a node, or that it is down.
    pub(crate) fn set(&self, number: usize, address: Option<String>) {
        let Ok(mut nodes) = self.0.write() else { return };
        if nodes.len() <= number {
            nodes.resize(number + 1, None);
        }
        if let Some(node) = nodes.get_mut(number) {
            *node = address;
        }
    }

    /// `host:port` of the node with this number, or of another when it is down.
    pub(crate) fn pick(&self, number: usize) -> Option<String> {
        let nodes = self.0.read().ok()?;
        let count = nodes.len().max(1);
        (0..count).find_map(|step| nodes.get((number + step) % count).cloned().flatten())
    }
}
