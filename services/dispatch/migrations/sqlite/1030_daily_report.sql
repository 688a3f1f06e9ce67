-- When each branch makes its daily reports, and until when it has.
CREATE TABLE report_round (
    id        BLOB    NOT NULL PRIMARY KEY,
    branch_id TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    since     TEXT    NOT NULL,
    last_at   INTEGER NOT NULL,
    UNIQUE (branch_id, kind)
) STRICT;

CREATE TABLE daily_report (
    id          BLOB    NOT NULL PRIMARY KEY,
    number      TEXT    NOT NULL UNIQUE,
    branch_id   TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    date        TEXT    NOT NULL,
    covers_from INTEGER,
    as_of       INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    UNIQUE (branch_id, kind, date)
) STRICT;

CREATE INDEX daily_report_branch ON daily_report (branch_id, id);

CREATE TABLE daily_report_row (
    id            BLOB    NOT NULL PRIMARY KEY,
    report_id     BLOB    NOT NULL REFERENCES daily_report (id),
    position      INTEGER NOT NULL,
    work_order_id BLOB    NOT NULL,
    work_order_no TEXT    NOT NULL,
    ticket_id     BLOB    NOT NULL,
    technician_id TEXT,
    since         INTEGER NOT NULL,
    working_days  INTEGER NOT NULL,
    missed_kind   TEXT,
    evidence      TEXT    NOT NULL,
    reissued_id   BLOB,
    deduction     INTEGER,
    next_date     TEXT,
    UNIQUE (report_id, position)
) STRICT;

CREATE TABLE investigation (
    id              BLOB    NOT NULL PRIMARY KEY,
    row_id          BLOB    NOT NULL REFERENCES daily_report_row (id),
    cause           TEXT    NOT NULL,
    investigated_by TEXT    NOT NULL,
    investigated_at INTEGER NOT NULL,
    amends_id       BLOB    UNIQUE
) STRICT;

CREATE INDEX investigation_row ON investigation (row_id, id);

-- Orders that the callback found to need another visit (DSP-32).
CREATE TABLE revisit_found (
    work_order_id BLOB    NOT NULL REFERENCES work_order (id),
    visit_number  INTEGER NOT NULL,
    branch_id     TEXT    NOT NULL,
    found_at      INTEGER NOT NULL,
    PRIMARY KEY (work_order_id, visit_number)
) STRICT;

CREATE INDEX revisit_found_branch ON revisit_found (branch_id, found_at);
