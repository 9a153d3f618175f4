//! The file of payouts for the bank, and for the quarterly report of what was paid to whom.

use domain::access::Permission;
use domain::kernel::{MAX_PAGE, PayoutId};
use domain::money::{Fen, Month, PayeeKind, withhold};
use store::money::payout::{self, Payout};
use store::money::statement;

use crate::{Result, Service, ServiceError, Viewer};

/// Which payouts to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayoutsWanted {
    /// All of a month's statements that have not failed.
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

const HEAD: [&str; 11] =
    ["reference", "chapter", "payee", "kind", "month", "gross", "taxable", "tax", "net", "state", "bank reference"];

impl Service {
    /// The file of payouts: with `SettlementManage` at headquarters.
    ///
    /// # Errors
    /// `BadInput` for more than a page of ids.
    pub async fn payout_file(&self, viewer: &Viewer, wanted: &PayoutsWanted) -> Result<PayoutFile> {
        viewer.account()?;
        viewer.require_at_headquarters(Permission::SettlementManage)?;
        let (name, payouts) = match wanted {
            PayoutsWanted::Month(month) => (month.to_string(), payout::of_month(self.store.read(), *month).await?),
            PayoutsWanted::These(ids) if ids.len() <= MAX_PAGE => {
                let found = payout::load_many(self.store.read(), ids).await?;
                (domain::kernel::local_date(viewer.now).to_string(), found)
            }
            PayoutsWanted::These(_) => return Err(ServiceError::BadInput(format!("at most {MAX_PAGE} payouts"))),
        };
        let mut content = format!("\u{feff}{}\r\n", HEAD.join(","));
        for one in &payouts {
            let month = statement::load(self.store.read(), one.statement).await?.sums.month;
            let payee = viewer.tree.node(one.chapter).map(|node| node.name.clone()).unwrap_or_default();
            content.push_str(&line(one, month, &payee)?);
        }
        let net = Fen::sum(payouts.iter().map(|one| one.net))?;
        Ok(PayoutFile { name: format!("payouts-{name}.csv"), content, count: payouts.len(), net })
    }
}

fn line(one: &Payout, month: Month, payee: &str) -> Result<String> {
    let kind = match one.payee {
        PayeeKind::Company => "company",
        PayeeKind::Individual => "individual",
    };
    let taxable = withhold(one.payee, one.gross)?.taxable;
    let cells = [
        one.id.to_string(),
        one.chapter.to_string(),
        payee.to_owned(),
        kind.to_owned(),
        month.to_string(),
        one.gross.to_string(),
        taxable.to_string(),
        one.tax.to_string(),
        one.net.to_string(),
        one.state.to_string(),
        one.bank_ref.clone().unwrap_or_default(),
    ];
    Ok(cells.map(|text| cell(&text)).join(",") + "\r\n")
}

/// A cell that no spreadsheet takes for a formula, in quotes.
fn cell(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let guard = if is_formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_never_a_formula() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("@x"), "\"'@x\"");
        assert_eq!(cell("-5"), "\"'-5\"");
        assert_eq!(cell("杭州\"西湖\""), "\"杭州\"\"西湖\"\"\"");
    }
}
