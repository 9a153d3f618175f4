//! Corrects what is known of a member: the name, the year of birth, the region (PIPL 46).

use std::fmt;

use domain::access::Permission;
use domain::kernel::{Code, MemberId, Violation, Violations, local_date};
use domain::members::{check_birth_year, check_name, is_under_age};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::chapters::division;
use store::members::member::{self, Member};
use store::members::person::{self, Person};

use super::{Hand, load_member, require_for};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What corrects a member. What is left out stays.
#[derive(Clone, Serialize)]
pub struct MemberUpdate {
    pub id: MemberId,
    pub name: Option<String>,
    pub birth_year: Option<i32>,
    pub region: Option<String>,
}

/// By hand: personal data must not get into logs.
impl fmt::Debug for MemberUpdate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemberUpdate").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Service {
    /// Corrects a member: by the member, or with `MemberManage`.
    ///
    /// # Errors
    /// Rules: name, year of birth or division are no good; the person was erased.
    pub async fn member_update(&self, op: &Op, input: MemberUpdate) -> Result<MemberId> {
        let input = &input;
        self.write(op, "members.member_update", input, |w| Box::pin(update(w, input))).await
    }
}

async fn update(w: &mut Write<'_>, input: &MemberUpdate) -> Result<MemberId> {
    let held = load_member(w, input.id).await?;
    let hand = require_for(w, &held, Permission::MemberManage).await?;
    check(w, input).await?;
    let today = local_date(w.now());
    let is_child = |year: Option<i32>| year.is_some_and(|year| is_under_age(year, today));
    if hand == Hand::Own
        && is_child(held.birth_year.map(i32::from))
        && input.birth_year.is_some_and(|year| !is_child(Some(year)))
    {
        let message = "headquarters corrects the year of birth of a child, once it was proven";
        return Err(Violation::new(Code::MembersGuardianRequired, "birthYear", message).into());
    }
    if let Some(name) = &input.name {
        let known = person::load(w.db(), w.vault(), held.id).await?.ok_or(StoreError::Missing)?;
        person::replace(w.db(), w.vault(), held.id, &Person { name: name.clone(), ..known }).await?;
    }
    let changed = Member {
        birth_year: input.birth_year.and_then(|year| i16::try_from(year).ok()).or(held.birth_year),
        region: input.region.clone().or_else(|| held.region.clone()),
        ..held.clone()
    };
    member::update(w.db(), &held, &changed).await?;
    let fields: Vec<&str> =
        [("name", input.name.is_some()), ("birthYear", input.birth_year.is_some()), ("region", input.region.is_some())]
            .into_iter()
            .filter_map(|(field, given)| given.then_some(field))
            .collect();
    // Which fields, never what stood in them: the log holds no personal data.
    let after = Some(json!({ "corrected": fields }));
    w.audit(Change { target: held.id.to_string(), chapter: Some(held.home), after, ..Change::default() }).await?;
    Ok(held.id)
}

async fn check(w: &Write<'_>, input: &MemberUpdate) -> Result<()> {
    let mut broken = Violations::default();
    let name = input.name.as_deref().map_or(Ok(()), |name| check_name("name", name));
    let year = input.birth_year.map_or(Ok(()), |year| check_birth_year(year, local_date(w.now())));
    broken.0.extend(name.err().into_iter().chain(year.err()));
    if let Some(region) = &input.region
        && !division::exists(w.db(), region).await?
    {
        broken.0.push(Violation::new(Code::MembersHomeInvalid, "region", format!("there is no division {region}")));
    }
    Ok(broken.check()?)
}
