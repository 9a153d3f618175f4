//! Growth: referral links, who followed them, whom they brought, and which chapter is credited.
//!
//! A visitor is a phone or browser with a token that it made; of the token only a keyed hash is kept, and nothing of it once
//! the person is erased.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
CREATE TABLE referral_link (
    id {uuid} PRIMARY KEY,
    code text NOT NULL UNIQUE,
    chapter_id integer NOT NULL REFERENCES chapter (id),
    inviter_id {uuid},
    campaign text,
    channel smallint NOT NULL CHECK (channel BETWEEN 1 AND 6),
    created_at bigint NOT NULL,
    created_by {uuid},
    ended_at bigint,
    CHECK (inviter_id IS NULL OR campaign IS NULL)
);
CREATE INDEX referral_link_chapter ON referral_link (chapter_id, id);
CREATE INDEX referral_link_inviter ON referral_link (inviter_id, id) WHERE inviter_id IS NOT NULL;

-- `member_id` is who registered on it first: another who does looks made up.
CREATE TABLE visitor (
    hash {bytes} PRIMARY KEY,
    member_id {uuid},
    seen_at bigint NOT NULL
);
CREATE INDEX visitor_member ON visitor (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX visitor_idle ON visitor (seen_at) WHERE member_id IS NULL;

CREATE TABLE referral_touch (
    visitor_hash {bytes} NOT NULL,
    link_id {uuid} NOT NULL REFERENCES referral_link (id),
    at bigint NOT NULL,
    PRIMARY KEY (visitor_hash, link_id)
);
CREATE INDEX referral_touch_at ON referral_touch (at);

-- Bound before the phone is known (by the visitor), registered after.
CREATE TABLE referral (
    id {uuid} PRIMARY KEY,
    link_id {uuid} NOT NULL REFERENCES referral_link (id),
    visitor_hash {bytes},
    invitee_id {uuid},
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 9),
    flags smallint NOT NULL CHECK (flags BETWEEN 0 AND 15),
    bound_at bigint NOT NULL,
    lock_until bigint NOT NULL,
    registered_at bigint,
    order_id {uuid},
    converted_at bigint,
    due_at bigint,
    rejected_at bigint,
    rejected_from smallint,
    reason text,
    decided_at bigint,
    decided_by {uuid},
    appeal text,
    appealed_at bigint,
    registered_points integer NOT NULL CHECK (registered_points >= 0),
    inviter_points integer NOT NULL CHECK (inviter_points >= 0),
    invitee_points integer NOT NULL CHECK (invitee_points >= 0),
    rule_version integer NOT NULL,
    version integer NOT NULL,
    CHECK ((state = 8) = (rejected_at IS NOT NULL))
);
CREATE INDEX referral_link_referrals ON referral (link_id, id);
CREATE INDEX referral_link_state ON referral (link_id, state);
CREATE INDEX referral_visitor ON referral (visitor_hash) WHERE visitor_hash IS NOT NULL;
-- The first valid touch wins: one link holds a visitor at a time.
CREATE UNIQUE INDEX referral_bound ON referral (visitor_hash) WHERE state = 2;
CREATE UNIQUE INDEX referral_invitee ON referral (invitee_id) WHERE invitee_id IS NOT NULL AND state NOT IN (7, 8);
CREATE INDEX referral_rejected_invitee ON referral (invitee_id) WHERE state = 8;
CREATE INDEX referral_order ON referral (order_id) WHERE order_id IS NOT NULL;
CREATE INDEX referral_due ON referral (state, due_at, id) WHERE due_at IS NOT NULL;
-- What a person has to look at: held back, or appealed.
CREATE INDEX referral_held ON referral (id) WHERE flags <> 0 AND state IN (2, 3, 4, 5);
CREATE INDEX referral_appealed ON referral (id) WHERE state = 8 AND appealed_at IS NOT NULL;

-- Which chapter is credited with a member, and why, as it was judged at the registration.
CREATE TABLE attribution (
    member_id {uuid} PRIMARY KEY,
    rule_version integer NOT NULL,
    credit smallint NOT NULL CHECK (credit BETWEEN 1 AND 3),
    chapter_id integer,
    home_id integer,
    link_id {uuid},
    referral_id {uuid},
    why text NOT NULL,
    at bigint NOT NULL
);

-- The most that an inviter ever had: what a rung and a week were given for.
CREATE TABLE inviter (
    member_id {uuid} PRIMARY KEY,
    highest integer NOT NULL,
    days integer NOT NULL
);

-- Registrations from an address, of which only a keyed hash is kept, in buckets of ten minutes; gone after a day.
CREATE TABLE registration_pace (
    address_hash {bytes} NOT NULL,
    bucket bigint NOT NULL,
    n integer NOT NULL,
    PRIMARY KEY (address_hash, bucket)
);
CREATE INDEX registration_pace_bucket ON registration_pace (bucket);

-- Who paid, as far as the provider tells: a keyed hash.
ALTER TABLE payment ADD COLUMN payer_hash {bytes};
CREATE INDEX payment_payer ON payment (payer_hash) WHERE payer_hash IS NOT NULL;
";

const DOWN: &str = r"
DROP INDEX payment_payer;
ALTER TABLE payment DROP COLUMN payer_hash;
DROP TABLE registration_pace;
DROP TABLE inviter;
DROP TABLE attribution;
DROP TABLE referral;
DROP TABLE referral_touch;
DROP TABLE visitor;
DROP TABLE referral_link;
";
