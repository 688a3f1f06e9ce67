-- The window of a promised visit that has not ended, once for everybody who goes.
CREATE TABLE booking (
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    branch_id     TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    starts_at     INTEGER NOT NULL,
    ends_at       INTEGER NOT NULL,
    PRIMARY KEY (work_order_id, technician_id)
) STRICT;

CREATE INDEX booking_technician ON booking (branch_id, technician_id, starts_at);

-- One row a technician: whoever books him holds it until the end of the transaction.
CREATE TABLE booking_lock (
    branch_id     TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    taken         INTEGER NOT NULL,
    PRIMARY KEY (branch_id, technician_id)
) STRICT;

-- A local date of a member of staff, as the registry tells it; spans are JSON lists of [start, end] in microseconds.
CREATE TABLE staff_day (
    branch_id TEXT NOT NULL,
    staff_id  TEXT NOT NULL,
    date      TEXT NOT NULL,
    shifts    TEXT NOT NULL,
    absences  TEXT NOT NULL,
    PRIMARY KEY (branch_id, staff_id, date)
) STRICT;

-- Dispatch orders (派工单): who was sent, apart from what was done.
CREATE TABLE dispatch_order (
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    position      INTEGER NOT NULL,
    visit_number  INTEGER NOT NULL,
    technician_id TEXT    NOT NULL,
    crew          TEXT    NOT NULL,
    assigned_by   TEXT    NOT NULL,
    assigned_at   INTEGER NOT NULL,
    reason        TEXT    NOT NULL,
    reissued      INTEGER NOT NULL CHECK (reissued IN (0, 1)),
    PRIMARY KEY (work_order_id, position)
) STRICT;
