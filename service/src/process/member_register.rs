//! Joins: somebody with a phone becomes a member, and is signed in.
//!
//! It spans `access` (the code, the account, the session) and `members`. Somebody whom a chapter or a file has made a member
//! already claims that membership by the same way: whoever holds the phone is that member.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use domain::kernel::{AccountId, ChapterId, Code, MemberId, SessionId, Violation};
use domain::members::{Home, HomeSource, JoinedBy};
use serde_json::json;
use store::access::code;
use store::chapters::chapter;
use store::members::member::{self, Member};
use store::members::person::Person;
use store::members::trial;
use store::vault::Purpose;

use crate::access::{
    Attempt, Refresh, Tokens, begin, find_or_create_member, normalise_phone, note_wrong_code, own, refused, spend_code,
    strangers,
};
use crate::growth::{Found, Lead, find};
use crate::members::{NewMember, check_live, check_new, check_open, insert_member, keep_consents, load_member};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What joins.
#[derive(Clone)]
pub struct MemberRegister {
    pub person: NewMember,
    /// The one-time code that was sent to the phone.
    pub code: String,
    /// The chapter that the person chose.
    pub chapter: Option<ChapterId>,
    pub lead: Lead,
}

/// By hand: personal data and codes must not get into logs.
impl fmt::Debug for MemberRegister {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemberRegister").field("chapter", &self.chapter).finish_non_exhaustive()
    }
}

/// Who is about to join.
struct Joiner<'a> {
    input: &'a MemberRegister,
    index: &'a [u8],
    hash: &'a [u8],
    home: Home,
    account: AccountId,
    session: SessionId,
    refresh: &'a Refresh,
}

impl Service {
    /// Joins as a guest at the chosen chapter, else at the one that holds the person's division, else at that of the link that
    /// was followed first, else at headquarters; or claims the membership that this phone has. Begins a session.
    ///
    /// # Errors
    /// `RateLimited`; rules: phone and code do not match; the phone's member has an account and should sign in; what is said
    /// of the person is no good, as [`Service::member_add`] says; there is no such link, or the visitor's token is no good.
    pub async fn member_register(&self, op: &Op, input: MemberRegister) -> Result<(MemberId, Tokens)> {
        let phone = normalise_phone("phone", &input.person.phone)?;
        let index = self.store.vault().blind_index(Purpose::Phone, &phone);
        self.attempt(op, Attempt::Code, &index).await?;
        let hash = self.access.code_hash(&index, input.code.trim());
        let kept = code::peek(self.store.read(), &index, self.now()).await?;
        if kept.is_none_or(|kept| verify_slices_are_equal(&kept, &hash).is_err()) {
            let index = &index;
            let by_nobody = strangers(op);
            self.write(&by_nobody, "access.sign_in_refused", &(), |w| Box::pin(spend_code(w, index))).await?;
            return Err(refused());
        }
        let (until, refresh) = (self.session_end(), Refresh::new()?);
        // The account, if the phone has one; the transaction finds it again.
        let known = store::access::account::by_phone(self.store.read(), self.store.vault(), &phone).await?;
        let joiner = Joiner {
            home: self.home_of(&input)?,
            account: known.map_or_else(|| AccountId(self.ids.next()), |account| account.id),
            session: SessionId(self.ids.next()),
            input: &input,
            index: &index,
            hash: &hash,
            refresh: &refresh,
        };
        let (account, session) = (joiner.account, joiner.session);
        let joiner = &joiner;
        let op = own(op, account, session);
        let entered = self.write(&op, "members.member_register", &(), |w| Box::pin(join(w, joiner))).await?;
        let Ok(member) = entered.parse() else { return Err(refused()) };
        self.forgive(&op, Attempt::Code, &index).await?;
        Ok((member, self.tokens(account, session, until, refresh)?))
    }

    /// Where somebody who joins is at home, by the order of the rule (see [`HomeSource`]).
    fn home_of(&self, input: &MemberRegister) -> Result<Home> {
        let tree = self.tree();
        if let Some(chapter) = input.chapter {
            return Ok(Home { chapter, source: HomeSource::MemberChoice });
        }
        let at = |code: &str| tree.by_division(code).iter().copied().next_back();
        // A county lies in a prefecture lies in a province: the first two and four digits name those.
        let of_region = input.person.region.as_deref().and_then(|code| {
            let above = [4, 2].into_iter().filter_map(|digits| Some(format!("{:0<6}", code.get(..digits)?)));
            std::iter::once(code.to_owned()).chain(above).find_map(|code| at(&code))
        });
        if let Some(chapter) = of_region {
            return Ok(Home { chapter, source: HomeSource::DeliveryAddress });
        }
        let chapter = tree.root().ok_or(ServiceError::NotFound)?;
        Ok(Home { chapter, source: HomeSource::PhoneRegion })
    }
}

/// Answers the member, or nothing if the code was used in between.
async fn join(w: &mut Write<'_>, joiner: &Joiner<'_>) -> Result<String> {
    let kept = code::try_take(w.db(), joiner.index, w.now()).await?;
    let matches = kept.is_some_and(|kept| verify_slices_are_equal(&kept, joiner.hash).is_ok());
    if !matches || !code::use_up(w.db(), joiner.index, joiner.hash).await? {
        note_wrong_code(w, joiner.index).await?;
        return Ok(String::new());
    }
    let new = &joiner.input.person;
    let person = check_new(w, new, JoinedBy::Oneself).await?;
    let found = find(w, &joiner.input.lead).await?;
    let held = member::by_phone(w.db(), joiner.index).await?;
    let account = find_or_create_member(w, joiner.account, (person.phone.clone(), &person.name)).await?;
    if account != joiner.account {
        // An account was made for the phone in between: again, with that one.
        return Err(ServiceError::Busy("an account was made for this phone".into()));
    }
    let member = match held {
        Some(held) => claim(w, held.id, (account, new), &found).await?,
        None => enter(w, joiner, &person, &found).await?,
    };
    begin(w, joiner.session, account, joiner.refresh).await?;
    Ok(member.to_string())
}

async fn enter(w: &mut Write<'_>, joiner: &Joiner<'_>, person: &Person, found: &Found) -> Result<MemberId> {
    let home = match found.home(w.now()) {
        Some(chapter) if joiner.home.source == HomeSource::PhoneRegion => Home { chapter, ..joiner.home },
        _ => joiner.home,
    };
    check_open(w, home.chapter).await?;
    let region = (home.chapter != chapter::headquarters(w.db()).await?).then_some(home.chapter);
    let is_phone_known = trial::is_known(w.db(), joiner.index).await?;
    let judged = found.judge((None, is_phone_known), region, w.now());
    let joined_by = if judged.is_by_link() { JoinedBy::Link } else { JoinedBy::Oneself };
    let made = insert_member(w, person, &joiner.input.person, (home, joined_by), Some(joiner.account)).await?;
    found.enrol(w, &judged, (made, true)).await?;
    Ok(made)
}

/// Gives a member that somebody else wrote down to the person who holds the phone.
///
/// What the person says fills in what was not known, and is consented to from now on.
async fn claim(
    w: &mut Write<'_>,
    id: MemberId,
    (account, new): (AccountId, &NewMember),
    found: &Found,
) -> Result<MemberId> {
    let held = load_member(w, id).await?;
    check_live(&held)?;
    if held.account.is_some() {
        let message = "somebody with this phone is a member already: sign in instead";
        return Err(Violation::new(Code::MembersPhoneTaken, "phone", message).into());
    }
    let claimed = Member {
        account: Some(account),
        birth_year: held.birth_year.or_else(|| new.birth_year.and_then(|year| i16::try_from(year).ok())),
        region: held.region.clone().or_else(|| new.region.clone()),
        ..held.clone()
    };
    member::update(w.db(), &held, &claimed).await?;
    keep_consents(w, held.id, &new.consents).await?;
    let change = Change {
        target: held.id.to_string(),
        chapter: Some(held.home),
        after: Some(json!({ "account": account.to_string() })),
        action: Some("members.member_claim"),
        ..Change::default()
    };
    w.audit(change).await?;
    // Whoever was a member before is brought by nobody.
    let judged = found.judge((Some(held.id), true), None, w.now());
    found.enrol(w, &judged, (held.id, false)).await?;
    Ok(held.id)
}
