//! Why a role was given, and why it was ended before its time.

crate::portable::step!(UP, DOWN);

// Of grants before this step nobody has said why, and of what comes with a term of office the term says it.
const UP: &str = r"
ALTER TABLE role_grant ADD COLUMN reason text CHECK (length(reason) BETWEEN 1 AND 200);
ALTER TABLE role_grant ADD COLUMN ended_reason text CHECK (length(ended_reason) BETWEEN 1 AND 200);
";

const DOWN: &str = r"
ALTER TABLE role_grant DROP COLUMN ended_reason;
ALTER TABLE role_grant DROP COLUMN reason;
";
