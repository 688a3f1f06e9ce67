CREATE TABLE day_close (
    branch_id     TEXT    NOT NULL,
    date          TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    closed_at     INTEGER,
    closed_by     TEXT    NOT NULL,
    reopened_at   INTEGER,
    reopened_by   TEXT    NOT NULL,
    reopen_reason TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    PRIMARY KEY (branch_id, date)
) STRICT;

-- The visit status table (上门服务状态记录表).
CREATE TABLE visit_status (
    branch_id     TEXT    NOT NULL,
    date          TEXT    NOT NULL,
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    technician_id TEXT,
    visit_number  INTEGER NOT NULL,
    status        TEXT    NOT NULL,
    reason        TEXT,
    note          TEXT    NOT NULL,
    PRIMARY KEY (branch_id, date, work_order_id)
) STRICT;

CREATE TABLE parts_confirmation (
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    planned_date  TEXT    NOT NULL,
    confirmed_at  INTEGER NOT NULL,
    confirmed_by  TEXT    NOT NULL,
    PRIMARY KEY (work_order_id, planned_date)
) STRICT;

CREATE INDEX visit_appointed ON visit (appointed_date, work_order_id);
