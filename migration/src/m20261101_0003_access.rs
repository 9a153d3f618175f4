//! Accounts, helmsmen's terms, roles on subtrees, sessions and sign-in attempts.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
-- Phone, e-mail and name are sealed (AEAD); look-ups go through keyed blind indexes.
CREATE TABLE account (
    id {uuid} PRIMARY KEY,
    kind smallint NOT NULL CHECK (kind IN (1, 2)),
    status smallint NOT NULL CHECK (status IN (1, 2)),
    handle text UNIQUE,
    email_index {bytes} UNIQUE,
    email_sealed {bytes},
    phone_index {bytes} UNIQUE,
    phone_sealed {bytes},
    name_sealed {bytes} NOT NULL,
    password_hash text,
    created_at bigint NOT NULL,
    version integer NOT NULL
);

CREATE TABLE helmsman_term (
    id {uuid} PRIMARY KEY,
    chapter_id integer NOT NULL REFERENCES chapter (id),
    account_id {uuid} NOT NULL REFERENCES account (id),
    office smallint NOT NULL CHECK (office IN (1, 2)),
    starts_at bigint NOT NULL,
    ends_at bigint,
    ended_at bigint
);
CREATE UNIQUE INDEX helmsman_term_one_lead ON helmsman_term (chapter_id) WHERE office = 1 AND ended_at IS NULL;
CREATE UNIQUE INDEX helmsman_term_leads_one ON helmsman_term (account_id) WHERE office = 1 AND ended_at IS NULL;
CREATE INDEX helmsman_term_chapter ON helmsman_term (chapter_id);
CREATE INDEX helmsman_term_account ON helmsman_term (account_id);
CREATE INDEX helmsman_term_ending ON helmsman_term (ends_at) WHERE ended_at IS NULL;

CREATE TABLE role_grant (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    role smallint NOT NULL,
    chapter_id integer NOT NULL REFERENCES chapter (id),
    valid_from bigint NOT NULL,
    valid_to bigint,
    granted_by {uuid},
    term_id {uuid} REFERENCES helmsman_term (id),
    created_at bigint NOT NULL,
    CHECK (valid_to IS NULL OR valid_to >= valid_from)
);
CREATE INDEX role_grant_account ON role_grant (account_id);
CREATE INDEX role_grant_chapter ON role_grant (chapter_id);
CREATE INDEX role_grant_term ON role_grant (term_id);

CREATE TABLE session (
    id {uuid} PRIMARY KEY,
    account_id {uuid} NOT NULL REFERENCES account (id),
    created_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    revoked_at bigint,
    revoked_why text
);
CREATE INDEX session_account ON session (account_id);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE refresh_token (
    token_hash {bytes} PRIMARY KEY,
    session_id {uuid} NOT NULL REFERENCES session (id),
    issued_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    used_at bigint
);
CREATE INDEX refresh_token_session ON refresh_token (session_id);

CREATE TABLE one_time_code (
    phone_index {bytes} PRIMARY KEY,
    code_hash {bytes} NOT NULL,
    expires_at bigint NOT NULL,
    tries_left smallint NOT NULL
);

CREATE TABLE sign_in_attempt (
    key text NOT NULL,
    window_start bigint NOT NULL,
    count integer NOT NULL,
    PRIMARY KEY (key, window_start)
);
CREATE INDEX sign_in_attempt_age ON sign_in_attempt (window_start);
";

const DOWN: &str = r"
DROP TABLE sign_in_attempt;
DROP TABLE one_time_code;
DROP TABLE refresh_token;
DROP TABLE session;
DROP TABLE role_grant;
DROP TABLE helmsman_term;
DROP TABLE account;
";
