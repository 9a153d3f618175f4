//! Proves that the ledger is right: each entry by itself, each order, and all balances twice.

use std::collections::HashMap;

use domain::kernel::{LedgerEntryId, OrderId};
use domain::money::{
    AccountKind, Entry, EntryKind, Fen, OrderState, PaymentState, RefundState, prove_balances, prove_entry,
    prove_order, prove_overdrafts,
};
use store::money::order::{self, OrderRecord};
use store::money::{commission, derived, ledger, payment, refund};

use super::{CommissionRecord, LedgerEntry, Payment, Refund};
use crate::{Result, Service};

/// How many entries or orders are looked at together.
const BATCH: i64 = 500;

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LedgerProof {
    pub entries: u64,
    pub orders: u64,
    pub statements: u64,
    /// What is wrong, in words; empty if all is well.
    pub findings: Vec<String>,
}

/// An order with all that belongs to it.
struct Case<'a> {
    order: &'a OrderRecord,
    payments: Vec<&'a Payment>,
    commissions: Vec<&'a CommissionRecord>,
    refunds: Vec<&'a Refund>,
}

impl Service {
    /// Proves the ledger: each entry adds up to what it is about, each order's split adds up to its price and its money to
    /// what the order says, refunds never exceed payments, and the balances by the ledger are those by the rows of the
    /// business, commissions that are owed among them; statements are what the ledger says, and payouts were booked.
    ///
    /// Reads everything. While payments come in, what it finds may be of the moment: ask again before you worry.
    pub async fn ledger_prove(&self) -> Result<LedgerProof> {
        let mut proof = LedgerProof::default();
        let (recorded, summed) =
            (derived::balances(self.store.read()).await?, ledger::balances(self.store.read()).await?);
        let faults = prove_balances(&recorded, &summed)?.into_iter().chain(prove_overdrafts(&summed)?);
        proof.findings.extend(faults.map(|fault| fault.to_string()));
        let mut last = None;
        loop {
            let orders = order::after(self.store.read(), last, BATCH).await?;
            let Some(end) = orders.last() else { break };
            last = Some(end.id);
            self.prove_orders(&orders, &mut proof).await?;
        }
        self.prove_statements(&mut proof).await?;
        self.count_entries(&mut proof).await?;
        Ok(proof)
    }

    async fn prove_orders(&self, orders: &[OrderRecord], proof: &mut LedgerProof) -> Result<()> {
        let db = self.store.read();
        let ids: Vec<OrderId> = orders.iter().map(|order| order.id).collect();
        let payments = payment::of_orders(db, &ids).await?;
        let commissions = commission::of_orders(db, &ids).await?;
        let refunds = refund::of_orders(db, &ids).await?;
        let references: Vec<String> = payments
            .iter()
            .map(|one| one.id.to_string())
            .chain(commissions.iter().map(|one| one.id.to_string()))
            .chain(refunds.iter().map(|one| one.id.to_string()))
            .collect();
        let mut entries: HashMap<String, Vec<LedgerEntry>> = HashMap::new();
        for entry in ledger::about(db, &references).await? {
            entries.entry(entry.reference.clone()).or_default().push(entry);
        }
        for order in orders {
            let case = Case {
                order,
                payments: payments.iter().filter(|one| one.order == order.id).collect(),
                commissions: commissions.iter().filter(|one| one.order == order.id).collect(),
                refunds: refunds.iter().filter(|one| one.order == order.id).collect(),
            };
            proof.orders += 1;
            let found = case.prove(&entries)?;
            proof.findings.extend(found.into_iter().map(|finding| format!("{}: {finding}", order.id)));
        }
        Ok(())
    }

    /// Counts the entries, and with that reads each: one that does not balance cannot be read.
    async fn count_entries(&self, proof: &mut LedgerProof) -> Result<()> {
        let mut last = LedgerEntryId(0);
        loop {
            let entries = ledger::after(self.store.read(), last, BATCH).await?;
            let Some(end) = entries.last() else { return Ok(()) };
            last = end.id;
            proof.entries += entries.len() as u64;
        }
    }
}

/// There is exactly one entry of this kind, of this amount; none without an amount.
fn expect(found: &[LedgerEntry], kind: EntryKind, amount: Option<Fen>, findings: &mut Vec<String>) -> Result<()> {
    let of_kind: Vec<&Entry> = found.iter().map(|one| &one.entry).filter(|entry| entry.kind() == kind).collect();
    match (of_kind.as_slice(), amount) {
        ([], None) => {}
        ([entry], Some(amount)) => {
            findings.extend(prove_entry(entry, amount)?.into_iter().map(|fault| fault.to_string()));
        }
        (entries, _) => findings.push(format!("{} entries of {kind}", entries.len())),
    }
    Ok(())
}

impl Case<'_> {
    fn prove(&self, entries: &HashMap<String, Vec<LedgerEntry>>) -> Result<Vec<String>> {
        let mut findings = Vec::new();
        let about = |reference: String| entries.get(&reference).map_or(&[][..], Vec::as_slice);
        for paid in &self.payments {
            let is = |states: &[PaymentState]| states.contains(&paid.state).then_some(paid.amount);
            let found = about(paid.id.to_string());
            expect(found, EntryKind::PaymentReceived, is(&[PaymentState::Succeeded]), &mut findings)?;
            let surplus = is(&[PaymentState::Surplus, PaymentState::Returned]);
            expect(found, EntryKind::SurplusReceived, surplus, &mut findings)?;
            expect(found, EntryKind::SurplusReturned, is(&[PaymentState::Returned]), &mut findings)?;
            let was_odd = paid.suspense.filter(|_| paid.state != PaymentState::Started);
            expect(found, EntryKind::SuspenseReceived, was_odd, &mut findings)?;
            let sent_back = was_odd.filter(|_| paid.state == PaymentState::SentBack);
            expect(found, EntryKind::SuspenseReturned, sent_back, &mut findings)?;
            let corrected =
                was_odd.filter(|_| !matches!(paid.state, PaymentState::SentBack | PaymentState::Mismatched));
            expect(found, EntryKind::SuspenseCorrected, corrected, &mut findings)?;
            self.prove_split(found, &mut findings)?;
        }
        for refund in &self.refunds {
            let is = |states: &[RefundState]| states.contains(&refund.state).then_some(refund.amount);
            let found = about(refund.id.to_string());
            let decided = is(&[RefundState::Decided, RefundState::Paid]);
            expect(found, EntryKind::RefundDecided, decided, &mut findings)?;
            expect(found, EntryKind::RefundPaid, is(&[RefundState::Paid]), &mut findings)?;
        }
        let all = self.payments.iter().map(|one| one.id.to_string());
        let all = all.chain(self.refunds.iter().map(|one| one.id.to_string())).flat_map(about);
        let paid = if self.order.paid_at.is_some() { self.order.price } else { Fen::ZERO };
        let faults = prove_order(all.map(|one| &one.entry), paid, self.order.refunded)?;
        findings.extend(faults.into_iter().map(|fault| fault.to_string()));
        self.prove_refunds(&mut findings)?;
        Ok(findings)
    }

    /// Headquarters' part and the commissions add up to the price.
    fn prove_split(&self, found: &[LedgerEntry], findings: &mut Vec<String>) -> Result<()> {
        for entry in found.iter().map(|one| &one.entry).filter(|entry| entry.kind() == EntryKind::PaymentReceived) {
            let headquarters = Fen::ZERO.minus(entry.net(|account| account.kind == AccountKind::HqRevenue)?)?;
            let shares = Fen::sum(self.commissions.iter().map(|one| one.rule.amount))?;
            let parts = headquarters.plus(shares)?;
            if parts != self.order.price {
                findings.push(format!("its parts add up to {parts}, and its price is {}", self.order.price));
            }
        }
        Ok(())
    }

    /// What goes back is no more than what was paid, and the order's state says so.
    fn prove_refunds(&self, findings: &mut Vec<String>) -> Result<()> {
        let live = self.refunds.iter().filter(|one| one.state != RefundState::Withdrawn);
        let back = Fen::sum(live.map(|one| one.amount))?;
        if back > self.order.price {
            findings.push(format!("{back} go back of {}", self.order.price));
        }
        let is_refunded = self.order.state == OrderState::Refunded;
        if is_refunded != (self.order.refunded == self.order.price) {
            findings.push(format!("it is {}, and {} have gone back", self.order.state, self.order.refunded));
        }
        Ok(())
    }
}
