//! What every context uses: counters, the outbox, leases, answers kept per request key.

crate::portable::step!(UP, DOWN);

const UP: &str = r"
-- Numbers that grow by one per commit; taking one locks its row until the commit, so numbers follow commit order.
CREATE TABLE counter (
    name text PRIMARY KEY,
    value bigint NOT NULL
);
INSERT INTO counter (name, value) VALUES ('tree', 0), ('feed', 0);

CREATE TABLE outbox (
    id {identity},
    stream text NOT NULL,
    key text NOT NULL,
    payload text NOT NULL,
    created_at bigint NOT NULL
);

CREATE TABLE lease (
    name text PRIMARY KEY,
    holder text NOT NULL,
    until bigint NOT NULL
);

CREATE TABLE answered_request (
    actor text NOT NULL,
    request_key text NOT NULL,
    action text NOT NULL,
    input_hash {bytes} NOT NULL,
    answer text NOT NULL,
    created_at bigint NOT NULL,
    PRIMARY KEY (actor, request_key)
);
CREATE INDEX answered_request_age ON answered_request (created_at);
";

const DOWN: &str = r"
DROP TABLE answered_request;
DROP TABLE lease;
DROP TABLE outbox;
DROP TABLE counter;
";
