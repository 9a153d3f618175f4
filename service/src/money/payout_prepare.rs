//! Prepares a payout: what a statement pays, less what disputes hold back, and the tax that is withheld of it.

use domain::kernel::{Code, PayoutId, StatementId, Violation};
use domain::money::{MIN_PAYOUT, Month, PayeeKind, PayoutState, StatementState, check_payout_alone, withhold_more};
use serde::Serialize;
use serde_json::json;
use store::StoreError;
use store::money::commission;
use store::money::payout::{self, Payout};

use super::settlement::{due, is_last, lock_statement, require_settlement};
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What prepares a payout.
#[derive(Debug, Clone, Serialize)]
pub struct PayoutPrepare {
    pub statement: StatementId,
    /// Whether the chapter is run by a company, which pays its own taxes, or by a person.
    pub payee: PayeeKind,
}

impl Service {
    /// Prepares the payout of a statement, with `SettlementManage` at headquarters. It is booked once the bank has made it.
    ///
    /// # Errors
    /// Rules: the statement was paid or carried over, has a payout on its way, or less than the least payout is left; the payee
    /// is a person to whom another payout is on its way.
    pub async fn payout_prepare(&self, op: &Op, input: PayoutPrepare) -> Result<PayoutId> {
        let input = &input;
        self.write(op, "money.payout_prepare", input, |w| Box::pin(prepare(w, input))).await
    }
}

async fn prepare(w: &mut Write<'_>, input: &PayoutPrepare) -> Result<PayoutId> {
    require_settlement(w).await?;
    let held = lock_statement(w, input.statement).await?;
    if held.state != StatementState::Issued {
        let message = format!("the statement is {}: there is nothing to pay on it", held.state);
        return Err(Violation::new(Code::MoneyStatementState, "statement", message).into());
    }
    if !is_last(w.db(), &held).await? {
        let message = "a later statement holds what is left of this one: prepare the payout of that";
        return Err(Violation::new(Code::MoneyStatementState, "statement", message).into());
    }
    let refuse = |message: String| Violation::new(Code::MoneyPayoutState, "statement", message);
    let (frozen, due) = due(w.db(), &held).await?;
    let gross = due.ok_or_else(|| {
        refuse(format!(
            "less than {MIN_PAYOUT} is left to pay; {frozen} are in dispute, the rest was paid or taken back"
        ))
    })?;
    // A chapter is one person, if it is one: the law taxes what the person is paid in a month, in however many payouts.
    check_payout_alone(input.payee, payout::on_the_way(w.db(), held.chapter).await?)?;
    let before = payout::to_person(w.db(), held.chapter, Month::at(w.now()).span()).await?;
    let made = Payout {
        id: PayoutId(w.next_id()),
        statement: held.id,
        chapter: held.chapter,
        payee: input.payee,
        pay: withhold_more(input.payee, gross, before)?,
        state: PayoutState::Prepared,
        created_at: w.now(),
        created_by: w.actor().account(),
        sent_at: None,
        sent_by: None,
        settled_at: None,
        bank_ref: None,
        failure: None,
    };
    match payout::insert(w.db(), &made).await {
        Err(StoreError::Duplicate(_)) => return Err(refuse("a payout of it is on its way".to_owned()).into()),
        outcome => outcome?,
    }
    let commissions = commission::claim(w.db(), held.chapter, held.sums.month.span().1, held.id).await?;
    let after = json!({
        "statement": held.id.to_string(), "payee": made.payee.as_str(), "gross": made.pay.gross, "tax": made.pay.tax,
        "net": made.pay.net, "frozen": frozen, "commissions": commissions,
    });
    let change =
        Change { target: made.id.to_string(), chapter: Some(held.chapter), after: Some(after), ..Change::default() };
    w.audit(change).await?;
    Ok(made.id)
}
