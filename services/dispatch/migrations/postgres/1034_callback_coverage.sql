-- Confirmed services and what came of their callbacks (DSP-56).
CREATE TABLE callback_coverage (
    work_order_id  UUID        NOT NULL REFERENCES work_order (id),
    visit_number   BIGINT      NOT NULL,
    branch_id      TEXT        NOT NULL,
    confirmed_date TEXT        NOT NULL,
    outcome        TEXT,
    ended_at       TIMESTAMPTZ,
    PRIMARY KEY (work_order_id, visit_number)
);

CREATE INDEX callback_coverage_branch ON callback_coverage (branch_id, confirmed_date);
