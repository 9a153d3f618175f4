//! Issues a batch of cards with one-time codes, which are shown once and kept nowhere.

use std::fmt;

use aws_lc_rs::rand;
use chrono::NaiveDate;
use domain::access::Permission;
use domain::kernel::{CardBatchId, CardId, ChapterId, Code, Violations, local_date};
use domain::members::{CardCode, CardKind, TRIAL_DAYS, Tier, TierKind, check_batch};
use serde::Serialize;
use serde_json::json;
use store::members::card::{self, CardBatch};
use store::vault::Purpose;

use super::tier_save::tier_on_offer;
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

const MAX_TITLE: usize = 60;

/// What issues a batch.
#[derive(Debug, Clone, Serialize)]
pub struct CardBatchIssue {
    pub issuer: ChapterId,
    pub kind: CardKind,
    pub tier: String,
    /// Those of the tier, if nothing is said.
    pub days: Option<i64>,
    pub count: i64,
    /// What people call the batch.
    pub title: String,
    /// The first day on which the cards can no longer be redeemed.
    pub expires_on: NaiveDate,
}

/// A batch, and its codes if it was issued at this call: a repetition under the same request key has none.
#[derive(Clone, PartialEq, Eq)]
pub struct Issued {
    pub batch: CardBatchId,
    pub codes: Vec<CardCode>,
}

/// By hand: codes are as good as money, and must not get into logs.
impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued").field("batch", &self.batch).finish_non_exhaustive()
    }
}

impl Service {
    /// Issues a batch at a chapter, with `CardIssue` there.
    ///
    /// # Errors
    /// Rules: 1 to 1,000 cards that bring days and have not expired; the tier must suit the kind.
    pub async fn card_batch_issue(&self, op: &Op, input: CardBatchIssue) -> Result<Issued> {
        // Before the write: what a request key keeps is the batch alone.
        let wanted = usize::try_from(input.count).unwrap_or_default();
        let codes = draw(if check_count(&input) { wanted } else { 0 })?;
        let new = CardBatchId(self.ids.next());
        let (input, codes_of) = (&input, &codes);
        let batch =
            self.write(op, "members.card_batch_issue", input, |w| Box::pin(issue(w, input, (new, codes_of)))).await?;
        Ok(Issued { batch, codes: if batch == new { codes } else { Vec::new() } })
    }
}

fn check_count(input: &CardBatchIssue) -> bool {
    (1..=domain::members::MAX_BATCH).contains(&input.count)
}

fn draw(count: usize) -> Result<Vec<CardCode>> {
    let mut codes = Vec::with_capacity(count);
    let mut bytes = [0_u8; 32];
    while codes.len() < count {
        rand::fill(&mut bytes).map_err(|_| ServiceError::internal("no randomness"))?;
        codes.extend(CardCode::from_random(&bytes));
    }
    Ok(codes)
}

async fn issue(
    w: &mut Write<'_>,
    input: &CardBatchIssue,
    (id, codes): (CardBatchId, &[CardCode]),
) -> Result<CardBatchId> {
    w.require(Permission::CardIssue, input.issuer).await?;
    let tier = tier_on_offer(w, &input.tier).await?;
    let days = input.days.unwrap_or(tier.days);
    check(input, &tier, days, local_date(w.now()))?;
    let batch = CardBatch {
        id,
        kind: input.kind,
        tier: tier.code,
        days,
        size: input.count,
        issuer: input.issuer,
        title: input.title.clone(),
        expires_on: input.expires_on,
        created_at: w.now(),
        created_by: w.actor().account(),
        voided_at: None,
    };
    let hash = |code: &CardCode| w.vault().blind_index(Purpose::CardCode, code.as_str());
    let cards: Vec<(CardId, Vec<u8>)> = codes.iter().map(|code| (CardId(w.next_id()), hash(code))).collect();
    card::insert(w.db(), &batch, &cards).await?;
    let after = json!({
        "kind": batch.kind.as_str(), "tier": batch.tier.as_str(), "days": days, "count": batch.size,
        "title": batch.title, "expiresOn": batch.expires_on,
    });
    let change =
        Change { target: id.to_string(), chapter: Some(input.issuer), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(id)
}

fn check(input: &CardBatchIssue, tier: &Tier, days: i64, today: NaiveDate) -> Result<()> {
    let mut broken = check_batch(input.count, days, Some(input.expires_on), today).err().unwrap_or_default();
    let title = input.title.trim();
    let clean = title == input.title && !title.is_empty() && !title.chars().any(char::is_control);
    if !clean || title.chars().count() > MAX_TITLE {
        let message = format!("a title has 1 to {MAX_TITLE} characters on one line, and no blanks at its ends");
        broken.add(Code::MembersCardInvalid, "title", message);
    }
    check_kind(&mut broken, input.kind, tier, days);
    Ok(broken.check()?)
}

fn check_kind(broken: &mut Violations, kind: CardKind, tier: &Tier, days: i64) {
    let suits = match kind {
        CardKind::Trial => tier.kind == TierKind::Trial,
        CardKind::Annual => matches!(tier.kind, TierKind::Annual | TierKind::Custom),
        CardKind::Gift => matches!(tier.kind, TierKind::GiftCard | TierKind::Custom),
    };
    if !suits {
        let message = format!("a card of kind {kind} does not bring `{}`, which is {}", tier.code, tier.kind);
        broken.add(Code::MembersCardInvalid, "tier", message);
    } else if kind == CardKind::Trial && days != TRIAL_DAYS {
        broken.add(Code::MembersCardInvalid, "days", format!("a trial has {TRIAL_DAYS} days"));
    }
}
