CREATE TABLE callback_task (
    id                 BLOB    NOT NULL PRIMARY KEY,
    branch_id          TEXT    NOT NULL,
    state              TEXT    NOT NULL CHECK (state IN ('LISTED', 'QUEUED', 'COMPLETED', 'CLOSED', 'UNREACHED', 'EXCLUDED')),
    outcome            TEXT    CHECK (outcome IN ('SATISFIED', 'FOLLOWED_UP', 'REISSUED', 'REVISIT', 'NOTIFIED', 'EXCLUDED')),
    ticket_id          BLOB    NOT NULL,
    work_order_id      BLOB    NOT NULL,
    work_order_no      TEXT    NOT NULL,
    customer_id        BLOB    NOT NULL,
    technician_id      TEXT    NOT NULL,
    service_class      TEXT    CHECK (service_class IN ('A', 'B', 'C', 'D')),
    visit_number       INTEGER NOT NULL,
    appointed_date     TEXT    NOT NULL,
    visit_date         TEXT    NOT NULL,
    completed_at       INTEGER,
    reported_at        INTEGER NOT NULL,
    due_date           TEXT    NOT NULL,
    due_at             INTEGER NOT NULL,
    due_provisional    INTEGER NOT NULL CHECK (due_provisional IN (0, 1)),
    due_agreed         INTEGER NOT NULL CHECK (due_agreed IN (0, 1)),
    not_before         TEXT    NOT NULL,
    callable_from      INTEGER NOT NULL,
    attempts           TEXT    NOT NULL,
    contacted          TEXT    CHECK (contacted IN ('YES', 'NO', 'UNKNOWN')),
    on_time            TEXT    CHECK (on_time IN ('YES', 'NO', 'UNKNOWN')),
    satisfied          TEXT    CHECK (satisfied IN ('YES', 'NO', 'UNKNOWN')),
    needs_revisit      TEXT    CHECK (needs_revisit IN ('YES', 'NO', 'UNKNOWN')),
    reasons            TEXT,
    attitude           INTEGER CHECK (attitude BETWEEN 1 AND 4),
    skill              INTEGER CHECK (skill BETWEEN 1 AND 4),
    arrival_time       INTEGER CHECK (arrival_time BETWEEN 1 AND 4),
    promises           INTEGER CHECK (promises BETWEEN 1 AND 4),
    repurchase_percent INTEGER CHECK (repurchase_percent BETWEEN 0 AND 100),
    called_by          TEXT,
    called_at          INTEGER,
    measure_owner      TEXT,
    measure_due        TEXT,
    measured_by        TEXT,
    measured_at        INTEGER,
    closed_at          INTEGER,
    contact            BLOB,
    words              BLOB,
    version            INTEGER NOT NULL,
    UNIQUE (work_order_id, visit_number)
) STRICT;

CREATE INDEX callback_task_due ON callback_task (branch_id, due_date, id);
CREATE INDEX callback_task_due_anywhere ON callback_task (due_date, id);
CREATE INDEX callback_task_ticket ON callback_task (ticket_id, id);
CREATE INDEX callback_task_figures ON callback_task (branch_id, technician_id, visit_date) WHERE called_at IS NOT NULL;
CREATE INDEX callback_task_waiting ON callback_task (customer_id, id) WHERE state IN ('LISTED', 'QUEUED');
CREATE INDEX callback_task_movable ON callback_task (branch_id, due_at) WHERE state IN ('LISTED', 'QUEUED');
CREATE INDEX callback_task_contact ON callback_task (customer_id) WHERE contact IS NOT NULL;

CREATE TABLE callback_pause (
    customer_id BLOB NOT NULL,
    branch_id   TEXT NOT NULL,
    date        TEXT NOT NULL,
    PRIMARY KEY (customer_id, branch_id, date)
) STRICT;

CREATE TABLE callback_exclusion (
    work_order_id BLOB NOT NULL PRIMARY KEY,
    reason        TEXT NOT NULL
) STRICT;
