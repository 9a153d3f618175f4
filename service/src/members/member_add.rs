//! Writes somebody down as a member: a helmsman at the door, or headquarters.

use std::fmt;

use domain::access::Permission;
use domain::chapters::ChapterStatus;
use domain::kernel::{AccountId, ChapterId, Code, ConsentId, MemberId, Violation, Violations, local_date};
use domain::members::{
    ConsentEntry, Home, HomeSource, JoinedBy, MemberState, Purpose, check_birth_year, check_grant, check_name,
    is_under_age,
};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::chapters::{chapter, division};
use store::dialect::TreeLock;
use store::members::home;
use store::members::member::{self, Member};
use store::members::person::{self, Person};

use crate::access::normalise_phone;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What is known of somebody who joins.
#[derive(Clone, Serialize)]
pub struct NewMember {
    pub phone: String,
    pub name: String,
    pub birth_year: Option<i32>,
    /// The division that the person belongs to.
    pub region: Option<String>,
    /// What the person consents to, each with the version of the text that was shown.
    pub consents: Vec<(Purpose, String)>,
}

/// By hand: personal data must not get into logs.
impl fmt::Debug for NewMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewMember").field("region", &self.region).finish_non_exhaustive()
    }
}

/// What adds a member.
#[derive(Debug, Clone, Serialize)]
pub struct MemberAdd {
    pub chapter: ChapterId,
    pub person: NewMember,
}

impl Service {
    /// Adds a member at a chapter, as a guest.
    ///
    /// # Errors
    /// Rules: the phone is a member's already, the chapter is closed, no consent to the service, name, phone, year of birth
    /// or division are no good.
    pub async fn member_add(&self, op: &Op, input: MemberAdd) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.member_add", input, |w| Box::pin(add(w, input))).await
    }
}

async fn add(w: &mut Write<'_>, input: &MemberAdd) -> Result<MemberId> {
    w.require(Permission::MemberRegister, input.chapter).await?;
    let joined_by = match w.require(Permission::MemberManage, input.chapter).await {
        Ok(()) => JoinedBy::Headquarters,
        Err(ServiceError::Denied(_)) => JoinedBy::Chapter,
        Err(other) => return Err(other),
    };
    let person = check_new(w, &input.person, joined_by).await?;
    check_open(w, input.chapter).await?;
    let home = Home { chapter: input.chapter, source: HomeSource::MemberChoice };
    insert_member(w, &person, &input.person, (home, joined_by), None).await
}

/// Refuses a home that is closed, and keeps it open until the commit.
pub(crate) async fn check_open(w: &Write<'_>, id: ChapterId) -> Result<()> {
    w.lock_tree(TreeLock::Shared).await?;
    if chapter::load(w.db(), id).await?.status == ChapterStatus::Open {
        return Ok(());
    }
    let message = "this chapter is closed; choose an open one";
    Err(Violation::new(Code::MembersHomeInvalid, "chapter", message).into())
}

/// Checks all that can be checked of somebody who joins this way, and answers phone and name as they are kept.
pub(crate) async fn check_new(w: &Write<'_>, new: &NewMember, joined_by: JoinedBy) -> Result<Person> {
    let today = local_date(w.now());
    let mut broken = Violations::default();
    let phone = normalise_phone("phone", &new.phone).unwrap_or_else(|violation| {
        broken.0.push(violation);
        String::new()
    });
    let mut note = |outcome: std::result::Result<(), Violation>| broken.0.extend(outcome.err());
    note(check_name("name", &new.name));
    note(new.birth_year.map_or(Ok(()), |year| check_birth_year(year, today)));
    for (_, text_version) in &new.consents {
        note(check_grant(text_version));
    }
    if !new.consents.iter().any(|(purpose, _)| *purpose == Purpose::Service) {
        let message = "nobody becomes a member without consenting to the service";
        note(Err(Violation::new(Code::MembersConsentRequired, "consents", message)));
    }
    for (at, (purpose, _)) in new.consents.iter().enumerate() {
        let may_say = match purpose {
            Purpose::Guardian => joined_by == JoinedBy::Headquarters,
            Purpose::ShareWithChapter => joined_by != JoinedBy::Chapter,
            _ => true,
        };
        if !may_say {
            let message = "this is not yours to write down: the member says so, or headquarters once it was proven";
            broken.add(Code::MembersConsentInvalid, &format!("consents.{at}.purpose"), message);
        }
    }
    let guarded = new.consents.iter().any(|(purpose, _)| *purpose == Purpose::Guardian);
    if new.birth_year.is_some_and(|year| is_under_age(year, today)) && !guarded {
        let message = "below the age of 14 headquarters writes somebody down, with the consent of a guardian";
        broken.add(Code::MembersGuardianRequired, "birthYear", message);
    }
    if let Some(region) = &new.region
        && !division::exists(w.db(), region).await?
    {
        let message = format!("there is no division {region}");
        broken.add(Code::MembersHomeInvalid, "region", message);
    }
    broken.check()?;
    Ok(Person { phone, name: new.name.clone() })
}

/// Adds the member's rows: the member, the key, the consents, the audit entry.
pub(crate) async fn insert_member(
    w: &mut Write<'_>,
    person: &Person,
    new: &NewMember,
    (home, joined_by): (Home, JoinedBy),
    account: Option<AccountId>,
) -> Result<MemberId> {
    let made = Member {
        id: MemberId(w.next_id()),
        home: home.chapter,
        home_source: home.source,
        home_since: w.now(),
        moved_on: None,
        region: new.region.clone(),
        state: MemberState::guest(),
        trial_used: false,
        points: 0,
        account,
        birth_year: new.birth_year.and_then(|year| i16::try_from(year).ok()),
        joined_by,
        registered_at: w.now(),
        merged_into: None,
        version: 1,
    };
    let (sealed, key) = person::seal_new(w.vault(), person)?;
    match member::insert(w.db(), &made, &sealed).await {
        Err(StoreError::Duplicate(_)) => return Err(phone_taken()),
        outcome => outcome?,
    }
    person::insert_key(w.db(), made.id, key).await?;
    keep_consents(w, made.id, &new.consents).await?;
    let purposes: Vec<&str> = new.consents.iter().map(|(purpose, _)| purpose.as_str()).collect();
    let change = Change {
        target: made.id.to_string(),
        chapter: Some(home.chapter),
        after: Some(json!({ "joinedBy": joined_by.as_str(), "home": home.chapter.to_string(), "consents": purposes })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(made.id)
}

/// Adds what somebody who joins consents to.
pub(crate) async fn keep_consents(w: &Write<'_>, member: MemberId, given: &[(Purpose, String)]) -> Result<()> {
    for (purpose, text_version) in given {
        let entry = ConsentEntry { purpose: *purpose, granted: true, text_version: text_version.clone(), at: w.now() };
        let id = ConsentId(w.next_id());
        self::home::consent(w.db(), (id, member), &entry, w.actor().account()).await?;
    }
    Ok(())
}

pub(crate) fn phone_taken() -> ServiceError {
    let message = "somebody with this phone is a member already";
    Violation::new(Code::MembersPhoneTaken, "phone", message).into()
}
