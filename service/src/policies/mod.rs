//! Policies: define keys, draft, publish and revoke versions, override, push, acknowledge, watch.

mod delivery_acknowledge;
mod delivery_read;
mod exempt;
mod feed;
mod in_force;
mod inherit;
mod override_clear;
mod override_set;
mod policy_define;
mod push_advance;
mod read;
mod rollout;
mod version_draft;
mod version_publish;
mod version_revoke;

pub use delivery_acknowledge::DeliveryAcknowledge;
pub use delivery_read::DeliveryMarkRead;
pub(crate) use exempt::{exempt_deliveries_begin, exempt_deliveries_end};
pub use feed::{Feed, FeedStream, Notice, NoticeKind};
pub use in_force::ValueInForce;
pub(crate) use inherit::inherit_deliveries;
pub use override_clear::OverrideClear;
pub use override_set::OverrideSet;
pub use policy_define::PolicyDefine;
pub use push_advance::{PUSH_GROUP, PUSH_STREAM, PushProgress};
pub use read::{InboxItem, Pending};
pub use rollout::{RolloutCount, RolloutRow};
pub use store::policies::delivery::Delivered;
pub use store::policies::local::LocalValue;
pub use store::policies::push::Unfinished;
pub use store::policies::rollout::Late;
pub use store::policies::version::VersionFilter;
pub use version_draft::VersionDraft;
pub use version_publish::VersionPublish;
pub use version_revoke::VersionRevoke;
