//! Which token a refresh token was changed for, so that a lost answer can be asked for again; and whose account a person
//! known to an identity provider is.

crate::portable::step!(UP, DOWN);

// Of tokens spent before this step no successor is known: presented again, they end their session as they did.
const UP: &str = r"
ALTER TABLE refresh_token ADD COLUMN successor {bytes};

CREATE TABLE provider_link (
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id {uuid} NOT NULL REFERENCES account (id),
    linked_at bigint NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (account_id, issuer)
);
";

const DOWN: &str = r"
DROP TABLE provider_link;
ALTER TABLE refresh_token DROP COLUMN successor;
";
