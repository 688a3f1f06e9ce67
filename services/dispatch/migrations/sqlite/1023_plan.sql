-- Plans of maintenance and revisits (DSP-66, DSP-67); the contact is sealed.
CREATE TABLE service_plan (
    id            BLOB    NOT NULL PRIMARY KEY,
    branch_id     TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    customer_id   BLOB    NOT NULL,
    asset_id      BLOB    NOT NULL,
    product_line  TEXT    NOT NULL,
    model         TEXT    NOT NULL,
    serial_number TEXT    NOT NULL,
    service_class TEXT    NOT NULL,
    zone          TEXT    NOT NULL,
    interval_days INTEGER NOT NULL CHECK (interval_days > 0),
    next_due      TEXT,
    last_due      TEXT,
    contact       BLOB    NOT NULL,
    created_at    INTEGER NOT NULL,
    created_by    TEXT    NOT NULL,
    version       INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX service_plan_active ON service_plan (asset_id, kind) WHERE state = 'ACTIVE';
CREATE INDEX service_plan_branch ON service_plan (branch_id, next_due, id);

CREATE TABLE plan_item (
    id            BLOB    NOT NULL PRIMARY KEY,
    plan_id       BLOB    NOT NULL REFERENCES service_plan (id),
    branch_id     TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    due_date      TEXT    NOT NULL,
    working_date  TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    open          INTEGER NOT NULL CHECK (open IN (0, 1)),
    work_order_id BLOB,
    opinions      TEXT    NOT NULL,
    fault         TEXT    NOT NULL,
    recorded_at   INTEGER,
    recorded_by   TEXT,
    version       INTEGER NOT NULL,
    UNIQUE (plan_id, due_date)
) STRICT;

CREATE INDEX plan_item_branch ON plan_item (branch_id, due_date, id);
CREATE INDEX plan_item_open ON plan_item (branch_id, due_date, id) WHERE open;
