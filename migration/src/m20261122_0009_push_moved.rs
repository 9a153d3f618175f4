//! When a push last moved. `updated_at` does not say it: putting a push back on the bus sets it too.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
ALTER TABLE push ADD COLUMN moved_at bigint NOT NULL DEFAULT 0;
UPDATE push SET moved_at = updated_at;
";

const DOWN: &str = r"
ALTER TABLE push DROP COLUMN moved_at;
";
