//! Appoints a helmsman (舵手) or a deputy: the term, and the rights that live exactly as long.

use domain::access::{Grant, Permission, Role};
use domain::chapters::{ChapterStatus, Level, Office, Term};
use domain::kernel::{AccountId, ChapterId, Code, GrantId, Period, TermId, Timestamp, Violation};
use serde::Serialize;
use serde_json::json;
use store::access::grant::{self, GrantRecord};
use store::chapters::{chapter, term};

use super::structure;
use crate::access::find_or_create_helmsman;
use crate::policies::exempt_deliveries_end;
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// Who takes office: somebody with an account, or somebody new.
#[derive(Debug, Clone, Serialize)]
pub enum Person {
    Account(AccountId),
    /// Found by phone, or given an account.
    Phone {
        phone: String,
        name: String,
    },
}

/// What appoints a helmsman or deputy.
#[derive(Debug, Clone, Serialize)]
pub struct HelmsmanAppoint {
    pub chapter: ChapterId,
    pub person: Person,
    pub office: Office,
    /// When the term ends by itself.
    pub ends_at: Option<Timestamp>,
}

impl Service {
    /// Appoints a helmsman or deputy.
    ///
    /// # Errors
    /// Rules: the office is taken, the person leads another chapter, the chapter is closed, the term has no length.
    pub async fn helmsman_appoint(&self, op: &Op, input: HelmsmanAppoint) -> Result<TermId> {
        let input = &input;
        self.write(op, "chapters.helmsman_appoint", input, |w| Box::pin(appoint(w, input))).await
    }
}

/// The right to put somebody into an office, or out of it.
pub(super) const fn right_over(office: Office) -> Permission {
    match office {
        Office::Helmsman => Permission::HelmsmanAppoint,
        Office::Deputy => Permission::DeputyAppoint,
    }
}

async fn appoint(w: &mut Write<'_>, input: &HelmsmanAppoint) -> Result<TermId> {
    w.require(right_over(input.office), input.chapter).await?;
    let place = structure::lock_and_load(w, input.chapter).await?;
    if place.status != ChapterStatus::Open || place.level == Level::Headquarters {
        let message = "a helmsman leads an open chapter below headquarters";
        return Err(Violation::new(Code::ChaptersNotOpen, "chapter", message).into());
    }
    if input.ends_at.is_some_and(|ends_at| ends_at <= w.now()) {
        let message = "the term must end in the future";
        return Err(Violation::new(Code::AccessPeriodInvalid, "endsAt", message).into());
    }
    let account = match &input.person {
        Person::Account(account) => store::access::account::load(w.db(), w.vault(), *account).await?.id,
        Person::Phone { phone, name } => find_or_create_helmsman(w, phone, name).await?,
    };
    check_office_free(w, input, account).await?;
    let term = Term {
        id: TermId(w.next_id()),
        chapter: input.chapter,
        account,
        office: input.office,
        starts_at: w.now(),
        ends_at: input.ends_at,
        ended_at: None,
    };
    begin_term(w, &term).await?;
    Ok(term.id)
}

async fn check_office_free(w: &Write<'_>, input: &HelmsmanAppoint, account: AccountId) -> Result<()> {
    let serving = term::serving(w.db(), input.chapter).await?;
    if serving.iter().any(|term| term.account == account) {
        let message = "this person already holds an office in this chapter";
        return Err(Violation::new(Code::ChaptersOfficeTaken, "person", message).into());
    }
    if input.office == Office::Deputy {
        return Ok(());
    }
    if serving.iter().any(|term| term.office == Office::Helmsman) {
        let message = "the chapter has a helmsman; end that term first";
        return Err(Violation::new(Code::ChaptersOfficeTaken, "chapter", message).into());
    }
    let elsewhere = term::of_account(w.db(), account).await?;
    if let Some(other) = elsewhere.iter().find(|term| term.office == Office::Helmsman) {
        let message = format!("this person leads {}; nobody leads two chapters", other.chapter);
        return Err(Violation::new(Code::ChaptersHelmsmanElsewhere, "person", message).into());
    }
    Ok(())
}

async fn begin_term(w: &mut Write<'_>, begun: &Term) -> Result<()> {
    term::insert(w.db(), begun).await?;
    let right = Grant {
        id: GrantId(w.next_id()),
        account: begun.account,
        role: if begun.office == Office::Helmsman { Role::Helmsman } else { Role::Deputy },
        chapter: begun.chapter,
        period: Period { from: begun.starts_at, until: begun.ends_at },
    };
    let record = GrantRecord {
        grant: right,
        granted_by: w.actor().account(),
        term: Some(begun.id),
        reason: None,
        ended_reason: None,
    };
    grant::insert(w.db(), &record, w.now()).await?;
    if begun.office == Office::Helmsman {
        let tree_version = w.tree_version().await?;
        chapter::set_staffed(w.db(), begun.chapter, true, tree_version).await?;
        exempt_deliveries_end(w, begun.chapter).await?;
    }
    w.signal(Topic::Rights, begun.account.to_string());
    let after =
        json!({ "term": begun.id.to_string(), "account": begun.account.to_string(), "office": begun.office.rank() });
    let change = Change {
        target: begun.chapter.to_string(),
        chapter: Some(begun.chapter),
        after: Some(after),
        ..Change::default()
    };
    w.audit(change).await
}
