CREATE TABLE ticket_account (
    ticket_id        UUID    NOT NULL PRIMARY KEY,
    branch_id        TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('OPEN', 'CLOSED')),
    service_class    TEXT    NOT NULL CHECK (service_class IN ('A', 'B', 'C', 'D')),
    coverage_kind    TEXT    NOT NULL CHECK (coverage_kind IN ('IN_WARRANTY', 'YEARLY_CONTRACT', 'PER_VISIT_CONTRACT', 'LIAISON_LETTER', 'NONE')),
    in_warranty      BOOLEAN NOT NULL,
    in_onsite_period BOOLEAN NOT NULL,
    voucher_no       TEXT    NOT NULL,
    currency         TEXT    NOT NULL,
    total_minor      BIGINT  NOT NULL CHECK (total_minor >= 0 AND total_minor <= 100000000000),
    version          BIGINT  NOT NULL,
    CHECK (service_class IN ('A', 'B') OR total_minor = 0)
);

CREATE TABLE charge (
    id            UUID        NOT NULL PRIMARY KEY,
    ticket_id     UUID        NOT NULL REFERENCES ticket_account (ticket_id),
    position      BIGINT      NOT NULL,
    work_order_id UUID,
    price_list_id UUID        NOT NULL REFERENCES price_list (id),
    currency      TEXT        NOT NULL,
    amount_minor  BIGINT      NOT NULL CHECK (amount_minor >= 0),
    recorded_by   TEXT        NOT NULL,
    recorded_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (ticket_id, position)
);

CREATE TABLE charge_line (
    charge_id    UUID   NOT NULL REFERENCES charge (id),
    position     BIGINT NOT NULL,
    item_code    TEXT   NOT NULL,
    name         TEXT   NOT NULL,
    quantity     BIGINT NOT NULL CHECK (quantity > 0),
    unit_minor   BIGINT NOT NULL CHECK (unit_minor >= 0),
    amount_minor BIGINT NOT NULL CHECK (amount_minor = quantity * unit_minor),
    PRIMARY KEY (charge_id, position)
);
