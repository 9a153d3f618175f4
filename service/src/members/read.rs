//! Reads of members: masked, but for the member.

use chrono::NaiveDate;
use domain::access::Permission;
use domain::kernel::{ChapterId, Cursor, MemberId, PageRequest, Slice, local_date, mask_name, mask_phone};
use domain::members::{ConsentEntry, Standing, TierCode};
use store::members::member::Member;
use store::members::{count, home, list, member, person, reveal, term};

use super::{Membership, PastHome, Reveal};
use crate::{Result, Service, ServiceError, Viewer};

/// A member as a viewer may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberCard {
    pub member: Member,
    /// In clear for the member, masked for everybody else; nothing once the person was erased.
    pub name: Option<String>,
    /// Always masked.
    pub phone: Option<String>,
    /// Whether the viewer is this member.
    pub own: bool,
}

/// Which of a chapter's members to list.
#[derive(Debug, Clone)]
pub struct MemberFilter {
    pub home: ChapterId,
    pub standing: Option<Standing>,
    pub tier: Option<TierCode>,
    /// Only those whose last term ends within so many days from today, and has not ended before today.
    pub due_within: Option<u16>,
}

impl MemberFilter {
    fn to_rows(&self, today: NaiveDate) -> list::MemberFilter {
        let window = self.due_within.map(|days| (today, today + chrono::Days::new(u64::from(days) + 1)));
        list::MemberFilter { home: self.home, standing: self.standing, tier: self.tier.clone(), ends_in: window }
    }
}

impl MemberFilter {
    /// The cursor of a member in the list: by the end of the last term where that is asked for, else by age.
    #[must_use]
    pub fn cursor(&self, card: &MemberCard) -> Cursor {
        Cursor::of(&self.to_rows(NaiveDate::default()).place(&card.member))
    }
}

impl Service {
    /// A member: the viewer, or one at home where the viewer reads members.
    pub async fn member(&self, viewer: &Viewer, id: MemberId) -> Result<MemberCard> {
        viewer.account()?;
        let found = member::load(self.store.read(), id).await?;
        viewer.require_member(&found, Permission::MemberRead)?;
        self.member_cards(viewer, vec![found]).await?.pop().ok_or(ServiceError::NotFound)
    }

    /// The viewer as a member; nothing for one who has not joined.
    pub async fn own_member(&self, viewer: &Viewer) -> Result<Option<MemberCard>> {
        let found = member::of_account(self.store.read(), viewer.account()?).await?;
        Ok(self.member_cards(viewer, found.into_iter().collect()).await?.pop())
    }

    /// A page of a chapter's own members, those who joined first at the head; of those whose term ends within some days, those
    /// that end first.
    pub async fn members(
        &self,
        viewer: &Viewer,
        filter: &MemberFilter,
        page: &PageRequest,
    ) -> Result<Slice<MemberCard>> {
        viewer.require(Permission::MemberRead, filter.home)?;
        if let Some(cursor) = &page.from {
            cursor.key::<list::Place>()?;
        }
        let found = list::page(self.store.read(), &filter.to_rows(local_date(viewer.now)), page).await?;
        let items = self.member_cards(viewer, found.items).await?;
        Ok(Slice { items, has_previous: found.has_previous, has_next: found.has_next })
    }

    /// How many members a filter finds.
    pub async fn member_total(&self, viewer: &Viewer, filter: &MemberFilter) -> Result<i64> {
        viewer.require(Permission::MemberRead, filter.home)?;
        if filter.due_within.is_none() {
            // The counts have it already, however many members there are.
            let counts = count::of_subtree(self.store.read(), filter.home).await?;
            let wanted = counts.into_iter().filter(|count| {
                filter.standing.is_none_or(|standing| standing == count.standing)
                    && filter.tier.as_ref().is_none_or(|tier| *tier == count.tier)
            });
            return Ok(wanted.map(|count| count.own).sum());
        }
        Ok(list::count(self.store.read(), &filter.to_rows(local_date(viewer.now))).await?)
    }

    /// All terms of a member, the oldest first. The member comes from a read that the viewer was allowed.
    pub async fn memberships(&self, card: &MemberCard) -> Result<Vec<Membership>> {
        Ok(term::of_member(self.store.read(), card.member.id).await?)
    }

    /// The homes a member had before, the newest first.
    pub async fn past_homes(&self, card: &MemberCard) -> Result<Vec<PastHome>> {
        Ok(home::past(self.store.read(), card.member.id).await?)
    }

    /// The chapters a member follows: for the member alone.
    pub async fn followed(&self, card: &MemberCard) -> Result<Vec<ChapterId>> {
        if !card.own {
            return Ok(Vec::new());
        }
        Ok(home::followed(self.store.read(), card.member.id).await?)
    }

    /// What a member consented to and withdrew, in that order.
    pub async fn consents(&self, card: &MemberCard) -> Result<Vec<ConsentEntry>> {
        Ok(home::consents(self.store.read(), card.member.id).await?)
    }

    /// Who looked at a member's phone and name, the newest look first: for the member, and for who may look.
    pub async fn reveals(&self, viewer: &Viewer, card: &MemberCard) -> Result<Vec<Reveal>> {
        if !card.own {
            viewer.require(Permission::MemberReveal, card.member.home)?;
        }
        Ok(reveal::of_member(self.store.read(), card.member.id, 100).await?)
    }

    pub(super) async fn member_cards(&self, viewer: &Viewer, members: Vec<Member>) -> Result<Vec<MemberCard>> {
        let ids: Vec<MemberId> = members.iter().map(|member| member.id).collect();
        let people = person::load_many(self.store.read(), self.store.vault(), &ids).await?;
        let card = |member: Member| {
            let own = viewer.is_member(&member);
            let known = people.iter().find(|(id, _)| *id == member.id).map(|(_, person)| person);
            let name = known.map(|person| if own { person.name.clone() } else { mask_name(&person.name) });
            MemberCard { name, phone: known.map(|person| mask_phone(&person.phone)), own, member }
        };
        Ok(members.into_iter().map(card).collect())
    }
}
