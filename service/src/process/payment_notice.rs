//! Takes what a payment provider tells us: each notice once, whatever it says and however often it comes.

use domain::kernel::{Code, Violation};
use domain::money::{Callback, CallbackVerdict, PaymentState, judge_callback};
use serde_json::json;
use store::money::order::OrderRecord;
use store::money::payment::{self, Payment};
use store::vault::Purpose;

use super::payment_book::{book, lock_buyer};
use super::payment_return::{correct, suspend};
use crate::money::{Notice, NoticeError, SignedNotice};
use crate::write::Change;
use crate::{Op, Result, Service, ServiceError, Write};

impl Service {
    /// Takes a notice of a provider and answers what it came to. A wrong amount or a second payment is no error: the notice
    /// is kept, so the provider need not send it again.
    ///
    /// # Errors
    /// `NotFound` for a provider that is not ours, `BadInput` for what makes no sense; rules: the signature is wrong or old.
    pub async fn payment_notice(&self, op: &Op, provider: &str, signed: &SignedNotice) -> Result<CallbackVerdict> {
        let from = self.payments.iter().find(|known| known.name() == provider).ok_or(ServiceError::NotFound)?;
        let notice = from.read_notice(signed, self.now()).map_err(|error| match error {
            NoticeError::Signature => {
                let message = "the signature does not match, or is too old";
                Violation::new(Code::MoneySignatureInvalid, "", message).into()
            }
            NoticeError::Unreadable => ServiceError::BadInput("the notice cannot be read".into()),
        })?;
        if payment::has_notice(self.store.read(), provider, &notice.id).await? {
            return Ok(CallbackVerdict::Repeat);
        }
        let (told, provider) = (&notice, from.name());
        let rank = self.write(op, "money.payment_notice", &(), |w| Box::pin(take(w, provider, told))).await?;
        CallbackVerdict::of_rank(rank).ok_or_else(|| ServiceError::internal("a verdict of no kind"))
    }
}

/// Answers the verdict by its rank.
async fn take(w: &mut Write<'_>, provider: &str, told: &Notice) -> Result<i16> {
    w.require_system()?;
    let Some(seen) = payment::by_reference(w.db(), provider, &told.reference).await? else {
        return keep(w, (provider, told), None, CallbackVerdict::UnknownOrder).await;
    };
    let (buyer, order) = lock_buyer(w, &seen).await?;
    // Read again: it changes only while its order is locked.
    let paid = payment::load(w.db(), seen.id).await?;
    let callback = Callback { amount: told.amount, outcome: told.outcome };
    let mut verdict = judge_callback(Some(&order.rule()), Some(paid.known()), callback);
    if let Some(payer) = &told.payer {
        let hash = w.vault().blind_index(Purpose::Payer, &format!("{provider}:{payer}"));
        payment::set_payer(w.db(), paid.id, &hash).await?;
    }
    if verdict.books() {
        correct(w, &order, &paid).await?;
        verdict = book(w, (&buyer, &order), &paid).await?;
    } else if let Some(state) = verdict.state().filter(|state| paid.state.may_become(*state)) {
        payment::set_state(w.db(), &paid, state, None).await?;
        if state == PaymentState::Mismatched {
            suspend(w, &order, &paid, told.amount).await?;
        }
    }
    keep(w, (provider, told), Some((&paid, &order)), verdict).await
}

async fn keep(
    w: &mut Write<'_>,
    (provider, told): (&str, &Notice),
    about: Option<(&Payment, &OrderRecord)>,
    verdict: CallbackVerdict,
) -> Result<i16> {
    let payment = about.map(|(paid, _)| paid.id);
    let notice = payment::Notice { provider, id: &told.id, payment, amount: told.amount, verdict };
    let is_first = payment::note(w.db(), &notice, w.now()).await?;
    let change = Change {
        target: about.map_or_else(|| provider.to_owned(), |(paid, _)| paid.id.to_string()),
        chapter: about.map(|(_, order)| order.home),
        after: Some(json!({ "notice": told.id, "amount": told.amount, "verdict": verdict, "first": is_first })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(verdict.rank())
}
