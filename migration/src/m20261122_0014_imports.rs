//! Imports of members from files: how far each is, the file itself, what was read from it, and what is wrong with it.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
CREATE TABLE import (
    id {uuid} PRIMARY KEY,
    chapter_id integer NOT NULL REFERENCES chapter (id),
    file_name text NOT NULL,
    format smallint NOT NULL CHECK (format IN (1, 2)),
    encoding smallint CHECK (encoding IN (1, 2)),
    sheet text,
    consent_version text,
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 8),
    skip_errors boolean NOT NULL,
    -- Who reads the file at this moment: another that begins anew stops the one before.
    reader {uuid},
    bytes bigint NOT NULL,
    chunks integer NOT NULL,
    parts integer NOT NULL,
    parts_done integer NOT NULL,
    faults integer NOT NULL,
    -- How much of the dry run is done, in thousandths.
    checked integer NOT NULL,
    rows_read integer NOT NULL,
    rows_new integer NOT NULL,
    rows_known_here integer NOT NULL,
    rows_known_elsewhere integer NOT NULL,
    rows_duplicate integer NOT NULL,
    rows_wrong integer NOT NULL,
    rows_added integer NOT NULL,
    rows_passed integer NOT NULL,
    warnings text NOT NULL,
    failure smallint,
    failure_message text,
    created_at bigint NOT NULL,
    created_by {uuid} NOT NULL,
    -- When the present state began, and when anything last happened.
    step_at bigint NOT NULL,
    touched_at bigint NOT NULL,
    started_at bigint,
    started_by {uuid},
    finished_at bigint
);
CREATE INDEX import_chapter ON import (chapter_id, id);
CREATE INDEX import_open ON import (created_by) WHERE state < 6;
-- What the worker looks for: in states 2, 3 and 5 there is something to do; the others may have become too old.
CREATE INDEX import_live ON import (state, touched_at) WHERE state < 6;

-- The file as it came, in pieces, sealed: it is full of phones. Gone as soon as it was read.
CREATE TABLE import_chunk (
    import_id {uuid} NOT NULL REFERENCES import (id),
    number integer NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (import_id, number)
);

-- The rows that can be imported, as they were read, sealed. Gone when the import is over.
CREATE TABLE import_part (
    import_id {uuid} NOT NULL REFERENCES import (id),
    number integer NOT NULL,
    sealed {bytes} NOT NULL,
    PRIMARY KEY (import_id, number)
);

CREATE TABLE import_fault (
    import_id {uuid} NOT NULL REFERENCES import (id),
    number integer NOT NULL,
    line integer NOT NULL,
    about smallint,
    fault smallint NOT NULL,
    message text NOT NULL,
    shown text,
    PRIMARY KEY (import_id, number)
);
";

const DOWN: &str = r"
DROP TABLE import_fault;
DROP TABLE import_part;
DROP TABLE import_chunk;
DROP TABLE import;
";
