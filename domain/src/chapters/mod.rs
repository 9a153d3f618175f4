//! The tree: chapters, their levels and territory, and who leads them.

mod chapter;
mod level;
mod pinyin;
mod plan;
mod term;
mod territory;
mod tree;

pub use chapter::{Chapter, ChapterStatus, check_name};
pub use level::Level;
pub use pinyin::{initials, pinyin};
pub use plan::{MergePlan, SplitPlan, check_close, check_move, check_parent};
pub use term::{Office, Term};
pub use territory::{Division, DivisionKind, check_divisions, is_division_code};
pub use tree::{Leader, Node, Tree, TreeScope};
