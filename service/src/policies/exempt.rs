//! What a change of office means for receipts that are open.

use domain::kernel::ChapterId;
use store::policies::delivery;

use crate::{Result, Write};

/// A helmsman takes office: from now on the chapter owes what is in force and was exempt.
pub(crate) async fn exempt_deliveries_end(w: &mut Write<'_>, chapter: ChapterId) -> Result<()> {
    delivery::exempt_end(w.db(), chapter).await?;
    Ok(())
}

/// The chapter becomes vacant: what it has not acknowledged it owes no longer, unless the policy says so.
pub(crate) async fn exempt_deliveries_begin(w: &mut Write<'_>, chapter: ChapterId) -> Result<()> {
    delivery::exempt_begin(w.db(), chapter).await?;
    Ok(())
}
