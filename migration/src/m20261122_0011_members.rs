//! Members: people, their homes and consents, tiers, memberships, cards, points, and the counts of all these.
//!
//! A member's row is as narrow as it can be and its history lies elsewhere: a nation has tens of millions of them. Days
//! are whole numbers since 1970-01-01 in Asia/Shanghai; personal data is sealed with a key of its own per member, so that
//! forgetting the key forgets the person, in every backup too that is older.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
-- A third kind of account: a member who signs in. The database cannot change a CHECK by itself on SQLite; its manual
-- names this way for changes that leave the rows alone.
pg:ALTER TABLE account DROP CONSTRAINT account_kind_check;
pg:ALTER TABLE account ADD CONSTRAINT account_kind_check CHECK (kind IN (1, 2, 3));
sqlite:PRAGMA writable_schema = ON;
sqlite:UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (kind IN (1, 2))', 'CHECK (kind IN (1, 2, 3))')
sqlite:  WHERE type = 'table' AND name = 'account';
sqlite:PRAGMA writable_schema = RESET;

CREATE TABLE tier (
    id smallint PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    kind smallint NOT NULL CHECK (kind BETWEEN 1 AND 6),
    days integer NOT NULL CHECK (days >= 0),
    price_fen bigint CHECK (price_fen >= 0),
    rank smallint NOT NULL,
    benefits text NOT NULL,
    active boolean NOT NULL,
    version integer NOT NULL
);
INSERT INTO tier (id, code, name, kind, days, price_fen, rank, benefits, active, version) VALUES
    (1, 'guest', '访客', 1, 0, NULL, 0, '[]', TRUE, 1),
    (2, 'trial', '体验会员', 2, 7, NULL, 10, '[]', TRUE, 1),
    (3, 'annual', '年费会员', 3, 365, 36500, 20, '[]', TRUE, 1),
    (4, 'granted', '公益会员', 4, 365, NULL, 20, '[]', TRUE, 1),
    (5, 'gift_card', '礼品卡会员', 5, 365, NULL, 20, '[]', TRUE, 1);

CREATE TABLE tier_price (
    chapter_id integer NOT NULL REFERENCES chapter (id),
    tier_id smallint NOT NULL REFERENCES tier (id),
    price_fen bigint NOT NULL CHECK (price_fen >= 0),
    set_at bigint NOT NULL,
    set_by {uuid},
    PRIMARY KEY (chapter_id, tier_id)
);

CREATE TABLE member (
    id {uuid} PRIMARY KEY,
    home_chapter_id integer NOT NULL,
    home_source smallint NOT NULL,
    home_since bigint NOT NULL,
    moved_on integer,
    region_code text,
    tier_id smallint NOT NULL,
    standing smallint NOT NULL CHECK (standing BETWEEN 1 AND 9),
    until_on integer,
    frozen_on integer,
    frozen_days smallint NOT NULL,
    trial_used boolean NOT NULL,
    points integer NOT NULL,
    account_id {uuid} UNIQUE,
    phone_index {bytes} UNIQUE,
    phone_sealed {bytes},
    name_sealed {bytes},
    -- The first bytes of the name's blind index: enough to find namesakes by, and to be opened and looked at then.
    name_index {bytes},
    birth_year smallint,
    joined_by smallint NOT NULL,
    registered_at bigint NOT NULL,
    merged_into {uuid},
    version integer NOT NULL
);
CREATE INDEX member_home_chapter ON member (home_chapter_id, id);
-- Pages of one home by tier and standing, and by the end of the last term: a home may have a million members.
CREATE INDEX member_home_kind ON member (home_chapter_id, tier_id, standing, id);
CREATE INDEX member_home_until ON member (home_chapter_id, until_on, id) WHERE until_on IS NOT NULL;
CREATE INDEX member_namesake ON member (name_index, home_chapter_id, birth_year) WHERE name_index IS NOT NULL;
-- What the timer looks for: trials and memberships at their end, grace a week after it, and freezes that have run out.
CREATE INDEX member_due ON member (standing, until_on, id) WHERE standing IN (2, 3, 4);
CREATE INDEX member_frozen ON member ((frozen_on - frozen_days), id) WHERE standing = 6;

-- The key that a member's data is sealed with, itself sealed. Erasing a person deletes this row.
CREATE TABLE member_key (
    member_id {uuid} PRIMARY KEY,
    key_sealed {bytes} NOT NULL
);

-- Phones that had the free trial, as blind indexes. It outlives a member who is merged or erased: a number has one, ever.
CREATE TABLE trial_phone (
    phone_index {bytes} PRIMARY KEY,
    at bigint NOT NULL
);

-- Where somebody was at home before: the present home stands in the member's row.
CREATE TABLE member_past_home (
    id {identity},
    member_id {uuid} NOT NULL,
    since bigint NOT NULL,
    until bigint NOT NULL,
    chapter_id integer NOT NULL,
    source smallint NOT NULL,
    reason text,
    moved_by {uuid}
);
CREATE INDEX member_past_home_member ON member_past_home (member_id, id);
CREATE INDEX member_past_home_chapter ON member_past_home (chapter_id, until);

CREATE TABLE member_follow (
    member_id {uuid} NOT NULL,
    chapter_id integer NOT NULL,
    since bigint NOT NULL,
    PRIMARY KEY (member_id, chapter_id)
);
CREATE INDEX member_follow_chapter ON member_follow (chapter_id);

CREATE TABLE consent (
    id {uuid} PRIMARY KEY,
    member_id {uuid} NOT NULL,
    purpose smallint NOT NULL,
    text_version text NOT NULL,
    granted boolean NOT NULL,
    at bigint NOT NULL,
    given_by {uuid}
);
CREATE INDEX consent_member ON consent (member_id, id);

CREATE TABLE membership (
    id {uuid} PRIMARY KEY,
    member_id {uuid} NOT NULL,
    tier_id smallint NOT NULL,
    source smallint NOT NULL,
    starts_on integer NOT NULL,
    ends_on integer NOT NULL CHECK (ends_on >= starts_on),
    frozen_days smallint NOT NULL CHECK (frozen_days >= 0),
    sold_by_chapter_id integer,
    home_chapter_id integer NOT NULL,
    order_id {uuid},
    card_id {uuid},
    note text,
    created_at bigint NOT NULL,
    -- Whether the member's row has yet to be told that the term began.
    waits boolean NOT NULL DEFAULT FALSE,
    -- Days of it that were used with another row, found to be the same person, before it came here.
    used_before integer NOT NULL DEFAULT 0
);
CREATE INDEX membership_waits ON membership (starts_on, member_id) WHERE waits;
-- Two terms of one member never begin on the same day; one that was taken back entirely holds no day.
CREATE UNIQUE INDEX membership_member ON membership (member_id, starts_on) WHERE ends_on > starts_on;
CREATE INDEX membership_order ON membership (order_id);
CREATE UNIQUE INDEX membership_card ON membership (card_id) WHERE card_id IS NOT NULL;

CREATE TABLE card_batch (
    id {uuid} PRIMARY KEY,
    kind smallint NOT NULL CHECK (kind IN (1, 2, 3)),
    tier_id smallint NOT NULL REFERENCES tier (id),
    face_days integer NOT NULL CHECK (face_days > 0),
    size integer NOT NULL CHECK (size > 0),
    issuer_chapter_id integer NOT NULL REFERENCES chapter (id),
    title text NOT NULL,
    expires_on integer NOT NULL,
    created_at bigint NOT NULL,
    created_by {uuid},
    voided_at bigint
);
CREATE INDEX card_batch_issuer ON card_batch (issuer_chapter_id, id);

-- Codes are kept as keyed hashes only: whoever reads the table cannot redeem one.
CREATE TABLE card (
    id {uuid} PRIMARY KEY,
    batch_id {uuid} NOT NULL REFERENCES card_batch (id),
    code_hash {bytes} NOT NULL UNIQUE,
    state smallint NOT NULL CHECK (state IN (1, 2, 3)),
    redeemed_by {uuid},
    redeemed_at bigint
);
CREATE INDEX card_batch_cards ON card (batch_id, id);

CREATE TABLE points_entry (
    id {identity},
    member_id {uuid} NOT NULL,
    delta integer NOT NULL CHECK (delta <> 0),
    reason smallint NOT NULL,
    ref text NOT NULL,
    note text,
    at bigint NOT NULL,
    UNIQUE (member_id, reason, ref)
);

-- What is left of what was earned, until it expires.
CREATE TABLE points_lot (
    entry_id bigint PRIMARY KEY REFERENCES points_entry (id),
    member_id {uuid} NOT NULL,
    remaining integer NOT NULL CHECK (remaining >= 0),
    expires_on integer NOT NULL
);
CREATE INDEX points_lot_member ON points_lot (member_id, expires_on) WHERE remaining > 0;
CREATE INDEX points_lot_due ON points_lot (expires_on, entry_id) WHERE remaining > 0;

pg:CREATE FUNCTION points_are_append_only() RETURNS trigger LANGUAGE plpgsql AS
pg:'BEGIN RAISE EXCEPTION ''the points ledger is append-only''; END';
pg:CREATE TRIGGER points_entry_append_only BEFORE UPDATE OR DELETE ON points_entry
pg:    FOR EACH ROW EXECUTE FUNCTION points_are_append_only();
sqlite:CREATE TRIGGER points_entry_no_update BEFORE UPDATE ON points_entry BEGIN
sqlite:  SELECT RAISE(ABORT, 'the points ledger is append-only'); END;
sqlite:CREATE TRIGGER points_entry_no_delete BEFORE DELETE ON points_entry BEGIN
sqlite:  SELECT RAISE(ABORT, 'the points ledger is append-only'); END;

-- Who has seen a member's phone and name, and why.
CREATE TABLE member_reveal (
    id {identity},
    member_id {uuid} NOT NULL,
    account_id {uuid} NOT NULL,
    reason text NOT NULL,
    at bigint NOT NULL
);
CREATE INDEX member_reveal_account ON member_reveal (account_id, at);
CREATE INDEX member_reveal_member ON member_reveal (member_id, at);

-- Two members found to be one person. What was moved is kept, sealed with the key of the one who went, for as long as it
-- can be undone.
CREATE TABLE member_merge (
    id {uuid} PRIMARY KEY,
    kept_id {uuid} NOT NULL,
    gone_id {uuid} NOT NULL,
    reason text NOT NULL,
    terms integer NOT NULL,
    points integer NOT NULL,
    orders integer NOT NULL,
    undo_sealed {bytes},
    merged_at bigint NOT NULL,
    merged_by {uuid},
    undone_at bigint,
    undone_by {uuid}
);
CREATE INDEX member_merge_kept ON member_merge (kept_id, id);
CREATE UNIQUE INDEX member_merge_gone ON member_merge (gone_id) WHERE undone_at IS NULL;
CREATE INDEX member_merge_due ON member_merge (merged_at, id) WHERE undo_sealed IS NOT NULL;

-- The last reminder of each member: of which end, and how many days before. A new end makes it void.
CREATE TABLE member_reminder (
    member_id {uuid} PRIMARY KEY,
    until_on integer NOT NULL,
    mark smallint NOT NULL,
    at bigint NOT NULL
);

-- How far the reminders of a day have come: the mark that is under way, and the last member it has looked at.
CREATE TABLE member_reminder_run (
    on_day integer PRIMARY KEY,
    mark smallint,
    after_until integer,
    after_id {uuid}
);

-- What changed in the counts, written by the transaction that changed it; the worker folds it into member_count.
CREATE TABLE member_delta (
    id {identity},
    chapter_id integer NOT NULL,
    tier_id smallint NOT NULL,
    standing smallint NOT NULL,
    n bigint NOT NULL
);

CREATE TABLE member_count (
    chapter_id integer NOT NULL,
    tier_id smallint NOT NULL,
    standing smallint NOT NULL,
    own bigint NOT NULL,
    subtree bigint NOT NULL,
    PRIMARY KEY (chapter_id, tier_id, standing)
);
";

const DOWN: &str = r"
DROP TABLE member_count;
DROP TABLE member_delta;
DROP TABLE member_reminder_run;
DROP TABLE member_reminder;
DROP TABLE member_merge;
DROP TABLE member_reveal;
DROP TABLE points_lot;
DROP TABLE points_entry;
pg:DROP FUNCTION points_are_append_only;
DROP TABLE card;
DROP TABLE card_batch;
DROP TABLE membership;
DROP TABLE consent;
DROP TABLE member_follow;
DROP TABLE member_past_home;
DROP TABLE trial_phone;
DROP TABLE member_key;
DROP TABLE member;
DROP TABLE tier_price;
DROP TABLE tier;
DELETE FROM refresh_token WHERE session_id IN
    (SELECT s.id FROM session s JOIN account a ON a.id = s.account_id WHERE a.kind = 3);
DELETE FROM session WHERE account_id IN (SELECT id FROM account WHERE kind = 3);
DELETE FROM account WHERE kind = 3;
pg:ALTER TABLE account DROP CONSTRAINT account_kind_check;
pg:ALTER TABLE account ADD CONSTRAINT account_kind_check CHECK (kind IN (1, 2));
sqlite:PRAGMA writable_schema = ON;
sqlite:UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (kind IN (1, 2, 3))', 'CHECK (kind IN (1, 2))')
sqlite:  WHERE type = 'table' AND name = 'account';
sqlite:PRAGMA writable_schema = RESET;
";
