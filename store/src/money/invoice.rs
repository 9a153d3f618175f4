//! Requests for invoices: what finance issues at the tax bureau's platform, and what a refund turns red.

use domain::kernel::{InvoiceId, OrderId, PaymentId, Timestamp, from_micros, micros};
use domain::money::Fen;
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::known;
use crate::vault::{Purpose, Vault};
use crate::{Db, Result, StoreError};

/// Whom an invoice is made out to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceKind {
    Person,
    Company,
}

/// Where a request for an invoice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvoiceState {
    Requested,
    Issued,
    /// A refund came before it was issued.
    Void,
}

impl InvoiceKind {
    const fn rank(self) -> i16 {
        match self {
            Self::Person => 1,
            Self::Company => 2,
        }
    }

    const fn of_rank(rank: i16) -> Option<Self> {
        match rank {
            1 => Some(Self::Person),
            2 => Some(Self::Company),
            _ => None,
        }
    }
}

impl InvoiceState {
    const fn of_rank(rank: i16) -> Option<Self> {
        match rank {
            1 => Some(Self::Requested),
            2 => Some(Self::Issued),
            3 => Some(Self::Void),
            _ => None,
        }
    }
}

/// A request as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Invoice {
    pub id: InvoiceId,
    pub order: OrderId,
    pub payment: PaymentId,
    pub kind: InvoiceKind,
    pub title: String,
    pub tax_number: Option<String>,
    pub amount: Fen,
    /// What must be, or was, taken back of it by a red-letter invoice.
    pub red: Fen,
    pub state: InvoiceState,
    pub requested_at: Timestamp,
    pub issued_at: Option<Timestamp>,
    pub number: Option<String>,
}

/// By hand: a title may be a person's name.
impl std::fmt::Debug for Invoice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Invoice").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    order_id: Uuid,
    payment_id: Uuid,
    kind: i16,
    title_sealed: Vec<u8>,
    tax_number: Option<String>,
    amount_fen: i64,
    red_fen: i64,
    state: i16,
    requested_at: i64,
    issued_at: Option<i64>,
    number: Option<String>,
}

fn invoice_of(vault: &Vault, row: Row) -> Result<Invoice> {
    let id = InvoiceId(row.id);
    Ok(Invoice {
        id,
        order: OrderId(row.order_id),
        payment: PaymentId(row.payment_id),
        kind: known(InvoiceKind::of_rank(row.kind), id)?,
        title: vault.open(Purpose::InvoiceTitle, &row.title_sealed)?,
        tax_number: row.tax_number,
        amount: Fen(row.amount_fen),
        red: Fen(row.red_fen),
        state: known(InvoiceState::of_rank(row.state), id)?,
        requested_at: from_micros(row.requested_at),
        issued_at: row.issued_at.map(from_micros),
        number: row.number,
    })
}

async fn read(db: Db<'_>, vault: &Vault, rest: &str, values: Vec<Value>) -> Result<Vec<Invoice>> {
    let sql = format!(
        "SELECT id, order_id, payment_id, kind, title_sealed, tax_number, amount_fen, red_fen, state, requested_at, \
         issued_at, number FROM invoice_request {rest}"
    );
    let rows: Vec<Row> = db.rows(&sql, values).await?;
    rows.into_iter().map(|row| invoice_of(vault, row)).collect()
}

/// A request.
pub async fn load(db: Db<'_>, vault: &Vault, id: InvoiceId) -> Result<Invoice> {
    read(db, vault, "WHERE id = $1", vec![id.0.into()]).await?.pop().ok_or(StoreError::Missing)
}

/// All requests about an order, the oldest first.
pub async fn of_order(db: Db<'_>, vault: &Vault, order: OrderId) -> Result<Vec<Invoice>> {
    read(db, vault, "WHERE order_id = $1 ORDER BY id", vec![order.0.into()]).await
}

/// Requests that wait to be issued, the oldest first.
pub async fn waiting(db: Db<'_>, vault: &Vault, limit: i64) -> Result<Vec<Invoice>> {
    read(db, vault, "WHERE state = 1 ORDER BY requested_at, id LIMIT $1", vec![limit.into()]).await
}

/// Adds a request.
///
/// # Errors
/// [`StoreError::Duplicate`] if the payment has one that stands.
pub async fn insert(db: Db<'_>, vault: &Vault, made: &Invoice) -> Result<()> {
    let sql = "INSERT INTO invoice_request (id, order_id, payment_id, kind, title_sealed, tax_number, amount_fen, \
               red_fen, state, requested_at) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 1, $8)";
    let values: [Value; 8] = [
        made.id.0.into(),
        made.order.0.into(),
        made.payment.0.into(),
        made.kind.rank().into(),
        vault.seal(Purpose::InvoiceTitle, &made.title)?.into(),
        made.tax_number.clone().into(),
        made.amount.0.into(),
        micros(made.requested_at).into(),
    ];
    db.run(sql, values).await.map(|_| ())
}

/// Writes the number of an invoice that was issued, if the request still waits for it.
pub async fn issue(db: Db<'_>, id: InvoiceId, number: &str, at: Timestamp) -> Result<()> {
    let sql = "UPDATE invoice_request SET state = 2, number = $2, issued_at = $3 WHERE id = $1 AND state = 1";
    db.run_one(sql, [id.0.into(), number.into(), micros(at).into()]).await
}

/// A refund of an order was decided: what was issued must be taken back in part, what was not is void.
pub async fn turn_red(db: Db<'_>, order: OrderId, amount: Fen) -> Result<()> {
    let sql = "UPDATE invoice_request SET red_fen = CASE WHEN red_fen + $2 > amount_fen THEN amount_fen \
               ELSE red_fen + $2 END WHERE order_id = $1 AND state = 2";
    db.run(sql, [order.0.into(), amount.0.into()]).await?;
    db.run("UPDATE invoice_request SET state = 3 WHERE order_id = $1 AND state = 1", [order.0.into()]).await.map(|_| ())
}

/// Seals with the newest key the titles of the next `limit` requests after `after` that an older one sealed; answers how
/// many, and where the next batch starts (`None` when there are no more).
pub async fn reseal(
    db: Db<'_>,
    vault: &Vault,
    after: Option<InvoiceId>,
    limit: i64,
) -> Result<(usize, Option<InvoiceId>)> {
    #[derive(FromQueryResult)]
    struct Title {
        id: Uuid,
        title_sealed: Vec<u8>,
    }
    let sql = format!(
        "SELECT id, title_sealed FROM invoice_request WHERE id > $1 ORDER BY id LIMIT $2{}",
        db.dialect().for_update()
    );
    let from = after.map_or(Uuid::nil(), |id| id.0);
    let rows: Vec<Title> = db.rows(&sql, [from.into(), limit.into()]).await?;
    let mut changed = 0;
    for row in rows.iter().filter(|row| !vault.is_current(&row.title_sealed)) {
        let title = vault.open(Purpose::InvoiceTitle, &row.title_sealed)?;
        let sealed = vault.seal(Purpose::InvoiceTitle, &title)?;
        let sql = "UPDATE invoice_request SET title_sealed = $2 WHERE id = $1";
        db.run_one(sql, [row.id.into(), sealed.into()]).await?;
        changed += 1;
    }
    Ok((changed, rows.last().map(|row| InvoiceId(row.id))))
}
