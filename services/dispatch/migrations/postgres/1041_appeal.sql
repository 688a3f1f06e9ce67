CREATE TABLE appeal (
    id              UUID NOT NULL PRIMARY KEY,
    branch_id       TEXT NOT NULL,
    work_order_id   UUID NOT NULL UNIQUE REFERENCES work_order (id),
    work_order_no   TEXT NOT NULL,
    ticket_id       UUID NOT NULL,
    technician_id   TEXT NOT NULL,
    month           TEXT NOT NULL,
    cause           TEXT NOT NULL CHECK (cause IN ('MALICIOUS_COMPLAINT', 'PRODUCT_QUALITY')),
    reason          TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('FILED', 'EXCLUDED_FROM_SCORE', 'REJECTED')),
    open_rank       BIGINT NOT NULL CHECK (open_rank IN (0, 1)),
    filed_by        TEXT NOT NULL,
    filed_at        TIMESTAMPTZ NOT NULL,
    decision_reason TEXT NOT NULL,
    decided_by      TEXT NOT NULL,
    decided_at      TIMESTAMPTZ,
    version         BIGINT NOT NULL
);

CREATE INDEX appeal_branch ON appeal (branch_id, open_rank, id);
