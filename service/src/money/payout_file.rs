//! The file of payouts for the bank, and for the quarterly report of what was paid to whom.

use domain::access::Permission;
use domain::kernel::text::csv_cell;
use domain::kernel::{MAX_PAGE, PayoutId};
use domain::money::{Fen, Month, PayeeKind, PayoutState};
use store::money::payout::{self, Payout};
use store::money::statement;

use crate::{Result, Service, ServiceError, Viewer};

/// Which payouts to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayoutsWanted {
    /// All of a month's statements.
    Month(Month),
    These(Vec<PayoutId>),
}

/// A file, ready to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PayoutFile {
    pub name: String,
    /// CSV as spreadsheets read it: UTF-8 with a byte order mark, lines that end with CR LF, amounts in RMB.
    pub content: String,
    pub count: usize,
    /// All that is paid.
    pub net: Fen,
}

/// What leaves the house only after a second pair of eyes, and what the bank has made: never what is only prepared.
const TOLD: [PayoutState; 2] = [PayoutState::Sent, PayoutState::Made];

const HEAD: [&str; 11] =
    ["reference", "chapter", "payee", "kind", "month", "gross", "taxable", "tax", "net", "state", "bank reference"];

impl Service {
    /// The file of payouts, with `SettlementManage` at headquarters: those that were sent, for the bank, or that the bank
    /// has made, for a report; both where nothing is said.
    ///
    /// # Errors
    /// `BadInput` for more than a page of ids, or if one that is named was not sent.
    pub async fn payout_file(
        &self,
        viewer: &Viewer,
        wanted: &PayoutsWanted,
        state: Option<PayoutState>,
    ) -> Result<PayoutFile> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::SettlementManage)?;
        let states: Vec<PayoutState> = TOLD.into_iter().filter(|told| state.is_none_or(|one| one == *told)).collect();
        if states.is_empty() {
            return Err(ServiceError::BadInput("a file holds payouts that are SENT or MADE".into()));
        }
        let (name, payouts) = match wanted {
            PayoutsWanted::Month(month) => {
                (month.to_string(), payout::of_month(self.store.read(), *month, &states).await?)
            }
            PayoutsWanted::These(ids) if ids.len() <= MAX_PAGE => {
                let found = payout::load_many(self.store.read(), ids).await?;
                if let Some(other) = found.iter().find(|one| !states.contains(&one.state)) {
                    return Err(ServiceError::BadInput(format!("{} is {}: leave it out", other.id, other.state)));
                }
                (domain::kernel::local_date(viewer.now).to_string(), found)
            }
            PayoutsWanted::These(_) => return Err(ServiceError::BadInput(format!("at most {MAX_PAGE} payouts"))),
        };
        let mut content = format!("\u{feff}{}\r\n", HEAD.join(","));
        for one in &payouts {
            let month = match wanted {
                PayoutsWanted::Month(month) => *month,
                PayoutsWanted::These(_) => statement::load(self.store.read(), one.statement).await?.sums.month,
            };
            let payee = viewer.tree.node(one.chapter).map(|node| node.name.clone()).unwrap_or_default();
            content.push_str(&line(one, month, &payee));
        }
        let net = Fen::sum(payouts.iter().map(|one| one.pay.net))?;
        // Told apart by their names: what the bank has made, it must not make again.
        let which = state.map(|state| format!("-{}", state.as_str().to_lowercase())).unwrap_or_default();
        Ok(PayoutFile { name: format!("payouts-{name}{which}.csv"), content, count: payouts.len(), net })
    }
}

fn line(one: &Payout, month: Month, payee: &str) -> String {
    let kind = match one.payee {
        PayeeKind::Company => "company",
        PayeeKind::Individual => "individual",
    };
    let cells = [
        one.id.to_string(),
        one.chapter.to_string(),
        payee.to_owned(),
        kind.to_owned(),
        month.to_string(),
        one.pay.gross.to_string(),
        one.pay.taxable.to_string(),
        one.pay.tax.to_string(),
        one.pay.net.to_string(),
        one.state.to_string(),
        one.bank_ref.clone().unwrap_or_default(),
    ];
    cells.map(|text| csv_cell(&text)).join(",") + "\r\n"
}
