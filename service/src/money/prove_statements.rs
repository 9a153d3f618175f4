//! Proves statements and payouts: each statement is the sum of its lines, its lines are what the ledger says, and it follows
//! the one before.

use domain::money::{AccountKind, AccountRef, EntryKind, Fen, LineKind, PayoutState, StatementLine, prove_entry};
use store::money::statement::{self, StatementRecord};
use store::money::{ledger, payout};

use super::LedgerProof;
use super::statement_lines::statement_lines;
use crate::{Result, Service};

/// How many statements are looked at together.
const BATCH: i64 = 200;

/// What of a line can never change: by whom its commission is held, and whether that was paid, can by a later ruling.
fn lasting(line: &StatementLine) -> (i64, Fen, bool, bool) {
    (line.entry.0, line.amount, line.kind == LineKind::Accrued, line.kind == LineKind::Paid)
}

impl Service {
    /// Looks at every statement and its payouts.
    pub(super) async fn prove_statements(&self, proof: &mut LedgerProof) -> Result<()> {
        let mut last = None;
        loop {
            let held = statement::after(self.store.read(), last, BATCH).await?;
            let Some(end) = held.last() else { return Ok(()) };
            last = Some(end.id);
            for one in &held {
                let found = self.prove_statement(one).await?;
                proof.statements += 1;
                proof.findings.extend(found.into_iter().map(|finding| format!("{}: {finding}", one.id)));
            }
        }
    }

    async fn prove_statement(&self, held: &StatementRecord) -> Result<Vec<String>> {
        let db = self.store.read();
        let (chapter, month, mut findings) = (held.chapter, held.sums.month, Vec::new());
        let lines = statement::all_lines(db, held.id).await?;
        let before = statement::before(db, chapter, month).await?.map(|before| before.sums);
        if !held.sums.is_proved_by(&lines, before.as_ref())? {
            findings.push(format!("its sums of {month} are not those of its lines, or do not follow the month before"));
        }
        let fresh = statement_lines(db, chapter, month).await?;
        if !lines.iter().map(lasting).eq(fresh.iter().map(lasting)) {
            findings.push(format!("it has {} lines, and the ledger tells {} others", lines.len(), fresh.len()));
        }
        let owed = async |kind| {
            let raw = ledger::balance_before(db, AccountRef::chapter(kind, chapter), month.span().1).await?;
            Ok::<_, crate::ServiceError>(Fen::ZERO.minus(raw)?)
        };
        let payable = owed(AccountKind::ChapterPayable).await?;
        let all = owed(AccountKind::ChapterAccrued).await?.plus(payable)?;
        if (held.sums.closing, held.payable) != (all, payable) {
            let (closing, told) = (held.sums.closing, held.payable);
            findings
                .push(format!("it closes with {closing} ({told} owed), and the ledger with {all} ({payable} owed)"));
        }
        self.prove_payouts(held, &mut findings).await?;
        Ok(findings)
    }

    async fn prove_payouts(&self, held: &StatementRecord, findings: &mut Vec<String>) -> Result<()> {
        for one in payout::of_statement(self.store.read(), held.id).await? {
            let entries = ledger::about(self.store.read(), &[one.id.to_string()]).await?;
            let made = entries.iter().filter(|entry| entry.entry.kind() == EntryKind::PayoutMade);
            match (made.collect::<Vec<_>>().as_slice(), one.state) {
                ([entry], PayoutState::Made) => {
                    let faults = prove_entry(&entry.entry, one.pay.gross)?;
                    findings.extend(faults.into_iter().map(|fault| format!("{}: {fault}", one.id)));
                }
                ([], state) if state != PayoutState::Made => {}
                (entries, state) => findings.push(format!("{}: it is {state}, with {} entries", one.id, entries.len())),
            }
        }
        Ok(())
    }
}
