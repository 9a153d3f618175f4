//! Writes that span contexts in one transaction: a structural change moves rights and policies with it.

mod chapter_close;
mod chapter_merge;
mod chapter_move;
mod chapter_open;
mod chapter_preview;
mod chapter_rename;
mod chapter_split;
mod helmsman_appoint;
mod helmsman_step_down;
mod member_register;
mod seed;
mod structure;

pub use chapter_close::ChapterClose;
pub use chapter_merge::ChapterMerge;
pub use chapter_move::ChapterMove;
pub use chapter_open::ChapterOpen;
pub use chapter_preview::{ChapterPreview, ValueChange};
pub use chapter_rename::ChapterRename;
pub use chapter_split::ChapterSplit;
pub use helmsman_appoint::{HelmsmanAppoint, Person};
pub use helmsman_step_down::HelmsmanStepDown;
pub use member_register::MemberRegister;
pub use seed::{DEMO_ADMIN, Seed, SeedChapter, SeedHelmsman};
