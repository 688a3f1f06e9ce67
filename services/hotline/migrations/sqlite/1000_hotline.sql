CREATE TABLE phone_call (
    id           BLOB    NOT NULL PRIMARY KEY,
    branch_id    TEXT    NOT NULL,
    line_id      TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('ANSWERED', 'ENDED')),
    phone        BLOB,
    ring_count   INTEGER NOT NULL,
    within_rings INTEGER NOT NULL CHECK (within_rings IN (0, 1)),
    rang_at      INTEGER NOT NULL,
    answered_at  INTEGER,
    agent_id     TEXT    NOT NULL,
    ended_at     INTEGER,
    wrap_up      TEXT,
    need         BLOB,
    version      INTEGER NOT NULL
) STRICT;

CREATE TABLE consultation (
    id               BLOB    NOT NULL PRIMARY KEY,
    number           TEXT    NOT NULL UNIQUE,
    branch_id        TEXT    NOT NULL,
    state            TEXT    NOT NULL CHECK (state IN ('FOLLOW_UP_OPEN', 'ANSWERED')),
    kind             TEXT    NOT NULL,
    call_id          BLOB,
    ticket_id        BLOB,
    customer_id      BLOB,
    asker            BLOB,
    question         BLOB    NOT NULL,
    answer           BLOB,
    target_branch_id TEXT,
    agent_id         TEXT    NOT NULL,
    follow_up_owner  TEXT,
    follow_up_due_at INTEGER,
    recorded_at      INTEGER NOT NULL,
    answered_at      INTEGER,
    answered_by      TEXT    NOT NULL,
    listed           INTEGER NOT NULL,
    version          INTEGER NOT NULL
) STRICT;

CREATE INDEX consultation_listed ON consultation (branch_id, listed, id);
CREATE INDEX consultation_owner ON consultation (branch_id, follow_up_owner, listed, id);
CREATE INDEX consultation_call ON consultation (call_id) WHERE call_id IS NOT NULL;

CREATE TABLE ticket (
    id                  BLOB    NOT NULL PRIMARY KEY,
    branch_id           TEXT    NOT NULL,
    state               TEXT    NOT NULL,
    outcome             TEXT,
    register_no         TEXT    NOT NULL UNIQUE,
    register_position   INTEGER NOT NULL,
    voucher_no          TEXT    NOT NULL UNIQUE,
    register_state      TEXT    NOT NULL CHECK (register_state IN ('OPEN', 'CLEARED', 'VOID')),
    channel             TEXT    NOT NULL,
    call_id             BLOB,
    customer_id         BLOB    NOT NULL,
    asset_id            BLOB    NOT NULL,
    product_line        TEXT    NOT NULL,
    model               TEXT    NOT NULL,
    serial_number       TEXT    NOT NULL,
    zone                TEXT    NOT NULL,
    fault_kind          TEXT    NOT NULL,
    mode                TEXT    NOT NULL,
    service_class       TEXT    NOT NULL,
    coverage_kind       TEXT    NOT NULL,
    entitlement         TEXT    NOT NULL,
    urged               INTEGER NOT NULL CHECK (urged IN (0, 1)),
    promised_contact_by INTEGER,
    first_requested_at  INTEGER NOT NULL,
    handed_over_at      INTEGER,
    work_order_id       BLOB,
    work_order_no       TEXT,
    target_branch_id    TEXT,
    consultation_id     BLOB,
    solution            BLOB,
    repeat_of           BLOB,
    opened_by           TEXT    NOT NULL,
    opened_at           INTEGER NOT NULL,
    closed_at           INTEGER,
    cancel_reason       TEXT,
    cancel_note         BLOB,
    dispatched_at       INTEGER,
    cleared_at          INTEGER,
    cleared_by          TEXT    NOT NULL,
    voucher_archived_at INTEGER,
    version             INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX ticket_register ON ticket (branch_id, register_position);
CREATE INDEX ticket_branch ON ticket (branch_id, opened_at, id);
CREATE INDEX ticket_opened ON ticket (opened_at, id);
CREATE INDEX ticket_customer ON ticket (customer_id, opened_at, id);
CREATE INDEX ticket_matter ON ticket (customer_id, asset_id, opened_at);
CREATE INDEX ticket_call ON ticket (call_id) WHERE call_id IS NOT NULL;

CREATE TABLE ticket_contact (
    ticket_id BLOB NOT NULL PRIMARY KEY,
    sealed    BLOB NOT NULL
) STRICT;

CREATE TABLE timeline (
    ticket_id   BLOB    NOT NULL,
    occurred_at INTEGER NOT NULL,
    event_id    BLOB    NOT NULL,
    branch_id   TEXT    NOT NULL,
    service     TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    sequence    INTEGER,
    facts       TEXT    NOT NULL,
    PRIMARY KEY (ticket_id, occurred_at, event_id)
) STRICT;
