CREATE TABLE work_order (
    id                  BLOB    NOT NULL PRIMARY KEY,
    number              TEXT    NOT NULL UNIQUE,
    branch_id           TEXT    NOT NULL,
    ticket_id           BLOB    NOT NULL,
    state               TEXT    NOT NULL CHECK (state IN (
        'QUEUED', 'RECEIVED', 'CONTACTED_BY_COORDINATOR', 'ASSIGNED', 'CONTACTED', 'PROMISED', 'PARTS_PENDING',
        'PARTS_ON_ORDER', 'READY', 'EN_ROUTE', 'ON_SITE', 'WAITING_CUSTOMER', 'WAITING_SOLUTION', 'DONE_ONSITE',
        'REPORTED', 'PARTS_SETTLED', 'CONFIRMED', 'CLOSED', 'CANCELLED', 'UNREACHABLE_RETURNED'
    )),
    waiting             TEXT,
    source              TEXT    NOT NULL,
    reissued            INTEGER NOT NULL CHECK (reissued IN (0, 1)),
    original_id         BLOB,
    customer_id         BLOB    NOT NULL,
    asset_id            BLOB    NOT NULL,
    product_line        TEXT    NOT NULL,
    model               TEXT    NOT NULL,
    serial_number       TEXT    NOT NULL,
    fault_kind          TEXT    NOT NULL,
    in_warranty         INTEGER NOT NULL CHECK (in_warranty IN (0, 1)),
    in_onsite_period    INTEGER NOT NULL CHECK (in_onsite_period IN (0, 1)),
    service_class       TEXT    NOT NULL,
    coverage            TEXT    NOT NULL,
    zone                TEXT    NOT NULL,
    register_no         TEXT    NOT NULL,
    voucher_no          TEXT    NOT NULL,
    first_requested_at  INTEGER NOT NULL,
    urged               INTEGER NOT NULL CHECK (urged IN (0, 1)),
    promised_contact_by INTEGER,
    queued_at           INTEGER NOT NULL,
    received_at         INTEGER,
    received_by         TEXT,
    technician_id       TEXT,
    assigned_at         INTEGER,
    contact_owner       TEXT,
    visit_number        INTEGER NOT NULL CHECK (visit_number >= 1),
    visit_from          INTEGER NOT NULL,
    promised_start      INTEGER,
    appointed_date      TEXT,
    no_parts_needed     INTEGER NOT NULL CHECK (no_parts_needed IN (0, 1)),
    confirmed_at        INTEGER,
    confirmed_by        TEXT,
    cancel_reason       TEXT,
    cancel_note         TEXT    NOT NULL,
    return_reason       TEXT    NOT NULL,
    ticket_cancelled_at INTEGER,
    in_queue            INTEGER NOT NULL CHECK (in_queue IN (0, 1)),
    queue_rank          INTEGER NOT NULL,
    zone_rank           INTEGER NOT NULL,
    wanted_at           INTEGER NOT NULL,
    version             INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX work_order_hand_over ON work_order (ticket_id) WHERE original_id IS NULL;
CREATE INDEX work_order_ticket ON work_order (ticket_id, id);
CREATE INDEX work_order_branch ON work_order (branch_id, id);
CREATE INDEX work_order_technician ON work_order (branch_id, technician_id, id);
CREATE INDEX work_order_appointed ON work_order (branch_id, appointed_date, id);
CREATE INDEX work_order_customer ON work_order (customer_id, id);
CREATE INDEX work_order_queue
    ON work_order (branch_id, queue_rank, wanted_at, zone_rank, first_requested_at, id) WHERE in_queue;

CREATE TABLE contact_attempt (
    id              BLOB    NOT NULL PRIMARY KEY,
    work_order_id   BLOB    NOT NULL REFERENCES work_order (id),
    at              INTEGER NOT NULL,
    by              TEXT    NOT NULL,
    channel         TEXT    NOT NULL,
    result          TEXT    NOT NULL,
    note            TEXT    NOT NULL,
    fault_judgement TEXT    NOT NULL
) STRICT;

CREATE INDEX contact_attempt_order ON contact_attempt (work_order_id, id);

CREATE TABLE missed_service (
    id            BLOB    NOT NULL PRIMARY KEY,
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    branch_id     TEXT    NOT NULL,
    technician_id TEXT,
    kind          TEXT    NOT NULL,
    evidence      TEXT    NOT NULL,
    recorded_at   INTEGER NOT NULL,
    UNIQUE (work_order_id, kind, evidence)
) STRICT;

CREATE INDEX missed_service_branch ON missed_service (branch_id, recorded_at);

CREATE TABLE presence (
    branch_id     TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    presence      TEXT    NOT NULL,
    since         INTEGER NOT NULL,
    PRIMARY KEY (branch_id, technician_id)
) STRICT;

CREATE TABLE personal_copy (
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    part          TEXT    NOT NULL,
    sealed        BLOB    NOT NULL,
    PRIMARY KEY (work_order_id, part)
) STRICT;
