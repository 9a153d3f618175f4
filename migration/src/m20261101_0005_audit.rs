//! The audit log: entries are only ever added, and sealed into a chain by the worker.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
CREATE TABLE audit_entry (
    id {identity},
    at bigint NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    target text NOT NULL,
    chapter_id integer,
    before_value text,
    after_value text,
    request_id {uuid} NOT NULL,
    mac {bytes} NOT NULL
);
CREATE INDEX audit_entry_target ON audit_entry (target, id);
CREATE INDEX audit_entry_actor ON audit_entry (actor, id);
CREATE INDEX audit_entry_chapter ON audit_entry (chapter_id, id);

-- The entries that the worker has yet to seal: small, so that finding them never grows with the log.
CREATE TABLE audit_unsealed (
    entry_id bigint PRIMARY KEY REFERENCES audit_entry (id)
);

CREATE TABLE audit_seal (
    seq bigint PRIMARY KEY,
    entry_id bigint NOT NULL UNIQUE REFERENCES audit_entry (id),
    hash {bytes} NOT NULL
);

CREATE TABLE audit_head (
    id smallint PRIMARY KEY CHECK (id = 1),
    seq bigint NOT NULL,
    hash {bytes} NOT NULL
);
pg:INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));
sqlite:INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, zeroblob(32));

pg:CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
pg:'BEGIN RAISE EXCEPTION ''the audit log is append-only''; END';
pg:CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
pg:    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
pg:CREATE TRIGGER audit_seal_append_only BEFORE UPDATE OR DELETE ON audit_seal
pg:    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
sqlite:CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN
sqlite:  SELECT RAISE(ABORT, 'the audit log is append-only'); END;
sqlite:CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN
sqlite:  SELECT RAISE(ABORT, 'the audit log is append-only'); END;
sqlite:CREATE TRIGGER audit_seal_no_update BEFORE UPDATE ON audit_seal BEGIN
sqlite:  SELECT RAISE(ABORT, 'the audit log is append-only'); END;
sqlite:CREATE TRIGGER audit_seal_no_delete BEFORE DELETE ON audit_seal BEGIN
sqlite:  SELECT RAISE(ABORT, 'the audit log is append-only'); END;
";

const DOWN: &str = r"
DROP TABLE audit_head;
DROP TABLE audit_seal;
DROP TABLE audit_unsealed;
DROP TABLE audit_entry;
pg:DROP FUNCTION audit_is_append_only;
";
