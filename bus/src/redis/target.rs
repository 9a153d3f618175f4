//! Where the server is, and how to open a connection to it.

use std::time::Duration;

use redis::aio::PubSub;
use redis::cluster::{ClusterClient, ClusterConfig};
use redis::io::tcp::TcpSettings;
use redis::sentinel::{SentinelClient, SentinelNodeConnectionInfo, SentinelServerType};
use redis::{AsyncConnectionConfig, Client, ConnectionInfo, IntoConnectionInfo as _, RedisError, RedisResult, TlsMode};
use tokio::sync::Mutex;

use super::wire::Wire;
use crate::error::{Error, Result};

/// How long opening a connection may take.
const OPEN_TIMEOUT: Duration = Duration::from_secs(2);

/// A cluster connection has no "no limit"; a blocking read is limited by its own timer long before this.
const PRACTICALLY_FOREVER: Duration = Duration::from_hours(24);

/// A server, or several that act as one.
pub(super) enum Target {
    One(Client),
    /// Asked anew for the primary at each connection, so a fail-over is followed.
    Sentinel(Mutex<SentinelClient>),
    Cluster {
        client: ClusterClient,
        nodes: Vec<Client>,
    },
}

impl std::fmt::Debug for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::One(_) => "one server",
            Self::Sentinel(_) => "sentinels",
            Self::Cluster { .. } => "cluster",
        })
    }
}

impl Target {
    pub(super) fn parse(url: &str) -> Result<Self> {
        let target = if let Some(rest) = url.strip_prefix("redis+sentinel://") {
            Self::sentinel(rest)
        } else if let Some(rest) = url.strip_prefix("redis-cluster://") {
            Self::cluster(&with_login("redis", rest))
        } else if let Some(rest) = url.strip_prefix("rediss-cluster://") {
            Self::cluster(&with_login("rediss", rest))
        } else if url.contains(',') {
            Self::cluster(&url.split(',').map(|node| node.trim().to_owned()).collect::<Vec<_>>())
        } else {
            node(url).and_then(Client::open).map(Self::One)
        };
        target.map_err(|error| Error::Settings(error.to_string()))
    }

    /// `[user:password@]host:port[,host:port…]/service[/db]`: the login is the data servers'.
    fn sentinel(rest: &str) -> RedisResult<Self> {
        let (place, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (service, db) = path.split_once('/').unwrap_or((path, "0"));
        if service.is_empty() {
            return Err(RedisError::from((
                redis::ErrorKind::InvalidClientConfig,
                "redis+sentinel:// needs /service at its end",
            )));
        }
        let (login, hosts) = place.rsplit_once('@').map_or(("", place), |(login, hosts)| (login, hosts));
        let sentinels = with_login("redis", hosts).iter().map(|url| node(url)).collect::<RedisResult<Vec<_>>>()?;
        // Parsed as an address only for its login and database number.
        let at = if login.is_empty() { "" } else { "@" };
        let data = node(&format!("redis://{login}{at}localhost/{db}"))?;
        let info = SentinelNodeConnectionInfo::default()
            .set_redis_connection_info(data.redis_settings().clone())
            .set_tcp_settings(tcp());
        let client = SentinelClient::build(sentinels, service, Some(info), SentinelServerType::Master)?;
        Ok(Self::Sentinel(Mutex::new(client)))
    }

    fn cluster(urls: &[String]) -> RedisResult<Self> {
        let nodes = urls.iter().map(|url| node(url)).collect::<RedisResult<Vec<_>>>()?;
        let mut builder =
            ClusterClient::builder(nodes.clone()).connection_timeout(OPEN_TIMEOUT).retries(3).tcp_settings(tcp());
        if urls.iter().any(|url| url.starts_with("rediss")) {
            builder = builder.tls(TlsMode::Secure);
        }
        let client = builder.build()?;
        let nodes = nodes.into_iter().map(Client::open).collect::<RedisResult<_>>()?;
        Ok(Self::Cluster { client, nodes })
    }

    /// Opens a connection for commands, whose answers may take `answer` at most.
    pub(super) async fn open(&self, answer: Option<Duration>) -> RedisResult<Wire> {
        let config =
            AsyncConnectionConfig::new().set_connection_timeout(Some(OPEN_TIMEOUT)).set_response_timeout(answer);
        match self {
            Self::One(client) => open_one(client, &config).await,
            Self::Sentinel(client) => {
                let client = client.lock().await.async_get_client().await?;
                open_one(&client, &config).await
            }
            Self::Cluster { client, .. } => {
                let config = ClusterConfig::new()
                    .set_connection_timeout(OPEN_TIMEOUT)
                    .set_response_timeout(answer.unwrap_or(PRACTICALLY_FOREVER));
                Ok(Wire::Cluster(client.get_async_connection_with_config(config).await?))
            }
        }
    }

    /// Opens a connection for listening. In a cluster any node will do, since each passes signals on to all; `turn` makes
    /// each try go to the next.
    pub(super) async fn listen(&self, turn: u32) -> RedisResult<PubSub> {
        let opening = async {
            match self {
                Self::One(client) => client.get_async_pubsub().await,
                Self::Sentinel(client) => client.lock().await.async_get_client().await?.get_async_pubsub().await,
                Self::Cluster { nodes, .. } => {
                    let index = usize::try_from(turn).unwrap_or(0) % nodes.len().max(1);
                    let node =
                        nodes.get(index).ok_or((redis::ErrorKind::InvalidClientConfig, "a cluster without nodes"))?;
                    node.get_async_pubsub().await
                }
            }
        };
        tokio::time::timeout(OPEN_TIMEOUT, opening)
            .await
            .unwrap_or_else(|_| Err(RedisError::from(std::io::Error::from(std::io::ErrorKind::TimedOut))))
    }
}

async fn open_one(client: &Client, config: &AsyncConnectionConfig) -> RedisResult<Wire> {
    Ok(Wire::One(client.get_multiplexed_async_connection_with_config(config).await?))
}

/// One server's address with our connection settings.
fn node(url: &str) -> RedisResult<ConnectionInfo> {
    let info = url.into_connection_info()?.set_tcp_settings(tcp());
    // Naming ourselves takes CLIENT SETINFO, which 7.0 lacks and an access rule written for 7.0 can't allow.
    let login = info.redis_settings().clone().set_skip_set_lib_name();
    Ok(info.set_redis_settings(login))
}

/// Small messages must leave at once; by default they wait to be joined with later ones.
fn tcp() -> TcpSettings {
    TcpSettings::default().set_nodelay(true)
}

/// `user:password@a:1,b:2` as one URL for each host.
fn with_login(scheme: &str, rest: &str) -> Vec<String> {
    let (login, hosts) = rest.rsplit_once('@').map_or(("", rest), |(login, hosts)| (login, hosts));
    let at = if login.is_empty() { "" } else { "@" };
    hosts.trim_end_matches('/').split(',').map(|host| format!("{scheme}://{login}{at}{}", host.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_address() {
        for (url, kind) in [
            ("redis://localhost:6379/2", "one server"),
            ("redis://me:pa%40ss@localhost", "one server"),
            ("redis+unix:///tmp/redis.sock", "one server"),
            ("redis+sentinel://me:pass@a:26379,b:26379/main/1", "sentinels"),
            ("redis-cluster://me:pass@a:7000,b:7001", "cluster"),
            ("redis://a:7000,redis://b:7001", "cluster"),
        ] {
            assert_eq!(format!("{:?}", Target::parse(url).unwrap()), kind, "{url}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for url in ["", "http://localhost", "redis+sentinel://a:26379", "redis-cluster://"] {
            assert!(matches!(Target::parse(url), Err(Error::Settings(_))), "{url}");
        }
    }

    #[test]
    fn a_login_goes_to_each_host() {
        assert_eq!(with_login("redis", "me:p@a:1,b:2"), ["redis://me:p@a:1", "redis://me:p@b:2"]);
        assert_eq!(with_login("redis", "a:1"), ["redis://a:1"]);
    }
}
