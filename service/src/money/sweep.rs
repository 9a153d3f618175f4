//! What time alone does to money: orders expire, commissions come due, and what is owed to buyers is sent.

use domain::kernel::Timestamp;
use domain::money::{Commission, CommissionState, Entry, PaymentMethod, due};
use serde_json::json;
use store::money::commission::{self, CommissionRecord};
use store::money::{ledger, order, payment, refund};

use crate::write::Change;
use crate::{Op, Result, Service, Write};

impl Service {
    /// Lets orders expire that were not paid in time, `limit` at most; answers how many. Nothing for the audit log: the row
    /// itself says until when it was open.
    pub async fn orders_expire(&self, limit: i64) -> Result<u64> {
        let work = self.store.begin().await?;
        let expired = order::expire(work.db(), self.now(), limit).await?;
        work.commit().await?;
        Ok(expired)
    }

    /// Moves commissions on whose time has come, `limit` at most; answers how many. What becomes payable is written to the
    /// ledger, once each.
    pub async fn commissions_advance(&self, op: &Op, limit: i64) -> Result<u64> {
        if commission::due(self.store.read(), self.now(), 1).await?.is_empty() {
            return Ok(0);
        }
        self.write(op, "money.commissions_advance", &(), |w| Box::pin(advance(w, limit))).await
    }

    /// Sends refunds that were decided, and payments too many, back through their providers, `limit` of each at most,
    /// and payments of a wrong amount that finance wants back; answers how many left the house. What a provider does not take
    /// now is tried again later, after pauses that grow.
    pub async fn refunds_send(&self, op: &Op, limit: i64) -> Result<u64> {
        let mut sent = 0;
        for waiting in refund::decided(self.store.read(), self.now(), limit).await? {
            sent += u64::from(told(self.refund_send(op, waiting.id).await));
        }
        for surplus in payment::surpluses(self.store.read(), self.now(), limit).await? {
            if surplus.method == PaymentMethod::Provider {
                sent += u64::from(told(self.surplus_return(op, &surplus).await));
            }
        }
        for odd in payment::going_back(self.store.read(), self.now(), limit).await? {
            sent += u64::from(told(self.surplus_return(op, &odd).await));
        }
        Ok(sent)
    }
}

/// Whether one of many was sent. What stops it is told, and stops no other.
fn told(outcome: Result<bool>) -> bool {
    outcome.unwrap_or_else(|error| {
        tracing::warn!(error = error.trace(), "a refund could not be sent; it is tried again");
        false
    })
}

async fn advance(w: &mut Write<'_>, limit: i64) -> Result<u64> {
    w.require_system()?;
    let (mut frozen, mut freed) = (0_u64, 0_u64);
    for held in commission::due(w.db(), w.now(), limit).await? {
        match due(&held.rule, w.now()) {
            Some(CommissionState::Payable) => {
                free(w, &held, w.now()).await?;
                freed += 1;
            }
            Some(state) => {
                commission::update(w.db(), &held, &moved(&held, state)).await?;
                frozen += 1;
            }
            None => {}
        }
    }
    let change = Change {
        target: "commission".to_owned(),
        after: Some(json!({ "frozen": frozen, "freed": freed })),
        ..Change::default()
    };
    w.audit(change).await?;
    Ok(frozen + freed)
}

async fn free(w: &Write<'_>, held: &CommissionRecord, at: Timestamp) -> Result<()> {
    commission::update(w.db(), held, &moved(held, CommissionState::Payable)).await?;
    commission::set_freed(w.db(), held.id, at).await?;
    let entry = Entry::commission_freed(held.rule.payee, held.rule.open_amount()?)?;
    ledger::append(w.db(), &entry, &held.id.to_string(), at).await?;
    Ok(())
}

fn moved(held: &CommissionRecord, state: CommissionState) -> CommissionRecord {
    CommissionRecord { rule: Commission { state, ..held.rule }, ..held.clone() }
}
