-- When each branch makes its daily reports, and until when it has.
CREATE TABLE report_round (
    id        UUID        NOT NULL PRIMARY KEY,
    branch_id TEXT        NOT NULL,
    kind      TEXT        NOT NULL,
    since     TEXT        NOT NULL,
    last_at   TIMESTAMPTZ NOT NULL,
    UNIQUE (branch_id, kind)
);

CREATE TABLE daily_report (
    id          UUID        NOT NULL PRIMARY KEY,
    number      TEXT        NOT NULL UNIQUE,
    branch_id   TEXT        NOT NULL,
    kind        TEXT        NOT NULL,
    date        TEXT        NOT NULL,
    covers_from TIMESTAMPTZ,
    as_of       TIMESTAMPTZ NOT NULL,
    version     BIGINT      NOT NULL,
    UNIQUE (branch_id, kind, date)
);

CREATE INDEX daily_report_branch ON daily_report (branch_id, id);

CREATE TABLE daily_report_row (
    id            UUID        NOT NULL PRIMARY KEY,
    report_id     UUID        NOT NULL REFERENCES daily_report (id),
    position      BIGINT      NOT NULL,
    work_order_id UUID        NOT NULL,
    work_order_no TEXT        NOT NULL,
    ticket_id     UUID        NOT NULL,
    technician_id TEXT,
    since         TIMESTAMPTZ NOT NULL,
    working_days  BIGINT      NOT NULL,
    missed_kind   TEXT,
    evidence      TEXT        NOT NULL,
    reissued_id   UUID,
    deduction     BIGINT,
    next_date     TEXT,
    UNIQUE (report_id, position)
);

CREATE TABLE investigation (
    id              UUID        NOT NULL PRIMARY KEY,
    row_id          UUID        NOT NULL REFERENCES daily_report_row (id),
    cause           TEXT        NOT NULL,
    investigated_by TEXT        NOT NULL,
    investigated_at TIMESTAMPTZ NOT NULL,
    amends_id       UUID        UNIQUE
);

CREATE INDEX investigation_row ON investigation (row_id, id);

-- Orders that the callback found to need another visit (DSP-32).
CREATE TABLE revisit_found (
    work_order_id UUID        NOT NULL REFERENCES work_order (id),
    visit_number  BIGINT      NOT NULL,
    branch_id     TEXT        NOT NULL,
    found_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (work_order_id, visit_number)
);

CREATE INDEX revisit_found_branch ON revisit_found (branch_id, found_at);
