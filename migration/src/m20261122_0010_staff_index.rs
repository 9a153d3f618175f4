//! Staff are few among helmsmen, and are looked through by name.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
CREATE INDEX account_staff ON account (id) WHERE kind = 1;
";

const DOWN: &str = r"
DROP INDEX account_staff;
";
