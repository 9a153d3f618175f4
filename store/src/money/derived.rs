//! What every account must hold by the rows of the business: orders, payments, commissions, refunds, payouts, disputes and cases. The ledger
//! is held against it, so that neither can be wrong alone.

use domain::money::Balances;

use super::ledger::sums;
use crate::{Db, Result};

/// Sums by account, debits less credits, from everything but the ledger.
///
/// Each line is one account's view of one kind of row; the numbers are the ranks of `AccountKind`, `PaymentMethod`,
/// `PaymentState`, `CommissionState`, `RefundState` and `PayoutState`.
pub async fn balances(db: Db<'_>) -> Result<Balances> {
    let member = hex(db, "m.member_id");
    let promoter = hex(db, "c.payee_member_id");
    let sql = format!(
        "WITH taken AS (SELECT p.*, o.home_chapter_id, o.member_id FROM payment p JOIN orders o ON o.id = p.order_id \
                        WHERE p.state IN (2, 4, 5)), \
              m AS (SELECT r.state, r.amount_fen, o.member_id, o.home_chapter_id, p.method FROM refund r \
                    JOIN orders o ON o.id = r.order_id JOIN payment p ON p.id = r.payment_id WHERE r.state IN (2, 3)), \
              odd AS (SELECT p.method, p.suspense_fen, o.home_chapter_id, o.member_id FROM payment p \
                      JOIN orders o ON o.id = p.order_id WHERE p.state = 6 AND p.suspense_fen IS NOT NULL), \
              money AS (SELECT method, home_chapter_id, amount_fen AS amount FROM taken WHERE state IN (2, 4) \
                        UNION ALL SELECT method, home_chapter_id, suspense_fen FROM odd \
                        UNION ALL SELECT method, home_chapter_id, -amount_fen FROM m WHERE state = 3), \
              x (kind, owner, amount) AS ( \
           SELECT 1, 'headquarters', amount FROM money WHERE method = 1 \
           UNION ALL SELECT 2, 'chap_' || home_chapter_id, amount FROM money WHERE method = 2 \
           UNION ALL SELECT 3, 'headquarters', amount FROM money WHERE method = 3 \
           UNION ALL SELECT 10, 'headquarters', -amount_fen FROM taken WHERE state = 2 \
           UNION ALL SELECT 10, 'headquarters', amount_fen - reversed_fen FROM commission \
           UNION ALL SELECT 10, 'headquarters', amount_fen FROM m \
           UNION ALL SELECT CASE WHEN c.state IN (1, 2) THEN 20 ELSE 21 END, 'chap_' || c.payee_chapter_id, \
                            c.reversed_fen - c.amount_fen FROM commission c WHERE c.payee_chapter_id IS NOT NULL \
           UNION ALL SELECT CASE WHEN c.state IN (1, 2) THEN 30 ELSE 31 END, 'mbr_' || {promoter}, \
                            c.reversed_fen - c.amount_fen FROM commission c WHERE c.payee_member_id IS NOT NULL \
           UNION ALL SELECT 40, 'mbr_' || {member}, -m.amount_fen FROM m WHERE m.state = 2 \
           UNION ALL SELECT 41, 'mbr_' || {member}, -m.amount_fen FROM taken m WHERE m.state = 4 \
           UNION ALL SELECT 42, 'mbr_' || {member}, -m.suspense_fen FROM odd m \
           UNION ALL SELECT 10, 'headquarters', granted_fen FROM dispute WHERE granted_fen IS NOT NULL \
           UNION ALL SELECT 21, 'chap_' || chapter_id, -granted_fen FROM dispute WHERE granted_fen IS NOT NULL \
           UNION ALL SELECT 10, 'headquarters', -clawed_back_fen FROM territory_case WHERE clawed_back_fen > 0 \
           UNION ALL SELECT 21, 'chap_' || chapter_id, clawed_back_fen FROM territory_case WHERE clawed_back_fen > 0 \
           UNION ALL SELECT 21, 'chap_' || chapter_id, gross_fen FROM payout WHERE state = 3 \
           UNION ALL SELECT 4, 'headquarters', -net_fen FROM payout WHERE state = 3 \
           UNION ALL SELECT 50, 'headquarters', -tax_fen FROM payout WHERE state = 3) \
         SELECT CAST(kind AS smallint) AS kind, owner, CAST(sum(amount) AS bigint) AS amount FROM x \
         GROUP BY kind, owner HAVING sum(amount) <> 0 ORDER BY kind, owner"
    );
    sums(db, &sql, Vec::new()).await
}

/// A UUID as ids write it.
fn hex(db: Db<'_>, column: &str) -> String {
    match db.dialect() {
        crate::dialect::Dialect::Sqlite => format!("lower(hex({column}))"),
        crate::dialect::Dialect::Postgres => format!("replace(CAST({column} AS text), '-', '')"),
    }
}
