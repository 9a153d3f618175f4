//! Cards.

use std::fmt;

use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use domain::access::Permission;
use domain::kernel::CardBatchId;
use service::members::{CardBatchCounted, CardBatchIssue, CardBatchVoid, CardRedeem};

use super::types::Member;
use crate::graphql::View;
use crate::graphql::access::Account;
use crate::graphql::chapters::Chapter;
use crate::graphql::connection::{Item, Key, Page, connection, page};
use crate::graphql::error::{Result, found};
use crate::graphql::ids;
use crate::graphql::payload::payloads;
use crate::graphql::scalars::{Date, DateTime};
use crate::graphql::user_error::{UserError, settle};

/// What a card is for.
#[derive(Enum, Debug, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "domain::members::CardKind")]
pub(crate) enum CardKind {
    /// The free trial, for guests whose phone has not had one.
    Trial,
    /// A year that was sold beforehand.
    Annual,
    /// Days given away.
    Gift,
}

/// A batch.
#[derive(Debug, Clone)]
pub(crate) struct CardBatch {
    counted: CardBatchCounted,
    view: View,
}

impl CardBatch {
    pub(crate) fn new(counted: CardBatchCounted, view: View) -> Self {
        Self { counted, view }
    }

    /// A batch as it is after a change.
    async fn fresh(view: &View, id: CardBatchId) -> Result<Self> {
        let view = view.fresh();
        let counted = view.service().card_batch(view.viewer(), id).await?;
        Ok(Self { counted, view })
    }
}

/// Cards (卡) with one-time codes that were issued together. The codes themselves are kept nowhere.
#[Object]
impl CardBatch {
    /// Global id, `cbat_…`.
    pub(crate) async fn id(&self) -> ID {
        self.counted.batch.id.into()
    }

    /// What people call it.
    async fn title(&self) -> &str {
        &self.counted.batch.title
    }

    /// What the cards are for.
    async fn kind(&self) -> CardKind {
        self.counted.batch.kind.into()
    }

    /// Code of the tier that they bring, `gift_card`.
    async fn tier_code(&self) -> &str {
        self.counted.batch.tier.as_str()
    }

    /// The days that each brings.
    async fn days(&self) -> i32 {
        count(self.counted.batch.days)
    }

    /// How many cards there are.
    async fn size(&self) -> i32 {
        count(self.counted.batch.size)
    }

    /// How many nobody has redeemed or taken back. They can be redeemed until they expire.
    async fn open(&self) -> i32 {
        count(self.counted.open)
    }

    /// How many were redeemed.
    async fn redeemed(&self) -> i32 {
        count(self.counted.redeemed)
    }

    /// How many were taken back.
    async fn void(&self) -> i32 {
        count(self.counted.void)
    }

    /// The chapter that issued them. Null where you may not see it.
    async fn issuer(&self) -> Option<Chapter> {
        self.view.chapter(self.counted.batch.issuer)
    }

    /// The first day on which they can no longer be redeemed.
    async fn expires_on(&self) -> Date {
        Date(self.counted.batch.expires_on)
    }

    /// When they were issued.
    async fn created_at(&self) -> DateTime {
        DateTime(self.counted.batch.created_at)
    }

    /// By whom. Null where you may not see them.
    async fn created_by(&self) -> Result<Option<Account>> {
        self.view.account_opt(self.counted.batch.created_by).await
    }

    /// When what was left was taken back. Null if it was not.
    async fn voided_at(&self) -> Option<DateTime> {
        self.counted.batch.voided_at.map(DateTime)
    }

    /// Whether you may take back what is left.
    async fn viewer_can_void(&self) -> bool {
        let batch = &self.counted.batch;
        self.counted.open > 0 && self.view.viewer().may(Permission::CardIssue, batch.issuer)
    }
}

fn count(of: i64) -> i32 {
    i32::try_from(of).unwrap_or(i32::MAX)
}

connection!(
    "A page of the batches of cards that a chapter issued.",
    CardBatchConnection,
    "A batch with its place in a list.",
    CardBatchEdge,
    "The batch.",
    CardBatch
);

/// What issues cards.
#[derive(InputObject, Debug)]
pub(crate) struct CardBatchIssueInput {
    /// The chapter that issues them.
    issuer: ID,
    /// What they are for.
    kind: CardKind,
    /// Code of the tier that they bring: of its kind for `TRIAL`, an annual or custom one for `ANNUAL`, a gift-card or custom
    /// one for `GIFT`.
    tier: String,
    /// The days that each brings. Left out, those of the tier.
    days: Option<i32>,
    /// How many, 1 to 1,000.
    count: i32,
    /// What people call the batch.
    title: String,
    /// The first day on which they can no longer be redeemed.
    expires_on: Date,
    /// Makes a repeated request safe: the same key with the same input is done once. The repeated answer has no codes. 1 to
    /// 100 bytes.
    request_key: Option<String>,
}

/// What takes a batch back.
#[derive(InputObject, Debug)]
pub(crate) struct CardBatchVoidInput {
    /// The batch.
    batch: ID,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// What redeems a card.
#[derive(InputObject)]
pub(crate) struct CardRedeemInput {
    /// The member who gets what it brings.
    member: ID,
    /// The code on the card; case, blanks and dashes do not matter.
    #[graphql(secret)]
    code: String,
    /// Makes a repeated request safe: the same key with the same input is done once. 1 to 100 bytes.
    request_key: Option<String>,
}

/// By hand: codes are as good as money, and must not get into logs.
impl fmt::Debug for CardRedeemInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CardRedeemInput")
    }
}

/// What issuing cards led to.
#[derive(SimpleObject, Default)]
pub(crate) struct CardBatchIssuePayload {
    /// The batch. Null if a rule was broken.
    batch: Option<CardBatch>,
    /// The codes, `XXXX-XXXX-XXXX-XXXX`: they are said here and never again. Empty in the answer to a repeated request. Null
    /// if a rule was broken.
    codes: Option<Vec<String>>,
    /// The rules that the input breaks; empty if the mutation was done.
    user_errors: Vec<UserError>,
}

payloads! {
    /// What taking a batch back led to.
    CardBatchVoidPayload {
        /// The batch. Null if a rule was broken.
        batch: CardBatch
    }
    /// What redeeming a card led to.
    CardRedeemPayload {
        /// The member. Null if a rule was broken.
        member: Member
    }
}

/// Reads of cards.
#[derive(Debug, Default)]
pub(crate) struct CardQuery;

/// Reads of cards.
#[Object]
impl CardQuery {
    /// A batch of cards. Needs `CARD_READ`. Null if there is none, or if you may not see it.
    async fn card_batch(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The batch's id.")] id: ID,
    ) -> Result<Option<CardBatch>> {
        let view = View::of(context)?;
        let counted = found(view.service().card_batch(view.viewer(), ids::parse(&id)?).await)?;
        Ok(counted.map(|counted| CardBatch::new(counted, view.clone())))
    }

    /// The batches of cards that a chapter issued, the newest first. Needs `CARD_READ`.
    async fn card_batches(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The chapter.")] issuer: ID,
        #[graphql(desc = "How many from the start, 0 to 100; 20 if nothing is said.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 0 to 100; not together with `first`.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<CardBatchConnection> {
        let view = View::of(context)?;
        let page = page(first, after, last, before)?;
        let slice = view.service().card_batches(view.viewer(), ids::parse(&issuer)?, &page).await?;
        Ok(CardBatchConnection(Page::of(slice, |counted| {
            let key = Key::Text(counted.batch.id.to_string());
            Some(Item::new(key, CardBatch { counted, view: view.clone() }))
        })))
    }
}

/// Changes of cards.
#[derive(Debug, Default)]
pub(crate) struct CardMutation;

/// Changes of cards.
#[Object]
impl CardMutation {
    /// Issues a batch of cards; the answer alone has their codes. Needs `CARD_ISSUE`.
    async fn card_batch_issue(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "What they bring, and how many.")] mut input: CardBatchIssueInput,
    ) -> Result<CardBatchIssuePayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = CardBatchIssue {
            issuer: ids::parse(&input.issuer)?,
            kind: input.kind.into(),
            tier: input.tier,
            days: input.days.map(i64::from),
            count: input.count.into(),
            title: input.title,
            expires_on: input.expires_on.0,
        };
        Ok(match settle(view.service().card_batch_issue(&op, command).await)? {
            Ok(issued) => CardBatchIssuePayload {
                batch: Some(CardBatch::fresh(view, issued.batch).await?),
                codes: Some(issued.codes.iter().map(ToString::to_string).collect()),
                user_errors: Vec::new(),
            },
            Err(user_errors) => CardBatchIssuePayload { user_errors, ..CardBatchIssuePayload::default() },
        })
    }

    /// Takes back the cards of a batch that nobody has redeemed. Needs `CARD_ISSUE`.
    async fn card_batch_void(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Which batch.")] mut input: CardBatchVoidInput,
    ) -> Result<CardBatchVoidPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = CardBatchVoid { batch: ids::parse(&input.batch)? };
        Ok(match settle(view.service().card_batch_void(&op, command).await)? {
            Ok(id) => CardBatch::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }

    /// Redeems a card: for yourself, or with `MEMBER_REGISTER` for a member at the door. Wrong codes are limited as wrong
    /// passwords are.
    async fn card_redeem(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "For whom, and the code.")] mut input: CardRedeemInput,
    ) -> Result<CardRedeemPayload> {
        let view = View::of(context)?;
        let op = view.op(input.request_key.take());
        let command = CardRedeem { member: ids::parse(&input.member)?, code: input.code };
        Ok(match settle(view.service().card_redeem(&op, command).await)? {
            Ok(id) => Member::fresh(view, id).await?.into(),
            Err(broken) => broken.into(),
        })
    }
}
