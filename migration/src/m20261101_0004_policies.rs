//! Policy keys, their immutable versions, local overrides, pushes and deliveries.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
CREATE TABLE policy (
    key text PRIMARY KEY,
    title text NOT NULL,
    mode smallint NOT NULL CHECK (mode IN (0, 1, 2)),
    value_schema text NOT NULL,
    created_at bigint NOT NULL,
    version integer NOT NULL
);

CREATE TABLE policy_version (
    id {identity},
    policy_key text NOT NULL REFERENCES policy (key),
    issuer_id integer NOT NULL REFERENCES chapter (id),
    number integer NOT NULL,
    state smallint NOT NULL CHECK (state IN (0, 1, 2, 3)),
    mode smallint NOT NULL CHECK (mode IN (0, 1, 2)),
    scope_levels smallint NOT NULL,
    scope_divisions text NOT NULL,
    effective_at bigint NOT NULL,
    acknowledge_within_hours integer NOT NULL,
    vacant_must_acknowledge boolean NOT NULL,
    urgency smallint NOT NULL CHECK (urgency IN (0, 1)),
    body text NOT NULL,
    value text NOT NULL,
    content_hash {bytes} NOT NULL,
    author_id {uuid} NOT NULL,
    created_at bigint NOT NULL,
    publisher_id {uuid},
    published_at bigint,
    revoked_at bigint,
    revoked_by {uuid},
    revoked_why text,
    UNIQUE (policy_key, issuer_id, number)
);
CREATE UNIQUE INDEX policy_version_one_published ON policy_version (policy_key, issuer_id) WHERE state = 1;
CREATE INDEX policy_version_issuer ON policy_version (issuer_id, state);

CREATE TABLE policy_scope (
    version_id bigint NOT NULL REFERENCES policy_version (id),
    division_code text NOT NULL,
    PRIMARY KEY (version_id, division_code)
);

CREATE TABLE policy_override (
    id {uuid} PRIMARY KEY,
    chapter_id integer NOT NULL REFERENCES chapter (id),
    policy_key text NOT NULL REFERENCES policy (key),
    value text NOT NULL,
    set_by {uuid},
    set_at bigint NOT NULL,
    cleared_at bigint
);
CREATE UNIQUE INDEX policy_override_one ON policy_override (chapter_id, policy_key) WHERE cleared_at IS NULL;

CREATE TABLE push (
    id {identity},
    version_id bigint NOT NULL REFERENCES policy_version (id),
    root_id integer NOT NULL REFERENCES chapter (id),
    next_depth smallint NOT NULL,
    state smallint NOT NULL CHECK (state IN (1, 2, 3)),
    delivered bigint NOT NULL,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    UNIQUE (version_id, root_id)
);
CREATE INDEX push_unfinished ON push (updated_at) WHERE state = 1;

-- One committed level of a push; `seq` follows commit order (it is set last, under the counter's row lock) and is what
-- clients resume from.
CREATE TABLE push_step (
    id {identity},
    seq bigint,
    version_id bigint NOT NULL,
    root_id integer NOT NULL,
    depth smallint NOT NULL,
    delivered integer NOT NULL,
    delivered_at bigint NOT NULL
);
CREATE UNIQUE INDEX push_step_seq ON push_step (seq);
CREATE INDEX push_step_version ON push_step (version_id);

-- The table that is written a chapter at a time by the thousand: one key, no other index, no foreign key, no trigger.
CREATE TABLE delivery (
    version_id bigint NOT NULL,
    step_id bigint NOT NULL,
    chapter_id integer NOT NULL,
    state smallint NOT NULL,
    read_at bigint,
    acknowledged_at bigint,
    acknowledged_by {uuid},
    PRIMARY KEY (version_id, chapter_id)
)
sqlite:WITHOUT ROWID
;
";

const DOWN: &str = r"
DROP TABLE delivery;
DROP TABLE push_step;
DROP TABLE push;
DROP TABLE policy_override;
DROP TABLE policy_scope;
DROP TABLE policy_version;
DROP TABLE policy;
";
