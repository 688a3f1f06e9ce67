CREATE TABLE ticket_account (
    ticket_id        BLOB    NOT NULL PRIMARY KEY,
    branch_id        TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    service_class    TEXT    NOT NULL CHECK (service_class IN ('A', 'B', 'C', 'D')),
    coverage_kind    TEXT    NOT NULL CHECK (coverage_kind IN ('IN_WARRANTY', 'YEARLY_CONTRACT', 'PER_VISIT_CONTRACT', 'LIAISON_LETTER', 'NONE')),
    in_warranty      INTEGER NOT NULL CHECK (in_warranty IN (0, 1)),
    in_onsite_period INTEGER NOT NULL CHECK (in_onsite_period IN (0, 1)),
    voucher_no       TEXT    NOT NULL,
    currency         TEXT    NOT NULL,
    total_minor      INTEGER NOT NULL CHECK (total_minor >= 0 AND total_minor <= 100000000000),
    version          INTEGER NOT NULL,
    CHECK (service_class IN ('A', 'B') OR total_minor = 0)
) STRICT;

CREATE TABLE charge (
    id            BLOB    NOT NULL PRIMARY KEY,
    ticket_id     BLOB    NOT NULL REFERENCES ticket_account (ticket_id),
    position      INTEGER NOT NULL,
    work_order_id BLOB,
    price_list_id BLOB    NOT NULL REFERENCES price_list (id),
    currency      TEXT    NOT NULL,
    amount_minor  INTEGER NOT NULL CHECK (amount_minor >= 0),
    recorded_by   TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    UNIQUE (ticket_id, position)
) STRICT;

CREATE TABLE charge_line (
    charge_id    BLOB    NOT NULL REFERENCES charge (id),
    position     INTEGER NOT NULL,
    item_code    TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    quantity     INTEGER NOT NULL CHECK (quantity > 0),
    unit_minor   INTEGER NOT NULL CHECK (unit_minor >= 0),
    amount_minor INTEGER NOT NULL CHECK (amount_minor = quantity * unit_minor),
    PRIMARY KEY (charge_id, position)
) STRICT;
