CREATE TABLE work_order (
    id                  UUID        NOT NULL PRIMARY KEY,
    number              TEXT        NOT NULL UNIQUE,
    branch_id           TEXT        NOT NULL,
    ticket_id           UUID        NOT NULL,
    state               TEXT        NOT NULL CHECK (state IN (
        'QUEUED', 'RECEIVED', 'CONTACTED_BY_COORDINATOR', 'ASSIGNED', 'CONTACTED', 'PROMISED', 'PARTS_PENDING',
        'PARTS_ON_ORDER', 'READY', 'EN_ROUTE', 'ON_SITE', 'WAITING_CUSTOMER', 'WAITING_SOLUTION', 'DONE_ONSITE',
        'REPORTED', 'PARTS_SETTLED', 'CONFIRMED', 'CLOSED', 'CANCELLED', 'UNREACHABLE_RETURNED'
    )),
    waiting             TEXT,
    source              TEXT        NOT NULL,
    reissued            BOOLEAN     NOT NULL,
    original_id         UUID,
    customer_id         UUID        NOT NULL,
    asset_id            UUID        NOT NULL,
    product_line        TEXT        NOT NULL,
    model               TEXT        NOT NULL,
    serial_number       TEXT        NOT NULL,
    fault_kind          TEXT        NOT NULL,
    in_warranty         BOOLEAN     NOT NULL,
    in_onsite_period    BOOLEAN     NOT NULL,
    service_class       TEXT        NOT NULL,
    coverage            TEXT        NOT NULL,
    zone                TEXT        NOT NULL,
    register_no         TEXT        NOT NULL,
    voucher_no          TEXT        NOT NULL,
    first_requested_at  TIMESTAMPTZ NOT NULL,
    urged               BOOLEAN     NOT NULL,
    promised_contact_by TIMESTAMPTZ,
    queued_at           TIMESTAMPTZ NOT NULL,
    received_at         TIMESTAMPTZ,
    received_by         TEXT,
    technician_id       TEXT,
    assigned_at         TIMESTAMPTZ,
    contact_owner       TEXT,
    visit_number        BIGINT      NOT NULL CHECK (visit_number >= 1),
    visit_from          TIMESTAMPTZ NOT NULL,
    promised_start      TIMESTAMPTZ,
    appointed_date      TEXT,
    no_parts_needed     BOOLEAN     NOT NULL,
    confirmed_at        TIMESTAMPTZ,
    confirmed_by        TEXT,
    cancel_reason       TEXT,
    cancel_note         TEXT        NOT NULL,
    return_reason       TEXT        NOT NULL,
    ticket_cancelled_at TIMESTAMPTZ,
    in_queue            BOOLEAN     NOT NULL,
    queue_rank          BIGINT      NOT NULL,
    zone_rank           BIGINT      NOT NULL,
    wanted_at           TIMESTAMPTZ NOT NULL,
    version             BIGINT      NOT NULL
);

CREATE UNIQUE INDEX work_order_hand_over ON work_order (ticket_id) WHERE original_id IS NULL;
CREATE INDEX work_order_ticket ON work_order (ticket_id, id);
CREATE INDEX work_order_branch ON work_order (branch_id, id);
CREATE INDEX work_order_technician ON work_order (branch_id, technician_id, id);
CREATE INDEX work_order_appointed ON work_order (branch_id, appointed_date, id);
CREATE INDEX work_order_customer ON work_order (customer_id, id);
CREATE INDEX work_order_queue
    ON work_order (branch_id, queue_rank, wanted_at, zone_rank, first_requested_at, id) WHERE in_queue;

CREATE TABLE contact_attempt (
    id              UUID        NOT NULL PRIMARY KEY,
    work_order_id   UUID        NOT NULL REFERENCES work_order (id),
    at              TIMESTAMPTZ NOT NULL,
    by              TEXT        NOT NULL,
    channel         TEXT        NOT NULL,
    result          TEXT        NOT NULL,
    note            TEXT        NOT NULL,
    fault_judgement TEXT        NOT NULL
);

CREATE INDEX contact_attempt_order ON contact_attempt (work_order_id, id);

CREATE TABLE missed_service (
    id            UUID        NOT NULL PRIMARY KEY,
    work_order_id UUID        NOT NULL REFERENCES work_order (id),
    branch_id     TEXT        NOT NULL,
    technician_id TEXT,
    kind          TEXT        NOT NULL,
    evidence      TEXT        NOT NULL,
    recorded_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (work_order_id, kind, evidence)
);

CREATE INDEX missed_service_branch ON missed_service (branch_id, recorded_at);

CREATE TABLE presence (
    branch_id     TEXT        NOT NULL,
    technician_id TEXT        NOT NULL,
    presence      TEXT        NOT NULL,
    since         TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (branch_id, technician_id)
);

CREATE TABLE personal_copy (
    work_order_id UUID        NOT NULL REFERENCES work_order (id),
    part          TEXT        NOT NULL,
    sealed        BYTEA       NOT NULL,
    PRIMARY KEY (work_order_id, part)
);
