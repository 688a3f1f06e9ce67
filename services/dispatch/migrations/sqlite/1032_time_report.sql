CREATE TABLE weekly_report (
    id            BLOB    NOT NULL PRIMARY KEY,
    branch_id     TEXT    NOT NULL,
    technician_id TEXT    NOT NULL,
    week_start    TEXT    NOT NULL,
    sent_at       INTEGER NOT NULL,
    reviewed_at   INTEGER,
    reviewed_by   TEXT    NOT NULL,
    review_note   TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    UNIQUE (branch_id, technician_id, week_start)
) STRICT;

CREATE INDEX weekly_report_branch ON weekly_report (branch_id, id);

CREATE TABLE time_report (
    id               BLOB    NOT NULL PRIMARY KEY,
    branch_id        TEXT    NOT NULL,
    technician_id    TEXT    NOT NULL,
    date             TEXT    NOT NULL,
    submitted_at     INTEGER NOT NULL,
    late             INTEGER NOT NULL CHECK (late IN (0, 1)),
    weekly_report_id BLOB    REFERENCES weekly_report (id),
    version          INTEGER NOT NULL,
    UNIQUE (branch_id, technician_id, date)
) STRICT;

CREATE INDEX time_report_date ON time_report (branch_id, date);
CREATE INDEX time_report_week ON time_report (weekly_report_id);

CREATE TABLE time_entry (
    report_id      BLOB    NOT NULL REFERENCES time_report (id),
    position       INTEGER NOT NULL,
    service_class  TEXT    NOT NULL,
    work_order_id  BLOB,
    minutes        INTEGER NOT NULL,
    travel_minutes INTEGER NOT NULL,
    travel_metres  INTEGER NOT NULL,
    remarks        TEXT    NOT NULL,
    PRIMARY KEY (report_id, position)
) STRICT;
