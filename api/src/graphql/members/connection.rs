//! Pages of members.

use async_graphql::Object;
use domain::kernel::Slice;
use service::members::{MemberCard, MemberFilter};

use super::Member;
use crate::graphql::View;
use crate::graphql::connection::{Item, Key, Page, PageInfo, edge};
use crate::graphql::error::Result;
use crate::graphql::list::List;

/// A page of members.
#[derive(Debug)]
pub(crate) struct MemberConnection {
    page: Page<Member>,
    view: View,
    filter: MemberFilter,
}

impl MemberConnection {
    pub(crate) fn new(slice: Slice<MemberCard>, view: &View, filter: MemberFilter) -> Self {
        let page = Page::of(slice, |card| {
            let key = Key::Written(filter.cursor(&card));
            Some(Item::new(key, Member::new(card, view.clone())))
        });
        Self { page, view: view.clone(), filter }
    }
}

/// A page of a chapter's members.
#[Object]
impl MemberConnection {
    /// The members of this page with their cursors.
    async fn edges(&self) -> List<MemberEdge<'_>> {
        self.page.items.iter().map(MemberEdge).collect()
    }

    /// The members of this page.
    async fn nodes(&self) -> List<&Member> {
        self.page.nodes()
    }

    /// Where this page lies in the list.
    async fn page_info(&self) -> PageInfo {
        self.page.info()
    }

    /// How many members the whole list has.
    async fn total_count(&self) -> Result<i32> {
        let total = self.view.service().member_total(self.view.viewer(), &self.filter).await?;
        Ok(i32::try_from(total).unwrap_or(i32::MAX))
    }
}

edge!("A member with its place in a list.", MemberEdge, "The member.", Member);
