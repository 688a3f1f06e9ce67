-- Goods that were taken back for repair: receipt and card (F-6, DSP-39 to DSP-43).
CREATE TABLE take_back (
    id                   UUID        NOT NULL PRIMARY KEY,
    branch_id            TEXT        NOT NULL,
    work_order_id        UUID        NOT NULL REFERENCES work_order (id),
    visit_number         BIGINT      NOT NULL,
    ticket_id            UUID        NOT NULL,
    customer_id          UUID        NOT NULL,
    asset_id             UUID        NOT NULL,
    service_class        TEXT        NOT NULL,
    state                TEXT        NOT NULL,
    receipt_no           TEXT        NOT NULL UNIQUE,
    goods                TEXT        NOT NULL,
    serial_number        TEXT        NOT NULL,
    accessories          TEXT        NOT NULL,
    condition            TEXT        NOT NULL,
    promised_return      TEXT        NOT NULL,
    taken_at             TIMESTAMPTZ NOT NULL,
    taken_by             TEXT        NOT NULL,
    receipt_signed_at    TIMESTAMPTZ NOT NULL,
    receipt_sign_method  TEXT        NOT NULL,
    card_no              TEXT        UNIQUE,
    location             TEXT,
    fault                TEXT,
    technician_id        TEXT,
    planned_finish       TIMESTAMPTZ,
    registered_at        TIMESTAMPTZ,
    registered_by        TEXT,
    repair_minutes       BIGINT      NOT NULL,
    replaced_parts       TEXT        NOT NULL,
    no_parts             BOOLEAN     NOT NULL,
    finished_at          TIMESTAMPTZ,
    finished_by          TEXT,
    inspected_at         TIMESTAMPTZ,
    inspected_by         TEXT,
    inspection_note      TEXT        NOT NULL,
    return_date          TEXT,
    delivered_at         TIMESTAMPTZ,
    delivered_by         TEXT,
    delivery_signed_at   TIMESTAMPTZ,
    delivery_sign_method TEXT,
    lost_receipt         TEXT        NOT NULL,
    invoice_due_at       TIMESTAMPTZ,
    invoice_requested_at TIMESTAMPTZ,
    invoice_requested_by TEXT,
    invoice_late         BOOLEAN     NOT NULL,
    archived_at          TIMESTAMPTZ,
    archived_by          TEXT,
    archive_reference    TEXT        NOT NULL,
    receipt_open         BOOLEAN     NOT NULL,
    escalated            BOOLEAN     NOT NULL,
    version              BIGINT      NOT NULL,
    UNIQUE (work_order_id, visit_number)
);

CREATE INDEX take_back_branch ON take_back (branch_id, id);
CREATE INDEX take_back_receipt ON take_back (branch_id, id) WHERE receipt_open;

CREATE TABLE custody_escalation (
    id                 UUID        NOT NULL PRIMARY KEY,
    take_back_id       UUID        NOT NULL REFERENCES take_back (id),
    cause              TEXT        NOT NULL,
    planned_finish     TIMESTAMPTZ NOT NULL,
    predicted_finish   TIMESTAMPTZ,
    reason             TEXT        NOT NULL,
    raised_at          TIMESTAMPTZ NOT NULL,
    raised_by          TEXT        NOT NULL,
    action             TEXT        NOT NULL,
    new_planned_finish TIMESTAMPTZ,
    acted_at           TIMESTAMPTZ,
    acted_by           TEXT
);

CREATE INDEX custody_escalation_take_back ON custody_escalation (take_back_id, id);

-- The goods in and out register (客户商品进出登记簿): one row a movement.
CREATE TABLE custody_movement (
    id           UUID        NOT NULL PRIMARY KEY,
    take_back_id UUID        NOT NULL REFERENCES take_back (id),
    branch_id    TEXT        NOT NULL,
    direction    TEXT        NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    by           TEXT        NOT NULL,
    UNIQUE (take_back_id, direction)
);

CREATE INDEX custody_movement_branch ON custody_movement (branch_id, id);
