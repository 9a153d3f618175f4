//! Pages of chapters.

use std::sync::Arc;

use async_graphql::Object;
use domain::chapters::Node;
use domain::kernel::{ChapterId, Slice};

use super::Chapter;
use crate::graphql::View;
use crate::graphql::connection::{Item, Key, Page, PageInfo, edge};
use crate::graphql::list::List;

/// Which list a page of chapters is of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Below {
    Children(ChapterId),
    All { root: ChapterId, vacant_only: bool },
}

/// A page of chapters.
#[derive(Debug)]
pub(crate) struct ChapterConnection {
    page: Page<Chapter>,
    view: View,
    list: Below,
}

impl ChapterConnection {
    pub(crate) fn new(slice: Slice<Arc<Node>>, view: &View, list: Below) -> Self {
        let tree = &view.viewer().tree;
        let key = |node: &Node| match list {
            Below::Children(_) => i64::from(node.id.0),
            // The sort key is the place in preorder.
            Below::All { .. } => tree.position(node.id).map_or(0, i64::from),
        };
        let page = Page::of(slice, |node| {
            let key = Key::Number(key(&node));
            Some(Item::new(key, Chapter::new(node, view.clone())))
        });
        Self { page, view: view.clone(), list }
    }
}

/// A page of chapters.
#[Object]
impl ChapterConnection {
    /// The chapters of this page with their cursors.
    async fn edges(&self) -> List<ChapterEdge<'_>> {
        self.page.items.iter().map(ChapterEdge).collect()
    }

    /// The chapters of this page.
    async fn nodes(&self) -> List<&Chapter> {
        self.page.nodes()
    }

    /// Where this page lies in the list.
    async fn page_info(&self) -> PageInfo {
        self.page.info()
    }

    /// How many chapters the whole list has, as far as you see.
    async fn total_count(&self) -> i32 {
        let viewer = self.view.viewer();
        let total = match self.list {
            Below::Children(id) => viewer.chapter_counts(id).children,
            Below::All { root, vacant_only: false } => viewer.chapter_counts(root).descendants,
            Below::All { root, vacant_only: true } => {
                let itself = viewer.tree.node(root).is_some_and(|node| node.is_vacant());
                viewer.chapter_counts(root).vacant.saturating_sub(usize::from(itself))
            }
        };
        i32::try_from(total).unwrap_or(i32::MAX)
    }
}

edge!("A chapter with its place in a list.", ChapterEdge, "The chapter.", Chapter);
