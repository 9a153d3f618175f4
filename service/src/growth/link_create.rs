//! Makes a referral link: a chapter's, or a member's own.

use aws_lc_rs::rand;
use domain::access::Permission;
use domain::chapters::ChapterStatus;
use domain::growth::{LinkCode, ReferralChannel, check_campaign, check_open_links};
use domain::kernel::{ChapterId, Code, ReferralLinkId, Violation};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::chapters::chapter;
use store::dialect::TreeLock;
use store::growth::link::{self, LinkRecord, Whose};
use store::growth::visitor;
use store::members::member::{self, Member};

use super::visitor as tokens;
use crate::members::{check_live, load_member};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

/// What makes a link.
#[derive(Clone, Serialize)]
pub struct LinkCreate {
    /// The chapter that it credits; none for the actor's own link, which credits their home.
    pub chapter: Option<ChapterId>,
    pub channel: ReferralChannel,
    /// What it is part of; only of a chapter's.
    pub campaign: Option<String>,
    /// The token of the actor's phone; only of one's own. Who registers on it later is not somebody new.
    pub visitor: Option<String>,
}

/// By hand: a visitor's token must not get into logs.
impl std::fmt::Debug for LinkCreate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LinkCreate").field("chapter", &self.chapter).finish_non_exhaustive()
    }
}

impl Service {
    /// Makes a link: a chapter's with `ReferralManage` there; a member's own by that member.
    ///
    /// # Errors
    /// Rules: the chapter is closed; the actor is no member; the campaign or the token is no good; too many are open.
    pub async fn link_create(&self, op: &Op, input: LinkCreate) -> Result<ReferralLinkId> {
        let code = draw()?;
        let (input, code) = (&input, &code);
        self.write(op, "growth.link_create", input, |w| Box::pin(create(w, input, code))).await
    }
}

fn draw() -> Result<LinkCode> {
    let mut bytes = [0_u8; 32];
    loop {
        rand::fill(&mut bytes).map_err(|_| ServiceError::internal("no randomness"))?;
        if let Some(code) = LinkCode::from_random(&bytes) {
            return Ok(code);
        }
    }
}

async fn create(w: &mut Write<'_>, input: &LinkCreate, code: &LinkCode) -> Result<ReferralLinkId> {
    let owner = match input.chapter {
        Some(chapter) => {
            w.require(Permission::ReferralManage, chapter).await?;
            None
        }
        None => Some(oneself(w).await?),
    };
    check_campaign(input.campaign.as_deref(), owner.is_some())?;
    let chapter = input.chapter.or_else(|| owner.as_ref().map(|owner| owner.home));
    let chapter = chapter.ok_or_else(|| ServiceError::internal("a link of nobody"))?;
    w.lock_tree(TreeLock::Shared).await?;
    if chapter::load(w.db(), chapter).await?.status != ChapterStatus::Open {
        let message = "this chapter is closed: nobody can join it";
        return Err(Violation::new(Code::ChaptersNotOpen, "chapter", message).into());
    }
    let whose = owner.as_ref().map_or(Whose::Chapter(chapter), |owner| Whose::Member(owner.id));
    check_open_links(link::count_open(w.db(), whose).await?)?;
    if let (Some(owner), Some(token)) = (&owner, &input.visitor) {
        let hash = tokens::hash(w.vault(), token)?;
        visitor::lock(w.db(), &hash, w.now()).await?;
        visitor::take(w.db(), &hash, owner.id).await?;
    }
    let made = LinkRecord {
        id: ReferralLinkId(w.next_id()),
        code: code.to_string(),
        chapter,
        inviter: owner.map(|owner| owner.id),
        campaign: input.campaign.clone(),
        channel: input.channel,
        created_at: w.now(),
        created_by: w.actor().account(),
        ended_at: None,
    };
    match link::insert(w.db(), &made).await {
        Err(StoreError::Duplicate(_)) => return Err(ServiceError::internal("the code of a link was drawn twice")),
        outcome => outcome?,
    }
    let after =
        json!({ "code": made.code, "channel": made.channel, "campaign": made.campaign, "own": made.inviter.is_some() });
    let change =
        Change { target: made.id.to_string(), chapter: Some(chapter), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(made.id)
}

/// The actor as a member, locked.
async fn oneself(w: &Write<'_>) -> Result<Member> {
    let account = w.actor().account().ok_or(ServiceError::Unauthenticated)?;
    let Some(found) = member::of_account(w.db(), account).await? else {
        let message = "links of one's own are for members: join first, or name your chapter";
        return Err(Violation::new(Code::MembersStateRefuses, "chapter", message).into());
    };
    let held = load_member(w, found.id).await?;
    check_live(&held)?;
    Ok(held)
}
