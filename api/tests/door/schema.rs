//! A small schema with one of everything the door must cope with.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_graphql::{
    Context, Error, ErrorExtensions as _, ID, InputObject, Object, Schema, SimpleObject, Subscription,
};
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::sync::broadcast::{self, error::RecvError};

/// What tests look at and turn.
#[derive(Clone)]
pub(crate) struct Feed {
    pub(crate) ticks: broadcast::Sender<i32>,
    /// Streams opened.
    pub(crate) opened: Arc<AtomicUsize>,
    /// Results whose fields were resolved.
    pub(crate) resolved: Arc<AtomicUsize>,
    pub(crate) added: Arc<AtomicUsize>,
}

impl Default for Feed {
    fn default() -> Self {
        let (opened, resolved, added) = Default::default();
        Self { ticks: broadcast::channel(4_096).0, opened, resolved, added }
    }
}

pub(crate) type TestSchema = Schema<Query, Mutation, Subscriptions>;

pub(crate) fn schema(feed: Feed) -> TestSchema {
    Schema::build(Query, Mutation, Subscriptions).data(feed).finish()
}

pub(crate) struct Query;

#[derive(SimpleObject)]
pub(crate) struct Page {
    edges: Vec<Edge>,
}

#[derive(SimpleObject)]
pub(crate) struct Edge {
    node: Node,
}

pub(crate) struct Node;

#[derive(InputObject)]
pub(crate) struct Pair {
    left: i32,
    right: Option<Vec<i32>>,
}

#[Object]
impl Node {
    async fn id(&self) -> ID {
        "node_1".into()
    }

    async fn child(&self) -> Node {
        Node
    }

    async fn items(&self, first: Option<i32>) -> Page {
        let _ = first;
        Page { edges: Vec::new() }
    }
}

/// Fails in some of its fields.
pub(crate) struct Shaky {
    firm: bool,
}

impl Shaky {
    fn value(&self) -> Result<i32, Error> {
        let refuse = || Error::new("not firm").extend_with(|_, extensions| extensions.set("code", "BAD_USER_INPUT"));
        if self.firm { Ok(2) } else { Err(refuse()) }
    }
}

#[Object]
impl Shaky {
    async fn good(&self) -> i32 {
        1
    }

    /// May be null.
    async fn soft(&self) -> Result<Option<i32>, Error> {
        self.value().map(Some)
    }

    /// May not.
    async fn hard(&self) -> Result<i32, Error> {
        self.value()
    }
}

#[Object]
impl Query {
    async fn ping(&self) -> &str {
        "pong"
    }

    async fn number(&self, n: i32) -> i32 {
        n
    }

    async fn pair(&self, input: Pair) -> i32 {
        input.left + input.right.unwrap_or_default().iter().sum::<i32>()
    }

    async fn text(&self, s: String) -> String {
        s
    }

    async fn node(&self) -> Node {
        Node
    }

    async fn items(&self, first: Option<i32>, last: Option<i32>, after: Option<String>) -> Page {
        let _ = (first, last, after);
        Page { edges: vec![Edge { node: Node }] }
    }

    /// Fails for a reason that nobody outside may learn.
    async fn secret(&self) -> Result<Option<i32>, Error> {
        Err(Error::new("SELECT secret FROM /etc/passwd"))
    }

    async fn denied(&self) -> Result<i32, Error> {
        Err(Error::new("sign in first").extend_with(|_, extensions| extensions.set("code", "UNAUTHENTICATED")))
    }

    async fn shaky(&self) -> Vec<Option<Shaky>> {
        vec![Some(Shaky { firm: true }), Some(Shaky { firm: false })]
    }

    async fn firm(&self) -> Vec<Shaky> {
        vec![Shaky { firm: true }, Shaky { firm: false }]
    }

    async fn boom(&self) -> i32 {
        // An index out of bounds, as a careless resolver would have it.
        Vec::<i32>::new()[0]
    }

    async fn slow(&self) -> i32 {
        tokio::time::sleep(Duration::from_hours(1)).await;
        1
    }
}

pub(crate) struct Mutation;

#[Object]
impl Mutation {
    async fn add(&self, context: &Context<'_>, n: i32) -> usize {
        let feed = context.data_unchecked::<Feed>();
        feed.added.fetch_add(usize::try_from(n).unwrap(), Ordering::SeqCst) + usize::try_from(n).unwrap()
    }
}

pub(crate) struct Tick(i32);

#[Object]
impl Tick {
    async fn n(&self, context: &Context<'_>) -> i32 {
        context.data_unchecked::<Feed>().resolved.fetch_add(1, Ordering::SeqCst);
        self.0
    }

    async fn filler(&self, kilobytes: i32) -> String {
        "x".repeat(usize::try_from(kilobytes).unwrap() * 1_024)
    }
}

pub(crate) struct Subscriptions;

#[Subscription]
impl Subscriptions {
    /// Every tick from now on, or from a cursor.
    async fn ticks(
        &self,
        context: &Context<'_>,
        chapter: Option<i32>,
        after: Option<String>,
    ) -> impl Stream<Item = Tick> + use<> {
        let _ = (chapter, after);
        open(context)
    }

    /// As things stand.
    async fn standing(&self, context: &Context<'_>) -> impl Stream<Item = Tick> + use<> {
        open(context)
    }

    async fn refused(&self) -> Result<stream::Pending<i32>, Error> {
        Err(Error::new("not for you").extend_with(|_, extensions| extensions.set("code", "NOT_FOUND")))
    }

    async fn three(&self) -> impl Stream<Item = i32> + use<> {
        stream::iter([1, 2, 3])
    }
}

fn open(context: &Context<'_>) -> impl Stream<Item = Tick> + use<> {
    let feed = context.data_unchecked::<Feed>();
    feed.opened.fetch_add(1, Ordering::SeqCst);
    stream::unfold(feed.ticks.subscribe(), |mut ticks| async move {
        loop {
            match ticks.recv().await {
                Ok(n) => return Some((Tick(n), ticks)),
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return None,
            }
        }
    })
    .boxed()
}
