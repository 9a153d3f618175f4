//! A database and a bus for one test: migrated and seeded once, then copied.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bus::{Bus, RedisSettings};
use domain::kernel::{IdSource as _, ManualClock, RandomIds, from_micros};
use flotilla::seed::real_tree_of;
use service::access::{AccessParts, AccessSettings, LoggedCodes};
use service::{Ingredients, Service, ServiceSettings};
use store::vault::Vault;
use store::{PoolSettings, Store};
use tokio::sync::OnceCell;

use super::BEGINNING;

/// Where one test's rows and messages live.
pub struct Backend {
    pub url: String,
    redis: Option<RedisSettings>,
    memory: Bus,
    _dir: Option<tempfile::TempDir>,
}

/// The provinces of the test tree: 浙江 with its prefectures, and 北京, whose counties hang on it.
const PROVINCES: &[&str] = &["330000", "110000"];

fn postgres() -> Option<String> {
    match std::env::var("FLOTILLA_TEST_BACKEND").as_deref() {
        Ok("postgres") => {
            Some(std::env::var("FLOTILLA_TEST_DATABASE_URL").expect("FLOTILLA_TEST_DATABASE_URL names the server"))
        }
        _ => None,
    }
}

fn with_database(server: &str, name: &str) -> String {
    let (base, _) = server.rsplit_once('/').expect("a database URL has a path");
    format!("{base}/{name}")
}

impl Backend {
    /// A fresh copy of the seeded template.
    pub async fn fresh() -> Self {
        let Some(server) = postgres() else { return Self::sqlite().await };
        let template = template_on(&server).await;
        let name = format!("t_{}", RandomIds.next().simple());
        admin(&server, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        let url = std::env::var("FLOTILLA_TEST_REDIS_URL").expect("FLOTILLA_TEST_REDIS_URL names the server");
        let mut redis = RedisSettings::new(url);
        redis.namespace = format!("test-{name}");
        Self { url: with_database(&server, &name), redis: Some(redis), memory: Bus::memory(), _dir: None }
    }

    async fn sqlite() -> Self {
        static TEMPLATE: OnceCell<tempfile::TempDir> = OnceCell::const_new();
        let template = TEMPLATE
            .get_or_init(|| async {
                let dir = tempfile::tempdir().unwrap();
                plant(&sqlite_url(&dir.path().join("template.db"))).await;
                dir
            })
            .await;
        let dir = tempfile::tempdir().unwrap();
        let file: PathBuf = dir.path().join("flotilla.db");
        std::fs::copy(template.path().join("template.db"), &file).unwrap();
        Self { url: sqlite_url(&file), redis: None, memory: Bus::memory(), _dir: Some(dir) }
    }

    pub async fn store(&self) -> Store {
        connect(&self.url).await
    }

    pub async fn bus(&self) -> Bus {
        match &self.redis {
            Some(redis) => Bus::connect(redis).await.unwrap(),
            None => self.memory.clone(),
        }
    }

    /// Runs a statement past the use cases: to do what nobody should.
    pub async fn tamper(&self, sql: &str) {
        self.try_to_tamper(sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// The same, where the database may refuse.
    pub async fn try_to_tamper(&self, sql: &str) -> Result<(), sea_orm::DbErr> {
        use sea_orm::ConnectionTrait as _;
        let connection = sea_orm::Database::connect(&self.url).await?;
        let done = connection.execute_unprepared(sql).await.map(|_| ());
        connection.close().await?;
        done
    }

    /// How many rows each table has, and how far each counter has counted.
    pub async fn rows_by_table(&self) -> BTreeMap<String, i64> {
        use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
        let (backend, tables) = if self.is_postgres() {
            (DbBackend::Postgres, "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")
        } else {
            (DbBackend::Sqlite, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        };
        let connection = sea_orm::Database::connect(&self.url).await.unwrap();
        let mut counts = BTreeMap::new();
        for table in connection.query_all_raw(Statement::from_string(backend, tables)).await.unwrap() {
            let name: String = table.try_get("", "name").unwrap();
            let count = Statement::from_string(backend, format!("SELECT count(*) AS n FROM {name}"));
            let row = connection.query_one_raw(count).await.unwrap().unwrap();
            counts.insert(name, row.try_get("", "n").unwrap());
        }
        let counters = Statement::from_string(backend, "SELECT name, value FROM counter");
        for counter in connection.query_all_raw(counters).await.unwrap() {
            let name: String = counter.try_get("", "name").unwrap();
            counts.insert(format!("counter {name}"), counter.try_get("", "value").unwrap());
        }
        connection.close().await.unwrap();
        counts
    }

    /// Whether the rows lie in PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }
}

fn sqlite_url(file: &Path) -> String {
    format!("sqlite://{}?mode=rwc", file.display())
}

async fn connect(url: &str) -> Store {
    let vault = Vault::new(&[(1, [1; 32])], &[2; 32], &[3; 32]).unwrap();
    let pool = PoolSettings { max_connections: 8, ..PoolSettings::default() };
    Store::connect(url, pool, vault).await.unwrap()
}

async fn admin(server: &str, sql: &str) {
    use sea_orm::ConnectionTrait as _;
    let connection = sea_orm::Database::connect(server).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}

/// The template's name. Every test may be a process of its own, so the first to come makes it, under a lock.
async fn template_on(server: &str) -> String {
    use sea_orm::ConnectionTrait as _;
    let name = "flotilla_template";
    let mut options = sea_orm::ConnectOptions::new(server);
    options.max_connections(1);
    let lock = sea_orm::Database::connect(options).await.unwrap();
    lock.execute_unprepared("SELECT pg_advisory_lock(4711)").await.unwrap();
    let there = lock
        .query_one_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Postgres,
            format!("SELECT 1 FROM pg_database WHERE datname = '{name}' AND datistemplate"),
        ))
        .await
        .unwrap();
    if there.is_none() {
        lock.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
        lock.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        plant(&with_database(server, name)).await;
        lock.execute_unprepared(&format!("ALTER DATABASE {name} IS_TEMPLATE true")).await.unwrap();
    }
    lock.close().await.unwrap();
    name.to_owned()
}

/// Migrates and seeds.
async fn plant(url: &str) {
    migration::up(url).await.unwrap();
    let store = connect(url).await;
    let service = Service::start(Ingredients {
        store: store.clone(),
        bus: Bus::memory(),
        clock: Arc::new(ManualClock::at(from_micros(BEGINNING))),
        ids: Arc::new(RandomIds),
        settings: ServiceSettings::default(),
        access: AccessParts::new(AccessSettings::default(), &super::keys(), Arc::new(LoggedCodes)).unwrap(),
        payments: Vec::new(),
    })
    .await
    .unwrap();
    let tree = real_tree_of(&RandomIds, Some(PROVINCES)).unwrap();
    flotilla::seed::plant(&service, &tree).await.unwrap();
    drop(service);
    store.close().await.unwrap();
}
