-- Appraisals of quality, with the replacements that came of them (DSP-50).
CREATE TABLE appraisal (
    id                  UUID        NOT NULL PRIMARY KEY,
    branch_id           TEXT        NOT NULL,
    work_order_id       UUID        NOT NULL REFERENCES work_order (id),
    visit_number        BIGINT      NOT NULL,
    ticket_id           UUID        NOT NULL,
    state               TEXT        NOT NULL,
    finding             TEXT        NOT NULL,
    evidence            TEXT        NOT NULL,
    evidence_references TEXT        NOT NULL,
    appraised_at        TIMESTAMPTZ NOT NULL,
    appraised_by        TEXT        NOT NULL,
    product             TEXT,
    value               BIGINT,
    request_reason      TEXT,
    requested_at        TIMESTAMPTZ,
    requested_by        TEXT,
    approver_roles      TEXT,
    rule_version        BIGINT,
    decided_at          TIMESTAMPTZ,
    decided_by          TEXT,
    decision_reason     TEXT,
    informed_at         TIMESTAMPTZ,
    other_plan          TEXT,
    version             BIGINT      NOT NULL,
    UNIQUE (work_order_id, visit_number)
);

CREATE INDEX appraisal_branch ON appraisal (branch_id, id);
