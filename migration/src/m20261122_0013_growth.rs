//! Growth: referral links, and whom they brought.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
CREATE TABLE referral_link (
    id {uuid} PRIMARY KEY,
    code text NOT NULL UNIQUE,
    chapter_id integer NOT NULL REFERENCES chapter (id),
    inviter_id {uuid},
    campaign text,
    channel smallint NOT NULL,
    created_at bigint NOT NULL,
    created_by {uuid},
    ended_at bigint
);
CREATE INDEX referral_link_chapter ON referral_link (chapter_id, id);
CREATE INDEX referral_link_inviter ON referral_link (inviter_id);

-- Bound before the phone is known (by the visitor's token), registered after.
CREATE TABLE referral (
    id {uuid} PRIMARY KEY,
    link_id {uuid} NOT NULL REFERENCES referral_link (id),
    visitor_hash {bytes} NOT NULL,
    device_hash {bytes},
    invitee_id {uuid},
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 9),
    flags integer NOT NULL,
    bound_at bigint NOT NULL,
    lock_until bigint NOT NULL,
    order_id {uuid},
    due_at bigint,
    reason text,
    rule_version integer NOT NULL,
    version integer NOT NULL
);
CREATE INDEX referral_link_referrals ON referral (link_id, id);
CREATE INDEX referral_visitor ON referral (visitor_hash, lock_until);
CREATE UNIQUE INDEX referral_invitee ON referral (invitee_id) WHERE invitee_id IS NOT NULL AND state NOT IN (7, 8);
CREATE INDEX referral_due ON referral (due_at, id) WHERE due_at IS NOT NULL;
";

const DOWN: &str = r"
DROP TABLE referral;
DROP TABLE referral_link;
";
