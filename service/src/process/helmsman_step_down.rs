//! Ends a helmsman's or deputy's term, and the rights that came with it.

use domain::chapters::{Office, Term};
use domain::kernel::{Code, TermId, Violation};
use serde::Serialize;
use serde_json::json;
use store::access::grant;
use store::chapters::{chapter, term};
use store::dialect::TreeLock;

use super::helmsman_appoint::right_over;
use crate::policies::exempt_deliveries_begin;
use crate::signals::Topic;
use crate::write::Change;
use crate::{Op, Result, Service, Write};

/// What ends a term.
#[derive(Debug, Clone, Serialize)]
pub struct HelmsmanStepDown {
    pub term: TermId,
}

impl Service {
    /// Ends a term of office: by whoever may appoint, or by the person itself.
    ///
    /// # Errors
    /// Rules: the term has ended already.
    pub async fn helmsman_step_down(&self, op: &Op, input: HelmsmanStepDown) -> Result<TermId> {
        let input = &input;
        self.write(op, "chapters.helmsman_step_down", input, |w| Box::pin(step_down(w, input))).await
    }

    /// Ends the terms whose time is over. A sweep: compares what should be with what is.
    pub async fn lapsed_terms_end(&self, op: &Op) -> Result<usize> {
        let lapsed = term::lapsed(self.store.read(), self.now(), 200).await?;
        for term in &lapsed {
            let input = HelmsmanStepDown { term: term.id };
            let input = &input;
            self.write(op, "chapters.term_lapse", input, |w| Box::pin(step_down(w, input))).await?;
        }
        Ok(lapsed.len())
    }
}

async fn step_down(w: &mut Write<'_>, input: &HelmsmanStepDown) -> Result<TermId> {
    w.lock_tree(TreeLock::Exclusive).await?;
    let ending = term::load_for_update(w.db(), input.term).await?;
    if w.actor().account() != Some(ending.account) {
        w.require(right_over(ending.office), ending.chapter).await?;
    }
    if ending.ended_at.is_some() {
        let message = "this term has ended already";
        return Err(Violation::new(Code::ChaptersOfficeVacant, "term", message).into());
    }
    end_term(w, &ending).await?;
    Ok(ending.id)
}

/// Ends a term in this transaction: the rights go, the chapter becomes vacant, its open receipts are no longer owed.
pub(super) async fn end_term(w: &mut Write<'_>, ending: &Term) -> Result<()> {
    term::end(w.db(), ending.id, w.now()).await?;
    grant::end_by_term(w.db(), ending.id, w.now()).await?;
    if ending.office == Office::Helmsman {
        let tree_version = w.tree_version().await?;
        chapter::set_staffed(w.db(), ending.chapter, false, tree_version).await?;
        exempt_deliveries_begin(w, ending.chapter).await?;
    }
    w.signal(Topic::Rights, ending.account.to_string());
    w.audit(Change {
        target: ending.chapter.to_string(),
        chapter: Some(ending.chapter),
        before: Some(json!({ "term": ending.id.to_string(), "account": ending.account.to_string() })),
        ..Change::default()
    })
    .await
}
