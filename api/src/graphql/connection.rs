//! Relay's connections, with every generated type described.

use async_graphql::SimpleObject;
use domain::kernel::{Cursor, MAX_PAGE, PageRequest};
use serde::Serialize;

use super::error::{Fault, Result};
use super::list::List;

/// Reads Relay's four arguments.
pub(crate) fn page(
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Result<PageRequest> {
    Ok(PageRequest::relay(first, after, last, before)?)
}

/// Reads how many are wanted of a list that has no pages.
pub(crate) fn limit(first: i32) -> Result<usize> {
    let within = usize::try_from(first).ok().filter(|first| *first <= MAX_PAGE);
    within.ok_or_else(|| Fault::bad_input("`first` is 0 to 100"))
}

/// Where a page lies in its list.
#[derive(SimpleObject, Debug, Clone)]
pub(crate) struct PageInfo {
    /// Whether the list goes on after this page.
    pub(crate) has_next_page: bool,
    /// Whether there is something before this page.
    pub(crate) has_previous_page: bool,
    /// Cursor of the first item: give it as `before` for the page before. Null on an empty page.
    pub(crate) start_cursor: Option<String>,
    /// Cursor of the last item: give it as `after` for the next page. Null on an empty page.
    pub(crate) end_cursor: Option<String>,
}

/// An item with its place; the cursor is written only if it is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Item<N> {
    pub(crate) key: Key,
    pub(crate) node: N,
}

/// The sort key of an item, as the service's cursors have it.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub(crate) enum Key {
    Number(i64),
    Ranked(i16, i64),
    Text(String),
    /// A cursor that the service wrote.
    #[serde(skip)]
    Written(Cursor),
}

impl Key {
    pub(crate) fn cursor(&self) -> String {
        match self {
            Self::Written(cursor) => cursor.as_str().to_owned(),
            key => Cursor::of(key).as_str().to_owned(),
        }
    }
}

impl<N> Item<N> {
    pub(crate) fn new(key: Key, node: N) -> Self {
        Self { key, node }
    }
}

/// A page of items.
#[derive(Debug, Clone)]
pub(crate) struct Page<N> {
    pub(crate) items: Vec<Item<N>>,
    has_previous: bool,
    has_next: bool,
}

impl<N> Page<N> {
    /// Takes a page over; what `show` leaves out is not visible.
    pub(crate) fn of<T>(slice: domain::kernel::Slice<T>, show: impl FnMut(T) -> Option<Item<N>>) -> Self {
        let (has_previous, has_next) = (slice.has_previous, slice.has_next);
        Self { items: slice.items.into_iter().filter_map(show).collect(), has_previous, has_next }
    }

    pub(crate) fn info(&self) -> PageInfo {
        PageInfo {
            has_next_page: self.has_next,
            has_previous_page: self.has_previous,
            start_cursor: self.items.first().map(|item| item.key.cursor()),
            end_cursor: self.items.last().map(|item| item.key.cursor()),
        }
    }

    pub(crate) fn nodes(&self) -> List<&N> {
        self.items.iter().map(|item| &item.node).collect()
    }
}

/// Defines a connection and its edge. The descriptions are literals: what the list holds, and what one item is.
macro_rules! connection {
    ($list:tt, $connection:ident, $edge_about:tt, $edge:ident, $node_about:tt, $node:ty) => {
        #[doc = $list]
        #[derive(Debug)]
        pub(crate) struct $connection(pub(crate) $crate::graphql::connection::Page<$node>);

        #[doc = $list]
        #[async_graphql::Object]
        impl $connection {
            /// The items of this page with their cursors.
            async fn edges(&self) -> $crate::graphql::list::List<$edge<'_>> {
                self.0.items.iter().map($edge).collect()
            }

            /// The items of this page.
            async fn nodes(&self) -> $crate::graphql::list::List<&$node> {
                self.0.nodes()
            }

            /// Where this page lies in the list.
            async fn page_info(&self) -> $crate::graphql::connection::PageInfo {
                self.0.info()
            }
        }

        $crate::graphql::connection::edge!($edge_about, $edge, $node_about, $node);
    };
}

/// Defines an edge alone, for a connection that has more to say.
macro_rules! edge {
    ($about:tt, $edge:ident, $node_about:tt, $node:ty) => {
        #[doc = $about]
        #[derive(Debug)]
        pub(crate) struct $edge<'a>(&'a $crate::graphql::connection::Item<$node>);

        #[doc = $about]
        #[async_graphql::Object]
        impl $edge<'_> {
            /// The item's place in the list: give it as `after` or `before`.
            async fn cursor(&self) -> String {
                self.0.key.cursor()
            }

            #[doc = $node_about]
            async fn node(&self) -> &$node {
                &self.0.node
            }
        }
    };
}

pub(crate) use {connection, edge};
