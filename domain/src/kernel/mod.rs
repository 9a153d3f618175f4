//! What every context stands on: ids, time, broken rules, pages and facts.

pub(crate) mod checked;
mod fact;
mod id;
pub(crate) mod json;
mod mask;
mod page;
pub mod text;
mod time;
mod violation;
pub(crate) mod words;

pub use fact::Fact;
pub use id::{
    AccountId, AuditId, CardBatchId, CardId, ChapterId, CommissionId, ConsentId, DisputeId, FactId, GrantId, IdKind,
    IdSource, ImportId, InvoiceId, LedgerEntryId, MemberId, MembershipId, MergeId, OrderId, OverrideId, ParseIdError,
    PaymentId, PayoutId, PointsEntryId, PolicyVersionId, PushId, PushStepId, RandomIds, ReferralId, ReferralLinkId,
    RefundId, RequestId, SeededIds, SessionId, StatementId, TermId, TerritoryCaseId,
};
pub use json::canonical_json;
pub use mask::{mask_email, mask_name, mask_phone};
pub use page::{Cursor, CursorError, Direction, MAX_PAGE, PageError, PageRequest, Slice};
pub use time::{Clock, ManualClock, Period, SystemClock, Timestamp, from_micros, local_date, local_midnight, micros};
pub use violation::{Code, Violation, Violations};
