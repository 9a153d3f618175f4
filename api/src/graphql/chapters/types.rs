//! The chapter. What the tree holds is answered from memory; the rest is read when it is asked for.

use std::sync::Arc;

use async_graphql::{ID, Object, SimpleObject};
use domain::access::Permission as Right;
use domain::chapters::Node;

use super::connection::{Below, ChapterConnection};
use super::division::Division;
use super::enums::{ChapterLevel, ChapterStatus};
use super::revision::ChapterRevision;
use super::term::Term;
use crate::graphql::View;
use crate::graphql::access::{Grant, Permission};
use crate::graphql::connection::{Page, limit, page};
use crate::graphql::error::Result;
use crate::graphql::growth::{ReferralLinkConnection, chapter_links};
use crate::graphql::ids;
use crate::graphql::list::List;
use crate::graphql::members::{Member, MemberConnection, MemberCounts, MemberStanding, MembersWanted, members};
use crate::graphql::money::{StatementConnection, TerritoryCaseConnection};
use crate::graphql::policies::{Delivery, Escalation, InboxConnection, PolicyValue, inbox_item};
use crate::graphql::scalars::DateTime;

/// A node of the tree: headquarters, or a chapter with its territory.
#[derive(Debug, Clone)]
pub(crate) struct Chapter {
    node: Arc<Node>,
    view: View,
}

impl Chapter {
    pub(crate) fn new(node: Arc<Node>, view: View) -> Self {
        Self { node, view }
    }

    /// What is not part of the tree is read as of now, also for a chapter of the past.
    fn now(&self) -> &View {
        self.view.present()
    }
}

/// A node of the tree: headquarters (总部), or a chapter (分舵) with its territory, led by a helmsman (舵手). You see the
/// chapters of your own subtree and those above it.
#[Object]
impl Chapter {
    /// Global id, `chap_12`.
    pub(crate) async fn id(&self) -> ID {
        self.node.id.into()
    }

    /// Where it stands in the order of levels.
    async fn level(&self) -> ChapterLevel {
        self.node.level.into()
    }

    /// Its name, in Chinese.
    async fn name(&self) -> &str {
        &self.node.name
    }

    /// Its name in pinyin, lower case, without tones and blanks.
    async fn pinyin(&self) -> &str {
        &self.node.pinyin
    }

    /// Whether it works.
    async fn status(&self) -> ChapterStatus {
        self.node.status.into()
    }

    /// When it was opened.
    async fn opened_on(&self) -> DateTime {
        DateTime(self.node.opened_on)
    }

    /// Codes (GB/T 2260, six digits) of the divisions that are its exclusive territory.
    async fn divisions(&self) -> &[String] {
        &self.node.divisions
    }

    /// The divisions of its territory, with their names.
    async fn territory(&self) -> Result<List<Division>> {
        self.view.divisions(&self.node.divisions).await
    }

    /// Grows with every change of the chapter. Changes name the version they have seen, so that none is made unawares.
    async fn version(&self) -> i32 {
        self.node.version
    }

    /// Whether it is open and nobody leads it. Headquarters never is.
    async fn vacant(&self) -> bool {
        self.node.is_vacant()
    }

    /// The chapter directly above. Null for headquarters.
    async fn parent(&self) -> Option<Self> {
        self.node.parent.and_then(|id| self.view.chapter(id))
    }

    /// Whose helmsman looks after it: itself if it has one, else the nearest above that has. Null if you may not see it.
    async fn caretaker(&self) -> Option<Self> {
        self.view.viewer().tree.caretaker(self.node.id).and_then(|id| self.view.chapter(id))
    }

    /// The vacant chapters below that its helmsman takes care of, branch by branch from the top down; none if it is vacant
    /// itself.
    async fn caretakes(
        &self,
        #[graphql(desc = "How many, 0 to 100.", default = 100)] first: i32,
    ) -> Result<List<Self>> {
        let wards = self.view.viewer().caretakes(self.node.id, limit(first)?);
        Ok(wards.into_iter().map(|node| Self::new(node, self.view.clone())).collect())
    }

    /// The chapter that took over when this one was merged. Null if it was not, or if you may not see it.
    async fn successor(&self) -> Option<Self> {
        self.node.successor.and_then(|id| self.view.chapter(id))
    }

    /// Who leads it. Null if it is vacant, and for headquarters.
    async fn leader(&self) -> Option<Leader<'_>> {
        self.node.leader.as_ref().map(Leader)
    }

    /// How many chapters stand below, as far as you see.
    async fn counts(&self) -> ChapterCounts {
        let counts = self.view.viewer().chapter_counts(self.node.id);
        let int = |count| i32::try_from(count).unwrap_or(i32::MAX);
        ChapterCounts {
            children: int(counts.children),
            descendants: int(counts.descendants),
            vacant: int(counts.vacant),
        }
    }

    /// The chapters above, the nearest first, headquarters last.
    async fn ancestors(&self) -> List<Self> {
        let above = self.view.viewer().ancestors(self.node.id);
        above.into_iter().map(|node| Self::new(node, self.view.clone())).collect()
    }

    /// The open chapters directly below, in the order they were opened.
    async fn children(
        &self,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ChapterConnection> {
        let slice = self.view.viewer().children(self.node.id, &page(first, after, last, before)?)?;
        Ok(ChapterConnection::new(slice, &self.view, Below::Children(self.node.id)))
    }

    /// All open chapters below, branch by branch from the top down.
    async fn descendants(
        &self,
        #[graphql(desc = "Only those that nobody leads.", default = false)] vacant_only: bool,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ChapterConnection> {
        let page = page(first, after, last, before)?;
        let slice = self.view.viewer().descendants(self.node.id, vacant_only, &page)?;
        Ok(ChapterConnection::new(slice, &self.view, Below::All { root: self.node.id, vacant_only }))
    }

    /// The terms of office served here now, the helmsman's first. Needs `CHAPTER_READ`.
    async fn terms(&self) -> Result<List<Term>> {
        let now = self.now();
        let terms = now.service().terms(now.viewer(), self.node.id).await?;
        Ok(terms.into_iter().map(|term| Term::new(term, now.clone())).collect())
    }

    /// What it was, the newest first: the first of them is what it is. Needs `CHAPTER_READ`.
    async fn history(
        &self,
        #[graphql(desc = "How many, 0 to 100.", default = 50)] first: i32,
    ) -> Result<List<ChapterRevision>> {
        let now = self.now();
        let revisions = now.service().chapter_history(now.viewer(), self.node.id, limit(first)?).await?;
        Ok(revisions.into_iter().map(|revision| ChapterRevision::new(revision, now.clone())).collect())
    }

    /// The policies delivered here: the unread first, then what is owed an acknowledgement, then the rest; the newest
    /// first in each. Needs `DELIVERY_READ`.
    async fn inbox(
        &self,
        #[graphql(desc = "Only what nobody has opened here.", default = false)] unread_only: bool,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<InboxConnection> {
        let (now, page) = (self.now(), page(first, after, last, before)?);
        let slice = now.service().inbox(now.viewer(), self.node.id, unread_only, &page).await?;
        Ok(InboxConnection(Page::of(slice, |item| Some(inbox_item(item, now)))))
    }

    /// How one version stands here. Null if it has not reached the chapter. Needs `DELIVERY_READ`.
    async fn delivery(&self, #[graphql(desc = "The version.")] version: ID) -> Result<Option<Delivery>> {
        let now = self.now();
        let found = now.service().delivery(now.viewer(), ids::parse(&version)?, self.node.id).await?;
        Ok(found.map(|found| Delivery::new(Arc::new(found), now.clone())))
    }

    /// What the chapter has yet to do with its policies. Null, with an error, without `DELIVERY_READ`.
    async fn pending(&self) -> Result<Option<Pending>> {
        let now = self.now();
        let pending = now.service().pending(now.viewer(), self.node.id).await?;
        let int = |count| i32::try_from(count).unwrap_or(i32::MAX);
        Ok(Some(Pending { unread: int(pending.unread), owed: int(pending.owed) }))
    }

    /// Every policy that has reached the chapter, with the value in force here. Needs `POLICY_READ`.
    async fn values(&self) -> Result<List<PolicyValue>> {
        let now = self.now();
        let values = now.service().values_in_force(now.viewer(), self.node.id).await?;
        Ok(values.into_iter().map(|value| PolicyValue::new(value, now.clone())).collect())
    }

    /// The value in force here for one policy. Null if there is no such policy. Needs `POLICY_READ`.
    async fn value(
        &self,
        #[graphql(desc = "The policy's key, `membership.annual.price`.")] key: String,
    ) -> Result<Option<PolicyValue>> {
        let now = self.now();
        let value = now.service().value_in_force(now.viewer(), self.node.id, &key).await;
        crate::graphql::policies::known_key(value.map(|value| PolicyValue::new(value, now.clone())))
    }

    /// What is so late below that it is this chapter's business, the oldest first: its children's deliveries once the
    /// deadline has passed; at headquarters everybody's once twice the time has. Needs `DELIVERY_READ`.
    async fn escalations(
        &self,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Escalation>> {
        let limit = limit(first)?;
        let now = self.now();
        let late = now.service().escalations(now.viewer(), self.node.id, limit).await?;
        Ok(late.into_iter().map(|late| Escalation::new(late, now.clone())).collect())
    }

    /// The grants on the chapter itself that have not ended, the oldest first. Needs `GRANT_READ`.
    async fn grants(&self, #[graphql(desc = "How many, 0 to 100.", default = 100)] first: i32) -> Result<List<Grant>> {
        let page = page(Some(first), None, None, None)?;
        let now = self.now();
        let slice = now.service().grants_of_chapter(now.viewer(), self.node.id, &page).await?;
        Ok(slice.items.into_iter().map(|record| Grant::new(record, now.clone())).collect())
    }

    /// The members at home in the chapter itself, those who joined first at the head. Needs `MEMBER_READ`.
    async fn members(
        &self,
        #[graphql(desc = "Only members who stand so.")] standing: Option<MemberStanding>,
        #[graphql(desc = "Only members of the tier with this code.")] tier: Option<String>,
        #[graphql(desc = "Only members whose last day lies within so many days from today, 0 to 366.")]
        due_within: Option<i32>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<MemberConnection> {
        let wanted = MembersWanted { standing, tier, due_within };
        members(self.now(), self.node.id, wanted, &page(first, after, last, before)?).await
    }

    /// The referral links that credit the chapter, the newest first. Needs `REFERRAL_READ`.
    async fn referral_links(
        &self,
        #[graphql(desc = "Only those that are open, or have ended.")] open: Option<bool>,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ReferralLinkConnection> {
        chapter_links(self.now(), (self.node.id, open), &page(first, after, last, before)?).await
    }

    /// Members at home in the chapter itself, by a whole phone number, its last four digits, a whole name or a surname.
    /// Needs `MEMBER_READ`.
    async fn member_search(
        &self,
        #[graphql(desc = "The phone, the digits or the name.", secret)] text: String,
        #[graphql(desc = "How many, 0 to 100.", default = 20)] first: i32,
    ) -> Result<List<Member>> {
        let now = self.now();
        let found = now.service().member_search(now.viewer(), self.node.id, &text, limit(first)?).await?;
        Ok(found.into_iter().map(|card| Member::new(card, now.clone())).collect())
    }

    /// How many members there are here and below, exact at this moment. Null, with an error, without `MEMBER_COUNT`.
    async fn member_counts(&self) -> Result<Option<MemberCounts>> {
        let now = self.now();
        let counts = now.service().member_counts(now.viewer(), self.node.id).await?;
        Ok(Some(MemberCounts::of(counts, now.viewer().now)))
    }

    /// Its statements, the newest first. Needs `STATEMENT_READ`.
    async fn statements(
        &self,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<StatementConnection> {
        let (now, page) = (self.now(), page(first, after, last, before)?);
        let slice = now.service().statements_of(now.viewer(), self.node.id, &page).await?;
        Ok(StatementConnection::of_chapter(slice, now))
    }

    /// Months in which it sold much outside its territory, the newest first. Needs `STATEMENT_READ`.
    async fn territory_cases(
        &self,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<TerritoryCaseConnection> {
        let (now, page) = (self.now(), page(first, after, last, before)?);
        let wanted = (Some(self.node.id), None);
        let slice = now.service().territory_cases(now.viewer(), wanted, &page).await?;
        Ok(TerritoryCaseConnection::new(slice, now))
    }

    /// What you may do here.
    async fn viewer_can(&self) -> List<Permission> {
        let viewer = self.now().viewer();
        Right::ALL.iter().filter(|right| viewer.may(**right, self.node.id)).map(|right| (*right).into()).collect()
    }
}

/// Who leads a chapter.
#[derive(Debug)]
pub(crate) struct Leader<'a>(&'a domain::chapters::Leader);

/// Who leads a chapter now.
#[Object]
impl Leader<'_> {
    /// Id of the helmsman's account.
    async fn account(&self) -> ID {
        self.0.account.into()
    }

    /// The helmsman's name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// When the term of office began.
    async fn since(&self) -> DateTime {
        DateTime(self.0.since)
    }
}

/// How many chapters stand below a chapter, as far as you see.
#[derive(SimpleObject, Debug)]
pub(crate) struct ChapterCounts {
    /// Open chapters directly below.
    children: i32,
    /// Open chapters below, at any depth.
    descendants: i32,
    /// Vacant chapters at or below.
    vacant: i32,
}

/// What a chapter has yet to do with the policies it received.
#[derive(SimpleObject, Debug)]
pub(crate) struct Pending {
    /// Policies that nobody has opened.
    unread: i32,
    /// Policies that are owed an acknowledgement, the unread ones included.
    owed: i32,
}
