-- What the callback of a visit says, for the month's score.
CREATE TABLE score_survey (
    work_order_id    BLOB    NOT NULL,
    visit_number     INTEGER NOT NULL,
    ruled_out        INTEGER NOT NULL CHECK (ruled_out IN (0, 1)),
    contacted        TEXT    CHECK (contacted IN ('YES', 'NO', 'UNKNOWN')),
    on_time          TEXT    CHECK (on_time IN ('YES', 'NO', 'UNKNOWN')),
    satisfied        TEXT    CHECK (satisfied IN ('YES', 'NO', 'UNKNOWN')),
    attitude         INTEGER,
    skill            INTEGER,
    arrival_time     INTEGER,
    promises         INTEGER,
    PRIMARY KEY (work_order_id, visit_number)
) STRICT;

-- Complaints that customers made to the hotline, and dissatisfaction that callback found.
CREATE TABLE score_complaint (
    id            BLOB    NOT NULL PRIMARY KEY,
    active        INTEGER NOT NULL CHECK (active IN (0, 1)),
    branch_id     TEXT    NOT NULL,
    work_order_id BLOB,
    technician_id TEXT    NOT NULL,
    owner         TEXT    NOT NULL,
    due_at        INTEGER,
    reported_at   INTEGER NOT NULL,
    answered_at   INTEGER,
    answered_by   TEXT    NOT NULL
) STRICT;

CREATE INDEX score_complaint_branch ON score_complaint (branch_id, reported_at, id);
CREATE INDEX score_complaint_order ON score_complaint (work_order_id) WHERE work_order_id IS NOT NULL;

-- Bands and bonus bases, every version; the company's with an empty branch.
CREATE TABLE score_table (
    kind       TEXT    NOT NULL CHECK (kind IN ('BANDS', 'BONUS')),
    branch_id  TEXT    NOT NULL,
    from_month TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL,
    put_by     TEXT    NOT NULL,
    put_at     INTEGER NOT NULL,
    PRIMARY KEY (kind, branch_id, from_month, version)
) STRICT;

-- Closed months and their documents, which never change.
CREATE TABLE score_month (
    branch_id TEXT    NOT NULL,
    month     TEXT    NOT NULL,
    closed_by TEXT    NOT NULL,
    closed_at INTEGER NOT NULL,
    PRIMARY KEY (branch_id, month)
) STRICT;

CREATE TABLE score_sheet (
    id            BLOB    NOT NULL PRIMARY KEY,
    branch_id     TEXT    NOT NULL,
    month         TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    document      TEXT    NOT NULL,
    closed_by     TEXT    NOT NULL,
    closed_at     INTEGER NOT NULL,
    UNIQUE (branch_id, month, technician_id)
) STRICT;

CREATE TABLE score_amendment (
    id        BLOB    NOT NULL PRIMARY KEY,
    sheet_id  BLOB    NOT NULL REFERENCES score_sheet (id),
    booked_in TEXT    NOT NULL,
    document  TEXT    NOT NULL,
    made_by   TEXT    NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;

CREATE INDEX score_amendment_sheet ON score_amendment (sheet_id, id);

-- The month in which an order stands, once that month is closed.
CREATE TABLE score_counted (
    work_order_id BLOB    NOT NULL PRIMARY KEY REFERENCES work_order (id),
    branch_id     TEXT    NOT NULL,
    month         TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    visit_number  INTEGER NOT NULL
) STRICT;

CREATE INDEX score_counted_month ON score_counted (branch_id, month, technician_id);

CREATE INDEX visit_arrived ON visit (arrived_at) WHERE arrived_at IS NOT NULL;
