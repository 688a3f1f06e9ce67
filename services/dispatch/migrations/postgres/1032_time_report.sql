CREATE TABLE weekly_report (
    id            UUID        NOT NULL PRIMARY KEY,
    branch_id     TEXT        NOT NULL,
    technician_id TEXT        NOT NULL,
    week_start    TEXT        NOT NULL,
    sent_at       TIMESTAMPTZ NOT NULL,
    reviewed_at   TIMESTAMPTZ,
    reviewed_by   TEXT        NOT NULL,
    review_note   TEXT        NOT NULL,
    version       BIGINT      NOT NULL,
    UNIQUE (branch_id, technician_id, week_start)
);

CREATE INDEX weekly_report_branch ON weekly_report (branch_id, id);

CREATE TABLE time_report (
    id               UUID        NOT NULL PRIMARY KEY,
    branch_id        TEXT        NOT NULL,
    technician_id    TEXT        NOT NULL,
    date             TEXT        NOT NULL,
    submitted_at     TIMESTAMPTZ NOT NULL,
    late             BOOLEAN     NOT NULL,
    weekly_report_id UUID        REFERENCES weekly_report (id),
    version          BIGINT      NOT NULL,
    UNIQUE (branch_id, technician_id, date)
);

CREATE INDEX time_report_date ON time_report (branch_id, date);
CREATE INDEX time_report_week ON time_report (weekly_report_id);

CREATE TABLE time_entry (
    report_id      UUID   NOT NULL REFERENCES time_report (id),
    position       BIGINT NOT NULL,
    service_class  TEXT   NOT NULL,
    work_order_id  UUID,
    minutes        BIGINT NOT NULL,
    travel_minutes BIGINT NOT NULL,
    travel_metres  BIGINT NOT NULL,
    remarks        TEXT   NOT NULL,
    PRIMARY KEY (report_id, position)
);
