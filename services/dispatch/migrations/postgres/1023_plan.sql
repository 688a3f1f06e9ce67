-- Plans of maintenance and revisits (DSP-66, DSP-67); the contact is sealed.
CREATE TABLE service_plan (
    id            UUID        NOT NULL PRIMARY KEY,
    branch_id     TEXT        NOT NULL,
    kind          TEXT        NOT NULL,
    state         TEXT        NOT NULL,
    customer_id   UUID        NOT NULL,
    asset_id      UUID        NOT NULL,
    product_line  TEXT        NOT NULL,
    model         TEXT        NOT NULL,
    serial_number TEXT        NOT NULL,
    service_class TEXT        NOT NULL,
    zone          TEXT        NOT NULL,
    interval_days BIGINT      NOT NULL CHECK (interval_days > 0),
    next_due      TEXT,
    last_due      TEXT,
    contact       BYTEA       NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    created_by    TEXT        NOT NULL,
    version       BIGINT      NOT NULL
);

CREATE UNIQUE INDEX service_plan_active ON service_plan (asset_id, kind) WHERE state = 'ACTIVE';
CREATE INDEX service_plan_branch ON service_plan (branch_id, next_due, id);

CREATE TABLE plan_item (
    id            UUID        NOT NULL PRIMARY KEY,
    plan_id       UUID        NOT NULL REFERENCES service_plan (id),
    branch_id     TEXT        NOT NULL,
    kind          TEXT        NOT NULL,
    due_date      TEXT        NOT NULL,
    working_date  TEXT        NOT NULL,
    state         TEXT        NOT NULL,
    open          BOOLEAN     NOT NULL,
    work_order_id UUID,
    opinions      TEXT        NOT NULL,
    fault         TEXT        NOT NULL,
    recorded_at   TIMESTAMPTZ,
    recorded_by   TEXT,
    version       BIGINT      NOT NULL,
    UNIQUE (plan_id, due_date)
);

CREATE INDEX plan_item_branch ON plan_item (branch_id, due_date, id);
CREATE INDEX plan_item_open ON plan_item (branch_id, due_date, id) WHERE open;
