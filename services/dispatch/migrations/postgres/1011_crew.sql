-- The window of a promised visit that has not ended, once for everybody who goes.
CREATE TABLE booking (
    work_order_id UUID    NOT NULL REFERENCES work_order (id),
    branch_id     TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    starts_at     TIMESTAMPTZ NOT NULL,
    ends_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (work_order_id, technician_id)
);

CREATE INDEX booking_technician ON booking (branch_id, technician_id, starts_at);

-- One row a technician: whoever books him holds it until the end of the transaction.
CREATE TABLE booking_lock (
    branch_id     TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    taken         BIGINT NOT NULL,
    PRIMARY KEY (branch_id, technician_id)
);

-- A local date of a member of staff, as the registry tells it; spans are JSON lists of [start, end] in microseconds.
CREATE TABLE staff_day (
    branch_id TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    date      TEXT NOT NULL,
    shifts    TEXT NOT NULL,
    absences  TEXT NOT NULL,
    PRIMARY KEY (branch_id, staff_id, date)
);

-- Dispatch orders (派工单): who was sent, apart from what was done.
CREATE TABLE dispatch_order (
    work_order_id UUID    NOT NULL REFERENCES work_order (id),
    position      BIGINT NOT NULL,
    visit_number  BIGINT NOT NULL,
    technician_id TEXT    NOT NULL,
    crew          TEXT    NOT NULL,
    assigned_by   TEXT    NOT NULL,
    assigned_at   TIMESTAMPTZ NOT NULL,
    reason        TEXT    NOT NULL,
    reissued      BOOLEAN NOT NULL,
    PRIMARY KEY (work_order_id, position)
);
