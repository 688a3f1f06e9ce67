CREATE TABLE phone_call (
    id           UUID        NOT NULL PRIMARY KEY,
    branch_id    TEXT        NOT NULL,
    line_id      TEXT        NOT NULL,
    state        TEXT        NOT NULL CHECK (state IN ('ANSWERED', 'ENDED')),
    phone        BYTEA,
    ring_count   BIGINT      NOT NULL,
    within_rings BOOLEAN     NOT NULL,
    rang_at      TIMESTAMPTZ NOT NULL,
    answered_at  TIMESTAMPTZ,
    agent_id     TEXT        NOT NULL,
    ended_at     TIMESTAMPTZ,
    wrap_up      TEXT,
    need         BYTEA,
    version      BIGINT      NOT NULL
);

CREATE TABLE consultation (
    id               UUID        NOT NULL PRIMARY KEY,
    number           TEXT        NOT NULL UNIQUE,
    branch_id        TEXT        NOT NULL,
    state            TEXT        NOT NULL CHECK (state IN ('FOLLOW_UP_OPEN', 'ANSWERED')),
    kind             TEXT        NOT NULL,
    call_id          UUID,
    ticket_id        UUID,
    customer_id      UUID,
    asker            BYTEA,
    question         BYTEA       NOT NULL,
    answer           BYTEA,
    target_branch_id TEXT,
    agent_id         TEXT        NOT NULL,
    follow_up_owner  TEXT,
    follow_up_due_at TIMESTAMPTZ,
    recorded_at      TIMESTAMPTZ NOT NULL,
    answered_at      TIMESTAMPTZ,
    answered_by      TEXT        NOT NULL,
    listed           BIGINT      NOT NULL,
    version          BIGINT      NOT NULL
);

CREATE INDEX consultation_listed ON consultation (branch_id, listed, id);
CREATE INDEX consultation_owner ON consultation (branch_id, follow_up_owner, listed, id);
CREATE INDEX consultation_call ON consultation (call_id) WHERE call_id IS NOT NULL;

CREATE TABLE ticket (
    id                  UUID        NOT NULL PRIMARY KEY,
    branch_id           TEXT        NOT NULL,
    state               TEXT        NOT NULL,
    outcome             TEXT,
    register_no         TEXT        NOT NULL UNIQUE,
    register_position   BIGINT      NOT NULL,
    voucher_no          TEXT        NOT NULL UNIQUE,
    register_state      TEXT        NOT NULL CHECK (register_state IN ('OPEN', 'CLEARED', 'VOID')),
    channel             TEXT        NOT NULL,
    call_id             UUID,
    customer_id         UUID        NOT NULL,
    asset_id            UUID        NOT NULL,
    product_line        TEXT        NOT NULL,
    model               TEXT        NOT NULL,
    serial_number       TEXT        NOT NULL,
    zone                TEXT        NOT NULL,
    fault_kind          TEXT        NOT NULL,
    mode                TEXT        NOT NULL,
    service_class       TEXT        NOT NULL,
    coverage_kind       TEXT        NOT NULL,
    entitlement         TEXT        NOT NULL,
    urged               BOOLEAN     NOT NULL,
    promised_contact_by TIMESTAMPTZ,
    first_requested_at  TIMESTAMPTZ NOT NULL,
    handed_over_at      TIMESTAMPTZ,
    work_order_id       UUID,
    work_order_no       TEXT,
    target_branch_id    TEXT,
    consultation_id     UUID,
    solution            BYTEA,
    repeat_of           UUID,
    opened_by           TEXT        NOT NULL,
    opened_at           TIMESTAMPTZ NOT NULL,
    closed_at           TIMESTAMPTZ,
    cancel_reason       TEXT,
    cancel_note         BYTEA,
    dispatched_at       TIMESTAMPTZ,
    cleared_at          TIMESTAMPTZ,
    cleared_by          TEXT        NOT NULL,
    voucher_archived_at TIMESTAMPTZ,
    version             BIGINT      NOT NULL
);

CREATE UNIQUE INDEX ticket_register ON ticket (branch_id, register_position);
CREATE INDEX ticket_branch ON ticket (branch_id, opened_at, id);
CREATE INDEX ticket_opened ON ticket (opened_at, id);
CREATE INDEX ticket_customer ON ticket (customer_id, opened_at, id);
CREATE INDEX ticket_matter ON ticket (customer_id, asset_id, opened_at);
CREATE INDEX ticket_call ON ticket (call_id) WHERE call_id IS NOT NULL;

CREATE TABLE ticket_contact (
    ticket_id UUID  NOT NULL PRIMARY KEY,
    sealed    BYTEA NOT NULL
);

CREATE TABLE timeline (
    ticket_id   UUID        NOT NULL,
    occurred_at TIMESTAMPTZ NOT NULL,
    event_id    UUID        NOT NULL,
    branch_id   TEXT        NOT NULL,
    service     TEXT        NOT NULL,
    type        TEXT        NOT NULL,
    actor       TEXT        NOT NULL,
    sequence    BIGINT,
    facts       TEXT        NOT NULL,
    PRIMARY KEY (ticket_id, occurred_at, event_id)
);
