//! Money: orders, payments, the ledger, commission, refunds, statements and payouts. All amounts are fen.
//!
//! The ledger's rows are transfers from one account to another, so that every row balances by itself: an entry that does
//! not add up cannot be written (ADR 0017).

crate::portable::step!(UP, DOWN);

const UP: &str = r"
CREATE TABLE split_rule (
    version integer PRIMARY KEY,
    chapter_bp integer NOT NULL CHECK (chapter_bp BETWEEN 0 AND 10000),
    promoter_bp integer NOT NULL CHECK (promoter_bp BETWEEN 0 AND 10000),
    promoter_cash boolean NOT NULL,
    effective_at bigint NOT NULL,
    created_at bigint NOT NULL,
    created_by {uuid},
    CHECK (chapter_bp + promoter_bp <= 10000),
    CHECK (promoter_cash OR promoter_bp = 0)
);
INSERT INTO split_rule (version, chapter_bp, promoter_bp, promoter_cash, effective_at, created_at)
    VALUES (1, 3500, 0, FALSE, 0, 0);

CREATE TABLE orders (
    id {uuid} PRIMARY KEY,
    member_id {uuid} NOT NULL,
    kind smallint NOT NULL CHECK (kind IN (1, 2, 3)),
    tier_id smallint NOT NULL REFERENCES tier (id),
    days integer NOT NULL CHECK (days > 0),
    list_price_fen bigint NOT NULL CHECK (list_price_fen >= 0),
    credit_fen bigint NOT NULL CHECK (credit_fen >= 0),
    price_fen bigint NOT NULL CHECK (price_fen >= 0),
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 7),
    home_chapter_id integer NOT NULL,
    sold_by_chapter_id integer NOT NULL,
    territory_chapter_id integer NOT NULL,
    -- Whose territory the buyer lives in, where that is not the seller's.
    outside_chapter_id integer,
    upgrades {uuid},
    referral_id {uuid},
    contract_version text NOT NULL,
    opened_at bigint NOT NULL,
    expires_at bigint NOT NULL,
    paid_at bigint,
    version integer NOT NULL,
    CHECK (price_fen = list_price_fen - credit_fen)
);
CREATE INDEX orders_member ON orders (member_id, id);
CREATE INDEX orders_home ON orders (home_chapter_id, id);
CREATE INDEX orders_open ON orders (expires_at, id) WHERE state = 1;
CREATE INDEX orders_sold ON orders (sold_by_chapter_id, paid_at) WHERE paid_at IS NOT NULL;
CREATE INDEX orders_outside ON orders (paid_at, sold_by_chapter_id) WHERE outside_chapter_id IS NOT NULL;

CREATE TABLE payment (
    id {uuid} PRIMARY KEY,
    order_id {uuid} NOT NULL REFERENCES orders (id),
    method smallint NOT NULL CHECK (method IN (1, 2, 3)),
    provider text NOT NULL,
    provider_ref text NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 7),
    created_at bigint NOT NULL,
    received_at bigint,
    recorded_by {uuid},
    note text,
    -- What came in under a wrong amount; it lies in suspense while the state is 6.
    suspense_fen bigint CHECK (suspense_fen > 0),
    return_asked_at bigint,
    return_asked_by {uuid},
    return_reason text,
    -- How often the provider has refused to give it back, and when it is asked again.
    tries integer NOT NULL DEFAULT 0,
    next_try_at bigint,
    UNIQUE (provider, provider_ref)
);
CREATE INDEX payment_order ON payment (order_id);
CREATE INDEX payment_mismatched ON payment (id) WHERE state = 6;
-- Payments too many, which wait to go back.
CREATE INDEX payment_surplus ON payment (id) WHERE state = 4;
CREATE INDEX payment_going_back ON payment (id) WHERE state = 6 AND return_asked_at IS NOT NULL;

-- What a provider told us, word for word once: a notice that comes again changes nothing.
CREATE TABLE payment_notice (
    provider text NOT NULL,
    notice_id text NOT NULL,
    payment_id {uuid},
    amount_fen bigint NOT NULL,
    verdict smallint NOT NULL,
    received_at bigint NOT NULL,
    PRIMARY KEY (provider, notice_id)
);
CREATE INDEX payment_notice_payment ON payment_notice (payment_id);

CREATE TABLE ledger_account (
    id {identity},
    kind smallint NOT NULL,
    owner text NOT NULL,
    UNIQUE (kind, owner)
);

CREATE TABLE ledger_entry (
    id {identity},
    kind smallint NOT NULL,
    ref text NOT NULL,
    at bigint NOT NULL,
    UNIQUE (kind, ref)
);
-- To find where a month begins; what it holds is then found by number.
CREATE INDEX ledger_entry_at ON ledger_entry (at, id);

CREATE TABLE ledger_transfer (
    entry_id bigint NOT NULL REFERENCES ledger_entry (id),
    line smallint NOT NULL,
    debit_id bigint NOT NULL REFERENCES ledger_account (id),
    credit_id bigint NOT NULL REFERENCES ledger_account (id),
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    CHECK (debit_id <> credit_id),
    PRIMARY KEY (entry_id, line)
);
CREATE INDEX ledger_transfer_debit ON ledger_transfer (debit_id, entry_id);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (credit_id, entry_id);

pg:CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
pg:'BEGIN RAISE EXCEPTION ''the ledger is append-only''; END';
pg:CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE ON ledger_entry
pg:    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
pg:CREATE TRIGGER ledger_transfer_append_only BEFORE UPDATE OR DELETE ON ledger_transfer
pg:    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
sqlite:CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN
sqlite:  SELECT RAISE(ABORT, 'the ledger is append-only'); END;
sqlite:CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN
sqlite:  SELECT RAISE(ABORT, 'the ledger is append-only'); END;
sqlite:CREATE TRIGGER ledger_transfer_no_update BEFORE UPDATE ON ledger_transfer BEGIN
sqlite:  SELECT RAISE(ABORT, 'the ledger is append-only'); END;
sqlite:CREATE TRIGGER ledger_transfer_no_delete BEFORE DELETE ON ledger_transfer BEGIN
sqlite:  SELECT RAISE(ABORT, 'the ledger is append-only'); END;

-- A share of one order. Cash goes one edge far and no further (Regulations on the Prohibition of Pyramid Selling, 7).
CREATE TABLE commission (
    id {uuid} PRIMARY KEY,
    order_id {uuid} NOT NULL REFERENCES orders (id),
    payee_chapter_id integer,
    payee_member_id {uuid},
    depth smallint NOT NULL CHECK (depth = 1),
    rule_version integer NOT NULL REFERENCES split_rule (version),
    base_fen bigint NOT NULL,
    rate_bp integer NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    reversed_fen bigint NOT NULL CHECK (reversed_fen BETWEEN 0 AND amount_fen),
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 5),
    accrued_at bigint NOT NULL,
    due_at bigint,
    -- When it was first owed, and when it was paid out.
    freed_at bigint,
    paid_out_at bigint,
    statement_id {uuid},
    CHECK ((payee_chapter_id IS NULL) <> (payee_member_id IS NULL))
);
CREATE UNIQUE INDEX commission_once_chapter ON commission (order_id) WHERE payee_chapter_id IS NOT NULL;
CREATE UNIQUE INDEX commission_once_promoter ON commission (order_id) WHERE payee_member_id IS NOT NULL;
CREATE INDEX commission_order ON commission (order_id);
CREATE INDEX commission_promoter ON commission (payee_member_id) WHERE payee_member_id IS NOT NULL;
CREATE INDEX commission_chapter ON commission (payee_chapter_id, accrued_at);
CREATE INDEX commission_statement ON commission (statement_id) WHERE statement_id IS NOT NULL;
CREATE INDEX commission_payable ON commission (payee_chapter_id) WHERE state = 3;
CREATE INDEX commission_due ON commission (due_at, id) WHERE due_at IS NOT NULL;

CREATE TABLE refund (
    id {uuid} PRIMARY KEY,
    order_id {uuid} NOT NULL REFERENCES orders (id),
    payment_id {uuid} NOT NULL REFERENCES payment (id),
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    rule smallint NOT NULL,
    unused_days integer NOT NULL,
    total_days integer NOT NULL,
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
    reason text,
    requested_at bigint NOT NULL,
    requested_by {uuid},
    pay_by_on integer NOT NULL,
    decided_at bigint,
    decided_by {uuid},
    decision_note text,
    paid_at bigint,
    provider_ref text,
    -- How often the provider has refused it, and when it is asked again.
    tries integer NOT NULL DEFAULT 0,
    next_try_at bigint
);
-- One refund of an order at a time.
CREATE UNIQUE INDEX refund_open ON refund (order_id) WHERE state IN (1, 2);
CREATE INDEX refund_order ON refund (order_id);
CREATE INDEX refund_waiting ON refund (pay_by_on, id) WHERE state IN (1, 2);

CREATE TABLE statement (
    id {uuid} PRIMARY KEY,
    chapter_id integer NOT NULL REFERENCES chapter (id),
    month integer NOT NULL,
    opening_fen bigint NOT NULL,
    accrued_fen bigint NOT NULL,
    reversed_fen bigint NOT NULL,
    clawed_back_fen bigint NOT NULL,
    paid_fen bigint NOT NULL,
    closing_fen bigint NOT NULL,
    payable_fen bigint NOT NULL,
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
    issued_at bigint NOT NULL,
    version integer NOT NULL,
    UNIQUE (chapter_id, month),
    CHECK (closing_fen = opening_fen + accrued_fen - reversed_fen - clawed_back_fen - paid_fen)
);
CREATE INDEX statement_of_month ON statement (month, chapter_id);

-- Months whose statements have all been issued.
CREATE TABLE statement_month (
    month integer PRIMARY KEY,
    done_at bigint NOT NULL
);

CREATE TABLE statement_line (
    statement_id {uuid} NOT NULL REFERENCES statement (id),
    line integer NOT NULL,
    kind smallint NOT NULL,
    commission_id {uuid},
    order_id {uuid},
    entry_id bigint NOT NULL REFERENCES ledger_entry (id),
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    at bigint NOT NULL,
    PRIMARY KEY (statement_id, line)
);

CREATE TABLE payout (
    id {uuid} PRIMARY KEY,
    statement_id {uuid} NOT NULL REFERENCES statement (id),
    chapter_id integer NOT NULL,
    payee smallint NOT NULL CHECK (payee IN (1, 2)),
    gross_fen bigint NOT NULL CHECK (gross_fen > 0),
    taxable_fen bigint NOT NULL CHECK (taxable_fen BETWEEN 0 AND gross_fen),
    tax_fen bigint NOT NULL CHECK (tax_fen >= 0),
    net_fen bigint NOT NULL CHECK (net_fen > 0),
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 4),
    created_at bigint NOT NULL,
    created_by {uuid},
    sent_at bigint,
    sent_by {uuid},
    settled_at bigint,
    bank_ref text,
    failure text,
    CHECK (net_fen = gross_fen - tax_fen)
);
CREATE UNIQUE INDEX payout_once ON payout (statement_id) WHERE state IN (1, 2, 3);
CREATE INDEX payout_statement ON payout (statement_id);
CREATE INDEX payout_waiting ON payout (chapter_id) WHERE state IN (1, 2);
CREATE INDEX payout_chapter ON payout (chapter_id, created_at);

CREATE TABLE dispute (
    id {uuid} PRIMARY KEY,
    statement_id {uuid} NOT NULL REFERENCES statement (id),
    chapter_id integer NOT NULL,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    reason text NOT NULL,
    answer text,
    ruling text,
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 5),
    opened_at bigint NOT NULL,
    opened_by {uuid},
    answered_at bigint,
    answered_by {uuid},
    rule_by_on integer NOT NULL,
    ruled_at bigint,
    ruled_by {uuid},
    granted_fen bigint CHECK (granted_fen > 0)
);
CREATE INDEX dispute_statement ON dispute (statement_id);
CREATE INDEX dispute_waiting ON dispute (chapter_id) WHERE state IN (1, 2);
CREATE INDEX dispute_lapsing ON dispute (rule_by_on, id) WHERE state IN (1, 2);

-- A month in which a chapter sold much to buyers who live in the territory of another: an alert, or a case to rule on.
CREATE TABLE territory_case (
    id {uuid} PRIMARY KEY,
    chapter_id integer NOT NULL REFERENCES chapter (id),
    month integer NOT NULL,
    level smallint NOT NULL CHECK (level IN (2, 3)),
    state smallint CHECK (state BETWEEN 1 AND 3),
    sales_fen bigint NOT NULL,
    outside_fen bigint NOT NULL,
    share_fen bigint NOT NULL,
    opened_at bigint NOT NULL,
    ruling smallint CHECK (ruling BETWEEN 1 AND 3),
    moved_fen bigint,
    clawed_back_fen bigint,
    reason text,
    decided_at bigint,
    decided_by {uuid},
    UNIQUE (chapter_id, month),
    CHECK ((level = 3) = (state IS NOT NULL))
);
CREATE INDEX territory_case_newest ON territory_case (month, chapter_id);

CREATE TABLE invoice_request (
    id {uuid} PRIMARY KEY,
    order_id {uuid} NOT NULL REFERENCES orders (id),
    payment_id {uuid} NOT NULL REFERENCES payment (id),
    kind smallint NOT NULL,
    title_sealed {bytes} NOT NULL,
    tax_number text,
    amount_fen bigint NOT NULL CHECK (amount_fen > 0),
    red_fen bigint NOT NULL CHECK (red_fen BETWEEN 0 AND amount_fen),
    state smallint NOT NULL CHECK (state BETWEEN 1 AND 3),
    requested_at bigint NOT NULL,
    issued_at bigint,
    number text
);
CREATE UNIQUE INDEX invoice_request_once ON invoice_request (payment_id) WHERE state IN (1, 2);
CREATE INDEX invoice_request_order ON invoice_request (order_id);
CREATE INDEX invoice_request_waiting ON invoice_request (requested_at) WHERE state = 1;
";

const DOWN: &str = r"
DROP TABLE invoice_request;
DROP TABLE territory_case;
DROP TABLE dispute;
DROP TABLE payout;
DROP TABLE statement_line;
DROP TABLE statement_month;
DROP TABLE statement;
DROP TABLE refund;
DROP TABLE commission;
DROP TABLE ledger_transfer;
DROP TABLE ledger_entry;
pg:DROP FUNCTION ledger_is_append_only;
DROP TABLE ledger_account;
DROP TABLE payment_notice;
DROP TABLE payment;
DROP TABLE orders;
DROP TABLE split_rule;
";
