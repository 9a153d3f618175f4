//! The tree that every process holds answers what the rules ask of one.

use super::Tree;
use crate::chapters;
use crate::kernel::ChapterId;

impl Tree for chapters::Tree {
    fn is_within(&self, chapter: ChapterId, ancestor: ChapterId) -> bool {
        chapters::Tree::is_within(self, chapter, ancestor)
    }

    fn caretaker(&self, chapter: ChapterId) -> Option<ChapterId> {
        chapters::Tree::caretaker(self, chapter)
    }
}
