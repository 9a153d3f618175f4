//! Members who may be one person with another.

use domain::access::Permission;
use domain::kernel::MemberId;
use domain::members::{Likeness, Traits, likeness};
use store::members::member::Member;
use store::members::{member, namesake, person};

use super::MemberCard;
use crate::{Result, Service, ServiceError, Viewer};

/// How many are shown.
const SHOWN: usize = 20;

/// Somebody who may be the same person.
#[derive(Debug, Clone)]
pub struct MemberDuplicate {
    pub card: MemberCard,
    /// 0 to 100.
    pub score: u8,
    /// What speaks for it.
    pub because: Vec<Likeness>,
}

impl Service {
    /// Members who may be the same person as this one, the likeliest first: found by the blind index of the name. Those
    /// whose home the viewer does not manage are left out.
    ///
    /// # Errors
    /// `NotFound`, `Denied`: it takes `MemberManage` at the member's home.
    pub async fn member_duplicates(&self, viewer: &Viewer, id: MemberId) -> Result<Vec<MemberDuplicate>> {
        viewer.account()?;
        let found = member::load(self.store.read(), id).await?;
        viewer.require_managed(&found)?;
        let namesakes = namesake::find(self.store.read(), &found).await?;
        let likely: Vec<(Member, Vec<Likeness>)> = namesakes
            .into_iter()
            .filter(|other| viewer.may(Permission::MemberManage, other.home))
            .map(|other| {
                let because = likeness(&traits(&found), &traits(&other));
                (other, because)
            })
            .filter(|(_, because)| !because.is_empty())
            .collect();
        let ids: Vec<MemberId> = likely.iter().map(|(other, _)| other.id).chain([id]).collect();
        let people = person::load_many(self.store.read(), self.store.vault(), &ids).await?;
        let name = |id: MemberId| people.iter().find(|(of, _)| *of == id).map(|(_, person)| person.name.trim());
        // The index is short: what it finds is looked at.
        let mut likely: Vec<_> = likely.into_iter().filter(|(other, _)| name(other.id) == name(id)).collect();
        let score = |because: &[Likeness]| because.iter().copied().map(Likeness::weight).sum::<u8>();
        likely.sort_by_key(|(other, because)| (std::cmp::Reverse(score(because)), other.id));
        likely.truncate(SHOWN);
        let mut shown = Vec::with_capacity(likely.len());
        let (members, reasons): (Vec<Member>, Vec<Vec<Likeness>>) = likely.into_iter().unzip();
        for (card, because) in self.member_cards(viewer, members).await?.into_iter().zip(reasons) {
            shown.push(MemberDuplicate { card, score: score(&because), because });
        }
        Ok(shown)
    }
}

fn traits(member: &Member) -> Traits {
    Traits {
        birth_year: member.birth_year.map(i32::from),
        region: member.region.clone(),
        home: member.home,
        has_account: member.account.is_some(),
    }
}

impl Viewer {
    /// Refuses unless the viewer has `MemberManage` at the member's home. Being the member is not enough.
    pub(crate) fn require_managed(&self, member: &Member) -> Result<()> {
        match self.require(Permission::MemberRead, member.home) {
            // Whoever may not read a chapter's members must not learn which ids are taken.
            Err(ServiceError::Denied(_)) => return Err(ServiceError::NotFound),
            outcome => outcome?,
        }
        self.require(Permission::MemberManage, member.home)
    }
}
