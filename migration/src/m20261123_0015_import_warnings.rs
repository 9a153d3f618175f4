//! Warnings of imports have codes: those of before were texts, of files that are long done with.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
UPDATE import SET warnings = '[]' WHERE warnings <> '[]';
";

const DOWN: &str = r"
UPDATE import SET warnings = '[]' WHERE warnings <> '[]';
";
