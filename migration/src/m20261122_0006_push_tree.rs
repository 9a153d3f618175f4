//! Which tree a push began with: as long as it stands unchanged, no chapter below can have the version already. And on
//! PostgreSQL the audit log cannot be emptied at a stroke either.

crate::portable::step!(UP, DOWN);

// Of pushes before this step nothing is known: no tree has version 0.
const UP: &str = r"
ALTER TABLE push ADD COLUMN tree_version bigint NOT NULL DEFAULT 0;

pg:CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
pg:    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
pg:CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_seal
pg:    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
";

const DOWN: &str = r"
pg:DROP TRIGGER audit_seal_no_truncate ON audit_seal;
pg:DROP TRIGGER audit_entry_no_truncate ON audit_entry;
ALTER TABLE push DROP COLUMN tree_version;
";
