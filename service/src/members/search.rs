//! Finds members, without making it possible to guess what is masked.

use domain::access::Permission;
use domain::kernel::{ChapterId, MemberId};
use store::members::member::Member;
use store::members::person::Person;
use store::members::{list, member, person};
use store::vault::Purpose;

use super::MemberCard;
use crate::access::{Attempt, normalise_phone};
use crate::{Result, Service, Viewer};

/// How many members of a chapter are looked through: their names are sealed, so that no index can.
const MOST: usize = 20_000;
const BATCH: i64 = 1_000;

impl Service {
    /// The member with exactly this phone, wherever at home, if the viewer reads that home's members.
    ///
    /// # Errors
    /// `RateLimited`; rules: it is no phone number.
    pub async fn member_by_phone(&self, viewer: &Viewer, phone: &str) -> Result<Option<MemberCard>> {
        let account = viewer.account()?;
        let phone = normalise_phone("phone", phone)?;
        // A mask leaves ten thousand numbers: they must not be tried one after the other.
        self.attempt(&viewer.op, Attempt::MemberPhone, account.0.as_bytes()).await?;
        let index = self.store.vault().blind_index(Purpose::Phone, &phone);
        let found = member::by_phone(self.store.read(), &index).await?;
        let seen = found.filter(|found| viewer.require_member(found, Permission::MemberRead).is_ok());
        Ok(self.member_cards(viewer, seen.into_iter().collect()).await?.pop())
    }

    /// Members of a chapter by a whole phone number, its last four digits, a whole name or a surname, those who joined first
    /// at the head. Parts of what is masked find nothing: it could be guessed piece by piece.
    pub async fn member_search(
        &self,
        viewer: &Viewer,
        home: ChapterId,
        text: &str,
        limit: usize,
    ) -> Result<Vec<MemberCard>> {
        viewer.require(Permission::MemberRead, home)?;
        let text = text.trim();
        if let Ok(phone) = normalise_phone("text", text) {
            let found = self.member_by_phone(viewer, &phone).await?;
            return Ok(found.into_iter().filter(|card| card.member.home == home).collect());
        }
        let mut found: Vec<Member> = Vec::new();
        let (mut after, mut seen) = (None, 0);
        while found.len() < limit && seen < MOST && !text.is_empty() {
            let batch = list::after(self.store.read(), home, after, BATCH).await?;
            let Some(last) = batch.last() else { break };
            after = Some(last.id);
            seen += batch.len();
            let ids: Vec<MemberId> = batch.iter().map(|member| member.id).collect();
            let people = person::load_many(self.store.read(), self.store.vault(), &ids).await?;
            let matching: Vec<MemberId> =
                people.into_iter().filter(|(_, person)| matches(person, text)).map(|(id, _)| id).collect();
            found.extend(batch.into_iter().filter(|member| matching.contains(&member.id)));
        }
        found.truncate(limit);
        self.member_cards(viewer, found).await
    }
}

/// Whether a text is all of a name, its surname as masks show it, or the last digits of a phone as masks show them.
fn matches(person: &Person, text: &str) -> bool {
    let one = text.chars().count() == 1;
    person.name == text
        || (one && person.name.starts_with(text))
        || (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) && person.phone.ends_with(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_masked_cannot_be_guessed_piece_by_piece() {
        let person = Person { phone: "13812345678".to_owned(), name: "欧阳小明".to_owned() };
        for text in ["欧阳小明", "欧", "5678"] {
            assert!(matches(&person, text), "{text}");
        }
        for text in ["欧阳", "小明", "45678", "678", "1381", "阳", ""] {
            assert!(!matches(&person, text), "{text}");
        }
    }
}
