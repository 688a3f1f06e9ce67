-- Appraisals of quality, with the replacements that came of them (DSP-50).
CREATE TABLE appraisal (
    id                  BLOB    NOT NULL PRIMARY KEY,
    branch_id           TEXT    NOT NULL,
    work_order_id       BLOB    NOT NULL REFERENCES work_order (id),
    visit_number        INTEGER NOT NULL,
    ticket_id           BLOB    NOT NULL,
    state               TEXT    NOT NULL,
    finding             TEXT    NOT NULL,
    evidence            TEXT    NOT NULL,
    evidence_references TEXT    NOT NULL,
    appraised_at        INTEGER NOT NULL,
    appraised_by        TEXT    NOT NULL,
    product             TEXT,
    value               INTEGER,
    request_reason      TEXT,
    requested_at        INTEGER,
    requested_by        TEXT,
    approver_roles      TEXT,
    rule_version        INTEGER,
    decided_at          INTEGER,
    decided_by          TEXT,
    decision_reason     TEXT,
    informed_at         INTEGER,
    other_plan          TEXT,
    version             INTEGER NOT NULL,
    UNIQUE (work_order_id, visit_number)
) STRICT;

CREATE INDEX appraisal_branch ON appraisal (branch_id, id);
