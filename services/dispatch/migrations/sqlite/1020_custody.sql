-- Goods that were taken back for repair: receipt and card (F-6, DSP-39 to DSP-43).
CREATE TABLE take_back (
    id                   BLOB    NOT NULL PRIMARY KEY,
    branch_id            TEXT    NOT NULL,
    work_order_id        BLOB    NOT NULL REFERENCES work_order (id),
    visit_number         INTEGER NOT NULL,
    ticket_id            BLOB    NOT NULL,
    customer_id          BLOB    NOT NULL,
    asset_id             BLOB    NOT NULL,
    service_class        TEXT    NOT NULL,
    state                TEXT    NOT NULL,
    receipt_no           TEXT    NOT NULL UNIQUE,
    goods                TEXT    NOT NULL,
    serial_number        TEXT    NOT NULL,
    accessories          TEXT    NOT NULL,
    condition            TEXT    NOT NULL,
    promised_return      TEXT    NOT NULL,
    taken_at             INTEGER NOT NULL,
    taken_by             TEXT    NOT NULL,
    receipt_signed_at    INTEGER NOT NULL,
    receipt_sign_method  TEXT    NOT NULL,
    card_no              TEXT    UNIQUE,
    location             TEXT,
    fault                TEXT,
    technician_id        TEXT,
    planned_finish       INTEGER,
    registered_at        INTEGER,
    registered_by        TEXT,
    repair_minutes       INTEGER NOT NULL,
    replaced_parts       TEXT    NOT NULL,
    no_parts             INTEGER NOT NULL CHECK (no_parts IN (0, 1)),
    finished_at          INTEGER,
    finished_by          TEXT,
    inspected_at         INTEGER,
    inspected_by         TEXT,
    inspection_note      TEXT    NOT NULL,
    return_date          TEXT,
    delivered_at         INTEGER,
    delivered_by         TEXT,
    delivery_signed_at   INTEGER,
    delivery_sign_method TEXT,
    lost_receipt         TEXT    NOT NULL,
    invoice_due_at       INTEGER,
    invoice_requested_at INTEGER,
    invoice_requested_by TEXT,
    invoice_late         INTEGER NOT NULL CHECK (invoice_late IN (0, 1)),
    archived_at          INTEGER,
    archived_by          TEXT,
    archive_reference    TEXT    NOT NULL,
    receipt_open         INTEGER NOT NULL CHECK (receipt_open IN (0, 1)),
    escalated            INTEGER NOT NULL CHECK (escalated IN (0, 1)),
    version              INTEGER NOT NULL,
    UNIQUE (work_order_id, visit_number)
) STRICT;

CREATE INDEX take_back_branch ON take_back (branch_id, id);
CREATE INDEX take_back_receipt ON take_back (branch_id, id) WHERE receipt_open;

CREATE TABLE custody_escalation (
    id                 BLOB    NOT NULL PRIMARY KEY,
    take_back_id       BLOB    NOT NULL REFERENCES take_back (id),
    cause              TEXT    NOT NULL,
    planned_finish     INTEGER NOT NULL,
    predicted_finish   INTEGER,
    reason             TEXT    NOT NULL,
    raised_at          INTEGER NOT NULL,
    raised_by          TEXT    NOT NULL,
    action             TEXT    NOT NULL,
    new_planned_finish INTEGER,
    acted_at           INTEGER,
    acted_by           TEXT
) STRICT;

CREATE INDEX custody_escalation_take_back ON custody_escalation (take_back_id, id);

-- The goods in and out register (客户商品进出登记簿): one row a movement.
CREATE TABLE custody_movement (
    id           BLOB    NOT NULL PRIMARY KEY,
    take_back_id BLOB    NOT NULL REFERENCES take_back (id),
    branch_id    TEXT    NOT NULL,
    direction    TEXT    NOT NULL,
    at           INTEGER NOT NULL,
    by           TEXT    NOT NULL,
    UNIQUE (take_back_id, direction)
) STRICT;

CREATE INDEX custody_movement_branch ON custody_movement (branch_id, id);
