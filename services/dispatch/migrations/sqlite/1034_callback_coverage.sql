-- Confirmed services and what came of their callbacks (DSP-56).
CREATE TABLE callback_coverage (
    work_order_id  BLOB    NOT NULL REFERENCES work_order (id),
    visit_number   INTEGER NOT NULL,
    branch_id      TEXT    NOT NULL,
    confirmed_date TEXT    NOT NULL,
    outcome        TEXT,
    ended_at       INTEGER,
    PRIMARY KEY (work_order_id, visit_number)
) STRICT;

CREATE INDEX callback_coverage_branch ON callback_coverage (branch_id, confirmed_date);
