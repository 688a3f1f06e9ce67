-- What the callback of a visit says, for the month's score.
CREATE TABLE score_survey (
    work_order_id    UUID NOT NULL,
    visit_number     BIGINT NOT NULL,
    ruled_out        BOOLEAN NOT NULL,
    contacted        TEXT    CHECK (contacted IN ('YES', 'NO', 'UNKNOWN')),
    on_time          TEXT    CHECK (on_time IN ('YES', 'NO', 'UNKNOWN')),
    satisfied        TEXT    CHECK (satisfied IN ('YES', 'NO', 'UNKNOWN')),
    attitude         BIGINT,
    skill            BIGINT,
    arrival_time     BIGINT,
    promises         BIGINT,
    PRIMARY KEY (work_order_id, visit_number)
);

-- Complaints that customers made to the hotline, and dissatisfaction that callback found.
CREATE TABLE score_complaint (
    id            UUID NOT NULL PRIMARY KEY,
    active        BOOLEAN NOT NULL,
    branch_id     TEXT NOT NULL,
    work_order_id UUID,
    technician_id TEXT NOT NULL,
    owner         TEXT NOT NULL,
    due_at        TIMESTAMPTZ,
    reported_at   TIMESTAMPTZ NOT NULL,
    answered_at   TIMESTAMPTZ,
    answered_by   TEXT NOT NULL
);

CREATE INDEX score_complaint_branch ON score_complaint (branch_id, reported_at, id);
CREATE INDEX score_complaint_order ON score_complaint (work_order_id) WHERE work_order_id IS NOT NULL;

-- Bands and bonus bases, every version; the company's with an empty branch.
CREATE TABLE score_table (
    kind       TEXT NOT NULL CHECK (kind IN ('BANDS', 'BONUS')),
    branch_id  TEXT NOT NULL,
    from_month TEXT NOT NULL,
    version    BIGINT NOT NULL,
    document   TEXT NOT NULL,
    put_by     TEXT NOT NULL,
    put_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (kind, branch_id, from_month, version)
);

-- Closed months and their documents, which never change.
CREATE TABLE score_month (
    branch_id TEXT NOT NULL,
    month     TEXT NOT NULL,
    closed_by TEXT NOT NULL,
    closed_at TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (branch_id, month)
);

CREATE TABLE score_sheet (
    id            UUID NOT NULL PRIMARY KEY,
    branch_id     TEXT NOT NULL,
    month         TEXT NOT NULL,
    technician_id TEXT NOT NULL,
    document      TEXT NOT NULL,
    closed_by     TEXT NOT NULL,
    closed_at     TIMESTAMPTZ NOT NULL,
    UNIQUE (branch_id, month, technician_id)
);

CREATE TABLE score_amendment (
    id        UUID NOT NULL PRIMARY KEY,
    sheet_id  UUID NOT NULL REFERENCES score_sheet (id),
    booked_in TEXT NOT NULL,
    document  TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   TIMESTAMPTZ NOT NULL
);

CREATE INDEX score_amendment_sheet ON score_amendment (sheet_id, id);

-- The month in which an order stands, once that month is closed.
CREATE TABLE score_counted (
    work_order_id UUID NOT NULL PRIMARY KEY REFERENCES work_order (id),
    branch_id     TEXT NOT NULL,
    month         TEXT NOT NULL,
    technician_id TEXT NOT NULL,
    visit_number  BIGINT NOT NULL
);

CREATE INDEX score_counted_month ON score_counted (branch_id, month, technician_id);

CREATE INDEX visit_arrived ON visit (arrived_at) WHERE arrived_at IS NOT NULL;
